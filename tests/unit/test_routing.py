"""The route: the questions a child is asked, as a pure function of the answers."""

from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from surveys.answers import Answer, Chosen, Passed, Scaled, Silence, Wrote
from surveys.loader import load, published
from surveys.routing import after, before, holds, path
from surveys.schema import Condition, Kind, Question, Questionnaire

MEETING = load(Path(__file__).parent.parent / "surveys" / "routing.toml").questionnaire("11-17")
OURS = [form for survey in published().values() for form in survey.questionnaires]


def ids(answers: dict[str, Answer]) -> list[str]:
    return [question.id for question in path(MEETING, answers)]


def test_before_any_answer_only_what_waits_for_nothing_is_asked() -> None:
    assert ids({}) == ["went", "liked", "last", "contact"]


def test_an_answer_opens_the_question_that_waits_for_it() -> None:
    assert ids({"went": Chosen(("yes",))})[:2] == ["went", "spoke"]


def test_an_answer_closes_the_question_that_waits_for_another() -> None:
    assert ids({"went": Chosen(("no",))}) == ["went", "last", "contact"]


def test_a_changed_mind_takes_everything_that_hung_on_it_off_the_route() -> None:
    answers: dict[str, Answer] = {"went": Chosen(("yes",)), "spoke": Chosen(("yes",))}
    assert "what_said" in ids(answers)
    assert "what_said" not in ids({**answers, "went": Chosen(("no",))})


def test_two_conditions_on_one_question_must_both_hold() -> None:
    assert "both" not in ids({"liked": Chosen(("people",))})
    assert "both" in ids({"liked": Chosen(("people", "place"))})


def test_a_skipped_question_opens_nothing_and_closes_nothing() -> None:
    skipped = Passed(Silence.PREFERRED_NOT_TO_SAY)
    assert ids({"went": skipped}) == ids({})


def test_a_number_on_a_scale_can_be_waited_for() -> None:
    assert holds(Condition("day", any_of=("3",)), {"day": Scaled(3)})
    assert not holds(Condition("day", none_of=("3",)), {"day": Scaled(3)})


def test_next_and_back_follow_the_route_and_stop_at_its_ends() -> None:
    route = path(MEETING, {"went": Chosen(("no",))})
    assert after(route, "went") == MEETING.question("last")
    assert before(route, "last") == MEETING.question("went")
    assert before(route, "went") is None
    assert after(route, "contact") is None
    assert after(route, "spoke") is None


def answers_to(question: Question) -> st.SearchStrategy[Answer]:
    """Any answer the question can be given, or a silence."""
    silence = st.sampled_from([Passed(Silence.NOT_ANSWERED), Passed(Silence.PREFERRED_NOT_TO_SAY)])
    keys = [option.key for option in question.options]
    match question.kind:
        case Kind.TEXT:
            return silence | st.just(Wrote("words"))
        case Kind.SCALE:
            return silence | st.integers(0, 10).map(Scaled)
        case Kind.CHOICE:
            return silence | st.sampled_from(keys).map(lambda key: Chosen((key,)))
        case Kind.CHOICES:
            chosen = st.lists(st.sampled_from(keys), min_size=1, unique=True)
            return silence | chosen.map(lambda picked: Chosen(tuple(picked)))


@st.composite
def answered(draw: st.DrawFn) -> tuple[Questionnaire, dict[str, Answer]]:
    """One of our questionnaires, with any answers to any of its questions."""
    form = draw(st.sampled_from([MEETING, *OURS]))
    asked = [question for question in form.questions if draw(st.booleans())]
    return form, {question.id: draw(answers_to(question)) for question in asked}


@settings(deadline=None)
@given(answered())
def test_a_route_never_holds_a_question_whose_condition_fails(
    given_answers: tuple[Questionnaire, dict[str, Answer]],
) -> None:
    form, answers = given_answers
    route = path(form, answers)
    live = {question.id: answers[question.id] for question in route if question.id in answers}
    for question in form.questions:
        met = all(holds(condition, live) for condition in question.when)
        assert (question in route) is met


@settings(deadline=None)
@given(answered())
def test_answers_off_the_route_have_no_effect(
    given_answers: tuple[Questionnaire, dict[str, Answer]],
) -> None:
    form, answers = given_answers
    route = path(form, answers)
    on_route = {question.id for question in route}
    assert path(form, {k: v for k, v in answers.items() if k in on_route}) == route


@settings(deadline=None)
@given(answered())
def test_the_route_keeps_the_order_of_the_questionnaire(
    given_answers: tuple[Questionnaire, dict[str, Answer]],
) -> None:
    form, answers = given_answers
    places = [form.questions.index(question) for question in path(form, answers)]
    assert places == sorted(set(places))


def test_every_question_of_ours_is_on_some_route() -> None:
    for form in OURS:
        opened = {condition.question for question in form.questions for condition in question.when}
        for question in form.questions:
            answers: dict[str, Answer] = {}
            for condition in question.when:
                assert condition.question in opened
                waited = form.question(condition.question)
                assert waited
                keys = condition.any_of or tuple(option.key for option in waited.options)
                offered = [k for k in keys if waited.option(k) and k not in condition.none_of]
                answers[condition.question] = Chosen((offered[0],))
            assert question in path(form, answers)
