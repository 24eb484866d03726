"""A working life by keyboard alone: an entry is added, read, ticked and deleted, and a picture is cut."""

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser.test_journey import Keyboard, sign_up

STORY = "Jobbet på sengepost, med ansvar for medisinering og opplæring av nyansatte."


@pytest.fixture
def portrait(tmp_path: Path) -> Path:
    file = tmp_path / "meg.jpg"
    picture = Image.new("RGB", (900, 600), "teal")
    picture.paste("orange", (300, 100, 600, 500))
    picture.save(file, "JPEG")
    return file


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_an_entry_is_told_read_and_deleted_by_keyboard(
    page: Page,
    live_url: str,
    scheme: str,
    mail: Callable[[str], str],
    new_address: Callable[[], str],
    check_page: Callable[[Page], None],
) -> None:
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
    sign_up(page, live_url, new_address(), mail)
    page.goto(f"{live_url}/profil/erfaring/")
    check_page(page)
    keys = Keyboard(page)
    keys.press("Legg til erfaring")
    page.wait_for_url("**/profil/erfaring/ny")
    check_page(page)

    keys.write("Fra", "2020")
    keys.write("Til", "2019")
    keys.press("Lagre", role="button")
    expect(page.get_by_role("group", name="Noe må rettes først")).to_contain_text("Slutten kommer før starten")
    check_page(page)
    keys.reach("Hva du var", role="input")
    page.keyboard.insert_text("Sykepleier")
    keys.reach("Til", role="input")
    page.keyboard.press("Control+a")
    page.keyboard.press("Delete")
    keys.write("Med egne ord", STORY)
    keys.press("Lagre", role="button")
    page.wait_for_url("**/profil/erfaring/?vis=experience-*")
    entry = page.locator(".entry", has_text="Sykepleier")
    expect(entry).to_contain_text(STORY)
    check_page(page)

    keys.press("Finn ferdighetene i denne teksten", role="button")
    page.wait_for_url("**/profil/tekst/**")
    keys.press("Ja, denne er min", role="button")
    expect(page.locator("#counts")).to_contain_text("1 ferdighet")
    page.goto(f"{live_url}/profil/erfaring/")
    expect(entry.locator(".chips li")).to_have_count(1)
    check_page(page)

    keys.press("Endre", role="a")
    page.wait_for_url("**/profil/erfaring/*/")
    keys.press("Slett", role="button")
    check_page(page)
    keys.press("Slett", role="button")
    expect(page.locator("#messages")).to_contain_text("Det er slettet.")
    expect(entry).to_have_count(0)


@pytest.mark.parametrize("width", [390, 1280])
def test_a_picture_is_chosen_cut_and_taken_away(
    page: Page,
    live_url: str,
    width: int,
    portrait: Path,
    mail: Callable[[str], str],
    new_address: Callable[[], str],
    check_page: Callable[[Page], None],
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    sign_up(page, live_url, new_address(), mail)
    page.goto(f"{live_url}/profil/bilde/")
    expect(page.locator("canvas")).to_be_hidden()
    page.get_by_label("Bilde", exact=True).set_input_files(portrait)
    expect(page.get_by_role("img", name="Den delen av bildet som blir lagret")).to_be_visible()
    page.get_by_label("Hvor nært").fill("300")
    check_page(page)

    page.get_by_role("button", name="Lagre bildet").click()

    expect(page.locator("#messages")).to_contain_text("Bildet ditt er lagret.")
    kept = Image.open(io.BytesIO(page.request.get(f"{live_url}/profil/bilde/fil").body()))
    assert kept.size == (200, 200)
    assert kept.getpixel((100, 100))[0] > 200  # type: ignore[index]
    check_page(page)
    page.get_by_role("button", name="Slett bildet").click()
    page.locator("dialog[open]").get_by_role("button", name="Slett bildet").click()
    expect(page.locator("#messages")).to_contain_text("Bildet ditt er slettet.")
    expect(page.locator("main img")).to_have_count(0)


def test_contact_details_are_told_and_forgotten(
    page: Page,
    live_url: str,
    mail: Callable[[str], str],
    new_address: Callable[[], str],
    check_page: Callable[[Page], None],
) -> None:
    page.emulate_media(reduced_motion="reduce")
    sign_up(page, live_url, new_address(), mail)
    page.goto(f"{live_url}/profil/kontakt/")
    check_page(page)
    page.get_by_label("Navn").fill("Kari Nordmann")
    page.get_by_role("button", name="Lagre").click()
    expect(page.locator(".portrait")).to_contain_text("KN")

    page.goto(f"{live_url}/profil/kontakt/")
    page.get_by_role("button", name="Slett kontaktopplysningene").click()
    check_page(page)
    page.locator("dialog[open]").get_by_role("button", name="Slett").click()
    expect(page.locator("main")).not_to_contain_text("Kari Nordmann")
