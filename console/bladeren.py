"""A preview on the screen: the whole first, then a page of records, or the one with a problem."""

from dataclasses import dataclass
from typing import Any

import scheduler
from console.options import Format
from console.show import funnel, ongelezen
from console.tell import group_lines, put, put_json, show_problems, table, tell, woord
from pipeline import Route, Slot
from pipeline.bladeren import (
    Bladzijde,
    Blik,
    Gebladerd,
    Gevonden,
    blader,
    eerste_met,
    kan_twee_keer,
    stroom,
)
from pipeline.preview import Droog, Voorbeeld, preview
from regres import Bucket, Telling

_MENS = (Bucket.BEOORDELEN, Bucket.VASTGEHOUDEN, Bucket.QUARANTAINE)
#: Records of a page of text.
_BLADZIJDE = 50
#: So many lines are kept in memory rather than that a file is read twice.
_IN_GEHEUGEN = 5_000


@dataclass(frozen=True, slots=True)
class Keuze:
    """What of a preview is wanted; rows and aantal are None when nobody said."""

    rows: int | None = None
    vanaf: int = 1
    aantal: int | None = None
    probleem: str | None = None


def kijk(route: Route, slot: Slot, memory: Droog, keuze: Keuze, format: Format) -> int:
    """Look, show, and give the exit code: 1 when a person must look at a record."""
    now = scheduler.utc_now()
    blik = Blik(route, slot, memory, now, scheduler.vandaag(lambda: now), keuze.rows)
    if keuze.probleem is not None:
        return _zoek(blik, keuze.probleem, format)
    seen = _TOON[format](blik, keuze)
    absent = seen.proof is not None and seen.proof.geen_levering
    if absent:
        tell(woord("geen_levering"))
    if seen.proof is not None:
        show_problems(seen.proof.waarschuwingen)
    return int(absent or _mens(seen.telling))


def _mens(telling: Telling) -> bool:
    return any(telling.buckets[bucket] for bucket in _MENS)


def _jsonl(blik: Blik, keuze: Keuze) -> Voorbeeld:
    """Write a line a record, of all or of a page; memory is flat for a file."""
    page = Bladzijde(keuze.vanaf, keuze.aantal, alles=True) if _bladert(keuze) else None
    short = keuze.rows is not None and keuze.rows <= _IN_GEHEUGEN
    if short or not kan_twee_keer(blik):
        seen = _alles(blik)
        regels = seen.regels[keuze.vanaf - 1 :][: keuze.aantal]
        for regel in regels:
            put_json(regel)
        return seen
    seen = Voorbeeld()
    for regel in stroom(blik, seen, page):
        put_json(regel)
    return seen


def _bladert(keuze: Keuze) -> bool:
    return keuze.vanaf > 1 or keuze.aantal is not None


def _alles(blik: Blik) -> Voorbeeld:
    return preview(
        blik.route,
        blik.slot,
        blik.now,
        blik.vandaag,
        bekend=blik.geheugen.bekend,
        besloten=blik.geheugen.besloten,
        bezwaar=blik.geheugen.bezwaar,
        hoogstens=blik.hoogstens,
    )


def _json(blik: Blik, keuze: Keuze) -> Voorbeeld:
    seen = _alles(blik)
    put_json(
        {
            "schema": "regresbrug/preview/1",
            "telling": seen.telling.as_json(),
            "problemen": seen.problemen.as_json(),
            "records": seen.regels[keuze.vanaf - 1 :][: keuze.aantal],
        }
    )
    return seen


def _text(blik: Blik, keuze: Keuze) -> Voorbeeld:
    page = blader(blik, Bladzijde(keuze.vanaf, keuze.aantal or _BLADZIJDE))
    seen = page.voorbeeld
    groups = (line for group in seen.problemen.as_json() for line in group_lines(group))
    left = ongelezen(seen.proof.details if seen.proof else {})
    for line in (*funnel(seen.telling, met_nieuw=False), *left, *groups):
        put(line)
    for line in _tabel(page):
        put(line)
    if page.regels:
        tell(woord("waarom_record"))
    if page.meer:
        tell(woord("er_is_meer", vanaf=page.meer))
    _half_gelezen(seen)
    tell(woord("niets_verstuurd"))
    return seen


def _half_gelezen(seen: Voorbeeld) -> None:
    """Say of how many records nothing but key and signals was read: a wrong date hides there."""
    telling = seen.telling
    half = sum(telling.buckets[bucket] for bucket in (Bucket.GEEN_ONGEVAL, Bucket.BEOORDELEN))
    if half:
        tell(woord("half_gelezen", aantal=half, gelezen=telling.gelezen))


_TOON = {Format.TEXT: _text, Format.JSON: _json, Format.JSONL: _jsonl}


def _tabel(page: Gebladerd) -> list[str]:
    rows = [(number, *_row(regel)) for number, regel in page.regels.items()]
    return table(("nr", "plaats", "uitkomst", "waarom"), rows) if rows else []


def _row(regel: dict[str, Any]) -> tuple[str, str, str]:
    """Give one line; the key stays in the JSON: no other command knows it."""
    place = ":".join(str(part) for part in regel["bron"].values() if part)
    rules = [reden["regel"] for reden in regel["redenen"]]
    law = (regel["verhaalbaarheid"] or {"redencodes": []})["redencodes"]
    codes = [problem["code"] for problem in regel["problemen"]]
    return place, regel["uitkomst"], " ".join(dict.fromkeys([*rules, *law, *codes]))


# -- the first record with a problem ------------------------------------------------------------


def _zoek(blik: Blik, code: str, format: Format) -> int:
    found = eerste_met(blik, code.strip().upper())
    if found is None:
        tell(woord("geen_record", code=code))
        return 0
    if format is Format.TEXT:
        _toon_gevonden(found)
    else:
        put_json({"nummer": found.nummer, **found.regel, "cellen": found.cellen})
    return 1


def _toon_gevonden(found: Gevonden) -> None:
    """Show one record: what became of it, why, and the pattern of each of its cells."""
    place, outcome, why = _row(found.regel)
    put(f"record {found.nummer}  {place}  {outcome}  {why}".rstrip())
    show_problems(found.problemen)
    rows = [(name, shape or "(leeg)") for name, shape in found.cellen.items()]
    for line in table(("kolom", "patroon"), rows):
        put(line)
