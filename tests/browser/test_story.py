"""The whole story, each part by the person whose part it is: over real servers, in a real browser.

A column gets another name and the night fails; the administrator mends the mapping in the
workbench and takes the patch to the file; the next run is held by the brake and released; a
consulent judges what is not sure; a handler decides; the municipality sees what he decided.
"""

import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Page

from loket import Paginas
from tests.acceptance.test_pages import console, paginas
from tests.acceptance.test_review import onduidelijk
from tests.browser.conftest import Venster
from tests.tools.gemeente import csv_bytes
from tests.tools.keten import Keten, loket_draait, nu, vers
from tests.tools.routes import GEHEIM

#: Of nobody; it stands in no mapping, as the example of another does.
BSN = "999990019"
OUD, NIEUW = "Datum ongeval", "Ongevalsdatum"
BEHEERDER, CONSULENT, BEHANDELAAR = "b.heer", "c.lent", "M. de Wit"


def kop(naam: str, rol: str) -> dict[str, str]:
    """Give what the proxy tells of somebody who proved himself just now."""
    told = {"Regres-Naam": naam, "Regres-Rollen": f"{rol}@9901", "Regres-Geheim": GEHEIM}
    return told | {"Regres-Aangemeld": str(int(nu().timestamp()))}


@dataclass(frozen=True)
class Toneel:
    """Where it plays: the municipality with its pages, and the loket with its own."""

    keten: Keten
    console: str
    loket: str

    def levering(self, kolom: str) -> None:
        """Put the export of today down, with this name for the date of the accident."""
        flags = [*(vers(n, "J") for n in range(1, 6)), onduidelijk(6), *map(vers, range(7, 20))]
        rows = [row | {"BSN": BSN} for row in flags]
        text = csv_bytes(rows).replace(OUD.encode(), kolom.encode(), 1)
        (self.keten.folder / "export" / "wmo_voorzieningen.csv").write_bytes(text)


@pytest.fixture(scope="module")
def toneel(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Toneel]:
    folder = tmp_path_factory.mktemp("verhaal")
    keten = Keten(folder)
    keten.gemeente.geheim("console.key", "5" * 64)
    keten.gemeente.geheim("proxy.txt", GEHEIM)
    keten.gemeente.dienst |= {"console": paginas()}
    keten.gemeente.gemeente["rem"] = {"nieuw": 3, "waarom": "toets"}
    pages = Paginas(folder / "loket" / "accounts.db", GEHEIM)
    with loket_draait(folder / "loket", paginas=pages, rollen_kop=True) as huis:
        keten.met_loket(huis)
        with console(keten.gemeente, "--role-header") as adres:
            yield Toneel(keten, adres.rstrip("/"), huis.server.url)


def lap(page: Page, config: Path) -> None:
    """Take the patch that the workbench gives to the file, as an administrator does."""
    with page.expect_download() as found:
        page.get_by_role("button", name="Download patch").click()
    patch = config / "lap.patch"
    found.value.save_as(patch)
    done = subprocess.run(["git", "apply", "-v", str(patch)], cwd=config, capture_output=True)
    assert done.returncode == 0, done.stderr.decode()


@pytest.mark.timeout(300)
def test_an_accident_comes_from_a_drifted_export_to_a_decision_and_back(
    venster: Venster, toneel: Toneel
) -> None:
    keten = toneel.keten
    de_nacht_mislukt(venster, toneel)
    de_beheerder_herstelt_de_mapping(venster, toneel)
    _, told = keten.run()
    assert told["resultaat"] == "wacht_op_vrijgave"
    de_consulent_geeft_vrij(venster, toneel, told["run"])
    de_consulent_beoordeelt(venster, toneel)
    keten.run()
    zaken = de_behandelaar_beslist(venster, toneel)  # Of one person: six provisions, one case.
    assert zaken == 1
    keten.run()
    de_gemeente_ziet_het(venster, toneel)


def de_nacht_mislukt(venster: Venster, toneel: Toneel) -> None:
    toneel.levering(NIEUW)
    done, _ = toneel.keten.run()
    assert done.code == 4
    page = venster(kop=kop(BEHEERDER, "beheer"))
    page.goto(toneel.console)
    page.get_by_role("link", name="Duinrand").first.click()
    page.locator("a[href*='/runs/']").first.click()
    assert page.get_by_text("Mislukt").first.is_visible()
    assert NIEUW in page.locator("main").inner_text()


def de_beheerder_herstelt_de_mapping(venster: Venster, toneel: Toneel) -> None:
    page = venster(kop=kop(BEHEERDER, "beheer"))
    page.goto(f"{toneel.console}/gemeenten/9901/werkbank")
    assert NIEUW in page.locator("#problemen").inner_text()
    assert BSN not in page.content()
    text = page.locator("#tekst").input_value()
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        page.locator("#tekst").fill(text.replace(OUD, NIEUW))
    page.locator("#stand").get_by_text("0 fouten").wait_for()
    page.get_by_text("Klad: anders dan het bestand").wait_for()
    lap(page, toneel.keten.config)


def de_consulent_geeft_vrij(venster: Venster, toneel: Toneel, run: int) -> None:
    page = venster(kop=kop(BEHEERDER, "beheer"))
    page.goto(f"{toneel.console}/gemeenten/9901/runs/{run}")
    assert page.get_by_role("button", name="Leg vast").count() == 0
    page = venster(kop=kop(CONSULENT, "consulent"))
    page.goto(f"{toneel.console}/gemeenten/9901/runs/{run}")
    page.get_by_label("Geef vrij").check()
    page.get_by_role("textbox", name="Reden").fill("vijf ongevallen, gezien")
    page.get_by_role("button", name="Leg vast").click()
    page.get_by_text(CONSULENT).last.wait_for()


def de_consulent_beoordeelt(venster: Venster, toneel: Toneel) -> None:
    page = venster(kop=kop(CONSULENT, "consulent"))
    page.goto(f"{toneel.console}/beoordelen")
    page.get_by_role("heading", name="Beoordelen (1)").wait_for()
    page.locator("tbody a").first.click()
    page.locator("input[name=keuze][value=ja]").check()
    page.get_by_role("textbox", name="Reden").fill("de cliënt belde: aangereden op de fiets")
    page.get_by_role("button", name="Leg vast").click()
    page.goto(f"{toneel.console}/beoordelen")
    page.get_by_role("heading", name="Beoordelen (0)").wait_for()


def de_behandelaar_beslist(venster: Venster, toneel: Toneel) -> int:
    """Judge the first case; gives how many lay there."""
    page = venster(kop=kop(BEHANDELAAR, "behandelaar"), ignore_https_errors=True)
    page.goto(toneel.loket)
    cases = page.locator("[data-rij]").count()
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url("**/zaken/9901/**")
    assert page.locator("input[type=radio]:checked").count() == 0
    for question in ("derde", "verband", "open", "op_tijd"):
        page.locator(f"input[name={question}]").first.check()
    page.locator("input[name=advies][value=verder]").check()
    page.get_by_role("button", name="Advies vastleggen").click()
    page.get_by_text("Verder").first.wait_for()
    return cases


def de_gemeente_ziet_het(venster: Venster, toneel: Toneel) -> None:
    page = venster(kop=kop(CONSULENT, "consulent"))
    page.goto(f"{toneel.console}/meldingen")
    page.get_by_role("heading", name="Mijn meldingen (6)").wait_for()
    rows = page.locator("tbody tr").all_inner_texts()
    assert [row for row in rows if "Verder" in row and "Niet verder" not in row] == rows
    assert BSN not in page.content()
