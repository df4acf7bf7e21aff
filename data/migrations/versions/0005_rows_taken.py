"""Rows taken out: who took single answers out of Heard, of which round, when and why."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table; nobody could take rows out before."""
    op.create_table(
        "rows_taken",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("round", sa.Text(), nullable=False),
        sa.Column("wrapped_key", sa.LargeBinary(), nullable=False),
        sa.Column("reason", sa.LargeBinary(), nullable=False),
        sa.Column("taken_by", sa.Text(), nullable=False),
        sa.Column("taken_at", sa.Text(), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["round"], ["rounds.id"], name=op.f("fk_rows_taken_round_rounds")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rows_taken")),
    )


def downgrade() -> None:
    """Take it away again; the audit trail still says who took rows out."""
    op.drop_table("rows_taken")
