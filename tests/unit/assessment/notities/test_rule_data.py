"""The data of the text engine: what is refused when it is loaded, and what it must hold."""

from pathlib import Path

import pytest

from assessment.notities.lexicon import LEXICON, REGELS, bouw, gegevens
from assessment.notities.spelling import varianten
from regres import ConfigProblem


def build(folder: Path, old: str, new: str, source: Path = LEXICON) -> None:
    text = source.read_text("utf-8")
    assert old in text
    path = folder / source.name
    path.write_text(text.replace(old, new, 1), "utf-8")
    bouw(*(gegevens(path, REGELS) if source is LEXICON else gegevens(LEXICON, path)))


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("  - id: ongeval\n", "  - id: client\n", "dubbel"),
        ("aard: letsel", "aard: letsle", "letsel"),
        ("<lichaamsdeel> gebr", "<lijfdeel> gebr", "lijfdeel"),
        ('"!gebr <lichaamsdeel>"', '".. <lichaamsdeel>"', "begint of eindigt"),
        ('"!gebr <lichaamsdeel>"', '"!een <lichaamsdeel>"', "bijna elke notitie"),
        ("  lichaamsdeel: [breuk", "  lijfdeel: [breuk", "lijfdeel"),
        ("versie:", "versi:", "versi"),
    ],
)
def test_a_lexicon_that_does_not_hang_together_is_refused(
    tmp_path: Path, old: str, new: str, message: str
) -> None:
    with pytest.raises(ConfigProblem, match=message):
        build(tmp_path, old, new)


def test_a_combination_of_a_class_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigProblem, match="raakwoorden"):
        build(tmp_path, "alle: [[raakwoord]", "alle: [[raakwoorden]", REGELS)


def test_a_ground_of_a_class_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigProblem, match="ziekten"):
        build(tmp_path, "teken: ziek, klassen: [ziekte]", "teken: ziek, klassen: [ziekten]", REGELS)


def test_every_rule_of_context_is_explained() -> None:
    _, rules = gegevens()

    assert all(rule.uitleg for rule in rules.regels)
    assert len({rule.id for rule in rules.regels}) == len(rules.regels)


def test_variants_are_at_one_error_and_keep_the_first_letter() -> None:
    found = set(varianten("ongeluk"))

    assert {"ongluk", "ongelk", "ongeulk", "onngeluk", "ongelik"} <= found
    assert all(variant[0] == "o" and abs(len(variant) - 7) <= 1 for variant in found)
    assert not set(varianten("val"))
