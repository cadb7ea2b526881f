"""Decisions that reads act on: what a person said about a record that waited.

The log of decisions keeps all; the last one about a record stands. It speaks of the signals the
record had, in each source where a person saw it: whether they are the same is for the read to say.
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
    select,
    update,
)

from ledger import audit, binding, dialect, marks, problems, stubs, words
from ledger.shapes.besluiten import BeslotenRow, Besluitlezing, Keuze, StaandBesluit, Uitwerking
from ledger.shapes.sleutels import Rekey, Signaalmerk
from ledger.shapes.standen import StandStaat
from ledger.shapes.stubs import StubSoort
from ledger.tables import besluit, outbox, stand, stub
from ledger.tables import staand_besluit as staand
from regres import Handelend, SoortMelding

#: What a person may decide of each kind of waiting; quarantine is mended, not judged.
MAG: dict[StubSoort, frozenset[Keuze]] = {
    StubSoort.BEOORDELEN: frozenset({Keuze.JA, Keuze.NEE, Keuze.LATER}),
    StubSoort.VASTGEHOUDEN: frozenset({Keuze.LAAT_LOS}),
}


_OF_THE_STUB = ("plaats", "uiterlijk", "redenen", "clientmerk", "clientversie")


def standing(conn: Connection, gemeente: str) -> tuple[StaandBesluit, ...]:
    """Give every decision that stands, of all sources."""
    found = conn.execute(select(staand).where(staand.c.gemeente == gemeente))
    return tuple(_standing(row) for row in found)


def decide(
    conn: Connection,
    gemeente: str,
    zoeksleutel: str,
    keuze: Keuze,
    door: Handelend,
    now: datetime,
    *,
    houd: bool = False,
) -> int:
    """Keep a decision, and close or put back its stub; gives its number in the log.

    It binds to the signals of the open stub, else (a change of mind) to those it was about before.
    houd: the stub stays, with the record that is kept of it, until that was carried on.
    """
    soort = next(kind for kind, may in MAG.items() if keuze in may)
    waits = stubs.find(conn, gemeente, zoeksleutel)
    about = waits if waits is not None and waits.soort == soort.value else None
    about = about or _before(conn, gemeente, zoeksleutel, soort)
    if about is None:
        raise problems.stub_unknown() if waits is None else problems.not_to_decide(waits.soort)
    what = {"zoeksleutel": zoeksleutel, "keuze": keuze.value, "codes": words.load(about.codes)}
    name = keuze.value if soort is StubSoort.VASTGEHOUDEN else f"review_{keuze.value}"
    number = marks.note_decision(conn, gemeente, name, door, now, what)
    _keep(conn, about, soort, keuze, number, now)
    whose = _about(gemeente, zoeksleutel, soort)
    binding.leg_vast(conn, binding.STAAND, whose, now, door.wie)
    if keuze is Keuze.LATER:
        stubs.reopen(conn, gemeente, zoeksleutel, about.merk, about.merkversie)
    elif not houd:
        stubs.close_decided(conn, _stub_of(gemeente, zoeksleutel, soort), now)
    return number


def toch_geen_ongeval(
    conn: Connection, gemeente: str, referentie: str, door: Handelend, now: datetime
) -> int:
    """Decide that a melding that stands was no accident; the next read withdraws it.

    Nothing waits here, so no mark of its signals is known: the read that meets it binds it to them.
    """
    which = and_(stand.c.gemeente == gemeente, stand.c.referentie == referentie)
    stands = and_(which, stand.c.staat == StandStaat.STAAND.value)
    row = conn.execute(select(stand).where(stands)).one_or_none()
    if row is None:
        raise problems.does_not_stand()
    keuze, soort = Keuze.TOCH_GEEN_ONGEVAL, StubSoort.BEOORDELEN
    what = {"zoeksleutel": row.zoeksleutel, "keuze": keuze.value, "codes": []}
    number = marks.note_decision(conn, gemeente, keuze.value, door, now, what)
    values = {
        "zoekversie": row.zoekversie,
        "keuze": keuze.value,
        "merk": "",
        "merkversie": row.merkversie,
        "codes": words.dump([]),
        "besluit": number,
        "tijd": now,
        "uitwerking": Uitwerking.WACHT.value,
    }
    made = dialect.upsert(conn, staand).values(
        gemeente=gemeente,
        zoeksleutel=row.zoeksleutel,
        soort=soort.value,
        bronset=row.bronset or "",
        **values,
    )
    key = staand.primary_key.columns.values()
    conn.execute(made.on_conflict_do_update(index_elements=key, set_=values))
    whose = _about(gemeente, row.zoeksleutel, soort)
    binding.leg_vast(conn, binding.STAAND, whose, now, door.wie)
    stubs.close_decided(conn, _stub_of(gemeente, row.zoeksleutel, soort), now)
    return number


def decided(conn: Connection, gemeente: str, soort: StubSoort) -> list[BeslotenRow]:
    """Give the records of a kind that were decided, newest decision first; not what was put off."""
    return [_decided(row) for row in conn.execute(_asked([gemeente], soort))]


def decided_per(
    conn: Connection, gemeenten: Collection[str], soort: StubSoort, most: int
) -> list[tuple[str, BeslotenRow]]:
    """Give the last ones of several municipalities in one question, each with its municipality."""
    found = conn.execute(_asked(gemeenten, soort).limit(most))
    return [(row.gemeente, _decided(row)) for row in found]


def _asked(gemeenten: Collection[str], soort: StubSoort) -> Select[Any]:
    same = and_(
        stub.c.gemeente == staand.c.gemeente,
        stub.c.zoeksleutel == staand.c.zoeksleutel,
        stub.c.bronset == staand.c.bronset,
    )
    return (
        select(
            staand,
            *(besluit.c[name] for name in ("wie", "rol", "reden")),
            *(stub.c[name] for name in _OF_THE_STUB),
            stub.c.gesloten_reden,
        )
        .join(besluit, besluit.c.id == staand.c.besluit)
        .outerjoin(stub, same)
        .where(staand.c.gemeente.in_(list(gemeenten)), staand.c.soort == soort.value)
        .where(staand.c.keuze != Keuze.LATER.value)
        .order_by(staand.c.besluit.desc(), staand.c.bronset)
    )


def note_read(
    conn: Connection, run: Row[Any], read: Sequence[Besluitlezing], now: datetime
) -> None:
    """Write what a run made of decisions; one that was replaced meanwhile is left alone."""
    if not read:
        return
    same = and_(
        staand.c.gemeente == run.gemeente,
        staand.c.bronset == run.bronset,
        staand.c.zoeksleutel == bindparam("key"),
        staand.c.soort == bindparam("kind"),
        staand.c.besluit == bindparam("number"),
    )
    conn.execute(
        update(staand)
        .where(same)
        .values(
            uitwerking=bindparam("effect"), merk=bindparam("mark"), merkversie=bindparam("version")
        ),
        [
            {
                "key": one.zoeksleutel,
                "kind": one.soort.value,
                "number": one.nummer,
                "effect": one.uitwerking.value,
                "mark": one.merk,
                "version": one.merkversie,
            }
            for one in read
        ],
    )
    _leg_vast(conn, run.gemeente, [one.zoeksleutel for one in read], now)


def close_again(conn: Connection, gemeente: str, known: int, now: datetime) -> None:
    """Close the stubs that a read put back because it did not know of a decision yet."""
    spoken = exists().where(
        _since(gemeente, known),
        staand.c.zoeksleutel == stub.c.zoeksleutel,
        staand.c.soort == stub.c.soort,
        staand.c.merk == stub.c.merk,
        staand.c.merkversie == stub.c.merkversie,
        staand.c.keuze != Keuze.LATER.value,
        # A kept record cannot be read again: it goes when the decision was carried out.
        stub.c.record.is_(None),
    )
    stubs.close_decided(conn, and_(stub.c.gemeente == gemeente, spoken), now)


def taken_back(gemeente: str, known: int) -> ColumnElement[bool]:
    """Tell of a row of the outbox that a person decided otherwise after its record was read."""
    withdrawal = outbox.c.soort == SoortMelding.INTREKKING.value
    against = case(
        (withdrawal, staand.c.keuze.in_([Keuze.JA.value, Keuze.LATER.value])),
        else_=staand.c.keuze.in_(
            [Keuze.NEE.value, Keuze.LATER.value, Keuze.TOCH_GEEN_ONGEVAL.value]
        ),
    )
    return exists().where(
        _since(gemeente, known), staand.c.zoeksleutel == outbox.c.zoeksleutel, against
    )


def put_off(conn: Connection, gemeente: str, known: int) -> frozenset[str]:
    """Give the keys of records that were put off after the read: their stubs stay as they are."""
    later = staand.c.keuze == Keuze.LATER.value
    return frozenset(
        conn.scalars(select(staand.c.zoeksleutel).where(_since(gemeente, known), later))
    )


def rekey(conn: Connection, gemeente: str, keys: Sequence[Rekey], now: datetime) -> None:
    """Write lookup keys anew; a decision that already stands under the new key wins."""
    before = _count(conn, gemeente)
    taken = staand.alias("taken")
    free = ~exists().where(
        taken.c.gemeente == gemeente,
        taken.c.zoeksleutel == bindparam("new"),
        taken.c.soort == staand.c.soort,
        taken.c.bronset == staand.c.bronset,
    )
    old = and_(staand.c.gemeente == gemeente, staand.c.zoeksleutel == bindparam("old"))
    rows = [{"old": key.oud, "new": key.nieuw, "version": key.zoekversie} for key in keys]
    values: dict[str, Any] = {"zoeksleutel": bindparam("new"), "zoekversie": bindparam("version")}
    conn.execute(update(staand).where(old, free).values(values), rows)
    conn.execute(delete(staand).where(old), [{"old": key.oud} for key in keys])
    gone = {binding.STAAND.naam: before - _count(conn, gemeente)}
    binding.ontkoppel(conn, gone, now, oorsprong=f"gemeente:{gemeente}")
    _leg_vast(conn, gemeente, [key.nieuw for key in keys], now)


def hermerk(conn: Connection, gemeente: str, merken: Sequence[Signaalmerk], now: datetime) -> None:
    """Write the marks of what was decided on anew, where they are still what they were."""
    which = and_(
        staand.c.gemeente == gemeente,
        staand.c.zoeksleutel == bindparam("key"),
        staand.c.merk == bindparam("was"),
    )
    values: dict[str, Any] = {"merk": bindparam("new"), "merkversie": bindparam("version")}
    conn.execute(
        update(staand).where(which).values(values),
        [
            {"key": one.zoeksleutel, "was": one.was, "new": one.merk, "version": one.merkversie}
            for one in merken
        ],
    )
    _leg_vast(conn, gemeente, [one.zoeksleutel for one in merken], now)


def _leg_vast(conn: Connection, gemeente: str, keys: Sequence[str], now: datetime) -> None:
    """Have the audit trail answer for what stands under these keys, as a read left it."""
    for start in range(0, len(keys), 500):
        some = staand.c.zoeksleutel.in_(keys[start : start + 500])
        which = and_(staand.c.gemeente == gemeente, some)
        binding.leg_vast(conn, binding.STAAND, which, now, audit.SELF)


def _count(conn: Connection, gemeente: str) -> int:
    mine = select(func.count()).select_from(staand).where(staand.c.gemeente == gemeente)
    return int(conn.scalar(mine) or 0)


def _before(conn: Connection, gemeente: str, zoeksleutel: str, soort: StubSoort) -> Row[Any] | None:
    """Give what was decided before, of the source that a list would show."""
    place = stub.c.bronset == staand.c.bronset
    wanted = (
        select(staand)
        .outerjoin(stub, and_(_stub_of(gemeente, zoeksleutel, soort), place))
        .where(_about(gemeente, zoeksleutel, soort))
        .order_by(stub.c.bronset.is_(None), staand.c.bronset)
    )
    return conn.execute(wanted.limit(1)).one_or_none()


def _about(gemeente: str, zoeksleutel: str, soort: StubSoort) -> ColumnElement[bool]:
    return and_(
        staand.c.gemeente == gemeente,
        staand.c.zoeksleutel == zoeksleutel,
        staand.c.soort == soort.value,
    )


def _keep(
    conn: Connection, about: Row[Any], soort: StubSoort, keuze: Keuze, number: int, now: datetime
) -> None:
    """Let a decision stand in the place of an earlier one; `about` is its stub or the earlier.

    What a person saw of the record in other sources is judged with it: two verdicts about one
    record would send and withdraw it in turn.
    """
    said = {
        "keuze": keuze.value,
        "besluit": number,
        "tijd": now,
        "uitwerking": Uitwerking.WACHT.value,
    }
    kept = ("zoekversie", "merk", "merkversie", "codes")
    values = said | {name: getattr(about, name) for name in kept}
    whose = (about.gemeente, about.zoeksleutel, soort)
    conn.execute(update(staand).where(_about(*whose)).values(said))
    made = dialect.upsert(conn, staand).values(
        gemeente=about.gemeente,
        zoeksleutel=about.zoeksleutel,
        soort=soort.value,
        bronset=about.bronset,
        **values,
    )
    key = staand.primary_key.columns.values()
    conn.execute(made.on_conflict_do_update(index_elements=key, set_=values))


def _since(gemeente: str, known: int) -> ColumnElement[bool]:
    return and_(staand.c.gemeente == gemeente, staand.c.besluit > known)


def _stub_of(gemeente: str, zoeksleutel: str, soort: StubSoort) -> ColumnElement[bool]:
    return and_(
        stub.c.gemeente == gemeente,
        stub.c.zoeksleutel == zoeksleutel,
        stub.c.soort == soort.value,
    )


def _standing(row: Row[Any]) -> StaandBesluit:
    return StaandBesluit(
        zoeksleutel=row.zoeksleutel,
        zoekversie=row.zoekversie,
        soort=StubSoort(row.soort),
        bronset=row.bronset,
        keuze=Keuze(row.keuze),
        merk=row.merk,
        merkversie=row.merkversie,
        codes=tuple(words.load(row.codes)),
        nummer=row.besluit,
        tijd=row.tijd,
        uitwerking=Uitwerking(row.uitwerking),
        laatst_gezien=row.laatst_gezien,
    )


def _decided(row: Row[Any]) -> BeslotenRow:
    return BeslotenRow(
        besluit=_standing(row),
        wie=row.wie,
        rol=row.rol,
        reden=row.reden,
        plaats=row.plaats or "",
        bronset=row.bronset,
        uiterlijk=row.uiterlijk,
        redenen=words.load_reasons(row.redenen),
        in_bron=row.gesloten_reden != stubs.NOT_IN_SOURCE
        or row.uitwerking != Uitwerking.WACHT.value,
        clientmerk=row.clientmerk or "",
        clientversie=row.clientversie or 0,
    )
