"""The account of nobody that a demo has, and the page that tells how to log in with it."""

import ipaddress
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import parse_qs, urlsplit

import pyotp
from jinja2 import PackageLoader
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from web import look
from web.look.aanmelden.deur import Bestaat, Deur
from web.look.rollen import ALLE, Rol

PAD = "/demo"
#: Of nobody: it is made by a demo only, and shown to this machine only.
WACHTWOORD = "alleen voor de demo verzonnen"
_SJABLONEN = PackageLoader("web", "templates")


@dataclass(frozen=True, slots=True)
class Proefaccount:
    """Who may in, in these roles for every municipality."""

    naam: str
    rollen: tuple[Rol, ...]


@dataclass(frozen=True, slots=True)
class Proefdeur:
    """Shows name, password and present code of the account; its factor is new at each start."""

    account: Proefaccount
    product: str
    banner: str
    klok: Callable[[], datetime]
    _factor: pyotp.TOTP = field(repr=False)

    @classmethod
    def maak(
        cls,
        deur: Deur,
        account: Proefaccount,
        product: str,
        banner: str,
        klok: Callable[[], datetime],
    ) -> "Proefdeur":
        """Make the account, or give the one that is there another factor."""
        roles, now = {rol: frozenset({ALLE}) for rol in account.rollen}, klok()
        try:
            where = deur.maak(account.naam, WACHTWOORD, roles, now, product)
        except Bestaat:
            where = deur.vernieuw_factor(account.naam, now, product)
        factor = pyotp.TOTP(parse_qs(urlsplit(where).query)["secret"][0])
        return cls(account, product, banner, klok, factor)

    def route(self) -> Route:
        """Give the page, to hang beside the pages of the house."""
        return Route(PAD, self._toon)

    def _toon(self, request: Request) -> Response:
        if not _deze_computer(request.client.host if request.client else ""):
            return Response(status_code=404)
        html = look.toon(
            "demo.html",
            _SJABLONEN,
            product=self.product,
            titel="Aanmelden in de demo",
            omgeving="Demo",
            banner=self.banner,
            naam=self.account.naam,
            wachtwoord=WACHTWOORD,
            code=self._factor.at(self.klok()),
        )
        return HTMLResponse(html, headers=look.BEVEILIGING)


def _deze_computer(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
