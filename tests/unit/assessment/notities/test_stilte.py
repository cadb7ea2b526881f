"""What is silent at a glance says nothing, whatever was read before and however it is asked."""

from itertools import chain

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment.notities import Notitielezer
from assessment.notities.kort import KORT, oordeel
from assessment.notities.lexicon import bouw, gegevens
from assessment.notities.lezing import losse_woorden
from assessment.notities.stilte import Stilte
from assessment.notities.stukken import Stukken, splits
from assessment.notities.vouwen import vouw
from tests.tools.notities import gewone_notities
from tests.tools.notitiestand import bestanden, notities

BOEK = bouw(*gegevens())
NOTITIES = [tekst for naam in bestanden()[:6] for _, tekst in notities(naam)]
WOORDEN = sorted(set(chain.from_iterable(map(str.split, NOTITIES))))
# Halves of words in a row, signs that fold to another length, and what ends a piece.
LASTIG = ["hoort", "niets", "meer", "dossier", "niet", "in", "week", "uit", "been", "#heup"]
VREEMD = ["\u0130", "e\u0301", "\u03a3\u03a3", "\ufb01", "\u2019s", "\u20ac", "\u212a", "\u015f"]

woord = st.sampled_from(WOORDEN) | st.sampled_from(LASTIG) | st.sampled_from(VREEMD)
los = st.text("aeiknrst .,-/#0123\u00eb\u00c9\u20ac\u0301\u0130\u03a3\x00\x85", max_size=6)
stuk = woord | los | st.builds(lambda a, b: a.upper() + b, woord, los)
tussen = st.sampled_from([" ", " ", " ", "\n", "\r\n", "\t", "  ", "\u00a0", ", ", "-", "\x00"])
notitie = st.lists(st.tuples(stuk, tussen), max_size=12).map(
    lambda delen: "".join(chain.from_iterable(delen))
)


APART, SAMEN = Notitielezer(BOEK), Notitielezer(BOEK)


@given(notitie)
def test_what_is_silent_holds_no_term_and_no_verdict(tekst: str) -> None:
    laag = vouw(tekst).tekst

    if APART.zwijgt(tekst):
        assert not APART.is_kandidaat(tekst)
        assert len(laag) > KORT or not oordeel(
            losse_woorden(laag, Stukken(BOEK).lees(splits(laag))), BOEK
        )


@given(st.lists(notitie, max_size=8))
def test_notes_together_are_as_silent_as_one_by_one(teksten: list[str]) -> None:
    for lezer in (SAMEN, Notitielezer(BOEK)):
        luid = lezer.luide(teksten)

        een_voor_een = [
            een for een, tekst in enumerate(teksten) if tekst and not lezer.zwijgt(tekst)
        ]
        assert list(luid) == een_voor_een


def test_of_many_notes_the_loud_and_the_short_ones_are_told_and_no_empty_one() -> None:
    stil, lang = "Gesprek gevoerd over vervoer en wassen, afspraak volgt.", "wassen en " * 4_100
    teksten = [stil, "", "Is aangereden door een auto.", "CVA 2021", stil, lang, ""]

    assert list(SAMEN.luide(teksten)) == [2, 3, 5]


@pytest.mark.parametrize("eerst", [["hoort", "niets", "meer"], ["meer", "hoort", "niets"]])
def test_words_in_a_row_are_noticed_in_whatever_order_they_were_met(eerst: list[str]) -> None:
    lezer, alle = Notitielezer(BOEK), "Wij spraken in dit gesprek verder niet over het woord {}."
    for woord in eerst:
        assert lezer.zwijgt(alle.format(woord))

    assert not lezer.zwijgt("Mevrouw vertelt dat zij van haar zorgaanbieder hoort niets meer.")
    assert lezer.zwijgt("Mevrouw vertelt dat zij van haar zorgaanbieder hoort in week 12 weer.")


def test_ordinary_notes_are_silent_the_first_time_too() -> None:
    lezer = Notitielezer(BOEK)
    stil = [tekst for tekst in gewone_notities(300) if not APART.is_kandidaat(tekst)]

    assert sum(map(lezer.zwijgt, stil)) > 0.9 * len(stil)


def test_a_note_of_more_than_anybody_writes_is_not_silent_at_a_glance() -> None:
    assert not APART.zwijgt("vervoer en wassen " * 2_300)


def test_what_is_kept_of_silence_is_bounded_and_holds_no_long_number_and_no_note() -> None:
    stilte = Stilte(Stukken(BOEK), BOEK.zoeker, hoogstens=100)

    for n in range(1_000):
        stilte.zwijgt(f"bsn 900012345 hoort bij woord{n} {'x' * 60} en zo verder, zonder meer")

    kent = stilte._kent
    assert len(kent.stil) + len(kent.luid) <= 110
    assert not [een for een in kent.stil if b"9" in een or len(een) > 40 or b" " in een]
    assert "bsn" not in repr(stilte)


@pytest.mark.parametrize("term", ["zwembad 50", "50 zwembad", "zwembad 50*"])
def test_an_own_term_with_a_number_in_it_breaks_the_silence(term: str) -> None:
    lezer = Notitielezer.laad({"ongeval": [term]})
    verteld = f"Zij had in 2023 een ongeluk bij {term.rstrip('*')}, haar pols is gebroken."
    gezegd = f"De nieuwe {term.rstrip('*')} is bezorgd en de woning is netjes en licht."

    assert not lezer.zwijgt(gezegd)
    assert lezer.is_kandidaat(gezegd)
    assert "ongeval" in [reden.regel for reden in lezer.lees(verteld).redenen]
