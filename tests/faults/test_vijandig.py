"""Hostile input at every door: each row of the tables gets its verdict, within time and memory.

The tables are in tests/faults/vijandig/. Each door is played in a process of its own, so that what
is measured is one case and not what the tests before it left behind.
"""

from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest

from tests.faults.vijandig.geval import Verdict
from tests.faults.vijandig.spelen import DEUREN, Rij, speel, tabel, totalen
from tests.tools import sshd
from tests.tools.needs import missing

#: Doors, and in how many parts each is played: parts run beside each other.
DELEN = [("soap", at, 3) for at in range(3)] + [(door, 0, 1) for door in DEUREN if door != "soap"]


# Half a minute of a core by itself; on a machine that is busy with more much longer.
@pytest.mark.timeout(900)
@pytest.mark.parametrize(("deur", "deel", "delen"), DELEN)
def test_every_case_of_a_door_gets_its_verdict(
    tmp_path: Path, deur: str, deel: int, delen: int
) -> None:
    if deur == "stufsftp" and isinstance(found := sshd.find(), sshd.Missing):
        missing("sshd", found.reason)
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        rows, wrong = pool.submit(speel, deur, tmp_path, "", deel, delen).result()

    print(totalen(rows))  # noqa: T201 - shown with -s, and when it fails
    assert wrong == []
    assert len(rows) == len(tabel(deur)[deel::delen])


def test_each_door_has_at_least_150_cases() -> None:
    kinds = {"soap": "soap", "stufset": "stufset", "stufsftp": "stufset"}
    counts = Counter(kinds.get(row.deur, "exports") for row in _alle())

    assert set(counts) == {"soap", "exports", "stufset"}
    assert min(counts.values()) >= 150


def test_each_case_has_a_name_of_its_own() -> None:
    names = Counter((row.deur, row.klasse, row.naam) for row in _alle())

    assert [name for name, count in names.items() if count > 1] == []


@pytest.mark.parametrize("deur", ["soap", "csv", "stufset"])
def test_every_verdict_occurs(deur: str) -> None:
    assert {row.verdict for row in tabel(deur)} == {*Verdict}


def _alle() -> list[Rij]:
    return [row for door in DEUREN for row in tabel(door)]
