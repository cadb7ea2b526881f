"""Every page of the console in a real browser: readable for all, at every width, by keyboard."""

from collections.abc import Iterator

import pytest

from tests.acceptance.test_routes import TABEL
from tests.browser.conftest import Venster
from tests.browser.keuren import BREEDTES, fouten, luister, toetsenbord
from tests.tools.luisteren import op_een_poort
from tests.tools.paginawereld import paginawereld
from tests.tools.routes import EIGEN, GEHEIM, Rij, kop
from web.look.aanmelden.toelating import AchterProxy
from web.server import app_van
from web.wereld import Wereld

#: What a browser shows; a file is only downloaded.
PAGINAS = [
    rij
    for rij in TABEL
    if rij.methode == "GET" and rij.geeft == 200 and not rij.pad.endswith(".csv")
]


@pytest.fixture(scope="module")
def adres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with paginawereld(tmp_path_factory.mktemp("paginas")) as made:
        wereld = Wereld(made.settings(), made.ledger, made.klok)
        with op_een_poort(app_van(wereld, AchterProxy(GEHEIM), veilig=False)) as found:
            yield found


def van(rij: Rij) -> dict[str, str]:
    """Give the headers of somebody who may have the page in all its roles."""
    return kop(",".join(f"{rol}@{EIGEN}" for rol in rij.rollen.split()))


@pytest.mark.parametrize("rij", PAGINAS, ids=lambda rij: rij.naam)
def test_a_page_is_for_everybody_at_every_width(venster: Venster, adres: str, rij: Rij) -> None:
    wrong = []
    page = venster(kop=van(rij))
    heard = luister(page)
    page.goto(adres + rij.adres(EIGEN))
    for breedte in BREEDTES:
        page.set_viewport_size({"width": breedte, "height": 900})
        wrong += [f"{breedte}: {fault}" for fault in fouten(page)]
    wrong += toetsenbord(page)
    assert wrong + heard == []


@pytest.mark.parametrize("rij", PAGINAS, ids=lambda rij: rij.naam)
def test_a_page_says_the_same_without_its_script(venster: Venster, adres: str, rij: Rij) -> None:
    texts = []
    for script in (True, False):
        page = venster(kop=van(rij), java_script_enabled=script)
        page.goto(adres + rij.adres(EIGEN))
        texts.append(page.locator("main").inner_text())
    assert texts[0] == texts[1]


@pytest.mark.parametrize("rij", PAGINAS, ids=lambda rij: rij.naam)
def test_what_a_page_draws_stays_to_be_seen_in_forced_colors(
    venster: Venster, adres: str, rij: Rij
) -> None:
    page = venster(kop=van(rij), forced_colors="active")
    page.goto(adres + rij.adres(EIGEN))
    assert page.evaluate("matchMedia('(forced-colors: active)').matches")
    assert list(toetsenbord(page)) == []


def test_a_page_that_is_wrong_is_noticed(venster: Venster) -> None:
    page = venster(320)
    page.set_content(
        "<html><body><h1>a</h1><h1>b</h1><img src='data:,'><p style='width:900px'>breed</p>"
        "<a href='#x' style='outline:none'>weg</a><a href='#y'>ook</a></body></html>"
    )
    found = " ".join([*fouten(page), *toetsenbord(page)])
    for part in ("image-alt", "html-has-lang", "wider", "inline", "2 headings", "does not show it"):
        assert part in found


@pytest.mark.parametrize("breedte", [400, 320])
def test_on_a_telephone_the_menu_is_one_line_and_a_municipality_a_card(
    venster: Venster, adres: str, breedte: int
) -> None:
    page = venster(breedte, kop=kop("beheer@*,consulent@*,fg@*"))
    page.goto(adres + "/")
    header = page.locator(".top").bounding_box()
    assert header is not None
    assert header["height"] <= 100

    last = page.locator(".nav a").last
    last.focus()
    assert last.evaluate("link => link.getBoundingClientRect().right <= innerWidth + 1")

    cells = page.locator(".gemeenten tbody").locator("th, td")
    edges = cells.evaluate_all("all => all.map(one => one.getBoundingClientRect().right)")
    assert max(edges) <= breedte
    card = page.locator(".gemeenten tbody tr").first
    named = card.evaluate(
        "row => [...row.querySelectorAll('[data-kop]')]"
        ".map(cell => getComputedStyle(cell, '::before').content.slice(1, -1))"
    )
    assert named[:2] == ["Laatste run", "14 nachten"]
    assert named[-2:] == ["Quarantaine", "Volgende"]
