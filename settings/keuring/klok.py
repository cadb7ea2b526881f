"""Is the clock of this computer kept right? What servers say of the time is a step of their own."""

from collections.abc import Iterator

from regres.berichten import bericht
from settings.keuring.stap import Deel, Stap, gelukt, let_op
from settings.keuring.wereld import Wereld


def stappen(wereld: Wereld, plek: str) -> Iterator[Stap]:
    """Ask the operating system."""
    now = f"{wereld.klok():%d-%m-%Y %H:%M:%S} UTC"
    kept = wereld.gelijkgezet()
    if kept is False:
        # Not 1: a virtual machine whose host sets the clock says this for ever.
        warning = bericht("C-0401")
        yield let_op(Deel.KLOK, plek, "gelijkzetten", now, warning, exit_code=0)
        return
    told = "wordt gelijkgezet" if kept else "dit systeem zegt niet of de klok wordt gelijkgezet"
    yield gelukt(Deel.KLOK, plek, "gelijkzetten", f"{now}; {told}")
