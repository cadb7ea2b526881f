"""What there is of keys, and how each stands: for a list, without a key in it."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from ledger import Gedragen, Sleutelrij
from privacy import BLIJVEND, Ontvanger
from regres import KeyProblem, Problem
from regres.berichten import bericht
from regres.dag import lokale_dag
from settings.keys import ontvangers_van
from settings.load import Settings
from settings.sleutelbeheer.wissel import Plek

#: How much of a proof is shown: enough that no two keys have the same by chance.
PROEF = 16


@dataclass(frozen=True, slots=True)
class Wortel:
    """One root key of a municipality; versie 0 is the blijvende sleutel.

    stand    huidig, oud (something leans on it), klaar (nothing does), gestopt, ander (not the key
             of the ledger), onleesbaar, onbekend (no run has used it yet)
    proef    its first digits: enough to compare by eye
    """

    versie: int
    verwijzing: str
    stand: str
    proef: str
    sinds: date | None
    kopie_op: date | None
    kopie_kid: str
    gedragen: Gedragen

    def as_json(self) -> dict[str, Any]:
        """Give it as the list tells it."""
        told = asdict(self)
        return told | {
            name: told[name].isoformat() if told[name] else None for name in ("sinds", "kopie_op")
        }


def wortels(plek: Plek) -> list[Wortel]:
    """Give the root keys of a municipality: those in its file, and those the ledger knows."""
    blok, code = plek.een.blok, plek.een.identiteit
    known = {row.versie: row for row in plek.ledger.sleutels(code)}
    leans = plek.ledger.gedragen(code)
    try:
        proofs = plek.keys().proeven
    except KeyProblem:
        proofs = {}
    named = dict(blok.sleutels) | (
        {BLIJVEND: blok.blijvende_sleutel} if blok.blijvende_sleutel else {}
    )
    versions = sorted(named.keys() | (known.keys() - {BLIJVEND}), reverse=True)
    return [
        _wortel(versie, named.get(versie, ""), known.get(versie), proofs, leans, max(blok.sleutels))
        for versie in versions
    ]


def ontvangers(settings: Settings, vandaag: date) -> list[tuple[Ontvanger, str]]:
    """Give each public key of the recipient with how it stands.

    gebruikt, geldig, later, verlopen or ingetrokken
    """
    known = ontvangers_van(settings)
    chosen = next((one for one in known.sleutels if one.geldig(vandaag)), None)
    return [(one, _how(one, one is chosen, vandaag)) for one in known.sleutels]


def zonder_kopie(plek: Plek, keys: list[Wortel]) -> Iterator[Problem]:
    """Warn of root keys of which the ledger knows no backup."""
    bare = [key.versie for key in keys if key.versie and key.kopie_op is None and key.verwijzing]
    if bare:
        versions = ", ".join(map(str, sorted(bare)))
        yield bericht("K-0723", waar=plek.een.blok.naam, versies=versions)


def _wortel(
    versie: int,
    verwijzing: str,
    row: Sleutelrij | None,
    proofs: dict[int, str],
    leans: dict[int, Gedragen],
    present: int,
) -> Wortel:
    proof = proofs.get(versie, row.proef if row else "")
    mine = leans.get(versie, Gedragen())
    stand = _stand(versie, verwijzing, row, proofs, mine, present)
    return Wortel(
        versie=versie,
        verwijzing=verwijzing,
        stand=stand,
        proef=proof[:PROEF],
        sinds=lokale_dag(row.sinds) if row else None,
        kopie_op=lokale_dag(row.kopie_op) if row and row.kopie_op else None,
        kopie_kid=row.kopie_kid if row else "",
        gedragen=mine,
    )


def _stand(
    versie: int,
    verwijzing: str,
    row: Sleutelrij | None,
    proofs: dict[int, str],
    leans: Gedragen,
    present: int,
) -> str:
    if row is not None and row.gestopt:
        return "gestopt"
    if versie not in proofs:
        return "onleesbaar" if verwijzing else "ontbreekt"
    if row is None:
        return "onbekend"
    if row.proef != proofs[versie]:
        return "ander"
    if versie in (present, BLIJVEND):
        return "huidig"
    return "klaar" if leans.leeg else "oud"


def _how(key: Ontvanger, chosen: bool, vandaag: date) -> str:
    if key.ingetrokken_op is not None and key.ingetrokken_op <= vandaag:
        return "ingetrokken"
    if key.geldig_van > vandaag:
        return "later"
    if key.laatste < vandaag:
        return "verlopen"
    return "gebruikt" if chosen else "geldig"
