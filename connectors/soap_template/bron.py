"""What must be known of a source with a service of its own; settings fills it in."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from lxml import etree

from connectors.beveiliging.instelling import GEEN, Beveiliging
from connectors.beveiliging.namen import SOAP, SOAP12
from connectors.soap_template.sjabloon import Sjabloon
from connectors.stuf_zkn.adres import Adres
from connectors.stuf_zkn.beurt import Tempo
from connectors.stuf_zkn.bron import Grenzen, Tls
from connectors.uitgaand import Resolver
from regres import ConfigProblem, Problem, XmlLayout
from regres.berichten import bericht

#: An answer is held as a whole and as a tree: smaller than a page that is read as it comes in.
GRENZEN = Grenzen(pagina_bytes=20_000_000)

_TUSSEN_QUOTES = re.compile(r"'[^']*'|\"[^\"]*\"")
_PREFIX = re.compile(r"([A-Za-z_][\w.-]*):(?!:)", re.ASCII)


class Soapversie(StrEnum):
    """Which SOAP the service speaks; an answer in the other one is refused."""

    SOAP11 = "1.1"
    SOAP12 = "1.2"

    @property
    def namespace(self) -> str:
        """Give the namespace of its envelope."""
        return SOAP if self is Soapversie.SOAP11 else SOAP12


@dataclass(frozen=True, slots=True)
class SoapSource(Adres):
    """One SOAP service of one municipality. Every XPath is relative to the element `antwoord`.

    sjabloon     what goes in the Body; koppen: what goes in the Header, beside ours
    antwoord     the element in the Body of a good answer, as {namespace}name
    record       XPath of one record; the addresses of `layout` are relative to it
    neem_mee     XPaths, relative to a record, of elements elsewhere in the answer (a client with
                 several provisions): a copy of each is put in the record, under its own name
    leeg         XPath that must find something when there are no records; "" = nothing is asked
    fout         XPath of the code of an error in an answer with status 200; "" = there is none
    echo         XPath of what must be equal to the key that was asked; "" = nothing is compared
    volgende     XPath of what tells the next page: its token, or whether there is one
    sleutels     the values of `voor_elk`: one chain of questions for each; () = one in all
    periode      it is asked for a period; else for everything

    Raises:
        ConfigProblem: with everything that cannot be used, or does not fit the template.

    """

    gemeentecode: str
    url: str
    tls: Tls
    layout: XmlLayout
    uitgaand: Resolver = field(repr=False)
    sjabloon: Sjabloon
    antwoord: str
    record: str
    namespaces: Mapping[str, str] = field(default_factory=dict)
    koppen: tuple[Sjabloon, ...] = ()
    soap: Soapversie = Soapversie.SOAP11
    soapaction: str = ""
    neem_mee: tuple[str, ...] = ()
    leeg: str = ""
    fout: str = ""
    echo: str = ""
    volgende: str = ""
    per_pagina: int = 50
    sleutels: tuple[str, ...] = field(default=(), repr=False)
    periode: bool = False
    grenzen: Grenzen = GRENZEN
    tempo: Tempo = field(default_factory=Tempo)
    beveiliging: Beveiliging = GEEN

    def __post_init__(self) -> None:
        problems = [*self._xpath_problemen(), *self._paren()]
        if problems:
            raise ConfigProblem(*problems)

    @property
    def namen(self) -> frozenset[str]:
        """Give the names that stand in the template and the headers."""
        return self.sjabloon.namen.union(*(kop.namen for kop in self.koppen))

    @property
    def bladert(self) -> bool:
        """Tell whether the template asks for pages."""
        return bool({"pagina", "vervolg"} & self.namen)

    def xpath(self, text: str) -> etree.XPath:
        """Compile one of the XPaths."""
        return etree.XPath(text, namespaces=dict(self.namespaces))

    def _xpath_problemen(self) -> Iterator[Problem]:
        named = {"record": self.record, "leeg": self.leeg, "fout": self.fout, "echo": self.echo}
        named |= {"volgende": self.volgende}
        named |= {f"neem_mee[{place}]": text for place, text in enumerate(self.neem_mee, 1)}
        for key, text in named.items():
            if not self._is_xpath(text or "."):
                yield bericht("B-0705", waar=f"bron: {key}")

    def _is_xpath(self, text: str) -> bool:
        """Tell whether it compiles; lxml finds an unknown prefix only when it comes by one."""
        bare = _TUSSEN_QUOTES.sub("''", text)
        if not set(_PREFIX.findall(bare)) <= set(self.namespaces):
            return False
        try:
            self.xpath(text)
        except etree.XPathError:
            return False
        return True

    def _paren(self) -> Iterator[Problem]:
        """Give what stands in the template and not in the source, or the other way round."""
        namen = self.namen
        for naam, sleutel, staat_er in (
            ("sleutel", "voor_elk", bool(self.sleutels)),
            ("van", "vanaf", self.periode),
        ):
            if (naam in namen) != staat_er:
                yield bericht("B-0706", waar=self.sjabloon.bestand, naam=naam, sleutel=sleutel)
        if ("vervolg" in namen and not self.volgende) or (self.volgende and not self.bladert):
            yield bericht("B-0706", waar=self.sjabloon.bestand, naam="vervolg", sleutel="volgende")
        if self.echo and not self.sleutels:
            yield bericht("B-0706", waar=self.sjabloon.bestand, naam="sleutel", sleutel="echo")
