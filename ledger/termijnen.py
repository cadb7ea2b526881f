"""How long each thing is kept, and what is past its term now.

Nothing of one record goes by time alone while its source still shows it: it would come back the
next night as if it were new. An envelope goes at its receipt, whatever the clock says, so it has no
term here; nor does what waits for a person.
"""

from collections.abc import Iterator
from dataclasses import field
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, Select, and_, exists, func, or_, select

from ledger import delta, gezien, regie, terug, wissen
from ledger.blokkades import blocked_stand
from ledger.shapes.runs import Resultaat
from ledger.shapes.standen import StandStaat
from ledger.tables import (
    WAITING,
    besluit,
    blokkade,
    inhaalopdracht,
    outbox,
    overname,
    pauze,
    staand_besluit,
    stand,
    stub,
    stub_klaar,
)
from ledger.tables import run as runs
from ledger.wissen import Wissing
from regres.dag import lokale_dag
from regres.waarde import dataclass

JAAR = timedelta(days=365.25)
#: Of each kind of slot these stay, however old: the brake and the volume are compared with them.
_RUNS_BLIJVEN = 60


@dataclass(frozen=True, slots=True)
class Termijnen:
    """The terms; what is said of each is in docs/handboek/privacy.md.

    afgesloten    a provision, after the step `afgesloten` of the Regresloket
    hoogstens     a provision of which that step never came, after its last version
    bezwaar       a provision that was withdrawn for an objection, after the receipt
    stubs         a closed stub, and a version that was never sent
    beslissingen  a standing decision about a record the source no longer shows
    besluiten     the log of decisions
    runs          runs with their counts and problems
    aanleveringen  the sealed record of a delta source that waits (architecture: fixed)
    wisjournaal   lines of the journal of erasures: longer than any backup that may be put back
    """

    afgesloten: timedelta = 5 * JAAR
    hoogstens: timedelta = 25 * JAAR
    bezwaar: timedelta = timedelta(days=30)
    stubs: timedelta = timedelta(days=90)
    beslissingen: timedelta = JAAR
    besluiten: timedelta = 5 * JAAR
    runs: timedelta = 5 * JAAR
    aanleveringen: timedelta = delta.TERMIJN
    wisjournaal: timedelta = 2 * JAAR


@dataclass(frozen=True, slots=True)
class Bewaarplan:
    """What is past its term, by kind, and how much of each there is in all."""

    wissing: Wissing
    aantallen: dict[str, int] = field(default_factory=dict)
    totaal: dict[str, int] = field(default_factory=dict)


def plan(conn: Connection, ledger_id: str, terms: Termijnen, now: datetime) -> Bewaarplan:
    """Look what is past its term at this moment."""
    # What such a source said before its term is old enough: it will not be shown again.
    said_once = dict.fromkeys(gezien.delta(conn), now)
    gone = _Bron(gezien.grenzen(conn, now) | said_once)

    def prints(keys: Iterator[str]) -> frozenset[str]:
        return frozenset(wissen.vingerafdruk(ledger_id, key) for key in keys)

    what = Wissing(
        voorzieningen=prints(_provisions(conn, terms, gone, now)),
        stubs=prints(_stubs(conn, now - terms.stubs)),
        beslissingen=prints(_decisions(conn, gone, now - terms.beslissingen)),
        besluiten=frozenset(_log(conn, now - terms.besluiten)),
        runs=frozenset(_runs(conn, now - terms.runs)),
        blokkades=frozenset(_lifted(conn, now - terms.stubs)),
    )
    counts = {name: len(getattr(what, name)) for name in wissen.SOORTEN}
    counts["aanleveringen"] = len(delta.due(conn, now - terms.aanleveringen))
    return Bewaarplan(what, counts, _all(conn))


@dataclass(frozen=True, slots=True)
class _Bron:
    """Tells what a source no longer shows."""

    grenzen: dict[tuple[str, str], datetime]

    def kwijt(self, gemeente: str, bronset: str | None, seen: datetime | None) -> bool:
        limit = self.grenzen.get((gemeente, bronset or ""))
        return limit is not None and seen is not None and seen < limit


def _provisions(conn: Connection, terms: Termijnen, gone: _Bron, now: datetime) -> Iterator[str]:
    """Give the referentie of what is closed or very old and unseen, of objectors, and of nothing.

    "Of nothing" are versions that never became a stand: no one could open them, or they were
    overtaken before they left.
    """
    under_way = exists().where(outbox.c.referentie == stand.c.referentie, WAITING)
    last = select(func.max(outbox.c.ontvangen_op)).where(outbox.c.referentie == stand.c.referentie)
    wanted = (
        select(
            stand,
            runs.c.begonnen,
            last.scalar_subquery().label("ontvangen"),
            blocked_stand().label("bezwaar"),
        )
        .outerjoin(runs, runs.c.id == stand.c.run)
        .where(~under_way)
    )
    for row in conn.execute(wanted).all():
        seen = row.laatst_gezien or row.begonnen
        active = max(filter(None, (row.begonnen, row.ontvangen)), default=now)
        closed = row.afgesloten_op
        if row.bezwaar and row.staat == StandStaat.INGETROKKEN.value:
            due = active < now - terms.bezwaar
        elif closed is not None:
            due = closed < lokale_dag(now - terms.afgesloten)
            due = due and gone.kwijt(row.gemeente, row.bronset, seen)
        else:
            due = active < now - terms.hoogstens and gone.kwijt(row.gemeente, row.bronset, seen)
        if due:
            yield row.referentie
    yield from _loose(conn, now - terms.stubs)
    yield from _taken_over(conn, terms, now)


def _taken_over(conn: Connection, terms: Termijnen, now: datetime) -> Iterator[str]:
    """Give what was taken over from the backend and no read has met, past the same terms."""
    here = exists().where(stand.c.referentie == overname.c.referentie)
    wanted = select(overname.c.gemeente, overname.c.referentie, func.max(overname.c.ontvangen_op))
    groups = wanted.where(~here).group_by(overname.c.gemeente, overname.c.referentie)
    for gemeente, referentie, received in conn.execute(groups).all():
        closed = terug.afgesloten_op(conn, gemeente, referentie)
        ended = closed is not None and closed < lokale_dag(now - terms.afgesloten)
        if ended or received < now - terms.hoogstens:
            yield referentie


def _loose(conn: Connection, before: datetime) -> Iterator[str]:
    has_stand = exists().where(stand.c.referentie == outbox.c.referentie)
    newer = outbox.alias("newer")
    ended = runs.alias("ended")
    recent = exists().where(
        newer.c.referentie == outbox.c.referentie,
        ended.c.id == newer.c.run,
        or_(
            newer.c.status == "klaargezet", ended.c.geeindigd.is_(None), ended.c.geeindigd >= before
        ),
    )
    yield from conn.scalars(select(outbox.c.referentie).where(~has_stand, ~recent).distinct())


def _stubs(conn: Connection, before: datetime) -> Iterator[str]:
    decided = exists().where(
        staand_besluit.c.gemeente == stub.c.gemeente,
        staand_besluit.c.zoeksleutel == stub.c.zoeksleutel,
    )
    yield from conn.scalars(select(stub.c.zoeksleutel).where(stub.c.gesloten_op < before, ~decided))


def _decisions(conn: Connection, gone: _Bron, before: datetime) -> Iterator[str]:
    """Give decided records that no source shows any more; one that was sent goes with its stand."""
    sent = exists().where(
        stand.c.gemeente == staand_besluit.c.gemeente,
        stand.c.zoeksleutel == staand_besluit.c.zoeksleutel,
    )
    waits = exists().where(
        stub.c.gemeente == staand_besluit.c.gemeente,
        stub.c.zoeksleutel == staand_besluit.c.zoeksleutel,
        stub.c.gesloten_op.is_(None),
    )
    found: dict[str, bool] = {}
    for row in conn.execute(select(staand_besluit).where(~sent, ~waits)).all():
        lost = gone.kwijt(row.gemeente, row.bronset, row.laatst_gezien or row.tijd)
        due = row.tijd < before and lost
        found[row.zoeksleutel] = found.get(row.zoeksleutel, True) and due
    yield from (key for key, due in found.items() if due)


def _log(conn: Connection, before: datetime) -> Iterator[int]:
    """Give decisions of long ago on which nothing rests any more."""
    rests = or_(
        *(
            exists().where(table.c.besluit == besluit.c.id)
            for table in (staand_besluit, blokkade, pauze, inhaalopdracht)
        ),
        besluit.c.id.in_(_last_stand()),
    )
    yield from conn.scalars(select(besluit.c.id).where(besluit.c.tijd < before, ~rests))


def _last_stand() -> Select[tuple[int]]:
    """Give the last that was noted of each municipality's stand: else it would be noted anew."""
    kinds = besluit.c.soort.in_(regie.STANDEN)
    return select(func.max(besluit.c.id)).where(kinds).group_by(besluit.c.gemeente)


def _runs(conn: Connection, before: datetime) -> Iterator[int]:
    """Give runs of long ago that nothing refers to, but the last ones of each kind of slot."""
    kept: dict[tuple[str, str, str], int] = {}
    wanted = select(runs, _needed().label("nodig")).order_by(runs.c.id.desc())
    for row in conn.execute(wanted).all():
        kind = (row.gemeente, row.bronset, row.slotnaam)
        kept[kind] = kept.get(kind, 0) + 1
        old = row.geeindigd is not None and row.geeindigd < before
        waits = row.resultaat == Resultaat.WACHT_OP_VRIJGAVE.value
        if old and not row.nodig and not waits and kept[kind] > _RUNS_BLIJVEN:
            yield row.id


def _needed() -> ColumnElement[bool]:
    return or_(
        exists().where(outbox.c.run == runs.c.id),
        exists().where(stub_klaar.c.run == runs.c.id),
        exists().where(stand.c.run == runs.c.id),
    )


def _lifted(conn: Connection, before: datetime) -> Iterator[int]:
    """Give objections that were lifted so long ago that every source was read since."""
    lifted = and_(besluit.c.id == blokkade.c.opgeheven, besluit.c.tijd < before)
    yield from conn.scalars(select(blokkade.c.besluit).where(exists().where(lifted)).distinct())


def _all(conn: Connection) -> dict[str, int]:
    tables = {
        "voorzieningen": stand,
        "stubs": stub,
        "beslissingen": staand_besluit,
        "besluiten": besluit,
        "runs": runs,
        "blokkades": blokkade,
    }
    counted = {
        name: int(conn.scalar(select(func.count()).select_from(table)) or 0)
        for name, table in tables.items()
    }
    return counted | {"aanleveringen": delta.kept(conn)}
