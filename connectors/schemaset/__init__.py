"""Official schema sets of an administrator, in config/wsdl: pinned, and read from memory only."""

from connectors.schemaset.pinnen import Lijst, bereken, lees_lijst, schrijf_lijst
from connectors.schemaset.schemas import Berichttoets, Schemabron, Schemaset

__all__ = [
    "Berichttoets",
    "Lijst",
    "Schemabron",
    "Schemaset",
    "bereken",
    "lees_lijst",
    "schrijf_lijst",
]
