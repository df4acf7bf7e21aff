"""A full copy goes through every migration, down, up and down and up again: no row is other."""

import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from alembic import command
from sqlalchemy import (
    CheckConstraint,
    Connection,
    Engine,
    Integer,
    LargeBinary,
    MetaData,
    Table,
)

from data import audit
from data.access_tables import metadata
from data.database import Database, make_engine
from data.migrating import config, revisions, without_foreign_keys
from data.opening import migrate
from data.settings import Settings

ROWS = 3
Rows = dict[str, list[dict[str, Any]]]


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.ci)])
def full(request: pytest.FixtureRequest) -> Settings:
    """A database of the newest version with rows in every table and a value in every column."""
    settings: Settings = request.getfixturevalue(f"{request.param}_settings")
    with _engine(settings) as engine, engine.connect() as plain:
        connection = plain.execution_options(heard_writes=True)
        with connection.begin():
            for table in metadata.sorted_tables:
                if table.name != "installation":  # the key check is there already
                    connection.execute(table.insert(), [_row(table, n) for n in range(ROWS)])
    database = Database.open(settings)
    with database.writing() as tx:
        audit.keep_beginning(tx)  # the one fact that a migration adds
    database.close()
    return settings


@contextmanager
def _engine(settings: Settings) -> Iterator[Engine]:
    """An engine, disposed of at the end."""
    engine = make_engine(settings.database_url)
    yield engine
    engine.dispose()


def _row(table: Table, number: int) -> dict[str, Any]:
    return {column.name: _value(table, column.name, number) for column in table.columns}


def _value(table: Table, name: str, number: int) -> Any:
    """A value that the table's own rules take: what a rule lists, else one for each row."""
    column = table.columns[name]
    listed = [
        re.findall(r"'(\w+)'", str(rule.sqltext))
        for rule in table.constraints
        if isinstance(rule, CheckConstraint) and str(rule.sqltext).startswith(f"{name} IN ('")
    ]
    if listed:  # the first are the oldest, but for what an older version has no sessions for
        return "full" if "full" in listed[0] else listed[0][0]
    for key in column.foreign_keys:
        return _value(key.column.table, key.column.name, number)
    if isinstance(column.type, Integer):
        return number % 2 if name == "shared" else number + 1
    if isinstance(column.type, LargeBinary):
        return b"\x00" + secrets.token_bytes(40)
    return f"{table.name} {name} {number} ä€😭\n'\";--"


def _rows(settings: Settings) -> Rows:
    """Every row of every table, whichever version the database is of."""
    found = MetaData()
    with _engine(settings) as engine, engine.connect() as connection:
        found.reflect(connection)
        return {
            table.name: sorted(
                (dict(row._mapping) for row in connection.execute(table.select())), key=str
            )
            for table in found.sorted_tables
            if table.name != "alembic_version"
        }


def _down(settings: Settings, revision: str) -> None:
    with _engine(settings) as engine, engine.connect() as plain, without_foreign_keys(plain):
        connection: Connection = plain.execution_options(heard_writes=True)
        with connection.begin():
            command.downgrade(config(connection), revision)


def _shared(rows: Rows, older: Rows) -> Rows:
    """Of rows, what an older version has a table and a column for."""
    return {
        name: sorted(({k: row[k] for k in older[name][0]} for row in rows[name]), key=str)
        for name in older
    }


@pytest.mark.parametrize("revision", revisions()[1:])
def test_every_row_is_as_it_was_after_the_way_down_and_up_and_down_and_up(
    full: Settings, revision: str
) -> None:
    newest = _rows(full)
    for _ in range(2):
        _down(full, revision)
        older = _rows(full)
        assert older == _shared(newest, older)
        assert migrate(full)[0] == "migrated"
        assert _shared(_rows(full), older) == older
    assert _rows(full).keys() == newest.keys()
    Database.open(full).close()


def test_a_full_copy_has_a_row_in_every_table_and_a_value_in_every_column(full: Settings) -> None:
    rows = _rows(full)
    assert rows.keys() == {table.name for table in metadata.sorted_tables}
    assert [
        f"{table}.{name}"
        for table, kept in rows.items()
        for row in kept
        for name, value in row.items()
        if value in (None, "")
    ] == []
