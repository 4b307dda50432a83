"""The accessibility rules a page must keep: those of WCAG 2.2 at level AA that a program can tell."""

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Error, Page

RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")
_TRIES = 40


def violations(page: Page) -> list[dict[str, Any]]:
    """Every rule that the page breaks, with its nodes.

    A button that was just pressed may take the page away while it is read; then the page that came is read.
    """
    left = _TRIES
    while True:
        page.wait_for_load_state()
        try:
            found: list[dict[str, Any]] = Axe().run(page, options={"runOnly": list(RULES)}).response["violations"]
        except Error:
            left -= 1
            if not left:
                raise
            page.wait_for_timeout(50)
        else:
            return found
