"""Terms of one word: whole, at its start or end, inside it, and with an error in it."""

import pytest

from assessment.notities.lexicon import bouw, gegevens

BOEK = bouw(*gegevens())
EIGEN = bouw(*gegevens(), {"ongeval": ["*-bonk", "kwakkie*", "*plofje", "*zwieper*", "7777"]})


def found(text: str, own: bool = False) -> list[tuple[str, str]]:
    """Give what is found in a piece: the text, and its group."""
    raak = (EIGEN if own else BOEK).zoeker.in_stuk(text)
    return [(text[tot - een.lengte : tot], een.groep.id) for _, tot, een in raak if een.groep]


@pytest.mark.parametrize(
    ("text", "group", "part"),
    [
        ("aanrijding", "aanrijding", "aanrijding"),
        ("aanrijdingen", "aanrijding", "aanrijding"),
        ("aanrjidingen", "aanrijding", "aanrjiding"),
        ("arbeidsongevallen", "ongeval", "ongeval"),
        ("arbeidsongvallen", "ongeval", "ongval"),
        ("auto-ongelkuk", "ongeval", "ongelkuk"),
    ],
)
def test_a_term_is_found_in_a_longer_word_also_with_an_error(
    text: str, group: str, part: str
) -> None:
    assert (part, group) in found(text)


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("nachtelijke-bonk", "-bonk"),
        ("kwakkietje", "kwakkie"),
        ("boemplofje", "plofje"),
        ("boemzwieperig", "zwieper"),
        ("7777", "7777"),
    ],
)
def test_own_terms_are_found_by_their_ends(text: str, part: str) -> None:
    assert found(text, own=True) == [(part, "ongeval")]
    assert found(text) == []


@pytest.mark.parametrize("text", ["plofjes", "hetkwakkie"])
def test_an_end_is_no_start_and_a_start_no_end(text: str) -> None:
    assert found(text, own=True) == []


def test_a_known_number_is_told_apart_from_any_other() -> None:
    assert BOEK.zoeker.is_leeg("0000")
    assert not EIGEN.zoeker.is_leeg("0000")


def test_what_is_found_comes_by_its_end_the_longest_first() -> None:
    raak = EIGEN.zoeker.in_stuk("boemzwieperplofje kwakkie")

    assert [rang for rang, _, _ in raak] == sorted(rang for rang, _, _ in raak)


def test_two_rows_that_start_alike_are_both_known() -> None:
    assert BOEK.vervolg.get("verzonnenwoord") is None
    eerste = next(iter(BOEK.vervolg.eersten()))
    assert eerste in BOEK.vervolg
    assert BOEK.vervolg.get(eerste) is BOEK.vervolg.get(eerste)
