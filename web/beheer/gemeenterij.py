"""The list of municipalities: how each one's nights went, what is usual there, and what comes."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from operator import attrgetter
from statistics import median

import scheduler
from ledger import Ledger, Nachtreeks, Nachtrij
from regres.dag import NEDERLAND, lokale_dag
from scheduler import Beurt
from web.beheer.nacht import ergste, teken
from web.look.tekening import Teken

NACHTEN = 14
#: A night is compared with those of the same weekday so many weeks back.
WEKEN = 8
#: So long after its moment a turn that left no trace was missed: one before it may have run late.
_LAAT = timedelta(hours=2)
_DAARNA = timedelta(microseconds=1)
_ERNST = (
    *(Teken.NIET_GEDRAAID, Teken.MISLUKT, Teken.GEEN_LEVERING, Teken.GEDEELTELIJK),
    *(Teken.BEZIG, Teken.GEPLAND, Teken.GELUKT),
)


@dataclass(frozen=True, slots=True)
class Nachtstand:
    """One night of one municipality: the worst of its sources, and what was read in all of them."""

    dag: date
    teken: Teken
    gelezen: int
    run: int | None


@dataclass(frozen=True, slots=True)
class Nachten:
    """How a municipality's nights went; laatste is its newest run, gelezen the newest that read."""

    nachten: tuple[Nachtstand, ...]
    staat: Teken
    laatste: Nachtrij | None
    gelezen: Nachtrij | None
    aangewezen: int | None

    @property
    def ernst(self) -> int:
        """Give its place when the worst come first."""
        return _ERNST.index(self.staat)


@dataclass(frozen=True, slots=True)
class Rij:
    """One municipality in the list.

    gelezen     in the last night in which something was read, for one unchanged file says nothing
    gewoon      the median of `gelezen` of the same weekday, eight weeks back; None without history
    afwijking   how much more or less than usual, in percent; None without history
    aangewezen  records with an accident indicated in that night, over its sources
    """

    code: str
    naam: str
    stand: str
    pauze: bool
    staat: Teken
    woord: str
    reden: str
    laatste: datetime | None
    run: int | None
    gelezen: int | None
    gewoon: int | None
    afwijking: int | None
    aangewezen: int | None
    quarantaine: int
    volgende: datetime | None
    nachten: tuple[Nachtstand, ...]


def stand_uit(reeks: Nachtreeks, turns: Sequence[Beurt], now: datetime, *, pauze: bool) -> Nachten:
    """Do as `stand_van`, and remember it until the nights, the turns or what is late change."""
    return _onthouden(reeks, tuple(turns), _peil(turns, now), pauze)


@lru_cache(maxsize=2048)
def _onthouden(reeks: Nachtreeks, turns: tuple[Beurt, ...], peil: datetime, pauze: bool) -> Nachten:
    return stand_van(reeks.rijen(), turns, peil, pauze=pauze)


def _peil(turns: Sequence[Beurt], now: datetime) -> datetime:
    """Give the last moment at which a turn became late or a day began: nothing changed since."""
    today = lokale_dag(now)
    days = (today, today - timedelta(days=1))
    began = datetime.combine(today, time(), NEDERLAND).astimezone(UTC)
    late = (
        datetime.combine(day, scheduler.tijd(turn), NEDERLAND).astimezone(UTC) + _LAAT
        for turn in turns
        for day in days
    )
    # A turn is late after its moment, not at it.
    return max((one + _DAARNA for one in late if began <= one < now), default=began)


def stand_van(
    rows: Sequence[Nachtrij], turns: Sequence[Beurt], now: datetime, *, pauze: bool
) -> Nachten:
    """Look how the nights of one municipality went; a turn that left no trace was missed.

    On pause no turn is missed: a person wanted it so.
    """
    per_day: dict[date, list[Nachtrij]] = defaultdict(list)
    for row in rows:
        per_day[row.dag].append(row)
    days = _dagen(lokale_dag(now))
    missed = frozenset() if pauze else frozenset(_gemist(rows, turns, days, now))
    nights = tuple(_nacht(day, per_day.get(day, ()), day in missed) for day in days)
    last = max(rows, key=_RUN, default=None)
    read = max((row for row in rows if row.gelezen), key=_RUN, default=None)
    state = next((one.teken for one in reversed(nights) if one.teken != Teken.GEPLAND), None)
    return Nachten(nights, state or Teken.GEPLAND, last, read, _aangewezen(rows, read))


def _gemist(
    rows: Sequence[Nachtrij], turns: Sequence[Beurt], days: Sequence[date], now: datetime
) -> Iterator[date]:
    """Give the days on which a source that ran before should have run, and nothing tells of it."""
    for turn in turns:
        ran = {row.dag for row in rows if row.bronset == turn.bron}
        if not ran:
            continue
        first, at = min(ran), scheduler.tijd(turn)
        for day in days:
            if day in ran or day <= first:
                continue
            if now - datetime.combine(day, at, NEDERLAND) > _LAAT:
                yield day


_RUN = attrgetter("run")
#: A page of fifty municipalities would compile a hundred cron lines each time.
_trigger = lru_cache(maxsize=1024)(scheduler.trigger)


@lru_cache(maxsize=4)
def _dagen(today: date) -> tuple[date, ...]:
    """Give the nights shown; the same for hundreds of municipalities on one page."""
    return tuple(today - timedelta(days=back) for back in range(NACHTEN - 1, -1, -1))


def _nacht(day: date, rows: Sequence[Nachtrij], missed: bool) -> Nachtstand:
    if len(rows) == 1 and not missed:
        (row,) = rows
        return Nachtstand(day, teken(row.resultaat, row.quarantaine), row.gelezen or 0, row.run)
    marks = [teken(row.resultaat, row.quarantaine) for row in rows]
    return Nachtstand(
        dag=day,
        teken=ergste([*marks, Teken.NIET_GEDRAAID] if missed else marks),
        gelezen=sum(row.gelezen or 0 for row in rows),
        run=max((row.run for row in rows), default=None),
    )


def _aangewezen(rows: Sequence[Nachtrij], read: Nachtrij | None) -> int | None:
    """Count the accidents indicated in the last night that was read, over its sources."""
    if read is None:
        return None
    return sum(row.aangewezen or 0 for row in rows if row.dag == read.dag)


def gewoon(ledger: Ledger, standen: Mapping[str, Nachten]) -> dict[str, int]:
    """Give per municipality the median of the same weekday, for the source that was read last."""
    wanted = {code: one.gelezen for code, one in standen.items() if one.gelezen is not None}
    days = {day for row in wanted.values() for day in _zelfde_weekdag(row.dag)}
    found: dict[str, list[int]] = defaultdict(list)
    for code, bron, day, count in ledger.gelezen_op(list(wanted), sorted(days)):
        row = wanted[code]
        if bron == row.bronset and day in _zelfde_weekdag(row.dag):
            found[code].append(count)
    return {code: round(median(counts)) for code, counts in found.items()}


def _zelfde_weekdag(dag: date) -> Collection[date]:
    return [dag - timedelta(weeks=back) for back in range(1, WEKEN + 1)]


def afwijking(gelezen: int | None, usual: int | None) -> int | None:
    """Give how much more or less than usual was read, in percent."""
    return round(100 * (gelezen - usual) / usual) if gelezen is not None and usual else None


def volgende(turns: Sequence[Beurt], now: datetime) -> datetime | None:
    """Give when the next turn is, as the scheduler itself computes it."""
    due = (_trigger(turn).get_next_fire_time(None, now) for turn in turns)
    return min((one for one in due if one is not None), default=None)
