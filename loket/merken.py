"""What intake notes of an opened melding beside its extract, for the handlers' lists."""

import unicodedata
from dataclasses import dataclass
from datetime import date
from typing import Any

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hmac import HMAC

from loket.datasleutel import subsleutel
from loket.lezing import Inhoud, datum, tekst
from loket.verjaring import bekend, verjaring, vijf_jaar, voorstel
from regres.canonical import canonical_bytes


@dataclass(frozen=True, slots=True)
class Merker:
    """Makes marks under a key of its own, so that nobody can count them out of birth dates."""

    _key: bytes

    @classmethod
    def van(cls, root: bytes) -> "Merker":
        """Derive the key from the loket's own."""
        return cls(subsleutel(root, "merk"))

    def __repr__(self) -> str:
        """Show nothing."""
        return "Merker()"

    def kolommen(self, inhoud: Inhoud, vandaag: date) -> dict[str, Any]:
        """Give the columns of a version: terms, catching up, and whom it may be about."""
        knew, proposed = bekend(inhoud), voorstel(inhoud)
        term = verjaring([inhoud], None, vandaag) if knew else None
        return {
            "bekend_op": term.uiterlijk if term else None,
            "voorstel_op": vijf_jaar(proposed[0]) if proposed and not knew else None,
            "inhaalslag": inhoud.get("inhaalslag") is True,
            "persoonmerk": self.persoon(inhoud),
            "clientmerk": self._merk("client", tekst(inhoud, "client.pseudoniem.waarde")),
        }

    def persoon(self, inhoud: Inhoud) -> str:
        """Give the mark of birth date and folded surname; "" unless both are known in full."""
        born, name = datum(inhoud, "client.geboortedatum"), tekst(inhoud, "client.geslachtsnaam")
        return self._merk("persoon", born.iso() or "", gevouwen(name)) if born.dag else ""

    def _merk(self, soort: str, *delen: str) -> str:
        if not all(delen):
            return ""
        mac = HMAC(self._key, SHA256())
        mac.update(canonical_bytes([soort, *delen]))
        return mac.finalize().hex()


def gevouwen(naam: str) -> str:
    """Fold a surname: no accents, no capitals, nothing but letters."""
    plain = unicodedata.normalize("NFKD", naam.casefold())
    return "".join(sign for sign in plain if sign.isalpha())
