"""One source of one municipality with everything plugged in: made by settings, used by run()."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import field
from datetime import date, datetime
from typing import Protocol

from assessment import Instelling, Regels, Regelset
from connectors.base import Connector
from ledger import Standbesluit
from mappings import Plan
from pipeline.brake import Rem
from privacy import Logboek, Pseudoniemen
from regres import Flag, Kop, Problem, SealedMelding, Signals
from regres.melding import Contactpersoon, Verwerking
from regres.waarde import dataclass
from sinks.base import Sink
from sinks.retour import Retour
from sinks.werklijst import Werklijst


@dataclass(frozen=True, slots=True)
class Gemeente:
    """One municipality, as far as a run needs to know it.

    identiteit    its code at onboarding, for ever; gemeentecode is the present one, on the wire
    actief_sinds  grants before this day wait for catching up; None while the stand is proef
    actief        who decided to send, and why; a run notes it in the ledger
    tekst_versturen  a named decision sends a J that rests on text alone; else a person looks first
    toedracht_fragment  a redacted fragment of the note goes along; else not a word of it
    """

    identiteit: str
    gemeentecode: str
    naam: str
    contactpersoon: Contactpersoon
    verwerking: Verwerking
    oin: str | None = None
    actief_sinds: date | None = None
    actief: Standbesluit | None = None
    rem: Rem = field(default_factory=Rem)
    beleid: Instelling = field(default_factory=Instelling)
    bsn_meesturen: bool = False
    tekst_versturen: bool = False
    toedracht_fragment: bool = False

    @property
    def stand(self) -> str:
        """Give "actief" or "proef"."""
        return "proef" if self.actief_sinds is None else "actief"


class Zegel(Protocol):
    """Seals for one recipient; privacy.Sealer, or a look that seals nothing."""

    def seal(self, kop: Kop, inhoud: bytes, ruimte: int = 0) -> SealedMelding:
        """Seal canonical bytes under the clear fields, filled up as if `ruimte` bytes longer."""
        ...


@dataclass(frozen=True, slots=True)
class Route:
    """The way the records of one source go.

    bronset      the source's name in the municipality's file
    regelset     what `assess` judges by, and of which `regels` is a part: to tell why
    luide        gives the places of the notes that may say something; the others say nothing
    sealer       made at the start of a run, for the newest valid key of that day
    inzage       seals the key fields of a waiting record for the municipality itself, or None
    werklijst    where a list of what waits goes, for a municipality without inzagesleutel, or None
    retour       where the municipality finds what was sent and how the cases go on, or None
    beleidsmerk  changes whenever rules or policy change; with plan.merk it decides whether an
                 unchanged file may be skipped
    logboek      the municipality's Logboek dataverwerkingen
    bronnen      the names of all sources of the municipality, this one too
    sleutelmeldingen  what must be told of the recipient's keys on a day, while one is still valid
    """

    gemeente: Gemeente
    bronset: str
    connector: Connector
    plan: Plan
    assess: Callable[[Signals], Flag]
    regels: Regels
    regelset: Regelset
    pseudoniemen: Pseudoniemen
    sealer: Callable[[date], Zegel]
    beleidsmerk: str
    logboek: Logboek
    inzage: Callable[[bytes], str] | None = field(default=None, repr=False)
    werklijst: Werklijst | None = None
    bronnen: frozenset[str] = frozenset()
    sleutelmeldingen: Callable[[date], tuple[Problem, ...]] = lambda vandaag: ()
    retour: Retour | None = None
    luide: Callable[[Sequence[str]], Collection[int]] = lambda notities: range(len(notities))

    @property
    def sleutelkoppen(self) -> tuple[str, ...]:
        """Name every part of the key; where two have one name, they are numbered."""
        names = self.plan.sleutelnamen
        if len(set(names)) == len(names):
            return tuple(names)
        return tuple(f"{name} {number}" for number, name in enumerate(names, 1))


#: Names a destination that is a folder of this machine.
GEEN_ADRES = "map"


@dataclass(frozen=True, slots=True)
class Uitgang:
    """Where one municipality's sealed meldingen go.

    naar  the recipient's address; "" for a folder
    """

    gemeente: Gemeente
    sink: Sink
    logboek: Logboek
    naar: str = ""

    @property
    def bestemming(self) -> str:
        """Name the destination, as the ledger keeps how it answers."""
        return self.naar or GEEN_ADRES


Klok = Callable[[], datetime]
