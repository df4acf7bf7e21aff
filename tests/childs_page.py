"""The child's page as a test works it: by what a child sees, through the `data-heard` marks."""

from playwright.sync_api import Locator, Page, expect

from tests.serving import Server

WAIT_MS = 20_000


class Child:
    """A child with a code, in front of one browser page."""

    def __init__(self, page: Page, server: Server) -> None:
        """Take a page that may be anywhere."""
        self.page = page
        self.server = server
        page.set_default_timeout(WAIT_MS)

    def mark(self, name: str) -> Locator:
        """What carries one of our marks."""
        return self.page.locator(f'[data-heard="{name}"]')

    def enter(self, code: str) -> "Child":
        """Type the code on the first page and start."""
        self.page.goto(self.server.url)
        self.mark("code").fill(code)
        self.mark("start").click()
        self.page.wait_for_selector("[data-step]")
        return self

    def begin(self, code: str, band: str | None = None) -> "Child":
        """Enter, choose an age where asked, agree; ends at the first question."""
        self.enter(code)
        if self.step == "band":
            self.page.locator(f'[data-heard="band"][data-band="{band or "11-17"}"]').click()
            self.at_step("notice")
        if self.step == "notice":
            self.mark("agree").click()
            self.at_step("question")
        return self

    @property
    def step(self) -> str:
        """Which step is on the screen: band, notice, question, review or thanks."""
        return self.page.locator("[data-step]").get_attribute("data-step") or ""

    @property
    def question(self) -> str:
        """The id of the question on the screen."""
        return self.mark("question").get_attribute("data-question-id") or ""

    def at_step(self, step: str) -> None:
        """Wait until a step is on the screen."""
        self.page.wait_for_selector(f'[data-step="{step}"]')

    def at(self, question: str) -> None:
        """Wait until a question is on the screen."""
        self.page.wait_for_selector(f'[data-question-id="{question}"]')

    def choose(self, key: str) -> None:
        """Choose an option by its key."""
        self.page.locator(f'[data-heard="question"] input[value="{key}"]').check()

    def write(self, words: str) -> None:
        """Write in the box for words, in place of what is there."""
        self.page.locator("textarea").fill(words)

    @property
    def words(self) -> str:
        """What stands in the box for words."""
        return self.page.locator("textarea").input_value()

    def saved(self) -> None:
        """Wait until the page says that the answer is kept."""
        expect(self.mark("saved")).to_be_visible(timeout=WAIT_MS)

    def go(self, mark: str = "next") -> None:
        """Press a way on and wait for the page that follows."""
        before = self.page.locator("[data-step]").get_attribute("data-place")
        self.mark(mark).click()
        self.page.wait_for_function(
            "was => { const on = document.querySelector('[data-step]');"
            " return on && on.dataset.place !== was; }",
            arg=before,
        )

    def arrive_by_keyboard(self, code: str) -> None:
        """Type the code, press Enter and agree; ends at the first question."""
        self.page.goto(self.server.url)
        self.page.wait_for_selector('[data-heard="code"]:focus')
        self.page.keyboard.type(code)
        self.page.keyboard.press("Enter")
        self.at_step("notice")
        self.press("agree")

    def answer_by_keyboard(self) -> bool:
        """Answer the question on the screen and go on; False on the review page."""
        self.page.wait_for_selector("[data-step=question], [data-step=review]")
        if self.step == "review":
            return False
        here = self.question
        self.page.wait_for_selector("h1:focus")  # it comes a moment after the question
        self.page.keyboard.press("Tab")  # from the heading to the answers
        if self.page.locator("textarea").count():
            self.page.keyboard.type("by hand")
        else:
            self.page.keyboard.press("Space")
        self.press("next")
        self.page.wait_for_selector(f"[data-question-id={here}]", state="detached")
        return True

    def press(self, mark: str) -> None:
        """Go on by Tab until the button has the focus, then press Enter."""
        for _ in range(60):
            self.page.keyboard.press("Tab")
            if self.page.evaluate("document.activeElement.dataset.heard") == mark:
                self.page.keyboard.press("Enter")
                return
        raise AssertionError(f"Tab never reaches “{mark}”")


class LightChild(Child):
    """A child whose phone opened the link with the code."""

    def enter(self, code: str) -> "LightChild":
        """Open the link; ends at the first page."""
        self.page.goto(f"{self.server.url}/s/{code}")
        self.page.wait_for_selector("[data-step]")
        return self

    def to_box(self, code: str) -> str:
        """Go to the first box for words; the question's id."""
        self.begin(code, "11-17")
        while not self.page.locator("textarea").count():
            self.go()
        return self.question

    def problem(self) -> None:
        """Wait until the page says that it is not saved yet."""
        expect(self.mark("problem")).to_be_visible(timeout=WAIT_MS)
