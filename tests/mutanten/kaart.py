"""Which tests come by which line of a room: learnt once, by coverage, in a copy of the source."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from coverage import CoverageData

from tests.mutanten.werkplaats import Werkplaats

#: A statement of more lines is known by its first; so far up it is looked for.
_OMHOOG = 15
#: Tests that come by the file but not by the line get this part of the time besides.
_OMGEVING = 0.3


@dataclass(frozen=True, slots=True)
class Kaart:
    """Tests by line of each file, and how long each takes."""

    regels: dict[str, dict[int, frozenset[str]]]
    duren: dict[str, float]

    def toetsen(self, bestand: str, regel: int, seconden: float) -> list[str]:
        """Give the tests that come by a line, the quick ones first, for so many seconds.

        Then some that come by the rest of the file: what is read once and remembered, such as a
        table, is only seen in the test that happened to be the first.
        """
        lines = self.regels.get(bestand, {})
        whole = frozenset[str]().union(*lines.values())
        looked = (lines.get(at, frozenset()) for at in range(regel, max(0, regel - _OMHOOG), -1))
        near = next(filter(None, looked), whole)
        return [*self._vlot(near, seconden), *self._vlot(whole - near, seconden * _OMGEVING)]

    def _vlot(self, namen: frozenset[str], seconden: float) -> list[str]:
        chosen, total = list[str](), 0.0
        for name in sorted(namen, key=lambda one: (self.duren.get(one, 1e9), one)):
            total += self.duren.get(name, 1e9)
            if chosen and total > seconden:
                break
            chosen.append(name)
        return chosen


def maak_kaart(plaats: Werkplaats, kamer: str, toetsen: Sequence[str]) -> Kaart:
    """Run the tests of a room once, and keep who came where; what fails already is left out."""
    cover = (f"--cov={kamer}", "--cov-context=test", "--cov-report=", "--maxfail=1000000")
    plaats.draai(toetsen, 3600.0, *cover, schrijf=True)
    duren = json.loads((plaats.folder / ".cache/duren.json").read_text("utf-8"))
    if not duren:
        raise RuntimeError(plaats.uitvoer()[-2000:])
    data = CoverageData(str(plaats.folder / ".cache/coverage/data"))
    data.read()
    return Kaart({_kort(plaats, path): _regels(data, path, duren) for path in _paden(data)}, duren)


def _paden(data: CoverageData) -> list[str]:
    return sorted(data.measured_files())


def _kort(plaats: Werkplaats, path: str) -> str:
    return str(Path(path).relative_to(plaats.folder.resolve()))


def _regels(data: CoverageData, path: str, duren: dict[str, float]) -> dict[int, frozenset[str]]:
    """Give the tests of each line; what ran while something was imported belongs to no test."""
    found: dict[int, frozenset[str]] = {}
    for line, contexts in data.contexts_by_lineno(path).items():
        names = {context.rpartition("|")[0] for context in contexts}
        found[line] = frozenset(name for name in names if name in duren)
    return found
