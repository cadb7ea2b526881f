"""Which reads show waiting records again, and what such a read would make of each of them."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date, datetime

from connectors.base import ReadRequest
from pipeline.landing import Landing
from pipeline.preview import Droog
from pipeline.route import Route
from pipeline.slots import Slot, SlotSoort
from pipeline.take_in import TakeIn
from regres import Bucket, SourceRecord


def slots_voor(
    sneden: Collection[str], beurt: tuple[Slot, ...], maanden: tuple[Slot, ...]
) -> tuple[Slot, ...]:
    """Give the least reads in which all stubs of these slices can be met, as manual ones.

    A month that the source no longer walks, and a stub without slice, are looked for in its turn.
    """
    walk = {slot.snede: slot for slot in maanden}
    found = [walk[snede] for snede in sorted(sneden) if snede in walk]
    if any(snede not in walk for snede in sneden):
        found += beurt
    return tuple(replace(slot, soort=SlotSoort.HAND) for slot in found)


def voorspel(
    route: Route,
    slot: Slot,
    memory: Droog,
    zoeksleutels: Collection[str],
    now: datetime,
    vandaag: date,
) -> Mapping[str, Landing]:
    """Read a source and say where each of these stubs would land; what is not met is left out.

    Nothing is sent or kept. Raises SourceError when the source or file as a whole is refused.
    """
    take = TakeIn(route, memory, slot.snede, now, vandaag)
    wanted = set(zoeksleutels)
    found: dict[str, Landing] = {}
    with route.connector.read(ReadRequest(van=slot.van, tot=slot.tot)) as reading:
        for record in reading:
            landing = take.take(record)
            for key in _keys(route, record, landing) & wanted:
                # The same record twice says nothing new; another with its key sends both back.
                if key not in found or landing.bucket is Bucket.QUARANTAINE:
                    found[key] = landing
        reading.proof()
    return found


def _keys(route: Route, record: SourceRecord, landing: Landing) -> set[str]:
    """Give its lookup keys under every root key there is; a place stands in for a lost key."""
    sleutel = landing.sleutel or ("plaats", str(record.plaats))
    marks = route.pseudoniemen.zoeksleutels(route.plan.sleutelruimte, sleutel)
    return {mark.waarde for mark in marks}
