"""The child's page: our own component, drawn with the child's place.

The component (`door/door.js`) keeps the words and sends them to `/answer`; what comes back here
over Streamlit's websocket is only the wish to be drawn again.
"""

from typing import Any

import streamlit as st
from streamlit.components.v2.get_bidi_component_manager import get_bidi_component_manager
from streamlit.components.v2.manifest_scanner import ComponentConfig, ComponentManifest

from surveys.pages import DOOR, DOOR_ASSETS

_MANIFEST = ComponentManifest(
    name="heard", version="1", components=[ComponentConfig(name=DOOR, asset_dir=DOOR_ASSETS.name)]
)


@st.cache_resource(show_spinner=False)
def _door() -> Any:
    """The component, its script and styles as files: the page's policy allows no inline script.

    Streamlit knows file-backed components of installed packages; this registers our own folder
    the same way. `tests/browser` fails where an upgrade of Streamlit changes it.
    """
    get_bidi_component_manager().register_from_manifest(_MANIFEST, DOOR_ASSETS.parent)
    return st.components.v2.component(
        f"heard.{DOOR}", js="door.js", css="door.css", isolate_styles=False
    )


def draw(page: dict[str, Any]) -> None:
    """Draw a page (`drawn.page_of`)."""
    st.set_page_config(page_title=page["title"], layout="centered")
    _door()(key="door", data=page, on_nav_change=_pressed)


def asked_for_this_run() -> bool:
    """Whether the page itself asked for this run, by a press of one of its buttons."""
    return bool(st.session_state.pop("heard_pressed", False))


def _pressed() -> None:
    """Called by Streamlit before a run that the component's trigger caused."""
    st.session_state["heard_pressed"] = True
