"""A route to look through: one mapping and one file, without a municipality, keys or a ledger."""

import os
from datetime import date
from pathlib import Path

import mappings
from assessment import Regelset
from pipeline import Gemeente, Route
from privacy import Keys, Logboek, Pseudoniemen
from regres import Kop, SealedMelding
from regres.melding import Contactpersoon, Verwerking
from settings.notities import beoordelaar
from settings.proefbestand import bestand

GEEN_GEMEENTE = "0000"


class GeenZegel:
    """Seals nothing: what is looked at is not sent."""

    def seal(self, kop: Kop, inhoud: bytes, ruimte: int = 0) -> SealedMelding:
        """Give the clear fields with an empty envelope."""
        del inhoud, ruimte
        return SealedMelding(kop, "")


def geen_zegel(vandaag: date) -> GeenZegel:
    """Give the seal of a look, whatever the day."""
    del vandaag
    return GeenZegel()


def losse_route(mapping: Path, file: Path) -> Route:
    """Give a route over one mapping file and one source file, with keys made for this call."""
    plan, regels = mappings.load(mapping), Regelset.laad()
    pseudoniemen = Pseudoniemen(Keys({1: os.urandom(32)}), GEEN_GEMEENTE)
    return Route(
        gemeente=_niemand(),
        bronset=plan.naam,
        connector=bestand(GEEN_GEMEENTE, plan, file),
        plan=plan,
        assess=beoordelaar(regels, plan).assess,
        regels=regels.verhaal,
        regelset=regels,
        pseudoniemen=pseudoniemen,
        sealer=geen_zegel,
        beleidsmerk="",
        # A file someone lays before us, without a municipality whose register could be named.
        logboek=Logboek(None, "-"),
    )


def _niemand() -> Gemeente:
    nobody = Contactpersoon(naam="-")
    purpose = Verwerking(doel="-", grondslag="-", verwerkingsactiviteitId="-")
    return Gemeente(
        identiteit=GEEN_GEMEENTE,
        gemeentecode=GEEN_GEMEENTE,
        naam="(geen gemeente)",
        contactpersoon=nobody,
        verwerking=purpose,
        actief_sinds=date.min,
    )
