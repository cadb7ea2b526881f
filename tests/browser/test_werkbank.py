"""The workbench in a real browser: it answers while one types, and a keyboard is enough."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Dialog, Page, expect

from tests.browser.conftest import GEDULD, Venster
from tests.browser.keuren import fouten, luister
from tests.tools.gemeente import csv_bytes, rij
from tests.tools.luisteren import op_een_poort
from tests.tools.paginawereld import Paginawereld, paginawereld
from tests.tools.routes import EIGEN, GEHEIM, kop
from web.look.aanmelden.toelating import AchterProxy
from web.server import app_van
from web.wereld import Wereld

PAD = f"/gemeenten/{EIGEN}/werkbank"
BEHEER = kop(f"beheer@{EIGEN}")


@pytest.fixture(scope="module")
def bank(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Paginawereld, str]]:
    expect.set_options(timeout=GEDULD)
    with paginawereld(tmp_path_factory.mktemp("werkbank")) as made:
        rows = [rij(n, "J", **({"Frequentie": "4"} if n % 3 == 0 else {})) for n in range(1, 31)]
        export = made.gemeente.folder / "export" / "wmo_voorzieningen.csv"
        export.write_bytes(csv_bytes(rows))
        wereld = Wereld(made.settings(), made.ledger, made.klok)
        with op_een_poort(app_van(wereld, AchterProxy(GEHEIM), veilig=False)) as found:
            yield made, found + PAD


def mapping(made: Paginawereld) -> Path:
    return made.gemeente.config / "mappings" / "duinrand-csv.yaml"


def open_(venster: Venster, adres: str, breedte: int = 1440, **anders: bool) -> Page:
    page = venster(breedte, kop=BEHEER, **anders)
    page.goto(adres)
    return page


def test_an_answer_comes_while_one_types_and_the_cursor_stays(
    venster: Venster, bank: tuple[Paginawereld, str]
) -> None:
    page = open_(venster, bank[1])
    heard = luister(page)
    expect(page.locator("#stand")).to_contain_text("0 fouten · 2 let op")
    page.locator("#tekst").focus()
    page.keyboard.press("Control+Home")
    page.keyboard.type("brom: x\n")

    expect(page.locator("#stand")).to_contain_text("1 fout")
    expect(page.locator("#problemen")).to_contain_text("M-0005")
    expect(page.locator("#stand")).to_contain_text("anders dan het bestand")
    where = page.evaluate(
        "[document.activeElement.id, document.activeElement.selectionStart, scrollY]"
    )
    assert where == ["tekst", len("brom: x\n"), 0]
    assert [*fouten(page), *heard] == []


def test_f8_goes_from_problem_to_problem_in_the_text(
    venster: Venster, bank: tuple[Paginawereld, str]
) -> None:
    page = open_(venster, bank[1])
    lines = mapping(bank[0]).read_text(encoding="utf-8").split("\n")
    places = [lines.index("  - bedrag: {kolom: Bedrag}"), lines.index("      kolom: Frequentie")]
    seen = []
    for _ in range(3):
        page.keyboard.press("F8")
        at = page.evaluate("tekst.value.slice(0, tekst.selectionStart).split('\\n').length - 1")
        seen.append(at)
        expect(page.locator("[data-zegt]")).to_contain_text(f"Let op, regel {at + 1}: ")
        assert page.evaluate("document.activeElement.id") == "tekst"
        assert page.evaluate(_ZICHTBAAR, at)
    assert seen == [*places, places[0]]


#: Whether a line of the editor is within the box that scrolls, and that box within the window.
_ZICHTBAAR = """line => {
  const box = document.querySelector('[data-venster]').getBoundingClientRect();
  const area = document.querySelector('#tekst');
  const top = area.getBoundingClientRect().top + (line * area.clientHeight) / area.rows;
  return top >= box.top && top < box.bottom && box.top < innerHeight && box.bottom > 0;
}"""


def test_a_mend_is_one_click_and_can_be_undone(
    venster: Venster, bank: tuple[Paginawereld, str]
) -> None:
    page = open_(venster, bank[1])
    before = page.locator("#tekst").input_value()
    page.locator("#problemen select").select_option("jaar")
    page.locator("#problemen").get_by_role("button", name="Voeg toe").click()

    expect(page.locator("#stand")).to_contain_text("0 fouten · 0 let op")
    after = page.locator("#tekst").input_value()
    assert after == before.replace("        eenmalig:", '        "4": jaar\n        eenmalig:')
    page.locator("#tekst").focus()
    page.keyboard.press("Control+z")
    assert page.locator("#tekst").input_value() == before


def test_alt_and_an_arrow_go_to_another_record_and_back(
    venster: Venster, bank: tuple[Paginawereld, str]
) -> None:
    page = open_(venster, bank[1])
    expect(page.locator(".stappen strong")).to_have_text("3")
    page.locator("#tekst").focus()
    page.keyboard.press("Alt+ArrowDown")
    expect(page.locator(".stappen strong")).to_have_text("4")
    page.keyboard.press("Alt+ArrowUp")
    expect(page.locator(".stappen strong")).to_have_text("3")
    assert page.evaluate("document.activeElement.id") == "tekst"


def test_by_keyboard_alone_a_change_becomes_a_patch(
    venster: Venster, bank: tuple[Paginawereld, str]
) -> None:
    page = open_(venster, bank[1])
    page.locator("#tekst").focus()
    page.keyboard.press("Control+End")
    page.keyboard.type("# nieuw")
    expect(page.locator("#stand")).to_contain_text("anders dan het bestand")
    asked: list[str] = []

    def hoor(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", hoor)
    with page.expect_download() as given:
        page.get_by_role("button", name="Download patch").focus()
        page.keyboard.press("Enter")
    patch = Path(given.value.path()).read_text(encoding="utf-8")
    assert given.value.suggested_filename == "duinrand-csv.patch"
    assert patch.startswith("--- a/mappings/duinrand-csv.yaml\n")
    assert "\n+# nieuw\n" in patch
    assert asked == []
    page.goto("about:blank")
    assert asked == ["beforeunload"]


def test_without_script_a_button_gives_the_whole_page(
    venster: Venster, bank: tuple[Paginawereld, str]
) -> None:
    page = open_(venster, bank[1], java_script_enabled=False)
    text = page.locator("#tekst").input_value()
    page.locator("#tekst").fill("brom: x\n" + text)
    page.get_by_role("button", name="Controleer").click()
    expect(page.locator("#problemen")).to_contain_text("M-0005")
    assert page.locator("#tekst").input_value() == "brom: x\n" + text
    page.locator("#problemen").get_by_role("button", name="Vervang door bron").click()
    assert page.locator("#tekst").input_value().startswith("bron: x\n")


@pytest.mark.parametrize("breedte", [1440, 400, 320])
def test_with_all_it_can_show_the_page_is_for_everybody(
    venster: Venster, bank: tuple[Paginawereld, str], breedte: int
) -> None:
    page = open_(venster, bank[1], breedte)
    page.locator("#tekst").focus()
    page.keyboard.press("Control+Home")
    page.keyboard.type("# zonder regels voor het bedrag\n")
    expect(page.locator("#stand")).to_contain_text("anders dan het bestand")
    page.get_by_role("button", name="Vergelijk").click()
    expect(page.locator("#vergelijking")).to_contain_text("0 van 30 records")
    assert list(fouten(page)) == []


def test_a_session_that_ended_is_told_and_the_text_stays(
    venster: Venster, bank: tuple[Paginawereld, str]
) -> None:
    page = open_(venster, bank[1])
    page.context.set_extra_http_headers({})
    page.locator("#tekst").focus()
    page.keyboard.press("Control+Home")
    page.keyboard.type("# mijn werk\n")
    expect(page.locator("[data-zegt]")).to_contain_text("aangemeld")
    assert page.locator("#tekst").input_value().startswith("# mijn werk\n")
