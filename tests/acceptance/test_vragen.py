"""How much a page asks of the ledger: as much for thirty municipalities as for three."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path

from starlette.testclient import TestClient

from tests.tools.gemeente import Gemeente
from tests.tools.paginawereld import CONSOLE, HUIS
from tests.tools.routes import GEHEIM, kop
from tests.tools.veel import Veel, code, instellingen, vul
from tests.tools.vragen import geteld
from web.look.aanmelden.toelating import AchterProxy
from web.server import app_van
from web.wereld import Wereld

NU = datetime(2026, 11, 22, 7, 41, tzinfo=UTC)
#: The most that each page may ask; bench/pages.py measures the same at 342 municipalities.
HOOGSTENS = {
    "/": 5,
    "/?staat=aandacht&volgorde=quarantaine": 5,
    f"/gemeenten/{code(0)}": 25,
    f"/gemeenten/{code(0)}/runs/1": 5,
}


@contextmanager
def pagina(folder: Path, gemeenten: int) -> Iterator[TestClient]:
    folder.mkdir()
    made = Gemeente(folder)
    made.geheim("console.key", secrets.token_hex(32))
    made.dienst |= {"console": CONSOLE}
    made.schrijf()
    veel = Veel(gemeenten, 16, date(2026, 11, 22))
    settings = instellingen(made.settings(), veel)
    settings.open_grootboek(NU).close()
    vul(settings, veel)
    with settings.open_grootboek(NU) as ledger:
        app = app_van(Wereld(settings, ledger, lambda: NU), AchterProxy(GEHEIM), veilig=True)
        with TestClient(app, HUIS) as client:
            yield client


def vragen(client: TestClient, adres: str) -> int:
    with geteld() as asked:
        answer = client.get(adres, headers=kop("beheer@*"))
    assert answer.status_code == 200
    return len(asked)


def test_a_page_asks_no_more_when_there_are_more_municipalities(tmp_path: Path) -> None:
    with pagina(tmp_path / "weinig", 3) as few, pagina(tmp_path / "veel", 30) as many:
        counted = {adres: (vragen(few, adres), vragen(many, adres)) for adres in HOOGSTENS}
    assert {adres: n for adres, (_, n) in counted.items() if n > HOOGSTENS[adres]} == {}
    assert [adres for adres, (three, thirty) in counted.items() if three != thirty] == []


def test_the_list_has_pages_and_every_municipality_stands_on_one(tmp_path: Path) -> None:
    with pagina(tmp_path / "veel", 60) as client:
        seen = [_lijst(client, f"pagina={number}") for number in (1, 2, 99)]
        none = _lijst(client, "zoek=geen-enkele")
    assert [len(page) for page in seen] == [50, 10, 10]
    assert seen[1] == seen[2]
    assert len({*seen[0], *seen[1]}) == 60
    assert none == []


def _lijst(client: TestClient, vraag: str) -> list[str]:
    """Ask a page as HTML and as data; gives the municipalities on it."""
    assert client.get(f"/?{vraag}", headers=kop("beheer@*")).status_code == 200
    page = client.get(f"/?formaat=json&{vraag}", headers=kop("beheer@*")).json()
    assert page["alle"] == 60
    return [row["code"] for row in page["gemeenten"]]


def test_what_goes_past_every_run_is_counted_only_when_asked(tmp_path: Path) -> None:
    with pagina(tmp_path / "veel", 70) as client:
        plain = client.get("/privacy?formaat=json", headers=kop("beheer@*")).json()
        html = client.get("/privacy", headers=kop("beheer@*")).text
        asked = client.get("/privacy?formaat=json&kalender=tel", headers=kop("beheer@*")).json()
    assert plain["bewaren"] is None
    assert 'href="/privacy?kalender=tel"' in html
    assert asked["bewaren"]


def test_a_long_list_of_what_cannot_be_read_shows_the_largest_groups(tmp_path: Path) -> None:
    with pagina(tmp_path / "veel", 70) as client:
        page = client.get("/quarantaine?formaat=json", headers=kop("beheer@*")).json()
        html = client.get("/quarantaine", headers=kop("beheer@*")).text
    assert (len(page["groepen"]), page["meer_groepen"] > 0) == (50, True)
    assert f"En nog {page['meer_groepen']} groepen" in html
