"""Judgement: is there an accident, who may be liable, can the costs be recovered, until when."""

from assessment.kosten import Kostenoverzicht, kostenoverzicht
from assessment.notes import NoteFinding, NoteReader
from assessment.policy import STANDAARD, Handeling, Instelling, beleid
from assessment.recoverability import (
    PADEN,
    Regels,
    Toelichting,
    Zaakfeiten,
    Zijde,
    assess_cases,
    bekendheid_voorstel,
    van_feiten,
)
from assessment.regelset import Notitienamen, Regelset, regelbestand
from assessment.signaalregels import Signaalregels
from assessment.signaaltoelichting import Signaaltoelichting, licht_signalen_toe
from assessment.zinnen import Regelzin, regelzinnen, zin

__all__ = [
    "PADEN",
    "STANDAARD",
    "Handeling",
    "Instelling",
    "Kostenoverzicht",
    "NoteFinding",
    "NoteReader",
    "Notitienamen",
    "Regels",
    "Regelset",
    "Regelzin",
    "Signaalregels",
    "Signaaltoelichting",
    "Toelichting",
    "Zaakfeiten",
    "Zijde",
    "assess_cases",
    "bekendheid_voorstel",
    "beleid",
    "kostenoverzicht",
    "licht_signalen_toe",
    "regelbestand",
    "regelzinnen",
    "van_feiten",
    "zin",
]
