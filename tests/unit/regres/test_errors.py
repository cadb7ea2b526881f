"""The error tree: who must act, and with which exit code the program ends."""

import re

import pytest

from regres import Problem, RegresbrugError, SinkDown, errors


def classes() -> dict[str, type[RegresbrugError]]:
    found = {
        name: kind
        for name, kind in vars(errors).items()
        if isinstance(kind, type) and issubclass(kind, RegresbrugError)
    }
    assert len(found) > 10
    return found


def drawn() -> dict[str, int | None]:
    """Read the tree in the module's docstring: class -> the exit code on its line or the next."""
    tree: dict[str, int | None] = {}
    last = ""
    for line in (errors.__doc__ or "").splitlines():
        head = re.match(r"^ *(?:[-*] )?([A-Z][A-Za-z]+)(?= |$)", line)
        if head and head[1] in classes():
            last = head[1]
            tree[last] = None
        code = re.search(r" (\d{1,3})$", line)
        if code and last:
            tree[last] = int(code[1])
    return tree


def test_the_tree_in_the_docstring_is_the_tree_of_the_classes() -> None:
    tree = drawn()

    assert set(tree) == set(classes())
    for name, code in tree.items():
        if code is not None:
            assert classes()[name].exit_code == code


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("UsageProblem", 2),
        ("ConfigProblem", 3),
        ("SourceDown", 4),
        ("SourceRefused", 4),
        ("SinkDown", 5),
        ("SinkStopped", 5),
        ("KeyProblem", 6),
        ("AlreadyRunning", 7),
        ("LeaseLost", 7),
        ("ProtectionStop", 8),
        ("RegresbrugError", 70),
    ],
)
def test_exit_codes_are_those_of_the_design(name: str, code: int) -> None:
    assert classes()[name].exit_code == code


def test_every_class_says_in_its_docstring_what_it_means() -> None:
    assert all((kind.__doc__ or "").strip() for kind in classes().values())


def test_an_error_tells_all_its_problems_at_once_in_the_order_they_are_read() -> None:
    problem = Problem("M-0107", "De kolom ontbreekt.", "export.csv:1", "Niets gelezen.", "Pas aan.")
    other = Problem("M-0108", "Dubbel.", mapping="mappings/x.yaml:3:1")

    told = str(RegresbrugError.of([problem, other]))

    order = ["M-0107", "waar:", "gevolg:", "doe:", "M-0108", "mapping:"]
    assert [told.index(word) for word in order] == sorted(told.index(word) for word in order)


def test_empty_parts_are_not_told_but_stay_in_the_json() -> None:
    problem = Problem("M-0107", "De kolom ontbreekt.")

    assert str(problem) == "M-0107  De kolom ontbreekt."
    assert problem.as_json() == {
        "code": "M-0107",
        "wat": "De kolom ontbreekt.",
        "waar": "",
        "gevolg": "",
        "doe": "",
        "veld": "",
        "mapping": "",
        "woorden": {},
    }


def test_a_sink_that_is_down_may_say_how_long_to_wait() -> None:
    assert SinkDown(Problem("S-0001", "Geen antwoord."), retry_after=30.0).retry_after == 30.0
    assert SinkDown().retry_after is None


def test_a_place_that_is_in_the_mapping_itself_is_said_once() -> None:
    once = Problem("M-0006", "Er ontbreekt iets.", waar="m.yaml:1:1", mapping="m.yaml:1:1")
    both = Problem("M-0107", "Dit past niet.", waar="export.csv:2", mapping="m.yaml:1:1")

    assert str(once).count("m.yaml:1:1") == 1
    assert "export.csv:2" in str(both) and "m.yaml:1:1" in str(both)
