"""The Dutch reference page says what the program does: its examples load, its lists are whole."""

import re
from pathlib import Path

import pytest

from mappings.bewerkingen import BEWERKINGEN
from mappings.canonical import KOSTEN, STEUN, VELDEN
from mappings.codetabellen import TABEL
from mappings.csv_file import BESTAND, CODERINGEN, TRAILER
from mappings.problems import BEVINDINGEN, MISFITS
from mappings.schema import schema
from mappings.sources import BIJ_BRON, BRONNEN
from mappings.toetsen import SIGNALEN, TOETS, VERWACHT
from mappings.transforms import TRANSFORMS
from mappings.voorwaarden import SAMEN, VERGELIJKINGEN
from regres.words import (
    Besluitstatus,
    Erkend,
    Hoedanigheid,
    Leveringsvorm,
    OngevalSoort,
    Wet,
)
from tests.unit.mappings.support import KLEIN, load_text

ROOT = Path(__file__).parents[3]
PAGE = (ROOT / "docs" / "handboek" / "mapping-taal.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
CODE = re.compile(r'"(M-0[0-9]{3})"')


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda text: text.splitlines()[0].rstrip(":"))
def test_every_example_loads_on_top_of_a_small_mapping(tmp_path: Path, example: str) -> None:
    folder = tmp_path / "presets"
    folder.mkdir()
    (folder / "klein.yaml").write_text(KLEIN, encoding="utf-8")
    (tmp_path / "codes.csv").write_text("Product;Categorie\n13A04;13\n", encoding="cp1252")

    plan = load_text(tmp_path, "basis: klein\n" + example, folder)

    assert plan.soort == "csv"
    plan.bewijs()


def test_there_are_examples_of_every_part() -> None:
    tops = {line.split(":")[0] for text in EXAMPLES for line in text.splitlines() if line[0] != " "}

    assert tops >= {"sleutel", "bestand", "standaard", "signalen", "velden", "kosten", "toetsen"}


@pytest.mark.parametrize(
    "words",
    [
        list(schema()["properties"]),
        [*BESTAND, *TRAILER, *CODERINGEN],
        [*BRONNEN, *BIJ_BRON, *TRANSFORMS, *BEWERKINGEN],
        [*VERGELIJKINGEN, *SAMEN, *TABEL],
        [*TOETS, *VERWACHT, *SIGNALEN],
        list(KOSTEN),
        list(STEUN),
        [part for path in VELDEN for part in path.split(".")],
    ],
)
def test_every_key_stands_on_the_page(words: list[str]) -> None:
    assert [word for word in words if not re.search(rf"\b{word}\b", PAGE)] == []


@pytest.mark.parametrize(
    "words", [OngevalSoort, Hoedanigheid, Besluitstatus, Leveringsvorm, Wet, Erkend]
)
def test_every_closed_list_stands_on_the_page_in_its_order(words: type[OngevalSoort]) -> None:
    assert ", ".join(word.value for word in words) in PAGE


def test_every_code_in_use_is_explained_and_no_other() -> None:
    sources = [path.read_text(encoding="utf-8") for path in (ROOT / "mappings").rglob("*.py")]
    used = {code for text in sources for code in CODE.findall(text)}

    assert used >= set(MISFITS.values()) | set(BEVINDINGEN.values())
    assert set(re.findall(r"M-[0-9]{4}", PAGE)) == used
