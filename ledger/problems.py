"""What can go wrong in the ledger, in the words an administrator reads.

Codes: L-01xx leases and runs, L-02xx the database, L-03xx closing, L-04xx decisions about runs,
L-05xx outbox, L-06xx audit.
"""

from dataclasses import replace
from enum import StrEnum

from regres import AlreadyRunning, LeaseLost, LedgerError, Problem, UsageProblem


class Trouble(StrEnum):
    """What a database can say, whichever database it is."""

    LOCKED = "locked"
    FULL = "full"
    CORRUPT = "corrupt"
    UNREACHABLE = "unreachable"
    BROKEN_RULE = "broken_rule"
    OTHER = "other"


class RunExists(AlreadyRunning):
    """This slot has already had its run; `run` is its number."""

    def __init__(self, *problems: Problem, run: int) -> None:
        super().__init__(*problems)
        self.run = run


def lease_held(gemeente: str, tot: str) -> AlreadyRunning:
    """Someone else holds the lease until `tot`."""
    return AlreadyRunning(
        Problem(
            "L-0101",
            f"Voor gemeente {gemeente} loopt al een run.",
            gevolg="Deze run is niet begonnen.",
            doe=f"Wacht tot de andere run klaar is. Stopt die, dan komt de plek vrij na {tot}.",
        )
    )


def lease_lost(gemeente: str) -> LeaseLost:
    """The lease was released or taken over."""
    return LeaseLost(
        Problem(
            "L-0102",
            f"Een ander proces heeft gemeente {gemeente} overgenomen.",
            gevolg="Dit proces schrijft niets meer. Wat het nog niet had afgerond, vervalt.",
            doe="U hoeft niets te doen. De volgende run leest alles opnieuw.",
        )
    )


def run_exists(run: int, slot: str, dag: str) -> RunExists:
    """The slot of this day has been run."""
    return RunExists(
        Problem(
            "L-0103",
            f"Slot {slot} van {dag} is al gedraaid (run {run}).",
            gevolg="Er is geen tweede run begonnen.",
            doe="Wilt u toch opnieuw lezen? Start dan een run met de hand.",
        ),
        run=run,
    )


def run_not_open(run: int) -> LeaseLost:
    """The run is not open for this lease."""
    return LeaseLost(
        Problem(
            "L-0104",
            f"Run {run} is niet meer open voor dit proces.",
            gevolg="Er is niets geschreven.",
            doe="U hoeft niets te doen. De volgende run leest alles opnieuw.",
        )
    )


def run_unknown(run: int) -> UsageProblem:
    """There is no such run."""
    return UsageProblem(
        Problem("L-0401", f"Run {run} bestaat niet.", doe="Bekijk de runs met: regresbrug runs")
    )


def run_not_waiting(run: int, resultaat: str) -> UsageProblem:
    """Only a waiting run can be released or rejected."""
    return UsageProblem(
        Problem(
            "L-0402",
            f"Run {run} wacht niet op vrijgave (nu: {resultaat}).",
            gevolg="Er is niets veranderd.",
            doe="Bekijk welke runs wachten met: regresbrug runs",
        )
    )


_TROUBLE = {
    Trouble.LOCKED: Problem(
        "L-0201",
        "Het logboek is bezet door een ander proces.",
        gevolg="Er is niets geschreven en niets verloren.",
        doe="Probeer het over een paar minuten opnieuw. Blijft het zo? Kijk welk proces hangt.",
    ),
    Trouble.FULL: Problem(
        "L-0202",
        "De schijf van het logboek is vol.",
        gevolg="Er is niets geschreven en niets verloren. Er wordt niets verstuurd.",
        doe="Maak ruimte op de schijf. De volgende run gaat vanzelf verder.",
    ),
    Trouble.CORRUPT: Problem(
        "L-0203",
        "Het logboek is beschadigd of is geen logboek.",
        gevolg="Er is niets geschreven. Er wordt niets verstuurd.",
        doe="Zet de laatste reservekopie terug. Draai daarna: regresbrug reconcile",
    ),
    Trouble.UNREACHABLE: Problem(
        "L-0205",
        "Het logboek kan niet worden geopend of beschreven.",
        gevolg="Er is niets geschreven. Er wordt niets verstuurd.",
        doe="Controleer het adres van het logboek en de rechten op het bestand en zijn map.",
    ),
    Trouble.BROKEN_RULE: Problem(
        "L-0206",
        "Een regel van het logboek zou worden overtreden.",
        gevolg="Er is niets geschreven.",
        doe="Dit is een fout in het programma. Meld code L-0206 met het nummer van de run.",
    ),
    Trouble.OTHER: Problem(
        "L-0207",
        "Het logboek gaf een onbekende fout.",
        gevolg="Er is niets geschreven.",
        doe="Probeer het opnieuw. Blijft het zo? Meld code L-0207.",
    ),
}


def database_trouble(trouble: Trouble, waar: str = "") -> LedgerError:
    """The database said no; `waar` is a word of the database itself, never a value."""
    return LedgerError(replace(_TROUBLE[trouble], waar=waar))


def newer_schema(found: str) -> LedgerError:
    """The database was made by a later version of this program."""
    return LedgerError(
        Problem(
            "L-0204",
            f"Het logboek is van een nieuwere versie van Regresbrug (schema {found}).",
            gevolg="Er is niets gelezen of geschreven.",
            doe="Installeer de nieuwste versie van Regresbrug.",
        )
    )


def not_durable(found: str) -> LedgerError:
    """The database would not keep its promises after a power cut."""
    return LedgerError(
        Problem(
            "L-0208",
            f"Het logboek kan hier niet veilig worden bewaard ({found}).",
            gevolg="Er is niets geschreven. Er wordt niets verstuurd.",
            doe="Zet het logboek in een bestand op een lokale schijf, niet op een netwerkschijf.",
        )
    )


def counts_differ(wat: str) -> Problem:
    """The accounting identity does not hold."""
    return Problem(
        "L-0301",
        f"De telling van deze run klopt niet: {wat}.",
        gevolg="Niets van deze run is gebruikt. Er wordt niets verstuurd.",
        doe="Dit is een fout in het programma. Meld code L-0301 met het nummer van de run.",
    )


def stub_unknown() -> UsageProblem:
    """There is no such open stub."""
    return UsageProblem(
        Problem(
            "L-0403",
            "Dit record wacht niet (meer).",
            gevolg="Er is niets veranderd.",
            doe="Bekijk de lijst opnieuw.",
        )
    )


_LIST = {
    "beoordelen": ("wacht op een oordeel", "Gebruik: regresbrug review decide"),
    "vastgehouden": ("wordt vastgehouden", "Gebruik: regresbrug vastgehouden laat-los"),
    "quarantaine": ("staat in quarantaine", "Herstel de mapping of de bron, en lees opnieuw."),
}


def not_to_decide(soort: str) -> UsageProblem:
    """The record waits, but not for this kind of decision."""
    waits, doe = _LIST[soort]
    return UsageProblem(
        Problem("L-0404", f"Dit record {waits}.", gevolg="Er is niets besloten.", doe=doe)
    )


def claim_lost(claim: int) -> LeaseLost:
    """Another pusher took this row over, or it has been dealt with."""
    return LeaseLost(
        Problem(
            "L-0501",
            f"Deze melding is al door een ander proces opgepakt (claim {claim} is verlopen).",
            gevolg="De uitkomst van deze poging is niet opgeslagen.",
            doe="U hoeft niets te doen. De melding wordt niet dubbel geteld.",
        )
    )


def receipt_mismatch() -> LedgerError:
    """A receipt for something else was offered."""
    return LedgerError(
        Problem(
            "L-0502",
            "De ontvangstbevestiging hoort niet bij deze melding.",
            gevolg="De melding blijft klaarstaan.",
            doe="Dit is een fout in het programma of in het loket. Meld code L-0502.",
        )
    )


def chain_broken(volgnummer: int) -> Problem:
    """An audit entry was changed, or its neighbours were."""
    return Problem(
        "L-0601",
        f"Regel {volgnummer} van het auditlogboek is veranderd.",
        waar=f"audit:{volgnummer}",
        gevolg="Vanaf deze regel is het auditlogboek niet meer bewezen.",
        doe="Meld dit aan de beveiligingsfunctionaris. Bewaar het bestand zoals het nu is.",
    )


def chain_gap(volgnummer: int, found: int) -> Problem:
    """Audit entries are missing."""
    return Problem(
        "L-0602",
        f"Het auditlogboek mist regels: {volgnummer} verwacht, {found} gevonden.",
        waar=f"audit:{volgnummer}",
        gevolg="Wat in de ontbrekende regels stond, is niet meer te bewijzen.",
        doe="Meld dit aan de beveiligingsfunctionaris. Bewaar het bestand zoals het nu is.",
    )


def chain_behind(volgnummer: int) -> Problem:
    """The chain no longer holds the link that was noted outside the database."""
    return Problem(
        "L-0603",
        f"Het auditlogboek past niet bij het anker: regel {volgnummer} ontbreekt of is anders.",
        waar=f"audit:{volgnummer}",
        gevolg="Er zijn regels weg, of dit is een teruggezette reservekopie.",
        doe="Is er een kopie teruggezet? Draai: regresbrug reconcile. Zo niet: meld dit.",
    )
