"""By whose word a melding stands, when several sources of a municipality show the same provision.

One provision is one referentie, so one melding; each source says something of it, every night. A
melding stands by the word of the source that its newest version was read from. Only that source
changes or withdraws it; what another one says is counted and no more. Else two sources that differ
would change and withdraw in turn, for ever. When that source shows it no longer, or is gone from
the configuration, the word passes to a source that says J; an N of a source that never said J is
no sign, for nothing changed there.
"""

from datetime import datetime
from typing import Protocol

from ledger import Stand
from pipeline.route import Route

#: Of a record of which the melding stands by the word of another source.
ANDERE_BRON = "andere_bron"


class Grenzen(Protocol):
    """Since when something must be unseen in each source to be gone from it."""

    def uit_de_bron(self, now: datetime) -> dict[str, datetime]:
        """Give it by the name of the source."""
        ...


class Woord:
    """Tells for one read who answers for what stands."""

    def __init__(self, route: Route, grenzen: Grenzen, now: datetime) -> None:
        self._bronset, self._bronnen = route.bronset, route.bronnen
        self._vraag, self._now = grenzen, now
        self._grenzen: dict[str, datetime] | None = None

    def elders(self, stand: Stand | None) -> bool:
        """Tell whether a melding stands by the word of another source than this one."""
        return stand is not None and stand.bronset not in ("", self._bronset)

    def geldt(self, stand: Stand) -> bool:
        """Tell whether the source by whose word it stands still shows it, as far as is known."""
        if stand.bronset not in self._bronnen:
            return False
        if self._grenzen is None:
            # Asked for at the first such stand: most municipalities have none.
            self._grenzen = self._vraag.uit_de_bron(self._now)
        limit = self._grenzen.get(stand.bronset)
        return limit is None or stand.bron_gezien is None or stand.bron_gezien >= limit
