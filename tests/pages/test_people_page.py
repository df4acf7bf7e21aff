"""People: adding somebody, changing roles, stopping somebody."""

from datetime import UTC, datetime

import pytest

from data import audit
from surveys.permissions import Actor
from web.staff import accounts, sight

NOW = datetime.now(UTC)
PAGE = "web.pages.people"
PASSWORD = "wet piano lantern"


def button(app, label):
    return next(b for b in app.button if b.label == label)


@pytest.fixture
def asha(db):
    """The first administrator."""
    accounts.set_password(db, accounts.first_link(db, NOW), "Asha Rao", PASSWORD, NOW)
    return Actor("Asha Rao", frozenset({"administrator"}))


@pytest.fixture
def ben(db, asha):
    """The id of somebody of the participation team who can sign in."""
    token = accounts.add_person(db, asha, "Ben Okafor", ["participation"], NOW)
    accounts.set_password(db, token, None, PASSWORD, NOW)
    return accounts.find(db, asha, "Ben Okafor").id


def test_adding_somebody_shows_their_link_this_once(open_page, db, asha):
    app = open_page(PAGE, asha)
    app.text_input[0].input("Ben Okafor")
    app.checkbox(key="new-participation").check()
    button(app, "Add and make their link").click().run()
    token = app.code[0].value.rsplit("/", 1)[1]
    assert accounts.look_at_link(db, token, NOW).name == "Ben Okafor"
    app.run()
    assert not app.code


def test_adding_somebody_without_a_role_says_what_to_choose(open_page, asha):
    app = open_page(PAGE, asha)
    app.text_input[0].input("Ben Okafor")
    button(app, "Add and make their link").click().run()
    assert app.error[0].value.startswith("No role is chosen. Choose from participation")


def test_roles_are_changed_and_shown(open_page, asha, ben):
    app = open_page(PAGE, asha)
    app.multiselect(key=f"roles-of-{ben}").set_value(["safeguarding", "board"])
    app.button(key=f"FormSubmitter:roles-{ben}-Keep these roles").click().run()
    assert "Safeguarding lead, board; can sign in." in [text.value for text in app.markdown]


def test_a_lost_phone_is_answered_with_a_reset(open_page, db, asha, ben):
    app = open_page(PAGE, asha)
    app.button(key=f"step-{ben}").click().run()
    assert not app.error
    with db.reading() as tx:
        assert audit.listing(tx)[0].act == "reset second step"


def test_somebody_is_limited_to_a_survey(open_page, db, asha, ben):
    app = open_page(PAGE, asha)
    app.multiselect(key=f"surveys-{ben}").set_value(["cp_start"])
    app.button(key=f"FormSubmitter:limit-{ben}-Keep what they see").click().run()
    assert sight.of(db, asha, ben).surveys == {"cp_start"}


def test_giving_oneself_a_role_is_refused_beside_the_form(open_page, db, asha):
    app = open_page(PAGE, asha)
    app.multiselect[0].set_value(["administrator", "safeguarding"])
    button(app, "Keep these roles").click().run()
    assert "cannot give a role to yourself" in app.error[0].value


def test_a_new_link_is_shown_for_a_forgotten_password(open_page, db, asha, ben):
    app = open_page(PAGE, asha)
    app.button(key=f"link-{ben}").click().run()
    token = app.code[0].value.rsplit("/", 1)[1]
    assert accounts.look_at_link(db, token, NOW).name == "Ben Okafor"


def test_somebody_is_stopped_only_after_saying_yes(open_page, db, asha, ben):
    app = open_page(PAGE, asha)
    assert app.button(key=f"stop-{ben}").disabled
    app.checkbox(key=f"sure-{ben}").check().run()
    app.button(key=f"stop-{ben}").click().run()
    assert accounts.find(db, asha, "Ben Okafor").state == "stopped"
    assert app.title[0].value == "1 person can sign in."


def test_somebody_stopped_is_let_back_in_with_a_new_link(open_page, db, asha, ben):
    accounts.stop_person(db, asha, ben, NOW)
    app = open_page(PAGE, asha)
    app.button(key=f"back-{ben}").click().run()
    token = app.code[0].value.rsplit("/", 1)[1]
    assert accounts.look_at_link(db, token, NOW).name == "Ben Okafor"
