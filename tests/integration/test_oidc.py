"""Signing in with a work account, against a real OpenID provider that runs in the test."""

import base64
import importlib.util
import json
import socket
import subprocess
import sys
import threading
import time
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer

import httpx
import pytest

from data import audit
from data.clock import utc_now
from data.database import Database
from data.settings import Oidc, Settings
from surveys.permissions import Actor
from tests.integration.test_signin import Browser
from web import oidc, sessions, state
from web.staff import accounts
from web.staff.work_pages import BACK

ADMINISTRATOR = Actor("Asha Rao", frozenset({"administrator"}))


@pytest.fixture(scope="module")
def provider():
    """The address of an OpenID provider; two of its people tell of a second step, one does not."""
    if importlib.util.find_spec("oidc_provider_mock") is None:
        pytest.skip("oidc-provider-mock is not installed; it is among the dev requirements")
    strong = {"amr": ["pwd", "mfa"], "email": "same@council.example"}
    strong |= {"roles": ["administrator"], "groups": ["safeguarding"], "name": "Asha Rao"}
    people = [{"sub": "ben-1"} | strong, {"sub": "eve-2"} | strong]
    people.append({"sub": "weak-3", "amr": ["pwd"]})
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    claims = [word for one in people for word in ("--user-claims", json.dumps(one))]
    command = [sys.executable, "-W", "ignore", "-m", "oidc_provider_mock", "--port", port, *claims]
    quiet = subprocess.DEVNULL
    with subprocess.Popen(command, stdout=quiet, stderr=quiet) as process:
        yield _answering(f"http://127.0.0.1:{port}", process)
        process.terminate()


def _answering(address, process):
    while process.poll() is None:
        try:
            httpx.get(f"{address}/jwks", timeout=5)
            return address
        except httpx.TransportError:
            time.sleep(0.1)
    raise AssertionError("The OpenID provider did not start.")


@pytest.fixture
def office(sqlite_settings: Settings, sqlite_db: Database, provider, tmp_path, monkeypatch):
    """`office()` is a browser of an office whose work accounts are set up."""
    secret = tmp_path / "secret"
    secret.write_text("not a real secret\n")
    for name, value in {
        "HEARD_VAR": str(sqlite_settings.var),
        "HEARD_KEY_FILE": str(sqlite_settings.key_file),
        "HEARD_OIDC_ISSUER": provider,
        "HEARD_OIDC_CLIENT_ID": "heard",
        "HEARD_OIDC_CLIENT_SECRET_FILE": str(secret),
        "HEARD_PUBLIC_URL": "",
    }.items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("DATABASE_URL", raising=False)
    state.settings.cache_clear()
    yield lambda: Browser("http://127.0.0.1:8501")
    state.close()
    state.settings.cache_clear()


def there_and_back(browser: Browser, sub: str) -> httpx.Response:
    """To the provider, sign in as `sub` there, and back with what it gives."""
    there = browser.get("/staff/oidc").headers["location"]
    given = httpx.post(there, data={"sub": sub}).headers["location"]
    return browser.get(BACK + "?" + given.split("?", 1)[1])


def invited(browser: Browser, db: Database, name: str, role: str = "participation") -> None:
    """A one-time link for somebody, opened in this browser."""
    token = accounts.add_person(db, ADMINISTRATOR, name, [role], utc_now())
    browser.get(f"/staff/welcome/{token}")


def signed_in(browser: Browser, db: Database) -> str | None:
    actor = sessions.who(db, dict(browser.cookies), utc_now())
    return actor.name if actor else None


def test_a_link_ties_the_work_account_which_then_signs_in_by_itself(office, sqlite_db):
    first, later = office(), office()
    invited(first, sqlite_db, "Ben Okafor")
    there_and_back(first, "ben-1")
    answer = there_and_back(later, "ben-1")
    assert answer.headers["refresh"] == "0; url=/today"
    assert signed_in(first, sqlite_db) == signed_in(later, sqlite_db) == "Ben Okafor"
    assert "SameSite=strict" in answer.headers.get_list("set-cookie")[0]


def test_the_session_is_our_own_and_dies_when_the_person_is_stopped(office, sqlite_db):
    browser = office()
    invited(browser, sqlite_db, "Ben Okafor")
    there_and_back(browser, "ben-1")
    ben = accounts.find(sqlite_db, ADMINISTRATOR, "Ben Okafor").id
    accounts.stop_person(sqlite_db, ADMINISTRATOR, ben, utc_now())
    assert signed_in(browser, sqlite_db) is None
    assert there_and_back(browser, "ben-1").status_code == 403


def test_an_account_nobody_tied_is_refused_though_its_e_mail_is_the_same(office, sqlite_db):
    browser, stranger = office(), office()
    invited(browser, sqlite_db, "Ben Okafor")
    there_and_back(browser, "ben-1")
    answer = there_and_back(stranger, "eve-2")
    assert answer.status_code == 403
    assert "not known here" in answer.text
    assert signed_in(stranger, sqlite_db) is None


def test_roles_and_groups_that_the_provider_sends_give_nothing(office, sqlite_db):
    browser = office()
    invited(browser, sqlite_db, "Ben Okafor", "board")
    there_and_back(browser, "ben-1")
    actor = sessions.who(sqlite_db, dict(browser.cookies), utc_now())
    assert (actor.name, actor.roles) == ("Ben Okafor", {"board"})


def test_a_link_cannot_take_over_an_account_that_is_somebody_elses(office, sqlite_db):
    first, second = office(), office()
    invited(first, sqlite_db, "Ben Okafor")
    there_and_back(first, "ben-1")
    invited(second, sqlite_db, "Eve Moss", "administrator")
    there_and_back(second, "ben-1")
    assert signed_in(second, sqlite_db) == "Ben Okafor"


def test_without_a_second_step_there_our_own_is_asked(office, sqlite_db):
    browser = office()
    invited(browser, sqlite_db, "Wim Weak")
    answer = there_and_back(browser, "weak-3")
    assert answer.headers["refresh"] == "0; url=/staff/step"
    assert signed_in(browser, sqlite_db) is None
    assert "Set up your second step" in browser.get("/staff/step").text


def test_what_was_not_begun_here_is_refused(office, sqlite_db):
    browser, other = office(), office()
    there = other.get("/staff/oidc").headers["location"]
    given = httpx.post(there, data={"sub": "ben-1"}).headers["location"]
    browser.get("/staff/oidc")
    answer = browser.get(BACK + "?" + given.split("?", 1)[1])
    assert answer.status_code == 400
    assert "not begun here" in answer.text


def test_who_did_not_agree_there_is_told_so(office):
    browser = office()
    there = browser.get("/staff/oidc").headers["location"]
    at = httpx.URL(there).params["state"]
    answer = browser.get(f"{BACK}?error=access_denied&state={at}")
    assert answer.status_code == 403
    assert "did not sign in with your work account" in answer.text


def test_the_proof_of_another_errand_is_refused_though_rightly_signed(office, provider, tmp_path):
    known, going = Oidc(provider, "heard", tmp_path / "secret"), oidc.errand()
    back = f"http://127.0.0.1:8501{BACK}"
    given = httpx.post(oidc.address(known, going, back), data={"sub": "ben-1"})
    code = httpx.URL(given.headers["location"]).params["code"]
    other = oidc.Errand(going.state, oidc.errand().nonce, going.verifier)
    with pytest.raises(oidc.NotSignedIn, match="not meant for this sign-in"):
        oidc.identity(known, other, code, back, utc_now())


def test_the_challenge_is_the_one_of_the_standard(provider, tmp_path):
    """RFC 7636, appendix B. The provider of these tests does not check it, as a real one must."""
    verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
    known = Oidc(provider, "heard", tmp_path, ("acrs", "c1"))
    asked = httpx.URL(oidc.address(known, oidc.Errand("s", "n", verifier), "http://x/")).params
    assert asked["code_challenge"] == "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
    assert json.loads(asked["claims"])["id_token"]["acrs"]["value"] == "c1"


def test_the_acts_are_audited_without_the_subject(office, sqlite_db):
    browser = office()
    invited(browser, sqlite_db, "Ben Okafor")
    there_and_back(browser, "ben-1")
    with sqlite_db.reading() as tx:
        lines = audit.listing(tx)
    assert [line.act for line in lines[:2]] == ["signed in", "tied work account"]
    assert "ben-1" not in repr(lines)


GOING = oidc.Errand("s", "n", "v")
GOOD = {"iss": "https://id.example", "aud": "heard", "nonce": "n", "sub": "1", "amr": ["mfa"]}


@pytest.mark.parametrize(
    "wrong",
    [
        {"iss": "https://other.example"},
        {"aud": "another"},
        {"aud": ["heard", "another"]},
        {"nonce": "old"},
        {"sub": ""},
        {"exp": 1},
        {"exp": None},
        {"iat": 4_000_000_000},
        {"azp": "another"},
    ],
)
def test_a_proof_with_a_wrong_claim_is_refused(now, tmp_path, wrong):
    times = {"exp": now.timestamp() + 60, "iat": now.timestamp()}
    known = Oidc("https://id.example", "heard", tmp_path)
    oidc._check(GOOD | times, known, GOING, now + timedelta(seconds=1))
    with pytest.raises(oidc.NotSignedIn):
        oidc._check(GOOD | times | wrong, known, GOING, now)


class Discovery(BaseHTTPRequestHandler):
    """A provider on this machine that names its other addresses, or sends elsewhere."""

    def do_GET(self):
        told, elsewhere = self.server.told, self.path == "/moved"
        self.send_response(302 if elsewhere else 200)
        self.send_header("location", "http://id.example/jwks")
        self.end_headers()
        self.wfile.write(json.dumps(told).encode())

    def log_message(self, *_):
        """Nothing on the test's own output."""


@pytest.fixture
def provider_that_says():
    """`provider_that_says(…)`: its address; the others have https where nothing else is said."""
    with HTTPServer(("127.0.0.1", 0), Discovery) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()

        def says(**more):
            address = f"http://127.0.0.1:{server.server_port}"
            names = ("authorization_endpoint", "token_endpoint", "jwks_uri")
            server.told = {"issuer": address} | dict.fromkeys(names, "https://id.example/x") | more
            return address

        yield says
        server.shutdown()


@pytest.mark.parametrize("name", ["authorization_endpoint", "token_endpoint", "jwks_uri"])
@pytest.mark.parametrize("where", ["http://id.example/x", "file:///etc/passwd", ""])
def test_an_address_of_the_provider_without_https_is_refused(
    provider_that_says, tmp_path, name, where
):
    known = Oidc(provider_that_says(**{name: where}), "heard", tmp_path)
    with pytest.raises(oidc.NotSignedIn, match="does not begin with https"):
        oidc.address(known, GOING, "http://127.0.0.1/back")


def test_the_provider_sends_us_nowhere_without_https(provider_that_says):
    with pytest.raises(oidc.NotSignedIn, match="does not begin with https"):
        oidc._fetch(provider_that_says() + "/moved")


@pytest.mark.parametrize("algorithm", ["none", "HS256", "ES256"])
def test_a_proof_without_a_signature_we_take_is_refused(algorithm):
    def part(value):
        return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")

    token = f"{part({'alg': algorithm})}.{part(GOOD)}."
    with pytest.raises(oidc.NotSignedIn, match="signature we do not take"):
        oidc._signed(token, {"keys": []})


def test_a_claim_tells_of_a_second_step_by_its_value_or_by_holding_it():
    assert oidc._tells_of({"acrs": ["c1"]}, "acrs", "c1")
    assert oidc._tells_of({"acr": "gold"}, "acr", "gold")
    assert not oidc._tells_of({"amr": "mfa-not"}, "amr", "mfa")
