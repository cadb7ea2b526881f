"""A ledger of its own for every test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from ledger import Ledger
from tests.tools.ledgers import House, url_of


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    """Give an empty ledger."""
    with Ledger.open(url_of(tmp_path)) as opened:
        yield opened


@pytest.fixture
def house(ledger: Ledger) -> House:
    """Give a municipality that holds its lease."""
    return House(ledger)
