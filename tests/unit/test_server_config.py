"""What the shipped configuration says, line by line: each of these was measured or asked for."""

import tomllib

import pytest

from data.settings import CHECKOUT

SHIPPED = {
    "server.address": "127.0.0.1",
    "server.headless": True,
    "server.fileWatcherType": "none",
    "server.enableCORS": True,
    "server.enableXsrfProtection": True,
    "server.enableStaticServing": False,
    "server.enableAgentApi": False,
    "server.maxUploadSize": 5,
    "server.maxMessageSize": 20,
    "server.maxWidgetStateSize": 2,
    "browser.gatherUsageStats": False,
    "client.showErrorDetails": "none",
    "client.toolbarMode": "minimal",
    "logger.enableRich": False,
    "runner.postScriptGC": False,
    "theme.backgroundColor": "#FFFDF7",
    "theme.textColor": "#1B2A3A",
    "theme.primaryColor": "#12436D",
}
CONFIG = tomllib.loads((CHECKOUT / ".streamlit" / "config.toml").read_text("utf-8"))


@pytest.mark.parametrize("name", SHIPPED)
def test_the_configuration_is_as_shipped(name: str) -> None:
    section, _, option = name.partition(".")
    assert CONFIG[section][option] == SHIPPED[name]


def test_a_session_that_lost_its_browser_is_forgotten_soon() -> None:
    assert CONFIG["server"]["disconnectedSessionTTL"] <= 120
