"""The main job on input that the demo did not make, through config alone."""

import shutil
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from joserfc.jwk import OKPKey

import scheduler
from demo.stuf_server import Antwoord, StufServer
from ledger import Ledger
from pipeline import RunVerslag, SlotSoort
from settings import aansluiten
from tests.tools import stuf
from tests.tools.gemeente import Gemeente

VOORBEELDEN = Path(__file__).resolve().parents[1] / "data"
MAPPINGS = Path(__file__).parent / "mappings"
KLOK = datetime(2026, 3, 1, 4, 0, tzinfo=UTC)


@pytest.fixture
def gemeente(tmp_path: Path) -> Gemeente:
    made = Gemeente(tmp_path)
    shutil.rmtree(made.config / "mappings")
    shutil.copytree(MAPPINGS, made.config / "mappings")
    return made


@pytest.fixture
def sleutel(gemeente: Gemeente) -> OKPKey:
    return gemeente.eigen_ontvanger()


def draai(gemeente: Gemeente, naam: str) -> RunVerslag:
    gemeente.schrijf()
    settings = gemeente.settings()
    line = aansluiten(settings, settings.gemeenten[0], lambda: KLOK, {})
    with Ledger.open(settings.grootboek) as ledger:
        done = scheduler.ronde(line, ledger, [(naam, SlotSoort.NACHT)], lambda: KLOK)
    line.close()
    (verslag,) = done.runs
    return verslag


def lever(gemeente: Gemeente, versie: int) -> str:
    """Put a sample of the plainest supplier down, and its mapping beside it."""
    sample = VOORBEELDEN / "csv" / f"A_zorgvenster_v{versie}.csv"
    shutil.copy(sample, gemeente.folder / "export" / sample.name)
    gemeente.gemeente["bronnen"]["export"] = {
        "soort": "map",
        "mapping": f"zorgvenster-v{versie}",
        "map": "../export",
        "patroon": "A_*.csv",
    }
    return sample.name


def zonder_notitie(gemeente: Gemeente, versie: int) -> None:
    path = gemeente.config / "mappings" / f"zorgvenster-v{versie}.yaml"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    kept = [line for line in lines if not line.startswith("  notitie:")]
    assert len(kept) == len(lines) - 1
    path.write_text("".join(kept), encoding="utf-8")


@pytest.mark.parametrize(
    ("versie", "quarantaine", "sent"),
    [(1, 4, 0), (2, 6, 0), (4, 7, 1), (5, 3, 0)],
)
def test_the_plainest_exports_of_a_supplier_run_by_configuration_alone(
    gemeente: Gemeente, sleutel: OKPKey, versie: int, quarantaine: int, sent: int
) -> None:
    """Six rows each: one J after its grant (V17), one N with an accident date, four without."""
    name = lever(gemeente, versie)
    zonder_notitie(gemeente, versie)

    verslag = draai(gemeente, "export")

    counts = verslag.telling.as_json()
    assert (counts["gelezen"], counts["quarantaine"], counts["beoordelen"]) == (6, 1, 1)
    assert counts["klaargezet"] == sent == len(gemeente.bezorgd)
    assert any(
        one["waar"].startswith(f"{name}:{quarantaine}")
        for group in verslag.problemen.as_json()
        for one in group["voorbeelden"]
    )
    for opened in gemeente.geopend(sleutel):
        assert opened["ongeval"]["datum"] == {"datum": "2019-01-25", "precisie": "dag"}
        assert opened["voorziening"]["kosten"][0]["bedrag"] == "4350.50"
        assert opened["client"]["burgerservicenummer"] is None


@pytest.mark.parametrize(
    ("versie", "quarantaine", "beoordelen"), [(1, 0, 4), (2, 1, 3), (4, 1, 3), (5, 0, 3)]
)
def test_their_notes_contradict_flags_and_tell_of_accidents_that_no_flag_tells(
    gemeente: Gemeente, versie: int, quarantaine: int, beoordelen: int
) -> None:
    """J beside "partner" or "geen ongeval", N beside a bite or a fall, nothing beside a car."""
    lever(gemeente, versie)

    counts = draai(gemeente, "export").telling.as_json()

    assert (counts["quarantaine"], counts["beoordelen"]) == (quarantaine, beoordelen)
    assert gemeente.bezorgd == []


def test_the_example_answer_of_the_standards_becomes_one_melding(
    gemeente: Gemeente, sleutel: OKPKey
) -> None:
    """Two zaken: ZAAK-10077 has wmo.indicatieOngeval J and a date known to the month."""
    names = ("02-zakLa01-antwoord-pagina-1.xml", "04-zakLa01-antwoord-leeg.xml")
    bodies = [(VOORBEELDEN / "stuf" / name).read_bytes() for name in names]

    def example(number: int, _: bytes, __: int) -> Antwoord:
        return 200, {}, bodies[(number - 1) % 2]

    tls = stuf.certificaten()
    with StufServer([], tls, quirks=example) as server:
        gemeente.dienst["eigen_computer"] = "toets"
        gemeente.dienst["uitgaand"] = [server.url.removeprefix("https://").split("/")[0]]
        gemeente.gemeente["bronnen"] = {
            "zaaksysteem": {
                "soort": "stuf_zkn",
                "mapping": "stuf-voorbeeld-02",
                "adres": server.url,
                "zender": {
                    "organisatie": "Regresloket",
                    "applicatie": "RegresAdapter",
                    "administratie": "productie",
                },
                "ontvanger": {
                    "organisatie": "0384",
                    "applicatie": "WmoRegistratie",
                    "administratie": "productie",
                },
                "zaaktypen": ["WMO-VOORZ"],
                "ca": str(tls.ca),
                "clientcertificaat": str(tls.client),
                "clientsleutel": str(tls.client_sleutel),
                "vanaf": date(2026, 1, 1),
                "toleranties": ["eigen_crossref"],
            }
        }
        verslag = draai(gemeente, "zaaksysteem")

    # It announces three zaken in all, and the second page is empty: told, and no reason to stop.
    assert [problem.code for problem in verslag.oorzaken] == ["B-0356"]
    counts = verslag.telling.as_json()
    assert (counts["gelezen"], counts["geen_ongeval"], counts["klaargezet"]) == (2, 1, 1)
    (opened,) = gemeente.geopend(sleutel)
    assert opened["ongeval"]["datum"] == {"datum": "2025-11", "precisie": "maand"}
    assert opened["client"]["geslachtsnaam"] == "Wit"
    assert opened["voorziening"]["productcode"] == "13X21"
    assert opened["verhaalbaarheid"]["uitkomst"] == "onderzoek"
