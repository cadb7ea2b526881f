"""Stands: what was last released about each provision."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    and_,
    bindparam,
    case,
    delete,
    literal,
    select,
    update,
)

from ledger import dialect, leases, words
from ledger.shapes.afstemming import Aansluiting
from ledger.shapes.runs import Lease
from ledger.shapes.sleutels import Hermerk, Rekey
from ledger.shapes.standen import OutboxStatus, Stand, StandStaat
from ledger.tables import outbox, stand
from regres import Receipt, SoortMelding

_KEPT = (
    "gemeente", "referentie", "zoeksleutel", "zoekversie", "dossiersleutel", "versie",
    "inhoudsmerk", "merkversie", "groepmerken", "clientmerk", "clientversie", "run",
    "bronmerk",
)  # fmt: skip
_OF_THE_RUN = ("mapping_merk", "bronset", "laatst_gezien", "bron_gezien")


def by_key(conn: Connection, gemeente: str) -> dict[str, Stand]:
    """Give every stand of a municipality by lookup key."""
    found = conn.execute(select(stand).where(stand.c.gemeente == gemeente))
    return {row.zoeksleutel: _row(row) for row in found}


def move(conn: Connection, run: Row[Any]) -> None:
    """Let every stand follow the rows this run frees; whether it was delivered stays as it was.

    From now on it stands by the word of this run's source.
    """
    withdrawn = outbox.c.soort == SoortMelding.INTREKKING.value
    staat = case((withdrawn, StandStaat.INGETROKKEN.value), else_=StandStaat.STAAND.value)
    made = dialect.upsert(conn, stand).from_select(
        [*_KEPT, "staat", *_OF_THE_RUN, "afgeleverd", "zaaknummer"],
        select(
            *(outbox.c[name] for name in _KEPT),
            staat,
            literal(run.mapping_merk),
            literal(run.bronset),
            literal(run.begonnen, stand.c.laatst_gezien.type),
            literal(run.begonnen, stand.c.bron_gezien.type),
            literal(False),
            literal(""),
        ).where(outbox.c.run == run.id, outbox.c.status == OutboxStatus.KLAARGEZET.value),
    )
    names = (*_KEPT[2:], "staat", *_OF_THE_RUN)
    newest: dict[str, ColumnElement[Any]] = {name: made.excluded[name] for name in names}
    # The file a melding belongs to is computed once, at version 1; of what was taken over from the
    # backend it is not known, until a version is sealed here.
    newest["dossiersleutel"] = case(
        (stand.c.dossiersleutel == "", made.excluded.dossiersleutel), else_=stand.c.dossiersleutel
    )
    conn.execute(
        made.on_conflict_do_update(
            index_elements=[stand.c.gemeente, stand.c.referentie], set_=newest
        )
    )


# For every melding: to build a question takes as long as to ask it.
_AFGELEVERD = dialect.Vast(
    update(stand)
    .where(stand.c.gemeente == bindparam("van"), stand.c.referentie == bindparam("wat"))
    .values(afgeleverd=True, zaaknummer=bindparam("nummer"))
)


def delivered(conn: Connection, received: Sequence[tuple[Row[Any], Receipt]]) -> None:
    """Note that the backend has a version of these chains."""
    told = [
        {"van": row.gemeente, "wat": row.referentie, "nummer": receipt.zaaknummer}
        for row, receipt in received
    ]
    _AFGELEVERD.many(conn, told)


def closed(conn: Connection, gemeente: str, referentie: str, dag: date) -> None:
    """Note that the backend closed the case; it may be opened and closed again."""
    which = and_(stand.c.gemeente == gemeente, stand.c.referentie == referentie)
    conn.execute(update(stand).where(which).values(afgesloten_op=dag))


def seal_again(conn: Connection, row: Row[Any], latest: int) -> None:
    """Make the next read seal latest + 1, whatever it finds; also when that is a withdrawal.

    A version that was given out after this one goes on by itself: it is a full snapshot.
    """
    highest = max(latest, row.versie)
    conn.execute(
        update(stand)
        .where(_of(row), stand.c.versie <= highest)
        .values(versie=highest, inhoudsmerk="", staat=StandStaat.STAAND.value)
    )


def again(conn: Connection, gemeente: str, referentie: str, latest: int) -> None:
    """Do the same for what the backend has otherwise, or no more; `latest` of both sides."""
    which = and_(stand.c.gemeente == gemeente, stand.c.referentie == referentie)
    conn.execute(
        update(stand)
        .where(which, stand.c.versie <= latest)
        .values(versie=latest, inhoudsmerk="", staat=StandStaat.STAAND.value)
    )


def set_case(conn: Connection, gemeente: str, referentie: str, zaaknummer: str) -> None:
    """Take the backend's case number over."""
    which = and_(stand.c.gemeente == gemeente, stand.c.referentie == referentie)
    conn.execute(update(stand).where(which).values(zaaknummer=zaaknummer))


def found(
    conn: Connection, run: Row[Any], one: Aansluiting, staat: StandStaat, afgesloten: date | None
) -> None:
    """Make the stand of a provision that was taken over from the backend, now a read met it.

    Under which key version its mark was made is not known (0), nor its dossiersleutel ("").
    """
    made = dialect.upsert(conn, stand).values(
        gemeente=run.gemeente,
        referentie=one.overname.referentie,
        zoeksleutel=one.zoeksleutel,
        zoekversie=one.zoekversie,
        dossiersleutel="",
        versie=one.overname.versie,
        inhoudsmerk=one.overname.inhoudsmerk,
        merkversie=0,
        groepmerken="{}",
        clientmerk=one.clientmerk,
        clientversie=one.clientversie,
        staat=staat.value,
        mapping_merk=run.mapping_merk,
        afgeleverd=True,
        zaaknummer=one.overname.zaaknummer,
        run=run.id,
        bronset=run.bronset,
        laatst_gezien=run.begonnen,
        bron_gezien=run.begonnen,
        afgesloten_op=afgesloten,
    )
    conn.execute(made.on_conflict_do_nothing())


def roll_back(conn: Connection, row: Row[Any]) -> None:
    """Take back a version that no one could open, unless a later one was given out already.

    The first version leaves no stand at all. A later one goes back by one number without a merk:
    whether the content before it arrived is not known here, so the next read seals in any case.
    """
    current = and_(_of(row), stand.c.versie == row.versie)
    if row.versie == 1:
        conn.execute(delete(stand).where(current))
        return
    conn.execute(
        update(stand)
        .where(current)
        .values(versie=row.versie - 1, inhoudsmerk="", staat=StandStaat.STAAND.value)
    )


def rekey(conn: Connection, gemeente: str, keys: Sequence[Rekey]) -> None:
    """Write lookup keys anew."""
    which = and_(stand.c.gemeente == gemeente, stand.c.zoeksleutel == bindparam("old"))
    conn.execute(
        update(stand)
        .where(which)
        .values(zoeksleutel=bindparam("new"), zoekversie=bindparam("version")),
        [{"old": key.oud, "new": key.nieuw, "version": key.zoekversie} for key in keys],
    )


def hermerk(conn: Connection, gemeente: str, merken: Sequence[Hermerk]) -> None:
    """Write marks anew where they are still what they were when they were made."""
    which = and_(
        stand.c.gemeente == gemeente,
        stand.c.referentie == bindparam("ref"),
        stand.c.inhoudsmerk == bindparam("was"),
        stand.c.clientmerk == bindparam("was_client"),
    )
    new: dict[str, Any] = {
        name: bindparam(f"new_{name}")
        for name in ("inhoudsmerk", "merkversie", "groepmerken", "clientmerk", "clientversie")
    }
    new["bronmerk"] = None
    conn.execute(update(stand).where(which).values(new), [_marks(one) for one in merken])


def note_bronmerken(conn: Connection, lease: Lease, merken: Mapping[str, str]) -> None:
    """Write by referentie the mark of the record as it came; "" takes it away.

    One that was made beside another inhoudsmerk than stands here is equal to nothing, ever.
    """
    leases.check(conn, lease)
    which = and_(stand.c.gemeente == lease.gemeente, stand.c.referentie == bindparam("ref"))
    new = update(stand).where(which).values(bronmerk=bindparam("new"))
    conn.execute(new, [{"ref": ref, "new": merk or None} for ref, merk in merken.items()])


def _marks(one: Hermerk) -> dict[str, object]:
    return {
        "ref": one.referentie,
        "was": one.was_merk,
        "was_client": one.was_clientmerk,
        "new_inhoudsmerk": one.inhoudsmerk,
        "new_merkversie": one.merkversie,
        "new_groepmerken": words.dump_map(one.groepmerken),
        "new_clientmerk": one.clientmerk,
        "new_clientversie": one.clientversie,
    }


def _of(row: Row[Any]) -> ColumnElement[bool]:
    return and_(stand.c.gemeente == row.gemeente, stand.c.referentie == row.referentie)


def _row(found: Row[Any]) -> Stand:
    return Stand(
        zoeksleutel=found.zoeksleutel,
        zoekversie=found.zoekversie,
        referentie=found.referentie,
        dossiersleutel=found.dossiersleutel,
        versie=found.versie,
        inhoudsmerk=found.inhoudsmerk,
        merkversie=found.merkversie,
        groepmerken=words.load(found.groepmerken),
        staat=StandStaat(found.staat),
        afgeleverd=found.afgeleverd,
        mapping_merk=found.mapping_merk,
        clientmerk=found.clientmerk,
        clientversie=found.clientversie,
        laatst_gezien=found.laatst_gezien,
        bronset=found.bronset or "",
        bron_gezien=found.bron_gezien,
        bronmerk=found.bronmerk or "",
    )
