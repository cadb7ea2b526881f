"""Which tests come by which line of a room: learnt once by coverage in a copy, and kept."""

import json
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from itertools import chain
from pathlib import Path
from typing import Any

from coverage import CoverageData

from tests.mutanten.namen import Bron, bron
from tests.mutanten.verschoven import Regels, bijgewerkt, vertaling
from tests.mutanten.werkplaats import ROOT, Werkplaats

#: So many users of users are asked for what no test runs by itself.
_DIEP = 4
#: A line that fewer tests come by is also judged by those beside them: they share what was made.
_WEINIG = 3
#: Tests that come by the file but not by the line get this part of the time besides.
_OMGEVING = 0.3
#: What every test costs besides itself.
_VAST = 0.02
#: What a test sees of a file it does not come by.
_NIETS = 0.001
_COVERAGE = ".cache/kaart.ini"
#: A test that lasts longer, in seconds of the clock, is not learnt: no mistake has the time for it.
_TE_LANG = 20
#: So many files of tests are learnt, and then written down.
_TEGELIJK = 8


@dataclass(frozen=True)
class Kaart:
    """Where each test comes, and how long it takes of the processor.

    bij_import  lines that ran when something was imported, for no test in particular
    """

    bronnen: Mapping[str, Bron]
    komt: Mapping[str, Mapping[str, frozenset[int]]]
    duren: Mapping[str, float]
    bij_import: Mapping[str, frozenset[int]]

    def toetsen(self, bestand: str, regel: int, seconden: float) -> list[str]:
        """Give the tests that judge a line, what costs least for what it sees first; or none.

        At first those that come by the line, or that use what it makes; then, for a part of the
        time, those that come by the rest of the file. None: no test comes by it.
        """
        near = self._nabij(bestand, regel, set(), _DIEP)
        if not near:
            return []
        whole = {name for name, files in self.komt.items() if bestand in files}
        return [
            *self._vlot(bestand, near, seconden),
            *self._vlot(bestand, whole - near, seconden * _OMGEVING),
        ]

    def _nabij(self, bestand: str, regel: int, gehad: set[str], diep: int) -> set[str]:
        source = self.bronnen[bestand]
        lines = source.opdracht(regel)
        near = set[str]().union(*(self._bij.get((bestand, line), ()) for line in lines))
        if near and not source.onthoudt(regel):
            return near if len(near) >= _WEINIG else near | self._buren(bestand, near)
        if near or not self.bij_import.get(bestand, frozenset()).isdisjoint(lines):
            near |= self._gebruikers(source.eigenaars(regel) - gehad, gehad, diep)
        return near

    def _gebruikers(self, namen: Iterable[str], gehad: set[str], diep: int) -> set[str]:
        """Give the tests of what uses a name; a name that means two things costs only time."""
        found = set[str]()
        for name in namen if diep else ():
            gehad.add(name)
            for path, source in self.bronnen.items():
                for line in source.gebruik.get(name, ()):
                    found |= self._nabij(path, line, gehad, diep - 1)
        return found

    def _buren(self, bestand: str, namen: Iterable[str]) -> set[str]:
        files = {_bestand(name) for name in namen}
        return {
            name for name, come in self.komt.items() if bestand in come and _bestand(name) in files
        }

    def _vlot(self, bestand: str, namen: Iterable[str], seconden: float) -> list[str]:
        chosen, total = list[str](), 0.0
        for name in self._om_beurten(bestand, namen):
            if not chosen or total + self.duren[name] <= seconden:
                total += self.duren[name]
                chosen.append(name)
        return chosen

    def _om_beurten(self, bestand: str, namen: Iterable[str]) -> list[str]:
        """Give the best test of each file of tests, then the second of each: no two look alike."""
        turn, turns = Counter[str](), dict[str, tuple[int, float]]()
        for name in sorted(namen, key=lambda one: (self._prijs(bestand, one), one)):
            turns[name] = turn[_bestand(name)], self._prijs(bestand, name)
            turn[_bestand(name)] += 1
        return sorted(turns, key=lambda name: (turns[name], name))

    def _prijs(self, bestand: str, naam: str) -> float:
        """Give what a test costs for what it alone sees of a file."""
        lines = self.komt[naam].get(bestand, frozenset())
        seen = sum(1 / len(self._bij[bestand, at]) for at in lines)
        return (self.duren[naam] + _VAST) / (seen + _NIETS)

    @cached_property
    def _bij(self) -> dict[tuple[str, int], set[str]]:
        found: dict[tuple[str, int], set[str]] = {}
        for name, files in self.komt.items():
            for path, lines in files.items():
                for line in lines:
                    found.setdefault((path, line), set()).add(name)
        return found


def maak_kaart(
    plaats: Werkplaats, kamer: str, toetsen: Sequence[str], niet: Collection[str] = ()
) -> Kaart:
    """Learn who comes where, of the files of tests that changed; a test that fails is left out.

    Kept in var/mutatie/kaart-<kamer>.json. When the room changed, what was learnt is moved along
    with its lines; who wants it exact throws that file away.
    """
    keep = ROOT / "var" / "mutatie" / f"kaart-{kamer}.json"
    paths = sorted((plaats.folder / kamer).rglob("*.py"))
    texts = {str(one.relative_to(plaats.folder)): one.read_text("utf-8") for one in paths}
    asked = chain.from_iterable(_bestanden(plaats, one) for one in toetsen)
    files = {path: mark for path, mark in _afdrukken(plaats, asked).items() if path not in niet}
    known = _bekend(keep, files, texts)
    # Also of what is known: Python then compiles it here, once, and not under every mistake.
    plaats.draai(list(files), 600.0, "--collect-only", schrijf=True)
    stale = [path for path in files if path not in known]
    for some in (stale[at : at + _TEGELIJK] for at in range(0, len(stale), _TEGELIJK)):
        learnt = _leer(plaats, kamer, some)
        known |= {path: _blad(files[path], *learnt, path) for path in some}
        # After each of them: who is stopped has not learnt for nothing.
        keep.parent.mkdir(parents=True, exist_ok=True)
        keep.write_text(json.dumps({"teksten": texts, "bladen": known}), encoding="utf-8")
    return _kaart({name: bron(text.encode()) for name, text in texts.items()}, known.values())


def _bekend(
    keep: Path, bestanden: Mapping[str, str], teksten: Mapping[str, str]
) -> dict[str, dict[str, Any]]:
    """Give what is known of the files of tests that are as they were, by the lines of today."""
    if not keep.exists():
        return {}
    kept = json.loads(keep.read_text("utf-8"))
    moved = {
        path: vertaling(was, teksten[path])
        for path, was in kept["teksten"].items()
        if path in teksten
    }
    return {
        path: {
            "afdruk": one["afdruk"],
            "import": bijgewerkt(one["import"], moved),
            "toetsen": {
                name: (took, bijgewerkt(lines, moved))
                for name, (took, lines) in one["toetsen"].items()
            },
        }
        for path, one in kept["bladen"].items()
        if bestanden.get(path) == one["afdruk"]
    }


def _kaart(bronnen: Mapping[str, Bron], bladen: Iterable[dict[str, Any]]) -> Kaart:
    komt: dict[str, Mapping[str, frozenset[int]]] = {}
    duren: dict[str, float] = {}
    imported: dict[str, frozenset[int]] = {}
    for blad in bladen:
        for name, (took, files) in blad["toetsen"].items():
            komt[name], duren[name] = {at: frozenset(of) for at, of in files.items()}, took
        for path, lines in blad["import"].items():
            imported[path] = imported.get(path, frozenset()) | frozenset(lines)
    return Kaart(bronnen, komt, duren, imported)


def _leer(
    plaats: Werkplaats, kamer: str, bestanden: Sequence[str]
) -> tuple[dict[str, float], dict[str, Regels]]:
    """Run tests; give how long each took that passed, and where each came ("": an import)."""
    # Of this room alone: the project's own settings would measure all of them.
    (plaats.folder / _COVERAGE).write_text("[run]\ndata_file = .cache/coverage/kaart\n", "utf-8")
    plaats.draai(
        *(bestanden, 3600.0, f"--cov={kamer}", "--cov-context=test", "--cov-report="),
        *(f"--cov-config={_COVERAGE}", "--maxfail=1000000", f"--timeout={_TE_LANG}"),
        schrijf=True,
    )
    duren: dict[str, float] = json.loads((plaats.folder / ".cache/duren.json").read_text("utf-8"))
    if not duren:
        raise RuntimeError(plaats.uitvoer()[-2000:])
    data = CoverageData(str(plaats.folder / ".cache/coverage/kaart"))
    data.read()
    komt: dict[str, Regels] = {}
    for path in data.measured_files():
        short = str(Path(path).relative_to(plaats.folder.resolve()))
        for line, contexts in data.contexts_by_lineno(path).items():
            for name in {context.rpartition("|")[0] for context in contexts}:
                komt.setdefault(name, {}).setdefault(short, []).append(line)
    return duren, komt


def _blad(
    afdruk: str, duren: Mapping[str, float], komt: Mapping[str, Regels], bestand: str
) -> dict[str, Any]:
    """Give what is kept of one file of tests."""
    own = {
        name: (took, komt.get(name, {}))
        for name, took in duren.items()
        if _bestand(name) == bestand
    }
    return {"afdruk": afdruk, "import": komt.get("", {}), "toetsen": own}


def _afdrukken(plaats: Werkplaats, paden: Iterable[Path]) -> dict[str, str]:
    return {
        str(path.relative_to(plaats.folder)): sha256(path.read_bytes()).hexdigest()
        for path in sorted(paden)
    }


def _bestanden(plaats: Werkplaats, naam: str) -> list[Path]:
    path = plaats.folder / naam
    return [path] if path.is_file() else sorted(path.rglob("test_*.py"))


def _bestand(toets: str) -> str:
    return toets.partition("::")[0]
