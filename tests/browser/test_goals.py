"""From an empty profile to a goal, its gap and the next steps: by keyboard alone, and without a script."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_journey import Keyboard, sign_up

PAGES = ("maal/", "maal/laer/", "maal/naer/", "maal/to-ferdigheter/", "maal/lagt-bort/", "rolle/?q=sykepleier")
WIDTHS = (320, 390, 1280)


def choose(page: Page, live_url: str, word: str) -> str:
    """Search for a role, choose the first as a goal, and answer the address of its gap."""
    keys = Keyboard(page)
    page.goto(f"{live_url}/rolle/")
    keys.write("Søk etter en rolle", word)
    keys.press("Søk", role="button")
    page.wait_for_url("**/rolle/?q=*")
    keys.press(word, role="a")
    page.wait_for_url("**/rolle/occupation/*")
    keys.press("Velg som mål", role="button")
    page.wait_for_url("**/maal/")
    return page.get_by_role("link", name=word, exact=True).first.get_attribute("href") or ""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_goal_is_chosen_moved_and_taken_away_by_keyboard(
    page: Page,
    live_url: str,
    scheme: str,
    mail: Callable[[str], str],
    new_address: Callable[[], str],
    check_page: Callable[[Page], None],
) -> None:
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    sign_up(page, live_url, new_address(), mail)
    page.goto(f"{live_url}/maal/")
    expect(page.get_by_text("Ingen mål ennå")).to_be_visible()
    check_page(page)

    gap = choose(page, live_url, "sykepleier")
    choose(page, live_url, "tømrer")
    goals = page.locator("section[aria-labelledby=goals-heading] ol h3")
    expect(goals).to_have_text(["sykepleier", "tømrer"])

    keys = Keyboard(page)
    keys.press("Flytt opp", role="button")
    expect(goals).to_have_text(["tømrer", "sykepleier"])
    keys.press("Fjern", role="button")
    expect(goals).to_have_text(["sykepleier"])
    check_page(page)
    keys.press("Angre", role="button")
    expect(goals).to_have_text(["tømrer", "sykepleier"])

    for address in (*PAGES, gap.lstrip("/"), gap.lstrip("/").removeprefix("maal/")):
        page.goto(f"{live_url}/{address}")
        for summary in page.locator("main details > summary").all():
            summary.click()
        check_page(page)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 800})
            assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), (address, width)


def test_advice_is_put_away_and_brought_back_without_javascript(
    page: Page,
    without_script: Callable[[str], Page],
    live_url: str,
    mail: Callable[[str], str],
    new_address: Callable[[], str],
) -> None:
    address = new_address()
    sign_up(page, live_url, address, mail)
    plain = without_script(address)

    plain.goto(live_url)
    advice = plain.locator("#advice li", has_text="Velg et mål")
    advice.get_by_role("button").click()
    expect(plain.locator("#messages")).to_contain_text("Lagt bort")
    expect(advice).to_have_count(0)
    plain.goto(f"{live_url}/maal/lagt-bort/")
    plain.get_by_role("button", name="Hent tilbake").click()
    expect(plain.locator("#messages")).to_contain_text("Rådet er tilbake")
    plain.goto(live_url)
    expect(advice).to_have_count(1)


def test_anyone_sees_what_a_role_asks_for(page: Page, live_url: str, check_page: Callable[[Page], None]) -> None:
    page.goto(f"{live_url}/rolle/?q=sykepleier")
    page.get_by_role("link", name="sykepleier", exact=True).click()

    expect(page.get_by_role("heading", level=1)).to_have_text("sykepleier")
    expect(page.locator("section[aria-labelledby=essential-heading] li").first).to_be_visible()
    expect(page.get_by_text("poeng")).to_have_count(0)
    check_page(page)
