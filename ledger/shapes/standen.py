"""What was released about a provision, and its versions on their way out."""

from collections.abc import Mapping
from dataclasses import field
from datetime import datetime, timedelta
from enum import StrEnum

from regres import SealedMelding, SoortMelding
from regres.waarde import dataclass

#: What was seen by a read less long ago than this is not noted as seen again.
SPELING = timedelta(days=7)


class StandStaat(StrEnum):
    """Whether a melding stands at the backend, as far as this side has released."""

    STAAND = "staand"
    INGETROKKEN = "ingetrokken"


class OutboxStatus(StrEnum):
    """What became of one sealed version.

    `vrij` and `verstuurd` are not stored: a row that is klaargezet is `vrij` when its run was
    released, and `verstuurd` once it has been offered without a usable answer.
    """

    KLAARGEZET = "klaargezet"
    VRIJ = "vrij"
    VERSTUURD = "verstuurd"
    ONTVANGEN = "ontvangen"
    GEWEIGERD = "geweigerd"
    INGEHAALD = "ingehaald"
    VERVALLEN = "vervallen"


@dataclass(frozen=True, slots=True)
class Stand:
    """What was last released about one provision.

    versie        the highest version ever given out for this referentie
    inhoudsmerk   "" when the next read must seal again, whatever it finds
    afgeleverd    the backend has received at least one version of this chain
    mapping_merk  of the run that made this version: a change under another one may be its doing
    bronset       the source this version was read from: it stands by that source's word; "" = not
                  known
    bron_gezien   when a read of that source last met it, but for SPELING; None = not known
    bronmerk      of the record as it came, and of all that decides about it; "" = read it in full
    """

    zoeksleutel: str
    zoekversie: int
    referentie: str
    dossiersleutel: str
    versie: int
    inhoudsmerk: str
    merkversie: int
    groepmerken: Mapping[str, str]
    staat: StandStaat
    afgeleverd: bool
    mapping_merk: str
    clientmerk: str = ""
    clientversie: int = 0
    laatst_gezien: datetime | None = None
    bronset: str = ""
    bron_gezien: datetime | None = None
    bronmerk: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Staged:
    """One sealed version on its way out, with what the new stand must remember of it."""

    sealed: SealedMelding
    zoeksleutel: str
    zoekversie: int
    merkversie: int
    groepmerken: Mapping[str, str] = field(default_factory=dict)
    clientmerk: str = ""
    clientversie: int = 0
    bronmerk: str = ""


@dataclass(frozen=True, slots=True)
class Unstaged:
    """What was taken back out of a run's staged rows."""

    soort: SoortMelding
    referentie: str
    versie: int
    inhoudsmerk: str


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A claimed row of the outbox.

    pogingen   how often it has been offered, this time included
    claim      fencing token: every claim on a row has a higher one than the claim before it
    vergeefs   how often it failed right after the destination had answered usably, since when
    """

    id: int
    sealed: SealedMelding
    pogingen: int
    claim: int
    clientmerk: str
    clientversie: int
    vergeefs: int = 0
    vergeefs_sinds: datetime | None = None


@dataclass(frozen=True, slots=True)
class OutboxRow:
    """One version in the outbox, for lists and pages."""

    id: int
    run: int
    referentie: str
    versie: int
    soort: SoortMelding
    status: OutboxStatus
    pogingen: int
    volgende_poging: datetime
    code: str
    zaaknummer: str
    ontvangen_op: datetime | None
