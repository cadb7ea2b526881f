"""What waits, in the browser: an administrator offers again, a consulent opens and judges."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from joserfc.jwk import OKPKey
from playwright.sync_api import Page

from tests.browser.conftest import Venster
from tests.browser.keuren import BREEDTES, fouten, luister, toetsenbord
from tests.tools.gemeente import csv_bytes, rij
from tests.tools.luisteren import op_een_poort
from tests.tools.paginawereld import Paginawereld, paginawereld
from tests.tools.routes import GEHEIM, kop
from web.look.aanmelden.toelating import AchterProxy
from web.server import app_van
from web.wereld import Wereld

BEHEER, CONSULENT = "beheer@9901", "consulent@9901"
ROWS = [rij(1, "misschien"), rij(2, "misschien"), rij(3, "O"), rij(4, "J")]


@dataclass(frozen=True)
class Huis:
    """A console on a port, what stands behind it, and the consulent's key file."""

    adres: str
    wereld: Paginawereld
    sleutel: str

    def venster(self, venster: Venster, rollen: str) -> Page:
        return venster(kop=kop(rollen, self.wereld.now))

    def levering(self, rows: list[dict[str, str]]) -> None:
        folder = self.wereld.gemeente.folder / "export"
        (folder / "wmo_voorzieningen.csv").write_bytes(csv_bytes(rows))


@pytest.fixture
def huis(tmp_path: Path) -> Iterator[Huis]:
    key = {k: str(v) for k, v in OKPKey.generate_key("X25519").as_dict(private=True).items()}
    key |= {"kid": "inzage-1", "use": "enc", "alg": "ECDH-ES+A256KW"}
    with paginawereld(tmp_path) as made:
        public = {name: value for name, value in key.items() if name != "d"}
        (made.gemeente.config / "inzage.jwk").write_text(json.dumps(public))
        made.gemeente.gemeente["inzagesleutel"] = "inzage.jwk"
        made.gemeente.schrijf()
        pages = Wereld(made.settings(), made.ledger, made.klok)
        with op_een_poort(app_van(pages, AchterProxy(GEHEIM), veilig=False)) as found:
            house = Huis(found, made, json.dumps(key))
            house.levering(ROWS)
            made.nacht()
            yield house


def keur(page: Page) -> list[str]:
    """Hold the page that is open to what every page is held to, at each width."""
    wrong = []
    for breedte in BREEDTES:
        page.set_viewport_size({"width": breedte, "height": 900})
        wrong += [f"{page.url} {breedte}: {fault}" for fault in fouten(page)]
    return wrong + list(toetsenbord(page))


def test_an_administrator_looks_ahead_and_offers_a_group_again(
    huis: Huis, venster: Venster
) -> None:
    page = huis.venster(venster, BEHEER)
    heard = luister(page)
    page.goto(f"{huis.adres}/quarantaine")
    wrong = keur(page)
    page.get_by_role("link", name="wmo_voorzieningen.csv").first.click()
    wrong += keur(page)
    huis.levering([rij(1, "N"), *ROWS[1:]])
    huis.wereld.now += timedelta(hours=1)
    page.goto(f"{huis.adres}/quarantaine")
    page.get_by_role("button", name="Bekijk wat er zou gebeuren").click()
    page.get_by_role("heading", name="Wat er zou gebeuren").wait_for()
    wrong += keur(page)
    page.get_by_label("Reden").fill("waardentabel aangevuld")
    page.get_by_role("button", name="Opnieuw aanbieden").click()
    told = page.get_by_role("status").inner_text()

    assert "1 geen ongeval" in told and "1 quarantaine" in told and "%" not in told
    assert page.get_by_role("heading", level=1).inner_text() == "Quarantaine (1)"
    assert wrong + heard == []


def test_a_consulent_opens_a_record_judges_it_and_takes_a_melding_back(
    huis: Huis, venster: Venster
) -> None:
    page = huis.venster(venster, CONSULENT)
    heard = luister(page)
    page.goto(f"{huis.adres}/")
    page.get_by_role("link", name="Beoordelen").click()
    page.get_by_role("link", name="wmo_voorzieningen.csv").click()
    wrong = keur(page)
    page.get_by_role("link", name="Toon welk record dit is").click()
    wrong += keur(page)
    page.get_by_label("Waarom opent u").fill("dossier zoeken")
    page.get_by_label("Uw inzagesleutel").fill(huis.sleutel)
    page.get_by_role("button", name="Toon").click()
    page.get_by_text("B000003").wait_for()
    wrong += keur(page)
    assert "B000003" not in page.url + page.title()
    page.get_by_label("Nee").check()
    page.get_by_label("Reden").fill("geen ongeval, zie dossier")
    page.get_by_role("button", name="Leg vast").click()
    page.get_by_text("Er wacht niets op u").wait_for()
    wrong += keur(page)

    page.get_by_role("link", name="Mijn meldingen").click()
    page.get_by_role("row").nth(1).get_by_role("link").click()
    wrong += keur(page)
    page.get_by_label("Reden").fill("was een val thuis")
    page.get_by_role("button", name="Toch geen ongeval").click()
    assert "trekt de melding in" in page.get_by_role("status").inner_text()
    assert wrong + heard == []


def test_a_sentence_is_marked_where_its_words_stand(huis: Huis, venster: Venster) -> None:
    page = venster(kop=kop(BEHEER, huis.wereld.now), java_script_enabled=False)
    page.goto(f"{huis.adres}/ongevalsregels")
    page.get_by_label("Zin of notitie").fill("Cliënt is aangereden door <b>een auto</b>.")
    page.get_by_role("button", name="Beoordeel").click()

    assert page.locator("blockquote mark").all_inner_texts() == ["aangereden"]
    assert "<b>een auto</b>" in page.locator("blockquote").inner_text()
