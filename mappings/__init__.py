"""From a municipality's own words to the canonical ones, by a file an administrator can read."""

from mappings.beproeving import Uitslag, Verschil
from mappings.leveranciers import leveranciers, na_te_gaan
from mappings.loader import load, load_tekst
from mappings.notitie import Notitiekeuze
from mappings.outcome import Mapped, Peek, Unmappable
from mappings.plan import Plan
from mappings.schema import schema

__all__ = [
    "Mapped",
    "Notitiekeuze",
    "Peek",
    "Plan",
    "Uitslag",
    "Unmappable",
    "Verschil",
    "leveranciers",
    "load",
    "load_tekst",
    "na_te_gaan",
    "schema",
]
