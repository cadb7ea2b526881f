"""Doors out: hand sealed meldingen to the case backend, each exactly once, whatever happens."""

from sinks.base import Conflict, Delivery, KeyUnknown, Refused, Sink
from sinks.folder import Folder
from sinks.memory import Memory
from sinks.regresloket import Regresloket, RegresloketSettings

__all__ = [
    "Conflict",
    "Delivery",
    "Folder",
    "KeyUnknown",
    "Memory",
    "Refused",
    "Regresloket",
    "RegresloketSettings",
    "Sink",
]
