"""Making keys: a municipality's first root key, and pairs of which the private half goes elsewhere.

The folder for a private half may not be one that the nightly service reads.
"""

import json
import secrets
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from privacy import Inzagesleutel, nieuw_paar, publieke_sleutel
from regres import KeyProblem
from regres.berichten import bericht
from settings.load import Settings
from settings.sleutelbeheer.bestanden import schrijf_nieuw
from settings.sleutelbeheer.gemeentebestand import met_regel
from settings.sleutelbeheer.wissel import Plek


@dataclass(frozen=True, slots=True)
class Paar:
    """Where both halves of a pair were written."""

    kid: str
    openbaar: Path
    geheim: Path


def wortels(plek: Plek) -> list[Path]:
    """Write each root key that the configuration names as a file and that is not there; gives them.

    Raises KeyProblem (K-0722) when the ledger was written with such a key: then it is lost, and a
    new one would recognise nothing.
    """
    blok = plek.een.blok
    known = {row.versie for row in plek.ledger.sleutels(plek.een.identiteit) if not row.gestopt}
    gone = {
        versie: path
        for versie, reference in blok.sleutels.items()
        if (path := plek.kluis.pad(reference)) is not None and not path.exists()
    }
    lost = sorted(gone.keys() & known)
    if lost:
        listed = ", ".join(map(str, lost))
        raise KeyProblem(bericht("K-0722", waar=blok.naam, versies=listed))
    return [schrijf_nieuw(path, f"{secrets.token_hex(32)}\n".encode()) for path in gone.values()]


def paar(folder: Path, kid: str, dagen: tuple[date, int] | None = None) -> Paar:
    """Write a new pair: KID.jwk, and KID.geheim.jwk for its owner only.

    dagen   first day and number of days, for a key that meldingen are sealed for
    """
    public, private = nieuw_paar(kid)
    publieke_sleutel(public, kid)
    if dagen is not None:
        first, number = dagen
        public |= {
            "geldig_van": first.isoformat(),
            "geldig_tot": (first + timedelta(days=number)).isoformat(),
        }
    secret = schrijf_nieuw(folder / f"{kid}.geheim.jwk", _json(private))
    Inzagesleutel.lees(secret)
    return Paar(kid, schrijf_nieuw(folder / f"{kid}.jwk", _json(public), 0o644), secret)


def inzagepaar(plek: Plek, folder: Path, kid: str) -> Paar:
    """Make the municipality's own pair: the public half into config/, the private half elsewhere.

    Raises KeyProblem (K-0715) for a folder that the nightly service reads.
    """
    buiten(plek.settings, folder)
    public, private = nieuw_paar(kid)
    publieke_sleutel(public, kid)
    secret = schrijf_nieuw(folder / f"{kid}.geheim.jwk", _json(private))
    name = f"inzage/{kid}.jwk"
    shown = schrijf_nieuw(plek.settings.config / name, _json(public), 0o644)
    met_regel(plek.settings, plek.een, "inzagesleutel", name)
    return Paar(kid, shown, secret)


def buiten(settings: Settings, folder: Path) -> None:
    """Raise KeyProblem (K-0715) for a folder in which the nightly service looks."""
    place = folder.resolve()
    for read in (settings.config, settings.grootboekbestand.parent):
        if place.is_relative_to(read.resolve()):
            raise KeyProblem(bericht("K-0715", waar=str(folder)))


def _json(jwk: dict[str, str]) -> bytes:
    return f"{json.dumps(jwk)}\n".encode()
