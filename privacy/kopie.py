"""A backup of a municipality's root keys, sealed for its security officer and for nobody else.

The same JWE as a melding, with a `typ` of its own. Whoever made it cannot open it.
"""

import json
from dataclasses import field
from datetime import date
from typing import Any, Self

from privacy.inzage import Inzagesleutel
from privacy.jwk import PubliekeSleutel
from privacy.keys import Keys, read_blijvend, read_root
from privacy.seal import seal_kopie
from regres import KeyProblem
from regres.berichten import bericht
from regres.envelop import TYP_KOPIE
from regres.waarde import dataclass

SCHEMA = "regresbrug/sleutelkopie/1"


@dataclass(frozen=True, slots=True)
class Kopie:
    """What a backup holds: whose keys, from when, and the keys themselves."""

    identiteit: str
    gemaakt: date
    keys: Keys = field(repr=False)

    def verzegel(self, voor: PubliekeSleutel) -> str:
        """Seal it; filled up, so that its length does not tell how many keys there are."""
        whole = {
            "schema": SCHEMA,
            "identiteit": self.identiteit,
            "gemaakt": self.gemaakt.isoformat(),
            "sleutels": {str(v): self.keys.root(v).hex() for v in self.keys.versies},
            "blijvend": self.keys.blijvend.hex(),
        }
        return seal_kopie(voor, json.dumps(whole).encode())

    @classmethod
    def lees(cls, envelop: str, sleutel: Inzagesleutel, waar: str) -> Self:
        """Open a backup with the security officer's private key.

        Raises KeyProblem: this key does not open it (K-0602), or it holds no keys (K-0714).
        """
        text = sleutel.open(envelop.strip(), TYP_KOPIE)
        try:
            found: dict[str, Any] = json.loads(text)
            if found["schema"] != SCHEMA:
                raise KeyError(SCHEMA)
            roots = {int(v): read_root(str(key)) for v, key in found["sleutels"].items()}
            keys = Keys(roots, read_blijvend(str(found["blijvend"])))
            return cls(str(found["identiteit"]), date.fromisoformat(found["gemaakt"]), keys)
        except (ValueError, TypeError, KeyError, AttributeError, KeyProblem):
            # Whatever is wrong with it holds a key in its message.
            raise KeyProblem(bericht("K-0714", waar=waar)) from None
