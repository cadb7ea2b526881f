"""The columns of an export that nobody reads: `kolommen: los` lets them be, and they are named."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from connectors.csv_header import Index, gelezen, toonnaam
from regres import CsvLayout
from regres.layouts import kolomnaam

#: So many names are told; of more only how many there are.
HOOGSTENS: Final = 10


@dataclass(frozen=True, slots=True)
class Ongelezen:
    """How many columns are not read, and the first of their names, as these may be shown."""

    aantal: int = 0
    kolommen: tuple[str, ...] = ()

    def __str__(self) -> str:
        """Name them in one line; "" when every column is read."""
        more = self.aantal - len(self.kolommen)
        return ", ".join(self.kolommen) + (f" en nog {more}" if more else "")

    def as_json(self) -> dict[str, Any]:
        """Give it for machines."""
        return {"aantal": self.aantal, "kolommen": list(self.kolommen)}


def ongelezen(
    header: Sequence[str], index: Index, layout: CsvLayout, rij: Sequence[str]
) -> Ongelezen:
    """Find them in a header that was accepted; none when the mapping pins the whole header.

    rij  the first row: a name that is a cell there too is a value, and is not shown
    """
    if layout.alle_kolommen:
        return Ongelezen()
    read = {index[adres] for adres in gelezen(layout)}
    left = [(kolomnaam(name), at) for at, name in enumerate(header) if at not in read]
    return Ongelezen(len(left), tuple(toonnaam(name, at, (rij,)) for name, at in left[:HOOGSTENS]))
