"""A backup of the root keys: made for the security officer, proven without showing, put back."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from privacy import BLIJVEND, Inzagesleutel, Keys, Kopie, publieke_sleutel
from privacy.jwk import lees_object
from regres import Handelend, KeyProblem, Problem
from regres.berichten import bericht
from regres.dag import lokale_dag
from settings.sleutelbeheer.bestanden import schrijf_nieuw
from settings.sleutelbeheer.wissel import Plek


@dataclass(frozen=True, slots=True)
class Vergeleken:
    """One key against a backup or the ledger: "gelijk", "anders" or "ontbreekt"."""

    versie: int
    waarmee: str
    uitkomst: str


def maak_kopie(plek: Plek, voor: Path, naar: Path, door: Handelend) -> str:
    """Write a backup for a public JWK to a new file; gives the kid. Notes it in the ledger."""
    keys = plek.keys()
    key = publieke_sleutel(lees_object(_bytes(voor), voor.name), voor.name)
    kopie = Kopie(plek.een.identiteit, lokale_dag(plek.now), keys)
    schrijf_nieuw(naar, f"{kopie.verzegel(key)}\n".encode())
    with plek.alleen() as lease:
        plek.ledger.herken_sleutels(lease, keys.proeven, plek.now)
    versions = [BLIJVEND, *keys.versies]
    plek.ledger.noteer_kopie(plek.een.identiteit, versions, key.kid, door, plek.now)
    return key.kid


def lees_kopie(bestand: Path, sleutel: Path) -> Kopie:
    """Open a backup with the security officer's private key."""
    text = _bytes(bestand).decode("ascii", "replace")
    return Kopie.lees(text, Inzagesleutel.lees(sleutel), bestand.name)


def vergelijk(plek: Plek, kopie: Kopie) -> tuple[list[Vergeleken], list[Problem]]:
    """Hold a backup against the configuration and the ledger, without showing a key.

    A key that cannot be read in the configuration is no problem here: after a loss it is the
    ledger that tells which backup fits.
    """
    problems = list(_whose(plek, kopie))
    ledger = {row.versie: row.proef for row in plek.ledger.sleutels(plek.een.identiteit)}
    retired = {row.versie for row in plek.ledger.sleutels(plek.een.identiteit) if row.gestopt}
    wanted = {v: proof for v, proof in ledger.items() if v not in retired}
    found = [*_against(kopie.keys, _configured(plek), "configuratie")]
    found += _against(kopie.keys, wanted, "grootboek")
    wrong = sorted({one.versie for one in found if one.uitkomst != "gelijk"})
    if wrong:
        listed = ", ".join(map(str, wrong))
        problems.append(bericht("K-0720", waar=plek.een.blok.naam, versies=listed))
    return found, problems


def zet_terug(plek: Plek, kopie: Kopie) -> list[Path]:
    """Write every key file that the configuration names and that is gone; gives the files.

    Raises KeyProblem, and writes nothing, for a backup of another municipality (K-0719) or with
    other keys than the ledger was written with (K-0720); K-0711 for a file that differs.
    """
    problems = [*_whose(plek, kopie)]
    ledger = {row.versie: row.proef for row in plek.ledger.sleutels(plek.een.identiteit)}
    shared = kopie.keys.proeven.keys() & ledger.keys()
    wrong = sorted(v for v in shared if kopie.keys.proeven[v] != ledger[v])
    if wrong:
        listed = ", ".join(map(str, wrong))
        problems.append(bericht("K-0720", waar=plek.een.blok.naam, versies=listed))
    if problems:
        raise KeyProblem(*problems)
    return [schrijf_nieuw(path, data) for path, data in _missing(plek, kopie.keys)]


def _missing(plek: Plek, keys: Keys) -> Iterator[tuple[Path, bytes]]:
    blok = plek.een.blok
    named = {v: ref for v, ref in blok.sleutels.items() if v in keys.versies}
    for versie, reference in named.items():
        path = plek.kluis.pad(reference)
        if path is not None and not path.exists():
            yield path, f"{keys.root(versie).hex()}\n".encode()
    path = plek.kluis.pad(blok.blijvende_sleutel) if blok.blijvende_sleutel else None
    if path is not None and not path.exists():
        yield path, f"{keys.blijvend.hex()}\n".encode()


def _whose(plek: Plek, kopie: Kopie) -> Iterator[Problem]:
    if kopie.identiteit != plek.een.identiteit:
        yield bericht("K-0719", waar=plek.een.blok.naam, identiteit=kopie.identiteit)


def _configured(plek: Plek) -> dict[int, str]:
    try:
        return plek.keys().proeven
    except KeyProblem:
        return {}


def _against(keys: Keys, wanted: dict[int, str], waarmee: str) -> Iterator[Vergeleken]:
    for versie, proof in sorted(wanted.items()):
        mine = keys.proeven.get(versie)
        how = "ontbreekt" if mine is None else "gelijk" if mine == proof else "anders"
        yield Vergeleken(versie, waarmee, how)


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as fault:
        problem = bericht("K-0214", waar=str(path), fout=type(fault).__name__)
        raise KeyProblem(problem) from fault
