"""Numbers that are written alike are made of each other; nothing of the digits may be left."""

from functools import cache

from hypothesis import given
from hypothesis import strategies as st

from assessment.notities.lexicon import Woordenboek, bouw, gegevens
from assessment.notities.stukken import Stukken, splits

cijfers = st.text("0123456789", min_size=1, max_size=6)
tekens = st.text(".,-/:;'()€x?", max_size=2)


@cache
def boek() -> Woordenboek:
    return bouw(*gegevens())


@given(tekens, st.lists(st.tuples(cijfers, tekens), min_size=1, max_size=3))
def test_a_number_reads_as_if_none_like_it_came_before(
    kop: str, delen: list[tuple[str, str]]
) -> None:
    eerst = kop + "".join("7" * len(getal) + teken for getal, teken in delen)
    daarna = kop + "".join(getal + teken for getal, teken in delen)
    kent = Stukken(boek())

    kent.lees(splits(eerst))

    assert kent.lees(splits(daarna)) == Stukken(boek()).lees(splits(daarna))


def test_a_number_that_is_a_word_stays_that_word() -> None:
    kent = Stukken(boek())

    [_, ander] = kent.lees(["8:", "6:"])

    assert ander == Stukken(boek()).lees(["6:"])[0]
    assert ander.bits != Stukken(boek()).lees(["8:"])[0].bits
