"""A passkey in a real browser, with a device of software behind it: added, used to log in, and stopped half-way."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import CDPSession, Page, expect

from tests.browser.conftest import PASSWORD, code_or_link

PHONE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}
ACCOUNT_PAGES = (
    "",
    "email/",
    "password/change/",
    "2fa/",
    "2fa/webauthn/",
    "2fa/webauthn/add/",
    "2fa/totp/activate/",
    "2fa/recovery-codes/",
    "2fa/recovery-codes/generate/",
    "sessions/",
    "tilgangsnokler/",
    "tilgangsnokler/ny/",
    "slett/",
    "logout/",
)


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, object]) -> dict[str, object]:
    return browser_context_args | {"locale": "nb-NO"}


@pytest.fixture
def phone(page: Page) -> Iterator[tuple[CDPSession, str]]:
    """A device that keeps passkeys and says yes when asked, plugged into the browser."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    made = session.send("WebAuthn.addVirtualAuthenticator", {"options": PHONE})
    yield session, made["authenticatorId"]
    session.detach()


def sign_up(page: Page, live_url: str, address: str, mail: Callable[[str], str]) -> None:
    page.goto(f"{live_url}/konto/signup/")
    page.get_by_label("E-post").fill(address)
    page.get_by_label("Passord").fill(PASSWORD)
    page.get_by_label("Jeg har fylt 18 år").check()
    page.locator("main").get_by_role("button", name="Lag en konto").click()
    expect(page.get_by_role("heading", name="Sjekk e-posten din")).to_be_visible()
    page.goto(code_or_link(mail(address)))
    page.get_by_role("button", name="Ja, den er min").click()
    expect(page.get_by_text(f"{address} er bekreftet.")).to_be_visible()


def add_passkey(page: Page, live_url: str, name: str) -> None:
    page.goto(f"{live_url}/konto/2fa/webauthn/add/")
    if page.get_by_role("heading", name="Bekreft at det er deg").is_visible():
        page.get_by_label("Passord").fill(PASSWORD)
        page.get_by_role("button", name="Gå videre").click()
    page.get_by_label("Navn").fill(name)
    page.locator("main").get_by_role("button", name="Legg til en passnøkkel").click()


def log_out(page: Page) -> None:
    page.get_by_role("button", name="Logg ut").first.click()
    expect(page.get_by_role("link", name="Logg inn")).to_be_visible()


def test_a_passkey_is_added_and_opens_the_account_without_a_password(
    page: Page,
    live_url: str,
    mail: Callable[[str], str],
    new_address: Callable[[], str],
    phone: tuple[CDPSession, str],
    check_page: Callable[[Page], None],
) -> None:
    address = new_address()
    faults: list[str] = []
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    sign_up(page, live_url, address, mail)

    add_passkey(page, live_url, "Telefonen min")
    expect(page.get_by_role("heading", name="Reservekoder")).to_be_visible()
    check_page(page)
    for path in ACCOUNT_PAGES:
        page.goto(f"{live_url}/konto/{path}")
        check_page(page)
    page.goto(f"{live_url}/konto/2fa/webauthn/")
    expect(page.get_by_text("Telefonen min").first).to_be_visible()

    log_out(page)
    page.goto(f"{live_url}/konto/login/")
    check_page(page)
    page.get_by_role("button", name="Logg inn med passnøkkel").click()
    expect(page.get_by_role("link", name="Konto", exact=True)).to_be_visible()
    page.goto(f"{live_url}/konto/")
    expect(page.get_by_text(address)).to_be_visible()
    check_page(page)
    assert faults == []


def test_one_who_stops_half_way_is_told_and_can_try_again(
    page: Page,
    live_url: str,
    mail: Callable[[str], str],
    new_address: Callable[[], str],
    phone: tuple[CDPSession, str],
) -> None:
    session, device = phone
    sign_up(page, live_url, new_address(), mail)
    session.send("WebAuthn.setUserVerified", {"authenticatorId": device, "isUserVerified": False})

    add_passkey(page, live_url, "Telefonen min")
    expect(page.get_by_role("alert").filter(has_text="Det gikk ikke, eller du avbrøt.")).to_be_visible()

    session.send("WebAuthn.setUserVerified", {"authenticatorId": device, "isUserVerified": True})
    page.locator("main").get_by_role("button", name="Legg til en passnøkkel").click()
    expect(page.get_by_role("heading", name="Reservekoder")).to_be_visible()


def test_removing_the_passkey_needs_the_passkey_and_then_the_password_is_enough(
    page: Page,
    live_url: str,
    mail: Callable[[str], str],
    new_address: Callable[[], str],
    phone: tuple[CDPSession, str],
) -> None:
    address = new_address()
    sign_up(page, live_url, address, mail)
    add_passkey(page, live_url, "Telefonen min")
    expect(page.get_by_role("heading", name="Reservekoder")).to_be_visible()

    page.goto(f"{live_url}/konto/2fa/webauthn/")
    page.get_by_role("link", name="Fjern Telefonen min").click()
    page.get_by_role("button", name="Fjern").click()
    expect(page.get_by_role("heading", name="Ingen passnøkler ennå")).to_be_visible()

    log_out(page)
    page.goto(f"{live_url}/konto/login/")
    page.get_by_label("E-post").fill(address)
    page.get_by_label("Passord").fill(PASSWORD)
    page.locator("main").get_by_role("button", name="Logg inn", exact=True).click()
    expect(page.get_by_role("link", name="Konto", exact=True)).to_be_visible()
