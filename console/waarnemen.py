"""The three pages of `serve` for a monitoring system, made of the service as it is."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import scheduler
from console.bewaking import Antwoord, Bewakingspunt, Pagina
from console.hartslag import Hartslag
from console.metingen import SOORT, Metingen
from ledger import Ledger
from regres import RegresbrugError
from settings import Settings, ontvangers_van


@contextmanager
def waarneembaar(settings: Settings, ledger: Ledger, hart: Hartslag) -> Iterator[int | None]:
    """Answer while the service runs; gives the port, None when no `bewaking:` is configured."""
    if settings.dienst.bewaking is None:
        yield None
        return
    punt = Bewakingspunt(settings.dienst.bewaking, paginas(settings, ledger, hart))
    try:
        yield punt.poort
    finally:
        punt.close()


def paginas(settings: Settings, ledger: Ledger, hart: Hartslag) -> Mapping[str, Pagina]:
    """Give each page by its path.

    /healthz says whether restarting would help; /readyz whether a night can be run now: the ledger
    answers and there is a key to seal for. A source or a Regresloket that is down is neither.
    """
    metingen = Metingen(settings, ledger, lambda: hart.laatste)

    def healthz() -> Antwoord:
        return Antwoord.van({} if hart.leeft else {"klok": "staat_stil"})

    def readyz() -> Antwoord:
        return Antwoord.van(_niet_klaar(settings, ledger, hart))

    def metrics() -> Antwoord:
        try:
            return Antwoord(goed=True, inhoud=metingen.tekst(), soort=SOORT)
        except RegresbrugError as wrong:
            return Antwoord.van({"grootboek": wrong.problems[0].code})

    return {"/healthz": healthz, "/readyz": readyz, "/metrics": metrics}


def _niet_klaar(settings: Settings, ledger: Ledger, hart: Hartslag) -> dict[str, str]:
    found = {} if hart.leeft else {"klok": "staat_stil"}
    try:
        ledger.runs(limit=1)
    except RegresbrugError as wrong:
        found["grootboek"] = wrong.problems[0].code
    try:
        ontvangers_van(settings).kies(scheduler.vandaag(scheduler.utc_now))
    except RegresbrugError as wrong:
        found["sleutels"] = wrong.problems[0].code
    return found
