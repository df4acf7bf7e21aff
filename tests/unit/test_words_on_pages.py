"""A child's words reach a page through voice() only: held on the syntax tree of every page."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
VOICE = ROOT / "surveys" / "pages" / "voice.py"
PAGES = sorted([*ROOT.glob("*/pages/*.py"), *ROOT.glob("web/main.py")])
WORDS = {"words", "because", "note", "all_words", "reason", "outcome"}
"""What our facts call a child's words, a matched part of them, or a text about a child."""
OTHERWISE = {"actions": "record.reason", "showing": "result.note"}
"""Called so on one page and no child's: why an action cannot be done, and a note on a figure."""
THROUGH = {"voice", "matched", "by_staff"}
OURS = {"small", "plain", "link_to"}
"""Our own functions that end in Streamlit's Markdown or in a label."""
DRAWS = {
    "badge", "button", "caption", "checkbox", "code", "dataframe", "download_button", "error",
    "expander", "form_submit_button", "header", "help", "html", "info", "json", "latex",
    "link_button", "markdown", "metric", "multiselect", "number_input", "page_link", "pills",
    "popover", "progress", "radio", "segmented_control", "selectbox", "status", "subheader",
    "success", "table", "tabs", "text", "text_area", "text_input", "title", "toast", "toggle",
    "warning", "write", "write_stream",
}  # fmt: skip


def draws(call: ast.Call) -> bool:
    """Whether a call puts something on a page: st.write(…), column.button(…), small(…)."""
    if isinstance(call.func, ast.Attribute):
        return call.func.attr in DRAWS
    return isinstance(call.func, ast.Name) and call.func.id in OURS


def leaks(node: ast.AST, names: frozenset[str] = frozenset()) -> Iterator[ast.AST]:
    """The words below a node that do not go through voice(); `names` hold words too."""
    if isinstance(node, ast.Call) and getattr(node.func, "id", "") in THROUGH:
        return
    if isinstance(node, ast.Attribute) and node.attr in WORDS:
        yield node
    if isinstance(node, ast.Name) and node.id in names:
        yield node
    if _asked_by_name(node):
        yield node
    for child in ast.iter_child_nodes(node):
        yield from leaks(child, names)


def _asked_by_name(node: ast.AST) -> bool:
    """getattr(comment, "words") and comment["words"]."""
    if isinstance(node, ast.Subscript):
        return getattr(node.slice, "value", None) in WORDS
    called = isinstance(node, ast.Call) and getattr(node.func, "id", "") == "getattr"
    return called and any(getattr(a, "value", None) in WORDS for a in getattr(node, "args", ()))


def holding(tree: ast.AST) -> frozenset[str]:
    """Names that hold words: a parameter called so, or what words were given to, in any steps."""
    names = frozenset(n.arg for n in ast.walk(tree) if isinstance(n, ast.arg) and n.arg in WORDS)
    while (more := names | frozenset(_given(tree, names))) != names:
        names = more
    return names


def _given(tree: ast.AST, names: frozenset[str]) -> Iterator[str]:
    """The names on the left of an assignment or a loop with words on its right."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign):
            targets, source = node.targets, node.value
        elif isinstance(node, ast.AnnAssign | ast.AugAssign | ast.NamedExpr) and node.value:
            targets, source = [node.target], node.value
        elif isinstance(node, ast.For | ast.AsyncFor | ast.comprehension):
            targets, source = [node.target], node.iter
        else:
            continue
        if next(leaks(source, names), None):
            yield from (name.id for target in targets for name in _names(target))


def _names(target: ast.AST) -> Iterator[ast.Name]:
    return (name for name in ast.walk(target) if isinstance(name, ast.Name))


def misquotes(source: str) -> list[int]:
    """The lines of a page on which words are drawn by something else than voice()."""
    tree = ast.parse(source)
    functions = [one for one in tree.body if isinstance(one, ast.FunctionDef)]
    rest = ast.Module([one for one in tree.body if one not in functions], [])
    return [line for scope in (*functions, rest) for line in _misquotes(scope)]


def _misquotes(tree: ast.AST) -> list[int]:
    """The same of one function, or of what stands outside of all: names are their own there."""
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and draws(node)]
    parts = [part for call in calls for part in ast.iter_child_nodes(call)]
    names = holding(tree)
    return [node.lineno for part in parts for node in leaks(part, names)]


@pytest.mark.parametrize("page", [p for p in PAGES if p != VOICE], ids=lambda p: p.stem)
def test_no_page_draws_words_but_through_voice(page: Path) -> None:
    source = page.read_text("utf-8").replace(OTHERWISE.get(page.stem, "no such text"), "ours")
    assert misquotes(source) == []


@pytest.mark.parametrize(
    "source",
    [
        "st.markdown(comment.words)",
        "st.write(f'They said {comment.words}')",
        "left.button(comment.words)",
        "st.selectbox('Which?', [one.words for one in found])",
        "small(' '.join(suggestion.because))",
        "st.radio('Which?', ids, format_func=lambda one: one.words)",
        "said = comment.words; st.error(said)",
        "def line(words): st.write(words)",
        "said: str = comment.words; st.error(said)",
        "st.write(said := comment.words)",
        "a, b = one.words, 1; st.caption(a)",
        "said = one.words; again = said.upper(); st.info(again)",
        "said = ''; said += one.words; st.markdown(said)",
        "st.write(getattr(comment, 'words'))",
        "st.table(row['words'])",
        "for w in c.words.split(): st.write(w)",
        "for number, w in enumerate(c.words): st.write(w)",
        "st.write(' '.join(w for w in c.words))",
        "lines = [w.upper() for w in c.words]; st.write(lines)",
        "st.write(wish.reason)",
    ],
)
def test_the_check_itself_sees_words_that_are_drawn_otherwise(source: str) -> None:
    assert misquotes(source)


@pytest.mark.parametrize(
    "source", ["voice(comment.words)", "st.write(title)", "if line.words: x()"]
)
def test_the_check_lets_pass_what_is_right(source: str) -> None:
    assert misquotes(source) == []


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.stem)
def test_no_page_draws_html_of_its_own(page: Path) -> None:
    source = page.read_text("utf-8")
    assert "unsafe_allow_html" not in source
    assert not _drawn(source) & {"html", "iframe"}


def _drawn(source: str) -> set[str]:
    """What a page asks Streamlit itself to draw: the names after `st.`."""
    return {
        node.func.attr
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
        if getattr(node.func.value, "id", "") == "st"
    }
