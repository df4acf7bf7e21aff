"""The auditor's page: lines, a choice of them, and the check."""

from data import audit
from surveys.permissions import Actor

AUDITOR = Actor("Lou Log", frozenset({"auditor"}))
PAGE = "web.pages.log"


def test_the_log_is_shown_chosen_and_checked(open_page, db, now):
    with db.writing() as tx:
        audit.record(tx, "Ben Okafor", "opened round", "r-1", now)
        audit.record(tx, "Eve Moss", "closed round", "r-1", now)
    app = open_page(PAGE, AUDITOR)
    assert app.title[0].value == "The log, 3 lines"
    app.selectbox(key="log-person").set_value("Eve Moss").run()
    assert list(app.dataframe[0].value["Act"]) == ["closed round"]
    app.button(key="verify").click().run()
    assert app.success[0].value == "3 lines were held against 0 anchors: the log is whole."


def test_what_heard_noticed_by_itself_is_said_so(open_page, db, now):
    with db.writing() as tx:
        audit.record(tx, "heard", "told of refusals", "", now, "Ben Okafor asked 5 times")
    app = open_page(PAGE, AUDITOR)
    assert list(app.dataframe[0].value["Person"]) == ["Lou Log", "Heard, by itself"]
    assert app.dataframe[0].value["Time (UTC)"][1] == "2026-11-20 10:00"
