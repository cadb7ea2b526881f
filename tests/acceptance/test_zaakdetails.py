"""A zaaksysteem that cannot list its zaken: numbers from a CSV, each zaak by geefZaakdetails."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from connectors.schemaset import Schemaset
from connectors.schemaset.pinnen import lees_map
from connectors.stuf_zkn.diensten import ZAAKDETAILS
from connectors.stuf_zkn.scope import scope
from connectors.stuf_zkn.vraag import Vraag, delen
from demo.stuf_server import Antwoord, StufServer, Zaak
from settings.avg.register import stroom
from tests.tools import stuf
from tests.tools.keten import Keten, stuf_draait, verse_zaak
from tests.tools.needs import missing

ZAKEN = [verse_zaak(1, "J"), verse_zaak(2), verse_zaak(3, "J", zaaktype="ANDERS")]
NUMMER = ".//{*}geefZaakdetails_ZakLv01/{*}gelijk/{*}identificatie"


@pytest.fixture
def server() -> Iterator[StufServer]:
    with stuf_draait(ZAKEN) as running:
        yield running


def rij(zaak: Zaak) -> str:
    return f"{zaak.identificatie};{zaak.startdatum:%d-%m-%Y};Rolstoel\n"


@pytest.fixture
def keten(tmp_path: Path, server: StufServer) -> Keten:
    chain = Keten(tmp_path)
    (tmp_path / "lijsten").mkdir()
    schrijf(chain, "".join(map(rij, ZAKEN[:2])))
    aan(chain, server)
    return chain


def schrijf(keten: Keten, rows: str, head: str = "Zaaknummer;Begin;Soort") -> None:
    (keten.folder / "lijsten" / "zaken.csv").write_text(f"{head}\n{rows}", encoding="utf-8")


def aan(keten: Keten, server: StufServer, **anders: Any) -> None:
    lijst = {
        "map": "../lijsten",
        "patroon": "zaken*.csv",
        "kolom": "Zaaknummer",
        "datumkolom": "Begin",
        "datumvorm": "DD-MM-JJJJ",
    }
    keten.met_stuf(server.url, lijst=lijst | anders)


def gevraagd(server: StufServer) -> list[str | None]:
    return [etree.fromstring(question).findtext(NUMMER) for question in server.vragen]


def test_every_zaak_of_the_list_is_asked_for_and_sent_as_any_other(
    keten: Keten, server: StufServer
) -> None:
    key = keten.gemeente.eigen_ontvanger()
    keten.schrijf()
    done, report = keten.run()

    assert done.code == 0
    assert report["telling"]["gelezen"] == 2
    assert gevraagd(server) == [zaak.identificatie for zaak in ZAKEN[:2]]
    assert len(list(keten.gemeente.geopend(key))) == 1


def test_a_zaak_outside_the_window_is_not_asked_for(keten: Keten, server: StufServer) -> None:
    schrijf(keten, f"9901WMO2019000001;01-02-2019;Rolstoel\n{rij(ZAKEN[1])}")
    keten.run()

    assert gevraagd(server) == [ZAKEN[1].identificatie]


def test_a_zaak_that_is_listed_twice_is_asked_for_once(keten: Keten, server: StufServer) -> None:
    schrijf(keten, rij(ZAKEN[0]) * 2)
    keten.run()

    assert gevraagd(server) == [ZAKEN[0].identificatie]


def test_a_zaak_of_another_zaaktype_is_counted_and_not_read(keten: Keten) -> None:
    schrijf(keten, "".join(map(rij, ZAKEN)))
    _, report = keten.run()

    assert report["telling"]["buiten_bereik"] == 1
    assert report["telling"]["gelezen"] == 3


def test_a_zaak_that_the_system_does_not_know_is_told_and_the_others_are_read(
    keten: Keten,
) -> None:
    gone = replace(ZAKEN[0], identificatie="9901WMO2026999999")
    schrijf(keten, "".join(map(rij, (gone, *ZAKEN[:2]))))
    done, report = keten.run()

    assert report["telling"]["gelezen"] == 2
    assert "B-0384" in done.uit
    assert gone.identificatie not in done.uit + done.fout


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ("9901WMO2026000001;2026-01-31;x\n", "B-0381"),
        ("9901WMO2026000001;31-02-2026;x\n", "B-0381"),
        ("9901WMO2026000001;;x\n", "B-0381"),
        (rij(replace(ZAKEN[0], identificatie="")), "B-0382"),
        (rij(replace(ZAKEN[0], identificatie="9" * 41)), "B-0382"),
    ],
)
def test_a_list_that_is_not_as_agreed_stops_before_anything_is_asked(
    keten: Keten, server: StufServer, rows: str, code: str
) -> None:
    schrijf(keten, rij(ZAKEN[1]) + rows)
    done = keten.geef("run")

    assert done.code == 4
    assert code in done.uit
    assert "zaken.csv:3" in done.uit
    assert server.vragen == []


def test_without_a_list_nothing_is_asked(keten: Keten, server: StufServer) -> None:
    (keten.folder / "lijsten" / "zaken.csv").unlink()
    done = keten.geef("run")

    assert done.code == 4
    assert server.vragen == []


def test_another_zaak_than_was_asked_for_is_never_taken(tmp_path: Path) -> None:
    def other(number: int, body: bytes, status: int) -> Antwoord:
        wrong = ZAKEN[1].identificatie.encode()
        return status, {}, body.replace(ZAKEN[0].identificatie.encode(), wrong)

    with stuf_draait(ZAKEN, quirks=other) as server:
        chain = Keten(tmp_path)
        (tmp_path / "lijsten").mkdir()
        schrijf(chain, rij(ZAKEN[0]))
        aan(chain, server)
        done = chain.geef("run")

    assert done.code == 4
    assert "B-0383" in done.uit


def test_the_list_is_walked_before_the_zaaksysteem(keten: Keten) -> None:
    good = keten.geef("check", "--only", "bron")
    schrijf(keten, rij(ZAKEN[0]), head="Nummer;Begin;Soort")
    bad = keten.geef("check", "--only", "bron")

    assert "lijst: kopregel" in good.uit
    assert "kolommen zijn hernoemd" in bad.uit + bad.fout
    assert good.code == 0
    assert "B-0103" in bad.uit
    assert "niet geprobeerd 17" in bad.uit


def test_the_avg_report_names_the_list_as_a_way_that_data_goes(keten: Keten) -> None:
    settings = keten.gemeente.settings()

    assert "zaken: lijst van zaken" in {
        step["van"] for step in stroom(settings, settings.gemeenten[0])
    }


def test_the_question_is_valid_against_the_official_schema() -> None:
    folder = stuf.STANDARDS / "stuf-zkn-0310-zds-1.2"
    if not folder.is_dir():
        missing("standards", "the official StUF schemas are not beside this checkout")
    toets = Schemaset("x", lees_map(folder, "x")).toets(ZAAKDETAILS.vraag)
    source = stuf.bron("https://localhost/StUF", dienst=ZAAKDETAILS)
    asked = Vraag("20260301021500123", 2, nummer="9901WMO2026000001")
    root = etree.Element(ZAAKDETAILS.vraag)
    root.extend(delen(asked, source, scope(source.layout)))

    assert toets.bezwaren(root) == ()
