"""Root keys, and what is written anew when one is rotated."""

from collections.abc import Mapping
from datetime import datetime

from regres.waarde import dataclass


@dataclass(frozen=True, slots=True)
class Rekey:
    """A lookup key that was found under an old key version and is written anew.

    referentie   of the record, so that sealed rows that still wait move along; "" = none can be
    """

    oud: str
    nieuw: str
    zoekversie: int
    referentie: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hermerk:
    """The marks of a stand, made anew of the same facts and client under the present key.

    was_merk, was_clientmerk   what must stand there still: what came between wins
    """

    referentie: str
    was_merk: str
    was_clientmerk: str
    inhoudsmerk: str
    merkversie: int
    groepmerken: Mapping[str, str]
    clientmerk: str
    clientversie: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Signaalmerk:
    """The mark of a waiting or decided record, made anew of the same signals.

    was                        what must stand there still
    clientmerk, clientversie   of the client that the source names; "" = none
    """

    zoeksleutel: str
    was: str
    merk: str
    merkversie: int
    clientmerk: str = ""
    clientversie: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Gedragen:
    """How much in the ledger can only be used with one version of the root key.

    meldingen    stands at the backend whose facts could not be compared any more
    clienten     stands, stubs and objections whose client could not be found any more
    wachtend     open stubs that would not be recognised at the next read
    besluiten    decisions of people that would not be acted on any more
    bezwaren     objections of clients who would not be recognised any more
    onderweg     sealed rows that are not delivered yet
    """

    meldingen: int = 0
    clienten: int = 0
    wachtend: int = 0
    besluiten: int = 0
    bezwaren: int = 0
    onderweg: int = 0

    @property
    def leeg(self) -> bool:
        """Tell whether nothing needs this version."""
        kept = (self.meldingen, self.clienten, self.wachtend, self.besluiten)
        return not any((*kept, self.bezwaren, self.onderweg))


@dataclass(frozen=True, slots=True)
class Sleutelrij:
    """One root key as the ledger knows it; version 0 is the blijvende sleutel.

    proef      what it is recognised by (`privacy.Keys.proeven`)
    gestopt    when a person retired it
    kopie_kid  for which key of the security officer it was backed up last; "" = never
    """

    versie: int
    proef: str
    sinds: datetime
    gestopt: datetime | None = None
    kopie_op: datetime | None = None
    kopie_kid: str = ""
