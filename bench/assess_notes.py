"""Times the text engine: on notes without any term, on candidates, and on notes that are read.

    .venv/bin/python -P bench/assess_notes.py

Notes per CPU-second of one core. "zonder term": the prefilter finds nothing. "kandidaat": ordinary
notes in which the prefilter finds a word; most of them need no more than a second look. "gelezen":
labelled notes about accidents, nearly all of which are read to the end. Best of five rounds.
"""

import csv
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assessment.notities import Notitielezer

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

RONDES = 5
# Words of ordinary notes that no term of the lexicon is in; lines of about 200 characters.
ZONDER = (
    "Mevrouw woont zelfstandig in een appartement en kan de zware huishoudelijke taken niet meer "
    "uitvoeren vanwege artrose in beide handen. Zij vraagt om hulp bij het huishouden voor 3 uur.",
    "Verzoek tot verlenging van de begeleiding; doelen zijn deels behaald. De zoon ondersteunt bij "
    "de administratie. Afgesproken wordt om over een half jaar samen te evalueren hoe het gaat.",
    "Cliënt heeft COPD en weinig energie. Boodschappen worden bezorgd, koken lukt met pauzes. "
    "Indicatie wordt met twee jaar verlengd, omvang blijft gelijk aan de vorige periode, 120 min.",
)


def main() -> None:
    """Measure and print."""
    from assessment.notities import Notitielezer
    from tests.tools.notities import gewone_notities

    begin = time.process_time()
    lezer = Notitielezer.laad()
    print(f"laden           {1000 * (time.process_time() - begin):>9.0f} ms")
    zonder = [f"{tekst} {nummer}" for nummer in range(20_000) for tekst in ZONDER]
    gewoon = [tekst for tekst in gewone_notities(10_000) if lezer.is_kandidaat(tekst)]
    assert not any(map(lezer.is_kandidaat, zonder))
    for naam, teksten in (
        ("zonder term", zonder),
        ("kandidaat", gewoon),
        ("gelezen", _gelabeld() * 5),
    ):
        lengte = sum(map(len, teksten)) / len(teksten)
        print(f"{naam:<12}{_snelheid(lezer, teksten):>12,.0f} notities/s  ({lengte:.0f} tekens)")


def _snelheid(lezer: "Notitielezer", teksten: Sequence[str]) -> float:
    beste = 0.0
    for _ in range(RONDES):
        begin = time.process_time()
        for tekst in teksten:
            lezer.lees(tekst)
        beste = max(beste, len(teksten) / (time.process_time() - begin))
    return beste


def _gelabeld() -> list[str]:
    pad = ROOT / "tests" / "data" / "notes" / "voorbeeldnotities.csv"
    with pad.open(encoding="utf-8", newline="") as bestand:
        return [rij["note"] for rij in csv.DictReader(bestand)]


if __name__ == "__main__":
    main()
