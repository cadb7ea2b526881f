"""One answer: its records, and what it says of itself."""

import hashlib
import re
from collections.abc import Iterator
from contextlib import suppress
from copy import deepcopy
from typing import cast

from lxml import etree

from connectors.soap_template.bron import SoapSource
from regres import SourceRefused
from regres.berichten import bericht

_MEER = {
    **dict.fromkeys(("true", "1", "j", "ja"), True),
    **dict.fromkeys(("false", "0", "n", "nee", ""), False),
}
#: What a code may look like to be shown; a supplier's own words may name a person.
_CODE = re.compile(r"\A[A-Za-z0-9._-]{1,20}\Z", re.ASCII)


class Lezer:
    """The XPaths of one source, compiled once."""

    def __init__(self, bron: SoapSource) -> None:
        self._bron = bron
        self._record = bron.xpath(bron.record)
        self._neem_mee = [bron.xpath(text) for text in bron.neem_mee]
        self._los = {
            name: bron.xpath(text)
            for name in ("leeg", "fout", "echo", "volgende")
            if (text := getattr(bron, name))
        }

    def records(self, answer: etree._Element, sleutel: str, waar: str) -> list[etree._Element]:
        """Give the records, each with what was to be taken along; check what the answer says.

        sleutel  the key that was asked; "" = none

        Raises:
            SourceRefused: it reports an error, answers about somebody else, or is empty in a way
                that was not agreed.

        """
        self._keur_fout(answer, waar)
        elements = _elementen(_zoek(self._record, answer), "bron: record")
        if not elements and "leeg" in self._los and not _zoek(self._los["leeg"], answer):
            raise SourceRefused(bericht("B-0714", waar=waar))
        if elements and "echo" in self._los and {*self._teksten("echo", answer)} != {sleutel}:
            raise SourceRefused(bericht("B-0713", waar=waar))
        self._verrijk(elements, waar)
        return elements

    def _keur_fout(self, answer: etree._Element, waar: str) -> None:
        found = _zoek(self._los["fout"], answer) if "fout" in self._los else []
        if not found:
            return
        code = self._tekst("fout", answer)
        if _CODE.match(code):
            raise SourceRefused(bericht("B-0711", "code", waar=waar, code=code))
        raise SourceRefused(bericht("B-0711", waar=waar))

    def _verrijk(self, records: list[etree._Element], waar: str) -> None:
        """Put the copies in only after all were found: they must not be found themselves."""
        extra = [[*self._mee(record, waar)] for record in records]
        for record, copies in zip(records, extra, strict=True):
            record.extend(copies)

    def _mee(self, record: etree._Element, waar: str) -> Iterator[etree._Element]:
        for place, path in enumerate(self._neem_mee, 1):
            elements = _elementen(_zoek(path, record), f"bron: neem_mee[{place}]")
            # Two of them would be two persons; a child of the same name would be read in its place.
            if len(elements) > 1 or any(record.find(str(one.tag)) is not None for one in elements):
                raise SourceRefused(bericht("B-0715", waar=f"{waar}, neem_mee[{place}]"))
            yield from map(deepcopy, elements)

    def volgende(self, answer: etree._Element, aantal: int, waar: str) -> str:
        """Give what the next question needs: a token, or any text for "there is more"; "" = none.

        Without `volgende` pages are counted on until one is empty: a short page may be a limit of
        the server's own.
        """
        if not self._bron.bladert:
            return ""
        if "volgende" not in self._los:
            return "meer" if aantal else ""
        said = self._tekst("volgende", answer)
        if "vervolg" in self._bron.namen:
            return said
        more = _MEER.get(said.lower())
        if more is None:
            raise SourceRefused(bericht("B-0712", waar=waar))
        return "meer" if more else ""

    def _tekst(self, name: str, answer: etree._Element) -> str:
        """Give the text of the first thing found; "" when nothing is."""
        return next(self._teksten(name, answer), "")

    def _teksten(self, name: str, answer: etree._Element) -> Iterator[str]:
        """Give the text of everything found."""
        found = _zoek(self._los[name], answer)
        for one in found if isinstance(found, list) else [found]:
            if isinstance(one, bool):
                yield str(one).lower()
            elif isinstance(one, etree._Element):
                yield "".join(map(str, one.itertext())).strip()
            else:
                yield str(one).strip()


def _zoek(path: etree.XPath, element: etree._Element) -> object:
    """Look for something; a function that lxml does not know shows itself only now."""
    with suppress(etree.XPathError):
        return cast(object, path(element))
    raise SourceRefused(bericht("B-0705", waar=f"bron: {path.path}"))


def _elementen(found: object, waar: str) -> list[etree._Element]:
    """Give what an XPath found; it must lead to elements."""
    if isinstance(found, list) and all(isinstance(one, etree._Element) for one in found):
        return cast(list[etree._Element], found)
    raise SourceRefused(bericht("B-0705", "geen_element", waar=waar))


def vingerafdruk(records: list[etree._Element]) -> str:
    """Give what tells these records from others, to see a server that turns in a circle."""
    whole = hashlib.sha256()
    for record in records:
        whole.update(etree.tostring(record, method="c14n"))
    return whole.hexdigest()
