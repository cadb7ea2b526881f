"""Decisions that stand: how they come, what they bind to, and what a read writes back."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from ledger import (
    Besluitlezing,
    Keuze,
    Ledger,
    Rekey,
    StaandBesluit,
    StubSoort,
    Uitwerking,
)
from regres import Handelend, UsageProblem
from regres.melding import Reden
from tests.tools.ledgers import (
    DAY,
    GEMEENTE,
    NOW,
    WAIT,
    House,
    after,
    hmac_of,
    note,
    staged,
    zoeksleutel,
)

TWEE_WEKEN = timedelta(days=14)


def decide(house: House, number: int, keuze: Keuze, **moment: float) -> int:
    """Let a consulent decide about the n-th provision."""
    who = Handelend("T. Consulent", "consulent", "dossier gezien")
    return house.ledger.decide(GEMEENTE, zoeksleutel(number), keuze, who, after(**moment))


def standing(house: House, soort: StubSoort = StubSoort.BEOORDELEN) -> StaandBesluit:
    """Give the one decision that stands."""
    (found,) = (one for one in house.ledger.besluiten(GEMEENTE) if one.soort is soort)
    return found


def reading(house: House, uitwerking: Uitwerking, **also: Any) -> Besluitlezing:
    """Give what a read makes of the decision that stands."""
    one = standing(house)
    parts: dict[str, Any] = {"merk": one.merk, "merkversie": one.merkversie} | also
    return Besluitlezing(
        zoeksleutel=one.zoeksleutel,
        soort=one.soort,
        nummer=one.nummer,
        uitwerking=uitwerking,
        **parts,
    )


def test_a_decision_keeps_what_it_was_about_and_closes_the_stub(house: House) -> None:
    house.run(stubs=[note(1, codes=("onbekend_opgegeven", "vlag_o")), note(2)])

    number = decide(house, 1, Keuze.NEE, hours=1)

    assert set(house.ledger.open_stubs(GEMEENTE)) == {zoeksleutel(2)}
    assert standing(house) == StaandBesluit(
        zoeksleutel=zoeksleutel(1),
        zoekversie=1,
        soort=StubSoort.BEOORDELEN,
        bronset="csv",
        keuze=Keuze.NEE,
        merk=hmac_of("sig", 1),
        merkversie=1,
        codes=("onbekend_opgegeven", "vlag_o"),
        nummer=number,
        tijd=after(hours=1),
        uitwerking=Uitwerking.WACHT,
    )


def test_the_last_word_counts_for_a_record_in_every_source_that_shows_it(house: House) -> None:
    house.run(stubs=[note(1)])
    decide(house, 1, Keuze.NEE, hours=1)
    house.bronset = "zaken"
    house.run(stubs=[replace(note(1), merk=hmac_of("sig", 2))], now=after(hours=2))

    decide(house, 1, Keuze.JA, hours=3)

    known = house.ledger.besluiten(GEMEENTE)
    assert {(one.bronset, one.keuze, one.merk) for one in known} == {
        ("csv", Keuze.JA, hmac_of("sig", 1)),
        ("zaken", Keuze.JA, hmac_of("sig", 2)),
    }
    assert len({one.nummer for one in known}) == 1


def test_what_is_put_off_while_a_run_waits_is_not_closed_by_that_run(house: House) -> None:
    house.run(stubs=[note(1), note(2)])
    closes = [(zoeksleutel(1), "geen_ongeval"), (zoeksleutel(2), "geen_ongeval")]
    waits = house.run(gesloten_stubs=closes, decide=WAIT, now=after(hours=1))
    decide(house, 1, Keuze.LATER, hours=2)

    house.ledger.release_run(
        waits.run, Handelend("T. Consulent", "consulent", "gezien"), after(hours=3)
    )

    assert set(house.ledger.open_stubs(GEMEENTE)) == {zoeksleutel(1)}


def test_a_change_of_mind_is_about_the_source_that_the_list_shows(house: House) -> None:
    house.run(stubs=[note(1)])
    decide(house, 1, Keuze.NEE, hours=1)
    house.bronset = "zaken"
    house.run(stubs=[replace(note(1), merk=hmac_of("sig", 2))], now=after(hours=2))
    decide(house, 1, Keuze.NEE, hours=3)

    decide(house, 1, Keuze.LATER, hours=4)

    (row,) = house.ledger.stubs(GEMEENTE)
    assert (row.bronset, row.merk) == ("zaken", hmac_of("sig", 2))
    assert row.wacht_sinds == after(hours=4)


def test_a_decision_is_in_the_log_and_in_the_audit_trail(house: House) -> None:
    house.run(stubs=[note(1)])

    number = decide(house, 1, Keuze.JA)

    (logged,) = house.ledger.decisions(GEMEENTE, "review_ja")
    assert (logged.id, logged.wie, logged.rol) == (number, "T. Consulent", "consulent")
    assert logged.gegevens["zoeksleutel"] == zoeksleutel(1)
    assert house.ledger.audit_verify() == []


@pytest.mark.parametrize(
    ("soort", "keuze"),
    [
        (StubSoort.QUARANTAINE, Keuze.JA),
        (StubSoort.VASTGEHOUDEN, Keuze.NEE),
        (StubSoort.BEOORDELEN, Keuze.LAAT_LOS),
    ],
)
def test_only_what_waits_for_a_decision_can_be_decided(
    house: House, soort: StubSoort, keuze: Keuze
) -> None:
    house.run(stubs=[note(1, soort)])

    with pytest.raises(UsageProblem, match="L-0404"):
        decide(house, 1, keuze)
    assert house.ledger.decisions(GEMEENTE) == []


def test_what_the_backend_refused_is_not_for_a_judgement(house: House) -> None:
    house.run([staged(1)])
    (outgoing,) = house.due()
    house.ledger.refused(outgoing, "ongeldig", NOW)

    with pytest.raises(UsageProblem, match="L-0404"):
        decide(house, 1, Keuze.JA)


def test_nothing_unknown_or_closed_can_be_decided(house: House) -> None:
    house.run(stubs=[note(1)])
    house.run(gesloten_stubs=[(zoeksleutel(1), "geen_ongeval")])

    for number in (1, 9):
        with pytest.raises(UsageProblem, match="L-0403"):
            decide(house, number, Keuze.JA)


def test_of_two_decisions_the_last_stands_and_both_are_kept(house: House) -> None:
    house.run(stubs=[note(1)])
    first = decide(house, 1, Keuze.NEE)
    second = decide(house, 1, Keuze.JA)

    assert (standing(house).keuze, standing(house).nummer) == (Keuze.JA, second)
    assert [one.id for one in house.ledger.decisions(GEMEENTE)] == [first, second]


def test_later_keeps_a_stub_and_brings_a_decided_one_back(house: House) -> None:
    house.run(stubs=[note(1)])
    decide(house, 1, Keuze.LATER)
    assert set(house.ledger.open_stubs(GEMEENTE)) == {zoeksleutel(1)}
    decide(house, 1, Keuze.NEE)
    decide(house, 1, Keuze.LATER, days=1)

    stub = house.ledger.open_stubs(GEMEENTE)[zoeksleutel(1)]

    assert (stub.merk, stub.merkversie) == (hmac_of("sig", 1), 1)
    assert house.ledger.decided(GEMEENTE, StubSoort.BEOORDELEN) == []


def test_a_reminder_comes_every_fourteen_days_and_never_stops(house: House) -> None:
    house.run(stubs=[note(1), note(2, StubSoort.VASTGEHOUDEN)])
    (row,) = house.ledger.stubs(GEMEENTE, StubSoort.BEOORDELEN)

    due = [row.herinnering(DAY + timedelta(days=day)) for day in (0, 13, 14, 27, 28, 4000)]

    assert due == [0, 0, 1, 1, 2, 285]
    days = [DAY + timedelta(days=n) for n in (13, 14, 15, 28)]
    seen = [house.ledger.herinneringen(GEMEENTE, day) for day in days]
    assert [(one.wachten, one.vandaag) for one in seen] == [(0, 0), (1, 1), (1, 0), (1, 1)]


@pytest.mark.parametrize(
    ("first", "today", "days", "due"),
    [
        # Over the hour that is skipped in March, and the one that comes twice in October.
        (datetime(2026, 3, 20, 3, 7, tzinfo=UTC), date(2026, 4, 3), 14, 1),
        (datetime(2026, 10, 17, 22, 30, tzinfo=UTC), date(2026, 10, 31), 13, 0),
        (datetime(2026, 10, 17, 22, 30, tzinfo=UTC), date(2026, 11, 1), 14, 1),
        # Around midnight in the Netherlands.
        (datetime(2026, 7, 1, 21, 59, tzinfo=UTC), date(2026, 7, 15), 14, 1),
        (datetime(2026, 7, 1, 22, 0, tzinfo=UTC), date(2026, 7, 15), 13, 0),
    ],
)
def test_days_and_reminders_are_counted_in_dutch_days(
    house: House, first: datetime, today: date, days: int, due: int
) -> None:
    house.run(stubs=[note(1)])
    (row,) = house.ledger.stubs(GEMEENTE, StubSoort.BEOORDELEN)

    waits = replace(row, eerst_gezien=first, wacht_sinds=first)

    assert (waits.sinds, waits.dagen(today)) == (today - timedelta(days=days), days)
    assert waits.herinnering(today) == due


def test_the_day_in_a_list_is_the_dutch_one(house: House) -> None:
    house.run(stubs=[note(1)])
    (row,) = house.ledger.stubs(GEMEENTE)
    decide(house, 1, Keuze.NEE)
    (done,) = house.ledger.decided(GEMEENTE, StubSoort.BEOORDELEN)
    late = datetime(2026, 6, 30, 22, 30, tzinfo=UTC)

    assert replace(row, eerst_gezien=late).sinds == date(2026, 7, 1)
    assert replace(done, besluit=replace(done.besluit, tijd=late)).op == date(2026, 7, 1)


def test_later_starts_the_reminder_again_unless_the_record_changed(house: House) -> None:
    house.run(stubs=[note(1)])
    decide(house, 1, Keuze.LATER, days=20)
    (row,) = house.ledger.stubs(GEMEENTE)
    assert (row.wacht_sinds, row.eerst_gezien) == (after(days=20), NOW)
    assert (row.herinnering(after(days=33).date()), row.dagen(after(days=33).date())) == (0, 33)

    house.run(
        stubs=[note(1, merk=hmac_of("sig", 7))],
        now=after(days=21),
        besluiten_tot=1,
        besluitlezingen=[reading(house, Uitwerking.HEROPEND)],
    )

    (row,) = house.ledger.stubs(GEMEENTE)
    assert row.herinnering(after(days=33).date()) == 2


def test_a_read_says_what_became_of_a_decision(house: House) -> None:
    house.run(stubs=[note(1)])
    decide(house, 1, Keuze.NEE)
    what = reading(house, Uitwerking.TOEGEPAST, merk=hmac_of("new", 1), merkversie=2)
    house.run(besluiten_tot=1, besluitlezingen=[what], now=after(days=1))

    one = standing(house)

    assert (one.uitwerking, one.merk, one.merkversie) == (
        Uitwerking.TOEGEPAST,
        hmac_of("new", 1),
        2,
    )


def test_a_read_that_is_not_freed_says_nothing_until_it_is(house: House) -> None:
    house.run(stubs=[note(1)])
    decide(house, 1, Keuze.NEE)
    what = [reading(house, Uitwerking.TOEGEPAST)]
    held = house.run(besluiten_tot=1, besluitlezingen=what, now=after(days=1), decide=WAIT)
    assert standing(house).uitwerking is Uitwerking.WACHT

    house.ledger.release_run(
        held.run, Handelend("T. Consulent", "consulent", "gezien"), after(days=2)
    )

    assert standing(house).uitwerking is Uitwerking.TOEGEPAST


def test_a_read_says_nothing_of_a_decision_that_was_replaced_meanwhile(house: House) -> None:
    house.run(stubs=[note(1)])
    decide(house, 1, Keuze.NEE)
    what = [reading(house, Uitwerking.TOEGEPAST)]
    decide(house, 1, Keuze.JA)

    house.run(besluiten_tot=1, besluitlezingen=what, now=after(days=1))

    assert standing(house).uitwerking is Uitwerking.WACHT


def test_a_stub_that_a_read_brings_back_unknowing_is_closed_again(house: House) -> None:
    house.run(stubs=[note(1), note(2)])
    decide(house, 1, Keuze.NEE)
    decide(house, 2, Keuze.NEE)

    house.run(stubs=[note(1), note(2, merk=hmac_of("sig", 9))], now=after(days=1))

    assert set(house.ledger.open_stubs(GEMEENTE)) == {zoeksleutel(2)}


def test_reasons_come_back_as_they_were_noted(house: House) -> None:
    reasons = (
        Reden(regel="tekst_o"),
        Reden(regel="val", veld="Notitie", term="gevallen", positie=7),
    )
    house.run(stubs=[note(1, redenen=reasons)])
    (row,) = house.ledger.stubs(GEMEENTE)
    assert row.redenen == reasons

    decide(house, 1, Keuze.NEE)

    (done,) = house.ledger.decided(GEMEENTE, StubSoort.BEOORDELEN)
    assert (done.redenen, done.wie, done.in_bron) == (reasons, "T. Consulent", True)


def test_a_new_lookup_key_takes_its_decision_along(house: House) -> None:
    house.run(stubs=[note(1), note(2)])
    decide(house, 1, Keuze.NEE)
    keys = [Rekey(zoeksleutel(1), zoeksleutel(1, 2), 2)]

    house.ledger.zet_over(house.lease, keys, now=NOW)

    one = standing(house)
    assert (one.zoeksleutel, one.zoekversie) == (zoeksleutel(1, 2), 2)


def test_decisions_of_another_municipality_are_not_given(house: House, ledger: Ledger) -> None:
    house.run(stubs=[note(1)])
    decide(house, 1, Keuze.NEE)

    assert ledger.besluiten("9902") == ()
    assert ledger.decided("9902", StubSoort.BEOORDELEN) == []


def test_the_last_decisions_of_several_municipalities_come_with_their_municipality(
    house: House, ledger: Ledger
) -> None:
    who = Handelend("T. Consulent", "consulent", "dossier gezien")
    for later, gemeente in enumerate(("9902", "9903", "9904")):
        other = House(ledger, gemeente)
        other.run(stubs=[note(1)])
        ledger.decide(gemeente, zoeksleutel(1), Keuze.NEE, who, after(hours=later))

    def asked(*gemeenten: str, most: int = 9) -> list[str]:
        found = ledger.decided_per(gemeenten, StubSoort.BEOORDELEN, most)
        return [gemeente for gemeente, _ in found]

    assert asked("9902", "9904", "9905") == ["9904", "9902"]
    assert asked("9902", "9903", "9904", most=1) == ["9904"]
    assert ledger.decided_per(["9902"], StubSoort.QUARANTAINE, 9) == []
