"""Where a record landed, and what was known of it on the way."""

from dataclasses import field, replace
from datetime import date

from ledger import Stand, StandStaat
from mappings import Peek
from privacy import Gemerkt
from regres import (
    Bucket,
    Feiten,
    Flag,
    Indicatie,
    Problem,
    SoortMelding,
    SourceRecord,
    Verhaalbaarheid,
)
from regres.berichten import bericht
from regres.maken import maker
from regres.melding import Reden
from regres.waarde import dataclass

#: Held back because the decision is older than `actief: sinds`.
INHALEN = "wacht_op_inhalen"
#: Sent by catching up.
INHAALSLAG = "inhaalslag"
#: Of a read that catches up: a record that was not chosen.
BUITEN_INHAALSLAG = "buiten_inhaalslag"
#: Sent although only a note says it, because the municipality decided so (`tekst_alleen`).
TEKST = "tekst_versturen"
#: The melding stands, but what pointed at an accident is gone.
VERVALLEN = "vervallen_signaal"
#: Taken back in nights that this ledger lost, perhaps by a person; the source says yes again.
INGETROKKEN_TOEN = "ingetrokken_voor_herstel"
#: The source says that it is gone, and nothing of it stands.
VERWIJDERD = "verwijderd"
#: A later message of the same read says how the provision is now.
LATER_BERICHT = "later_bericht"
#: It waits, but is larger than what can be kept of it: the source must give it again.
TE_GROOT = "te_groot"
#: Longer than any word of the lexicon or closed table; what is longer is cut off in the ledger.
_LANGSTE_TERM = 60


@dataclass(frozen=True, slots=True)
class Inhaalslag:
    """What one read catches up on: these lookup keys, of grants from `vanaf` on."""

    keys: frozenset[str]
    vanaf: date


@dataclass(frozen=True, slots=True)
class Landing:
    """The one bucket a record is in.

    zoek      its lookup key; None when not even that could be made
    soort     for klaargezet: what kind of version was sealed
    problems  every problem and warning of this record
    terug     an earlier record of this read with the same key went to quarantine with it

    What an explanation needs, and nothing else keeps:

    sleutel   the key as the source writes it; None when it could not be read
    case      the record on its way; None when key or signals could not be read
    feiten    all facts, once they were read
    als_ongeval  of what waits for a person, the facts by which its deadline was made
    """

    bucket: Bucket
    codes: tuple[str, ...] = ()
    zoek: Gemerkt | None = None
    soort: SoortMelding | None = None
    flag: Flag | None = None
    advies: Verhaalbaarheid | None = None
    problems: tuple[Problem, ...] = ()
    terug: bool = False
    sleutel: tuple[str, ...] | None = field(default=None, repr=False)
    case: "Kandidaat | None" = field(default=None, repr=False)
    feiten: Feiten | None = field(default=None, repr=False)
    als_ongeval: Feiten | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Kandidaat:
    """A record on its way: where it stands, its keys, its flag, and what is known of it.

    besluit   the flag is what a person decided
    heropend  a person decided, but about other signals than these
    """

    record: SourceRecord
    peek: Peek
    flag: Flag
    zoek: Gemerkt
    stand: Stand | None
    besluit: bool = False
    heropend: bool = False

    @property
    def vervallen(self) -> bool:
        """Tell whether a melding stands whose sign is gone: no denial, so a person looks."""
        silent = any(reden.regel == "geen_signaal" for reden in self.flag.redenen)
        return bool(self.staand) and silent and not self.besluit

    @property
    def wacht_op_oordeel(self) -> bool:
        """Tell whether its fields alone do not decide: it is unclear, only text, or fell silent."""
        unclear = self.flag.indicatie is Indicatie.O
        return unclear or self.flag.alleen_tekst or self.vervallen or self.ingetrokken_toen

    @property
    def ingetrokken_toen(self) -> bool:
        """Tell whether it was taken back in nights that this ledger lost, for a reason unknown.

        A person may have said no, and what was disclosed again cannot be recalled.
        """
        stand = self.stand
        taken_over = stand is not None and not stand.merkversie and bool(stand.inhoudsmerk)
        return taken_over and self.staand is None

    @property
    def staand(self) -> Stand | None:
        """Give the stand when a melding stands at the backend."""
        standing = self.stand is not None and self.stand.staat is StandStaat.STAAND
        return self.stand if standing else None


def compleet(landing: Landing, case: Kandidaat) -> Landing:
    """Add what every landing has; not by `replace`, for this is done for every record."""
    return maker(Landing)(
        bucket=landing.bucket,
        codes=_met_besluit(case, landing),
        zoek=case.zoek,
        soort=landing.soort,
        flag=case.flag,
        advies=landing.advies,
        problems=landing.problems,
        terug=landing.terug,
        sleutel=case.peek.sleutel,
        case=case,
        feiten=landing.feiten,
        als_ongeval=landing.als_ongeval,
    )


def _met_besluit(case: Kandidaat, landing: Landing) -> tuple[str, ...]:
    """Give a landing's codes with the decision that brought it there, if one did."""
    if not case.besluit or landing.bucket is Bucket.DUBBEL or landing.terug:
        return landing.codes
    return tuple(dict.fromkeys((case.flag.redenen[0].regel, *landing.codes)))


def codes_of(problems: tuple[Problem, ...]) -> tuple[str, ...]:
    """Give each code once, in order."""
    return tuple(dict.fromkeys(problem.code for problem in problems))


def rules_of(flag: Flag) -> tuple[str, ...]:
    """Give the id of each rule that fired, once, in order."""
    return tuple(dict.fromkeys(reden.regel for reden in flag.redenen))


def redenen_van(case: Kandidaat) -> tuple[Reden, ...]:
    """Give why a record waits, as its stub keeps it."""
    lost = (Reden(regel=VERVALLEN),) if case.vervallen else ()
    return (*lost, *map(_ingekort, case.flag.redenen))


def _ingekort(reden: Reden) -> Reden:
    if len(reden.term) <= _LANGSTE_TERM:
        return reden
    return replace(reden, term=reden.term[:_LANGSTE_TERM])


def plekken_van(problems: tuple[Problem, ...]) -> tuple[Reden, ...]:
    """Give where a record stranded, as its stub keeps it: code, field, and place in the mapping."""
    found = (Reden(regel=one.code, veld=one.veld, term=one.mapping) for one in problems)
    return tuple(dict.fromkeys(found))


def toegekend_op(feiten: Feiten) -> date | None:
    """Give the day by which it is told whether a grant is from before `actief`."""
    return feiten.voorziening.datumToekenning or feiten.voorziening.ingangsdatum


def dubbele_sleutel(record: SourceRecord) -> Problem:
    """Say that two records of one read have the same key and other content."""
    return bericht("R-0201", waar=str(record.plaats))


def onmogelijke_datums(record: SourceRecord) -> Problem:
    """Say that the dates are in an impossible order (V17)."""
    return bericht("R-0202", waar=str(record.plaats))
