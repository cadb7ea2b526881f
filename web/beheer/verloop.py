"""The course of a run in time: reading, waiting for a person, delivering."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from ledger import Resultaat, Runloop, RunRow
from web.woorden import duur


@dataclass(frozen=True, slots=True)
class Fase:
    """A stretch of time; tot None = it still goes on."""

    naam: str
    van: datetime
    tot: datetime | None
    uitleg: str = ""


def verloop(row: RunRow, loop: Runloop) -> Iterator[Fase]:
    """Give the stretches in order; none of a turn that never came."""
    if row.resultaat is Resultaat.GEMIST:
        return
    yield Fase("Lezen, oordelen en verzegelen", row.begonnen, row.geeindigd)
    if row.wacht_sinds is not None and row.geeindigd is not None:
        waits = row.resultaat is Resultaat.WACHT_OP_VRIJGAVE
        who = f"besloten door {row.besloten_door}" if row.besloten_door else ""
        ended = None if waits else (loop.vrij_op or row.geeindigd)
        if ended is None or ended > row.wacht_sinds:
            yield Fase("Wachten op vrijgave", row.wacht_sinds, ended, who)
    if loop.vrij_op is not None and loop.statussen:
        yield from _bezorgen(loop, loop.vrij_op)


def _bezorgen(loop: Runloop, vrij: datetime) -> Iterator[Fase]:
    tries = f"hoogstens {loop.pogingen} keer aangeboden" if loop.pogingen > 1 else ""
    if loop.laatste_ontvangst is not None:
        end = max(vrij, loop.laatste_ontvangst)
        yield Fase("Bezorgen", vrij, end, tries)
    if loop.volgende is not None:
        begin = loop.laatste_ontvangst or vrij
        yield Fase("Wachten op antwoord", begin, None, "wordt vanzelf opnieuw geprobeerd")


def geplaatst(fasen: list[Fase], now: datetime) -> list[tuple[float, float, str]]:
    """Give of each stretch where it begins and how long it is, as parts of the whole, in words."""
    if not fasen:
        return []
    begin = fasen[0].van
    end = max([one.tot or one.van for one in fasen] + [begin + timedelta(seconds=1)])
    if fasen[-1].tot is None:
        # What goes on is drawn to the edge, and a bit of it must be seen.
        end += max((end - begin) / 4, min(now - end, end - begin))
    whole = (end - begin).total_seconds()
    return [_plek(one, begin, end, whole, now) for one in fasen]


def _plek(
    one: Fase, begin: datetime, end: datetime, whole: float, now: datetime
) -> tuple[float, float, str]:
    till = one.tot or end
    told = duur(one.tot - one.van) if one.tot else f"nu {duur(now - one.van)}"
    start = (one.van - begin).total_seconds() / whole
    return start, (till - one.van).total_seconds() / whole, told
