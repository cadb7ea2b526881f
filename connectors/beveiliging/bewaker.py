"""Secures the questions of one read, and lets no answer through that does not prove itself."""

import base64
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime

from lxml import etree

from connectors.beveiliging.instelling import Beveiliging
from connectors.beveiliging.kop import deel, vul
from connectors.beveiliging.namen import wsa
from connectors.beveiliging.ondertekening import Ondertekenaar
from connectors.beveiliging.verificatie import Verificateur
from connectors.veilige_boom import bouw
from regres import SourceRefused
from regres.berichten import bericht

#: Bytes of an answer that must prove something: nothing of it may be used before its end, so it is
#: held as a whole, and as a tree.
_IN_GEHEUGEN = 20_000_000


class Bewaker:
    """Stands between one door and its line.

    Raises:
        ConfigProblem: a file for signing cannot be used.

    """

    def __init__(self, instelling: Beveiliging, klok: Callable[[], datetime]) -> None:
        self._instelling = instelling
        self._klok = klok
        signing = instelling.handtekening
        self._ondertekenaar = Ondertekenaar(signing) if signing else None
        self._verificateur = Verificateur(signing) if signing else None

    def kopregels(self) -> dict[str, str]:
        """Give what goes into the HTTP headers."""
        basic = self._instelling.basic
        if basic is None:
            return {}
        pair = f"{basic.gebruiker}:{basic.wachtwoord}".encode()
        return {"Authorization": f"Basic {base64.b64encode(pair).decode()}"}

    def bescherm(self, message: bytes, kenmerk: str) -> bytes:
        """Put headers, token and signature into an envelope of ours.

        kenmerk  the number of the question: the same when it is put again
        """
        if not self._instelling.in_bericht:
            return message
        envelope = etree.fromstring(message)
        security = vul(envelope, self._instelling, kenmerk, self._klok())
        if self._ondertekenaar is not None and security is not None:
            self._ondertekenaar.teken(envelope, security)
        return etree.tostring(envelope, encoding="utf-8", xml_declaration=True)

    def keur_stukken(self, pieces: Iterable[bytes], kenmerk: str, waar: str) -> Iterable[bytes]:
        """Give an answer on, piece by piece; in one piece, when it must prove something first."""
        if not self._instelling.keurt_antwoord:
            return pieces
        whole = b"".join(_hoogstens(pieces, waar))
        # Read twice, by parsers with the same settings: what is proven is what is used.
        self.keur(bouw([whole], waar), kenmerk, waar)
        return [whole]

    def keur(self, envelope: etree._Element, kenmerk: str, waar: str) -> None:
        """Check that an answer belongs to our question and is of whom we trust.

        A fault needs no proof: nothing is used of it, and a gateway that sends one cannot sign.

        Raises:
            SourceRefused: it answers another question, is not signed, or not by whom we trust, or
                something else was signed than what we would read.

        """
        if not self._instelling.keurt_antwoord or _is_fout(envelope):
            return
        if self._verificateur is not None:
            self._verificateur.keur(
                envelope, self._klok(), waar, adressering=self._instelling.adressering is not None
            )
        if self._instelling.adressering is not None:
            self._keur_verwijzing(
                envelope, self._instelling.adressering.berichtnummer(kenmerk), waar
            )

    def _keur_verwijzing(self, envelope: etree._Element, number: str, waar: str) -> None:
        header = deel(envelope, "Header")
        found = [] if header is None else header.findall(wsa("RelatesTo"))
        said = ["".join(map(str, element.itertext())).strip() for element in found]
        if said != [number]:
            raise SourceRefused(bericht("B-0801", "" if said else "ontbreekt", waar=waar))


def _hoogstens(pieces: Iterable[bytes], waar: str) -> Iterator[bytes]:
    size = 0
    for piece in pieces:
        size += len(piece)
        if size > _IN_GEHEUGEN:
            raise SourceRefused(bericht("B-0326", waar=waar, grens=_IN_GEHEUGEN))
        yield piece


def _is_fout(envelope: etree._Element) -> bool:
    """Tell an answer of which the body is a fault and nothing else."""
    name = f"{{{etree.QName(envelope).namespace}}}"
    bodies = envelope.findall(f"{name}Body")
    content = [child.tag for body in bodies for child in body.iterchildren("*")]
    return len(bodies) == 1 and content == [f"{name}Fault"]
