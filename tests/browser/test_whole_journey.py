"""A whole journey by keyboard on a phone: two CVs in, skills, levels, a goal, a report, all of it out and in again."""

import re
from collections.abc import Callable, Mapping
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.test_goals import choose
from tests.browser.test_imports import FILES
from tests.browser.test_journey import Keyboard, sign_up
from tests.normi import curricula

WISHED = 15
MORE = """Tilleggsord om meg
Hadde ansvar for pasientopplæring, kundebehandling, prosjektledelse, budsjett, sårstell, førstehjelp og regnskap.
Erfaring med undervisning, kvalitetssikring, smittevern, konflikthåndtering, rengjøring, matlaging og salg.
Behersker regneark, tekstbehandling, Java, Python, norsk, engelsk, tysk og fransk.
"""


def fetch(page: Page, live_url: str, file: Mapping[str, str | bytes]) -> None:
    """A CV from the disk to the suggestions in it."""
    keys = Keyboard(page)
    page.goto(f"{live_url}/profil/hent-inn/")
    keys.reach("Filen din")
    page.locator("input[type=file]").set_input_files(file)  # type: ignore[arg-type]
    keys.press("Les filen", role="button")
    page.wait_for_url("**/profil/hent-inn/se-over", timeout=60_000)
    keys.press("Legg dette i profilen min", role="button")
    page.wait_for_url("**/profil/tekst/**", timeout=60_000)


def accept_all(page: Page) -> None:
    """Say yes to what waits for an answer, one by one."""
    yes = page.get_by_role("button", name="Ja, denne er min")
    while waiting := yes.count():
        yes.first.press("Enter")
        expect(yes).not_to_have_count(waiting)


def saved(page: Page, live_url: str, path: Path) -> bytes:
    """The whole profile as a file."""
    page.goto(f"{live_url}/profil/ta-med/")
    with page.expect_download() as waiting:
        Keyboard(page).press("Last ned")
    waiting.value.save_as(path)
    return path.read_bytes()


def test_from_two_cvs_to_an_identical_profile(
    page: Page,
    live_url: str,
    tmp_path: Path,
    mail: Callable[[str], str],
    new_address: Callable[[], str],
    check_page: Callable[[Page], None],
) -> None:
    page.set_viewport_size({"width": 390, "height": 800})
    sign_up(page, live_url, new_address(), mail)
    keys = Keyboard(page)

    printed = {"name": "cv.pdf", "mimeType": "application/pdf", "buffer": curricula.printed(curricula.NURSE + MORE)}
    for file in (FILES["word"], printed):
        fetch(page, live_url, file)
        accept_all(page)
    page.goto(f"{live_url}/profil/")
    check_page(page)

    page.goto(f"{live_url}/profil/niva")
    levels = page.locator("select")
    assert levels.count() >= WISHED
    for number in range(WISHED):
        levels.nth(number).focus()
        page.keyboard.type(str(1 + number % 5))
    keys.press("Lagre", role="button")
    expect(page.locator(".messages")).to_contain_text(f"{WISHED} nivåer er lagret")

    gap = choose(page, live_url, "sykepleier")
    page.goto(live_url + gap)
    expect(page.locator("main")).to_contain_text("poeng")
    check_page(page)
    page.goto(f"{live_url}/maal/laer/")
    expect(page.locator("main ol li, main tbody tr").first).to_be_visible()
    check_page(page)

    page.goto(f"{live_url}/rapport/")
    keys.press("Se rapporten", role="button")
    page.wait_for_url("**/rapport/vis")
    with page.expect_download() as report:
        keys.press("Last ned som PDF", role="button")
    assert Path(report.value.path()).read_bytes().startswith(b"%PDF-")

    before = saved(page, live_url, tmp_path / "before.json")
    page.goto(f"{live_url}/profil/slett-profilen/")
    keys.write("Skriv ordet «slett»", "slett")
    keys.press("Slett profilen nå", role="button")
    page.wait_for_url("**/profil/")
    page.goto(f"{live_url}/profil/niva")
    expect(levels).to_have_count(0)

    page.goto(f"{live_url}/profil/hent-inn/")
    keys.reach("Filen din")
    page.locator("input[type=file]").set_input_files(tmp_path / "before.json")
    keys.press("Les filen", role="button")
    page.wait_for_url("**/profil/hent-inn/se-over", timeout=60_000)
    check_page(page)
    keys.press("Legg dette i profilen min", role="button")
    page.wait_for_url(re.compile(r"/profil/(?!hent-inn)"), timeout=60_000)
    assert saved(page, live_url, tmp_path / "after.json") == before
