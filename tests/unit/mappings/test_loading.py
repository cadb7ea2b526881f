"""Loading a mapping: every fault has a code, a place, and a next step; all are told at once."""

import re
from pathlib import Path
from time import process_time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mappings import load
from mappings.document import GROOTST
from regres import ConfigProblem, CsvLayout, Levering, XmlLayout
from tests.unit.mappings.support import (
    KLEIN,
    KLEIN_XML,
    kolommen,
    load_text,
    problems,
    told,
    with_field,
)
from tests.unit.mappings.test_facts import FULL, KOSTEN_REGEL


def test_a_small_mapping_becomes_a_plan(tmp_path: Path) -> None:
    plan = load_text(tmp_path, KLEIN)

    assert plan.naam == "proef"
    assert plan.soort == "csv"
    assert plan.sleutelruimte == "proef"
    assert plan.levering is Levering.VOLLEDIG
    assert set(kolommen(plan)) == {"Nr", "Beschikking", "Code", "Besluit", "Ongeval"}


def test_an_xml_mapping_gives_addresses_with_xpaths(tmp_path: Path) -> None:
    text = KLEIN_XML.replace("extra: Code", "extra: [wmo.code, code]")

    layout = load_text(tmp_path, text).layout

    assert isinstance(layout, XmlLayout)
    assert layout.adressen["ZKN:startdatum"] == ("ZKN:startdatum",)
    assert layout.adressen["wmo.code | code"] == (
        "StUF:extraElementen/StUF:extraElement[@naam='wmo.code']",
        "StUF:extraElementen/StUF:extraElement[@naam='code']",
    )
    assert layout.namespaces["ZKN"] == "http://www.egem.nl/StUF/sector/zkn/0310"


def test_the_dialect_is_taken_over(tmp_path: Path) -> None:
    bestand = (
        "bestand:\n  codering: cp850\n  scheidingsteken: tab\n  aanhalingsteken: geen\n"
        '  escapeteken: "\\\\"\n  trailer: EINDE\n  kolommen: streng\n'
        '  kopregel: "Ongeval\\tNr\\tBeschikking\\tCode\\tBesluit\\tNiets"\n'
    )
    text = KLEIN.replace('bestand: {codering: utf-8, scheidingsteken: ";"}\n', bestand)

    layout = load_text(tmp_path, text).layout

    assert layout == CsvLayout(
        kolommen=("Nr", "Beschikking", "Code", "Besluit", "Ongeval"),
        alle_kolommen=("Ongeval", "Nr", "Beschikking", "Code", "Besluit", "Niets"),
        codering="cp850",
        scheidingsteken="\t",
        aanhalingsteken="",
        escapeteken="\\",
        trailer="EINDE",
    )


# One fault each: what is changed in the small mapping, the code, and the place.
FAULTS = {
    "unknown key at the top": (("sleutelruimte: proef", "sleutelruimt: proef"), "M-0005", "3:1"),
    "unknown key in a field": (("{kolom: Nr}", "{kolomm: Nr}"), "M-0005", "14:20"),
    "unknown field": (("clientnummer:", "clientnumer:"), "M-0005", "14:5"),
    "duplicate key": (("sleutelruimte:", "levering: delta\nsleutelruimte:"), "M-0004", "3:1"),
    "leading zero": (("{kolom: Nr}", "{kolom: 0363}"), "M-0007", "14:27"),
    "a text where a block belongs": (("{kolom: Nr}", "Nr"), "M-0008", "14:19"),
    "a list where a block belongs": (("{kolom: Nr}", "[Nr]"), "M-0008", "14:19"),
    "an anchor": (("levering: volledig", "levering: &l volledig"), "M-0009", "2:11"),
    "a tag": (("levering: volledig", "levering: !eigen volledig"), "M-0009", "2:11"),
    "a word outside the list": (("levering: volledig", "levering: voledig"), "M-0010", "2:11"),
    "an unknown encoding": (("codering: utf-8", "codering: utf8"), "M-0010", "5:21"),
    "no source": (("{kolom: Nr}", "{leeg: x}"), "M-0011", "14:19"),
    "two sources": (("{kolom: Nr}", "{kolom: Nr, xpath: a}"), "M-0011", "14:19"),
    "xpath in a csv mapping": (("{kolom: Nr}", '{xpath: "ZKN:a"}'), "M-0011", "14:27"),
    "a transform that does not fit": (("{kolom: Nr}", "{kolom: Nr, bedrag: x}"), "M-0012", "14:31"),
    "a bad date form": (("datum: dd-mm-jjjj", "datum: dd-mm-yyyy"), "M-0013", "7:10"),
    "stuf in a csv mapping": (("datum: dd-mm-jjjj", "datum: stuf"), "M-0013", "7:10"),
    "a month where a day decides": (("Besluit}", "B, datum: mm-jjjj}"), "M-0013", "18:40"),
    "a fixed value without reason": ((', waarom: "alleen Wmo"', ""), "M-0014", "20:11"),
    "a fixed value without words": (('waarom: "alleen Wmo"', 'waarom: ""'), "M-0008", "20:30"),
    "a fixed person": (("{kolom: Nr}", "{vast: 1, waarom: x}"), "M-0023", "14:20"),
    "a key that is not mapped": (("[beschikkingnummer]", "[beschikingnummer]"), "M-0017", "4:11"),
    "a key with a fixed value": (("[beschikkingnummer]", "[wet]"), "M-0017", "4:11"),
    "an empty key": (("[beschikkingnummer]", "[]"), "M-0006", "4:10"),
    "unknown without words": (('Wmo, waarom: "alleen Wmo"', "onbekend"), "M-0014", "20:11"),
    "a wrong fixed word": (("vast: Wmo", "vast: WMO"), "M-0010", "20:17"),
    "the same spelling twice": (("{ja: J, nee: N,", "{ja: J, nee: [N, j],"), "M-0020", "9:28"),
    "an empty spelling": (("{ja: J, nee: N,", '{ja: J, nee: [N, ""],'), "M-0020", "9:28"),
    "no ja and no nee": (("{ja: J, nee: N, onbekend: O}", "{onbekend: O}"), "M-0006", "9:11"),
    "a separator of two signs": (('teken: ";"', 'teken: ";;"'), "M-0022", "5:45"),
    "a line end as separator": (('teken: ";"', r'teken: "\n"'), "M-0022", "5:45"),
    "a return as separator": (('teken: ";"', r'teken: "\r"'), "M-0022", "5:45"),
    "a space as separator": (('teken: ";"', 'teken: " "'), "M-0022", "5:45"),
    "a letter as separator": (('teken: ";"', "teken: t"), "M-0022", "5:45"),
    "a sign nobody sees as separator": (('teken: ";"', r'teken: "\u202e"'), "M-0022", "5:45"),
    "no separator": (('teken: ";"', "teken: geen"), "M-0022", "5:45"),
    "the quote as separator": (('teken: ";"', "teken: '\"'"), "M-0022", "5:45"),
    "the separator as quote": (('";"', '";", aanhalingsteken: ";"'), "M-0022", "5:67"),
    "the quote as escape": (('";"', """";", escapeteken: '"'"""), "M-0022", "5:63"),
    "the separator as escape": (('";"', '";", escapeteken: ";"'), "M-0022", "5:63"),
    "a line end as quote": (('";"', r'";", aanhalingsteken: "\n"'), "M-0022", "5:67"),
    "two signs as escape": (('";"', r'";", escapeteken: "\\\\"'), "M-0022", "5:63"),
    "no signal": (("vlag: {kolom: Ongeval}", "{}"), "M-0006", "11:3"),
    "no product at all": (("    productcode: {kolom: Code}\n", ""), "M-0006", "16:5"),
    "no law": (('    wet: {vast: Wmo, waarom: "alleen Wmo"}\n', ""), "M-0006", "16:5"),
    "no answer to granted": (("besluitstatus:", "verbandMetOngeval:"), "M-0010", "19:31"),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_told_with_its_place(tmp_path: Path, fault: str) -> None:
    (old, new), code, place = FAULTS[fault]
    assert old in KLEIN

    found = problems(tmp_path, KLEIN.replace(old, new))

    assert (code, place) in told(found)
    for problem in found:
        assert problem.waar.startswith(tmp_path.as_posix())
        assert problem.mapping == problem.waar
        assert problem.wat.endswith(".")
        assert problem.doe.endswith((".", "?"))
        assert (
            problem.gevolg
            == "Deze mapping wordt niet gebruikt; er wordt niets gelezen of verstuurd."
        )


@pytest.mark.parametrize("fault", sorted(set(FAULTS) - {"no answer to granted"}))
def test_one_fault_gives_no_second_complaint_elsewhere(tmp_path: Path, fault: str) -> None:
    (old, new), code, _ = FAULTS[fault]

    found = problems(tmp_path, KLEIN.replace(old, new))

    allowed = {code} | ({"M-0006"} if code in ("M-0005", "M-0014") else set())
    assert {problem.code for problem in found} <= allowed


def test_all_faults_are_told_at_once_in_the_order_of_the_file(tmp_path: Path) -> None:
    text = (
        KLEIN.replace("levering: volledig", "levering: soms")
        .replace("{kolom: Nr}", "{kolm: Nr}")
        .replace('waarom: "alleen zin"', "")
    )

    assert told(problems(tmp_path, text)) == [
        ("M-0010", "2:11"),
        ("M-0005", "14:20"),
        ("M-0014", "21:21"),
    ]


def test_an_unknown_key_gets_the_nearest_known_one(tmp_path: Path) -> None:
    (found,) = problems(tmp_path, with_field("client2: {}"))

    assert found.wat == "`velden:` kent `client2` niet."
    assert found.doe == "Bedoelt u `client`?"


def test_a_field_of_another_group_is_told_where_it_belongs(tmp_path: Path) -> None:
    (found,) = problems(tmp_path, with_field("geslachtsnaam: {kolom: Naam}"))

    assert found.doe == "Zet hem onder `client:`."


def test_a_code_with_a_leading_zero_has_a_message_of_its_own(tmp_path: Path) -> None:
    text = KLEIN.replace(
        "productcode: {kolom: Code}",
        "productcode: {kolom: Code}\n    productcategorie: {kolom: Code, waarden: {01A01: 01}}",
    )

    (found,) = problems(tmp_path, text)

    assert found.code == "M-0007"
    assert found.wat == "01 staat zonder aanhalingstekens; de voorloopnul gaat dan verloren."
    assert found.doe == 'Schrijf "01".'
    assert load_text(tmp_path, text.replace("A01: 01", 'A01: "01"')).merk


def test_words_that_yaml_reads_as_something_else_stay_words(tmp_path: Path) -> None:
    text = KLEIN.replace(
        "{ja: J, nee: N, onbekend: O}", "{ja: [true, 1, yes], nee: [false, 0, no]}"
    )

    assert load_text(tmp_path, text).merk


def test_a_fault_in_the_defaults_is_told_once(tmp_path: Path) -> None:
    text = with_field("datumAanvraag: {kolom: A}").replace("datum: dd-mm-jjjj", "datum: dag")

    assert told(problems(tmp_path, text)) == [("M-0013", "7:10")]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("dd-mm-yyyy", "dd-mm-jjjj"),
        ("YYYY-MM-DD", "jjjj-mm-dd"),
        ("yyyyMMdd", "jjjjmmdd"),
        ("'%d-%m-%Y'", "dd-mm-jjjj"),
    ],
)
def test_a_form_in_the_letters_of_elsewhere_is_translated(
    tmp_path: Path, written: str, meant: str
) -> None:
    text = with_field("datumAanvraag: {kolom: A}").replace("datum: dd-mm-jjjj", f"datum: {written}")

    (found,) = problems(tmp_path, text)

    assert (found.code, found.doe) == ("M-0013", f"Bedoelt u `{meant}`?")


@pytest.mark.parametrize("written", ["dd-mm-yy", "dag", "mm-dd", "y"])
def test_a_form_that_is_none_in_any_letters_gets_the_examples(tmp_path: Path, written: str) -> None:
    text = with_field("datumAanvraag: {kolom: A}").replace("datum: dd-mm-jjjj", f"datum: {written}")

    (found,) = problems(tmp_path, text)

    assert (found.code, found.doe[:12]) == ("M-0013", "Voorbeelden:")


def test_a_column_that_is_not_in_the_header_is_told(tmp_path: Path) -> None:
    text = KLEIN.replace(
        'scheidingsteken: ";"}',
        'scheidingsteken: ";", kopregel: "Ongeval;Nr;Beschikkingnr;Code;Besluit"}',
    )

    (found,) = problems(tmp_path, text)

    assert found.code == "M-0018"
    assert found.doe.startswith("Bedoelt u `Beschikkingnr`? Anders: zet deze erbij ")


def test_a_column_like_no_other_is_not_answered_with_the_whole_header(tmp_path: Path) -> None:
    text = KLEIN.replace('";"}', '";", kopregel: "Ongeval;Nr;Xyz;Code;Besluit"}')

    (found,) = problems(tmp_path, text)

    assert (found.code, "Xyz" in found.doe) == ("M-0018", False)
    assert found.doe.startswith("Noem een kolom uit `kopregel:`")


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("windows-1252", "cp1252"),
        ("ANSI", "cp1252"),
        ("latin1", "iso8859-1"),
        ("UTF8", "utf-8"),
        ("utf-8-sig", "utf-8"),
        ("DOS", "cp850"),
        ("cp125", "cp1252"),
    ],
)
def test_an_encoding_by_another_name_is_told_its_own(
    tmp_path: Path, written: str, meant: str
) -> None:
    (found,) = problems(tmp_path, KLEIN.replace("codering: utf-8", f"codering: {written}"))

    assert (found.code, found.doe) == ("M-0010", f"Bedoelt u `{meant}`?")


@pytest.mark.parametrize("written", ["rot13", '"\\0"', "shift-jis"])
def test_an_encoding_that_is_not_read_is_answered_with_those_that_are(
    tmp_path: Path, written: str
) -> None:
    (found,) = problems(tmp_path, KLEIN.replace("codering: utf-8", f"codering: {written}"))

    assert found.code == "M-0010"
    assert "cp1252" in found.doe


@pytest.mark.parametrize("place", ["kolom: Nr", "sleutelruimte: proef"])
def test_half_a_sign_is_told(tmp_path: Path, place: str) -> None:
    key = place.partition(":")[0]

    found = problems(tmp_path, KLEIN.replace(place, f'{key}: "a\\ud800"'))

    assert [problem.code for problem in found] == ["M-0003"]


def test_a_file_that_is_far_too_large_for_a_mapping_is_told_at_once(tmp_path: Path) -> None:
    table = "".join(f"      c{number:05}: '11'\n" for number in range(1_000_000))
    start = process_time()

    found = problems(tmp_path, with_field(f"x:\n{table}"))

    assert told(found) == [("M-0003", "1:1")]
    assert "256 KiB" in found[0].wat
    assert process_time() - start < 5


def test_the_largest_file_is_still_read(tmp_path: Path) -> None:
    fitting = "# " + "x" * (GROOTST - len(KLEIN) - 3) + "\n" + KLEIN

    assert len(fitting) == GROOTST
    assert load_text(tmp_path, fitting).merk == load_text(tmp_path, KLEIN).merk
    assert told(problems(tmp_path, "#" + fitting)) == [("M-0003", "1:1")]


@pytest.mark.parametrize(
    "laughs",
    [
        # A billion laughs: each list holds the one before it nine times.
        "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 40)),
        "a: &a [*a, *a]\n",
        "<<: &b {<<: *b}\n",
        "a: " + "[" * 31 + "]" * 31 + "\n",
        "a: " + "[" * 90_000 + "\n",
        "a: " + "{a: " * 3000 + "}" * 3000 + "\n",
        "".join(f"{' ' * n}a:\n" for n in range(600)),
        "- " * 5000 + "a\n",
        "? " * 5000 + "a\n",
    ],
)
def test_references_and_depth_cannot_blow_a_mapping_up(tmp_path: Path, laughs: str) -> None:
    start = process_time()

    found = problems(tmp_path, KLEIN + ("a0: &a0 lol\n" if "a0" in laughs else "") + laughs)

    assert {problem.code for problem in found} & {"M-0003", "M-0005", "M-0008", "M-0009"}
    assert process_time() - start < 5


def test_without_a_separator_no_column_is_called_unknown(tmp_path: Path) -> None:
    text = KLEIN.replace('scheidingsteken: ";"}', "kopregel: 'Nr|Ongeval'}")

    assert told(problems(tmp_path, text)) == [("M-0006", "5:10")]


def test_strict_columns_ask_for_the_header(tmp_path: Path) -> None:
    text = KLEIN.replace('scheidingsteken: ";"}', 'scheidingsteken: ";", kolommen: streng}')

    assert told(problems(tmp_path, text)) == [("M-0006", "5:10")]


@pytest.mark.parametrize(
    ("path", "code"),
    [("//ZKN:a", "M-0015"), ("../ZKN:a", "M-0015"), ("count(ZKN:a)", "M-0015"), ("X:a", "M-0016")],
)
def test_an_xpath_that_reaches_out_is_refused(tmp_path: Path, path: str, code: str) -> None:
    text = KLEIN_XML.replace("ZKN:startdatum", path)

    assert [problem.code for problem in problems(tmp_path, text)] == [code]


def test_an_extra_element_cannot_smuggle_an_xpath(tmp_path: Path) -> None:
    text = KLEIN_XML.replace("{extra: Nr}", "{extra: \"x'] | //*[@y='\"}")

    assert [problem.code for problem in problems(tmp_path, text)] == ["M-0015"]


def test_no_note_text_leaves_without_two_words_and_a_reason(tmp_path: Path) -> None:
    without = with_field("ongeval:\n  toedracht: {kolom: Memo}")
    with_both = with_field("ongeval:\n  toedracht: {kolom: Memo, fragment: ja, waarom: besluit 12}")

    assert [problem.code for problem in problems(tmp_path, without)] == ["M-0006"]
    assert load_text(tmp_path, with_both).merk


def test_support_names_a_mapped_field_or_brings_its_own(tmp_path: Path) -> None:
    text = KLEIN.replace("vlag: {kolom: Ongeval}", "vlag: {kolom: Ongeval}\n  steun: [datum]")

    assert told(problems(tmp_path, text)) == [("M-0017", "12:11")]
    assert load_text(tmp_path, text.replace("[datum]", "[{soort: datum, kolom: Dag}]")).merk


@pytest.mark.parametrize(
    ("group", "lacks"),
    [
        ("belangenbehartiger: {kenmerk: {kolom: K}}", "naam"),
        ("reedsVergoed: {bedrag: {kolom: V}}", "indicatie"),
        ("eerderGemeld: {bij: {kolom: B}}", "indicatie"),
    ],
)
def test_a_group_that_means_nothing_without_a_field_asks_for_it(
    tmp_path: Path, group: str, lacks: str
) -> None:
    text = with_field(group)
    if lacks == "naam":
        text = KLEIN.replace("  client:\n", f"  client:\n    {group}\n")

    (found,) = problems(tmp_path, text)

    assert (found.code, f"`{lacks}:`" in found.wat) == ("M-0006", True)


def test_granted_is_answered_exactly_once(tmp_path: Path) -> None:
    answer = '    besluitstatus: {vast: toegekend, waarom: "alleen toegekende"}\n'
    twice = KLEIN.replace(answer, answer + "    toegekend: {kolom: T}\n")

    assert told(problems(tmp_path, twice)) == [("M-0011", "16:5")]
    assert told(problems(tmp_path, KLEIN.replace(answer, ""))) == [("M-0006", "16:5")]


def test_a_file_that_is_not_there_is_a_problem_too(tmp_path: Path) -> None:
    with pytest.raises(ConfigProblem) as caught:
        load(tmp_path / "weg.yaml")
    assert [problem.code for problem in caught.value.problems] == ["M-0001"]


def test_a_file_that_is_not_utf8_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "oud.yaml").write_bytes("naam: Cliënt".encode("cp1252"))

    with pytest.raises(ConfigProblem) as caught:
        load(tmp_path / "oud.yaml")
    assert [problem.code for problem in caught.value.problems] == ["M-0002"]


@pytest.mark.parametrize(
    ("text", "place"),
    [("bron: [csv\n", "2:1"), ("a: 1\n\tb: 2\n", "2:1"), ("", "1:1"), ("a: \x07", "1:1")],
)
def test_broken_yaml_has_a_place(tmp_path: Path, text: str, place: str) -> None:
    assert told(problems(tmp_path, text)) == [("M-0003", place)]


@pytest.mark.parametrize(
    "text",
    [
        "toetsen: " + "[" * 2000 + "]" * 2000,
        "toetsen: " + "{a: " * 2000 + "1" + "}" * 2000,
        'naam: "\\UFFFFFFFF"',
        "%YAML 1." + "9" * 5000 + "\n---\nnaam: a",
        "%YAML 1.3\n---\nnaam: a",
    ],
    ids=["brackets", "braces", "no sign", "version", "newer"],
)
def test_yaml_that_no_reader_can_take_is_told_as_well(tmp_path: Path, text: str) -> None:
    assert [problem.code for problem in problems(tmp_path, text)] == ["M-0003"]


def test_a_list_is_no_mapping(tmp_path: Path) -> None:
    assert told(problems(tmp_path, "- a\n")) == [("M-0008", "1:1")]


def test_a_byte_order_mark_is_no_fault(tmp_path: Path) -> None:
    (tmp_path / "bom.yaml").write_text(KLEIN, encoding="utf-8-sig")

    assert load(tmp_path / "bom.yaml").naam == "bom"


EVERYTHING = (
    with_field(FULL, KLEIN.replace("  client:\n    clientnummer: {kolom: Nr}\n", ""))
    .replace("[beschikkingnummer]", "[beschikkingnummer, {kolom: Nr}]")
    .replace(
        "  vlag: {kolom: Ongeval}\n",
        "  vlag: {kolom: Ongeval, leeg_betekent: niets}\n"
        "  code: {kolom: C, waarden: {A: {ongeval: J, soort: dier}, B: N}}\n"
        "  steun: [datum, {soort: kenteken, kolom: K}]\n"
        "  notitie: [{kolom: Memo, leeg: [x]}]\n",
    )
    + KOSTEN_REGEL
)
PARTS = [found.span(1) for found in re.finditer(r": ([^\n{}\[\],]+|\{.*\}|\[.*\])", EVERYTHING)]
PARTS += [found.span(1) for found in re.finditer(r"[{,] ?([^\n{}\[\],]+)", EVERYTHING)]
OTHER = [
    "",
    "[]",
    "{}",
    "x",
    "[x]",
    "{x: y}",
    "[{}]",
    "[[x]]",
    '""',
    "~",
    "{kolom: [a]}",
    "{vast: x}",
]


def load_or_problems(tmp_path: Path, text: str) -> None:
    path = tmp_path / "proef.yaml"
    path.write_text(text, encoding="utf-8", errors="replace", newline="")
    try:
        load(path)
    except ConfigProblem as wrong:
        assert wrong.problems


def test_the_mapping_that_is_damaged_below_is_whole(tmp_path: Path) -> None:
    assert load_text(tmp_path, EVERYTHING).merk


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=120)
@given(part=st.sampled_from(PARTS), put=st.sampled_from(OTHER))
def test_anything_in_a_wrong_place_gives_a_plan_or_problems(
    tmp_path: Path, part: tuple[int, int], put: str
) -> None:
    load_or_problems(tmp_path, EVERYTHING[: part[0]] + put + EVERYTHING[part[1] :])


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(at=st.integers(0, len(KLEIN) - 1), cut=st.integers(0, 12), put=st.text(max_size=6))
def test_a_damaged_mapping_gives_a_plan_or_problems(
    tmp_path: Path, at: int, cut: int, put: str
) -> None:
    load_or_problems(tmp_path, KLEIN[:at] + put + KLEIN[at + cut :])
