"""What a person decides about a record that waits; each stands in the audit trail first."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from ledger import Bekend, Keuze, Ledger, StubSoort
from ledger.problems import not_to_decide, stub_unknown
from pipeline.verantwoording import BESLISSEN, noteer
from privacy import betrokkene
from regres import Handelend, UsageProblem
from regres.berichten import bericht
from settings.agreement import GemeenteInstelling
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
    *,
    houd: bool = False,
) -> int:
    """Keep a decision, also in the Logboek dataverwerkingen; gives its number in the log.

    houd  the stub stays open until its kept record was carried on (settings.lijsten.doorzetten)

    Raises UsageProblem (L-0403, L-0404): nothing waits here for such a decision; ProtectionStop:
    that log cannot be written.
    """
    logboek = logboek_van(settings, found.een)
    logboek.proef()
    code = found.een.identiteit
    number = ledger.decide(code, found.zoeksleutel, keuze, door, now, houd=houd)
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


# -- what was sent ---------------------------------------------------------------------------------

_REFERENTIE = re.compile(r"\A[0-9a-f]{8,64}\Z", re.ASCII)


@dataclass(frozen=True, slots=True)
class Verstuurd:
    """One melding that was released, and whose it is."""

    een: GemeenteInstelling
    bekend: Bekend


def vind_melding(ledger: Ledger, gemeenten: Iterable[GemeenteInstelling], begin: str) -> Verstuurd:
    """Give the one melding whose referentie begins so.

    Raises UsageProblem: no referentie at all (C-0030), nothing begins so (C-0022), more than one
    does (C-0023).
    """
    asked = begin.strip().lower()
    if not _REFERENTIE.match(asked):
        raise UsageProblem(bericht("C-0030"))
    found = [Verstuurd(een, one) for een in gemeenten for one in ledger.find(een.identiteit, asked)]
    if len(found) != 1:
        raise UsageProblem(bericht("C-0023", aantal=len(found)) if found else bericht("C-0022"))
    return found[0]


def toch_geen_ongeval(
    settings: Settings, ledger: Ledger, found: Verstuurd, door: Handelend, now: datetime
) -> int:
    """Decide that there was no accident after all; the next read withdraws the melding.

    Raises UsageProblem (L-0405): it does not stand; ProtectionStop as `beslis`.
    """
    logboek = logboek_van(settings, found.een)
    logboek.proef()
    number = ledger.toch_geen_ongeval(found.een.identiteit, found.bekend.referentie, door, now)
    who = betrokkene(found.bekend.clientmerk, found.bekend.clientversie)
    noteer(logboek, BESLISSEN, now, who)
    return number
