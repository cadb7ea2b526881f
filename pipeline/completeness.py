"""Was the whole source read? Judged in the closing transaction, before anything is freed."""

from collections.abc import Sequence
from datetime import date

from connectors.base import Proof
from ledger import RunMaat
from pipeline.stilte import maat
from pipeline.stilte.peil import peil, per_weekdag
from regres import Problem, Telling
from regres.berichten import bericht

#: Without enough nights of the same weekday, this many of any are looked at.
_ALLE, _WEEK = 30, 7
#: Below this many records a drop says nothing.
KLEIN = 50
#: Less than this share of the usual number is "suddenly much smaller".
MINSTENS = 0.5


def onvolledig(telling: Telling, proof: Proof, gewoonlijk: float) -> tuple[Problem, ...]:
    """Say what shows that this read was not whole; () when nothing does.

    gewoonlijk  how many records such a read usually has; 0 = not known
    """
    found = []
    handed_over = proof.gelezen + int(proof.details.get("buiten_vraag", 0))
    if handed_over != telling.gelezen:
        found.append(bericht("R-0301", gegeven=handed_over, geteld=telling.gelezen))
    if not telling.klopt:
        found.append(bericht("R-0302"))
    if gewoonlijk >= KLEIN and telling.gelezen < MINSTENS * gewoonlijk:
        found.append(bericht("R-0303", nu=telling.gelezen, gewoonlijk=int(gewoonlijk)))
    return tuple(found)


def gewoonlijk(dag: date, eerder: Sequence[RunMaat]) -> float:
    """Give how many records a read of this day usually has; 0 = nothing is known.

    The median of this weekday in the last twelve weeks, as for the silence alarm. Too few of those:
    of the last reads on any day, for a file that was cut off costs more than a night. A month of
    the rondgang is read on one weekday, so it is held against itself.
    """
    whole = [one for one in eerder if maat.heel(one)]
    freed = [one for one in whole if maat.TE_KLEIN not in one.codes]
    learned = whole if _een_weekdag(whole[-_WEEK:]) else freed
    same = peil(per_weekdag(maat.volume(learned)).get(dag.weekday(), ()))
    return (same if same.genoeg else peil(_aantallen(freed[-_ALLE:]))).mediaan


def _een_weekdag(week: Sequence[RunMaat]) -> bool:
    """Tell whether reads that were stopped for being small can be the habit of a weekday.

    When most nights are stopped, that is no habit: nothing may be learned from them.
    """
    return 2 * sum(maat.TE_KLEIN in one.codes for one in week) <= len(week)


def _aantallen(maten: Sequence[RunMaat]) -> list[float]:
    return [punt.waarde for punt in maat.volume(maten)]
