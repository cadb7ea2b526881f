"""The page: a scratch copy comes with every question, and goes with its answer.

Neither it nor what was read of the source is kept anywhere: not in a file, a session or the ledger.
"""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import partial
from threading import BoundedSemaphore
from time import perf_counter
from typing import Any

from markupsafe import Markup, escape

from mappings import Plan
from mappings.document import GROOTST
from mappings.herstel import pas_toe
from mappings.lap import BOM, vlak
from pipeline.compare import Vergelijking
from pipeline.werkbank import Ernst, Kijk, Staat, Wens
from regres import ConfigProblem, Problem, RegresbrugError
from settings.werkbank import ALLES, Bank, Kijkwereld
from web.look.blad import Bestand, Mis, Toon, Uitkomst, Verzoek, Weg
from web.look.tekening import Icoon, icoon
from web.wereld import Wereld, vandaag
from web.werkbank.bevinding import Bevinding, Toetsmerk, bevindingen, toetsmerken
from web.werkbank.spiegel import goot, spiegel

#: Records with another verdict that are named; of the rest only the number is told.
_GENOEMD = 50
#: Signs of the widest line that the editor makes room for.
_BREEDST = 2_000
_TEKENS = {
    Staat.GOED.value: Icoon.GOED,
    Staat.LEEG.value: Icoon.STIL,
    Staat.FOUT.value: Icoon.FOUT,
    Staat.LET_OP.value: Icoon.LET,
    Staat.SLOT.value: Icoon.SLOT,
}
#: Seconds that somebody who types waits for the records; who presses a button gets them all.
_TYPEND = 0.4
_HERSTEL = "herstel:"
_RECORD = "record:"


@dataclass(frozen=True, slots=True)
class Klad:
    """A scratch copy with what is asked of it.

    basis   sha256 of the file that it began from
    lees    whether the source is read, or only the text is looked at
    typend  nobody pressed a button: the answer must be there before the next key
    """

    tekst: str = field(repr=False)
    basis: str
    lees: bool
    wens: Wens
    vergelijk: bool = False
    bericht: str = ""
    typend: bool = False

    def lang(self, bank: Bank) -> bool:
        """Tell whether this takes seconds, or asks something of another machine."""
        whole = self.vergelijk or self.wens.hoogstens > bank.hoogstens
        return self.lees and (whole or not bank.op_schijf)


@dataclass(slots=True)
class Stand:
    """What came of a scratch copy.

    record  the one that is shown; by the mapping on disk when the copy itself cannot be read
    """

    problems: list[Problem] = field(default_factory=list)
    plan: Plan | None = None
    kijk: Kijk | None = None
    getoond: Kijk | None = None
    vergelijking: Vergelijking | None = None


def toon(wereld: Wereld, vraag: Verzoek) -> Toon:
    """Show the mapping as it is on disk."""
    bank = _bank(wereld, vraag, vraag.vraag.get("bron", ""))
    tekst = vlak(_op_schijf(bank))
    wens = Wens(bank.hoogstens, _getal(vraag.vraag.get("record", "")))
    return _pagina(wereld, vraag, bank, Klad(tekst, _merk(tekst), bank.op_schijf, wens))


def doe(wereld: Wereld, lang: BoundedSemaphore, vraag: Verzoek) -> Uitkomst:
    """Take a scratch copy, do what was asked, and show what comes of it; or hand over its patch.

    lang  how many looks may take long at one time; one more is refused
    """
    form = vraag.formulier
    bank = _bank(wereld, vraag, form.get("bron", ""))
    # A script that answers while one types presses no button.
    tekst, wat = vlak(form.get("tekst", "")), form.get("doe", "")
    if len(tekst.encode()) > GROOTST:
        raise Mis(f"Deze tekst is te groot. Een mapping is hooguit {GROOTST // 1024} KiB.")
    if wat == "lap":
        return _lap(bank, tekst)
    klad = _klad(bank, tekst, wat, form)
    if not klad.lang(bank):
        return _pagina(wereld, vraag, bank, klad)
    if not lang.acquire(blocking=False):
        raise Mis("Er lopen al twee proeven. Wacht tot er een klaar is.")
    try:
        return _pagina(wereld, vraag, bank, klad)
    finally:
        lang.release()


def _bank(wereld: Wereld, vraag: Verzoek, naam: str) -> Bank:
    """Give the source that was asked for, by its name in the configuration; else the first."""
    een = wereld.gemeente(vraag)
    if naam and naam not in een.blok.bronnen:
        raise Weg
    return Bank(wereld.settings, een, naam or next(iter(een.blok.bronnen)))


def _klad(bank: Bank, tekst: str, wat: str, form: Mapping[str, str]) -> Klad:
    told = ""
    if wat.startswith(_HERSTEL):
        tekst, told = _hersteld(tekst, wat.removeprefix(_HERSTEL), form)
    number = _getal(wat.removeprefix(_RECORD)) if wat.startswith(_RECORD) else 0
    wens = Wens(bank.hoogstens, number or _getal(form.get("record", "")), _tot(not wat))
    if wat == "alles":
        wens = replace(wens, hoogstens=ALLES)
    asked = wat in ("alles", "vergelijk", "proef") or wat.startswith(_RECORD)
    lees = bank.op_schijf or asked
    return Klad(tekst, form.get("basis", ""), lees, wens, wat == "vergelijk", told, not wat)


def _tot(typend: bool) -> Callable[[], bool]:
    """Give what says that it was enough: for whoever types after a while, for others never."""
    until = perf_counter() + _TYPEND
    return lambda: typend and perf_counter() > until


def _hersteld(tekst: str, wat: str, form: Mapping[str, str]) -> tuple[str, str]:
    """Make a proposed change in a scratch copy; one that does not fit any more changes nothing."""
    number, _, changes = wat.partition(":")
    mended = pas_toe(tekst, changes, form.get(f"keuze-{number}", ""))
    if mended is None:
        return tekst, "Dit voorstel past niet meer bij de tekst. Er is niets veranderd."
    return mended, "De tekst is aangepast. Het bestand op schijf nog niet."


def _lap(bank: Bank, tekst: str) -> Bestand:
    patch = bank.lap(tekst)
    if not patch:
        raise Mis("De tekst is gelijk aan het bestand op schijf. Er is niets te downloaden.")
    return Bestand(f"{bank.bron.mapping}.patch", "text/x-diff; charset=utf-8", patch.encode())


def _getal(text: str) -> int:
    small = text.isascii() and text.isdigit() and len(text) <= len(str(ALLES))
    return int(text) if small else 0


def _op_schijf(bank: Bank) -> str:
    try:
        return bank.tekst().removeprefix(BOM)
    except ConfigProblem as wrong:
        raise Mis(f"{wrong.problems[0].wat} {wrong.problems[0].doe}") from wrong


def _merk(tekst: str) -> str:
    return hashlib.sha256(tekst.encode()).hexdigest()


# -- trying it -------------------------------------------------------------------------------------


def _beproef(wereld: Wereld, vraag: Verzoek, bank: Bank, klad: Klad) -> Stand:
    stand = Stand()
    around = Kijkwereld(
        klok=wereld.klok,
        vandaag=vandaag(vraag.now),
        tijdstip=partial(_tijdstip, wereld, bank.een.identiteit),
    )
    try:
        stand.plan = bank.plan(klad.tekst)
    except ConfigProblem as wrong:
        stand.problems = list(wrong.problems)
        if bank.op_schijf:
            # Whoever mends a mistake goes on looking at the record that he is busy with.
            with suppress(RegresbrugError):
                stand.getoond = bank.kijk(bank.plan(bank.tekst()), klad.wens, around)
        return stand
    stand.problems = [one for test in stand.plan.toets() for one in test.problems()]
    if not klad.lees:
        return stand
    try:
        stand.kijk = stand.getoond = bank.kijk(stand.plan, klad.wens, around)
        if klad.vergelijk:
            stand.vergelijking = bank.vergelijk(stand.plan, klad.wens, around)
    except RegresbrugError as refused:
        # A door that refuses, a key that lacks: each says itself what, where and what to do.
        stand.problems += refused.problems
    return stand


def _tijdstip(wereld: Wereld, gemeente: str, bron: str) -> Callable[[], str]:
    return lambda: wereld.ledger.next_tijdstip(gemeente, bron, datetime.now(UTC))


# -- showing it ------------------------------------------------------------------------------------


def _pagina(wereld: Wereld, vraag: Verzoek, bank: Bank, klad: Klad) -> Toon:
    stand = _beproef(wereld, vraag, bank, klad)
    groups = stand.kijk.groepen if stand.kijk else []
    found = bevindingen(stand.problems, groups, klad.tekst, bank.bestand)
    tests = list(toetsmerken(stand.plan)) if stand.plan else []
    disk = vlak(_op_schijf(bank))
    gegevens = {
        "gemeente": bank.een.identiteit,
        "naam": bank.een.blok.naam,
        "bron": bank.naam,
        "bronnen": list(bank.een.blok.bronnen),
        "bestand": bank.bestand,
        "veranderd": klad.tekst != disk,
        "schijf_veranderd": bool(klad.basis) and klad.basis != _merk(disk),
        "problemen": found,
        "fouten": sum(one.ernst is Ernst.FOUT for one in found),
        "let_op": sum(one.ernst is Ernst.LET_OP for one in found),
        "toetsen": tests,
        "dekking": _dekking(stand.kijk),
        "telling": stand.kijk.telling.as_json() if stand.kijk else None,
        "record": stand.getoond.record if stand.getoond else None,
        "record_van": "klad" if stand.plan else "schijf",
        "vergelijking": _vergeleken(stand.vergelijking),
        "bericht_klad": klad.bericht,
    }
    tekenen = _tekenen(bank, klad, stand, found, tests)
    return Toon("werkbank/werkbank.html", f"Werkbank {bank.bron.mapping}", gegevens, tekenen)


def _dekking(kijk: Kijk | None) -> dict[str, Any] | None:
    """Give what the strip above the columns tells; None when nothing was read."""
    if kijk is None or not kijk.telling.gelezen:
        return None
    return {
        "gelezen": kijk.telling.gelezen,
        "heel": kijk.heel,
        "vertaald": kijk.vertaald,
        "aangewezen": kijk.telling.j,
        "kolommen": kijk.kolommen,
        "gebruikt": kijk.gebruikt,
        "eisen": [{"naam": naam, "gevuld": filled} for naam, filled in kijk.eisen],
    }


def _vergeleken(found: Vergelijking | None) -> dict[str, Any] | None:
    if found is None:
        return None
    records = [one.as_json() for one in found.verschillen[:_GENOEMD]]
    return {**found.totalen(), "records": records}


def _tekenen(
    bank: Bank, klad: Klad, stand: Stand, found: list[Bevinding], tests: list[Toetsmerk]
) -> dict[str, Any]:
    """Give what only the page needs: the text itself, its lines, its drawings."""
    record = stand.getoond.record if stand.getoond else None
    return {
        # As it is: what nobody sees in it must come back as it went.
        "tekst": Markup("\n") + escape(klad.tekst),
        "basis": klad.basis,
        "regels": klad.tekst.count("\n") + 1,
        "breed": min(_BREEDST, max(map(len, klad.tekst.split("\n"))) + 4),
        "goot": goot(klad.tekst, found, tests),
        "spiegel": spiegel(klad.tekst, found, tests),
        "op_schijf": bank.op_schijf,
        "hoogstens": bank.hoogstens,
        "vlug": klad.typend and bool(stand.kijk and _kort(stand.kijk, klad.wens)),
        "gelezen_uit": stand.kijk is not None,
        "geen_levering": bool(stand.kijk and stand.kijk.geen_levering),
        "leest_niet": stand.plan is None,
        "bestandsnaam": stand.kijk.bestand if stand.kijk else "",
        "plaats": ":".join(str(part) for part in record.plaats.values() if part) if record else "",
        "groepen": list(_per_groep(record.melding)) if record else [],
        "gelezen": stand.getoond.telling.gelezen if stand.getoond else 0,
        "icoon": {"fout": icoon(Icoon.FOUT), "let": icoon(Icoon.LET), "goed": icoon(Icoon.GOED)},
        "teken": {staat: icoon(welk) for staat, welk in _TEKENS.items()},
        "balk": _balk,
    }


def _kort(kijk: Kijk, wens: Wens) -> bool:
    """Tell whether a look ended before it had what was wanted."""
    return not kijk.heel and kijk.telling.gelezen < wens.hoogstens


def _per_groep(melding: Any) -> Iterator[tuple[str, list[Any]]]:
    """Put the fields of a melding under their group, in the order of the mapping."""
    found: dict[str, list[Any]] = {}
    for one in melding:
        found.setdefault(_groep(one.pad), []).append(one)
    yield from found.items()


def _groep(pad: str) -> str:
    head = pad.split(".")[0].partition("[")[0]
    return _GROEPEN.get(head, head.capitalize()) if "." in pad else "Melding"


_GROEPEN = {
    "client": "Cliënt",
    "reedsVergoed": "Reeds vergoed",
    "eerderGemeld": "Eerder gemeld",
}


def _balk(deel: int, geheel: int, soort: str = "goed") -> Markup:
    """Draw a share as a bar; what lacks is hatched in the style sheet's own colours."""
    wide = round(100 * deel / geheel, 1) if geheel else 0
    return Markup(
        '<svg class="balk" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">'
        '<rect class="rest" width="100" height="6"/><rect class="{}" width="{}" height="6"/></svg>'
    ).format(soort, wide)
