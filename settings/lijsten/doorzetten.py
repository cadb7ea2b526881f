"""Carrying a kept record on: of a source that gives each change once, by whoever holds the key.

The nightly service cannot open it. Who can, lets it take steps 5 to 8 of a read here, in a run
`hand-<n>` under the same lease and brake. The record stays where it is until that run is freed:
then its stub closes, and the record goes with it. Whatever fails before leaves all as it was.
"""

import os
from dataclasses import dataclass, replace
from datetime import datetime

from connectors.memory import Memory
from ledger import Keuze, Ledger, Resultaat, StandStaat, StubRow
from pipeline import Klok, Opdracht, RunVerslag, Slot, SlotSoort, deliver, run
from pipeline.slots import nacht
from privacy import Inzagesleutel, Kluis
from regres import Handelend, SourceRecord, UsageProblem
from regres.berichten import bericht
from regres.dag import lokale_dag
from settings.agreement import GemeenteInstelling
from settings.berichtbron import herlees
from settings.doors import Stekker
from settings.lijsten.besluit import beslis
from settings.lijsten.wachtlijst import Gevonden
from settings.load import Settings
from settings.plug import aansluiten, plan_van


@dataclass(frozen=True, slots=True)
class Doorgezet:
    """What became of a decision.

    nummer   its number in the log
    verslag  the run that carried it out; None when the next read does, or nothing is left to do
    """

    nummer: int
    verslag: RunVerslag | None = None

    @property
    def wacht(self) -> bool:
        """Tell whether the run waits for release: until then the record stays."""
        return self.verslag is not None and self.verslag.resultaat is Resultaat.WACHT_OP_VRIJGAVE


def bewaard(ledger: Ledger, found: Gevonden) -> bool:
    """Tell whether the record itself is kept, and no read will show it again."""
    return ledger.aanlevering(found.een.identiteit, found.zoeksleutel) is not None


def vraagt_sleutel(ledger: Ledger, found: Gevonden, keuze: Keuze) -> bool:
    """Tell whether this decision needs the record: all that sends something, or takes it back."""
    if keuze is Keuze.LATER or not bewaard(ledger, found):
        return False
    stand = ledger.standen(found.een.identiteit).get(found.zoeksleutel)
    stands = stand is not None and stand.staat is StandStaat.STAAND
    return keuze is not Keuze.NEE or stands


def besluit(
    settings: Settings,
    ledger: Ledger,
    found: Gevonden,
    keuze: Keuze,
    door: Handelend,
    klok: Klok,
    sleutel: Inzagesleutel | None = None,
) -> Doorgezet:
    """Keep a decision; of a kept record also carry it out, at once.

    Raises UsageProblem (L-0403, L-0404; C-0254 without the key where it is needed), KeyProblem
    (K-0602: not the key of this record), AlreadyRunning, and what plugging in raises: then nothing
    was sent and the record is still there. ProtectionStop as `beslis`.
    """
    if not vraagt_sleutel(ledger, found, keuze):
        return Doorgezet(beslis(settings, ledger, found, keuze, door, klok()))
    if sleutel is None or found.stub is None:
        raise UsageProblem(bericht("C-0254"))
    # Read before it is decided: what cannot be opened or read changes nothing.
    record = geopend(settings, ledger, found.een, found.stub, sleutel, klok)
    number = beslis(settings, ledger, found, keuze, door, klok(), houd=True)
    return Doorgezet(number, zet_door(settings, ledger, found.een, found.stub, record, klok))


def geopend(
    settings: Settings,
    ledger: Ledger,
    een: GemeenteInstelling,
    row: StubRow,
    sleutel: Inzagesleutel,
    klok: Klok,
) -> SourceRecord:
    """Give the kept record as its source gave it; raises KeyProblem (K-0602), SourceRefused."""
    sealed = ledger.aanlevering(een.identiteit, row.zoeksleutel)
    if sealed is None:
        raise UsageProblem(bericht("C-0024"))
    stekker = Stekker(settings, een, Kluis(os.environ, settings.config), klok)
    plan = plan_van(settings, een.blok.bronnen[row.bronset])
    return herlees(stekker, row.bronset, plan, sleutel.open(sealed).encode(), row.plaats)


def zet_door(
    settings: Settings,
    ledger: Ledger,
    een: GemeenteInstelling,
    row: StubRow,
    record: SourceRecord,
    klok: Klok,
) -> RunVerslag:
    """Let one kept record take its way in a manual run, and deliver what that frees."""
    line = aansluiten(settings, een, klok, dicht=True)
    try:
        source = line.bronnen[row.bronset].route
        route = replace(source, connector=Memory((record,)))
        verslag = run(route, ledger, _opdracht(klok(), row.laatst_gezien), klok)
        verslag.bezorging = deliver(line.uitgang, ledger, klok)
    finally:
        line.close()
    return verslag


def _opdracht(now: datetime, geleverd: datetime) -> Opdracht:
    today = lokale_dag(now)
    slot: Slot = replace(nacht(today, delta=True), soort=SlotSoort.HAND)
    return Opdracht(slot=slot, vandaag=today, volume_klopt=True, geleverd_op=geleverd)
