"""How often rules were counted, and how often people agreed with what they pointed at."""

from datetime import date, timedelta

import pytest

from ledger import Keuze, Ledger, Regelmaat, StubSoort
from regres import Bucket, Handelend, Reden, Telling
from regres.terug import Terugblad, Terugkoppeling
from tests.tools.ledgers import DAY, NOW, House, after, note, referentie, staged, zoeksleutel

WHO = Handelend("T. Consulent", "consulent", "dossier gezien")


def counted(*codes: str) -> Telling:
    telling = Telling(gelezen=1)
    telling.tel(Bucket.GEEN_ONGEVAL, *codes)
    return telling


def judged(house: House, number: int, keuze: Keuze, *regels: str) -> None:
    reasons = tuple(Reden(regel=regel) for regel in regels)
    house.run(stubs=[note(number, redenen=reasons)])
    house.ledger.decide(house.gemeente, zoeksleutel(number), keuze, WHO, NOW)


def verdict(
    house: House, nummer: int, provision: int, advies: str, stap: str = "quickscan"
) -> None:
    step = Terugkoppeling(
        nummer, referentie(provision), 1, "RL-1", stap, date(2026, 12, 1), advies=advies
    )
    house.ledger.terug.neem(house.gemeente, Terugblad((step,), f"c{nummer}"), NOW)


def asked(ledger: Ledger, *gemeenten: str, dag: date = DAY) -> dict[str, Regelmaat]:
    return ledger.regelmaten(gemeenten or ("9901",), dag)


@pytest.mark.parametrize("strange", ["", 'met "aanhaling"'])
def test_what_runs_counted_since_a_day_is_added_up(
    house: House, ledger: Ledger, strange: str
) -> None:
    for dag, codes in (
        (DAY - timedelta(1), ("A-1",)),
        (DAY, ("A-1", "M-0105:veld")),
        (DAY + timedelta(1), ("A-1", *filter(None, [strange]))),
    ):
        house.run(telling=counted(*codes), dag=dag)

    found = asked(ledger)

    named = {"A-1": Regelmaat(geteld=2), "M-0105:veld": Regelmaat(geteld=1)}
    assert found == named | ({strange: Regelmaat(geteld=1)} if strange else {})
    assert asked(ledger, dag=DAY + timedelta(2)) == {}


def test_of_another_municipality_nothing_is_counted_however_many_are_asked(
    house: House, ledger: Ledger
) -> None:
    other = House(ledger, "9902")
    house.run(telling=counted("A-1"))
    other.run(telling=counted("A-1", "A-2"))
    judged(other, 1, Keuze.JA, "A-3")

    many = tuple(str(number) for number in range(9910, 9940))
    assert asked(ledger) == {"A-1": Regelmaat(geteld=1)}
    assert asked(ledger, "9901", *many) == {"A-1": Regelmaat(geteld=1)}
    assert set(asked(ledger, "9901", "9902")) >= {"A-1", "A-2", "A-3"}


def test_judgements_count_for_every_rule_that_pointed_at_the_record(
    house: House, ledger: Ledger
) -> None:
    judged(house, 1, Keuze.JA, "A-1", "A-2", "A-1")
    judged(house, 2, Keuze.NEE, "A-1")
    judged(house, 3, Keuze.LATER, "A-1")

    found = asked(ledger)

    assert (found["A-1"].ja, found["A-1"].nee) == (1, 1)
    assert (found["A-2"].ja, found["A-2"].nee) == (1, 0)


def test_what_is_let_go_is_no_judgement_about_a_rule(house: House, ledger: Ledger) -> None:
    reasons = (Reden(regel="A-1"),)
    house.run(stubs=[note(1, StubSoort.VASTGEHOUDEN, redenen=reasons)])
    ledger.decide(house.gemeente, zoeksleutel(1), Keuze.LAAT_LOS, WHO, NOW)

    assert asked(ledger).get("A-1", Regelmaat()) == Regelmaat()


def test_the_last_quickscan_of_what_came_of_it_is_the_verdict(house: House, ledger: Ledger) -> None:
    for number in (1, 2):
        judged(house, number, Keuze.JA, "A-1")
    house.run([staged(1), staged(2), staged(3)], now=after(days=1))
    for nummer, (provision, advies, stap) in enumerate(
        (
            (1, "niet_verder", "quickscan"),
            (1, "verder", "quickscan"),
            (1, "niet_verder", "brief"),
            (2, "niet_verder", "quickscan"),
            (3, "verder", "quickscan"),
        ),
        start=1,
    ):
        verdict(house, nummer, provision, advies, stap)
    other = House(ledger, "9902")
    other.run([staged(1)])
    verdict(other, 99, 1, "niet_verder")

    found = asked(ledger)["A-1"]

    assert (found.ja, found.verder, found.niet_verder) == (2, 1, 1)
