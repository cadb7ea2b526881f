"""Peek: what is read of every record, and when that already stops it."""

from datetime import date
from pathlib import Path

import pytest

from mappings import Plan
from regres import Indicatie, JaNee, Row, SignalKind
from regres.words import Besluitstatus, OngevalSoort
from tests.unit.mappings.support import (
    KLEIN,
    KLEIN_XML,
    KLEINE_RIJ,
    load_text,
    peeked,
    row,
    unmappable,
    with_field,
    zaak,
)

STATUS = "besluitstatus: {kolom: Status, waarden: {Toegekend: toegekend, Weg: ingetrokken}}"
MET_STATUS = KLEIN.replace('besluitstatus: {vast: toegekend, waarom: "alleen toegekende"}', STATUS)


@pytest.fixture
def plan(tmp_path: Path) -> Plan:
    return load_text(tmp_path, KLEIN)


def with_signals(tmp_path: Path, lines: str) -> Plan:
    indented = "".join(f"  {line}\n" for line in lines.splitlines())
    return load_text(tmp_path, KLEIN.replace("  vlag: {kolom: Ongeval}\n", indented))


@pytest.mark.parametrize(
    ("text", "expected"),
    [("J", Indicatie.J), (" j ", Indicatie.J), ("N", Indicatie.N), ("O", Indicatie.O), ("", None)],
)
def test_the_flag_is_read_through_its_table(
    plan: Plan, text: str, expected: Indicatie | None
) -> None:
    (signal,) = peeked(plan, row(KLEINE_RIJ | {"Ongeval": text})).signals.items

    assert (signal.kind, signal.veld, signal.waarde) == (SignalKind.VLAG, "Ongeval", expected)
    assert signal.tekst == text.strip()


@pytest.mark.parametrize("text", ["X", "Ja", "1", "?"])
def test_a_flag_outside_its_table_is_never_guessed(plan: Plan, tmp_path: Path, text: str) -> None:
    (problem,) = unmappable(plan.peek(row(KLEINE_RIJ | {"Ongeval": text})))

    assert problem.code == "M-0107"
    assert problem.waar == "export.csv:7:1:Ongeval"
    assert problem.mapping == f"{tmp_path.name}/proef.yaml:11:9"
    assert problem.gevolg and problem.doe


def test_the_key_is_the_raw_text_in_one_form(tmp_path: Path) -> None:
    plan = load_text(
        tmp_path, KLEIN.replace("[beschikkingnummer]", "[beschikkingnummer, {kolom: Nr}]")
    )

    key = peeked(plan, row(KLEINE_RIJ | {"Beschikking": "  Be\u0301-1 ", "Nr": "017"})).sleutel

    assert key == ("Bé-1", "017")


def test_a_date_in_the_key_stays_as_it_was_written(tmp_path: Path) -> None:
    plan = load_text(tmp_path, KLEIN.replace("[beschikkingnummer]", "[datumToekenning]"))

    assert peeked(plan, row(KLEINE_RIJ | {"Besluit": "geen datum"})).sleutel == ("geen datum",)


def test_an_empty_key_part_is_no_key(plan: Plan) -> None:
    found = plan.peek(row(KLEINE_RIJ | {"Beschikking": " "}))

    (problem,) = unmappable(found)
    assert (problem.code, problem.waar) == ("M-0101", "export.csv:7:3:Beschikking")


def test_all_problems_of_a_peek_are_told_at_once_and_the_key_is_kept(tmp_path: Path) -> None:
    plan = load_text(tmp_path, MET_STATUS)

    found = plan.peek(row(KLEINE_RIJ | {"Ongeval": "X", "Status": "Raar"}))

    assert [problem.code for problem in unmappable(found)] == ["M-0107", "M-0107"]
    assert getattr(found, "sleutel", None) == ("B-1",)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("toegekend", Besluitstatus.TOEGEKEND),
        ("Weg", Besluitstatus.INGETROKKEN),
        ("", Besluitstatus.ONBEKEND),
    ],
)
def test_the_status_is_read(tmp_path: Path, text: str, expected: Besluitstatus) -> None:
    plan = load_text(tmp_path, MET_STATUS)

    assert peeked(plan, row(KLEINE_RIJ | {"Status": text})).besluitstatus is expected


def test_granted_or_not_is_a_status(tmp_path: Path) -> None:
    plan = load_text(tmp_path, MET_STATUS.replace(STATUS, "toegekend: {kolom: Status}"))

    for text, expected in (
        ("J", Besluitstatus.TOEGEKEND),
        ("N", Besluitstatus.AFGEWEZEN),
        ("", Besluitstatus.ONBEKEND),
    ):
        assert peeked(plan, row(KLEINE_RIJ | {"Status": text})).besluitstatus is expected


def test_the_client_is_known_by_bsn_else_by_number(tmp_path: Path) -> None:
    plan = load_text(
        tmp_path, KLEIN.replace("client:\n", "client:\n    burgerservicenummer: {kolom: BSN}\n")
    )

    def client(bsn: str, number: str) -> tuple[str, str] | None:
        return peeked(plan, row(KLEINE_RIJ | {"BSN": bsn, "Nr": number})).client

    assert client("999900006", "17") == ("bsn", "999900006")
    assert client("999900007", "17") == ("nummer", "17")
    assert client("1234567890", "17") == ("nummer", "17")
    assert client("", "") is None


def test_a_third_party_and_a_code_are_signals(tmp_path: Path) -> None:
    plan = with_signals(
        tmp_path,
        "derde: {kolom: Derde}\n"
        "code:\n"
        "  - kolom: Oorzaak\n"
        "    waarden: {V: {ongeval: J, soort: verkeer}, Z: N, '?': {ongeval: O}}",
    )

    derde, code = peeked(plan, row(KLEINE_RIJ | {"Derde": "J", "Oorzaak": "v"})).signals.items
    assert (derde.kind, derde.derde, derde.waarde) == (SignalKind.DERDE, JaNee.JA, None)
    assert (code.waarde, code.soort) == (Indicatie.J, OngevalSoort.VERKEER)
    _, code = peeked(plan, row(KLEINE_RIJ | {"Derde": "", "Oorzaak": "Z"})).signals.items
    assert (code.waarde, code.soort) == (Indicatie.N, None)
    assert unmappable(plan.peek(row(KLEINE_RIJ | {"Derde": "?", "Oorzaak": "W"})))


def test_supporting_fields_are_signals_when_they_say_something(tmp_path: Path) -> None:
    text = with_field("ongeval:\n  datum: {kolom: Dag}").replace(
        "  vlag: {kolom: Ongeval}\n",
        "  vlag: {kolom: Ongeval}\n  steun: [datum, {soort: kenteken, kolom: Auto}]\n",
    )
    plan = load_text(tmp_path, text)

    def support(day: str, car: str) -> list[tuple[str, str]]:
        items = peeked(plan, row(KLEINE_RIJ | {"Dag": day, "Auto": car})).signals.items
        return [(item.steun, item.tekst) for item in items if item.kind is SignalKind.STEUN]

    assert support("01-02-2024", " 99-XX-9 ") == [("datum", "01-02-2024"), ("kenteken", "99-XX-9")]
    assert support("00-00-0000", "") == [("datum", ""), ("kenteken", "")]
    assert support("voorjaar", "") == [("datum", "voorjaar"), ("kenteken", "")]


def test_notes_come_with_the_day_of_the_record(tmp_path: Path) -> None:
    plan = with_signals(tmp_path, "notitie: [{kolom: Memo}]")

    signals = peeked(plan, row(KLEINE_RIJ | {"Memo": "gevallen"})).signals

    assert signals.items[0].tekst == "gevallen"
    assert signals.peildag == date(2024, 2, 1)


def test_an_empty_flag_may_mean_unknown(tmp_path: Path) -> None:
    nothing = with_signals(tmp_path, "vlag: {kolom: Ongeval, leeg_betekent: niets}")
    unknown = with_signals(tmp_path, "vlag: {kolom: Ongeval, leeg_betekent: onbekend}")

    assert not peeked(nothing, row(KLEINE_RIJ)).signals.leeg_betekent_onbekend
    assert peeked(unknown, row(KLEINE_RIJ)).signals.leeg_betekent_onbekend


def test_words_that_mean_empty_are_empty(tmp_path: Path) -> None:
    plan = with_signals(tmp_path, "vlag: {kolom: Ongeval, leeg: ['-', n.v.t.]}")

    (signal,) = peeked(plan, row(KLEINE_RIJ | {"Ongeval": "N.V.T."})).signals.items
    assert (signal.tekst, signal.waarde) == ("", None)


def test_two_tick_columns_are_two_flags(tmp_path: Path) -> None:
    plan = with_signals(
        tmp_path,
        "vlag:\n  - {kolom: Wel, ja_nee: {ja: X}}\n  - {kolom: Niet, ja_nee: {nee: X}}",
    )

    items = peeked(plan, row(KLEINE_RIJ | {"Wel": "", "Niet": "x"})).signals.items
    assert [item.waarde for item in items] == [None, Indicatie.N]


def test_only_what_a_peek_needs_is_read(plan: Plan) -> None:
    class Counting(Row):
        read: list[str] = []  # noqa: RUF012 - one record, one test

        def text(self, adres: str) -> str:
            self.read.append(adres)
            return super().text(adres)

    record = row(KLEINE_RIJ)
    cells = list(KLEINE_RIJ.values())
    fields = Counting(cells, {name: place for place, name in enumerate(KLEINE_RIJ)})

    peeked(plan, type(record)(record.gemeentecode, record.plaats, fields))

    assert set(Counting.read) == {"Ongeval", "Nr", "Beschikking"}


def test_an_xml_problem_names_message_line_and_path(tmp_path: Path) -> None:
    plan = load_text(tmp_path, KLEIN_XML)

    (problem,) = unmappable(plan.peek(zaak({"Ongeval": ("X", ""), "Beschikking": ("B", "")})))

    path = "/object[3]/StUF:extraElementen/StUF:extraElement[@naam='Ongeval']"
    assert problem.waar == f"bericht 2:118 {path}"
