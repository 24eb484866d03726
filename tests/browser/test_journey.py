"""The main journey, by keyboard alone, in two languages; and every page without a fault axe can find."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PASSWORD, code_or_link

CV = {
    "nb": "Jobbet fem år som sykepleier på sengepost, hadde ansvar for medisinering og opplæring av nyansatte. "
    "Jeg har også drevet prosjektledelse og kundebehandling.",
    "en": "Five years as a nurse on a ward. I administered medication, trained new employees "
    "and did project management.",
}
WORDS = {
    "nb": {
        "language": "Bokmål",
        "text": "Teksten din",
        "show": "Vis ferdighetene mine",
        "register": "Registrer deg",
        "find": "Finn ferdighetene mine",
        "yes": "Ja, denne er min",
        "not me": "Ikke meg",
        "undo": "Angre",
        "mine": "I profilen din",
        "others": "Handler ikke om deg",
        "profile": "Min profil",
        "remove": "Fjern",
    },
    "en": {
        "language": "English",
        "text": "Your text",
        "show": "Show my skills",
        "register": "Register",
        "find": "Find my skills",
        "yes": "Yes, this is mine",
        "not me": "Not me",
        "undo": "Undo",
        "mine": "In your profile",
        "others": "Not about you",
        "profile": "My profile",
        "remove": "Remove",
    },
}


class Keyboard:
    """A person who uses no mouse: moves with Tab, presses what has focus."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def reach(self, name: str, *, role: str = "", most: int = 150) -> None:
        """Tab until the focused element's accessible name starts with `name`."""
        for _ in range(most):
            self.page.keyboard.press("Tab")
            found = self.page.evaluate(FOCUSED)
            if found["name"].startswith(name) and role in ("", found["role"]):
                return
        raise AssertionError(f"{name!r} cannot be reached with Tab on {self.page.url}")

    def press(self, name: str, *, role: str = "", key: str = "Enter") -> None:
        self.reach(name, role=role)
        self.page.keyboard.press(key)

    def write(self, name: str, text: str) -> None:
        self.reach(name)
        self.page.keyboard.insert_text(text)


FOCUSED = """() => {
  const el = document.activeElement;
  if (!el) return {name: "", role: ""};  // the page is being replaced
  const label = el.labels && el.labels.length ? el.labels[0].innerText : "";
  const name = el.getAttribute("aria-label") || label || el.innerText || el.value || "";
  return {name: name.trim(), role: el.tagName.toLowerCase()};
}"""


def sign_up(page: Page, live_url: str, address: str, mail: Callable[[str], str]) -> None:
    """A new person, from the form to the profile page, without a mouse."""
    page.goto(f"{live_url}/konto/signup/")
    for field, text in (("email", address), ("password", PASSWORD)):
        page.locator(f"input[type={field}]").first.focus()
        page.keyboard.insert_text(text)
    page.locator("input[type=checkbox]").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    page.wait_for_url("**/confirm-email/**")
    page.goto(code_or_link(mail(address)))
    page.locator("main form button[type=submit]").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/profil/")


@pytest.mark.parametrize("lang", ["nb", "en"])
def test_from_a_text_to_a_profile_by_keyboard(
    page: Page,
    live_url: str,
    lang: str,
    mail: Callable[[str], str],
    new_address: Callable[[], str],
    check_page: Callable[[Page], None],
) -> None:
    words, keys = WORDS[lang], Keyboard(page)
    page.goto(live_url)
    keys.press(words["language"], role="button")
    expect(page.locator("html")).to_have_attribute("lang", lang)

    keys.write(words["text"], CV[lang])
    keys.press(words["show"], role="button")
    expect(page.locator("#result mark.proof").first).to_be_visible()
    check_page(page)

    sign_up(page, live_url, new_address(), mail)
    check_page(page)
    keys.write(words["text"], CV[lang])
    keys.press(words["find"], role="button")
    page.wait_for_url("**/profil/tekst/**")
    expect(page.locator("article.suggestion").nth(1)).to_be_visible()
    check_page(page)

    first, second = (page.locator("article.suggestion").nth(n) for n in (0, 1))
    keys.press(words["yes"], role="button")
    expect(first).to_contain_text(words["mine"])
    keys.press(words["not me"], role="button")
    expect(second).to_contain_text(words["others"])
    expect(second).to_be_focused()
    keys.press(words["undo"], role="button")
    expect(second).to_contain_text(words["yes"])
    check_page(page)

    page.goto(f"{live_url}/profil/")
    expect(page.locator("section[aria-labelledby=skills-heading] li.suggestion")).to_have_count(1)
    keys.press(words["remove"], role="button")
    expect(page.locator("section[aria-labelledby=skills-heading] li.suggestion")).to_have_count(0)
    keys.press(words["undo"], role="button")
    expect(page.locator("section[aria-labelledby=skills-heading] li.suggestion")).to_have_count(1)


OPEN_PAGES = [
    "/",
    "/esco/",
    "/esco/?q=sykepleier",
    "/esco/?q=xqzxqz",
    "/personvern/",
    "/api/v1/docs",
    "/konto/login/",
    "/konto/signup/",
    "/konto/password/reset/",
    "/meldinger/postkasse/",
    "/finnes-ikke",
]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", OPEN_PAGES)
def test_axe_finds_nothing_and_nothing_leaves_the_machine(
    page: Page, live_url: str, path: str, scheme: str, check_page: Callable[[Page], None]
) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]

    page.goto(live_url + path)

    check_page(page)
    assert [url for url in asked if not url.startswith((live_url, "data:"))] == []
    assert {cookie["name"] for cookie in page.context.cookies()} <= {"normi_session", "normi_csrf", "normi_language"}


@pytest.mark.parametrize("width", [320, 390, 768, 1280, 1600])
def test_no_page_scrolls_sideways(page: Page, live_url: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    for path in OPEN_PAGES:
        page.goto(live_url + path)
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), f"{path} at {width}"


def test_the_journey_works_without_javascript(browser: object, live_url: str, state: Path) -> None:
    context = browser.new_context(java_script_enabled=False, locale="nb-NO")  # type: ignore[attr-defined]
    page = context.new_page()
    page.goto(live_url)

    page.locator("textarea").fill(CV["nb"])
    page.get_by_role("button", name=WORDS["nb"]["show"]).click()

    expect(page.locator("#result mark.proof").first).to_be_visible()
    context.close()
