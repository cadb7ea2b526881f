"""What a person accepts forgives only with an anchor outside, and the journal cannot be lost."""

import json
import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from ledger import AuditVraag, Ledger, Merk, Termijnen, audit, words
from regres import Handelend, ProtectionStop
from tests.tools.indringer import as_an_intruder
from tests.tools.ledgers import GEMEENTE, NOW, House, after, hmac_of, note, url_of, zoeksleutel

WHO = Handelend("F. Functionaris", "fg", "Brief van vandaag")
CLOCK = Handelend("F. Functionaris", "fg")
JOURNAL = "wisjournaal.jsonl"


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    return tmp_path / "bewijs"


def opened(folder: Path, outside: Path) -> Ledger:
    return Ledger.open(url_of(folder), outside)


def work(folder: Path, outside: Path, count: int, actor: str = "c.consulent") -> None:
    with opened(folder, outside) as ledger:
        for _ in range(count):
            ledger.note_audit("uitleg", "gezien", actor, NOW)


def codes(folder: Path, outside: Path) -> list[str]:
    with opened(folder, outside) as ledger:
        return [one.code for one in ledger.audit_toets(*ledger.ankers()).problemen]


def merken(number: int) -> list[Merk]:
    return [Merk(hmac_of("cli", number), 1)]


# -- hersteld ------------------------------------------------------------------------------------


def cut_and_explain(folder: Path, outside: Path) -> None:
    """Take the end away, and write the entry that a person would have left; the folder stays."""
    anchors = (outside / "anker.jsonl").read_text().splitlines()
    last = json.loads(anchors[-1])
    with as_an_intruder(folder) as conn:
        conn.execute("DELETE FROM audit WHERE volgnummer > 2")
        (before,) = conn.execute("SELECT hash FROM audit WHERE volgnummer = 2").fetchone()
        entry = audit.Entry(
            tijd="2026-11-22T09:00:00.000000Z",
            actie="hersteld",
            object=f"anker:{last['volgnummer']}:{last['hash']}",
            resultaat="teruggezet 3",
            oorsprong="rol:fg",
            actor="F. Functionaris",
        )
        columns = "volgnummer, tijd, actie, object, resultaat, oorsprong, actor, hash"
        parts = (entry.tijd, entry.actie, entry.object, entry.resultaat, entry.oorsprong)
        link = audit.link(before, entry, 3)
        conn.execute(
            f"INSERT INTO audit ({columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",  # noqa: S608 - the names above
            (3, *parts, entry.actor, link),
        )


def test_a_forged_entry_forgives_no_anchor_and_no_new_one_hides_it(
    tmp_path: Path, outside: Path
) -> None:
    work(tmp_path, outside, 5)
    cut_and_explain(tmp_path, outside)
    kept = (outside / "anker.jsonl").read_text()
    for _ in range(2):
        work(tmp_path, outside, 2)
        assert codes(tmp_path, outside) == ["L-0603", "L-0614"]
    assert (outside / "anker.jsonl").read_text() == kept


def test_a_forged_entry_that_was_there_before_anything_is_lost_forgives_nothing_either(
    tmp_path: Path, outside: Path
) -> None:
    work(tmp_path, outside, 2)
    anchors = (outside / "anker.jsonl").read_text().splitlines()
    last = json.loads(anchors[-1])
    with opened(tmp_path, outside) as ledger:
        name = f"anker:{last['volgnummer']}:{last['hash']}"
        ledger.note_audit("hersteld", "teruggezet 1", "F. Functionaris", NOW, name, "rol:fg")
        assert ledger.teruggezet()
    assert codes(tmp_path, outside) == ["L-0614"]


def test_what_a_person_accepts_is_listed_with_who_and_when(tmp_path: Path, outside: Path) -> None:
    work(tmp_path, outside, 2)
    shutil.copy(tmp_path / "ledger.sqlite", tmp_path / "reservekopie")
    work(tmp_path, outside, 3)
    shutil.copy(tmp_path / "reservekopie", tmp_path / "ledger.sqlite")
    with opened(tmp_path, outside) as ledger:
        ledger.note_hersteld(Handelend("B. Beheer", "beheer"), after(days=1))
    with opened(tmp_path, outside) as ledger:
        found = ledger.audit_toets(*ledger.ankers())
    (said,) = found.hersteld
    assert (found.problemen, said.bevestigd) == ((), True)
    assert (said.volgnummer, said.vanaf, said.actor, said.rol) == (3, 5, "B. Beheer", "beheer")
    assert said.tijd.startswith("2026-11-22")
    newest = json.loads((outside / "anker.jsonl").read_text().splitlines()[-1])
    assert (newest["volgnummer"], newest["hersteld"]) == (3, 3)


def test_what_was_accepted_once_is_not_accepted_again(tmp_path: Path, outside: Path) -> None:
    """The same backup is put back a second time: the entry of the first went with it."""
    work(tmp_path, outside, 2)
    shutil.copy(tmp_path / "ledger.sqlite", tmp_path / "reservekopie")
    work(tmp_path, outside, 3)
    for _ in range(2):
        shutil.copy(tmp_path / "reservekopie", tmp_path / "ledger.sqlite")
        assert codes(tmp_path, outside)[0] == "L-0603"
        with opened(tmp_path, outside) as ledger:
            ledger.note_hersteld(Handelend("B. Beheer", "beheer"), NOW)
        assert codes(tmp_path, outside) == []
        work(tmp_path, outside, 1)


def test_a_restore_of_before_anchors_told_of_it_is_still_believed(
    tmp_path: Path, outside: Path
) -> None:
    """Anchors of an earlier version speak neither of the journal nor of the entry."""
    work(tmp_path, outside, 2)
    shutil.copy(tmp_path / "ledger.sqlite", tmp_path / "reservekopie")
    work(tmp_path, outside, 3)
    shutil.copy(tmp_path / "reservekopie", tmp_path / "ledger.sqlite")
    with opened(tmp_path, outside) as ledger:
        ledger.note_hersteld(Handelend("B. Beheer", "beheer"), NOW)
    work(tmp_path, outside, 1)
    file = outside / "anker.jsonl"
    lines = [json.loads(line) for line in file.read_text().splitlines()]
    kept = [{name: line[name] for name in ("grootboek", "volgnummer", "hash")} for line in lines]
    file.write_text("".join(f"{words.dump(line)}\n" for line in kept))
    assert codes(tmp_path, outside) == []


def test_a_mailed_anchor_of_what_was_lost_is_forgiven_with_the_rest(
    tmp_path: Path, outside: Path
) -> None:
    work(tmp_path, outside, 2)
    shutil.copy(tmp_path / "ledger.sqlite", tmp_path / "reservekopie")
    work(tmp_path, outside, 3)
    with opened(tmp_path, outside) as ledger:
        mailed = ledger.anchor()
    shutil.copy(tmp_path / "reservekopie", tmp_path / "ledger.sqlite")
    with opened(tmp_path, outside) as ledger:
        ledger.note_hersteld(Handelend("B. Beheer", "beheer"), NOW)
    work(tmp_path, outside, 4)
    with opened(tmp_path, outside) as ledger:
        later = ledger.anchor()
        assert ledger.audit_toets(*ledger.ankers(), mailed, later).problemen == ()
    with as_an_intruder(tmp_path) as conn:
        conn.execute("UPDATE audit SET actor = 'x' WHERE volgnummer = 7")
    with opened(tmp_path, outside) as ledger:
        told = [one.code for one in ledger.audit_toets(*ledger.ankers(), later).problemen]
    assert "L-0601" in told


# -- the journal ---------------------------------------------------------------------------------


@pytest.fixture
def objected(tmp_path: Path, outside: Path) -> Path:
    """Give the journal of a ledger with two objections, that was anchored."""
    with opened(tmp_path, outside) as ledger:
        ledger.blokkeer(GEMEENTE, merken(1), WHO, NOW)
        ledger.blokkeer(GEMEENTE, merken(2), WHO, NOW)
    return outside / JOURNAL


def lost(path: Path) -> None:
    path.unlink()


def emptied(path: Path) -> None:
    path.write_text("")


def cut(path: Path) -> None:
    path.write_text(path.read_text().splitlines(keepends=True)[0])


def changed(path: Path) -> None:
    path.write_text(path.read_text().replace(hmac_of("cli", 1), hmac_of("cli", 9)))


def turned(path: Path) -> None:
    path.write_text("".join(path.read_text().splitlines(keepends=True)[::-1]))


@pytest.mark.parametrize("harm", [lost, emptied, cut, changed, turned])
def test_a_journal_that_is_not_what_was_anchored_stops_runs_and_erasing(
    tmp_path: Path, outside: Path, objected: Path, harm: object
) -> None:
    assert callable(harm)
    harm(objected)
    kept = (outside / "anker.jsonl").read_text()
    with opened(tmp_path, outside) as ledger:
        house = House(ledger)
        with pytest.raises(ProtectionStop, match="L-0615"):
            house.start()
        with pytest.raises(ProtectionStop, match="L-0615"):
            ledger.bewaar(Termijnen(), NOW, CLOCK)
        assert [one.code for one in ledger.journaalproblemen()] == ["L-0615"]
        ledger.note_audit("uitleg", "gezien", "c.consulent", NOW)
    assert codes(tmp_path, outside) == ["L-0615"]
    assert (outside / "anker.jsonl").read_text() == kept


def test_a_journal_is_also_missed_by_a_backup_that_never_heard_of_its_lines(
    tmp_path: Path, outside: Path
) -> None:
    with opened(tmp_path, outside) as ledger:
        ledger.note_audit("uitleg", "gezien", "c.consulent", NOW)
    shutil.copy(tmp_path / "ledger.sqlite", tmp_path / "reservekopie")
    with opened(tmp_path, outside) as ledger:
        ledger.blokkeer(GEMEENTE, merken(1), WHO, NOW)
    shutil.copy(tmp_path / "reservekopie", tmp_path / "ledger.sqlite")
    (outside / JOURNAL).unlink()
    assert codes(tmp_path, outside) == ["L-0603", "L-0615"]


def test_lines_that_are_added_are_no_harm(tmp_path: Path, outside: Path, objected: Path) -> None:
    with opened(tmp_path, outside) as ledger:
        ledger.blokkeer(GEMEENTE, merken(3), WHO, NOW)
        assert ledger.journaalproblemen() == ()
    assert codes(tmp_path, outside) == []


def test_what_a_person_accepts_begins_the_journal_anew_with_every_objection_that_stands(
    tmp_path: Path, outside: Path, objected: Path
) -> None:
    with opened(tmp_path, outside) as ledger:
        ledger.hef_op(GEMEENTE, merken(2), WHO, NOW)
    objected.unlink()
    with opened(tmp_path, outside) as ledger:
        ledger.note_hersteld(Handelend("F. Functionaris", "fg"), NOW)
        assert House(ledger).start() == 1
        (said,) = ledger.audit_toets(*ledger.ankers()).hersteld
        assert (said.soort, said.actor, said.rol) == ("wisjournaal_weg", "F. Functionaris", "fg")
    assert codes(tmp_path, outside) == []

    (tmp_path / "ledger.sqlite").unlink()
    with opened(tmp_path, outside) as ledger:
        ledger.herhaal_wissingen(NOW)
        assert ledger.blokkades(GEMEENTE).merken == {hmac_of("cli", 1)}


def journal_of_two_years(folder: Path, outside: Path) -> timedelta:
    """Erase twice, long ago; gives when it is to be dropped."""
    with opened(folder, outside) as ledger:
        house = House(ledger)
        ledger.blokkeer(GEMEENTE, merken(1), WHO, NOW)
        for number in (1, 2, 3):
            house.run(stubs=[note(number)], now=after(days=number))
            house.run(gesloten_stubs=((zoeksleutel(number), "x"),), now=after(days=number))
            ledger.bewaar(Termijnen(), after(days=number + 91), CLOCK)
    return timedelta(days=900)


def test_lines_that_go_by_their_term_are_told_by_an_anchor(tmp_path: Path, outside: Path) -> None:
    later = journal_of_two_years(tmp_path, outside)
    before = (outside / JOURNAL).read_text()
    with opened(tmp_path, outside) as ledger:
        ledger.bewaar(Termijnen(), NOW + later, CLOCK)
        assert ledger.journaalproblemen() == ()
    after_ = (outside / JOURNAL).read_text()
    assert len(after_.splitlines()) < len(before.splitlines())
    assert codes(tmp_path, outside) == []
    # As if the power failed between the anchor and the file.
    lines = (outside / "anker.jsonl").read_text().splitlines(keepends=True)
    at = next(n for n, line in enumerate(lines) if "wisjournaal_was" in line)
    (outside / "anker.jsonl").write_text("".join(lines[: at + 1]))
    (outside / JOURNAL).write_text(before)
    with opened(tmp_path, outside) as ledger:
        assert ledger.journaalproblemen() == ()
        ledger.bewaar(Termijnen(), NOW + later, CLOCK)
    assert (outside / JOURNAL).read_text() == after_
    assert codes(tmp_path, outside) == []


def test_a_ledger_that_is_behind_drops_nothing_of_the_journal(
    tmp_path: Path, outside: Path
) -> None:
    shutil_from = tmp_path / "ledger.sqlite"
    later = journal_of_two_years(tmp_path, outside)
    shutil.copy(shutil_from, tmp_path / "reservekopie")
    with opened(tmp_path, outside) as ledger:
        ledger.note_audit("uitleg", "gezien", "c.consulent", NOW)
    shutil.copy(tmp_path / "reservekopie", shutil_from)
    before = (outside / JOURNAL).read_text()
    with opened(tmp_path, outside) as ledger:
        ledger.bewaar(Termijnen(), NOW + later, CLOCK)
        assert ledger.audit_regels(AuditVraag(actie="klok_bevestigd"))
    assert (outside / JOURNAL).read_text() == before


# -- anchors that are taken away -----------------------------------------------------------------


@pytest.mark.parametrize("left", [0, 1])
def test_anchors_that_were_taken_away_are_missed_up_to_the_last_one_noted(
    tmp_path: Path, outside: Path, left: int
) -> None:
    work(tmp_path, outside, 2)
    work(tmp_path, outside, 3)
    lines = (outside / "anker.jsonl").read_text().splitlines(keepends=True)
    assert len(lines) == 2
    (outside / "anker.jsonl").write_text("".join(lines[:left]))

    with opened(tmp_path, outside) as ledger:
        assert ledger.ankers_weg() == 5
        (wrong,) = ledger.audit_toets(*ledger.ankers()).problemen

    assert (wrong.code, wrong.waar) == ("L-0609", "anker.jsonl")
    assert "5" in str(wrong)
    assert (outside / "anker.jsonl").read_text() == "".join(lines[:left])


def test_anchors_that_a_person_gave_up_are_kept_again_from_there(
    tmp_path: Path, outside: Path
) -> None:
    work(tmp_path, outside, 2)
    work(tmp_path, outside, 3)
    file = outside / "anker.jsonl"
    lines = file.read_text().splitlines(keepends=True)
    file.write_text(lines[0])
    with opened(tmp_path, outside) as ledger:
        ledger.note_hersteld(Handelend("B. Beheer", "beheer"), after(days=1))
        (said,) = ledger.audit_toets(*ledger.ankers()).hersteld
        (told,) = ledger.audit_regels(AuditVraag(actie="ankers_weg"))
        assert ledger.ankers_weg() == 0

    assert (said.soort, said.actor, said.rol) == ("ankers_weg", "B. Beheer", "beheer")
    assert (said.volgnummer, said.vanaf, said.bevestigd) == (6, 6, True)
    assert told.resultaat == "verankerd tot 5, over tot 2"
    assert codes(tmp_path, outside) == []
    file.write_text(lines[0])
    assert codes(tmp_path, outside) == ["L-0609"]
