"""What can go wrong, grouped by who must act.

* RegresbrugError                        exit
  - UsageProblem       the caller: the command was given wrongly             2
  - ConfigProblem      the administrator mends config/                       3
  - SourceError
      SourceDown       nobody: the next slot tries again                     4
      SourceRefused    the administrator or supplier: what came is not
                       what was agreed; nothing of it is used                4
        SourceRevoked  the supplier: its certificate was revoked; or the
                       administrator: nobody can tell                        8
  - SinkError
      SinkDown         nobody: the row stays in the outbox                   5
      SinkStopped      the administrator: the backend refuses *us*           5
        SinkRevoked    as SourceRevoked                                      8
  - KeyProblem         whoever keeps the keys                                6
  - AlreadyRunning     nobody: another process holds the lease               7
  - LeaseLost          nobody: this process was overtaken and must stop      7
  - LedgerError        the administrator: the ledger cannot be used          70
  - ProtectionStop     the security officer or consulent decides             8
  - Paused             whoever paused the municipality lets it go on         1

Ordinary outcomes (no accident, unmappable, refused by the backend) are results, not exceptions.
No message, argument or attribute ever holds a value read from a source: say which record, not
whose.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any, ClassVar

from regres.waarde import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong, told in the order an administrator reads it, in Dutch.

    code     stable: a letter for the room, a dash, four digits ("M-0107"); one meaning, for ever
    wat      what is wrong, one sentence
    waar     where: "config/mappings/x.yaml:12:5", "export.csv:4812:17:Bedrag" or "bericht 3 /xpath"
    gevolg   what follows from it
    doe      what to do now
    veld     the canonical field it concerns, when there is one
    mapping  the place in the mapping file ("mappings/x.yaml:38:9"), when there is one
    woorden  what was filled into the sentences of the catalogue, to say them in another language

    Made by `regres.berichten.bericht`, which holds the sentences of every code.
    """

    code: str
    wat: str
    waar: str = ""
    gevolg: str = ""
    doe: str = ""
    veld: str = ""
    mapping: str = ""
    woorden: tuple[tuple[str, str], ...] = ()

    def __str__(self) -> str:
        """Give the problem as lines of text: what and where first, then what follows."""
        return self.regels("waar", "mapping", "gevolg", "doe")

    def regels(self, waar: str, mapping: str, gevolg: str, doe: str) -> str:
        """Give the same lines under other words than Dutch ones."""
        rest = [
            (waar, self.waar),
            (mapping, self.mapping if self.mapping != self.waar else ""),
            (gevolg, self.gevolg),
            (doe, self.doe),
        ]
        wide = max(len(waar), len(mapping), len(gevolg), len(doe)) + 2
        told = [f"    {name + ':':<{wide}}{text}" for name, text in rest if text]
        return "\n".join([f"{self.code}  {self.wat}", *told])

    def as_json(self) -> dict[str, Any]:
        """Give the problem for machines; empty parts stay in, so that the shape never varies."""
        return asdict(self) | {"woorden": dict(self.woorden)}

    @classmethod
    def van_json(cls, given: Mapping[str, Any]) -> "Problem":
        """Read back what `as_json` gave, also when an older version gave it without words."""
        words = tuple(sorted(given.get("woorden", {}).items()))
        return cls(**{**given, "woorden": words})


class RegresbrugError(Exception):
    """Base of everything this program raises on purpose; carries every problem found at once."""

    exit_code: ClassVar[int] = 70

    def __init__(self, *problems: Problem) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems: tuple[Problem, ...] = problems

    @classmethod
    def of(cls, problems: Sequence[Problem]) -> "RegresbrugError":
        """Make one error of a list of problems."""
        return cls(*problems)


class UsageProblem(RegresbrugError):
    """The command was given wrongly."""

    exit_code = 2


class ConfigProblem(RegresbrugError):
    """The configuration or a mapping cannot be used; every problem is told at once."""

    exit_code = 3


class SourceError(RegresbrugError):
    """A municipality's system could not be read to the end; nothing of this read is used."""

    exit_code = 4


class SourceDown(SourceError):
    """The source did not answer; the next slot tries again."""


class SourceRefused(SourceError):
    """What the source gave is not what was agreed; a person must look before it is read again."""


class SourceRevoked(SourceRefused):
    """The source's certificate was revoked, or the list that would say so is stale or lacks.

    It ends as a ProtectionStop does: whoever is at the other end may be another.
    """

    exit_code = 8


class SinkError(RegresbrugError):
    """The case backend could not take a melding; what is sealed stays in the outbox."""

    exit_code = 5


class SinkDown(SinkError):
    """No usable answer; the same row is offered again, byte for byte.

    retry_after: seconds the backend asked us to wait, or None.
    """

    def __init__(self, *problems: Problem, retry_after: float | None = None) -> None:
        super().__init__(*problems)
        self.retry_after = retry_after


class SinkStopped(SinkError):
    """The backend refuses this sender (401, 403, certificate): pushing stops until someone acts."""


class SinkRevoked(SinkStopped):
    """The backend's certificate was revoked, or the list that would say so is stale or lacks.

    It ends as a ProtectionStop does: whoever is at the other end may be another.
    """

    exit_code = 8


class KeyProblem(RegresbrugError):
    """A key is missing, expired, unknown, or lies where it may not be."""

    exit_code = 6


class AlreadyRunning(RegresbrugError):
    """Another process holds this municipality's lease."""

    exit_code = 7


class LeaseLost(RegresbrugError):
    """The lease was taken over; this process may write nothing more."""

    exit_code = 7


class LedgerError(RegresbrugError):
    """The ledger cannot be read or written (locked, full, damaged, newer); nothing is half done."""

    exit_code = 70


class ProtectionStop(RegresbrugError):
    """Going on would send or keep what may not be sent or kept."""

    exit_code = 8


class Paused(RegresbrugError):
    """A person let this municipality stand still: nothing of it is read or delivered."""

    exit_code = 1
