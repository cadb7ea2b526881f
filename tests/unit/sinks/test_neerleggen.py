"""What a sink puts down is on the disk before it is named, and its name before it counts."""

from pathlib import Path

from regres import Receipt, SealedMelding
from sinks import Folder
from tests.tools.loket import NU, kop
from tests.tools.schijf import gesynct


def test_a_delivery_into_a_folder_outlives_a_power_cut(tmp_path: Path) -> None:
    with gesynct() as synced:
        done = Folder(tmp_path, klok=lambda: NU).deliver(SealedMelding(kop(), "a.b.c.d.e"))

    (delivered,) = tmp_path.iterdir()
    assert isinstance(done, Receipt)
    assert synced == [
        (delivered.with_suffix(".tmp").name, delivered.read_bytes()),
        (tmp_path.name, (delivered.name,)),
    ]
