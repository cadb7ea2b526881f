"""One run of one municipality: read, assess, map, seal, remember, free, deliver."""

from pipeline.brake import Rem
from pipeline.deliver import deliver
from pipeline.opdracht import Opdracht, Voortgang
from pipeline.report import Bezorging, Exit, RunVerslag
from pipeline.route import Gemeente, Klok, Route, Uitgang
from pipeline.run import gemist, run
from pipeline.slots import Slot, SlotSoort
from pipeline.terugkoppeling import haal_op

__all__ = [
    "Bezorging",
    "Exit",
    "Gemeente",
    "Klok",
    "Opdracht",
    "Rem",
    "Route",
    "RunVerslag",
    "Slot",
    "SlotSoort",
    "Uitgang",
    "Voortgang",
    "deliver",
    "gemist",
    "haal_op",
    "run",
]
