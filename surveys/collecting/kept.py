"""Between an answer as a value and an answer as it is kept."""

from data.records import AnswerRecord
from surveys.answers import Answer, Chosen, Passed, Scaled, Silence, Wrote


def answer_of(record: AnswerRecord) -> Answer:
    """The answer that a record stands for; its words are the newest only."""
    match record.kind:
        case "chosen":
            return Chosen(record.choice)
        case "scaled":
            return Scaled(int(record.number or 0))
        case "wrote":
            return Wrote(record.words or "")
        case _:
            return Passed(Silence(record.choice[0]))


def record_of(
    answer: Answer,
    response: str,
    question: str,
    *,
    version: int = 1,
    writer: str = "",
    seq: int = 0,
    sitting: str = "",
    kept: str | None = None,
) -> AnswerRecord:
    """An answer as it is kept, with who wrote it, in which order, on which device."""
    kind, choice, number, words = _parts(answer)
    return AnswerRecord(
        response, question, kind, choice, number, words, version, writer, seq, sitting, kept
    )


def _parts(answer: Answer) -> tuple[str, tuple[str, ...], int | None, str | None]:
    match answer:
        case Chosen(keys):
            return "chosen", keys, None, None
        case Scaled(value):
            return "scaled", (), value, None
        case Wrote(words):
            return "wrote", (), None, words
        case Passed(reason):
            return "passed", (reason.value,), None, None
