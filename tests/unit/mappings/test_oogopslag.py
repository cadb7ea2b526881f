"""A glance: what it sees is what peek reads, and what a source may not give stops both alike."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from mappings import Plan
from mappings.oogopslag import Aanblik
from regres import SourceRecord, SourceRefused
from regres.berichten import bericht
from tests.unit.mappings.support import (
    KLEIN,
    KLEIN_XML,
    KLEINE_RIJ,
    XmlFields,
    load_text,
    peeked,
    row,
    with_field,
    zaak,
)

_BSN = "  burgerservicenummer: {extra: bsn}\n    clientnummer"
MET_BSN = KLEIN_XML.replace("    clientnummer", f"  {_BSN}")
ZAAK = {"Ongeval": "N", "Nr": "17", "Beschikking": "B-1", "bsn": "999900006"}


class Weigert(XmlFields):
    """Fields of a source that may not give some of them."""

    def __init__(self, cells: Mapping[str, tuple[str, str]], niet: str) -> None:
        super().__init__(cells)
        self._niet = niet

    def text(self, adres: str) -> str:
        if adres.endswith(self._niet):
            raise SourceRefused(bericht("B-0350", waar="proef", reden="nietGeautoriseerd"))
        return super().text(adres)


def geweigerd(plan: Plan, niet: str, **anders: str) -> SourceRecord:
    """Give a zaak of which one field may not be given."""
    names = {adres.rpartition(".")[2]: adres for adres in _adressen(plan)}
    cells = {names.get(name, name): (text, "") for name, text in (ZAAK | anders).items()}
    plain = zaak(cells)
    return SourceRecord(plain.gemeentecode, plain.plaats, Weigert(cells, niet))


def _adressen(plan: Plan) -> tuple[str, ...]:
    return tuple(plan.layout.adressen)  # type: ignore[union-attr]  # an XML mapping


def gezien(plan: Plan, record: SourceRecord) -> Aanblik:
    found = plan.oogopslag(record)
    assert found is not None
    return found


def test_a_glance_sees_the_key_that_peek_reads(tmp_path: Path) -> None:
    plan, record = load_text(tmp_path, KLEIN), row(KLEINE_RIJ | {"Beschikking": " B-1 "})

    assert gezien(plan, record).sleutel == peeked(plan, record).sleutel == ("B-1",)


def test_records_that_differ_in_closed_cells_look_different(tmp_path: Path) -> None:
    plan = load_text(tmp_path, KLEIN)
    yes, no, other = (
        gezien(plan, row(KLEINE_RIJ | cells)).beeld
        for cells in ({}, {"Ongeval": "N"}, {"Nr": "18", "Beschikking": "B-2"})
    )

    assert yes != no
    assert yes == other


def test_a_note_is_given_trimmed_and_only_when_it_is_filled(tmp_path: Path) -> None:
    text = KLEIN.replace("vlag: {kolom: Ongeval}", "vlag: {kolom: Ongeval}\n  notitie: {kolom: M}")
    plan = load_text(tmp_path, text)

    assert gezien(plan, row(KLEINE_RIJ | {"M": " Gebeld. "})).notities == ("Gebeld.",)
    assert gezien(plan, row(KLEINE_RIJ | {"M": "  "})).notities == ()


@pytest.mark.parametrize("dag", ["01-02-2024", "gisteren", " "])
def test_a_supporting_column_that_is_filled_is_for_a_full_reading(tmp_path: Path, dag: str) -> None:
    mapping = with_field("ongeval:\n  datum: {kolom: Wanneer}", KLEIN).replace(
        "vlag: {kolom: Ongeval}", "vlag: {kolom: Ongeval}\n  steun: [datum]"
    )
    plan = load_text(tmp_path, mapping)

    assert plan.oogopslag(row(KLEINE_RIJ | {"Wanneer": dag})) is None
    assert plan.oogopslag(row(KLEINE_RIJ | {"Wanneer": ""})) is not None


def test_a_record_without_its_key_is_for_a_full_reading(tmp_path: Path) -> None:
    plan = load_text(tmp_path, KLEIN)

    assert plan.oogopslag(row(KLEINE_RIJ | {"Beschikking": " "})) is None


def test_tick_columns_and_conditions_are_looked_at_as_ever(tmp_path: Path) -> None:
    ticks = "vinkjes: {ja: {kolom: A}, nee: {kolom: B}, aangevinkt: [x]}"
    plan = load_text(tmp_path, KLEIN.replace("vlag: {kolom: Ongeval}", f"vlag: {{{ticks}}}"))
    yes, no = (row(KLEINE_RIJ | cells) for cells in ({"A": "x", "B": ""}, {"A": "", "B": "x"}))

    assert gezien(plan, yes).beeld != gezien(plan, no).beeld


@pytest.mark.parametrize("veld", ["bsn", "Ongeval", "Beschikking"])
def test_what_a_source_may_not_give_stops_a_glance_as_it_stops_peek(
    tmp_path: Path, veld: str
) -> None:
    plan = load_text(tmp_path, MET_BSN)
    record = geweigerd(plan, veld)

    for look in (plan.oogopslag, plan.peek):
        with pytest.raises(SourceRefused):
            look(record)


def test_a_number_that_may_not_be_given_matters_only_without_a_bsn(tmp_path: Path) -> None:
    plan = load_text(tmp_path, MET_BSN)

    assert plan.oogopslag(geweigerd(plan, "Nr")) is not None
    for look in (plan.oogopslag, plan.peek):
        with pytest.raises(SourceRefused):
            look(geweigerd(plan, "Nr", bsn=""))
