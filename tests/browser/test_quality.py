"""The quality page in a browser: its tables fit on a phone, and axe finds no fault, opened parts included."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page


@pytest.mark.parametrize(("width", "scheme"), [(390, "dark"), (1280, "light")])
def test_the_quality_page_fits_and_has_no_fault_axe_can_find(
    page: Page, live_url: str, check_page: Callable[[Page], None], width: int, scheme: str
) -> None:
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    page.set_viewport_size({"width": width, "height": 900})

    page.goto(f"{live_url}/kvalitet/")
    for summary in page.locator("main summary").all():
        summary.click()

    assert page.evaluate("document.documentElement.scrollWidth") <= width
    check_page(page)
