"""What comparing gave last is kept for each municipality until the next time."""

import pytest

from ledger import Ledger, Uitslag
from tests.tools.ledgers import NOW, House, after


@pytest.mark.parametrize("repaired", [None, after(hours=1)])
def test_the_last_outcome_is_kept_and_that_of_a_neighbour_stays(
    house: House, ledger: Ledger, repaired: object
) -> None:
    other = House(ledger, "9902")
    first = Uitslag(NOW, versies=3, verschillen=1)
    last = Uitslag(after(days=1), 5, 2, repaired)  # type: ignore[arg-type]  # of the rows above
    assert ledger.afstemming.uitslag(house.gemeente) is None

    ledger.afstemming.noteer(other.lease, first)
    ledger.afstemming.noteer(house.lease, first)
    ledger.afstemming.noteer(house.lease, last)

    assert ledger.afstemming.uitslag(house.gemeente) == last
    assert ledger.afstemming.uitslag("9902") == first
