"""What stands in config/ and will not work tonight; and the disk of the ledger."""

import errno
import os
from collections.abc import Iterator
from datetime import time
from urllib.parse import urlsplit

from regres import ProtectionStop
from regres.berichten import bericht
from settings.agreement import GemeenteInstelling
from settings.keuring.stap import Deel, Stap, Uitkomst, fout, gelukt, let_op, niet_geprobeerd
from settings.keuring.wereld import Wereld
from settings.load import Settings
from settings.shapes import BronBasis, NachtBron

_CONFIG_FOUT = 3
#: A night of a large municipality writes some hundred megabytes, its WAL included.
_MINSTE_RUIMTE = 500 * 1024 * 1024


def stappen(settings: Settings, een: GemeenteInstelling, wereld: Wereld) -> Iterator[Stap]:
    """Look at what was read, at its sources, and at the place of the ledger."""
    plek, blok = een.blok.naam, een.blok
    told = f"stand {blok.stand}; bronnen: {', '.join(blok.bronnen)}"
    yield gelukt(Deel.CONFIG, plek, "bestanden", told)
    if reason := settings.dienst.eigen_computer:
        told = f"deze computer zelf mag bereikt worden: {reason}"
        yield let_op(Deel.CONFIG, plek, "eigen computer", told, exit_code=0)
    for naam, bron in blok.bronnen.items():
        yield _adres(f"{plek}/{naam}", bron)
        yield _tijd(f"{plek}/{naam}", bron)
    ledger = _grootboek(settings, plek, wereld)
    yield ledger
    if ledger.uitkomst is Uitkomst.FOUT and settings.dienst.logboek is None:
        # It would lie beside the ledger: one mistake, told once.
        yield niet_geprobeerd(Deel.CONFIG, plek, "logboek", "wacht op: grootboek")
    else:
        yield _logboek(settings, plek)


def _adres(plek: str, bron: object) -> Stap:
    host = getattr(bron, "host", "") or urlsplit(getattr(bron, "adres", "")).hostname or ""
    if host.endswith(".example"):
        return let_op(Deel.CONFIG, plek, "adres", "", bericht("C-0216", waar=host))
    return gelukt(Deel.CONFIG, plek, "adres", host or "een map")


def _tijd(plek: str, bron: BronBasis) -> Stap:
    moments = _momenten(bron)
    if any(moment.hour == 2 for moment in moments):
        return let_op(Deel.CONFIG, plek, "tijd", "", bericht("C-0211", waar=plek), exit_code=0)
    return gelukt(Deel.CONFIG, plek, "tijd", " en ".join(f"{at:%H:%M}" for at in moments))


def _momenten(bron: BronBasis) -> list[time]:
    if (rondes := bron.rondes) is not None:
        return [rondes.venster.tijd, rondes.rondgang.tijd]
    return [bron.tijd] if isinstance(bron, NachtBron) else []


def _grootboek(settings: Settings, plek: str, wereld: Wereld) -> Stap:
    """Look where the ledger lies, or will lie; it is not opened, for opening may make it."""
    folder = settings.grootboekbestand.parent
    if not folder.is_dir() or not os.access(folder, os.W_OK | os.X_OK):
        return fout(
            Deel.CONFIG, plek, "grootboek", _CONFIG_FOUT, bericht("C-0403", waar=str(folder))
        )
    free = wereld.vrij(folder)
    told = f"{folder}: {free // 1024**2} MB vrij"
    if free < _MINSTE_RUIMTE:
        warning = bericht("C-0404", waar=str(folder), mb=_MINSTE_RUIMTE // 1024**2)
        return let_op(Deel.CONFIG, plek, "grootboek", told, warning)
    return gelukt(Deel.CONFIG, plek, "grootboek", told)


def _logboek(settings: Settings, plek: str) -> Stap:
    """Look whether the Logboek dataverwerkingen can be written; only reading makes it."""
    file = settings.logboekbestand
    there = file if file.exists() else file.parent
    needed = os.W_OK if file.exists() else os.W_OK | os.X_OK
    if file.is_dir() or not os.access(there, needed):
        why = errno.EISDIR if file.is_dir() else errno.EACCES if there.exists() else errno.ENOENT
        problem = bericht("K-0801", waar=str(file), fout=os.strerror(why))
        return fout(Deel.CONFIG, plek, "logboek", ProtectionStop.exit_code, problem)
    return gelukt(Deel.CONFIG, plek, "logboek", str(file))
