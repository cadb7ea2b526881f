"""What any backend may say of a version, from the versions it already knows (wire contract)."""

from collections.abc import Mapping

from regres.melding import Kop
from sinks.base import Conflict


def verdict(known: Mapping[int, str], kop: Kop) -> Conflict | None:
    """Judge a version against those known of its referentie (versie -> inhoudsmerk).

    None: it is new, or the very same version. A known version with another merk, and a new one
    below the latest, is a conflict that names the latest. Versions may have gaps.
    """
    if not known or known.get(kop.versie) == kop.inhoudsmerk:
        return None
    latest = max(known)
    if kop.versie > latest:
        return None
    return Conflict(laatsteVersie=latest, inhoudsmerk=known[latest])
