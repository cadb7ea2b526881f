"""What each thing that is done with a ledger changes in it, written down: a diff shows the rest.

.venv/bin/python -P -m tests.tools.grootboekstand     # write down anew; then look at git diff

Per kind of work: what it gave, the rows that came (+), went (-) or changed (~), and the answers to
every question that were another before (<) and after (>). It says what is, not that it is right:
for that there are other tests.
"""

import dataclasses
import difflib
import re
import shutil
import sqlite3
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from datetime import date, datetime, timedelta
from enum import Enum
from pathlib import Path

from ledger import Ledger
from ledger.tables import metadata
from tests.tools.ledgers import House, url_of

STAND = Path(__file__).parents[1] / "data" / "grootboek"
_HEX = re.compile(r"\b[0-9a-f]{32,}\b")
#: What the ledger puts between the parts of a long answer.
_TEKENS = str.maketrans({"\n": " ", "\x1e": "; ", "\x1f": ","})
_VULSEL = re.compile(r"([0a-c])\1{11,}")

Rijen = dict[str, dict[tuple[object, ...], dict[str, object]]]


def rijen(folder: Path) -> Rijen:
    """Give every row of every table, by its key."""
    found: Rijen = {}
    with closing(sqlite3.connect(folder / "ledger.sqlite")) as conn:
        conn.row_factory = sqlite3.Row
        for table in metadata.sorted_tables:
            keys = [column.name for column in table.primary_key]
            rows = [dict(row) for row in conn.execute(f"SELECT * FROM {table.name}")]  # noqa: S608 - ours
            found[table.name] = {tuple(row[key] for key in keys): row for row in rows}
    return found


def veranderd(was: Rijen, wordt: Rijen) -> Iterator[str]:
    """Tell each row that came, went, or changed, and of that only what did."""
    for table in wordt:
        old, new = was[table], wordt[table]
        for key in sorted({*old, *new}, key=repr):
            before, after = old.get(key), new.get(key)
            if before is None or after is None:
                sign, row = ("+", after) if before is None else ("-", before)
                yield f"{sign} {table} {_cellen(row or {})}"
            elif before != after:
                parts = (
                    f"{name}: {toon(before[name])} -> {toon(after[name])}"
                    for name in after
                    if before[name] != after[name]
                )
                yield f"~ {table} {toon(key)} {', '.join(parts)}"


def antwoorden(gevraagd: Mapping[str, object]) -> list[str]:
    """Tell what was answered to each question, an item on a line."""
    lines: list[str] = []
    for name, answer in gevraagd.items():
        items = list(answer.items()) if isinstance(answer, Mapping) else answer
        if isinstance(items, list | tuple):
            lines += [f"{name}: {len(items)}", *(f"{name}: {toon(item)}" for item in items)]
        else:
            lines.append(f"{name}: {toon(answer)}")
    return lines


def toon(value: object) -> str:
    """Show a value: only what tests and the ledger's own questions hold, nobody's."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        pairs = ((one.name, getattr(value, one.name)) for one in dataclasses.fields(value))
        return f"{type(value).__name__}({', '.join(f'{k}={toon(v)}' for k, v in pairs)})"
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, bytes):
        return f"<toeval, {len(value)} bytes>"
    if isinstance(value, datetime | date | timedelta):
        return str(value)
    if isinstance(value, Mapping):
        return (
            "{"
            + ", ".join(f"{toon(k)}: {toon(v)}" for k, v in sorted(value.items(), key=repr))
            + "}"
        )
    if isinstance(value, set | frozenset):
        return "{" + ", ".join(sorted(map(toon, value))) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(toon, value)) + "]"
    return _HEX.sub(_kort, str(value)).translate(_TEKENS)


def _kort(found: re.Match[str]) -> str:
    """Show a mark of these tests without its filling; salts and hashes are another each time."""
    known = _VULSEL.sub("..", found[0])
    return known if known != found[0] else "<toeval>"


def _cellen(row: Mapping[str, object]) -> str:
    return ", ".join(f"{name}={toon(value)}" for name, value in row.items() if value is not None)


Werk = Callable[[House], object]
Vragen = Callable[[Ledger, str], Mapping[str, object]]


class Kijker:
    """Does work in a copy of one ledger, and tells what became of it."""

    def __init__(self, bestand: Path, vragen: Vragen, sinds: datetime) -> None:
        self._bestand, self._vragen, self._sinds = bestand, vragen, sinds
        self._rijen = rijen(bestand.parent)
        with Ledger.open(url_of(bestand.parent)) as ledger:
            self._antwoorden = antwoorden(vragen(ledger, "9901"))

    def gevuld(self) -> list[str]:
        """Tell what the ledger holds, and answers, before anything is done."""
        none: Rijen = {table: {} for table in self._rijen}
        return [*veranderd(none, self._rijen), *self._antwoorden]

    def na(self, werk: Werk, folder: Path) -> list[str]:
        """Tell what work changed."""
        shutil.copy(self._bestand, folder / "ledger.sqlite")
        with Ledger.open(url_of(folder)) as ledger:
            given = werk(House(ledger, since=self._sinds))
            now = antwoorden(self._vragen(ledger, "9901"))
        return [
            f"= {toon(given)}",
            *veranderd(self._rijen, rijen(folder)),
            *_verschil(self._antwoorden, now),
        ]


def _verschil(was: list[str], wordt: list[str]) -> Iterator[str]:
    _head, *lines = list(difflib.unified_diff(was, wordt, n=0))[1:] or [""]
    for line in lines:
        if line[0] != "@":
            yield f"{'>' if line[0] == '+' else '<'} {line[1:]}"


def lees(naam: str) -> list[str]:
    """Give what was written down of one kind of work."""
    return _pad(naam).read_text("utf-8").splitlines()


def schrijf(naam: str, regels: list[str]) -> None:
    """Write down what one kind of work changes."""
    STAND.mkdir(exist_ok=True)
    _pad(naam).write_text("".join(f"{line}\n" for line in regels), "utf-8")


def _pad(naam: str) -> Path:
    return STAND / f"{naam.replace(' ', '_')}.txt"


def main() -> int:
    """Write down what every kind of work changes."""
    from tests.unit.ledger.test_stand import ALLES, kijker_op

    with tempfile.TemporaryDirectory(prefix="regresbrug-stand-") as place:
        kijker = kijker_op(Path(place))
        schrijf("gevuld", kijker.gevuld())
        for number, (naam, werk) in enumerate(ALLES.items()):
            folder = Path(place) / str(number)
            folder.mkdir()
            schrijf(naam, kijker.na(werk, folder))
    return 0


if __name__ == "__main__":
    sys.exit(main())
