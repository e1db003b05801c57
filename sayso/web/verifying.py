"""Checking a claim by the API."""

import asyncio
from typing import Annotated, Any

import msgspec
from litestar import Request, Response, get
from litestar.exceptions import ValidationException
from litestar.openapi.spec import Example
from litestar.params import QueryParameter

from sayso.errors import InputError
from sayso.verify import Verification, split_claims, verify_claims
from sayso.web import answers as a
from sayso.web.api import _answer
from sayso.web.moments import moment_of
from sayso.web.render import desk_of

MOST = 20
"""Claims in one question at most."""
ClaimWords = Annotated[
    str,
    QueryParameter(
        min_length=1,
        max_length=4000,
        description="A sentence, or a paragraph of 20 at most.",
        examples=[Example(value="The drill was called off.")],
    ),
]


class Verifications(msgspec.Struct, kw_only=True):
    """One answer a claim, in order."""

    claims: list[Verification]


@get(
    "/api/v1/verify",
    summary="Check a claim",
    tags=["claims"],
    responses=a.answers(
        Verifications,
        "What the ledger says of each sentence",
        example={
            "claims": [
                {
                    "claim": "The drill was called off.",
                    "verdict": "not_found",
                    "coverage": {"reports": 2, "from": "2031-06-12T09:00:00Z", "to": "2031-06-17T18:00:00Z"},
                }
            ]
        },
    ),
)
async def verify(
    request: Request[Any, Any, Any], claim: ClaimWords, as_of: a.AsOf = None, if_none_match: a.Tag = None
) -> Response[Any]:
    """What the ledger says of a claim: supported, one source, disputed, different or not found, with its
    receipt."""
    claims, moment, ledger = split_claims(claim), moment_of(as_of), desk_of(request).ledger
    if len(claims) > MOST:
        raise ValidationException(f"claim: has {len(claims)} sentences; give {MOST} at most")
    try:
        found = await asyncio.to_thread(lambda: list(verify_claims(ledger, claims, moment)))
    except InputError as problem:
        raise ValidationException(f"{problem.name}: {problem.problem}; {problem.remedy}") from None
    return _answer(request, Verifications(claims=found))


ROUTES = [verify]
