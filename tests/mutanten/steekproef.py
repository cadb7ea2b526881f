"""A seeded sample of the mistakes that can be made in one room, and which of them no test sees.

Why this is not mutmut itself: docs/decisions/0015-mutation-testing.md.
"""

import json
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from tests.mutanten.kaart import Kaart, maak_kaart
from tests.mutanten.soorten import Fout, fouten, leesbaar
from tests.mutanten.werkplaats import ROOT, Uitslag, Werkplaats, werkplaats

#: Per room the tests that judge it: those of its own, then those in which it works with others.
TOETSEN: dict[str, tuple[str, ...]] = {
    "assessment": ("tests/unit/assessment", "tests/acceptance/test_notes_in_a_run.py"),
    "ledger": ("tests/unit/ledger", "tests/contract/test_delta_store.py"),
    "pipeline": (
        "tests/unit/pipeline",
        *("tests/acceptance/test_a_run.py", "tests/acceptance/test_besluiten.py"),
        *("tests/acceptance/test_pauze.py", "tests/acceptance/test_preview_against.py"),
        *("tests/acceptance/test_preview_paging.py", "tests/acceptance/test_reconcile.py"),
        *("tests/acceptance/test_sleutelwissel.py", "tests/acceptance/test_source_drift.py"),
        *("tests/acceptance/test_stuf_bestanden.py", "tests/acceptance/test_teruggezet.py"),
        *("tests/acceptance/test_inhalen.py", "tests/acceptance/test_preview_reasons.py"),
        *("tests/acceptance/test_quarantine.py", "tests/acceptance/test_rem.py"),
        *("tests/acceptance/test_retourbestanden.py", "tests/acceptance/test_versies.py"),
        "tests/acceptance/test_werklijst.py",
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
        "tests/acceptance/keuring/test_keuring_loket.py",
    ),
}
#: Not learnt, for what it takes: what measures time, and what says less of the same notes than
#: test_readings.py does.
TE_DUUR = frozenset(
    {
        "tests/unit/assessment/notities/test_quality.py",
        "tests/unit/assessment/notities/test_speed.py",
    }
)
#: What judges a file as a whole: no line of it is run for that, so coverage does not find it.
GEHEEL = {
    str(path.relative_to(ROOT)): (
        "tests/unit/ledger/test_migrate.py"
        "::test_the_migrations_make_exactly_the_tables_of_the_code",
        "tests/unit/ledger/test_migrate.py::test_every_column_is_what_was_migrated_to_the_letter",
    )
    for path in sorted((ROOT / "ledger/tables").glob("*.py"))
}
#: Of a test of those that was too slow to be learnt, on a machine that was busy: seconds.
ONBEKEND = 5.0
#: Rooms that do not import each other: what a mistake is not made in is imported only once.
_KAMERS = ("regres", "connectors", "mappings", "assessment", "privacy", "ledger", "sinks")
#: A step of the schema never changes once it is released; test_migrate.py holds them all.
_NIET = ("migrations",)


#: A test fails, or never ends.
GEZIEN = frozenset({Uitslag.GEDOOD, Uitslag.TIJD})


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
        return self.uitslag in GEZIEN


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
    """Draw by the seed; a draw of more holds a draw of fewer.

    By a hash of each, not by its place: a change in one file leaves the draw in all others as it
    was.
    """
    everything = sorted(alle, key=lambda one: _lot(one, zaad))
    drawn = (one for one in everything if leesbaar(one.maak((ROOT / one.bestand).read_bytes())))
    return [one for one, _ in zip(drawn, range(monster), strict=False)]


def _lot(fout: Fout, zaad: int) -> bytes:
    text = f"{zaad} {fout.bestand} {fout.soort} {fout.begin} {fout.eind} {fout.wordt}"
    return sha256(text.encode()).digest()


def steekproef(
    kamer: str,
    monster: int,
    zaad: int,
    *,
    seconden: float,
    opnieuw: bool = False,
) -> Steekproef:
    """Draw mistakes in a room, make each, and let the tests that come by it judge.

    seconden  how long the tests of one mistake may take, by what they took without it
    opnieuw   of the same draw, make only what was not seen before

    What was found so far stands in var/mutatie/<kamer>-<zaad>.jsonl, a line for each.
    """
    everything = mogelijk(kamer)
    drawn = trek(everything, monster, zaad)
    log = ROOT / "var" / "mutatie" / f"{kamer}-{zaad}.jsonl"
    log.parent.mkdir(parents=True, exist_ok=True)
    seen = _gezien(log) if opnieuw else {}
    log.write_text("", encoding="utf-8")
    with werkplaats(*(name for name in _KAMERS if name != kamer)) as plaats:
        kaart = maak_kaart(plaats, kamer, TOETSEN[kamer], TE_DUUR)
        done = (_beproef(plaats, kaart, one, seconden, seen) for one in drawn)
        found = tuple(_opgeschreven(done, log))
    return Steekproef(kamer, len(everything), found)


def _gezien(log: Path) -> dict[str, Uitslag]:
    """Give what was seen the last time, by how it is shown."""
    lines = [json.loads(line) for line in log.read_text("utf-8").splitlines()]
    found = {line["fout"]: Uitslag(line["uitslag"]) for line in lines}
    return {shown: verdict for shown, verdict in found.items() if verdict in GEZIEN}


def _beproef(
    plaats: Werkplaats, kaart: Kaart, fout: Fout, seconden: float, seen: Mapping[str, Uitslag]
) -> Proef:
    # Of the copy: the checkout may have gone on since the draw.
    source = (plaats.folder / fout.bestand).read_bytes()
    shown = fout.toon(source)
    if shown in seen:
        return Proef(fout, shown, 0, seen[shown])
    found = kaart.toetsen(fout.bestand, fout.regel, seconden)
    tests = list(dict.fromkeys((*GEHEEL.get(fout.bestand, ()), *found)))
    if not tests:
        return Proef(fout, shown, 0, Uitslag.NIET_GERAAKT)
    # What really hangs takes three times as long as the same tests without the mistake.
    limit = 15 + 3 * sum(kaart.duren.get(name, ONBEKEND) for name in tests)
    said = plaats.beproef(fout.bestand, fout.maak(source), tests, limit)
    return Proef(fout, shown, len(tests), said)


def _opgeschreven(proeven: Iterator[Proef], log: Path) -> Iterator[Proef]:
    with log.open("a", encoding="utf-8") as out:
        for proef in proeven:
            told = {"uitslag": proef.uitslag, "toetsen": proef.toetsen, "fout": proef.getoond}
            out.write(json.dumps(told, ensure_ascii=False) + "\n")
            out.flush()
            yield proef


def overlevers(proeven: Sequence[Proef]) -> list[str]:
    """Show each mistake that no test saw, and how many looked."""
    return [
        f"{one.uitslag}: {one.getoond} ({one.toetsen} toetsen)" for one in proeven if not one.gedood
    ]
