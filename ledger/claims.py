"""Claiming: freed rows whose turn it is, each for a while, under a number of its own.

Per referentie versions go in order, one at a time. A claim runs out; its number is the fencing
token, so that a holder who comes back late can no longer mark the row.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import chain
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    Row,
    and_,
    bindparam,
    exists,
    or_,
    select,
    update,
)

from ledger import houders, problems
from ledger.dialect import Vast, porties, reeks
from ledger.shapes.runs import Resultaat
from ledger.shapes.standen import OutboxStatus, Outgoing
from ledger.tables import NOOIT_LATER, WAITING, envelop, moment_text, outbox, text_moment
from ledger.tables import run as runs
from regres import Kop, SealedMelding, SoortMelding

_run = runs.alias("its_run")
#: What of a row is needed to offer it.
_AANGEBODEN = (
    "id", "referentie", "dossiersleutel", "versie", "soort", "gemeentecode", "schemaversie",
    "inhoudsmerk", "aangemaakt_op", "pogingen", "claim", "clientmerk", "clientversie", "vergeefs",
    "vergeefs_sinds",
)  # fmt: skip
_FREED = exists().where(_run.c.id == outbox.c.run, _run.c.resultaat == Resultaat.VRIJ.value)


def due(
    conn: Connection, gemeente: str, now: datetime, limit: int, holder: str, seconds: int
) -> list[Outgoing]:
    """Claim freed rows whose turn it is, oldest first; each for `seconds`.

    A claim that ran out is free, and so is that of a process that died on this machine.
    """
    asked = {
        "van": gemeente,
        "nu": moment_text(now),
        "later": moment_text(now + NOOIT_LATER),
        "hoeveel": limit,
    }
    found = _VRIJ.ask(conn, **asked).all()
    if len(found) < limit and _laat_los(conn, gemeente):
        found = _VRIJ.ask(conn, **asked).all()
    until = moment_text(now + timedelta(seconds=seconds))
    _NEEM.many(conn, [{"rij": row.id, "wie": holder, "tot": until} for row in found])
    return [_outgoing(row) for row in found]


def _laat_los(conn: Connection, gemeente: str) -> bool:
    """Let go of what processes of this machine held that died; tells whether there was any.

    Asked when too little is free without: it looks at all that is on its way.
    """
    dead = [who for (who,) in _HOUDERS.ask(conn, van=gemeente) if houders.overleden(who)]
    _LOS.many(conn, [{"van": gemeente, "wie": who} for who in dead])
    return bool(dead)


def _outgoing(row: Row[Any]) -> Outgoing:
    since = row.vergeefs_sinds
    return Outgoing(
        id=row.id,
        sealed=_sealed(row),
        pogingen=row.pogingen + 1,
        claim=row.claim + 1,
        clientmerk=row.clientmerk,
        clientversie=row.clientversie,
        vergeefs=row.vergeefs or 0,
        vergeefs_sinds=None if since is None else text_moment(since),
    )


def due_for(conn: Connection, now: datetime, gemeente: str | None) -> list[str]:
    """Give the municipalities of which a freed row's turn has come, claimed or not."""
    which = and_(WAITING, _FREED, _aan_de_beurt(now, now + NOOIT_LATER))
    if gemeente is not None:
        which = and_(which, outbox.c.gemeente == gemeente)
    return sorted(conn.scalars(select(outbox.c.gemeente).where(which).distinct()))


def _aan_de_beurt(
    now: datetime | BindParameter[Any], later: datetime | BindParameter[Any]
) -> ColumnElement[bool]:
    """Its moment has come, or is so far on that it was noted while the clock was wrong."""
    moment = outbox.c.volgende_poging
    return or_(moment <= now, moment > later)


def give_back(conn: Connection, rows: Sequence[Outgoing]) -> None:
    """Give rows back that were claimed and not offered: as if this claim had not been.

    One whose claim was taken over meanwhile stays with its new holder.
    """
    if rows:
        _TERUG.many(conn, [{"rij": one.id, "beurt": one.claim} for one in rows])


def claimed(conn: Connection, outgoing: Outgoing) -> Row[Any]:
    """Give the row, provided that this claim is still the latest one on it."""
    mine = and_(outbox.c.id == outgoing.id, outbox.c.claim == outgoing.claim, _GECLAIMD)
    found = conn.execute(select(outbox).where(mine).with_for_update()).one_or_none()
    if found is None:
        raise problems.claim_lost(outgoing.claim)
    return found


def still_claimed(conn: Connection, given: Sequence[Outgoing]) -> dict[int, Row[Any]]:
    """Give the rows by number of which this claim is still the latest one, as they are stored."""
    claims = {outgoing.id: outgoing.claim for outgoing in given}
    found = chain.from_iterable(_RIJEN.ask(conn, **some) for some in porties("rij", list(claims)))
    return {row.id: row for row in found if row.claim == claims[row.id]}


def _sealed(row: Row[Any]) -> SealedMelding:
    kop = Kop(
        schemaVersie=row.schemaversie,
        referentie=row.referentie,
        dossiersleutel=row.dossiersleutel,
        versie=row.versie,
        soortMelding=SoortMelding(row.soort),
        gemeenteCode=row.gemeentecode,
        inhoudsmerk=row.inhoudsmerk,
        aangemaaktOp=text_moment(row.aangemaakt_op),
    )
    return SealedMelding(kop, row.inhoud)


# Asked for every melding: to build a question takes as long as to ask it.
def _vrij() -> Vast:
    """Put together what gives freed rows whose turn it is and nobody has claimed."""
    older, freed = outbox.alias("older"), runs.alias("freed")
    first_in_line = ~exists().where(
        older.c.gemeente == outbox.c.gemeente,
        older.c.referentie == outbox.c.referentie,
        older.c.versie < outbox.c.versie,
        older.c.status == OutboxStatus.KLAARGEZET.value,
        freed.c.id == older.c.run,
        freed.c.resultaat == Resultaat.VRIJ.value,
    )
    now: BindParameter[datetime] = bindparam("nu")
    later: BindParameter[datetime] = bindparam("later")
    unclaimed = or_(
        outbox.c.claim_tot.is_(None), outbox.c.claim_tot <= now, outbox.c.claim_tot > later
    )
    return Vast(
        select(*(outbox.c[name] for name in _AANGEBODEN), envelop.c.inhoud)
        .join(envelop, envelop.c.outbox == outbox.c.id)
        .where(under_way(bindparam("van")), _aan_de_beurt(now, later), unclaimed, first_in_line)
        .order_by(outbox.c.id)
        .limit(bindparam("hoeveel"))
    )


def under_way(gemeente: str | BindParameter[Any]) -> ColumnElement[bool]:
    """Say what is freed of a municipality, and has no end yet."""
    return and_(outbox.c.gemeente == gemeente, WAITING, _FREED)


_VRIJ = _vrij()
_NEEM = Vast(
    update(outbox)
    .where(outbox.c.id == bindparam("rij"))
    .values(
        pogingen=outbox.c.pogingen + 1,
        claim=outbox.c.claim + 1,
        houder=bindparam("wie"),
        claim_tot=bindparam("tot"),
    )
)
_HELD = and_(outbox.c.gemeente == bindparam("van"), WAITING, outbox.c.houder.is_not(None))
_HOUDERS = Vast(select(outbox.c.houder).where(_HELD).distinct())
_LOS = Vast(
    update(outbox)
    .where(_HELD, outbox.c.houder == bindparam("wie"))
    .values(houder=None, claim_tot=None)
)
_GECLAIMD = and_(
    outbox.c.status == OutboxStatus.KLAARGEZET.value,
    outbox.c.claim_tot.is_not(None),
)
_TERUG = Vast(
    update(outbox)
    .where(outbox.c.id == bindparam("rij"), outbox.c.claim == bindparam("beurt"), _GECLAIMD)
    .values(pogingen=outbox.c.pogingen - 1, houder=None, claim_tot=None)
)
_RIJEN = Vast(
    select(
        *(outbox.c[name] for name in ("id", "claim", "run", "gemeente", "referentie", "versie")),
        outbox.c.code,
    )
    .where(outbox.c.id.in_(reeks("rij")), _GECLAIMD)
    .with_for_update()
)
