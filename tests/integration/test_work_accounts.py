"""Sessions that began with a work account: by issuer and subject, and mortal like any other."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from data.database import Database
from surveys.permissions import Actor
from web import sessions
from web.oidc import Identity
from web.staff import accounts, second_step, totp, work_account
from web.staff.members import AccountProblem

ADMINISTRATOR = Actor("Asha Rao", frozenset({"administrator"}))
ISSUER = "https://login.example/tenant/v2.0"
BEN = Identity(ISSUER, "ben-1", mfa=True)
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


@pytest.fixture
def ben(db: Database, now: datetime) -> str:
    """The id of Ben, a board member and nothing else, whose work account is tied."""
    link = accounts.add_person(db, ADMINISTRATOR, "Ben Okafor", ["board"], now)
    work_account.come_in(db, BEN, link, now)
    return accounts.find(db, ADMINISTRATOR, "Ben Okafor").id


@pytest.fixture
def click(db: Database, now: datetime, ben: str) -> Callable[[timedelta], Actor | None]:
    """Who a click is by, so long after a sign-in with the work account."""
    token = work_account.come_in(db, BEN, "", now).token
    return lambda after: sessions.who(db, {"heard_staff": token}, now + after)


def test_it_ends_after_half_an_hour_without_a_click(click):
    assert click(29 * MINUTE)
    assert click(59 * MINUTE) is None


def test_it_ends_after_eight_hours_however_busy(click):
    assert all(click(minutes * MINUTE) for minutes in range(0, 480, 20))
    assert click(8 * HOUR) is None


@pytest.mark.parametrize(
    "end",
    [
        lambda db, ben, now: accounts.stop_person(db, ADMINISTRATOR, ben, now),
        lambda db, ben, now: accounts.end_sessions(db, ADMINISTRATOR, ben, now),
        lambda db, ben, now: accounts.change_roles(
            db, ADMINISTRATOR, ben, ["board", "safeguarding"], now
        ),
        lambda db, ben, now: second_step.reset(db, ADMINISTRATOR, ben, now),
    ],
    ids=["stopped", "ended", "another role", "second step reset"],
)
def test_it_is_dead_on_the_next_click(db, now, ben, click, end):
    assert click(MINUTE)
    end(db, ben, now)
    assert click(2 * MINUTE) is None


def test_another_work_account_in_the_place_of_the_first_ends_its_sessions(db, now, ben, click):
    link = accounts.new_link(db, ADMINISTRATOR, ben, now)
    work_account.come_in(db, Identity(ISSUER, "ben-2", mfa=True), link, now)
    assert click(MINUTE) is None
    with pytest.raises(AccountProblem, match="not known here"):
        work_account.come_in(db, BEN, "", now)


@pytest.mark.parametrize(
    "stranger",
    [
        Identity("https://login.example/another/v2.0", "ben-1", mfa=True),
        Identity(ISSUER, "ben-11", mfa=True),
        Identity(ISSUER, "BEN-1", mfa=True),
        Identity(ISSUER, "", mfa=True),
        Identity(ISSUER, "Ben Okafor", mfa=True),
    ],
    ids=["another issuer", "longer", "capitals", "empty", "by name"],
)
def test_nobody_is_taken_for_somebody_of_another_issuer_or_subject(db, now, ben, stranger):
    with pytest.raises(AccountProblem, match="not known here"):
        work_account.come_in(db, stranger, "", now)


def test_nothing_of_a_token_but_issuer_and_subject_is_kept_of_who_somebody_is():
    assert set(Identity.__dataclass_fields__) == {"issuer", "subject", "mfa"}


def test_the_role_is_the_one_an_administrator_gave_and_a_link_adds_none(db, now, ben, click):
    link = accounts.new_link(db, ADMINISTRATOR, ben, now)
    token = work_account.come_in(db, BEN, link, now).token
    actor = sessions.who(db, {"heard_staff": token}, now)
    assert actor is not None
    assert actor.roles == {"board"}


def test_an_administrator_who_came_by_work_account_gives_themselves_nothing(db, now):
    link = accounts.add_person(db, ADMINISTRATOR, "Ada Min", ["administrator"], now)
    token = work_account.come_in(db, Identity(ISSUER, "ada", mfa=True), link, now).token
    ada = sessions.who(db, {"heard_staff": token}, now)
    assert ada is not None
    person = accounts.find(db, ada, "Ada Min").id
    with pytest.raises(AccountProblem, match="to yourself"):
        accounts.change_roles(db, ada, person, ["administrator", "safeguarding"], now)
    assert accounts.find(db, ada, "Ada Min").roles == ("administrator",)


def test_without_a_second_step_there_the_session_opens_no_page_until_ours_was_given(db, now, ben):
    half = work_account.come_in(db, Identity(ISSUER, "ben-1", mfa=False), "", now)
    assert half.half
    assert sessions.who(db, {"heard_staff": half.token}, now) is None
    secret = second_step.look(db, half.token, now).secret or b""
    full = second_step.answer(db, half.token, totp.code(secret, totp.step_of(now)), now)
    assert sessions.who(db, {"heard_staff": full.token}, now)
    assert sessions.who(db, {"heard_staff": half.token}, now) is None
