"""Our small scripts on staff pages, as files: the page's policy allows no inline script."""

from pathlib import Path
from typing import Any

import streamlit as st
from streamlit.components.v2.get_bidi_component_manager import get_bidi_component_manager
from streamlit.components.v2.manifest_scanner import ComponentConfig, ComponentManifest

_FOLDER = Path(__file__).parent / "scripts"
_NAMES = ("quote", "top")
_MANIFEST = ComponentManifest(
    name="heard_staff",
    version="1",
    components=[ComponentConfig(name=name, asset_dir=_FOLDER.name) for name in _NAMES],
)


def run_script(name: str, **data: Any) -> None:
    """Put `scripts/<name>.js` on the page, with what it needs to know; once a run and name."""
    known = get_bidi_component_manager()
    if known.get(f"heard_staff.{name}") is None:
        known.register_from_manifest(_MANIFEST, _FOLDER.parent)
    script = st.components.v2.component(f"heard_staff.{name}", js=f"{name}.js")
    script(key=f"script-{name}", data=data)


def begin_at_top(view: str) -> None:
    """Go to the top when `view` is another than in the run before, the focus on its heading."""
    moved = st.session_state.get("view", view) != view
    st.session_state["view"] = view
    run_script("top", view=view, moved=moved)
