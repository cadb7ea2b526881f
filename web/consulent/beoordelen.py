"""Beoordelen: records of which it is not sure that there was an accident; ja, nee or later."""

from collections.abc import Iterator
from typing import Any

from ledger import BeslotenRow, Keuze, StubRow, StubSoort
from pipeline.besluiten import HEROPEND
from pipeline.zinnen import zin_van
from scheduler import volgende_lezing
from settings import GemeenteInstelling
from settings.lijsten.doorzetten import bewaard
from settings.lijsten.wachtlijst import Gevonden, redenen_json, termen, termijn_json
from web.look.blad import Door, Mis, Toon, Verzoek, Weg
from web.look.tekening import dag
from web.wachten.doen import KENMERK, besluit_over, gevonden, wie
from web.wachten.lijst import BESLOTEN, GETOOND, wachtenden
from web.wachten.rollen import CONSULENT
from web.wereld import Wereld, vandaag

#: What a consulent may say -> what follows from it.
OORDELEN = {
    "ja": ("Ja", "er was een ongeval; de melding gaat mee bij de volgende lezing"),
    "nee": ("Nee", "er was geen ongeval; er gaat niets weg"),
    "later": ("Later", "het record blijft op de lijst; over 14 dagen komt een herinnering"),
}


def lijst(wereld: Wereld, vraag: Verzoek) -> Toon:
    """Show what waits for a judgement, nearest deadline first, and what was decided lately."""
    found = wachtenden(wereld, vraag, CONSULENT, StubSoort.BEOORDELEN)
    decided = wereld.ledger.decided_per(found.mijn, StubSoort.BEOORDELEN, BESLOTEN)
    gegevens = {
        **found.kop,
        "records": [_record(een, row, vraag) for een, row in found.op_termijn[:GETOOND]],
        "besloten": [_besluit(found.mijn[code], row) for code, row in decided],
        "proef": [een.blok.naam for een in found.mijn.values() if een.blok.stand == "proef"],
    }
    codes = {_eerste(row) for row in found.alle}
    tekenen = found.zeef.keuzes(found.namen, codes) | {"dag": dag}
    return Toon("consulent/beoordelen.html", "Beoordelen", gegevens, tekenen)


def een(wereld: Wereld, vraag: Verzoek) -> Toon:
    """Show one record: its signs, what was decided, and the choice; never whose it is."""
    found = gevonden(wereld, vraag)
    if not (_wacht(found) or any(_over(row) for row in found.besloten)):
        raise Weg
    gegevens = feiten(wereld, vraag, found)
    return Toon("consulent/record.html", "Beoordelen", gegevens, {"dag": dag, "oordelen": OORDELEN})


def beslis(wereld: Wereld, vraag: Verzoek) -> Door:
    """Keep a judgement with the consulent's name and reason."""
    door = wie(wereld, vraag, CONSULENT)
    choice = vraag.formulier.get("keuze", "")
    if choice not in OORDELEN:
        raise Mis("Kies ja, nee of later.")
    found = gevonden(wereld, vraag)
    done = besluit_over(wereld, vraag, found, Keuze(choice), door)
    what = OORDELEN[choice][1].capitalize()
    return Door("/beoordelen", f"Vastgelegd: {choice}. {done or what}.")


def feiten(wereld: Wereld, vraag: Verzoek, found: Gevonden) -> dict[str, Any]:
    """Give what may be shown of a record before it is opened."""
    row = found.stub if _wacht(found) else None
    known = {one.regel for one in row.redenen} if row else set()
    return {
        "gemeente": found.een.identiteit,
        "naam": found.een.blok.naam,
        "kenmerk": found.zoeksleutel[:KENMERK],
        "bron": found.bronset,
        "wacht": _record(found.een, row, vraag) if row else None,
        "codes": [
            {"code": code, "zin": zin_van(code)}
            for code in (row.codes if row else ())
            if code not in known
        ],
        "tekens": redenen_json(row.redenen) if row else [],
        "te_openen": row is not None and row.herkenning is not None,
        "besluiten": [_besluit(found.een, one) for one in found.besloten if _over(one)],
        "bewaard": bewaard(wereld.ledger, found),
        "lezingen": volgende_lezing(wereld.settings, found.een, found.bronset, vraag.now),
    }


def _wacht(found: Gevonden) -> bool:
    return found.stub is not None and found.stub.soort is StubSoort.BEOORDELEN


def _over(row: BeslotenRow) -> bool:
    return row.besluit.soort is StubSoort.BEOORDELEN


def _eerste(row: StubRow) -> str:
    return next(_codes(row), "")


def _codes(row: StubRow) -> Iterator[str]:
    return (code for code in row.codes if code != HEROPEND)


def _record(een: GemeenteInstelling, row: StubRow, vraag: Verzoek) -> dict[str, Any]:
    today = vandaag(vraag.now)
    return {
        "gemeente": een.identiteit,
        "gemeente_naam": een.blok.naam,
        "kenmerk": row.zoeksleutel[:KENMERK],
        "plaats": row.plaats,
        "code": _eerste(row),
        "zin": zin_van(_eerste(row)),
        "termen": termen(row.redenen),
        "heropend": HEROPEND in row.codes,
        "sinds": row.sinds,
        "dagen": row.dagen(today),
        "herinnering": row.herinnering(today),
        **termijn_json(row.uiterlijk, today),
    }


def _besluit(een: GemeenteInstelling, row: BeslotenRow) -> dict[str, Any]:
    return {
        "gemeente": een.identiteit,
        "gemeente_naam": een.blok.naam,
        "kenmerk": row.besluit.zoeksleutel[:KENMERK],
        "plaats": row.plaats,
        "keuze": row.besluit.keuze,
        "wie": row.wie,
        "reden": row.reden,
        "op": row.op,
        "uitwerking": row.besluit.uitwerking if row.in_bron else "niet_meer_in_bron",
    }
