"""The light door as a browser without a script works it: forms that are read, filled and posted."""

from html import unescape
from html.parser import HTMLParser

import httpx

from tests.serving import Server


class Sheet(HTMLParser):
    """What stands on one page: hidden fields, choices, marks, the box for words."""

    def __init__(self, html: str) -> None:
        """Read the page."""
        super().__init__()
        self.fields: dict[str, str] = {}
        self.choices: list[str] = []
        self.chosen: list[str] = []
        self.marks: set[str] = set()
        self.here: dict[str, str] = {}
        self._in_box = False
        self.words: str | None = None
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what an element says of itself."""
        had = {name: value or "" for name, value in attrs}
        if "data-heard" in had:
            self.marks.add(had["data-heard"])
        if "data-step" in had:
            self.here = had
        if had.get("type") == "hidden":
            self.fields[had["name"]] = had["value"]
        elif had.get("type") in ("radio", "checkbox"):
            self.choices.append(had["value"])
            if "checked" in had:
                self.chosen.append(had["value"])
        if tag == "textarea":
            self._in_box, self.words = True, ""

    def handle_endtag(self, tag: str) -> None:
        """Leave the box."""
        if tag == "textarea":
            self._in_box = False

    def handle_data(self, data: str) -> None:
        """The words in the box; its first line break belongs to the page."""
        if self._in_box and self.words is not None:
            self.words += data if self.words or not data.startswith("\n") else data[1:]


class Phone:
    """A phone whose browser runs no script: one child, one device."""

    def __init__(self, server: Server) -> None:
        """Take a server; nothing is open yet."""
        self.server = server
        self.client = httpx.Client(base_url=server.url, headers={"origin": server.url}, timeout=30)
        self.answer: httpx.Response = httpx.Response(200, text="")

    def open(self, address: str) -> "Phone":
        """Open an address of ours and follow where it leads."""
        self.answer = self.client.get(address, follow_redirects=True)
        return self

    def begin(self, code: str, band: str = "11-17") -> "Phone":
        """Enter by the link, choose an age where asked, agree; ends at the first question."""
        self.open(f"/s/{code}")
        if self.step == "band":
            self.press(f"band:{band}")
        return self.press("agree")

    def press(self, go: str, /, answer: str | list[str] | None = None, **fields: str) -> "Phone":
        """Post the page as its button does, with an answer to its question."""
        return self.post(self.form(go, answer, **fields))

    def form(
        self, go: str, answer: str | list[str] | None = None, **fields: str
    ) -> dict[str, str | list[str]]:
        """What pressing a button of this page posts."""
        page = self.page
        filled: dict[str, str | list[str]] = {**page.fields, "go": go, **fields}
        question = page.fields.get("question")
        if question and answer is not None:
            filled[question] = answer
        elif question and page.words is not None:
            filled[question] = page.words
        elif question and page.chosen:
            filled[question] = page.chosen
        return filled

    def post(self, form: dict[str, str | list[str]], address: str = "/s") -> "Phone":
        """Post a form and follow where it leads."""
        self.answer = self.client.post(address, data=form, follow_redirects=True)
        return self

    def to_question(self, kind: str) -> "Phone":
        """Go on to the first question of a kind ("text", "choice", "choices" or "scale")."""
        while self.page.fields.get("hd-kind") != kind:
            self.press("next")
        return self

    def finish(self) -> "Phone":
        """Answer everything that is left with its first choice, or words, and send it."""
        while self.step == "question":
            self.press("next", self.page.choices[0] if self.page.choices else "my own words")
        return self.press("send")

    @property
    def page(self) -> Sheet:
        """What is on the screen."""
        return Sheet(self.answer.text)

    @property
    def text(self) -> str:
        """The page's HTML with its entities read."""
        return unescape(self.answer.text)

    @property
    def step(self) -> str:
        """Which step is on the screen; "" on a plain page."""
        return self.page.here.get("data-step", "")

    @property
    def question(self) -> str:
        """The id of the question on the screen."""
        return self.page.fields.get("question", "")

    @property
    def words(self) -> str | None:
        """What stands in the box for words."""
        return self.page.words
