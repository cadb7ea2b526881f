"""The audit trail shows every change that was made to it."""

import hashlib
import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger import Anchor, Ledger, audit, words
from regres import Handelend, LedgerError
from regres.canonical import canonical_bytes
from tests.tools.indringer import as_an_intruder
from tests.tools.ledgers import NOW, WAIT, House, receipt, referentie, staged, url_of


@given(
    st.dictionaries(
        st.text("abcdefghijklmnopqrstuvwxyz", min_size=1),
        st.text(st.characters(exclude_categories=["Cs"])) | st.integers(0, 2**53 - 1),
    )
)
def test_what_is_hashed_is_canonical_json(entry: dict[str, str | int]) -> None:
    assert words.dump(entry).encode() == canonical_bytes(entry)


_TEKST = st.text(st.characters(exclude_categories=["Cs"]))


@given(st.lists(_TEKST, min_size=8, max_size=8), st.integers(0, 2**53 - 1))
def test_a_link_is_the_hash_of_the_json_of_its_fields(texts: list[str], number: int) -> None:
    names = ("tijd", "actie", "object", "resultaat", "oorsprong", "actor", "inhoud")
    entry = audit.Entry(**dict(zip(names, texts, strict=False)))
    whole = {
        name: text for name, text in zip(names, texts, strict=False) if text or name != "inhoud"
    }
    whole |= {"vorige": texts[-1]}

    expected = words.dump(whole | {"volgnummer": number}).encode()
    assert audit.link(texts[-1], entry, number) == hashlib.sha256(expected).hexdigest()


@pytest.fixture
def trail(house: House) -> Ledger:
    """Give a ledger in which something happened."""
    house.run([staged(1), staged(2)])
    (first, second) = house.due()
    house.ledger.delivered(first, receipt(first), NOW)
    house.ledger.refused(second, "S-0404", NOW)
    waiting = house.run([staged(3)], decide=WAIT)
    house.ledger.release_run(waiting.run, Handelend("j.jansen", "consulent", "Gezien"), NOW)
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
        objects = [row[0] for row in conn.execute("SELECT object FROM audit ORDER BY volgnummer")]
    assert not {referentie(1), referentie(2), referentie(3)} & set(objects)
    # The same melding has the same name in every line.
    assert len(set(objects[:2]) | set(objects[3:5])) == 2


def test_entries_of_others_are_linked_in(trail: Ledger) -> None:
    before = trail.anchor()
    trail.note_audit("inzage", "geopend", "c.consulent", NOW, object_="stub:1", oorsprong="web")
    assert trail.anchor().volgnummer == before.volgnummer + 1
    assert trail.audit_verify(before) == []


def test_a_trigger_that_swallows_entries_is_found(trail: Ledger, tmp_path: Path) -> None:
    swallow = "BEFORE INSERT ON audit WHEN NEW.actie = 'inzage' BEGIN SELECT RAISE(IGNORE); END"
    with closing(sqlite3.connect(tmp_path / "ledger.sqlite")) as conn:
        conn.execute(f"CREATE TRIGGER hulp {swallow}")
    trail.note_audit("inzage", "gezien", "c.consulent", NOW)

    (found,) = trail.audit_verify()
    assert (found.code, found.waar) == ("L-0608", "trigger:hulp")


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


def test_a_tail_of_which_no_row_is_left_is_only_seen_by_its_anchor(
    trail: Ledger, tmp_path: Path
) -> None:
    anchor = trail.anchor()
    with as_an_intruder(tmp_path) as conn:
        conn.execute("DELETE FROM audit WHERE volgnummer > 8")
    assert trail.audit_verify() == []
    assert [problem.code for problem in trail.audit_verify(anchor)] == ["L-0603"]


def test_a_trail_that_was_made_again_from_nothing_does_not_fit_its_anchor(
    trail: Ledger, tmp_path: Path
) -> None:
    anchor = trail.anchor()
    with as_an_intruder(tmp_path) as conn:
        conn.execute("DELETE FROM audit")
        conn.execute("DELETE FROM besluit")
        conn.execute("DELETE FROM zout")
    for _ in range(anchor.volgnummer):
        trail.note_audit("run", "vrij", "regresbrug", NOW)
    assert trail.audit_verify() == []
    assert [problem.code for problem in trail.audit_verify(anchor)] == ["L-0603"]


def test_a_trail_of_another_ledger_is_not_accepted(trail: Ledger, tmp_path: Path) -> None:
    with as_an_intruder(tmp_path) as conn:
        conn.execute("UPDATE meta SET waarde = 'x' WHERE naam = 'id'")
    assert [problem.waar for problem in trail.audit_verify()] == ["audit:1"]


_COLUMNS = "volgnummer, tijd, actie, object, resultaat, oorsprong, actor, hash"


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("UPDATE audit SET actor = ''", "alleen om aan toe te voegen"),
        ("DELETE FROM audit", "alleen om aan toe te voegen"),
        # REPLACE deletes without a trigger on DELETE.
        (
            f"INSERT OR REPLACE INTO audit ({_COLUMNS}) SELECT 1, '', '', '', '', '', '', ''",
            "alleen om aan toe te voegen",
        ),
        (
            f"INSERT INTO audit ({_COLUMNS}) SELECT 99, '', '', '', '', '', '', ''",
            "alleen om aan toe te voegen",
        ),
        ("UPDATE zout SET zout = zeroblob(32)", "een zout verandert niet"),
        ("INSERT OR REPLACE INTO zout SELECT referentie, zeroblob(32) FROM zout", "een zout"),
        ("UPDATE meta SET waarde = 'x'", "nummer van het grootboek"),
        ("DELETE FROM meta", "nummer van het grootboek"),
    ],
)
def test_the_database_itself_refuses_to_change_the_trail(
    trail: Ledger, tmp_path: Path, statement: str, told: str
) -> None:
    with (
        closing(sqlite3.connect(tmp_path / "ledger.sqlite")) as conn,
        pytest.raises(sqlite3.IntegrityError, match=told),
    ):
        conn.execute(statement)
    assert trail.audit_verify() == []


@pytest.mark.parametrize("change", ["DROP TRIGGER {}", "DROP TRIGGER {}; CREATE TRIGGER {} {}"])
def test_a_guard_that_was_taken_away_or_made_harmless_is_found(
    trail: Ledger, tmp_path: Path, change: str
) -> None:
    harmless = "BEFORE DELETE ON audit BEGIN SELECT 1; END"
    name = "audit_geen_delete"
    with closing(sqlite3.connect(tmp_path / "ledger.sqlite")) as conn:
        conn.executescript(change.format(name, name, harmless))
    (found,) = trail.audit_verify()
    assert (found.code, found.waar) == ("L-0604", f"trigger:{name}")


@pytest.mark.parametrize(
    "column", ["tijd", "actie", "object", "resultaat", "oorsprong", "actor", "hash"]
)
@pytest.mark.parametrize("bit", [0, 3, 7])
def test_one_flipped_bit_is_found_also_when_it_makes_no_text(
    trail: Ledger, tmp_path: Path, column: str, bit: int
) -> None:
    with as_an_intruder(tmp_path) as conn:
        wanted = f"SELECT CAST({column} AS BLOB) FROM audit WHERE volgnummer = 4"  # noqa: S608 - the names above
        (stored,) = conn.execute(wanted).fetchone()
        flipped = bytes([stored[0] ^ 1 << bit, *stored[1:]])
        conn.execute(
            f"UPDATE audit SET {column} = CAST(? AS TEXT) WHERE volgnummer = 4",  # noqa: S608 - the names above
            (flipped,),
        )
    assert trail.audit_verify()[0].waar == "audit:4"


def test_a_flipped_bit_anywhere_in_the_file_never_passes_for_a_whole_trail(
    trail: Ledger, tmp_path: Path
) -> None:
    whole = [tuple(row) for row in stored_trail(tmp_path)]
    trail.close()
    path = tmp_path / "ledger.sqlite"
    pristine = path.read_bytes()
    start = pristine.index(str(whole[3][7]).encode())
    for bit in range(0, 8 * 64, 37):
        at, mask = start + bit // 8, 1 << bit % 8
        path.write_bytes(pristine[:at] + bytes([pristine[at] ^ mask]) + pristine[at + 1 :])
        with Ledger.open(url_of(tmp_path)) as again:
            assert again.audit_verify() != []
    path.write_bytes(pristine)
    with Ledger.open(url_of(tmp_path)) as again:
        assert again.audit_verify() == []


def stored_trail(folder: Path) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(folder / "ledger.sqlite")) as conn:
        conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return conn.execute(f"SELECT {_COLUMNS} FROM audit ORDER BY volgnummer").fetchall()  # noqa: S608 - the names above


# -- anchors -------------------------------------------------------------------------------------


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    return tmp_path / "bewijs"


def anchored(folder: Path, outside: Path) -> Ledger:
    return Ledger.open(url_of(folder), outside)


def work(ledger: Ledger, count: int, actor: str = "c.consulent") -> None:
    for _ in range(count):
        ledger.note_audit("uitleg", "gezien", actor, NOW)


def test_the_end_of_the_trail_is_noted_outside_when_the_ledger_is_closed(
    tmp_path: Path, outside: Path
) -> None:
    for count in (3, 2, 0):
        with anchored(tmp_path, outside) as ledger:
            work(ledger, count)
    lines = (outside / "anker.jsonl").read_text().splitlines()
    assert [json.loads(line)["volgnummer"] for line in lines] == [3, 5]
    assert (outside / "anker.jsonl").stat().st_mode & 0o777 == 0o600


def test_a_cut_off_tail_stays_found_whatever_is_added_after_it(
    tmp_path: Path, outside: Path
) -> None:
    with anchored(tmp_path, outside) as ledger:
        work(ledger, 5)
    with as_an_intruder(tmp_path) as conn:
        conn.execute("DELETE FROM audit WHERE volgnummer > 3")
    with anchored(tmp_path, outside) as ledger:
        assert ledger.teruggezet()
        work(ledger, 5, "a.ander")
    with anchored(tmp_path, outside) as ledger:
        found = ledger.audit_toets(*ledger.ankers())
        assert [one.waar for one in found.problemen] == ["audit:5"]


def test_a_line_of_the_anchor_file_that_was_cut_off_by_a_power_failure_was_never_written(
    tmp_path: Path, outside: Path
) -> None:
    with anchored(tmp_path, outside) as ledger:
        work(ledger, 2)
    with (outside / "anker.jsonl").open("a") as file:
        file.write('{"grootb')
    with anchored(tmp_path, outside) as ledger:
        work(ledger, 1)
    with anchored(tmp_path, outside) as ledger:
        assert [anchor.volgnummer for anchor in ledger.ankers()] == [2, 3]
        assert ledger.audit_verify(*ledger.ankers()) == []


@pytest.mark.parametrize("line", ["no json", "[]", '{"volgnummer": "5"}'])
def test_an_anchor_file_that_is_none_is_told(tmp_path: Path, outside: Path, line: str) -> None:
    outside.mkdir()
    (outside / "anker.jsonl").write_text(line + "\n")
    ledger = anchored(tmp_path, outside)
    with pytest.raises(LedgerError, match="L-0605"):
        ledger.ankers()
    with pytest.raises(LedgerError, match="L-0605"):
        ledger.close()


def restored(folder: Path, outside: Path) -> None:
    """Work, back up, work on, and put the backup back."""
    with anchored(folder, outside) as ledger:
        work(ledger, 3)
    backup = (folder / "ledger.sqlite").read_bytes()
    with anchored(folder, outside) as ledger:
        work(ledger, 2)
    with anchored(folder, outside) as ledger:
        work(ledger, 2)
    (folder / "ledger.sqlite").write_bytes(backup)


def test_a_backup_that_was_put_back_is_accepted_when_a_person_says_so(
    tmp_path: Path, outside: Path
) -> None:
    restored(tmp_path, outside)
    with anchored(tmp_path, outside) as ledger:
        assert [one.code for one in ledger.audit_verify(*ledger.ankers())] == ["L-0603"]
        ledger.note_hersteld(Handelend("B. Beheer", "beheer"), NOW)
        assert not ledger.teruggezet()
        work(ledger, 2)
    with anchored(tmp_path, outside) as ledger:
        found = ledger.audit_toets(*ledger.ankers())
    assert (found.problemen, found.ankers) == ((), 5)
    assert [(one.volgnummer, one.vanaf) for one in found.hersteld] == [(4, 5)]


def test_only_the_gap_that_was_named_is_accepted(tmp_path: Path, outside: Path) -> None:
    restored(tmp_path, outside)
    with anchored(tmp_path, outside) as ledger:
        ledger.note_hersteld(Handelend("B. Beheer", "beheer"), NOW)
        work(ledger, 4)
    with as_an_intruder(tmp_path) as conn:
        conn.execute("DELETE FROM audit WHERE volgnummer > 6")
    with anchored(tmp_path, outside) as ledger:
        found = ledger.audit_verify(*ledger.ankers())
    assert [(one.code, one.waar) for one in found] == [("L-0603", "audit:8")]


def test_a_large_release_is_one_chain(house: House) -> None:
    house.run([staged(number) for number in range(1000)])
    assert house.ledger.anchor().volgnummer == 1001
    assert house.ledger.audit_verify() == []
