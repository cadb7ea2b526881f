"""The funnel of a run: what was read, and in the words of the accounting where it went."""

from collections.abc import Iterator
from dataclasses import dataclass

from ledger import OutboxStatus, Runloop
from regres import Bucket, Telling

#: What leaves the funnel between a step and the one before it; together all of the accounting.
_BUITEN = (Bucket.GEEN_ONGEVAL, Bucket.BUITEN_BEREIK, Bucket.DUBBEL)
_BEKEND = (Bucket.ONGEWIJZIGD, Bucket.REEDS_GEMELD)
_MENS = (Bucket.BEOORDELEN, Bucket.VASTGEHOUDEN, Bucket.QUARANTAINE)
_NIET_ONTVANGEN = (
    *(OutboxStatus.KLAARGEZET, OutboxStatus.VRIJ, OutboxStatus.VERSTUURD),
    *(OutboxStatus.GEWEIGERD, OutboxStatus.INGEHAALD, OutboxStatus.VERVALLEN),
)


@dataclass(frozen=True, slots=True)
class Eruit:
    """What left the funnel at a step: a word of the accounting and a count."""

    groep: str
    aantal: int


@dataclass(frozen=True, slots=True)
class Trap:
    """One step of the funnel: what is left, and what went out right before it."""

    naam: str
    uitleg: str
    aantal: int
    eruit: tuple[Eruit, ...] = ()


def trappen(telling: Telling, loop: Runloop | None) -> Iterator[Trap]:
    """Give the steps; the last only of a run whose meldingen may go."""
    left = telling.gelezen
    yield Trap("gelezen", "records uit de bron", left)
    for naam, uitleg, buckets in (
        ("met een teken", "wijst op een ongeval", _BUITEN),
        ("nieuw of anders", "nog niet zo gemeld", _BEKEND),
        ("klaargezet", "vertaald en verzegeld", _MENS),
    ):
        out = tuple(Eruit(b.value, telling.buckets[b]) for b in buckets if telling.buckets[b])
        left -= sum(one.aantal for one in out)
        yield Trap(naam, uitleg, left, out)
    if loop is not None and loop.statussen:
        counts = loop.statussen
        rest = tuple(Eruit(s.value, counts[s]) for s in _NIET_ONTVANGEN if counts.get(s))
        got = counts.get(OutboxStatus.ONTVANGEN, 0)
        yield Trap("ontvangen", "zaaknummer van het Regresloket", got, rest)
