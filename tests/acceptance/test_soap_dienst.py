"""The service of docs/handboek/soap-diensten.md, as it stands there: checked, previewed and run."""

import re
from datetime import date, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

import scheduler
from demo.certificaten import Certificaten
from pipeline import SlotSoort
from tests.tools.gemeente import ROOT
from tests.tools.keten import Keten, codes, vandaag
from tests.tools.soap_server import SoapServer, Vraag
from tests.tools.stuf import bsn, certificaten

PAGE = (ROOT / "docs" / "handboek" / "soap-diensten.md").read_text(encoding="utf-8")
WMO = "http://leverancier.example/wmo/v1"
WSA = "http://www.w3.org/2005/08/addressing"


def examples(kind: str) -> list[str]:
    return re.findall(rf"```{kind}\n(.*?)```", PAGE, re.DOTALL)


def voorziening(number: int, vlag: str) -> str:
    day = vandaag() - timedelta(days=30 + number)
    accident = f"<DatumOngeval>{day - timedelta(days=90):%Y%m%d}</DatumOngeval>"
    return (
        f"<Client><Persoon><Bsn>{bsn(number)}</Bsn><Achternaam>Wit &amp; Zoon</Achternaam>"
        "<Geboortedatum>19540612</Geboortedatum></Persoon><Voorziening>"
        f"<Beschikkingnummer>B{number:04}</Beschikkingnummer><Besluitdatum>{day:%Y%m%d}"
        "</Besluitdatum><Status>T</Status><Categorie>13</Categorie><Product>13B02</Product>"
        "<Omschrijving>Traplift</Omschrijving><Vorm>ZIN</Vorm>"
        f"<Ingangsdatum>{day:%Y%m%d}</Ingangsdatum><Bedrag>6450.00</Bedrag>"
        f"<IndicatieOngeval>{vlag}</IndicatieOngeval>{accident if vlag == 'J' else ''}"
        "</Voorziening></Client>"
    )


PAGES = {
    "": (voorziening(1, "J") + voorziening(2, "N"), "p2"),
    "p2": (voorziening(3, "N"), ""),
}


def answer(vraag: Vraag) -> bytes:
    """Check what came in as the service would, and give a page."""
    assert vraag.waarde("Gemeente") == "9901"
    assert vraag.waarde("Action") == f"{WMO}/GeefVoorzieningen"
    assert re.fullmatch(r"[0-9]{8}", vraag.waarde("Van"))
    inside, more = PAGES[vraag.waarde("Vervolg")]
    number = vraag.waarde("MessageID")
    return (
        '<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Header>'
        f'<w:RelatesTo xmlns:w="{WSA}">{number}</w:RelatesTo></s:Header><s:Body>'
        f'<o:VoorzieningenAntwoord xmlns:o="{WMO}">{inside}<Vervolg>{more}</Vervolg>'
        "</o:VoorzieningenAntwoord></s:Body></s:Envelope>"
    ).encode()


def chain(folder: Path, url: str, tls: Certificaten, **anders: Any) -> Keten:
    """Write the configuration as the page does; only address and files are this machine's."""
    keten = Keten(folder)
    source, mapping = (YAML(typ="safe").load(text) for text in examples("yaml"))
    (keten.config / "sjablonen").mkdir()
    for name, text in zip(("wmo-vraag.xml", "wmo-kop.xml"), examples("xml"), strict=True):
        (keten.config / "sjablonen" / name).write_text(text, encoding="utf-8")
    with (keten.config / "mappings" / "wmo-dienst.yaml").open("w", encoding="utf-8") as out:
        YAML().dump(mapping, out)
    keten.gemeente.geheim("tls.key", tls.client_sleutel.read_text())
    keten.mag_naar(url.removeprefix("https://").partition("/")[0])
    own: dict[str, Any] = {"adres": url, "ca": str(tls.ca), "clientcertificaat": str(tls.client)}
    own |= {"clientsleutel": "geheim/tls.key", "vanaf": vandaag() - timedelta(days=20)}
    keten.gemeente.gemeente["bronnen"] = {"wmo_dienst": source["wmo_dienst"] | own | anders}
    keten.schrijf()
    return keten


@pytest.fixture
def server() -> Any:
    with SoapServer(answer, certificaten()) as running:
        yield running


def test_the_example_of_the_handbook_is_checked_and_run(server: SoapServer, tmp_path: Path) -> None:
    keten = chain(tmp_path, server.url, certificaten())

    checked = keten.geef("check")
    run, verslag = keten.run()

    assert checked.code in {0, 1}, checked.uit
    assert "eerste record" in checked.uit
    assert run.code == 0, run.fout
    buckets = {name: count for name, count in verslag["telling"].items() if count}
    assert (buckets["gelezen"], buckets["geen_ongeval"]) == (3, 2)
    assert len(keten.gemeente.bezorgd) == 1
    assert bsn(1) not in run.uit + run.fout + checked.uit + checked.fout


def test_a_preview_tells_how_each_record_is_judged(server: SoapServer, tmp_path: Path) -> None:
    seen = chain(tmp_path, server.url, certificaten()).geef("preview", "--format", "jsonl")

    assert seen.code == 0, seen.fout
    assert [line["indicatie"] for line in seen.regels] == ["J", "N", "N"]
    assert [line["bron"]["bericht"] for line in seen.regels] == ["1", "1", "2"]
    assert "Wit" not in seen.uit + seen.fout


def test_without_a_period_the_source_is_read_as_a_whole_each_night(
    server: SoapServer, tmp_path: Path
) -> None:
    keten = chain(tmp_path, server.url, certificaten(), tijd="05:30", wacht_uren=2)
    del keten.gemeente.gemeente["bronnen"]["wmo_dienst"]["vanaf"]
    (keten.config / "sjablonen" / "wmo-vraag.xml").write_text(
        f'<w:Vraag xmlns:w="{WMO}"><Gemeente>9901</Gemeente><Van>{date(2019, 1, 1):%Y%m%d}</Van>'
        "<Vervolg>{{vervolg}}</Vervolg></w:Vraag>"
    )
    keten.schrijf()

    run, verslag = keten.run()

    assert run.code == 0, run.fout
    assert verslag["telling"]["gelezen"] == 3
    turns = list(scheduler.beurten(keten.gemeente.settings()))
    assert [(one.soort, one.tijd, one.wacht) for one in turns] == [
        (SlotSoort.NACHT, time(5, 30), timedelta(hours=2))
    ]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"antwoord": "onbekend:Antwoord"}, "C-0275"),
        ({"adressering": {}}, "C-0274"),
        ({"clientsleutel": None}, "C-0214"),
        ({"clientcertificaat": None, "clientsleutel": None}, "C-0271"),
        ({"sjabloon": "sjablonen/weg.xml"}, "B-0701"),
        ({"volgende": None}, "B-0706"),
        ({"mapping": "duinrand-csv"}, "C-0210"),
    ],
)
def test_what_does_not_fit_is_told_before_anything_is_asked(
    server: SoapServer, tmp_path: Path, changes: dict[str, Any], code: str
) -> None:
    server.vragen.clear()
    run, _ = chain(tmp_path, server.url, certificaten(), **changes).run()

    assert (run.code, codes(run.fout)) == (3, [code]), run.fout
    assert server.vragen == []
