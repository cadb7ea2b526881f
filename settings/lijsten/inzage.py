"""Opening the key fields of a waiting record: logged first, with a name and a reason."""

from datetime import datetime

from ledger import Ledger
from pipeline.verantwoording import OPENEN, noteer
from privacy import Inzagesleutel
from regres import Handelend, UsageProblem
from regres.berichten import bericht
from settings import Settings
from settings.lijsten.wachtlijst import Gevonden
from settings.plug import logboek_van, plan_van

#: How the parts of a key are joined before they are sealed (pipeline/sealing.py).
_SCHEIDING = "\x1f"


def geopend(
    settings: Settings,
    ledger: Ledger,
    found: Gevonden,
    key: Inzagesleutel,
    door: Handelend,
    now: datetime,
) -> dict[str, str]:
    """Give the key fields by column; the audit trail knows of it before they are seen.

    Raises KeyProblem (K-0602) for a key that does not open it, UsageProblem (C-0024) for a record
    that has nothing to open.
    """
    envelope = found.stub.herkenning if found.stub else None
    if envelope is None:
        raise UsageProblem(bericht("C-0024"))
    what = {"zoeksleutel": found.zoeksleutel}
    code = found.een.identiteit
    ledger.note_decision(code, "herkenning_geopend", door, now, what)
    noteer(logboek_van(settings, found.een), OPENEN, now, found.betrokkene)
    parts = key.open(envelope).split(_SCHEIDING)
    return dict(zip(_namen(settings, found, len(parts)), parts, strict=True))


def _namen(settings: Settings, found: Gevonden, count: int) -> list[str]:
    """Give the columns of the key; numbers when the mapping has another key by now."""
    bron = found.een.blok.bronnen.get(found.bronset)
    names = plan_van(settings, bron).sleutelnamen if bron is not None else ()
    if len(set(names)) == count == len(names):
        return list(names)
    return [f"sleutel {number}" for number in range(1, count + 1)]


def record_van(ledger: Ledger, found: Gevonden, key: Inzagesleutel) -> str | None:
    """Give the record itself as it was delivered; None but for a delta source, which sends it once.

    To be asked after `geopend`, which says in the audit trail that it was seen. Raises KeyProblem
    (K-0602).
    """
    sealed = ledger.aanlevering(found.een.identiteit, found.zoeksleutel)
    return key.open(sealed) if sealed is not None else None
