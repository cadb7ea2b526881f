"""Plays a table and keeps what became of each row."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from tests.faults.vijandig.geval import Verdict, keur

#: SOAP answers; CSV by what is in it, by how it stands in a folder, and over SFTP; StUF files by
#: what is in them, and over SFTP.
DEUREN = ("soap", "csv", "map", "sftp", "stufset", "stufsftp")


@dataclass(frozen=True, slots=True)
class Rij:
    """A row that was played."""

    deur: str
    klasse: str
    naam: str
    verdict: Verdict
    seconden: float = 0.0
    megabytes: float = 0.0


def tabel(deur: str) -> list[Rij]:
    """Give the rows of a door without playing them."""
    cases = _module(deur).gevallen()
    return [Rij(deur, case.klasse, case.naam, case.verwacht.verdict) for case in cases]


def speel(
    deur: str, folder: Path, alleen: str = "", deel: int = 0, delen: int = 1
) -> tuple[list[Rij], list[str]]:
    """Play the rows of a door, or one of several parts; give them, and what was wrong."""
    module = _module(deur)
    rows: list[Rij] = []
    wrong: list[str] = []
    with module.klaar(folder) as player:
        for number, case in enumerate(module.gevallen()):
            if number % delen != deel or alleen not in f"{case.klasse} / {case.naam}":
                continue
            saw = player.speel(number, case)
            wrong += keur(case, saw)
            want = case.verwacht.verdict
            rows.append(Rij(deur, case.klasse, case.naam, want, saw.seconden, saw.megabytes))
    return rows, wrong


def totalen(rows: Sequence[Rij]) -> str:
    """Write the totals per door, class and verdict, with the worst time and memory."""
    lines = [f"{'deur':<9}{'klasse':<30}{'n':>5}{'gew':>6}{'quar':>6}{'aanv':>6}{'s':>7}{'MB':>6}"]
    keys = list(dict.fromkeys((row.deur, row.klasse) for row in rows))
    keys += [(door, "") for door in dict.fromkeys(row.deur for row in rows)]
    for door, klasse in keys:
        lines.append(_regel(door, klasse, [r for r in rows if _past(r, door, klasse)]))
    return "\n".join(lines)


def _module(deur: str) -> Any:
    return import_module(f"tests.faults.vijandig.{deur}")


def _past(row: Rij, door: str, klasse: str) -> bool:
    return row.deur == door and (not klasse or row.klasse == klasse)


def _regel(door: str, klasse: str, rows: Sequence[Rij]) -> str:
    seen = Counter(row.verdict for row in rows)
    counts = "".join(f"{seen[verdict]:>6}" for verdict in Verdict)
    worst = f"{max(r.seconden for r in rows):>7.2f}{max(r.megabytes for r in rows):>6.0f}"
    return f"{door:<9}{klasse or 'samen':<30}{len(rows):>5}{counts}{worst}"
