"""Can the costs be recovered, and until when: the rules of art. 2.4.3 Wmo 2015 as data."""

from assessment.recoverability.cases import assess_cases
from assessment.recoverability.regels import Regels, bekendheid_voorstel
from assessment.recoverability.zaak import Zaakfeiten

__all__ = ["Regels", "Zaakfeiten", "assess_cases", "bekendheid_voorstel"]
