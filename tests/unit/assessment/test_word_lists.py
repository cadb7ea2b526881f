"""Rule files are read quickly, and read the same as a YAML reader reads them."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from assessment import woordlijsten
from assessment.rulefile import DATA
from assessment.woordlijsten import lees_yaml

WORDS = st.one_of(
    st.text(alphabet="abzéœ '-.*:#,[]{}\"\\&!|>%@`~0_\n\t", max_size=9),
    st.sampled_from(["true", "False", "NULL", "null", "~", "1", "0x1", "1e3", "<<", "no", "nu:"]),
    st.sampled_from(['"a b"', '"nu:"', '""', "'a, b'", '"a\\n"', "woordenlijst-nummer-0", "a  b"]),
)
LINES = st.builds(
    "{}{}: [{}]{}".format,
    st.sampled_from(["", "  ", "  - ", "# ", "    "]),
    st.sampled_from(["a", "b", "vaak", "é", "true"]),
    st.lists(WORDS, max_size=4).map(", ".join),
    st.sampled_from(["", " # uitleg", " ", ","]),
)


def _plain(text: str) -> Any:
    try:
        return YAML(typ="safe", pure=True).load(text)
    except (YAMLError, ValueError) as error:
        return type(error)


def _quick(text: str) -> Any:
    try:
        return lees_yaml(text)
    except (YAMLError, ValueError) as error:
        return type(error)


@pytest.mark.parametrize("path", sorted(DATA.glob("*.yaml")), ids=lambda path: path.name)
def test_our_own_rule_files_are_read_as_yaml_reads_them(path: Path) -> None:
    text = path.read_text(encoding="utf-8")

    assert lees_yaml(text) == _plain(text)


@given(st.lists(LINES, max_size=5).map("\n".join))
def test_whatever_stands_in_a_list_is_read_as_yaml_reads_it(text: str) -> None:
    assert repr(_quick(text)) == repr(_plain(text))


@pytest.mark.parametrize(
    "text",
    [
        'a: "eerste\n  b: [een, twee]\n  "\n',
        "a: |\n  b: [een, twee]\n",
        "a: >-\n  b: [een, twee]\n",
        "%YAML 1.1\n---\na: [yes, no]\n",
        "a: [een]\na: [twee]\n",
        "a: [een,\ntwee]\n",
        "a: &x\n  b: [een, twee]\nc: *x\n",
        "{ a: 1,\nb: [een]\n}\n",
        'a: [een, "twee \x07"]\n',
    ],
)
def test_what_only_looks_like_a_list_of_words_is_left_to_the_reader(text: str) -> None:
    assert repr(_quick(text)) == repr(_plain(text))


def test_nearly_all_of_the_words_of_notes_are_taken_out_first() -> None:
    text = (DATA / "notitielexicon.yaml").read_text(encoding="utf-8")
    aside: list[list[str]] = []
    short = woordlijsten._LIJST.sub(lambda found: woordlijsten._apart(found, aside), text)

    assert len(short) < len(text) / 4
