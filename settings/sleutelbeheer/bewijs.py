"""Do the root keys of the configuration fit the ledger: asked by `check` and `keys verify`."""

from collections.abc import Iterator

from ledger import Ledger
from pipeline.sleutelproef import ander, ontbreekt
from privacy import Keys, Pseudoniemen
from regres import Problem
from settings.agreement import GemeenteInstelling


def past_niet(een: GemeenteInstelling, keys: Keys, ledger: Ledger) -> Iterator[Problem]:
    """Give each key that is another than before (K-0701), or needed and gone (K-0702)."""
    code, naam = een.identiteit, een.blok.naam
    known = {row.versie: row.proef for row in ledger.sleutels(code)}
    for versie, proof in sorted(keys.proeven.items()):
        if known.get(versie, proof) != proof:
            yield ander(versie, naam)
    yield from ontbreekt(Pseudoniemen(keys, code), ledger.gedragen(code), naam)
