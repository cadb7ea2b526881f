"""A first look at a source: every column, and no more rows and days than were asked for."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest

from connectors.base import Reading, ReadRequest
from pipeline.slots import nacht, venster
from pipeline.verkenning import Verkenning, verken_bestand, verken_bron
from regres import UsageProblem
from settings.trial import losse_route
from tests.tools.gemeente import HEADER, ROOT, csv_bytes, rij

MAPPING = ROOT / "config" / "mappings" / "duinrand-csv.yaml"
SLOT = nacht(date(2026, 3, 1))


@pytest.fixture
def export(tmp_path: Path) -> Path:
    file = tmp_path / "export.csv"
    file.write_bytes(csv_bytes([rij(number, "J" if number < 2 else "N") for number in range(7)]))
    return file


def door_mapping(file: Path, rows: int) -> Verkenning:
    route = losse_route(MAPPING, file)
    return verken_bron(route.connector, route.plan, SLOT, rows)


def test_of_an_unknown_file_it_is_told_how_it_is_written_and_what_is_in_each_column(
    export: Path,
) -> None:
    seen = verken_bestand(export, 100)

    assert seen.dialect is not None
    assert (seen.dialect.scheidingsteken.waarde, seen.dialect.kopregel) == (";", tuple(HEADER))
    assert seen.dialect.trailer is not None and seen.dialect.trailer.waarde == "TOTAAL"
    assert [one.kop for one in seen.profiel.kolommen] == list(HEADER)
    filled = {one.naam: (one.gezien, one.gevuld) for one in seen.profiel.kolommen}
    assert filled["Beschikkingnr"] == (7, 7)
    assert filled["Datum ongeval"] == (7, 2)


def test_by_its_mapping_all_columns_are_looked_at_and_what_it_reads_is_named(export: Path) -> None:
    seen = door_mapping(export, 100)

    assert seen.dialect is None
    assert [one.naam for one in seen.profiel.kolommen] == list(HEADER)
    assert (seen.profiel.rijen, seen.profiel.past_niet) == (7, [])
    about = {one["naam"]: one["veld"] for one in seen.profiel.as_json()["kolommen"]}
    assert "voorziening.ingangsdatum" in about["Ingangsdatum"]


@pytest.mark.parametrize("rows", [1, 2, 5])
def test_no_more_rows_are_looked_at_than_were_asked_for(export: Path, rows: int) -> None:
    assert verken_bestand(export, rows).profiel.rijen == rows
    assert door_mapping(export, rows).profiel.rijen == rows


def test_an_export_without_rows_still_names_its_columns(tmp_path: Path) -> None:
    file = tmp_path / "leeg.csv"
    file.write_bytes(csv_bytes([]))
    seen = door_mapping(file, 10)
    assert seen.profiel.rijen == 0
    assert {"Beschikkingnr", "Ongeval J/N"} <= {one.naam for one in seen.profiel.kolommen}


def test_what_is_no_table_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "brief.txt"
    file.write_text("Geachte heer\n\nHierbij de export.\n", encoding="utf-8")
    with pytest.raises(UsageProblem, match="M-0043"):
        verken_bestand(file, 10)


def test_a_source_is_asked_for_the_days_of_the_slot(export: Path) -> None:
    route = losse_route(MAPPING, export)
    asked: list[ReadRequest] = []

    class Luisteraar:
        @contextmanager
        def read(self, request: ReadRequest) -> Iterator[Reading]:
            asked.append(request)
            with route.connector.read(request) as reading:
                yield reading

    slot = venster(date(2026, 3, 1), 90)
    verken_bron(Luisteraar(), route.plan, slot, 3)  # type: ignore[arg-type] # only read is asked
    assert [(one.van, one.tot) for one in asked] == [(date(2025, 12, 1), date(2026, 3, 1))]
