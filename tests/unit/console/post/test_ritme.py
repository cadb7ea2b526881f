"""When a mail may go: once a day, sooner when it cannot wait, later when the server does not."""

from datetime import UTC, datetime, time, timedelta

import pytest

from console.post.overzicht import Overzicht
from console.post.ritme import EERSTE, LANGSTE, aan_de_beurt, dagelijks, mag_proberen
from ledger import PostSoort, Poststand
from tests.unit.console.post.test_overzicht import row

TIJD = time(7, 30)


def om(uur: int, minuut: int = 0, dag: int = 21) -> datetime:
    """Give a moment by the Dutch clock; in November that is an hour ahead of UTC."""
    return datetime(2026, 11, dag, uur, minuut, tzinfo=UTC) - timedelta(hours=1)


def stand(gelukt: datetime | None = None, **anders: object) -> Poststand:
    return Poststand(PostSoort.OVERZICHT, "beheer", gelukt=gelukt, **anders)  # type: ignore[arg-type]  # its own fields


NIEUW = Overzicht(nieuw=(row(1).probleem,))
SPOED = Overzicht(nieuw=(row(2, code="S-0062").probleem,))


def gaat(wat: Overzicht, now: datetime, gelukt: datetime | None = None) -> bool:
    return aan_de_beurt(stand(gelukt), wat, TIJD, now)


def test_the_digest_waits_for_its_moment_and_goes_once_a_day() -> None:
    assert [gaat(NIEUW, om(hour)) for hour in (4, 7, 8, 23)] == [False, False, True, True]
    assert not gaat(NIEUW, om(12), gelukt=om(7, 31))
    assert gaat(NIEUW, om(7, 30, dag=22), gelukt=om(7, 31))


def test_without_news_there_is_no_mail() -> None:
    assert not gaat(Overzicht(open=(row(1).probleem,)), om(9))


def test_what_cannot_wait_goes_at_night_and_not_more_than_once_an_hour() -> None:
    assert gaat(SPOED, om(4))
    assert not gaat(SPOED, om(9, 10), gelukt=om(8, 30))
    assert gaat(SPOED, om(9, 31), gelukt=om(8, 30))


def test_a_day_has_one_moment_also_when_the_clock_changes() -> None:
    before = datetime(2026, 10, 24, 12, tzinfo=UTC)
    for now, due in (
        (datetime(2026, 10, 25, 5, 29, tzinfo=UTC), False),
        (datetime(2026, 10, 25, 6, 30, tzinfo=UTC), True),
    ):
        assert dagelijks(stand(before), TIJD, now) is due


def test_a_mail_of_a_clock_that_ran_ahead_silences_nothing() -> None:
    ahead = om(8, dag=21) + timedelta(days=3650)
    assert gaat(NIEUW, om(8), gelukt=ahead)
    assert gaat(SPOED, om(4), gelukt=ahead)
    tried = stand(mislukt=ahead, geprobeerd=ahead, pogingen=1)
    assert mag_proberen(tried, om(8))


@pytest.mark.parametrize(
    ("tries", "minutes"), [(1, 15), (2, 30), (3, 60), (4, 120), (5, 240), (9, 240), (400, 240)]
)
def test_a_server_that_does_not_answer_is_asked_ever_less_often(tries: int, minutes: int) -> None:
    failing = stand(geprobeerd=om(4), mislukt=om(1), pogingen=tries)
    wait = timedelta(minutes=minutes)

    assert not mag_proberen(failing, om(4) + wait - timedelta(seconds=1))
    assert mag_proberen(failing, om(4) + wait)
    assert EERSTE <= wait <= LANGSTE


def test_after_a_mail_that_arrived_there_is_no_waiting() -> None:
    assert mag_proberen(stand(), om(4))
    assert mag_proberen(stand(gelukt=om(4), geprobeerd=om(4)), om(4))
