"""What the files of a set refer to, looked at before zeep or libxml2 follows anything."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from posixpath import dirname, join, normpath
from typing import cast
from urllib.parse import unquote, urlsplit

from lxml import etree

from regres import ConfigProblem, Problem
from regres.berichten import bericht

XS = "{http://www.w3.org/2001/XMLSchema}"
_WSDL = "{http://schemas.xmlsoap.org/wsdl/}"
_VERWIJST = (f"{XS}import", f"{XS}include", f"{XS}redefine", f"{_WSDL}import")


@dataclass(frozen=True, slots=True)
class Verwijzing:
    """One import or include: where it stands, what it names, and the file it means ("" = none)."""

    van: str
    regel: int
    element: etree._Element
    doel: str


def ontleed(bestanden: Mapping[str, bytes], start: str, waar: str) -> dict[str, etree._Element]:
    """Parse a file and all it leads to; path -> root, the start first.

    Raises:
        ConfigProblem: with everything that leads out of the set, or nowhere, or is no plain XML.

    """
    problems: list[Problem] = []
    found: dict[str, etree._Element] = {}
    todo = [start]
    while todo:
        name = todo.pop()
        if name in found:
            continue
        root = _lees(bestanden[name], f"{waar}/{name}", problems)
        if root is None:
            continue
        found[name] = root
        named = tuple(verwijzingen(root, name))
        wrong = (_bezwaar(one, bestanden, waar) for one in named)
        problems += [problem for problem in wrong if problem]
        todo += [one.doel for one in named if one.doel in bestanden]
    if problems:
        raise ConfigProblem(*dict.fromkeys(problems))
    return found


def verwijzingen(root: etree._Element, van: str) -> Iterator[Verwijzing]:
    """Give what one file refers to; an import without a place is none."""
    for element in root.iter(*_VERWIJST):
        location = element.get("schemaLocation") or element.get("location")
        if location is not None:
            line = cast(int | None, element.sourceline) or 0
            yield Verwijzing(van, line, element, _doel(van, location.strip()))


def _doel(van: str, location: str) -> str:
    """Give the path in the set; "//" begins what goes to the network, "../" what leaves the set."""
    parts = urlsplit(location)
    if parts.netloc or (parts.scheme and parts.scheme != "file"):
        return "//"
    if parts.scheme or location.startswith(("/", "\\")):
        return "../"
    return normpath(join(dirname(van), unquote(parts.path).replace("\\", "/")))


def _bezwaar(one: Verwijzing, bestanden: Mapping[str, bytes], waar: str) -> Problem | None:
    spot = f"{waar}/{one.van}:{one.regel}"
    if one.doel.startswith("//"):
        return bericht("B-0372", "netwerk", waar=spot)
    if one.doel.startswith(".."):
        return bericht("B-0372", "buiten", waar=spot)
    if one.doel in bestanden:
        return None
    other = next((name for name in bestanden if name.casefold() == one.doel.casefold()), None)
    if other is not None:
        return bericht("B-0372", "letters", waar=spot, gevraagd=one.doel, aanwezig=other)
    return bericht("B-0372", waar=spot, gevraagd=one.doel)


def _lees(content: bytes, waar: str, problems: list[Problem]) -> etree._Element | None:
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as wrong:
        problems.append(bericht("B-0373", waar=f"{waar}:{wrong.lineno or 1}"))
        return None
    if root.getroottree().docinfo.internalDTD is not None:
        problems.append(bericht("B-0373", "dtd", waar=f"{waar}:1"))
        return None
    return root
