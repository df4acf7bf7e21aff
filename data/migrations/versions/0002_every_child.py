"""Every child can answer: languages, receipts, shared tablets, have your say, keyed-in papers."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

# Table, constraint, values before, values now.
_CHECKS = (
    ("rounds", "source", ("asked", "imported"), ("asked", "imported", "open")),
    (
        "invitations",
        "state",
        ("unused", "started", "used", "void"),
        ("unused", "started", "used", "declined", "void"),
    ),
    (
        "responses",
        "state",
        ("started", "submitted", "withdrawn", "importing"),
        ("started", "submitted", "withdrawn", "importing", "declined", "held", "set_aside"),
    ),
)


def upgrade() -> None:
    """Add what the new ways in need; nothing that was kept changes."""
    for table, column, before, now in _CHECKS:
        _allow(table, column, before, now)
    op.add_column("responses", sa.Column("translation", sa.Text(), nullable=True))
    with op.batch_alter_table("sittings") as batch:
        batch.add_column(sa.Column("kind", sa.Text(), server_default="code", nullable=False))
        batch.add_column(sa.Column("looks", sa.Text(), server_default="", nullable=False))
        batch.add_column(sa.Column("shared", sa.Integer(), server_default="0", nullable=False))
        batch.add_column(sa.Column("seen_at", sa.Text(), nullable=True))
        batch.create_check_constraint(
            op.f("ck_sittings_kind"), "kind IN ('code', 'receipt', 'open')"
        )
        batch.create_check_constraint(op.f("ck_sittings_shared"), "shared IN (0, 1)")
    _receipts()
    _translations()
    _keyings()


def downgrade() -> None:
    """Take it away again; refused by the constraints where the new states are in use."""
    for table in ("keyings", "translations", "receipts"):
        op.drop_table(table)
    with op.batch_alter_table("sittings") as batch:
        for constraint in ("kind", "shared"):
            batch.drop_constraint(op.f(f"ck_sittings_{constraint}"), type_="check")
        for column in ("seen_at", "shared", "looks", "kind"):
            batch.drop_column(column)
    with op.batch_alter_table("responses") as batch:
        batch.drop_column("translation")
    for table, column, before, now in _CHECKS:
        _allow(table, column, now, before)


def _receipts() -> None:
    op.create_table(
        "receipts",
        sa.Column("response", sa.Text(), nullable=False),
        sa.Column("lookup", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("sitting", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["response"], ["responses.id"], name=op.f("fk_receipts_response_responses")
        ),
        sa.PrimaryKeyConstraint("response", name=op.f("pk_receipts")),
        sa.UniqueConstraint("lookup", name=op.f("uq_receipts_lookup")),
    )


def _translations() -> None:
    op.create_table(
        "translations",
        sa.Column("survey", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("revision", sa.Text(), nullable=False),
        sa.Column("wording", sa.Text(), nullable=False),
        sa.Column("checked_by", sa.Text(), nullable=False),
        sa.Column("kept_at", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint(
            "survey", "version", "language", "revision", name=op.f("pk_translations")
        ),
    )


def _keyings() -> None:
    op.create_table(
        "keyings",
        sa.Column("response", sa.Text(), nullable=False),
        sa.Column("keyed_by", sa.Text(), nullable=False),
        sa.Column("keyed_at", sa.Text(), nullable=False),
        sa.Column("checked_by", sa.Text(), nullable=True),
        sa.Column("checked_at", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["response"], ["responses.id"], name=op.f("fk_keyings_response_responses")
        ),
        sa.PrimaryKeyConstraint("response", name=op.f("pk_keyings")),
    )


def _allow(table: str, column: str, before: tuple[str, ...], now: tuple[str, ...]) -> None:
    """Change which values a column may have.

    SQLite cannot change a constraint: the table is made anew from its own text with the new
    values, filled, and put in the old one's place, as SQLite's manual says to.
    """
    name = f"ck_{table}_{column}"
    if op.get_bind().dialect.name == "postgresql":
        op.drop_constraint(op.f(name), table, type_="check")
        op.create_check_constraint(op.f(name), table, f"{column} IN ({_listed(now)})")
        return
    ours = sa.text("SELECT sql FROM sqlite_master WHERE tbl_name = :t AND type = :k")
    bind = op.get_bind()
    made = bind.execute(ours, {"t": table, "k": "table"}).scalar_one()
    indexes = [sql for sql in bind.execute(ours, {"t": table, "k": "index"}).scalars() if sql]
    wanted = made.replace(f"IN ({_listed(before)})", f"IN ({_listed(now)})")
    if wanted == made:
        raise RuntimeError(f"The constraint {name} is not as this migration knows it.")
    head, _, columns = wanted.partition("(")
    op.execute(sa.text(f"{head.replace(table, f'new_{table}')}({columns}"))
    op.execute(sa.text(f"INSERT INTO new_{table} SELECT * FROM {table}"))  # noqa: S608 our names
    op.execute(sa.text(f"DROP TABLE {table}"))
    op.execute(sa.text(f"ALTER TABLE new_{table} RENAME TO {table}"))
    for sql in indexes:
        op.execute(sa.text(sql))


def _listed(values: tuple[str, ...]) -> str:
    return ", ".join(f"'{value}'" for value in values)
