"""The audit trail answers for rows: none is changed, added or lost without verify telling it."""

import sqlite3
from contextlib import closing, suppress
from dataclasses import replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from alembic import command
from alembic.config import Config
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import create_engine

from ledger import AuditVraag, Keuze, Ledger, Merk, Rekey, Termijnen, audit, migrate
from regres import Handelend, UsageProblem
from tests.tools.indringer import as_an_intruder
from tests.tools.ledgers import (
    GEMEENTE,
    NOW,
    House,
    after,
    hmac_of,
    note,
    referentie,
    staged,
    url_of,
    zoeksleutel,
)

WHO = Handelend("T. Consulent", "consulent", "dossier gezien")


def merken(number: int, versie: int = 1) -> list[Merk]:
    """Give the marks of the client of the n-th provision."""
    return [Merk(hmac_of("cli", number), versie)]


def codes(ledger: Ledger) -> set[tuple[str, str]]:
    """Give what verify tells, with the place."""
    return {(one.code, one.waar) for one in ledger.audit_verify()}


@pytest.fixture
def trail(house: House) -> Ledger:
    """Give a ledger with meldingen, two decisions that stand and an objection.

    Decision 1: nee on record 11; 2: later on record 12; 3: an objection of the client of 1.
    """
    house.run([staged(1), staged(2)], stubs=[note(11), note(12)])
    house.ledger.decide(GEMEENTE, zoeksleutel(11), Keuze.NEE, WHO, NOW)
    house.ledger.decide(GEMEENTE, zoeksleutel(12), Keuze.LATER, WHO, NOW)
    house.ledger.blokkeer(GEMEENTE, merken(1), WHO, NOW)
    return house.ledger


def test_rows_nobody_touched_are_what_the_trail_says(trail: Ledger) -> None:
    found = trail.audit_toets()
    assert (found.problemen, found.gedekt_vanaf) == ((), 1)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ("UPDATE besluit SET reden = 'x' WHERE id = 1", ("L-0610", "besluit:1")),
        ("UPDATE besluit SET reden = '', gegevens = '{}' WHERE id = 1", ("L-0610", "besluit:1")),
        ("UPDATE besluit SET wie = 'x' WHERE id = 1", ("L-0610", "besluit:1")),
        ("UPDATE besluit SET rol = 'fg' WHERE id = 1", ("L-0610", "besluit:1")),
        ("UPDATE besluit SET soort = 'review_ja' WHERE id = 1", ("L-0610", "besluit:1")),
        (
            "UPDATE besluit SET tijd = '2025' || substr(tijd, 5) WHERE id = 1",
            ("L-0610", "besluit:1"),
        ),
        ("UPDATE besluit SET gemeente = '9902' WHERE id = 1", ("L-0610", "besluit:1")),
        ("UPDATE besluit SET gegevens = '{}' WHERE id = 1", ("L-0610", "besluit:1")),
        ("UPDATE besluit SET zout = randomblob(32) WHERE id = 1", ("L-0610", "besluit:1")),
        ("UPDATE besluit SET zout = NULL WHERE id = 1", ("L-0610", "besluit:1")),
        (
            "UPDATE besluit SET zout = NULL, reden = '', gegevens = '{}' WHERE id = 1",
            ("L-0610", "besluit"),
        ),
        ("UPDATE staand_besluit SET keuze = 'ja' WHERE besluit = 1", ("L-0610", "besluit:1")),
        ("UPDATE staand_besluit SET merk = 'x' WHERE besluit = 1", ("L-0610", "besluit:1")),
        ("UPDATE staand_besluit SET zoeksleutel = 'x' WHERE besluit = 1", ("L-0610", "besluit:1")),
        ("UPDATE staand_besluit SET uitwerking = 'x' WHERE besluit = 1", ("L-0610", "besluit:1")),
        ("UPDATE staand_besluit SET besluit = 2 WHERE besluit = 1", ("L-0610", "besluit:2")),
        ("UPDATE blokkade SET clientmerk = 'x'", ("L-0610", "besluit:3")),
        ("UPDATE blokkade SET opgeheven = 3", ("L-0610", "besluit:3")),
        ("UPDATE blokkade SET zout = randomblob(32)", ("L-0612", "besluit:3")),
        ("DELETE FROM staand_besluit WHERE besluit = 1", ("L-0611", "staand_besluit")),
        ("DELETE FROM blokkade", ("L-0611", "blokkade")),
        ("DELETE FROM zout WHERE rowid = 1", ("L-0611", "zout")),
        ("UPDATE zout SET zout = randomblob(32) WHERE rowid = 1", ("L-0612", "zout")),
        (
            "INSERT INTO blokkade SELECT gemeente, 'x', clientversie, besluit, sinds, opgeheven,"
            " randomblob(32) FROM blokkade",
            ("L-0612", "besluit:3"),
        ),
        (
            "INSERT INTO besluit SELECT 9, gemeente, soort, wie, rol, reden, tijd, gegevens, zout"
            " FROM besluit WHERE id = 1",
            ("L-0612", "besluit:9"),
        ),
    ],
)
def test_a_row_that_was_changed_added_or_taken_away_is_told(
    trail: Ledger, tmp_path: Path, change: str, told: tuple[str, str]
) -> None:
    with as_an_intruder(tmp_path) as conn:
        conn.execute("PRAGMA foreign_keys = OFF")
        assert conn.execute(change).rowcount > 0
    assert told in codes(trail)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ("DELETE FROM pauze", "gemeente:9901"),
        ("UPDATE pauze SET besluit = 1", "gemeente:9901"),
        ("UPDATE pauze SET gemeente = '9902'", "gemeente:9902"),
        ("DELETE FROM inhaalopdracht", "gemeente:9901"),
        ("UPDATE inhaalopdracht SET per_nacht = 5000", "gemeente:9901"),
        ("UPDATE inhaalopdracht SET vanaf = '2019-01-01'", "gemeente:9901"),
        ("INSERT INTO pauze SELECT '9903', besluit, sinds FROM pauze", "gemeente:9903"),
    ],
)
def test_a_pause_or_order_that_is_not_what_was_decided_is_told(
    trail: Ledger, tmp_path: Path, change: str, told: str
) -> None:
    trail.haal_in(GEMEENTE, date(2024, 1, 1), 50, WHO, NOW)
    trail.haal_in("9902", date(2024, 1, 1), 50, WHO, NOW)
    trail.stop_inhalen("9902", WHO, NOW)
    trail.pauzeer(GEMEENTE, WHO, NOW)
    trail.pauzeer("9904", WHO, NOW)
    trail.hervat("9904", WHO, NOW)
    assert codes(trail) == set()
    with as_an_intruder(tmp_path) as conn:
        conn.execute(change)
    assert ("L-0616", told) in codes(trail)


def test_a_decision_that_was_taken_away_is_told(trail: Ledger, tmp_path: Path) -> None:
    with as_an_intruder(tmp_path) as conn:
        conn.execute("DELETE FROM staand_besluit WHERE besluit = 1")
        conn.execute("DELETE FROM besluit WHERE id = 1")
    assert codes(trail) == {("L-0611", "besluit"), ("L-0611", "staand_besluit")}


def test_a_decision_of_before_put_back_is_told(trail: Ledger, tmp_path: Path) -> None:
    """The row is one that the trail knows, but no longer the newest it says of it."""
    with as_an_intruder(tmp_path) as conn:
        (was,) = conn.execute("SELECT * FROM staand_besluit WHERE besluit = 1").fetchall()
    trail.decide(GEMEENTE, zoeksleutel(11), Keuze.JA, WHO, after(hours=1))
    assert codes(trail) == set()
    with as_an_intruder(tmp_path) as conn:
        marks = ", ".join("?" * len(was))
        conn.execute(f"INSERT OR REPLACE INTO staand_besluit VALUES ({marks})", was)  # noqa: S608 - question marks
    assert codes(trail) == {("L-0610", "besluit:1")}


def test_an_index_that_was_made_to_look_away_is_told(trail: Ledger, tmp_path: Path) -> None:
    with as_an_intruder(tmp_path) as conn:
        conn.execute("DROP INDEX ix_audit_object")
        conn.execute("CREATE INDEX ix_audit_object ON audit (object) WHERE object = ''")
        conn.execute("PRAGMA writable_schema = ON")
        conn.execute(
            "UPDATE sqlite_master SET sql = 'CREATE INDEX ix_audit_object ON audit (object)'"
            " WHERE name = 'ix_audit_object'"
        )
        conn.commit()
    trail.close()
    with Ledger.open(url_of(tmp_path)) as again:
        assert ("L-0613", "audit") in codes(again)


@pytest.mark.parametrize("column", ["wie", "rol", "soort", "tijd", "gemeente"])
def test_the_database_itself_refuses_to_change_who_decided_what(
    trail: Ledger, tmp_path: Path, column: str
) -> None:
    with (
        closing(sqlite3.connect(tmp_path / "ledger.sqlite")) as conn,
        pytest.raises(sqlite3.IntegrityError, match="wie wat besloot"),
    ):
        conn.execute(f"UPDATE besluit SET {column} = 'x'")  # noqa: S608 - the names above


@pytest.fixture
def seen(house: House) -> Ledger:
    """Give a ledger of a source that is read whole."""
    whole: dict[str, Any] = {"slot": "nacht", "snede": "bestand", "checkpoint": {}}
    house.run([staged(1), staged(2)], stubs=[note(11), note(12)], **whole)
    house.ledger.decide(GEMEENTE, zoeksleutel(11), Keuze.NEE, WHO, NOW)
    house.deliver_all()
    return house.ledger


def test_what_was_erased_leaves_the_trail_whole_and_about_no_one(
    house: House, seen: Ledger, tmp_path: Path
) -> None:
    before = {row.volgnummer: row.object for row in seen.audit_regels(AuditVraag(aantal=1000))}
    salts = stored(tmp_path, "SELECT zout FROM zout")
    for day in (9400, 9410):
        lees(house, day)
    said = Handelend("F. Functionaris", "fg")
    gone = seen.bewaar(Termijnen(), after(days=9411), said).gewist

    assert gone.keys() >= {"voorzieningen", "beslissingen"}
    assert codes(seen) == set()
    assert seen.audit_regels(AuditVraag(referentie=referentie(1))) == []
    left = (tmp_path / "ledger.sqlite").read_bytes()
    assert not [salt for (salt,) in salts if salt in left]
    # What was added since names nothing that went: only how much of each.
    fresh = [
        row for row in seen.audit_regels(AuditVraag(aantal=1000)) if row.volgnummer not in before
    ]
    assert not {row.object for row in fresh} & set(before.values()) - {""}
    assert {row.resultaat for row in fresh if row.actie == "ontkoppeld"} == {
        "zout 2",
        "besluit_leeg 1",
        "staand_besluit 1",
    }


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE besluit SET rol = 'fg'",
        "UPDATE besluit SET reden = 'x'",
        "UPDATE besluit SET gegevens = '[]'",
        "UPDATE besluit SET zout = randomblob(32)",
    ],
)
def test_a_decision_of_which_the_reason_was_erased_is_still_answered_for(
    house: House, seen: Ledger, tmp_path: Path, change: str
) -> None:
    for day in (9400, 9410):
        lees(house, day)
    seen.bewaar(Termijnen(), after(days=9411), Handelend("F. Functionaris", "fg"))
    assert codes(seen) == set()
    with as_an_intruder(tmp_path) as conn:
        conn.execute(change)
    assert ("L-0610", "besluit:1") in codes(seen)


def lees(house: House, day: int) -> None:
    """Read a whole file that holds nothing."""
    moment = after(days=day)
    parts: dict[str, Any] = {"now": moment, "dag": moment.date(), "checkpoint": {"dag": day}}
    house.run(slot="nacht", snede="bestand", sneden=("bestand",), **parts)


def stored(folder: Path, wanted: str) -> list[tuple[Any, ...]]:
    """Ask the file itself."""
    with closing(sqlite3.connect(folder / "ledger.sqlite")) as conn:
        return conn.execute(wanted).fetchall()


# -- whatever a municipality does --------------------------------------------------------------

_STEPS = st.lists(
    st.tuples(
        st.sampled_from(
            ["read", "decide", "decide", "object", "object", "lift", "rekey", "stop", "erase"]
        ),
        st.integers(1, 3),
        st.sampled_from([Keuze.JA, Keuze.NEE, Keuze.LATER]),
    ),
    max_size=12,
)


@settings(max_examples=20, deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(steps=_STEPS)
def test_whatever_is_done_the_trail_answers_for_what_stands(
    empty_ledger: Path, steps: list[tuple[str, int, Keuze]]
) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder)
        (path / "ledger.sqlite").write_bytes(empty_ledger.read_bytes())
        with Ledger.open(url_of(path), path / "bewijs") as ledger:
            house = House(ledger)
            house.run(stubs=[note(number) for number in (1, 2, 3)])
            for at, (step, number, keuze) in enumerate(steps):
                with suppress(UsageProblem):
                    do(house, at, step, number, keuze)
                assert codes(ledger) == set()


def do(house: House, at: int, step: str, number: int, keuze: Keuze) -> None:
    """Take one step; one that makes no sense now is refused."""
    ledger, now = house.ledger, after(days=200 * at)
    under_two_keys = [*merken(number + 10), Merk(hmac_of("cl2", number), 2)]
    match step:
        case "read":
            house.run([staged(number + 10, at + 1)], stubs=[note(number)], now=now)
        case "decide":
            ledger.decide(GEMEENTE, zoeksleutel(number), keuze, WHO, now)
        case "object":
            ledger.blokkeer(GEMEENTE, under_two_keys, WHO, now)
        case "lift":
            ledger.hef_op(GEMEENTE, merken(number + 10), WHO, now)
        case "rekey":
            moved = Rekey(zoeksleutel(number), zoeksleutel(number, 2), 2)
            ledger.zet_over(house.lease, [moved], now=now)
        case "stop":
            ledger.stop_sleutel(house.lease, 1, WHO, now, toch=True)
        case "erase":
            ledger.bewaar(Termijnen(), now, Handelend("F. Functionaris", "fg"))


# -- ledgers of before ---------------------------------------------------------------------------


@pytest.fixture
def of_before(tmp_path: Path, trail: Ledger) -> Path:
    """Give a folder with what `trail` holds as the schema before kept it: no digest, no salt."""
    trail.close()
    path = tmp_path / "oud"
    path.mkdir()
    engine = create_engine(url_of(path))
    config = Config()
    config.set_main_option("script_location", str(Path(migrate.__file__).parent / "migrations"))
    config.set_main_option("path_separator", "os")
    with engine.begin() as conn:
        config.attributes["connection"] = conn
        command.upgrade(config, "0010")
    engine.dispose()
    with closing(sqlite3.connect(path / "ledger.sqlite")) as conn:
        conn.execute("INSERT INTO meta VALUES ('id', 'oud')")
        conn.execute("ATTACH ? AS nu", (str(tmp_path / "ledger.sqlite"),))
        for table in ("run", "besluit", "staand_besluit", "blokkade", "zout", "stub"):
            columns = ", ".join(row[1] for row in conn.execute(f"PRAGMA main.table_info({table})"))
            conn.execute(f"INSERT INTO main.{table} ({columns}) SELECT {columns} FROM nu.{table}")  # noqa: S608 - the names above
        chain(conn)
        conn.commit()
    return path


def chain(conn: sqlite3.Connection) -> None:
    """Write entries anew as they were then: about decisions, meldingen, and one erased since."""
    wanted = "SELECT tijd, actie, object, resultaat, oorsprong, actor FROM nu.audit"
    before = "oud"
    names = ("tijd", "actie", "object", "resultaat", "oorsprong", "actor")
    about = f"{wanted} WHERE length(object) = 64 OR actie = 'besluit'"
    told = [audit.Entry(**dict(zip(names, row, strict=True))) for row in conn.execute(about)]
    told.append(replace(told[0], object="f" * 64))
    for number, entry in enumerate(told, 1):
        before = audit.link(before, entry, number)
        parts = (entry.tijd, entry.actie, entry.object, entry.resultaat, entry.oorsprong)
        conn.execute(
            "INSERT INTO main.audit VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (number, *parts, entry.actor, before),
        )


def test_a_ledger_of_before_is_answered_for_from_when_it_is_opened_for_work(
    of_before: Path,
) -> None:
    with Ledger.open(url_of(of_before)) as ledger:
        last = ledger.anchor().volgnummer
        assert ledger.audit_toets().gedekt_vanaf is None
        assert ledger.neem_over(NOW)
        assert not ledger.neem_over(NOW)
        found = ledger.audit_toets()
        assert (found.gedekt_vanaf, found.problemen) == (last + 1, ())
    with as_an_intruder(of_before) as conn:
        conn.execute("UPDATE besluit SET reden = 'x' WHERE id = 1")
    with Ledger.open(url_of(of_before)) as ledger:
        assert codes(ledger) == {("L-0610", "besluit:1")}


def test_what_was_taken_over_once_is_never_taken_over_again(of_before: Path) -> None:
    with Ledger.open(url_of(of_before)) as ledger:
        ledger.neem_over(NOW)
    with as_an_intruder(of_before) as conn:
        conn.execute("UPDATE besluit SET reden = 'x', zout = NULL WHERE id = 1")
        conn.execute("INSERT INTO meta VALUES ('over_te_nemen', '1')")
    with Ledger.open(url_of(of_before)) as ledger:
        assert not ledger.neem_over(NOW)
        assert ("L-0610", "besluit:1") in codes(ledger)
