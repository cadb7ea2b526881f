"""Provisions as Duinrand's two systems hold them, and the ordinary ones among them.

An ordinary provision has no accident, but all the noise of a real registration: empty flags, notes
with line breaks and quotes, words that only look like an accident, open ends, odd statuses.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from random import Random
from typing import Final

from demo.people import Persoon, persoon
from regres import Datum


class Lot(StrEnum):
    """What must become of a record, known because it was made that way.

    The first eight are buckets of the accounting. MELDING is sent, and later on counted as
    unchanged or changed; LEEG has no sign at all: geen_ongeval, unless a melding stands.
    """

    GEEN_ONGEVAL = "geen_ongeval"
    BUITEN_BEREIK = "buiten_bereik"
    BEOORDELEN = "beoordelen"
    VASTGEHOUDEN = "vastgehouden"
    QUARANTAINE = "quarantaine"
    REEDS_GEMELD = "reeds_gemeld"
    MELDING = "melding"
    LEEG = "leeg"


@dataclass(frozen=True, slots=True)
class Product:
    """One product of the catalogue; prijs is the middle of what it costs, in euro."""

    categorie: str
    code: str
    omschrijving: str
    prijs: Decimal
    frequentie: str


PRODUCTEN: Final = (
    Product("01", "01A01", "Hulp bij het huishouden", Decimal("89.25"), "per week"),
    Product("02", "02A03", "Individuele begeleiding", Decimal("412.00"), "per maand"),
    Product("07", "07A01", "Dagbesteding – licht", Decimal("356.40"), "per 4 weken"),
    Product("08", "08B02", "Vervoer naar dagbesteding", Decimal("61.75"), "per 4 weken"),
    Product("11", "11A01", "Rolstoel, handbewogen", Decimal("1350.50"), "eenmalig"),
    Product("11", "11X11", "Rolstoel, elektrisch (binnen)", Decimal("6890.00"), "eenmalig"),
    Product("12", "12A05", "Scootmobiel, huur", Decimal("1485.00"), "per jaar"),
    Product("12", "12B01", "Driewielfiets", Decimal("2795.95"), "eenmalig"),
    Product("13", "13A02", "Aanbouw slaap- en badkamer", Decimal("17215.00"), "eenmalig"),
    Product("13", "13A04", "Traplift, rechte trap", Decimal("6450.00"), "eenmalig"),
    Product("13", "13B01", "Douchestoel “Café” (€ 250 of meer)", Decimal("289.99"), "eenmalig"),
    Product("14", "14A01", "Tillift, mobiel", Decimal("2310.00"), "eenmalig"),
)

#: Notes of ordinary cases: none of them says that the client had an accident that matters here.
NOTITIES: Final = (
    "",
    "",
    "",
    "Herindicatie; situatie ongewijzigd.",
    "CVA in 2019, halfzijdige verlamming links.",
    "Cliënt doet ongeveer 3 keer per week boodschappen met een begeleider.",
    "Er is geen sprake van een ongeval. Klachten door artrose.",
    "Echtgenoot had vorig jaar een ongeval; cliënt zelf niet.",
    "In 1987 een ongeval gehad, daarvan volledig hersteld. Aanvraag vanwege reuma.",
    'Wil graag "zo lang mogelijk" thuis blijven wonen.',
    "Gesprek gevoerd met dochter.\r\nTweede regel: woning bekeken; drempels; natte cel.",
    "Betaalt € 19,00 per maand; overgangsregeling – zie dossier.",
    "MS, progressief.\nHuisarts akkoord; brief volgt.",
    "Per ongeluk dubbel ingevoerd; eerste aanvraag vervallen.",
    "Mantelzorger is overbelast (zorgt ook voor eigen ouders).",
    "Loopafstand < 100 m; rollator voldoet niet meer…",
    "“Ongelukkig” met de huidige oplossing, wil ruilen.",
    "Parkinson; valgevaar. Is niet gevallen.",
)
_NIETS: Final = ("", "", "", "", "", "n.v.t.", "-")


@dataclass(frozen=True, slots=True, repr=False)
class Voorziening:
    """One provision, as somebody typed it in; "" and None are empty fields.

    soort     how it was made ("verkeer", "verjaard", ...); tests and day 2 find it by this word
    lot       what must become of it
    ongeval   the accident's date, in a StUF zaak perhaps incomplete
    ruw       column or extra element -> text that replaces what would be written there
    """

    soort: str
    lot: Lot
    nummer: int
    persoon: Persoon
    product: Product
    aanvraag: date
    beschikking: date | None
    ingang: date | None
    einde: date | None = None
    status: str = "Toegekend"
    vorm: str = "ZIN"
    bedrag: Decimal | None = None
    eigen_bijdrage: Decimal | None = None
    vlag: str = "N"
    ongeval: Datum = field(default_factory=Datum)
    ongeval_soort: str = ""
    derde: str = ""
    verzekeraar: str = ""
    bekend: date | None = None
    gemeld: str = ""
    notitie: str = ""
    ruw: tuple[tuple[str, str], ...] = ()

    @property
    def beschikkingnummer(self) -> str:
        """Give the number of the decision; with product and first day it is the key."""
        return f"B{self.aanvraag.year}{self.nummer:06}"

    @property
    def sleutel(self) -> tuple[str, int, str, date | None]:
        """Give what makes this the same provision tomorrow."""
        return (self.beschikkingnummer, self.nummer, self.product.code, self.ingang)


def gewone(rng: Random, nummer: int, wie: Persoon, aanvraag: date, vandaag: date) -> Voorziening:
    """Make a provision that has nothing to do with an accident."""
    product = rng.choice(PRODUCTEN)
    decided = min(aanvraag + timedelta(days=rng.randint(5, 50)), vandaag)
    begins = decided + timedelta(days=rng.randint(0, 30))
    empty = rng.random() < 0.22
    return Voorziening(
        soort="gewoon",
        lot=Lot.LEEG if empty else Lot.GEEN_ONGEVAL,
        nummer=nummer,
        persoon=wie,
        product=product,
        aanvraag=aanvraag,
        beschikking=decided,
        ingang=begins,
        einde=begins + timedelta(days=rng.choice((182, 365, 730))) if rng.random() < 0.4 else None,
        status=rng.choices(("Toegekend", "Beëindigd", "Afgewezen", "Aangevraagd"), (80, 13, 5, 2))[
            0
        ],
        vorm=rng.choices(("ZIN", "PGB", "Algemeen"), (78, 18, 4))[0],
        bedrag=bedrag(rng, product),
        eigen_bijdrage=Decimal("19.00") if rng.random() < 0.3 else None,
        vlag="" if empty else "N",
        derde="" if empty or rng.random() < 0.8 else "N",
        verzekeraar=rng.choice(_NIETS),
        gemeld="" if rng.random() < 0.7 else "N",
        notitie=rng.choice(NOTITIES),
    )


def bedrag(rng: Random, product: Product) -> Decimal | None:
    """Give what one provision costs: around the price of the catalogue, sometimes not filled in."""
    if rng.random() < 0.06:
        return None
    return (product.prijs * rng.randint(85, 120) / 100).quantize(Decimal("0.01"))


def stroom(
    rng: Random, aantal: int, seed: int, vandaag: date, dagen: tuple[int, int], eerste: int
) -> Iterator[Voorziening]:
    """Make ordinary provisions, without end in memory; requests lie `dagen` (from, to) days back.

    eerste   the first number: keys of two streams differ when their numbers do
    """
    for place in range(aantal):
        wie = persoon(eerste + place * 4 // 5, seed)
        days = rng.randint(*dagen)
        yield gewone(rng, eerste + place, wie, vandaag - timedelta(days=days), vandaag)
