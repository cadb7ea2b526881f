"""The accounting identity."""

import json

from hypothesis import given
from hypothesis import strategies as st

from regres import Bucket, SoortMelding, Telling
from regres.telling import klein

counted = st.lists(
    st.tuples(st.sampled_from(Bucket), st.sampled_from(SoortMelding), st.booleans()), max_size=60
)


def filled(items: list[tuple[Bucket, SoortMelding, bool]]) -> Telling:
    telling = Telling()
    for bucket, soort, nieuw in items:
        telling.gelezen += 1
        telling.tel(bucket, f"code_{bucket}", nieuw=nieuw)
        telling.soorten[soort] += bucket is Bucket.KLAARGEZET
    return telling


@given(counted)
def test_every_record_that_is_read_lands_in_exactly_one_bucket(
    items: list[tuple[Bucket, SoortMelding, bool]],
) -> None:
    telling = filled(items)

    assert telling.klopt
    assert telling.gelezen == sum(telling.as_json()[bucket.value] for bucket in Bucket)


@given(counted, st.sampled_from(Bucket))
def test_a_record_that_vanishes_or_is_counted_twice_is_seen(
    items: list[tuple[Bucket, SoortMelding, bool]], bucket: Bucket
) -> None:
    lost, twice = filled(items), filled(items)
    lost.gelezen += 1
    twice.tel(bucket)

    assert not lost.klopt
    assert not twice.klopt


@given(counted)
def test_a_staged_record_without_its_kind_is_seen(
    items: list[tuple[Bucket, SoortMelding, bool]],
) -> None:
    telling = filled(items)
    telling.gelezen += 1
    telling.tel(Bucket.KLAARGEZET)

    assert not telling.klopt


@given(counted, st.sampled_from(Bucket))
def test_moving_a_record_keeps_the_sum(
    items: list[tuple[Bucket, SoortMelding, bool]], naar: Bucket
) -> None:
    telling = filled([*items, (Bucket.ONGEWIJZIGD, SoortMelding.NIEUW, False)])
    before = sum(telling.buckets.values())

    telling.verplaats(Bucket.ONGEWIJZIGD, naar, "dubbele_sleutel", nieuw=True)

    assert sum(telling.buckets.values()) == before
    assert telling.codes["dubbele_sleutel"] == 1


@given(counted)
def test_counts_survive_being_stored(items: list[tuple[Bucket, SoortMelding, bool]]) -> None:
    telling = filled(items)
    stored = json.loads(json.dumps(telling.as_json()))

    assert Telling.from_json(stored).as_json() == telling.as_json()


def test_zeros_are_shown_and_the_order_is_that_of_the_identity() -> None:
    shown = Telling().as_json()

    assert list(shown) == [
        "gelezen",
        *(bucket.value for bucket in Bucket),
        "soorten",
        "nieuw",
        "codes",
        "j",
    ]
    assert shown["klaargezet"] == 0
    assert list(shown["nieuw"]) == ["beoordelen", "vastgehouden", "quarantaine"]


@given(counted)
def test_outside_the_municipality_no_count_under_five_is_told_or_can_be_worked_out(
    items: list[tuple[Bucket, SoortMelding, bool]],
) -> None:
    telling = filled(items)
    told = telling.naar_buiten()

    numbers = [value for value in (*told.values(), *told["soorten"].values()) if value not in (0,)]
    assert not any(isinstance(value, int) and value < 5 for value in numbers)
    for names, total in (
        ([bucket.value for bucket in Bucket], told["gelezen"]),
        (list(told["soorten"]), told["klaargezet"]),
    ):
        parts = told if names[0] in told else told["soorten"]
        hidden = [name for name in names if not isinstance(parts[name], int)]
        assert len(hidden) != 1 or not isinstance(total, int) or total == 0
    assert told["codes"] == sorted(telling.codes)


def test_one_small_count_takes_the_smallest_other_one_along() -> None:
    """Else it is the total without the others."""
    read = [(Bucket.GEEN_ONGEVAL, 60), (Bucket.ONGEWIJZIGD, 7), (Bucket.QUARANTAINE, 1)]
    telling = filled([(bucket, SoortMelding.NIEUW, False) for bucket, n in read for _ in range(n)])
    told = telling.naar_buiten()

    assert told["gelezen"] == 68
    assert [told[bucket.value] for bucket, _ in read] == [60, "-", "<5"]


def test_large_counts_are_told_as_they_are() -> None:
    telling = filled([(Bucket.GEEN_ONGEVAL, SoortMelding.NIEUW, False)] * 60)

    assert telling.naar_buiten()["geen_ongeval"] == 60
    assert (klein(0), klein(1), klein(4), klein(5)) == (0, "<5", "<5", 5)
