"""Dying and failing at system calls: some of all. All: `python -P -m tests.faults --all`."""

import os
import random
import shutil
from pathlib import Path

import pytest

from tests.faults.aanroepen import (
    AANROEPEN,
    Ingreep,
    doe,
    sterf_telkens,
    sterfgevallen,
    storingen,
    tellingen,
    volgorde,
)
from tests.faults.proefbank import Proefbank
from tests.tools.needs import missing

#: Other calls are tried with another seed; what broke names its own.
ZAAD = int(os.environ.get("REGRES_SEED", "1"))
#: The normal suite dies at each seventh call, in twenty rows of deaths behind each other.
ELKE, REEKSEN = 7, 20
#: How many errors of a disk in the normal suite: each kind of call and error, at least once.
FOUTEN = 12


@pytest.fixture(autouse=True)
def strace() -> None:
    if shutil.which("strace") is None:
        missing("strace", "not installed: apt-get install strace")


@pytest.fixture(scope="module")
def counted(bank: Proefbank) -> dict[str, int]:
    return tellingen(bank, "eerste") if shutil.which("strace") else {}


def drawn(found: list[Ingreep], many: int) -> list[Ingreep]:
    """Draw by the seed, from every kind of call as evenly as can be."""
    draw = random.Random(ZAAD)
    draw.shuffle(found)
    kinds: dict[tuple[str, str], list[Ingreep]] = {}
    for one in found:
        kinds.setdefault((one.aanroep, one.wat), []).append(one)
    rows = sorted(kinds.values(), key=len)
    chosen: list[Ingreep] = []
    while len(chosen) < many:
        chosen += [row.pop() for row in rows if row]
    return chosen[:many]


def reeksen(counted: dict[str, int]) -> list[list[Ingreep]]:
    """Deal every seventh call over the rows, so that each row dies later and later in a run."""
    every = list(sterfgevallen("eerste", counted))[ZAAD % ELKE :: ELKE]
    return [every[first::REEKSEN] for first in range(REEKSEN)]


@pytest.mark.parametrize("number", range(REEKSEN))
def test_dying_again_and_again_at_system_calls_loses_nothing_and_sends_nothing_twice(
    bank: Proefbank, counted: dict[str, int], number: int
) -> None:
    reeks = reeksen(counted)[number]

    died, wrong = sterf_telkens(bank, reeks)

    assert wrong == []
    # How many receipts come together, and so how many writes a run makes, is never quite the same.
    assert died >= max(2, len(reeks) - 2), [str(one) for one in reeks]


@pytest.mark.parametrize("number", range(FOUTEN))
def test_a_disk_that_is_full_or_broken_loses_nothing_and_sends_nothing_twice(
    bank: Proefbank, counted: dict[str, int], number: int
) -> None:
    ingreep = drawn(list(storingen("eerste", counted)), FOUTEN)[number]
    assert (str(ingreep), doe(bank, ingreep)) == (str(ingreep), [])


def test_a_run_makes_hundreds_of_calls_to_die_at(counted: dict[str, int]) -> None:
    assert sum(counted.values()) > 300
    assert counted["fdatasync"] > 10


def test_before_any_byte_goes_out_all_that_was_written_is_on_the_disk(bank: Proefbank) -> None:
    geval = bank.geval("achterstand")
    geval.gevolgd("-yy", "-e", f"trace={','.join(AANROEPEN)}")

    wrong, sent = volgorde(geval.map / "strace")

    assert wrong == []
    assert sent >= 16
    bank.klaar_met(geval)


@pytest.mark.parametrize(
    ("before", "sender", "found"),
    [
        ("1 pwrite64(5</x/a.db-wal>, ...", "1", ["line 3: sent", "never"]),
        ("1 fdatasync(5</x/a.db-wal>", "1", []),
        ("2 fdatasync(5</x/a.db-wal>", "1", []),
        ("1 fdatasync(6</x/b.db-wal>", "1", ["line 3: sent", "never"]),
        ("2 write(6</x/l.jsonl>, ...", "2", ["line 3: sent", "never", "never"]),
        ("1 pwrite64(5</x/a.db-wal>, ...", "2", ["never"]),
    ],
)
def test_a_byte_that_goes_out_too_early_is_seen(
    tmp_path: Path, before: str, sender: str, found: list[str]
) -> None:
    log = tmp_path / "strace"
    lines = ["1 pwrite64(5</x/a.db-wal>, ...) = 1", f"{before}) = 0"]
    send = f"{sender} write(7<TCP:[127.0.0.1:1->127.0.0.1:2]>, ...) = 3"
    log.write_text("\n".join([*lines, send]))

    wrong, sent = volgorde(log)

    assert [one.startswith(start) for one, start in zip(wrong, found, strict=True)] == [
        True for _ in found
    ]
    assert sent == 1
