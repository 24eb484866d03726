"""A CV from the disk to the profile, by keyboard alone, on a phone and on a desk, with a script and without."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_journey import Keyboard, sign_up
from tests.normi import curricula

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FILES = {
    "word": {"name": "cv.docx", "mimeType": WORD, "buffer": curricula.word(curricula.NURSE)},
    "pdf": {"name": "cv.pdf", "mimeType": "application/pdf", "buffer": curricula.printed(curricula.NURSE)},
}


@pytest.mark.parametrize(
    ("kind", "width", "scheme"), [("word", 390, "light"), ("pdf", 1280, "dark")], ids=["phone", "desk"]
)
def test_a_cv_is_fetched_in_by_keyboard(
    page: Page,
    live_url: str,
    kind: str,
    width: int,
    scheme: str,
    mail: Callable[[str], str],
    new_address: Callable[[], str],
    check_page: Callable[[Page], None],
) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    sign_up(page, live_url, new_address(), mail)
    page.goto(f"{live_url}/profil/hent-inn/")
    check_page(page)
    keys = Keyboard(page)
    keys.reach("Filen din")
    page.locator("input[type=file]").set_input_files(FILES[kind])
    keys.press("Les filen", role="button")

    page.wait_for_url("**/profil/hent-inn/se-over", timeout=60_000)
    expect(page.get_by_label("Sykepleier, St. Olavs hospital", exact=True)).to_be_checked()
    expect(page.get_by_label("Telefonnummeret også")).not_to_be_checked()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    check_page(page)

    keys.press("Butikkmedarbeider, Rema 1000", role="input", key="Space")
    keys.press("Legg dette i profilen min", role="button")
    page.wait_for_url("**/profil/tekst/**", timeout=60_000)
    expect(page.locator("#messages")).to_contain_text("nye i profilen din")
    page.goto(f"{live_url}/profil/erfaring/")
    expect(page.locator("main")).to_contain_text("Orkdal kommune")
    expect(page.locator("main")).not_to_contain_text("Rema 1000")


def test_a_file_that_cannot_be_read_is_answered_where_the_person_is(
    page: Page,
    live_url: str,
    mail: Callable[[str], str],
    new_address: Callable[[], str],
    check_page: Callable[[Page], None],
) -> None:
    sign_up(page, live_url, new_address(), mail)
    page.goto(f"{live_url}/profil/hent-inn/")
    scanned = {"name": "cv.pdf", "mimeType": "application/pdf", "buffer": curricula.blank_pages(1)}
    page.locator("input[type=file]").set_input_files(scanned)
    page.get_by_role("button", name="Les filen").click()
    expect(page.locator("#messages")).to_contain_text("tekstgjenkjenning", timeout=60_000)
    check_page(page)


def test_a_cv_is_fetched_in_without_javascript(
    page: Page,
    without_script: Callable[[str], Page],
    live_url: str,
    mail: Callable[[str], str],
    new_address: Callable[[], str],
) -> None:
    address = new_address()
    sign_up(page, live_url, address, mail)
    plain = without_script(address)
    plain.goto(f"{live_url}/profil/hent-inn/")
    plain.locator("input[type=file]").set_input_files(FILES["word"])
    plain.get_by_role("button", name="Les filen").click(timeout=60_000)
    plain.get_by_role("button", name="Legg dette i profilen min").click(timeout=60_000)
    plain.wait_for_url("**/profil/tekst/**", timeout=60_000)
