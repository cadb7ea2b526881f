"""The handler of the demo: looks at some cases by day, so that the night has steps to tell of."""

from datetime import date

from loket import LoketServer, Stap, leg_vast
from loket import zaken as loketzaken

#: What comes of the first cases that lie open, in order.
_STAPPEN = (
    Stap("quickscan", "verder"),
    Stap("quickscan", "niet_verder", "V05"),
    Stap("vraag", redencode="verzekeraar"),
    Stap("quickscan", "verder"),
)


def overdag(server: LoketServer, vandaag: date) -> str:
    """Record a step in each of the first cases; gives what to tell. Nothing on the first day."""
    with server.app.state.loket.archief.schrijven() as tx:
        cases = [row["zaaknummer"] for row in loketzaken.lijst(tx, 0, len(_STAPPEN))]
        told = sum(
            leg_vast(tx, case, step, vandaag) for case, step in zip(cases, _STAPPEN, strict=False)
        )
    if not told:
        return "Bij het Regresloket liggen nog geen zaken."
    return f"Overdag keek een behandelaar naar {len(cases)} zaken van het Regresloket."
