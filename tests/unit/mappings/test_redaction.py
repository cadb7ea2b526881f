"""The fragment of a note: numbers, addresses and names are out."""

from hypothesis import given
from hypothesis import strategies as st

from mappings.redaction import fragment


def test_numbers_mail_addresses_and_names_are_taken_out() -> None:
    note = (
        "Aangereden door dhr. jansen op de kruising. Bel 06-12345678 of piet@voorbeeld.nl. "
        "BSN 999900006. Cliënt heet wit, buurvrouw Truus zag het."
    )

    found = fragment(note, ["Wit"])

    for secret in ("jansen", "06-1", "5678", "piet", "voorbeeld", "999900006", "wit", "Truus"):
        assert secret.casefold() not in found.casefold()
    assert found.startswith("Aangereden door dhr. [naam] op de kruising.")


def test_years_and_small_numbers_of_a_story_stay_when_short() -> None:
    assert fragment("Met 50 km tegen een paal", []) == "Met 50 km tegen een paal"


@given(st.text(max_size=900))
def test_a_fragment_is_never_longer_than_300(text: str) -> None:
    assert len(fragment(text, ["Wit"])) <= 300


@given(st.from_regex(r"[0-9]{9}", fullmatch=True), st.text(alphabet="abc .,", max_size=20))
def test_no_bsn_survives(bsn: str, around: str) -> None:
    assert bsn not in fragment(f"{around}{bsn}{around}", [])
