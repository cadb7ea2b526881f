"""The door to a zaaksysteem that speaks StUF-ZKN 03.10: zakLv01 over SOAP 1.1, page by page."""

from connectors.stuf_zkn.beurt import Tempo
from connectors.stuf_zkn.bron import Grenzen, StufSource, Systeem, Tls
from connectors.stuf_zkn.connector import StufConnector
from connectors.stuf_zkn.toleranties import Tolerantie

__all__ = ["Grenzen", "StufConnector", "StufSource", "Systeem", "Tempo", "Tls", "Tolerantie"]
