"""Careless spellings: never made beforehand, and yet found as if they were."""

import tracemalloc

from hypothesis import example, given
from hypothesis import strategies as st

from assessment.notities import Notitielezer
from assessment.notities.lexicon import bouw, gegevens
from assessment.notities.spelling import Spelling, Typefouten, slordig, varianten

WOORDEN = st.sets(st.text("aeioudtnlrgsv", min_size=1, max_size=9), max_size=12)


@given(WOORDEN, WOORDEN)
@example({"gevallen", "gevellen", "geval"}, {"gevalen"})
def test_a_spelling_leads_to_the_first_word_that_it_is_made_of(
    woorden: set[str], bekend: set[str]
) -> None:
    alle = {variant: woord for woord in sorted(woorden, reverse=True) for variant in slordig(woord)}

    spelling = Spelling(woorden, frozenset(bekend))

    for variant in alle.keys() | woorden | bekend:
        wanted = "" if variant in bekend else alle.get(variant, "")
        assert spelling.get(variant, "") == wanted


TERMEN = st.lists(st.text("aenst", min_size=7, max_size=9), max_size=4)


@given(TERMEN, st.text("aenst", max_size=10))
@example(["gevallen", "gevalven"], "gevallenn")
def test_a_typing_error_leads_to_every_term_that_it_is_made_of(
    termen: list[str], vreemd: str
) -> None:
    fouten: Typefouten[int] = Typefouten()
    for nummer, term in enumerate(termen):
        fouten.voeg_toe(term, nummer)

    alle = [set(varianten(term)) for term in termen]
    for woord in {vreemd, *termen, *sorted(alle[0] if alle else ())[::9]}:
        assert fouten.van(woord) == [nummer for nummer, een in enumerate(alle) if woord in een]


@given(TERMEN, st.text("aenst", max_size=4), st.integers(0, 400))
@example(["gevallen"], "en", 0)
def test_a_typing_error_is_found_as_the_start_and_the_end_of_a_longer_word(
    termen: list[str], rest: str, welke: int
) -> None:
    fouten: Typefouten[int] = Typefouten()
    for nummer, term in enumerate(termen):
        fouten.voeg_toe(term, nummer)

    alle = sorted({variant for term in termen for variant in varianten(term)})
    for een in alle[welke : welke + 3]:
        assert een in set(fouten.starten(een + rest))
        assert een in set(fouten.einden(rest + een))
    assert {een for een, _ in fouten.alle()} == set(alle)


@given(WOORDEN, st.text("aeioudtn", max_size=4))
def test_a_careless_spelling_is_found_as_the_start_of_a_longer_word(
    woorden: set[str], rest: str
) -> None:
    spelling = Spelling(woorden, frozenset(woorden))
    spelling.open_met(woorden)

    for variant in {variant for woord in woorden for variant in slordig(woord)}:
        heel = variant + rest
        wanted = {heel[:tot]: spelling.get(heel[:tot], "") for tot in range(1, len(heel) + 1)}
        assert dict(spelling.starten(heel)) == {kop: een for kop, een in wanted.items() if een}


def test_a_typing_error_is_no_careless_spelling_of_another_word() -> None:
    fouten: Typefouten[int] = Typefouten()
    fouten.voeg_toe("gevallen", 1)
    spelling = Spelling({"gevaleen"}, frozenset(), fouten)

    assert "gevalen" in slordig("gevaleen")
    assert spelling.get("gevalen", "") == ""


def test_a_careless_word_is_found_as_the_word_that_is_meant() -> None:
    lezer = Notitielezer.laad()
    goed = "Cliente kwam thuis/buiten/struikelde, heup gebroken."

    slordig = goed.replace("struikelde", "strukelde")
    redenen = lezer.lees(goed).redenen, lezer.lees(slordig).redenen

    assert ("val", "strukelde") in [(een.regel, een.term) for een in redenen[1]]
    assert [een.regel for een in redenen[0]] == [een.regel for een in redenen[1]]


def test_the_lexicon_is_built_within_a_fixed_budget_of_memory() -> None:
    data = gegevens()
    tracemalloc.start()
    try:
        boek = bouw(*data)
        stays, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert boek.versie
    # 8 and 11 MiB when this was written; texts made beforehand for misspellings were far more.
    assert stays >> 20 <= 9
    assert most >> 20 <= 12
