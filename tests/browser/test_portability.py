"""A profile is taken away and erased by keyboard alone, on pages that fit a phone and have no fault axe can find."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_journey import Keyboard, sign_up


@pytest.mark.parametrize(("width", "scheme"), [(390, "dark"), (1280, "light"), (390, "light"), (1280, "dark")])
def test_a_profile_is_taken_away_and_erased_by_keyboard(
    page: Page,
    live_url: str,
    width: int,
    scheme: str,
    mail: Callable[[str], str],
    new_address: Callable[[], str],
    check_page: Callable[[Page], None],
) -> None:
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    page.set_viewport_size({"width": width, "height": 900})
    address = new_address()
    sign_up(page, live_url, address, mail)
    keys = Keyboard(page)
    page.goto(f"{live_url}/profil/kontakt/")
    keys.write("Navn", "Kari Nordmann")
    keys.press("Lagre", role="button")
    expect(page.get_by_text("Det er lagret.")).to_be_visible()

    page.goto(f"{live_url}/profil/ta-med/")
    fits(page, width)
    check_page(page)
    with page.expect_download() as waiting:
        keys.press("Last ned")
    saved = json.loads(Path(waiting.value.path()).read_text(encoding="utf-8"))
    assert waiting.value.suggested_filename == "normi-profile.json"
    assert saved["person"] == {"name": "Kari Nordmann", "email": address}

    keys.press("Slett profilen")
    page.wait_for_url("**/profil/slett-profilen/")
    fits(page, width)
    check_page(page)
    keys.press("Slett profilen nå", role="button")
    expect(page.get_by_role("group", name="Noe må rettes først")).to_be_visible()
    check_page(page)
    keys.reach("Skriv ordet «slett»", role="input")
    page.keyboard.insert_text("slett")
    keys.press("Slett profilen nå", role="button")
    page.wait_for_url("**/profil/")
    expect(page.get_by_text("Profilen din er slettet.")).to_be_visible()

    page.goto(f"{live_url}/profil/slett-profilen/")
    expect(page.get_by_role("heading", name="Det er ikke noe å slette")).to_be_visible()
    fits(page, width)
    check_page(page)


def fits(page: Page, width: int) -> None:
    assert page.evaluate("document.documentElement.scrollWidth") <= width
