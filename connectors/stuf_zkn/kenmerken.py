"""The attributes by which StUF says that a value is not there, or not whole (StUF 3.01, 3.4)."""

from lxml import etree

from connectors.stuf_zkn.namen import NIL, NO_VALUE, ONVOLLEDIG

#: noValue for what is not there.
GEEN = frozenset({"geenWaarde", "waardeOnbekend", "vastgesteldOnbekend"})
#: noValue for what may be there, and never comes.
GEWEIGERD = frozenset({"nietGeautoriseerd", "nietOndersteund"})
_EIGEN = frozenset({NIL, NO_VALUE, ONVOLLEDIG})
_NAMEN = frozenset(name.rpartition("}")[2] for name in _EIGEN)


def vreemd(element: etree._Element) -> str:
    """Name an attribute of StUF that stands in no namespace, or in another; "" = none.

    A server that writes `noValue` without prefix means what StUF means, and by the letter says
    nothing: the value would look empty, or a date whole.
    """
    bare = {name: name.rpartition("}")[2] for name in map(str, element.attrib)}
    return next((one for name, one in bare.items() if one in _NAMEN and name not in _EIGEN), "")


def zonder_waarde(element: etree._Element) -> str:
    """Give the noValue of an element, whichever namespace it stands in; "" = none."""
    found = (value for name, value in element.items() if str(name).rpartition("}")[2] == "noValue")
    return str(next(found, ""))


def is_nil(element: etree._Element) -> bool:
    """Tell whether it says to be empty; xsd:boolean may have spaces around it."""
    return element.get(NIL, "").strip() in {"true", "1"}
