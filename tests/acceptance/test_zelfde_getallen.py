"""One run, told by the command line, its JSON, the page and the mail: the same numbers everywhere.

Counts of 1, 4, 5 and 1,000: what is about one municipality is told whole; only what stands over
several of them hides a count under 5.
"""

import json
import re
import secrets
from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from regres import Bucket
from tests.tools.gemeente import rij
from tests.tools.keten import opdracht
from tests.tools.mailserver import HOST, WACHTWOORD, mailserver
from tests.tools.paginawereld import CONSOLE, HUIS
from tests.tools.routes import GEHEIM, kop
from tests.tools.straat import CODE, Straat
from web.look.aanmelden.toelating import AchterProxy
from web.server import app_van
from web.wereld import Wereld

WANTED = {
    "gelezen": 1010,
    Bucket.QUARANTAINE.value: 1,
    Bucket.BEOORDELEN.value: 4,
    Bucket.KLAARGEZET.value: 5,
    Bucket.GEEN_ONGEVAL.value: 1000,
}
RUN = f"/gemeenten/{CODE}/runs/1"


@pytest.fixture(scope="module")
def straat(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Straat]:
    """Give a municipality that had one night, and a mail server that is not asked anything."""
    folder = tmp_path_factory.mktemp("getallen")
    made = Straat(folder)
    (folder / "mail").mkdir()
    with mailserver(folder / "mail") as mail:
        made.gemeente.geheim("mail", WACHTWOORD)
        made.gemeente.geheim("console.key", secrets.token_hex(32))
        made.gemeente.dienst |= {
            "console": CONSOLE,
            "uitgaand": [f"{HOST}:{mail.poort}"],
            "eigen_computer": "toets",
            "mail": mail.config("secret://file/./geheim/mail"),
        }
        made.gemeente.gemeente["mail"] = ["wmo@duinrand.example"]
        made.gemeente.schrijf()
        rows = [rij(1, "X"), *(rij(n, "O") for n in range(2, 6))]
        rows += [rij(n, "J") for n in range(6, 11)] + [rij(n) for n in range(11, 1011)]
        made.gemeente.levering(rows)
        made.nacht()
        yield made
    made.ledger.close()


def pagina(straat: Straat, adres: str, formaat: str = "json") -> str:
    settings = straat.gemeente.settings()
    wereld = Wereld(settings, straat.ledger, straat.klok)
    with TestClient(app_van(wereld, AchterProxy(GEHEIM), veilig=True), HUIS) as client:
        answer = client.get(adres, params={"formaat": formaat}, headers=kop(f"beheer@{CODE}"))
    assert answer.status_code == 200
    return answer.text


def cli(straat: Straat, *woorden: str) -> str:
    return opdracht(*woorden, "--config", straat.gemeente.config).uit


def getallen(text: str, *namen: str) -> dict[str, int]:
    """Read "name   number" out of a text, with or without points in the number."""
    found = {}
    for naam in namen:
        told = re.search(rf"\b{naam}\b\D*?([0-9][0-9.]*)", text)
        assert told is not None, naam
        found[naam] = int(told[1].replace(".", ""))
    return found


def test_a_run_has_the_same_numbers_on_the_command_line_in_json_and_on_its_page(
    straat: Straat,
) -> None:
    text = cli(straat, "runs", "--run", "1")
    (data,) = opdracht(
        "runs", "--run", "1", "--format", "json", "--config", straat.gemeente.config
    ).json
    page = json.loads(pagina(straat, RUN))
    html = re.sub(r"<[^>]+>", " ", pagina(straat, RUN, "html").partition("De telling als tabel")[2])

    assert {name: data["telling"][name] for name in WANTED} == WANTED
    assert page["telling"] == data["telling"]
    assert getallen(text, *WANTED) == WANTED
    assert getallen(html, *(name for name in WANTED if name != "gelezen")) == {
        name: count for name, count in WANTED.items() if name != "gelezen"
    }
    assert "1.010" in html


def test_the_pages_of_a_municipality_tell_what_status_tells(straat: Straat) -> None:
    (status,) = opdracht("status", "--format", "json", "--config", straat.gemeente.config).json
    page = json.loads(pagina(straat, f"/gemeenten/{CODE}"))
    same = ("wacht_op_mens", "uitgaand", "terug", "herinneringen", "runs", "inhalen", "pauze")
    assert {name: page["status"][name] for name in same} == {name: status[name] for name in same}
    waits = {"beoordelen": 4, "quarantaine": 1, "vastgehouden": 0}
    assert status["wacht_op_mens"] == waits
    (row,) = json.loads(pagina(straat, "/"))["gemeenten"]
    assert (row["gelezen"], row["quarantaine"]) == (1010, 1)
    assert row["aangewezen"] == page["runs"][0]["aangewezen"]


def test_the_mail_to_the_municipality_tells_them_whole_and_that_to_others_hides_the_small(
    straat: Straat,
) -> None:
    cli(straat, "status")
    own = cli(straat, "mail", "toon", "--aan", CODE)
    (line,) = (line for line in own.splitlines() if line.startswith("export"))
    assert line.split()[-2:] == ["1010", "5"]
    assert "Op een mens: beoordelen 4, quarantaine 1." in own

    others = cli(straat, "mail", "toon", "--aan", "beheer")
    assert "Op een mens: beoordelen <5, quarantaine <5." in others
    assert "1010" not in others
