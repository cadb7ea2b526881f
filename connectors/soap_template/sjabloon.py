"""A question as a file: XML of which some texts say {{name}}, and nothing else can be said.

The file is parsed first and filled in after that, in the tree: a value can never become an element
or an attribute, whatever stands in it. There is no expression, no loop, no include.

    {{gemeentecode}}                    four digits
    {{van}} {{tot}}                     first and last day of the period that is read
    {{nu}}                              this moment
    {{berichtnummer}}                   number of the question, a UUID
    {{sleutel}}                         the next value of `voor_elk`
    {{pagina}} {{per_pagina}}           page, from 1; records on a page
    {{vervolg}}                         what the page before gave at `volgende`; empty for the first

A day can be written otherwise: {{van:jjjjmmdd}}. What can stand after the colon: FORMATEN.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from pathlib import Path

from lxml import etree

from connectors.veilige_boom import ontleder
from regres import ConfigProblem, Problem, SourceRefused
from regres.berichten import bericht

NAMEN = (
    "gemeentecode",
    "van",
    "tot",
    "nu",
    "berichtnummer",
    "sleutel",
    "pagina",
    "per_pagina",
    "vervolg",
)
#: What a day or moment can look like -> a pattern.
FORMATEN: Mapping[str, str] = {
    "jjjj-mm-dd": "{j:04}-{m:02}-{d:02}",
    "jjjjmmdd": "{j:04}{m:02}{d:02}",
    "dd-mm-jjjj": "{d:02}-{m:02}-{j:04}",
    "jjjj-mm": "{j:04}-{m:02}",
    "jjjjmm": "{j:04}{m:02}",
    "jjjj": "{j:04}",
    "tijdstip": "{j:04}-{m:02}-{d:02}T{tijd}Z",
}
_GEWOON = {"van": "jjjj-mm-dd", "tot": "jjjj-mm-dd", "nu": "tijdstip"}
_DAGEN = frozenset(_GEWOON)
#: Name and format ("" = it has none) -> what is filled in.
Tekst = Callable[[str, str], str]
_PLEK = re.compile(r"\{\{([^{}]*)\}\}")
#: Braces that are left when the names are out: three in a row, or a name in two pieces.
_LOS = re.compile(r"\{\{|\}\}|\{\}")
_GROOTST = 256 * 1024
#: XML 1.0, 2.2: what may stand in a text at all.
_ONMOGELIJK = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Sjabloon:
    """One element with the names that stand in it.

    bestand  how messages name the file
    """

    bestand: str
    namen: frozenset[str]
    _wortel: etree._Element = field(repr=False, compare=False)

    @property
    def wortel(self) -> str:
        """Give the tag of the element itself."""
        return str(self._wortel.tag)

    def vul(self, tekst: Tekst) -> etree._Element:
        """Give a copy with every name filled in; `tekst` gives the text for a name and its format.

        Raises:
            SourceRefused: a value holds a sign that XML cannot carry; the value is not told.

        """
        made = deepcopy(self._wortel)
        for element in made.iter("*"):
            element.text = self._ingevuld(element.text, tekst)
            element.tail = self._ingevuld(element.tail, tekst)
            for name, value in element.attrib.items():
                element.set(name, self._ingevuld(str(value), tekst) or "")
        return made

    def _ingevuld(self, text: str | None, tekst: Tekst) -> str | None:
        if not text or "{{" not in text:
            return text
        filled = _PLEK.sub(lambda found: tekst(*_naam(found[1])), text)
        if _ONMOGELIJK.search(filled):
            raise SourceRefused(bericht("B-0704", waar=self.bestand))
        return filled


def _naam(place: str) -> tuple[str, str]:
    """Give the name and the format of what stands between braces."""
    name, _, form = place.strip().partition(":")
    return name, form or _GEWOON.get(name, "")


def lees(pad: Path, getoond: str) -> Sjabloon:
    """Read a template; `getoond` is how messages name the file.

    Raises:
        ConfigProblem: it is not there, is no plain XML, or says {{something}} that is not known;
            every wrong place at once.

    """
    root = _ontleed(pad, getoond)
    names: set[str] = set()
    problems: list[Problem] = []
    for element, text in _teksten(root):
        for found in _PLEK.finditer(text):
            name, form = _naam(found[1])
            names.add(name)
            if not _bekend(name, form):
                where = f"{getoond}:{element.sourceline}"
                problems.append(bericht("B-0702", waar=where, namen=", ".join(NAMEN)))
        if _LOS.search(_PLEK.sub("", text)):
            problems.append(bericht("B-0703", waar=f"{getoond}:{element.sourceline}"))
    if problems:
        raise ConfigProblem(*problems)
    return Sjabloon(getoond, frozenset(names), root)


def _bekend(name: str, form: str) -> bool:
    return name in NAMEN and (not form or (name in _DAGEN and form in FORMATEN))


def _teksten(root: etree._Element) -> Iterator[tuple[etree._Element, str]]:
    for element in root.iter("*"):
        for text in (element.text, element.tail, *map(str, element.attrib.values())):
            if text:
                yield element, text


def _ontleed(pad: Path, getoond: str) -> etree._Element:
    parser = ontleder(remove_comments=True, remove_pis=True)
    try:
        data = pad.read_bytes()
        root = etree.fromstring(data[: _GROOTST + 1], parser)
    except OSError:
        raise ConfigProblem(bericht("B-0701", "ontbreekt", waar=getoond)) from None
    except etree.XMLSyntaxError as wrong:
        line, column = wrong.position
        raise ConfigProblem(bericht("B-0701", waar=f"{getoond}:{line}:{column}")) from None
    if len(data) > _GROOTST or root.getroottree().docinfo.internalDTD is not None:
        raise ConfigProblem(bericht("B-0701", waar=getoond))
    return root
