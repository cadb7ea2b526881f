"""Beside each run what a list of nights shows of it, and an index to find a night by its day."""

import json

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

_BATCH = 1000
#: All that a list of nights shows: the rows themselves are large, and lie far apart.
_NACHT = [
    *("dag", "slotnaam", "gemeente", "bronset", "resultaat"),
    *("begonnen", "gelezen", "aangewezen", "quarantaine"),
]


def upgrade() -> None:
    """Add both counts, and fill them from what each run told."""
    op.add_column("run", sa.Column("aangewezen", sa.Integer(), nullable=True))
    op.add_column("run", sa.Column("quarantaine", sa.Integer(), nullable=True))
    op.create_index("ix_run_nacht", "run", _NACHT)
    conn = op.get_bind()
    run = sa.table("run", *map(sa.column, ("id", "telling", "aangewezen", "quarantaine")))
    told = sa.select(run.c.id, run.c.telling).where(run.c.telling.is_not(None))
    new = (
        sa.update(run)
        .where(run.c.id == sa.bindparam("number"))
        .values(aangewezen=sa.bindparam("j"), quarantaine=sa.bindparam("held"))
    )
    rows = conn.execute(told).all()
    for begin in range(0, len(rows), _BATCH):
        conn.execute(new, [_counts(*row) for row in rows[begin : begin + _BATCH]])


def _counts(number: int, telling: str) -> dict[str, int]:
    told = json.loads(telling)
    return {"number": number, "j": told["j"], "held": told["quarantaine"]}
