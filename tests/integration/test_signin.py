"""The plain staff routes over HTTP: signing in and out, and the one-time link."""

import base64
import re
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette

from data.clock import utc_now
from data.database import Database
from data.settings import Settings
from tests.conftest import finished
from web import signin, state
from web.staff import accounts, posting, totp
from web.staff.patience import Patience

PASSWORD = "wet piano lantern"


class Browser:
    """Speaks HTTP to our routes in this process and keeps its cookies."""

    def __init__(self, origin: str) -> None:
        self.cookies = httpx.Cookies()
        self._app = Starlette(routes=signin.routes)
        self._origin = origin

    def get(self, path: str) -> httpx.Response:
        return finished(self._ask("GET", path))

    def post(self, path: str, data: dict[str, str] | None = None) -> httpx.Response:
        return finished(self._ask("POST", path, data=data))

    async def _ask(self, method: str, path: str, **body: Any) -> httpx.Response:
        wire = httpx.ASGITransport(self._app)
        async with httpx.AsyncClient(transport=wire, base_url=self._origin) as client:
            client.cookies = self.cookies
            answer = await client.request(method, path, **body)
            self.cookies = client.cookies
            return answer


Client = Callable[..., Browser]


@pytest.fixture
def client(sqlite_settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Client]:
    """`client(public_url=…)` speaks to our routes with a fresh database behind them."""
    monkeypatch.setattr(posting, "patience", Patience())

    def opened(public_url: str = "") -> Browser:
        monkeypatch.setenv("HEARD_VAR", str(sqlite_settings.var))
        monkeypatch.setenv("HEARD_KEY_FILE", str(sqlite_settings.key_file))
        monkeypatch.setenv("HEARD_PUBLIC_URL", public_url)
        monkeypatch.delenv("DATABASE_URL", raising=False)
        state.settings.cache_clear()
        return Browser(public_url or "http://127.0.0.1:8501")

    yield opened
    state.close()
    state.settings.cache_clear()


@pytest.fixture
def asha(client: Client, sqlite_db: Database) -> Browser:
    """A browser on the sign-in page, where Asha Rao has an account."""
    token = accounts.first_link(sqlite_db, utc_now())
    accounts.set_password(sqlite_db, token or "", "Asha Rao", PASSWORD, utc_now())
    return client()


def sign_in(browser, name="Asha Rao", password=PASSWORD):
    return browser.post("/staff", data={"name": name, "password": password})


def test_signing_in_leads_to_today_with_a_cookie_that_scripts_cannot_read(asha):
    answer = sign_in(asha)
    assert (answer.status_code, answer.headers["location"]) == (303, "/today")
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith("heard_staff=")
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie


def test_behind_https_the_cookie_is_bound_to_this_host(client, sqlite_db):
    token = accounts.first_link(sqlite_db, utc_now())
    accounts.set_password(sqlite_db, token, "Asha Rao", PASSWORD, utc_now())
    browser = client("https://heard.example")
    sign_in(browser)
    cookie = set_up(browser).headers.get_list("set-cookie")[0]
    assert cookie.startswith("__Host-heard_staff=")
    assert "Secure" in cookie
    assert "Path=/" in cookie
    assert "Domain" not in cookie


def set_up(browser):
    """Set the second step up with the key that the page shows."""
    key = re.search(r'class="key"><code>([A-Z2-7 ]+)<', browser.get("/staff/step").text)[1]
    secret = base64.b32decode(key.replace(" ", ""))
    code = totp.code(secret, totp.step_of(utc_now()))
    return browser.post("/staff/step", data={"code": code})


def test_behind_https_a_password_alone_opens_nothing(client, sqlite_db):
    token = accounts.first_link(sqlite_db, utc_now())
    accounts.set_password(sqlite_db, token, "Asha Rao", PASSWORD, utc_now())
    browser = client("https://heard.example")
    answer = sign_in(browser)
    assert answer.headers["location"] == "/staff/step"
    assert "heard_staff" not in str(answer.headers)


def test_the_second_step_is_set_up_from_the_account_page(asha):
    sign_in(asha)
    answer = asha.post("/staff/account", data={"password": PASSWORD})
    assert answer.headers["location"] == "/staff/step"
    codes = set_up(asha)
    assert codes.text.count("<li>") == 8
    assert "8 recovery codes can still be used" in asha.get("/staff/account").text


def test_the_account_page_asks_for_the_right_password_first(asha):
    sign_in(asha)
    answer = asha.post("/staff/account", data={"password": "wrong piano lantern"})
    assert answer.status_code == 422
    assert "This is not your password." in answer.text


def test_a_wrong_code_is_said_beside_its_field_with_the_square_still_there(asha):
    sign_in(asha)
    asha.post("/staff/account", data={"password": PASSWORD})
    answer = asha.post("/staff/step", data={"code": "12345"})
    assert answer.status_code == 422
    assert 'id="code-problem"' in answer.text
    assert "data:image/svg+xml;base64," in answer.text


def test_without_the_password_before_it_there_is_no_second_step(asha):
    assert asha.get("/staff/step").headers["location"] == "/staff?after=late"
    assert asha.post("/staff/step", data={"code": "123456"}).status_code == 303


def test_signing_out_everywhere_ends_the_session_in_another_browser(asha):
    sign_in(asha)
    elsewhere = asha.cookies["heard_staff"]
    sign_in(asha)
    answer = asha.post("/staff/account/everywhere")
    assert answer.headers["location"] == "/staff?after=everywhere"
    asha.cookies.set("heard_staff", elsewhere)
    assert asha.get("/staff").status_code == 200


def test_a_wrong_password_is_said_beside_its_field_and_the_name_stays(asha):
    answer = sign_in(asha, password="wrong piano lantern")
    assert answer.status_code == 422
    assert 'aria-describedby="password-problem"' in answer.text
    assert 'value="Asha Rao"' in answer.text
    assert "wrong piano lantern" not in answer.text


def test_an_unknown_name_gets_the_same_page_as_a_wrong_password(asha):
    wrong = sign_in(asha, password="wrong piano lantern").text
    unknown = sign_in(asha, name="Asha Roe").text
    assert unknown.replace("Asha Roe", "Asha Rao") == wrong


def test_an_empty_form_says_what_to_write_in_each_field(asha):
    answer = sign_in(asha, name=" ", password="")
    assert "Write your name." in answer.text
    assert "Write your password." in answer.text


def test_a_name_that_holds_html_is_shown_as_typed(asha):
    answer = sign_in(asha, name='"><script>alert(1)</script>', password="x" * 12)
    assert "<script>" not in answer.text
    assert "&lt;script&gt;" in answer.text


def test_tries_that_pile_up_are_asked_to_wait_and_never_locked_out(asha):
    for _ in range(40):
        posting.patience.failed("127.0.0.1", "asha rao", utc_now())
    posting.patience.begin("127.0.0.1", "asha rao", utc_now())
    posting.patience.begin("127.0.0.1", "asha rao", utc_now())
    answer = sign_in(asha)
    assert answer.status_code == 429
    assert 60 < int(answer.headers["retry-after"]) <= 90


def test_a_post_larger_than_the_form_is_refused(asha):
    assert sign_in(asha, password="x" * 20_000).status_code == 413


def test_somebody_signed_in_is_led_on_from_the_sign_in_page(asha):
    sign_in(asha)
    assert asha.get("/staff").headers["location"] == "/today"


def test_signing_out_ends_the_session_and_takes_the_cookie(asha, sqlite_db):
    sign_in(asha)
    token = asha.cookies["heard_staff"]
    answer = asha.post("/staff/out")
    assert answer.headers["location"] == "/staff?after=out"
    asha.cookies.set("heard_staff", token)
    assert asha.get("/staff").status_code == 200


def test_a_one_time_link_leaves_no_token_in_the_address(client, sqlite_db):
    browser = client()
    token = accounts.first_link(sqlite_db, utc_now())
    answer = browser.get(f"/staff/welcome/{token}")
    assert (answer.status_code, answer.headers["location"]) == (303, "/staff/welcome")
    assert token not in browser.get("/staff/welcome").text


def test_looking_at_a_link_does_not_use_it(client, sqlite_db):
    browser = client()
    browser.get(f"/staff/welcome/{accounts.first_link(sqlite_db, utc_now())}")
    pages = [browser.get("/staff/welcome").status_code for _ in range(3)]
    assert pages == [200, 200, 200]


def test_two_passwords_that_differ_are_said_beside_the_second(client, sqlite_db):
    browser = client()
    browser.get(f"/staff/welcome/{accounts.first_link(sqlite_db, utc_now())}")
    data = {"name": "Asha Rao", "password": PASSWORD, "again": PASSWORD + "s"}
    answer = browser.post("/staff/welcome", data=data)
    assert answer.status_code == 422
    assert 'id="again-problem"' in answer.text


def test_a_link_that_no_longer_works_says_how_to_get_another(client, sqlite_db):
    browser = client()
    browser.get("/staff/welcome/not-a-token")
    answer = browser.get("/staff/welcome")
    assert answer.status_code == 410
    assert "Ask an administrator for a new one." in answer.text


def test_a_link_with_marks_of_a_header_in_it_is_no_token(client):
    answer = client().get("/staff/welcome/x%0d%0aSet-Cookie:%20heard_staff=y;%20Domain=z")
    assert answer.status_code == 303
    assert answer.headers.get_list("set-cookie")[0].startswith('heard_welcome="";')


def test_without_its_database_the_page_says_so_in_a_sentence(asha, sqlite_settings):
    sign_in(asha)
    state.close()
    (sqlite_settings.var / "heard.db").write_bytes(b"not a database at all" * 400)
    answer = asha.get("/staff")
    assert answer.status_code == 503
    assert "Heard cannot open its records just now." in answer.text
