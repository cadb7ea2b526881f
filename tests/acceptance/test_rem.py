"""A batch that waits moves nothing, is replaced as a whole, and only a named person frees it."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

import scheduler
from ledger import Resultaat
from pipeline import Bezorging, Opdracht, RunVerslag, SlotSoort
from regres import Handelend, SoortMelding, UsageProblem
from settings import aansluiten
from tests.tools.gemeente import rij
from tests.tools.straat import CODE, Straat, soorten

WIE = Handelend("C. Consulent", "consulent", "aantallen gezien")


@pytest.fixture
def straat(tmp_path: Path) -> Iterator[Straat]:
    street = Straat(tmp_path)
    yield street
    street.ledger.close()


def ongevallen(first: int, last: int, **anders: str) -> list[dict[str, str]]:
    return [rij(number, "J", **anders) for number in range(first, last + 1)]


def zet_rem(straat: Straat, **rem: object) -> None:
    straat.gemeente.gemeente["rem"] = {"waarom": "toets", **rem}
    straat.gemeente.schrijf()


def vrijgeven(straat: Straat, verslag: RunVerslag) -> Bezorging:
    straat.ledger.release_run(verslag.run or 0, WIE, straat.now)
    settings = straat.gemeente.settings()
    return scheduler.bezorg(settings, straat.ledger, settings.gemeenten[0], straat.klok)


def codes(verslag: RunVerslag) -> list[str]:
    return [problem.code for problem in verslag.oorzaken]


def tijdens(straat: Straat, act: Callable[[], object]) -> RunVerslag:
    """Take tonight's turn, and let something happen after its source was read."""
    settings = straat.gemeente.settings()
    line = aansluiten(settings, settings.gemeenten[0], straat.klok, {})
    straat.now += timedelta(days=1)

    def happens(telling: object) -> None:
        straat.now += timedelta(minutes=1)
        act()

    def task(given: Opdracht) -> Opdracht:
        return replace(given, voortgang=happens)

    done = scheduler.ronde(line, straat.ledger, [("export", SlotSoort.NACHT)], straat.klok, task)
    return done.runs[0]


# -- when it waits ---------------------------------------------------------------------------------


def test_three_times_the_usual_number_goes_and_one_more_waits(straat: Straat) -> None:
    zet_rem(straat, nieuw=1000, aandeel=1.0)
    nights = [(1, 10), (11, 30), (31, 60)]
    for first, last in nights:
        straat.gemeente.levering(ongevallen(first, last))
        assert straat.nacht().resultaat is Resultaat.VRIJ
    zet_rem(straat, aandeel=1.0)

    # The median of 10, 20 and 30 new ones is 20.
    straat.gemeente.levering(ongevallen(100, 159))
    free = straat.nacht()
    straat.gemeente.levering(ongevallen(200, 275))
    held = straat.nacht()

    assert (free.resultaat, soorten(free)) == (Resultaat.VRIJ, {"nieuw": 60})
    # With these sixty the median is 25.
    assert (held.resultaat, codes(held)) == (Resultaat.WACHT_OP_VRIJGAVE, ["R-0101"])


def test_a_night_that_waited_does_not_count_for_what_is_usual(straat: Straat) -> None:
    zet_rem(straat, nieuw=1000, aandeel=1.0)
    straat.gemeente.levering(ongevallen(1, 10))
    straat.nacht()
    zet_rem(straat, aandeel=1.0)
    for first in (100, 300):
        straat.gemeente.levering(ongevallen(first, first + 99))
        assert straat.nacht().resultaat is Resultaat.WACHT_OP_VRIJGAVE


def test_another_mapping_lets_twenty_five_go_whatever_was_usual(straat: Straat) -> None:
    zet_rem(straat, nieuw=1000, aandeel=1.0)
    straat.gemeente.levering(ongevallen(1, 40))
    straat.nacht()
    zet_rem(straat, aandeel=1.0)
    mapping = straat.gemeente.config / "mappings" / "duinrand-csv.yaml"
    mapping.write_text(mapping.read_text() + "\n# een andere regel\n")
    straat.gemeente.levering(ongevallen(100, 125))

    same = straat.nacht()
    mapping.write_text(
        mapping.read_text().replace(
            "    omschrijving: {kolom: Omschrijving voorziening, tekst: afkappen}\n", ""
        )
    )
    straat.gemeente.levering(ongevallen(200, 225))
    other = straat.nacht()

    assert same.resultaat is Resultaat.VRIJ, "a remark is no other mapping"
    assert (other.resultaat, codes(other)) == (Resultaat.WACHT_OP_VRIJGAVE, ["R-0101"])


def test_the_share_of_accidents_holds_also_a_handful_of_new_ones(straat: Straat) -> None:
    ordinary = [rij(number) for number in range(1000, 1089)]
    straat.gemeente.levering([*ordinary, *ongevallen(1, 11)])

    verslag = straat.nacht()

    assert (verslag.resultaat, codes(verslag)) == (Resultaat.WACHT_OP_VRIJGAVE, ["R-0102"])


# -- while it waits --------------------------------------------------------------------------------


def test_the_next_night_takes_the_place_of_the_whole_batch_and_says_since_when(
    straat: Straat,
) -> None:
    straat.gemeente.levering(ongevallen(1, 26))
    first = straat.nacht()
    since = straat.now
    straat.gemeente.levering(ongevallen(2, 28))
    second = straat.nacht()

    runs = {row.id: row for row in straat.ledger.runs(CODE)}
    assert runs[first.run or 0].resultaat is Resultaat.VERVANGEN
    assert runs[second.run or 0].wacht_sinds == since
    with pytest.raises(UsageProblem, match="L-0402"):
        vrijgeven(straat, first)
    assert vrijgeven(straat, second).ontvangen == 27


def test_a_smaller_night_after_it_goes_by_itself(straat: Straat) -> None:
    straat.gemeente.levering(ongevallen(1, 26))
    straat.nacht()
    straat.gemeente.levering(ongevallen(1, 3))

    verslag = straat.nacht()

    assert (verslag.resultaat, verslag.bezorging.ontvangen) == (Resultaat.VRIJ, 3)
    assert straat.ledger.wachtende_runs(CODE) == []


def test_a_night_that_fails_leaves_the_waiting_batch_as_it_was(straat: Straat) -> None:
    straat.gemeente.levering(ongevallen(1, 26))
    held = straat.nacht()
    straat.gemeente.levering(ongevallen(1, 30), trailer=12)

    assert straat.nacht().resultaat is Resultaat.MISLUKT
    assert vrijgeven(straat, held).ontvangen == 26


def test_the_file_of_before_is_read_again_while_another_one_waits(straat: Straat) -> None:
    """The supplier takes a wrong file back: what waits of it may not be freed any more."""
    straat.gemeente.levering(ongevallen(1, 2))
    straat.nacht()
    straat.gemeente.levering(ongevallen(100, 130))
    held = straat.nacht()
    straat.gemeente.levering(ongevallen(1, 2))

    back = straat.nacht()

    assert (held.resultaat, back.resultaat) == (Resultaat.WACHT_OP_VRIJGAVE, Resultaat.VRIJ)
    assert straat.ledger.wachtende_runs(CODE) == []
    assert straat.nacht().resultaat is Resultaat.ONGEWIJZIGD


def test_a_rejected_batch_comes_back_with_the_next_read(straat: Straat) -> None:
    straat.gemeente.levering(ongevallen(1, 26))
    held = straat.nacht()
    straat.ledger.reject_run(held.run or 0, WIE, straat.now)

    again = straat.nacht()

    assert straat.gemeente.bezorgd == []
    assert (again.resultaat, soorten(again)) == (Resultaat.WACHT_OP_VRIJGAVE, {"nieuw": 26})
    assert straat.ledger.run(held.run or 0).resultaat is Resultaat.VERWORPEN


# -- a release and a read at the same time ---------------------------------------------------------


def test_a_release_while_the_next_night_reads_sends_each_once_and_loses_no_change(
    straat: Straat,
) -> None:
    straat.gemeente.levering(ongevallen(1, 26))
    held = straat.nacht()
    straat.gemeente.levering([*ongevallen(1, 25), rij(26, "J", Bedrag="1,00")])
    released: list[int] = []

    def once() -> None:
        if not released:
            released.append(vrijgeven(straat, held).ontvangen)

    tijdens(straat, once)
    after = straat.nacht()

    assert released == [26]
    assert soorten(after) == {"wijziging": 1}
    assert straat.nacht().resultaat is Resultaat.ONGEWIJZIGD
    assert len(straat.gemeente.bezorgd) == 27
    assert max(stand.versie for stand in straat.ledger.standen(CODE).values()) == 2


def test_a_release_while_the_next_night_reads_that_it_was_no_accident_is_withdrawn(
    straat: Straat,
) -> None:
    """That night counted N on what nobody had sent yet: the file may not be skipped after it."""
    straat.gemeente.levering(ongevallen(1, 26))
    held = straat.nacht()
    straat.gemeente.levering([*ongevallen(1, 25), rij(26)])
    done: list[Bezorging] = []

    def once() -> None:
        if not done:
            done.append(vrijgeven(straat, held))

    tijdens(straat, once)

    after = straat.nacht()

    assert soorten(after) == {"intrekking": 1}
    assert straat.nacht().resultaat is Resultaat.ONGEWIJZIGD


def test_after_the_next_night_closed_the_old_batch_cannot_be_freed(straat: Straat) -> None:
    straat.gemeente.levering(ongevallen(1, 26))
    held = straat.nacht()
    straat.gemeente.levering(ongevallen(1, 27))
    straat.nacht()

    with pytest.raises(UsageProblem, match="L-0402"):
        vrijgeven(straat, held)
    assert straat.gemeente.bezorgd == []


def test_what_a_person_saw_is_kept_with_the_release(straat: Straat) -> None:
    straat.gemeente.levering(ongevallen(1, 26))
    held = straat.nacht()
    vrijgeven(straat, held)

    (decision,) = straat.ledger.decisions(CODE, "vrijgave")

    assert Handelend(decision.wie, decision.rol, decision.reden) == WIE
    seen = decision.gegevens["gezien"]
    assert (seen["gelezen"], seen["soorten"][SoortMelding.NIEUW.value], seen["j"]) == (26, 26, 26)
    assert seen["codes"]
