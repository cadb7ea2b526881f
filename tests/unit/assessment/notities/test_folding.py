"""Folding by bytes and looking for rows by one word: quick ways that must say what the slow say."""

from hypothesis import given
from hypothesis import strategies as st

from assessment.notities.lexicon import bouw, gegevens
from assessment.notities.stilte import Stilte
from assessment.notities.stukken import Stukken, splits
from assessment.notities.vouwen import blok, vouw, vouw_gemaskeerd

BOEK = bouw(*gegevens())
#: What cp1252 holds, and a few signs around it: loose accents, letters that change their length.
TEKENS = (
    bytes(range(0x20, 0x100)).decode("cp1252", "ignore")
    + "\n\t\r\u0301\u0085\u017f\u0130\u03b2\u0150"
)
#: In no table of bytes: a text with it is folded sign by sign.
VREEMD = "ж"


@given(st.text(TEKENS, max_size=40))
def test_a_text_folded_by_bytes_is_that_text_folded_by_signs(text: str) -> None:
    slow = vouw(text + VREEMD).tekst.removesuffix(VREEMD)
    folded, masked = vouw_gemaskeerd(text)

    assert vouw(text).tekst == folded == slow
    assert masked == "".join("0" if "0" <= sign <= "9" else sign for sign in slow)
    assert blok(folded) == blok(folded + VREEMD)[:-2] + " "


def _woorden() -> list[str]:
    rows = (row.split() for row in BOEK.zoeker._rijen)  # the words that rows are made of
    return sorted({word for row in rows for word in row})[::7]


@given(st.lists(st.sampled_from([*_woorden(), "week", "uit", "dossier", "ontbreekt"]), max_size=9))
def test_a_note_of_which_nothing_is_thought_holds_nothing(words: list[str]) -> None:
    text = " ".join(["gesprek gevoerd over vervoer en wassen, verslag volgt", *words])
    pieces = Stukken(BOEK)

    quiet = Stilte(pieces, BOEK.zoeker).zwijgt(text)

    known = pieces.zijn_leeg(splits(text))
    assert quiet == (known and not BOEK.zoeker.rijen(text))
    assert not (quiet and BOEK.zoeker.alles(text))
