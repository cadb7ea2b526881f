"""Provisions with something to see: each is made to end in one place, and says so in its `lot`.

Everything a municipality would really offer is here at least once: the clear case, the case without
a date, the employer, the flag that contradicts the date or the note, the accident after the grant,
the accident that only a note tells of.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Final

from demo.people import persoon, zonder_voorloopnul
from demo.provisions import PRODUCTEN, Lot, Voorziening, bedrag
from regres import Datum

#: Nobody has an accident before this day unless that is the point: from here on costs are
#: recoverable (brochure of the Regresloket, lines 44-54).
OPEN_VANAF: Final = date(2019, 1, 2)
_VERZEKERAARS = ("Fictie Schade N.V.", "Onderlinge Verzonnen", "Nergens Assurantiën", "Züd-Fictie")
_HULP = tuple(product for product in PRODUCTEN if product.categorie in ("01", "02", "11", "13"))


@dataclass(slots=True)
class Werkplaats:
    """Makes provisions one after the other.

    vandaag   the day this registration is looked at
    nummer    the number of the next provision; also that of the next person
    dagen     how many days back requests lie (from, to)
    """

    rng: Random
    seed: int
    vandaag: date
    nummer: int
    dagen: tuple[int, int] = (40, 600)

    def ongeval(self, soort: str, lot: Lot = Lot.MELDING) -> Voorziening:
        """Make the clear case: a car, a date, an insurer, a grant; the makers below change it."""
        rng, number = self.rng, self._next()
        asked = self.vandaag - timedelta(days=rng.randint(*self.dagen))
        happened = max(asked - timedelta(days=rng.randint(30, 400)), OPEN_VANAF)
        decided = min(asked + timedelta(days=rng.randint(5, 40)), self.vandaag)
        product = rng.choice(_HULP)
        return Voorziening(
            soort=soort,
            lot=lot,
            nummer=number,
            persoon=persoon(number, self.seed),
            product=product,
            aanvraag=asked,
            beschikking=decided,
            ingang=decided + timedelta(days=rng.randint(1, 20)),
            vorm=rng.choice(("ZIN", "ZIN", "PGB")),
            bedrag=bedrag(rng, product) or product.prijs,
            eigen_bijdrage=Decimal("19.00"),
            vlag="J",
            ongeval=Datum.van(happened),
            ongeval_soort="verkeer",
            derde="J",
            verzekeraar=rng.choice(_VERZEKERAARS),
            bekend=happened + timedelta(days=rng.randint(3, 20)),
            gemeld=rng.choice(("", "N")),
            notitie="Aangereden door een auto; “voorrangsfout” volgens PV.\r\nSchade gemeld.",
        )

    def _next(self) -> int:
        self.nummer += 1
        return self.nummer - 1


Maker = Callable[[Werkplaats], Voorziening]


def van_soort(soort: str, woord: str, notitie: str) -> Maker:
    """Make a maker of one kind of accident with a liable third party."""

    def maak(plek: Werkplaats) -> Voorziening:
        return replace(plek.ongeval(soort), ongeval_soort=woord, notitie=notitie)

    return maak


def veranderd(soort: str, lot: Lot, **feiten: object) -> Maker:
    """Make a maker of the clear case with some fields otherwise."""

    def maak(plek: Werkplaats) -> Voorziening:
        changes: dict[str, object] = dict(feiten)
        return replace(plek.ongeval(soort, lot), **changes)  # type: ignore[arg-type]  # a table of fields

    return maak


def jaren_terug(dag: date, jaren: int) -> date:
    """Give the same day some years ago; 29 February becomes the 28th."""
    try:
        return dag.replace(year=dag.year - jaren)
    except ValueError:
        return dag.replace(year=dag.year - jaren, day=28)


def _bekend_geworden(soort: str, jaren: int, dagen: int) -> Maker:
    """Make a maker whose knowledge lies `jaren` years back, `dagen` days nearer or (-) further."""

    def maak(plek: Werkplaats) -> Voorziening:
        known = jaren_terug(plek.vandaag, jaren) + timedelta(days=dagen)
        happened = max(known - timedelta(days=12), OPEN_VANAF)
        case = replace(plek.ongeval(soort), ongeval=Datum.van(happened), bekend=known)
        # Not in traffic: there the warning of art. 10 WAM (3 years) would be the nearest date.
        return replace(case, ongeval_soort="openbare ruimte", notitie="Losse stoeptegel.")

    return maak


def _acht_cijfers(plek: Werkplaats) -> Voorziening:
    case = plek.ongeval("acht_cijfers")
    return replace(case, persoon=replace(case.persoon, bsn=zonder_voorloopnul(case.nummer)))


def _zonder_bsn(plek: Werkplaats) -> Voorziening:
    case = plek.ongeval("zonder_bsn")
    return replace(case, persoon=replace(case.persoon, bsn=""))


def _na_toekenning(plek: Werkplaats) -> Voorziening:
    case = plek.ongeval("na_toekenning", Lot.QUARANTAINE)
    granted = case.beschikking or case.aanvraag
    return replace(case, ongeval=Datum.van(granted + timedelta(days=15)), bekend=None)


def _eerder_bekend(plek: Werkplaats) -> Voorziening:
    case = plek.ongeval("eerder_bekend", Lot.QUARANTAINE)
    happened = case.ongeval.eerste or case.aanvraag
    return replace(case, bekend=happened - timedelta(days=9))


def _op_de_maand(plek: Werkplaats) -> Voorziening:
    case = plek.ongeval("op_de_maand")
    return replace(case, ongeval=Datum(case.ongeval.jaar, case.ongeval.maand), bekend=None)


def _op_het_jaar(plek: Werkplaats) -> Voorziening:
    case = plek.ongeval("op_het_jaar")
    return replace(case, ongeval=Datum(case.ongeval.jaar), bekend=None)


_LEEG: Mapping[str, object] = {
    "ongeval": Datum(),
    "ongeval_soort": "",
    "derde": "",
    "verzekeraar": "",
    "bekend": None,
    "notitie": "",
}


def zonder_ongeval(case: Voorziening, vlag: str, lot: Lot) -> Voorziening:
    """Take everything about the accident out of a provision; `vlag` is what stays in its flag."""
    cleared: dict[str, object] = {**_LEEG, "vlag": vlag, "lot": lot}
    return replace(case, **cleared)  # type: ignore[arg-type]  # a table of fields


def alleen_notitie(soort: str, vlag: str, notitie: str) -> Maker:
    """Make a maker of a case of which only the note says something; `vlag` stands beside it."""

    def maak(plek: Werkplaats) -> Voorziening:
        case = zonder_ongeval(plek.ongeval(soort), vlag, Lot.BEOORDELEN)
        return replace(case, notitie=notitie)

    return maak


_verkeer = van_soort("verkeer", "verkeer", "Aanrijding op een kruispunt; zie PV “2024/Fictie”.")
_zonder_verzekeraar = veranderd("zonder_verzekeraar", Lot.MELDING, verzekeraar="")
_beoordelen = Lot.BEOORDELEN
_aangereden = "Sinds een aanrijding met een bestelbus kan cliënt niet meer zelf douchen."
_misschien = "Mogelijk is er een ongeval geweest; dochter zoekt het uit."
_tegen_het_nee = "Vorig jaar op het zebrapad aangereden, sindsdien hulp nodig."
_tegen_het_ja = "Vinkje ongeval is abusievelijk gezet; er is geen ongeval geweest."

#: soort -> (how many in the CSV, in the zaken of the window, in older zaken, how it is made)
SOORTEN: Final[Mapping[str, tuple[int, int, int, Maker]]] = {
    "verkeer": (10, 5, 3, _verkeer),
    "zonder_verzekeraar": (4, 2, 1, _zonder_verzekeraar),
    "medisch": (2, 1, 1, van_soort("medisch", "medisch", "Complicatie na ingreep; claim loopt.")),
    "dier": (2, 1, 0, van_soort("dier", "dier", "Gebeten door de hond van een buurman.")),
    "openbaar": (2, 0, 1, van_soort("openbaar", "openbare ruimte", "Gat in het fietspad.")),
    "product": (1, 0, 0, van_soort("product", "product", "Stoel brak; fabrikant aangesproken.")),
    "geweld": (1, 0, 0, van_soort("geweld", "geweld", "Mishandeling op straat.")),
    "derde_onbekend": (2, 1, 0, veranderd("derde_onbekend", Lot.MELDING, derde="")),
    "zonder_datum": (2, 1, 0, veranderd("zonder_datum", Lot.MELDING, ongeval=Datum(), bekend=None)),
    "verjaard": (2, 0, 1, _bekend_geworden("verjaard", 5, -300)),
    "spoed": (2, 1, 0, _bekend_geworden("spoed", 5, 75)),
    "beeindigd": (1, 0, 0, veranderd("beeindigd", Lot.MELDING, status="Beëindigd")),
    "acht_cijfers": (1, 0, 0, _acht_cijfers),
    "zonder_bsn": (1, 0, 0, _zonder_bsn),
    "bedrag_tekst": (1, 0, 0, veranderd("bedrag_tekst", Lot.MELDING, ruw=(("Bedrag", "n.t.b."),))),
    "op_de_maand": (0, 2, 0, _op_de_maand),
    "op_het_jaar": (0, 1, 0, _op_het_jaar),
    "vlag_o": (3, 1, 1, veranderd("vlag_o", _beoordelen, vlag="O", ongeval=Datum(), bekend=None)),
    "nee_met_datum": (2, 1, 0, veranderd("nee_met_datum", _beoordelen, vlag="N")),
    "leeg_met_datum": (1, 0, 1, veranderd("leeg_met_datum", _beoordelen, vlag="", derde="")),
    "afgekocht": (
        *(2, 0, 1),
        veranderd("afgekocht", Lot.VASTGEHOUDEN, ongeval=Datum(2017, 5, 20), bekend=None),
    ),
    "voor_2014": (
        *(1, 0, 0),
        veranderd("voor_2014", Lot.VASTGEHOUDEN, ongeval=Datum(2012, 3, 8), bekend=None),
    ),
    "eigen_schuld": (
        *(2, 1, 0),
        veranderd("eigen_schuld", Lot.VASTGEHOUDEN, derde="N", ongeval_soort="val thuis"),
    ),
    "werkgever": (
        *(1, 1, 0),
        veranderd("werkgever", Lot.VASTGEHOUDEN, derde="N", ongeval_soort="werk"),
    ),
    "al_gemeld": (3, 0, 0, veranderd("al_gemeld", Lot.REEDS_GEMELD, gemeld="J")),
    "afgewezen": (1, 1, 0, veranderd("afgewezen", Lot.BUITEN_BEREIK, status="Afgewezen")),
    "aangevraagd": (
        *(1, 1, 0),
        veranderd("aangevraagd", Lot.BUITEN_BEREIK, status="Aangevraagd", beschikking=None),
    ),
    "algemeen": (2, 0, 0, veranderd("algemeen", Lot.BUITEN_BEREIK, vorm="Algemeen")),
    "na_toekenning": (2, 1, 0, _na_toekenning),
    "eerder_bekend": (1, 0, 1, _eerder_bekend),
    "zonder_ingang": (
        *(1, 0, 0),
        veranderd("zonder_ingang", Lot.QUARANTAINE, ingang=None, beschikking=None),
    ),
    "status_vreemd": (1, 1, 0, veranderd("status_vreemd", Lot.QUARANTAINE, status="Lopend")),
    "vlag_vreemd": (1, 0, 0, veranderd("vlag_vreemd", Lot.QUARANTAINE, vlag="X")),
    "tekst_alleen": (3, 1, 1, alleen_notitie("tekst_alleen", "", _aangereden)),
    "tekst_misschien": (1, 1, 0, alleen_notitie("tekst_misschien", "", _misschien)),
    "nee_met_tekst": (2, 1, 0, alleen_notitie("nee_met_tekst", "N", _tegen_het_nee)),
    "ja_met_nee": (1, 0, 0, veranderd("ja_met_nee", _beoordelen, notitie=_tegen_het_ja)),
}

#: The kinds that a bulk of data for measurements is salted with, in turn.
KLARE = tuple(SOORTEN[soort][3] for soort in ("verkeer", "zonder_verzekeraar", "medisch", "spoed"))


def tweede(plek: Werkplaats, case: Voorziening) -> Voorziening:
    """Make another provision for the same person after the same accident: one case, two reports."""
    other = next(product for product in PRODUCTEN if product.code != case.product.code)
    number = plek.nummer
    plek.nummer += 1
    return replace(case, soort="tweede", nummer=number, product=other, bedrag=other.prijs)
