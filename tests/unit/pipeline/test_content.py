"""What an envelope's length may tell: not whether there is a note, nor how long it is."""

from dataclasses import replace

from hypothesis import example, given
from hypothesis import strategies as st

from loket import LoketSleutel
from pipeline.content import LANGSTE_TOEDRACHT, ruimte_van
from regres.canonical import canonical_bytes, melding_json
from regres.feitenschrift import Feitenschrift
from tests.tools.loket import kop, melding, sealer

SEALER = sealer(LoketSleutel.maak("loket-2026"))


def sized(note: str | None, base: int) -> int:
    """Seal a melding with a note; gives the length of its envelope."""
    whole = melding(kop())
    feiten = replace(whole.feiten, ongeval=replace(whole.feiten.ongeval, toedracht=note))
    content = canonical_bytes(melding_json(replace(whole, feiten=feiten)))
    filled = content + b" " * base
    return len(SEALER.seal(kop(), filled, ruimte_van(Feitenschrift(feiten))).inhoud)


@given(st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=300), st.integers(0, 2100))
@example("x" * 300, 0)
@example('"' * 300, 700)
@example("\U0001f6b2" * 300, 1500)
def test_the_length_is_the_same_with_any_note_or_none(note: str, base: int) -> None:
    assert sized(note, base) == sized(None, base)


def test_the_longest_note_leaves_no_room() -> None:
    whole = melding(kop()).feiten
    longest = replace(whole, ongeval=replace(whole.ongeval, toedracht="\U0001f6b2" * 300))

    assert 0 <= ruimte_van(Feitenschrift(longest)) <= 2
    assert ruimte_van(Feitenschrift(whole)) == LANGSTE_TOEDRACHT
