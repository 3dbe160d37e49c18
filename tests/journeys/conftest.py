"""A real server on a database of its own, and a real Chromium with an empty profile."""

import os
import shutil
import threading
from pathlib import Path

import pytest
from werkzeug.serving import make_server

from accountability import create_app
from tests import databases

FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--hide-scrollbars",
]  # fmt: skip
PICTURES = Path(__file__).resolve().parents[2] / "docs/pictures"


class House:
    """The running platform: its application (for looking at the database) and its address."""

    def __init__(self, app, address):
        self.app, self.address = app, address


@pytest.fixture
def house(prepared, tmp_path):
    url = databases.copy(prepared, tmp_path)
    app = create_app(databases.settings(url, tmp_path, TESTING=False, SAMPLE=True, LIMITS_ON=True))
    server = make_server("127.0.0.1", 0, app, threaded=True)
    app.config["SITE_URL"] = address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield House(app, address)
    server.shutdown()
    thread.join(10)
    server.server_close()
    with app.app_context():
        databases.close()
    databases.drop(url)


@pytest.fixture(scope="session")
def chromium():
    path = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if not path:
        pytest.skip("no Chromium on this machine")
    sync_api = pytest.importorskip("playwright.sync_api")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def person(chromium, house):
    """Opens a browser of their own for somebody: their width, with or without JavaScript."""
    contexts = []

    def come(width=1280, *, script=True, dark=False):
        context = chromium.new_context(
            base_url=house.address, viewport={"width": width, "height": 800}, java_script_enabled=script,
            color_scheme="dark" if dark else "light",
        )  # fmt: skip
        context.set_default_timeout(15_000)
        contexts.append(context)
        return context.new_page()

    yield come
    for context in contexts:
        context.close()


@pytest.fixture
def picture():
    """Keeps a picture for the README when PICTURES=1."""

    def take(page, name):
        if os.environ.get("PICTURES") == "1":
            PICTURES.mkdir(exist_ok=True)
            page.screenshot(path=PICTURES / f"{name}.png", full_page=True)

    return take
