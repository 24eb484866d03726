"""A report, from choosing what it shows to taking the link back: by keyboard alone, narrow and wide, light and dark."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.test_journey import Keyboard, sign_up

CV = "Jobbet fem år som sykepleier på sengepost, hadde ansvar for medisinering og opplæring av nyansatte."


@pytest.mark.parametrize(("width", "scheme"), [(390, "dark"), (1280, "light")])
def test_a_report_is_chosen_shared_opened_checked_and_taken_back(
    page: Page,
    browser: Browser,
    live_url: str,
    tmp_path: Path,
    width: int,
    scheme: str,
    mail: Callable[[str], str],
    new_address: Callable[[], str],
    check_page: Callable[[Page], None],
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
    sign_up(page, live_url, new_address(), mail)
    keys = Keyboard(page)
    keys.write("Teksten din", CV)
    keys.press("Finn ferdighetene mine", role="button")
    page.wait_for_url("**/profil/tekst/**")
    page.locator("article form button").first.press("Enter")
    expect(page.locator("#counts")).to_contain_text("1 ferdighet")

    page.goto(f"{live_url}/rapport/")
    check_page(page)
    expect(page.get_by_label("E-post")).not_to_be_checked()
    keys.press("Se rapporten", role="button")
    page.wait_for_url("**/rapport/vis")
    expect(page.locator("article.report table")).to_have_count(1)
    fits(page, width)
    check_page(page)

    with page.expect_download() as download:
        keys.press("Last ned som PDF", role="button")
    file = tmp_path / "report.pdf"
    download.value.save_as(file)
    assert file.read_bytes().startswith(b"%PDF-")

    keys.press("Lag en lenke", role="button")
    address = page.locator("#address").input_value()
    check_page(page)

    reader = browser.new_page(locale="nn-NO", viewport={"width": width, "height": 900})
    reader.goto(address)
    check_page(reader)
    reader.get_by_role("button", name="Opne rapporten").press("Enter")
    expect(reader.locator("article.report")).to_be_visible()
    check_page(reader)
    reader.goto(f"{live_url}/rapport/kontroller/")
    reader.locator("input[type=file]").set_input_files(file)
    reader.get_by_role("button", name="Kontroller").press("Enter")
    expect(reader.locator("#verdict")).to_contain_text("Laga her")
    expect(reader.locator("#verdict")).to_contain_text("til siste bokstav")
    fits(reader, width)
    check_page(reader)

    page.goto(f"{live_url}/rapport/lenker/")
    expect(page.locator("main")).to_contain_text("åpnet 1 gang")
    check_page(page)
    keys.press("Trekk tilbake", role="button")
    expect(page.get_by_role("dialog")).to_contain_text("Dette kan ikke angres")
    check_page(page)
    keys.press("Ja, trekk den tilbake", role="button")
    expect(page.locator("main")).to_contain_text("trukket tilbake")
    response = reader.goto(address)
    assert response is not None
    assert response.status == 404
    check_page(reader)
    reader.close()


def fits(page: Page, width: int) -> None:
    assert page.evaluate("document.documentElement.scrollWidth") <= width
