"""The XML names of WS-Addressing 1.0 and WS-Security 1.0 (OASIS 2004), and of XML signatures."""

_OASIS = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-"

WSA = "http://www.w3.org/2005/08/addressing"
WSSE = f"{_OASIS}wssecurity-secext-1.0.xsd"
WSU = f"{_OASIS}wssecurity-utility-1.0.xsd"
DS = "http://www.w3.org/2000/09/xmldsig#"
SOAP = "http://schemas.xmlsoap.org/soap/envelope/"
SOAP12 = "http://www.w3.org/2003/05/soap-envelope"

ANONIEM = f"{WSA}/anonymous"
DIGEST = f"{_OASIS}username-token-profile-1.0#PasswordDigest"
TEKST = f"{_OASIS}username-token-profile-1.0#PasswordText"
BASE64 = f"{_OASIS}soap-message-security-1.0#Base64Binary"
X509V3 = f"{_OASIS}x509-token-profile-1.0#X509v3"
EXC_C14N = "http://www.w3.org/2001/10/xml-exc-c14n#"

ID = f"{{{WSU}}}Id"


def wsa(name: str) -> str:
    """Give a name of WS-Addressing."""
    return f"{{{WSA}}}{name}"


def wsse(name: str) -> str:
    """Give a name of WS-Security."""
    return f"{{{WSSE}}}{name}"


def wsu(name: str) -> str:
    """Give a name of WS-Security's utility schema."""
    return f"{{{WSU}}}{name}"


def ds(name: str) -> str:
    """Give a name of XML signatures."""
    return f"{{{DS}}}{name}"
