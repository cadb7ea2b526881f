"""One line of the Logboek dataverwerkingen (Logius, version 1.0.0 of 9 April 2026).

An action on personal data: which, when, under which activity of the register, about whom. The
person is a pseudonym, and who looked or decided is not in it: that stands in the audit trail.
`dpl.core.foreign_operation.processor` names the other application: the one that is called, or that
called us.
"""

import os
import re
from collections.abc import Iterable
from datetime import UTC, datetime
from enum import StrEnum
from functools import lru_cache
from json.encoder import encode_basestring_ascii as _json
from pathlib import Path

from regres.spoor import Spoor
from regres.waarde import dataclass

if os.name == "posix":
    import fcntl

_URI = re.compile(
    r"\A(?:https?://[^\s/?#@]+(?=[/?#]|\Z)|urn:[a-z0-9][a-z0-9-]{1,31}:)\S*\Z", re.ASCII
)


class Status(StrEnum):
    """How an action ended; `Unset` is the standard's word for one without an internal fault."""

    UNSET = "Unset"
    OK = "Ok"
    ERROR = "Error"


@dataclass(frozen=True, slots=True)
class Betrokkene:
    """The person an action is about: a pseudonym, and which kind of pseudonym it is."""

    id: str
    soort: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Verwerkingsregel:
    """One action.

    activiteit  URI of the activity in the register (AVG art. 30)
    ouder       the span that asked for this one, here or at the application that called us
    verwerker   URI of the other application, when one takes part
    systeem     which application this is
    """

    spoor: Spoor
    naam: str
    activiteit: str
    begin: datetime
    einde: datetime
    status: Status = Status.UNSET
    ouder: str = ""
    betrokkene: Betrokkene | None = None
    verwerker: str = ""
    systeem: str

    def tekst(self) -> str:
        """Give the line under the standard's own names, as `json.dumps` would (a test compares).

        Not by way of it: two of these are written for each melding, and that takes three times as
        long.
        """
        ouder = f'"parent_span_id": {_json(self.ouder)}, ' if self.ouder else ""
        return (
            f'{{"trace_id": {_json(self.spoor.trace_id)}, "span_id": {_json(self.spoor.span_id)},'
            f' {ouder}"status": {_json(self.status)}, "name": {_json(self.naam)},'
            f' "start_time": "{_milliseconds(self.begin)}",'
            f' "end_time": "{_milliseconds(self.einde)}",'
            f' "resource": {{"attributes": {{"service.name": {_json(self.systeem)}}}}},'
            f' "attributes": {{"dpl.core.processing_activity_id": {_json(self.activiteit)}'
            f"{self._wie()}{self._waar()}}}}}"
        )

    def _wie(self) -> str:
        who = self.betrokkene
        if who is None:
            return ""
        return (
            f', "dpl.core.data_subject_id": {_json(who.id)},'
            f' "dpl.core.data_subject_id_type": {_json(who.soort)}'
        )

    def _waar(self) -> str:
        if not self.verwerker:
            return ""
        return f', "dpl.core.foreign_operation.processor": {_json(self.verwerker)}'


def is_uri(text: str) -> bool:
    """Tell whether a text can name an activity or an application: http(s) or urn, no user name."""
    return bool(_URI.match(text))


def schrijf_bij(bestand: Path, regels: Iterable[Verwerkingsregel]) -> None:
    """Append lines and wait until the disk has them; raises OSError when it has not.

    The file is opened for every call, so that it may be rotated by renaming. A line that a full
    disk cut off is ended first: it must not spoil the next one.
    """
    lines = [regel.tekst() for regel in regels]
    if not lines:
        return
    handle = _open(bestand)
    try:
        data = "".join(f"{line}\n" for line in lines).encode("ascii")
        # A line of another process may be half there while it is being written: the end of the
        # file would look torn, and an empty line would come of it. So one at a time.
        _alleen(handle)
        whole = _after_a_torn_line(handle) + data
        if os.write(handle, whole) < len(whole):
            raise OSError("the disk did not take all of it")
        os.fsync(handle)
    finally:
        os.close(handle)


def controleer(bestand: Path) -> None:
    """Raise OSError when no line could be written; a file that is not there is made, empty."""
    os.close(_open(bestand))


def _open(bestand: Path) -> int:
    flags = os.O_RDWR | os.O_APPEND | os.O_CREAT | getattr(os, "O_CLOEXEC", 0)
    return os.open(bestand, flags, 0o600)


def _alleen(handle: int) -> None:
    """Wait until no other process appends; closing the file lets go."""
    if os.name == "posix":
        fcntl.flock(handle, fcntl.LOCK_EX)


def _after_a_torn_line(handle: int) -> bytes:
    size = os.fstat(handle).st_size
    if not size:
        return b""
    os.lseek(handle, size - 1, os.SEEK_SET)
    return b"" if os.read(handle, 1) == b"\n" else b"\n"


@lru_cache(maxsize=64)  # a batch, a group of answers: few moments, over and over
def _milliseconds(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
