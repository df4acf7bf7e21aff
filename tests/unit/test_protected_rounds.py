"""Whole made-up rounds of real surveys, with routing and age groups: nothing follows from them."""

import random
from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.counts import choices, tallies
from analysis.disclosure import small
from analysis.figures import question_result
from analysis.protection import audit
from analysis.protection.sums import gives_away
from data.records import CountRecord
from surveys.answers import Answer, Chosen, Passed, Scaled, Silence, Wrote
from surveys.loader import published
from surveys.routing import path
from surveys.schema import Kind

ROUTED = ("cp_conference", "out_of_borough", "have_your_say", "conference_consultation")


def answer(question, chance) -> Answer:
    if chance.random() < 0.08:
        return Passed(chance.choice([Silence.NOT_ANSWERED, Silence.PREFERRED_NOT_TO_SAY]))
    if question.kind is Kind.TEXT:
        return Wrote("words")
    keys = [key for key, _, _ in choices(question)]
    key = chance.choice(keys[: chance.choice([1, 2, len(keys)])])
    return Scaled(int(key)) if question.kind is Kind.SCALE else Chosen((key,))


def made_up(survey, many, chance, ages=(1, 1, 1, 1)) -> audit.Round:
    """A round of so many children, as counts by question, band and answer; `ages` are weights."""
    counted: Counter = Counter()
    given_: Counter = Counter()
    bands: Counter = Counter()
    for _ in range(many):
        weights = ages[: len(survey.questionnaires)]
        questionnaire = chance.choices(survey.questionnaires, weights)[0]
        bands[questionnaire.band] += 1
        answers = {q.id: answer(q, chance) for q in questionnaire.questions}
        for question in path(questionnaire, answers):
            place = (question.id, questionnaire.band)
            match answers[question.id]:
                case Passed(reason):
                    counted[(*place, "passed", reason.value)] += 1
                    continue
                case Wrote():
                    counted[(*place, "wrote", "")] += 1
                case Scaled(value):
                    counted[(*place, "scaled", str(value))] += 1
                case Chosen(keys):
                    counted.update((*place, "chosen", key) for key in keys)
            given_[place] += 1
    rows = [CountRecord(*key, count) for key, count in counted.items()]
    made = {t.question.id: t for t in tallies(survey, bands, rows, given_)}
    return audit.Round(survey, bands, rows, made)


def figures(found, smallest):
    many = sum(found.bands.values())
    results = [question_result(tally, smallest, many, None) for tally in found.tallies.values()]
    return audit.withhold_linked(found, results, smallest)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(ROUTED), st.integers(10, 60), st.integers(0, 10**6), st.integers(5, 7))
def test_no_figure_and_no_difference_of_figures_is_a_few_children(name, many, seed, smallest):
    found = made_up(published()[name], many, random.Random(seed))
    for result in figures(found, smallest):
        seen = [bar.count for bar in result.bars]
        seen += [result.base - count for count in seen if count is not None]
        seen += [result.not_answered, result.preferred_not_to_say, result.not_asked]
        if result.base is not None:
            seen += [result.base, many - result.base - (result.not_asked or 0)]
        assert not [count for count in seen if count is not None and small(count, smallest)]


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(ROUTED), st.integers(10, 60), st.integers(0, 10**6))
def test_how_many_were_asked_next_gives_no_few_answers_away(name, many, seed):
    found = made_up(published()[name], many, random.Random(seed))
    shown = {result.id: result for result in figures(found, 5)}
    for before in shown.values():
        if found.tallies[before.id].question.kind is Kind.CHOICES:
            continue  # a child may be in several of its answers, so nothing follows from sums
        cells = audit._cells(found, before.id)
        known = list(audit.known_sets(found, before, cells))
        for result in shown.values():
            asked = audit._conditions(found, result.id)
            hangs = any(c.question == before.id for when in asked.values() for c in when)
            if hangs and result.not_asked is not None:
                known.append(frozenset(cell for cell in cells if audit._is_asked(cell, asked)))
        assert not gives_away(known, cells, 5)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(ROUTED), st.integers(10, 60), st.integers(0, 10**6))
def test_who_is_asked_by_age_gives_no_few_of_one_age_away(name, many, seed):
    chance = random.Random(seed)
    found = made_up(published()[name], many, chance, ages=(1, 4, 12, 12))
    cells = {(band, ""): count for band, count in found.bands.items()}
    known = [frozenset(cells), *({(b, "")} for b in audit.ages_shown(found.bands, 5))]
    for result in figures(found, 5):
        asked = audit._conditions(found, result.id)
        if result.not_asked is not None and not any(asked.values()):
            known.append(frozenset((band, "") for band in asked))
    assert not gives_away([frozenset(one) for one in known], cells, 5)
