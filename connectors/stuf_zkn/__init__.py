"""The door to a zaaksysteem that speaks StUF-ZKN 03.10: zakLv01 over SOAP 1.1, page by page."""

from connectors.stuf_zkn.bron import Crossref, Grenzen, StufSource, Systeem, Tls
from connectors.stuf_zkn.connector import StufConnector

__all__ = ["Crossref", "Grenzen", "StufConnector", "StufSource", "Systeem", "Tls"]
