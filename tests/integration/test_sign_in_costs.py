"""Whoever tries a name learns nothing from the work it makes: one slow hash, counted and not timed.

A busy machine would fail a test by the clock.
"""

from datetime import datetime

import argon2._password_hasher
import pytest
from argon2 import extract_parameters
from argon2.low_level import verify_secret

from data.database import Database
from surveys.permissions import Actor
from web.staff import accounts, passwords

PASSWORD = "wet piano lantern"
ADMINISTRATOR = Actor("Somebody", frozenset({"administrator"}))


@pytest.fixture
def hashes(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every slow hash that is made or checked from here on, by what it was held against."""
    done: list[str] = []

    def counted(kept: bytes, *more: object) -> bool:
        done.append(kept.decode())
        return bool(verify_secret(kept, *more))

    def made(**_: object) -> bytes:
        raise AssertionError("a sign-in makes no hash of its own")

    monkeypatch.setattr(argon2._password_hasher, "verify_secret", counted)
    monkeypatch.setattr(argon2._password_hasher, "hash_secret", made)
    return done


@pytest.fixture
def staff(db: Database, now: datetime) -> Database:
    """Somebody who signs in, somebody who was stopped, and somebody who never set a password."""
    for name in ("Asha Rao", "Sally Stopped", "Nia New"):
        token = accounts.add_person(db, ADMINISTRATOR, name, ["board"], now)
        if name != "Nia New":
            accounts.set_password(db, token, None, PASSWORD, now)
    stopped = accounts.find(db, ADMINISTRATOR, "Sally Stopped").id
    accounts.stop_person(db, ADMINISTRATOR, stopped, now)
    return db


@pytest.mark.parametrize(
    ("name", "password"),
    [
        ("Asha Rao", "grey kettle saxophone"),
        ("Nobody Here", PASSWORD),
        ("Sally Stopped", PASSWORD),
        ("Nia New", PASSWORD),
        ("", ""),
        ("Asha Rao", "x" * 5_000),
    ],
    ids=["wrong password", "unknown", "stopped", "no password yet", "empty", "very long"],
)
def test_each_sign_in_that_is_refused_costs_exactly_one_slow_hash(
    staff: Database, now: datetime, hashes: list[str], name: str, password: str
) -> None:
    with pytest.raises(accounts.SignInRefused):
        accounts.sign_in(staff, name, password, now)
    assert len(hashes) == 1


def test_an_unknown_name_is_held_against_a_hash_of_the_same_cost(
    staff: Database, now: datetime, hashes: list[str]
) -> None:
    for name in ("Asha Rao", "Nobody Here"):
        with pytest.raises(accounts.SignInRefused):
            accounts.sign_in(staff, name, "grey kettle saxophone", now)
    known, unknown = (extract_parameters(kept) for kept in hashes)
    assert known == unknown


def test_a_right_sign_in_costs_one_too(staff: Database, now: datetime, hashes: list[str]) -> None:
    assert accounts.sign_in(staff, "Asha Rao", PASSWORD, now).token
    assert len(hashes) == 1


def test_the_password_of_nobody_opens_nothing() -> None:
    assert not passwords.fits("nobody has this password", None)
