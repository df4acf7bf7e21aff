"""The server, started by `streamlit run streamlit_app.py` (or `python3 manage.py run`).

Streamlit finds `app` and serves it: the Streamlit script in `web/main.py`, our own routes
beside it in the same process, and our middleware round both. Only wiring lives here.
"""

import streamlit as st
from streamlit import delta_generator
from streamlit.runtime import app_session
from streamlit.runtime.pages_manager import PagesManager

from web import server
from web.once import told_together, worked_out_once
from web.pages import fault

# Streamlit would offer every file in a folder `pages` beside the script as a page, to anybody.
# `web/pages` holds modules that `web/main.py` draws for those who may see them.
PagesManager.uses_pages_directory = False
for _name in ("_populate_theme_msg", "_populate_config_msg"):
    setattr(app_session, _name, worked_out_once(getattr(app_session, _name)))
# It is run by `streamlit run`: finding that out costs the first child a fifth of a second.
delta_generator._use_warning_has_been_displayed = True
app_session.AppSession._call_soon_on_event_loop = told_together(  # type: ignore[assignment, method-assign]
    app_session.AppSession._call_soon_on_event_loop
)
server.open_or_exit()

app = st.App(
    "web/main.py",
    routes=server.routes(),
    middleware=server.middleware(),
    lifespan=server.lifespan,
    on_script_error=fault.show,
    exception_handlers={Exception: server.failed},
)
