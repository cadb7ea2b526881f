"""One suite that every sink passes: the real REST line to a real loket, a folder, memory."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from regres import Receipt, SoortMelding
from sinks import Conflict, Folder, Memory, Regresloket, Sink
from tests.tools.loket import NU, Huis, kop, merk, running


@pytest.fixture(scope="module")
def huis(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Huis]:
    with running(tmp_path_factory.mktemp("loket")) as house:
        yield house


@pytest.fixture(params=["regresloket", "map", "geheugen"])
def sink(request: pytest.FixtureRequest, huis: Huis, tmp_path: Path) -> Iterator[Sink]:
    made: dict[str, Sink] = {
        "regresloket": Regresloket(huis.sink_settings()),
        "map": Folder(tmp_path, klok=lambda: NU),
        "geheugen": Memory(klok=lambda: NU),
    }
    with closing(made[request.param]) as chosen:
        yield chosen


@pytest.fixture
def naam(request: pytest.FixtureRequest) -> str:
    """A word of its own for each test: they share one loket."""
    return str(request.node.name)


def test_a_delivery_gives_a_receipt_for_this_very_version(
    sink: Sink, huis: Huis, naam: str
) -> None:
    head = kop(naam)

    receipt = sink.deliver(huis.seal(head))

    assert isinstance(receipt, Receipt)
    assert (receipt.referentie, receipt.versie) == (head.referentie, 1)
    assert receipt.zaaknummer
    assert receipt.ontvangenOp == NU


def test_the_same_bytes_again_give_the_same_receipt(sink: Sink, huis: Huis, naam: str) -> None:
    sealed = huis.seal(kop(naam))

    assert sink.deliver(sealed) == sink.deliver(sealed)


def test_a_fresh_envelope_of_the_same_facts_gives_the_stored_receipt(
    sink: Sink, huis: Huis, naam: str
) -> None:
    first, second = huis.seal(kop(naam)), huis.seal(kop(naam))
    assert first.inhoud != second.inhoud

    assert sink.deliver(first) == sink.deliver(second)


def test_other_facts_under_a_known_version_are_a_conflict(
    sink: Sink, huis: Huis, naam: str
) -> None:
    head = kop(naam)
    sink.deliver(huis.seal(head))

    outcome = sink.deliver(huis.seal(kop(naam, inhoudsmerk=merk("iets anders"))))

    assert outcome == Conflict(laatsteVersie=1, inhoudsmerk=head.inhoudsmerk)


def test_a_version_below_the_latest_is_a_conflict_that_names_the_latest(
    sink: Sink, huis: Huis, naam: str
) -> None:
    sink.deliver(huis.seal(kop(naam, 1)))
    sink.deliver(huis.seal(kop(naam, 4)))

    outcome = sink.deliver(huis.seal(kop(naam, 3)))

    assert outcome == Conflict(laatsteVersie=4, inhoudsmerk=kop(naam, 4).inhoudsmerk)


def test_the_facts_of_the_latest_under_an_older_number_are_a_conflict_too(
    sink: Sink, huis: Huis, naam: str
) -> None:
    """Its receipt would be about another version; whoever asks must learn the number."""
    latest = kop(naam, 4)
    sink.deliver(huis.seal(latest))

    outcome = sink.deliver(huis.seal(kop(naam, 3, inhoudsmerk=latest.inhoudsmerk)))

    assert outcome == Conflict(laatsteVersie=4, inhoudsmerk=latest.inhoudsmerk)


def test_an_older_version_that_was_taken_still_gives_its_own_receipt(
    sink: Sink, huis: Huis, naam: str
) -> None:
    first = sink.deliver(huis.seal(kop(naam, 1)))
    sink.deliver(huis.seal(kop(naam, 2)))

    assert sink.deliver(huis.seal(kop(naam, 1))) == first


def test_meldingen_of_one_dossier_come_into_one_case(sink: Sink, huis: Huis, naam: str) -> None:
    dossier = merk("samen " + naam)
    one = sink.deliver(huis.seal(kop(naam + "a", dossiersleutel=dossier)))
    two = sink.deliver(huis.seal(kop(naam + "b", dossiersleutel=dossier)))
    other = sink.deliver(huis.seal(kop(naam + "c")))

    assert isinstance(one, Receipt)
    assert isinstance(two, Receipt)
    assert isinstance(other, Receipt)
    assert one.zaaknummer == two.zaaknummer != other.zaaknummer


def test_a_withdrawal_stays_in_its_case(sink: Sink, huis: Huis, naam: str) -> None:
    first = sink.deliver(huis.seal(kop(naam, 1)))

    last = sink.deliver(huis.seal(kop(naam, 2, soortMelding=SoortMelding.INTREKKING)))

    assert isinstance(first, Receipt)
    assert isinstance(last, Receipt)
    assert last.zaaknummer == first.zaaknummer


def test_a_sink_that_was_closed_can_be_used_again_and_still_knows(
    sink: Sink, huis: Huis, naam: str
) -> None:
    first = sink.deliver(huis.seal(kop(naam)))
    sink.close()
    sink.close()

    assert sink.deliver(huis.seal(kop(naam))) == first


def test_every_version_that_arrived_is_listed_once_in_order_of_arrival(
    sink: Sink, huis: Huis, naam: str
) -> None:
    heads = [kop(naam, 1), kop(naam + "b", 1), kop(naam, 3)]
    for head in (*heads, heads[0]):
        sink.deliver(huis.seal(head))
    sink.deliver(huis.seal(kop(naam, 2)))

    found = [one for one in sink.meldingen() if one.referentie in {h.referentie for h in heads}]

    assert sorted((one.referentie, one.versie) for one in found) == sorted(
        (head.referentie, head.versie) for head in heads
    )
    assert [one.versie for one in found if one.referentie == heads[0].referentie] == [1, 3]
    assert {one.inhoudsmerk for one in found} == {head.inhoudsmerk for head in heads}
    assert all(one.zaaknummer and one.ontvangenOp == NU for one in found)


def test_the_list_names_the_receipt_and_the_kind_of_each_version(
    sink: Sink, huis: Huis, naam: str
) -> None:
    sink.deliver(huis.seal(kop(naam, 1)))
    last = sink.deliver(huis.seal(kop(naam, 2, soortMelding=SoortMelding.INTREKKING)))

    _, listed = (one for one in sink.meldingen() if one.referentie == kop(naam).referentie)

    assert isinstance(last, Receipt)
    assert listed.soort is SoortMelding.INTREKKING
    assert (listed.zaaknummer, listed.ontvangenOp) == (last.zaaknummer, last.ontvangenOp)


def test_reading_back_behind_the_last_cursor_gives_no_step_twice(
    sink: Sink, huis: Huis, naam: str
) -> None:
    sink.deliver(huis.seal(kop(naam)))
    pages = list(sink.terugkoppelingen(""))
    steps = [step for page in pages for step in page.regels]
    assert [step.volgnummer for step in steps] == sorted({step.volgnummer for step in steps})

    again = list(sink.terugkoppelingen(pages[-1].cursor if pages else ""))

    assert [step for page in again for step in page.regels] == []


def test_a_check_walks_its_steps_and_delivers_nothing(sink: Sink, huis: Huis) -> None:
    archief = huis.server.app.state.loket.archief
    before = _arrived(archief)

    steps = list(sink.check())

    assert [step.naam for step in steps] == list(sink.stappen)
    assert all(step.gelukt and step.toelichting for step in steps)
    assert _arrived(archief) == before


def _arrived(archief: object) -> int:
    with archief.lezen() as tx:  # type: ignore[attr-defined]  # app.state is untyped
        return int(tx.exec_driver_sql("select count(*) from geschiedenis").scalar())
