"""Measures the text engine on labelled notes: what it found, missed and called wrongly.

    .venv/bin/python -P bench/assess_quality.py [--fouten] FILE...

A file with an `accident` column is labelled (yes, no, uncertain, and what else is known); one with
only notes is taken as ordinary: none of them is about an accident. `--fouten` prints the wrong
notes with their label, the verdict and the rules behind it: never for a set that is kept unseen.
"""

import argparse
import csv
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assessment.notes import NoteFinding

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

LABEL = {"yes": "J", "no": "N", "uncertain": "O"}
SOORT = {
    "traffic": "verkeer",
    "work": "bedrijfsongeval",
    "medical": "medisch",
    "animal": "dier",
    "assault": "geweld",
    "product": "product",
    "public_fall": "openbareRuimte",
    "own_fall": "valPrive",
    "sport": "sport",
    "other": "overig",
}
DERDE = {"yes": "ja", "no": "nee", "unknown": "onbekend"}


@dataclass(frozen=True, slots=True)
class Gemeten:
    """One labelled note and what the engine made of it; `wil` and `kreeg` are J, O or N."""

    rij: dict[str, str]
    wil: str
    kreeg: str
    gevonden: "NoteFinding"


def main() -> None:
    """Measure every file, then all labelled ones together."""
    lezer = argparse.ArgumentParser(description=__doc__)
    lezer.add_argument("bestanden", nargs="+", type=Path)
    lezer.add_argument("--fouten", action="store_true")
    keuze = lezer.parse_args()
    alles: list[Gemeten] = []
    for pad in keuze.bestanden:
        gemeten = meet(pad)
        gelabeld = [een for een in gemeten if "accident" in een.rij]
        print(f"== {pad.name}: {len(gemeten)} notities")
        (_toon if gelabeld else _toon_gewoon)(gemeten)
        if keuze.fouten:
            _toon_fouten(gemeten)
        alles.extend(gelabeld)
    if len(keuze.bestanden) > 1 and alles:
        print(f"== samen: {len(alles)} gelabelde notities")
        _toon(alles)


def meet(pad: Path) -> list[Gemeten]:
    """Read every note of a file and judge it."""
    from assessment.notities import Notitielezer

    lezer = Notitielezer.laad()
    with pad.open(encoding="utf-8", newline="") as bestand:
        rijen = list(csv.DictReader(bestand))
    gemeten = []
    for rij in rijen:
        gevonden = lezer.lees(rij["note"])
        kreeg = gevonden.indicatie.value if gevonden.indicatie else "N"
        gemeten.append(Gemeten(rij, LABEL[rij.get("accident", "no")], kreeg, gevonden))
    return gemeten


def recall_precisie(gemeten: Iterable[Gemeten], letters: str) -> tuple[float, float]:
    """Give (recall, precision) of these verdicts taken together; 1.0 where nothing counts."""
    paren = [(een.wil in letters, een.kreeg in letters) for een in gemeten]
    raak = sum(wil and kreeg for wil, kreeg in paren)
    gewild, gekregen = sum(wil for wil, _ in paren), sum(kreeg for _, kreeg in paren)
    return raak / gewild if gewild else 1.0, raak / gekregen if gekregen else 1.0


def _toon(gemeten: Sequence[Gemeten]) -> None:
    for letters in ("JO", "J"):
        recall, precisie = recall_precisie(gemeten, letters)
        print(f"{letters:<3} recall {recall:.3f}  precisie {precisie:.3f}")
    paren = Counter((een.wil, een.kreeg) for een in gemeten)
    print(" ".join(f"{wil}>{kreeg} {paren[wil, kreeg]}" for wil in "JON" for kreeg in "JON"))
    ja = [een for een in gemeten if een.wil == "J" and een.kreeg in "JO"]
    for naam, gelijk in (("derde", _derde), ("soort", _soort), ("datum", _datum)):
        print(f"{naam} gelijk: {sum(map(gelijk, ja))} van {len(ja)}")
    per_val: defaultdict[str, list[bool]] = defaultdict(list)
    for een in gemeten:
        per_val[een.rij.get("trap", "")].append(een.wil == een.kreeg)
    print(", ".join(f"{val} {sum(goed)}/{len(goed)}" for val, goed in sorted(per_val.items())))


def _toon_gewoon(gemeten: Sequence[Gemeten]) -> None:
    telling = Counter(een.kreeg for een in gemeten)
    print(f"J {telling['J']}  O {telling['O']}")


def _derde(een: Gemeten) -> bool:
    return een.gevonden.derde.value == DERDE.get(een.rij["liable_third_party"])


def _soort(een: Gemeten) -> bool:
    return een.gevonden.soort.value == SOORT.get(een.rij["accident_type"], "onbekend")


def _datum(een: Gemeten) -> bool:
    return (een.gevonden.datum.iso() or "") == een.rij["accident_date"]


def _toon_fouten(gemeten: Sequence[Gemeten]) -> None:
    for een in gemeten:
        if een.wil != een.kreeg:
            regels = " ".join(f"{r.regel}[{r.term}]" for r in een.gevonden.redenen[:6])
            val = een.rij.get("trap", "")
            print(f"{een.rij.get('id')} {een.wil}>{een.kreeg} ({val}) {een.rij['note']}")
            print(f"      {regels}")


if __name__ == "__main__":
    main()
