"""The second step at sign-in on a real database: each code once, recovery and reset."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text

from data import audit, people, rotation, second_steps
from data.database import Database
from surveys.permissions import Actor, NotAllowed
from web.sessions import token_hash, who
from web.staff import accounts, second_step, totp
from web.staff.members import AccountProblem

PASSWORD = "wet piano lantern"
HALF_MINUTE = timedelta(seconds=30)
ANOTHER = Actor("Ben Okafor", frozenset({"administrator"}))


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.ci)])
def settings(request):
    """Each set-up makes eight Argon2id hashes, so PostgreSQL has its turn in CI."""
    return request.getfixturevalue(f"{request.param}_settings")


@pytest.fixture
def half(db, now):
    """The half session of somebody who has just given the right password for the first time."""
    accounts.set_password(db, accounts.first_link(db, now), "Asha Rao", PASSWORD, now)
    return accounts.sign_in(db, "Asha Rao", PASSWORD, now, half=True).token


@pytest.fixture
def secret(db, half, now):
    """The secret that the square of the first sign-in shows."""
    return second_step.look(db, half, now).secret


@pytest.fixture
def codes(db, half, secret, now):
    """The recovery codes of somebody whose second step is set up since `now`."""
    return second_step.answer(db, half, code(secret, now), now).codes


def code(secret, now):
    return totp.code(secret, totp.step_of(now))


def again(db, now):
    """A half session of a later sign-in."""
    return accounts.sign_in(db, "Asha Rao", PASSWORD, now)


def test_the_first_code_sets_it_up_and_lets_in(db, now, half, secret):
    full = second_step.answer(db, half, code(secret, now), now)
    assert who(db, {"heard_staff": full.token}, now).name == "Asha Rao"
    assert len(set(full.codes)) == 8


def test_a_half_session_opens_no_page(db, now, half):
    assert who(db, {"heard_staff": half}, now) is None


def test_a_half_session_lives_ten_minutes(db, now, half, secret):
    later = now + timedelta(minutes=10)
    with pytest.raises(AccountProblem, match="Too much time"):
        second_step.answer(db, half, code(secret, later), later)


def test_a_half_session_is_spent_by_the_code(db, now, half, secret, codes):
    with pytest.raises(AccountProblem, match="Sign in again"):
        second_step.look(db, half, now)


def test_looking_again_shows_the_same_square(db, now, half, secret):
    assert second_step.look(db, half, now).secret == secret


def test_once_set_up_it_is_asked_at_every_sign_in_and_the_secret_is_not_shown(db, now, codes):
    opened = again(db, now)
    assert opened.half
    assert second_step.look(db, opened.token, now).secret is None


def test_a_code_works_once(db, now, secret, codes):
    with pytest.raises(AccountProblem, match="was used before"):
        second_step.answer(db, again(db, now).token, code(secret, now), now)
    later = now + HALF_MINUTE
    assert second_step.answer(db, again(db, later).token, code(secret, later), later).token


def test_an_older_code_is_worth_nothing_after_a_newer_one(db, now, secret, codes):
    with pytest.raises(AccountProblem, match="does not fit"):
        second_step.answer(db, again(db, now).token, code(secret, now - HALF_MINUTE), now)


def test_a_recovery_code_lets_in_once_however_it_is_typed(db, now, codes):
    typed = f" {codes[2].upper().replace('-', ' ')} "
    assert second_step.answer(db, again(db, now).token, typed, now).token
    with pytest.raises(AccountProblem, match="does not fit"):
        second_step.answer(db, again(db, now).token, codes[2], now)


def test_a_recovery_code_does_not_set_up_anything(db, now, codes):
    second_step.reset(db, ANOTHER, person(db), now)
    opened = again_half(db, now)
    second_step.look(db, opened, now)
    with pytest.raises(AccountProblem, match="does not fit"):
        second_step.answer(db, opened, codes[0], now)


def test_after_fifty_wrong_codes_only_an_administrator_helps(db, now, secret, codes):
    with db.writing() as tx:
        for _ in range(second_step.MOST_WRONG):
            second_steps.count_wrong(tx, person(db))
    later = now + HALF_MINUTE
    with pytest.raises(AccountProblem, match="Ask an administrator"):
        second_step.answer(db, again(db, later).token, code(secret, later), later)


def test_wrong_codes_are_counted_and_audited(db, now, secret, codes):
    with pytest.raises(AccountProblem):
        second_step.answer(db, again(db, now).token, "000000", now)
    with db.reading() as tx:
        assert second_steps.of(tx, person(db)).wrong == 1
        assert audit.listing(tx)[0].act == "second step refused"


def test_a_reset_ends_sessions_and_asks_to_set_it_up_anew(db, now, half, secret):
    full = second_step.answer(db, half, code(secret, now), now)
    second_step.reset(db, ANOTHER, person(db), now)
    assert who(db, {"heard_staff": full.token}, now) is None
    assert second_step.look(db, again_half(db, now), now).secret not in (None, secret)


def test_only_an_administrator_resets_and_never_their_own(db, now, codes, participation):
    with pytest.raises(NotAllowed):
        second_step.reset(db, participation, person(db), now)
    with pytest.raises(AccountProblem, match="another administrator"):
        second_step.reset(db, Actor("Asha Rao", ANOTHER.roles), person(db), now)


def test_where_others_can_reach_heard_a_second_step_is_always_asked(sqlite_db, now):
    link = accounts.first_link(sqlite_db, now)
    accounts.set_password(sqlite_db, link, "Asha Rao", PASSWORD, now)
    assert not accounts.sign_in(sqlite_db, "Asha Rao", PASSWORD, now).half
    object.__setattr__(sqlite_db.settings, "public_url", "https://heard.example")
    assert accounts.sign_in(sqlite_db, "Asha Rao", PASSWORD, now).half


def test_neither_secret_nor_recovery_codes_are_kept_in_clear(db, now, secret, codes):
    with db.reading() as tx:
        steps = tx.run(text("SELECT * FROM second_steps")).one()
        kept = repr([steps, tx.run(text("SELECT * FROM recovery_codes")).all(), audit.listing(tx)])
    assert bytes(steps.secret) != secret
    signs = [secret.hex(), totp.key_in_text(secret), *codes, *(c.replace("-", "") for c in codes)]
    assert not [sign for sign in signs if sign in kept]


def person(db):
    with db.reading() as tx:
        return people.by_name(tx, "Asha Rao")[0].id


def again_half(db, now):
    """A half session although nothing requires one: as the account page opens it."""
    opened = accounts.sign_in(db, "Asha Rao", PASSWORD, now, half=True)
    with db.reading() as tx:
        assert people.session(tx, token_hash(opened.token)) is None
    return opened.token


def test_a_new_master_key_leaves_second_steps_as_they_were(db, now, secret, codes, tmp_path):
    key_file = tmp_path / "own" / "master.key"  # the other tests go on with the old one
    key_file.parent.mkdir(mode=0o700)
    key_file.write_bytes(db.settings.key_file.read_bytes())
    key_file.chmod(0o600)
    own = Database.open(replace(db.settings, key_file=key_file))
    rotation.rotate(own)
    rotation.retire(own)
    own.close()
    fresh = Database.open(own.settings)
    with fresh.reading() as tx:
        assert second_steps.of(tx, person(fresh)).secret == secret
    fresh.close()
