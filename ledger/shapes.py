"""The shapes that go into the ledger and come out of it; none of them holds a personal value.

Words used throughout:

zoeksleutel   HMAC of a provision's key under K_zoek: how this side finds it again
referentie    HMAC of the same key under K_ref: how the backend knows it, for ever
stand         what was last released about one provision
besluit       what a named person decided; a staand besluit is one that reads act on
stub          what is left of a record that waits for a person
snede         the read slice a stub was seen in: a month, a file, or "" when there is only one
slotnaam      a slot without month or number: "rondgang:2024-03" -> "rondgang", "hand-2" -> "hand"
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from regres import Problem, SealedMelding, SoortMelding, Telling
from regres.melding import Reden

#: Lists and reminders count in days of the municipality; moments are kept in UTC.
NEDERLAND = ZoneInfo("Europe/Amsterdam")
#: How long a record waits for a decision before the list reminds of it, and reminds again.
HERINNERING = timedelta(days=14)
#: What was seen by a read less long ago than this is not noted as seen again.
SPELING = timedelta(days=7)


class Resultaat(StrEnum):
    """How a run ended; a run without one is still going, or was cut off."""

    VRIJ = "vrij"
    WACHT_OP_VRIJGAVE = "wacht_op_vrijgave"
    PROEF = "proef"
    MISLUKT = "mislukt"
    GEEN_LEVERING = "geen_levering"
    ONGEWIJZIGD = "ongewijzigd"
    AFGEBROKEN = "afgebroken"
    VERVANGEN = "vervangen"
    VERWORPEN = "verworpen"
    GEMIST = "gemist"


class StubSoort(StrEnum):
    """Why a record waits; the same words as the buckets of the accounting."""

    BEOORDELEN = "beoordelen"
    VASTGEHOUDEN = "vastgehouden"
    QUARANTAINE = "quarantaine"


class Keuze(StrEnum):
    """What a person can decide: the first three about beoordelen, the last about vastgehouden."""

    JA = "ja"
    NEE = "nee"
    LATER = "later"
    LAAT_LOS = "laat_los"


class Uitwerking(StrEnum):
    """What the newest released read made of a decision.

    wacht_op_lezing  none has met the record since
    heropend         the signals, or the reasons to hold it, are others than were decided on
    achterhaald      its fields say yes or no by themselves now, so there is nothing to decide
    """

    WACHT = "wacht_op_lezing"
    TOEGEPAST = "toegepast"
    HEROPEND = "heropend"
    ACHTERHAALD = "achterhaald"


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
class Lease:
    """The right to write for one municipality; a later holder always has a higher token."""

    gemeente: str
    token: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RunStart:
    """What a run sets out with.

    dag         the local date of the slot (Europe/Amsterdam)
    slot        "venster", "rondgang:2024-03", "hand-1", ...
    mapping_merk, regelversie   pinned for the whole run
    stand       "proef" or "actief"
    """

    bronset: str
    dag: date
    slot: str
    mapping_merk: str
    regelversie: str
    stand: str


@dataclass(frozen=True, slots=True)
class Stand:
    """What was last released about one provision.

    versie        the highest version ever given out for this referentie
    inhoudsmerk   "" when the next read must seal again, whatever it finds
    afgeleverd    the backend has received at least one version of this chain
    mapping_merk  of the run that made this version: a change under another one may be its doing
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


@dataclass(frozen=True, slots=True)
class Unstaged:
    """What was taken back out of a run's staged rows."""

    soort: SoortMelding
    referentie: str
    versie: int
    inhoudsmerk: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StubNote:
    """A record that waits, as one read saw it.

    codes       reason codes, most important first
    plaats      str(Plaats): file and line, or message and xpath; no value
    merk        HMAC of the deciding fields; merkversie its key version
    herkenning  the key fields sealed for the inzagesleutel, or None
    uiterlijk   the nearest deadline, when one is known
    redenen     why it waits; terms are words of the lexicon or of closed value tables
    record      of a delta source the record itself, sealed for the inzagesleutel; else None
    """

    zoeksleutel: str
    zoekversie: int
    soort: StubSoort
    codes: tuple[str, ...]
    plaats: str
    snede: str = ""
    merk: str = ""
    merkversie: int = 0
    clientmerk: str = ""
    clientversie: int = 0
    herkenning: str | None = field(default=None, repr=False)
    uiterlijk: date | None = None
    redenen: tuple[Reden, ...] = ()
    record: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class StubKort:
    """What a run needs to know of an open stub; bronset is the source it was read from."""

    soort: StubSoort
    bronset: str
    merk: str
    merkversie: int
    codes: tuple[str, ...]
    clientversie: int = 0


@dataclass(frozen=True, slots=True)
class StubRow:
    """An open stub, for lists and pages.

    bronset        "" for a stub that came from the backend's refusal
    uit_aflevering the backend refused it; reading alone never closes such a stub
    wacht_sinds    first seen, or put off for the last time: from here reminders are counted
    redenen        () for what was noted before reasons were kept, until the next read
    pogingen       how often a person let its source be read again
    """

    zoeksleutel: str
    soort: StubSoort
    codes: tuple[str, ...]
    plaats: str
    bronset: str
    snede: str
    merk: str
    merkversie: int
    eerst_gezien: datetime
    laatst_gezien: datetime
    gemist: int
    uit_aflevering: bool
    uiterlijk: date | None
    wacht_sinds: datetime
    redenen: tuple[Reden, ...]
    clientmerk: str
    clientversie: int
    herkenning: str | None = field(repr=False)
    pogingen: int = 0

    @property
    def sinds(self) -> date:
        """Give the day it was first seen, in the Netherlands."""
        return _dag(self.eerst_gezien)

    def dagen(self, vandaag: date) -> int:
        """Give how many days ago it was first seen."""
        return max(0, (vandaag - self.sinds).days)

    def herinnering(self, vandaag: date) -> int:
        """Give which reminder is due: 0 in the first 14 days, then 1, and one more every 14.

        By days, not hours: a night that is a minute quicker, or an hour longer by the clock, must
        remind all the same.
        """
        return max(0, (vandaag - _dag(self.wacht_sinds)) // HERINNERING)


@dataclass(frozen=True, slots=True)
class Herinneringen:
    """Records to judge that wait for 14 days or more; vandaag: whose turn came today."""

    wachten: int
    vandaag: int


@dataclass(frozen=True, slots=True)
class StaandBesluit:
    """A decision that reads of one source act on, bound to what the record said when it was made.

    soort             what the record waited for
    merk, merkversie  HMAC of the signal fields it speaks of, and its key version
    codes             the codes it waited with; a held melding is let go for exactly these
    nummer            of the decision in the log: a later one has a higher number
    """

    zoeksleutel: str
    zoekversie: int
    soort: StubSoort
    bronset: str
    keuze: Keuze
    merk: str
    merkversie: int
    codes: tuple[str, ...]
    nummer: int
    tijd: datetime
    uitwerking: Uitwerking
    laatst_gezien: datetime | None = None


@dataclass(frozen=True, slots=True)
class Besluitlezing:
    """What one read made of a decision; merk and merkversie as they are to be stored from now."""

    zoeksleutel: str
    soort: StubSoort
    nummer: int
    uitwerking: Uitwerking
    merk: str
    merkversie: int


@dataclass(frozen=True, slots=True)
class BeslotenRow:
    """A decided record, for lists and pages.

    in_bron  False: two complete reads did not show it, so the decision may never take effect
    """

    besluit: StaandBesluit
    wie: str
    rol: str
    reden: str
    plaats: str
    bronset: str
    uiterlijk: date | None
    redenen: tuple[Reden, ...]
    in_bron: bool
    clientmerk: str
    clientversie: int

    @property
    def op(self) -> date:
        """Give the day of the decision, in the Netherlands."""
        return _dag(self.besluit.tijd)


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
class History:
    """What the brake looks at: the last 30 released runs of this source set and slotnaam.

    nieuw, gelezen   counts, newest first
    mapping_merk     of the newest of them; None when there is none
    wacht_sinds      since when a batch waits that this run replaces
    """

    nieuw: tuple[int, ...]
    gelezen: tuple[int, ...]
    mapping_merk: str | None
    wacht_sinds: datetime | None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is decided about a run: vrij, wacht_op_vrijgave, proef or mislukt; and why."""

    resultaat: Resultaat
    redenen: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Closing:
    """What a run hands over at its end.

    telling         its counts; `nieuw` is filled in by the ledger
    proof           numbers and codes that show the read was whole; JSON, no values
    checkpoint      JSON, kept under (gemeente, bronset, snede); None leaves it as it is
    sneden          the slices that were read completely: only stubs of these can be missed
    gesloten_stubs  (zoeksleutel, reason) of stubs whose record was seen as N, sent or decided
    besluiten_tot   the highest number among the decisions this read knew
    besluitlezingen what it made of decisions, where that is other than before
    gezien          referenties that this read met and that were not noted as seen lately
    besluiten_gezien  lookup keys of decided records, likewise
    problems        warnings that did not stop the run
    """

    telling: Telling
    proof: Mapping[str, Any] = field(default_factory=dict)
    checkpoint: Mapping[str, Any] | None = None
    snede: str = ""
    sneden: tuple[str, ...] = ()
    gesloten_stubs: Sequence[tuple[str, str]] = ()
    besluiten_tot: int = 0
    besluitlezingen: Sequence[Besluitlezing] = ()
    gezien: Sequence[str] = ()
    besluiten_gezien: Sequence[str] = ()
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class RunResult:
    """How a run ended, with the counts as they were stored."""

    run: int
    resultaat: Resultaat
    telling: Telling
    problems: tuple[Problem, ...] = ()
    wacht_sinds: datetime | None = None


@dataclass(frozen=True, slots=True)
class RunRow:
    """One run, for lists and pages; resultaat None = still going."""

    id: int
    gemeente: str
    bronset: str
    dag: date
    slot: str
    pogingen: int
    stand: str
    mapping_merk: str
    regelversie: str
    begonnen: datetime
    geeindigd: datetime | None
    resultaat: Resultaat | None
    telling: Telling | None
    proof: Mapping[str, Any]
    problems: tuple[Problem, ...]
    wacht_sinds: datetime | None
    besloten_door: str


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A claimed row of the outbox.

    pogingen   how often it has been offered, this time included
    claim      fencing token: every claim on a row has a higher one than the claim before it
    """

    id: int
    sealed: SealedMelding
    pogingen: int
    claim: int
    clientmerk: str
    clientversie: int


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


@dataclass(frozen=True, slots=True)
class Decision:
    """What a named person decided, and why."""

    id: int
    gemeente: str
    soort: str
    wie: str
    rol: str
    reden: str
    tijd: datetime
    gegevens: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Anchor:
    """The last link of the audit chain, to be noted outside the database."""

    ledger_id: str
    volgnummer: int
    hash: str


@dataclass(frozen=True, slots=True)
class Herstel:
    """The entry at `volgnummer` says that a backup was put back.

    anker  names the last link there was until then; vanaf is the number of the first that is lost
    """

    volgnummer: int
    anker: str
    vanaf: int
    actor: str
    tijd: str


@dataclass(frozen=True, slots=True)
class Ketenstand:
    """What a walk over the audit trail found; no problems = whole.

    regels   the number of the last entry
    ankers   how many links noted outside were looked for
    """

    regels: int
    ankers: int
    hersteld: tuple[Herstel, ...]
    problemen: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class AuditRegel:
    """One entry of the audit trail; tijd as it is stored, hash of this link."""

    volgnummer: int
    tijd: str
    actie: str
    object: str
    resultaat: str
    oorsprong: str
    actor: str
    hash: str


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


def _dag(moment: datetime) -> date:
    return moment.astimezone(NEDERLAND).date()
