"""Columns: numbered, optional, padded; tick columns; required fields; a value when it is empty."""

from pathlib import Path

import pytest

from mappings import Plan
from regres import CsvLayout, Indicatie, JaNee
from regres.words import Besluitstatus
from tests.unit.mappings.support import (
    KLEIN,
    KLEINE_RIJ,
    VANDAAG,
    J,
    facts,
    kolommen,
    load_text,
    mapped,
    peeked,
    problems,
    row,
    told,
    unmappable,
    with_field,
)


def layout(plan: Plan) -> CsvLayout:
    assert isinstance(plan.layout, CsvLayout)
    return plan.layout


BESTAND = 'bestand: {codering: utf-8, scheidingsteken: ";"}\n'


KOPREGEL = "kopregel: 'Ongeval;Nr;Beschikking;Code;Besluit'"


def with_bestand(lines: str, text: str = KLEIN) -> str:
    whole = "bestand:\n  codering: utf-8\n  scheidingsteken: ';'\n"
    assert BESTAND in text
    return text.replace(BESTAND, whole + "".join(f"  {line}\n" for line in lines.splitlines()))


def test_a_numbered_column_has_an_address_of_its_own(tmp_path: Path) -> None:
    text = with_field(
        "datumAanvraag: {kolom: Datum, nummer: 1}\ndatumBekendheid: {kolom: Datum, nummer: 2}"
    )
    plan = load_text(tmp_path, text)

    assert layout(plan).nummers == {"Datum (1)": ("Datum", 1), "Datum (2)": ("Datum", 2)}
    assert {"Datum (1)", "Datum (2)"} <= set(kolommen(plan))
    found = facts(
        plan, row(KLEINE_RIJ | {"Datum (1)": "01-01-2024", "Datum (2)": "02-02-2024"})
    ).datumAanvraag
    assert found is not None
    assert found.isoformat() == "2024-01-01"


def test_a_column_that_stands_there_twice_must_be_numbered(tmp_path: Path) -> None:
    text = with_bestand("kopregel: 'Ongeval;Nr;Beschikking;Code;Besluit;Nr'")
    (found,) = problems(tmp_path, text)

    assert (found.code, "nummer: 1" in found.doe) == ("M-0018", True)
    assert load_text(tmp_path, text.replace("{kolom: Nr}", "{kolom: Nr, nummer: 2}")).merk


@pytest.mark.parametrize(
    ("number", "code"),
    [
        ("0", "M-0028"),
        ("een", "M-0028"),
        ("100", "M-0028"),
        ("9" * 5000, "M-0028"),
        ("\uff11", "M-0028"),
        ("[1]", "M-0028"),
        ("3", "M-0018"),
    ],
)
def test_a_number_that_cannot_be_is_told(tmp_path: Path, number: str, code: str) -> None:
    text = with_bestand("kopregel: 'Ongeval;Nr;Beschikking;Code;Besluit;Nr'")
    text = text.replace("{kolom: Nr}", f"{{kolom: Nr, nummer: {number}}}")

    assert [found for found, _ in told(problems(tmp_path, text))] == [code]


def test_a_numbered_column_cannot_take_the_name_of_another(tmp_path: Path) -> None:
    text = with_field("datumAanvraag: {kolom: Nr (2)}").replace(
        "{kolom: Nr}", "{kolom: Nr, nummer: 2}"
    )

    assert [code for code, _ in told(problems(tmp_path, text))] == ["M-0018"]


def test_an_optional_column_may_be_absent(tmp_path: Path) -> None:
    plan = load_text(tmp_path, with_field("datumAanvraag: {kolom: Aanvraag, optioneel: ja}"))

    assert layout(plan).optioneel == {"Aanvraag"}


def test_a_column_that_one_field_needs_is_not_optional(tmp_path: Path) -> None:
    text = with_field(
        "datumAanvraag: {kolom: Aanvraag, optioneel: ja}\ndatumBekendheid: {kolom: Aanvraag}"
    )

    assert layout(load_text(tmp_path, text)).optioneel == frozenset()


def test_padding_in_a_name_is_no_part_of_it(tmp_path: Path) -> None:
    text = with_bestand("kopregel: ' Ongeval ; Nr;Beschikking;Code  ;Besluit;Lange    naam'")
    text = text.replace("{kolom: Nr}", '{kolom: "Nr "}')

    assert layout(load_text(tmp_path, text)).alle_kolommen == ()
    strict = text.replace("  kopregel:", "  kolommen: streng\n  kopregel:")
    names = layout(load_text(tmp_path, strict)).alle_kolommen
    assert names == ("Ongeval", "Nr", "Beschikking", "Code", "Besluit", "Lange naam")


@pytest.mark.parametrize(
    ("written", "lines", "search"),
    [("3", 3, False), ("0", 0, False), ("{hoogstens: 10}", 10, True)],
)
def test_lines_above_the_header(tmp_path: Path, written: str, lines: int, search: bool) -> None:
    found = layout(load_text(tmp_path, with_bestand(f"aanloop: {written}")))

    assert (found.aanloop, found.aanloop_zoeken) == (lines, search)


def test_a_last_line_may_have_its_word_and_number_elsewhere(tmp_path: Path) -> None:
    written = "trailer: {woord: Totaal, kolom: Code, aantal: Nr}"
    found = layout(load_text(tmp_path, with_bestand(written)))
    assert (found.trailer, found.trailer_kolom, found.trailer_aantal) == ("Totaal", "Code", "Nr")

    found = layout(load_text(tmp_path, with_bestand("trailer: {woord: Totaal}")))
    assert (found.trailer, found.trailer_kolom, found.trailer_aantal) == ("Totaal", "", None)


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("aanloop: -1", "M-0028"),
        ("aanloop: 101", "M-0028"),
        ("aanloop: drie", "M-0028"),
        ("aanloop: {}", "M-0006"),
        ("aanloop: {hoogstens: veel}", "M-0028"),
        ("aanloop: [1]", "M-0028"),
        ("trailer: {kolom: Nr}", "M-0006"),
        ("trailer: {woord: T, cel: 2}", "M-0005"),
        (
            "kopregel: 'Ongeval;Nr;Beschikking;Code;Besluit'\ntrailer: {woord: T, kolom: X}",
            "M-0018",
        ),
    ],
)
def test_a_fault_around_the_rows_is_told(tmp_path: Path, written: str, code: str) -> None:
    assert code in [found for found, _ in told(problems(tmp_path, with_bestand(written)))]


VINKJES = """\
vlag:
    vinkjes:
      ja: {kolom: "Ongeval: ja"}
      nee: {kolom: "Ongeval: nee"}
      aangevinkt: [X, WAAR]
      leeg: [ONWAAR, "-"]
"""


@pytest.mark.parametrize(
    ("ja", "nee", "expected"),
    [
        ("X", "", Indicatie.J),
        ("waar", "onwaar", Indicatie.J),
        ("", "x", Indicatie.N),
        ("-", "-", None),
        ("", "", None),
        ("X", "X", Indicatie.O),
    ],
)
def test_two_tick_columns_are_one_flag(
    tmp_path: Path, ja: str, nee: str, expected: Indicatie | None
) -> None:
    plan = load_text(tmp_path, KLEIN.replace("vlag: {kolom: Ongeval}", VINKJES.rstrip()))
    cells = KLEINE_RIJ | {"Ongeval: ja": ja, "Ongeval: nee": nee}

    (signal,) = peeked(plan, row(cells)).signals.items

    assert signal.waarde is expected


def test_another_sign_in_a_tick_column_is_never_guessed(tmp_path: Path) -> None:
    plan = load_text(tmp_path, KLEIN.replace("vlag: {kolom: Ongeval}", VINKJES.rstrip()))

    found = unmappable(plan.peek(row(KLEINE_RIJ | {"Ongeval: ja": "ja", "Ongeval: nee": ""})))

    assert [problem.code for problem in found] == ["M-0107"]


def test_tick_columns_answer_a_question_too(tmp_path: Path) -> None:
    text = with_field(
        "aansprakelijkheid:\n  derde:\n    vinkjes:\n"
        "      ja: {kolom: D, deel: 1}\n      aangevinkt: J\n"
        "    leeg_betekent: nee\n"
    )
    plan = load_text(tmp_path, text)

    assert facts(plan, row(KLEINE_RIJ | {"D": "Jawel"})).aansprakelijkheid.derde is JaNee.JA
    assert facts(plan, row(KLEINE_RIJ | {"D": ""})).aansprakelijkheid.derde is JaNee.NEE


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("derde: {vinkjes: {ja: {kolom: A}}}", "M-0006"),
        ("derde: {vinkjes: {onbekend: {kolom: A}, aangevinkt: X}}", "M-0006"),
        ('derde: {vinkjes: {ja: {kolom: A}, aangevinkt: ["", X]}}', "M-0020"),
        ("derde: {vinkjes: {ja: {kolom: A}, aangevinkt: X}, ja_nee: {ja: J}}", "M-0012"),
        ("derde: {vinkjes: {ja: {kolom: A}, aangevinkt: X}, deel: 1}", "M-0012"),
        ("derde: {vinkjes: {ja: A, aangevinkt: X}}", "M-0008"),
        ("derde: {vinkjes: {ja: {kolom: A}, aangevinkt: X}, kolom: B}", "M-0011"),
        (
            "derde: {vinkjes: {ja: {samenvoegen: [{kolom: A}, {kolom: B}]}, aangevinkt: X}}",
            "M-0005",
        ),
        ("hoedanigheid: {vinkjes: {ja: {kolom: A}, aangevinkt: X}}", "M-0012"),
    ],
)
def test_a_fault_in_tick_columns_is_told(tmp_path: Path, written: str, code: str) -> None:
    text = with_field(f"aansprakelijkheid:\n  {written}\n")

    assert [found for found, _ in told(problems(tmp_path, text))] == [code]


@pytest.mark.parametrize("kind", ["notitie", "code"])
def test_tick_columns_are_no_text_and_no_code(tmp_path: Path, kind: str) -> None:
    ticks = "{vinkjes: {ja: {kolom: A}, aangevinkt: X}}"
    text = KLEIN.replace("  vlag: {kolom: Ongeval}", f"  {kind}: {ticks}")

    assert [found for found, _ in told(problems(tmp_path, text))] in (["M-0005"], ["M-0012"])


def test_a_required_field_without_a_value_stops_the_record(tmp_path: Path) -> None:
    plan = load_text(tmp_path, with_field("datumAanvraag: {kolom: Aanvraag, verplicht: ja}"))

    empty = unmappable(plan.feiten(row(KLEINE_RIJ | {"Aanvraag": ""}), J, VANDAAG))
    wrong = unmappable(plan.feiten(row(KLEINE_RIJ | {"Aanvraag": "gisteren"}), J, VANDAAG))
    whole = mapped(plan, row(KLEINE_RIJ | {"Aanvraag": "01-02-2024"}))

    assert [problem.code for problem in empty] == ["M-0123"]
    assert [problem.code for problem in wrong] == ["M-0105"]
    assert "quarantaine" in wrong[0].gevolg
    assert whole.waarschuwingen == ()


@pytest.mark.parametrize(
    "field", ["toegekend: {kolom: T,", "besluitstatus: {kolom: T, waarden: {J: toegekend},"]
)
def test_a_required_status_may_not_be_empty(tmp_path: Path, field: str) -> None:
    answer = 'besluitstatus: {vast: toegekend, waarom: "alleen toegekende"}'
    text = KLEIN.replace(answer, f"{field} verplicht: ja}}")
    plan = load_text(tmp_path, text)

    found = unmappable(plan.feiten(row(KLEINE_RIJ | {"T": ""}), J, VANDAAG))

    assert [problem.code for problem in found] == ["M-0123"]
    given = facts(plan, row(KLEINE_RIJ | {"T": "J"})).voorziening.besluitstatus
    assert given is Besluitstatus.TOEGEKEND


def test_an_empty_field_may_have_a_value_with_its_reason(tmp_path: Path) -> None:
    text = KLEIN.replace("{kolom: Code}", "{kolom: Code, standaard: ONB, waarom: oude regels}")
    plan = load_text(tmp_path, text)

    assert facts(plan, row(KLEINE_RIJ | {"Code": " "})).voorziening.productcode == "ONB"
    assert facts(plan, row(KLEINE_RIJ)).voorziening.productcode == "13A04"


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("{kolom: Code}", "{kolom: Code, standaard: ONB}", "M-0014"),
        ("{kolom: Code}", '{kolom: Code, standaard: ONB, waarom: ""}', "M-0008"),
        ("{kolom: Nr}", "{kolom: Nr, standaard: 1, waarom: x}", "M-0005"),
        (
            'wet: {vast: Wmo, waarom: "alleen Wmo"}',
            "wet: {kolom: W, waarden: {W: Wmo}, standaard: Wet, waarom: x}",
            "M-0010",
        ),
        (
            'wet: {vast: Wmo, waarom: "alleen Wmo"}',
            "wet: {kolom: W, waarden: {W: Wmo}, standaard: Wmo, leeg_betekent: Wmo, waarom: x}",
            "M-0012",
        ),
        ("{kolom: Nr}", "{kolom: Nr, verplicht: soms}", "M-0010"),
        ("{kolom: Nr}", "{kolom: Nr, optioneel: soms}", "M-0010"),
    ],
)
def test_a_fault_in_these_is_told(tmp_path: Path, old: str, new: str, code: str) -> None:
    assert old in KLEIN

    assert code in [found for found, _ in told(problems(tmp_path, KLEIN.replace(old, new)))]


@pytest.mark.parametrize(
    "key", ["B\u00ad1", "B\u200b1", "\u202eB-1", "B-1\ufeff", "B-\uff11", "B-\u0661", "B\t1"]
)
def test_a_key_that_looks_like_another_is_not_sent_a_second_time(tmp_path: Path, key: str) -> None:
    plan = load_text(tmp_path, KLEIN)

    found = unmappable(plan.feiten(row(KLEINE_RIJ | {"Beschikking": key}), J, VANDAAG))

    assert "M-0124" in [problem.code for problem in found]
    assert key not in str(found)


@pytest.mark.parametrize("key", ["B-1", "B 1", "B\u00a01", "\u00c9\u00e9n/2", "B\u00b21"])
def test_a_key_of_signs_that_are_seen_is_a_key(tmp_path: Path, key: str) -> None:
    plan = load_text(tmp_path, KLEIN)

    found = mapped(plan, row(KLEINE_RIJ | {"Beschikking": key}))

    assert found.feiten.voorziening.beschikkingnummer == key
