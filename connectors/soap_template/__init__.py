"""The door to a service of a supplier's own: a question from a template, an answer by XPath."""

from connectors.soap_template.bron import SoapSource, Soapversie
from connectors.soap_template.connector import SoapConnector

__all__ = ["SoapConnector", "SoapSource", "Soapversie"]
