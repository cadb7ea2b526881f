"""`preview --against`: shows which records another mapping or other rules judge otherwise."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from console.options import Format
from console.tell import put, put_json, show_problems, table, tell, woord

if TYPE_CHECKING:
    from pipeline import Route, Slot
    from pipeline.compare import Vergelijking
    from pipeline.preview import Droog

_ANDERE_SLEUTEL = (
    "Deze mapping heeft een andere sleutel.\n"
    "Alles wat al is verstuurd, telt als nieuw en gaat nog eens weg.\n"
    "Verander de sleutel van een bron in gebruik niet."
)
SCHEMA, SCHEMA_RECORD = "regresbrug/vergelijking/1", "regresbrug/verschil/1"


def vergelijk(
    route: "Route",
    slot: "Slot",
    against: Path,
    file: Path | None,
    geheugen: "Droog",
    hoogstens: int | None,
    format: Format,
) -> int:
    """Read once or twice, show what changes; gives 0 when nothing does, 1 when something does."""
    import scheduler
    from pipeline.compare import vergelijk as compare
    from settings.against import tegenover

    now = scheduler.utc_now()
    today = scheduler.vandaag(lambda: now)
    other = tegenover(route, against, file)
    found = compare(route, other, slot, now, today, geheugen=geheugen, hoogstens=hoogstens)
    _SHOW[format](found)
    if _sleutel(other) != _sleutel(route):
        tell(_ANDERE_SLEUTEL)
    absent = found.proof is not None and found.proof.geen_levering
    if absent:
        tell(woord("geen_levering"))
    if found.proof is not None:
        show_problems(found.proof.waarschuwingen)
    return int(absent or bool(found.verschillen))


def _sleutel(route: "Route") -> tuple[str, ...]:
    """Give what a record of this route is known by."""
    return route.plan.sleutelruimte, *route.plan.sleutelnamen


def _jsonl(found: "Vergelijking") -> None:
    for one in found.verschillen:
        put_json({"schema": SCHEMA_RECORD, **one.as_json()})
    put_json({"schema": SCHEMA, **found.totalen()})


def _json(found: "Vergelijking") -> None:
    records = [one.as_json() for one in found.verschillen]
    put_json({"schema": SCHEMA, **found.totalen(), "records": records})


def _text(found: "Vergelijking") -> None:
    totals = found.totalen()
    put(f"{totals['veranderd']} van {totals['gelezen']} records krijgen een ander oordeel.")
    if totals["andere_redenen"]:
        put(f"{totals['andere_redenen']} krijgen hetzelfde oordeel om andere redenen.")
    for move in totals["overgangen"]:
        put(f"  {move['aantal']:>6} x  {_of(move['van'])} -> {_of(move['naar'])}")
    rows = [_row(one.as_json()) for one in found.verschillen]
    head = ("plaats", "nu", "straks", "erbij", "weg")
    for line in table(head, rows) if rows else []:
        put(line)
    tell(woord("niets_verstuurd"))


_SHOW = {Format.TEXT: _text, Format.JSON: _json, Format.JSONL: _jsonl}


def _row(one: dict[str, Any]) -> tuple[str, ...]:
    place = ":".join(str(part) for part in one["bron"].values() if part)
    came, went = (_words(one, side) for side in ("erbij", "weg"))
    return place, _verdict(one["voor"]), _verdict(one["na"]), came, went


def _verdict(said: dict[str, Any] | None) -> str:
    """Give bucket, indication and advice in one cell."""
    if said is None:
        return "-"
    advice = (said["verhaalbaarheid"] or {}).get("uitkomst")
    return " ".join(part for part in (said["uitkomst"], said["indicatie"], advice) if part)


def _words(one: dict[str, Any], side: str) -> str:
    rules: Iterable[str] = (reden["regel"] for reden in one["redenen"][side])
    return " ".join(dict.fromkeys([*rules, *one["codes"][side]])) or "-"


def _of(uitkomst: str | None) -> str:
    return uitkomst or "niet gelezen"
