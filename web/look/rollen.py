"""Who may look and decide: people have roles, and a role holds for named municipalities."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

#: A role that holds for every municipality of the installation.
ALLE = "*"
#: A second factor is fresh for this long: revealing a person asks for a fresh one.
VERS = timedelta(minutes=5)


class Rol(StrEnum):
    """What somebody is; docs/architecture.md says what each may do."""

    BEHEER = "beheer"
    CONSULENT = "consulent"
    FG = "fg"
    BEHANDELAAR = "behandelaar"


@dataclass(frozen=True, slots=True)
class Bezoeker:
    """Somebody who is logged in.

    rollen    role -> the municipalities it holds for: permanent codes, or ALLE
    bewezen   when a second factor was last shown; None when never
    """

    naam: str
    rollen: Mapping[Rol, frozenset[str]] = field(repr=False)
    bewezen: datetime | None = None

    def mag(self, rollen: frozenset[Rol], gemeente: str) -> bool:
        """Tell whether one of these roles is held for a municipality."""
        held = (self.rollen.get(rol, frozenset()) for rol in rollen)
        return any(gemeente in codes or ALLE in codes for codes in held)

    def heeft(self, rollen: frozenset[Rol]) -> bool:
        """Tell whether one of these roles is held for any municipality at all."""
        return any(self.rollen.get(rol) for rol in rollen)

    def vers(self, now: datetime) -> bool:
        """Tell whether a second factor was shown less than five minutes ago."""
        return self.bewezen is not None and timedelta(0) <= now - self.bewezen < VERS
