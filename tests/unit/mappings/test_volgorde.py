"""Reading a row by position gives what reading it by name gives."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mappings import Mapped, Plan
from regres import Plaats, Row, SourceRecord
from tests.unit.mappings.support import KLEINE_RIJ, VANDAAG, J, load_text, with_field

VELDEN = """\
datumBekendheid: {kolom: Bekend, optioneel: ja}
tegenpartij:
  naam: {samenvoegen: [{kolom: Wie}, {kolom: Nr}]}
  verzekeraar: {kolom: Verzekeraar, alleen_als: {kolom: Wie, is: Garage}}
"""
RIJ = KLEINE_RIJ | {"Wie": "Garage", "Verzekeraar": "Proef", "Bekend": "03-04-2024"}


def record(cells: dict[str, str], *, zonder: str = "", andersom: bool = False) -> SourceRecord:
    names = [name for name in cells if name != zonder]
    names = names[::-1] if andersom else names
    index: dict[str, int | None] = {name: place for place, name in enumerate(names)}
    if zonder:
        index[zonder] = None
    return SourceRecord("9901", Plaats("e.csv", 2), Row([cells[name] for name in names], index))


def facts(plan: Plan, one: SourceRecord) -> Mapped:
    found = plan.feiten(one, J, VANDAAG)
    assert isinstance(found, Mapped)
    return found


@pytest.fixture(scope="module")
def mapping(tmp_path_factory: pytest.TempPathFactory) -> Plan:
    return load_text(tmp_path_factory.mktemp("volgorde"), with_field(VELDEN))


def test_two_files_with_their_columns_in_another_order_are_read_in_turns(mapping: Plan) -> None:
    ways = [record(RIJ), record(RIJ, andersom=True), record(RIJ), record(RIJ, andersom=True)]

    first, *others = [facts(mapping, one) for one in ways]

    assert first.feiten.tegenpartij is not None
    assert first.feiten.tegenpartij.naam == f"Garage {RIJ['Nr']}"
    assert first.feiten.tegenpartij.verzekeraar == "Proef"
    assert first.feiten.datumBekendheid is not None
    assert all(other == first for other in others)


def test_a_column_that_one_file_lacks_is_empty_there_and_only_there(mapping: Plan) -> None:
    found = [facts(mapping, record(RIJ, zonder=name)).feiten for name in ("", "Bekend", "")]

    assert [one.datumBekendheid is None for one in found] == [False, True, False]
    assert found[1].tegenpartij == found[0].tegenpartij


@settings(deadline=None)
@given(cells=st.fixed_dictionaries(dict.fromkeys(RIJ, st.text(max_size=12))))
def test_by_position_and_by_name_are_one(mapping: Plan, cells: dict[str, str]) -> None:
    fields = record(cells).fields

    for volgorde in mapping.delen.volgorde:
        taken = volgorde.neem(fields)
        for (*_, lezer, begrijp), what in zip(volgorde.velden, taken, strict=False):
            assert begrijp(what) == lezer.waarde(fields)
