"""What a free-text note says about an accident: the place in the combination.

The rules that weigh a note against the other signals are in data/signaalregels.yaml (fact `tekst`).
The reader is assessment.notities.Notitielezer; without one a note says nothing.
"""

from dataclasses import field
from datetime import date
from typing import Protocol

from regres import Datum, Indicatie, JaNee, Reden, Signal, SignalKind, Signals
from regres.waarde import dataclass
from regres.words import Hoedanigheid, OngevalSoort


@dataclass(frozen=True, slots=True)
class NoteFinding:
    """What notes say together; indicatie None = nothing, N = the note itself says no.

    redenen hold matched terms with their offset in the note, never a sentence.
    """

    indicatie: Indicatie | None = None
    redenen: tuple[Reden, ...] = ()
    derde: JaNee = JaNee.ONBEKEND
    hoedanigheid: Hoedanigheid = Hoedanigheid.ONBEKEND
    soort: OngevalSoort = OngevalSoort.ONBEKEND
    datum: Datum = field(default_factory=Datum)


NOTHING = NoteFinding()


class NoteReader(Protocol):
    """Reads the notes of one record; peildag is the record's own day, for relative dates."""

    def read(self, notes: tuple[Signal, ...], peildag: date | None) -> NoteFinding:
        """Weigh all notes of a record together."""
        ...


def read_notes(signals: Signals, reader: NoteReader | None = None) -> NoteFinding:
    """Ask the reader what the filled notes of a record say; without reader or note: NOTHING."""
    if reader is None:
        return NOTHING
    filled = tuple(
        [item for item in signals.items if item.kind is SignalKind.NOTITIE and item.tekst]
    )
    return reader.read(filled, signals.peildag) if filled else NOTHING
