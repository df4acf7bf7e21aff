"""Rounds: the list, opening one, one round, its codes, its counts, closing it."""

from datetime import UTC, datetime

import pytest

from data import audit, invitations
from surveys import collect
from surveys.invitations import make
from surveys.rounds import listing, open_round, view
from tests.hearing import anywhere_else

NOW = datetime.now(UTC)
PAGE = "surveys.pages.rounds"


def button(app, label):
    return next(b for b in app.button if b.label == label)


def field(elements, label):
    return next(e for e in elements if e.label.startswith(label))


@pytest.fixture
def opened(db, participation):
    """An open round of 300 children in one team."""
    return open_round(db, participation, "service_feedback", now=NOW, teams={"North": 300}).id


def test_with_no_rounds_the_page_says_what_will_be_here_and_opens_the_form(
    open_page, participation
):
    app = open_page(PAGE, participation)
    assert app.title[0].value == "No rounds are open."
    assert "Every round will be listed here" in app.markdown[-1].value


def test_a_round_is_opened_from_the_form(open_page, db, participation):
    app = open_page(PAGE, participation)
    app.selectbox(key="survey").select("cp_conference").run()
    field(app.text_area, "Which teams").input("North, 120\nSouth, 180")
    field(app.text_input, "What do you call").input("Autumn conferences")
    button(app, "Open this round").click().run()
    assert app.title[0].value == "Autumn conferences\\: 0 of 300 (0%) have answered."
    assert [team.team for team in view(db, participation, "cp_conference-1").teams] == [
        "North",
        "South",
    ]


def test_a_team_that_comes_twice_is_said_with_its_line(open_page, db, participation):
    app = open_page(PAGE, participation)
    field(app.text_area, "Which teams").input("North, 120\nNorth, 180")
    button(app, "Open this round").click().run()
    assert "line 2" in app.error[0].value
    assert listing(db, participation) == ()


def test_only_the_participation_team_is_offered_the_form(open_page, opened, safeguarding):
    app = open_page(PAGE, safeguarding)
    assert [b.label for b in app.button] == []


def test_one_round_shows_its_rate_and_its_teams(open_page, opened, participation):
    app = open_page(PAGE, participation, round=opened)
    row = app.table[0].value.iloc[0]
    assert (row["Team"], row["Answered"], row["No code yet"]) == ("North", "0 of 300 (0%)", "300")


def test_a_round_that_does_not_exist_is_said_with_those_that_do(open_page, opened, participation):
    app = open_page(PAGE, participation, round="nonsense")
    assert app.title[0].value == "There is no such round."
    assert "service\\_feedback-1" in app.markdown[0].value


def test_codes_are_shown_this_once_and_counted_as_offered(open_page, db, opened, participation):
    app = open_page(PAGE, participation, round=opened)
    field(app.number_input, "How many codes").set_value(3)
    button(app, "Make the codes").click().run()
    codes = app.code[0].value.split("\n")
    assert len(set(codes)) == 3
    button(app, "I have the codes").click().run()
    assert not app.code
    assert view(db, participation, opened).teams[0].offered == 3


def test_start_and_end_codes_are_made_in_pairs(open_page, db, participation):
    start = open_round(db, participation, "cp_start", now=NOW, teams={"": 9}).id
    end = open_round(db, participation, "cp_end", now=NOW, teams={"": 9}).id
    app = open_page(PAGE, participation, round=start)
    field(app.number_input, "How many codes").set_value(2)
    field(app.selectbox, "A second code").select(end)
    button(app, "Make the codes").click().run()
    lines = [line.split() for line in app.code[0].value.split("\n")]
    assert [len(line) for line in lines] == [2, 2]
    with db.reading() as tx:
        pairs = [{i.pair for i in invitations.listing(tx, round_id)} for round_id in (start, end)]
    assert pairs[0] == pairs[1]


def test_codes_for_the_end_are_tied_to_those_from_the_start(open_page, db, participation):
    start = open_round(db, participation, "cp_start", now=NOW, teams={"": 9}).id
    end = open_round(db, participation, "cp_end", now=NOW, teams={"": 9}).id
    codes = make(db, participation, start, 2, now=NOW).codes
    app = open_page(PAGE, participation, round=end)
    field(app.text_area, "Did they answer at the start").input("\n".join(codes))
    button(app, "Make the codes").click().run()
    assert len(app.code[0].value.split("\n")) == 2
    with db.reading() as tx:
        pairs = [{i.pair for i in invitations.listing(tx, round_id)} for round_id in (start, end)]
    assert pairs[0] == pairs[1]


def test_codes_stand_in_no_audit_row(open_page, db, opened, participation):
    app = open_page(PAGE, participation, round=opened)
    button(app, "Make the codes").click().run()
    with db.reading() as tx:
        newest = audit.listing(tx)[0]
    assert (newest.act, newest.subject, newest.detail) == ("made invitations", opened, "10")


def test_counts_of_a_team_are_kept(open_page, db, opened, participation):
    app = open_page(PAGE, participation, round=opened)
    field(app.number_input, "Said no").set_value(7)
    field(app.number_input, "Not offered").set_value(13)
    button(app, "Keep these numbers").click().run()
    row = app.table[0].value.iloc[0]
    assert (row["Said no"], row["Not offered"], row["No code yet"]) == ("7", "13", "280")


def test_counts_that_cannot_be_are_refused_beside_the_form(open_page, opened, participation):
    app = open_page(PAGE, participation, round=opened)
    field(app.number_input, "Said no").set_value(301)
    button(app, "Keep these numbers").click().run()
    assert "more than the 300 eligible" in app.error[0].value


def test_a_round_is_closed_only_after_saying_yes(open_page, db, opened, participation):
    app = open_page(PAGE, participation, round=opened)
    assert button(app, "Close the round").disabled
    app.checkbox(key="close-sure").check().run()
    button(app, "Close the round").click().run()
    assert not view(db, participation, opened).is_open


def test_the_safeguarding_lead_sees_a_round_without_its_forms(open_page, opened, safeguarding):
    app = open_page(PAGE, safeguarding, round=opened)
    assert app.table
    assert not app.button


def test_opening_a_round_says_how_whole_each_language_is(open_page, participation):
    app = open_page(PAGE, participation)
    app.selectbox(key="survey").select("cp_conference").run()
    assert "Polish" in anywhere_else(app)
    assert ": complete, but nobody has checked the translation." in anywhere_else(app)


def test_a_round_says_its_languages(open_page, opened, participation):
    said = anywhere_else(open_page(PAGE, participation, round=opened))
    assert "Children choose their language." in said


def test_the_round_without_codes_has_no_teams_and_makes_no_codes(open_page, db, participation):
    collect.open_say(db, door="light", now=NOW)
    here = listing(db, participation)[0].record.id
    app = open_page(PAGE, participation, round=here)
    assert app.title[0].value == "Have your say, no code\\: 0 had their say without a code."
    assert not app.table
    assert "Make the codes" not in [b.label for b in app.button]


def test_the_round_without_codes_says_that_it_is_open_to_every_child(open_page, db, participation):
    collect.open_say(db, door="light", now=NOW)
    assert "Open to every child" in anywhere_else(open_page(PAGE, participation))
