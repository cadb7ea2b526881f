"""Quarantaine: what could not be read, by code and place in the mapping, and reading it again."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ledger import StubRow, StubSoort
from pipeline.zinnen import zin_van
from regres.berichten import OPEN, algemeen
from settings import GemeenteInstelling
from settings.lijsten.besluit import neem_weg
from settings.lijsten.opnieuw import UITLEG, Lot, kijk, lees_opnieuw
from settings.lijsten.quarantaine import Filter, Gekozen, filter_van, kies, plekken
from web.look.blad import Door, Mis, Toon, Verzoek, Weg
from web.look.tekening import dag
from web.wachten.doen import KENMERK, gevonden, of_mis, wie
from web.wachten.lijst import wachtenden
from web.wachten.rollen import BEHEER
from web.wereld import Wereld, vandaag

#: Records that one group shows; the rest is counted.
GETOOND = 25
#: Groups that the page shows, the largest first; filters show the others.
GROEPEN = 50


def lijst(wereld: Wereld, vraag: Verzoek) -> Toon:
    """Show what is in quarantine, the largest group first."""
    found = wachtenden(wereld, vraag, BEHEER, StubSoort.QUARANTAINE)
    codes = {code for row in found.alle for code in row.codes}
    groups = list(_groepen(found.past, vraag))
    gegevens = {
        **found.kop,
        "groepen": groups[:GROEPEN],
        "meer_groepen": max(0, len(groups) - GROEPEN),
    }
    tekenen = found.zeef.keuzes(found.namen, codes) | {"dag": dag}
    return Toon("wachten/quarantaine.html", "Quarantaine", gegevens, tekenen)


def een(wereld: Wereld, vraag: Verzoek) -> Toon:
    """Show one record: why, where, since when, and what can be done."""
    found = gevonden(wereld, vraag)
    row = found.stub
    if row is None or row.soort is not StubSoort.QUARANTAINE:
        raise Weg
    gegevens = {
        "gemeente": found.een.identiteit,
        "naam": found.een.blok.naam,
        **_record(row, vraag),
        "bron": row.bronset,
        "laatst_gezien": row.laatst_gezien,
        "redenen": [_uitleg(code) for code in row.codes],
        "plekken": plekken(row),
    }
    return Toon("wachten/quarantaine-een.html", "In quarantaine", gegevens, {"dag": dag})


def vooruit(wereld: Wereld, vraag: Verzoek) -> Toon:
    """Read the source and show what offering again would do; nothing is sent or kept."""
    chosen = _gekozen(wereld, vraag)
    with of_mis():
        lots = kijk(wereld.settings, wereld.ledger, chosen, wereld.klok)
    gegevens = {
        "gemeente": chosen.een.identiteit,
        "naam": chosen.een.blok.naam,
        "records": [_lot(lot) for lot in lots],
        "tellingen": _tel(lots),
    }
    return Toon("wachten/vooruit.html", "Wat er zou gebeuren", gegevens, {"keuze": _keuze(vraag)})


def opnieuw(wereld: Wereld, vraag: Verzoek) -> Door:
    """Read the source again for the chosen records, with the visitor's name and a reason."""
    door = wie(wereld, vraag, BEHEER)
    chosen = _gekozen(wereld, vraag)
    with of_mis():
        lots, _, _ = lees_opnieuw(wereld.settings, wereld.ledger, chosen, door, wereld.klok)
    told = ", ".join(f"{count} {what}" for what, count in _tel(lots).items())
    return Door("/quarantaine", f"Opnieuw aangeboden: {told}.")


def weg(wereld: Wereld, vraag: Verzoek) -> Door:
    """Take a record out of quarantine, with the visitor's name and a reason."""
    door, found = wie(wereld, vraag, BEHEER), gevonden(wereld, vraag)
    with of_mis():
        neem_weg(wereld.settings, wereld.ledger, found, door, vraag.now)
    return Door("/quarantaine", "Het record is weg uit de quarantaine.")


# -- what is chosen --------------------------------------------------------------------------------


def _keuze(vraag: Verzoek) -> dict[str, str]:
    """Give what the form chose: one record, a group, or neither, which is everything."""
    words = ("kenmerk", "code", "bron", "mapping")
    return {word: vraag.formulier.get(word, "") for word in words}


def _gekozen(wereld: Wereld, vraag: Verzoek) -> Gekozen:
    chosen = _keuze(vraag)
    with of_mis():
        begun = filter_van(wereld.ledger, filter(None, [chosen["kenmerk"]]), (), (), None, None)
        wanted = Filter(
            begun.kenmerken,
            (chosen["bron"],) if chosen["bron"] else (),
            (chosen["code"],) if chosen["code"] else (),
            mapping=chosen["mapping"],
        )
        (found,) = kies(wereld.ledger, [wereld.gemeente(vraag)], wanted)
    if not found.rows:
        raise Mis("Hiervan staat niets meer in quarantaine. Open de lijst opnieuw.")
    return found


# -- how it is shown -------------------------------------------------------------------------------


def _groepen(
    kept: Iterable[tuple[GemeenteInstelling, StubRow]], vraag: Verzoek
) -> Iterator[dict[str, Any]]:
    groups: dict[tuple[str, str, str, str, str], list[StubRow]] = {}
    owners = {}
    for owner, row in kept:
        where = next(iter(plekken(row)), {"code": "", "veld": "", "mapping": ""})
        key = (owner.identiteit, row.bronset, where["code"], where["veld"], where["mapping"])
        groups.setdefault(key, []).append(row)
        owners[owner.identiteit] = owner
    for key, rows in sorted(groups.items(), key=lambda one: (-len(one[1]), one[0])):
        gemeente, bron, code, veld, mapping = key
        yield {
            "gemeente": gemeente,
            "naam": owners[gemeente].blok.naam,
            "bron": bron,
            "veld": veld,
            "mapping": mapping,
            **_uitleg(code),
            "aantal": len(rows),
            "sinds": min(row.sinds for row in rows),
            "records": [_record(row, vraag) for row in rows[:GETOOND]],
        }


def _record(row: StubRow, vraag: Verzoek) -> dict[str, Any]:
    return {
        "kenmerk": row.zoeksleutel[:KENMERK],
        "plaats": row.plaats,
        "codes": row.codes,
        "sinds": row.sinds,
        "dagen": row.dagen(vandaag(vraag.now)),
        "pogingen": row.pogingen,
        "geweigerd_door_loket": row.uit_aflevering,
    }


def _uitleg(code: str) -> dict[str, str]:
    """Give what a code says, of no record in particular; a rule has one sentence."""
    try:
        text = algemeen(code)
    except KeyError:
        return {"code": code, "wat": zin_van(code), "doe": ""}
    wat = text.wat.removeprefix(OPEN).lstrip(" :")
    return {"code": code, "wat": wat[:1].upper() + wat[1:], "doe": text.doe}


def _lot(lot: Lot) -> Mapping[str, Any]:
    return {
        "kenmerk": lot.kenmerk,
        "plaats": lot.plaats,
        "bron": lot.bron,
        "uitkomst": lot.uitkomst,
        "zin": UITLEG.get(lot.uitkomst, _ZINNEN.get(lot.uitkomst, "")),
        "codes": lot.codes,
        "problemen": [problem.as_json() for problem in lot.problemen],
        "klaar": lot.klaar,
    }


def _tel(lots: Iterable[Lot]) -> dict[str, int]:
    """Count by outcome, in the words of the accounting, most frequent first."""
    counts = Counter(lot.uitkomst.replace("_", " ") for lot in lots)
    return dict(counts.most_common())


_ZINNEN = {
    "klaargezet": "De melding wordt gemaakt en verzegeld.",
    "quarantaine": "Het record is nog steeds niet te lezen.",
    "beoordelen": "Het record komt op de lijst van de consulent.",
    "vastgehouden": "De melding wordt gemaakt, maar vastgehouden.",
    "geen_ongeval": "Er is geen ongeval: alleen de telling blijft.",
    "buiten_bereik": "Het record valt buiten wat gelezen moet worden.",
    "reeds_gemeld": "De melding is er al.",
    "ongewijzigd": "De melding is er al, en is hetzelfde gebleven.",
    "dubbel": "Het record staat twee keer in de bron, met dezelfde inhoud.",
}
