"""Walking the connection to a service step by step, for `regresbrug check`."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import timedelta

from connectors.base import ReadRequest
from connectors.soap_template.bron import SoapSource
from connectors.soap_template.lezen import SoapReading
from connectors.steps import Told
from connectors.stuf_zkn.controle import Klok, Wandeling, gevuld, haastig, loop, stappen_tot_vraag
from regres import SourceRecord, Step
from regres.dag import lokale_dag

Read = Callable[[SoapSource, ReadRequest], AbstractContextManager[SoapReading]]

_DAGEN = 90
_VRAAG = ("toegang", "adres", "codering", "bericht", "vraag", "eerste record")


def stappen(bron: SoapSource) -> tuple[str, ...]:
    """Name every step for this source, in order."""
    return (*stappen_tot_vraag(bron), *_VRAAG)


def controleer(bron: SoapSource, read: Read, klok: Klok, geduld: float) -> Iterator[Step]:
    """Give the steps; of `voor_elk` only the first value is asked."""
    brief = replace(bron, grenzen=haastig(geduld), sleutels=bron.sleutels[:1])
    yield from loop(_Wandeling(brief, klok, read))


class _Wandeling(Wandeling):
    """The walk to one service."""

    def __init__(self, bron: SoapSource, klok: Klok, read: Read) -> None:
        super().__init__(bron, klok)
        self._bron = bron
        self._read = read

    @property
    def _vraagstappen(self) -> Sequence[str]:
        return _VRAAG

    def _vraag(self) -> Mapping[str, Told]:
        today = lokale_dag(self._nu())
        request = ReadRequest(van=today - timedelta(days=_DAGEN), tot=today)
        with self._read(self._bron, request) as reading:
            record = next(iter(reading), None)
            return {
                "toegang": "de server laat ons toe",
                "adres": f"{self._bron.url} antwoordt",
                "codering": "UTF-8",
                "bericht": "een heel antwoord, zoals afgesproken",
                "vraag": "de server begrijpt de vraag",
                "eerste record": self._waarden(record),
            }

    def _waarden(self, record: SourceRecord | None) -> str:
        return "geen records" if record is None else gevuld(record, self._bron.layout)
