"""The list of zaaknummers for a system that can tell of one zaak, and not which there are."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from connectors.base import Connector, ReadRequest
from regres import SourceRecord, SourceRefused, Step
from regres.berichten import bericht

_VORMEN: Mapping[str, re.Pattern[str]] = {
    "JJJJ-MM-DD": re.compile(r"\A(?P<j>[0-9]{4})-(?P<m>[0-9]{2})-(?P<d>[0-9]{2})\Z", re.ASCII),
    "DD-MM-JJJJ": re.compile(r"\A(?P<d>[0-9]{2})-(?P<m>[0-9]{2})-(?P<j>[0-9]{4})\Z", re.ASCII),
    "JJJJMMDD": re.compile(r"\A(?P<j>[0-9]{4})(?P<m>[0-9]{2})(?P<d>[0-9]{2})\Z", re.ASCII),
}
#: How the days in a list may be written.
VORMEN = tuple(_VORMEN)
#: Length of a zaaknummer (ZaakIdentificatie, zkn0310_simpleTypes.xsd).
_LANGST = 40


@dataclass(frozen=True, slots=True)
class Zaaklijst:
    """An export that names every zaak, with the day it began.

    deur     gives the rows; their columns are `kolom` and `datumkolom`
    vorm     how a day is written: one of VORMEN
    """

    deur: Connector
    kolom: str
    datumkolom: str
    vorm: str = "JJJJ-MM-DD"

    def nummers(self, van: date, tot: date, doorgaan: Callable[[], None]) -> tuple[str, ...]:
        """Read the whole list; give the zaken of a window once, in the order of the list.

        Nothing is given before the list is proven whole: the end of half a list would look like
        zaken that are gone.

        Raises:
            SourceDown: the list cannot be reached.
            SourceRefused: there is none, or it is not what was agreed.

        """
        with self.deur.read(ReadRequest(doorgaan=doorgaan)) as reading:
            found = tuple(self._in_venster(iter(reading), van, tot))
            reading.proof()
        return tuple(dict.fromkeys(found))

    @property
    def stappen(self) -> tuple[str, ...]:
        """Name the steps of `check` that look at the list."""
        return tuple(f"lijst: {naam}" for naam in self.deur.stappen)

    def check(self, geduld: float) -> Iterator[Step]:
        """Walk to the list; its steps carry its name."""
        for step in self.deur.check(geduld):
            yield replace(step, naam=f"lijst: {step.naam}")

    def _in_venster(self, rows: Iterator[SourceRecord], van: date, tot: date) -> Iterator[str]:
        for row in rows:
            if van <= self._dag(row) <= tot:
                yield self._nummer(row)

    def _dag(self, row: SourceRecord) -> date:
        match = _VORMEN[self.vorm].match(row.fields.text(self.datumkolom).strip())
        try:
            if match is not None:
                return date(int(match["j"]), int(match["m"]), int(match["d"]))
        except ValueError:
            pass
        raise SourceRefused(bericht("B-0381", waar=str(row.plaats), vorm=self.vorm))

    def _nummer(self, row: SourceRecord) -> str:
        number = row.fields.text(self.kolom).strip()
        if not number or len(number) > _LANGST:
            raise SourceRefused(bericht("B-0382", waar=str(row.plaats), meest=_LANGST))
        return number
