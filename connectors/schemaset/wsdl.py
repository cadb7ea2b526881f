"""Letting zeep read a WSDL of a set: from memory, and from nowhere else."""

import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from connectors.schemaset.zeep_mend import mend
from regres import ConfigProblem
from regres.berichten import bericht

#: Where zeep thinks that the files are; nothing is at this address.
_BEGIN = "file:///wsdl/set/"


@dataclass(frozen=True, slots=True)
class Operatie:
    """One operation of a service: the QName of what is asked, and how it is put.

    soapaction  "" when the WSDL leaves it open
    soap        "1.1" or "1.2"
    """

    porttype: str
    naam: str
    vraag: str
    soapaction: str
    soap: str


def operaties(bestanden: Mapping[str, bytes], wsdl: str, waar: str) -> tuple[Operatie, ...]:
    """Load a WSDL; give its operations, () for one that only holds types.

    Raises:
        ConfigProblem: zeep cannot read it.

    """
    document = _laad(bestanden, wsdl, waar)
    return tuple(_operaties(document))


def _laad(bestanden: Mapping[str, bytes], wsdl: str, waar: str) -> Any:
    # Imported here because it takes a fifth of a second, and most commands do not need it.
    import zeep
    from zeep.exceptions import Error
    from zeep.transports import Transport

    mend()
    for name in ("zeep", "zeep.transports", "zeep.xsd", "zeep.wsdl"):
        logging.getLogger(name).setLevel(logging.WARNING)

    class UitGeheugen(Transport):
        def load(self, url: str) -> bytes:
            name = unquote(url.removeprefix(_BEGIN))
            if not url.startswith(_BEGIN) or name not in bestanden:
                raise ValueError("not in the set")
            return bestanden[name]

    settings = zeep.Settings(
        strict=True, forbid_dtd=True, forbid_entities=True, forbid_external=True
    )
    transport: Any = UitGeheugen
    load: Any = zeep.Client  # zeep says it is typed, but its functions are not
    try:
        return load(_BEGIN + wsdl, transport=transport(), settings=settings).wsdl
    # What zeep raises over a schema it cannot read is of no kind of its own.
    except (Error, AttributeError, KeyError, LookupError, TypeError, ValueError) as wrong:
        soort = type(wrong).__name__
        raise ConfigProblem(bericht("B-0374", waar=f"{waar}/{wsdl}", soort=soort)) from None


def _operaties(document: Any) -> Iterator[Operatie]:
    for binding in document.bindings.values():
        soap = "1.2" if type(binding).__name__ == "Soap12Binding" else "1.1"
        for operation in binding.all().values():
            asked = getattr(operation.input, "body", None)
            name = getattr(asked, "qname", None)
            yield Operatie(
                porttype=binding.port_type.name.localname,
                naam=operation.name,
                vraag="" if name is None else str(name),
                soapaction=operation.soapaction or "",
                soap=soap,
            )
