"""What a function keeps is kept for everybody on the server, so it may hold only wording."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from data.settings import CHECKOUT

LAYERS = ("web", "analysis", "surveys", "data")
MODULES = sorted(path for layer in LAYERS for path in (CHECKOUT / layer).glob("**/*.py"))
CACHES = {"cache", "lru_cache", "cache_data", "cache_resource", "experimental_memo"}
WORDING = {
    *("Question", "Questionnaire", "Survey", "Survey | None", "Band", "Band | None", "Mode"),
    *("Helplines | None", "Path", "Path | None", "Policy", "Chart", "Report", "_Top"),
    *("str", "bytes", "bool", "int", "tuple[str, ...]"),
}
"""What a cached function may take: none of it holds an answer or depends on a person. `Report` and
`Chart` hold protected figures only, and are kept in the worker that draws them."""
READS = {
    *("db", "tx", "database", "Database", "Transaction", "reading", "writing", "state"),
    *("actor", "Actor", "staff_of", "responses", "comments", "session_state", "cookies"),
}
"""What a cached function may not so much as name: from there come answers and persons."""
GIVES = {
    *("str", "bytes", "bool", "Any", "dict[str, str]", "dict[str, Any]", "tuple[str, ...]"),
    *("frozenset[str]", "frozenset[int]", "dict[str, Asset]", "dict[str, tuple[str, str]]"),
    *("Mapping[str, Survey]", "Mapping[str, Mapping[str, Any]]", "tuple[Wanted, ...]"),
    *("Mapping[tuple[str, str], tuple[str, Mapping[str, Any]]]", "Translation | None"),
    *("frozenset[tuple[str, tuple[str, ...]]]", "tuple[tuple[re.Pattern[str], str], ...]"),
    *("tuple[tuple[bytes, bytes], ...]", "tuple[Mapping[str, object], ...]", "Survey", "Words"),
    *("Questionnaire", "Screens", "Paper", "Letter", "Notice", "Document", "Helplines"),
    *("WorryList", "Codebook", "Asset", "_Drawn", "Insert", "Settings"),
    *("Worker", "PasswordHasher"),
    "Shelf",  # what waits for one person to fetch it, by their name and a token
}
"""What a cached function may give: wording, protected figures, files, and parts of the server."""


def decorators(node: ast.FunctionDef | ast.AsyncFunctionDef) -> Iterator[str]:
    """The last names of a function's decorators: "cache_data" for @st.cache_data(ttl=5)."""
    for one in node.decorator_list:
        called = one.func if isinstance(one, ast.Call) else one
        yield called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")


def kept(source: str) -> dict[str, set[str]]:
    """The functions that keep what they gave, each with what an answer could come by."""
    functions = [
        n
        for n in ast.walk(ast.parse(source))
        if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    return {n.name: _doubtful(n) for n in functions if CACHES & set(decorators(n))}


def _doubtful(function: ast.FunctionDef | ast.AsyncFunctionDef) -> set[str]:
    """Kinds that it takes or gives, and names that it uses, which are not known to be harmless."""
    taken = (*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs)
    takes = {ast.unparse(a.annotation) if a.annotation else "?" for a in taken}
    gives = {ast.unparse(function.returns) if function.returns else "?"}
    used = {getattr(n, "id", getattr(n, "attr", "")) for n in ast.walk(function)}
    return (takes - WORDING) | (gives - GIVES) | (used & READS)


@pytest.mark.parametrize("module", MODULES, ids=lambda path: str(path.relative_to(CHECKOUT)))
def test_nothing_keeps_what_one_person_was_shown_for_the_next(module: Path) -> None:
    found = {name: doubts for name, doubts in kept(module.read_text("utf-8")).items() if doubts}
    assert found == {}


@pytest.mark.parametrize(
    "source",
    [
        "@st.cache_data(ttl=5)\ndef words(db, round: str): ...",
        "@functools.cache\ndef words(answer: Answer): ...",
        "@st.cache_data\ndef words(round_id: str): ...",
        "@st.cache_data\ndef words(round_id: str) -> tuple[CommentRecord, ...]: ...",
        "@cache\ndef words(round_id: str) -> str:\n    return state.database()",
        "@cache\ndef words(*, actor: Actor) -> str: ...",
    ],
)
def test_the_check_itself_sees_answers_that_are_kept(source: str) -> None:
    assert kept(source)["words"]
