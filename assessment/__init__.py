"""Judgement: is there an accident, who may be liable, can the costs be recovered, until when."""

from assessment.kosten import Kostenoverzicht, kostenoverzicht
from assessment.merk import regelmerk
from assessment.notes import NoteFinding, NoteReader
from assessment.policy import STANDAARD, Handeling, Instelling, beleid
from assessment.recoverability import Regels, Zaakfeiten, assess_cases, bekendheid_voorstel
from assessment.signals import assess

__all__ = [
    "STANDAARD",
    "Handeling",
    "Instelling",
    "Kostenoverzicht",
    "NoteFinding",
    "NoteReader",
    "Regels",
    "Zaakfeiten",
    "assess",
    "assess_cases",
    "bekendheid_voorstel",
    "beleid",
    "kostenoverzicht",
    "regelmerk",
]
