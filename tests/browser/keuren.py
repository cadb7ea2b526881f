"""What every page is held to in the browser, whatever it shows (issue: pages; WCAG 2.2 AA)."""

from collections.abc import Iterator
from typing import Any

from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped] # it ships no types
from playwright.sync_api import Page

BREEDTES = (1440, 400, 320)
_REGELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
_KEUZE: dict[str, Any] = {
    "runOnly": {"type": "tag", "values": _REGELS},
    "resultTypes": ["violations"],
}
#: What sticks out at the right, by name, so that a failing test says where to look.
_STEEKT_UIT = """() => {
  const wide = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= wide) return [];
  return [...document.querySelectorAll('body *')]
    .filter(e => e.getBoundingClientRect().right > wide + 0.5)
    .filter(e => !e.closest('.schuif') || e.matches('.schuif'))
    .slice(0, 5).map(e => e.tagName + '.' + e.getAttribute('class'));
}"""
_INLINE = """() => [...document.querySelectorAll('[style], style, script:not([src])')]
    .map(e => e.outerHTML.slice(0, 80))"""
_VREEMD = """() => performance.getEntriesByType('resource').map(e => e.name)
    .filter(name => !name.startsWith(location.origin))"""
#: A control that is reached by Tab but does not show it: no outline, no shadow, no border changes.
_STAP = """() => {
  const e = document.activeElement;
  if (!e || e === document.body) return null;
  const s = getComputedStyle(e), r = e.getBoundingClientRect();
  const naam = (e.textContent || e.getAttribute('name') || '').trim();
  return {wie: e.tagName + ' ' + naam.slice(0, 40),
    ring: s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2,
    zichtbaar: r.width > 0 && r.height > 0};
}"""


def luister(page: Page) -> list[str]:
    """Give a list that fills with what the browser complains of, a refused style among others."""
    heard: list[str] = []
    page.on("console", lambda told: heard.append(told.text) if told.type != "log" else None)
    page.on("pageerror", lambda fault: heard.append(str(fault)))
    return heard


def fouten(page: Page) -> Iterator[str]:
    """Tell what is wrong with the page that is open, at the width it has."""
    for found in Axe().run(page, options=_KEUZE).response["violations"]:
        places = [" ".join(node["target"]) for node in found["nodes"][:3]]
        yield f"axe {found['id']}: {found['help']} at {places}"
    for wide in page.evaluate(_STEEKT_UIT):
        yield f"wider than the window: {wide}"
    for inline in page.evaluate(_INLINE):
        yield f"inline: {inline}"
    for name in page.evaluate(_VREEMD):
        yield f"from elsewhere: {name}"
    if page.locator("h1").count() != 1:
        yield f"{page.locator('h1').count()} headings of the first level"


def toetsenbord(page: Page, stappen: int = 80) -> Iterator[str]:
    """Walk with Tab from the top until the page ends, and tell each stop that cannot be seen."""
    page.evaluate("() => document.activeElement && document.activeElement.blur()")
    stops = 0
    for _ in range(stappen):
        page.keyboard.press("Tab")
        found = page.evaluate(_STAP)
        if found is None:
            break
        stops += 1
        if not (found["ring"] and found["zichtbaar"]):
            yield f"Tab comes to what does not show it: {found['wie']}"
    if stops < 2:
        yield f"Tab stops {stops} times"
