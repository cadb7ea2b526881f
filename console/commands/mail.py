"""`mail`: what would be mailed, sending it now, and whether mail arrives."""

import os
from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated

import typer

from console.nederlands import Opdracht, opdrachten
from console.options import CONFIG, ConfigOption
from console.tell import put, show_problems, tell, woord

if TYPE_CHECKING:
    from console.post import Afloop, Lezers, Postbode
    from ledger import Ledger
    from settings import Settings

app = opdrachten("Het overzicht per mail: bekijk het, verstuur het, of probeer de mail uit.")

AanOption = Annotated[
    str | None,
    typer.Option("--aan", metavar="WIE", help="Alleen `beheer`, of de code van een gemeente."),
]


@app.command(cls=Opdracht, options_metavar="[OPTIES]", short_help="Toon wat er in zou staan.")
def toon(config: ConfigOption = CONFIG, aan: AanOption = None) -> int:
    """Toon het overzicht dat nu zou gaan, per groep lezers. Er gaat niets weg."""
    import scheduler
    from console.opening import ledger_of, settings_of

    settings, now = settings_of(config), scheduler.utc_now()
    with ledger_of(settings) as ledger:
        postbode = _postbode(settings, ledger)
        for wie in _lezers(settings, aan):
            _, mail = postbode.brief(wie, now)
            put(f"Aan: {wie.aan} ({len(wie.adressen)} adressen)")
            put(f"Onderwerp: {mail['Subject']}")
            put("")
            put(str(mail.get_content()))
    return 0


@app.command(cls=Opdracht, options_metavar="[OPTIES]", short_help="Verstuur het overzicht nu.")
def stuur(config: ConfigOption = CONFIG, aan: AanOption = None) -> int:
    """Kijk hoe het ervoor staat en verstuur nu wat er te vertellen is. De dienst doet dit zelf."""
    import scheduler
    from console.opening import ledger_of, settings_of
    from console.toezicht import kijk

    settings, now = settings_of(config), scheduler.utc_now()
    with ledger_of(settings) as ledger:
        postbode = _postbode(settings, ledger)
        chosen = {wie.aan for wie in _lezers(settings, aan)}
        kijk(settings, ledger, now)
        return _vertel(postbode.stuur(now, chosen))


@app.command(cls=Opdracht, options_metavar="[OPTIES]", short_help="Verstuur een proefmail.")
def proef(config: ConfigOption = CONFIG) -> int:
    """Verstuur een proefmail aan alle adressen. Er staat niets in over hoe het ervoor staat."""
    import scheduler
    from console.opening import ledger_of, settings_of

    settings = settings_of(config)
    with ledger_of(settings) as ledger:
        return _vertel(_postbode(settings, ledger).proef(scheduler.utc_now()))


def _postbode(settings: "Settings", ledger: "Ledger") -> "Postbode":
    """Plug the mail in; UsageProblem when there is none."""
    from console.post import postbode_van
    from regres import UsageProblem
    from regres.berichten import bericht

    found = postbode_van(settings, ledger, os.environ)
    if found is None:
        raise UsageProblem(bericht("C-0310", waar="regresbrug.yaml"))
    return found


def _lezers(settings: "Settings", aan: str | None) -> "Iterable[Lezers]":
    """Give the groups that were asked for; UsageProblem for one that gets no mail."""
    from console.post import lezers
    from regres import UsageProblem
    from regres.berichten import bericht

    known = lezers(settings)
    found = [wie for wie in known if aan in (None, wie.aan)]
    if not found:
        names = ", ".join(wie.aan for wie in known)
        raise UsageProblem(bericht("C-0311", waar="--aan", namen=names))
    return found


def _vertel(done: "list[Afloop]") -> int:
    """Say what became of each mail; exit code 5 when one did not go."""
    from regres import SinkError

    for one in done:
        how = "mail_weg" if one.verstuurd else "mail_niet_weg"
        tell(woord(how, aan=one.aan, onderwerp=one.onderwerp))
        show_problems(one.problemen)
    if not done:
        tell(woord("mail_niets"))
    if all(one.verstuurd for one in done):
        return int(any(one.problemen for one in done))
    return SinkError.exit_code
