"""One set as a source uses it: whole by its pin, with its WSDLs and a test for our own messages."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from lxml import etree

from connectors.schemaset.pinnen import lees_lijst, lees_map, pin, vergelijk
from connectors.schemaset.verwijzingen import XS, ontleed, verwijzingen
from connectors.schemaset.wsdl import Operatie, operaties
from regres import ConfigProblem
from regres.berichten import bericht

_XSD = "http://www.w3.org/2001/XMLSchema"
_STUF = "http://www.egem.nl/StUF/StUF0301"
_BEGIN = "geheugen:///"


@dataclass(frozen=True, slots=True)
class Schemabron:
    """Where a set lies, and the pin that the configuration gives it."""

    map: Path
    pin: str

    @property
    def waar(self) -> str:
        """Give how messages name the folder."""
        return f"wsdl/{self.map.name}"

    @property
    def lijst(self) -> Path:
        """Give the list of its files: beside the folder, so that it is no file of the set."""
        return self.map.with_name(f"{self.map.name}.sha256")

    def open(self) -> "Schemaset":
        """Read the set and check it.

        Raises:
            ConfigProblem: with everything that is not as it was pinned.

        """
        waar = f"{self.waar}.sha256"
        if not self.lijst.is_file():
            raise ConfigProblem(bericht("B-0371", "ontbreekt", waar=waar))
        written = self.lijst.read_bytes()
        if pin(written) != self.pin:
            raise ConfigProblem(bericht("B-0371", waar=waar))
        files = lees_map(self.map, self.waar)
        problems = [*vergelijk(lees_lijst(written, waar), files, self.waar)]
        if problems:
            raise ConfigProblem(*problems)
        return _van(self.waar, self.pin, tuple(files.items()))


@lru_cache(maxsize=4)
def _van(waar: str, digest: str, files: tuple[tuple[str, bytes], ...]) -> "Schemaset":
    """Keep what was compiled: a rondgang opens the same set once a month of its way."""
    return Schemaset(waar, dict(files))


@dataclass(frozen=True)
class Schemaset:
    """The files of a set, in memory; path with "/" -> content."""

    waar: str
    bestanden: Mapping[str, bytes] = field(repr=False)

    @cached_property
    def wsdls(self) -> tuple[str, ...]:
        """Name every WSDL of the set."""
        return tuple(name for name in self.bestanden if name.lower().endswith(".wsdl"))

    def operaties(self, wsdl: str) -> tuple[Operatie, ...]:
        """Give the operations of one WSDL; its references are looked at before zeep is.

        Raises:
            ConfigProblem: with everything that is wrong with it.

        """
        ontleed(self.bestanden, wsdl, self.waar)
        return operaties(self.bestanden, wsdl, self.waar)

    def wsdl_van(self, vraag: str) -> str:
        """Find the WSDL of which an operation asks `vraag`, a QName; cheap, for zeep is not asked.

        Raises:
            ConfigProblem: the set has none.

        """
        name = etree.QName(vraag)
        for wsdl in self.wsdls:
            if _stelt(self.bestanden[wsdl], name):
                return wsdl
        raise ConfigProblem(bericht("B-0374", "operatie", waar=self.waar, naam=name.localname))

    def operatie(self, vraag: str) -> Operatie:
        """Give the operation that asks `vraag`; raises ConfigProblem."""
        found = self.operaties(self.wsdl_van(vraag))
        return next(one for one in found if one.vraag == vraag)

    def toets(self, vraag: str) -> "Berichttoets":
        """Give the test for messages of the service that asks `vraag`; raises ConfigProblem."""
        return _toets(self, self.wsdl_van(vraag))

    def __hash__(self) -> int:
        """Tell sets apart as objects: one is made per pin."""
        return id(self)

    def __eq__(self, other: object) -> bool:
        """Compare as objects."""
        return self is other


@lru_cache(maxsize=8)
def _toets(one: Schemaset, wsdl: str) -> "Berichttoets":
    return Berichttoets(one, wsdl)


def _stelt(content: bytes, name: etree.QName) -> bool:
    """Tell whether a WSDL has a message of this element; a file that is no XML has none."""
    try:
        root = etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError:
        return False
    asked = {message.get("message", "").rpartition(":")[2] for message in root.iter("{*}input")}
    for message in root.iter("{http://schemas.xmlsoap.org/wsdl/}message"):
        for part in message.iter("{*}part"):
            prefix, _, local = part.get("element", "").rpartition(":")
            if local == name.localname and part.nsmap.get(prefix or None) == name.namespace:
                return message.get("name", "") in asked
    return False


class Berichttoets:
    """Tests messages against all schemas that one WSDL leads to.

    libxml2 honours only the first import of a namespace, and StUF spreads each over four to eight
    files. So in memory every import is turned to one document per namespace that includes all of
    its files; the files themselves stay as they are.
    """

    def __init__(self, one: Schemaset, wsdl: str) -> None:
        documents = ontleed(one.bestanden, wsdl, one.waar)
        schemas = {name: root for name, root in documents.items() if root.tag == f"{XS}schema"}
        self._schema = _compileer(schemas, f"{one.waar}/{wsdl}")

    def bezwaren(self, element: etree._Element) -> tuple[str, ...]:
        """Give where a message is not as its schema says: paths of elements, never a value."""
        if self._schema.validate(element):
            return ()
        log: Any = self._schema.error_log
        found = (str(error.path or "/") for error in log)
        return tuple(dict.fromkeys(found))


def _compileer(schemas: Mapping[str, etree._Element], waar: str) -> etree.XMLSchema:
    spaces: dict[str, list[str]] = {}
    for name, root in schemas.items():
        spaces.setdefault(root.get("targetNamespace", ""), []).append(name)
    whole = {space: f"{_BEGIN}{number}" for number, space in enumerate(spaces)}
    texts = {_BEGIN + name: _omgeleid(root, name, whole) for name, root in schemas.items()}
    texts |= {whole[space]: _verzameld(space, names) for space, names in spaces.items()}
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    parser.resolvers.add(_UitGeheugen(texts))
    # StUF first: every sector model builds on it.
    order = sorted((space for space in whole if space), key=lambda space: space != _STUF)
    try:
        return etree.XMLSchema(etree.fromstring(_alles(order, whole), parser, base_url=_BEGIN))
    except etree.XMLSchemaParseError:
        raise ConfigProblem(bericht("B-0374", "schema", waar=waar)) from None


def _omgeleid(root: etree._Element, name: str, whole: Mapping[str, str]) -> bytes:
    for one in verwijzingen(root, name):
        imported = one.element.tag == f"{XS}import"
        target = whole.get(one.element.get("namespace", "")) if imported else None
        one.element.set("schemaLocation", target or _BEGIN + one.doel)
    return etree.tostring(root)


def _verzameld(space: str, names: list[str]) -> bytes:
    root = etree.Element(f"{XS}schema", nsmap={"xs": _XSD})
    if space:
        root.set("targetNamespace", space)
    for name in names:
        etree.SubElement(root, f"{XS}include").set("schemaLocation", _BEGIN + name)
    return etree.tostring(root)


def _alles(order: list[str], whole: Mapping[str, str]) -> bytes:
    root = etree.Element(f"{XS}schema", nsmap={"xs": _XSD})
    for space in order:
        found = etree.SubElement(root, f"{XS}import")
        found.set("namespace", space)
        found.set("schemaLocation", whole[space])
    return etree.tostring(root)


class _UitGeheugen(etree.Resolver):
    """Gives libxml2 the documents of the set, and an empty one for anything else it asks."""

    def __init__(self, texts: Mapping[str, bytes]) -> None:
        self._texts = texts

    def resolve(self, url: str, pubid: str, context: object) -> Any:  # type: ignore[override]  # lxml gives a third
        return self.resolve_string(self._texts.get(url, b"<leeg/>"), context, base_url=url)
