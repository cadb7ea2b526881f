"""The werklijst: which records wait, in a folder of a municipality without inzagesleutel.

The one file of ours that holds key fields in the clear. Each read replaces its own list, one that
no read replaced is removed after TERMIJN, and nothing of it stands in the ledger.
"""

import os
from collections.abc import Iterable, Sequence
from dataclasses import field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from regres import SinkStopped, Step
from regres.waarde import dataclass
from sinks import csv_bestand, neerleggen
from sinks.problems import problem

#: Longer than the week in which an unchanged file is not read again (pipeline/run.py).
TERMIJN = timedelta(days=14)
#: What the first columns are called; the key fields follow, under the names of the source.
KOLOMMEN = ("kenmerk", "soort", "codes", "uiterlijk", "plaats")

_BEGIN = "werklijst-"


@dataclass(frozen=True, slots=True)
class Regel:
    """One record that waits.

    kenmerk    the start of its lookup key, as `review list` shows it
    uiterlijk  the nearest deadline, ISO; "" when nobody can tell
    sleutel    its key fields; empty when they could not be read
    """

    kenmerk: str
    soort: str
    codes: tuple[str, ...]
    uiterlijk: str
    plaats: str
    sleutel: tuple[str, ...] = field(repr=False)


class Werklijst:
    """Writes the lists of one municipality into a folder that is for this alone.

    A file appears whole or not at all, and only its owner can read it. One process at a time; the
    municipality's lease sees to that.
    """

    def __init__(self, map_: Path) -> None:
        self._map = map_

    def proef(self) -> None:
        """Raise SinkStopped: no list could be written (S-0080), or others may look (S-0081)."""
        trial = self._map / f".{_BEGIN}proef"
        try:
            open_to_others = self._map.stat().st_mode & 0o077
            trial.touch(mode=0o600)
            trial.unlink()
        except OSError as fault:
            raise self._stop(fault) from None
        if open_to_others:
            raise SinkStopped(problem("S-0081", str(self._map)))

    def check(self) -> Step:
        """Look whether a list can be written; leaves nothing behind."""
        try:
            self.proef()
        except SinkStopped as wrong:
            return Step("werklijst", False, problems=wrong.problems)
        return Step("werklijst", True, "de map is te beschrijven en alleen voor de eigenaar")

    def ruim_op(self, now: datetime) -> None:
        """Remove what is past its term, and what a run that died left half written."""
        try:
            for path in self._map.glob(f"{_BEGIN}*.csv"):
                if now - datetime.fromtimestamp(path.lstat().st_mtime, UTC) > TERMIJN:
                    path.unlink()
            for path in self._map.glob(f".{_BEGIN}*.tmp"):
                path.unlink()
        except OSError as fault:
            raise self._stop(fault) from None

    def schrijf(
        self, naam: str, sleutelnamen: Sequence[str], regels: Sequence[Regel], now: datetime
    ) -> None:
        """Replace the list of one read; without records there is no file.

        Raises SinkStopped (S-0080); the list of before then stays as it was.
        """
        path = self._map / f"{_BEGIN}{naam}.csv"
        try:
            if regels:
                _vervang(path, als_csv(sleutelnamen, regels), now)
            else:
                path.unlink(missing_ok=True)
        except OSError as fault:
            raise self._stop(fault) from None

    def _stop(self, fault: OSError) -> SinkStopped:
        return SinkStopped(problem("S-0080", str(self._map), fault.strerror or ""))


def als_csv(sleutelnamen: Sequence[str], regels: Iterable[Regel]) -> bytes:
    """Give a list as a Dutch spreadsheet opens it (csv_bestand)."""
    names = tuple(sleutelnamen)
    return csv_bestand.schrijf((*KOLOMMEN, *names), (_cellen(one, len(names)) for one in regels))


def _cellen(one: Regel, aantal: int) -> tuple[str, ...]:
    first = (one.kenmerk, one.soort, " ".join(one.codes), one.uiterlijk, one.plaats)
    return (*first, *one.sleutel, *[""] * (aantal - len(one.sleutel)))


def _vervang(path: Path, content: bytes, now: datetime) -> None:
    aside = path.with_name(f".{path.name}.tmp")
    neerleggen.leg_neer(aside, content, 0o600)
    os.utime(aside, (now.timestamp(), now.timestamp()))
    aside.replace(path)
