"""What is odd about facts as a whole: told, never a reason to stop."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regres import Datum, Feiten, Indicatie
from regres.checks import bevindingen
from regres.melding import Client, Kosten, Ongeval, Voorziening
from regres.words import Besluitstatus, Frequentie, IndicatieBron, KostenSoort, Wet

VANDAAG = date(2026, 3, 2)
DAYS = st.one_of(st.none(), st.dates(date(2010, 1, 1), date(2030, 1, 1)))


def feiten(
    *, accident: Datum | None = None, asked: date | None = None, **provision: object
) -> Feiten:
    whole = Voorziening(wet=Wet.WMO, besluitstatus=Besluitstatus.TOEGEKEND)
    return Feiten(
        client=Client(),
        ongeval=Ongeval(
            indicatie=Indicatie.J,
            indicatieBron=IndicatieBron.EXPLICIET,
            datum=accident or Datum(),
        ),
        datumAanvraag=asked,
        voorziening=replace(whole, **provision),  # type: ignore[arg-type]  # checked by use
    )


def kosten(**parts: object) -> Feiten:
    line = Kosten(soort=KostenSoort.EENMALIG, bedrag=Decimal("100.00"))
    return feiten(kosten=(replace(line, **parts),))  # type: ignore[arg-type]  # checked by use


def codes(found: Feiten) -> list[tuple[str, str]]:
    return [(odd.veld, odd.misfit.code) for odd in bevindingen(found, VANDAAG)]


def test_facts_in_order_are_not_odd() -> None:
    ordered = feiten(
        accident=Datum(2024, 1, 3),
        asked=date(2024, 1, 4),
        datumToekenning=date(2024, 1, 5),
        ingangsdatum=date(2024, 1, 5),
        einddatum=date(2024, 1, 5),
    )

    assert codes(ordered) == []


@pytest.mark.parametrize(
    ("odd", "expected"),
    [
        (
            feiten(accident=Datum(2024, 2), asked=date(2024, 1, 31)),
            ("datumAanvraag", "aanvraag_voor_ongeval"),
        ),
        (
            feiten(asked=date(2024, 2, 1), datumToekenning=date(2024, 1, 1)),
            ("voorziening.datumToekenning", "toekenning_voor_aanvraag"),
        ),
        (
            feiten(datumToekenning=date(2024, 2, 1), ingangsdatum=date(2024, 1, 1)),
            ("voorziening.ingangsdatum", "ingang_voor_toekenning"),
        ),
        (
            feiten(ingangsdatum=date(2024, 2, 1), einddatum=date(2024, 1, 1)),
            ("voorziening.einddatum", "einde_voor_ingang"),
        ),
        (
            feiten(datumToekenning=date(2026, 3, 3)),
            ("voorziening.datumToekenning", "datum_toekomst"),
        ),
        (kosten(bedrag=Decimal("250000.01")), ("kosten[0].bedrag", "bedrag_hoog")),
        (kosten(eigenBijdrage=Decimal("100.01")), ("kosten[0].eigenBijdrage", "bijdrage_hoger")),
        (
            kosten(eigenBijdrage=Decimal(1), periodeVan=date(2017, 2, 14)),
            ("kosten[0].eigenBijdrage", "bijdrage_vrijgesteld"),
        ),
        (
            kosten(periodeVan=date(2024, 1, 2), periodeTot=date(2024, 1, 1)),
            ("kosten[0].periodeTot", "periode_volgorde"),
        ),
    ],
)
def test_one_odd_thing_is_told_once(odd: Feiten, expected: tuple[str, str]) -> None:
    assert codes(odd) == [expected]


def test_an_accident_known_to_the_month_is_not_after_a_request_in_it() -> None:
    assert codes(feiten(accident=Datum(2024, 1), asked=date(2024, 1, 1))) == []


def test_the_first_day_after_the_exemption_is_ordinary() -> None:
    assert codes(kosten(eigenBijdrage=Decimal(1), periodeVan=date(2017, 2, 15))) == []


def test_a_whole_cost_line_is_not_odd() -> None:
    assert codes(kosten(soort=KostenSoort.PERIODIEK, frequentie=Frequentie.WEEK)) == []


@given(DAYS, DAYS, DAYS, DAYS)
def test_any_days_are_judged(
    asked: date | None, granted: date | None, begin: date | None, end: date | None
) -> None:
    found = feiten(asked=asked, datumToekenning=granted, ingangsdatum=begin, einddatum=end)

    late = begin is not None and end is not None and end < begin
    assert (("voorziening.einddatum", "einde_voor_ingang") in codes(found)) is late
