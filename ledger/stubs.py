"""Stubs: what is left of a record that waits for a person.

A stub closes when it is decided, when its record was seen as N or sent, or when two complete reads
of its slice did not show it; never by time alone. A closed stub keeps no merk and no herkenning.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    and_,
    bindparam,
    case,
    exists,
    func,
    literal,
    select,
    update,
)

from ledger import dialect, marks, problems, words
from ledger.shapes import Rekey, StubKort, StubRow, StubSoort
from ledger.tables import outbox, stub, stub_klaar
from regres import Bucket

NOT_IN_SOURCE = "niet_meer_in_bron"
MISSES = 2

_NOTED = (
    "zoekversie", "soort", "codes", "plaats", "snede", "merk", "merkversie", "clientmerk",
    "clientversie", "herkenning", "uiterlijk",
)  # fmt: skip


def flush(conn: Connection, run: Row[Any], seen: datetime) -> None:
    """Write a run's staged stubs. What a later read wrote about the same key stays."""
    made = dialect.upsert(conn, stub).from_select(
        ["gemeente", "zoeksleutel", "bronset", *_NOTED, *_SEEN],
        select(
            literal(run.gemeente),
            stub_klaar.c.zoeksleutel,
            literal(run.bronset),
            *(stub_klaar.c[name] for name in _NOTED),
            *(literal(value, stub.c[name].type) for name, value in _seen(seen).items()),
        ).where(stub_klaar.c.run == run.id),
    )
    newest: dict[str, ColumnElement[Any]] = {
        name: made.excluded[name] for name in ("bronset", *_NOTED, *_SEEN)
    }
    # A sliding window sees a record without knowing its slice; the slice it had is still its own.
    same = and_(made.excluded.snede == "", stub.c.bronset == made.excluded.bronset)
    newest["snede"] = case((same, stub.c.snede), else_=made.excluded.snede)
    # A stub that was closed comes back as a new one; an open one keeps its first day.
    newest["eerst_gezien"] = case(
        (stub.c.gesloten_op.is_(None), stub.c.eerst_gezien), else_=made.excluded.eerst_gezien
    )
    # A sliding window belongs to no slice: what a walk over the months found out stays.
    newest["snede"] = case((made.excluded.snede == "", stub.c.snede), else_=made.excluded.snede)
    conn.execute(
        made.on_conflict_do_update(
            index_elements=[stub.c.gemeente, stub.c.zoeksleutel],
            set_=newest,
            where=stub.c.laatst_gezien <= made.excluded.laatst_gezien,
        )
    )


def count_new(conn: Connection, run: Row[Any]) -> dict[Bucket, int]:
    """Count a run's staged stubs that do not wait yet, or wait for another reason."""
    known = exists().where(
        stub.c.gemeente == run.gemeente,
        stub.c.zoeksleutel == stub_klaar.c.zoeksleutel,
        stub.c.soort == stub_klaar.c.soort,
        stub.c.gesloten_op.is_(None),
    )
    found = conn.execute(
        select(stub_klaar.c.soort, func.count())
        .where(stub_klaar.c.run == run.id, ~known)
        .group_by(stub_klaar.c.soort)
    )
    return {Bucket(soort): count for soort, count in found}


def miss(
    conn: Connection, run: Row[Any], slices: Sequence[str], seen: datetime, now: datetime
) -> None:
    """Count a miss for each open stub of these slices that this read did not show."""
    unseen = and_(
        stub.c.gemeente == run.gemeente,
        stub.c.bronset == run.bronset,
        stub.c.snede.in_(list(slices)),
        stub.c.gesloten_op.is_(None),
        stub.c.laatst_gezien < seen,
    )
    conn.execute(update(stub).where(unseen).values(gemist=stub.c.gemist + 1))
    gone = and_(unseen, stub.c.gemist >= MISSES)
    conn.execute(update(stub).where(gone).values(_closed(NOT_IN_SOURCE, now)))


def close(conn: Connection, gemeente: str, which: Sequence[tuple[str, str]], now: datetime) -> None:
    """Close stubs by (zoeksleutel, reason), but not what the backend refused.

    A read finds a refused record unchanged, which says nothing about the refusal.
    """
    if not which:
        return
    read = stub.c.bronset != ""
    still_open = and_(_open(gemeente), stub.c.zoeksleutel == bindparam("key"), read)
    values = _closed("", now) | {"gesloten_reden": bindparam("why")}
    conn.execute(
        update(stub).where(still_open).values(values),
        [{"key": zoeksleutel, "why": reden} for zoeksleutel, reden in which],
    )


def close_by_hand(
    conn: Connection,
    gemeente: str,
    zoeksleutel: str,
    wie: str,
    rol: str,
    reden: str,
    now: datetime,
) -> None:
    """Close one stub because a person says so; kept among the decisions."""
    which = and_(_open(gemeente), stub.c.zoeksleutel == zoeksleutel)
    if conn.scalar(select(func.count()).select_from(stub).where(which)) == 0:
        raise problems.stub_unknown()
    conn.execute(update(stub).where(which).values(_closed("besluit", now)))
    what = {"zoeksleutel": zoeksleutel}
    marks.note_decision(conn, gemeente, "stub_gesloten", wie, rol, reden, now, what)


def close_sent(conn: Connection, run: Row[Any], now: datetime) -> None:
    """Close the stubs of records that this run sends; also those the backend refused before."""
    sent = select(outbox.c.zoeksleutel).where(outbox.c.run == run.id)
    which = and_(
        stub.c.gemeente == run.gemeente,
        stub.c.zoeksleutel.in_(sent),
        stub.c.gesloten_op.is_(None),
    )
    conn.execute(update(stub).where(which).values(_closed("klaargezet", now)))


def note_refused(conn: Connection, row: Row[Any], code: str, now: datetime) -> None:
    """Note that the backend refused a version; `row` is its row of the outbox."""
    values = {
        "gemeente": row.gemeente,
        "zoeksleutel": row.zoeksleutel,
        "bronset": "",
        "zoekversie": row.zoekversie,
        "soort": StubSoort.QUARANTAINE.value,
        "codes": words.dump([code]),
        "plaats": "",
        "snede": "",
        "merk": row.inhoudsmerk,
        "merkversie": row.merkversie,
        "clientmerk": row.clientmerk,
        "clientversie": row.clientversie,
        "herkenning": None,
        "uiterlijk": None,
    }
    made = dialect.upsert(conn, stub).values(values | _seen(now))
    conn.execute(
        made.on_conflict_do_update(
            index_elements=[stub.c.gemeente, stub.c.zoeksleutel], set_=values | _seen(now)
        )
    )


def rekey(conn: Connection, gemeente: str, keys: Sequence[Rekey]) -> None:
    """Write lookup keys anew; a stub that already stands under the new key keeps its place."""
    taken = select(stub.c.zoeksleutel).where(stub.c.gemeente == gemeente)
    free = bindparam("new").not_in(taken)
    which = and_(stub.c.gemeente == gemeente, stub.c.zoeksleutel == bindparam("old"), free)
    conn.execute(
        update(stub)
        .where(which)
        .values(zoeksleutel=bindparam("new"), zoekversie=bindparam("version")),
        [{"old": key.oud, "new": key.nieuw, "version": key.zoekversie} for key in keys],
    )


def brief(conn: Connection, gemeente: str) -> dict[str, StubKort]:
    """Give every open stub by lookup key, as a run needs it."""
    wanted = select(
        stub.c.zoeksleutel, stub.c.soort, stub.c.merk, stub.c.merkversie, stub.c.codes
    ).where(_open(gemeente))
    return {
        key: StubKort(StubSoort(soort), merk, version, tuple(words.load(codes)))
        for key, soort, merk, version, codes in conn.execute(wanted)
    }


def listed(conn: Connection, gemeente: str, soort: StubSoort | None) -> list[StubRow]:
    """Give open stubs, nearest deadline first, then longest waiting."""
    wanted = (
        select(stub)
        .where(_open(gemeente))
        .order_by(
            func.coalesce(stub.c.uiterlijk, "9999-12-31"), stub.c.eerst_gezien, stub.c.zoeksleutel
        )
    )
    if soort is not None:
        wanted = wanted.where(stub.c.soort == soort.value)
    return [_row(found) for found in conn.execute(wanted)]


def counts(conn: Connection, gemeente: str) -> dict[StubSoort, int]:
    """Count open stubs by kind, zeros included."""
    found = conn.execute(
        select(stub.c.soort, func.count()).where(_open(gemeente)).group_by(stub.c.soort)
    )
    return dict.fromkeys(StubSoort, 0) | {StubSoort(soort): count for soort, count in found}


def _open(gemeente: str) -> ColumnElement[bool]:
    return and_(stub.c.gemeente == gemeente, stub.c.gesloten_op.is_(None))


def _seen(moment: datetime) -> dict[str, Any]:
    return {
        "eerst_gezien": moment,
        "laatst_gezien": moment,
        "gemist": 0,
        "gesloten_op": None,
        "gesloten_reden": "",
    }


_SEEN = ("eerst_gezien", "laatst_gezien", "gemist", "gesloten_op", "gesloten_reden")


def _closed(reden: str, now: datetime) -> dict[str, Any]:
    return {"gesloten_op": now, "gesloten_reden": reden, "herkenning": None, "merk": ""}


def _row(found: Row[Any]) -> StubRow:
    return StubRow(
        zoeksleutel=found.zoeksleutel,
        soort=StubSoort(found.soort),
        codes=tuple(words.load(found.codes)),
        plaats=found.plaats,
        bronset=found.bronset,
        snede=found.snede,
        merk=found.merk,
        merkversie=found.merkversie,
        eerst_gezien=found.eerst_gezien,
        laatst_gezien=found.laatst_gezien,
        gemist=found.gemist,
        uit_aflevering=not found.bronset,
        uiterlijk=found.uiterlijk,
        herkenning=found.herkenning,
    )
