"""Finding the record to explain: in which source, and in which part of it first."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import scheduler
from console.opening import ledger_of, tijdstip_van
from ledger import Bekend, Ledger
from pipeline import Route, Slot, SlotSoort
from pipeline.explanation import met_referentie, zoek
from pipeline.preview import Droog
from pipeline.verantwoording import Lezing
from regres import CsvLayout, Handelend, Problem, SourceError, UsageProblem
from regres.berichten import bericht
from settings import GemeenteInstelling, Settings, aansluiten
from settings.plug import Bron
from settings.proefbestand import bestand, is_xml
from settings.trial import geen_zegel


@dataclass(slots=True)
class Zoektocht:
    """What a search came to.

    uitleg   the explanation, in full; None when the record was not found
    bekend   what the ledger knows of the referentie
    gekeken  every slot that was read, as a person names it
    fouten   sources that could not be read
    """

    bekend: Bekend | None = None
    uitleg: dict[str, Any] | None = None
    gekeken: list[str] = field(default_factory=list)
    fouten: list[SourceError] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Vraag:
    """What is looked for, and where; begin is the start of a referentie or kenmerk."""

    begin: str
    bron: str | None = None
    file: Path | None = None


def zoek_op(
    settings: Settings, een: GemeenteInstelling, vraag: Vraag, zeg: Callable[[str], None]
) -> Zoektocht:
    """Look for a record in the sources of a municipality, the likeliest first.

    Nothing is written but, for a StUF source, the time of its last question: such a source refuses
    one that is not later. zeg is told where is looked.

    Raises UsageProblem: no such source (C-0002), no source for such a file (C-0003), or several
    referenties begin so (C-0031).
    """
    now = scheduler.utc_now()
    today = scheduler.vandaag(lambda: now)
    memory, tocht, snede = _geheugen(settings, een, vraag.begin)
    begin = tocht.bekend.referentie if tocht.bekend else vraag.begin
    down: set[str] = set()
    for source, slot in _plekken(settings, een, vraag, today, tocht, snede):
        if source.naam in down:
            continue
        zeg(f"Zoekt in {source.naam}, {slot.naam} ...")
        tocht.gekeken.append(f"{source.naam} ({slot.naam})")
        route = _route(source, een, vraag.file)
        try:
            kiest = met_referentie(route, begin)
            with Lezing(route.logboek, scheduler.utc_now):
                tocht.uitleg = zoek(route, slot, kiest, memory, now, today)
        except SourceError as wrong:
            # Its other months would fail alike, each after the same waiting.
            tocht.fouten.append(wrong)
            down.add(source.naam)
            continue
        if tocht.uitleg is not None:
            found = tocht.uitleg["referentie"] or ""
            tocht.uitleg["grootboek"] = bekend_json(settings, een.identiteit, found)
            break
    return tocht


def _geheugen(
    settings: Settings, een: GemeenteInstelling, begin: str
) -> tuple[Droog, Zoektocht, tuple[str, str]]:
    """Give what a ledger knows, and the source and slice to look in first; it is not made here."""
    if not settings.grootboekbestand.exists():
        return Droog(), Zoektocht(), ("", "")
    code = een.identiteit
    with ledger_of(settings) as ledger:
        remembered = (ledger.standen(code), ledger.besluiten(code))
        memory = Droog(*remembered, ledger.blokkades(code))
        known = ledger.find(code, begin)
        if len(known) > 1:
            raise UsageProblem(_meer(len(known)))
        tocht = Zoektocht(known[0] if known else None)
        return memory, tocht, _wacht_in(ledger, code, begin)


def _wacht_in(ledger: Ledger, code: str, begin: str) -> tuple[str, str]:
    """Give source and slice of the waiting record whose kenmerk begins so."""
    waits = (row for row in ledger.stubs(code) if row.zoeksleutel.startswith(begin))
    return next(((row.bronset, row.snede) for row in waits), ("", ""))


def _plekken(
    settings: Settings,
    een: GemeenteInstelling,
    vraag: Vraag,
    today: date,
    tocht: Zoektocht,
    wacht: tuple[str, str],
) -> Iterator[tuple[Bron, Slot]]:
    numbers = tijdstip_van(settings, een.identiteit)
    line = aansluiten(
        settings,
        een,
        scheduler.utc_now,
        tijdstip=numbers,
        alleen_lezen=True,
        dicht=vraag.file is not None,
    )
    line.close()
    first = {wacht[0], tocht.bekend.bronset if tocht.bekend else ""}
    chosen = sorted(_gekozen(line.bronnen.values(), vraag), key=lambda one: one.naam not in first)
    for source in chosen:
        yield from ((source, slot) for slot in _slots(source, today, wacht[1]))


def _gekozen(sources: Iterable[Bron], vraag: Vraag) -> list[Bron]:
    known = list(sources)
    chosen = [one for one in known if vraag.bron in (None, one.naam)]
    if not chosen:
        names = ", ".join(one.naam for one in known)
        raise UsageProblem(bericht("C-0002", naam=repr(vraag.bron), namen=names))
    if vraag.file is None:
        return chosen
    xml = is_xml(vraag.file)
    files = [one for one in chosen if isinstance(one.route.plan.layout, CsvLayout) is not xml]
    # The first is asked for its file; without one, its door says what is wrong.
    return files[:1] or chosen[:1]


def _slots(source: Bron, today: date, snede: str) -> list[Slot]:
    """Give the parts of a source in the order to look: for StUF the window, then back in time."""
    (now,) = source.slots(today)
    if now.van is None:
        return [now]
    window = now.van
    months = reversed(source.slots(today, SlotSoort.RONDGANG))
    older = [slot for slot in months if slot.van is None or slot.van < window]
    found = [now, *older]
    return sorted(found, key=lambda slot: slot.snede != snede) if snede else found


def _route(source: Bron, een: GemeenteInstelling, file: Path | None) -> Route:
    route = replace(source.route, sealer=geen_zegel)
    if file is None:
        return route
    door = bestand(een.blok.gemeentecode, route.plan, file, een.blok.bronnen[source.naam])
    return replace(route, connector=door)


def bekend_json(settings: Settings, gemeente: str, referentie: str) -> dict[str, Any] | None:
    """Give what the ledger knows of a whole referentie; null without a ledger too."""
    if not referentie or not settings.grootboekbestand.exists():
        return None
    with ledger_of(settings) as ledger:
        (known,) = ledger.find(gemeente, referentie) or (None,)
    return _bekend_json(known) if known else None


def _bekend_json(known: Bekend) -> dict[str, Any]:
    received = known.laatst_ontvangen
    return {
        "versie": known.versie,
        "staat": known.staat.value,
        "zaaknummer": known.zaaknummer,
        "status": known.status.value if known.status else None,
        "laatst_ontvangen": received.isoformat() if received else None,
        "bron": known.bronset,
    }


def leg_vast(
    settings: Settings, referentie: str, resultaat: str, door: Handelend, now: datetime
) -> None:
    """Note in the audit trail that someone looked; without a ledger there is none to note it in."""
    if settings.grootboekbestand.exists():
        with ledger_of(settings) as ledger:
            ledger.note_seen(referentie, resultaat, door, now)


def _meer(count: int) -> Problem:
    return bericht("C-0031", aantal=count)
