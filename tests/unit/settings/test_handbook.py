"""The Dutch pages on configuration say what is taken: every key, and an example that loads."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from loket.config import laad
from loket.settings import LoketSleutel
from settings.shapes import Dienst, GemeenteBlok

ROOT = Path(__file__).parents[3]
PAGES = ROOT / "docs" / "handboek"


def keys(schema: dict[str, Any]) -> Iterator[str]:
    yield from schema.get("properties", {})
    for part in schema.get("$defs", {}).values():
        yield from part.get("properties", {})


@pytest.mark.parametrize("shape", [Dienst, GemeenteBlok])
def test_every_key_of_the_configuration_is_in_the_handbook(
    shape: type[Dienst | GemeenteBlok],
) -> None:
    page = (PAGES / "configuratie.md").read_text(encoding="utf-8")
    told = set(re.findall(r"[a-z_]+", page))

    assert set(keys(shape.model_json_schema())) - told == set()


def test_the_example_of_a_loket_loads(tmp_path: Path) -> None:
    page = (PAGES / "loket.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"```yaml\n(.*?)```", page, re.DOTALL)
    (tmp_path / "loket.yaml").write_text(example, encoding="utf-8")
    (tmp_path / "data.key").write_text("ab" * 32, encoding="utf-8")
    jwk = str(LoketSleutel.maak("loket-2026").jwk).replace("'", '"')
    (tmp_path / "loket-2026.geheim.jwk").write_text(jwk, encoding="utf-8")

    settings = laad(tmp_path / "loket.yaml", {})

    assert [gemeente.code for gemeente in settings.gemeenten] == ["9901"]
