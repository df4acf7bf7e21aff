"""Every format says the same, and every figure in it is one that the Report holds."""

import re

import pytest

from analysis.documents.blocks import each_string
from analysis.documents.make import document
from analysis.marking import marked
from analysis.report import from_json
from tests.documents.conftest import READERS
from tests.documents.reading import squeezed
from tests.samples import sample

FIGURE = re.compile(r"\d[\d,]* of \d[\d,]*(?: \(\d+%\))?|\d+% to \d+%")
HEADINGS = ("Title", "Results", "Analysis", "Performance trends", "Key messages", "Outcomes")


def numbers(text: str) -> set[int]:
    return {int(found.replace(",", "")) for found in re.findall(r"\d+(?:,\d{3})*", text)}


def figures(text: str) -> set[str]:
    return set(FIGURE.findall(re.sub(r"Page \d+ of \d+", "", re.sub(r"\s+", " ", text))))


def sentences(document) -> list[str]:
    said: list[str] = []
    each_string(document, lambda words: said.append(words) or words)
    unsaid = {document.footer, document.made_on, "body", "small", "caution", "lead"}
    tones = {"best", "good", "middle", "poor", "worst", "apart"}
    return [words for words in said if words and words not in unsaid | tones]


def test_every_sentence_is_in_every_format(read, blocks, drawn):
    text = squeezed(read[drawn])
    captions = {b.caption for b in (*blocks.board, *blocks.annex) if hasattr(b, "caption")}
    missing = [w for w in sentences(blocks) if w not in captions and squeezed(w) not in text]
    assert missing == []


def test_the_formats_show_the_same_figures(read):
    assert figures(read["pdf"]) == figures(read["docx"]) == figures(read["html"])
    assert figures(read["pdf"]) == figures(read["xlsx"]) == figures(read["csv"])
    assert len(figures(read["pdf"])) > 60


def test_every_number_is_one_that_the_report_holds(read, report, kind):
    pages = set(range(1, 11))
    assert numbers(read[kind]) - numbers(read["json"]) <= pages


def test_every_share_and_range_of_the_report_is_shown_in_every_format(read, report, kind):
    bars = [(bar, q.base) for q in report.results for bar in (*q.bars, q.top) if bar]
    shares = {f"{b.count} of {base} ({b.percent}%)" for b, base in bars if b.percent is not None}
    ranges = {f"{b.low}% to {b.high}%" for b, _ in bars if b.low is not None}
    assert shares | ranges <= figures(read[kind])


def test_the_json_is_the_report_itself(made, report):
    assert from_json(made["json"].decode()) == marked(report)


def test_the_contracts_six_headings_are_there_in_its_words(blocks, read, drawn):
    labels = [b.label for b in blocks.board if hasattr(b, "label")]
    assert set(HEADINGS) <= {blocks.label, *labels}
    assert all(heading in read[drawn] for heading in HEADINGS)


def test_the_board_reads_the_asks_first_and_then_the_key_messages(blocks):
    labels = [block.label for block in blocks.board if hasattr(block, "label")]
    assert labels == [
        "What we ask the board to do",
        "Key messages",
        "Who answered, and who did not",
        "Results",
        "Analysis",
        "Performance trends",
        "Different groups",
        "Outcomes",
        "About these figures",
    ]


def test_a_withheld_figure_has_its_reason_and_no_number(blocks, report):
    question = next(q for q in report.results if q.withheld)
    words = [getattr(block, "words", "") for block in blocks.annex]
    start = words.index(question.text)
    end = next(
        at for at in range(start + 1, len(words)) if type(blocks.annex[at]).__name__ == "Topic"
    )
    said = [getattr(block, "words", "") for block in blocks.annex[start + 1 : end]]
    assert question.withheld in said
    assert not any(hasattr(block, "rows") for block in blocks.annex[start:end])


def test_a_withheld_question_is_in_no_chart_and_no_board_table(blocks, report):
    withheld = {q.text for q in report.results if q.withheld}
    rows = {r.words for b in blocks.board if hasattr(b, "alt") for r in b.rows}
    top = next(b for b in blocks.board if getattr(b, "caption", "").startswith("The top answers"))
    assert not withheld & (rows | {row[0] for row in top.rows})


def test_every_reason_for_withholding_is_in_every_format(read, report, kind):
    parts = (*report.results, *report.themes, *report.groups, *report.pairs, *report.who.teams)
    reasons = {squeezed(part.withheld) for part in parts if part.withheld}
    assert all(reason in squeezed(read[kind]) for reason in reasons)


def test_a_draft_says_so_in_every_format_and_a_published_report_does_not(read, kind):
    assert "Draft" in read[kind]
    published = READERS[kind](document(sample(published="2026-11-20", number=1), kind))
    assert "Draft" not in published
    assert squeezed("Published on 20 November 2026") in squeezed(published)


def test_every_format_says_what_it_is_for_whose_and_when(read, kind):
    said = squeezed(read[kind])
    draft = ("For checking before the board sees it", "Draft")
    owner = "Sandwick Council (made up), participation team"
    assert [words for words in (*draft, owner) if squeezed(words) not in said] == []
    assert squeezed("20 November 2026") in said
    whole = from_json(read["json"])
    assert (whole.mark, whole.owner, whole.purpose) == ("Draft", owner, draft[0])


@pytest.mark.parametrize("kind", READERS)
def test_no_format_names_who_published_it(kind):
    report = sample(published="2026-11-20", number=1, published_by="Benedikta Okafor")
    assert "Benedikta" not in READERS[kind](document(report, kind))


@pytest.mark.parametrize("report", [sample(results=(), actions=(), trends=(), themes=(), pairs=())])
def test_a_round_without_answers_makes_every_format(report):
    assert all(document(report, kind) for kind in READERS)
