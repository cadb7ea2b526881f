"""The StUF source as the pipeline sees it."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime

from connectors.base import ReadRequest
from connectors.beveiliging import Bewaker
from connectors.stuf_zkn.bron import StufSource
from connectors.stuf_zkn.controle import controleer, stappen
from connectors.stuf_zkn.lezen import Opdracht, StufReading
from connectors.stuf_zkn.lijn import Lijn
from connectors.stuf_zkn.lijst import Zaaklijst
from connectors.stuf_zkn.personen import Persoonsregister, persoonsvelden
from connectors.stuf_zkn.registercontrole import controleer_register, registerstappen
from connectors.stuf_zkn.schematoets import Vraagtoets
from connectors.stuf_zkn.scope import scope
from connectors.stuf_zkn.soap import Kanaal
from connectors.stuf_zkn.termijn import Termijn
from connectors.stuf_zkn.tijdstip import Tijdstippen
from connectors.stuf_zkn.tls import Verbinding
from connectors.stuf_zkn.uittreksel import gevraagd
from connectors.stuf_zkn.uitwisseling import Uitwisseling
from connectors.stuf_zkn.velden import compileer
from regres import SourceRefused, Step
from regres.berichten import bericht
from regres.shapes import GEDULD


class StufConnector:
    """Reads zaken from one endpoint; nothing connects before a read is iterated.

    klok      gives the present moment, aware; for warnings on certificates
    slaap     waits a number of seconds between two tries
    tijdstip  gives tijdstipBericht when the request brings none; None = from the clock, which is
              right only for a source that nobody asked anything before

    Raises:
        ConfigProblem: with every address of the mapping that cannot be asked for or read.

    """

    def __init__(
        self,
        bron: StufSource,
        *,
        klok: Callable[[], datetime],
        slaap: Callable[[float], None] = time.sleep,
        tijdstip: Callable[[], str] | None = None,
        lijst: Zaaklijst | None = None,
    ) -> None:
        self._bron = bron
        self._klok = klok
        self._slaap = slaap
        self._lijst = lijst
        self._paden = compileer(bron.layout)
        self._altijd = gevraagd(self._paden, bron.layout.altijd)
        self._scope = scope(bron.layout, bron.omvang)
        self._persoonsvelden = persoonsvelden(bron.layout)
        self._tijdstip = tijdstip or Tijdstippen(klok)

    @contextmanager
    def read(self, request: ReadRequest) -> Iterator[StufReading]:
        """Open the source for one read of the window request.van up to and including request.tot.

        Raises:
            ConfigProblem: a file for TLS cannot be used, or the official set is not whole.
            SourceDown: the name cannot be resolved.
            SourceRefused: the host may not be reached, or no window was given.

        """
        with self._lees(self._bron, request) as reading:
            yield reading

    @contextmanager
    def _lees(self, bron: StufSource, request: ReadRequest) -> Iterator[StufReading]:
        van, tot = _venster(request)
        verbinding = Verbinding(bron.tls, Termijn(bron.grenzen.totaal), bron.grenzen.lezen)
        lijn = Lijn(bron, verbinding, bron.uitgaand(bron.host, bron.poort))
        kanaal = Kanaal(bron, lijn, Bewaker(bron.beveiliging, self._klok))
        tijdstip = request.tijdstip or self._tijdstip
        opdracht = Opdracht(
            bron,
            request,
            van,
            tot,
            self._paden,
            self._altijd,
            tijdstip,
            self._klok(),
            self._lijst,
        )
        toets = Vraagtoets(bron)
        exchange = Uitwisseling(bron, kanaal, verbinding, self._scope, self._slaap, toets)
        register = None if bron.personen is None else self._register(bron.personen, tijdstip)
        reading = StufReading(opdracht, exchange, verbinding, register)
        try:
            yield reading
        finally:
            reading.close()
            kanaal.sluit()
            if register is not None:
                register.sluit()

    def _register(self, bron: StufSource, tijdstip: Callable[[], str]) -> Persoonsregister:
        bewaker = Bewaker(bron.beveiliging, self._klok)
        return Persoonsregister(bron, self._persoonsvelden, tijdstip, self._slaap, bewaker)

    def _over(self, bron: StufSource, bsn: str) -> None:
        """Ask a register about one person, and use nothing of the answer."""
        register = self._register(bron, self._tijdstip)
        try:
            register.persoon(bsn)
        finally:
            register.sluit()

    @property
    def stappen(self) -> tuple[str, ...]:
        """Name the steps of `check`: those of the list first, those of the register last."""
        first = () if self._lijst is None else self._lijst.stappen
        return (*first, *stappen(self._bron), *registerstappen(self._bron))

    def check(self, geduld: float = GEDULD) -> Iterator[Step]:
        """Walk the connection: name, TCP, TLS, our certificate, the question, one page, its values.

        Stops after the first step that fails. One zaak is asked for and nothing of it is shown; a
        register of persons is asked about nobody.
        """
        for step in self._wandel(geduld):
            yield step
            if not step.gelukt:
                return

    def _wandel(self, geduld: float) -> Iterator[Step]:
        yield from () if self._lijst is None else self._lijst.check(geduld)
        yield from controleer(self._bron, self._lees, self._klok, geduld)
        yield from controleer_register(self._bron, self._over, self._klok, geduld)


def _venster(request: ReadRequest) -> tuple[date, date]:
    if request.van is None or request.tot is None or request.van > request.tot:
        raise SourceRefused(bericht("B-0364", waar="venster"))
    return request.van, request.tot
