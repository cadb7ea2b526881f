"""A decision is bound to what a record said in each source it was seen in."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_KEY = ["gemeente", "zoeksleutel", "soort"]


def upgrade() -> None:
    """Give each decision the source its stub was read from last; there was one source until now."""
    with op.batch_alter_table("staand_besluit") as table:
        table.add_column(sa.Column("bronset", sa.String(100), nullable=False, server_default=""))
        table.drop_constraint("pk_staand_besluit", type_="primary")
        table.create_primary_key("pk_staand_besluit", [*_KEY, "bronset"])
    op.execute(
        "UPDATE staand_besluit SET bronset = coalesce((SELECT stub.bronset FROM stub"
        " WHERE stub.gemeente = staand_besluit.gemeente"
        " AND stub.zoeksleutel = staand_besluit.zoeksleutel), '')"
    )
    with op.batch_alter_table("staand_besluit") as table:
        table.alter_column("bronset", existing_type=sa.String(100), server_default=None)
