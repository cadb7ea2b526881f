"""What runs out of a municipality and of the way to the Regresloket, and how many days are left."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from ledger import RunRow, Sleutelrij
from regres import KeyProblem
from settings import GemeenteInstelling, Settings, looptijden
from settings.looptijden import Looptijd
from settings.sleutelbeheer.overzicht import ontvangers

_WAT = {
    "clientcertificaat": "Clientcertificaat",
    "servercertificaat": "Certificaat van de server",
    "ca": "CA-certificaat",
    "crl": "Lijst van ingetrokken certificaten",
    "geheim": "Wachtwoord of geheim",
    "wortelsleutel": "Wortelsleutel",
}
_DEUR = {"bron": "bron", "loket": "Regresloket", "mail": "mailserver", "": ""}
_KRAP, _LET_OP = 7, 60


@dataclass(frozen=True, slots=True)
class Aflopend:
    """One thing that runs out; dagen < 0 is how long ago."""

    wat: str
    waarvoor: str
    naam: str
    laatste: date
    dagen: int
    merk: str


def aftellen(
    settings: Settings,
    een: GemeenteInstelling,
    keys: list[Sleutelrij],
    runs: Iterable[RunRow],
    vandaag: date,
) -> list[Aflopend]:
    """Give all that runs out, the nearest first."""
    own = looptijden.van_de_gemeente(settings, een, keys, runs)
    found = [_van(one, vandaag) for one in (*own, *looptijden.van_de_dienst(settings))]
    return sorted([*found, *_ontvangers(settings, vandaag)], key=lambda one: one.dagen)


def _van(one: Looptijd, vandaag: date) -> Aflopend:
    door = " ".join(part for part in (_DEUR[one.deur], one.bron) if part)
    return _regel(_WAT[one.soort], door or "deze gemeente", one.naam, one.laatste, vandaag)


def _ontvangers(settings: Settings, vandaag: date) -> Iterator[Aflopend]:
    """Give the recipient's keys that count; none when they cannot be read, as the alarms say."""
    try:
        known = ontvangers(settings, vandaag)
    except KeyProblem:
        return
    for key, how in known:
        if how != "ingetrokken":
            yield _regel("Sleutel van de ontvanger", how, key.kid, key.laatste, vandaag)


def _regel(wat: str, waarvoor: str, naam: str, laatste: date, vandaag: date) -> Aflopend:
    left = (laatste - vandaag).days
    mark = "fout" if left <= _KRAP else "let" if left <= _LET_OP else "goed"
    return Aflopend(wat, waarvoor, naam, laatste, left, mark)
