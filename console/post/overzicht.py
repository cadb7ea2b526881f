"""What one group of readers must hear: what is new, what is over, and what is still open."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from ledger import OpenProbleem, Vertelling
from pipeline.drift import CODES

#: A problem that keeps coming back is over when it has stayed away this long.
RUST: Final = timedelta(days=3)
#: What does not wait for the morning: nothing arrives, nothing can be sealed, or the proof is gone.
DRINGEND: Final = frozenset(
    {
        *("S-0062", "S-0063", "L-0202", "L-0203", "L-0606", "L-0609"),
        *("K-0211", "K-0212", "K-0213", "K-0701", "K-0702", "K-0801"),
    }
)
#: Codes that are one thing getting worse: when the next is there, the one before was not mended.
TRAPPEN: Final = (
    frozenset({"K-0231", "K-0232", "K-0233", "K-0234"}),
    frozenset({"K-0221", "K-0222", "K-0223", "K-0212"}),
    frozenset({"S-0062", "S-0063"}),
)
#: Whatever a turn ends with now, it is not mended while it ends with something.
_EEN_PLEK: Final = "runs"


@dataclass(frozen=True, slots=True)
class Overzicht:
    """What is told; every problem stands in one of the three.

    stil         over without having been mended (a warning of a week, another stage): not told
    herinnering  something that was told long ago is still open
    stuk         why none of it could be read; "" = it could
    """

    nieuw: tuple[OpenProbleem, ...] = ()
    open: tuple[OpenProbleem, ...] = ()
    hersteld: tuple[OpenProbleem, ...] = ()
    stil: tuple[OpenProbleem, ...] = ()
    herinnering: bool = False
    stuk: str = ""

    @property
    def nodig(self) -> bool:
        """Tell whether there is something to say: no mail without content."""
        return bool(self.nieuw or self.hersteld or self.herinnering or self.stuk)

    @property
    def er(self) -> list[int]:
        """Give the numbers of what they know to be there, once they have read this."""
        return [one.id for one in (*self.nieuw, *self.open)]

    @property
    def weg(self) -> list[int]:
        """Give the numbers of what they know to be over, or need not know."""
        return [one.id for one in (*self.hersteld, *self.stil)]

    def dringend(self, now: datetime, na: timedelta) -> bool:
        """Tell whether something new cannot wait for the morning, and stood so long."""
        urgent = (one for one in self.nieuw if one.problem.code in DRINGEND)
        return any(now - one.eerst_gezien >= na for one in urgent)


def overzicht(rows: Sequence[Vertelling], aan: str, now: datetime, herhaal: timedelta) -> Overzicht:
    """Sort what these readers know and do not know yet.

    What the mail to themselves reports is left out: who reads this needs not be told.
    """
    known = [one for one in rows if one.probleem.melder != f"post:{aan}"]
    open_ = [one for one in known if one.probleem.opgelost_op is None]
    gone = [one.probleem for one in known if one.probleem.opgelost_op is not None]
    quiet = [one for one in gone if _stil(one, [other.probleem for other in open_])]
    return Overzicht(
        nieuw=tuple(sorted((o.probleem for o in open_ if o.verteld is None), key=_ernst)),
        open=tuple(one.probleem for one in open_ if one.verteld is not None),
        hersteld=tuple(one for one in gone if one not in quiet and not _wankelt(one, now)),
        stil=tuple(quiet),
        herinnering=any(one.verteld and now - one.verteld >= herhaal for one in open_),
    )


def _ernst(one: OpenProbleem) -> tuple[bool, datetime, int]:
    return one.problem.code not in DRINGEND, one.eerst_gezien, one.id


def _stil(one: OpenProbleem, open_: Sequence[OpenProbleem]) -> bool:
    """Tell whether it is over without having been mended."""
    same = [other for other in open_ if (other.melder, other.plek) == (one.melder, one.plek)]
    stages = [stage for stage in TRAPPEN if one.problem.code in stage]
    worse = any(other.problem.code in stage for other in same for stage in stages)
    return one.problem.code in CODES or worse or (one.melder == _EEN_PLEK and bool(same))


def _wankelt(one: OpenProbleem, now: datetime) -> bool:
    """Tell whether it may well come back: it did so lately, and is not gone for long."""
    return one.keer > 1 and one.opgelost_op is not None and now - one.opgelost_op < RUST
