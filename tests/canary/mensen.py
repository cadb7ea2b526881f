"""People who do not exist, each of whose values is like no other: the canaries.

Rows 1-39 come as an export, zaken 40-79 from the zaaksysteem. `waarden` gives all that may nowhere
be found, in every way in which a source may write it.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from demo.stuf_zaak import Zaak
from regres import Datum
from tests.tools.keten import vandaag, vers, verse_zaak
from tests.tools.speurder import Speurder
from tests.tools.stuf import bsn

ALLEN = range(1, 80)
DATUMS = ("%d-%m-%Y", "%Y-%m-%d", "%Y%m%d", "%d/%m/%Y", "%d-%m-%y")


def geboren(nummer: int) -> date:
    """Give a day of birth that nobody else has."""
    return date(1911, 3, 17) + timedelta(days=37 * nummer)


def verongelukt(nummer: int) -> date:
    """Give a day of the accident that nobody else has."""
    return vandaag() - timedelta(days=200 + nummer)


def notitie(nummer: int) -> str:
    """Give the word that only this person's note has, so that a piece of a note is found too."""
    return f"kelderluik{nummer:03}qx"


def persoon(nummer: int) -> dict[str, str]:
    """Give cells of the export, each like no other."""
    return {
        "Cliëntnr": f"CLK-{nummer:05}-q",
        "BSN": bsn(nummer),
        "Achternaam": f"Zwaluwstértje{nummer:03}",
        "Voorletters": f"Q.X.{nummer:03}.",
        "Geb.datum": f"{geboren(nummer):%d-%m-%Y}",
        "Postcode": f"{9100 + nummer} QX",
        "Plaats": f"Nergenshuizen{nummer:03}",
        "Beschikkingnr": f"BESK/{nummer:05}/q",
        "Omschrijving voorziening": f"Traplift Goudvink {nummer:03}",
        "Bedrag": f"{4000 + nummer}.{nummer:03},37"[-9:],
        "Verzekeraar tegenpartij": "",
        "Toelichting": f"Mevrouw vertelt over de dakgoot en het {notitie(nummer)} van de buurvrouw",
    }


def rij(nummer: int, vlag: str = "N", **anders: str) -> dict[str, str]:
    """Give a row of the export; with flag J an accident."""
    accident = {
        "Verzekeraar tegenpartij": f"Polderborg {nummer:03} NV",
        "Datum ongeval": f"{verongelukt(nummer):%d-%m-%Y}",
    }
    accident = accident if vlag == "J" else {}
    return vers(nummer, vlag, **persoon(nummer) | accident | anders)


def zaak(nummer: int, vlag: str = "N", **anders: Any) -> Zaak:
    """Give a zaak of the zaaksysteem; with flag J an accident."""
    own = persoon(nummer)
    accident = {"datum_ongeval": Datum.lees(verongelukt(nummer).isoformat())}
    fields = {
        "identificatie": f"9901ZAAK{nummer:06}QX",
        "sleutel": f"SLEUTEL-{nummer:05}-QX",
        "omschrijving": own["Omschrijving voorziening"],
        "bsn": own["BSN"],
        "geslachtsnaam": own["Achternaam"],
        "voorletters": own["Voorletters"],
        "geboortedatum": Datum.lees(geboren(nummer).isoformat()),
        "postcode": own["Postcode"].replace(" ", ""),
        "woonplaats": own["Plaats"],
        "toelichting": own["Toelichting"],
        "besluit": f"9901BSL{nummer:07}QX",
    }
    return verse_zaak(nummer, vlag, **fields | (accident if vlag == "J" else {}) | anders)


def waarden(nummers: range) -> Iterator[str]:
    """Give every value of these people, in the ways in which a source may write it."""
    for nummer in nummers:
        own = persoon(nummer)
        yield from own.values()
        yield own["Postcode"].replace(" ", "")
        yield notitie(nummer)
        for day in (geboren(nummer), verongelukt(nummer)):
            yield from (f"{day:{form}}" for form in DATUMS)
        yield from (f"Polderborg {nummer:03} NV", own["Bedrag"].replace(".", "").replace(",", "."))
        yield from (f"9901ZAAK{nummer:06}QX", f"SLEUTEL-{nummer:05}-QX", f"9901BSL{nummer:07}QX")


# -- what lies at the sources ----------------------------------------------------------------------

RIJEN = [
    *(rij(number) for number in range(1, 25)),
    rij(25, "J"),
    rij(26, "J"),
    rij(27, "O"),
    rij(28, "misschien"),
    rij(29, "J", **{"Datum ongeval": "01-02-2003", "Bekend op": "01-03-2003"}),
    rij(30, "J"),
    rij(30, "J", Bedrag="1,00"),
    rij(31, "J", Ingangsdatum="gisteren"),
    rij(32, "J", BSN="123456789"),
    rij(33, "J", Status="Afgewezen"),
    rij(34, "J", **{"Eerder gemeld": "J"}),
    rij(35, "", Toelichting=f"Aangereden bij het {notitie(35)} door Zwaluwstértje035"),
    rij(36, "J", **{"Geb.datum": "onbekend"}),
    rij(37, "J", Beschikkingnr=""),
    rij(38, "J"),
    rij(38, "J"),
]
ZAKEN = [
    *(zaak(number) for number in range(40, 60)),
    zaak(60, "J"),
    zaak(61, "J"),
    zaak(62, "O"),
    zaak(63, "?"),
    zaak(64, "J", product_code=""),
    zaak(65, "J", bsn="123456789"),
    zaak(66, "", toelichting=f"Aangereden bij het {notitie(66)} door Zwaluwstértje066"),
    zaak(67, "J", status="afgewezen"),
]


def speurder() -> Speurder:
    """Make a scanner for every value of every canary."""
    return Speurder(waarden(ALLEN))
