"""Whatever a file holds: it gives settings, or says what is wrong with them; nothing else."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from regres import ConfigProblem, Problem
from settings import Settings, load
from tests.unit.settings.map import DIENSTBESTAND, GEMEENTEBESTAND, Map

SCRAPS = st.sampled_from(
    [
        *("a", "naam", "soort", "bronnen", "9901", '"9901"', "0363", "1.5", "true", "null", "~"),
        *("2019-02-30", "2019-01-01", "2019-01-01T10:00:00", "1_000", "0x1F", ".inf", ".nan"),
        *(": ", ":", "- ", "[", "]", "{", "}", ", ", "? ", "\n", "\n  ", "\n    ", " "),
        *("&a ", "*a", "!x ", "!!binary ", "!!set ", "<<: ", "|\n  ", ">-\n  ", "# ", "---\n"),
        *(
            "%YAML 1.1\n",
            "%TAG ! x\n",
            "...\n",
            '"',
            "'",
            "\\",
            "\t",
            "\x00",
            "\ufeff",
            "\x85",
            "é",
        ),
        *('"\\U99999999"', '"\\x"', "secret://env/A", "https://h:x", "[::1]", "1" * 5000),
    ]
)
YAMLISH = st.lists(SCRAPS, max_size=25).map("".join) | st.text(max_size=60)
CANARY = "Kanarie7Geheim"


@pytest.fixture(scope="module")
def house() -> Iterator[Map]:
    with TemporaryDirectory() as folder:
        made = Map(Path(folder))
        made.schrijf()
        yield made


def outcome(house: Map) -> Settings | tuple[Problem, ...]:
    try:
        return load(house.pad)
    except ConfigProblem as wrong:
        assert wrong.problems
        return wrong.problems


@given(YAMLISH)
@example("1: " + "[" * 400)
@example("a: &a [*a]")
@example("<<: {a: 1}\n? [x]\n: 1")
def test_any_text_gives_settings_or_problems_with_a_place(house: Map, text: str) -> None:
    house.schrijf()
    (house.pad / GEMEENTEBESTAND).write_text(text, encoding="utf-8", errors="surrogatepass")

    found = outcome(house)

    assert isinstance(found, tuple)
    assert all(problem.waar.startswith(GEMEENTEBESTAND) for problem in found)


@given(st.binary(max_size=80))
def test_any_bytes_give_settings_or_problems(house: Map, data: bytes) -> None:
    house.schrijf()
    (house.pad / DIENSTBESTAND).write_bytes(data)

    assert isinstance(outcome(house), tuple)


LINES = [
    (bestand, number)
    for bestand, text in Map.teksten_van_een_goede_map().items()
    for number, line in enumerate(text.splitlines())
    if ": " in line
]
VALUES = (
    YAMLISH.filter(lambda text: "\n" not in text)
    | st.integers().map(str)
    | st.dates().map(str)
    | st.sampled_from(["[]", "{}", "[1, [2]]", "{a: {b: c}}", "soort", "map"])
)


@given(st.sampled_from(LINES), VALUES)
def test_any_value_in_any_place_gives_settings_or_problems(
    house: Map, place: tuple[str, int], value: str
) -> None:
    bestand, number = place
    lines = house.teksten[bestand].splitlines()
    lines[number] = lines[number].partition(": ")[0] + ": " + value
    house.schrijf()
    (house.pad / bestand).write_text("\n".join(lines) + "\n", encoding="utf-8")

    outcome(house)


@given(st.sampled_from(LINES), st.sampled_from(["", "[", "{", '"', "{a: ", "&a ", "!x ", "|\n  "]))
def test_no_value_is_ever_repeated(house: Map, place: tuple[str, int], before: str) -> None:
    bestand, number = place
    lines = house.teksten[bestand].splitlines()
    lines[number] = lines[number].partition(": ")[0] + ": " + before + CANARY
    house.schrijf()
    (house.pad / bestand).write_text("\n".join(lines) + "\n", encoding="utf-8")

    found = outcome(house)

    # A mapping, an address and a name stand in messages on purpose: they are names, not secrets.
    kept = {"mapping", "adres", "host"}
    named = lines[number].partition(": ")[0].strip() in kept
    assert named or CANARY not in repr(found if isinstance(found, tuple) else "")
