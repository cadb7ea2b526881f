"""The Logboek dataverwerkingen of one municipality: what was done with whose data, and when.

A line is on disk before what it tells of goes on. When it cannot be written the work stops: data
that is processed without an account of it is not processed at all.
"""

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from regres import ProtectionStop
from regres.berichten import bericht
from regres.spoor import Spoor
from regres.verwerking import Betrokkene, Status, Verwerkingsregel, controleer, schrijf_bij
from regres.waarde import dataclass

#: What this application calls itself in the logbook.
SYSTEEM = "regresbrug"


@dataclass(frozen=True, slots=True, kw_only=True)
class Handeling:
    """One action that is being done; `klaar` makes it a line."""

    naam: str
    activiteit: str
    begin: datetime
    spoor: Spoor
    ouder: str = ""
    betrokkene: Betrokkene | None = None
    verwerker: str = ""

    def deel(self, naam: str, begin: datetime, betrokkene: Betrokkene | None) -> "Handeling":
        """Begin a part of this action, about one person."""
        return Handeling(
            naam=naam,
            activiteit=self.activiteit,
            begin=begin,
            spoor=self.spoor.onder(),
            ouder=self.spoor.span_id,
            betrokkene=betrokkene,
            verwerker=self.verwerker,
        )

    def klaar(self, einde: datetime, status: Status = Status.UNSET) -> Verwerkingsregel:
        """End it."""
        return Verwerkingsregel(
            spoor=self.spoor,
            naam=self.naam,
            activiteit=self.activiteit,
            begin=self.begin,
            einde=einde,
            status=status,
            ouder=self.ouder,
            betrokkene=self.betrokkene,
            verwerker=self.verwerker,
            systeem=SYSTEEM,
        )


@dataclass(frozen=True, slots=True)
class Logboek:
    """Where the lines go, and under which activity of the municipality's register.

    bestand  None = nothing is written: a trial that stores nothing, without a municipality
    """

    bestand: Path | None
    activiteit: str

    def begin(
        self,
        naam: str,
        now: datetime,
        betrokkene: Betrokkene | None = None,
        verwerker: str = "",
    ) -> Handeling:
        """Begin an action that no other asked for: a trace of its own."""
        return Handeling(
            naam=naam,
            activiteit=self.activiteit,
            begin=now,
            spoor=Spoor.nieuw(),
            betrokkene=betrokkene,
            verwerker=verwerker,
        )

    def proef(self) -> None:
        """Raise ProtectionStop (K-0801) when no line could be written; writes none."""
        if self.bestand is not None:
            try:
                controleer(self.bestand)
            except OSError as fault:
                raise self._stop(fault) from None

    def schrijf(self, regels: Iterable[Verwerkingsregel]) -> None:
        """Write lines and wait for the disk; raises ProtectionStop (K-0801) when that fails."""
        if self.bestand is None:
            return
        try:
            schrijf_bij(self.bestand, regels)
        except OSError as fault:
            raise self._stop(fault) from None

    def _stop(self, fault: OSError) -> ProtectionStop:
        fout = fault.strerror or type(fault).__name__
        return ProtectionStop(bericht("K-0801", waar=str(self.bestand), fout=fout))


def betrokkene(clientmerk: str, versie: int, referentie: str = "") -> Betrokkene | None:
    """Name a person by the client mark; without one by the referentie; None when neither is known.

    The kind says under which version of the key the mark was made (`subject inzage` tries all).
    """
    if clientmerk:
        return Betrokkene(clientmerk, f"clientmerk-{versie}")
    return Betrokkene(referentie, "referentie") if referentie else None
