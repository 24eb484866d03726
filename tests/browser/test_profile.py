"""From a text to levels, by keyboard alone on a phone: every page without a fault axe can find, none too wide."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_journey import CV, Keyboard, sign_up


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_levels_are_set_found_again_and_remembered(
    page: Page,
    live_url: str,
    mail: Callable[[str], str],
    new_address: Callable[[], str],
    check_page: Callable[[Page], None],
    scheme: str,
) -> None:
    page.set_viewport_size({"width": 390, "height": 800})
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    keys = Keyboard(page)

    def check(path: str = "") -> None:
        if path:
            page.goto(live_url + path)
        check_page(page)
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), page.url

    sign_up(page, live_url, new_address(), mail)
    check("/profil/niva")
    check("/profil/historikk")
    page.goto(live_url + "/profil/")
    keys.write("Teksten din", CV["nb"])
    keys.press("Finn ferdighetene mine", role="button")
    page.wait_for_url("**/profil/tekst/**")
    keys.press("Ja, denne er min", role="button")
    expect(page.locator("article.suggestion").first).to_contain_text("I profilen din")

    check("/profil/niva")
    page.locator("select").first.focus()
    page.keyboard.type("4")
    keys.press("Lagre", role="button")
    expect(page.get_by_role("status").or_(page.locator(".messages"))).to_contain_text(["1 nivå er lagret."])
    expect(page.locator("select").first).to_have_value("4")

    check("/profil/")
    skill = page.locator("section[aria-labelledby=skills-heading] li.suggestion h3 a, li.suggestion h4 a").first
    expect(page.locator(".standing").first).to_contain_text("Erfaren")
    skill.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/profil/ferdighet/**")
    check()
    expect(page.get_by_label("Erfaren")).to_be_checked()
    page.get_by_label("Mer av dette").focus()
    page.keyboard.press("Space")
    keys.write("Hvilket år brukte du den sist?", "2999")
    keys.press("Lagre", role="button")
    expect(page.locator(".ds-error-summary")).to_contain_text("Dette året har ikke kommet ennå.")
    expect(page.get_by_label("Mer av dette")).to_be_checked()
    check()
    keys.reach("Hvilket år brukte du den sist?", role="input")
    page.keyboard.press("Control+a")
    page.keyboard.insert_text("2021")
    keys.press("Lagre", role="button")
    expect(page.locator(".messages")).to_contain_text("Lagret.")

    check("/profil/historikk")
    expect(page.locator(".history-line .changes li")).to_have_text(
        ["Sist brukt: 2021", "Interesse: mer av dette", "Nivå: erfaren", "Lagt til i profilen"]
    )
