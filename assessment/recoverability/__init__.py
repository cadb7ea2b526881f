"""Can the costs be recovered, and until when: the rules of art. 2.4.3 Wmo 2015 as data."""

from assessment.recoverability.cases import assess_cases
from assessment.recoverability.regels import Regels, bekendheid_voorstel
from assessment.recoverability.toelichting import Geldend, Toelichting, Zijde
from assessment.recoverability.zaak import PADEN, Zaakfeiten, van_feiten

__all__ = [
    "PADEN",
    "Geldend",
    "Regels",
    "Toelichting",
    "Zaakfeiten",
    "Zijde",
    "assess_cases",
    "bekendheid_voorstel",
    "van_feiten",
]
