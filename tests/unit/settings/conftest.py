"""A config folder that is right."""

from pathlib import Path

import pytest

from tests.unit.settings.map import Map


@pytest.fixture
def config(tmp_path: Path) -> Map:
    """Give a config folder that `load` accepts."""
    return Map(tmp_path)
