"""The rights of a client: by which marks one is known, who objects, what is remembered."""

from datetime import date, datetime

from ledger.shapes.audit import AuditRegel
from ledger.shapes.standen import OutboxStatus, StandStaat
from regres import SoortMelding
from regres.waarde import dataclass


@dataclass(frozen=True, slots=True)
class Merk:
    """A client's mark under one key version."""

    waarde: str
    versie: int


@dataclass(frozen=True, slots=True)
class Blokkades:
    """The clients of one municipality who object, by their marks under any key version.

    tot  the highest number of a decision about it; a later one was not heard by this read
    """

    merken: frozenset[str] = frozenset()
    tot: int = 0


@dataclass(frozen=True, slots=True)
class Vernieuwd:
    """An objection met under an old key version, and its mark under the present one."""

    oud: str
    nieuw: str
    versie: int


@dataclass(frozen=True, slots=True)
class Gevonden:
    """How much is known of one client: provisions that were sealed, and records that wait."""

    meldingen: int
    wachtend: int

    @property
    def niets(self) -> bool:
        """Tell whether nothing fits."""
        return not (self.meldingen or self.wachtend)


@dataclass(frozen=True, slots=True)
class DossierVersie:
    """One version that was sealed about a client's provision."""

    versie: int
    soort: SoortMelding
    aangemaakt_op: datetime
    status: OutboxStatus
    ontvangen_op: datetime | None


@dataclass(frozen=True, slots=True)
class DossierMelding:
    """One provision of a client that was sealed.

    staat        None when no version of it stands
    handelingen  its entries of the audit trail, oldest first
    """

    referentie: str
    staat: StandStaat | None
    zaaknummer: str
    bronset: str
    laatst_gezien: datetime | None
    afgesloten_op: date | None
    versies: tuple[DossierVersie, ...]
    handelingen: tuple[AuditRegel, ...]


@dataclass(frozen=True, slots=True)
class DossierStub:
    """One record of a client that waits for a person, or waited."""

    soort: str
    codes: tuple[str, ...]
    bronset: str
    plaats: str
    eerst_gezien: datetime
    laatst_gezien: datetime
    gesloten_op: datetime | None
    gesloten_reden: str


@dataclass(frozen=True, slots=True)
class DossierBesluit:
    """What a person decided about a record of a client."""

    keuze: str
    tijd: datetime
    wie: str
    rol: str


@dataclass(frozen=True, slots=True)
class Dossier:
    """All that is remembered of one client; bezwaar: since when the client objects."""

    meldingen: tuple[DossierMelding, ...]
    wachtend: tuple[DossierStub, ...]
    besluiten: tuple[DossierBesluit, ...]
    bezwaar: datetime | None

    @property
    def leeg(self) -> bool:
        """Tell whether nothing is known of this client."""
        return not (self.meldingen or self.wachtend or self.bezwaar)
