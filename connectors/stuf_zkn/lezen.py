"""One read of a StUF source: question after question until there is no more."""

import re
from collections import Counter
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial
from itertools import chain
from typing import Any

from lxml import etree

from connectors.base import Proof, ReadRequest
from connectors.once import Once, counted
from connectors.stuf_zkn.antwoord import Antwoord
from connectors.stuf_zkn.blok import Objectblok, Objectoogst, Stuk, stukken
from connectors.stuf_zkn.bron import StufSource
from connectors.stuf_zkn.lijst import Zaaklijst
from connectors.stuf_zkn.looptijden import einddata, waarschuwingen
from connectors.stuf_zkn.mallen import Mallen
from connectors.stuf_zkn.pagina import Pagina
from connectors.stuf_zkn.personen import Persoonsregister
from connectors.stuf_zkn.record import maak
from connectors.stuf_zkn.tekstobject import Object, als_element, op_regel
from connectors.stuf_zkn.tls import Verbinding
from connectors.stuf_zkn.uittreksel import Gevraagd, Uittreksel
from connectors.stuf_zkn.uitwisseling import Uitwisseling
from connectors.stuf_zkn.velden import Paden
from connectors.stuf_zkn.vraag import Vraag
from connectors.stuf_zkn.zeef import TypeZeef, Zeef
from regres import Plaats, Problem, SourceRecord, SourceRefused
from regres.berichten import bericht

_MELDING = re.compile(r"\AStUF[0-9]{3,4}", re.ASCII)


@dataclass(slots=True)
class Stand:
    """What a read counts on its way.

    tekort  zaken that a question was to give by its own total, and did not
    vol     questions of which the only page was as full as it may be, without a total
    """

    paginas: int = 0
    objecten: int = 0
    buiten: int = 0
    aangekondigd: int = 0
    tekort: int = 0
    vol: int = 0
    onbekend: int = 0
    meldingen: Counter[str] = field(default_factory=Counter)
    meervoudig: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True)
class Opdracht:
    """What one read works by: the source, the window, and what was compiled from the mapping.

    altijd  what is read of every zaak
    lijst   names the zaken of the window, for a system that is asked for one at a time
    """

    bron: StufSource
    request: ReadRequest
    van: date
    tot: date
    paden: Paden
    altijd: Gevraagd | None
    tijdstip: Callable[[], str]
    nu: datetime
    lijst: Zaaklijst | None = None


class StufReading(Once):
    """One read: the zaken of every zaaktype, page by page."""

    def __init__(
        self,
        opdracht: Opdracht,
        uitwisseling: Uitwisseling,
        verbinding: Verbinding,
        register: Persoonsregister | None = None,
    ) -> None:
        super().__init__()
        self._opdracht = opdracht
        self._uitwisseling = uitwisseling
        self._verbinding = verbinding
        self._register = register
        self._stand = Stand()
        self._uittreksel = None if opdracht.altijd is None else Uittreksel(opdracht.altijd)
        self._mallen = None if self._uittreksel is None else Mallen(self._uittreksel)

    def stukken(self) -> Iterator[Stuk]:
        """Yield the zaken, those that are built as expected in blocks."""
        return self._eenmaal(self._stukken())

    def _records(self) -> Generator[SourceRecord, None, None]:
        for stuk in self._stukken():
            yield from (stuk if isinstance(stuk, Objectblok) else (stuk,))

    def _stukken(self) -> Generator[Stuk, None, None]:
        go_on = self._opdracht.request.doorgaan
        read = yield from counted(self._alles(), go_on, _aantal)
        self._proven = Proof(
            gelezen=read, details=self._details(), waarschuwingen=tuple(self._waarschuwingen())
        )

    def _alles(self) -> Iterator[Stuk]:
        work = self._opdracht
        if work.lijst is not None:
            numbers = work.lijst.nummers(work.van, work.tot, work.request.doorgaan)
            return chain.from_iterable(map(self._een_zaak, numbers))
        return chain.from_iterable(map(self._keten, work.bron.zaaktypen or ("",)))

    def _een_zaak(self, nummer: str) -> Iterator[Stuk]:
        """Ask about one zaak of the list; one that the system does not know is told at the end."""
        pagina = self._nieuwe_pagina(set())
        vraag = Vraag(tijdstip=self._opdracht.tijdstip(), maximum=2, nummer=nummer)
        zeef = TypeZeef(nummer, self._opdracht.bron.zaaktypen, pagina.waar)
        yield from self._pagina(vraag, pagina, zeef)
        if pagina.aantal > 1:
            raise SourceRefused(bericht("B-0383", waar=pagina.waar))
        self._stand.onbekend += not pagina.aantal
        self._sluit(pagina, zeef)

    def _keten(self, zaaktype: str) -> Iterator[Stuk]:
        """Follow one question to its last page; the server itself remembers nothing in between."""
        seen: set[str] = set()
        counts: list[int] = []
        said = 0
        vraag: Vraag | None = self._vraag(zaaktype, None)
        while vraag is not None:
            pagina = self._nieuwe_pagina(seen)
            zeef = Zeef(zaaktype, self._opdracht.van, self._opdracht.tot)
            yield from self._pagina(vraag, pagina, zeef)
            vervolg = self._sluit(pagina, zeef)
            counts.append(pagina.aantal)
            said = max(said, self._antwoord().aantal or 0)
            vraag = self._vraag(zaaktype, pagina.laatste) if vervolg else None
        self._stand.tekort += max(said - sum(counts), 0)
        # A server that goes on from a page shows that it can; one that never does may not know how.
        self._stand.vol += not said and counts == [self._opdracht.bron.maximum_aantal]

    def _vraag(self, zaaktype: str, start: etree._Element | None) -> Vraag:
        work = self._opdracht
        return Vraag(
            tijdstip=work.tijdstip(),
            maximum=work.bron.maximum_aantal,
            zaaktype=zaaktype,
            van=work.van,
            tot=work.tot,
            start=start,
        )

    def _nieuwe_pagina(self, seen: set[str]) -> Pagina:
        most = self._opdracht.bron.grenzen.paginas
        if self._stand.paginas >= most:
            raise SourceRefused(bericht("B-0338", waar=f"bericht {most}", grens=most))
        self._opdracht.request.doorgaan()
        self._stand.paginas += 1
        return Pagina(self._stand.paginas, seen)

    def _pagina(self, vraag: Vraag, pagina: Pagina, zeef: Zeef | TypeZeef) -> Iterator[Stuk]:
        taken = self._uittreksel
        index = {} if taken is None else taken.index
        moulds = self._mallen
        oogst = Objectoogst(taken, moulds, zeef) if taken and moulds else None
        record = partial(self._record, pagina.nummer)
        for together in self._uitwisseling.groepen(vraag, pagina.waar, oogst):
            first = pagina.aantal + 1
            pagina.neem_samen([element for element, _ in together])
            for stuk in stukken(enumerate(together, first), index, zeef, record):
                yield stuk
                if isinstance(stuk, Objectblok):
                    stuk.laat_los()
        pagina.maak_los()

    def _record(
        self, pagina: int, gelezen: Object, nummer: int, genomen: Sequence[str]
    ) -> SourceRecord:
        work, taken = self._opdracht, self._uittreksel
        plaats = Plaats(
            bericht=str(pagina),
            regel=op_regel(gelezen),
            xpath=f"/{work.bron.dienst.antwoordnaam}/antwoord/object[{nummer}]",
        )
        known = dict(zip(taken.index, genomen, strict=False)) if taken and genomen else {}
        counts, register = self._stand.meervoudig, self._register
        element = als_element(gelezen)
        return maak(element, work.bron.gemeentecode, plaats, work.paden, counts, register, known)

    def _sluit(self, pagina: Pagina, zeef: Zeef | TypeZeef) -> bool:
        """Close a page; tell whether there is another."""
        antwoord = self._antwoord()
        pagina.sluit(vervolg=antwoord.vervolg)
        zeef.keur(antwoord.meldingen, pagina.waar)
        stand = self._stand
        stand.objecten += pagina.aantal
        stand.buiten += zeef.buiten
        stand.aangekondigd = max(stand.aangekondigd, antwoord.aantal or 0)
        stand.meldingen.update(_code(text) for text in antwoord.meldingen)
        return antwoord.vervolg

    def _antwoord(self) -> Antwoord:
        antwoord = self._uitwisseling.antwoord
        if antwoord is None:
            raise RuntimeError("no question was put")
        return antwoord

    @property
    def tijd(self) -> tuple[str, str]:
        """Give what the last answer says of the time: Date of HTTP, and tijdstipBericht."""
        antwoord = self._uitwisseling.antwoord
        return self._uitwisseling.manieren.date, antwoord.tijdstip if antwoord else ""

    # --- the proof ----------------------------------------------------------------------------

    def _details(self) -> dict[str, Any]:
        stand = self._stand
        return {
            "paginas": stand.paginas,
            "bytes": self._uitwisseling.bytes,
            "herhaald": self._uitwisseling.manieren.herhaald,
            "objecten": stand.objecten,
            "aantal_voorkomens": stand.aangekondigd,
            "buiten_vraag": stand.buiten,
            **({"personen_gevraagd": self._register.gevraagd} if self._register else {}),
            "meldingen": dict(sorted(stand.meldingen.items())),
            **einddata(self._verbinding),
        }

    def _waarschuwingen(self) -> Iterator[Problem]:
        work = self._opdracht
        yield from waarschuwingen(self._verbinding, work.nu, work.bron.host)
        for adres, aantal in sorted(self._stand.meervoudig.items()):
            yield bericht("B-0354", waar=f"adres {adres}", aantal=aantal)
        if self._stand.onbekend:
            yield bericht("B-0384", aantal=self._stand.onbekend)
        came = self._stand.objecten
        if self._stand.tekort:
            yield bericht("B-0356", gekomen=came, gezegd=came + self._stand.tekort)
        if self._stand.vol:
            yield bericht("B-0385", aantal=self._opdracht.bron.maximum_aantal)


def _aantal(stuk: Stuk) -> int:
    return len(stuk) if isinstance(stuk, Objectblok) else 1


def _code(melding: str) -> str:
    """Give the code of a melding; its words may name a record."""
    found = _MELDING.match(melding)
    return found[0] if found else "zonder code"
