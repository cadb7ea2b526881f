"""The person that a request is about: read from stdin, never from the command line, kept nowhere.

A command line stands in the list of processes and in the history of the shell; what is typed here
is not shown either.
"""

import getpass
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import scheduler
from console.kijkroute import een_van
from console.opening import ledger_of, settings_of
from ledger import Ledger, Merk, StandStaat
from pipeline import Route
from pipeline.verantwoording import noteer
from privacy import betrokkene
from regres import Misfit, UsageProblem
from regres.berichten import bericht
from regres.values import bsn
from settings import GemeenteInstelling, Settings, aansluiten

_LANGSTE = 200


@dataclass(frozen=True, slots=True)
class Zaak:
    """One request: whose municipality, its sources, the ledger, and the client's marks."""

    settings: Settings
    een: GemeenteInstelling
    ledger: Ledger
    routes: tuple[Route, ...]
    merken: tuple[Merk, ...]

    def staande_meldingen(self) -> int:
        """Count what stands at the Regresloket about this person."""
        mine = {merk.waarde for merk in self.merken}
        every = self.ledger.standen(self.een.identiteit).values()
        return sum(one.clientmerk in mine and one.staat is StandStaat.STAAND for one in every)

    def verantwoord(self, naam: str) -> None:
        """Write a line about this person into the Logboek dataverwerkingen."""
        present = self.merken[0]
        who = betrokkene(present.waarde, present.versie)
        noteer(self.routes[0].logboek, naam, scheduler.utc_now(), who)


@contextmanager
def zaak_van(config: Path, gemeente: str | None, *, clientnummer: bool) -> Iterator[Zaak]:
    """Open everything that a request needs; the person is asked for first.

    Raises UsageProblem: nothing or nothing usable on stdin (C-0611), or not one municipality.
    """
    client = ("nummer", _nummer()) if clientnummer else ("bsn", _bsn())
    settings = settings_of(config)
    een = een_van(settings.kies([gemeente] if gemeente else ()))
    line = aansluiten(settings, een, scheduler.utc_now, alleen_lezen=True, dicht=True)
    routes = tuple(bron.route for bron in line.bronnen.values())
    marks = routes[0].pseudoniemen.clientmerken(*client)
    merken = tuple(Merk(mark.waarde, mark.versie) for mark in marks)
    try:
        with ledger_of(settings) as ledger:
            yield Zaak(settings, een, ledger, routes, merken)
    finally:
        line.close()


def _bsn() -> str:
    text = _gelezen("BSN: ").replace(".", "").replace(" ", "")
    found = bsn(text)
    if isinstance(found, Misfit):
        raise UsageProblem(bericht("C-0611"))
    return found


def _nummer() -> str:
    text = _gelezen("Cliëntnummer: ")
    if not text or len(text) > _LANGSTE or not text.isprintable():
        raise UsageProblem(bericht("C-0611", "nummer"))
    return text


def _gelezen(prompt: str) -> str:
    """Read one line; a second one may be another person, so then there is none."""
    if sys.stdin.isatty():
        return getpass.getpass(prompt).strip()
    try:
        lines = sys.stdin.read(4 * _LANGSTE).strip().splitlines()
    except UnicodeDecodeError:
        # Its message holds the bytes.
        lines = []
    return lines[0].strip() if len(lines) == 1 else ""
