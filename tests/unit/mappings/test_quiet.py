"""No value of a source in any problem, exception or repr: only shapes, and not of persons."""

import re
import string
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mappings import Mapped, Peek, Plan, Unmappable
from tests.unit.mappings.support import KLEIN, VANDAAG, J, load_text, row, with_field
from tests.unit.mappings.test_facts import FULL, KOSTEN_REGEL, full_row

# Letters that occur in no message, so that a part of a value is recognised wherever it comes up.
CANARY = st.text(alphabet="ŘŠŽĐ", min_size=3, max_size=40)
DIGITS = st.text(alphabet=string.digits, min_size=6, max_size=12)
CELLS = st.one_of(
    st.just(""),
    CANARY,
    DIGITS,
    st.tuples(CANARY, DIGITS).map(" ".join),
    st.tuples(DIGITS, CANARY).map("-".join),
    st.text(max_size=30),
)
SIGNALS = """\
signalen:
  vlag: {kolom: Ongeval}
  derde: {kolom: Werk}
  steun: [datum, kenteken]
  notitie: {kolom: Memo}
"""


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Plan:
    folder: Path = tmp_path_factory.mktemp("stil")
    text = KLEIN.replace("  client:\n    clientnummer: {kolom: Nr}\n", "")
    text = text.replace("signalen:\n  vlag: {kolom: Ongeval}\n", SIGNALS)
    return load_text(folder, with_field(FULL, text) + KOSTEN_REGEL)


def shown(found: Peek | Mapped | Unmappable) -> str:
    """Give everything of a result that can reach a log, a page or a terminal."""
    told = repr(found) + str(found)
    if isinstance(found, Peek):
        return told
    problems = found.waarschuwingen if isinstance(found, Mapped) else found.problems
    return told + "".join(str(problem) + repr(problem.as_json()) for problem in problems)


@settings(suppress_health_check=[HealthCheck.too_slow], max_examples=60, deadline=None)
@given(cells=st.fixed_dictionaries(dict.fromkeys(full_row(), CELLS)))
def test_no_record_raises_and_none_shows_its_values(plan: Plan, cells: dict[str, str]) -> None:
    record = row(cells)

    text = shown(plan.peek(record)) + shown(plan.feiten(record, J, VANDAAG, bsn=True))

    # A shape writes every digit as 9: a value of nines alone cannot be told from its shape.
    for part in re.findall("[ŘŠŽĐ]{3,}|[0-9]{6,}", " ".join(cells.values())):
        assert not part.strip("9") or part not in text + repr(record)


@settings(suppress_health_check=[HealthCheck.too_slow], max_examples=40, deadline=None)
@given(data=st.data())
def test_a_record_with_some_broken_cells_shows_nothing_either(
    plan: Plan, data: st.DataObject
) -> None:
    names = data.draw(st.lists(st.sampled_from(sorted(full_row())), unique=True, max_size=8))
    broken = {name: data.draw(CANARY) for name in names}
    record = row(full_row(**broken))

    text = shown(plan.peek(record)) + shown(plan.feiten(record, J, VANDAAG))

    assert not any(value in text for value in broken.values())


def test_a_whole_record_shows_no_one(plan: Plan) -> None:
    record = row(full_row())

    text = shown(plan.peek(record)) + shown(plan.feiten(record, J, VANDAAG, bsn=True))

    for name in ("BSN", "Naam", "PC", "Memo", "Advocaat", "Kenteken", "PV", "Beschikking"):
        assert full_row()[name] not in text


def test_the_plan_says_which_columns_hold_persons(plan: Plan) -> None:
    assert plan.gevoelig["BSN"] == "client.burgerservicenummer"
    assert plan.gevoelig["Memo"] in ("notitie", "ongeval.toedracht")
    assert plan.gevoelig["Beschikking"] == "voorziening.beschikkingnummer"
    assert plan.gevoelig["Straat"] == plan.gevoelig["Huisnr"] == "client.adres.straat"
    assert not {"Soort", "Bedrag", "Ongeval", "Besluit", "Code"} & set(plan.gevoelig)


def test_a_note_that_is_only_read_is_sensitive(tmp_path: Path) -> None:
    plan = load_text(
        tmp_path, KLEIN.replace("  vlag: {kolom: Ongeval}", "  notitie: {kolom: Memo}")
    )

    assert plan.gevoelig["Memo"] == "notitie"


def test_the_columns_of_the_key_are_sensitive_too(tmp_path: Path) -> None:
    plan = load_text(tmp_path, KLEIN.replace("[beschikkingnummer]", "[productcode]"))

    assert plan.gevoelig["Code"] == "sleutel"
