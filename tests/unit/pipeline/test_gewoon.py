"""Ordinary records seen at a glance: nothing may come of it that reading in full would not give."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger import (
    Blokkades,
    Keuze,
    StaandBesluit,
    Staged,
    StubKort,
    StubNote,
    StubSoort,
    Uitwerking,
)
from pipeline import Route
from pipeline.gewoon import Gewoon
from pipeline.preview import Droog
from pipeline.take_in import TakeIn
from regres import (
    Bucket,
    Flag,
    Plaats,
    Problem,
    Rijblok,
    Row,
    Signals,
    SourceRecord,
    SourceRefused,
)
from settings import aansluiten
from tests.tools.gemeente import HEADER, NU, VANDAAG, Gemeente, rij

_INDEX = {name: place for place, name in enumerate(HEADER)}
_CELLEN = {
    "Ongeval J/N": ("N", "n", " N ", "", "J", "?", "nee"),
    "Aansprakelijke derde (J/N)": ("", "", "N", "J", "x"),
    "Status": ("Toegekend", "Afgewezen", "", "Onzin", " toegekend "),
    "Datum ongeval": ("", "", "", " ", "01-03-2025", "00-00-0000", "gisteren"),
    "Soort ongeval": ("", "", "verkeer"),
    "BSN": ("999900006", "", "1234"),
    "Beschikkingnr": ("B1", "B2", "B3", "", " B1 ", 'B"1', "B\\1", "B\u00e9", "Be\u0301"),
    "Toelichting": (
        "",
        " ",
        "-",
        "Huisbezoek afgesproken.",
        "Gesprek gevoerd over vervoer en wassen.",
        "Is aangereden door een auto.",
        "Is gisteren aangereden door een auto.",
        "Geen ongeval.",
        "Er is geen sprake van een ongeval, klachten door artrose.",
        "Mogelijk een ongeval; navragen.",
    ),
}


@dataclass(frozen=True)
class Onthoudt(Droog):
    """A memory that tells what it was handed."""

    wacht: dict[str, StubKort] = field(default_factory=dict)
    gekregen: list[Any] = field(default_factory=list)

    def open_stubs(self) -> dict[str, StubKort]:
        return self.wacht

    def stage(self, rows: Sequence[Staged], stubs: Sequence[StubNote]) -> None:
        self.gekregen.extend((row.zoeksleutel, str(dict(row.groepmerken))) for row in rows)
        self.gekregen.extend((stub.zoeksleutel, stub.soort.value) for stub in stubs)


@pytest.fixture(scope="module")
def route(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Route]:
    gemeente = Gemeente(tmp_path_factory.mktemp("gewoon"))
    gemeente.schrijf()
    settings = gemeente.settings()
    line = aansluiten(settings, settings.gemeenten[0], lambda: NU)
    yield line.bronnen["export"].route
    line.close()


def record(number: int, row: Mapping[str, str]) -> SourceRecord:
    fields = Row([row[name] for name in HEADER], _INDEX)
    return SourceRecord("9901", Plaats("proef.csv", number), fields)


def blok(number: int, rows: Sequence[Mapping[str, str]]) -> Rijblok:
    cells = [[row[name] for name in HEADER] for row in rows]
    return Rijblok("9901", "proef.csv", range(number, number + len(rows)), cells, _INDEX)


def neem_in(
    route: Route, rows: Sequence[Mapping[str, str]], hoe: str, memory: Onthoudt | None = None
) -> dict[str, Any]:
    memory = memory or Onthoudt()
    take = TakeIn(route, memory, "dag", NU, VANDAAG)
    if hoe == "blok":
        for begin in range(0, len(rows), 7):
            take.neem_blok(blok(begin + 2, rows[begin : begin + 7]))
    else:
        one = take.neem if hoe == "los" else take.take
        for number, row in enumerate(rows, 2):
            one(record(number, row))
    take.flush()
    return take.telling.as_json() | {
        "gekregen": sorted(memory.gekregen),
        "problemen": take.problemen.aantal,
        "gesloten": take.gesloten,
    }


def rows() -> st.SearchStrategy[list[dict[str, str]]]:
    cells = st.fixed_dictionaries({name: st.sampled_from(some) for name, some in _CELLEN.items()})
    return st.lists(cells.map(lambda some: rij(1) | some), min_size=1, max_size=30)


def bezwaar(route: Route, *clienten: tuple[str, str]) -> Blokkades:
    """Let clients object."""
    return Blokkades(frozenset(route.pseudoniemen.clientmerk(*one).waarde for one in clienten), 1)


@given(some=rows(), objects=st.booleans())
def test_a_glance_gives_what_reading_in_full_gives(
    route: Route, some: list[dict[str, str]], objects: bool
) -> None:
    who = bezwaar(route, *[("bsn", "999900006")] * objects)
    whole, *others = (
        neem_in(route, some, hoe, Onthoudt(bezwaar=who)) for hoe in ("geheel", "los", "blok")
    )

    assert others == [whole, whole]


@pytest.mark.parametrize("hoe", ["geheel", "los", "blok"])
def test_who_objects_by_number_is_met_in_an_ordinary_record_too(route: Route, hoe: str) -> None:
    """Its BSN stands beside that number, and a later record may hold the BSN alone."""
    plain = [rij(number) for number in range(1, 9)]
    met = rij(20) | {"Cliëntnr": "C77", "BSN": "999900006"}
    later = [rij(number) for number in range(31, 40)]
    accident = rij(50, "J") | {"Cliëntnr": "", "BSN": "999900006"}
    who = bezwaar(route, ("nummer", "C77"))

    told = neem_in(route, [*plain, met, *later, accident], hoe, Onthoudt(bezwaar=who))

    assert (told["buiten_bereik"], told["klaargezet"]) == (1, 0)


def geleerd(route: Route, kent: bool = False) -> Gewoon:
    """Give one that has seen an ordinary record."""
    gewoon, first = Gewoon(route, lambda keys: keys if kent else ()), record(2, rij(1))
    assert gewoon.codes(first) is None
    gewoon.leer(TakeIn(route, Droog(), "dag", NU, VANDAAG).take(first))
    return gewoon


def test_after_the_first_of_its_kind_a_record_is_only_looked_at(route: Route) -> None:
    assert geleerd(route).codes(record(3, rij(2))) == ("vlag_n",)


def test_of_what_is_known_already_nothing_is_passed_over(route: Route) -> None:
    assert geleerd(route, kent=True).codes(record(3, rij(2))) is None


@pytest.mark.parametrize(
    "anders",
    [
        {"Datum ongeval": "01-03-2025"},
        {"Ongeval J/N": "J"},
        {"Ongeval J/N": ""},
        {"Status": "Onzin"},
        {"Toelichting": "Is aangereden door een auto."},
        {"Beschikkingnr": ""},
    ],
)
def test_what_is_odd_in_any_way_is_read_in_full(route: Route, anders: dict[str, str]) -> None:
    assert geleerd(route).codes(record(3, rij(2) | anders)) is None


def test_what_the_source_took_away_or_could_not_give_is_read_in_full(route: Route) -> None:
    gewoon, plain = geleerd(route), record(3, rij(2))

    assert gewoon.codes(replace(plain, verwijderd=True)) is None
    assert gewoon.codes(replace(plain, gebrek=Problem("B-0001", "x"))) is None


def test_an_accident_teaches_nothing(route: Route) -> None:
    gewoon, accident = Gewoon(route, lambda keys: ()), record(2, rij(1, "J"))
    for number in (3, 4):
        assert gewoon.codes(accident) is None
        gewoon.leer(TakeIn(route, Droog(), "dag", NU, VANDAAG).take(record(number, rij(1, "J"))))

    assert gewoon.codes(accident) is None


def test_in_a_block_a_row_with_the_key_of_an_accident_is_read_in_full(route: Route) -> None:
    rows = [rij(2), rij(1, "J"), rij(3), rij(1)]

    found = geleerd(route).blok(blok(3, rows))

    assert list(found) == [("vlag_n",), None, ("vlag_n",), None]


def test_of_what_is_known_already_nothing_in_a_block_is_passed_over(route: Route) -> None:
    assert list(geleerd(route, kent=True).blok(blok(3, [rij(2)]))) == [None]


ONTKEND = "Er is geen sprake van een ongeval, klachten door artrose."


def test_of_a_row_whose_note_denies_an_accident_only_the_note_is_read(route: Route) -> None:
    rows = [rij(2), rij(3, Toelichting=ONTKEND), rij(4)]

    gewoon = geleerd(route)

    denied = gewoon.blok(blok(3, rows))[1]
    assert denied is not None
    assert set(denied) > {"vlag_n", "tekst_n"}


def test_a_row_whose_note_denies_it_is_read_in_full_beside_an_accident_of_its_key(
    route: Route,
) -> None:
    rows = [rij(1, Toelichting=ONTKEND), rij(1, "J")]

    assert list(geleerd(route).blok(blok(3, rows))) == [None, None]


def test_a_note_that_tells_of_an_accident_is_read_once(route: Route) -> None:
    asked: list[Signals] = []

    def assess(signals: Signals) -> Flag:
        asked.append(signals)
        return route.assess(signals)

    told = [rij(n, Toelichting="Is gisteren aangereden door een auto.") for n in (2, 3)]
    take = TakeIn(replace(route, assess=assess), Droog(), "dag", NU, VANDAAG)
    take.neem_blok(blok(2, [rij(1)]))
    asked.clear()
    take.neem_blok(blok(3, told))

    assert len(asked) == 2
    assert take.telling.buckets[Bucket.BEOORDELEN] == 2


def test_what_was_judged_in_a_block_and_never_asked_for_is_forgotten_with_it(route: Route) -> None:
    asked: list[Signals] = []
    given: list[int] = []

    def assess(signals: Signals) -> Flag:
        asked.append(signals)
        return route.assess(signals)

    class Wankel(Rijblok):
        """Rows that a source could not give after all, when they are asked for once more."""

        def record(self, plaats: int) -> SourceRecord:
            given.append(plaats)
            lost = Problem("B-0001", "proef") if len(given) > 1 else None
            return replace(super().record(plaats), gebrek=lost)

    told = rij(2, Toelichting="Is gisteren aangereden door een auto.")
    cells = [[told[name] for name in HEADER]]
    take = TakeIn(replace(route, assess=assess), Droog(), "dag", NU, VANDAAG)
    take.neem_blok(blok(2, [rij(1)]))
    take.neem_blok(Wankel("9901", "proef.csv", (3,), cells, _INDEX))
    asked.clear()
    take.take(record(4, told))

    assert given == [0, 0]
    assert len(asked) == 1


class Weigerend(Rijblok):
    """Rows of a source that may not give their day."""

    def record(self, plaats: int) -> SourceRecord:
        plain = super().record(plaats)
        return replace(plain, fields=ZonderDag(self.cellen[plaats], self.index))


class ZonderDag(Row):
    def text(self, adres: str) -> str:
        if adres == "Datum aanvraag":
            raise SourceRefused(Problem("B-0350", "proef"))
        return super().text(adres)


def test_what_a_source_may_not_give_is_told_in_its_turn(route: Route) -> None:
    cells = [[row[name] for name in HEADER] for row in (rij(2), rij(3, Toelichting=ONTKEND))]
    weigerend = Weigerend("9901", "proef.csv", (3, 4), cells, _INDEX)

    assert list(geleerd(route).blok(weigerend)) == [("vlag_n",), None]
    with pytest.raises(SourceRefused):
        TakeIn(route, Droog(), "dag", NU, VANDAAG).neem_blok(weigerend)


@pytest.mark.parametrize("hoe", ["geheel", "los", "blok"])
def test_an_ordinary_record_closes_what_waits_under_its_key(route: Route, hoe: str) -> None:
    key = route.plan.peek(record(4, rij(4))).sleutel or ()
    mark = route.pseudoniemen.zoeksleutel(route.plan.sleutelruimte, key).waarde
    waits = StubKort(StubSoort.BEOORDELEN, route.bronset, "", 1, ())

    told = neem_in(route, [rij(3), rij(4), rij(5)], hoe, Onthoudt(wacht={mark: waits}))

    assert told["gesloten"] == {mark: "geen_ongeval"}


@pytest.mark.parametrize("hoe", ["geheel", "los", "blok"])
def test_an_ordinary_record_answers_a_decision_also_when_nothing_else_is_known(
    route: Route, hoe: str
) -> None:
    key = route.plan.peek(record(4, rij(4))).sleutel or ()
    mark = route.pseudoniemen.zoeksleutel(route.plan.sleutelruimte, key).waarde
    what = (StubSoort.BEOORDELEN, route.bronset, Keuze.JA, "", 1, (), 1, NU, Uitwerking.WACHT)
    decided = Onthoudt(besloten=(StaandBesluit(mark, 1, *what),))
    take = TakeIn(route, decided, "dag", NU, VANDAAG)

    if hoe == "blok":
        take.neem_blok(blok(2, [rij(3), rij(4), rij(5)]))
    else:
        for number in (3, 4, 5):
            (take.take if hoe == "geheel" else take.neem)(record(number, rij(number)))

    assert [one.zoeksleutel for one in take.besluitlezingen] == [mark]
