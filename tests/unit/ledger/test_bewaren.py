"""What is past its term goes, leaves nothing in the file, and stays gone."""

import json
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from ledger import (
    AuditVraag,
    Keuze,
    Klokstand,
    Ledger,
    Merk,
    StandStaat,
    Termijnen,
)
from regres import Handelend, ProtectionStop, SoortMelding
from regres.terug import Terugblad, Terugkoppeling
from tests.tools.ledgers import (
    GEMEENTE,
    NOW,
    House,
    after,
    hmac_of,
    inhoudsmerk,
    note,
    receipt,
    referentie,
    staged,
    url_of,
    zoeksleutel,
)

TERMS = Termijnen()
CLOSED_LONG_AGO = date(2021, 11, 1)


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    return tmp_path / "bewijs"


@pytest.fixture
def house(tmp_path: Path, outside: Path) -> Iterator[House]:
    with Ledger.open(url_of(tmp_path), outside) as opened:
        yield House(opened)


def lees(
    house: House,
    day: int,
    *rows: int,
    gezien: tuple[int, ...] = (),
    bezorg: bool = True,
    **closing: Any,
) -> None:
    """Read a whole file on a day after NOW; rows are new provisions."""
    new = [staged(number) for number in rows]
    house.run(
        new,
        now=after(days=day),
        dag=(NOW + timedelta(days=day)).date(),
        slot="nacht",
        snede="bestand",
        sneden=("bestand",),
        checkpoint={"dag": day},
        gezien=[referentie(number) for number in gezien],
        **closing,
    )
    if bezorg:
        house.deliver_all(after(days=day))


def wis(house: House, now: datetime) -> dict[str, int]:
    """Keep to the terms, with a clock that a person said is right."""
    return house.ledger.bewaar(TERMS, now, Handelend("F. Functionaris", "fg")).gewist


def bytes_of(folder: Path) -> bytes:
    files = [folder / f"ledger.sqlite{end}" for end in ("", "-wal", "-shm")]
    return b"".join(file.read_bytes() for file in files if file.exists())


def keys_of(number: int) -> list[bytes]:
    """Give everything in the ledger that leads to the n-th provision."""
    kinds = (
        referentie(number),
        zoeksleutel(number),
        hmac_of("cli", number),
        hmac_of("dos", number),
    )
    return [key.encode() for key in kinds]


# -- envelopes -----------------------------------------------------------------------------------


def test_of_an_envelope_nothing_is_left_in_the_file_after_its_receipt(
    house: House, tmp_path: Path
) -> None:
    sealed = [f"eyJ.{number:05}." + hmac_of("jwe", number) * 60 for number in range(300)]
    rows = [
        replace(one, sealed=replace(one.sealed, inhoud=text))
        for one, text in zip((staged(number) for number in range(300)), sealed, strict=True)
    ]
    house.run(rows)
    assert sealed[0].encode() in bytes_of(tmp_path)
    house.deliver_all()
    house.ledger.bewaar(TERMS, NOW)

    left = bytes_of(tmp_path)
    assert [text[:10] for text in sealed if text[60:124].encode() in left] == []
    assert [n for n in range(300) if hmac_of("jwe", n).encode() in left] == []


# -- provisions ----------------------------------------------------------------------------------


def test_a_closed_provision_goes_after_five_years_when_two_reads_did_not_show_it(
    house: House,
) -> None:
    lees(house, 0, 1, 2, 3)
    for number in (1, 2):
        house.ledger.note_afgesloten(GEMEENTE, referentie(number), CLOSED_LONG_AGO)
    lees(house, 10, 4, gezien=(1, 3))
    lees(house, 20, gezien=(1, 3))
    assert wis(house, after(days=20)) == {"voorzieningen": 1}

    left = {stand.referentie for stand in house.ledger.standen(GEMEENTE).values()}
    assert left == {referentie(1), referentie(3), referentie(4)}


@pytest.mark.parametrize(
    ("closed", "reads", "gone"),
    [
        (CLOSED_LONG_AGO, (10, 20), True),
        (CLOSED_LONG_AGO, (20,), False),
        (CLOSED_LONG_AGO, (1, 2), False),
        (date(2021, 12, 20), (10, 20), False),
        (None, (10, 20), False),
        (None, (9400, 9410), True),
        (None, (9100, 9110), False),
    ],
    ids=[
        "closed and unseen",
        "read once",
        "read too shortly ago",
        "closed too shortly ago",
        "not closed",
        "25 years old",
        "almost 25 years old",
    ],
)
def test_both_the_term_and_two_complete_reads_must_have_passed(
    house: House, closed: date | None, reads: tuple[int, ...], gone: bool
) -> None:
    lees(house, 0, 1)
    if closed:
        house.ledger.note_afgesloten(GEMEENTE, referentie(1), closed)
    for day in reads:
        lees(house, day)

    wis(house, after(days=reads[-1]))
    assert (house.ledger.standen(GEMEENTE) == {}) is gone


def test_what_is_still_under_way_stays_whatever_its_age(house: House) -> None:
    house.run([staged(1)], slot="nacht", snede="bestand", checkpoint={})
    house.ledger.note_afgesloten(GEMEENTE, referentie(1), CLOSED_LONG_AGO)
    for day in (10, 20):
        house.run(
            now=after(days=day),
            dag=date(2026, 12, day),
            slot="nacht",
            snede="bestand",
            checkpoint={},
        )

    assert wis(house, after(days=20)) == {}
    assert len(house.ledger.standen(GEMEENTE)) == 1


def rondgang(house: House, day: date, months: tuple[str, ...]) -> None:
    now = datetime.combine(day, NOW.timetz())
    for month in months:
        house.run(now=now, dag=day, slot=f"rondgang:{month}", snede=month, sneden=(month,))


def test_a_walk_over_the_months_is_complete_only_with_every_month(house: House) -> None:
    house.run([staged(1)], slot="venster")
    house.deliver_all()
    house.ledger.note_afgesloten(GEMEENTE, referentie(1), CLOSED_LONG_AGO)
    rondgang(house, date(2026, 12, 20), ("2026-11", "2026-12"))
    rondgang(house, date(2026, 12, 27), ("2026-11",))
    assert wis(house, after(days=60)) == {}
    rondgang(house, date(2027, 1, 10), ("2026-11", "2026-12", "2027-01"))
    assert wis(house, after(days=60)) == {"voorzieningen": 1}


def test_a_source_that_is_read_no_more_shows_nothing(house: House) -> None:
    lees(house, 0, 1)
    house.ledger.note_afgesloten(GEMEENTE, referentie(1), CLOSED_LONG_AGO)
    assert wis(house, after(days=360)) == {}
    assert wis(house, after(days=370)) == {"voorzieningen": 1}


def test_everything_that_leads_to_an_erased_provision_is_gone_from_file_journal_and_trail(
    house: House, tmp_path: Path, outside: Path
) -> None:
    numbers = range(1, 120)
    lees(house, 0, *numbers)
    gone, kept = [n for n in numbers if n % 3], [n for n in numbers if n % 3 == 0]
    for number in gone:
        house.ledger.note_afgesloten(GEMEENTE, referentie(number), CLOSED_LONG_AGO)
    for day in (10, 20):
        lees(house, day, gezien=tuple(kept))
    with closing(sqlite3.connect(tmp_path / "ledger.sqlite")) as conn:
        salts = dict(conn.execute("SELECT referentie, zout FROM zout").fetchall())
    assert wis(house, after(days=20)) == {"voorzieningen": len(gone)}

    left = bytes_of(tmp_path) + b"".join(file.read_bytes() for file in outside.iterdir())
    assert [n for n in gone for key in keys_of(n) if key in left] == []
    assert [n for n in gone if salts[referentie(n)] in left] == []
    assert [n for n in kept for key in keys_of(n) if key not in left] == []
    with closing(sqlite3.connect(tmp_path / "ledger.sqlite")) as conn:
        assert conn.execute("PRAGMA freelist_count").fetchone() == (0,)
    assert house.ledger.audit_verify() == []
    assert house.ledger.audit_regels(AuditVraag(referentie=referentie(gone[0]))) == []
    assert len(house.ledger.audit_regels(AuditVraag(referentie=referentie(kept[0])))) == 2


# -- the rest ------------------------------------------------------------------------------------


def test_the_steps_of_an_erased_provision_go_with_it(house: House, tmp_path: Path) -> None:
    lees(house, 0, 1, 2)
    steps = [
        Terugkoppeling(number, referentie(number), 1, "RL-2021-1", "afgesloten", CLOSED_LONG_AGO)
        for number in (1, 2)
    ]
    house.ledger.terug.neem(GEMEENTE, Terugblad(tuple(steps), "c"), NOW)
    lees(house, 10, gezien=(2,))
    lees(house, 20, gezien=(2,))

    assert wis(house, after(days=20)) == {"voorzieningen": 1}

    left = house.ledger.terug.ongemeld(GEMEENTE, "csv", after(days=20))
    assert [one.referentie for one in left] == [referentie(2)]
    assert referentie(1).encode() not in bytes_of(tmp_path)


def test_a_closed_stub_goes_after_ninety_days_and_an_open_one_never(house: House) -> None:
    house.run(stubs=[note(1), note(2)])
    house.run(gesloten_stubs=((zoeksleutel(1), "geen_ongeval"),))
    assert wis(house, after(days=89)) == {}
    assert wis(house, after(days=91)) == {"stubs": 1}
    assert wis(house, after(days=4000)) == {}
    assert len(house.ledger.stubs(GEMEENTE)) == 1


def decide(house: House, keuze: Keuze) -> None:
    key = zoeksleutel(1)
    house.ledger.decide(
        GEMEENTE, key, keuze, Handelend("C. Consulent", "consulent", "Dossier gezien"), NOW
    )


def test_a_decision_holds_as_long_as_the_source_shows_its_record(house: House) -> None:
    house.run(stubs=[note(1)], slot="nacht", snede="bestand", checkpoint={})
    decide(house, Keuze.NEE)
    for day in (300, 380):
        lees(house, day, besluiten_gezien=[zoeksleutel(1)])
    assert wis(house, after(days=381)) == {}
    for day in (400, 410):
        lees(house, day)

    assert wis(house, after(days=411)) == {"beslissingen": 1}
    assert house.ledger.besluiten(GEMEENTE) == ()
    (kept,) = house.ledger.decisions(GEMEENTE)
    assert (kept.wie, kept.reden, kept.gegevens) == ("C. Consulent", "", {})
    assert wis(house, after(days=5 * 366)) == {"stubs": 1, "besluiten": 1}


def test_runs_go_after_five_years_but_the_last_sixty_of_a_kind_stay(house: House) -> None:
    for day in range(70):
        lees(house, day)
    assert wis(house, after(days=5 * 366 + 70)) == {"runs": 10}
    assert len(house.ledger.runs(limit=100)) == 60


def test_a_version_that_never_became_a_melding_goes_after_ninety_days(house: House) -> None:
    house.run([staged(1)])
    (sent,) = house.due()
    house.ledger.voided(sent, NOW, None, "S-0422")
    assert house.ledger.standen(GEMEENTE) == {}
    assert wis(house, after(days=91)) == {"voorzieningen": 1}
    assert house.ledger.outbox(GEMEENTE) == []


# -- the clock -----------------------------------------------------------------------------------


def old(house: House) -> None:
    """Give a ledger in which a closed stub is past its term."""
    house.run(stubs=[note(1)])
    house.run(gesloten_stubs=((zoeksleutel(1), "geen_ongeval"),))


def test_the_first_time_only_sets_the_clock(house: House) -> None:
    old(house)
    assert house.ledger.klokstand(after(days=200)) is Klokstand.EERSTE
    assert house.ledger.bewaar(TERMS, after(days=200)).eerste
    assert house.ledger.bewaar(TERMS, after(days=201)).gewist == {"stubs": 1}


@pytest.mark.parametrize(
    ("jump", "code", "stand"),
    [
        (timedelta(days=9000), "L-0801", Klokstand.VOORUIT),
        (timedelta(days=-2), "L-0802", Klokstand.TERUG),
    ],
)
def test_a_clock_that_jumps_erases_nothing_until_a_person_says_it_is_right(
    house: House, jump: timedelta, code: str, stand: Klokstand
) -> None:
    old(house)
    believed = after(days=95)
    house.ledger.bewaar(TERMS, believed)
    for _ in range(3):
        with pytest.raises(ProtectionStop, match=code):
            house.ledger.bewaar(TERMS, believed + jump)
    assert house.ledger.klokstand(believed + jump) is stand
    (newest,) = house.ledger.audit_regels(AuditVraag(aantal=1))
    assert newest.actie != "gewist"

    assert wis(house, believed + jump) == {"stubs": 1}
    said = house.ledger.audit_regels(AuditVraag(actie="klok_bevestigd"))
    assert [(one.actor, one.resultaat) for one in said] == [
        ("F. Functionaris", f"{stand.name.lower()} rol:fg")
    ]


def test_small_steps_carry_the_clock_as_far_as_they_go(house: House) -> None:
    old(house)
    for day in range(0, 120, 30):
        house.ledger.bewaar(TERMS, after(days=day))
    assert house.ledger.bewaar(TERMS, after(days=120)).gewist == {"stubs": 1}
    assert [one.resultaat for one in house.ledger.audit_regels(AuditVraag(actie="gewist"))] == [
        "bewaartermijn stubs 1"
    ]


# -- restores and crashes ------------------------------------------------------------------------


def objector(house: House) -> list[Merk]:
    return [Merk(hmac_of("cli", 1), 1)]


def bezwaar(house: House, now: datetime = NOW) -> int:
    return house.ledger.blokkeer(
        GEMEENTE, objector(house), Handelend("F. Functionaris", "fg", "Brief van vandaag"), now
    )


def test_a_restored_backup_revives_nothing_that_was_erased(tmp_path: Path, outside: Path) -> None:
    path, backup = tmp_path / "ledger.sqlite", tmp_path / "backup"
    with Ledger.open(url_of(tmp_path), outside) as ledger:
        house = House(ledger)
        lees(house, 0, 1, 2)
        ledger.note_afgesloten(GEMEENTE, referentie(1), CLOSED_LONG_AGO)
        for day in (10, 20):
            lees(house, day, gezien=(2,))
    shutil.copy(path, backup)
    with Ledger.open(url_of(tmp_path), outside) as ledger:
        assert wis(House(ledger, since=after(days=20000)), after(days=20)) == {"voorzieningen": 1}
    shutil.copy(backup, path)
    assert keys_of(1)[0] in bytes_of(tmp_path)

    with Ledger.open(url_of(tmp_path), outside) as ledger:
        assert ledger.herhaal_wissingen(after(days=21))
        assert not ledger.herhaal_wissingen(after(days=21))
        assert [one.referentie for one in ledger.standen(GEMEENTE).values()] == [referentie(2)]
        assert [key for key in keys_of(1) if key in bytes_of(tmp_path)] == []
        assert ledger.audit_verify() == []


def test_an_erasure_that_was_cut_off_after_its_journal_is_carried_out_at_the_next_opening(
    tmp_path: Path, outside: Path
) -> None:
    path, before = tmp_path / "ledger.sqlite", tmp_path / "before"
    with Ledger.open(url_of(tmp_path), outside) as ledger:
        old(House(ledger))
    shutil.copy(path, before)
    with Ledger.open(url_of(tmp_path), outside) as ledger:
        wis(House(ledger, since=after(days=20000)), after(days=91))
    # The database as it was when the power failed: the journal is on the disk already.
    shutil.copy(before, path)
    with Ledger.open(url_of(tmp_path), outside) as ledger:
        ledger.herhaal_wissingen(after(days=91))
        assert [one.resultaat for one in ledger.audit_regels(AuditVraag(actie="gewist"))] == [
            "bewaartermijn stubs 1"
        ]


def test_an_objection_survives_a_restore_and_even_a_ledger_that_was_made_anew(
    tmp_path: Path, outside: Path
) -> None:
    with Ledger.open(url_of(tmp_path), outside) as ledger:
        bezwaar(House(ledger))
    (tmp_path / "ledger.sqlite").unlink()
    with Ledger.open(url_of(tmp_path), outside) as ledger:
        ledger.herhaal_wissingen(NOW)
        assert ledger.blokkades(GEMEENTE).merken == {hmac_of("cli", 1)}
        assert [one.wie for one in ledger.decisions(GEMEENTE)] == ["F. Functionaris"]
        assert ledger.hef_op(GEMEENTE, objector(House(ledger)), Handelend("F", "fg", "weg"), NOW)
    (tmp_path / "ledger.sqlite").unlink()
    with Ledger.open(url_of(tmp_path), outside) as ledger:
        ledger.herhaal_wissingen(NOW)
        assert ledger.blokkades(GEMEENTE).merken == frozenset()


def test_old_lines_leave_the_journal_but_objections_and_the_last_line_stay(
    house: House, outside: Path
) -> None:
    bezwaar(house)
    for number in (1, 2, 3):
        house.run(stubs=[note(number)], now=after(days=number))
        house.run(gesloten_stubs=((zoeksleutel(number), "x"),), now=after(days=number))
        wis(house, after(days=100 * number))
    wis(house, after(days=2000))

    lines = (outside / "wisjournaal.jsonl").read_text().splitlines()
    assert [(json.loads(line)["nummer"], json.loads(line)["soort"]) for line in lines] == [
        (1, "bezwaar"),
        (4, "wissen"),
    ]


# -- objections ----------------------------------------------------------------------------------


def test_an_objection_stops_what_had_not_arrived_and_closes_what_waits(
    house: House, tmp_path: Path
) -> None:
    house.run([staged(1), staged(2)])
    house.run(stubs=[note(3, clientmerk=hmac_of("cli", 1), clientversie=1), note(4)])
    bezwaar(house)

    assert [one.sealed.kop.referentie for one in house.due()] == [referentie(2)]
    assert b"jwe.1.1.a" not in bytes_of(tmp_path)
    assert [one.zoeksleutel for one in house.ledger.stubs(GEMEENTE)] == [zoeksleutel(4)]
    said = house.ledger.audit_regels(AuditVraag(referentie=referentie(1), aantal=1))
    assert [(one.actie, one.resultaat) for one in said] == [("bezwaar", "geblokkeerd")]


def test_a_run_that_read_before_the_objection_sends_nothing_of_that_client(house: House) -> None:
    run = house.start()
    client: dict[str, Any] = {"clientmerk": hmac_of("cli", 1), "clientversie": 1}
    rows, stubs = [staged(1), staged(2)], [note(3, **client), note(4)]
    house.ledger.stage(house.lease, run, rows, stubs)
    bezwaar(house)
    house.close(run, rows, stubs)

    assert [one.sealed.kop.referentie for one in house.due()] == [referentie(2)]
    assert [one.zoeksleutel for one in house.ledger.stubs(GEMEENTE)] == [zoeksleutel(4)]
    assert referentie(1) not in {one.referentie for one in house.ledger.standen(GEMEENTE).values()}


def test_what_was_withdrawn_for_an_objection_is_erased_thirty_days_after_the_receipt(
    house: House,
) -> None:
    house.run([staged(1)])
    house.deliver_all()
    bezwaar(house)
    house.run([staged(1, 2, SoortMelding.INTREKKING, "b")], now=after(days=1))
    (sent,) = house.due(after(days=1))
    assert wis(house, after(days=40)) == {}
    house.ledger.delivered(sent, receipt(sent, after(days=1)), after(days=1))
    (stand,) = house.ledger.standen(GEMEENTE).values()
    assert (stand.staat, stand.inhoudsmerk) == (StandStaat.INGETROKKEN, inhoudsmerk("b"))
    assert wis(house, after(days=30)) == {}
    assert wis(house, after(days=32)) == {"voorzieningen": 1}


def test_a_lifted_objection_is_forgotten_after_ninety_days(house: House) -> None:
    bezwaar(house)
    lifted = house.ledger.hef_op(
        GEMEENTE, objector(house), Handelend("F", "fg", "ingetrokken"), NOW
    )
    assert (house.ledger.blokkades(GEMEENTE).tot, lifted) == (2, 2)
    assert (
        house.ledger.hef_op(GEMEENTE, objector(house), Handelend("F", "fg", "nog eens"), NOW)
        is None
    )
    assert wis(house, after(days=91)) == {"blokkades": 1}
    assert house.ledger.blokkades(GEMEENTE).tot == 0
