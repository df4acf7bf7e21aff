"""Who may: two new roles, a second step at sign-in, work accounts, limits, two-person reveals."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_BEFORE = "'participation', 'safeguarding', 'board', 'administrator'"
_NOW = "'participation', 'safeguarding', 'designated', 'board', 'administrator', 'auditor'"


def upgrade() -> None:
    """Add them; every account keeps its roles and sees what it saw."""
    _roles(_NOW)
    with op.batch_alter_table("staff_sessions") as batch:
        batch.add_column(sa.Column("kind", sa.Text(), server_default="full", nullable=False))
        batch.create_check_constraint(op.f("ck_staff_sessions_kind"), "kind IN ('half', 'full')")
    op.create_table(
        "second_steps",
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("wrapped_key", sa.LargeBinary(), nullable=False),
        sa.Column("secret", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", sa.Text(), nullable=False),
        sa.Column("confirmed_at", sa.Text(), nullable=True),
        sa.Column("last_step", sa.Integer(), server_default="0", nullable=False),
        sa.Column("wrong", sa.Integer(), server_default="0", nullable=False),
        _of_person("second_steps"),
        sa.PrimaryKeyConstraint("person", name=op.f("pk_second_steps")),
    )
    op.create_table(
        "recovery_codes",
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("code_hash", sa.Text(), nullable=False),
        sa.Column("used_at", sa.Text(), nullable=True),
        _of_person("recovery_codes"),
        sa.PrimaryKeyConstraint("person", "number", name=op.f("pk_recovery_codes")),
    )
    op.create_table(
        "identities",
        sa.Column("issuer", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("linked_at", sa.Text(), nullable=False),
        _of_person("identities"),
        sa.PrimaryKeyConstraint("issuer", "subject", name=op.f("pk_identities")),
    )
    op.create_index(op.f("ix_identities_person"), "identities", ["person"])
    op.create_table(
        "person_limits",
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.CheckConstraint("kind IN ('survey', 'team')", name=op.f("ck_person_limits_kind")),
        _of_person("person_limits"),
        sa.PrimaryKeyConstraint("person", "kind", "name", name=op.f("pk_person_limits")),
    )
    _reveal_requests()


def downgrade() -> None:
    """Take them away again; refused by the constraint where a new role is in use."""
    for table in (
        "reveal_requests",
        "person_limits",
        "identities",
        "recovery_codes",
        "second_steps",
    ):
        op.drop_table(table)
    op.execute("DELETE FROM staff_sessions WHERE kind = 'half'")
    with op.batch_alter_table("staff_sessions") as batch:
        batch.drop_constraint(op.f("ck_staff_sessions_kind"), type_="check")
        batch.drop_column("kind")
    _roles(_BEFORE)


def _reveal_requests() -> None:
    op.create_table(
        "reveal_requests",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("response", sa.Text(), nullable=False),
        sa.Column("reason", sa.LargeBinary(), nullable=False),
        sa.Column("asked_by", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.Text(), nullable=True),
        sa.Column("decided_at", sa.Text(), nullable=True),
        sa.Column("shown_at", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "state IN ('asked', 'approved', 'refused')", name=op.f("ck_reveal_requests_state")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reveal_requests")),
    )
    op.create_index(op.f("ix_reveal_requests_response"), "reveal_requests", ["response"])


def _roles(allowed: str) -> None:
    """Change which roles there are; nothing refers to this table, so it may be made anew."""
    with op.batch_alter_table("person_roles") as batch:
        batch.drop_constraint(op.f("ck_person_roles_role"), type_="check")
        batch.create_check_constraint(op.f("ck_person_roles_role"), f"role IN ({allowed})")


def _of_person(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["person"], ["people.id"], name=op.f(f"fk_{table}_person_people")
    )
