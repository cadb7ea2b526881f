"""The lists of `review` and `vastgehouden`, as tables and as JSON."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import scheduler
from console.opening import ledger_of, settings_of
from console.options import Format
from console.tell import put, put_json, table, tell
from ledger import Ledger, StubSoort
from settings import GemeenteInstelling
from settings.lijsten.wachtlijst import alle, besloten_json, stub_json, termijn_tekst

_WAAR = {StubSoort.BEOORDELEN: "review", StubSoort.VASTGEHOUDEN: "vastgehouden"}


def toon_lijst(
    config: Path,
    gemeente: list[str] | None,
    soort: StubSoort,
    format: Format,
    *,
    besloten: bool,
) -> int:
    """Show one list of the chosen municipalities; gives 1 when something waits, else 0."""
    settings = settings_of(config)
    now = scheduler.utc_now()
    chosen = list(settings.kies(gemeente or ()))
    with ledger_of(settings) as ledger:
        found = [(een, list(_records(ledger, een, soort, now, besloten))) for een in chosen]
    if format is Format.TEXT:
        for een, records in found:
            _tell(een, records, soort, besloten=besloten)
    else:
        _json(found, soort, format)
    return int(not besloten and any(records for _, records in found))


def _records(
    ledger: Ledger, een: GemeenteInstelling, soort: StubSoort, now: datetime, besloten: bool
) -> Iterator[dict[str, Any]]:
    known = {key: one.kenmerk for key, one in alle(ledger, een).items()}
    today, code = scheduler.vandaag(lambda: now), een.identiteit
    if besloten:
        for done in ledger.decided(code, soort):
            yield besloten_json(done, known[done.besluit.zoeksleutel], today)
        return
    for row in ledger.stubs(code, soort):
        yield stub_json(row, known[row.zoeksleutel], today)


def _json(
    found: list[tuple[GemeenteInstelling, list[dict[str, Any]]]], soort: StubSoort, format: Format
) -> None:
    records = [{"gemeente": een.blok.naam, **one} for een, many in found for one in many]
    if format is Format.JSON:
        put_json({"schema": f"regresbrug/{_WAAR[soort]}/1", "records": records})
        return
    for one in records:
        put_json(one)


def _tell(
    een: GemeenteInstelling, records: list[dict[str, Any]], soort: StubSoort, *, besloten: bool
) -> None:
    put(f"{een.blok.naam} ({een.blok.gemeentecode})")
    head, row = _BESLOTEN if besloten else _OPEN[soort]
    for line in table(head, map(row, records)) if records else ["Niets."]:
        put("  " + line)
    if een.blok.stand == "proef":
        tell("In de stand proef wacht er niets op een besluit. Wat een run zou vinden, toont:")
        tell(f"regresbrug preview -g {een.blok.naam}")
    if records and not besloten:
        tell(f"Meer over een record: regresbrug review show KENMERK -g {een.blok.naam}")


def _te_beoordelen(one: dict[str, Any]) -> tuple[object, ...]:
    due = "" if not one["herinnering"] else f"{one['herinnering']}e herinnering"
    return (
        *(one[name] for name in ("kenmerk", "sinds", "dagen")),
        " ".join(one["codes"]),
        ", ".join(one["termen"]),
        termijn_tekst(one),
        due,
    )


def _vastgehouden(one: dict[str, Any]) -> tuple[object, ...]:
    codes = [code for code in one["codes"] if code != "heropend"]
    again = "heropend" if len(codes) < len(one["codes"]) else ""
    return (
        one["kenmerk"],
        codes[0],
        " ".join(codes[1:]),
        termijn_tekst(one),
        one["sinds"],
        one["dagen"],
        again,
    )


def _besloten(one: dict[str, Any]) -> tuple[object, ...]:
    kept = ("kenmerk", "keuze", "wie", "op", "uitwerking")
    return (*(one[name] for name in kept), termijn_tekst(one))


_OPEN = {
    StubSoort.BEOORDELEN: (
        ("kenmerk", "sinds", "dagen", "waarom", "gevonden", "uiterlijk", ""),
        _te_beoordelen,
    ),
    StubSoort.VASTGEHOUDEN: (
        ("kenmerk", "uitkomst", "redencodes", "uiterlijk", "sinds", "dagen", ""),
        _vastgehouden,
    ),
}
_BESLOTEN = (("kenmerk", "besluit", "wie", "op", "uitwerking", "uiterlijk"), _besloten)
