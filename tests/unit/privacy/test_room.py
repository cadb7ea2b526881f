"""The room as others see it."""

import tomllib
import types
from pathlib import Path

import privacy
from privacy import logs

PYPROJECT = Path(__file__).parents[3] / "pyproject.toml"


def test_the_public_names_are_sorted_and_all_there() -> None:
    public = {
        name
        for name, value in vars(privacy).items()
        if not name.startswith("_") and not isinstance(value, types.ModuleType)
    }

    assert privacy.__all__ == sorted(privacy.__all__)
    assert set(privacy.__all__) == public


def test_the_gate_of_the_log_knows_every_room_of_the_house() -> None:
    build = tomllib.loads(PYPROJECT.read_text(encoding="utf-8"))["tool"]["hatch"]["build"]
    shipped = build["targets"]["wheel"]["only-include"]

    assert {name.removesuffix(".py") for name in shipped} == logs.ROOMS
