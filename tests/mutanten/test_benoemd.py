"""The eight named mistakes: the table fits the source, and every one of them is caught."""

import ast
from collections.abc import Iterator

import pytest

from tests.mutanten.benoemd import MUTANTEN, NAMEN, Mutant, zien_het_niet
from tests.mutanten.werkplaats import ROOT, Uitslag, Werkplaats, werkplaats


def test_all_eight_are_there() -> None:
    assert len(NAMEN) == 8
    assert {mutant.naam for mutant in MUTANTEN} == set(NAMEN)


@pytest.mark.parametrize("mutant", MUTANTEN, ids=str)
def test_a_row_fits_the_source_and_names_tests_that_are_there(mutant: Mutant) -> None:
    source = (ROOT / mutant.bestand).read_text(encoding="utf-8")

    assert source.count(mutant.staat) == 1
    assert mutant.staat != mutant.wordt
    assert mutant.toetsen
    for toets in mutant.toetsen:
        path, _, name = toets.partition("::")
        tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
        assert name in {item.name for item in tree.body if isinstance(item, ast.FunctionDef)}


@pytest.fixture(scope="module")
def plaats() -> Iterator[Werkplaats]:
    with werkplaats() as made:
        yield made


@pytest.mark.parametrize("naam", NAMEN)
def test_a_named_mistake_is_caught_by_each_test_that_is_named(
    plaats: Werkplaats, naam: str
) -> None:
    # The first of its name: all of them would take a minute of every build.
    mutant = next(one for one in MUTANTEN if one.naam == naam)

    assert zien_het_niet(plaats, mutant) == []


def test_what_is_no_mistake_is_caught_by_nobody(plaats: Werkplaats) -> None:
    mutant = MUTANTEN[0]
    source = (ROOT / mutant.bestand).read_text(encoding="utf-8")

    assert plaats.beproef(mutant.bestand, source, mutant.toetsen) is Uitslag.OVERLEEFD
