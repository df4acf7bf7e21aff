"""Papers are fetched by whoever is signed in and may; codes and words only by their owner."""

import httpx
import pytest
from starlette.applications import Starlette
from starlette.formparsers import MultiPartParser

from analysis.worker import worker
from data import audit, responses
from surveys.paper.merge import write_to
from surveys.paper.shelf import KEPT, shelf
from surveys.paper.statement import StatementRefused, statement
from surveys.rounds import known, open_round
from tests.answering import RATHER_NOT, send
from tests.conftest import finished
from tests.documents.papers import texts
from tests.documents.reading import squeezed
from tests.integration.test_exports import _signed_in, environment
from tests.unit.test_server_config import CONFIG
from tests.unit.test_worker import HEAVY, python
from web import downloads, papers, sessions, state
from web.staff import accounts

WORDS = "nobody told me where i was going"
PHONE = "ring me on 07700 900123"


@pytest.fixture(scope="module", autouse=True)
def _worker_stops():
    yield
    worker().stop()


@pytest.fixture
def settings(sqlite_settings):
    """One database is enough here."""
    return sqlite_settings


@pytest.fixture
def visit(db, settings, monkeypatch):
    """`visit(path, "participation")` asks our routes as somebody with that role, or as nobody."""
    for name, value in environment(settings).items():
        monkeypatch.setenv(name, value)
    state.settings.cache_clear()
    here = papers.utc_now()
    admin = _signed_in(db, accounts.first_link(db, here), "Asha Rao", here)
    cookies = {"administrator": admin}

    def ask(path, role=None, name=None):
        who = name or f"{role} person"
        if role not in (None, "administrator") and who not in cookies:
            token = accounts.add_person(db, sessions.who(db, admin, here), who, [role], here)
            cookies[who] = _signed_in(db, token, who, here)
        return finished(_get(path, cookies.get(role, cookies.get(who, {}))))

    yield ask
    state.close()
    state.settings.cache_clear()


async def _get(path, cookies):
    wire = httpx.ASGITransport(Starlette(routes=downloads.routes))
    async with httpx.AsyncClient(transport=wire, base_url="http://test", cookies=cookies) as client:
        return await client.get(path)


@pytest.fixture
def opened(db, participation, now):
    """A round with names."""
    return open_round(db, participation, "conference_consultation", now=now, mode="named").id


def laid_down(db, participation, opened, now, owner="participation person"):
    """Letters that wait for somebody."""
    (batch,) = write_to(db, participation, opened, b"reference,name,band\nA1,Zo,11-17\n", now)
    return shelf().put(owner, "letters", "letters.pdf", batch, papers.utc_now())


def test_a_questionnaire_of_a_round_is_downloaded(visit, opened):
    answer = visit(f"/download/questionnaire/{opened}/8-10.pdf?language=pl", "participation")
    assert answer.content.startswith(b"%PDF")
    disposition = 'attachment; filename="conference_consultation.8-10.pl.pdf"'
    assert answer.headers["content-disposition"] == disposition


@pytest.mark.parametrize("name", ["drawing", "invitation"])
def test_what_goes_with_a_conference_is_downloaded(visit, name):
    assert visit(f"/download/sheet/{name}.pdf", "participation").content.startswith(b"%PDF")


def test_the_owner_fetches_letters_that_nobody_may_store(visit, db, participation, opened, now):
    token = laid_down(db, participation, opened, now)
    answer = visit(f"/download/paper/{token}", "participation")
    assert answer.headers["cache-control"] == "no-store"
    assert squeezed("Hello Zo,") in texts(answer.content)[0]


def test_without_a_public_address_the_square_leads_to_the_one_in_use(
    visit, db, participation, opened, now
):
    token = laid_down(db, participation, opened, now)
    assert (
        "Gototestandtypeinyourcode"
        in texts(visit(f"/download/paper/{token}", "participation").content)[0]
    )


def test_a_colleague_does_not_get_them(visit, db, participation, opened, now):
    token = laid_down(db, participation, opened, now)
    answer = visit(f"/download/paper/{token}", "participation", name="Somebody Else")
    assert answer.status_code == 404
    assert "This paper is not here any more" in answer.text


@pytest.mark.parametrize(
    "path",
    ["/download/paper/guessed", "/download/sheet/drawing.pdf", "/download/questionnaire/a/4-7.pdf"],
)
def test_nobody_is_asked_to_sign_in(visit, path):
    assert visit(path).status_code == 401


def test_the_board_gets_no_questionnaires(visit, opened):
    answer = visit(f"/download/questionnaire/{opened}/8-10.pdf", "board")
    assert answer.status_code == 403


@pytest.mark.parametrize("path", ["nowhere-1/8-10.pdf", "{opened}/18-25.pdf"])
def test_what_is_not_there_is_said_plainly(visit, opened, path):
    answer = visit(f"/download/questionnaire/{path.format(opened=opened)}", "participation")
    assert answer.status_code == 404
    assert "There is no such paper" in answer.text


def test_the_largest_list_that_can_be_sent_is_held_in_memory():
    papers.keep_uploads_in_memory()
    assert CONFIG["server"]["maxUploadSize"] * 2**20 < MultiPartParser.spool_max_size


def test_the_server_imports_nothing_that_draws_papers():
    loaded = python("""
        import sys
        import web.server, web.papers, web.commands.letters, web.commands.paper
        import surveys.pages.letters, surveys.pages.statement
        print(sorted({name.split(".")[0] for name in sys.modules}))
    """)
    assert [name for name in HEAVY if f"'{name}'" in loaded] == []


# --- in my own words ---------------------------------------------------------------------------


@pytest.fixture
def said(db, participation, opened, now):
    """What one child sent in the round with names: the response's id."""
    with db.reading() as tx:
        record = known(tx, participation, opened)
    given = {"good_now": WORDS, "contact": "worker", "contact_how": PHONE, "who_helped": "home"}
    send(db, now, record, [given | {"listened": RATHER_NOT}])
    with db.reading() as tx:
        return responses.of_round(tx, opened)[0].id


def test_a_childs_own_words_are_one_page(visit, db, participation, said, now):
    made = statement(db, participation, said, now, whose="Aisha K.")
    token = shelf().put("participation person", "statement", "s.pdf", made, papers.utc_now())
    (page,) = texts(visit(f"/download/paper/{token}", "participation").content)
    wanted = (WORDS, "Aisha K.", "What I want to say at my conference", "Would rather not say")
    assert [words for words in wanted if squeezed(words) not in page] == []


def test_how_to_reach_the_child_is_not_on_it(db, participation, said, now):
    made = statement(db, participation, said, now)
    assert PHONE not in str(made)
    assert "get in touch" not in str(made)


def test_who_helped_is_said_apart_from_the_answers(db, participation, said, now):
    (beside,) = statement(db, participation, said, now).beside
    assert beside.answer == "Someone I live with"


def test_it_is_audited_without_words_and_without_a_name(db, participation, said, now):
    statement(db, participation, said, now, whose="Aisha K.")
    with db.reading() as tx:
        newest = audit.listing(tx)[0]
    assert (newest.act, newest.subject, newest.detail) == ("gave statement", said, "")


@pytest.mark.parametrize("mode", ["code", "none"])
def test_a_round_without_names_gives_no_statement(db, participation, now, mode):
    record = open_round(db, participation, "out_of_borough", now=now, mode=mode)
    send(db, now, record, [{"keep_one": WORDS}])
    with db.reading() as tx:
        (sent,) = responses.of_round(tx, record.id)
    with pytest.raises(StatementRefused, match="opened without names"):
        statement(db, participation, sent.id, now)


def test_what_was_not_sent_gives_no_statement(db, safeguarding, now):
    with pytest.raises(StatementRefused, match="has not been sent"):
        statement(db, safeguarding, "nothing", now)


def test_an_old_paper_is_gone(visit, db, participation, opened, now):
    (batch,) = write_to(db, participation, opened, b"reference,band\nA1,11-17\n", now)
    before = papers.utc_now() - KEPT
    token = shelf().put("participation person", "slips", "slips.pdf", batch, before)
    assert visit(f"/download/paper/{token}", "participation").status_code == 404
