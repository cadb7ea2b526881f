"""The edge: bodies with a cap, headers on every answer, problem+json for every error."""

from collections.abc import Mapping
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from sqlalchemy.exc import DBAPIError
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from loket.problems import Weigering, document, fout

API_VERSION = "1.0.0"
PROBLEM_JSON = "application/problem+json"

_HEADERS = {
    "API-Version": API_VERSION,
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "interest-cohort=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
_HSTS = "max-age=31536000; includeSubDomains"
#: What Starlette itself refuses with, in our words.
_BY_STATUS = {404: "niet-gevonden", 405: "methode", 413: "te-groot", 415: "mediatype"}


class Kopregels:
    """Puts the headers of the house on every answer that did not set them itself."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass everything on; only the start of an answer is touched."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
                if scope["scheme"] == "https":
                    headers.setdefault("Strict-Transport-Security", _HSTS)
            await send(message)

        await self._app(scope, receive, send_with_headers)


async def read_body(request: Request, cap: int) -> bytes:
    """Read a body of at most *cap* bytes, whatever its Content-Length says."""
    if request.headers.get("content-encoding", "identity").lower() != "identity":
        raise Weigering("mediatype", "Een ingepakt verzoek nemen we niet aan.")
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > cap:
            raise Weigering("te-groot", headers={"Connection": "close"})
    return bytes(body)


def require_media_type(request: Request, wanted: str) -> None:
    """Refuse a body that does not say it is what was agreed."""
    if request.headers.get("content-type", "").split(";")[0].strip().lower() != wanted:
        raise Weigering("mediatype")


def problem_response(
    soort: str,
    detail: str = "",
    extra: Mapping[str, Any] | None = None,
    headers: Mapping[str, str] | None = None,
) -> JSONResponse:
    """Answer with a problem."""
    content = document(soort, detail, extra)
    return JSONResponse(content, content["status"], dict(headers or {}), media_type=PROBLEM_JSON)


def add_handlers(app: FastAPI) -> None:
    """Let every error leave as problem+json."""
    app.add_exception_handler(HTTPException, _on_refusal)
    app.add_exception_handler(RequestValidationError, _on_invalid)
    app.add_exception_handler(DBAPIError, _on_database)
    app.add_exception_handler(Exception, _on_fault)


async def _on_refusal(request: Request, error: Exception) -> Response:
    if isinstance(error, Weigering):
        return problem_response(error.soort, str(error.detail), error.extra, error.headers)
    assert isinstance(error, HTTPException)  # noqa: S101 - registered for this class only
    if page := await _page(request, error):
        return page
    soort = _BY_STATUS.get(error.status_code, "verzoek-ongeldig")
    # Not Starlette's own detail, which may repeat what was sent.
    return problem_response(soort, headers=error.headers)


async def _page(request: Request, error: HTTPException) -> Response | None:
    """Give a page for what is not there to a handler who is in; everyone else is a program."""
    pages = getattr(request.app.state, "paginas", None)
    if pages is None or error.status_code != 404:
        return None
    known = await run_in_threadpool(pages.state.toelating.wie, request, pages.state.klok())
    return await pages.exception_handlers[404](request, error) if known else None


async def _on_invalid(_: Request, error: Exception) -> JSONResponse:
    """Name the parameters that are wrong; pydantic's messages and inputs stay inside."""
    assert isinstance(error, RequestValidationError)  # noqa: S101 - registered for this class only
    places = [".".join(str(part) for part in item["loc"][:2]) for item in error.errors()]
    wrong = [fout(place, "klopt niet") for place in places]
    return problem_response("verzoek-ongeldig", extra={"fouten": wrong})


async def _on_database(_: Request, __: Exception) -> JSONResponse:
    return problem_response("bezet", headers={"Retry-After": "30"})


async def _on_fault(_: Request, __: Exception) -> JSONResponse:
    return problem_response("storing")
