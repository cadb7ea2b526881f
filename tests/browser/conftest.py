"""Debian's own Chromium, driven by Playwright: what these tests open is what people see."""

import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.tools.needs import missing

Venster = Callable[..., Page]
#: A page that is not there after so many milliseconds is not there.
GEDULD = 30_000
#: Chromium refuses to sandbox itself for root, and Debian's shared memory may be small.
WOORDEN = ["--no-sandbox", "--disable-dev-shm-usage"]


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """Start the browser once for a file: while it runs, no other test may run a loop of asyncio."""
    path = shutil.which("chromium")
    if path is None:
        missing("chromium", "not installed: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=WOORDEN)
        yield browser
        browser.close()


@pytest.fixture
def venster(chromium: Browser) -> Iterator[Venster]:
    """Give what opens a window: `venster(1440, kop={...}, java_script_enabled=False)`.

    kop  the headers that a proxy of the municipality would add
    """
    opened: list[BrowserContext] = []

    def maak(breedte: int = 1440, kop: dict[str, str] | None = None, **anders: Any) -> Page:
        context = chromium.new_context(
            viewport={"width": breedte, "height": 900},
            extra_http_headers=kop or {},
            locale="nl-NL",
            **anders,
        )
        opened.append(context)
        context.set_default_timeout(GEDULD)
        return context.new_page()

    yield maak
    for context in opened:
        context.close()
