"""The audit trail shows every change that was made to it."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger import Anchor, Ledger, words
from regres.canonical import canonical_bytes
from tests.tools.ledgers import NOW, WAIT, House, receipt, referentie, staged

TRIGGERS = ("audit_geen_update", "audit_geen_delete")


@contextmanager
def as_an_intruder(folder: Path) -> Iterator[sqlite3.Connection]:
    """Open the file with other tools, and put the guards aside."""
    with closing(sqlite3.connect(folder / "ledger.sqlite")) as conn:
        for trigger in TRIGGERS:
            conn.execute(f"DROP TRIGGER {trigger}")
        yield conn
        conn.commit()


@given(
    st.dictionaries(
        st.text("abcdefghijklmnopqrstuvwxyz", min_size=1),
        st.text(st.characters(exclude_categories=["Cs"])) | st.integers(0, 2**53 - 1),
    )
)
def test_what_is_hashed_is_canonical_json(entry: dict[str, str | int]) -> None:
    assert words.dump(entry).encode() == canonical_bytes(entry)


@pytest.fixture
def trail(house: House) -> Ledger:
    """Give a ledger in which something happened."""
    house.run([staged(1), staged(2)])
    (first, second) = house.due()
    house.ledger.delivered(first, receipt(first), NOW)
    house.ledger.refused(second, "S-0404", NOW)
    waiting = house.run([staged(3)], decide=WAIT)
    house.ledger.release_run(waiting.run, "j.jansen", "Gezien", NOW)
    return house.ledger


def test_a_trail_nobody_touched_is_whole(trail: Ledger) -> None:
    assert trail.audit_verify() == []
    assert trail.audit_verify(trail.anchor()) == []


def test_an_empty_trail_is_whole(ledger: Ledger) -> None:
    assert ledger.anchor() == Anchor(ledger.ledger_id, 0, ledger.ledger_id)
    assert ledger.audit_verify(ledger.anchor()) == []


def test_every_run_release_and_delivery_is_in_it(trail: Ledger, tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "ledger.sqlite")) as conn:
        lines = conn.execute("SELECT actie, resultaat, actor FROM audit ORDER BY volgnummer")
        assert lines.fetchall() == [
            ("melding_nieuw", "vrij", "regresbrug"),
            ("melding_nieuw", "vrij", "regresbrug"),
            ("run", "vrij", "regresbrug"),
            ("aflevering", "ontvangen", "regresbrug"),
            ("aflevering", "geweigerd S-0404", "regresbrug"),
            ("run", "wacht_op_vrijgave", "regresbrug"),
            ("besluit", "vrijgave", "j.jansen"),
            ("melding_nieuw", "vrij", "j.jansen"),
            ("run", "vrij", "j.jansen"),
        ]


def test_a_referentie_is_never_written_in_it(trail: Ledger, tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "ledger.sqlite")) as conn:
        objects = [row[0] for row in conn.execute("SELECT object FROM audit")]
    assert not {referentie(1), referentie(2), referentie(3)} & set(objects)
    # The same melding has the same name in every line.
    assert len(set(objects[:2]) | set(objects[3:5])) == 2


def test_entries_of_others_are_linked_in(trail: Ledger) -> None:
    before = trail.anchor()
    trail.note_audit("inzage", "geopend", "c.consulent", NOW, object_="stub:1", oorsprong="web")
    assert trail.anchor().volgnummer == before.volgnummer + 1
    assert trail.audit_verify(before) == []


@pytest.mark.parametrize(
    "column", ["tijd", "actie", "object", "resultaat", "oorsprong", "actor", "hash"]
)
def test_a_changed_field_is_found(trail: Ledger, tmp_path: Path, column: str) -> None:
    with as_an_intruder(tmp_path) as conn:
        conn.execute(f"UPDATE audit SET {column} = 'x' || {column} WHERE volgnummer = 4")  # noqa: S608 - the names above
    first = trail.audit_verify()[0]
    assert (first.code, first.waar) == ("L-0601", "audit:4")


def test_a_removed_entry_is_found(trail: Ledger, tmp_path: Path) -> None:
    with as_an_intruder(tmp_path) as conn:
        conn.execute("DELETE FROM audit WHERE volgnummer = 4")
    assert [problem.code for problem in trail.audit_verify()] == ["L-0602"]


def test_closing_the_gap_by_renumbering_is_found(trail: Ledger, tmp_path: Path) -> None:
    with as_an_intruder(tmp_path) as conn:
        conn.execute("DELETE FROM audit WHERE volgnummer = 4")
        for number in range(5, 10):
            conn.execute(
                "UPDATE audit SET volgnummer = ? WHERE volgnummer = ?", (number - 1, number)
            )
    assert {problem.code for problem in trail.audit_verify()} == {"L-0601"}


def test_two_entries_that_changed_places_are_found(trail: Ledger, tmp_path: Path) -> None:
    with as_an_intruder(tmp_path) as conn:
        for old, new in ((4, 99), (5, 4), (99, 5)):
            conn.execute("UPDATE audit SET volgnummer = ? WHERE volgnummer = ?", (new, old))
    assert "L-0601" in {problem.code for problem in trail.audit_verify()}


def test_a_tail_that_was_cut_off_is_only_seen_by_its_anchor(trail: Ledger, tmp_path: Path) -> None:
    anchor = trail.anchor()
    with as_an_intruder(tmp_path) as conn:
        conn.execute("DELETE FROM audit WHERE volgnummer > 6")
    assert trail.audit_verify() == []
    assert [problem.code for problem in trail.audit_verify(anchor)] == ["L-0603"]


def test_a_trail_that_was_made_again_from_nothing_does_not_fit_its_anchor(
    trail: Ledger, tmp_path: Path
) -> None:
    anchor = trail.anchor()
    with as_an_intruder(tmp_path) as conn:
        conn.execute("DELETE FROM audit")
    for _ in range(anchor.volgnummer):
        trail.note_audit("run", "vrij", "regresbrug", NOW)
    assert trail.audit_verify() == []
    assert [problem.code for problem in trail.audit_verify(anchor)] == ["L-0603"]


def test_a_trail_of_another_ledger_is_not_accepted(trail: Ledger, tmp_path: Path) -> None:
    with as_an_intruder(tmp_path) as conn:
        conn.execute("UPDATE meta SET waarde = 'x' WHERE naam = 'id'")
    assert [problem.waar for problem in trail.audit_verify()] == ["audit:1"]


@pytest.mark.parametrize("verb", ["UPDATE audit SET actor = ''", "DELETE FROM audit"])
def test_the_database_itself_refuses_to_change_the_trail(
    trail: Ledger, tmp_path: Path, verb: str
) -> None:
    with (
        closing(sqlite3.connect(tmp_path / "ledger.sqlite")) as conn,
        pytest.raises(sqlite3.IntegrityError, match="alleen om aan toe te voegen"),
    ):
        conn.execute(verb)
    assert trail.audit_verify() == []


def test_without_its_salt_an_entry_is_about_no_one_and_the_trail_still_holds(
    trail: Ledger, tmp_path: Path
) -> None:
    with closing(sqlite3.connect(tmp_path / "ledger.sqlite")) as conn:
        conn.execute("DELETE FROM zout")
        conn.commit()
    assert trail.audit_verify(trail.anchor()) == []


def test_a_large_release_is_one_chain(house: House) -> None:
    house.run([staged(number) for number in range(1000)])
    assert house.ledger.anchor().volgnummer == 1001
    assert house.ledger.audit_verify() == []
