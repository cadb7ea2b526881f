"""What keeps personal data unreadable between the two systems, and out of everything else."""

from privacy.bronmerk import Bronmerken
from privacy.guard import check_modes, refuse_private_key
from privacy.inzage import Inzagesleutel
from privacy.jwk import PubliekeSleutel, publieke_sleutel
from privacy.keys import BLIJVEND, Doel, Keys, read_blijvend, read_root
from privacy.kopie import Kopie
from privacy.logboek import Handeling, Logboek, betrokkene
from privacy.logs import configure
from privacy.mask import mask
from privacy.paren import nieuw_paar
from privacy.pseudonyms import Feitenmerken, Gemerkt, Pseudoniemen
from privacy.recipients import Ontvanger, Ontvangers
from privacy.seal import Sealer, seal_for_inzage
from privacy.secrets import Kluis, Secret, read_private

__all__ = [
    "BLIJVEND",
    "Bronmerken",
    "Doel",
    "Feitenmerken",
    "Gemerkt",
    "Handeling",
    "Inzagesleutel",
    "Keys",
    "Kluis",
    "Kopie",
    "Logboek",
    "Ontvanger",
    "Ontvangers",
    "Pseudoniemen",
    "PubliekeSleutel",
    "Sealer",
    "Secret",
    "betrokkene",
    "check_modes",
    "configure",
    "mask",
    "nieuw_paar",
    "publieke_sleutel",
    "read_blijvend",
    "read_private",
    "read_root",
    "refuse_private_key",
    "seal_for_inzage",
]
