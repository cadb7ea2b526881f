"""Is the clock of this computer kept right? What servers say of the time is a step of their own."""

from collections.abc import Iterator

from regres import Problem
from settings.keuring.stap import Deel, Stap, gelukt, let_op
from settings.keuring.wereld import Wereld


def stappen(wereld: Wereld, plek: str) -> Iterator[Stap]:
    """Ask the operating system."""
    now = f"{wereld.klok():%d-%m-%Y %H:%M:%S} UTC"
    kept = wereld.gelijkgezet()
    if kept is False:
        # Not 1: a virtual machine whose host sets the clock says this for ever.
        yield let_op(Deel.KLOK, plek, "gelijkzetten", now, _niet_gelijkgezet(), exit_code=0)
        return
    told = "wordt gelijkgezet" if kept else "dit systeem zegt niet of de klok wordt gelijkgezet"
    yield gelukt(Deel.KLOK, plek, "gelijkzetten", f"{now}; {told}")


def _niet_gelijkgezet() -> Problem:
    return Problem(
        "C-0401",
        "Dit systeem zegt dat zijn klok niet wordt gelijkgezet.",
        "deze computer",
        "Loopt de klok weg, dan weigeren bron en Regresloket onze vragen, en kloppen de tijden "
        "niet.",
        "Zet tijdsynchronisatie aan (chrony of systemd-timesyncd). Zet de virtuele machine de "
        "klok gelijk, dan is er niets te doen.",
    )
