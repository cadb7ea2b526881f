"""Every page of the loket in a real browser, and a handler's morning by keyboard alone."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from tests.acceptance.test_loketroutes import TABEL
from tests.browser.conftest import Venster
from tests.browser.keuren import BREEDTES, fouten, luister, toetsenbord
from tests.tools.loketkijk import vul
from tests.tools.loketzaken import Balie, balie
from tests.tools.luisteren import op_een_poort
from tests.tools.routes import Rij

PAGINAS = [rij for rij in TABEL if rij.methode == "GET" and not rij.pad.endswith(".ics")]


@dataclass(frozen=True)
class Plek:
    """A loket full of cases, and where it is."""

    adres: str
    balie: Balie
    paden: dict[str, str]

    def van(self, rij: Rij) -> str:
        """Give the address of a page; of the pages of a case, that of the one with everything."""
        return self.adres + rij.pad.replace("/zaken/{gemeente}/{nummer}", self.paden["zaak"])


@pytest.fixture(scope="module")
def plek(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Plek]:
    with (
        # The cookie for one message is for TLS only behind a proxy; here there is none.
        balie(tmp_path_factory.mktemp("loket")) as made,
        op_een_poort(made.app) as adres,
    ):
        yield Plek(adres, made, vul(made))


@pytest.mark.parametrize("rij", PAGINAS, ids=lambda rij: rij.naam)
def test_a_page_is_for_everybody_at_every_width(venster: Venster, plek: Plek, rij: Rij) -> None:
    wrong = []
    page = venster(kop=plek.balie.vers())
    heard = luister(page)
    page.goto(plek.van(rij))
    for breedte in BREEDTES:
        page.set_viewport_size({"width": breedte, "height": 900})
        wrong += [f"{breedte}: {fault}" for fault in fouten(page)]
    wrong += toetsenbord(page)
    assert wrong + heard == []


@pytest.mark.parametrize("rij", PAGINAS, ids=lambda rij: rij.naam)
def test_a_page_says_the_same_without_its_script(venster: Venster, plek: Plek, rij: Rij) -> None:
    texts = []
    for script in (True, False):
        page = venster(kop=plek.balie.vers(), java_script_enabled=script)
        page.goto(plek.van(rij))
        # What only the script can do is not there without it.
        texts.append(page.locator("main").inner_text().replace("Zaak afdrukken", "").split())
    assert texts[0] == texts[1]


def test_a_handler_finds_judges_and_leaves_a_case_by_keyboard(venster: Venster, plek: Plek) -> None:
    page = venster(kop=plek.balie.vers())
    page.goto(plek.adres + "/")
    first, second = (page.locator("[data-rij]").nth(n).inner_text() for n in (0, 1))
    for key in ("j", "j", "k", "j", "Enter"):
        page.keyboard.press(key)
    page.wait_for_url(f"**/{second}?*")
    page.keyboard.press("k")
    page.wait_for_url(f"**/{first}?*")

    for question in ("derde", "verband", "open", "op_tijd"):
        page.locator(f"[name={question}]").first.focus()
        page.keyboard.press("Space")
    for key, chosen in (("n", "niet_verder"), ("v", "verder")):
        page.keyboard.press(key)
        assert page.locator("[name=advies]:checked").input_value() == chosen
    page.locator("#toelichting").focus()
    # A J in a text is a letter.
    page.keyboard.type("jk")
    page.get_by_role("button", name="Advies vastleggen").focus()
    page.keyboard.press("Enter")
    page.wait_for_load_state()

    assert page.locator("#quickscan ~ div .merkje").inner_text() == "VERDER"
    assert plek.balie.json("/mijn")["zaken"]
    assert first not in page.goto(plek.adres + "/").text()  # type: ignore[union-attr]


def test_a_case_prints_as_a_tagged_page_without_controls(venster: Venster, plek: Plek) -> None:
    page = venster(kop=plek.balie.kop())
    page.goto(plek.adres + plek.paden["zaak"])
    paper = page.pdf(format="A4", tagged=True)
    page.emulate_media(media="print")

    assert b"/MarkInfo" in paper
    assert b"/StructTreeRoot" in paper
    assert b"/Lang (nl" in paper
    for hidden in (".top", "#betrokkene", "#behandelaar", "button"):
        assert not page.locator(hidden).first.is_visible(), hidden
    for shown in ("#waarom", "#verjaring", "#kosten", "#verloop", "tfoot"):
        assert page.locator(shown).first.is_visible(), shown
    assert page.evaluate("getComputedStyle(document.querySelector('tfoot')).display") == (
        "table-row-group"
    )


def test_a_button_prints_a_case(venster: Venster, plek: Plek) -> None:
    page = venster(kop=plek.balie.kop())
    page.add_init_script("window.print = () => { window.gedrukt = true; }")
    page.goto(plek.adres + plek.paden["zaak"])
    page.get_by_role("button", name="Zaak afdrukken").click()
    assert page.evaluate("window.gedrukt")


def test_the_bar_and_the_badges_stay_to_be_seen_in_forced_colors(
    venster: Venster, plek: Plek
) -> None:
    page = venster(kop=plek.balie.kop(), forced_colors="active")
    page.goto(plek.adres + plek.paden["zaak"])

    assert page.evaluate("matchMedia('(forced-colors: active)').matches")
    assert list(toetsenbord(page)) == []
    style = "getComputedStyle(document.querySelector('svg.tekening')).forcedColorAdjust"
    assert page.evaluate(style) == "none"
