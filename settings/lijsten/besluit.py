"""What a person decides about a record that waits; each stands in the audit trail first."""

from datetime import datetime

from ledger import Keuze, Ledger, StubSoort
from ledger.problems import not_to_decide, stub_unknown
from pipeline.verantwoording import BESLISSEN, noteer
from regres import Handelend
from settings.lijsten.wachtlijst import Gevonden
from settings.load import Settings
from settings.plug import logboek_van


def beslis(
    settings: Settings,
    ledger: Ledger,
    found: Gevonden,
    keuze: Keuze,
    door: Handelend,
    now: datetime,
) -> int:
    """Keep a decision, also in the Logboek dataverwerkingen; gives its number in the log.

    Raises UsageProblem (L-0403, L-0404): nothing waits here for such a decision; ProtectionStop:
    that log cannot be written.
    """
    logboek = logboek_van(settings, found.een)
    logboek.proef()
    number = ledger.decide(found.een.identiteit, found.zoeksleutel, keuze, door, now)
    noteer(logboek, BESLISSEN, now, found.betrokkene)
    return number


def neem_weg(
    settings: Settings, ledger: Ledger, found: Gevonden, door: Handelend, now: datetime
) -> None:
    """Take a record out of quarantine. A read that finds it unreadable again puts it back.

    Raises UsageProblem (L-0403, L-0404): it is not in quarantine; ProtectionStop as `beslis`.
    """
    if found.stub is None:
        raise stub_unknown()
    if found.stub.soort is not StubSoort.QUARANTAINE:
        raise not_to_decide(found.stub.soort)
    logboek = logboek_van(settings, found.een)
    logboek.proef()
    ledger.close_stub(found.een.identiteit, found.zoeksleutel, door, now)
    noteer(logboek, BESLISSEN, now, found.betrokkene)
