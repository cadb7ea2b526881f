"""Measures how fast a mapping of 40 fields reads records, in records per CPU-second.

.venv/bin/python -P bench/mapping.py            # three rounds of each
.venv/bin/python -P bench/mapping.py --profile  # where the time goes
"""

import cProfile
import gc
import pstats
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

from mappings import Plan, load
from regres import Flag, Indicatie, Plaats, Row, SourceRecord
from regres.words import IndicatieBron

NUMBER = 20_000
VANDAAG = date(2026, 3, 2)
J = Flag(Indicatie.J, IndicatieBron.EXPLICIET, ())
#: The field, its column, and how it is written: 40 of them, the two of the key among them.
FIELDS = """\
client:
  clientnummer: {kolom: Nr}
  burgerservicenummer: {kolom: BSN}
  geslachtsnaam: {kolom: Naam, splitsen: {op: ",", deel: 1}}
  voorvoegsel: {kolom: Naam, splitsen: {op: ",", deel: 2}}
  voorletters: {kolom: Vl}
  geboortedatum: {kolom: Geb}
  overledenOp: {kolom: Dood}
  geheim: {kolom: Geheim}
  adres:
    straat: {kolom: Straat}
    huisnummer: {kolom: Huisnr}
    toevoeging: {kolom: Toev}
    postcode: {kolom: PC}
    plaats: {kolom: Plaats}
ongeval:
  datum: {kolom: Dag}
  soort: {kolom: Soort, waarden: {Auto: verkeer, Klap: geweld, Werk: bedrijfsongeval}}
  tijdensWerk: {kolom: Werk}
  politie: {betrokken: {kolom: Politie}, pvNummer: {kolom: PV}}
aansprakelijkheid:
  derde: {kolom: Derde}
  hoedanigheid: {kolom: Wie, waarden: {B: bestuurder, W: werkgever}}
  erkend: {kolom: Erkend, waarden: {J: ja, N: nee, half: deels}}
tegenpartij:
  naam: {kolom: Wederpartij}
  verzekeraar: {kolom: Verzekeraar}
  kenteken: {kolom: Kenteken}
datumAanvraag: {kolom: Aanvraag}
datumBekendheid: {kolom: Bekend}
eerderGemeld: {indicatie: {kolom: Eerder}}
voorziening:
  beschikkingnummer: {kolom: Beschikking}
  datumToekenning: {kolom: Besluit}
  besluitstatus: {kolom: Status, waarden: {Toegekend: toegekend, Afgewezen: afgewezen}}
  productcategorie: {kolom: Code, deel: 1-2}
  productcode: {kolom: Code}
  omschrijving: {kolom: Oms, tekst: afkappen}
  leveringsvorm: {kolom: Vorm, waarden: {ZIN: zin, PGB: pgb}}
  wet: {vast: Wmo, waarom: alleen Wmo}
  ingangsdatum: {kolom: In}
  einddatum: {kolom: Uit}
"""
MAPPING = """\
bron: csv
levering: volledig
sleutelruimte: proef
sleutel: [beschikkingnummer, productcode, ingangsdatum]
bestand: {codering: utf-8, scheidingsteken: ";"}
standaard: {datum: dd-mm-jjjj, bedrag: "1.234,56", ja_nee: {ja: J, nee: N, onbekend: O}}
signalen:
  vlag: {kolom: Ongeval}
  derde: {kolom: Derde}
  steun: [datum, verzekeraar]
  notitie: {kolom: Memo}
kosten:
  - bedrag: {kolom: Bedrag}
    frequentie: {kolom: Per, waarden: {eenmalig: eenmalig, per week: week}}
    eigenBijdrage: {kolom: Eigen}
velden:
"""
#: What every row holds; the numbered ones differ from row to row.
ROW = {
    "Ongeval": "J", "Derde": "J", "Memo": "Aangereden op het fietspad.", "Vl": "A.B.",
    "Dood": "", "Geheim": "N", "Straat": "Proefstraat", "Toev": "a", "PC": "9999 ZZ",
    "Plaats": "Duinrand", "Werk": "N", "Politie": "J", "PV": "PV-1", "Wie": "B", "Erkend": "half",
    "Wederpartij": "Garage Proef", "Verzekeraar": "Verzekeraar Proef", "Kenteken": "XX-99-X",
    "Eerder": "N", "Status": "Toegekend", "Code": "13A04", "Oms": "Traplift",
    "Vorm": "ZIN", "Uit": "", "Per": "eenmalig", "Eigen": "19,00", "BSN": "999900006",
}  # fmt: skip


def rows(number: int) -> list[SourceRecord]:
    """Make rows of which dates, amounts, names and keys differ."""
    names = [*ROW, *("Nr", "Naam", "Geb", "Huisnr", "Dag", "Soort", "Aanvraag", "Bekend")]
    names += ["Beschikking", "Besluit", "In", "Bedrag"]
    index = {name: place for place, name in enumerate(names)}
    return [
        SourceRecord("9901", Plaats("export.csv", at + 2), Row(_cells(at), index))
        for at in range(number)
    ]


def _cells(at: int) -> list[str]:
    def day(start: date, step: int) -> str:
        return (start + timedelta(days=at * step % 1500)).strftime("%d-%m-%Y")

    granted = date(2020, 3, 1) + timedelta(days=at % 1500)
    differing = (
        f"C{at:06}",
        f"Proef{at}, van der",
        day(date(1940, 1, 1), 7),
        str(at % 300 + 1),
        day(date(2015, 1, 1), 1),
        ("Auto", "Klap", "Werk")[at % 3],
        (granted - timedelta(days=30)).strftime("%d-%m-%Y"),
        granted.strftime("%d-%m-%Y"),
        f"B{at:06}",
        granted.strftime("%d-%m-%Y"),
        (granted + timedelta(days=10)).strftime("%d-%m-%Y"),
        f"{at % 9000 + 20},{at % 100:02}",
    )
    return [*ROW.values(), *differing]


def plan() -> Plan:
    """Load the mapping."""
    lines = "".join(f"  {line}\n" for line in FIELDS.splitlines())
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "veertig.yaml"
        path.write_text(MAPPING + lines, encoding="utf-8")
        return load(path)


def rate(work: Callable[[SourceRecord], object], records: list[SourceRecord]) -> float:
    """Give records per CPU-second."""
    start = time.process_time()
    for record in records:
        work(record)
    return len(records) / (time.process_time() - start)


def main() -> None:
    """Print the rates, or the profile."""
    mapping, records = plan(), rows(NUMBER)
    fields = len(mapping.delen.velden) + sum(map(len, mapping.delen.kosten))
    # A run holds one record at a time; here all lie ready and would be gone through at every sweep.
    gc.freeze()
    works: dict[str, Callable[[SourceRecord], object]] = {
        "peek": mapping.peek,
        "feiten": lambda record: mapping.feiten(record, J, VANDAAG),
    }
    if "--profile" in sys.argv:
        for name, work in works.items():
            with cProfile.Profile() as profile:
                rate(work, records[:5000])
            print(name)
            pstats.Stats(profile).sort_stats("tottime").print_stats(22)
        return
    print(f"{fields} fields, {NUMBER} records, records per CPU-second")
    for name, work in works.items():
        print(f"{name:<8}", *(f"{rate(work, records):>10,.0f}" for _ in range(3)))


if __name__ == "__main__":
    main()
