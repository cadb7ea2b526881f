"""What a walk over the trail hears of rows: from which entry on they are answered for."""

import pytest

from ledger import audit, binding
from ledger.bindtoets import Boekhouding


def heard(*entries: tuple[str, str]) -> Boekhouding:
    """Hear entries of an action each, with what they bind; numbered from 1."""
    book = Boekhouding()
    for number, (actie, inhoud) in enumerate(entries, start=1):
        entry = audit.Entry(
            tijd="", actie=actie, object="", resultaat="", oorsprong="", actor="", inhoud=inhoud
        )
        book.lees(number, entry)
    return book


DECIDED = binding.BESLUIT.naam


@pytest.mark.parametrize(
    ("entries", "since"),
    [
        ([], 1),
        ([("run", "")], 1),
        ([(DECIDED, "bound")], 1),
        # A trail of before rows were answered for.
        ([(DECIDED, "")], None),
        ([("run", ""), (DECIDED, "")], None),
        ([(DECIDED, ""), (binding.OVERGENOMEN, ""), (DECIDED, "bound")], 2),
        ([(DECIDED, ""), (binding.OVERGENOMEN, "x"), (binding.OVERGENOMEN, "")], 2),
    ],
)
def test_rows_are_answered_for_from_the_first_time_they_were_taken_over(
    entries: list[tuple[str, str]], since: int | None
) -> None:
    assert heard(*entries).gedekt_vanaf == since
