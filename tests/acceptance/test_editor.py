"""What the handbook says of an editor, as printed: every path leads to a schema, and files fit."""

import json
import re
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from ruamel.yaml import YAML

from console.cli import main

PAGE = Path(__file__).parents[2] / "docs" / "handboek" / "aansluiten.md"
TEXT = PAGE.read_text(encoding="utf-8")


@pytest.fixture
def folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Path:
    """Give a folder with a new municipality, and the schemas put where the handbook puts them."""
    monkeypatch.chdir(tmp_path)
    how = ("--transport", "map", "--leverancier", "zorgvenster")
    assert main(["init", "config", "--code", "9901", "--naam", "Duinrand", *how]) == 0
    (made,) = re.findall(r"^    mkdir (\S+)$", TEXT, re.MULTILINE)
    Path(made).mkdir()
    for kind, path in re.findall(r"^    regresbrug schema (\w+) > (\S+)$", TEXT, re.MULTILINE):
        capsys.readouterr()
        assert main(["schema", kind]) == 0
        Path(path).write_text(capsys.readouterr().out, encoding="utf-8")
    return tmp_path


def settings() -> dict[str, str]:
    (block,) = re.findall(r"^    (\{\"yaml.schemas\".*?\}\})$", TEXT, re.MULTILINE | re.DOTALL)
    found: dict[str, str] = json.loads(block)["yaml.schemas"]
    return found


def test_the_settings_of_an_editor_name_a_schema_that_fits_each_new_file(folder: Path) -> None:
    for schema, files in settings().items():
        shape = json.loads((folder / schema).read_text(encoding="utf-8"))
        (file,) = folder.glob(files)
        data = YAML(typ="safe", pure=True).load(file.read_text(encoding="utf-8"))
        errors = [error.message for error in Draft202012Validator(shape).iter_errors(_plain(data))]
        assert errors == [], file


def test_the_line_above_a_file_leads_to_its_schema(folder: Path) -> None:
    (mapping,) = re.findall(r"^    # yaml-language-server: \$schema=(\S+)$", TEXT, re.MULTILINE)
    others = re.findall(
        r"`gemeenten/\*\.yaml` is het `(\S+)`, in `regresbrug\.yaml`\s`(\S+)`", TEXT
    )
    ((gemeente, config),) = others
    places = (("mappings", mapping), ("gemeenten", gemeente), (".", config))

    led = [(folder / "config" / place / path).resolve() for place, path in places]

    assert led == [(folder / schema).resolve() for schema in settings()]


def _plain(data: object) -> object:
    """Give dates back as an editor sees them: text."""
    return json.loads(json.dumps(data, default=str))
