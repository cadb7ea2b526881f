"""What reading a record by a mapping gives: results, not exceptions, for all are ordinary."""

from dataclasses import field

from regres import Feiten, Problem, Signals
from regres.waarde import dataclass
from regres.words import Besluitstatus


@dataclass(frozen=True, slots=True)
class Peek:
    """What is read of every record, accident or not.

    sleutel         the raw source texts of the key fields, NFC and trimmed, none of them empty
    besluitstatus   ONBEKEND when the field is empty
    client          ("bsn", nine digits) or else ("nummer", the municipality's own number)
    """

    sleutel: tuple[str, ...] = field(repr=False)
    signals: Signals
    besluitstatus: Besluitstatus
    client: tuple[str, str] | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Mapped:
    """A record in canonical words; each warning names a value that was left out, or is odd."""

    feiten: Feiten = field(repr=False)
    waarschuwingen: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Unmappable:
    """A record that cannot be carried on; a person must look. All its problems at once.

    sleutel  the key when that at least could be read, so that the record is known again tomorrow
    """

    problems: tuple[Problem, ...]
    sleutel: tuple[str, ...] | None = field(default=None, repr=False)
