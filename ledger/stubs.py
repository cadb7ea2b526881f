"""Stubs: what is left of a record that waits for a person.

A stub closes when it is decided, when its record was seen as N or sent, or when two complete reads
of its slice did not show it; never by time alone. A closed stub keeps no merk, no herkenning and no
record.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    and_,
    bindparam,
    case,
    delete,
    exists,
    func,
    literal,
    or_,
    select,
    update,
)

from ledger import dialect, marks, problems, words
from ledger.shapes.besluiten import Keuze, Uitwerking
from ledger.shapes.sleutels import Hermerk, Rekey, Signaalmerk
from ledger.shapes.stubs import StubKort, StubRow, StubSoort
from ledger.tables import outbox, staand_besluit, stub, stub_klaar
from regres import Bucket, Handelend

NOT_IN_SOURCE = "niet_meer_in_bron"
DECIDED = "besluit"
#: Of a row that is not sent after all, for a person decided otherwise while its run waited.
DECIDED_SINCE = "later_besluit"
MISSES = 2

_NOTED = (
    "zoekversie", "soort", "codes", "plaats", "snede", "merk", "merkversie", "clientmerk",
    "clientversie", "herkenning", "uiterlijk", "redenen", "record", "toekenning",
    "bronmerk",
)  # fmt: skip

_KORT = ("soort", "bronset", "merk", "merkversie", "codes", "clientversie")


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
    newest["pogingen"] = case((stub.c.gesloten_op.is_(None), stub.c.pogingen), else_=None)
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
    conn: Connection,
    run: Row[Any],
    looked: tuple[Sequence[str], Sequence[str]],
    seen: datetime,
    now: datetime,
) -> None:
    """Count a miss for each stub that this read looked for and did not show.

    looked  the slices that were read completely, and lookup keys beside those
    Of the closed ones only those whose decision no read has met: that must not stay unsaid.
    """
    slices, keys = looked
    waiting = or_(stub.c.gesloten_op.is_(None), and_(stub.c.gesloten_reden == DECIDED, _unread()))
    unseen = and_(
        stub.c.gemeente == run.gemeente,
        stub.c.bronset == run.bronset,
        or_(stub.c.snede.in_(list(slices)), stub.c.zoeksleutel.in_(list(keys))),
        waiting,
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
    door: Handelend,
    now: datetime,
) -> None:
    """Close one stub because a person says so; kept among the decisions."""
    which = and_(_open(gemeente), stub.c.zoeksleutel == zoeksleutel)
    if conn.scalar(select(func.count()).select_from(stub).where(which)) == 0:
        raise problems.stub_unknown()
    conn.execute(update(stub).where(which).values(_closed(DECIDED, now)))
    what = {"zoeksleutel": zoeksleutel}
    marks.note_decision(conn, gemeente, "stub_gesloten", door, now, what)


def find(conn: Connection, gemeente: str, zoeksleutel: str) -> Row[Any] | None:
    """Give an open stub; None when nothing waits under this key."""
    which = and_(_open(gemeente), stub.c.zoeksleutel == zoeksleutel)
    return conn.execute(select(stub).where(which)).one_or_none()


def close_decided(conn: Connection, which: ColumnElement[bool], now: datetime) -> None:
    """Close open stubs because a person decided."""
    still_open = and_(which, stub.c.gesloten_op.is_(None))
    conn.execute(update(stub).where(still_open).values(_closed(DECIDED, now)))


def close_for(conn: Connection, which: ColumnElement[bool], reden: str, now: datetime) -> None:
    """Close open stubs for another reason than a decision about the record."""
    still_open = and_(which, stub.c.gesloten_op.is_(None))
    conn.execute(update(stub).where(still_open).values(_closed(reden, now)))


def reopen(conn: Connection, gemeente: str, zoeksleutel: str, merk: str, merkversie: int) -> None:
    """Put a decided stub back on the list; what it was recognised by comes with the next read."""
    which = and_(stub.c.gemeente == gemeente, stub.c.zoeksleutel == zoeksleutel)
    decided = and_(which, stub.c.gesloten_reden == DECIDED)
    marks = {"merk": merk, "merkversie": merkversie}
    values = marks | {"gesloten_op": None, "gesloten_reden": "", "gemist": 0}
    conn.execute(update(stub).where(decided).values(values))


def close_sent(conn: Connection, run: Row[Any], now: datetime) -> None:
    """Close the stubs of records that this run sends; also those the backend refused before."""
    sent = select(outbox.c.zoeksleutel).where(
        outbox.c.run == run.id, outbox.c.code != DECIDED_SINCE
    )
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
        "redenen": None,
        "record": None,
        "toekenning": None,
    }
    made = dialect.upsert(conn, stub).values(values | _seen(now))
    conn.execute(
        made.on_conflict_do_update(
            index_elements=[stub.c.gemeente, stub.c.zoeksleutel], set_=values | _seen(now)
        )
    )


def rekey(conn: Connection, gemeente: str, keys: Sequence[Rekey]) -> None:
    """Write lookup keys anew; one that already waits under its new key does not wait twice."""
    taken = select(stub.c.zoeksleutel).where(stub.c.gemeente == gemeente)
    free = bindparam("new").not_in(taken)
    old = and_(stub.c.gemeente == gemeente, stub.c.zoeksleutel == bindparam("old"))
    rows = [{"old": key.oud, "new": key.nieuw, "version": key.zoekversie} for key in keys]
    values: dict[str, Any] = {"zoeksleutel": bindparam("new"), "zoekversie": bindparam("version")}
    conn.execute(update(stub).where(old, free).values(values), rows)
    conn.execute(delete(stub).where(old), [{"old": key.oud} for key in keys])


def hermerk(conn: Connection, gemeente: str, merken: Sequence[Signaalmerk]) -> None:
    """Write marks anew where they are still what they were when they were made."""
    here = and_(_open(gemeente), stub.c.zoeksleutel == bindparam("key"))
    mark: dict[str, Any] = {"merk": bindparam("new"), "merkversie": bindparam("version")}
    conn.execute(
        update(stub).where(here, stub.c.merk == bindparam("was")).values(mark),
        [
            {"key": one.zoeksleutel, "was": one.was, "new": one.merk, "version": one.merkversie}
            for one in merken
        ],
    )
    client: dict[str, Any] = {
        "clientmerk": bindparam("client"),
        "clientversie": bindparam("under"),
    }
    whom = [
        {"key": one.zoeksleutel, "client": one.clientmerk, "under": one.clientversie}
        for one in merken
        if one.clientmerk
    ]
    if whom:
        conn.execute(update(stub).where(here, stub.c.clientmerk != "").values(client), whom)


def hermerk_refused(conn: Connection, gemeente: str, merken: Sequence[Hermerk]) -> None:
    """Let what the backend refused keep the mark of its facts, as its stand has it now."""
    refused = and_(_open(gemeente), stub.c.bronset == "")
    waits = set(conn.scalars(select(stub.c.merk).where(refused)))
    rows = [
        {"was": one.was_merk, "new": one.inhoudsmerk, "version": one.merkversie}
        for one in merken
        if one.was_merk in waits
    ]
    if rows:
        values: dict[str, Any] = {"merk": bindparam("new"), "merkversie": bindparam("version")}
        conn.execute(
            update(stub).where(refused, stub.c.merk == bindparam("was")).values(values), rows
        )


def brief(
    conn: Connection, gemeente: str, keys: Collection[str] | None = None
) -> dict[str, StubKort]:
    """Give open stubs by lookup key, as a run needs them; None = all of them."""
    names = ("zoeksleutel", *_KORT, "bronmerk", "redenen", "uiterlijk")
    wanted = select(*(stub.c[name] for name in names)).where(_open(gemeente))
    if keys is not None:
        wanted = wanted.where(stub.c.zoeksleutel.in_(list(keys)))
    return {
        row.zoeksleutel: StubKort(
            StubSoort(row.soort),
            row.bronset,
            row.merk,
            row.merkversie,
            tuple(words.load(row.codes)),
            row.clientversie,
            *((row.bronmerk, row.redenen or "[]", row.uiterlijk) if row.bronmerk else ()),
        )
        for row in conn.execute(wanted)
    }


def listed(conn: Connection, gemeente: str, soort: StubSoort | None) -> list[StubRow]:
    """Give open stubs, nearest deadline first, then longest waiting."""
    return [_row(found) for found in conn.execute(_listed([gemeente], soort))]


def listed_per(
    conn: Connection, gemeenten: Collection[str], soort: StubSoort
) -> dict[str, list[StubRow]]:
    """Give open stubs of several municipalities in one question, by municipality that has any."""
    found: dict[str, list[StubRow]] = {}
    for row in conn.execute(_listed(gemeenten, soort)):
        found.setdefault(row.gemeente, []).append(_row(row))
    return found


def _listed(gemeenten: Collection[str], soort: StubSoort | None) -> Select[Any]:
    later = and_(
        staand_besluit.c.gemeente == stub.c.gemeente,
        staand_besluit.c.zoeksleutel == stub.c.zoeksleutel,
        staand_besluit.c.soort == stub.c.soort,
        staand_besluit.c.bronset == stub.c.bronset,
        staand_besluit.c.keuze == Keuze.LATER.value,
        staand_besluit.c.uitwerking != Uitwerking.HEROPEND.value,
    )
    wanted = (
        select(stub, staand_besluit.c.tijd)
        .outerjoin(staand_besluit, later)
        .where(stub.c.gemeente.in_(list(gemeenten)), stub.c.gesloten_op.is_(None))
        .order_by(
            func.coalesce(stub.c.uiterlijk, "9999-12-31"), stub.c.eerst_gezien, stub.c.zoeksleutel
        )
    )
    if soort is not None:
        wanted = wanted.where(stub.c.soort == soort.value)
    return wanted


def counts(conn: Connection, gemeente: str) -> dict[StubSoort, int]:
    """Count open stubs by kind, zeros included."""
    found = conn.execute(
        select(stub.c.soort, func.count()).where(_open(gemeente)).group_by(stub.c.soort)
    )
    return dict.fromkeys(StubSoort, 0) | {StubSoort(soort): count for soort, count in found}


def open_per_gemeente(conn: Connection) -> dict[str, dict[StubSoort, int]]:
    """Count open stubs of every municipality that has any, by kind."""
    found: dict[str, dict[StubSoort, int]] = {}
    rows = conn.execute(
        select(stub.c.gemeente, stub.c.soort, func.count())
        .where(stub.c.gesloten_op.is_(None))
        .group_by(stub.c.gemeente, stub.c.soort)
    )
    for gemeente, soort, count in rows:
        found.setdefault(gemeente, {})[StubSoort(soort)] = count
    return found


def _unread() -> ColumnElement[bool]:
    return exists().where(
        staand_besluit.c.gemeente == stub.c.gemeente,
        staand_besluit.c.zoeksleutel == stub.c.zoeksleutel,
        staand_besluit.c.bronset == stub.c.bronset,
        staand_besluit.c.uitwerking == Uitwerking.WACHT.value,
    )


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
    kept = {"herkenning": None, "record": None, "merk": "", "toekenning": None, "bronmerk": None}
    return {"gesloten_op": now, "gesloten_reden": reden} | kept


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
        wacht_sinds=max(found.eerst_gezien, found.tijd or found.eerst_gezien),
        redenen=words.load_reasons(found.redenen),
        clientmerk=found.clientmerk,
        clientversie=found.clientversie,
        herkenning=found.herkenning,
        pogingen=found.pogingen or 0,
    )
