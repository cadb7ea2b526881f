"""A first look at a source: how it is written, and what its columns hold; nothing is kept."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from connectors.base import Connector, ReadRequest
from connectors.csv_export import CsvExport
from connectors.first_look import randen
from connectors.folder import Folder
from mappings import Plan
from mappings.verkenning import HOOFD, Dialect, Profiel, Zicht, verken
from pipeline.slots import Slot
from regres import CsvLayout, SourceRecord

_NIEMAND = "0000"


@dataclass(frozen=True, slots=True)
class Verkenning:
    """What a first look saw; dialect is None when the mapping says how the file is written."""

    profiel: Profiel
    dialect: Dialect | None = None


def verken_bestand(file: Path, rows: int) -> Verkenning:
    """Look at a file of which nothing is known.

    Raises UsageProblem (M-0042 to M-0044) when it cannot be told how it is written, and SourceError
    when it cannot be read as it seems to be written.
    """
    edges = randen(file, HOOFD)
    dialect = verken(edges.hoofd, heel=edges.heel, staart=edges.staart)
    layout = dialect.layout()
    profiel = Profiel.over(layout.kolommen, dialect.kopregel)
    door = Folder.van_bestand(CsvExport(_NIEMAND, layout), file)
    _lees(door, ReadRequest(), profiel, rows)
    return Verkenning(profiel, dialect)


def verken_bron(connector: Connector, plan: Plan, slot: Slot, rows: int) -> Verkenning:
    """Look at a source by its mapping: the columns that the mapping reads, and no other."""
    layout = plan.layout
    names = tuple(layout.kolommen if isinstance(layout, CsvLayout) else layout.adressen)
    profiel = Profiel.over(names, zicht=Zicht.van(plan))
    _lees(connector, ReadRequest(van=slot.van, tot=slot.tot), profiel, rows)
    return Verkenning(profiel)


def _lees(connector: Connector, request: ReadRequest, profiel: Profiel, rows: int) -> None:
    with connector.read(request) as reading:
        records: Iterable[SourceRecord] = islice(reading, rows)
        profiel.zie_alle(record.fields for record in records)
