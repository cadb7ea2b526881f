"""The published JSON Schema of the language takes what the loader takes."""

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from ruamel.yaml import YAML

from mappings import schema
from mappings.schema import schema_text
from tests.unit.mappings.support import KLEIN, KLEIN_XML, with_field
from tests.unit.mappings.test_facts import FULL, KOSTEN_REGEL
from tests.unit.mappings.test_handbook import EXAMPLES

ROOT = Path(__file__).parents[3]
OURS = sorted(
    path
    for folder in ("config/mappings", "mappings/presets", "tests/data/exports")
    for path in (ROOT / folder).glob("*.yaml")
)

OVER_EEN_BASIS = """\
basis: klein
kolomnamen: {Nr: Nummer}
signalen: {vlag: geen, derde: {kolom: Schuld}, steun: geen}
velden: {client: geen, voorziening: {productcode: geen}}
kosten: geen
"""


def faults(text: str) -> list[str]:
    # ruamel makes dates of what editors, which read YAML 1.2, see as texts.
    data: Any = json.loads(json.dumps(YAML(typ="safe", pure=True).load(text), default=str))
    return [fault.json_path for fault in Draft202012Validator(schema()).iter_errors(data)]


def test_it_is_a_schema() -> None:
    Draft202012Validator.check_schema(schema())
    assert schema()["$schema"] == "https://json-schema.org/draft/2020-12/schema"


def test_the_published_file_is_this_schema() -> None:
    published = ROOT / "docs" / "schema" / "mapping-1.schema.json"
    assert published.read_text(encoding="utf-8") == schema_text()


@pytest.mark.parametrize(
    "text", [KLEIN, KLEIN_XML, with_field(FULL) + KOSTEN_REGEL, "basis: klein\n", OVER_EEN_BASIS]
)
def test_mappings_that_load_pass(text: str) -> None:
    without_twice = text.replace("  client:\n    clientnummer: {kolom: Nr}\n", "", 1)
    assert faults(text if text.count("  client:\n") < 2 else without_twice) == []


@pytest.mark.parametrize("known", ["vast: Wmo", "vast: toegekend", "vast: zin"])
def test_unknown_may_stand_where_the_source_never_tells(known: str) -> None:
    assert known in KLEIN
    assert faults(KLEIN.replace(known, "vast: onbekend")) == []


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda text: text.splitlines()[0].rstrip(":"))
def test_every_example_of_the_handbook_passes(example: str) -> None:
    assert faults("basis: klein\n" + example) == []


@pytest.mark.parametrize("path", OURS, ids=lambda path: path.name)
def test_our_own_mappings_pass(path: Path) -> None:
    assert faults(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("levering: volledig", "levering: soms"),
        ("{kolom: Nr}", "{kolomm: Nr}"),
        ("{kolom: Nr}", "{kolom: Nr, xpath: x}"),
        (', waarom: "alleen Wmo"', ""),
        ("vast: zin", "vast: natura"),
        ("{kolom: Besluit}", "{vast: 2024, waarom: x}"),
        ("sleutel: [beschikkingnummer]\n", ""),
        ("clientnummer:", "klantnummer:"),
        ("{kolom: Nr}", "{kolom: Nr, deel: 0}"),
        ("{kolom: Nr}", "{kolom: Nr, splitsen: {op: x}}"),
        ("{kolom: Nr}", "{kolom: Nr, alleen_als: {kolom: A}}"),
        ("{kolom: Nr}", "{kolom: Nr, alleen_als: {kolom: A, bevat: x}}"),
        ("{kolom: Code}", "{kolom: Code, standaard: x}"),
        ("{kolom: Ongeval}", "{vinkjes: {ja: {kolom: A}}}"),
        ("codering: utf-8", "codering: utf-8, aanloop: 101"),
        ("bron: csv", "bron: csv\ntoetsen: {naam: x, als: {}}"),
    ],
)
def test_ordinary_faults_fail(old: str, new: str) -> None:
    assert old in KLEIN
    assert faults(KLEIN.replace(old, new))
