"""A folder of deliveries: whole files or none, one per version, known again after a restart."""

import json
import os
from contextlib import closing
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import pytest

from regres import Receipt, SealedMelding, SinkDown, SinkStopped
from regres.canonical import kop_json
from sinks import Conflict, Folder, KeyUnknown, Memory
from tests.tools.loket import NU, kop, merk


def sealed(referentie: str = "r1", versie: int = 1, inhoud: str = "a.b.c.d.e") -> SealedMelding:
    return SealedMelding(kop(referentie, versie), inhoud)


def test_a_delivery_is_one_file_named_after_referentie_and_versie(tmp_path: Path) -> None:
    Folder(tmp_path, klok=lambda: NU).deliver(sealed())

    (path,) = tmp_path.iterdir()
    assert path.name == sha256(f"{merk('r1')}:1".encode()).hexdigest() + ".json"
    assert path.stat().st_mode & 0o777 == 0o600
    assert json.loads(path.read_bytes()) == {
        "melding": {**kop_json(kop()), "inhoud": "a.b.c.d.e"},
        "ontvangst": {
            "referentie": merk("r1"),
            "versie": 1,
            "zaaknummer": "MAP-" + sha256(kop().dossiersleutel.encode()).hexdigest()[:12],
            "ontvangenOp": "2026-11-21T04:00:00Z",
        },
    }


def test_after_a_restart_the_same_key_is_the_same_file_and_receipt(tmp_path: Path) -> None:
    first = Folder(tmp_path, klok=lambda: NU).deliver(sealed())

    later = Folder(tmp_path, klok=lambda: NU + timedelta(days=1))

    assert later.deliver(sealed(inhoud="v.e.r.s.!")) == first
    assert len(list(tmp_path.iterdir())) == 1
    conflict = later.deliver(SealedMelding(kop(inhoudsmerk=merk("x")), "a"))
    assert conflict == Conflict(1, kop().inhoudsmerk)


def test_what_was_left_half_written_is_not_a_delivery(tmp_path: Path) -> None:
    sink = Folder(tmp_path, klok=lambda: NU)
    name = sha256(f"{merk('r1')}:1".encode()).hexdigest()
    (tmp_path / f"{name}.tmp").write_bytes(b'{"melding": {')

    assert isinstance(sink.deliver(sealed()), Receipt)
    assert [path.suffix for path in tmp_path.iterdir()] == [".json"]


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b"{}", b'{"melding": {}, "ontvangst": {}}', b"\xff", b"null"]
)
def test_a_strange_file_in_the_folder_stops(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "vreemd.json").write_bytes(content)

    with pytest.raises(SinkStopped, match="S-0051"):
        Folder(tmp_path).deliver(sealed())


def test_a_folder_that_is_not_there_is_down_and_its_check_says_why(tmp_path: Path) -> None:
    gone = Folder(tmp_path / "nergens")

    with pytest.raises(SinkDown, match="S-0050"):
        gone.deliver(sealed())
    (step,) = gone.check()
    assert not step.gelukt
    assert step.problem is not None
    assert str(tmp_path / "nergens") in str(step.problem)


def test_a_list_that_cannot_be_read_is_down(tmp_path: Path) -> None:
    (tmp_path / "a.json").mkdir()

    with pytest.raises(SinkDown, match="S-0050"):
        list(Folder(tmp_path).meldingen())


def test_a_write_that_fails_is_down_and_the_next_attempt_delivers(tmp_path: Path) -> None:
    """A link stands where the file is written: it is not followed."""
    sink = Folder(tmp_path, klok=lambda: NU)
    name = sha256(f"{merk('r1')}:1".encode()).hexdigest()
    blocker = tmp_path / f"{name}.tmp"
    blocker.symlink_to("/dev/full")

    with pytest.raises(SinkDown):
        sink.deliver(sealed())
    blocker.unlink()

    assert isinstance(sink.deliver(sealed()), Receipt)


def test_a_check_leaves_nothing_behind(tmp_path: Path) -> None:
    (step,) = Folder(tmp_path).check()

    assert step.gelukt
    assert os.listdir(tmp_path) == []


def test_memory_can_be_told_what_to_answer_and_keeps_nothing_of_it() -> None:
    sink = Memory(klok=lambda: NU)
    sink.straks(SinkDown(retry_after=7), KeyUnknown())

    with closing(sink):
        with pytest.raises(SinkDown) as caught:
            sink.deliver(sealed())
        assert caught.value.retry_after == 7
        assert sink.deliver(sealed()) == KeyUnknown()
        assert sink.zaken == {}
        receipt = sink.deliver(sealed())

    assert isinstance(receipt, Receipt)
    assert sink.zaken == {merk("r1"): receipt.zaaknummer}
    assert sink.geschiedenis == [sealed()]


def test_what_the_disk_says_is_told_of_the_folder_at_every_road(tmp_path: Path) -> None:
    gone = Folder(tmp_path / "nergens")
    (step,) = gone.check()
    with pytest.raises(SinkDown) as delivering:
        # Its files were read before it went away.
        gone._index = {}
        gone.deliver(sealed())
    with pytest.raises(SinkDown) as listing:
        list(gone.meldingen())

    wrong = (*step.problems, *delivering.value.problems, *listing.value.problems)
    assert (step.naam, *gone.stappen) == ("map", "map")
    assert step.gelukt is False
    assert [(one.code, one.waar) for one in wrong] == [("S-0050", str(tmp_path / "nergens"))] * 3
    assert ["No such file" in one.wat for one in wrong] == [True] * 3


def test_a_folder_that_can_be_written_is_told_in_one_step(tmp_path: Path) -> None:
    (step,) = Folder(tmp_path).check()

    assert (step.naam, step.toelichting) == ("map", "bestaat en is te beschrijven")


def test_a_strange_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "vreemd.json").write_bytes(b"{}")

    with pytest.raises(SinkStopped) as listing:
        list(Folder(tmp_path).meldingen())
    with pytest.raises(SinkStopped) as delivering:
        Folder(tmp_path).deliver(sealed())

    wrong = (*listing.value.problems, *delivering.value.problems)
    assert [(one.code, one.waar) for one in wrong] == [
        ("S-0051", str(tmp_path / "vreemd.json"))
    ] * 2


def test_what_lies_there_is_listed_by_its_moment_and_files_of_others_are_passed_by(
    tmp_path: Path,
) -> None:
    clock = [NU + timedelta(seconds=2), NU, NU + timedelta(seconds=1)]
    sink = Folder(tmp_path, klok=lambda: clock.pop(0))
    for name in ("a", "b", "c"):
        sink.deliver(sealed(name))
    (tmp_path / "lees-mij.txt").write_text("van de gemeente")

    found = list(sink.meldingen())

    assert [one.referentie for one in found] == [merk("b"), merk("c"), merk("a")]
    assert list(sink.terugkoppelingen("")) == []


def test_a_folder_that_was_closed_is_read_again(tmp_path: Path) -> None:
    sink = Folder(tmp_path, klok=lambda: NU)
    sink.deliver(sealed())
    (tmp_path / "vreemd.json").write_bytes(b"{}")

    assert isinstance(sink.deliver(sealed("r2")), Receipt)
    sink.close()
    with pytest.raises(SinkStopped, match="S-0051"):
        sink.deliver(sealed("r3"))


def test_memory_keeps_whole_seconds_and_names_the_case_of_the_latest_version() -> None:
    sink = Memory(klok=lambda: NU.replace(microsecond=7))
    first, second = sink.deliver(sealed()), sink.deliver(sealed(versie=2))
    number = "GEHEUGEN-" + sha256(kop().dossiersleutel.encode()).hexdigest()[:12]

    assert first == Receipt(merk("r1"), 1, number, NU)
    assert second == Receipt(merk("r1"), 2, number, NU)
    assert [one.versie for one in sink.meldingen()] == [1, 2]
    assert sink.zaken == {merk("r1"): number}
    (step,) = sink.check()
    assert (step.naam, step.gelukt) == (*sink.stappen, True) == ("geheugen", True)
    assert step.toelichting == "niets verlaat dit proces"
