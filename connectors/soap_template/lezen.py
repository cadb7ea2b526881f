"""One read of a service: for every key, page after page until there is no more."""

from collections import Counter
from collections.abc import Generator, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import chain
from typing import Any, cast

from lxml import etree

from connectors.base import Proof, ReadRequest
from connectors.once import Once, counted
from connectors.soap_template.blad import Lezer, vingerafdruk
from connectors.soap_template.bron import SoapSource
from connectors.soap_template.vragen import Vragen
from connectors.soap_template.vulling import Vulling
from connectors.stuf_zkn.looptijden import einddata, waarschuwingen
from connectors.stuf_zkn.tls import Verbinding
from connectors.stuf_zkn.velden import Paden, XmlFields
from regres import Plaats, Problem, SourceRecord, SourceRefused
from regres.berichten import bericht


@dataclass(frozen=True, slots=True)
class Opdracht:
    """What one read works by: the source, the request, and what was compiled from the mapping."""

    bron: SoapSource
    request: ReadRequest
    paden: Paden
    nu: datetime


class SoapReading(Once):
    """One read: the records of every answer."""

    def __init__(self, opdracht: Opdracht, vragen: Vragen, verbinding: Verbinding) -> None:
        super().__init__()
        self._opdracht = opdracht
        self._vragen = vragen
        self._verbinding = verbinding
        self._lezer = Lezer(opdracht.bron)
        self._paginas = 0
        self._meervoudig: Counter[str] = Counter()

    @property
    def date(self) -> str:
        """Give when the last answer was given, by its HTTP header."""
        return self._vragen.manieren.date

    def _records(self) -> Generator[SourceRecord, None, None]:
        chains = chain.from_iterable(
            self._keten(sleutel) for sleutel in self._opdracht.bron.sleutels or ("",)
        )
        read = yield from counted(chains, self._opdracht.request.doorgaan)
        self._proven = Proof(
            gelezen=read, details=self._details(), waarschuwingen=tuple(self._waarschuwingen())
        )

    def _keten(self, sleutel: str) -> Iterator[SourceRecord]:
        """Follow one question to its last page."""
        seen: set[str] = set()
        vulling: Vulling | None = self._eerste(sleutel)
        while vulling is not None:
            waar = self._nieuwe_pagina()
            answer = self._vragen.stel(vulling, waar)
            records = self._lezer.records(answer, sleutel, waar)
            self._keur_herhaling(records, seen, waar)
            vervolg = self._lezer.volgende(answer, len(records), waar)
            for place, element in enumerate(records, 1):
                yield self._record(element, place)
            vulling = self._volgende(vulling, vervolg) if vervolg else None

    def _eerste(self, sleutel: str) -> Vulling:
        bron, request = self._opdracht.bron, self._opdracht.request
        return Vulling(
            gemeentecode=bron.gemeentecode,
            nu=self._opdracht.nu,
            van=request.van,
            tot=request.tot,
            sleutel=sleutel,
            per_pagina=bron.per_pagina,
        )

    def _volgende(self, vulling: Vulling, vervolg: str) -> Vulling:
        fresh = self._eerste(vulling.sleutel)
        return replace(fresh, pagina=vulling.pagina + 1, vervolg=vervolg)

    def _nieuwe_pagina(self) -> str:
        """Ask whether to go on, and give the place of the next answer."""
        most = self._opdracht.bron.grenzen.paginas
        if self._paginas >= most:
            raise SourceRefused(bericht("B-0338", waar=f"bericht {most}", grens=most))
        self._opdracht.request.doorgaan()
        self._paginas += 1
        return f"bericht {self._paginas}"

    def _keur_herhaling(self, records: list[etree._Element], seen: set[str], waar: str) -> None:
        if not records or not self._opdracht.bron.bladert:
            return
        mark = vingerafdruk(records)
        if mark in seen:
            raise SourceRefused(bericht("B-0337", waar=waar))
        seen.add(mark)

    def _record(self, element: etree._Element, place: int) -> SourceRecord:
        name = etree.QName(self._opdracht.bron.antwoord).localname
        plaats = Plaats(
            bericht=str(self._paginas),
            regel=cast(int | None, element.sourceline) or 0,
            xpath=f"/{name}/record[{place}]",
        )
        fields = XmlFields(element, self._opdracht.paden, plaats, self._meervoudig)
        return SourceRecord(self._opdracht.bron.gemeentecode, plaats, fields)

    # --- the proof ----------------------------------------------------------------------------

    def _details(self) -> dict[str, Any]:
        return {
            "paginas": self._paginas,
            "bytes": self._vragen.bytes,
            "herhaald": self._vragen.manieren.herhaald,
            **einddata(self._verbinding),
        }

    def _waarschuwingen(self) -> Iterator[Problem]:
        work = self._opdracht
        yield from waarschuwingen(self._verbinding, work.nu, work.bron.host)
        for adres, aantal in sorted(self._meervoudig.items()):
            yield bericht("B-0354", waar=f"adres {adres}", aantal=aantal)
