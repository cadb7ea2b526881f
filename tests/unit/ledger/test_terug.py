"""The way back: a step is kept once and told once, whatever comes twice or is killed."""

import json
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from ledger import Ledger, Opgehaald, Retourbestand, Retoursoort
from regres import Handelend, LeaseLost, LedgerError
from regres.terug import Terugblad, Terugkoppeling
from tests.tools.ledgers import DAY, GEMEENTE, NOW, WAIT, House, after, referentie, staged, url_of

TERUG, VERZONDEN = Retoursoort.TERUG, Retoursoort.VERZONDEN
LATER = after(days=2)


@pytest.fixture
def house(ledger: Ledger) -> House:
    made = House(ledger)
    made.run([staged(1), staged(2)])
    made.deliver_all()
    return made


def step(number: int, provision: int = 1, stap: str = "quickscan", **also: str) -> Terugkoppeling:
    return Terugkoppeling(
        number, referentie(provision), 1, "RL-2026-000001", stap, date(2026, 12, 1), **also
    )


def page(*steps: Terugkoppeling, cursor: str = "c") -> Terugblad:
    return Terugblad(steps, cursor)


def untold(house: House, bronset: str = "csv") -> list[int]:
    return [one.volgnummer for one in house.ledger.terug.ongemeld(GEMEENTE, bronset, NOW)]


def file(naam: str = "terug-2026-11-21.csv", soort: Retoursoort = TERUG) -> Retourbestand:
    return Retourbestand(naam, soort, 1, 2)


# -- what comes back ------------------------------------------------------------------------------


def test_a_step_is_kept_as_it_came_and_reading_goes_on_behind_it(house: House) -> None:
    told = step(7, advies="niet_verder", redencode="V05")

    done = house.ledger.terug.neem(GEMEENTE, page(told, cursor="achter 7"), NOW)

    assert done == Opgehaald(nieuw=1)
    assert house.ledger.terug.ongemeld(GEMEENTE, "csv", NOW) == [told]
    assert house.ledger.terug.cursor(GEMEENTE) == "achter 7"


def test_another_step_under_a_number_that_is_known_is_a_new_one_and_told_again(
    house: House,
) -> None:
    house.ledger.terug.neem(GEMEENTE, page(step(7), step(8)), NOW)
    house.ledger.terug.beloof_terug(house.lease, file(), [7, 8], NOW)

    # The backend was put back: 7 is as it was, and what came to be 8 is something else now.
    fresh = step(8, 2, "afgesloten")
    done = house.ledger.terug.neem(GEMEENTE, page(step(7), fresh), LATER)

    assert done == Opgehaald(nieuw=1)
    assert house.ledger.terug.ongemeld(GEMEENTE, "csv", NOW) == [fresh]


def test_a_step_whose_case_got_another_number_is_not_told_again(house: House) -> None:
    house.ledger.terug.neem(GEMEENTE, page(step(7)), NOW)

    moved = replace(step(7), zaaknummer="RL-2026-000009")

    assert house.ledger.terug.neem(GEMEENTE, page(moved), LATER) == Opgehaald()


def test_a_step_that_comes_twice_is_kept_once(house: House) -> None:
    house.ledger.terug.neem(GEMEENTE, page(step(7), step(8)), NOW)

    again = house.ledger.terug.neem(GEMEENTE, page(step(7), step(8), step(9), step(9)), NOW)

    assert again == Opgehaald(nieuw=1)
    assert untold(house) == [7, 8, 9]


def test_of_a_melding_that_is_not_ours_nothing_is_kept(house: House) -> None:
    done = house.ledger.terug.neem(GEMEENTE, page(step(7, provision=9), step(8)), NOW)

    assert done == Opgehaald(nieuw=1, onbekend=1)
    assert untold(house) == [8]


def test_the_last_step_begins_the_term_of_the_provision(house: House, tmp_path: Path) -> None:
    house.ledger.terug.neem(GEMEENTE, page(step(7), step(8, 2, "afgesloten")), NOW)

    with closing(sqlite3.connect(tmp_path / "ledger.sqlite")) as conn:
        found = dict(conn.execute("SELECT referentie, afgesloten_op FROM stand").fetchall())
    assert found == {referentie(1): None, referentie(2): "2026-12-01"}


def test_where_reading_stopped_is_kept_when_it_fails(house: House) -> None:
    back = house.ledger.terug
    back.neem(GEMEENTE, page(cursor="c9"), NOW)

    back.lezen_mislukt(GEMEENTE, "S-0004", after(hours=1))
    back.lezen_mislukt(GEMEENTE, "S-0005", after(hours=2))

    found = back.stand(GEMEENTE)
    assert (found.code, found.sinds, found.gelezen_op) == ("S-0005", after(hours=1), NOW)
    assert back.cursor(GEMEENTE) == "c9"
    back.neem(GEMEENTE, page(cursor="c9"), LATER)
    assert (back.stand(GEMEENTE).code, back.stand(GEMEENTE).sinds) == ("", None)


# -- what is told ---------------------------------------------------------------------------------


def test_a_step_that_a_file_promised_is_not_told_again(house: House) -> None:
    back = house.ledger.terug
    back.neem(GEMEENTE, page(step(7), step(8)), NOW)

    back.beloof_terug(house.lease, file(), [7], NOW)

    assert untold(house) == [8]
    back.neem(GEMEENTE, page(step(7)), NOW)
    assert untold(house) == [8]


def test_a_run_tells_the_steps_of_its_own_source_and_what_waited_a_day_of_any(
    house: House,
) -> None:
    house.ledger.terug.neem(GEMEENTE, page(step(7)), NOW)

    assert untold(house, "csv") == [7]
    assert untold(house, "zaken") == []
    late = house.ledger.terug.ongemeld(GEMEENTE, "zaken", after(seconds=1))
    assert [one.volgnummer for one in late] == [7]


def test_every_freed_version_is_to_be_told_until_a_file_promised_it(house: House) -> None:
    back = house.ledger.terug
    assert back.te_melden(GEMEENTE) == {referentie(1), referentie(2)}

    back.beloof_verzonden(house.lease, file("verzonden-1.csv", VERZONDEN), [referentie(1)], NOW)

    assert back.te_melden(GEMEENTE) == {referentie(2)}
    house.run([staged(1, 2, content="b")], now=LATER)
    assert back.te_melden(GEMEENTE) == {referentie(1), referentie(2)}


def test_what_waits_for_release_is_not_told(house: House) -> None:
    house.run([staged(3)], decide=WAIT, now=LATER)

    assert referentie(3) not in house.ledger.terug.te_melden(GEMEENTE)


def test_names_are_never_given_twice(house: House) -> None:
    back = house.ledger.terug
    names = []
    for number in range(3):
        name = back.naam_voor(GEMEENTE, TERUG, DAY, 1)
        back.beloof_terug(house.lease, file(name), [], after(seconds=number))
        names.append(name)

    assert names == ["terug-2026-11-21.csv", "terug-2026-11-21-2.csv", "terug-2026-11-21-3.csv"]
    assert back.naam_voor(GEMEENTE, VERZONDEN, DAY, 12) == "verzonden-12.csv"


def test_a_file_is_open_until_it_has_its_place(house: House) -> None:
    back = house.ledger.terug
    back.beloof_terug(house.lease, file(), [], NOW)
    assert back.open_bestanden(GEMEENTE) == [file()]
    assert back.stand(GEMEENTE).onderweg == 1

    back.geplaatst(GEMEENTE, file().naam, NOW)

    assert back.open_bestanden(GEMEENTE) == []


def test_who_lost_the_lease_promises_nothing(house: House) -> None:
    house.ledger.terug.neem(GEMEENTE, page(step(7)), NOW)
    house.ledger.release(house.lease, NOW)

    for promise in (house.ledger.terug.beloof_terug, house.ledger.terug.beloof_verzonden):
        with pytest.raises(LeaseLost):
            promise(house.lease, file(), [], NOW)

    assert house.ledger.terug.open_bestanden(GEMEENTE) == []


# -- when a file that did not change is read all the same -----------------------------------------


def test_a_read_is_needed_until_what_was_freed_is_told(house: House) -> None:
    back = house.ledger.terug
    assert back.wacht(GEMEENTE, "csv")

    back.retour_gelukt(GEMEENTE, "csv", NOW)

    assert not back.wacht(GEMEENTE, "csv")
    assert not back.wacht(GEMEENTE, "zaken")


def test_a_read_is_needed_for_steps_of_its_source(house: House) -> None:
    back = house.ledger.terug
    back.retour_gelukt(GEMEENTE, "csv", NOW)
    back.neem(GEMEENTE, page(step(7)), NOW)

    assert (back.wacht(GEMEENTE, "csv"), back.wacht(GEMEENTE, "zaken")) == (True, False)


def test_a_read_is_needed_when_a_person_released_a_run_since(house: House) -> None:
    back = house.ledger.terug
    waiting = house.run([staged(3)], decide=WAIT, now=NOW)
    back.retour_gelukt(GEMEENTE, "csv", NOW)
    assert not back.wacht(GEMEENTE, "csv")

    who = Handelend("T. Consulent", "consulent", "gezien")
    house.ledger.release_run(waiting.run, who, LATER)

    assert back.wacht(GEMEENTE, "csv")


def test_a_read_is_needed_when_giving_back_failed_and_since_when_is_seen(house: House) -> None:
    back = house.ledger.terug
    back.retour_gelukt(GEMEENTE, "csv", NOW)
    back.retour_mislukt(GEMEENTE, "csv", "S-0082", LATER)
    back.retour_mislukt(GEMEENTE, "csv", "B-0201", after(days=3))

    assert back.wacht(GEMEENTE, "csv")
    assert back.stand(GEMEENTE).retour == {"csv": ("B-0201", LATER)}
    back.retour_gelukt(GEMEENTE, "csv", after(days=4))
    assert back.stand(GEMEENTE).retour == {}


def test_status_counts_meldingen_by_the_step_they_stand_at(house: House) -> None:
    steps = [step(1, 1, "ontvangen"), step(2, 2, "ontvangen"), step(3, 1, "quickscan")]
    house.ledger.terug.neem(GEMEENTE, page(*steps), NOW)

    found = house.ledger.terug.stand(GEMEENTE)

    assert found.stappen == {"ontvangen": 1, "quickscan": 1}
    assert (found.te_melden, found.verzonden) == (3, 2)


# -- outside the database -------------------------------------------------------------------------


def test_every_promise_is_noted_outside_the_database_by_numbers_only(tmp_path: Path) -> None:
    with Ledger.open(url_of(tmp_path), tmp_path / "bewijs") as ledger:
        house = House(ledger)
        house.run([staged(1)])
        ledger.terug.neem(GEMEENTE, page(*map(step, (4, 5, 6, 9))), NOW)
        ledger.terug.beloof_terug(house.lease, file(), [9, 5, 4, 6], NOW)

    (line,) = (tmp_path / "bewijs" / "retour.jsonl").read_text().splitlines()
    kept = json.loads(line)
    assert kept["nummers"] == [[4, 6], [9, 9]]
    assert referentie(1) not in line


def test_a_promise_that_a_kill_kept_out_of_the_journal_is_noted_by_the_next_run(
    tmp_path: Path,
) -> None:
    journal = tmp_path / "bewijs" / "retour.jsonl"
    with Ledger.open(url_of(tmp_path), tmp_path / "bewijs") as ledger:
        house = House(ledger)
        house.run([staged(1)])
        ledger.terug.neem(GEMEENTE, page(step(4)), NOW)
        ledger.terug.beloof_terug(house.lease, file(), [4], NOW)
        journal.unlink()

        for _ in range(2):
            ledger.terug.bevestig(GEMEENTE, file(), LATER)

    assert [json.loads(line)["nummers"] for line in journal.read_text().splitlines()] == [[[4, 4]]]


def test_a_line_outside_the_database_that_is_none_is_told(tmp_path: Path) -> None:
    with Ledger.open(url_of(tmp_path), tmp_path / "bewijs") as ledger:
        (tmp_path / "bewijs" / "retour.jsonl").write_text('{"gemeente": "9901"}\n')

        with pytest.raises(LedgerError) as refused:
            ledger.terug.bevestig(GEMEENTE, file(), NOW)

    assert refused.value.problems[0].code == "L-0605"


def test_old_lines_go_when_terms_are_kept(tmp_path: Path) -> None:
    journal = tmp_path / "bewijs" / "retour.jsonl"
    with Ledger.open(url_of(tmp_path), tmp_path / "bewijs") as ledger:
        house = House(ledger)
        ledger.terug.beloof_terug(house.lease, file("terug-2024-01-01.csv"), [1], after(days=-800))
        ledger.terug.beloof_terug(house.lease, file(), [2], NOW)

        ledger.terug.ruim_op(NOW)

    assert [json.loads(line)["naam"] for line in journal.read_text().splitlines()] == [file().naam]
