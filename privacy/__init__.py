"""What keeps personal data unreadable between the two systems, and out of everything else."""

from privacy.jwk import PubliekeSleutel, publieke_sleutel
from privacy.keys import Doel, Keys, read_root
from privacy.pseudonyms import Gemerkt, Pseudoniemen
from privacy.recipients import Ontvanger, Ontvangers
from privacy.seal import Sealer, seal_for_inzage
from privacy.secrets import Kluis, Secret, read_private

__all__ = [
    "Doel",
    "Gemerkt",
    "Keys",
    "Kluis",
    "Ontvanger",
    "Ontvangers",
    "Pseudoniemen",
    "PubliekeSleutel",
    "Sealer",
    "Secret",
    "publieke_sleutel",
    "read_private",
    "read_root",
    "seal_for_inzage",
]
