"""Staff accounts on a real database: links, passwords, roles, and who is told what."""

from datetime import timedelta

import pytest

from data import audit, people
from surveys.looked import looked
from surveys.permissions import Actor, NotAllowed
from web.staff import accounts
from web.staff.accounts import SignInRefused
from web.staff.members import AccountProblem

PASSWORD = "wet piano lantern"


@pytest.fixture
def first(db, now):
    """The first administrator, whose account was made by the first link."""
    token = accounts.first_link(db, now)
    accounts.set_password(db, token, "Asha Rao", PASSWORD, now)
    return Actor("Asha Rao", frozenset({"administrator"}))


def person(db, name):
    with db.reading() as tx:
        return next(p for p in people.listing(tx) if p.name == name)


def acts(db):
    with db.reading() as tx:
        return [(entry.actor, entry.act) for entry in audit.listing(tx)]


def join(db, actor, name, roles, now):
    token = accounts.add_person(db, actor, name, roles, now)
    accounts.set_password(db, token, None, PASSWORD, now)


def test_whoever_is_let_in_stands_in_the_weekly_list_with_what_was_granted(db, now, first):
    join(db, first, "Second Me", ["safeguarding", "designated"], now)
    accounts.change_roles(db, first, person(db, "Second Me").id, ["safeguarding"], now)
    accounts.change_roles(db, first, person(db, "Second Me").id, ["safeguarding", "auditor"], now)
    found = looked(db, Actor("Lou Log", frozenset({"auditor"})), now)
    about = person(db, "Second Me").id
    lines = [(one.actor, one.act, one.detail) for one in found.opened if one.subject == about]
    assert lines == [
        ("Asha Rao", "granted role", "auditor"),
        ("Second Me", "set password", ""),
        ("Asha Rao", "added person", "safeguarding, designated"),
    ]
    assert found.names[about] == "Second Me"


@pytest.mark.parametrize("name", ["heard", "Nobody", " THE  child", "Operator", "operator:root"])
def test_nobody_is_called_what_the_trail_calls_itself(db, now, first, name):
    with pytest.raises(AccountProblem, match=r"nobody can have this name|Write a name"):
        accounts.add_person(db, first, name, ["board"], now)


def test_the_first_link_makes_an_active_administrator(db, now, first):
    assert person(db, "Asha Rao").roles == ("administrator",)
    assert person(db, "Asha Rao").state == "active"


def test_there_is_no_first_link_once_somebody_can_sign_in(db, now, first):
    assert accounts.first_link(db, now) is None


def test_every_first_link_dies_with_the_first_account(db, now):
    one, two = accounts.first_link(db, now), accounts.first_link(db, now)
    accounts.set_password(db, one, "Asha Rao", PASSWORD, now)
    with pytest.raises(AccountProblem, match="first account, and that has been made"):
        accounts.set_password(db, two, "Mallory Intruder", PASSWORD, now)


def test_the_first_link_is_good_for_24_hours(db, now):
    token = accounts.first_link(db, now)
    with pytest.raises(AccountProblem, match="used or is too old"):
        accounts.set_password(db, token, "Asha Rao", PASSWORD, now + timedelta(hours=24))


def test_a_refused_password_leaves_the_link_unused(db, now):
    token = accounts.first_link(db, now)
    with pytest.raises(AccountProblem, match="Use 12 or more"):
        accounts.set_password(db, token, "Asha Rao", "short", now)
    assert accounts.set_password(db, token, "Asha Rao", PASSWORD, now) == "Asha Rao"


def test_a_link_works_once(db, now, first):
    token = accounts.add_person(db, first, "Ben Okafor", ["participation"], now)
    accounts.set_password(db, token, None, PASSWORD, now)
    with pytest.raises(AccountProblem, match="used or is too old"):
        accounts.set_password(db, token, None, "another piano lantern", now)


def test_a_persons_own_link_keeps_the_name_that_the_administrator_gave(db, now, first):
    token = accounts.add_person(db, first, "Ben Okafor", ["participation"], now)
    assert accounts.set_password(db, token, "Somebody Else", PASSWORD, now) == "Ben Okafor"


def test_signing_in_takes_the_name_however_it_is_written(db, now, first):
    assert accounts.sign_in(db, "  asha   RAO ", PASSWORD, now)


@pytest.mark.parametrize(
    ("name", "password"),
    [("Asha Rao", "wrong piano lantern"), ("Nobody Here", PASSWORD), ("", ""), ("Asha Rao", "")],
)
def test_every_wrong_sign_in_gets_the_same_answer(db, now, first, name, password):
    with pytest.raises(SignInRefused, match="This name and password do not fit"):
        accounts.sign_in(db, name, password, now)


def test_a_refused_sign_in_is_audited_without_what_was_typed(db, now, first):
    with pytest.raises(SignInRefused):
        accounts.sign_in(db, "my password in the wrong box", "x", now)
    with db.reading() as tx:
        newest = audit.listing(tx)[0]
    assert (newest.act, newest.subject, newest.detail) == ("sign-in refused", "unknown", "")


def test_somebody_invited_cannot_sign_in_before_choosing_a_password(db, now, first):
    accounts.add_person(db, first, "Ben Okafor", ["participation"], now)
    with pytest.raises(SignInRefused):
        accounts.sign_in(db, "Ben Okafor", "nobody has this password", now)


def test_only_administrators_add_people(db, now, participation):
    with pytest.raises(NotAllowed):
        accounts.add_person(db, participation, "Ben Okafor", ["participation"], now)


def test_two_people_cannot_have_the_same_name(db, now, first):
    with pytest.raises(AccountProblem, match="already somebody called asha rao"):
        accounts.add_person(db, first, "asha rao", ["board"], now)


@pytest.mark.parametrize("name", ["", "A", "operator:root", "<b>Ben</b>", "x" * 81, "a\x00b"])
def test_a_name_that_is_no_name_is_refused(db, now, first, name):
    with pytest.raises(AccountProblem, match="Write a name"):
        accounts.add_person(db, first, name, ["board"], now)


def test_a_role_that_does_not_exist_is_refused_with_those_that_do(db, now, first):
    with pytest.raises(AccountProblem, match="“director” is not a role"):
        accounts.add_person(db, first, "Ben Okafor", ["director"], now)


def test_a_person_may_hold_several_roles_and_lose_one(db, now, first):
    join(db, first, "Ben Okafor", ["participation", "safeguarding"], now)
    accounts.change_roles(db, first, person(db, "Ben Okafor").id, ["safeguarding", "board"], now)
    assert person(db, "Ben Okafor").roles == ("board", "safeguarding")
    assert acts(db)[:2] == [("Asha Rao", "took role away"), ("Asha Rao", "granted role")]


def test_nobody_gives_a_role_to_themselves(db, now, first):
    with pytest.raises(AccountProblem, match="cannot give a role to yourself"):
        accounts.change_roles(
            db, first, person(db, "Asha Rao").id, ["administrator", "safeguarding"], now
        )


def test_the_last_administrator_keeps_the_role(db, now, first):
    accounts.add_person(db, first, "Ben Okafor", ["administrator"], now)
    with pytest.raises(AccountProblem, match="last administrator who can sign in"):
        accounts.change_roles(
            db, Actor("Ben Okafor", first.roles), person(db, "Asha Rao").id, ["board"], now
        )


def test_the_last_administrator_cannot_be_stopped(db, now, first):
    with pytest.raises(AccountProblem, match="last administrator who can sign in"):
        accounts.stop_person(db, first, person(db, "Asha Rao").id, now)


def test_an_administrator_can_be_stopped_while_another_can_sign_in(db, now, first):
    join(db, first, "Ben Okafor", ["administrator"], now)
    accounts.stop_person(db, Actor("Ben Okafor", first.roles), person(db, "Asha Rao").id, now)
    assert person(db, "Asha Rao").state == "stopped"


def test_somebody_stopped_can_neither_sign_in_nor_use_an_old_link(db, now, first):
    join(db, first, "Ben Okafor", ["board"], now)
    ben = person(db, "Ben Okafor").id
    old = accounts.new_link(db, first, ben, now)
    accounts.stop_person(db, first, ben, now)
    with pytest.raises(SignInRefused):
        accounts.sign_in(db, "Ben Okafor", PASSWORD, now)
    with pytest.raises(AccountProblem, match="used or is too old"):
        accounts.set_password(db, old, None, PASSWORD, now)


def test_a_new_link_replaces_a_forgotten_password(db, now, first):
    join(db, first, "Ben Okafor", ["board"], now)
    token = accounts.new_link(db, first, person(db, "Ben Okafor").id, now)
    accounts.set_password(db, token, None, "grey kettle saxophone", now)
    assert accounts.sign_in(db, "Ben Okafor", "grey kettle saxophone", now)


def test_somebody_stopped_comes_back_with_a_new_link_and_password_only(db, now, first):
    join(db, first, "Ben Okafor", ["board"], now)
    ben = person(db, "Ben Okafor").id
    accounts.stop_person(db, first, ben, now)
    token = accounts.new_link(db, first, ben, now)
    with pytest.raises(SignInRefused):
        accounts.sign_in(db, "Ben Okafor", PASSWORD, now)
    accounts.set_password(db, token, None, "grey kettle saxophone", now)
    assert accounts.sign_in(db, "Ben Okafor", "grey kettle saxophone", now)


def test_a_new_link_puts_the_one_before_out_of_use(db, now, first):
    old = accounts.add_person(db, first, "Ben Okafor", ["board"], now)
    accounts.new_link(db, first, person(db, "Ben Okafor").id, now)
    with pytest.raises(AccountProblem, match="used or is too old"):
        accounts.set_password(db, old, None, PASSWORD, now)


def test_each_act_is_audited_by_who_did_it(db, now, first):
    accounts.sign_in(db, "Asha Rao", PASSWORD, now)
    assert acts(db) == [
        ("Asha Rao", "signed in"),
        ("Asha Rao", "set password"),
        ("Asha Rao", "granted role"),
        ("heard", "made first link"),
    ]


def test_neither_passwords_nor_tokens_are_kept(db, now, settings):
    token = accounts.first_link(db, now)
    accounts.set_password(db, token, "Asha Rao", PASSWORD, now)
    session = accounts.sign_in(db, "Asha Rao", PASSWORD, now).token
    with db.reading() as tx:
        kept = repr([people.by_name(tx, "Asha Rao"), audit.listing(tx)])
    assert not [secret for secret in (token, session, PASSWORD) if secret in kept]
