"""Measures the text engine as if it did not know the rare words: what a first look would show.

    .venv/bin/python -P bench/assess_unknown_words.py [--keer N] FILE...

A development set knows its own words, so hardly any mistakes are left in it to choose rules by.
Here, of the words and phrases that only one or two of these notes have, most are left out at
random, and some of the patterns; the engine then errs on them about as often as on notes that
nobody has seen. Printed with and without the grounds for J, for notes with an even and an odd
number: choose on the one, check on the other. Totals only.
"""

import argparse
import csv
import random
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assessment.notities.vorm import Lexicon, Notitieregels

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

LABEL = {"yes": "J", "no": "N", "uncertain": "O"}
# People, articles and joints of a clause: nobody meets a new one.
_VAST = frozenset(
    ["client", "ander_m", "ander_v", "ander_o", "lidwoord", "voorzetsel", "bezit", "pv"]
) | {"afkorting", "als", "of", "men", "kunnen", "oorzaakwoord", "koppel"}
# How likely a word goes, by the number of notes that have it; and a pattern.
_WEG = {0: 0.25, 1: 0.75, 2: 0.45}
_PATROON = 0.27


def main() -> None:
    """Draw some lexicons and print what each reading gives, together."""
    lezer = argparse.ArgumentParser(description=__doc__)
    lezer.add_argument("bestanden", nargs="+", type=Path)
    lezer.add_argument("--keer", type=int, default=6)
    keuze = lezer.parse_args()
    notities = list(_notities(keuze.bestanden))
    telling: Counter[tuple[str, bool, str, str]] = Counter()
    for keer in range(keuze.keer):
        _meet(notities, keer, telling)
    for naam in ("zonder gronden", "met gronden"):
        for even in (True, False):
            paren = Counter(
                {(w, k): n for (a, e, w, k), n in telling.items() if (a, e) == (naam, even)}
            )
            print(f"{naam:<15}{'even' if even else 'oneven':<7}{_regel(paren)}")


def _notities(bestanden: Sequence[Path]) -> Iterator[tuple[str, bool, str]]:
    """Give (wanted, even number, text) of every labelled note."""
    for pad in bestanden:
        with pad.open(encoding="utf-8", newline="") as bestand:
            for rij in csv.DictReader(bestand):
                nummer = "".join(teken for teken in rij["id"] if teken.isdigit())
                yield LABEL[rij["accident"]], int(nummer or 0) % 2 == 0, rij["note"]


def _meet(
    notities: Sequence[tuple[str, bool, str]],
    keer: int,
    telling: Counter[tuple[str, bool, str, str]],
) -> None:
    from assessment.notities.lexicon import bouw, gegevens
    from assessment.notities.lezer import Notitielezer

    lexicon, regels = _zonder(*gegevens(), [tekst for _, _, tekst in notities], keer)
    for naam, uit in (("zonder gronden", ("zwak",)), ("met gronden", ())):
        lezer = Notitielezer(bouw(lexicon, regels, uit=uit))
        for wil, even, tekst in notities:
            gevonden = lezer.lees(tekst).indicatie
            telling[naam, even, wil, gevonden.value if gevonden else "N"] += 1


def _zonder(
    lexicon: "Lexicon", regels: "Notitieregels", teksten: Sequence[str], keer: int
) -> tuple["Lexicon", "Notitieregels"]:
    """Leave out rare words and some patterns, by a seed."""
    from assessment.notities.vouwen import blok, vouw, vouw_term

    heel = "\n".join(" ".join(blok(vouw(tekst).tekst).split()).join("  ") for tekst in teksten)
    dobbel = random.Random(keer)

    def blijft(term: str) -> bool:
        kaal = " ".join(blok(vouw_term(term.strip("*"))).split())
        keren = heel.count(kaal if "*" in term else f" {kaal} ")
        return dobbel.random() >= _WEG.get(keren, 0.0)

    def klassen(alle: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
        over = {n: w if n in _VAST else tuple(filter(blijft, w)) for n, w in alle.items()}
        return {naam: woorden or alle[naam][:1] for naam, woorden in over.items()}

    def half(rijen: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(rij for rij in rijen if dobbel.random() >= _PATROON)

    groepen = tuple(
        groep.model_copy(
            update={
                "termen": tuple(filter(blijft, groep.termen)) or groep.termen[:1],
                "patronen": half(groep.patronen),
            }
        )
        for groep in lexicon.groepen
    )
    return (
        lexicon.model_copy(update={"klassen": klassen(lexicon.klassen), "groepen": groepen}),
        regels.model_copy(
            update={"klassen": klassen(regels.klassen), "beeldspraak": half(regels.beeldspraak)}
        ),
    )


def _regel(paren: Counter[tuple[str, str]]) -> str:
    delen = []
    for letters in ("JO", "J"):
        wil = sum(n for (w, _), n in paren.items() if w in letters)
        kreeg = sum(n for (_, k), n in paren.items() if k in letters)
        raak = sum(n for (w, k), n in paren.items() if w in letters and k in letters)
        delen.append(
            f"{letters:<3} recall {raak / max(wil, 1):.3f}  precisie {raak / max(kreeg, 1):.3f}"
        )
    return "   ".join(delen)


if __name__ == "__main__":
    main()
