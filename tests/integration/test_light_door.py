"""The light door without a script: every word is kept or given back, in one response."""

import re
from html import escape

import httpx
import pytest

from data.settings import Settings
from surveys.loader import published
from tests.light import Phone
from tests.serving import Server, tiny

WORDS = "I was scared.\nThen <b>she</b> came & it was 5 > 3."


def test_a_link_leads_to_the_questions_and_leaves_no_code_in_the_address(
    phone: Phone, server: Server
) -> None:
    phone.open(f"/s/{server.code(tiny('one_choice'), '11-17')}")
    assert (phone.step, phone.answer.url.path, phone.answer.url.query) == ("notice", "/s", b"")


@pytest.mark.parametrize("band", ["4-7", "8-10", "11-17", "18-25"])
def test_a_whole_survey_without_a_script(phone: Phone, server: Server, band: str) -> None:
    code = server.code("service_feedback")
    phone.begin(code, band).finish()
    response = server.response_of(code)
    assert phone.step == "thanks"
    assert response is not None
    assert (response.state, response.band, response.door) == ("submitted", band, "light")
    assert len(re.findall(r'data-heard="words"[^>]*>(\w+ ){3}\w+<', phone.answer.text)) == 1


@pytest.mark.parametrize("survey", ["one_choice", "many_choices", "a_scale", "own_words"])
def test_every_kind_of_question_shows_its_answer_again(
    phone: Phone, server: Server, survey: str
) -> None:
    phone.begin(server.code(tiny(survey), "11-17"))
    kind = {"one_choice": "choice", "many_choices": "choices", "a_scale": "scale"}.get(survey)
    phone.to_question(kind or "text")
    asked = phone.question
    answer = phone.page.choices[:1] or WORDS
    phone.press("next", answer).press(f"to:{asked}")
    assert phone.question == asked
    assert (phone.page.chosen or phone.words) == answer


def test_words_are_kept_as_typed_and_never_read_as_markup(phone: Phone, server: Server) -> None:
    code = server.code(tiny("own_words"), "11-17")
    asked = phone.begin(code).to_question("text").question
    phone.press("next", WORDS.replace("\n", "\r\n"))
    assert server.answers_of(code)[asked].words == WORDS
    assert "<b>she</b>" not in phone.press("back").answer.text


def test_words_that_begin_with_an_empty_line_keep_it(phone: Phone, server: Server) -> None:
    phone.begin(server.code(tiny("own_words"), "11-17")).to_question("text")
    assert phone.press("next", "\n\nat last").press("back").words == "\n\nat last"


def test_no_answer_is_in_an_address_or_a_cookie(phone: Phone, server: Server) -> None:
    phone.begin(server.code(tiny("own_words"), "11-17")).to_question("text")
    phone.press("next", "a secret swing")
    assert all("swing" not in str(one.url) for one in [phone.answer, *phone.answer.history])
    assert list(phone.client.cookies) == ["heard_child"]


def test_skip_never_wipes_what_was_written(phone: Phone, server: Server) -> None:
    code = server.code(tiny("own_words"), "11-17")
    asked = phone.begin(code).to_question("text").question
    phone.press("skip", "not this")
    assert server.answers_of(code)[asked].words == "not this"


def test_rather_not_say_stays_when_the_child_goes_past_it_again(
    phone: Phone, server: Server
) -> None:
    code = server.code(tiny("one_choice"), "11-17")
    asked = phone.begin(code).question
    phone.press("rather-not").press(f"to:{asked}").press("next")
    assert server.answers_of(code)[asked].choice == ("preferred_not_to_say",)


def test_the_enter_key_goes_on_and_does_not_leave(phone: Phone, server: Server) -> None:
    phone.begin(server.code(tiny("own_words"), "11-17")).to_question("text")
    first = re.search(r"<button[^>]*>", phone.answer.text)
    assert first is not None
    assert 'name="go" value="next"' in first[0]


def test_a_double_tap_moves_once(phone: Phone, server: Server) -> None:
    code = server.code(tiny("ten_questions"), "11-17")
    phone.begin(code)
    twice = phone.form("next", phone.page.choices[0])
    phone.post(twice).post(twice)
    assert phone.page.here["data-place"] == f"q:{phone.question}"
    assert len(server.answers_of(code)) == 1


def test_a_page_that_a_browser_kept_may_be_sent_again_with_more_words(
    phone: Phone, server: Server
) -> None:
    code = server.code(tiny("own_words"), "11-17")
    asked = phone.begin(code).to_question("text").question
    kept = phone.form("next", "I like")
    phone.post(kept).post({**kept, asked: "I like the garden"})
    assert server.answers_of(code)[asked].words == "I like the garden"


def test_two_pages_with_other_words_are_both_shown_and_both_kept(
    phone: Phone, server: Server
) -> None:
    code = server.code(tiny("own_words"), "11-17")
    phone.begin(code).to_question("text")
    asked, other = phone.question, phone.form("next", "My room is cold at night")
    phone.press("next", "My room is loud").post(other)
    assert phone.answer.status_code == 409
    assert phone.words == "My room is cold at night\nloud"
    phone.press("next")
    assert server.answers_of(code)[asked].words == "My room is cold at night\nloud"


@pytest.mark.parametrize("kept", ["My room is cold", "My room is loud\nand small"])
def test_of_two_pages_a_child_may_leave_the_words_of_one(
    phone: Phone, server: Server, kept: str
) -> None:
    code = server.code(tiny("own_words"), "11-17")
    phone.begin(code).to_question("text")
    asked, other = phone.question, phone.form("next", "My room is cold")
    phone.press("next", "My room is loud\nand small").post(other)
    offered = [escape(one) for one in ("My room is cold", "My room is loud\nand small")]
    assert all(f'name="{asked}" value="{one}"' in phone.answer.text for one in offered)
    phone.post(phone.form("", [kept, phone.words or ""]))
    assert server.answers_of(code)[asked].words == phone.words == kept


def test_the_switches_keep_what_is_being_written(phone: Phone, server: Server) -> None:
    phone.begin(server.code(tiny("own_words"), "11-17")).to_question("text")
    phone.press("looks:bigger,quiet", "half a sen")
    assert (phone.words, phone.page.here["data-looks"]) == ("half a sen", "bigger quiet")


def test_another_language_keeps_the_place_and_the_words(phone: Phone, server: Server) -> None:
    phone.begin(server.code("out_of_borough")).to_question("text")
    asked = phone.question
    phone.press("language:ur", "کھیل")
    assert (phone.question, phone.words) == (asked, "کھیل")
    assert (phone.page.here["lang"], phone.page.here["dir"]) == ("ur", "rtl")


def test_help_keeps_the_words_on_the_way(phone: Phone, server: Server) -> None:
    code = server.code(tiny("own_words"), "11-17")
    asked = phone.begin(code).to_question("text").question
    phone.press("help", "please")
    assert phone.answer.url.path == "/help"
    assert server.answers_of(code)[asked].words == "please"


def test_leaving_keeps_the_words_and_ends_the_sitting(phone: Phone, server: Server) -> None:
    code = server.code(tiny("own_words"), "11-17")
    asked = phone.begin(code).to_question("text").question
    phone.post({**phone.form("", "I must go"), "how": "left"}, "/leave")
    assert phone.answer.url.path == "/left"
    assert server.answers_of(code)[asked].words == "I must go"
    assert "code" in phone.open("/s").page.marks


def test_words_whose_sitting_is_over_wait_beside_the_code(phone: Phone, server: Server) -> None:
    code = server.code(tiny("own_words"), "11-17")
    asked = phone.begin(code).to_question("text").question
    phone.client.cookies.clear()
    phone.press("next", "do not lose me")
    assert (phone.answer.status_code, phone.words) == (401, "do not lose me")
    phone.press("next", code="WRONGONE")
    assert phone.words == "do not lose me"
    phone.press("next", code=code)
    assert server.answers_of(code)[asked].words == "do not lose me"


def test_one_childs_words_are_not_filed_under_another(phone: Phone, server: Server) -> None:
    mine, theirs = (server.code(tiny("own_words"), "11-17") for _ in range(2))
    waiting = phone.begin(mine).to_question("text").form("next", "only mine")
    phone.begin(theirs)
    phone.post(waiting)
    assert (phone.answer.status_code, phone.words) == (403, "only mine")
    phone.press("next", code=theirs)
    assert (phone.answer.status_code, phone.words) == (403, "only mine")
    assert not any(record.words for record in server.answers_of(theirs).values())


def test_words_that_come_after_sending_are_given_back(phone: Phone, server: Server) -> None:
    phone.begin(server.code(tiny("own_words"), "11-17")).to_question("text")
    late = phone.form("next", "one more thing")
    phone.finish()
    phone.post(late)
    assert (phone.step, phone.words) == ("sent", "one more thing")


def test_hidden_marks_that_cannot_be_kept_are_told(phone: Phone, server: Server) -> None:
    phone.begin(server.code(tiny("own_words"), "11-17")).to_question("text")
    phone.press("next", "a\x00b")
    assert "We took out 1 hidden mark" in phone.text


def test_a_page_answers_its_own_script_at_once(phone: Phone, server: Server) -> None:
    phone.begin(server.code(tiny("ten_questions"), "11-17"))
    answer = phone.client.post("/s", data=phone.form("next"), headers={"x-heard-page": "1"})
    assert (answer.status_code, answer.history) == (200, [])


@pytest.mark.parametrize(
    ("survey", "band", "language"),
    [
        ("service_feedback", "8-10", "en"),
        ("out_of_borough", "8-10", "en"),
        ("out_of_borough", "4-7", "en"),
        ("out_of_borough", "8-10", "ur"),
        ("out_of_borough", "4-7", "ur"),
    ],
)
def test_the_first_page_weighs_less_than_thirty_kilobytes(
    phone: Phone, server: Server, survey: str, band: str, language: str
) -> None:
    """Over the wire: the page with the sheet in it, both scripts, the icon."""
    phone.begin(server.code(survey), band).press(f"language:{language}")
    phone.client.headers["accept-encoding"] = "br"
    page = phone.client.get("/s").text
    files = re.findall(r'(?:src|data-reader|rel="icon" href)="(/[^"]+)"', page)
    sizes = [_on_the_wire(phone.client, address) for address in ("/s", *files)]
    assert len(files) == 3
    assert sum(sizes) < 30 * 1024


def _on_the_wire(client: httpx.Client, address: str) -> int:
    with client.stream("GET", address) as answer:
        return sum(len(part) for part in answer.iter_raw()) + len(str(answer.headers))


def test_a_survey_on_postgresql(postgresql_settings: Settings) -> None:
    server = Server(postgresql_settings).start()
    code = server.code(tiny("own_words"), "11-17")
    phone = Phone(server).begin(code)
    asked = phone.to_question("text").question
    phone.press("next", WORDS).finish()
    kept = server.answers_of(code)[asked].words
    phone.client.close()
    server.end()
    assert (phone.step, kept) == ("thanks", WORDS)


@pytest.mark.ci
def test_every_survey_can_be_asked_in_the_light_door(phone: Phone, server: Server) -> None:
    for survey in published().values():
        assert phone.open(f"/s/{server.code(survey)}").step in ("band", "notice")
