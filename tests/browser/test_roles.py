"""Ticking what is usual in a role: by keyboard alone, with a script and without."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_journey import Keyboard, sign_up

CV = "Jobbet fem år som sykepleier på sengepost."
EMPTY = "Jeg liker å gå på tur."


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_skills_of_a_role_are_ticked_and_taken_back_by_keyboard(
    page: Page,
    live_url: str,
    scheme: str,
    mail: Callable[[str], str],
    new_address: Callable[[], str],
    check_page: Callable[[Page], None],
) -> None:
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    sign_up(page, live_url, new_address(), mail)
    keys = Keyboard(page)
    keys.write("Teksten din", CV)
    keys.press("Finn ferdighetene mine", role="button")
    page.wait_for_url("**/profil/tekst/**")
    role = page.locator("#roles article")
    expect(role.locator("input:checked")).to_have_count(0)
    check_page(page)

    first, second = (role.locator("label").nth(n).inner_text() for n in (0, 1))
    keys.press(first, role="input", key="Space")
    keys.press(second, role="input", key="Space")
    keys.press("Legg til de avkryssede", role="button")
    expect(role.locator(".role-had li")).to_have_count(2)
    expect(page.locator("#messages")).to_contain_text("2 ferdigheter")
    check_page(page)

    keys.press("Angre", role="button")
    expect(role.locator(".role-had li")).to_have_count(1)
    page.goto(f"{live_url}/profil/")
    evidence = page.locator("section[aria-labelledby=skills-heading] li.suggestion")
    expect(evidence).to_have_count(1)
    expect(evidence).to_contain_text("Vanlig i rollen sykepleier. Du krysset den av selv.")
    check_page(page)


def test_anyone_sees_what_is_usual_in_a_role(page: Page, live_url: str, check_page: Callable[[Page], None]) -> None:
    page.goto(live_url)
    for text, count in ((CV, 1), (EMPTY, 0)):
        page.locator("textarea").fill(text)
        page.get_by_role("button", name="Vis ferdighetene mine").click()
        expect(page.locator("#roles article")).to_have_count(count)
        check_page(page)


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_the_list_of_a_role_does_not_scroll_sideways(page: Page, live_url: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(live_url)
    page.locator("textarea").fill(CV)
    page.get_by_role("button", name="Vis ferdighetene mine").click()
    expect(page.locator("#roles article")).to_be_visible()

    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_a_role_is_ticked_without_javascript(
    page: Page,
    without_script: Callable[[str], Page],
    live_url: str,
    mail: Callable[[str], str],
    new_address: Callable[[], str],
) -> None:
    address = new_address()
    sign_up(page, live_url, address, mail)
    plain = without_script(address)
    plain.goto(f"{live_url}/profil/")
    plain.locator("textarea").fill(CV)
    plain.get_by_role("button", name="Finn ferdighetene mine").click()

    plain.locator("#roles input[type=checkbox]").first.check()
    plain.get_by_role("button", name="Legg til de avkryssede").click()

    expect(plain.locator(".role-had li")).to_have_count(1)
