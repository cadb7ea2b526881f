"""The two ways in: accounts of this house, or a proxy that logged somebody in already."""

import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256

from starlette.requests import Request

from web.look.aanmelden.deur import Deur, Sessie
from web.look.gebouw import KOEKJE
from web.look.rollen import ALLE, Bezoeker, Rol


@dataclass(frozen=True, slots=True)
class MetAccounts:
    """People log in here, with a password and a code."""

    deur: Deur
    formulier: bool = True

    def wie(self, request: Request, now: datetime) -> Sessie | None:
        """Recognise the cookie."""
        token = request.cookies.get(KOEKJE, "")
        return self.deur.wie(token, now) if token else None

    def binnen(self, velden: Mapping[str, str], adres: str, now: datetime) -> Sessie | None:
        """Log in; raises TeVaak."""
        naam, code = velden.get("naam", "").strip(), velden.get("code", "")
        return self.deur.binnen(naam, velden.get("wachtwoord", ""), code, adres, now)

    def bewijs(self, request: Request, code: str, adres: str, now: datetime) -> bool:
        """Take a fresh code; raises TeVaak."""
        return self.deur.bewijs(request.cookies.get(KOEKJE, ""), code, adres, now)

    def uit(self, request: Request) -> None:
        """End the session."""
        self.deur.uit(request.cookies.get(KOEKJE, ""))


@dataclass(frozen=True, slots=True)
class AchterProxy:
    """A proxy before this house logs people in, and says who they are in headers.

    It is believed when it shows the shared secret; without one only over a unix socket, where
    `socket` is True. Headers: Regres-Naam; Regres-Rollen, "beheer@*, consulent@9901"; and
    Regres-Aangemeld, the Unix time of the second factor.
    """

    geheim: str = field(repr=False)
    socket: bool = False
    formulier: bool = False
    _sleutel: bytes = field(default_factory=lambda: secrets.token_bytes(32), repr=False)

    def wie(self, request: Request, now: datetime) -> Sessie | None:
        """Read the headers; None when the proxy is not believed or names nobody."""
        naam = request.headers.get("regres-naam", "").strip()
        if not naam or not self._geloofd(request):
            return None
        rollen = rollen_van(request.headers.get("regres-rollen", ""))
        proven = moment_van(request.headers.get("regres-aangemeld", ""))
        form = hmac.new(self._sleutel, naam.encode(), sha256).hexdigest()
        return Sessie(Bezoeker(naam, rollen, proven), form)

    def binnen(self, velden: Mapping[str, str], adres: str, now: datetime) -> Sessie | None:
        """Refuse: the proxy does this."""
        return None

    def bewijs(self, request: Request, code: str, adres: str, now: datetime) -> bool:
        """Refuse: only a fresh login at the proxy counts."""
        return False

    def uit(self, request: Request) -> None:
        """Do nothing: the proxy ends what it began."""

    def _geloofd(self, request: Request) -> bool:
        if not self.geheim:
            return self.socket and request.client is None
        shown = request.headers.get("regres-geheim", "").encode()
        return hmac.compare_digest(shown, self.geheim.encode())


def rollen_van(text: str) -> dict[Rol, frozenset[str]]:
    """Read "beheer@*, consulent@9901, consulent@9902"; what is no role is no role."""
    found: dict[Rol, set[str]] = {}
    for part in text.split(","):
        name, _, gemeente = part.strip().partition("@")
        if name in set(Rol) and (gemeente == ALLE or (gemeente.isascii() and gemeente.isdigit())):
            found.setdefault(Rol(name), set()).add(gemeente)
    return {rol: frozenset(codes) for rol, codes in found.items()}


def moment_van(text: str) -> datetime | None:
    """Read a Unix time; None when it is none."""
    if not (text.isascii() and text.isdigit() and len(text) <= len("9999999999")):
        return None
    return datetime.fromtimestamp(int(text), UTC)
