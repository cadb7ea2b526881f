"""The audit trail: its entries, and what a walk over it finds."""

from datetime import datetime

from regres import Problem
from regres.waarde import dataclass


@dataclass(frozen=True, slots=True)
class Journaalstand:
    """How far the journal of erasures was: how many lines, and SHA-256 over them."""

    regels: int
    hash: str


@dataclass(frozen=True, slots=True)
class Anchor:
    """The last link of the audit chain, to be noted outside the database.

    journaal      how the journal was at that moment; None: noted before anchors spoke of it
    journaal_was  how it was until then, when this anchor was noted because lines were dropped
    hersteld      the entry by which a person accepted what was lost, and which this one confirms
    """

    ledger_id: str
    volgnummer: int
    hash: str
    journaal: Journaalstand | None = None
    journaal_was: Journaalstand | None = None
    hersteld: int = 0

    @property
    def schakel(self) -> tuple[str, int, str]:
        """Give the link itself."""
        return self.ledger_id, self.volgnummer, self.hash


@dataclass(frozen=True, slots=True)
class Herstel:
    """The entry at `volgnummer` says that a person accepts what was lost.

    soort      hersteld (a backup was put back), ankers_weg or wisjournaal_weg
    anker      of hersteld: names the last link there was until then
    vanaf      of hersteld: the number of the first link that is lost
    bevestigd  an anchor outside the database tells of it; without that it forgives nothing
    """

    volgnummer: int
    soort: str
    anker: str
    vanaf: int
    actor: str
    rol: str
    tijd: str
    bevestigd: bool = True


@dataclass(frozen=True, slots=True)
class Ketenstand:
    """What a walk over the audit trail found; no problems = whole.

    regels         the number of the last entry
    ankers         how many links noted outside were looked for
    gedekt_vanaf   from this entry on the trail answers for decisions and objections: what came
                   before counts as it stood then. None: for none yet
    """

    regels: int
    ankers: int
    hersteld: tuple[Herstel, ...]
    problemen: tuple[Problem, ...]
    gedekt_vanaf: int | None = 1


@dataclass(frozen=True, slots=True)
class AuditRegel:
    """One entry of the audit trail; tijd as it is stored, hash of this link.

    inhoud  digest of the row that it stands for; None = of none
    """

    volgnummer: int
    tijd: str
    actie: str
    object: str
    resultaat: str
    oorsprong: str
    actor: str
    hash: str
    inhoud: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditVraag:
    """Which entries are asked for; what is not filled in does not narrow it.

    gemeente    of its runs, its decisions and what names it as origin
    referentie  whole; nothing is found once its salt was thrown away
    van, tot    moments; van included, tot not
    """

    gemeente: str | None = None
    referentie: str | None = None
    actie: str | None = None
    actor: str | None = None
    oorsprong: str | None = None
    van: datetime | None = None
    tot: datetime | None = None
    volgnummer: int | None = None
    aantal: int = 50
