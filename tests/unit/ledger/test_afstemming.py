"""Comparing with the backend: what it has and we do not is taken over, what it lacks lapses."""

import shutil
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from ledger import (
    Aansluiting,
    AuditVraag,
    Geboekt,
    Ingreep,
    Ledger,
    OutboxStatus,
    Overgenomen,
    Reparatie,
    Retourbestand,
    Retoursoort,
    StandStaat,
    Termijnen,
)
from regres import Handelend, SoortMelding
from regres.terug import OntvangenMelding, Terugblad, Terugkoppeling
from tests.tools.ledgers import (
    NOW,
    WAIT,
    House,
    after,
    inhoudsmerk,
    referentie,
    staged,
    url_of,
    zoeksleutel,
)

WHO = Handelend("B. Beheer", "beheer", "teruggezet")
LATER = after(days=1)
NIEUW, WIJZIGING, INTREKKING = SoortMelding.NIEUW, SoortMelding.WIJZIGING, SoortMelding.INTREKKING


def arrived(
    number: int,
    versie: int = 1,
    content: str = "a",
    soort: SoortMelding = NIEUW,
    op: datetime = NOW,
) -> OntvangenMelding:
    name = f"RL-{number}"
    return OntvangenMelding(referentie(number), versie, soort, inhoudsmerk(content), name, op)


def take_over(house: House, *there: OntvangenMelding) -> Overgenomen:
    return house.ledger.afstemming.neem_over(house.lease, there, WHO, LATER)


def case(house: House, number: int) -> str:
    """Give the case number of what stands."""
    (found,) = house.ledger.find(house.gemeente, referentie(number))
    return found.zaaknummer


def statuses(house: House) -> list[tuple[int, OutboxStatus]]:
    found = house.ledger.outbox(house.gemeente)
    return sorted((one.versie, one.status) for one in found)


def test_what_was_freed_is_told_with_what_arrived_and_what_was_taken_over(house: House) -> None:
    house.run([staged(1), staged(2)])
    house.deliver_all()
    house.run([staged(1, 2, WIJZIGING, "b")])
    house.run([staged(3)], decide=WAIT)
    take_over(house, arrived(9, 4, "z", WIJZIGING))

    found = house.ledger.afstemming.stand(house.gemeente)

    number = f"Z-{referentie(1)[-4:]}"
    assert found.geleverd[referentie(1)] == (Geboekt(1, NIEUW, inhoudsmerk("a"), number),)
    assert found.geleverd[referentie(9)] == (Geboekt(4, WIJZIGING, inhoudsmerk("z"), "RL-9"),)
    assert set(found.geleverd) == {referentie(1), referentie(2), referentie(9)}
    assert (referentie(1), 2, inhoudsmerk("b")) in found.bekend
    assert {name for name, _, _ in found.bekend} == set(found.geleverd)
    assert found.standen == {referentie(1): 2, referentie(2): 1}
    assert found.herlezen == frozenset()


def test_a_row_that_waits_for_what_has_arrived_gets_its_receipt_and_an_older_one_lapses(
    house: House,
) -> None:
    house.run([staged(1)])
    assert len(house.due()) == 1
    house.run([staged(1, 2, WIJZIGING, "b"), staged(2)])

    done = take_over(house, arrived(1, 2, "b", WIJZIGING, after(hours=5)))

    assert done == Overgenomen(versies=0)
    assert statuses(house) == [
        *((1, OutboxStatus.VERVALLEN), (1, OutboxStatus.VRIJ)),
        (2, OutboxStatus.ONTVANGEN),
    ]
    (row,) = [one for one in house.ledger.outbox(house.gemeente) if one.versie == 2]
    assert (row.zaaknummer, row.ontvangen_op) == ("RL-1", after(hours=5))
    (claimed,) = house.due()
    assert claimed.sealed.kop.referentie == referentie(2)
    assert house.ledger.standen(house.gemeente)[zoeksleutel(1)].versie == 2


def test_a_run_that_waits_for_a_person_is_left_alone(house: House) -> None:
    house.run([staged(1)], decide=WAIT)

    take_over(house, arrived(1))

    assert [status for _, status in statuses(house)] == [OutboxStatus.KLAARGEZET]


@pytest.mark.parametrize(
    ("soort", "staat"), [(WIJZIGING, StandStaat.STAAND), (INTREKKING, StandStaat.INGETROKKEN)]
)
def test_a_stand_follows_the_latest_version_of_the_backend(
    house: House, soort: SoortMelding, staat: StandStaat
) -> None:
    house.run([staged(1), staged(2)])
    house.deliver_all()

    done = take_over(house, arrived(1), arrived(1, 3, "x", soort), arrived(1, 2, "y", WIJZIGING))

    assert done == Overgenomen(versies=2)
    one, two = (house.ledger.standen(house.gemeente)[zoeksleutel(n)] for n in (1, 2))
    assert (one.versie, one.staat, case(house, 1)) == (3, staat, "RL-1")
    assert (two.versie, two.staat) == (1, StandStaat.STAAND)


def test_what_is_taken_over_twice_is_taken_over_once(house: House) -> None:
    assert take_over(house, arrived(8), arrived(9)) == Overgenomen(versies=2)
    assert take_over(house, arrived(8), arrived(9)) == Overgenomen(versies=0)


def test_what_was_taken_over_waits_until_a_read_meets_it(house: House, ledger: Ledger) -> None:
    take_over(house, arrived(9, 1, "y"), arrived(9, 2, "z", INTREKKING))
    assert ledger.afstemming.wacht(house.gemeente) == 1
    (known,) = ledger.afstemming.overnames(house.gemeente).values()
    assert (known.versie, known.soort, known.zaaknummer) == (2, INTREKKING, "RL-9")
    assert known.inhoudsmerk == inhoudsmerk("z")

    run = house.start()
    ledger.afstemming.sluit_aan(
        house.lease, run, [Aansluiting(known, zoeksleutel(9), 1, "c" * 64, 1)]
    )

    made = ledger.standen(house.gemeente)[zoeksleutel(9)]
    assert (made.referentie, made.versie, made.staat) == (
        *(referentie(9), 2),
        StandStaat.INGETROKKEN,
    )
    assert (made.clientmerk, made.clientversie, case(house, 9)) == ("c" * 64, 1, "RL-9")
    assert ledger.afstemming.overnames(house.gemeente) == {}
    assert ledger.afstemming.wacht(house.gemeente) == 0


def test_a_version_that_the_backend_lacks_lapses_and_the_next_read_seals_one_higher(
    house: House, ledger: Ledger
) -> None:
    house.run([staged(1), staged(2)])
    house.deliver_all()
    lost = Reparatie(referentie(1), {1: Ingreep.VERVALLEN}, verzegel_na=4)

    ledger.afstemming.herstel(house.lease, [lost], WHO, LATER)

    found = ledger.afstemming.stand(house.gemeente)
    assert set(found.geleverd) == {referentie(2)}
    assert found.herlezen == {referentie(1)}
    assert found.standen == {referentie(1): 4, referentie(2): 1}
    assert ledger.afstemming.wacht(house.gemeente) == 1


def test_only_what_has_arrived_lapses(house: House, ledger: Ledger) -> None:
    house.run([staged(1)])
    lost = Reparatie(referentie(1), {1: Ingreep.VERVALLEN})

    ledger.afstemming.herstel(house.lease, [lost], WHO, LATER)

    assert statuses(house) == [(1, OutboxStatus.VRIJ)]
    assert ledger.afstemming.wacht(house.gemeente) == 0


def test_another_case_number_is_taken_from_the_backend(house: House, ledger: Ledger) -> None:
    house.run([staged(1), staged(2)])
    house.deliver_all()
    take_over(house, arrived(9))
    there = [
        Reparatie(referentie(n), {1: Ingreep.ZAAKNUMMER}, zaaknummer=f"RL-{n}-nieuw")
        for n in (1, 9)
    ]

    ledger.afstemming.herstel(house.lease, there, WHO, LATER)

    found = ledger.afstemming.stand(house.gemeente).geleverd
    assert [found[referentie(n)][0].zaaknummer for n in (1, 9)] == ["RL-1-nieuw", "RL-9-nieuw"]
    assert found[referentie(2)][0].zaaknummer == f"Z-{referentie(2)[-4:]}"
    assert case(house, 1) == "RL-1-nieuw"


# -- a ledger that was put back ------------------------------------------------------------------


def opened(folder: Path) -> Ledger:
    return Ledger.open(url_of(folder), folder / "bewijs")


def put_back(folder: Path) -> None:
    """Work, back up, work on, and put the backup back."""
    with opened(folder) as ledger:
        house = House(ledger)
        house.run([staged(1)])
        ledger.release(house.lease, NOW)
    shutil.copy(folder / "ledger.sqlite", folder / "reservekopie")
    with opened(folder) as ledger:
        house = House(ledger)
        house.run([staged(2)])
        run = house.run([staged(3)]).run
        file = Retourbestand("verzonden-3.csv", Retoursoort.VERZONDEN, run, 1)
        ledger.terug.beloof_verzonden(house.lease, file, (referentie(3),), NOW)
    shutil.copy(folder / "reservekopie", folder / "ledger.sqlite")


def test_after_a_restore_each_municipality_waits_until_it_was_compared(tmp_path: Path) -> None:
    put_back(tmp_path)
    with opened(tmp_path) as ledger:
        assert ledger.afstemming.moet("9901")
        ledger.afstemming.aanvaard(WHO, LATER)
        assert not ledger.teruggezet()
    with opened(tmp_path) as ledger:
        assert [ledger.afstemming.moet(one) for one in ("9901", "9902")] == [True, True]
        house = House(ledger)

        ledger.afstemming.rond_af(house.lease)

        assert [ledger.afstemming.moet(one) for one in ("9901", "9902")] == [False, True]
        assert [one.naam for one in ledger.terug.open_bestanden("9901")] == ["verzonden-3.csv"]
        # The numbers of runs that files bear are not given out again.
        assert house.start() == 4


def test_a_ledger_that_is_not_behind_waits_for_nothing(house: House, ledger: Ledger) -> None:
    house.run([staged(1)])

    ledger.afstemming.aanvaard(WHO, LATER)

    assert house.start() == 2
    assert not ledger.afstemming.moet(house.gemeente)
    assert ledger.audit_regels(AuditVraag(actie="hersteld")) == []


# -- what was taken over ends too ----------------------------------------------------------------


def test_what_was_taken_over_and_no_read_met_ends_by_the_same_terms(
    house: House, ledger: Ledger
) -> None:
    terms = Termijnen()
    house.run([staged(1)])
    take_over(house, arrived(8), arrived(9, op=after(days=400)))

    def due(moment: datetime) -> int:
        return ledger.bewaarplan(terms, moment).aantallen["voorzieningen"]

    assert due(NOW + terms.hoogstens) == 0
    assert due(NOW + terms.hoogstens + timedelta(days=1)) == 1
    assert due(NOW + terms.hoogstens + timedelta(days=401)) == 2


def test_what_was_taken_over_and_is_closed_ends_sooner(house: House, ledger: Ledger) -> None:
    terms = Termijnen()
    take_over(house, arrived(8), arrived(9))
    closed = Terugkoppeling(1, referentie(8), 1, "RL-8", "afgesloten", NOW.date())
    ledger.terug.neem(house.gemeente, Terugblad((closed,), "c"), NOW)

    def due(moment: datetime) -> int:
        return ledger.bewaarplan(terms, moment).aantallen["voorzieningen"]

    assert due(NOW + terms.afgesloten) == 0
    assert due(NOW + terms.afgesloten + timedelta(days=1)) == 1
