"""Judgement: is there an accident, who may be liable, can the costs be recovered, until when."""

from assessment.notes import NoteFinding, NoteReader
from assessment.signals import assess

__all__ = ["NoteFinding", "NoteReader", "assess"]
