"""The ways in and out: languages, four words, have your say, help, a shared tablet."""

import sqlite3
from contextlib import closing

import pytest

from data import concerns
from surveys.languages import LANGUAGES
from surveys.screens import screens
from tests.light import Phone
from tests.serving import Server, tiny
from web.child.openings import FREE_HERE, MOST_HERE, WINDOW_S, Openings


@pytest.mark.parametrize("address", ["/", "/s", "/receipt", "/help", "/left", "/not-now", "/gone"])
def test_every_page_of_the_way_in_speaks_urdu(phone: Phone, address: str) -> None:
    phone.open(f"{address}?lang=ur")
    assert '<html lang="ur" dir="rtl"' in phone.text


@pytest.mark.parametrize("address", ["/", "/s", "/receipt"])
def test_the_languages_are_named_in_their_own_words(phone: Phone, address: str) -> None:
    phone.open(address)
    assert all(f">{one.name}</a>" in phone.text for one in LANGUAGES.values())


def test_the_language_of_the_first_page_goes_along(phone: Phone, server: Server) -> None:
    code = server.code("out_of_borough", "11-17")
    phone.open("/s?lang=pl")
    phone.post({**phone.page.fields, "code": code}, "/enter")
    response = server.response_of(code)
    assert response is not None
    assert (phone.step, phone.page.here["lang"], response.language) == ("notice", "pl", "pl")


def test_a_browser_without_a_script_is_led_from_the_first_page_to_the_light_door(
    phone: Phone, server: Server
) -> None:
    phone.open("/")
    assert '<noscript><input type="hidden" name="door" value="light"></noscript>' in phone.text
    phone.post({"code": server.code(tiny("one_choice"), "8-10"), "door": "light"}, "/enter")
    assert phone.answer.url.path == "/s"


def test_a_sitting_of_the_other_door_goes_on_without_a_script(phone: Phone, server: Server) -> None:
    phone.post({"code": server.code(tiny("one_choice"), "8-10")}, "/enter")
    assert 'http-equiv="refresh" content="0;url=/s"' in phone.open("/").text
    assert phone.open("/s").step == "notice"


def test_have_your_say_needs_no_code_and_is_held(phone: Phone, server: Server) -> None:
    phone.open("/s").post(phone.page.fields, "/say")
    assert phone.step == "band"
    phone.press("band:11-17").press("agree").finish()
    assert phone.step == "thanks"
    assert "A person looks at this first" in phone.text


def without_a_code(phone: Phone) -> Phone:
    """A child who has their say and came to the notice without a code."""
    phone.client.cookies.clear()
    phone.open("/s").post(phone.page.fields, "/say")
    return phone.press("band:11-17")


def test_who_came_without_a_code_is_not_told_to_use_one(phone: Phone) -> None:
    said = screens("11-17")
    without_a_code(phone).post({**phone.page.fields, "how": "later"}, "/leave")
    assert said.not_now_no_code in phone.text
    assert said.declined_no_code in without_a_code(phone).press("decline").text


def test_words_that_come_too_late_without_a_code_stay_in_sight_and_no_code_is_asked_for(
    phone: Phone,
) -> None:
    without_a_code(phone).press("agree").press("next", "complaint").to_question("text")
    phone.client.cookies.clear()
    phone.press("next", "still here")
    assert (phone.answer.status_code, phone.words) == (401, "still here")
    assert screens("11-17").gone_no_code in phone.text
    assert "code" not in phone.page.marks


def test_the_four_words_show_change_and_take_back(phone: Phone, server: Server) -> None:
    code = server.code(tiny("own_words"), "11-17")
    phone.begin(code).finish()
    words = phone.text.split('data-heard="words"')[1].split(">")[1].split("<")[0]
    phone.client.cookies.clear()
    phone.open("/receipt").post({"words": words.upper(), "lang": "en"}, "/receipt")
    assert (phone.step, "my own words" in phone.text) == ("mine", True)
    phone.press("take-back").press("take-back:yes")
    response = server.response_of(code)
    assert response is not None
    assert (phone.step, response.state) == ("taken_back", "withdrawn")


def test_words_that_open_nothing_get_one_sentence(phone: Phone) -> None:
    phone.post({"words": "one two three four", "lang": "en"}, "/receipt")
    assert "Those words do not work." in phone.text


def test_no_thank_you_is_kept_and_the_code_works_after_all(phone: Phone, server: Server) -> None:
    code = server.code(tiny("one_choice"), "8-10")
    phone.open(f"/s/{code}").press("decline")
    response = server.response_of(code)
    assert response is not None
    assert (phone.step, response.state) == ("declined", "declined")
    assert phone.open(f"/s/{code}").step == "notice"


def help_of(phone: Phone) -> str:
    """Where the page on the screen leads for help."""
    return phone.text.split('href="/help?')[1].split('"')[0].join(["/help?", ""])


def raised(server: Server, code: str) -> list[str]:
    """What concerns of the child with this code are about."""
    response = server.response_of(code)
    with server.db.reading() as tx:
        return [one.question for one in concerns.of_response(tx, response.id)] if response else []


@pytest.mark.parametrize("whom", ["contact", "advocate"])
def test_asking_for_somebody_from_the_help_page(phone: Phone, server: Server, whom: str) -> None:
    code = server.code("service_feedback", "11-17")
    phone.begin(code).open(help_of(phone))
    assert {"ask-contact", "ask-advocate"} <= phone.page.marks
    phone.post({**phone.page.fields, "what": whom}, "/ask")
    asked = server.answers_of(code).get("contact")
    assert phone.step == "question"
    assert (asked.choice if asked else ()) == (("advocate",) if whom == "advocate" else ())
    assert raised(server, code) == ["contact"]


def test_two_children_on_one_phone_ask_each_for_themselves(phone: Phone, server: Server) -> None:
    first, second = (server.code("service_feedback", "11-17") for _ in range(2))
    opened = phone.begin(first).open(help_of(phone)).page.fields
    phone.begin(second).post({**opened, "what": "contact"}, "/ask")
    assert phone.answer.status_code == 403
    assert screens().not_you in phone.text
    assert (raised(server, first), raised(server, second)) == ([], [])
    phone.post({**phone.page.fields, "code": first, "go": "ask:contact"})
    assert (phone.question, raised(server, first), raised(server, second)) == (
        "contact",
        ["contact"],
        [],
    )


def test_a_wish_without_a_sitting_waits_beside_the_code(phone: Phone, server: Server) -> None:
    code = server.code("service_feedback", "11-17")
    opened = phone.begin(code).open(help_of(phone)).page.fields
    phone.client.cookies.clear()
    phone.post({**opened, "what": "advocate"}, "/ask")
    assert (phone.answer.status_code, raised(server, code)) == (401, [])
    phone.post({**phone.page.fields, "code": code, "go": "ask:advocate"})
    assert raised(server, code) == ["contact"]


def test_who_has_sent_asks_on_the_help_page_and_is_told_that_it_is_known(
    phone: Phone, server: Server
) -> None:
    code = server.code("service_feedback", "11-17")
    phone.begin(code)
    while phone.step == "question":
        phone.press("skip")
    phone.press("send").open(help_of(phone))
    phone.post({**phone.page.fields, "what": "advocate"}, "/ask")
    assert phone.step == "thanks"
    assert screens("11-17").help_asked in phone.text
    assert raised(server, code) == ["ask:advocate"]


def test_over_a_box_for_words_help_knows_whom_the_child_can_ask_for(
    phone: Phone, server: Server
) -> None:
    phone.begin(server.code("service_feedback", "11-17")).to_question("text").press("help", "x")
    assert {"ask-contact", "ask-advocate"} <= phone.page.marks


def test_help_needs_no_database_and_no_sitting(phone: Phone, server: Server) -> None:
    phone.begin(server.code(tiny("one_choice"), "8-10"))
    with closing(sqlite3.connect(server.settings.var / "heard.db")) as other:
        other.execute("BEGIN EXCLUSIVE")
        answer = phone.client.get("/help?door=light&ask=contact")
    assert answer.status_code == 200
    assert "0800" in answer.text


@pytest.mark.ci
def test_words_are_given_back_while_the_database_is_away(phone: Phone, server: Server) -> None:
    code = server.code(tiny("own_words"), "11-17")
    asked = phone.begin(code).to_question("text").question
    with closing(sqlite3.connect(server.settings.var / "heard.db")) as other:
        other.execute("BEGIN EXCLUSIVE")
        phone.press("next", "still here")
    assert (phone.answer.status_code, phone.words) == (503, "still here")
    assert "Not saved yet. Your words are still here." in phone.text
    phone.press("next")
    assert server.answers_of(code)[asked].words == "still here"


def test_a_shared_tablet_without_a_script_asks_and_then_clears_itself(
    phone: Phone, server: Server
) -> None:
    phone.post({"use": "share"}, "/kiosk")
    phone.begin(server.code(tiny("one_choice"), "8-10"))
    assert 'content="120;url=/s?still=1"' in phone.answer.text
    phone.open("/s?still=1")
    assert "still" in phone.page.marks
    assert "code" in phone.open("/s?gone=1").page.marks


def test_a_box_for_words_is_never_taken_away_by_a_clock(phone: Phone, server: Server) -> None:
    phone.post({"use": "share"}, "/kiosk")
    phone.begin(server.code(tiny("own_words"), "11-17")).to_question("text")
    assert "http-equiv" not in phone.answer.text


def test_only_a_shared_tablet_can_be_cleared_by_an_address(phone: Phone, server: Server) -> None:
    phone.begin(server.code(tiny("one_choice"), "8-10"))
    assert phone.open("/s?gone=1").step == "question"


def test_a_recording_that_is_not_there_is_not_found(phone: Phone) -> None:
    assert phone.open("/sound/none.mp3").answer.status_code == 404


# --- how often have your say may be opened ------------------------------------------------------


def _opened(count: int, client: str = "school") -> Openings:
    openings = Openings()
    for _ in range(count):
        openings.pause(client, now=0.0)
    return openings


def test_a_class_has_its_say_without_a_wait() -> None:
    assert _opened(FREE_HERE - 1).pause("school", now=1.0) == 0.0


def test_more_than_a_class_waits_a_little_and_too_many_come_back_later() -> None:
    assert _opened(FREE_HERE + 4).pause("school", now=1.0) == 1.0
    assert _opened(MOST_HERE).pause("school", now=1.0) is None


def test_another_address_is_not_held_up_and_all_is_forgotten() -> None:
    assert _opened(MOST_HERE).pause("library", now=1.0) == 0.0
    assert _opened(MOST_HERE).pause("school", now=WINDOW_S + 1) == 0.0
