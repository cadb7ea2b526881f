"""Pausing a municipality: it works on what is under way, loses nothing, and sends nothing twice."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest

import scheduler
from connectors.base import Connector, Proof, Reading, ReadRequest
from ledger import Resultaat
from pipeline import Bezorging, Opdracht, SlotSoort, deliver, run
from pipeline.aanbieden import GROEP
from pipeline.sleutelronde import zet_over
from regres import Handelend, Paused, Rijblok, SourceRecord, Step
from settings import aansluiten
from settings.trial import geen_zegel
from tests.tools.gemeente import rij
from tests.tools.keten import Keten, codes, vers
from tests.tools.straat import CODE, Straat

WIE = Handelend("B. Beheer", "beheer", "bron levert onzin")


@pytest.fixture
def straat(tmp_path: Path) -> Iterator[Straat]:
    street = Straat(tmp_path)
    yield street
    street.ledger.close()


def pauzeer(straat: Straat) -> None:
    straat.ledger.pauzeer(CODE, WIE, straat.now)


def hervat(straat: Straat) -> None:
    straat.ledger.hervat(CODE, WIE, straat.now)


def test_a_paused_municipality_is_not_read_and_its_turn_is_not_used_up(straat: Straat) -> None:
    straat.gemeente.levering([rij(1, "J")])
    pauzeer(straat)

    with pytest.raises(Paused, match="R-0104"):
        straat.nacht()

    assert straat.ledger.runs(CODE) == []
    hervat(straat)
    assert straat.nacht().bezorging.ontvangen == 1


def test_a_pause_during_a_read_stops_it_and_nothing_of_it_is_kept(straat: Straat) -> None:
    many = [rij(number) for number in range(1000, 4000)]
    straat.gemeente.levering([rij(1, "J"), *many])
    seen = 0

    def telling_comes(telling: object) -> None:
        nonlocal seen
        seen += 1
        if seen == 1:
            pauzeer(straat)

    settings = straat.gemeente.settings()
    line = aansluiten(settings, settings.gemeenten[0], straat.klok, {})
    done = scheduler.ronde(
        line,
        straat.ledger,
        [("export", SlotSoort.NACHT)],
        straat.klok,
        lambda given: replace(given, voortgang=telling_comes),
    )

    (verslag,) = done.runs
    assert verslag.resultaat is Resultaat.AFGEBROKEN
    assert [problem.code for problem in verslag.oorzaken] == ["R-0104"]
    assert 500 <= verslag.telling.gelezen <= 1500
    assert verslag.exit_code == 1
    assert straat.gemeente.bezorgd == []
    assert straat.ledger.outbox(CODE) == []
    hervat(straat)
    assert straat.nacht().bezorging.ontvangen == 1


@dataclass(frozen=True)
class Druppel:
    """A source that takes half a minute for every record; after two of them a person pauses it."""

    door: Connector
    straat: Straat

    @contextmanager
    def read(self, request: ReadRequest) -> Iterator[Reading]:
        with self.door.read(request) as reading:
            yield Traag(reading, self.straat)

    @property
    def stappen(self) -> tuple[str, ...]:
        return self.door.stappen

    def check(self, geduld: float = 1.0) -> Iterator[Step]:
        return self.door.check(geduld)


@dataclass(frozen=True)
class Traag:
    reading: Reading
    straat: Straat

    def __iter__(self) -> Iterator[SourceRecord]:
        for number, record in enumerate(self.reading, 1):
            if number == 2:
                pauzeer(self.straat)
            self.straat.now += timedelta(seconds=30)
            yield record

    def stukken(self) -> Iterator[Rijblok | SourceRecord]:
        return iter(self)

    def proof(self) -> Proof:
        return self.reading.proof()


def test_a_source_that_drips_stops_within_a_minute_too(straat: Straat) -> None:
    straat.gemeente.levering([rij(number) for number in range(1, 50)])
    settings = straat.gemeente.settings()
    line = aansluiten(settings, settings.gemeenten[0], straat.klok, {})
    source = line.bronnen["export"]
    route = replace(source.route, connector=Druppel(source.route.connector, straat))
    (slot,) = source.slots(straat.now.date())
    begun = straat.now

    verslag = run(route, straat.ledger, Opdracht(slot=slot, vandaag=slot.dag), straat.klok)

    assert verslag.resultaat is Resultaat.AFGEBROKEN
    assert verslag.telling.gelezen <= 3
    assert straat.now - begun <= timedelta(seconds=90)


def test_a_pause_just_before_the_closing_frees_nothing(straat: Straat) -> None:
    straat.gemeente.levering([rij(1, "J")])
    settings = straat.gemeente.settings()
    line = aansluiten(settings, settings.gemeenten[0], straat.klok, {})

    def last_line(given: Opdracht) -> Opdracht:
        return replace(given, voortgang=lambda telling: pauzeer(straat))

    done = scheduler.ronde(
        line, straat.ledger, [("export", SlotSoort.NACHT)], straat.klok, last_line
    )

    assert done.runs[0].resultaat is Resultaat.AFGEBROKEN
    assert straat.ledger.outbox(CODE) == []


def test_the_paused_turn_is_taken_again_under_its_own_number(straat: Straat) -> None:
    straat.gemeente.levering([rij(1, "J")])
    settings = straat.gemeente.settings()
    line = aansluiten(settings, settings.gemeenten[0], straat.klok, {})
    for stop in (True, False):

        def task(given: Opdracht, stop: bool = stop) -> Opdracht:
            act = (lambda telling: pauzeer(straat)) if stop else (lambda telling: None)
            return replace(given, voortgang=act)

        scheduler.ronde(line, straat.ledger, [("export", SlotSoort.NACHT)], straat.klok, task)
        hervat(straat)

    (row,) = straat.ledger.runs(CODE)
    assert (row.resultaat, row.pogingen) == (Resultaat.VRIJ, 2)
    assert len(straat.gemeente.bezorgd) == 1


def test_a_pause_during_delivery_finishes_what_is_on_its_way_and_begins_no_more(
    straat: Straat,
) -> None:
    straat.gemeente.gemeente["rem"] = {"nieuw": 100, "aandeel": 1.0, "waarom": "toets"}
    straat.gemeente.schrijf()
    straat.gemeente.levering([rij(number, "J") for number in range(1, GROEP + 6)])
    settings = straat.gemeente.settings()
    line = aansluiten(settings, settings.gemeenten[0], straat.klok, {})
    told: list[int] = []

    def sent(done: Bezorging) -> None:
        told.append(done.ontvangen)
        if len(told) == 2:
            pauzeer(straat)

    (slot,) = line.bronnen["export"].slots(scheduler.vandaag(straat.klok))
    run(
        line.bronnen["export"].route,
        straat.ledger,
        Opdracht(slot=slot, vandaag=slot.dag),
        straat.klok,
    )
    done = deliver(line.uitgang, straat.ledger, straat.klok, voortgang=sent)

    # The first went alone, and behind it one group.
    assert told == [1, done.ontvangen]
    assert (done.ontvangen + done.wacht, done.exit_code) == (GROEP + 5, 1)
    assert 1 < done.ontvangen <= GROEP + 1
    assert [problem.code for problem in done.problemen] == ["R-0104"]
    assert all(row.pogingen <= 1 for row in straat.ledger.outbox(CODE))
    hervat(straat)
    rest = deliver(line.uitgang, straat.ledger, straat.klok)
    assert (rest.ontvangen, rest.wacht) == (done.wacht, 0)
    assert len(straat.gemeente.bezorgd) == GROEP + 5


def test_a_round_of_keys_stands_still_too(straat: Straat) -> None:
    straat.gemeente.levering([rij(1, "J")])
    settings = straat.gemeente.settings()
    line = aansluiten(settings, settings.gemeenten[0], straat.klok, {})
    route = replace(line.bronnen["export"].route, sealer=geen_zegel)
    pauzeer(straat)

    with pytest.raises(Paused):
        (slot,) = line.bronnen["export"].slots(straat.now.date())
        zet_over(route, straat.ledger, slot, straat.klok, straat.now.date())


# -- the command line ------------------------------------------------------------------------------

NAAM = ("-g", "Duinrand", "--wie", "B. Beheer", "--reden", "de leverancier is bezig")


@pytest.fixture
def keten(tmp_path: Path) -> Keten:
    made = Keten(tmp_path)
    made.gemeente.levering([vers(1, "J")])
    return made


def test_the_commands_stop_a_municipality_and_let_it_go_on(keten: Keten) -> None:
    assert keten.geef("pauze", *NAAM).code == 0

    stopped = keten.geef("run")
    status = keten.geef("status")

    assert (stopped.code, codes(stopped.fout)) == (1, ["R-0104"])
    assert "regresbrug hervat -g 9901" in stopped.fout
    assert status.code == 1
    assert "door B. Beheer: de leverancier is bezig" in status.uit
    assert keten.geef("hervat", *NAAM).code == 0
    assert keten.geef("run").code == 0
    assert "pauze" not in keten.geef("status").uit


def test_status_gives_the_pause_to_machines(keten: Keten) -> None:
    keten.geef("pauze", *NAAM, "--rol", "fg")

    (one,) = keten.geef("status", "--format", "json").json

    kept = {name: one["pauze"][name] for name in ("wie", "rol", "reden")}
    assert kept == {"wie": "B. Beheer", "rol": "fg", "reden": "de leverancier is bezig"}
    assert [problem["code"] for problem in one["problemen"]] == ["R-0104"]


def test_a_pause_asks_which_municipality_and_who(keten: Keten) -> None:
    assert keten.geef("pauze", "--wie", "B. Beheer", "--reden", "x").code == 2
    assert keten.geef("pauze", "-g", "Duinrand", "--wie", " ", "--reden", "x").code == 2
    assert keten.geef("pauze", "-g", "Nergens", "--wie", "B", "--reden", "x").code == 2


def test_pausing_again_says_that_nothing_changed(keten: Keten) -> None:
    keten.geef("pauze", *NAAM)

    assert "stond al stil" in keten.geef("pauze", *NAAM).fout
    keten.geef("hervat", *NAAM)
    assert "stond niet stil" in keten.geef("hervat", *NAAM).fout
