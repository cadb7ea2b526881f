"""The brake: a run that would suddenly disclose much more than usual waits for a person.

What is disclosed cannot be recalled, so a mapping with its flag the wrong way round must stop here.
"""

import math
from collections.abc import Sequence
from statistics import median

from regres import Problem, SoortMelding, Telling
from regres.berichten import bericht
from regres.waarde import dataclass

#: New meldingen that a run may always release by itself, and all it may after a changed mapping.
VAST = 25
#: The share of accidents says nothing in a handful of records; from this many read on it counts.
AANDEEL_VANAF = 100


@dataclass(frozen=True, slots=True)
class Rem:
    """A municipality's brake; nieuw None = max(25, 3 x the median of the last 30 runs)."""

    nieuw: int | None = None
    aandeel: float = 0.10


def grens(rem: Rem, eerder: Sequence[int], *, mapping_nieuw: bool) -> int:
    """Give how many new meldingen a run may release.

    eerder         new meldingen of the released runs of the same slot kind, newest last
    mapping_nieuw  the mapping is new or changed since the last released run
    """
    if rem.nieuw is not None:
        return rem.nieuw
    if mapping_nieuw or not eerder:
        return VAST
    return max(VAST, math.ceil(3 * median(eerder[-30:])))


def te_veel(
    rem: Rem, telling: Telling, eerder: Sequence[int], *, mapping_nieuw: bool
) -> tuple[Problem, ...]:
    """Say why a run must wait; () when it may go."""
    limit = grens(rem, eerder, mapping_nieuw=mapping_nieuw)
    new = telling.soorten[SoortMelding.NIEUW]
    found = []
    if new > limit:
        found.append(bericht("R-0101", aantal=new, rem=limit))
    gone = telling.soorten[SoortMelding.INTREKKING]
    if gone > limit:
        found.append(bericht("R-0103", aantal=gone, rem=limit))
    if telling.gelezen >= AANDEEL_VANAF and telling.j > rem.aandeel * telling.gelezen:
        share = f"{100 * telling.j / telling.gelezen:.1f}".replace(".", ",")
        most = f"{100 * rem.aandeel:.1f}".replace(".", ",")
        found.append(bericht("R-0102", aandeel=share, rem=most))
    return tuple(found)
