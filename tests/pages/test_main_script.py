"""The Streamlit script on its own: without our edge before it, it shows nobody anything."""

from streamlit.testing.v1 import AppTest

from data.settings import CHECKOUT


def test_the_script_refuses_to_run_without_our_own_server() -> None:
    app = AppTest.from_file(str(CHECKOUT / "web" / "main.py"), default_timeout=30).run()
    assert [error.value for error in app.error] == [
        "Heard was not started by its own server. Start it with: python3 manage.py run"
    ]
    assert len(app.main) == 1
