"""Giving themes and counting them, as the participation team sees it."""

from datetime import UTC, datetime

from analysis.worker import worker
from data import codings
from tests.hearing import a_round, anywhere_else, ids, words_on

NOW = datetime.now(UTC)


def given(db, round_id):
    with db.reading() as tx:
        return {(one.theme, one.decision, one.by) for one in codings.of_round(tx, round_id)}


def test_a_suggestion_is_given_rejected_and_undone(open_page, db, participation):
    round_id = a_round(db, NOW, {"good": "my social worker listens"})
    app = open_page("analysis.pages.coding", participation)
    app.button(key="given-T03").click().run()
    app.button(key="rejected-T01").click().run()
    name = participation.name
    assert given(db, round_id) == {("T03", "given", name), ("T01", "rejected", name)}
    app.button(key="undo-T01").click().run()
    assert given(db, round_id) == {("T03", "given", name)}


def test_any_other_theme_is_given_after_its_definition(open_page, db, participation):
    round_id = a_round(db, NOW, {"good": "asdf"})
    app = open_page("analysis.pages.coding", participation)
    assert "The words suggest no theme." in anywhere_else(app)
    response = ids(db, round_id)[0]
    app.selectbox(key=f"other-{response}-good").set_value("T20").run()
    app.button(key="give-other").click().run()
    assert given(db, round_id) == {("T20", "given", participation.name)}


def test_no_theme_fits_goes_on_to_the_next_comment(open_page, db, participation):
    a_round(db, NOW, {"good": "asdf"}, {"good": "qwer"})
    app = open_page("analysis.pages.coding", participation)
    app.button(key="no-theme").click().run()
    assert words_on(app) == ["qwer"]
    assert app.title[0].value == "1 comment waits for themes."


def test_done_comments_are_looked_at_again_with_who_decided(open_page, db, participation):
    a_round(db, NOW, {"good": "my friends"})
    app = open_page("analysis.pages.coding", participation)
    app.button(key="given-T10").click().run()
    app.radio(key="show").set_value("done").run()
    assert f"Given. {participation.name}" in anywhere_else(app)


def test_the_order_of_textblobs_guess_says_that_it_is_a_guess(open_page, db, participation):
    a_round(db, NOW, {"good": "I love it"}, {"good": "I hate it"})
    app = open_page("analysis.pages.coding", participation)
    assert words_on(app)[0] == "I love it"
    app.radio[1].set_value("mood").run(timeout=60)
    assert words_on(app)[0] == "I hate it"
    assert "it is often wrong" in anywhere_else(app)
    worker().stop()


def test_a_comment_that_waits_shows_in_the_pile_and_its_suggestion_in_no_figure(
    open_page, db, participation
):
    a_round(db, NOW, *[{"good": "my friends"}] * 9)
    app = open_page("analysis.pages.themes", participation)
    said = anywhere_else(app)
    assert app.title[0].value == "Nobody has looked at the comments yet."
    assert "The themes that people give will stand here" in said
    assert "0 of 9 comments; 9 still wait for a person." in said
    assert "Friends" not in said


def test_themes_stand_by_count_with_their_base_and_small_ones_are_withheld(
    open_page, db, participation
):
    round_id = a_round(db, NOW, *[{"good": "my friends"}] * 20)
    with db.writing() as tx:
        for number, response in enumerate(ids(db, round_id)[:15]):
            codings.decide(tx, response, "good", "T10", "given", "Asha Rao", NOW)
            if number < 2:
                codings.decide(tx, response, "good", "T20", "given", "Asha Rao", NOW)
    app = open_page("analysis.pages.themes", participation)
    assert "Most often: Friends." in anywhere_else(app)
    assert "**Fun, hobbies and pets**: too few to show" in anywhere_else(app)
