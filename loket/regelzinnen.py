"""The sentence of every rule id and reason code that can stand in a melding."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files


def zin(regel: str) -> str:
    """Give its sentence; for a rule of a newer adapter, its name."""
    return _zinnen().get(regel, f"Regel {regel}.")


@cache
def _zinnen() -> Mapping[str, str]:
    return tomllib.loads((files("loket") / "regelzinnen.toml").read_text("utf-8"))
