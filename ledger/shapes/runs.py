"""Runs, from their lease to their closing."""

from collections.abc import Mapping, Sequence
from dataclasses import field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from ledger.shapes.besluiten import Besluitlezing
from ledger.shapes.standen import OutboxStatus
from regres import Problem, Telling
from regres.waarde import dataclass

#: The slotnaam of runs that only catch up; the pipeline names its slots so.
INHALEN = "inhalen"
#: The snede of sources that give each change once: no read of them shows what is gone.
DELTA = "delta"


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
class RunMaat:
    """What one run measured, to compare nights with each other; counts, moments and codes only.

    slotnaam      the kind of slot; slot names the month of a rondgang too
    gelezen, j    None when it did not come to a count
    bestand_van   when the file it looked at was last written; None = no file
    codes         of its problems
    """

    bronset: str
    slotnaam: str
    slot: str
    dag: date
    resultaat: Resultaat | None
    begonnen: datetime
    geeindigd: datetime | None
    gelezen: int | None
    j: int | None
    bestand_van: datetime | None
    codes: frozenset[str]


@dataclass(frozen=True, slots=True)
class History:
    """What the brake looks at: the last 30 released runs of this source set and slotnaam.

    nieuw            counts, newest first
    mapping_merk     of the newest of them; None when there is none
    wacht_sinds      since when a batch waits that this run replaces
    maten            what the runs of the last twelve weeks measured that this one is like: of the
                     same kind of slot, or the same month; oldest first
    """

    nieuw: tuple[int, ...]
    mapping_merk: str | None
    wacht_sinds: datetime | None
    maten: tuple[RunMaat, ...] = ()


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
    overgenomen     referenties that stand by the word of this source from now on, unchanged
    besluiten_gezien  lookup keys of decided records, likewise
    problems        warnings that did not stop the run
    gezocht         lookup keys of stubs that this read of their slice had to meet; others of it
                    were not looked at
    geleverd_op     of a record that was kept and is carried on by hand: when it was delivered, for
                    from there its days are counted; None = now
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
    overgenomen: Sequence[str] = ()
    besluiten_gezien: Sequence[str] = ()
    problems: tuple[Problem, ...] = ()
    gezocht: Sequence[str] = ()
    geleverd_op: datetime | None = None


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
class Nachtrij:
    """One run in a list of nights; resultaat None = still going.

    aangewezen    records with an accident indicated; None when it did not come to a count
    """

    run: int
    gemeente: str
    bronset: str
    dag: date
    resultaat: Resultaat | None
    begonnen: datetime
    gelezen: int | None
    aangewezen: int | None
    quarantaine: int | None


@dataclass(frozen=True, slots=True)
class Nachtreeks:
    """The nights of one municipality as the database hands them over: one text, not yet read.

    Two with the same text are the same nights, so whoever remembers what he made of one never
    remembers too long. Reading them is most of the work of a page of hundreds of municipalities.
    """

    gemeente: str
    tekst: str

    def rijen(self) -> list[Nachtrij]:
        """Read it: the runs, oldest first."""
        lines = (line.split(VELDTEKEN) for line in self.tekst.split(RIJTEKEN) if line)
        return sorted((self._rij(line) for line in lines), key=lambda row: (row.dag, row.run))

    def _rij(self, line: list[str]) -> Nachtrij:
        number, bronset, day, ended, begun, *counts = line
        read, j, held = (int(count) if count else None for count in counts)
        return Nachtrij(
            *(int(number), self.gemeente, bronset, date.fromisoformat(day)),
            *(Resultaat(ended) if ended else None, datetime.fromisoformat(begun)),
            *(read, j, held),
        )


#: Between the values of a run, and between runs, in a Nachtreeks: signs that no name may hold.
VELDTEKEN, RIJTEKEN = "\x1f", "\x1e"


@dataclass(frozen=True, slots=True)
class Runloop:
    """What became of what one run made ready, after it was closed.

    statussen     outbox rows by status, without zeros
    pogingen      the most often that one of them was offered
    volgende      when what waits is offered again; None when nothing waits
    """

    vrij_op: datetime | None
    statussen: Mapping[OutboxStatus, int]
    eerste_ontvangst: datetime | None = None
    laatste_ontvangst: datetime | None = None
    pogingen: int = 0
    volgende: datetime | None = None


@dataclass(frozen=True, slots=True)
class Leesstand:
    """How far one slice of a source was read, as the last freed read of it left it.

    snede            a month ("2024-03"), "bestand", or "" for a sliding window
    gelezen_op       when that read began; or when it was asked to be read once more
    opnieuw          it will be read in full once more
    bestand_van      when the file was last written; None = no file
    """

    bronset: str
    snede: str
    gelezen_op: datetime
    opnieuw: bool = False
    bestand_van: datetime | None = None
