"""Logging in with a token: once in a browser, which then holds a cookie that no script reads and no other page sends."""

from typing import Any

from litestar import MediaType, Request, Response, get, post
from litestar.datastructures import Cookie
from litestar.exceptions import HTTPException
from litestar.response import Redirect

from sayso.web.render import render
from sayso.web.security import COOKIE, Guard, checked_form, form_fields

_LONGEST = 80  # characters of a person's name


def own_path(path: str | None) -> str:
    """A path of this server to go back to; the first page for anything else.

    >>> own_path("/event/e1?as_of=2031-06-17"), own_path("//evil.example"), own_path("https://evil.example"), own_path(None)
    ('/event/e1?as_of=2031-06-17', '/', '/', '/')
    """
    fit = (
        path
        and path.isprintable()
        and path.startswith("/")
        and not path.startswith(("//", "/\\"))
        and "\\" not in path
    )
    return path if fit and path else "/"


@get("/login", include_in_schema=False)
async def login(request: Request[Any, Any, Any]) -> Response[str]:
    """Where a token is entered."""
    return _page(request, own_path(request.query_params.get("next")))


@post("/login", include_in_schema=False, status_code=303)
async def log_in(request: Request[Any, Any, Any]) -> Response[Any]:
    """Take a token and give a cookie for it."""
    guard: Guard = request.app.state.guard
    given = await form_fields(request)
    then, person = own_path(given.get("next")), " ".join(given.get("person", "").split())[:_LONGEST]
    if not person:
        return _page(request, then, "Give your name: it stands beside what you judge.", 400)
    try:
        secret, _ = guard.log_in(
            request.client.host if request.client else "", given.get("token", ""), person
        )
    except HTTPException as problem:
        return _page(request, then, problem.detail, problem.status_code, person)
    cookie = Cookie(
        key=COOKIE,
        value=secret,
        path="/",
        httponly=True,
        samesite="strict",
        secure=request.url.scheme == "https",
    )
    return Redirect(then, status_code=303, cookies=[cookie])


@post("/logout", include_in_schema=False, status_code=303)
async def log_out(request: Request[Any, Any, Any]) -> Response[Any]:
    """End a login."""
    await checked_form(request)
    guard: Guard = request.app.state.guard
    guard.log_out(request)
    gone = Cookie(key=COOKIE, value="", path="/", httponly=True, samesite="strict", max_age=0)
    return Redirect("/login", status_code=303, cookies=[gone])


def _page(
    request: Request[Any, Any, Any], then: str, problem: str = "", status: int = 200, person: str = ""
) -> Response[str]:
    return Response(
        render("login.html", request, then=then, problem=problem, person=person),
        status_code=status,
        media_type=MediaType.HTML,
    )


ROUTES = [login, log_in, log_out]
