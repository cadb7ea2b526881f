"""A share of the whole fault suite, in a process of its own with a bench of its own."""

import time
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import islice

from tests.faults.aanroepen import Ingreep, doe, sterfgevallen, storingen, tellingen
from tests.faults.plekken import BREUKEN, Breuk
from tests.faults.proefbank import STANDEN, Geval, Proefbank, proefbank
from tests.nemesis.wereld import plek

DELEN = ("kills", "aanroepen", "storingen")

Proef = Callable[[Proefbank], tuple[str, list[str]]]


def deel(part: tuple[tuple[str, ...], int, int, float]) -> tuple[Counter[str], list[str]]:
    """Do every n-th from a first one, for so many seconds; gives how many of what, what broke."""
    names, step, first, seconds = part
    ends = time.monotonic() + seconds
    done: Counter[str] = Counter()
    broken: list[str] = []
    with plek() as folder, proefbank(folder) as bank:
        for name, ask in islice(_alle(bank, names), first, None, step):
            if time.monotonic() > ends:
                done["niet aan toegekomen"] += 1
                continue
            what, wrong = ask(bank)
            done[f"{name}: {what}"] += 1
            broken += [f"{name} {what}: {one}" for one in wrong]
    return done, broken


def _alle(bank: Proefbank, names: tuple[str, ...]) -> Iterator[tuple[str, Proef]]:
    if "kills" in names:
        for breuk in BREUKEN:
            for stand in (*STANDEN, "kaal"):
                yield "kills", _kill(breuk, stand)
    for name, all_of in (("aanroepen", sterfgevallen), ("storingen", storingen)):
        if name in names:
            for stand in ("eerste", "herhaling"):
                for ingreep in all_of(stand, tellingen(bank, stand)):
                    yield name, _ingreep(ingreep)


def _kill(breuk: Breuk, stand: str) -> Proef:
    def ask(bank: Proefbank) -> tuple[str, list[str]]:
        died: list[bool] = []

        def sterf(geval: Geval) -> None:
            geval.storm(lambda number: breuk.storing)
            died.append(geval.run(breuk.plek).gedood)

        wrong = bank.proef(stand, sterf)
        told = "gedood" if died == [True] else "kwam daar niet"
        return told, [f"{breuk} in {stand}: {one}" for one in wrong]

    return ask


def _ingreep(ingreep: Ingreep) -> Proef:
    def ask(bank: Proefbank) -> tuple[str, list[str]]:
        wrong = doe(bank, ingreep)
        return f"{ingreep.wat} {ingreep.aanroep}", [f"{ingreep}: {one}" for one in wrong]

    return ask
