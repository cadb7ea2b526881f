"""What one run did: the same numbers for the command line, JSON, pages and mail."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum
from functools import lru_cache
from typing import Any

from ledger import Resultaat, RunRow
from pipeline.aandacht import CODES as AANDACHT
from pipeline.drift import CODES
from pipeline.landing import INHALEN
from regres import Bucket, Problem, Telling

#: Examples kept of one kind of problem: memory stays flat however many records have it.
VOORBEELDEN = 5
#: Shapes told apart at one place of a mapping: a free text would have as many as it has values.
VORMEN = 10
#: A werklijst that was not written: whoever must look at what waits cannot find it. And return
#: files that were not.
NIET_GEGEVEN = ("S-0080", "S-0084")
#: The word of a problem that holds the masked shape of its value (mappings/problems.py).
_VORM = "detail.vorm"
_HERHAALD = re.compile(r"(.)\1+", re.DOTALL)


class Exit(IntEnum):
    """Exit codes of the command line; the same in every output format."""

    GOED = 0
    MENS_NODIG = 1
    GEBRUIK = 2
    CONFIG = 3
    BRON = 4
    BESTEMMING = 5
    SLEUTELS = 6
    AL_BEZIG = 7
    GEGEVENSBESCHERMING = 8
    INTERN = 70
    ONDERBROKEN = 130


#: Code, place in the mapping, and shape of the value that was not taken: what needs one mending.
Vingerafdruk = tuple[str, str, str]


@dataclass(slots=True)
class Problemen:
    """Problems of records, grouped by fingerprint, with a few examples each."""

    aantal: Counter[Vingerafdruk] = field(default_factory=Counter)
    voorbeelden: dict[Vingerafdruk, list[Problem]] = field(default_factory=dict)
    _vormen: Counter[tuple[str, str]] = field(default_factory=Counter)

    def noteer(self, problem: Problem) -> None:
        """Count a problem; keep it when it is one of the first of its kind."""
        group = self._groep(problem)
        self.aantal[group] += 1
        kept = self.voorbeelden.setdefault(group, [])
        if len(kept) < VOORBEELDEN:
            kept.append(problem)

    def _groep(self, problem: Problem) -> Vingerafdruk:
        shape = next((kort(word) for name, word in problem.woorden if name == _VORM), "")
        group = (problem.code, problem.mapping, shape)
        if shape and group not in self.aantal:
            if self._vormen[group[:2]] == VORMEN:
                return *group[:2], ""
            self._vormen[group[:2]] += 1
        return group

    def as_json(self) -> list[dict[str, Any]]:
        """Give one object per kind, most frequent first; vorm is "" for a kind of any shape."""
        return [
            {
                "aantal": count,
                "vorm": group[2],
                "voorbeelden": [one.as_json() for one in self.voorbeelden[group]],
            }
            for group, count in self.aantal.most_common()
        ]


@lru_cache(maxsize=1024)
def kort(vorm: str) -> str:
    """Give a shape without its lengths: 9-9-2024 and 10-10-2024 are mended by the same line."""
    return _HERHAALD.sub(r"\1", vorm)


@dataclass(slots=True)
class Bezorging:
    """What delivering did.

    wacht       freed rows that still wait when it ended
    opnieuw_op  when a destination that does not answer may be tried again
    """

    ontvangen: int = 0
    geweigerd: int = 0
    vervallen: int = 0
    uitgesteld: int = 0
    wacht: int = 0
    zaken: set[str] = field(default_factory=set)
    problemen: list[Problem] = field(default_factory=list)
    exit_code: int = Exit.GOED
    opnieuw_op: datetime | None = None

    def as_json(self) -> dict[str, Any]:
        """Give the counts; the cases as a number, for a list of them is the backend's."""
        return {
            "ontvangen": self.ontvangen,
            "geweigerd": self.geweigerd,
            "vervallen": self.vervallen,
            "uitgesteld": self.uitgesteld,
            "wacht": self.wacht,
            "zaken": len(self.zaken),
            "problemen": [problem.as_json() for problem in self.problemen],
        }


def exit_van(
    resultaat: Resultaat, telling: Telling, oorzaken: Sequence[Problem], fout_exit: int
) -> int:
    """Give the exit code of a read by itself: not of its delivery, nor of what waited already.

    fout_exit  that of the error that ended it
    """
    match resultaat:
        case Resultaat.MISLUKT | Resultaat.AFGEBROKEN:
            return fout_exit
        case Resultaat.WACHT_OP_VRIJGAVE:
            return Exit.GEGEVENSBESCHERMING
        case Resultaat.GEEN_LEVERING | Resultaat.GEMIST:
            return Exit.MENS_NODIG
        case Resultaat.VERVANGEN | Resultaat.VERWORPEN:
            return Exit.GOED
    drift = any(problem.code in (*CODES, *AANDACHT, *NIET_GEGEVEN) for problem in oorzaken)
    # What waits for catching up waits for no person once someone has ordered that.
    held = telling.buckets[Bucket.VASTGEHOUDEN] - telling.codes[INHALEN]
    judged = telling.buckets[Bucket.BEOORDELEN] or telling.buckets[Bucket.QUARANTAINE]
    waits = drift or judged or held > 0
    return Exit.MENS_NODIG if waits else Exit.GOED


def exit_van_rij(row: RunRow) -> int | None:
    """Give the exit code of a run that the ledger keeps; None while it goes on."""
    if row.resultaat is None:
        return None
    default = Exit.MENS_NODIG if row.resultaat is Resultaat.AFGEBROKEN else Exit.BRON
    error = int(row.proof.get("exit", default))
    return exit_van(row.resultaat, row.telling or Telling(), row.problems, error)


@dataclass(slots=True)
class RunVerslag:
    """One run, from slot to delivery.

    wacht_op_mens  records of the municipality that wait for a person, also from earlier runs
    """

    gemeente: str
    bron: str
    slot: str
    run: int | None
    resultaat: Resultaat
    telling: Telling = field(default_factory=Telling)
    problemen: Problemen = field(default_factory=Problemen)
    oorzaken: tuple[Problem, ...] = ()
    fout_exit: int = Exit.BRON
    details: dict[str, Any] = field(default_factory=dict)
    wacht_op_mens: int = 0
    bezorging: Bezorging = field(default_factory=Bezorging)

    @property
    def exit_code(self) -> int:
        """Give the exit code: the most serious of reading, brake, delivery and waiting records."""
        read = exit_van(self.resultaat, self.telling, self.oorzaken, self.fout_exit)
        if read > Exit.MENS_NODIG or self.resultaat is Resultaat.AFGEBROKEN:
            return read
        if self.bezorging.exit_code > Exit.MENS_NODIG:
            return self.bezorging.exit_code
        human = read or self.wacht_op_mens or self.bezorging.exit_code
        return Exit.MENS_NODIG if human else Exit.GOED

    def as_json(self) -> dict[str, Any]:
        """Give the run for machines; no personal value is in any of its parts."""
        return {
            "schema": "regresbrug/run/1",
            "exit": int(self.exit_code),
            "gemeente": self.gemeente,
            "bron": self.bron,
            "slot": self.slot,
            "run": self.run,
            "resultaat": self.resultaat.value,
            "telling": self.telling.as_json(),
            "wacht_op_mens": self.wacht_op_mens,
            "bezorging": self.bezorging.as_json(),
            "problemen": self.problemen.as_json(),
            "oorzaken": [problem.as_json() for problem in self.oorzaken],
            "details": self.details,
        }
