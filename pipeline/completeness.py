"""Was the whole source read? Judged in the closing transaction, before anything is freed."""

from collections.abc import Sequence
from statistics import median

from connectors.base import Proof
from regres import Problem, Telling

#: Below this many records a drop says nothing.
KLEIN = 50
#: Less than this share of the usual number is "suddenly much smaller".
MINSTENS = 0.5

_GEVOLG = "Er is niets vrijgegeven; wat eerder gemeld is, blijft staan."


def onvolledig(telling: Telling, proof: Proof, eerder: Sequence[int]) -> tuple[Problem, ...]:
    """Say what shows that this read was not whole; () when nothing does.

    eerder  records read by the last released runs of the same source and slot kind, newest first
    """
    found = []
    handed_over = proof.gelezen + int(proof.details.get("buiten_vraag", 0))
    if handed_over != telling.gelezen:
        wat = f"De bron gaf {handed_over} records, geteld zijn er {telling.gelezen}."
        found.append(
            Problem("R-0301", wat, gevolg=_GEVOLG, doe="Meld dit; het is een fout in Regresbrug.")
        )
    if not telling.klopt:
        wat = "De telling klopt niet: niet elk record zit in precies één groep."
        found.append(
            Problem("R-0302", wat, gevolg=_GEVOLG, doe="Meld dit; het is een fout in Regresbrug.")
        )
    usual = median(eerder) if eerder else 0
    if usual >= KLEIN and telling.gelezen < MINSTENS * usual:
        found.append(_suddenly_small(telling.gelezen, int(usual)))
    return tuple(found)


def _suddenly_small(now: int, usual: int) -> Problem:
    return Problem(
        "R-0303",
        f"De bron is plotseling veel kleiner: {now} records, gewoonlijk {usual}.",
        gevolg=_GEVOLG,
        doe="Vraag na of de levering compleet is. Klopt het toch, draai dan "
        "`regresbrug run --volume-klopt`.",
    )
