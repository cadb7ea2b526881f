"""The door to a service of a supplier's own: a question from a template, an answer by XPath."""

from connectors.soap_template.bron import GRENZEN, SoapSource, Soapversie
from connectors.soap_template.connector import SoapConnector
from connectors.stuf_zkn.beurt import Tempo

__all__ = ["GRENZEN", "SoapConnector", "SoapSource", "Soapversie", "Tempo"]
