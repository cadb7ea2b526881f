"""Records to explain: a mapping with every fact there is, and the road of a run over one record."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from connectors.memory import Memory
from pipeline import Route
from pipeline.explanation import op_plaats, zoek
from pipeline.geheugen import Geheugen
from pipeline.preview import Droog
from pipeline.slots import nacht
from regres import SourceRecord
from settings.trial import losse_route
from tests.tools.gemeente import ROOT

DAG = date(2026, 11, 20)
NU = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)

_SOORTEN = (
    *("verkeer", "bedrijfsongeval", "medisch", "dier", "geweld", "product", "openbareRuimte"),
    *("valPrive", "sport", "overig", "onbekend"),
)
_WIE = (
    *("bestuurder", "werkgever", "collega", "gezinslid", "dierbezitter", "wegbeheerder"),
    *("zorgverlener", "producent", "opstalbezitter", "overig", "onbekend"),
)


def _zelf(*woorden: str) -> str:
    """Write a table in which every word means itself."""
    return "{" + ", ".join(f"{woord}: {woord}" for woord in woorden) + "}"


ALLES = f"""\
bron: csv
levering: volledig
sleutelruimte: proef
sleutel: [beschikkingnummer]
bestand: {{codering: utf-8, scheidingsteken: ";"}}
standaard:
  datum: dd-mm-jjjj
  bedrag: "1.234,56"
  ja_nee: {{ja: J, nee: N, onbekend: O}}
signalen:
  vlag: [{{kolom: Vlag}}, {{kolom: Vlag 2}}]
  derde: {{kolom: Derde}}
  code:
    kolom: Code
    waarden: {{A1: {{ongeval: J, soort: verkeer}}, Z9: N, X5: "O"}}
  steun:
    - datum
    - {{soort: kenteken, kolom: Kenteken}}
    - {{soort: schadenummer, kolom: Schadenr}}
  notitie: {{kolom: Notitie}}
velden:
  client:
    clientnummer: {{kolom: Nr}}
    geslachtsnaam: {{kolom: Naam}}
    geboortedatum: {{kolom: Geboren}}
  ongeval:
    datum: {{kolom: Ongeval}}
    soort: {{kolom: Soort, waarden: {_zelf(*_SOORTEN)}}}
  aansprakelijkheid:
    derde: {{kolom: Aansprakelijk}}
    hoedanigheid: {{kolom: Wie, waarden: {_zelf(*_WIE)}}}
    andereDerde: {{kolom: Andere}}
    schuldGesteld: {{kolom: Schuld}}
    veroorzakerBekend: {{kolom: Dader}}
    verzekeraarNeemtDeel: {{kolom: Verzekeraar doet mee}}
  afgewikkeld: {{kolom: Afgewikkeld}}
  stuitingen: [{{kolom: Brief 1}}, {{kolom: Brief 2}}]
  gemeenteOpOngevalsdatum: {{kolom: Toen}}
  datumBekendheid: {{kolom: Bekend}}
  datumAanvraag: {{kolom: Aanvraag}}
  eerderGemeld: {{indicatie: {{kolom: Gemeld}}}}
  reedsVergoed: {{indicatie: {{kolom: Vergoed}}}}
  voorziening:
    beschikkingnummer: {{kolom: Besluitnr}}
    productcode: {{kolom: Product}}
    datumToekenning: {{kolom: Toekenning}}
    ingangsdatum: {{kolom: Ingang}}
    besluitstatus:
      kolom: Status
      waarden: {_zelf("aangevraagd", "toegekend", "afgewezen", "ingetrokken", "beeindigd")}
    wet: {{kolom: Wet, waarden: {_zelf("Wmo", "Wmo2007", "Wlz", "Jeugdwet", "Zvw")}}}
    leveringsvorm: {{kolom: Vorm, waarden: {_zelf("zin", "pgb", "algemeen")}}}
kosten:
  - bedrag: {{kolom: Bedrag}}
    frequentie: {{kolom: Per, waarden: {{eenmalig: eenmalig, maand: maand}}}}
"""
KOLOMMEN = (
    *("Vlag", "Vlag 2", "Derde", "Code", "Kenteken", "Schadenr", "Notitie", "Nr", "Naam"),
    *("Geboren", "Ongeval", "Soort", "Aansprakelijk", "Wie", "Andere", "Schuld", "Dader"),
    *("Verzekeraar doet mee", "Afgewikkeld", "Brief 1", "Brief 2", "Toen", "Bekend"),
    *("Aanvraag", "Gemeld", "Vergoed", "Besluitnr", "Product", "Toekenning", "Ingang", "Status"),
    *("Wet", "Vorm", "Bedrag", "Per"),
)
GEWOON = {
    "Nr": "17",
    "Naam": "Proefpersoon",
    "Besluitnr": "B-1",
    "Product": "13A04",
    "Toekenning": "01-06-2026",
    "Status": "toegekend",
    "Wet": "Wmo",
    "Vorm": "zin",
}


@cache
def alles() -> Route:
    """Give a route over records of KOLOMMEN."""
    path = Path(_folder().name) / "alles.yaml"
    path.write_text(ALLES, encoding="utf-8")
    return _route(path)


@cache
def duinrand() -> Route:
    """Give a route over records of the demo's export."""
    return _route(ROOT / "config" / "mappings" / "duinrand-csv.yaml")


def _route(mapping: Path) -> Route:
    # Its own door is never opened: every test brings its records.
    route = losse_route(mapping, mapping)
    return replace(route, gemeente=replace(route.gemeente, gemeentecode="9901"))


@cache
def _folder() -> "TemporaryDirectory[str]":
    return TemporaryDirectory(prefix="regresbrug-test-")


def record_of(rij: Mapping[str, str]) -> SourceRecord:
    """Give a record of KOLOMMEN as a source gives it."""
    cells = [rij.get(name, "") for name in KOLOMMEN]
    (record,) = Memory.van_rijen("9901", KOLOMMEN, [cells]).records
    return record


def uitgelegd(
    route: Route,
    kolommen: tuple[str, ...],
    *rijen: Mapping[str, str] | tuple[str, ...],
    geheugen: Geheugen | None = None,
    dag: date = DAG,
    regel: int = 2,
) -> dict[str, Any]:
    """Explain one of these rows, the first by default, in full."""
    cells = [
        row if isinstance(row, tuple) else tuple(row.get(name, "") for name in kolommen)
        for row in rijen
    ]
    there = replace(route, connector=Memory.van_rijen("9901", kolommen, cells))
    found = zoek(there, nacht(dag), op_plaats(regel), geheugen or Droog(), NU, dag)
    assert found is not None
    return found
