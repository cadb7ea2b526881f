"""A read that was not whole frees nothing."""

from dataclasses import replace
from datetime import timedelta

from connectors.base import Proof
from ledger import Resultaat, RunMaat
from pipeline.completeness import gewoonlijk, onvolledig
from regres import Bucket, SoortMelding, Telling
from tests.tools.nachten import BEGIN, Bronsoort, Nacht, maat


def counted(read: int) -> Telling:
    telling = Telling(gelezen=read)
    telling.buckets[Bucket.GEEN_ONGEVAL] = read
    return telling


def codes(telling: Telling, proof: Proof, gewoon: float = 0.0) -> list[str]:
    return [problem.code for problem in onvolledig(telling, proof, gewoon)]


def test_a_whole_read_passes() -> None:
    assert codes(counted(100), Proof(100), 100) == []


def test_a_record_that_was_handed_over_but_not_counted_is_seen() -> None:
    assert codes(counted(99), Proof(100)) == ["R-0301"]


def test_records_outside_the_question_count_as_read() -> None:
    assert codes(counted(103), Proof(100, details={"buiten_vraag": 3})) == []


def test_a_record_in_no_bucket_is_seen() -> None:
    telling = counted(100)
    telling.buckets[Bucket.GEEN_ONGEVAL] -= 1

    assert codes(telling, Proof(100)) == ["R-0302"]


def test_a_sealed_version_without_a_kind_is_seen() -> None:
    telling = counted(99)
    telling.gelezen = 100
    telling.buckets[Bucket.KLAARGEZET] = 1

    assert codes(telling, Proof(100)) == ["R-0302"]
    telling.soorten[SoortMelding.NIEUW] = 1
    assert codes(telling, Proof(100)) == []


def test_an_empty_source_after_full_ones_stops() -> None:
    assert codes(counted(0), Proof(0), 5000) == ["R-0303"]


def test_less_than_half_of_what_is_usual_stops() -> None:
    assert codes(counted(49), Proof(49), 100) == ["R-0303"]
    assert codes(counted(50), Proof(50), 100) == []


def test_a_small_source_may_become_smaller() -> None:
    assert codes(counted(3), Proof(3), 40.5) == []


# -- what is usual -------------------------------------------------------------------------------

BRON = Bronsoort("proef", lambda rng: iter(()))


def nights(*counts: int, stopped: bool = False) -> list[RunMaat]:
    """Give a night for each count, from a Monday on; those under 100 were stopped, if said."""
    found = [
        maat(BRON, BEGIN + timedelta(days=n), Nacht(count, 0)) for n, count in enumerate(counts)
    ]
    small = {"resultaat": Resultaat.MISLUKT, "codes": frozenset({"R-0303"})}
    return [
        replace(one, **small) if stopped and (one.gelezen or 0) < 100 else one  # type: ignore[arg-type]  # its own fields
        for one in found
    ]


WEEK = (400, 410, 405, 395, 400, 60, 15)


def test_a_weekday_is_held_against_itself_as_soon_as_three_of_them_are_known() -> None:
    known = nights(*WEEK * 4)
    usual = [gewoonlijk(BEGIN + timedelta(days=28 + n), known) for n in range(7)]

    assert usual == [float(count) for count in WEEK]


def test_before_that_all_nights_count() -> None:
    assert gewoonlijk(BEGIN + timedelta(days=6), nights(400, 410, 405, 395, 400, 60)) == 400
    assert gewoonlijk(BEGIN, []) == 0.0


def test_a_sunday_that_was_stopped_three_times_is_what_sundays_are() -> None:
    sunday = BEGIN + timedelta(days=27)

    assert gewoonlijk(sunday, nights(*(WEEK * 4)[:27], stopped=True)) == 15
    assert gewoonlijk(sunday - timedelta(days=7), nights(*(WEEK * 4)[:20], stopped=True)) > 300


def test_a_source_that_is_cut_off_every_night_is_not_learned_from() -> None:
    broken = nights(*(400,) * 8, *(20,) * 40, stopped=True)

    assert gewoonlijk(BEGIN + timedelta(days=48), broken) == 400


def test_what_was_not_whole_is_not_counted() -> None:
    failed = [replace(one, resultaat=Resultaat.MISLUKT) for one in nights(*(20,) * 20)]

    assert gewoonlijk(BEGIN + timedelta(days=30), [*nights(*(400,) * 5), *failed]) == 400
