"""Makes a web application of a table of pages: who may in, what is checked, how it is answered.

Pages are plain functions in threads: they ask a database, and Starlette's loop must not wait.
"""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from http import HTTPStatus
from typing import Any, Protocol
from urllib.parse import parse_qsl, quote, unquote, urlsplit

from jinja2 import BaseLoader
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from web import look
from web.look.aanmelden.deur import Sessie, TeVaak
from web.look.blad import Bestand, Blad, Door, Mis, Toon, Uitkomst, Verzoek, Weg
from web.look.gegevens import plat
from web.look.rollen import Bezoeker

#: A form is a few fields; the largest is a mapping in the werkbank, three bytes for many a sign.
GROOTSTE = 1024 * 1024
KOEKJE = "regres_sessie"
_BERICHT = "regres_bericht"


class Toelating(Protocol):
    """How a house knows who asks: accounts of its own, or a proxy that vouches."""

    @property
    def formulier(self) -> bool:
        """Tell whether people log in here; else a proxy has done that already."""

    def wie(self, request: Request, now: datetime) -> Sessie | None:
        """Give who asks; None for nobody."""

    def binnen(self, velden: Mapping[str, str], adres: str, now: datetime) -> Sessie | None:
        """Log in with what was filled in; raises TeVaak."""

    def bewijs(self, request: Request, code: str, adres: str, now: datetime) -> bool:
        """Take a fresh second factor; raises TeVaak."""

    def uit(self, request: Request) -> None:
        """Log out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Huis:
    """What one house shows, and to whom.

    product   the word in the corner; paginas gives its templates
    veilig    whether browsers reach it over TLS: then the cookie is for TLS alone
    banner    shown on every page; "" in production
    thema     a municipality's own style sheet, loaded after ours
    """

    product: str
    bladen: Sequence[Blad]
    paginas: BaseLoader = field(repr=False)
    toelating: Toelating = field(repr=False)
    veilig: bool = True
    banner: str = ""
    omgeving: str = ""
    thema: bytes = field(default=b"", repr=False)

    def menu(self, wie: Bezoeker, pad: str) -> list[dict[str, Any]]:
        """Give the menu of a visitor: only what he may open."""
        return [
            {"naar": blad.pad, "naam": blad.menu, "hier": _onder(pad, blad.pad)}
            for blad in self.bladen
            if blad.menu and wie.heeft(blad.rollen)
        ]

    def leidt_naar(self, wie: Bezoeker | None, pad: str, gemeente: str = "") -> bool:
        """Tell whether a link to a page of the table leads somewhere for this visitor."""
        return wie is not None and any(
            wie.mag(blad.rollen, gemeente) if gemeente else wie.heeft(blad.rollen)
            for blad in self.bladen
            if blad.pad == pad and blad.methode == "GET"
        )

    def begin(self, wie: Bezoeker) -> str:
        """Give the first page of a visitor's menu; "" for one who has none."""
        return next((str(item["naar"]) for item in self.menu(wie, "")), "")


def maak_app(huis: Huis, klok: Any = lambda: datetime.now(UTC)) -> Starlette:
    """Make the application: the pages of the table, the door, and the files of the look."""
    poort = _Poort(huis, klok)
    routes = [Route(blad.pad, poort.voor(blad), methods=[blad.methode]) for blad in huis.bladen]
    fixed = [
        Route("/stijl.css", poort.stijl),
        Route("/thema.css", poort.thema),
        Route("/regresbrug.js", poort.script),
        Route("/teken.svg", poort.teken),
        Route("/aanmelden", poort.aanmelden, methods=["GET", "POST"]),
        Route("/afmelden", poort.afmelden, methods=["POST"]),
        Route("/bewijs", poort.bewijs, methods=["GET", "POST"]),
    ]
    handlers: dict[Any, Any] = {404: poort.niets, 405: poort.niets, 500: poort.stuk}
    return Starlette(routes=[*fixed, *routes], exception_handlers=handlers)


class _Poort:
    """Everything between the network and a page."""

    def __init__(self, huis: Huis, klok: Any) -> None:
        self._huis = huis
        self._klok = klok

    def voor(self, blad: Blad) -> Any:
        """Give the endpoint of a row of the table."""

        async def endpoint(request: Request) -> Response:
            form = await _formulier(request) if blad.methode == "POST" else {}
            if form is None:
                return self._fout(request, None, HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
            return await run_in_threadpool(self._behandel, blad, request, form)

        return endpoint

    def _behandel(self, blad: Blad, request: Request, form: Mapping[str, str]) -> Response:
        now = self._klok()
        sessie = self._huis.toelating.wie(request, now)
        if sessie is None:
            return self._naar_de_deur(request)
        wie = sessie.bezoeker
        gemeente = request.path_params.get("gemeente")
        allowed = wie.heeft(blad.rollen) if gemeente is None else wie.mag(blad.rollen, gemeente)
        if not allowed:
            first = self._huis.begin(wie)
            if request.url.path == "/" and first:
                return RedirectResponse(first, 303)
            return self._fout(request, sessie, HTTPStatus.NOT_FOUND)
        if blad.methode == "POST" and not _echt(request, form, sessie):
            return self._fout(request, sessie, HTTPStatus.FORBIDDEN)
        if blad.vers and not wie.vers(now):
            return RedirectResponse(f"/bewijs?naar={quote(_terug(request), safe='')}", 303)
        return self._antwoord(blad, request, form, sessie, now)

    def _antwoord(
        self,
        blad: Blad,
        request: Request,
        form: Mapping[str, str],
        sessie: Sessie,
        now: datetime,
    ) -> Response:
        asked = Verzoek(
            bezoeker=sessie.bezoeker,
            now=now,
            pad=request.path_params,
            vraag=dict(request.query_params),
            formulier=form,
            adres=_adres(request),
        )
        try:
            return self._geef(request, sessie, blad.doe(asked))
        except Weg:
            return self._fout(request, sessie, HTTPStatus.NOT_FOUND)
        except Mis as wrong:
            return self._fout(request, sessie, HTTPStatus.UNPROCESSABLE_ENTITY, str(wrong))

    def _geef(self, request: Request, sessie: Sessie, uitkomst: Uitkomst) -> Response:
        match uitkomst:
            case Door(naar=naar, bericht=bericht):
                found: Response = RedirectResponse(naar, 303)
                if bericht:
                    self._koekje(found, _BERICHT, quote(bericht), 60)
                return found
            case Bestand(naam=naam, soort=soort, inhoud=inhoud):
                name = f"attachment; filename*=UTF-8''{quote(naam)}"
                kop = {"Content-Disposition": name, **look.BEVEILIGING}
                return Response(inhoud, media_type=soort, headers=kop)
            case Toon() if _wil_json(request):
                return JSONResponse(
                    plat(uitkomst.gegevens), uitkomst.status, headers=look.BEVEILIGING
                )
            case Toon():
                return self._pagina(request, sessie, uitkomst)

    def _pagina(self, request: Request, sessie: Sessie | None, toon: Toon) -> Response:
        told = unquote(request.cookies.get(_BERICHT, ""))
        html = look.toon(
            toon.sjabloon,
            self._huis.paginas,
            **self._kader(request, sessie),
            titel=toon.titel,
            bericht=told,
            **toon.gegevens,
            **toon.alleen_html,
        )
        found = HTMLResponse(html, toon.status, headers=look.BEVEILIGING)
        if told:
            found.delete_cookie(_BERICHT)
        return found

    def _kader(self, request: Request, sessie: Sessie | None) -> dict[str, Any]:
        """Give what the layout needs on every page."""
        wie = sessie.bezoeker if sessie else None
        return {
            "product": self._huis.product,
            "omgeving": self._huis.omgeving,
            "banner": self._huis.banner,
            "eigen_thema": bool(self._huis.thema),
            "menu": self._huis.menu(wie, request.url.path) if wie else [],
            "wie": wie,
            "sleutel": sessie.formulier if sessie else "",
            "leidt_naar": partial(self._huis.leidt_naar, wie),
            "als_json": _met_json(request) if wie else "",
        }

    # -- the door ---------------------------------------------------------------------------------

    async def aanmelden(self, request: Request) -> Response:
        """Show the form, or take it."""
        if not self._huis.toelating.formulier:
            return self._fout(request, None, HTTPStatus.FORBIDDEN)
        form = await _formulier(request) if request.method == "POST" else {}
        if form is None or (form and not _zelfde_huis(request)):
            return self._fout(request, None, HTTPStatus.FORBIDDEN)
        if request.method == "GET":
            return self._deur(request, "")
        return await run_in_threadpool(self._neem_aan, request, form)

    def _neem_aan(self, request: Request, form: Mapping[str, str]) -> Response:
        try:
            sessie = self._huis.toelating.binnen(form, _afzender(request), self._klok())
        except TeVaak:
            told = "Te vaak geprobeerd. Wacht een kwartier en probeer het opnieuw."
            return self._deur(request, told, HTTPStatus.TOO_MANY_REQUESTS)
        if sessie is None:
            told = "Naam, wachtwoord of code klopt niet."
            return self._deur(request, told, HTTPStatus.FORBIDDEN)
        found = RedirectResponse(_eigen(form.get("naar", "/")), 303)
        self._koekje(found, KOEKJE, sessie.token, None)
        return found

    async def afmelden(self, request: Request) -> Response:
        """End the session."""
        form = await _formulier(request)
        sessie = self._huis.toelating.wie(request, self._klok())
        if sessie is None or form is None or not _echt(request, form, sessie):
            return RedirectResponse("/aanmelden", 303)
        await run_in_threadpool(self._huis.toelating.uit, request)
        found = RedirectResponse("/aanmelden", 303)
        found.delete_cookie(KOEKJE)
        return found

    async def bewijs(self, request: Request) -> Response:
        """Ask for a fresh second factor, or take it."""
        form = await _formulier(request) if request.method == "POST" else {}
        sessie = self._huis.toelating.wie(request, self._klok())
        if sessie is None:
            return self._naar_de_deur(request)
        if form is None or (form and not _echt(request, form, sessie)):
            return self._fout(request, sessie, HTTPStatus.FORBIDDEN)
        if request.method == "GET":
            return self._vraag_code(request, sessie, "")
        return await run_in_threadpool(self._neem_code, request, sessie, form)

    def _neem_code(self, request: Request, sessie: Sessie, form: Mapping[str, str]) -> Response:
        try:
            right = self._huis.toelating.bewijs(
                request, form.get("code", ""), _afzender(request), self._klok()
            )
        except TeVaak:
            told = "Te vaak geprobeerd. Wacht een kwartier en probeer het opnieuw."
            return self._vraag_code(request, sessie, told)
        if not right:
            return self._vraag_code(request, sessie, "Deze code klopt niet of is al gebruikt.")
        return RedirectResponse(_eigen(form.get("naar", "/")), 303)

    def _vraag_code(self, request: Request, sessie: Sessie, fout: str) -> Response:
        naar = _eigen(request.query_params.get("naar", "/"))
        inhoud = {"naar": naar, "fout": fout, "kan": self._huis.toelating.formulier}
        status = HTTPStatus.FORBIDDEN if fout else HTTPStatus.OK
        return self._pagina(
            request, sessie, Toon("bewijs.html", "Nog een code", inhoud, status=status)
        )

    def _deur(self, request: Request, fout: str, status: int = HTTPStatus.OK) -> Response:
        naar = _eigen(request.query_params.get("naar", "/"))
        inhoud = {"naar": naar, "fout": fout}
        return self._pagina(request, None, Toon("aanmelden.html", "Aanmelden", inhoud, {}, status))

    def _naar_de_deur(self, request: Request) -> Response:
        if _wil_json(request) or not self._huis.toelating.formulier:
            return self._fout(request, None, HTTPStatus.UNAUTHORIZED)
        return RedirectResponse(f"/aanmelden?naar={quote(_terug(request), safe='')}", 303)

    # -- the rest ---------------------------------------------------------------------------------

    async def niets(self, request: Request, _: Exception) -> Response:
        """Answer for a path that is not there."""
        sessie = await run_in_threadpool(self._huis.toelating.wie, request, self._klok())
        return self._fout(request, sessie, HTTPStatus.NOT_FOUND)

    async def stuk(self, request: Request, _: Exception) -> Response:
        """Answer for a mistake of ours; the log says where, the page says nothing."""
        return self._fout(request, None, HTTPStatus.INTERNAL_SERVER_ERROR)

    def _fout(
        self, request: Request, sessie: Sessie | None, status: HTTPStatus, doe: str = ""
    ) -> Response:
        titel, uitleg = _FOUTEN[status]
        inhoud = {"status": int(status), "titel_fout": titel, "uitleg": doe or uitleg}
        if _wil_json(request):
            return JSONResponse(inhoud, status, headers=look.BEVEILIGING)
        return self._pagina(request, sessie, Toon("fout.html", titel, inhoud, {}, status))

    async def stijl(self, _: Request) -> Response:
        """Give the style sheet."""
        return _vast(look.stijl(), "text/css")

    async def thema(self, _: Request) -> Response:
        """Give the municipality's own style sheet; empty without one."""
        return _vast(self._huis.thema, "text/css")

    async def script(self, _: Request) -> Response:
        """Give the one script; every page works without it."""
        return _vast(look.script(), "text/javascript")

    async def teken(self, _: Request) -> Response:
        """Give the mark of the house."""
        return _vast(look.teken(), "image/svg+xml")

    def _koekje(self, response: Response, name: str, value: str, seconds: int | None) -> None:
        response.set_cookie(
            name,
            value,
            max_age=seconds,
            path="/",
            secure=self._huis.veilig,
            httponly=True,
            samesite="strict",
        )


_FOUTEN = {
    HTTPStatus.UNAUTHORIZED: ("Niet aangemeld", "Meld u aan en vraag deze pagina opnieuw."),
    HTTPStatus.FORBIDDEN: (
        "Dat kon niet",
        "Het formulier is verlopen, of kwam van een andere plaats. Open de pagina opnieuw.",
    ),
    HTTPStatus.NOT_FOUND: (
        "Deze pagina is er niet",
        "Zij bestaat niet, of zij is niet voor u. Ga terug naar het begin.",
    ),
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: (
        "Te groot",
        "Wat u stuurde is groter dan 1 MiB. Een mapping is hooguit 256 KiB.",
    ),
    HTTPStatus.UNPROCESSABLE_ENTITY: ("Dat kan zo niet", "Kijk na wat u invulde."),
    HTTPStatus.INTERNAL_SERVER_ERROR: (
        "Er ging iets mis",
        "Dit is onze fout. Wat u deed, is niet half gebleven. De beheerder vindt in het log waar.",
    ),
}


def _vast(body: bytes, kind: str) -> Response:
    kop = {"Cache-Control": "max-age=3600", "X-Content-Type-Options": "nosniff"}
    return Response(body, media_type=kind, headers=kop)


async def _formulier(request: Request) -> dict[str, str] | None:
    """Read a form; None when it is larger than any form of ours."""
    size = 0
    chunks = []
    async for chunk in request.stream():
        size += len(chunk)
        if size > GROOTSTE:
            return None
        chunks.append(chunk)
    text = b"".join(chunks).decode("utf-8", "replace")
    return dict(parse_qsl(text, keep_blank_values=True))


def _echt(request: Request, form: Mapping[str, str], sessie: Sessie) -> bool:
    """Tell whether a form came from a page of this session."""
    sent = form.get("sleutel", "").encode()
    return _zelfde_huis(request) and secrets.compare_digest(sent, sessie.formulier.encode())


def _zelfde_huis(request: Request) -> bool:
    """Tell whether a browser says that the form came from here; old ones say nothing."""
    origin = request.headers.get("origin")
    return origin is None or urlsplit(origin).netloc == request.headers.get("host", "")


def _wil_json(request: Request) -> bool:
    if "formaat" in request.query_params:
        return request.query_params["formaat"] == "json"
    first = request.headers.get("accept", "").split(",")[0].partition(";")[0].strip()
    return first == "application/json"


def _met_json(request: Request) -> str:
    return str(request.url.include_query_params(formaat="json").replace(scheme="", netloc=""))


def _adres(request: Request) -> str:
    return request.url.path + (f"?{request.url.query}" if request.url.query else "")


def _terug(request: Request) -> str:
    """Where to go after the door: to the page that was asked for, if asking again is harmless."""
    return _adres(request) if request.method == "GET" else "/"


def _eigen(naar: str) -> str:
    """Keep a way back within this house."""
    parts = urlsplit(naar)
    inside = naar.startswith("/") and not naar.startswith(("//", "/\\"))
    return naar if inside and not parts.scheme and not parts.netloc else "/"


def _onder(pad: str, menu: str) -> bool:
    return pad == menu or (menu != "/" and pad.startswith(menu + "/"))


def _afzender(request: Request) -> str:
    return request.client.host if request.client else ""
