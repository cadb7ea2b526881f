"""A service of a supplier's own, as the pipeline sees it."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

from connectors.base import ReadRequest
from connectors.beveiliging import Bewaker
from connectors.soap_template.bron import SoapSource
from connectors.soap_template.controle import controleer, stappen
from connectors.soap_template.lezen import Opdracht, SoapReading
from connectors.soap_template.vragen import Vragen
from connectors.stuf_zkn.lijn import Lijn
from connectors.stuf_zkn.termijn import Termijn
from connectors.stuf_zkn.tls import Verbinding
from connectors.stuf_zkn.velden import compileer
from regres import SourceRefused, Step
from regres.berichten import bericht
from regres.shapes import GEDULD


class SoapConnector:
    """Reads records from one endpoint; nothing connects before a read is iterated.

    klok   gives the present moment, aware
    slaap  waits a number of seconds between two tries

    Raises:
        ConfigProblem: with every address of the mapping that cannot be read.

    """

    def __init__(
        self,
        bron: SoapSource,
        *,
        klok: Callable[[], datetime],
        slaap: Callable[[float], None] = time.sleep,
    ) -> None:
        self._bron = bron
        self._klok = klok
        self._slaap = slaap
        self._paden = compileer(bron.layout)

    @contextmanager
    def read(self, request: ReadRequest) -> Iterator[SoapReading]:
        """Open the source for one read; of a period when the template names one.

        Raises:
            ConfigProblem: a file for TLS or signing cannot be used.
            SourceDown: the name cannot be resolved.
            SourceRefused: the host may not be reached, or no period was given where one is needed.

        """
        with self._lees(self._bron, request) as reading:
            yield reading

    @contextmanager
    def _lees(self, bron: SoapSource, request: ReadRequest) -> Iterator[SoapReading]:
        if bron.periode and (request.van is None or request.tot is None):
            raise SourceRefused(bericht("B-0716", waar="periode"))
        verbinding = Verbinding(bron.tls, Termijn(bron.grenzen.totaal), bron.grenzen.lezen)
        lijn = Lijn(bron, verbinding, bron.uitgaand(bron.host, bron.poort))
        bewaker = Bewaker(bron.beveiliging, self._klok)
        vragen = Vragen(bron, lijn, verbinding, bewaker, self._slaap)
        opdracht = Opdracht(bron, request, self._paden, self._klok())
        reading = SoapReading(opdracht, vragen, verbinding)
        try:
            yield reading
        finally:
            reading.close()
            lijn.sluit()

    @property
    def stappen(self) -> tuple[str, ...]:
        """Name the steps of `check`."""
        return stappen(self._bron)

    def check(self, geduld: float = GEDULD) -> Iterator[Step]:
        """Walk the connection: name, TCP, TLS, our certificate, one question, its first record.

        Stops after the first step that fails. Nothing of the answer is shown.
        """
        yield from controleer(self._bron, self._lees, self._klok, geduld)
