"""What comparing one municipality gave last: kept so that a difference is told until it is gone."""

import json
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from ledger import dialect
from ledger.shapes.afstemming import Uitslag
from ledger.tables import meta

_NAAM = "afstemming:"


def laatste(conn: Connection, gemeente: str) -> Uitslag | None:
    """Give what was found last; None when it was never compared."""
    kept = conn.scalar(select(meta.c.waarde).where(meta.c.naam == f"{_NAAM}{gemeente}"))
    return _shape(json.loads(kept)) if kept else None


def noteer(conn: Connection, gemeente: str, uitslag: Uitslag) -> None:
    """Keep what was found instead of what was found before."""
    naam, waarde = f"{_NAAM}{gemeente}", json.dumps(_values(uitslag))
    made = dialect.upsert(conn, meta).values(naam=naam, waarde=waarde)
    conn.execute(made.on_conflict_do_update(index_elements=[meta.c.naam], set_={"waarde": waarde}))


def _values(one: Uitslag) -> dict[str, Any]:
    repaired = one.hersteld_op.isoformat() if one.hersteld_op else None
    counts = {"versies": one.versies, "verschillen": one.verschillen}
    return counts | {"op": one.op.isoformat(), "hersteld_op": repaired}


def _shape(kept: dict[str, Any]) -> Uitslag:
    repaired = kept["hersteld_op"]
    return Uitslag(
        op=datetime.fromisoformat(kept["op"]),
        versies=kept["versies"],
        verschillen=kept["verschillen"],
        hersteld_op=datetime.fromisoformat(repaired) if repaired else None,
    )
