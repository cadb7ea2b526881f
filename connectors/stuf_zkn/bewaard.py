"""A saved answer of a zaaksysteem: what somebody kept in a file, read as it is read from the line.

What only the line can prove is not asked here: which question it answers, whether every zaak is in
the window of that question, and whether the page after it came.
"""

from collections import Counter
from collections.abc import Generator, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final, Literal, cast

from connectors.base import Proof, ReadRequest
from connectors.file_reading import Place, gevonden
from connectors.once import Once, counted
from connectors.picking import Bestand
from connectors.steps import Attempt
from connectors.stuf_zkn.antwoord import Antwoord, Verwacht
from connectors.stuf_zkn.bron import Systeem
from connectors.stuf_zkn.diensten import ZAKEN, Dienst
from connectors.stuf_zkn.record import maak
from connectors.stuf_zkn.tekstobject import laat_los
from connectors.stuf_zkn.toleranties import Tolerantie
from connectors.stuf_zkn.velden import Paden, compileer
from connectors.stuf_zkn.zeef import van_type
from connectors.xml_codering import BEGIN, is_utf8
from regres import Plaats, Problem, SourceRecord, SourceRefused, XmlLayout
from regres.berichten import bericht

#: Of whom nothing was agreed: whoever sent it is believed.
ONBEKEND: Final = Systeem("")


@dataclass(frozen=True, slots=True)
class BewaardAntwoord:
    """An answer with zaken in a file, SOAP envelope and all.

    zender, ontvanger   of the question, as at a StufSource; only what is filled in is compared
    zaaktypen           codes of the zaaktypen that hold provisions; () = all

    Raises ConfigProblem (B-0363) for addresses that are no XPath.
    """

    gemeentecode: str
    layout: XmlLayout
    zender: Systeem = ONBEKEND
    ontvanger: Systeem = ONBEKEND
    zaaktypen: tuple[str, ...] = ()
    toleranties: frozenset[Tolerantie] = frozenset()
    dienst: Dienst = ZAKEN
    soap: Literal["1.1", "1.2"] = "1.1"
    paden: Paden = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Compile the addresses once."""
        object.__setattr__(self, "paden", compileer(self.layout))

    @property
    def stappen(self) -> tuple[str, ...]:
        """Name the steps of `check` that look at a file."""
        return ("bestand",)

    def lees(self, place: Place, request: ReadRequest) -> Once:
        """Give one read of the file that is found."""
        return _Lezing(place, self, request)

    def proeven(self, place: Place, found: list[Bestand], patroon: str) -> Iterator[Attempt]:
        """Look for a file."""
        yield gevonden(place, found, patroon)


class _Lezing(Once):
    """One read of one answer."""

    def __init__(self, place: Place, vorm: BewaardAntwoord, request: ReadRequest) -> None:
        super().__init__()
        self._place = place
        self._vorm = vorm
        self._request = request
        self._meervoudig: Counter[str] = Counter()
        self._buiten = 0

    def _records(self) -> Generator[SourceRecord, None, None]:
        self._request.doorgaan()
        found = self._place.find()
        if found.bestand is None:
            self._proven = Proof(0, geen_levering=True, waarschuwingen=found.waarschuwingen)
            return
        count = yield from counted(self._zaken(found.bestand), self._request.doorgaan)
        self._proven = Proof(
            count,
            details={"buiten_vraag": self._buiten},
            waarschuwingen=(*found.waarschuwingen, *self._meerdere()),
        )

    def _zaken(self, bestand: Bestand) -> Iterator[SourceRecord]:
        vorm = self._vorm
        answer = Antwoord(Verwacht(vorm, None, bestand.naam))
        pieces = _utf8(self._place.chunks(bestand), bestand.naam)
        for number, element in enumerate(answer.objecten(pieces), 1):
            plaats = Plaats(
                bestand.naam,
                cast(int | None, element.sourceline) or 0,
                xpath=f"/{vorm.dienst.antwoordnaam}/antwoord/object[{number}]",
            )
            if van_type(element, vorm.zaaktypen):
                yield maak(element, vorm.gemeentecode, plaats, vorm.paden, self._meervoudig)
            else:
                self._buiten += 1
            laat_los(element)

    def _meerdere(self) -> Iterator[Problem]:
        for adres, times in sorted(self._meervoudig.items()):
            yield bericht("B-0354", waar=f"adres {adres}", aantal=times)


def _utf8(chunks: Iterable[bytes], naam: str) -> Iterator[bytes]:
    """Pass on what says of itself that it is UTF-8: the parser is told so, and asks no more."""
    begin = b""
    for chunk in chunks:
        fresh = len(begin) < BEGIN
        begin += chunk[: BEGIN - len(begin)]
        if fresh and not is_utf8(begin):
            raise SourceRefused(bericht("B-0328", "bestand", waar=naam))
        yield chunk
