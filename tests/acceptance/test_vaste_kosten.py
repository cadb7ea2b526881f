"""What a record may cost, counted and not timed: calls, questions to the database, seals, pushes.

A whole run of a file, twice, of which one has more ordinary records: what they add is what one of
them costs. Raise a budget only with a reason; docs/decisions/0019 says where the calls go.
"""

import gc
import sys
import tracemalloc
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, event

import scheduler
from connectors.csv_export import BLOK
from pipeline import Opdracht, SlotSoort
from settings import aansluiten
from tests.tools.gemeente import NU, Gemeente, rij

#: Python calls for one ordinary record, from its line to its bucket.
AANROEPEN = 4
#: The same for one whose note denies an accident, and for one that waits for a person because its
#: note tells of one: with its deadline, and its stub.
AANROEPEN_ONTKEND, AANROEPEN_WACHT = 200, 1_000
#: The same for one that is sealed and delivered, also when it comes slowly and is kept alone; kept
#: with others it takes 1,500.
AANROEPEN_MELDING = 2_300
#: The same for one that stands, and of which the record did not change.
AANROEPEN_ONGEWIJZIGD = 90
#: Questions to the database that a whole run asks, and for each melding on top of that.
VRAGEN, VRAGEN_MELDING = 136, 10
#: Of one melding that leaves by itself: transactions that write, times that the disk is waited for
#: (the ledger's own by SQLite not counted), and keyed hashes.
SCHRIJFT, WACHT, HASHES = 1, 3, 17
#: Bytes that may stay behind of one ordinary record.
BYTES = 20


_ZEGEL, _BEZORG = "Sealer.seal", "Folder.deliver"
_HASH = ("HMAC.copy", "HMAC.__init__", "hmac_digest")
_GENOEMD = frozenset({_ZEGEL, _BEZORG, "fsync", *_HASH})


class Teller:
    """What a piece of work called and asked."""

    def __init__(self) -> None:
        self.aanroepen = 0
        self.vragen = 0
        self.schrijft = 0
        self.begin = self.bytes = 0
        self.namen: Counter[str] = Counter()

    def roep(self, frame: FrameType, wat: str, wie: Any) -> None:
        if wat == "call":
            self.aanroepen += 1
            if frame.f_code.co_qualname in _GENOEMD:
                self.namen[frame.f_code.co_qualname] += 1
        elif wat == "c_call" and wie.__qualname__ in _GENOEMD:
            self.namen[wie.__qualname__] += 1

    def vraag(self, _conn: Any, _cursor: Any, statement: str, *_: Any) -> None:
        self.vragen += 1
        if tracemalloc.is_tracing() and statement.startswith("UPDATE run"):
            self.weeg()

    def bewaard(self, conn: Connection) -> None:
        self.schrijft += not conn.get_execution_options().get("alleen_lezen", False)

    def weeg(self) -> None:
        """Weigh what is held now: when a run closes, all that it remembers of records is there."""
        gc.collect()  # cycles wait for the collector, and it waits for a quarter of all there is
        self.bytes = tracemalloc.get_traced_memory()[0] - self.begin


@contextmanager
def geteld() -> Iterator[Teller]:
    teller = Teller()
    event.listen(Engine, "before_cursor_execute", teller.vraag)
    event.listen(Engine, "commit", teller.bewaard)
    before = sys.getprofile()
    sys.setprofile(None if tracemalloc.is_tracing() else teller.roep)
    gc.collect()
    teller.begin, _ = tracemalloc.get_traced_memory()
    try:
        yield teller
    finally:
        sys.setprofile(before)
        event.remove(Engine, "before_cursor_execute", teller.vraag)
        event.remove(Engine, "commit", teller.bewaard)


class Kring:
    """One municipality whose export can be delivered and read again and again."""

    def __init__(self, folder: Path) -> None:
        self.gemeente = Gemeente(folder)
        self.gemeente.dienst["log"] = "WARNING"
        self.gemeente.gemeente["rem"] = {"nieuw": 10**6, "aandeel": 1.0, "waarom": "toets"}
        self.gemeente.schrijf()

    def draai(
        self,
        gewoon: int,
        ongevallen: int,
        *,
        andersom: bool = False,
        gesprekken: int = 10**6,
        verteld: str = "",
    ) -> Teller:
        """Read so many; gesprekken: how many different notes there are; verteld: what each adds."""
        rows = [rij(n, "J", BSN="999900006") for n in range(1, ongevallen + 1)]
        for n in range(gewoon):
            note = f"Gesprek {n % gesprekken} gevoerd. {verteld}".rstrip()
            rows.append(rij(100_000 + n, Toelichting=note))
        self.gemeente.levering(reversed(rows) if andersom else rows)
        settings = self.gemeente.settings()
        line = aansluiten(settings, settings.gemeenten[0], lambda: NU, {})
        with settings.open_grootboek(NU) as ledger, geteld() as teller:
            asked = [("export", SlotSoort.HAND)]
            done = scheduler.ronde(line, ledger, asked, lambda: NU, _met_de_hand, meteen=True)
        line.close()
        (verslag,) = done.runs
        assert verslag.telling.gelezen == gewoon + ongevallen
        return teller


def _met_de_hand(given: Opdracht) -> Opdracht:
    """As `run` does: another run of the same day, and a shorter export is no surprise."""
    return replace(given, slot=replace(given.slot, soort=SlotSoort.HAND), volume_klopt=True)


@pytest.fixture(scope="module")
def kring(tmp_path_factory: pytest.TempPathFactory) -> Kring:
    ready = Kring(tmp_path_factory.mktemp("kosten"))
    ready.draai(150, 2)  # words and tables are known from here on
    return ready


@pytest.fixture(scope="module")
def runs(kring: Kring) -> tuple[Teller, ...]:
    """Runs over one, two and four blocks of records; all but two are ordinary."""
    return tuple(kring.draai(n * BLOK - 2, 2) for n in (1, 2, 4))


def test_an_ordinary_record_costs_the_same_however_many_there_are(runs: tuple[Teller, ...]) -> None:
    few, more, many = (run.aanroepen for run in runs)

    assert (more - few) / BLOK < AANROEPEN
    assert (many - more) / (2 * BLOK) < AANROEPEN


@pytest.mark.parametrize(
    ("verteld", "budget"),
    [
        ("Er is geen sprake van een ongeval, klachten door artrose.", AANROEPEN_ONTKEND),
        ("Zij is in maart 2024 als fietser aangereden door een bestelbus.", AANROEPEN_WACHT),
    ],
)
def test_a_note_that_speaks_of_an_accident_costs_what_it_says(
    tmp_path: Path, verteld: str, budget: int
) -> None:
    kring = Kring(tmp_path)
    # What waits already is not read again, so both runs know as many; the first block is where a
    # run learns what an ordinary record says.
    # Turned around, for a file that is the same to the second is passed over.
    kring.draai(BLOK + 40, 1, andersom=True, verteld=verteld)

    few, many = (kring.draai(BLOK + n, 1, verteld=verteld).aanroepen for n in (40, 140))

    assert (many - few) / 100 < budget


def test_records_without_accident_ask_nothing_of_the_database(runs: tuple[Teller, ...]) -> None:
    few, _, many = (run.vragen for run in runs)

    # At every thousandth it is asked whether a person let the municipality stand still.
    assert many - few == 2 * (4 * BLOK // 1000)
    assert few < VRAGEN


def test_a_melding_is_sealed_once_and_delivered_once(kring: Kring) -> None:
    few, many = kring.draai(20, 8), kring.draai(20, 20)

    assert (few.namen[_ZEGEL], few.namen[_BEZORG]) == (6, 6)
    assert (many.namen[_ZEGEL], many.namen[_BEZORG]) == (12, 12)
    assert (many.aanroepen - few.aanroepen) / 6 < AANROEPEN_MELDING
    assert many.vragen - few.vragen <= 6 * VRAGEN_MELDING
    assert many.schrijft - few.schrijft <= 6 * SCHRIJFT
    assert many.namen["fsync"] - few.namen["fsync"] <= 6 * WACHT
    assert sum(many.namen[name] - few.namen[name] for name in _HASH) <= 6 * HASHES


def test_a_second_read_of_the_same_seals_and_delivers_nothing(kring: Kring) -> None:
    kring.draai(20, 22)

    again = kring.draai(20, 22, andersom=True)

    assert (again.namen[_ZEGEL], again.namen[_BEZORG]) == (0, 0)


def test_an_accident_that_stands_and_did_not_change_is_not_judged_again(kring: Kring) -> None:
    again = {}
    for count in (24, 64):
        kring.draai(20, count)
        again[count] = kring.draai(20, count, andersom=True)

    few, many = again.values()
    assert (many.aanroepen - few.aanroepen) / 40 < AANROEPEN_ONGEWIJZIGD
    # Where its days begin anew it is read in full, and its new mark is written once for all.
    assert many.vragen - few.vragen <= 2
    assert many.namen[_ZEGEL] == 0


@pytest.mark.usefixtures("runs")  # after them all words of these notes are known
def test_nothing_stays_behind_of_an_ordinary_record(kring: Kring) -> None:
    tracemalloc.start()
    try:
        # Sentences are remembered, as many as fit; so here are few different ones.
        kring.draai(100, 2, gesprekken=50)
        few, many = (kring.draai(n, 2, gesprekken=50).bytes for n in (200, 800))
    finally:
        tracemalloc.stop()

    assert many - few < 600 * BYTES
