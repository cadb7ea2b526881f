"""Opening a record: its key fields, for a consulent who asks with a reason and a fresh code.

The private half of the inzagesleutel comes with the question and goes with the answer: it is kept
nowhere here, for the nightly service lives on this machine.
"""

from ledger import StubSoort
from privacy import Inzagesleutel
from settings.lijsten.inzage import geopend, record_van
from settings.lijsten.wachtlijst import Gevonden
from web.consulent.beoordelen import OORDELEN, feiten
from web.look.blad import Mis, Toon, Verzoek, Weg
from web.look.tekening import dag
from web.wachten.doen import gevonden, of_mis, wie
from web.wachten.rollen import CONSULENT
from web.wereld import Wereld


def vraag(wereld: Wereld, vraag: Verzoek) -> Toon:
    """Ask for the reason and the key."""
    found = _te_openen(wereld, vraag)
    gegevens = {
        "gemeente": found.een.identiteit,
        "naam": found.een.blok.naam,
        "kenmerk": vraag.pad["kenmerk"],
        "plaats": found.stub.plaats if found.stub else "",
    }
    return Toon("consulent/openen.html", "Open een record", gegevens)


def toon(wereld: Wereld, vraag: Verzoek) -> Toon:
    """Show whose record it is, in this answer alone; the audit trail knows of it first."""
    door, found = wie(wereld, vraag, CONSULENT), _te_openen(wereld, vraag)
    text = vraag.formulier.get("inzagesleutel", "").strip()
    if not text:
        raise Mis("Plak de inhoud van uw inzagesleutel in het veld.")
    with of_mis():
        key = Inzagesleutel.van(text.encode(), "inzagesleutel")
        herkenning = geopend(wereld.settings, wereld.ledger, found, key, door, vraag.now)
        record = record_van(wereld.ledger, found, key)
    gegevens = feiten(wereld, vraag, found) | {"herkenning": herkenning, "record": record}
    tekenen = {"dag": dag, "oordelen": OORDELEN}
    return Toon("consulent/geopend.html", "Geopend record", gegevens, tekenen)


def _te_openen(wereld: Wereld, vraag: Verzoek) -> Gevonden:
    found = gevonden(wereld, vraag)
    stub = found.stub
    if stub is None or stub.soort is not StubSoort.BEOORDELEN or stub.herkenning is None:
        raise Weg
    return found
