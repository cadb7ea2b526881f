"""Freeing a run: what it found becomes what is known, and its rows may be sent."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any, Self

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    and_,
    bindparam,
    delete,
    exists,
    or_,
    select,
    update,
)

from ledger import audit, besluiten, blokkades, marks, staging, standen, stubs, words
from ledger.shapes.besluiten import Besluitlezing, Uitwerking
from ledger.shapes.runs import Closing, Resultaat
from ledger.shapes.standen import OutboxStatus
from ledger.shapes.stubs import StubSoort
from ledger.tables import WAITING, envelop, moment_text, outbox, overname, stand, text_moment
from ledger.tables import run as run_table
from regres import SoortMelding
from regres.waarde import dataclass


@dataclass(frozen=True, slots=True)
class Todo:
    """What the release of a run must still write besides its rows."""

    gelezen_op: datetime
    checkpoint: Any
    snede: str
    sneden: tuple[str, ...]
    gesloten_stubs: tuple[tuple[str, str], ...]
    besluiten_tot: int
    besluitlezingen: tuple[Besluitlezing, ...]
    gezocht: tuple[str, ...]

    @classmethod
    def of(cls, closing: Closing, now: datetime) -> Self:
        """Take it from a closing."""
        closed = tuple((key, reden) for key, reden in closing.gesloten_stubs)
        return cls(
            closing.geleverd_op or now,
            closing.checkpoint,
            closing.snede,
            tuple(closing.sneden),
            closed,
            closing.besluiten_tot,
            tuple(closing.besluitlezingen),
            tuple(closing.gezocht),
        )

    def dump(self) -> str:
        """Write it."""
        return words.dump(
            {
                "gelezen_op": moment_text(self.gelezen_op),
                "checkpoint": self.checkpoint,
                "snede": self.snede,
                "sneden": list(self.sneden),
                "gesloten_stubs": [list(pair) for pair in self.gesloten_stubs],
                "besluiten_tot": self.besluiten_tot,
                "besluitlezingen": [asdict(one) for one in self.besluitlezingen],
                "gezocht": list(self.gezocht),
            }
        )

    @classmethod
    def load(cls, text: str) -> Self:
        """Read it back; a run that waited before there were decisions knew of none."""
        none = {"besluiten_tot": 0, "besluitlezingen": (), "gezocht": ()}
        found = none | words.load(text)
        return cls(
            text_moment(found["gelezen_op"]),
            found["checkpoint"],
            found["snede"],
            tuple(found["sneden"]),
            tuple((key, reden) for key, reden in found["gesloten_stubs"]),
            found["besluiten_tot"],
            tuple(_lezing(one) for one in found["besluitlezingen"]),
            tuple(found["gezocht"]),
        )


def _lezing(kept: dict[str, Any]) -> Besluitlezing:
    soort, uitwerking = StubSoort(kept["soort"]), Uitwerking(kept["uitwerking"])
    return Besluitlezing(**kept | {"soort": soort, "uitwerking": uitwerking})


def free(conn: Connection, run: Row[Any], todo: Todo, now: datetime, actor: str) -> None:
    """Apply a run; the row of the run itself is ended by the caller."""
    _retire(conn, _outran(conn, run), "stand_verder")
    _retire(conn, _decided_since(conn, run, todo), stubs.DECIDED_SINCE)
    _retire(conn, blokkades.hold_back(conn, run), blokkades.CODE)
    stubs.close_sent(conn, run, now)
    standen.move(conn, run)
    older = _overtaken(conn, run)
    _retire(conn, older, "nieuwere_versie")
    _retire(conn, _withdrawn_unsent(conn, run), "nooit_verstuurd")
    put_off = besluiten.put_off(conn, run.gemeente, todo.besluiten_tot)
    answered = [pair for pair in todo.gesloten_stubs if pair[0] not in put_off]
    stubs.close(conn, run.gemeente, answered, now)
    stubs.flush(conn, run, todo.gelezen_op)
    besluiten.close_again(conn, run.gemeente, todo.besluiten_tot, now)
    besluiten.note_read(conn, run, todo.besluitlezingen, now)
    stubs.miss(conn, run, (todo.sneden, todo.gezocht), todo.gelezen_op, now)
    staging.drop_stubs(conn, run.id)
    if not _freed_meanwhile(conn, run):
        marks.move_checkpoint(conn, run, todo.snede, todo.checkpoint)
    if _withdraws(conn, run):
        # Another source may say J of the same provision; its file need not have changed for that.
        marks.read_others_again(conn, run, now)
    _audit(conn, run, older, now, actor)


def _decided_since(conn: Connection, run: Row[Any], todo: Todo) -> list[Row[Any]]:
    """Find rows of this run that a person decided against after they were read.

    The checkpoint knows of no later decision than the read did, so the source is read again.
    """
    against = besluiten.taken_back(run.gemeente, todo.besluiten_tot)
    return _rows(conn, and_(outbox.c.run == run.id, WAITING, against))


def _outran(conn: Connection, run: Row[Any]) -> list[Row[Any]]:
    """Find rows of this run that are not newer than what was released while it read or waited.

    Nothing is lost with them: the next read compares with the stand as it is then, and the
    checkpoint stays behind so that it comes.
    """
    newer = exists().where(
        stand.c.gemeente == run.gemeente,
        stand.c.referentie == outbox.c.referentie,
        stand.c.versie >= outbox.c.versie,
    )
    # Taken over from the backend, and no read has met it since.
    arrived = exists().where(
        overname.c.gemeente == run.gemeente,
        overname.c.referentie == outbox.c.referentie,
        overname.c.versie >= outbox.c.versie,
    )
    return _rows(conn, and_(outbox.c.run == run.id, or_(newer, arrived)))


def _freed_meanwhile(conn: Connection, run: Row[Any]) -> bool:
    """Tell whether anything was freed since this run looked what stands.

    It judged by stands of before, so what it read must be compared anew: a file that does not
    change may not be skipped then.
    """
    other = and_(run_table.c.gemeente == run.gemeente, run_table.c.id != run.id)
    later = exists().where(other, run_table.c.vrij_op > run.begonnen)
    return bool(conn.scalar(select(later)))


def _withdraws(conn: Connection, run: Row[Any]) -> bool:
    withdrawal = outbox.c.soort == SoortMelding.INTREKKING.value
    return bool(conn.scalar(select(exists().where(outbox.c.run == run.id, withdrawal))))


def _overtaken(conn: Connection, run: Row[Any]) -> list[Row[Any]]:
    """Find older released versions that were never offered: this run's snapshot says it all."""
    newer = outbox.alias("newer")
    told_again = exists().where(
        newer.c.gemeente == run.gemeente,
        newer.c.run == run.id,
        newer.c.status == OutboxStatus.KLAARGEZET.value,
        newer.c.referentie == outbox.c.referentie,
        newer.c.versie > outbox.c.versie,
    )
    released = exists().where(
        run_table.c.id == outbox.c.run, run_table.c.resultaat == Resultaat.VRIJ.value
    )
    unsent = and_(WAITING, outbox.c.pogingen == 0, released)
    return _rows(conn, and_(outbox.c.gemeente == run.gemeente, unsent, told_again))


def _withdrawn_unsent(conn: Connection, run: Row[Any]) -> list[Row[Any]]:
    """Find withdrawals of what never left this house: the backend need not hear of them."""
    other = outbox.alias("other")
    offered = exists().where(
        other.c.gemeente == run.gemeente,
        other.c.referentie == outbox.c.referentie,
        other.c.pogingen > 0,
    )
    arrived = exists().where(
        stand.c.gemeente == run.gemeente,
        stand.c.referentie == outbox.c.referentie,
        stand.c.afgeleverd,
    )
    withdrawal = outbox.c.soort == SoortMelding.INTREKKING.value
    return _rows(conn, and_(outbox.c.run == run.id, WAITING, withdrawal, ~offered, ~arrived))


def _rows(conn: Connection, which: ColumnElement[bool]) -> list[Row[Any]]:
    wanted = select(outbox.c.id, outbox.c.referentie, outbox.c.soort, outbox.c.status)
    return list(conn.execute(wanted.where(which).order_by(outbox.c.id)))


def _retire(conn: Connection, rows: Sequence[Row[Any]], code: str) -> None:
    if not rows:
        return
    keys = [{"key": row.id} for row in rows]
    conn.execute(
        update(outbox)
        .where(outbox.c.id == bindparam("key"))
        .values(status=OutboxStatus.INGEHAALD.value, code=code),
        keys,
    )
    conn.execute(delete(envelop).where(envelop.c.outbox == bindparam("key")), keys)


def _audit(
    conn: Connection, run: Row[Any], older: Sequence[Row[Any]], now: datetime, actor: str
) -> None:
    """Tell of each row of the run what became of it, and which older ones it took the place of."""
    rows = [*_rows(conn, outbox.c.run == run.id)]
    told = [(row, _outcome(row.status)) for row in rows]
    told += [(row, OutboxStatus.INGEHAALD) for row in older]
    when, origin = moment_text(now), f"run:{run.id}"
    hidden = audit.objects(conn, [row.referentie for row, _ in told])
    audit.append(
        conn,
        (
            audit.Entry(
                tijd=when,
                actie=f"melding_{row.soort}",
                object=name,
                resultaat=outcome.value,
                oorsprong=origin,
                actor=actor,
            )
            for name, (row, outcome) in zip(hidden, told, strict=True)
        ),
    )


def _outcome(status: str) -> OutboxStatus:
    return OutboxStatus.VRIJ if status == OutboxStatus.KLAARGEZET else OutboxStatus(status)
