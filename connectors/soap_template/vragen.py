"""Putting one question and taking its answer whole; again, unchanged, after a passing fault."""

from collections.abc import Callable

from lxml import etree

from connectors.beveiliging import Bewaker
from connectors.soap_template.bron import SoapSource
from connectors.soap_template.envelop import body, is_fout, kopregels, maak, uit_fout
from connectors.soap_template.vulling import Vulling
from connectors.stuf_zkn.herhaling import Herhaling
from connectors.stuf_zkn.lijn import Lijn
from connectors.stuf_zkn.ontvangst import Ontvangst, keur_kop, status_fout
from connectors.stuf_zkn.termijn import Termijn
from connectors.stuf_zkn.tls import Verbinding
from connectors.stuf_zkn.toleranties import Tolerantie
from connectors.veilige_boom import bouw
from regres import SourceDown, SourceRefused
from regres.berichten import bericht


class Vragen:
    """Puts questions over one line.

    bytes      decoded bytes that came in
    manieren   how often was asked again, and what the server said of time
    """

    def __init__(
        self,
        bron: SoapSource,
        lijn: Lijn,
        verbinding: Verbinding,
        bewaker: Bewaker,
        slaap: Callable[[float], None],
    ) -> None:
        self._bron = bron
        self._lijn = lijn
        self._verbinding = verbinding
        self._bewaker = bewaker
        self.manieren = Herhaling(bron.host, bron.tempo, bron.grenzen.herhalingen, slaap)
        self.bytes = 0

    def stel(self, vulling: Vulling, waar: str) -> etree._Element:
        """Give the element `antwoord` of a good answer; nothing of another kind comes out.

        Raises:
            SourceDown: the fault did not pass within the repeats or the time for one question.
            SourceRefused: what came is not what was agreed.

        """
        termijn = self._verbinding.termijn = Termijn(self._bron.grenzen.totaal)
        repeats = 0
        while True:
            try:
                with self.manieren.beurt(termijn):
                    return self._een_keer(vulling, waar)
            except SourceDown:
                if not self.manieren.nog_een_keer(repeats, termijn):
                    raise
            repeats += 1

    def _een_keer(self, vulling: Vulling, waar: str) -> etree._Element:
        message = self._bewaker.bescherm(maak(self._bron, vulling), vulling.berichtnummer)
        status, envelope = self._haal(message, waar)
        content = body(envelope, self._bron, waar)
        if is_fout(content, self._bron):
            raise uit_fout(content, waar)
        if status != 200:
            raise status_fout(status, waar)
        self._bewaker.keur(envelope, vulling.berichtnummer, waar)
        if str(content.tag) != self._bron.antwoord:
            raise SourceRefused(bericht("B-0708", waar=waar))
        return content

    def _haal(self, message: bytes, waar: str) -> tuple[int, etree._Element]:
        headers = kopregels(self._bron) | self._bewaker.kopregels()
        with self._lijn.wacht(), self._lijn.verstuur(message, headers) as response:
            self.manieren.hoor(response)
            # Either kind of XML will do: which SOAP it is, the envelope itself tells.
            keur_kop(response, waar, (Tolerantie.ANDER_INHOUDSTYPE,), self._bron.soap.value)
            received = Ontvangst(response, waar, self._bron.grenzen.pagina_bytes)
            try:
                return response.status, bouw(received, waar)
            except SourceRefused as refused:
                if response.status == 200 or refused.problems[0].code != "B-0330":
                    raise
                # A page of a proxy that calls itself XML: the status tells more.
                raise status_fout(response.status, waar) from None
            finally:
                self.bytes += received.bytes
