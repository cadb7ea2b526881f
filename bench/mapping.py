"""Measures how fast a mapping of 40 fields reads records, in records per CPU-second.

.venv/bin/python -P bench/mapping.py                 # best and median of thirty short rounds
.venv/bin/python -P bench/mapping.py --tegen FOLDER  # the same, in turns with another checkout
.venv/bin/python -P bench/mapping.py --profile       # where the time goes
"""

import cProfile
import gc
import os
import pstats
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from statistics import median

from mappings import Plan, load
from regres import Flag, Indicatie, Plaats, Row, SourceRecord
from regres.words import IndicatieBron

NUMBER = 20_000
ROUNDS = 30
HERE = Path(__file__).resolve()
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
    "Wederpartij": "Garage Proef", "Verzekeraar": "Verzekeraar Proef", "Kenteken": "XX-999-X",
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


def works() -> dict[str, tuple[Callable[[SourceRecord], object], list[SourceRecord]]]:
    """Give what is measured: `bezwaar` has a number plate in every row that is none."""
    mapping, good = plan(), rows(NUMBER)
    ROW["Kenteken"] = "XX-99-X"
    wrong = rows(NUMBER)
    # A run holds one record at a time; here all lie ready and would be gone through at every sweep.
    gc.freeze()

    def feiten(record: SourceRecord) -> object:
        return mapping.feiten(record, J, VANDAAG)

    return {"peek": (mapping.peek, good), "feiten": (feiten, good), "bezwaar": (feiten, wrong)}


def worker() -> None:
    """Measure one short round for every line that comes in."""
    found = works()
    size, at = NUMBER // ROUNDS, 0
    for line in sys.stdin:
        work, records = found[line.strip()]
        part = records[at % NUMBER :][:size]
        at += size
        print(rate(work, part), flush=True)


class Tree:
    """A checkout in a process of its own, measured with this file."""

    def __init__(self, folder: Path) -> None:
        env = {**os.environ, "PYTHONPATH": str(folder)}
        command = [sys.executable, "-P", str(HERE), "--worker"]
        pipe = subprocess.PIPE
        self.process = subprocess.Popen(command, stdin=pipe, stdout=pipe, env=env, text=True)

    def round(self, name: str) -> float:
        """Give records per CPU-second of one short round."""
        to, back = self.process.stdin, self.process.stdout
        assert to is not None
        assert back is not None
        print(name, file=to, flush=True)
        return float(back.readline())


def in_turns(trees: dict[str, Tree], name: str) -> Iterator[str]:
    """Let the trees take turns, so that a busy machine is busy for all; yields lines of figures."""
    rates: dict[str, list[float]] = {tree: [] for tree in trees}
    for at in range(ROUNDS + 1):
        order = list(trees) if at % 2 else list(reversed(trees))
        for tree in order:
            rates[tree].append(trees[tree].round(name))
    for tree, found in rates.items():
        yield f"{name:<10}{tree:<8}{max(found[1:]):>10,.0f}{median(found[1:]):>10,.0f}"
    first, *others = (found[1:] for found in rates.values())
    for other in others:
        gain = median(one / two for one, two in zip(first, other, strict=True))
        yield f"{name:<10}{'gain':<8}{gain:>20.2f}"


def profile() -> None:
    """Print where the time goes."""
    for name, (work, records) in works().items():
        with cProfile.Profile() as measured:
            rate(work, records[:5000])
        print(name)
        pstats.Stats(measured).sort_stats("tottime").print_stats(22)


def compare() -> None:
    """Print the rates of this checkout, and of another one when it is named."""
    trees = {"here": Tree(HERE.parents[1])}
    if "--tegen" in sys.argv:
        trees["there"] = Tree(Path(sys.argv[sys.argv.index("--tegen") + 1]).resolve())
    delen = plan().delen
    fields = len(delen.velden) + sum(map(len, delen.kosten))
    print(f"{fields} fields, {ROUNDS} rounds of {NUMBER // ROUNDS} records; per CPU-second")
    print(f"{'':<18}{'best':>10}{'median':>10}")
    for name in ("peek", "feiten", "bezwaar"):
        print(*in_turns(trees, name), sep="\n")
    for tree in trees.values():
        tree.process.communicate()


def main() -> None:
    """Print the rates, or the profile."""
    if "--worker" in sys.argv:
        worker()
    elif "--profile" in sys.argv:
        profile()
    else:
        compare()


if __name__ == "__main__":
    main()
