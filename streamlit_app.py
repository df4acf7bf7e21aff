"""The server, started by `streamlit run streamlit_app.py` (or `python3 manage.py run`).

Streamlit finds `app` and serves it: the Streamlit script in `web/main.py`, our own routes
beside it in the same process, and our middleware round both. Only wiring lives here.
"""

import streamlit as st
from streamlit.runtime import app_session
from streamlit.runtime.pages_manager import PagesManager

from web import server
from web.once import worked_out_once

# Streamlit would offer every file in a folder `pages` beside the script as a page, to anybody.
# `web/pages` holds modules that `web/main.py` draws for those who may see them.
PagesManager.uses_pages_directory = False
for _name in ("_populate_theme_msg", "_populate_config_msg"):
    setattr(app_session, _name, worked_out_once(getattr(app_session, _name)))
server.open_or_exit()

app = st.App(
    "web/main.py",
    routes=server.routes(),
    middleware=server.middleware(),
    lifespan=server.lifespan,
    exception_handlers={Exception: server.failed},
)
