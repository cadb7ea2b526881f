"""The mistakes that are made by themselves: each kind is found, made in its place, and drawn."""

import pytest

from tests.mutanten.soorten import fouten
from tests.mutanten.steekproef import GEHEEL, TOETSEN, mogelijk, trek, wilson
from tests.mutanten.werkplaats import ROOT


def made(source: str) -> list[str]:
    """Give what the sources become, one for each mistake."""
    return [one.maak(source.encode()) for one in fouten("x.py", source.encode())]


@pytest.mark.parametrize(
    ("source", "mutant"),
    [
        ("if a < b: c()", "if a <= b: c()"),
        ("if a < b: c()", "if not (a < b): c()"),
        ("if a < b: c()", "if a < b: pass"),
        ("x = a and b", "x = ((a) or (b))"),
        ("x = not a", "x = (a)"),
        ("x = a + b", "x = (a) - (b)"),
        ("x = a if b else c", "x = a if not (b) else c"),
        ("x = [a for a in b if a]", "x = [a for a in b if True]"),
        ("x = f(é, b=2)", "x = f(é, b=None)"),
        ("x = f(é, b=2)", "x = f(é, b=3)"),
        ("x = 'é' + 'b'", "x = 'é' + 'XXbXX'"),
        ("x = True", "x = False"),
        ("x: int = y", "x: int = None"),
        ("def f(a=1):\n    return a", "def f(a=2):\n    return a"),
        ("def f(a=1):\n    return a", "def f(a=1):\n    return None"),
        ("async def f():\n    raise E", "async def f():\n    pass"),
        ("while a:\n    b += 1\n    break", "while a:\n    b = 1\n    break"),
        ("while a:\n    b += 1\n    break", "while a:\n    b += 1\n    continue"),
        ("x = lambda: a", "x = lambda: None"),
    ],
)
def test_a_mistake_is_made_in_its_place_and_nowhere_else(source: str, mutant: str) -> None:
    assert mutant in made(source)


@pytest.mark.parametrize(
    "source",
    [
        '"""Says what it is."""',
        'def f(a: "int") -> "str":\n    """Says."""\n    pass',
        "@decorated(1)\ndef f():\n    pass",
        '__all__ = ["a"]',
        "Decide = Callable[[int], str]",
        'x: "int"',
    ],
)
def test_what_only_documents_or_types_is_left_alone(source: str) -> None:
    assert made(source) == []


def test_every_line_but_the_one_with_the_mistake_stays_where_it_was() -> None:
    name = "ledger/freeing.py"
    source = (ROOT / name).read_bytes()
    lines = source.decode().splitlines()

    for one in fouten(name, source)[::25]:
        changed = one.maak(source).splitlines()
        assert changed[: one.regel - 1] == lines[: one.regel - 1]
        # A statement of more lines may become one; what comes after it is as it was.
        assert changed[-1] == lines[-1]


def test_a_larger_sample_of_the_same_seed_holds_the_smaller_one() -> None:
    everything = mogelijk("privacy")

    small, large = trek(everything, 10, 1), trek(everything, 30, 1)

    assert large[:10] == small
    assert trek(everything, 10, 2) != small
    assert len(set(large)) == 30


def test_a_score_is_told_with_what_it_may_be() -> None:
    low, high = wilson(90, 100)

    assert (round(low, 3), round(high, 3)) == (0.826, 0.945)
    assert wilson(10, 10)[1] == pytest.approx(1.0)


@pytest.mark.parametrize("room", TOETSEN)
def test_the_tests_that_judge_a_room_are_there(room: str) -> None:
    assert (ROOT / room).is_dir()
    assert [path for path in TOETSEN[room] if not (ROOT / path).exists()] == []


@pytest.mark.parametrize("bestand", GEHEEL)
def test_what_judges_a_file_as_a_whole_is_there(bestand: str) -> None:
    assert (ROOT / bestand).is_file()
    for path, _, name in (toets.partition("::") for toets in GEHEEL[bestand]):
        assert f"def {name}(" in (ROOT / path).read_text("utf-8")
