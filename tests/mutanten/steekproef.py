"""A seeded sample of the mistakes that can be made in one room, and which of them no test sees.

Why this is not mutmut itself: docs/decisions/0015-mutation-testing.md.
"""

import json
import math
import random
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue

from tests.mutanten.kaart import Kaart, maak_kaart
from tests.mutanten.soorten import Fout, fouten, leesbaar
from tests.mutanten.werkplaats import ROOT, Uitslag, Werkplaats, werkplaats

#: Per room the tests that judge it: those of its own, then those in which it works with others.
TOETSEN: dict[str, tuple[str, ...]] = {
    # Without those that weigh thousands of notes, measure speed or compare pages: they see much,
    # and cost more than a mistake may.
    "assessment": (
        *("tests/unit/assessment/test_advice.py", "tests/unit/assessment/test_cases.py"),
        *("tests/unit/assessment/test_kosten.py", "tests/unit/assessment/test_regelset.py"),
        "tests/unit/assessment/test_recoverability_rules.py",
        *("tests/unit/assessment/test_rule_files.py", "tests/unit/assessment/test_signals.py"),
        *("tests/unit/assessment/test_text_in_combination.py",),
        *("tests/unit/assessment/test_toelichting.py", "tests/unit/assessment/test_word_lists.py"),
        *("tests/unit/assessment/notities/test_bare.py",),
        *("tests/unit/assessment/notities/test_dates.py",),
        *("tests/unit/assessment/notities/test_grounds.py",),
        *("tests/unit/assessment/notities/test_mechanisms.py",),
        *("tests/unit/assessment/notities/test_overkomt.py",),
        *("tests/unit/assessment/notities/test_vocabulary.py",),
    ),
    "ledger": (
        "tests/unit/ledger",
        *("tests/contract/test_delta_store.py", "tests/acceptance/test_versies.py"),
        *("tests/acceptance/test_besluiten.py", "tests/acceptance/test_inhalen.py"),
    ),
    "pipeline": (
        "tests/unit/pipeline",
        *("tests/acceptance/test_a_run.py", "tests/acceptance/test_besluiten.py"),
        *("tests/acceptance/test_eerste_keer.py", "tests/acceptance/test_explain.py"),
        *("tests/acceptance/test_inhalen.py", "tests/acceptance/test_pauze.py"),
        *("tests/acceptance/test_preview_paging.py", "tests/acceptance/test_preview_reasons.py"),
        *("tests/acceptance/test_quarantine.py", "tests/acceptance/test_rem.py"),
        *("tests/acceptance/test_retourbestanden.py", "tests/acceptance/test_sleutelwissel.py"),
        *("tests/acceptance/test_source_drift.py", "tests/acceptance/test_toedracht.py"),
        *("tests/acceptance/test_versies.py", "tests/acceptance/test_werklijst.py"),
    ),
    "privacy": (
        "tests/unit/privacy",
        "tests/unit/regres/test_handelend.py",
    ),
    "sinks": (
        "tests/unit/sinks",
        *("tests/contract/test_sinks.py", "tests/contract/test_mail.py"),
        "tests/contract/test_retour.py",
        *("tests/faults/test_sink_faults.py", "tests/faults/test_folder.py"),
    ),
}
#: A step of the schema never changes once it is released; test_migrate.py holds them all.
_NIET = ("migrations",)


@dataclass(frozen=True, slots=True)
class Proef:
    """One mistake and what the tests said of it."""

    fout: Fout
    getoond: str
    toetsen: int
    uitslag: Uitslag

    @property
    def gedood(self) -> bool:
        """Tell whether a test saw it; one that hangs is seen too."""
        return self.uitslag in (Uitslag.GEDOOD, Uitslag.TIJD)


@dataclass(frozen=True, slots=True)
class Steekproef:
    """What came of a sample of a room."""

    kamer: str
    mogelijk: int
    proeven: tuple[Proef, ...]

    @property
    def gedood(self) -> int:
        """Count what was seen."""
        return sum(proef.gedood for proef in self.proeven)

    @property
    def interval(self) -> tuple[float, float]:
        """Give the bounds of the room's score at 95%."""
        return wilson(self.gedood, len(self.proeven))


def wilson(goed: int, van: int, z: float = 1.96) -> tuple[float, float]:
    """Give Wilson's interval of a share: it holds also near 1 and for few."""
    share, part = goed / van, z * z / van
    middle = (share + part / 2) / (1 + part)
    half = z * math.sqrt(share * (1 - share) / van + part / (4 * van)) / (1 + part)
    return middle - half, middle + half


def mogelijk(kamer: str) -> list[Fout]:
    """Give every mistake that can be made in a room, readable to Python or not."""
    paths = sorted((ROOT / kamer).rglob("*.py"))
    names = [str(path.relative_to(ROOT)) for path in paths if not set(path.parts) & set(_NIET)]
    return [one for name in names for one in fouten(name, (ROOT / name).read_bytes())]


def trek(alle: Iterable[Fout], monster: int, zaad: int) -> list[Fout]:
    """Draw by the seed; a draw of more holds a draw of fewer."""
    everything = list(alle)
    random.Random(zaad).shuffle(everything)
    drawn = (one for one in everything if leesbaar(one.maak((ROOT / one.bestand).read_bytes())))
    return [one for one, _ in zip(drawn, range(monster), strict=False)]


def steekproef(
    kamer: str, monster: int, zaad: int, *, seconden: float, processen: int = 1
) -> Steekproef:
    """Draw mistakes in a room, make each, and let the tests that come by it judge.

    seconden  how long the tests of one mistake may take, by what they took without it

    What was found so far stands in var/mutatie/<kamer>.jsonl, a line for each.
    """
    everything = mogelijk(kamer)
    drawn = trek(everything, monster, zaad)
    log = ROOT / "var" / "mutatie" / f"{kamer}-{zaad}.jsonl"
    log.parent.mkdir(parents=True, exist_ok=True)
    log.write_text("", encoding="utf-8")
    with ExitStack() as stack:
        places = [stack.enter_context(werkplaats()) for _ in range(processen)]
        kaart = maak_kaart(places[0], kamer, TOETSEN[kamer])
        free: SimpleQueue[Werkplaats] = SimpleQueue()
        for place in places:
            free.put(place)
        with ThreadPoolExecutor(processen) as pool:
            done = pool.map(lambda one: _beproef(free, kaart, one, seconden), drawn)
            found = tuple(_opgeschreven(done, log))
    return Steekproef(kamer, len(everything), found)


def _beproef(free: "SimpleQueue[Werkplaats]", kaart: Kaart, fout: Fout, seconden: float) -> Proef:
    tests = kaart.toetsen(fout.bestand, fout.regel, seconden)
    place = free.get()
    try:
        # Of the copy: the checkout may have gone on since the draw.
        source = (place.folder / fout.bestand).read_bytes()
        shown = fout.toon(source)
        if not tests:
            return Proef(fout, shown, 0, Uitslag.OVERLEEFD)
        # A busy machine is no mistake: only what really hangs takes this long.
        limit = 60 + 10 * sum(kaart.duren[name] for name in tests)
        found = place.beproef(fout.bestand, fout.maak(source), tests, limit)
        return Proef(fout, shown, len(tests), found)
    finally:
        free.put(place)


def _opgeschreven(proeven: Iterator[Proef], log: Path) -> Iterator[Proef]:
    with log.open("a", encoding="utf-8") as out:
        for proef in proeven:
            told = {"uitslag": proef.uitslag, "toetsen": proef.toetsen, "fout": proef.getoond}
            out.write(json.dumps(told, ensure_ascii=False) + "\n")
            out.flush()
            yield proef


def overlevers(proeven: Sequence[Proef]) -> list[str]:
    """Show each mistake that no test saw."""
    return [f"{one.getoond} ({one.toetsen} toetsen)" for one in proeven if not one.gedood]
