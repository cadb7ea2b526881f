"""Asks every route of a house in every role, and holds the answers against a table in a test."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from http import HTTPStatus

from starlette.testclient import TestClient

from web.look.blad import Blad
from web.look.rollen import ALLE, Rol

GEHEIM = "een-lang-geheim-van-de-proxy"
EIGEN, ANDERE = "9901", "9902"
#: How a house answers who may not know that a page is there, who has no key, who must prove again.
NIETS, GEEN_SLEUTEL, BEWIJS = HTTPStatus.NOT_FOUND, HTTPStatus.FORBIDDEN, HTTPStatus.SEE_OTHER
VERDER = HTTPStatus.SEE_OTHER


@dataclass(frozen=True)
class Rij:
    """One route as the test wants it.

    rollen      who may have it, "beheer fg"
    plek        what stands in the path's places besides {gemeente}
    formulier   what is sent to a POST; by default nothing
    geeft       what a visitor gets who may have it
    verder      who may not, but is led on to a page of his own: the first page of a house
    """

    pad: str
    rollen: str
    methode: str = "GET"
    plek: Mapping[str, str] = field(default_factory=dict)
    formulier: Mapping[str, str] = field(default_factory=dict)
    geeft: int = 200
    vers: bool = False
    verder: str = ""

    @property
    def naam(self) -> str:
        """Give what a failing test is called."""
        return f"{self.methode} {self.pad}"

    def adres(self, gemeente: str) -> str:
        """Give the address of this route for a municipality."""
        return self.pad.format(gemeente=gemeente, **self.plek)


def rijen_van(bladen: Iterable[Blad]) -> set[tuple[str, str, frozenset[str], bool]]:
    """Give what a house's own table says of each route."""
    return {(b.methode, b.pad, frozenset(r.value for r in b.rollen), b.vers) for b in bladen}


def rijen_hier(rijen: Iterable[Rij]) -> set[tuple[str, str, frozenset[str], bool]]:
    """Give the same of the test's table."""
    return {(r.methode, r.pad, frozenset(r.rollen.split()), r.vers) for r in rijen}


def kop(rollen: str, now: datetime | None = None) -> dict[str, str]:
    """Give the headers of a proxy that vouches for somebody; now = he proved it at this moment."""
    told = {"Regres-Naam": "s.proef", "Regres-Rollen": rollen, "Regres-Geheim": GEHEIM}
    return told | ({"Regres-Aangemeld": str(int(now.timestamp()))} if now else {})


def fouten(client: TestClient, rij: Rij, now: datetime) -> Iterator[str]:
    """Ask one route as everybody, and tell each answer that is not what its row says."""
    for wie, gemeente, wanted in _vragen(rij):
        for formaat in ("", "?formaat=json"):
            got = _vraag(client, rij, rij.adres(gemeente) + formaat, kop(wie, now) if wie else {})
            if got != wanted:
                yield f"{rij.naam}{formaat} van {gemeente} als {wie or 'niemand'}: {got}"
    yield from _zonder_sleutel(client, rij, now)
    yield from _zonder_bewijs(client, rij, now)


def _vragen(rij: Rij) -> Iterator[tuple[str, str, int]]:
    """Give who asks, of which municipality, and what he must get."""
    yield "", EIGEN, HTTPStatus.UNAUTHORIZED
    yield "", ANDERE, HTTPStatus.UNAUTHORIZED
    for rol in Rol:
        niet = VERDER if rol.value in rij.verder.split() else NIETS
        mag = rij.geeft if rol.value in rij.rollen.split() else niet
        met_gemeente = "{gemeente}" in rij.pad
        yield f"{rol}@{EIGEN}", EIGEN, mag
        yield f"{rol}@{ALLE}", EIGEN, mag
        yield f"{rol}@{ANDERE}", EIGEN, NIETS if met_gemeente else mag
        if met_gemeente:
            yield f"{rol}@{ALLE}", "9999", NIETS
            # Every other role there does not make up for the one that lacks here.
            rest = ",".join(f"{other}@{ANDERE}" for other in Rol)
            yield rest, EIGEN, NIETS


def _vraag(client: TestClient, rij: Rij, adres: str, kop: Mapping[str, str]) -> int:
    if rij.methode == "GET":
        return client.get(adres, headers=dict(kop)).status_code
    form = dict(rij.formulier) | {"sleutel": _sleutel(client, kop)}
    return client.post(adres, data=form, headers=dict(kop)).status_code


def _sleutel(client: TestClient, kop: Mapping[str, str]) -> str:
    """Take the key of a form from any page: the layout has one for logging out."""
    page = client.get("/bestaat-niet", headers=dict(kop)).text
    return page.partition('name="sleutel" value="')[2].partition('"')[0]


def _zonder_sleutel(client: TestClient, rij: Rij, now: datetime) -> Iterator[str]:
    if rij.methode == "POST":
        for rol in rij.rollen.split():
            headers = kop(f"{rol}@{EIGEN}", now)
            got = client.post(rij.adres(EIGEN), data=dict(rij.formulier), headers=headers)
            if got.status_code != GEEN_SLEUTEL:
                yield f"{rij.naam} zonder sleutel als {rol}: {got.status_code}"


def _zonder_bewijs(client: TestClient, rij: Rij, now: datetime) -> Iterator[str]:
    """Ask what needs a fresh second factor without one."""
    for rol in rij.rollen.split() if rij.vers else ():
        got = _vraag(client, rij, rij.adres(EIGEN), kop(f"{rol}@{EIGEN}"))
        if got != BEWIJS:
            yield f"{rij.naam} zonder bewijs als {rol}: {got}"


def namen_van_anderen(
    client: TestClient, rij: Rij, namen: Mapping[str, str], now: datetime
) -> Iterator[str]:
    """Tell where a page that stands for several municipalities names one that is not the asker's.

    namen  municipality -> words that stand on a page only when that municipality is on it
    """
    for rol in rij.rollen.split():
        for code in namen:
            page = client.get(rij.adres(code), headers=kop(f"{rol}@{code}", now)).text
            for other, naam in namen.items():
                if other != code and naam in page:
                    yield f"{rij.naam} als {rol}@{code} noemt {naam}"
