"""What an administrator may see of a sample: the rule of `preview` and `profile`, cell by cell.

A value is shown only when its column is mapped to a field without personal data, stands in no key,
and the value came five times or more. Of every other cell the pattern is shown.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from mappings import Plan
from mappings.canonical import Soort
from mappings.fields import Lezer
from mappings.verkenning import Profiel, Zicht
from mappings.verkenning.vormen import patroon
from regres import Row, SourceRecord
from regres.layouts import CsvLayout

_DATUMS = frozenset({Soort.DATUM, Soort.DAG})
#: Of these a reader gives a word of a list of ours: it says what it says, and never who.
_WOORDEN = frozenset({Soort.KEUZE, Soort.VINK})


@dataclass(slots=True)
class Afscherming:
    """Counts the cells of a sample, to tell in the end which of them may be shown.

    dicht  columns that are closed whatever the scratch copy says: what the mapping in use calls
           personal or a key stays closed on the way to another mapping
    """

    plan: Plan
    dicht: frozenset[str] = frozenset()
    _profiel: Profiel | None = field(default=None, repr=False)
    _mag: Mapping[str, frozenset[str]] | None = field(default=None, repr=False)

    def zie(self, record: SourceRecord) -> None:
        """Count the cells of one record."""
        if self._profiel is None:
            zicht = Zicht.van(self.plan)
            zicht = replace(zicht, open=zicht.open - self.dicht)
            self._profiel = Profiel.over(_adressen(record, self.plan), zicht=zicht, vormen=False)
        self._profiel.zie(record.fields)

    def toont(self, adres: str, tekst: str) -> bool:
        """Tell whether this text of a column may be shown; only after the last record."""
        if self._mag is None:
            self._mag = self._profiel.toonbaar() if self._profiel else {}
        return tekst in self._mag.get(adres, ())

    def cel(self, adres: str, tekst: str) -> str:
        """Give a cell as it may be shown: itself, or its pattern."""
        return tekst if self.toont(adres, tekst) else patroon(tekst)

    def naam(self, adres: str) -> str:
        """Give a column's name; by its place when it may be a cell of a person."""
        if self._profiel is None or adres in self._profiel.zicht.velden:
            return adres
        return next((one.getoond for one in self._profiel.kolommen if one.naam == adres), adres)

    def gesloten(self, lezer: Lezer) -> bool:
        """Tell whether nothing may be shown of what a reader gives.

        Also a word of a list says who somebody is, when a scratch copy makes it of one surname.
        """
        closed = {*self.plan.gevoelig, *self.plan.sleutelnamen, *self.dicht}
        return lezer.veld.persoonlijk or lezer.adres in closed

    def waarde(self, lezer: Lezer, waarde: object, tekst: str) -> str:
        """Give a canonical value as it may be shown; of dates the year, of amounts nothing."""
        if self.gesloten(lezer):
            return "••••••"
        if not lezer.adres or lezer.veld.soort in _WOORDEN:
            return _woord(waarde)
        if lezer.veld.soort in _DATUMS:
            return f"{_woord(waarde)[:4]}-••-••"
        if lezer.veld.soort is Soort.BEDRAG:
            return "•••,••"
        return _woord(waarde) if self.toont(lezer.adres, tekst) else patroon(tekst)


def _adressen(record: SourceRecord, plan: Plan) -> tuple[str, ...]:
    if isinstance(record.fields, Row):
        return record.fields.adressen()
    layout = plan.layout
    return tuple(layout.kolommen if isinstance(layout, CsvLayout) else layout.adressen)


def _woord(value: object) -> str:
    match value:
        case bool():
            return "ja" if value else "nee"
        case _ if hasattr(value, "iso"):
            return str(value.iso() or "")
    return str(value)
