"""Cases for the tests of recoverability: one plain case, and any case at all."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from assessment import Regels, Zaakfeiten
from regres import Datum, Indicatie, JaNee, Verhaalbaarheid
from regres.words import Besluitstatus, Hoedanigheid, Leveringsvorm, OngevalSoort, Wet

PEILDATUM = date(2025, 3, 3)

#: A driver ran someone over in 2023; kansrijk, only V04. The municipality is fictional.
PLAIN = Zaakfeiten(
    indicatie=Indicatie.J,
    ongeval=Datum(2023, 4, 12),
    soort=OngevalSoort.VERKEER,
    derde=JaNee.JA,
    hoedanigheid=Hoedanigheid.BESTUURDER,
    bekendOp=Datum(2023, 6, 20),
    leveringsvorm=Leveringsvorm.ZIN,
    gemeente="9901",
)


def judged(
    peildatum: date = PEILDATUM, *, eerder_geleverd: bool = False, **facts: Any
) -> Verhaalbaarheid:
    """Judge the plain case with some facts changed."""
    zaak = replace(PLAIN, **facts)
    return Regels.laad().oordeel(zaak, peildatum, eerder_geleverd=eerder_geleverd)


def advice(verdict: Verhaalbaarheid) -> tuple[str, tuple[str, ...]]:
    """Give outcome and codes."""
    return verdict.uitkomst.value, verdict.redencodes


def deadlines(verdict: Verhaalbaarheid) -> dict[str, date]:
    """Give the deadlines by kind."""
    return {d.soort.value: d.datum for d in verdict.uiterlijkeDatum}


# Days near which something changes, and days anywhere.
EDGES = [
    *(date(year, 1, 1) for year in range(2014, 2020)),
    date(2014, 7, 19),
    date(2020, 2, 29),
    date(2024, 2, 29),
    PEILDATUM,
]
near_edges = st.builds(
    lambda day, shift: day + timedelta(days=shift), st.sampled_from(EDGES), st.integers(-40, 40)
)
days = near_edges | st.dates(date(1995, 1, 1), date(2026, 12, 31))
whole_dates = days.map(Datum.van)
months = days.map(lambda day: Datum(day.year, day.month))
years = days.map(lambda day: Datum(day.year))
any_datum = st.one_of(st.just(Datum()), whole_dates, months, years)
maybe = st.none() | st.sampled_from(JaNee)

zaken = st.builds(
    Zaakfeiten,
    indicatie=st.sampled_from(Indicatie),
    ongeval=any_datum,
    soort=st.sampled_from(OngevalSoort),
    derde=st.sampled_from(JaNee),
    hoedanigheid=st.sampled_from(Hoedanigheid),
    andereDerde=maybe,
    schuldGesteld=maybe,
    veroorzakerBekend=maybe,
    verzekeraarNeemtDeel=maybe,
    afgewikkeld=maybe,
    reedsVergoed=st.none() | st.sampled_from(Indicatie),
    eerderGemeld=st.none() | st.sampled_from(Indicatie),
    bekendOp=any_datum,
    stuitingen=st.lists(days, max_size=3).map(tuple),
    geboren=st.just(Datum()) | st.just(Datum(1950)) | any_datum,
    wet=st.sampled_from(Wet),
    leveringsvorm=st.sampled_from(Leveringsvorm),
    besluitstatus=st.sampled_from(Besluitstatus),
    toekenning=st.none() | days,
    gemeente=st.sampled_from(["9901", "0575", "0576", "0277"]),
    gemeenteOpOngeval=st.none() | st.sampled_from(["9901", "0576", "onbekend"]),
    deelname=maybe,
)

#: Cases that no rule stops: an accident that may be, under the Wmo, with dates in a possible order.
lopende_zaken = st.builds(
    lambda zaak, indicatie, vorm: replace(
        zaak,
        indicatie=indicatie,
        wet=Wet.WMO,
        leveringsvorm=vorm,
        besluitstatus=Besluitstatus.TOEGEKEND,
        toekenning=None,
        geboren=Datum(),
    ),
    zaken,
    st.sampled_from([Indicatie.J, Indicatie.O]),
    st.sampled_from([Leveringsvorm.ZIN, Leveringsvorm.PGB]),
)
