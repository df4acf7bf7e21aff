"""A person limited to surveys or teams: what is not theirs is refused by every use case."""

import inspect

import pytest

from analysis import reports
from analysis.actions import listing as action_listing
from data import audit, reveals, rows_taken
from surveys import held, reading, rounds
from surveys.grants import hidden
from surveys.keying.papers import desk
from surveys.looked import looked
from surveys.permissions import ROLES, Actor, NotAllowed
from surveys.safeguarding.allegations import allegations
from surveys.safeguarding.queue import decision_log, queue
from surveys.today import today
from tests.conftest import NOW
from tests.hearing import a_round
from tests.unit.test_audiences import INSIDE_OTHERS, use_cases
from web.sessions import who
from web.staff import accounts, sight
from web.staff.members import AccountProblem

EVERY_ROLE = frozenset(ROLES)
ELSEWHERE = Actor("Else Where", EVERY_ROLE, surveys=frozenset({"cp_start"}))
NORTH = Actor("Nora North", EVERY_ROLE, teams=frozenset({"North"}))
BY_ROUND = {"round_id", "response"}
LISTINGS = {
    "surveys.looked.looked",
    "surveys.rounds.listing",
    "surveys.today.today",
    "surveys.held.listing",
    "surveys.keying.papers.desk",
    "surveys.safeguarding.queue.queue",
    "surveys.safeguarding.queue.decision_log",
    "surveys.safeguarding.allegations.allegations",
    "surveys.reveal.to_agree",
    "analysis.reports.published",
}
OTHER_KEYS = {
    "surveys.rounds.open_round",
    "surveys.concerns.mark_plain_read",
    "surveys.paper.merge.slips_for",
    "surveys.all_held.all_held",
    "surveys.reveal.decide_wish",
    "surveys.reveal.find_out_who",
    "analysis.actions.change",
}
WHOLE_INSTALLATION = {"surveys.retention.due", "surveys.retention.erase_due"}
"""Erasing what is over is a duty to every child; it shows no answer."""


def asked_by_round():
    return {
        name: use_case
        for name, use_case in use_cases().items()
        if BY_ROUND & set(inspect.signature(use_case).parameters) and name not in INSIDE_OTHERS
    }


@pytest.fixture
def there(sqlite_db):
    """A round with one worrying comment: its id and the response's."""
    opened = a_round(sqlite_db, NOW, {"rating": "poor", "good": "My carer hits me."})
    made = reading.response_lines(sqlite_db, Actor("Pat", EVERY_ROLE), opened)
    return {"round_id": opened, "response": made[0].id}


def test_every_use_case_about_rounds_is_known_here():
    ours = {n for n in use_cases() if not n.startswith("web.")} - INSIDE_OTHERS
    assert ours == {*asked_by_round(), *LISTINGS, *OTHER_KEYS, *WHOLE_INSTALLATION} | {
        name for name in ours if name.startswith("surveys.log.")
    }


@pytest.mark.parametrize("name", asked_by_round())
def test_what_is_not_theirs_is_refused(name, sqlite_db, there):
    use_case = asked_by_round()[name]
    wanted = list(inspect.signature(use_case).parameters.values())[2:]
    values = {p.name: "" for p in wanted if p.default is p.empty} | {"kind": "html"}
    values |= there
    given = {p.name: values[p.name] for p in wanted if p.name in values}
    with pytest.raises(NotAllowed, match="not among the surveys and teams"):
        use_case(sqlite_db, ELSEWHERE, **given)


def test_lists_leave_out_what_is_not_theirs(sqlite_db, there):
    db = sqlite_db
    assert hidden(db, ELSEWHERE) == {there["round_id"]}
    assert rounds.listing(db, ELSEWHERE) == ()
    assert queue(db, ELSEWHERE, NOW).items == ()
    assert allegations(db, ELSEWHERE, NOW) == ()
    assert decision_log(db, ELSEWHERE, NOW) == ()
    assert reading.words_to_read(db, ELSEWHERE, None, "safeguarding", NOW) == ()
    assert (held.listing(db, ELSEWHERE), action_listing(db, ELSEWHERE)) == ((), ())
    assert reports.published(db, ELSEWHERE) == ()
    assert desk(db, ELSEWHERE, "2026-11-20").rounds == ()
    assert today(db, ELSEWHERE, NOW).to_read == ()


def test_the_weekly_list_says_who_looked_and_not_at_which_round_of_others(sqlite_db, there):
    for_safety = Actor("Pat", EVERY_ROLE)
    with sqlite_db.writing() as tx:
        reveals.ask(tx, there["response"], "He may be hurt at home.", "Pat", NOW)
        rows_taken.add(tx, there["round_id"], "A study of this round.", "Pat", 1, NOW)
        audit.record(tx, "Pat", "exported report", there["round_id"], NOW)
    seen, blank = looked(sqlite_db, for_safety, NOW), looked(sqlite_db, ELSEWHERE, NOW)
    assert (blank.wishes[0].asked_by, blank.taken[0].record.taken_by) == ("Pat", "Pat")
    assert len(blank.opened) == len(seen.opened) == 1
    theirs = (there["round_id"], there["response"], seen.wishes[0].round_title, "He may", "A study")
    assert all(one in repr(seen) for one in theirs)
    assert [one for one in theirs if one in repr(blank)] == []


def test_a_round_that_is_not_there_names_only_those_that_are_theirs(sqlite_db, there):
    with pytest.raises(rounds.RoundRefused, match=there["round_id"]):
        rounds.view(sqlite_db, Actor("Pat", EVERY_ROLE), "nope-1")
    with pytest.raises(rounds.RoundRefused, match="Rounds here: none yet"):
        rounds.view(sqlite_db, ELSEWHERE, "nope-1")


def test_everybody_else_sees_it(sqlite_db, there):
    everybody = Actor("Pat", EVERY_ROLE)
    assert len(queue(sqlite_db, everybody, NOW).items) == 1
    assert today(sqlite_db, everybody, NOW).to_read


def test_a_round_is_seen_only_where_every_team_in_it_is_granted(sqlite_db, participation):
    north, both, none = (
        rounds.open_round(sqlite_db, participation, "service_feedback", now=NOW, teams=teams).id
        for teams in ({"North": 9}, {"North": 9, "South": 9}, None)
    )
    assert [view.record.id for view in rounds.listing(sqlite_db, NORTH)] == [north]
    assert hidden(sqlite_db, NORTH) == {both, none}


@pytest.mark.parametrize("teams", [None, {"South": 3}, {"North": 1, "South": 1}])
def test_nobody_opens_a_round_that_they_could_not_see(sqlite_db, teams):
    with pytest.raises(NotAllowed, match="not among"):
        rounds.open_round(sqlite_db, NORTH, "service_feedback", now=NOW, teams=teams)


def test_limits_hold_from_the_next_click_and_nobody_sets_their_own(db, now):
    accounts.set_password(db, accounts.first_link(db, now), "Asha Rao", "wet piano lantern", now)
    cookies = {"heard_staff": accounts.sign_in(db, "Asha Rao", "wet piano lantern", now).token}
    asha = accounts.listing(db, who(db, cookies, now))[0].id
    another = Actor("Ben Okafor", frozenset({"administrator"}))
    sight.limit(db, another, asha, ["cp_start"], ["North"], now)
    limited = who(db, cookies, now)
    assert (limited.surveys, limited.teams) == (frozenset({"cp_start"}), frozenset({"North"}))
    with pytest.raises(AccountProblem, match="another administrator"):
        sight.limit(db, limited, asha, [], [], now)
    sight.limit(db, another, asha, [], [], now)
    assert who(db, cookies, now).surveys is None
