"""Rotating a root key and retiring an old one; each step may be the last before a kill.

Rotating: the key file, then the line in the configuration, then the ledger. Retiring: the ledger,
then what stays of version 1, then the line. Whoever gives the command again goes on from there.
"""

import re
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from ledger import Gedragen, Lease, Ledger
from pipeline.sleutelproef import ander
from privacy import Keys, Kluis, read_blijvend, read_private, read_root
from regres import Handelend, KeyProblem
from regres.berichten import bericht
from settings.agreement import GemeenteInstelling
from settings.keys import sleutels_van
from settings.load import Settings, load
from settings.sleutelbeheer.bestanden import ruim_op, schrijf_nieuw
from settings.sleutelbeheer.gemeentebestand import met_versie, zonder_versie

_LEASE_SECONDS = 60
_FILE = "secret://file/"


@dataclass(frozen=True, slots=True)
class Plek:
    """A municipality, and all that is needed to work on its keys."""

    settings: Settings
    een: GemeenteInstelling
    kluis: Kluis
    ledger: Ledger
    now: datetime

    def keys(self) -> Keys:
        """Read the root keys as the configuration names them."""
        return sleutels_van(self.een, self.kluis, versturen=False)

    def opnieuw(self) -> "Plek":
        """Give the same place with the configuration as it is now."""
        fresh = load(self.settings.config)
        (een,) = (one for one in fresh.gemeenten if one.identiteit == self.een.identiteit)
        return Plek(fresh, een, self.kluis, self.ledger, self.now)

    @contextmanager
    def alleen(self) -> Iterator[Lease]:
        """Keep runs of this municipality away; AlreadyRunning when one is busy."""
        lease = self.ledger.take_lease(self.een.identiteit, "sleutels", self.now, _LEASE_SECONDS)
        try:
            for path in self._bestanden():
                ruim_op(path)
            yield lease
        finally:
            self.ledger.release(lease, self.now)

    def _bestanden(self) -> Iterator[Path]:
        """Give every file that work on these keys writes, or was writing when it was killed."""
        yield self.settings.config / self.een.bestand
        last = max(self.een.blok.sleutels)
        named = [*self.een.blok.sleutels.values(), blijvend_van(self.een)]
        if self.een.blok.sleutels[last].startswith(_FILE):
            named.append(verwijzing_van(self.een, last + 1))
        yield from (path for path in map(self.kluis.pad, named) if path is not None)


@dataclass(frozen=True, slots=True)
class Wissel:
    """A rotation: the new version and where its key lies; hervat = an earlier one was finished."""

    versie: int
    verwijzing: str
    hervat: bool


def wissel(plek: Plek, door: Handelend, verwijzing: str | None = None) -> Wissel:
    """Give the municipality a new root key, or finish a rotation that was cut off.

    verwijzing  where the new key lies already, for keys that are no files (a systemd credential)

    Raises KeyProblem: an earlier rotation is not through yet (K-0716), the new key can only be
    given by reference (K-0717), or what reading and writing keys raises.
    """
    with plek.alleen() as lease:
        before = plek.keys()
        known = {row.versie for row in plek.ledger.sleutels(plek.een.identiteit)}
        hervat = bool(known) and before.huidige not in known
        if not hervat:
            _refuse_unfinished(plek, before)
            _herken(plek, lease, before)
            _zet_neer(plek, before.huidige + 1, verwijzing)
            plek = plek.opnieuw()
        keys = plek.keys()
        _herken(plek, lease, keys)
        what = {"versie": keys.huidige}
        _besluit(plek, "sleutel_gewisseld", door, what)
    return Wissel(keys.huidige, plek.een.blok.sleutels[keys.huidige], hervat)


def stop(plek: Plek, versie: int, door: Handelend, *, toch: bool) -> tuple[Gedragen, Path | None]:
    """Retire a version; gives what let go of it, and where the blijvende sleutel was written.

    Raises KeyProblem for the present version (K-0718) or one that is not there (K-0106), and
    UsageProblem when it is still needed (L-0701, L-0702).
    """
    keys = plek.keys()
    if versie == keys.huidige:
        raise KeyProblem(bericht("K-0718", waar=plek.een.blok.naam, versie=versie))
    if versie not in keys.versies:
        known = ", ".join(map(str, keys.versies))
        raise KeyProblem(bericht("K-0106", versie=versie, bekend=known))
    with plek.alleen() as lease:
        _herken(plek, lease, keys)
        leans = plek.ledger.stop_sleutel(lease, versie, door, plek.now, toch=toch)
        kept = _blijvend(plek, keys) if versie == 1 else None
        zonder_versie(plek.settings, plek.een, versie, kept)
    return leans, plek.kluis.pad(kept) if kept else None


def verwijzing_van(een: GemeenteInstelling, versie: int) -> str:
    """Give where the file of a new version lies: as the last one's, with its number."""
    last = max(een.blok.sleutels)
    reference = een.blok.sleutels[last]
    if not reference.startswith(_FILE):
        where = een.boom.bij("sleutels", last)
        raise KeyProblem(bericht("K-0717", waar=where, versie=versie))
    numbered = re.sub(rf"(?<!\d){last}(?=(\.[A-Za-z]+)?\Z)", str(versie), reference)
    return numbered if numbered != reference else f"{reference}-{versie}"


def blijvend_van(een: GemeenteInstelling) -> str:
    """Give where the blijvende sleutel of a municipality lies, or would."""
    name = Path(een.bestand).stem.partition("-")[2] or een.identiteit
    return een.blok.blijvende_sleutel or f"{_FILE}./geheim/{name}-blijvend.key"


def _zet_neer(plek: Plek, versie: int, verwijzing: str | None) -> None:
    reference = verwijzing or verwijzing_van(plek.een, versie)
    path = plek.kluis.pad(reference)
    if verwijzing is None and path is not None and not path.exists():
        schrijf_nieuw(path, f"{secrets.token_hex(32)}\n".encode())
    # Also what a killed rotation left, or what someone else put there: it must be a key.
    where = plek.een.boom.bij("sleutels")
    read_root(plek.kluis.haal(reference, where).reveal_bytes())
    met_versie(plek.settings, plek.een, versie, reference)


def _blijvend(plek: Plek, keys: Keys) -> str | None:
    """Write what stays of version 1 to a file, and give its reference; None when it has one."""
    if plek.een.blok.blijvende_sleutel:
        return None
    reference = blijvend_van(plek.een)
    path = plek.kluis.pad(reference)
    if path is None:
        raise AssertionError("a file has a path")
    if not path.exists():
        schrijf_nieuw(path, f"{keys.blijvend.hex()}\n".encode())
    if read_blijvend(read_private(path)) != keys.blijvend:
        raise KeyProblem(bericht("K-0711", waar=str(path)))
    return reference


def _refuse_unfinished(plek: Plek, keys: Keys) -> None:
    older = [v for v in plek.ledger.gedragen(plek.een.identiteit) if v != keys.huidige]
    if older:
        versions = ", ".join(map(str, older))
        raise KeyProblem(bericht("K-0716", waar=plek.een.blok.naam, versies=versions))


def _herken(plek: Plek, lease: Lease, keys: Keys) -> None:
    wrong = plek.ledger.herken_sleutels(lease, keys.proeven, plek.now)
    if wrong:
        raise KeyProblem(*(ander(versie, plek.een.blok.naam) for versie in wrong))


def _besluit(plek: Plek, soort: str, door: Handelend, what: Mapping[str, object]) -> None:
    plek.ledger.note_decision(plek.een.identiteit, soort, door, plek.now, what)
