"""One question and its answer, put again unchanged when a passing fault came between."""

from collections.abc import Callable, Iterable, Iterator

from lxml import etree

from connectors.stuf_zkn.antwoord import Antwoord, Verwacht
from connectors.stuf_zkn.beurt import BEURTEN, Beurten
from connectors.stuf_zkn.bron import StufSource
from connectors.stuf_zkn.herhaling import Herhaling
from connectors.stuf_zkn.ontvangst import Ontvangst, keur_kop, status_fout
from connectors.stuf_zkn.schematoets import Vraagtoets
from connectors.stuf_zkn.soap import Kanaal
from connectors.stuf_zkn.tekstobject import als_element, laat_los
from connectors.stuf_zkn.termijn import Termijn
from connectors.stuf_zkn.tls import Verbinding
from connectors.stuf_zkn.voorlezer import Gezien, Oogst, Voorlezer
from connectors.stuf_zkn.vraag import Vraag, delen
from regres import SourceDown, SourceRefused

#: Objects of a page that wait until its end is proven, or as many as were asked for: a page as
#: asked can be put again in whole; of a far larger one the first objects are handed on before.
WACHTRIJ = 256


class Uitwisseling:
    """Puts questions over one channel.

    bytes      decoded bytes that came in
    manieren   how often was asked again, and what the server said of time
    """

    def __init__(
        self,
        bron: StufSource,
        kanaal: Kanaal,
        verbinding: Verbinding,
        scope: etree._Element,
        slaap: Callable[[float], None],
        toets: Vraagtoets | None = None,
        beurten: Beurten = BEURTEN,
    ) -> None:
        self._bron = bron
        self._kanaal = kanaal
        self._verbinding = verbinding
        self._scope = scope
        self._toets = toets
        self.manieren = Herhaling(bron.host, bron.tempo, bron.grenzen.herhalingen, slaap, beurten)
        self.bytes = 0
        self.antwoord: Antwoord | None = None
        self._parser: etree.XMLPullParser | None = None

    def objecten(self, vraag: Vraag, waar: str) -> Iterator[etree._Element]:
        """Give the objects of one page one by one; see `groepen`."""
        for together in self.groepen(vraag, waar):
            for element, _ in together:
                yield als_element(element)

    def groepen(
        self, vraag: Vraag, waar: str, oogst: Oogst | None = None
    ) -> Iterator[list[Gezien]]:
        """Give the objects of one page; after the last ones `antwoord` is proven.

        They are valid until the next are asked for, and as long as somebody holds them. `oogst`
        takes from each while its page comes in, for later it has to be fetched into the processor
        again; what it took counts only when the page is proven, as the object itself does.

        A page of which something was already handed over is never asked for again: the second
        answer might hold other objects, and those that are gone could not be taken back.

        Raises:
            SourceDown: the fault did not pass within the repeats or the time for one question.
            SourceRefused: what came is not what was agreed.

        """
        termijn = self._verbinding.termijn = Termijn(self._bron.grenzen.totaal)
        handed_over, repeats = False, 0
        while True:
            try:
                for together in self._in_beurt(vraag, waar, termijn, oogst):
                    handed_over = True
                    begin = termijn.stop()
                    try:
                        yield together
                    finally:
                        termijn.verder(begin)
                return
            except SourceDown:
                if handed_over or not self.manieren.nog_een_keer(repeats, termijn):
                    raise
            repeats += 1

    def _in_beurt(
        self, vraag: Vraag, waar: str, termijn: Termijn, oogst: Oogst | None
    ) -> Iterator[list[Gezien]]:
        with self.manieren.beurt(termijn):
            yield from self._een_keer(vraag, waar, oogst)

    def _een_keer(self, vraag: Vraag, waar: str, oogst: Oogst | None) -> Iterator[list[Gezien]]:
        parts = delen(vraag, self._bron, self._scope)
        if self._toets is not None:
            self._toets.keur(parts, waar)
        with self._kanaal.stel(parts, vraag.referentienummer) as response:
            self.manieren.hoor(response)
            keur_kop(response, waar, self._bron.toleranties, self._bron.soap)
            status = response.status
            expected = Verwacht(self._bron, vraag.referentienummer, waar, status)
            received = Ontvangst(response, waar, self._bron.grenzen.pagina_bytes)
            try:
                pieces = self._kanaal.keur(received, waar)
                yield from self._bewezen(expected, pieces, oogst, max(WACHTRIJ, vraag.maximum))
            except SourceRefused as refused:
                if status == 200 or refused.problems[0].code not in {"B-0330", "B-0332"}:
                    raise
                # A page of a proxy that calls itself XML: the status tells more.
                raise status_fout(status, waar) from None
            finally:
                self.bytes += received.bytes

    def _bewezen(
        self, expected: Verwacht, pieces: Iterable[bytes], oogst: Oogst | None, held: int
    ) -> Iterator[list[Gezien]]:
        """Give what waited for the proof of its page, or for as many as may wait."""
        parser, self._parser = self._parser, None
        antwoord = self.antwoord = Antwoord(expected, parser)
        yield from _vertraagd(_groepen(antwoord, pieces, oogst), held)
        antwoord.laat_los()
        self._parser = antwoord.parser


def _groepen(
    antwoord: Antwoord, pieces: Iterable[bytes], oogst: Oogst | None
) -> Iterator[list[Gezien]]:
    if oogst is not None:
        return Voorlezer(antwoord, oogst).groepen(pieces)
    return ([(one, None) for one in together] for together in antwoord.groepen(pieces))


def _vertraagd(groups: Iterable[list[Gezien]], held: int) -> Iterator[list[Gezien]]:
    """Hold the last so many objects back until the message is proven to its end.

    What is handed over before is taken out of the page, so that the memory of a page far larger
    than was asked for does not grow. The rest goes with its page, when nobody holds any of it.
    """
    waiting: list[Gezien] = []
    for together in groups:
        waiting += together
        if len(waiting) > held:
            early = waiting[:-held]
            del waiting[:-held]
            yield early
            for element, _ in early:
                laat_los(element)
    if waiting:
        yield waiting
        waiting.clear()  # one that is held would hold the whole page
