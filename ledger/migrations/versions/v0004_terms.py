"""When a provision and a decision were last seen, who objected, and guards that are complete."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add them; what was sent before has been seen by the run that sent it.

    The guards are put up after every migration, by the code that brought it about.
    """
    op.add_column("stand", sa.Column("laatst_gezien", sa.String(length=27), nullable=True))
    op.add_column("stand", sa.Column("afgesloten_op", sa.String(length=10), nullable=True))
    op.add_column("staand_besluit", sa.Column("laatst_gezien", sa.String(length=27), nullable=True))
    op.create_table(
        "blokkade",
        sa.Column("gemeente", sa.String(length=4), nullable=False),
        sa.Column("clientmerk", sa.String(length=64), nullable=False),
        sa.Column("clientversie", sa.Integer(), nullable=False),
        sa.Column("besluit", sa.Integer(), nullable=False),
        sa.Column("sinds", sa.String(length=27), nullable=False),
        sa.Column("opgeheven", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["besluit"], ["besluit.id"], name="fk_blokkade_besluit"),
        sa.PrimaryKeyConstraint("gemeente", "clientmerk", name="pk_blokkade"),
    )
