"""The page that lists the cases: no names of persons, no scripts; handlers get theirs later."""

import hmac
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, Response
from jinja2 import PackageLoader

from loket import zaken
from loket.database import Archief
from loket.problems import Weigering
from loket.settings import LoketSettings, is_loopback
from web import look

_HOOGUIT = 100
_PAGINAS = PackageLoader("loket", "templates")
_MAANDEN = ["jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec"]
_UITKOMSTEN = {
    "kansrijk": "kansrijk",
    "onderzoek": "onderzoek nodig",
    "mogelijk_verjaard": "mogelijk verjaard",
    "waarschijnlijk_niet": "waarschijnlijk niet",
}


def paginas(settings: LoketSettings, archief: Archief) -> APIRouter:
    """Give the routes of the pages."""
    router = APIRouter(include_in_schema=False)
    namen = {code: gemeente.naam for gemeente in settings.gemeenten for code in gemeente.codes}

    @router.get("/zaken")
    def lijst(request: Request, na: Annotated[int, Query(ge=0)] = 0) -> HTMLResponse:
        """Show the cases, a hundred at a time, in order of arrival."""
        _let_in(settings, request)
        with archief.lezen() as tx:
            rows = zaken.lijst(tx, na, _HOOGUIT + 1)
        html = look.toon(
            "zaken.html",
            _PAGINAS,
            product="Regresloket",
            omgeving="Demo" if settings.demo else "",
            banner=settings.banner,
            zaken=rows[:_HOOGUIT],
            volgende=rows[_HOOGUIT - 1]["id"] if len(rows) > _HOOGUIT else None,
            namen=namen,
            uitkomsten=_UITKOMSTEN,
            dag=dag,
        )
        return HTMLResponse(html, headers=look.BEVEILIGING)

    @router.get("/stijl.css")
    def stijl() -> Response:
        return Response(look.stijl(), media_type="text/css")

    @router.get("/teken.svg")
    def teken() -> Response:
        return Response(look.teken(), media_type="image/svg+xml")

    @router.get("/regresbrug.js")
    def script() -> Response:
        return Response(look.script(), media_type="text/javascript")

    return router


def dag(moment: date) -> str:
    """Write a day as "3 mrt 2027"."""
    return f"{moment.day} {_MAANDEN[moment.month - 1]} {moment.year}"


def _let_in(settings: LoketSettings, request: Request) -> None:
    """Refuse the pages unless this is the demo on this machine, or the secret header is right.

    That the caller is on loopback is not enough outside the demo: behind a proxy everyone is.
    """
    client = request.client.host if request.client else ""
    if settings.demo and is_loopback(client):
        return
    shown = request.headers.get("x-loket-geheim", "").encode()
    if not settings.paginageheim:
        raise Weigering(
            "geen-pagina",
            "Er is geen aanmelding ingesteld, daarom toont dit loket geen pagina's. "
            "Stel `paginageheim` in en laat de proxy het meesturen.",
        )
    if not hmac.compare_digest(shown, settings.paginageheim.encode()):
        raise Weigering("geen-pagina", "Meld je aan via de voordeur van de organisatie.")
