"""Kept safe: the audit trail is chained and can only grow; a round's answers end one day."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_REFUSED = "the audit trail can only grow"


def upgrade() -> None:
    """Add the chain, and triggers that refuse to change or take away a line."""
    op.add_column("rounds", sa.Column("erased_at", sa.Text(), nullable=True))
    op.add_column("audit", sa.Column("mac", sa.Text(), server_default="", nullable=False))
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE FUNCTION heard_audit_only_grows() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{_REFUSED}'; END $$"
        )
        op.execute(
            "CREATE TRIGGER audit_only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON audit "
            "FOR EACH STATEMENT EXECUTE FUNCTION heard_audit_only_grows()"
        )
        return
    for act in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER audit_no_{act.lower()} BEFORE {act} ON audit "
            f"BEGIN SELECT RAISE(ABORT, '{_REFUSED}'); END"
        )


def downgrade() -> None:
    """Take the chain away again."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP TRIGGER audit_only_grows ON audit")
        op.execute("DROP FUNCTION heard_audit_only_grows")
    else:
        for act in ("update", "delete"):
            op.execute(f"DROP TRIGGER audit_no_{act}")
    for table, column in (("audit", "mac"), ("rounds", "erased_at")):
        with op.batch_alter_table(table) as batch:
            batch.drop_column(column)
