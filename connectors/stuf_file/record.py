"""From one message to one record."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from lxml import etree

from connectors.stuf_file.mutatie import lees
from connectors.stuf_file.stuurgegevens import Partijen
from connectors.stuf_zkn.namen import zkn
from connectors.stuf_zkn.velden import Paden, XmlFields
from regres import Plaats, SourceRecord

_CODE = f"{zkn('object')}/{zkn('isVan')}/{zkn('gerelateerde')}/{zkn('code')}"


@dataclass(frozen=True, slots=True)
class Opdracht:
    """What one read works by; see StufBestand. meervoudig counts addresses found more than once."""

    gemeentecode: str
    partijen: Partijen
    paden: Paden
    zaaktypen: frozenset[str]
    weggelaten_is_leeg: bool
    klok: Callable[[], datetime]
    meervoudig: Counter[str] = field(default_factory=Counter)


def maak(message: etree._Element, opdracht: Opdracht, plaats: Plaats) -> SourceRecord:
    """Give the record of a message; raises SourceRefused (B-0608) when it has none.

    Its `heel` is the message but for relations that ended; it is written when it is asked for, and
    of most records it never is.
    """
    found = lees(
        message,
        opdracht.paden,
        str(plaats),
        weggelaten_is_leeg=opdracht.weggelaten_is_leeg,
    )
    fields = XmlFields(found.zaak, opdracht.paden, plaats, opdracht.meervoudig)
    return SourceRecord(
        opdracht.gemeentecode,
        plaats,
        fields,
        found.verwijderd,
        found.gebrek,
        lambda: etree.tostring(message, encoding="utf-8", with_tail=False),
    )


def van_type(message: etree._Element, zaaktypen: frozenset[str]) -> bool:
    """Tell whether a zaak is of one of these; one that does not say so is."""
    said = {(found.text or "").strip() for found in message.iterfind(_CODE)} - {""}
    return not zaaktypen or not said or bool(said & zaaktypen)
