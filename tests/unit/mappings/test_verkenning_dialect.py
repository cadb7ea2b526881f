"""How an unknown export is written: proposed with a reason, and never a row taken for a header."""

import csv

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mappings.verkenning import Dialect, verken
from mappings.verkenning.kopregel import is_kopregel, ontleed
from mappings.verkenning.vormen import patroon
from mappings.verkenning.woorden import Idee
from regres import Problem, UsageProblem
from tests.tools.verwacht import Voorbeeld, voorbeelden

KOP = "BSN;Achternaam;Beschikkingnummer;Datum besluit;Ongeval"
RIJ = "999900006;Zoë Müller;B-1;01-02-2024;J"
TEKENS = {"A": ("cp1252", ";"), "B": ("utf-8", ","), "C": ("cp1252", ";"), "D": ("cp850", "tab")}


def van(text: str, codering: str = "utf-8") -> Dialect:
    return verken(text.encode(codering), heel=True)


@pytest.mark.parametrize("voorbeeld", voorbeelden(), ids=lambda one: one.naam)
def test_every_sample_is_written_as_is_proposed(voorbeeld: Voorbeeld) -> None:
    data = voorbeeld.pad.read_bytes()

    found = verken(data, heel=True)

    assert TEKENS[voorbeeld.naam[0]] == (found.codering.waarde, found.scheidingsteken.waarde)
    assert len(found.kopregel) == 15
    assert found.escapeteken.waarde == ("\\" if b'\\"' in data else "geen")


@pytest.mark.parametrize("codering", ["utf-8", "utf-8-sig", "cp1252", "cp850", "mac-roman"])
def test_letters_with_accents_tell_the_encoding(codering: str) -> None:
    rows = "\n".join(f"{RIJ} {name}" for name in ("é", "ë", "ï", "ö"))

    found = van(f"{KOP}\n{rows}\n", codering)

    assert found.codering.waarde == codering.removesuffix("-sig")
    assert found.codering.reden


def test_without_accents_nobody_can_be_certain_of_the_encoding() -> None:
    found = van(f"{KOP}\n999900006;Jansen;B-1;01-02-2024;J\n")

    assert (found.codering.waarde, found.codering.zeker) == ("utf-8", False)


@pytest.mark.parametrize("sign", [";", ",", "\t", "|"])
def test_the_separator_is_the_one_that_gives_every_row_as_many_cells(sign: str) -> None:
    found = van(f"{KOP}\n{RIJ}\n{RIJ}\n".replace(";", sign))

    assert found.scheidingsteken.waarde == ("tab" if sign == "\t" else sign)
    assert found.scheidingsteken.zeker


def test_lines_before_the_header_are_counted_and_to_be_looked_at() -> None:
    found = van(f"Export Wmo\nvan 1 mei\n\n{KOP}\n{RIJ}\n{RIJ}\n")

    assert (found.aanloop.waarde, found.aanloop.zeker) == ("3", False)
    assert found.kopregel == tuple(KOP.split(";"))


@pytest.mark.parametrize(("last", "geteld"), [("TOTAAL;2;;;", True), ("Totaal;;;;", False)])
def test_a_line_of_totals_is_proposed_as_the_trailer(last: str, geteld: bool) -> None:
    found = van(f"{KOP}\n{RIJ}\n{RIJ}\n{last}\n")

    assert found.trailer is not None
    assert found.trailer.waarde == last.split(";")[0]
    assert found.geteld is geteld


def test_a_trailer_is_found_at_the_end_of_a_file_that_was_read_in_part() -> None:
    head = f"{KOP}\n{RIJ}\n{RIJ}\n99990".encode()

    found = verken(head, heel=False, staart=b"0006;x;y;01-02-2024;N\nTOTAAL;5;;;\n")

    assert found.trailer is not None


def test_a_quoted_line_break_at_the_edge_of_what_was_read_is_no_fault() -> None:
    head = f'{KOP}\n{RIJ}\n999900006;"half\nen dan'.encode()

    assert verken(head, heel=False).kopregel == tuple(KOP.split(";"))


def test_names_that_come_twice_get_their_number() -> None:
    found = van("BSN;Naam;Datum;Datum;Ongeval\n999900006;x;01-02-2024;02-02-2024;J\n")

    layout = found.layout()

    assert layout.kolommen == ("BSN", "Naam", "Datum (1)", "Datum (2)", "Ongeval")
    assert layout.nummers == {"Datum (1)": ("Datum", 1), "Datum (2)": ("Datum", 2)}


def test_a_long_note_is_no_fault_whatever_was_read_before() -> None:
    before = csv.field_size_limit(131_072)
    try:
        found = van(f"{KOP}\n{RIJ}\n{RIJ}{'x' * 200_000}\n")
    finally:
        csv.field_size_limit(before)

    assert found.kopregel == tuple(KOP.split(";"))


@pytest.mark.parametrize(
    ("data", "code"),
    [
        ("BSN;Naam\n1;2\n".encode("utf-16"), "M-0042"),
        (b"BSN;Naam\n1;\x002\n", "M-0042"),
        (b"geen kolommen\nhier\n", "M-0043"),
        (b"", "M-0043"),
        (f"{RIJ}\n{RIJ}\n".encode(), "M-0044"),
        (b"Jansen;Piet;Dorpsstraat;Duinrand\nMulder;Anna;Plein;Duinrand\n", "M-0044"),
    ],
)
def test_what_cannot_be_read_is_refused_and_nothing_of_it_is_told(data: bytes, code: str) -> None:
    with pytest.raises(UsageProblem) as wrong:
        verken(data, heel=True)

    (problem,) = wrong.value.problems
    assert problem.code == code
    assert "Jansen" not in str(problem)


@pytest.mark.parametrize(
    ("naam", "ideeen"),
    [
        ("GEBDTM", {Idee.GEBOORTE, Idee.DATUM}),
        ("Ongevalsdatum", {Idee.ONGEVAL, Idee.DATUM}),
        ("clientId", {Idee.CLIENT, Idee.NUMMER}),
        ("Cliëntnummer", {Idee.CLIENT, Idee.NUMMER}),
        ("Is er sprake van letsel door een derde?", {Idee.DERDE}),
        ("Kleur", set()),
    ],
)
def test_a_column_name_is_about_the_words_it_is_made_of(naam: str, ideeen: set[Idee]) -> None:
    assert ontleed(naam).ideeen == ideeen


def test_a_row_with_a_person_is_no_header() -> None:
    assert is_kopregel(KOP.split(";"))
    assert not is_kopregel(RIJ.split(";"))


@pytest.mark.parametrize(
    ("text", "shape"),
    [
        ("01-02-1950", "99-99-9999"),
        ("13B02", "99a99"),
        ("van den Berg", "a a a"),
        ("Gevallen in huis; eigen toedoen", "a a a;…"),
        ("9" * 30, "9" * 12 + "+"),
    ],
)
def test_a_pattern_tells_how_a_value_is_written(text: str, shape: str) -> None:
    assert patroon(text) == shape


@given(st.text(max_size=80))
def test_a_pattern_holds_no_letter_or_digit_of_its_value(text: str) -> None:
    assert not {sign for sign in patroon(text) if sign.isalnum()} - {"9", "a"}


@given(st.binary(max_size=400))
def test_whatever_a_file_holds_it_is_read_or_refused(data: bytes) -> None:
    problems: tuple[Problem, ...] = ()
    try:
        verken(data, heel=True)
    except UsageProblem as wrong:
        problems = wrong.problems

    assert {problem.code for problem in problems} <= {"M-0042", "M-0043", "M-0044"}
