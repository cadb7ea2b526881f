"""Measures how soon the werkbank answers a change of a mapping: a whole POST of a browser.

python -P -m bench.werkbank        # median of five rounds, CPU and wall clock
"""

import tempfile
import time
from pathlib import Path
from statistics import median

from bench.preview import NOTES
from tests.tools.gemeente import csv_bytes, rij
from tests.tools.paginawereld import Paginawereld, paginawereld
from tests.tools.routes import EIGEN, kop

ROUNDS = 5
#: Of so many rows once is enough.
LANG = 10_000
PAD = f"/gemeenten/{EIGEN}/werkbank"
BEHEER = kop(f"beheer@{EIGEN}")


def leg(wereld: Paginawereld, rows: int, *, notities: bool) -> None:
    """Put an export down of which one row in five has an accident, with or without a note each."""
    notes = NOTES.read_text(encoding="utf-8-sig").splitlines()[1:] if notities else [""]
    made = [
        rij(n, "N" if n % 5 else "J", Toelichting=_plat(notes[n % len(notes)])) for n in range(rows)
    ]
    file = wereld.gemeente.folder / "export" / "wmo_voorzieningen.csv"
    file.write_bytes(csv_bytes(made))


def _plat(text: str) -> str:
    return text.encode("cp1252", "ignore").decode("cp1252").strip('"')


def gevraagd(wereld: Paginawereld, tekst: str, doe: str) -> tuple[float, float]:
    """Send one changed text; gives CPU and wall seconds until the whole page is there."""
    page = wereld.client.get("/bestaat-niet", headers=BEHEER).text
    key = page.partition('name="sleutel" value="')[2].partition('"')[0]
    form = {"sleutel": key, "bron": "export", "tekst": tekst} | ({"doe": doe} if doe else {})
    cpu, wall = time.process_time(), time.perf_counter()
    answer = wereld.client.post(PAD, data=form, headers=BEHEER)
    spent = time.process_time() - cpu, time.perf_counter() - wall
    assert answer.status_code == 200
    return spent


def meet(wereld: Paginawereld, doe: str, rounds: int = ROUNDS) -> tuple[float, float]:
    """Give the medians of a number of changes, after one that warms up."""
    file = wereld.gemeente.config / "mappings" / "duinrand-csv.yaml"
    text = file.read_text(encoding="utf-8")
    found = [gevraagd(wereld, f"{text}# {at}\n", doe) for at in range(rounds + 1)][1:]
    return median(cpu for cpu, _ in found), median(wall for _, wall in found)


def main() -> None:
    """Print a line for each way of asking."""
    with (
        tempfile.TemporaryDirectory() as folder,
        paginawereld(Path(folder)) as wereld,
    ):
        for rows, notities, doe in (
            (500, False, ""),
            (500, True, ""),
            (500, False, "controleer"),
            (500, True, "controleer"),
            (500, False, "vergelijk"),
            (10_000, False, "alles"),
        ):
            leg(wereld, rows, notities=notities)
            cpu, wall = meet(wereld, doe, ROUNDS if rows < LANG else 1)
            kind = "a note in each" if notities else "no notes"
            print(
                f"{doe or 'typing':<10} {rows:>6} rows, {kind:<14}  CPU {cpu:.2f}  wall {wall:.2f}"
            )


if __name__ == "__main__":
    main()
