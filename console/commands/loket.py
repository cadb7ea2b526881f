"""`loket`: the reference case backend, and the test of any backend against the wire contract."""

import os
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from console.options import Format, FormatOption
from console.tell import put, put_json, tell

if TYPE_CHECKING:
    from collections.abc import Callable
    from email.message import EmailMessage

    from loket.settings import Ochtendpost
    from loket.verify import Afzender, Check
    from regres import UsageProblem

_MARK = {True: "ok  ", False: "FOUT", None: "  - "}


def loket(
    instellingen: Annotated[
        Path | None,
        typer.Option(
            "--instellingen", metavar="BESTAND", help="Het bestand met instellingen (YAML)."
        ),
    ] = None,
    verify: Annotated[
        str | None,
        typer.Option("--verify", metavar="URL", help="Toets een backend aan het contract."),
    ] = None,
    client: Annotated[
        str, typer.Option("--client", metavar="NAAM", help="--verify: naam van de client.")
    ] = "",
    geheim: Annotated[
        str,
        typer.Option("--geheim", metavar="VERWIJZING", help="--verify: secret://..."),
    ] = "",
    gemeente: Annotated[
        str, typer.Option("--gemeente", metavar="CODE", help="--verify: gemeentecode.")
    ] = "",
    ca: Annotated[
        Path | None, typer.Option("--ca", metavar="BESTAND", help="--verify: alleen deze CA.")
    ] = None,
    zaak: Annotated[
        str, typer.Option("--zaak", metavar="NUMMER", help="Leg een stap in deze zaak vast.")
    ] = "",
    stap: Annotated[
        str, typer.Option("--stap", metavar="STAP", help="--zaak: bijvoorbeeld quickscan.")
    ] = "",
    advies: Annotated[
        str, typer.Option("--advies", metavar="WOORD", help="--zaak: verder of niet_verder.")
    ] = "",
    redencode: Annotated[
        str, typer.Option("--redencode", metavar="CODE", help="--zaak: waarom, als code.")
    ] = "",
    role_header: Annotated[
        bool,
        typer.Option(
            "--role-header", help="Een proxy meldt mensen aan, en zegt wie zij zijn in kopregels."
        ),
    ] = False,
    post: Annotated[
        bool,
        typer.Option("--post", help="Stuur iedere behandelaar zijn ochtendmail, en stop."),
    ] = False,
    spoor: Annotated[
        bool,
        typer.Option("--spoor", help="Controleer het logboek van behandelaars, en stop."),
    ] = False,
    format: FormatOption = Format.TEXT,
) -> int:
    """Draai het Regresloket, of toets met --verify of een ander backend het contract nakomt.

    --verify is voor een testomgeving: er worden enkele meldingen over een verzonnen persoon bezorgd
    en weer ingetrokken.

    Met --zaak en --stap legt u een stap in een zaak vast. De gemeente leest die terug als code.
    Behandelaars doen dat op de pagina's; maak hun accounts met `regresbrug accounts maak --loket`.
    """
    if verify is not None:
        return _verify(verify, _afzender(client, geheim, gemeente, ca), format)
    if instellingen is None:
        raise _te_weinig("instellingen")
    if zaak or stap:
        return _stap(instellingen, zaak, (stap, advies, redencode))
    if post:
        return _post(instellingen)
    if spoor:
        return _spoor(instellingen)
    from console.opening import begin_log
    from loket import laad, serve

    begin_log("INFO")
    settings = replace(laad(instellingen), rollen_kop=role_header)
    serve(settings, gereed=lambda url: tell(f"Het Regresloket staat op {url}"))
    return 0


def _stap(instellingen: Path, zaak: str, woorden: tuple[str, str, str]) -> int:
    """Record a step in a case; the loket itself may run on."""
    import scheduler
    from loket import Stap, laad, leg_vast, spoorboek
    from loket.database import Archief

    if not zaak:
        raise _te_weinig("zaak")
    step, settings = Stap(*woorden), laad(instellingen)
    archief = Archief(settings.database)
    try:
        with archief.schrijven() as tx:
            told = leg_vast(tx, zaak, step, scheduler.vandaag(scheduler.utc_now))
            spoorboek.noteer_stap(tx, zaak, step, scheduler.utc_now())
    finally:
        archief.close()
    tell(f"Vastgelegd: {zaak}, {step.naam}. Meldingen waarover de gemeente dit leest: {told}.")
    return 0


def _spoor(instellingen: Path) -> int:
    """Walk the chain of what handlers did; the loket itself may run on."""
    from loket import laad, spoorboek
    from loket.database import Archief

    with (
        closing(Archief(laad(instellingen).database)) as archief,
        archief.lezen() as tx,
    ):
        count, broken = spoorboek.aantal(tx), list(spoorboek.breuken(tx))
    for number in broken:
        put(f"FOUT  regel {number} volgt niet op de regel ervoor, of is veranderd")
    tell(f"{count} regels in het logboek, {len(broken)} daarvan kloppen niet.")
    return 1 if broken else 0


def _post(instellingen: Path) -> int:
    """Send the morning mails that were not sent today; the loket itself may run on."""
    import scheduler
    from loket import laad
    from loket.ochtendpost import Ronde
    from regres import UsageProblem
    from regres.berichten import bericht

    settings = laad(instellingen)
    if settings.post is None:
        raise UsageProblem(bericht("Z-0040", waar=str(instellingen)))
    now = scheduler.utc_now()
    with closing(Ronde(settings, scheduler.vandaag(lambda: now))) as ronde:
        sent = ronde.stuur(_bezorger(settings.post), now)
    tell(f"Gestuurd: {sent}.")
    return 0


def _bezorger(post: "Ochtendpost") -> "Callable[[EmailMessage, str], None]":
    """Give what hands a mail over, by the same door as the mails of Regresbrug."""
    from loket.settings import is_loopback
    from sinks.mail import Beveiliging, Mailserver, Post

    server = Mailserver(
        host=post.host,
        poort=post.poort,
        beveiliging=Beveiliging(post.beveiliging),
        ca=post.ca,
        uitgaand=(f"{post.host}:{post.poort}",),
        van=post.van,
        gebruiker=post.gebruiker,
        wachtwoord=lambda: post.wachtwoord,
        loopback=is_loopback(post.host),
    )
    door = Post(server)

    def give(brief: "EmailMessage", adres: str) -> None:
        door.verstuur(brief, (adres,))

    return give


def _te_weinig(geval: str) -> "UsageProblem":
    from regres import UsageProblem
    from regres.berichten import bericht

    return UsageProblem(bericht("C-0006", geval))


def _afzender(client: str, geheim: str, gemeente: str, ca: Path | None) -> "Afzender":
    from loket.verify import Afzender
    from privacy import Kluis

    if not (client and geheim and gemeente):
        raise _te_weinig("verify")
    secret = Kluis(os.environ, Path.cwd()).haal(geheim, "--geheim").reveal()
    return Afzender(client, secret, gemeente, ca=ca)


def _verify(url: str, afzender: "Afzender", format: Format) -> int:
    import scheduler
    from loket.verify import verify

    checks = verify(url, afzender, now=scheduler.utc_now())
    broken = [check for check in checks if check.gelukt is False]
    if format is Format.TEXT:
        for check in checks:
            put(f"{_MARK[check.gelukt]}  {check.id:<24}{check.zin}  {check.uitleg}".rstrip())
        good = sum(check.gelukt is True for check in checks)
        skipped = sum(check.gelukt is None for check in checks)
        rest = f" Niet van buiten te toetsen: {skipped}." if skipped else ""
        tell(f"{good} van {len(checks)} regels in orde.{rest}")
    else:
        put_json([_json(check) for check in checks])
    return 5 if broken else 0


def _json(check: "Check") -> dict[str, Any]:
    return {"id": check.id, "zin": check.zin, "gelukt": check.gelukt, "uitleg": check.uitleg}
