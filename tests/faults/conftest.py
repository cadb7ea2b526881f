"""One bench for all tests of a worker: its states are made once."""

from collections.abc import Iterator

import pytest

from tests.faults.proefbank import Proefbank, proefbank
from tests.nemesis.wereld import plek


@pytest.fixture(scope="session")
def bank() -> Iterator[Proefbank]:
    with plek() as folder, proefbank(folder) as made:
        yield made
