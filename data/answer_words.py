"""A child's words in an answer, sealed and opened; what was emptied is damaged, not "no words".

Two fields belong to an answer: `words`, and `kept`, what another device wrote before. The newest
words are sealed with whether there are others beside them, so that neither can go unseen.
"""

from data.words import ResponseKey, WordsDamaged


def seal(
    key: ResponseKey, question: str, words: str | None, kept: str | None
) -> tuple[bytes | None, bytes | None]:
    """Both fields as they are stored; None for one that holds nothing."""
    before = key.seal(kept, _kept(question)) if kept else None
    newest = key.seal(words, _newest(question, before)) if words else None
    return newest, before


def opened(
    key: ResponseKey, question: str, kind: str, words: bytes | None, kept: bytes | None
) -> tuple[str | None, str | None]:
    """Both fields opened; raises WordsDamaged, also for what is gone or where nothing may be."""
    if (kind == "wrote") != (words is not None):
        raise WordsDamaged("An answer in words has none, or an answer without words has some.")
    before = key.open(kept, _kept(question)) if kept is not None else None
    return _opened_newest(key, question, words, kept) if words is not None else None, before


def _opened_newest(key: ResponseKey, question: str, words: bytes, kept: bytes | None) -> str:
    try:
        return key.open(words, _newest(question, kept))
    except WordsDamaged:
        if kept is None:
            raise
    return key.open(words, _newest(question, None))  # sealed before the two were tied together


def _newest(question: str, kept: bytes | None) -> str:
    return f"answers|{question}" if kept is None else f"answers|{question}|newest"


def _kept(question: str) -> str:
    return f"answers|{question}|kept"
