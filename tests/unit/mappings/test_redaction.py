"""The fragment of a note: round the hits, and numbers, addresses, plates and names are out."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from mappings.redaction import fragment

TERM = "aangereden"
#: Nine full-width digits: digits to whoever reads them.
WIJD = "".join(chr(0xFF10 + int(digit)) for digit in "999900006")


def rond(note: str, *namen: str, term: str = TERM) -> str:
    """Cut round each place where the term stands."""
    hits, at = [], note.find(term)
    while at >= 0:
        hits.append((at, at + len(term)))
        at = note.find(term, at + 1)
    return fragment(note, namen, hits)


def test_numbers_mail_addresses_and_names_are_taken_out() -> None:
    note = (
        "Is aangereden door dhr. jansen op de kruising. Bel 06-12345678 of piet@voorbeeld.nl. "
        "BSN 999900006. Cliënt heet wit, buurvrouw Truus zag het."
    )

    found = rond(note, "Wit")

    for secret in ("jansen", "06-1", "5678", "piet", "voorbeeld", "999900006", "wit", "Truus"):
        assert secret.casefold() not in found.casefold()
    assert found.startswith("Is aangereden door dhr. [naam] op de kruising.")


@pytest.mark.parametrize(
    "plate",
    ["GX-123-T", "gx-123-t", "12-abc-3", "99-XX-99", "GX123T", "gx 123 t", "1 ABC 23", "xx-99-99",
     "12abc3", "B-AB 1234", "K-AB12", "ma-b-12", "kenteken zz 11 q", "kenteken: 1-qwe-22",
     "Kenteken QQ99"],
)  # fmt: skip
def test_a_number_plate_is_taken_out_however_it_is_written(plate: str) -> None:
    found = rond(f"aangereden door een auto, {plate}, en viel")

    bare = plate.lower().removeprefix("kenteken").strip(" :")
    assert bare not in found.lower()
    assert found.endswith("en viel")


@pytest.mark.parametrize(
    "number",
    ["999900006", "9999 00 006", "9999.00.006", "06-12345678", "+31 6 1234 5678", "(020) 555 1234",
     "9999\n00006", WIJD, "0612345678", "01-02-1950"],
)  # fmt: skip
def test_a_number_is_taken_out_however_it_is_written(number: str) -> None:
    found = rond(f"aangereden, {number} gebeld")

    assert found in {"aangereden, [nummer] gebeld", "aangereden, ([nummer] gebeld"}


@pytest.mark.parametrize(
    "who",
    ["buurman piet", "dhr. de vries", "mevr jansen", "haar zoon kees", "collega anne-marie",
     "Piet", "PIET", "d'Artagnan", "dokter yilmaz", "een man genaamd bob"],
)  # fmt: skip
def test_whom_we_can_recognise_is_taken_out(who: str) -> None:
    found = rond(f"aangereden door {who}; toen gevallen")

    assert who.split()[-1] not in found
    assert "[naam]" in found
    assert found.endswith("; toen gevallen")


def test_a_name_of_the_record_is_taken_out_in_small_letters_and_as_a_part() -> None:
    found = rond("is aangereden en wit-de boer viel, zei wit", "Wit")

    assert "wit" not in found


def test_years_and_small_numbers_of_a_story_stay_when_short() -> None:
    assert rond("aangereden met 50 km bij een paal") == "aangereden met 50 km bij een paal"


def test_only_what_stands_round_the_hits_is_taken() -> None:
    around = " een twee drie vier vijf zes zeven acht" * 20
    found = rond(f"begin{around} hier aangereden op straat{around} slot")

    assert "hier aangereden op straat" in found
    assert found.startswith("… ")
    assert found.endswith(" …")
    assert "begin" not in found
    assert "slot" not in found


def test_two_hits_far_apart_are_two_pieces() -> None:
    far = " gewone woorden" * 60
    found = rond(f"eerst aangereden{far} toen weer aangereden op straat")

    assert "eerst aangereden" in found
    assert "weer aangereden op straat" in found
    assert " … " in found


def test_without_a_hit_there_is_no_fragment() -> None:
    assert fragment("Mevrouw woont alleen.", [], []) == ""
    assert fragment("kort", [], [(90, 95)]) == ""


def test_a_title_outside_the_piece_still_marks_the_name_in_it() -> None:
    note = "mevrouw " + " " * 200 + "jansen is hier aangereden"

    assert "jansen" not in rond(note)


@given(note=st.text(max_size=900), spots=st.lists(st.integers(0, 900), max_size=6))
def test_a_fragment_is_never_longer_than_300(note: str, spots: list[int]) -> None:
    assert len(fragment(note, ["Wit"], [(at, at + 8) for at in spots])) <= 300


def test_a_note_full_of_hits_is_cut_at_300() -> None:
    found = rond("is aangereden op straat, " * 60)

    assert 200 < len(found) <= 300


@given(
    bsn=st.from_regex(r"[0-9]{9}", fullmatch=True),
    around=st.text(alphabet="abc .,-\n", max_size=40),
    gap=st.sampled_from(["", " ", ".", "-"]),
    at=st.integers(0, 60),
)
def test_no_bsn_survives_wherever_the_hit_lies(bsn: str, around: str, gap: str, at: int) -> None:
    written = gap.join((bsn[:4], bsn[4:6], bsn[6:]))
    note = f"{around}{written}{around}"
    found = fragment(note, [], [(at, at + 5)])

    assert bsn not in "".join(sign for sign in found if sign.isdigit())


@given(name=st.from_regex(r"[A-Z][a-z]{3,12}", fullmatch=True), at=st.integers(0, 40))
def test_no_name_of_the_record_survives(name: str, at: int) -> None:
    assume(name.casefold() not in "gisteren op straat aangereden door iemand [naam]")
    note = f"gisteren op straat {name.lower()} aangereden door {name} en iemand {name.upper()}"

    assert name.casefold() not in fragment(note, [name], [(at, at + 10)]).casefold()
