"""The day in the Netherlands of a moment in UTC."""

from datetime import UTC, date, datetime

import pytest

from regres.dag import lokale_dag


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 11, 22, 22, 59, tzinfo=UTC), date(2026, 11, 22)),
        (datetime(2026, 11, 22, 23, 0, tzinfo=UTC), date(2026, 11, 23)),
        (datetime(2026, 7, 1, 21, 59, tzinfo=UTC), date(2026, 7, 1)),
        (datetime(2026, 7, 1, 22, 0, tzinfo=UTC), date(2026, 7, 2)),
    ],
)
def test_a_day_begins_at_midnight_here_in_winter_and_in_summer(moment: datetime, day: date) -> None:
    assert lokale_dag(moment) == day
