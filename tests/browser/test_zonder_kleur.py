"""How a night went is seen without colour: in grey, on paper, and in forced colours."""

from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Venster
from tests.browser.klein import punten
from tests.tools.luisteren import op_een_poort
from tests.tools.paginawereld import paginawereld
from tests.tools.routes import GEHEIM, kop
from web.look.aanmelden.toelating import AchterProxy
from web.server import app_van
from web.wereld import Wereld

#: So many of the 336 points of a mark differ at least between two states.
_VERSCHIL = 12


def donker(page: Page, mark: str) -> set[int]:
    """Give the points of a mark that are dark, when all colour is taken away.

    Alone in a corner of the page: between two points the same mark would look different.
    """
    page.evaluate("mark => { document.body.innerHTML = mark; }", mark)
    _, _, pixels = punten(page.screenshot(clip={"x": 0, "y": 0, "width": 12, "height": 28}))
    return {at for at, (red, green, blue) in enumerate(pixels) if red + green + blue < 600}


@pytest.mark.parametrize("hoe", ["grijs", "druk", "dwingend"])
def test_every_state_of_a_night_differs_without_colour(
    venster: Venster, tmp_path: Path, hoe: str
) -> None:
    with paginawereld(tmp_path) as made:
        wereld = Wereld(made.settings(), made.ledger, made.klok)
        with op_een_poort(app_van(wereld, AchterProxy(GEHEIM), veilig=False)) as adres:
            page = venster(kop=kop("beheer@9901"))
            page.emulate_media(
                media="print" if hoe == "druk" else "screen",
                forced_colors="active" if hoe == "dwingend" else "none",
            )
            page.goto(adres)
            marks = page.locator(".legenda li")
            names = [text.strip() for text in marks.all_inner_texts()]
            drawings = marks.locator("svg").evaluate_all("all => all.map(one => one.outerHTML)")
            found = [donker(page, drawing) for drawing in drawings]
    assert {"gelukt", "gedeeltelijk", "mislukt", "niet gedraaid", "geen levering"} <= {*names}
    close = [
        (one, other)
        for at, one in enumerate(names)
        for beside, other in enumerate(names[:at])
        if len(found[at] ^ found[beside]) < _VERSCHIL
    ]
    assert close == []
