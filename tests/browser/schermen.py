"""Makes the pictures of the documentation anew, from the demo.

    python -P -m tests.browser.schermen [--naar FOLDER]

    --naar FOLDER   where they go; docs/handboek/beelden when nothing is said

Everything on them is invented by the demo, with the same seed each time; dates are of the day.
"""

import argparse
import re
import shutil
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from demo.play import play
from tests.browser.conftest import WOORDEN
from tests.browser.klein import klein

#: Name of a picture -> whose pages, path, width. A path "a|b" is page a, then the first link to b;
#: "a!b" is page a, then the button b.
BEELDEN = {
    "overzicht": ("gemeente", "/", 1440),
    "overzicht-smal": ("gemeente", "/", 400),
    "gemeente": ("gemeente", "/gemeenten/9901", 1440),
    "run": ("gemeente", "/gemeenten/9901|/runs/", 1440),
    "werkbank": ("gemeente", "/gemeenten/9901/werkbank?bron=export!Haal een proef", 1440),
    "quarantaine": ("gemeente", "/quarantaine", 1440),
    "ongevalsregels": ("gemeente", "/ongevalsregels", 1440),
    "beoordelen": ("gemeente", "/beoordelen", 1440),
    "meldingen": ("gemeente", "/meldingen", 1440),
    "privacy": ("gemeente", "/gemeenten/9901/privacy", 1440),
    "werkbank-smal": ("gemeente", "/gemeenten/9901/werkbank?bron=export!Haal een proef", 400),
    "loket-nieuw": ("Regresloket", "/", 1440),
    "loket-zaak": ("Regresloket", "/|/zaken/9901/", 1440),
    "loket-termijnen": ("Regresloket", "/termijnen", 1440),
}
_HOOGTE = 1200
_SEED = 1
#: The second day has something to compare with, and steps that came back from the Regresloket.
_DAG = 2


def main(arguments: list[str]) -> int:
    """Play the demo, look at it, and write the pictures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--naar", type=Path, default=Path("docs/handboek/beelden"))
    naar = parser.parse_args(arguments).naar
    path = shutil.which("chromium")
    if path is None:
        parser.exit(1, "chromium is not installed: apt-get install chromium\n")
    naar.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=WOORDEN)
        said: list[str] = []
        today = datetime.now(UTC).date()
        return play(
            Path(folder),
            once=False,
            dag=_DAG,
            seed=_SEED,
            vandaag=today,
            say=said.append,
            stay=lambda: kijk(browser, said, naar),
        )


def kijk(browser: Browser, said: list[str], naar: Path) -> None:
    """Log in at both, and take every picture."""
    pages = {wie: binnen(browser, said, wie) for wie in ("gemeente", "Regresloket")}
    for name, (wie, pad, breedte) in BEELDEN.items():
        base, page = pages[wie]
        page.set_viewport_size({"width": breedte, "height": 400})
        ga(page, base, pad)
        hoog = page.evaluate("document.documentElement.scrollHeight")
        page.set_viewport_size({"width": breedte, "height": min(hoog, _HOOGTE)})
        page.evaluate("scrollTo(0, 0)")
        (naar / f"{name}.png").write_bytes(klein(page.screenshot()))
        sys.stdout.write(f"{naar / name}.png\n")


def ga(page: Page, base: str, pad: str) -> None:
    """Go to a page as BEELDEN names it."""
    first, _, link = pad.partition("|")
    first, _, button = first.partition("!")
    page.goto(base + first)
    if link:
        page.locator(f"main a[href*='{link}']").first.click()
    if button:
        page.get_by_role("button", name=button).click()
        page.locator("#dekking dl").wait_for()


def binnen(browser: Browser, said: list[str], wie: str) -> tuple[str, Page]:
    """Log in as the demo says; gives where the pages are, and a window that is in."""
    door = next(line.split()[-1] for line in said if wie in line and line.endswith("/demo"))
    page = browser.new_context(ignore_https_errors=True, locale="nl-NL").new_page()
    page.goto(door)
    naam, wachtwoord, code = re.findall(r"<code>([^<]+)</code>", page.content())
    page.get_by_role("link", name="Naar het aanmelden").click()
    for field, value in (("naam", naam), ("wachtwoord", wachtwoord), ("code", code)):
        page.locator(f"[name={field}]").fill(value)
    page.locator("main button").last.click()
    page.locator("header >> text=Uitloggen").wait_for()
    return door.removesuffix("/demo"), page


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
