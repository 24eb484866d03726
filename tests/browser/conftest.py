"""
The whole product, started as anyone would start it, and a browser to use it with.

One server serves all browser tests; each test signs up people of its own, so tests need not know of each other.
"""

import contextlib
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from email import message_from_bytes, policy
from itertools import count
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

ROOT = Path(__file__).resolve().parents[2]
SECONDS_TO_START = 180
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PASSWORD = "en lang setning for tester"
QUIET = [
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-gpu",
    "--disable-quic",
]
_people = count(1)


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, object]:
    options = [*QUIET, "--no-sandbox"] if os.geteuid() == 0 or os.environ.get("NO_SANDBOX") else QUIET
    return {"executable_path": os.environ.get("CHROMIUM") or "/usr/bin/chromium", "args": options}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, object]) -> dict[str, object]:
    """A Norwegian browser, as most visitors have."""
    return browser_context_args | {"locale": "nb-NO"}


@pytest.fixture(scope="session")
def state(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("product")


@pytest.fixture(scope="session")
def live_url(state: Path) -> Iterator[str]:
    """The address of a running Normi with the classification that the project itself carries."""
    port = free_port()
    environment = os.environ | {"NORMI_STATE": str(state), "SITE_ADDRESS": f"http://localhost:{port}"}
    environment.pop("STATIC_STORAGE", None)
    with own_database(environment):
        command = [sys.executable, "-m", "normi.config.supervisor", "--port", str(port)]
        log = (state / "product.log").open("wb")
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
        try:
            wait_until_it_answers(f"http://localhost:{port}/healthz", process, state / "product.log")
            yield f"http://localhost:{port}"
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(timeout=30)
            log.close()


class own_database:
    """Where DATABASE_URL names a server, the product under test gets a database of its own on it."""

    def __init__(self, environment: dict[str, str]) -> None:
        self.environment = environment
        self.url = environment.get("DATABASE_URL", "")

    def __enter__(self) -> None:
        if self.url:
            parts = urlsplit(self.url)
            self._run("drop database if exists normi_browser_test", "create database normi_browser_test")
            self.environment["DATABASE_URL"] = urlunsplit(parts._replace(path="/normi_browser_test"))

    def __exit__(self, *_: object) -> None:
        if self.url:
            self._run("drop database if exists normi_browser_test with (force)")

    def _run(self, *statements: str) -> None:
        with psycopg.connect(self.url, autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until_it_answers(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    """Ask until there is an answer, or until the product has ended or used up its time."""
    deadline = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < deadline:
        with contextlib.suppress(urllib.error.URLError, ConnectionError, TimeoutError):
            urllib.request.urlopen(address, timeout=2).close()
            return
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(timeout=0.2)
            break
    pytest.fail(f"The product did not start:\n{log.read_text()[-4000:]}")


def eventually(check: Callable[[], bool], *, seconds: float = 45) -> bool:
    """Whether something that another process does comes true in time."""
    deadline, tick = time.monotonic() + seconds, threading.Event()
    while not check():
        if time.monotonic() > deadline:
            return False
        tick.wait(0.1)
    return True


@pytest.fixture
def page(page: Page, live_url: str) -> Page:
    page.set_default_timeout(15_000)
    return page


@pytest.fixture
def mail(state: Path) -> Callable[[str], str]:
    """The text of the newest e-mail to an address."""

    def newest(address: str) -> str:
        for path in sorted((state / "mailbox").glob("*"), key=lambda p: p.stat().st_mtime_ns, reverse=True):
            message = message_from_bytes(path.read_bytes(), policy=policy.default)
            if address in str(message["To"]):
                body = message.get_body(("plain",))
                return body.get_content() if body else ""
        raise AssertionError(f"no e-mail to {address}")

    return newest


@pytest.fixture
def new_address() -> Callable[[], str]:
    return lambda: f"person{next(_people)}@example.no"


def code_or_link(text: str) -> str:
    """What the e-mail asks the reader to use."""
    found = re.search(r"https?://\S+", text)
    assert found, text
    return found.group()


@pytest.fixture
def check_page() -> Callable[[Page], None]:
    """Fail on anything axe finds, with its own words."""

    def check(page: Page) -> None:
        results = Axe().run(page, options={"runOnly": RULES})
        assert results.violations_count == 0, f"{page.url}\n{results.generate_report()}"

    return check


@pytest.fixture
def without_script(browser: Browser, live_url: str) -> Iterator[Callable[[str], Page]]:
    """A browser that runs no script, logged in as whoever has the address."""
    with contextlib.closing(browser.new_context(java_script_enabled=False, locale="nb-NO")) as context:

        def opened(address: str) -> Page:
            page = context.new_page()
            page.goto(f"{live_url}/konto/login/")
            page.locator("input[type=email]").first.fill(address)
            page.locator("input[type=password]").first.fill(PASSWORD)
            page.locator("input[type=password]").first.press("Enter")
            page.wait_for_url(lambda url: "/login/" not in url)
            return page

        yield opened
