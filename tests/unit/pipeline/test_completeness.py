"""A read that was not whole frees nothing."""

from connectors.base import Proof
from pipeline.completeness import onvolledig
from regres import Bucket, SoortMelding, Telling


def counted(read: int) -> Telling:
    telling = Telling(gelezen=read)
    telling.buckets[Bucket.GEEN_ONGEVAL] = read
    return telling


def codes(telling: Telling, proof: Proof, eerder: tuple[int, ...] = ()) -> list[str]:
    return [problem.code for problem in onvolledig(telling, proof, eerder)]


def test_a_whole_read_passes() -> None:
    assert codes(counted(100), Proof(100), (100, 98, 103)) == []


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
    assert codes(counted(0), Proof(0), (5000, 5010, 4990)) == ["R-0303"]


def test_less_than_half_of_what_is_usual_stops() -> None:
    assert codes(counted(49), Proof(49), (100, 100)) == ["R-0303"]
    assert codes(counted(50), Proof(50), (100, 100)) == []


def test_a_small_source_may_become_smaller() -> None:
    assert codes(counted(3), Proof(3), (40, 41)) == []
