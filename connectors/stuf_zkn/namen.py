"""The XML names of SOAP, StUF 3.01 and its sector models."""

SOAP = "http://schemas.xmlsoap.org/soap/envelope/"
SOAP12 = "http://www.w3.org/2003/05/soap-envelope"
STUF = "http://www.egem.nl/StUF/StUF0301"
ZKN = "http://www.egem.nl/StUF/sector/zkn/0310"
BG = "http://www.egem.nl/StUF/sector/bg/0310"
ZDS = "http://www.stufstandaarden.nl/koppelvlak/zds0120"
XSI = "http://www.w3.org/2001/XMLSchema-instance"

NSMAP = {"ZKN": ZKN, "BG": BG, "StUF": STUF, "xsi": XSI}


def soap(name: str) -> str:
    """Give a name in the SOAP 1.1 envelope namespace."""
    return f"{{{SOAP}}}{name}"


def stuf(name: str) -> str:
    """Give a name in the StUF namespace."""
    return f"{{{STUF}}}{name}"


def zkn(name: str) -> str:
    """Give a name in the sector model of zaken."""
    return f"{{{ZKN}}}{name}"


NIL = f"{{{XSI}}}nil"
NO_VALUE = stuf("noValue")
ONVOLLEDIG = stuf("indOnvolledigeDatum")
ENTITEITTYPE = stuf("entiteittype")
VERWERKINGSSOORT = stuf("verwerkingssoort")
#: What has one of these is over: removed, or ended.
VOORBIJ = frozenset({"V", "E"})
SLEUTEL_VERZENDEND = stuf("sleutelVerzendend")
SLEUTEL_ONTVANGEND = stuf("sleutelOntvangend")
