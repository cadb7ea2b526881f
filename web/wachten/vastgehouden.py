"""Vastgehouden: meldingen that the policy holds back, and letting one go by name."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from ledger import BeslotenRow, Keuze, StubRow, StubSoort
from pipeline.besluiten import HEROPEND
from pipeline.zinnen import zin_van
from settings import GemeenteInstelling
from settings.lijsten.doorzetten import bewaard
from settings.lijsten.wachtlijst import redenen_json, termijn_json
from web.look.blad import Door, Toon, Verzoek, Weg
from web.look.rollen import Rol
from web.look.tekening import dag
from web.wachten.doen import KENMERK, besluit_over, gevonden, mag, wie
from web.wachten.lijst import BESLOTEN, GETOOND, wachtenden
from web.wachten.rollen import LEZERS, LOSLATERS
from web.wereld import Wereld, vandaag


def lijst(wereld: Wereld, vraag: Verzoek) -> Toon:
    """Show what is held, nearest deadline first, and what was let go lately."""
    found = wachtenden(wereld, vraag, LEZERS, StubSoort.VASTGEHOUDEN)
    gegevens = {
        **found.kop,
        "soorten_aantal": dict(Counter(_soort(row) for _, row in found.past).most_common()),
        "records": [_record(een, row, vraag) for een, row in found.op_termijn[:GETOOND]],
        "losgelaten": list(_losgelaten(wereld, found.mijn)),
    }
    codes = {_soort(row) for row in found.alle}
    tekenen = found.zeef.keuzes(found.namen, codes) | {"dag": dag, "zin": zin_van}
    return Toon("wachten/vastgehouden.html", "Vastgehouden", gegevens, tekenen)


def een(wereld: Wereld, vraag: Verzoek) -> Toon:
    """Show one held melding: why it is held, its signs, and letting it go."""
    found = gevonden(wereld, vraag)
    row = found.stub
    if row is None or row.soort is not StubSoort.VASTGEHOUDEN:
        raise Weg
    gegevens = {
        "naam": found.een.blok.naam,
        **_record(found.een, row, vraag),
        "bron": row.bronset,
        "waarom": [{"code": code, "zin": zin_van(code)} for code in row.codes],
        "tekens": redenen_json(row.redenen),
        "bewaard": bewaard(wereld.ledger, found),
        "mag_loslaten": vraag.bezoeker.mag(LOSLATERS, found.een.identiteit),
    }
    return Toon("wachten/vastgehouden-een.html", "Vastgehouden melding", gegevens, {"dag": dag})


def laat_los(wereld: Wereld, vraag: Verzoek) -> Door:
    """Let a held melding go; it leaves with its advice at the next read."""
    door, found = wie(wereld, vraag, LOSLATERS), gevonden(wereld, vraag)
    done = besluit_over(wereld, vraag, found, Keuze.LAAT_LOS, door)
    return Door(
        "/vastgehouden", f"Losgelaten. {done or 'De melding gaat mee bij de volgende lezing'}."
    )


def _soort(row: StubRow) -> str:
    return next((code for code in row.codes if code != HEROPEND), "")


def _record(een: GemeenteInstelling, row: StubRow, vraag: Verzoek) -> dict[str, Any]:
    codes = [code for code in row.codes if code != HEROPEND]
    return {
        "gemeente": een.identiteit,
        "gemeente_naam": een.blok.naam,
        "kenmerk": row.zoeksleutel[:KENMERK],
        "plaats": row.plaats,
        "soort": codes[0] if codes else "",
        "redencodes": codes[1:],
        "heropend": HEROPEND in row.codes,
        "sinds": row.sinds,
        "dagen": row.dagen(vandaag(vraag.now)),
        **_termijn(een, row, vraag),
    }


def _termijn(een: GemeenteInstelling, row: StubRow, vraag: Verzoek) -> dict[str, Any]:
    """Give the deadline; an administrator sees no whole date, for it follows from the accident."""
    told = termijn_json(row.uiterlijk, vandaag(vraag.now))
    heel = mag(vraag, Rol.CONSULENT, een.identiteit) or mag(vraag, Rol.FG, een.identiteit)
    if row.uiterlijk is not None and not heel:
        told["uiterlijk"] = str(row.uiterlijk.year)
    return told


def _losgelaten(wereld: Wereld, mine: Mapping[str, GemeenteInstelling]) -> Iterator[dict[str, Any]]:
    found = wereld.ledger.decided_per(mine, StubSoort.VASTGEHOUDEN, BESLOTEN)
    return (_besluit(mine[code], row) for code, row in found)


def _besluit(een: GemeenteInstelling, row: BeslotenRow) -> dict[str, Any]:
    return {
        "gemeente_naam": een.blok.naam,
        "plaats": row.plaats,
        "kenmerk": row.besluit.zoeksleutel[:KENMERK],
        "wie": row.wie,
        "rol": row.rol,
        "reden": row.reden,
        "op": row.op,
        "uitwerking": row.besluit.uitwerking if row.in_bron else "niet_meer_in_bron",
    }
