"""Whatever is asked of the API, by its own description: no 5xx and no answer that it does not describe (schemathesis).

`SAYSO_CASES=2000 python -m pytest tests/web/test_schema.py` asks so many cases.
"""

import os
from collections import Counter
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis.errors import Unsatisfiable
from jsonschema import Draft202012Validator

from sayso.demo import demo_documents
from sayso.ledger import Ledger
from sayso.reader import read_documents
from sayso.web.app import make_app
from sayso.web.described import mended
from tests.web.conftest import TOKEN

schemathesis = pytest.importorskip("schemathesis", reason="the package schemathesis is not installed")
CASES = int(os.environ.get("SAYSO_CASES", "300"))


def _app() -> Any:
    ledger = Ledger(":memory:")
    for reading in read_documents(demo_documents("allied-drill")):
        ledger.add(reading)
    return make_app(ledger, hosts=("testserver",), write_token=TOKEN, a_minute=10**6)


def test_no_answer_is_an_error_of_ours_or_undescribed() -> None:
    from schemathesis.checks import not_a_server_error
    from schemathesis.generation import GenerationMode
    from schemathesis.specs.openapi import checks

    wanted = [
        not_a_server_error, checks.status_code_conformance, checks.content_type_conformance, checks.response_headers_conformance,
        checks.response_schema_conformance,
    ]  # fmt: skip
    described = schemathesis.openapi.from_asgi("/api/v1/schema/openapi.json", _app())
    operations = [found.ok() for found in described.get_all_operations()]
    assert len(operations) >= 13
    seen: Counter[tuple[str, int]] = Counter()
    for operation in operations:
        for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):

            @settings(
                max_examples=-(-CASES // (2 * len(operations))),
                deadline=None,
                derandomize=True,
                database=None,
                suppress_health_check=list(HealthCheck),
            )
            @given(case=operation.as_strategy(generation_mode=mode))
            def ask(case: Any) -> None:
                if case.path == "/api/v1/changes":
                    case.query = {**(case.query or {}), "once": "true"}  # it would go on for ever
                case.headers = {**(case.headers or {}), "Authorization": f"Bearer {TOKEN}"}
                answer = case.call()
                seen[case.operation.label, answer.status_code] += 1
                case.validate_response(answer, checks=wanted)

            try:
                ask()
            except Unsatisfiable:
                assert mode is GenerationMode.NEGATIVE, (
                    operation.label
                )  # nothing that is sent there could be wrong
    print(f"schemathesis: {seen.total()} cases, {dict(sorted(seen.items()))}")
    assert seen.total() >= CASES * 0.8
    assert all(seen[o.label, 200] or seen[o.label, 201] for o in operations if "{" not in o.path), seen


def test_every_route_has_examples_that_fit_what_it_describes() -> None:
    described = mended(make_app(Ledger(":memory:")).openapi_schema.to_schema())
    for path, operations in described["paths"].items():
        for method, operation in operations.items():
            about = f"{method} {path}"
            for parameter in operation.get("parameters", []):
                assert parameter.get("description"), f"{about} {parameter['name']}"
            shown = 0
            for status, answer in operation["responses"].items():
                for media in answer.get("content", {}).values():
                    for example in media.get("examples", {}).values():
                        shown += status < "300"
                        rules = {**media["schema"], "components": described["components"]}
                        assert list(Draft202012Validator(rules).iter_errors(example["value"])) == [], (
                            f"{about} {status}"
                        )
            assert shown or path == "/api/v1/export", about
