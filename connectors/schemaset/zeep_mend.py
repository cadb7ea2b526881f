"""One flaw of zeep that keeps it from reading the official sets, mended in this one place.

A simple type that restricts a LIST type (GML, below StUF-BG) ends in "'lxml.etree.QName' object has
no attribute 'resolve'": UnresolvedCustomType.resolve() makes the list anew with the type's own name
where its item type belongs (python-zeep 4.3.3; issues 803, 987 and 1019). Whether this zeep has the
flaw is tried, not looked up: once it has not, nothing here applies, and this file can go.
"""

from threading import Lock
from typing import Any

from lxml import etree

_PROEF = b"""
<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:p="urn:p" targetNamespace="urn:p">
  <xs:simpleType name="Lijst"><xs:list itemType="xs:string"/></xs:simpleType>
  <xs:simpleType name="Kort">
    <xs:restriction base="p:Lijst"><xs:maxLength value="2"/></xs:restriction>
  </xs:simpleType>
  <xs:element name="kort" type="p:Kort"/>
</xs:schema>
"""
_SLOT = Lock()


def nodig() -> bool:
    """Try whether this zeep, as it now is, stumbles over the restriction of a list type."""
    from zeep import xsd

    schema: Any = xsd.Schema
    try:
        # A list that was made anew without its item type cannot even say what it is.
        schema(etree.fromstring(_PROEF), transport=None).get_type("{urn:p}Kort").signature()
    except AttributeError:
        return True
    return False


def mend() -> bool:
    """Mend zeep when it needs that; tell whether it did."""
    with _SLOT:
        if not nodig():
            return False
        _vervang()
        return True


def _vervang() -> None:
    from zeep.xsd.types.collection import ListType
    from zeep.xsd.types.unresolved import UnresolvedCustomType

    original: Any = UnresolvedCustomType.resolve

    def resolve(self: Any) -> Any:
        base = self.base_type.resolve()
        if not isinstance(base, ListType):
            return original(self)
        made: Any = type(self.name, (type(base),), {"__module__": "zeep.xsd.dynamic_types"})
        return made(base.item_type).resolve()

    replaced: Any = UnresolvedCustomType
    replaced.resolve = resolve
