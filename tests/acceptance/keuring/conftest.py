"""What every test of `check` begins with: a municipality that would pass."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.tools.keten import Keten, vers


@pytest.fixture
def keten(tmp_path: Path) -> Keten:
    """Give a municipality with one export of two provisions, one of them after an accident."""
    made = Keten(tmp_path)
    made.gemeente.levering([vers(1, "J"), vers(2)])
    return made


@pytest.fixture
def ends() -> Iterator[ExitStack]:
    """Give what closes with the test: servers, mostly."""
    with ExitStack() as stack:
        yield stack
