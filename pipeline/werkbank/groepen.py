"""Problems of a sample, put together: one line for what one change of the mapping would mend."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from mappings import Plan
from mappings.fields import Lezer
from pipeline.report import kort
from pipeline.werkbank.afscherming import Afscherming
from regres import Problem, SourceRecord
from regres.berichten import zeg, zin

_ONBEKENDE_WAARDE = "M-0107"
_VORM = "detail.vorm"
#: Kinds that are told apart; what comes after these is counted together with the first of its code.
_MEEST = 200


class Ernst(StrEnum):
    """What a problem does to a record: it stays behind, or it goes on with less."""

    FOUT = "fout"
    LET_OP = "let op"


@dataclass(slots=True)
class Groep:
    """Problems that one change would mend.

    problem  the first of them, with its places
    nummer   the first record that has it; 0 = the source as a whole
    waarde   a value that no table knows, when it may be shown; else ""
    """

    problem: Problem
    ernst: Ernst
    nummer: int
    aantal: int = 0
    waarde: str = ""


_Merk = tuple[str, str, str, str]


@dataclass(slots=True)
class Groepen:
    """Gathers problems; values stay here, and leave only through `lijst`."""

    plan: Plan
    _van: dict[_Merk, Groep] = field(default_factory=dict, repr=False)
    _lezers: dict[tuple[str, str], Lezer] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Know by which reader a problem came, to find the cell it is about."""
        self._lezers = {(lezer.mapping, lezer.pad): lezer for _, lezer in self.plan.delen.lezers()}

    def noteer(self, nummer: int, record: SourceRecord, problems: Iterable[Problem]) -> None:
        """Count the problems of one record, each kind once."""
        for merk, problem in {self._merk(record, one): one for one in problems}.items():
            if merk not in self._van and len(self._van) >= _MEEST:
                merk = next((one for one in self._van if one[0] == merk[0]), next(iter(self._van)))
            group = self._van.setdefault(merk, Groep(problem, ernst(problem), nummer))
            group.aantal += 1

    def lezer(self, problem: Problem) -> Lezer | None:
        """Give the reader that a problem is about."""
        return self._lezers.get((problem.mapping, problem.veld))

    def lijst(self, scherm: Afscherming) -> list[Groep]:
        """Give the groups, worst and most frequent first, with the values that may be shown.

        Values that may not be shown are told by their shape, those of one shape together.
        """
        found: dict[_Merk, Groep] = {}
        for (code, mapping, shape, text), group in self._van.items():
            lezer = self.lezer(group.problem)
            shown = text if lezer and text and scherm.toont(lezer.adres, text) else ""
            same = found.get((code, mapping, shape, shown))
            if same is None:
                group.waarde = shown
                found[code, mapping, shape, shown] = group
            else:
                same.aantal += group.aantal
        return sorted(found.values(), key=lambda one: (one.ernst is Ernst.LET_OP, -one.aantal))

    def _merk(self, record: SourceRecord, problem: Problem) -> _Merk:
        shape = next((kort(word) for name, word in problem.woorden if name == _VORM), "")
        lezer = self.lezer(problem) if problem.code == _ONBEKENDE_WAARDE else None
        text = lezer.tekst(record.fields).strip() if lezer else ""
        return problem.code, problem.mapping, shape, text


def ernst(problem: Problem) -> Ernst:
    """Tell whether a record stays behind for it: then its consequence is the quarantine."""
    stays = problem.gevolg == zeg("M", zin("quarantaine")) or problem.code[0] != "M"
    return Ernst.FOUT if stays else Ernst.LET_OP
