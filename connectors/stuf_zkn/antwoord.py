"""One answer while it comes in: its objects, and the proof that it is ours and whole."""

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from operator import attrgetter
from typing import Protocol, cast

from lxml import etree

from connectors.stuf_zkn.bron import Systeem
from connectors.stuf_zkn.diensten import Dienst
from connectors.stuf_zkn.fouten import afwijking, fout_in
from connectors.stuf_zkn.kenmerken import GEWEIGERD, zonder_waarde
from connectors.stuf_zkn.namen import SOAP, SOAP12, stuf
from connectors.stuf_zkn.ontvangst import status_fout
from connectors.stuf_zkn.soorten import berichtnaam
from connectors.stuf_zkn.toleranties import Tolerantie
from connectors.veilige_boom import trekker
from regres import SourceDown, SourceRefused
from regres.berichten import bericht

_DELEN = ("stuurgegevens", "parameters", "melding", "object")
#: What an answer is made of, and nothing else (StUF 3.01, 6.3.3).
_KINDEREN = ("stuurgegevens", "parameters", "melding", "antwoord")
_TAG, _STAART = attrgetter("tag"), attrgetter("tail")
_AANTAL = re.compile(r"\A[0-9]{1,12}\Z", re.ASCII)
_FOUT = etree.ErrorLevels.ERROR
_WAAR = {"true": True, "1": True, "false": False, "0": False}


class Afspraak(Protocol):
    """What was agreed with whoever answers; see StufSource, which is one."""

    @property
    def dienst(self) -> Dienst:
        """Give the question that is answered."""
        ...

    @property
    def soap(self) -> str:
        """Give the version of SOAP."""
        ...

    @property
    def toleranties(self) -> frozenset[Tolerantie]:
        """Give where it may depart from the standard."""
        ...

    @property
    def zender(self) -> Systeem:
        """Give who asked; of a name that is "" nothing is compared."""
        ...

    @property
    def ontvanger(self) -> Systeem:
        """Give who was asked."""
        ...


@dataclass(frozen=True, slots=True)
class Verwacht:
    """What an answer must agree with: the question it belongs to and where problems are placed.

    referentienummer  of the question; None = of a saved answer nobody knows it any more
    """

    bron: Afspraak
    referentienummer: str | None
    waar: str
    status: int = 200


class Antwoord:
    """The answer to one question.

    After the last object of `objecten` was taken, the message is proven: well-formed to its end,
    the answer that belongs to our question and nothing else, for us and from the system that was
    asked.

    vervolg    the server says there is more
    aantal     its (approximate) total, when it gives one
    tijdstip   its tijdstipBericht, as it came
    meldingen  what the server says about the question; codes only are kept
    naam       the local name of the answer
    object     the name of an object
    ouder      the element around the objects, once it was proven to be in its place
    einden     elements by the name of an object, wherever they stand, that ended in the last piece
    parser     what it is parsed with; that of an answer of the same source that was proven may be
               given on: one that nobody uses any more stays in memory with its whole page, until
               Python looks for cycles
    """

    def __init__(self, verwacht: Verwacht, parser: "etree.XMLPullParser | None" = None) -> None:
        self._verwacht = verwacht
        self._dienst = verwacht.bron.dienst
        self._soap = SOAP12 if verwacht.bron.soap == "1.2" else SOAP
        self.object = self._dienst.deel("object")
        tags = tuple(map(self._dienst.deel, _DELEN))
        self.parser = parser or trekker(("end",), tag=tags, encoding="utf-8")
        self.naam = self._dienst.antwoordnaam
        self.ouder: etree._Element | None = None
        self.einden = 0
        self._verschoven = (0, 0)
        self._stuurgegevens = False
        self._parameters = False
        self.vervolg = False
        self.aantal: int | None = None
        self.tijdstip = ""
        self.meldingen: list[str] = []

    def objecten(self, pieces: Iterable[bytes]) -> Iterator[etree._Element]:
        """Parse the pieces; give each object element when it is complete.

        An object stays in the tree until `laat_los` is called; not before the one after it came,
        for the parser still writes behind the last.

        Raises:
            SourceDown: the message breaks off, or is a fault that passes.
            SourceRefused: it is not what was agreed, or a fault that does not pass.

        """
        for together in self.groepen(pieces):
            yield from together

    def groepen(self, pieces: Iterable[bytes]) -> Iterator[list[etree._Element]]:
        """Give the same, those of each piece together; raises as `objecten` does."""
        for piece in pieces:
            yield self.voer(piece)
        root, last = self.sluit()
        yield last
        self.bewijs(root)

    def voer(self, piece: bytes) -> list[etree._Element]:
        """Parse a piece; give the objects that are complete. Raises as `objecten` does."""
        self._voer(self.parser, piece)
        return self._neem(self.parser)

    def sluit(self) -> tuple[etree._Element, list[etree._Element]]:
        """End the message; give its root, for `bewijs`, and the objects that came last."""
        root = self._sluit(self.parser)
        return root, self._neem(self.parser)

    def laat_los(self) -> None:
        """Hold nothing of the message any more; only after it was proven."""
        self.ouder = None

    def _voer(self, parser: "etree.XMLPullParser", piece: bytes) -> None:
        # Raised outside: lxml's error quotes the answer, and `from None` would only hide it.
        try:
            parser.feed(piece)
            wrong = next((e for e in parser.feed_error_log if e.level >= _FOUT), None)
            if wrong is None:
                return
            # libxml2 goes on after some errors, such as an unknown entity, and tells at the end.
            line, column = wrong.line, wrong.column
        except etree.XMLSyntaxError as error:
            line, column = error.position
        shifted, by = self._verschoven
        column += by if line == shifted else 0
        raise SourceRefused(bericht("B-0330", waar=f"{self._verwacht.waar}:{line}:{column}"))

    def verschuif(self, regel: int, kolommen: int) -> None:
        """Say that on this line the parser has not seen so many columns."""
        self._verschoven = (regel, kolommen)

    def _sluit(self, parser: "etree.XMLPullParser") -> etree._Element:
        with suppress(etree.XMLSyntaxError):
            return parser.close()
        # All that came was good as far as it went: the rest is missing.
        raise SourceDown(bericht("B-0305", waar=self._verwacht.waar))

    def _neem(self, parser: "etree.XMLPullParser") -> list[etree._Element]:
        objects: list[etree._Element] = []
        self.einden = 0
        # "end" events carry elements only
        for _, element in cast("Iterable[tuple[str, etree._Element]]", parser.read_events()):
            if element.tag == self.object:
                self.einden += 1
                if self._is_antwoord(element):
                    objects.append(element)
            elif self._in_antwoord(element):
                self._lees_kop(element)
        return objects

    def _is_antwoord(self, element: etree._Element) -> bool:
        """Tell an answered zaak from an `object` deeper down; the header must have been read."""
        parent = element.getparent()
        if parent is None:
            return False
        if parent is not self.ouder:
            if parent.tag != self._dienst.deel("antwoord") or not self._in_antwoord(parent):
                return False
            if not (self._stuurgegevens and self._parameters):
                raise self._geweigerd("B-0332", verwacht=self._dienst.antwoordnaam)
            self.ouder = parent
        return len(element) > 0 or self.is_zaak(element)

    def is_zaak(self, element: etree._Element) -> bool:
        """Tell an object from one without content; raises as `objecten` does."""
        return len(element) > 0 or not self._is_leeg(element)

    def _is_leeg(self, element: etree._Element) -> bool:
        """Tell an object without content: how some servers say that there is nothing."""
        self._keur_reden(element)
        if Tolerantie.LEEG_ANTWOORDOBJECT not in self._verwacht.bron.toleranties:
            raise afwijking(Tolerantie.LEEG_ANTWOORDOBJECT, self._verwacht.waar)
        return True

    def _in_antwoord(self, element: etree._Element) -> bool:
        parent = element.getparent()
        if parent is None or parent.tag != self._dienst.antwoord:
            return False
        self._geen_dtd(element)
        above = [ancestor.tag for ancestor in parent.iterancestors()]
        if above != [self._naam("Body"), self._naam("Envelope")]:
            raise self._geweigerd("B-0332", verwacht=self._dienst.antwoordnaam)
        if self._verwacht.status != 200:
            raise status_fout(self._verwacht.status, self._verwacht.waar)
        return True

    def _lees_kop(self, element: etree._Element) -> None:
        if element.tag == self._dienst.deel("stuurgegevens"):
            self._keur_stuurgegevens(element)
        elif element.tag == self._dienst.deel("parameters"):
            self._lees_parameters(element)
        else:
            self.meldingen.append((element.text or "").strip())

    def _keur_stuurgegevens(self, element: etree._Element) -> None:
        if self._stuurgegevens:
            raise self._geweigerd("B-0332", verwacht=self._dienst.antwoordnaam)
        self._stuurgegevens = True
        if _dubbel(element) or any(_dubbel(child) for child in element.iterchildren("*")):
            # Two receivers, two numbers: of which one would be looked at, and who knows which.
            raise self._geweigerd("B-0332", verwacht=self._dienst.antwoordnaam)
        if _tekst(element, "berichtcode") != "La01":
            raise self._geweigerd("B-0333")
        self.tijdstip = _tekst(element, "tijdstipBericht")
        ours = self._keur_crossref(_tekst(element, "crossRefnummer"))
        bron = self._verwacht.bron
        named = [
            self._keur_systeem(element, "zender", bron.ontvanger),
            self._keur_systeem(element, "ontvanger", bron.zender),
        ]
        if not ours and not all(named):
            raise self._geweigerd("B-0335", "ontbreekt")

    def _keur_crossref(self, number: str) -> bool:
        """Tell whether the answer names our question."""
        allowed = self._verwacht.bron.toleranties
        if Tolerantie.EIGEN_CROSSREF in allowed:
            return False
        if Tolerantie.GEEN_CROSSREF in allowed and not number:
            return False
        if self._verwacht.referentienummer is None:
            return bool(number)
        if number != self._verwacht.referentienummer:
            raise self._geweigerd("B-0334")
        return True

    def _keur_systeem(self, element: etree._Element, rol: str, expected: Systeem) -> bool:
        """Compare what the answer says with what we know; tell whether it says who it is."""
        found = element.find(stuf(rol))
        if found is None:
            return False
        for deel in ("organisatie", "applicatie", "administratie"):
            said, known = _tekst(found, deel), getattr(expected, deel)
            if said and known and said != known:
                raise self._geweigerd("B-0335", deel=f"{rol}.{deel}")
        return bool(_tekst(found, "applicatie"))

    def _lees_parameters(self, element: etree._Element) -> None:
        if self._parameters:
            raise self._geweigerd("B-0332", verwacht=self._dienst.antwoordnaam)
        self._parameters = True
        if _dubbel(element):
            raise self._geweigerd("B-0336")
        more = _WAAR.get(_tekst(element, "indicatorVervolgvraag"))
        if more is None:
            raise self._geweigerd("B-0336")
        self.vervolg = more
        total = _tekst(element, "aantalVoorkomens")
        self.aantal = int(total) if _AANTAL.match(total) else None

    def bewijs(self, root: etree._Element) -> None:
        """Prove what can only be seen at the end; raises as `objecten` does."""
        self._geen_dtd(root)
        bron = self._verwacht.bron
        body = root.find(self._naam("Body")) if root.tag == self._naam("Envelope") else None
        content = list((root if body is None else body).iterchildren("*"))
        fault = fout_in(root, bron.toleranties, self._verwacht.waar, bron.soap)
        if fault is not None:
            raise fault
        if body is None or [element.tag for element in content] != [self._dienst.antwoord]:
            raise self._ander(content[0] if body is not None and content else root)
        bodies, answers = self._naam("Body"), self._dienst.deel("antwoord")
        if _aantal(root, bodies) > 1 or _aantal(content[0], answers) > 1:
            raise self._geweigerd("B-0332", verwacht=self._dienst.antwoordnaam)
        self._keur_inhoud(content[0], _KINDEREN)
        for answer in content[0].iterchildren(answers):
            self._keur_reden(answer)
            self._keur_inhoud(answer, ("object",))
        if not (self._stuurgegevens and self._parameters):
            if self._stuurgegevens:
                raise self._geweigerd("B-0336")
            raise self._geweigerd("B-0332", verwacht=self._dienst.antwoordnaam)

    def _keur_inhoud(self, element: etree._Element, names: Iterable[str]) -> None:
        """Refuse what we would not see: a zaak under another name, or as text.

        A server that leaves out a namespace, or wraps its zaken once too often, would else look
        like one that has none.
        """
        known = set(map(self._dienst.deel, names))
        said = [element.text, *map(_STAART, element)]
        if not known.issuperset(map(_TAG, element.iterchildren("*"))) or any(
            map(str.strip, filter(None, said))
        ):
            raise self._geweigerd("B-0332", "inhoud", verwacht=self._dienst.antwoordnaam)

    def _keur_reden(self, element: etree._Element) -> None:
        """Refuse a place for zaken that says that we may not see them: that is not "none"."""
        reason = zonder_waarde(element)
        if reason in GEWEIGERD:
            raise self._geweigerd("B-0350", reden=reason)

    def _ander(self, element: etree._Element) -> SourceRefused:
        """Refuse what is no answer to this question, by its name when that is one of StUF's."""
        asked = self._dienst.antwoordnaam
        soort = berichtnaam(element)
        if not soort or element.tag == self._dienst.antwoord:
            return self._geweigerd("B-0332", verwacht=asked)
        return self._geweigerd("B-0332", "ander", soort=soort, verwacht=asked)

    def _naam(self, name: str) -> str:
        """Give a name in the envelope of the version of SOAP that we asked in."""
        return f"{{{self._soap}}}{name}"

    def _geen_dtd(self, element: etree._Element) -> None:
        if element.getroottree().docinfo.internalDTD is not None:
            raise self._geweigerd("B-0331")

    def _geweigerd(self, code: str, geval: str = "", **woorden: str) -> SourceRefused:
        return SourceRefused(bericht(code, geval, waar=self._verwacht.waar, **woorden))


def _aantal(element: etree._Element, tag: str) -> int:
    return sum(1 for _ in element.iterchildren(tag))


def _dubbel(element: etree._Element) -> bool:
    """Tell whether two children have the same name; in stuurgegevens none may come twice."""
    tags = [child.tag for child in element.iterchildren("*")]
    return len(set(tags)) < len(tags)


def _tekst(element: etree._Element, name: str) -> str:
    found = element.find(stuf(name))
    return "" if found is None else "".join(str(text) for text in found.itertext()).strip()
