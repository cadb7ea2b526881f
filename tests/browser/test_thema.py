"""A municipality's own theme in a real browser: its colours are what people see."""

from pathlib import Path

import pytest

from loket.settings import Paginas
from tests.browser.conftest import Venster
from tests.tools.loketzaken import balie
from tests.tools.luisteren import op_een_poort
from tests.tools.paginawereld import paginawereld
from tests.tools.routes import GEHEIM, kop
from web.look.aanmelden.toelating import AchterProxy
from web.server import app_van
from web.wereld import Wereld

EIGEN = ":root { --utrecht-page-header-background-color: rgb(21, 66, 115); }\n"


@pytest.mark.parametrize(("thema", "kleur"), [(EIGEN, "rgb(21, 66, 115)"), ("", "rgb(15, 52, 65)")])
def test_a_theme_changes_the_colours_of_a_page(
    venster: Venster, tmp_path: Path, thema: str, kleur: str
) -> None:
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "eigen.css").write_text(thema)
    with paginawereld(tmp_path, thema="eigen.css") as made:
        wereld = Wereld(made.settings(), made.ledger, made.klok)
        with op_een_poort(app_van(wereld, AchterProxy(GEHEIM), veilig=False)) as adres:
            page = venster(kop=kop("beheer@9901"))
            page.goto(adres)
            shown = page.locator(".top").evaluate("part => getComputedStyle(part).backgroundColor")
    assert shown == kleur


def test_a_theme_changes_the_colours_of_the_loket_too(venster: Venster, tmp_path: Path) -> None:
    thema = tmp_path / "eigen.css"
    thema.write_text(EIGEN)
    paginas = Paginas(tmp_path / "accounts.db", GEHEIM, thema)
    with balie(tmp_path, paginas=paginas) as made, op_een_poort(made.app) as adres:
        page = venster(kop=made.kop())
        page.goto(adres)
        shown = page.locator(".top").evaluate("part => getComputedStyle(part).backgroundColor")
    assert shown == "rgb(21, 66, 115)"
