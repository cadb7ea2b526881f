"""The Logboek dataverwerkingen of the loket: a line for every melding that was taken in.

A sender's W3C Trace Context is continued: our line names its action as the one that asked for ours.
"""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from loket.problems import Weigering
from regres.spoor import Spoor
from regres.verwerking import Betrokkene, Verwerkingsregel, schrijf_bij

ONTVANGEN = "melding ontvangen en in een zaak opnemen"
#: The municipality that delivered, as the other application in a line.
GEMEENTE = "urn:regresloket:gemeente:"


@dataclass(frozen=True, slots=True)
class Logboek:
    """Where lines go, and under which activity of our own register (a URI)."""

    bestand: Path
    activiteit: str

    def ontvangen(
        self, gemeente: str, traceparent: str, wie: Betrokkene, begin: datetime, einde: datetime
    ) -> None:
        """Write the line of one delivery; Weigering (503) when it cannot be: it is offered again.

        A traceparent that is none is as good as absent: a trace of our own begins.
        """
        asked = Spoor.lees(traceparent)
        line = Verwerkingsregel(
            spoor=asked.onder() if asked else Spoor.nieuw(),
            naam=ONTVANGEN,
            activiteit=self.activiteit,
            begin=begin,
            einde=einde,
            ouder=asked.span_id if asked else "",
            betrokkene=wie,
            verwerker=GEMEENTE + gemeente,
            systeem="regresloket",
        )
        try:
            schrijf_bij(self.bestand, [line])
        except OSError:
            raise Weigering("bezet", headers={"Retry-After": "30"}) from None
