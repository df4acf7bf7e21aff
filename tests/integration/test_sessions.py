"""Staff sessions on a real database: how they end."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from data import people
from web.sessions import who
from web.staff import accounts

PASSWORD = "wet piano lantern"


@pytest.fixture
def cookies(db, now):
    """The cookies of somebody who has just signed in."""
    accounts.set_password(db, accounts.first_link(db, now), "Asha Rao", PASSWORD, now)
    return {"heard_staff": accounts.sign_in(db, "Asha Rao", PASSWORD, now).token}


def click(db, cookies, now, minutes):
    return who(db, cookies, now + timedelta(minutes=minutes))


def test_a_session_says_who_is_acting_and_with_which_roles(db, now, cookies):
    actor = who(db, cookies, now)
    assert actor is not None
    assert (actor.name, actor.roles) == ("Asha Rao", frozenset({"administrator"}))


@pytest.mark.parametrize("token", ["", "not-a-token", "a" * 43])
def test_a_made_up_cookie_is_nobody(db, now, cookies, token):
    assert who(db, {"heard_staff": token}, now) is None


def test_a_session_lives_on_while_it_is_used(db, now, cookies):
    assert all(click(db, cookies, now, minutes) for minutes in (20, 40, 60, 80))


def test_a_session_ends_after_half_an_hour_without_a_click(db, now, cookies):
    assert click(db, cookies, now, 29)
    assert not click(db, cookies, now, 29 + 30)


def test_a_session_ends_after_eight_hours_however_busy(db, now, cookies):
    busy = [click(db, cookies, now, minutes) for minutes in range(0, 480, 20)]
    assert all(busy)
    assert not click(db, cookies, now, 480)


def test_signing_out_ends_the_session(db, now, cookies):
    accounts.sign_out(db, cookies["heard_staff"], now)
    assert who(db, cookies, now) is None


def test_a_session_is_dead_on_the_next_click_after_its_person_is_stopped(db, now, cookies):
    admin = who(db, cookies, now)
    token = accounts.add_person(db, admin, "Ben Okafor", ["board"], now)
    accounts.set_password(db, token, None, PASSWORD, now)
    bens = {"heard_staff": accounts.sign_in(db, "Ben Okafor", PASSWORD, now).token}
    assert who(db, bens, now)
    with db.reading() as tx:
        ben = people.by_name(tx, "Ben Okafor")[0].id
    accounts.stop_person(db, admin, ben, now)
    assert who(db, bens, now) is None


@pytest.fixture
def ben(db, now, cookies):
    """The id and the cookies of somebody with two roles."""
    token = accounts.add_person(
        db, who(db, cookies, now), "Ben Okafor", ["board", "participation"], now
    )
    accounts.set_password(db, token, None, PASSWORD, now)
    with db.reading() as tx:
        person = people.by_name(tx, "Ben Okafor")[0].id
    return person, {"heard_staff": accounts.sign_in(db, "Ben Okafor", PASSWORD, now).token}


@pytest.mark.parametrize("roles", [["board"], ["board", "participation", "safeguarding"]])
def test_a_session_is_dead_on_the_next_click_after_a_role_changed(db, now, cookies, ben, roles):
    accounts.change_roles(db, who(db, cookies, now), ben[0], roles, now)
    assert who(db, ben[1], now) is None


def test_keeping_the_same_roles_leaves_the_session_alone(db, now, cookies, ben):
    same = ["participation", "board"]
    accounts.change_roles(db, who(db, cookies, now), ben[0], same, now)
    assert who(db, ben[1], now)


def test_an_administrator_ends_the_sessions_of_somebody_else_only(db, now, cookies, ben):
    accounts.end_sessions(db, who(db, cookies, now), ben[0], now)
    assert who(db, ben[1], now) is None
    assert who(db, cookies, now)


def test_signing_out_everywhere_ends_every_session_of_oneself_only(db, now, cookies, ben):
    second = {"heard_staff": accounts.sign_in(db, "Asha Rao", PASSWORD, now).token}
    accounts.sign_out_everywhere(db, who(db, cookies, now), now)
    assert [who(db, c, now) is None for c in (cookies, second, ben[1])] == [True, True, False]


def test_a_clock_put_back_opens_no_session_that_began_later(db, now, cookies):
    assert click(db, cookies, now, -1)
    assert not click(db, cookies, now, -10)


def test_each_sign_in_has_a_token_of_its_own_and_only_its_hash_is_kept(db, now, cookies):
    second = accounts.sign_in(db, "Asha Rao", PASSWORD, now).token
    with db.reading() as tx:
        kept = repr(tx.run(text("SELECT * FROM staff_sessions")).all())
    assert second != cookies["heard_staff"]
    assert second not in kept


def test_a_new_password_ends_the_sessions_of_the_old_one(db, now, cookies):
    admin = who(db, cookies, now)
    with db.reading() as tx:
        asha = people.by_name(tx, "Asha Rao")[0].id
    token = accounts.new_link(db, admin, asha, now)
    accounts.set_password(db, token, None, "grey kettle saxophone", now)
    assert who(db, cookies, now) is None
