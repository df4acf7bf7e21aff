"""A database from before the new roles: everybody keeps theirs, and the new ones can be given."""

from pathlib import Path

import pytest

from data.database import Database
from data.opening import create, migrate
from tests.conftest import settings_in
from tests.integration.test_migration_0002 import _move, _run
from web.sessions import who

ROWS = (
    "INSERT INTO people VALUES ('p','Asha Rao','x','active','2026-01-01T00:00:00Z')",
    "INSERT INTO person_roles VALUES ('p','safeguarding','first link','2026-01-01T00:00:00Z')",
    "INSERT INTO staff_sessions (token_hash, person, began_at, seen_at) VALUES "
    "('6ca13d52ca70c883e0f0bb101e425a89e8624de51db2d2392593af6a84118090','p',"
    "'2026-11-20T10:00:00Z','2026-11-20T10:00:00Z')",
)
"""The hash is that of the token "abc123"."""


@pytest.fixture
def before(tmp_path: Path):
    """A database of the third version with somebody signed in."""
    settings = settings_in(tmp_path)
    create(settings)
    _move(settings, "0003")
    _run(settings, *ROWS)
    return settings


def test_who_is_signed_in_stays_signed_in_with_the_same_roles_and_sees_all(before, now):
    migrate(before)
    db = Database.open(before)
    actor = who(db, {"heard_staff": "abc123"}, now)
    db.close()
    assert actor is not None
    assert (actor.name, actor.roles) == ("Asha Rao", frozenset({"safeguarding"}))
    assert (actor.surveys, actor.teams) == (None, None)


def test_the_new_roles_are_allowed_and_no_others(before):
    migrate(before)
    _run(before, "UPDATE person_roles SET role = 'designated'")
    with pytest.raises(Exception, match="CHECK constraint"):
        _run(before, "UPDATE person_roles SET role = 'director'")


def test_it_can_be_taken_back_and_brought_up_again(before):
    migrate(before)
    _move(before, "0003")
    assert migrate(before)[0] == "migrated"
