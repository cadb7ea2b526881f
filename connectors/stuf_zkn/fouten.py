"""What a fault says: told apart by the StUF code in its Fo02, never by its faultcode.

Suppliers put anything in faultcode ("soapenv:Client", but also "s:StUF058"), and the Fo02 in any
prefix or none. What departs from the standard is refused unless a tolerance names it.
"""

import re
from collections.abc import Collection, Iterator, Mapping

from lxml import etree

from connectors.stuf_zkn.namen import SOAP, SOAP12, STUF
from connectors.stuf_zkn.toleranties import Tolerantie
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
#: Of WS-Security (1.1.1, 12), of Axis, and of the gateways of API suppliers: asking again with the
#: same token or certificate locks an account.
_GEEN_TOEGANG = frozenset(
    [
        "failedauthentication",
        "invalidsecurity",
        "invalidsecuritytoken",
        "securitytokenunavailable",
        "failedcheck",
        "unsupportedsecuritytoken",
        "unsupportedalgorithm",
        "messageexpired",
        "authentication",
        "authorization",
        "unauthenticated",
        "unauthorized",
        "accessdenied",
    ]
)


def fout_in(
    root: etree._Element, toleranties: Collection[Tolerantie], waar: str, soap: str = "1.1"
) -> SourceError | None:
    """Give the error that a message stands for when it is a fault of any kind, else None.

    soap  the version of SOAP that was asked in
    """
    fault = next((found for found in _kandidaten(root) if _is_fout(found)), None)
    if fault is None:
        return None
    for departure in _afwijkingen(root, fault, soap):
        if departure not in toleranties:
            return afwijking(departure, waar)
    return _uit_bericht(fault, waar)


def afwijking(tolerantie: Tolerantie, waar: str) -> SourceRefused:
    """Refuse what departs from the standard in a way that was not named."""
    return SourceRefused(bericht("B-0329", str(tolerantie), waar=waar, tolerantie=tolerantie))


def _kandidaten(root: etree._Element) -> Iterator[etree._Element]:
    """Give where a fault may stand: by itself, in the envelope, or in the body of one."""
    yield root
    for child in root.iterchildren("*"):
        yield child
        yield from list(child.iterchildren("*"))[:1]


def _afwijkingen(root: etree._Element, fault: etree._Element, soap: str) -> Iterator[Tolerantie]:
    names = {etree.QName(found).namespace for found in (root, fault)}
    if (SOAP if soap == "1.2" else SOAP12) in names:
        yield Tolerantie.SOAP12_FAULT_IN_SOAP11
    if _is_fo02(fault):
        yield Tolerantie.FO02_ZONDER_FAULT
    elif _fo02(fault) is None and _CODE.match(_faultcode(fault)):
        yield Tolerantie.STUFCODE_IN_FAULTCODE


def _is_fout(element: etree._Element) -> bool:
    name = etree.QName(element)
    return (name.localname == "Fault" and name.namespace in {SOAP, SOAP12}) or _is_fo02(element)


def _uit_bericht(element: etree._Element, waar: str) -> SourceError:
    fo02, faultcode = _fo02(element), _faultcode(element)
    if fo02 is not None:
        return _stuf_fout((fo02.findtext("{*}body/{*}code") or "").strip(), waar)
    if _CODE.match(faultcode):
        return _stuf_fout(faultcode, waar)
    if geen_toegang(element):
        return SourceRefused(bericht("B-0321", "fault", waar=waar))
    if faultcode in _AFGEWEZEN:
        return SourceRefused(bericht("B-0349", waar=waar))
    return SourceDown(bericht("B-0348", waar=waar))


def _is_fo02(element: etree._Element) -> bool:
    name = etree.QName(element)
    return name.localname == "Fo02Bericht" and name.namespace == STUF


def _fo02(element: etree._Element) -> etree._Element | None:
    return next((found for found in element.iter("{*}Fo02Bericht")), None)


def _stuf_fout(text: str, waar: str) -> SourceError:
    match = _CODE.match(text)
    if match is None:
        return SourceRefused(bericht("B-0347", "zonder", waar=waar))
    number = int(match[1])
    ours = next((code for code, numbers in _BETEKENIS.items() if number in numbers), "B-0347")
    problem = bericht(ours, waar=waar, code=f"StUF{number:03}")
    return SourceDown(problem) if number in _TIJDELIJK else SourceRefused(problem)


def geen_toegang(fault: etree._Element) -> bool:
    """Tell whether any part of any code of a fault speaks of who we are, and not of the question.

    Layer7 puts what its policy says in the detail, and its own faultcode says nothing.
    """
    said = [fault.findtext(path) or "" for path in ("faultcode", "{*}faultcode")]
    said += [str(found.text or "") for found in fault.iterfind(".//{*}Subcode/{*}Value")]
    words = {part.lower() for code in said for part in re.split(r"[\s:.]+", code)}
    policy = [found.get("status", "").lower() for found in fault.iter("{*}policyResult")]
    return bool(words & _GEEN_TOEGANG) or any(
        status.startswith(("authentication", "authorization")) for status in policy
    )


def _faultcode(fault: etree._Element) -> str:
    """Give the local part of the fault code, lower case; SOAP 1.2 keeps it in Code/Value."""
    found = fault.findtext("{*}Code/{*}Value") or fault.findtext("{*}faultcode") or ""
    code = found or fault.findtext("faultcode") or ""
    return code.strip().rpartition(":")[2].partition(".")[0].lower()
