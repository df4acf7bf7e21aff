"""How hard a text is to read: sentences, words, syllables, and the Flesch-Kincaid grade.

Flesch-Kincaid: 0.39 x words per sentence + 11.8 x syllables per word - 15.59 (Kincaid and
others 1975). A grade is a school year of the United States; a reading age is about five more.
Syllables are counted by rule, without a dictionary to download: near enough for a warning.
"""

import re

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*|\d[\d,.]*")
_SENTENCE = re.compile(r"(?<=[.!?:;])[\"”')]*\s+|\n+")
_VOWELS = re.compile(r"[aeiouy]+")
_NOT_SAID = (
    re.compile(r"'(s|re|ve|ll|d|m)$|n't$"),
    re.compile(r"(?<=[^aeiouytd])e(?=d$)"),  # helped, but wanted
    re.compile(r"(?<=[^aeiouyszxgc])e(?=s$)"),  # takes, but boxes
    re.compile(r"(?<=[^aeiouyl])e$|(?<=[aeiouy]l)e$"),  # make, whole, but little
    re.compile(r"(?<=[^aeiouyl])e(?=(ful|less|ly|ment|ments|guard|guarding)$)"),  # safely
    re.compile(r"(?<=[tscgln])i(?=on|ous|al|an)"),  # station, social
)
_SAID_APART = re.compile(r"i[aou]|eo(?!p)|[ey]ing|oing|ie[tn]|ue[ln]|ual|[aeiou]y(?=[aeiou])")
_KNOWN = {
    **dict.fromkeys(("friend", "friends", "there", "where", "live", "lives", "clothes"), 1),
    **dict.fromkeys(("someone", "something", "sometimes", "somewhere", "online", "being"), 2),
    **dict.fromkeys(("every", "worthwhile", "create", "business", "people", "someone's"), 2),
    **dict.fromkeys(("area", "idea", "ideas", "video", "videos", "anyone", "everyone"), 3),
    **dict.fromkeys(("everything", "different", "family", "everyone's"), 3),
    **dict.fromkeys(("everybody", "experience"), 4),
}


def words(text: str) -> list[str]:
    """The words of a text; a number counts as one, so do "don't" and "grown-up"."""
    return _WORD.findall(text)


def sentences(text: str) -> list[str]:
    """The sentences of a text that hold a word; a colon ends one, as it does for the breath."""
    return [sentence for sentence in _SENTENCE.split(text) if words(sentence)]


def syllables(word: str) -> int:
    """About how many syllables a word has; a number counts as two."""
    word = word.lower().replace("’", "'")
    if word[0].isdigit():
        return 2
    if word in _KNOWN:
        return _KNOWN[word]
    for silent in _NOT_SAID:
        word = silent.sub("", word)
    return max(1, len(_VOWELS.findall(word)) + len(_SAID_APART.findall(word)))


def grade(text: str) -> float:
    """The Flesch-Kincaid grade of a text; 0 for a text without words."""
    found = words(text)
    if not found:
        return 0.0
    spoken = sum(syllables(word) for word in found)
    per_sentence = len(found) / max(1, len(sentences(text)))
    return 0.39 * per_sentence + 11.8 * spoken / len(found) - 15.59
