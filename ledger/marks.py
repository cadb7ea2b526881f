"""Small things that are kept: how far a source was read, and what people decided."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, and_, insert, select, tuple_, update

from ledger import audit, binding, dialect, words
from ledger.shapes.besluiten import Decision
from ledger.shapes.runs import DELTA
from ledger.tables import besluit, nieuw_zout
from ledger.tables import checkpoint as checkpoints
from ledger.tables import run as runs
from regres import Handelend

#: The value of a checkpoint that says nothing any more.
_FORGOTTEN = "null"


def checkpoint(conn: Connection, gemeente: str, bronset: str, snede: str) -> dict[str, Any] | None:
    """Give how far this slice was read, as the last released run said it."""
    text = conn.scalar(
        select(checkpoints.c.waarde).where(
            checkpoints.c.gemeente == gemeente,
            checkpoints.c.bronset == bronset,
            checkpoints.c.snede == snede,
        )
    )
    found: dict[str, Any] | None = words.load(text)
    return found


def move_checkpoint(
    conn: Connection, run: Row[Any], snede: str, value: Mapping[str, Any] | None
) -> None:
    """Move a checkpoint forward; a batch that waited never moves it back.

    Nor does a run move it that began before it was forgotten: it did not see why.
    """
    if value is None:
        return
    made = dialect.upsert(conn, checkpoints).values(
        gemeente=run.gemeente,
        bronset=run.bronset,
        snede=snede,
        waarde=words.dump_map(value),
        gelezen_op=run.begonnen,
    )
    conn.execute(
        made.on_conflict_do_update(
            index_elements=[checkpoints.c.gemeente, checkpoints.c.bronset, checkpoints.c.snede],
            set_={"waarde": made.excluded.waarde, "gelezen_op": made.excluded.gelezen_op},
            where=checkpoints.c.gelezen_op <= made.excluded.gelezen_op,
        )
    )


def forget_checkpoints(conn: Connection, run: int, now: datetime) -> None:
    """Let the source of a run be read again in full: of what it gave, something must go again.

    The moment stays: a run that is reading now must not put its checkpoint in the place.
    """
    source = select(runs.c.gemeente, runs.c.bronset).where(runs.c.id == run)
    of_it = tuple_(checkpoints.c.gemeente, checkpoints.c.bronset).in_(source)
    conn.execute(update(checkpoints).where(of_it).values(waarde=_FORGOTTEN, gelezen_op=now))


def read_again(conn: Connection, gemeente: str, now: datetime) -> None:
    """Let every source of a municipality be read in full, also a file that did not change."""
    of_it = checkpoints.c.gemeente == gemeente
    conn.execute(update(checkpoints).where(of_it).values(waarde=_FORGOTTEN, gelezen_op=now))


def read_others_again(conn: Connection, run: Row[Any], now: datetime) -> None:
    """Let every other source of a run's municipality be read in full once more.

    But for one that gives each change once: it cannot.
    """
    others = and_(
        checkpoints.c.gemeente == run.gemeente,
        checkpoints.c.bronset != run.bronset,
        checkpoints.c.snede != DELTA,
    )
    conn.execute(update(checkpoints).where(others).values(waarde=_FORGOTTEN, gelezen_op=now))


def note_decision(
    conn: Connection,
    gemeente: str,
    soort: str,
    door: Handelend,
    now: datetime,
    gegevens: Mapping[str, Any],
) -> int:
    """Keep what a named person decided, and say so in the audit trail. Gives its number."""
    row: dict[str, Any] = {
        "gemeente": gemeente,
        "soort": soort,
        "wie": door.wie,
        "rol": door.rol,
        "reden": door.reden,
        "tijd": now,
        "gegevens": words.dump_map(gegevens),
        "zout": nieuw_zout(),
    }
    number = int(conn.execute(insert(besluit).values(row).returning(besluit.c.id)).scalar_one())
    audit.note(
        conn,
        "besluit",
        soort,
        now,
        object_=f"besluit:{number}",
        oorsprong=f"gemeente:{gemeente}",
        actor=door.wie,
        inhoud=binding.besluit_inhoud(row),
    )
    return number


def decisions(conn: Connection, gemeente: str, soort: str | None) -> list[Decision]:
    """Give decisions, oldest first, so that a later one can replace an earlier."""
    wanted = select(besluit).where(besluit.c.gemeente == gemeente).order_by(besluit.c.id)
    if soort is not None:
        wanted = wanted.where(besluit.c.soort == soort)
    return [
        Decision(
            id=row.id,
            gemeente=row.gemeente,
            soort=row.soort,
            wie=row.wie,
            rol=row.rol,
            reden=row.reden,
            tijd=row.tijd,
            gegevens=words.load(row.gegevens),
        )
        for row in conn.execute(wanted)
    ]
