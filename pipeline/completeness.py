"""Was the whole source read? Judged in the closing transaction, before anything is freed."""

from collections.abc import Sequence
from statistics import median

from connectors.base import Proof
from regres import Problem, Telling
from regres.berichten import bericht

#: Below this many records a drop says nothing.
KLEIN = 50
#: Less than this share of the usual number is "suddenly much smaller".
MINSTENS = 0.5


def onvolledig(telling: Telling, proof: Proof, eerder: Sequence[int]) -> tuple[Problem, ...]:
    """Say what shows that this read was not whole; () when nothing does.

    eerder  records read by the last released runs of the same source and slot kind, newest first
    """
    found = []
    handed_over = proof.gelezen + int(proof.details.get("buiten_vraag", 0))
    if handed_over != telling.gelezen:
        found.append(bericht("R-0301", gegeven=handed_over, geteld=telling.gelezen))
    if not telling.klopt:
        found.append(bericht("R-0302"))
    usual = median(eerder) if eerder else 0
    if usual >= KLEIN and telling.gelezen < MINSTENS * usual:
        found.append(bericht("R-0303", nu=telling.gelezen, gewoonlijk=int(usual)))
    return tuple(found)
