"""From one zaak in an answer to one record."""

from collections import Counter
from collections.abc import Mapping
from functools import partial

from lxml import etree

from connectors.stuf_zkn.namen import VERWERKINGSSOORT, VOORBIJ
from connectors.stuf_zkn.personen import Persoonsregister
from connectors.stuf_zkn.velden import Paden, XmlFields
from regres import Plaats, SourceRecord
from regres.berichten import bericht


def maak(
    element: etree._Element,
    gemeentecode: str,
    plaats: Plaats,
    paden: Paden,
    meervoudig: Counter[str],
    register: Persoonsregister | None = None,
    bekend: Mapping[str, str] | None = None,
) -> SourceRecord:
    """Give the record of a zaak; one that the answer calls removed waits for a person (B-0611).

    meervoudig  counts the addresses that were found more than once
    bekend      values that were taken out of it already
    """
    fields = XmlFields(element, paden, plaats, meervoudig, bekend)
    more = None if register is None else partial(register.vul_aan, fields, element, plaats)
    gone = element.get(VERWERKINGSSOORT) in VOORBIJ
    wrong = bericht("B-0611", "antwoord", waar=str(plaats)) if gone else None
    return SourceRecord(gemeentecode, plaats, fields, gebrek=wrong, aanvulling=more)
