"""Comparing with the backend: what this side knows of what arrived, and what is done about it."""

from collections.abc import Mapping
from dataclasses import field
from datetime import datetime
from enum import StrEnum

from regres import SoortMelding
from regres.waarde import dataclass


@dataclass(frozen=True, slots=True)
class Geboekt:
    """One version as this ledger has it; zaaknummer "" = no receipt is known here."""

    versie: int
    soort: SoortMelding
    inhoudsmerk: str
    zaaknummer: str = ""


@dataclass(frozen=True, slots=True)
class Boekstand:
    """Everything that was ever released here about the meldingen of one municipality.

    geleverd  referentie -> the versions that have a receipt, or were taken over, oldest first
    bekend    (referentie, versie, inhoudsmerk) of every released version, whatever became of it
    standen   referentie -> the highest version given out
    herlezen  referenties that the next read seals again, whatever it finds
    """

    geleverd: Mapping[str, tuple[Geboekt, ...]] = field(default_factory=dict)
    bekend: frozenset[tuple[str, int, str]] = frozenset()
    standen: Mapping[str, int] = field(default_factory=dict)
    herlezen: frozenset[str] = frozenset()


class Ingreep(StrEnum):
    """What is done about one version."""

    VERVALLEN = "vervallen"
    ZAAKNUMMER = "zaaknummer"


@dataclass(frozen=True, slots=True)
class Reparatie:
    """What is done about one melding.

    ingrepen     delivered version -> what becomes of its row
    verzegel_na  the backend's latest version: the next read seals one higher; None = it need not
    zaaknummer   the backend's, for Ingreep.ZAAKNUMMER
    """

    referentie: str
    ingrepen: Mapping[int, Ingreep]
    verzegel_na: int | None = None
    zaaknummer: str = ""


@dataclass(frozen=True, slots=True)
class Overname:
    """What the backend has of one provision and this ledger lost: the latest version of it."""

    referentie: str
    versie: int
    soort: SoortMelding
    inhoudsmerk: str
    zaaknummer: str


@dataclass(frozen=True, slots=True)
class Overgenomen:
    """What came of taking over: versions taken over, and those of meldingen that were erased."""

    versies: int = 0
    gewist: int = 0


@dataclass(frozen=True, slots=True)
class Uitslag:
    """What comparing gave last.

    versies      how many the backend listed
    verschillen  meldingen that differ and were not repaired
    hersteld_op  when something was repaired last; what waits for a read waits since then
    """

    op: datetime
    versies: int
    verschillen: int
    hersteld_op: datetime | None = None


@dataclass(frozen=True, slots=True)
class Aansluiting:
    """A provision that was taken over, met by a read: what its stand is to hold."""

    overname: Overname
    zoeksleutel: str
    zoekversie: int
    clientmerk: str = ""
    clientversie: int = 0
