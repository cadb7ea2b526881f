"""Where a supplier departs from the standard and is read all the same; each is off unless named.

Strict is the rule: a departure that nobody named is refused, and the message says its code. Each
name here gives up exactly one check, and says what still proves an answer without it.
"""

from enum import StrEnum


class Tolerantie(StrEnum):
    """One departure; the handbook has the same table (docs/handboek/configuratie.md)."""

    GEEN_CROSSREF = "geen_crossref"
    """crossRefnummer may lack: then sender and receiver must be named (StUF 3.01, 4.1)"""
    EIGEN_CROSSREF = "eigen_crossref"
    """crossRefnummer is a number of its own: then sender and receiver are the only proof"""
    LEEG_ANTWOORDOBJECT = "leeg_antwoordobject"
    """an `object` without content says that there is nothing"""
    SOAP12_FAULT_IN_SOAP11 = "soap12_fault_in_soap11"
    """a fault comes in the envelope of the other version of SOAP"""
    FO02_ZONDER_FAULT = "fo02_zonder_fault"
    """an Fo02 comes without a Fault around it (protocolbindingen 3)"""
    STUFCODE_IN_FAULTCODE = "stufcode_in_faultcode"
    """a fault without Fo02 has the StUF code in its faultcode"""
    ANDER_INHOUDSTYPE = "ander_inhoudstype"
    """an answer calls itself application/xml, or by the type of the other version of SOAP"""


#: The names, for the configuration.
NAMEN = tuple(str(naam) for naam in Tolerantie)
