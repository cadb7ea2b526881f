"""What a record may cost, counted and not timed: calls, questions to the database, seals, pushes.

A whole run of a file, twice, of which one has more ordinary records: what they add is what one of
them costs. Raise a budget only with a reason; docs/decisions/0018 says where the calls go.
"""

import sys
import tracemalloc
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
from sqlalchemy import Engine, event

import scheduler
from pipeline import SlotSoort
from settings import aansluiten
from tests.tools.gemeente import NU, Gemeente, rij

#: Python calls for one ordinary record, from its line to its bucket.
AANROEPEN = 150
#: The same for one that is sealed and delivered.
AANROEPEN_MELDING = 12_000
#: Questions to the database that a whole run asks, and for each melding on top of that.
VRAGEN, VRAGEN_MELDING = 140, 12
#: Bytes that may stay behind of one ordinary record.
BYTES = 20


class Teller:
    """What a piece of work called and asked."""

    def __init__(self) -> None:
        self.aanroepen = 0
        self.vragen = 0
        self.namen: Counter[str] = Counter()

    def roep(self, frame: FrameType, wat: str, _: Any) -> None:
        if wat == "call":
            self.aanroepen += 1
            if frame.f_code.co_name in ("seal", "deliver"):
                self.namen[frame.f_code.co_qualname] += 1

    def vraag(self, *_: Any) -> None:
        self.vragen += 1


@contextmanager
def geteld() -> Iterator[Teller]:
    teller = Teller()
    event.listen(Engine, "before_cursor_execute", teller.vraag)
    before = sys.getprofile()
    sys.setprofile(teller.roep)
    try:
        yield teller
    finally:
        sys.setprofile(before)
        event.remove(Engine, "before_cursor_execute", teller.vraag)


class Kring:
    """One municipality whose export can be delivered and read again and again."""

    def __init__(self, folder: Path) -> None:
        self.gemeente = Gemeente(folder)
        self.gemeente.dienst["log"] = "WARNING"
        self.gemeente.gemeente["rem"] = {"nieuw": 10**6, "aandeel": 1.0, "waarom": "toets"}
        self.gemeente.schrijf()

    def draai(self, gewoon: int, ongevallen: int, *, andersom: bool = False) -> Teller:
        rows = [rij(n, "J", BSN="999900006") for n in range(1, ongevallen + 1)]
        rows += [rij(100_000 + n, Toelichting=f"Gesprek {n} gevoerd.") for n in range(gewoon)]
        self.gemeente.levering(reversed(rows) if andersom else rows)
        settings = self.gemeente.settings()
        line = aansluiten(settings, settings.gemeenten[0], lambda: NU, {})
        with settings.open_grootboek(NU) as ledger, geteld() as teller:
            done = scheduler.ronde(line, ledger, [("export", SlotSoort.HAND)], lambda: NU)
        line.close()
        (verslag,) = done.runs
        assert verslag.telling.gelezen == gewoon + ongevallen
        return teller


@pytest.fixture
def kring(tmp_path: Path) -> Kring:
    ready = Kring(tmp_path)
    ready.draai(400, 2)  # words and tables are known from here on
    return ready


def test_an_ordinary_record_costs_the_same_however_many_there_are(kring: Kring) -> None:
    few, more, many = (kring.draai(n, 2).aanroepen for n in (200, 600, 1_400))
    first, second = (more - few) / 400, (many - more) / 800

    assert first < AANROEPEN
    assert second < first * 1.05


def test_records_without_accident_ask_nothing_of_the_database(kring: Kring) -> None:
    few, many = kring.draai(200, 2), kring.draai(1_400, 2)

    # Beating the heart of a run: once in a thousand records.
    assert many.vragen - few.vragen <= 4
    assert many.vragen < VRAGEN


def test_a_melding_is_sealed_once_and_delivered_once(kring: Kring) -> None:
    few, many = kring.draai(50, 12), kring.draai(50, 32)

    assert few.namen == {"Sealer.seal": 10, "Folder.deliver": 10}
    assert many.namen == {"Sealer.seal": 20, "Folder.deliver": 20}
    assert (many.aanroepen - few.aanroepen) / 10 < AANROEPEN_MELDING
    assert many.vragen - few.vragen <= 10 * VRAGEN_MELDING


def test_a_second_read_of_the_same_seals_and_delivers_nothing(kring: Kring) -> None:
    kring.draai(100, 20)

    again = kring.draai(100, 20, andersom=True)

    assert again.namen == {}


def test_nothing_stays_behind_of_an_ordinary_record(kring: Kring) -> None:
    def peak(gewoon: int) -> int:
        tracemalloc.reset_peak()
        kring.draai(gewoon, 2)
        return tracemalloc.get_traced_memory()[1]

    tracemalloc.start()
    try:
        peak(300)
        few, many = peak(500), peak(1_500)
    finally:
        tracemalloc.stop()

    written = 1_000 * 500  # what this test itself holds of a longer export, while it writes it
    assert many - few < written + 1_000 * BYTES
