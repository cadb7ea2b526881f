"""Before a source is read: are these the root keys that the ledger was written with?

Another key would find nothing of what was sent: every provision would go again, as a new one.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from ledger import Gedragen, Lease
from pipeline.route import Route
from privacy import Pseudoniemen
from regres import KeyProblem, Problem
from regres.berichten import bericht

if TYPE_CHECKING:
    from ledger import Ledger


def bewijs_sleutels(route: Route, ledger: "Ledger", lease: Lease, now: datetime) -> None:
    """Raise KeyProblem when a key differs (K-0701) or one that is needed is gone (K-0702).

    Keys that are new to the ledger are written down, by what they are recognised by.
    """
    gemeente, pseudo = route.gemeente.identiteit, route.pseudoniemen
    gone = tuple(ontbreekt(pseudo, ledger.gedragen(gemeente), route.gemeente.naam))
    if gone:
        raise KeyProblem(*gone)
    wrong = ledger.herken_sleutels(lease, pseudo.proeven, now)
    if wrong:
        raise KeyProblem(*(ander(versie, route.gemeente.naam) for versie in wrong))


def ander(versie: int, waar: str) -> Problem:
    """Say that a key is not the one that the ledger was written with."""
    return bericht("K-0701", "" if versie else "blijvend", waar=waar, versie=versie)


def ontbreekt(
    pseudo: Pseudoniemen, gedragen: Mapping[int, Gedragen], waar: str
) -> Iterator[Problem]:
    """Say which versions the ledger still needs and the configuration no longer gives."""
    for versie in gedragen:
        if not pseudo.kent(versie):
            yield bericht("K-0702", waar=waar, versie=versie)
