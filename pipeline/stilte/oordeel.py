"""One turn of one source, compared with what is usual: what is silent here, and is that odd?

Only the newest night is judged; what was odd before it is over, or is odd again.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Any, Final

from ledger import Gemeld, Resultaat, RunMaat
from pipeline.slots import SlotSoort
from pipeline.stilte.feestdagen import rustig
from pipeline.stilte.maat import TE_KLEIN, geleverd, heel, leeftijd, nachten, volume
from pipeline.stilte.peil import (
    HOOGSTENS,
    Peil,
    Punt,
    afwijking,
    marge,
    peil,
    per_weekdag,
    rustigste,
    spreiding,
)
from pipeline.stilte.verwacht import Verwacht
from pipeline.stilte.vlag import stilgevallen, vlagnachten
from regres import Problem
from regres.berichten import Zin, bericht, zin
from regres.dag import lokale_dag
from regres.waarde import dataclass

#: How far back nights are fetched; volume looks at 12 weeks of them, flags at all.
TERUG: Final = timedelta(weeks=26)
WEKEN: Final = timedelta(weeks=12)
#: Fewer by at least this much, and by more than chance gives once in four thousand nights.
DEEL, KANS = 0.7, -3.5
#: A turn that did not begin within this time after it was due did not run.
NIET_BEGONNEN: Final = timedelta(hours=2)
#: Later, or older, than usual by this much at least, and by five times the usual spread.
LAAT, OUD, MATEN = 2.0, 6.0, 5.0
#: A walk over all months that was not finished for so long leaves late flags unseen.
RONDGANG: Final = timedelta(days=35)


@dataclass(frozen=True, slots=True)
class Stilte:
    """What is to be said of one turn.

    nachten  nights that its newest was compared with; `genoeg` tells whether that says anything
    """

    bron: str
    soort: SlotSoort
    nachten: int
    genoeg: bool
    gemeld: tuple[Gemeld, ...]


def oordeel(gemeente: str, turn: Verwacht, alle: Sequence[RunMaat], now: datetime) -> Stilte:
    """Judge one turn by the measures of the municipality's runs, oldest first."""
    maten = [m for m in alle if (m.bronset, m.slotnaam) == (turn.bron, turn.soort.value)]
    beurt = _Beurt(f"{gemeente}/{turn.bron}", turn, maten)
    problems = [*_niet_gedraaid(beurt, alle, now), *_rondgang(beurt, now)]
    base = Peil(0, 0.0)
    if beurt.nieuwste:
        problems += [*_geen_levering(beurt, now), *_vlag(beurt), *_laat(beurt), *_volume(beurt)]
        base = beurt.peil
    found = tuple(Gemeld(one, turn.bron, turn.soort.value) for one in problems)
    return Stilte(turn.bron, turn.soort, base.nachten, base.genoeg, found)


class _Beurt:
    """The runs of one turn: those of its newest day, and the nights before it."""

    def __init__(self, waar: str, turn: Verwacht, maten: Sequence[RunMaat]) -> None:
        self.waar = waar
        self.turn = turn
        self.alle = maten
        self.dag = maten[-1].dag if maten else date.min
        self.nieuwste = [one for one in maten if one.dag == self.dag]
        self.eerder = [one for one in maten if self.dag - WEKEN <= one.dag < self.dag]

    @property
    def laatste(self) -> RunMaat:
        """Give the newest run."""
        return self.nieuwste[-1]

    @property
    def weekdag(self) -> Zin:
        """Name the day of the newest run."""
        return zin(f"weekdag_{self.dag.weekday()}")

    @property
    def peil(self) -> Peil:
        """Give what the newest night is compared with: the same weekday, or the same months."""
        if self.turn.soort is SlotSoort.RONDGANG:
            return peil([1.0] * len({one.dag for one in self.eerder if heel(one)}))
        return self.gewoon(volume(self.eerder))

    def gewoon(self, punten: Sequence[Punt]) -> Peil:
        """Give what is usual on the weekday of the newest run; on a quiet day, if that is less."""
        groups = per_weekdag(punten)
        usual = peil(groups.get(self.dag.weekday(), ()))
        quiet = rustigste(groups) if rustig(self.dag) else usual
        return min(usual, quiet, key=lambda one: one.mediaan) if quiet.genoeg else usual

    def probleem(self, code: str, geval: str = "", /, **woorden: Any) -> Problem:
        """Make a problem of this turn."""
        return bericht(code, geval, waar=self.waar, bron=self.turn.bron, **woorden)


# -- was it read at all ---------------------------------------------------------------------------


def _niet_gedraaid(beurt: _Beurt, alle: Sequence[RunMaat], now: datetime) -> Iterator[Problem]:
    """Tell a turn that did not begin; a source that is new since its turn has not missed it."""
    due = beurt.turn.laatst
    if due is None or now < due + NIET_BEGONNEN or beurt.dag >= due.date():
        return
    if any(one.begonnen < due for one in (beurt.alle or alle)):
        yield beurt.probleem("R-0601", moment=f"{due:%d-%m-%Y %H:%M}")


def _rondgang(beurt: _Beurt, now: datetime) -> Iterator[Problem]:
    if beurt.turn.soort is not SlotSoort.RONDGANG or not beurt.alle:
        return
    whole = _hele_rondgang(beurt.alle)
    since = whole or beurt.alle[0].dag
    if lokale_dag(now) - since > RONDGANG:
        case = "" if whole else "nooit"
        yield beurt.probleem(
            "R-0607", case, dag=f"{since:%d-%m-%Y}", dagen=(lokale_dag(now) - since).days
        )


def _hele_rondgang(maten: Sequence[RunMaat]) -> date | None:
    """Give the last day on which every month was read to its end."""
    days: defaultdict[date, bool] = defaultdict(lambda: True)
    for one in maten:
        days[one.dag] = days[one.dag] and heel(one)
    return max((day for day, whole in days.items() if whole), default=None)


def _geen_levering(beurt: _Beurt, now: datetime) -> Iterator[Problem]:
    """Tell a file that did not come in its time, unless on this weekday it seldom does."""
    waits = now < beurt.turn.op(beurt.dag) + beurt.turn.wacht
    if beurt.laatste.resultaat is not Resultaat.GEEN_LEVERING or waits:
        return
    usual = beurt.gewoon(nachten(beurt.eerder))
    if not usual.genoeg or usual.mediaan > 0:
        yield beurt.probleem("R-0602", dag=f"{beurt.dag:%d-%m-%Y}")


# -- was it what it usually is --------------------------------------------------------------------


def _volume(beurt: _Beurt) -> Iterator[Problem]:
    if beurt.turn.soort is SlotSoort.RONDGANG:
        yield from _maanden(beurt)
    elif heel(beurt.laatste) and TE_KLEIN not in beurt.laatste.codes:
        punten = volume(beurt.eerder)
        usual, now = beurt.gewoon(punten), beurt.laatste.gelezen or 0
        if _veel_minder(now, usual, spreiding(per_weekdag(punten).values())):
            words = {"gewoonlijk": round(usual.mediaan), "weekdag": beurt.weekdag}
            yield beurt.probleem("R-0604" if now else "R-0603", nu=now, **words)


def _maanden(beurt: _Beurt) -> Iterator[Problem]:
    """Compare each month of a walk with the same month of the walks before; tell them as one."""
    earlier: defaultdict[str, list[Punt]] = defaultdict(list)
    for one in beurt.eerder:
        earlier[one.slot] += volume([one])
    groups = {slot: [punt.waarde for punt in got[-HOOGSTENS:]] for slot, got in earlier.items()}
    spread = spreiding(groups.values())
    small = [
        one.slot.partition(":")[2]
        for one in beurt.nieuwste
        if heel(one) and _veel_minder(one.gelezen or 0, peil(groups.get(one.slot, [])), spread)
    ]
    if small:
        yield beurt.probleem("R-0604", "maanden", aantal=len(small), maand=min(small))


def _veel_minder(now: float, usual: Peil, spread: float) -> bool:
    if not usual.genoeg or now >= DEEL * usual.mediaan:
        return False
    return afwijking(now, usual, spread) <= KANS


def _laat(beurt: _Beurt) -> Iterator[Problem]:
    if not geleverd(beurt.laatste) or beurt.turn.soort is SlotSoort.RONDGANG:
        return
    if beurt.laatste.bestand_van is not None:
        yield from _vergelijk(beurt, leeftijd(beurt.eerder), leeftijd([beurt.laatste]), OUD, "oud")
    else:
        yield from _vergelijk(beurt, _duur(beurt, beurt.eerder), _duur(beurt, [beurt.laatste]))


def _duur(beurt: _Beurt, maten: Sequence[RunMaat]) -> list[Punt]:
    """Give how many hours after it was due each turn had its data."""
    return [
        Punt(one.dag, (one.geeindigd - beurt.turn.op(one.dag)).total_seconds() / 3600)
        for one in maten
        if one.geeindigd is not None and geleverd(one)
    ]


def _vergelijk(
    beurt: _Beurt, eerder: Sequence[Punt], nu: Sequence[Punt], meer: float = LAAT, geval: str = ""
) -> Iterator[Problem]:
    values = per_weekdag(eerder).get(beurt.dag.weekday(), [])
    usual = peil(values)
    if not nu or not usual.genoeg:
        return
    over = nu[0].waarde - usual.mediaan
    if over > max(meer, MATEN * marge(values)) and not rustig(beurt.dag):
        words = {"gewoonlijk": _uren(usual.mediaan), "uren": _uren(nu[0].waarde)}
        yield beurt.probleem("R-0605", geval, weekdag=beurt.weekdag, **words)


def _uren(hours: float) -> str:
    return str(max(0, round(hours)))


def _vlag(beurt: _Beurt) -> Iterator[Problem]:
    if not any(heel(one) for one in beurt.nieuwste):
        return
    found = stilgevallen(vlagnachten(beurt.alle))
    if found is not None:
        yield beurt.probleem("R-0606", keer=found.nachten, verwacht=found.verwacht)
