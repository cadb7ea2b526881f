"""What a fault says: told apart by the StUF code in its Fo02, never by its faultcode.

Suppliers put anything in faultcode ("soapenv:Client", but also "s:StUF058"), and the Fo02 in any
prefix or none; some send it without a Fault around it.
"""

import re
from collections.abc import Mapping

from lxml import etree

from connectors.stuf_zkn.namen import SOAP, SOAP12, STUF
from regres import SourceDown, SourceError, SourceRefused
from regres.berichten import bericht

_CODE = re.compile(r"\AStUF([0-9]{3})\Z", re.ASCII | re.IGNORECASE)
#: StUF 3.01, 4.4.3: cannot store, process not available, processing error, time-out.
_TIJDELIJK = frozenset({46, 49, 58, 960})
_BETEKENIS: Mapping[str, frozenset[int]] = {
    "B-0340": _TIJDELIJK,
    "B-0341": frozenset({52}),
    "B-0342": frozenset({10, 13}),
    "B-0343": frozenset({55}),
    "B-0344": frozenset({1, 4, 7}),
    "B-0345": frozenset({16, 19}),
    "B-0346": frozenset({22, 25, 28, 31, 34, 37, 40, 43, 61, *range(76, 107)}),
}
_AFGEWEZEN = frozenset({"client", "sender", "mustunderstand", "versionmismatch"})


def is_fout(element: etree._Element) -> bool:
    """Tell whether the first element in a SOAP body is a fault of any kind."""
    name = etree.QName(element)
    return (name.localname == "Fault" and name.namespace in {SOAP, SOAP12}) or _is_fo02(element)


def uit_bericht(element: etree._Element, waar: str) -> SourceError:
    """Make the error that a fault, or a bare Fo02, stands for."""
    fo02 = next((found for found in element.iter("{*}Fo02Bericht")), None)
    if fo02 is not None:
        return _stuf_fout(fo02, waar)
    if _faultcode(element) in _AFGEWEZEN:
        return SourceRefused(bericht("B-0349", waar=waar))
    return SourceDown(bericht("B-0348", waar=waar))


def _is_fo02(element: etree._Element) -> bool:
    name = etree.QName(element)
    return name.localname == "Fo02Bericht" and name.namespace == STUF


def _stuf_fout(fo02: etree._Element, waar: str) -> SourceError:
    text = (fo02.findtext("{*}body/{*}code") or "").strip()
    match = _CODE.match(text)
    if match is None:
        return SourceRefused(bericht("B-0347", "zonder", waar=waar))
    number = int(match[1])
    ours = next((code for code, numbers in _BETEKENIS.items() if number in numbers), "B-0347")
    problem = bericht(ours, waar=waar, code=f"StUF{number:03}")
    return SourceDown(problem) if number in _TIJDELIJK else SourceRefused(problem)


def _faultcode(fault: etree._Element) -> str:
    """Give the local part of the fault code, lower case; SOAP 1.2 keeps it in Code/Value."""
    found = fault.findtext("{*}Code/{*}Value") or fault.findtext("{*}faultcode") or ""
    code = found or fault.findtext("faultcode") or ""
    return code.strip().rpartition(":")[2].partition(".")[0].lower()
