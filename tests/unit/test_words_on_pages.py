"""A child's words reach a page through voice() only: held on the syntax tree of every page."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
VOICE = ROOT / "surveys" / "pages" / "voice.py"
PAGES = sorted([*ROOT.glob("*/pages/*.py"), *ROOT.glob("web/main.py")])
WORDS = {"words", "because", "note", "all_words"}
"""What our facts call a child's words, a matched part of them, or a note about a child."""
THROUGH = {"voice", "matched"}
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
    for child in ast.iter_child_nodes(node):
        yield from leaks(child, names)


def holding(tree: ast.AST) -> frozenset[str]:
    """Names that hold words: a parameter called so, or what words were assigned to."""
    given = {n.arg for n in ast.walk(tree) if isinstance(n, ast.arg) and n.arg in WORDS}
    assigned = {
        target.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign) and next(leaks(node.value), None)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    return frozenset(given | assigned)


def misquotes(source: str) -> list[int]:
    """The lines of a page on which words are drawn by something else than voice()."""
    tree = ast.parse(source)
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and draws(node)]
    parts = [part for call in calls for part in ast.iter_child_nodes(call)]
    return [node.lineno for part in parts for node in leaks(part, holding(tree))]


@pytest.mark.parametrize("page", [p for p in PAGES if p != VOICE], ids=lambda p: p.stem)
def test_no_page_draws_words_but_through_voice(page: Path) -> None:
    assert misquotes(page.read_text("utf-8")) == []


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
