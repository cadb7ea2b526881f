"""What an opened melding must hold, told by field and never by value."""

import json
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loket.inhoud import Uittreksel, bedragklasse, bekijk
from loket.problems import Weigering
from regres import SoortMelding
from tests.tools.loket import KANARIE, kop, plaintext


def whole() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(plaintext(kop()))
    return found


def faults(inhoud: dict[str, Any], soort: SoortMelding = SoortMelding.NIEUW) -> set[str]:
    with pytest.raises(Weigering) as caught:
        bekijk(inhoud, soort)
    assert caught.value.soort == "melding-ongeldig"
    told = json.dumps(caught.value.document())
    for word in KANARIE:
        assert word not in told
    return {item["veld"] for item in caught.value.extra["fouten"]}


def test_a_whole_melding_gives_what_lists_sort_by() -> None:
    assert bekijk(whole(), SoortMelding.NIEUW) == Uittreksel(
        categorie="05",
        uitkomst="kansrijk",
        redencodes=("V18",),
        uiterlijke_datum=date(2031, 9, 30),
        bedragklasse="1.000 tot 10.000",
    )


@pytest.mark.parametrize("field", ["wet", "leveringsvorm", "besluitstatus"])
def test_what_is_not_known_of_a_provision_is_taken_as_unknown(field: str) -> None:
    known = bekijk(whole(), SoortMelding.NIEUW)

    assert bekijk(_set(f"voorziening.{field}", "onbekend"), SoortMelding.NIEUW) == known


def _set(path: str, value: Any) -> dict[str, Any]:
    inhoud = whole()
    part: Any = inhoud
    *way, last = path.split(".")
    for step in way:
        part = part[int(step)] if step.isdigit() else part[step]
    part[int(last) if last.isdigit() else last] = value
    return inhoud


@pytest.mark.parametrize(
    ("path", "value", "field"),
    [
        ("client", None, "client"),
        ("client", [KANARIE[0]], "client"),
        ("client.burgerservicenummer", "999990018", "client.burgerservicenummer"),
        ("client.burgerservicenummer", 999990019, "client.burgerservicenummer"),
        ("client.burgerservicenummer", "99990019", "client.burgerservicenummer"),
        ("ongeval.indicatie", "N", "ongeval.indicatie"),
        ("ongeval.indicatie", ["J"], "ongeval.indicatie"),
        ("voorziening.wet", KANARIE[0], "voorziening.wet"),
        ("voorziening.besluitstatus", {}, "voorziening.besluitstatus"),
        ("voorziening.omschrijving", " ", "voorziening.productcode"),
        ("voorziening.datumToekenning", None, "voorziening.datumToekenning"),
        ("voorziening.datumToekenning", "2026-02-30", "voorziening.datumToekenning"),
        ("voorziening.datumToekenning", "20261001", "voorziening.datumToekenning"),
        ("voorziening.ingangsdatum", 20261001, "voorziening.ingangsdatum"),
        ("voorziening.productcategorie", "19", "voorziening.productcategorie"),
        ("voorziening.productcategorie", 5, "voorziening.productcategorie"),
        ("voorziening.kosten", None, "voorziening.kosten"),
        ("voorziening.kosten", [KANARIE], "voorziening.kosten[0]"),
        ("voorziening.kosten", [{}] * 201, "voorziening.kosten"),
        ("voorziening.kosten.0.bedrag", "1,00", "voorziening.kosten[0].bedrag"),
        ("voorziening.kosten.0.bedrag", "-1.00", "voorziening.kosten[0].bedrag"),
        ("voorziening.kosten.0.bedrag", 1, "voorziening.kosten[0].bedrag"),
        ("voorziening.kosten.0.soort", [], "voorziening.kosten[0].soort"),
        ("voorziening.kosten.0.frequentie", None, "voorziening.kosten[0].frequentie"),
        ("voorziening.kosten.0.frequentie", ["maand"], "voorziening.kosten[0].frequentie"),
        ("verhaalbaarheid.uitkomst", "stop", "verhaalbaarheid.uitkomst"),
        ("verhaalbaarheid.uitkomst", "reeds_gemeld", "verhaalbaarheid.uitkomst"),
        ("verhaalbaarheid.uitkomst", [], "verhaalbaarheid.uitkomst"),
        ("verhaalbaarheid.redencodes", [], "verhaalbaarheid.redencodes"),
        ("verhaalbaarheid.redencodes", [KANARIE[3]], "verhaalbaarheid.redencodes"),
        ("verhaalbaarheid.redencodes", ["V01"] * 99, "verhaalbaarheid.redencodes"),
        ("verhaalbaarheid.uiterlijkeDatum", {}, "verhaalbaarheid.uiterlijkeDatum"),
        (
            "verhaalbaarheid.uiterlijkeDatum.0.datum",
            "morgen",
            "verhaalbaarheid.uiterlijkeDatum[0].datum",
        ),
        ("contactpersoon.naam", "", "contactpersoon.naam"),
        ("verwerking.doel", None, "verwerking.doel"),
    ],
)
def test_each_fault_names_its_field(path: str, value: Any, field: str) -> None:
    assert faults(_set(path, value)) == {field}


def test_a_secret_address_must_be_absent() -> None:
    inhoud = whole()
    inhoud["client"] |= {"geheim": True, "adres": {"plaats": KANARIE[0]}}

    assert faults(inhoud) == {"client.adres"}


def test_all_faults_are_told_at_once() -> None:
    assert faults({}) == {
        *("client", "ongeval", "voorziening", "verhaalbaarheid", "contactpersoon", "verwerking")
    }


def test_a_withdrawal_holds_a_reason_and_a_day_and_nothing_else() -> None:
    head = kop(versie=2, soortMelding=SoortMelding.INTREKKING)
    inhoud = json.loads(plaintext(head))

    assert bekijk(inhoud, SoortMelding.INTREKKING) == Uittreksel()
    assert faults(inhoud | {"reden": "zomaar"}, SoortMelding.INTREKKING) == {"reden"}
    assert faults(inhoud | {"datum": "nu"}, SoortMelding.INTREKKING) == {"datum"}
    assert faults(inhoud | {"client": {}}, SoortMelding.INTREKKING) == {""}


@pytest.mark.parametrize(
    ("wam3", "eerste"), [("2026-11-20", date(2031, 9, 30)), ("2026-11-21", date(2026, 11, 21))]
)
def test_a_warning_that_has_passed_is_no_deadline_to_list_by(wam3: str, eerste: date) -> None:
    inhoud = whole()
    advies = inhoud["verhaalbaarheid"]
    warning = advies["uiterlijkeDatum"][0] | {"soort": "wam3", "datum": wam3}
    advies["uiterlijkeDatum"].append(warning)

    assert bekijk(inhoud, SoortMelding.NIEUW).uiterlijke_datum == eerste


@pytest.mark.parametrize("peildatum", [None, "morgen", "2026-02-30"])
def test_an_advice_of_no_day_is_a_fault(peildatum: str | None) -> None:
    inhoud = _set("verhaalbaarheid.peildatum", peildatum)

    assert faults(inhoud) == {"verhaalbaarheid.peildatum"}


def test_without_costs_or_dates_the_extract_says_so() -> None:
    inhoud = _set("voorziening.kosten", [])
    inhoud["verhaalbaarheid"]["uiterlijkeDatum"] = []

    found = bekijk(inhoud, SoortMelding.NIEUW)

    assert (found.bedragklasse, found.uiterlijke_datum) == ("", None)


@pytest.mark.parametrize(
    ("lines", "band"),
    [
        ([], ""),
        ([("999.99", None)], "tot 1.000"),
        ([("1000.00", None)], "1.000 tot 10.000"),
        ([("192.31", "week")], "10.000 tot 50.000"),
        ([("192.30", "week")], "1.000 tot 10.000"),
        ([("769.23", "4weken")], "1.000 tot 10.000"),
        ([("833.34", "maand")], "10.000 tot 50.000"),
        ([("49999.99", "jaar")], "10.000 tot 50.000"),
        ([("49999.99", "jaar"), ("0.01", None)], "50.000 of meer"),
    ],
)
def test_the_band_is_what_is_paid_once_and_a_year_of_the_rest(
    lines: list[tuple[str, str | None]], band: str
) -> None:
    assert bedragklasse([{"bedrag": b, "frequentie": f} for b, f in lines]) == band


@given(
    amounts=st.lists(st.decimals("0.00", "99999.99", places=2), min_size=1, max_size=5),
    more=st.decimals("0.00", "99999.99", places=2),
)
def test_more_costs_never_give_a_lower_band(amounts: list[Decimal], more: Decimal) -> None:
    bands = ("", "tot 1.000", "1.000 tot 10.000", "10.000 tot 50.000", "50.000 of meer")
    lines = [{"bedrag": str(amount)} for amount in amounts]

    before, after = bedragklasse(lines), bedragklasse([*lines, {"bedrag": str(more)}])

    assert bands.index(before) <= bands.index(after)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=10,
)
PLACES = (
    *("client", "ongeval", "voorziening", "verhaalbaarheid", "contactpersoon", "verwerking"),
    *("client.burgerservicenummer", "ongeval.indicatie", "voorziening.kosten"),
    *("voorziening.kosten.0", "voorziening.kosten.0.frequentie", "voorziening.kosten.0.bedrag"),
    *("voorziening.productcategorie", "voorziening.ingangsdatum", "verhaalbaarheid.redencodes"),
    *("verhaalbaarheid.uiterlijkeDatum", "verhaalbaarheid.uiterlijkeDatum.0.datum"),
)


@given(path=st.sampled_from(PLACES), value=JSON)
def test_whatever_stands_in_a_field_the_answer_is_an_extract_or_a_refusal(
    path: str, value: Any
) -> None:
    try:
        assert isinstance(bekijk(_set(path, value), SoortMelding.NIEUW), Uittreksel)
    except Weigering as refused:
        assert refused.soort == "melding-ongeldig"
