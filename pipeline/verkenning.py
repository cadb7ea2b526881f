"""A first look at a source: how it is written, and what its columns hold; nothing is kept."""

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
from regres import CsvLayout, Row, SourceRecord

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
    with door.read(ReadRequest()) as reading:
        profiel.zie_alle(record.fields for record in islice(reading, rows))
    return Verkenning(profiel, dialect)


def verken_bron(connector: Connector, plan: Plan, slot: Slot, rows: int) -> Verkenning:
    """Look at a source by its mapping: of a file every column, else what the mapping points at."""
    request, zicht = ReadRequest(van=slot.van, tot=slot.tot), Zicht.van(plan)
    with connector.read(request) as reading:
        records = iter(reading)
        first = next(records, None)
        profiel = Profiel.over(_adressen(first, plan), zicht=zicht)
        if first is not None:
            profiel.zie(first.fields)
            profiel.zie_alle(record.fields for record in islice(records, rows - 1))
    return Verkenning(profiel)


def _adressen(first: SourceRecord | None, plan: Plan) -> tuple[str, ...]:
    if first is not None and isinstance(first.fields, Row):
        return first.fields.adressen()
    layout = plan.layout
    return tuple(layout.kolommen if isinstance(layout, CsvLayout) else layout.adressen)
