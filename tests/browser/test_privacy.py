"""What a browser really does on our pages (E1): asks nobody else, keeps three cookies and nothing more."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

PAGES = ("/", "/esco/?q=sveising", "/personvern/", "/konto/login/", "/api/v1/docs", "/finnes-ikke")
COOKIES = {"normi_session", "normi_csrf", "normi_language"}
STORES = "async () => [Object.keys(localStorage), Object.keys(sessionStorage), (await indexedDB.databases()).length]"


def test_no_page_asks_another_site_or_keeps_more_than_three_cookies(page: Page, live_url: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))

    for address in PAGES:
        page.goto(live_url + address, wait_until="networkidle")

    assert len(asked) > len(PAGES)
    assert [url for url in asked if not url.startswith(f"{live_url}/")] == []
    assert {cookie["name"] for cookie in page.context.cookies()} <= COOKIES
    # A page without our scripts can look into the stores that the pages before it could not open.
    page.goto(f"{live_url}/healthz")
    assert page.evaluate(STORES) == [[], [], 0]


def test_without_the_closed_door_something_would_be_kept(page: Page, live_url: str) -> None:
    """The check above can fail: HTMX by itself notes the address of the page, search words included."""
    page.route("**/no-storage*.js", lambda route: route.abort())

    page.goto(f"{live_url}/esco/?q=sveising", wait_until="networkidle")
    page.goto(f"{live_url}/healthz")

    assert page.evaluate(STORES)[1] != []


def test_the_door_to_the_stores_is_closed_before_any_library_starts(page: Page, live_url: str) -> None:
    page.goto(live_url)

    for store in ("localStorage", "sessionStorage", "indexedDB"):
        refused = page.evaluate(f"(() => {{ try {{ window.{store}; return '' }} catch (e) {{ return e.name }} }})()")
        assert refused == "SecurityError", store
    assert page.evaluate("typeof htmx") == "object", "HTMX works without"


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_privacy_page_fits_and_has_no_fault_axe_can_find(
    page: Page, live_url: str, check_page: Callable[[Page], None], width: int, scheme: str
) -> None:
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    page.set_viewport_size({"width": width, "height": 900})

    page.goto(f"{live_url}/personvern/")

    assert page.evaluate("document.documentElement.scrollWidth") <= width
    check_page(page)
