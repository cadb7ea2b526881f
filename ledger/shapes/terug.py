"""The way back: steps that the backend told of, and the files that tell the municipality."""

from collections.abc import Mapping
from dataclasses import field
from datetime import datetime
from enum import StrEnum

from regres.waarde import dataclass


class Retoursoort(StrEnum):
    """The two kinds of return files."""

    VERZONDEN = "verzonden"
    TERUG = "terug"


@dataclass(frozen=True, slots=True)
class Opgehaald:
    """What one page of feedback brought: new steps, and those of meldingen we do not know."""

    nieuw: int = 0
    onbekend: int = 0


@dataclass(frozen=True, slots=True)
class Retourbestand:
    """One file whose lines were promised as told; geplaatst_op None = its rename is still to do."""

    naam: str
    soort: Retoursoort
    run: int
    regels: int
    geplaatst_op: datetime | None = None


@dataclass(frozen=True, slots=True)
class Terugstand:
    """How the way back of one municipality stands; counts and codes only.

    stappen        step -> meldingen that stand there now
    te_melden      steps that no return file told yet
    gelezen_op     when feedback was last read to its end
    code, sinds    of the last attempt, when reading fails, and since when
    verzonden      meldingen of which no return file gave the referentie yet
    onderweg       return files that are written and not in their place
    retour         source -> (code, since when) where giving back fails
    """

    stappen: Mapping[str, int] = field(default_factory=dict)
    te_melden: int = 0
    gelezen_op: datetime | None = None
    code: str = ""
    sinds: datetime | None = None
    verzonden: int = 0
    onderweg: int = 0
    retour: Mapping[str, tuple[str, datetime]] = field(default_factory=dict)
