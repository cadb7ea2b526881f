"""What any delta source may count on: its waiting records are kept sealed, 30 days, and then told.

What a source of this kind does with it stands in tests/acceptance/test_stuf_bestanden.py.
"""

from pathlib import Path

import pytest

from ledger import AuditVraag, Ledger, Resultaat, StubSoort, Termijnen
from regres import Handelend
from tests.tools.ledgers import GEMEENTE, NOW, House, after, always, note, url_of, zoeksleutel

VEILIG = "eyJ.verzegeld.record"
KLOK = Handelend("F. Functionaris", "fg")


@pytest.fixture
def house(tmp_path: Path) -> House:
    """Give a ledger in which one record of a delta source waits."""
    made = House(Ledger.open(url_of(tmp_path)))
    made.run(stubs=[note(1, StubSoort.BEOORDELEN, record=VEILIG)])
    return made


def days_left(house: House, dagen: float) -> tuple[int, int]:
    (row,) = house.ledger.aanleveringen(GEMEENTE, after(days=dagen).date())
    return row.dagen, row.alarm


def bewaar(house: House, dagen: float) -> dict[str, int]:
    return house.ledger.bewaar(Termijnen(), after(days=dagen), KLOK).gewist


def test_it_is_kept_with_its_stub_and_comes_back_as_it_was(house: House) -> None:
    (row,) = house.ledger.aanleveringen(GEMEENTE, NOW.date())

    assert house.ledger.aanlevering(GEMEENTE, zoeksleutel(1)) == VEILIG
    assert (row.zoeksleutel, row.bronset, row.dagen) == (zoeksleutel(1), "csv", 30)
    assert VEILIG not in repr(note(1, record=VEILIG))
    assert house.ledger.aanlevering("9902", zoeksleutel(1)) is None


@pytest.mark.parametrize(
    ("dagen", "over", "alarm"), [(15, 15, 0), (16, 14, 14), (26, 4, 14), (27, 3, 3), (30, 0, 3)]
)
def test_it_is_told_at_14_days_and_at_3(house: House, dagen: int, over: int, alarm: int) -> None:
    assert days_left(house, dagen) == (over, alarm)


def test_after_30_days_the_record_goes_and_the_stub_stays_and_says_so(house: House) -> None:
    assert bewaar(house, 29.9) == {}
    assert bewaar(house, 30.1) == {"aanleveringen": 1}

    (row,) = house.ledger.stubs(GEMEENTE)
    assert row.codes == ("verlopen", "A-0001")
    assert house.ledger.aanlevering(GEMEENTE, zoeksleutel(1)) is None
    assert house.ledger.aanleveringen(GEMEENTE, after(days=31).date()) == []
    assert bewaar(house, 31) == {}
    (noted,) = house.ledger.audit_regels(AuditVraag(actie="aanlevering"))
    assert (noted.resultaat, noted.oorsprong) == ("verlopen 1", f"gemeente:{GEMEENTE}")
    assert house.ledger.audit_verify() == []


def test_nothing_of_it_is_left_in_the_file(house: House, tmp_path: Path) -> None:
    def files() -> bytes:
        return b"".join(path.read_bytes() for path in tmp_path.glob("ledger*"))

    assert VEILIG.encode() in files()
    bewaar(house, 31)
    assert VEILIG.encode() not in files()


def test_a_new_delivery_begins_anew(house: House) -> None:
    house.run(stubs=[note(1, StubSoort.BEOORDELEN, record="eyJ.nieuw")], now=after(days=20))

    assert days_left(house, 20) == (30, 0)
    assert house.ledger.aanlevering(GEMEENTE, zoeksleutel(1)) == "eyJ.nieuw"
    assert bewaar(house, 31) == {}


def test_a_decision_drops_it(house: House) -> None:
    who = Handelend("C. Consulent", "consulent", "gezien")
    house.ledger.close_stub(GEMEENTE, zoeksleutel(1), who, after(days=1))

    assert house.ledger.aanlevering(GEMEENTE, zoeksleutel(1)) is None
    assert house.ledger.aanleveringen(GEMEENTE, NOW.date()) == []


def test_a_run_that_is_not_freed_keeps_nothing(tmp_path: Path) -> None:
    house = House(Ledger.open(url_of(tmp_path)))
    house.run(stubs=[note(1, record=VEILIG)], decide=always(Resultaat.PROEF))

    assert house.ledger.aanleveringen(GEMEENTE, NOW.date()) == []
