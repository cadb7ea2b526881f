"""A preview of a file of any size: the whole first, then a page, or the record with a problem."""

import json
import tracemalloc
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from connectors.base import Connector, ReadRequest
from pipeline.bladeren import Bladzijde, Blik, blader, eerste_met, stroom
from pipeline.preview import Droog, Voorbeeld, preview
from pipeline.slots import nacht
from regres import SourceRefused
from settings.trial import losse_route
from tests.tools.gemeente import NU, ROOT, VANDAAG, csv_bytes, rij
from tests.tools.keten import opdracht

MAPPING = ROOT / "config" / "mappings" / "duinrand-csv.yaml"


def blik(folder: Path, rows: list[dict[str, str]], **anders: Any) -> Blik:
    file = folder / "export.csv"
    file.write_bytes(csv_bytes(rows))
    return Blik(losse_route(MAPPING, file), nacht(VANDAAG), Droog(), NU, VANDAAG, **anders)


def zonder_sleutel(lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Drop the key: it is made for one call."""
    return [{name: part for name, part in line.items() if name != "sleutel"} for line in lines]


#: The fifth has the key of the second, and says something else: both go to quarantine.
DUBBEL = [
    rij(1),
    rij(2, "J"),
    rij(3),
    rij(4, "J", Leveringsvorm="?"),
    rij(2, "J", Bedrag="1,00"),
    rij(6),
]


@pytest.mark.parametrize("bewaard", [0, 4, 5, 6, 100])
def test_lines_that_stream_are_those_of_a_preview_as_a_whole(tmp_path: Path, bewaard: int) -> None:
    look = blik(tmp_path, DUBBEL)
    whole = preview(look.route, look.slot, look.now, look.vandaag)
    seen = Voorbeeld()

    lines = [*stroom(look, seen, bewaard=bewaard)]

    assert zonder_sleutel(lines) == zonder_sleutel(whole.regels)
    assert lines[1]["uitkomst"] == "quarantaine"
    assert seen.telling == whole.telling
    assert seen.proof == whole.proof


@dataclass
class Geteld:
    """A door that counts how often it is opened, and does something before the second time."""

    deur: Connector
    voor: Callable[[], object] = lambda: None
    keer: int = 0

    def read(self, request: ReadRequest) -> Any:
        self.keer += 1
        if self.keer == 2:
            self.voor()
        return self.deur.read(request)


@pytest.mark.parametrize(("records", "keer"), [(len(DUBBEL), 1), (len(DUBBEL) - 1, 2)])
def test_a_file_that_fits_in_memory_is_read_once(tmp_path: Path, records: int, keer: int) -> None:
    look = blik(tmp_path, DUBBEL)
    door = Geteld(look.route.connector)
    look = replace(look, route=replace(look.route, connector=door))  # type: ignore[arg-type]  # only read

    page = [*stroom(look, Voorbeeld(), Bladzijde(2, 2, alles=True), bewaard=records)]

    assert [line["bron"]["regel"] for line in page] == [3, 4]
    assert door.keer == keer


def test_another_file_the_second_time_is_refused_at_its_end(tmp_path: Path) -> None:
    look = blik(tmp_path, DUBBEL)
    other = csv_bytes([*DUBBEL[:-1], rij(7)])
    door = Geteld(look.route.connector, lambda: (tmp_path / "export.csv").write_bytes(other))
    look = replace(look, route=replace(look.route, connector=door))  # type: ignore[arg-type]  # only read

    with pytest.raises(SourceRefused, match="B-0134"):
        [*stroom(look, Voorbeeld(), bewaard=0)]


def test_a_page_holds_the_records_that_tell_something_from_a_number_on(tmp_path: Path) -> None:
    look = blik(tmp_path, DUBBEL)

    page = blader(look, Bladzijde(2, 2))

    assert list(page.regels) == [2, 4]
    assert page.meer == 5
    # The fifth was read too: what it does to the second is seen on the page.
    assert page.regels[2]["uitkomst"] == "quarantaine"
    assert page.voorbeeld.telling.gelezen == 6


def test_the_first_record_with_a_problem_is_shown_without_a_value(tmp_path: Path) -> None:
    rows = [rij(1), rij(2, "J"), rij(3, "J", Leveringsvorm="?", Achternaam="Zwartgallig")]

    found = eerste_met(blik(tmp_path, rows), "M-0107")

    assert found is not None
    assert found.nummer == 3
    assert found.cellen["Leveringsvorm"] == "?"
    assert found.cellen["Achternaam"] == "a"
    assert "Zwartgallig" not in repr(found)


def test_a_problem_that_no_record_has_is_not_found(tmp_path: Path) -> None:
    assert eerste_met(blik(tmp_path, [rij(1)]), "M-0107") is None


def test_memory_does_not_grow_with_the_number_of_lines(tmp_path: Path) -> None:
    peaks = []
    for size in (1_500, 4_500):
        look = blik(tmp_path, [rij(number) for number in range(size)])
        tracemalloc.start()
        for _ in stroom(look, Voorbeeld()):
            pass
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()

    # A file is read in pieces of 256 KiB; the lines themselves would be 4 MB more.
    assert peaks[1] < peaks[0] + 1_500_000


def test_the_command_shows_the_whole_first_and_pages(tmp_path: Path) -> None:
    file = tmp_path / "export.csv"
    file.write_bytes(csv_bytes(DUBBEL))
    given = ("preview", "--mapping", MAPPING, "--file", file)

    page = opdracht(*given, "--aantal", "1")
    line = opdracht(*given, "--format", "jsonl", "--vanaf", "4", "--aantal", "1")
    found = opdracht(*given, "--probleem", "m-0107", "--format", "json")

    assert page.uit.index("gelezen") < page.uit.index("M-0107") < page.uit.index("nr  plaats")
    assert "--vanaf 4" in page.fout
    assert [one["bron"]["regel"] for one in line.regels] == [5]
    assert json.loads(found.uit)["nummer"] == 4
    assert {page.code, line.code, found.code} == {1}


def test_a_file_that_is_refused_halfway_gives_one_line_and_no_record(tmp_path: Path) -> None:
    file = tmp_path / "export.csv"
    file.write_bytes(csv_bytes(DUBBEL, trailer=99))

    done = opdracht("preview", "--mapping", MAPPING, "--file", file, "--format", "jsonl")

    (line,) = done.regels
    assert line["geweigerd"]["code"] == "B-0116"
    assert done.code == 4


def test_a_look_says_of_how_many_records_it_read_only_the_signals(tmp_path: Path) -> None:
    file = tmp_path / "export.csv"
    file.write_bytes(csv_bytes([rij(1), rij(2), rij(3, "J")]))

    done = opdracht("preview", "--mapping", MAPPING, "--file", file)

    assert "Van 2 van de 3 records zijn alleen de sleutel en de signalen gelezen." in done.fout
    assert "regresbrug profile" in done.fout


def test_a_look_that_read_every_field_of_every_record_says_no_such_thing(tmp_path: Path) -> None:
    file = tmp_path / "export.csv"
    file.write_bytes(csv_bytes([rij(1, "J"), rij(2, "J")]))

    done = opdracht("preview", "--mapping", MAPPING, "--file", file)

    assert "alleen de sleutel en de signalen" not in done.fout
