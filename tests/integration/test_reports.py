"""Actions and reports: written, published, frozen; on both databases."""

from dataclasses import replace

import pytest

from analysis import actions, reports, results
from analysis.actions import MOVES, ActionRefused, Wanted
from analysis.report import from_json, to_json
from analysis.reports import Changed, ReportRefused
from analysis.results import report
from data import audit
from data import reports as kept_reports
from data.reports import latest
from surveys.permissions import NotAllowed
from tests.answering import a_round, send, spread
from tests.samples import sample

WANTED = Wanted(
    said="Nobody told us before we moved.",
    action="Every child visits the new home first.",
    owner="Service manager",
    due="2027-01-31",
    measure="Children who say they visited.",
)


@pytest.fixture
def record(db, now):
    """A round that 40 of 300 answered."""
    return a_round(db, now, "out_of_borough", spread("listened", always=24, never=16))


def test_an_action_needs_owner_due_date_and_measure(db, participation, record, now):
    bare = replace(WANTED, owner=" ", due="", measure="")
    with pytest.raises(ActionRefused) as refused:
        actions.add(db, participation, record.id, bare, now)
    assert [problem.split(" is empty")[0] for problem in refused.value.problems] == [
        "The owner",
        "The due date",
        "The measure",
    ]


def test_an_action_that_cannot_be_done_needs_its_reason(db, participation, record, now):
    made = actions.add(db, participation, record.id, WANTED, now)
    with pytest.raises(ActionRefused, match="Say why"):
        actions.change(db, participation, made, replace(WANTED, status="cannot"), now)


def test_two_people_at_one_action_do_not_write_over_each_other(db, participation, record, now):
    made = actions.add(db, participation, record.id, WANTED, now)
    first = actions.change(db, participation, made, replace(WANTED, owner="Ben Okafor"), now)
    with pytest.raises(ActionRefused, match="Somebody else has changed this action"):
        actions.change(db, participation, made, replace(WANTED, owner="Asha Rao"), now)
    assert actions.listing(db, participation, record.id) == (first,)
    again = actions.change(db, participation, first, replace(WANTED, owner="Asha Rao"), now)
    assert again.owner == "Asha Rao"


def test_done_is_not_made_a_difference(db, participation, record, now):
    made = actions.add(db, participation, record.id, WANTED, now)
    changed = actions.change(db, participation, made, replace(WANTED, status="done"), now)
    assert (changed.status, changed.difference) == ("done", "")


def test_an_action_moves_only_where_its_state_allows(db, participation, record, now):
    made = actions.add(db, participation, record.id, WANTED, now)
    done = actions.change(db, participation, made, replace(WANTED, status="done"), now)
    with pytest.raises(ActionRefused, match="can become: on track, done"):
        actions.change(db, participation, done, replace(WANTED, status="late"), now)


def test_every_state_can_be_left_and_leads_to_one_that_is_there():
    assert all(MOVES.values())
    assert {to for places in MOVES.values() for to in places} <= set(MOVES)


def test_children_cannot_have_been_told_tomorrow(db, participation, record, now):
    wanted = replace(WANTED, told_children_on="2030-01-01")
    with pytest.raises(ActionRefused, match="still to come"):
        actions.add(db, participation, record.id, wanted, now)


def test_the_board_keeps_no_actions(db, board, record, now):
    with pytest.raises(NotAllowed):
        actions.add(db, board, record.id, WANTED, now)


def test_a_text_stands_in_place_of_the_draft(db, participation, record, now):
    reports.write_text(db, participation, record.id, "key_messages", "One.\nTwo.", 0, now)
    assert report(db, participation, record.id, now).key_messages == ("One.", "Two.")


def test_an_empty_text_brings_the_draft_back(db, participation, record, now):
    drafts = report(db, participation, record.id, now).key_messages
    version = reports.write_text(db, participation, record.id, "key_messages", "One.", 0, now)
    reports.write_text(db, participation, record.id, "key_messages", "", version, now)
    assert report(db, participation, record.id, now).key_messages == drafts


def test_nobody_writes_over_a_text_unseen(db, participation, record, now):
    reports.write_text(db, participation, record.id, "analysis", "Mine.", 0, now)
    with pytest.raises(Changed) as changed:
        reports.write_text(db, participation, record.id, "analysis", "Theirs.", 0, now)
    assert changed.value.theirs.text == "Mine."


def test_publishing_says_every_reason_against_it_at_once(db, participation, record, now):
    six = "\n".join(f"Message {letter}." for letter in "abcdef")
    reports.write_text(db, participation, record.id, "key_messages", six, 0, now)
    reports.write_text(db, participation, record.id, "asks", "One.\nTwo.\nThree.", 0, now)
    with pytest.raises(ReportRefused) as refused:
        reports.publish(db, participation, record.id, now)
    assert len(refused.value.problems) == 2


def test_a_report_with_an_action_nobody_owns_is_not_published():
    line = replace(sample().actions[0], owner="", due="")
    problems = reports._problems(sample(actions=(line,)), ())
    assert problems == (
        f"The action “{line.action}” has no owner and no due date. Add it on the Actions page.",
    )


def test_a_round_nobody_answered_is_not_published(db, participation, now):
    empty = a_round(db, now, "out_of_borough", [])
    with pytest.raises(ReportRefused, match="Nobody has answered"):
        reports.publish(db, participation, empty.id, now)


def test_the_board_reads_what_was_published_though_answers_come_in(
    db, participation, board, record, now
):
    reports.publish(db, participation, record.id, now)
    send(db, now, record, spread("listened", never=30))
    frozen = reports.read(db, board, record.id)
    assert (frozen.who.answered, frozen.number, frozen.published) == (40, 1, "2026-11-20")


def test_the_board_reads_nothing_before_it_is_published(db, board, record, now):
    assert reports.published(db, board) == ()
    with pytest.raises(NotAllowed, match="No report"):
        reports.newest(db, board, record.id, now)


def test_two_more_answers_cannot_be_read_off_two_reports(db, participation, record, now):
    reports.publish(db, participation, record.id, now)
    send(db, now, record, spread("listened", never=2))
    with pytest.raises(ReportRefused, match="both reports together"):
        reports.publish(db, participation, record.id, now)


def test_two_more_answers_cannot_be_read_off_any_report_that_is_out(db, participation, record, now):
    reports.publish(db, participation, record.id, now)
    other = a_round(db, now, "out_of_borough", spread("listened", always=90, never=60))
    far = replace(results.report(db, participation, other.id, now), number=2)
    with db.writing() as tx:
        kept_reports.publish(tx, record.id, to_json(far), "Somebody", now)
    send(db, now, record, spread("listened", never=2))
    with pytest.raises(ReportRefused, match="Since report 1 was published") as refused:
        reports.publish(db, participation, record.id, now)
    assert len(refused.value.problems) == 1


def test_new_texts_alone_can_be_published_again(db, participation, record, now):
    reports.publish(db, participation, record.id, now)
    reports.write_text(db, participation, record.id, "analysis", "We listened.", 0, now)
    assert reports.publish(db, participation, record.id, now) == 2


def test_publishing_is_in_the_audit_trail(db, participation, record, now):
    reports.publish(db, participation, record.id, now)
    with db.reading() as tx:
        acts = [(row.act, row.subject) for row in audit.listing(tx, 10)]
    assert ("published report", record.id) in acts


def test_what_was_frozen_is_read_back_equal(db, participation, record, now):
    reports.publish(db, participation, record.id, now)
    with db.reading() as tx:
        kept = latest(tx, record.id).frozen
    assert to_json(from_json(kept)) == kept


def test_a_report_frozen_before_a_field_was_added_can_be_read():
    old = to_json(sample()).replace('"pairs_caveat"', '"gone_since"')
    assert from_json(old).pairs_caveat == ""


def test_the_sample_survives_json():
    assert from_json(to_json(sample())) == sample()


def test_a_number_that_is_no_figure_of_the_report_is_pointed_out():
    made = sample(key_messages=("3 children said so; 24 of 40 did not, by 2027.",))
    warnings = reports.unknown_numbers(made, {"key_messages"})
    assert [warning.split(" is not")[0] for warning in warnings] == ["Key messages: 3"]
