"""The audit trail as a security officer reads it; it holds no personal value."""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from ledger import (
    Anchor,
    AuditRegel,
    AuditVraag,
    Herstel,
    Ketenstand,
    Ledger,
    anker_json,
    anker_van,
)
from regres import UsageProblem
from regres.berichten import bericht
from regres.dag import NEDERLAND
from regres.tonen import toonbaar
from settings import Settings

__all__ = [
    "anker_json",
    "ankers_uit",
    "een_regel",
    "niet_teruggezet",
    "regel_json",
    "stand_json",
    "stand_regels",
    "vraag_van",
]


def ankers_uit(file: Path) -> list[Anchor]:
    """Read anchors from any text that holds them a line each, such as a mail that was kept.

    Raises UsageProblem (C-0601): it cannot be read, or holds none.
    """
    try:
        text = file.read_text("utf-8")
        lines = [json.loads(line) for line in text.splitlines() if line.lstrip().startswith("{")]
    except (OSError, ValueError):
        lines = []
    if not lines:
        raise UsageProblem(bericht("C-0601", waar=file.name))
    return [anker_van(line, number) for number, line in enumerate(lines, 1)]


def stand_regels(found: Ketenstand) -> Iterator[str]:
    """Say what a walk over the trail found."""
    whole = "niet heel" if found.problemen else "heel"
    yield f"Het auditlogboek is {whole}. Regels: {found.regels}. Vergeleken ankers: {found.ankers}."
    yield _dekking(found.gedekt_vanaf)
    if not found.ankers:
        yield "Er is geen anker: als het einde is afgeknipt, is dat niet te zien."
    for one in found.hersteld:
        yield from _aanvaard(one)


_AANVAARD = {
    "hersteld": "een reservekopie is teruggezet",
    "ankers_weg": "de ankers waren weg, en dat is aanvaard",
    "wisjournaal_weg": "het wisjournaal was weg, en dat is aanvaard",
}


def _aanvaard(one: Herstel) -> Iterator[str]:
    """Say what a person accepted: no gap is forgiven without this line."""
    who = f"{toonbaar(one.actor)}, rol {toonbaar(one.rol)}, {_tijd(one.tijd)}"
    yield f"Regel {one.volgnummer}: {_AANVAARD[one.soort]} door {who}."
    if one.soort == "hersteld":
        yield f"  Daarbij gingen regels verloren, vanaf {one.vanaf}."
    if not one.bevestigd:
        yield "  Geen anker bevestigt dit: het verklaart niets (L-0614)."


def _dekking(vanaf: int | None) -> str:
    if vanaf is None:
        return "Besluiten en bezwaren zijn nog niet gedekt; de volgende opdracht doet dat."
    if vanaf == 1:
        return "Besluiten, bezwaren en zouten zijn vergeleken met het auditlogboek."
    return (
        f"Besluiten, bezwaren en zouten zijn vergeleken met het auditlogboek, vanaf regel {vanaf}."
        " Wat er voor die regel al stond, is gedekt zoals het toen was."
    )


def stand_json(found: Ketenstand) -> dict[str, Any]:
    """Give the same for machines."""
    return {
        "schema": "regresbrug/audit/1",
        "heel": not found.problemen,
        "regels": found.regels,
        "ankers": found.ankers,
        "gedekt_vanaf": found.gedekt_vanaf,
        "hersteld": [
            {
                "regel": one.volgnummer,
                "soort": one.soort,
                "wie": one.actor,
                "rol": one.rol,
                "tijd": _tijd(one.tijd),
                "vanaf": one.vanaf,
                "bevestigd": one.bevestigd,
            }
            for one in found.hersteld
        ],
        "problemen": [problem.as_json() for problem in found.problemen],
    }


def vraag_van(
    settings: Settings,
    ledger: Ledger,
    gemeente: list[str] | None,
    referentie: str | None,
    dagen: tuple[datetime | None, datetime | None],
) -> Callable[..., AuditVraag]:
    """Make the question, but for the words that need no looking up.

    Raises UsageProblem: no such municipality, more than one (C-0603), no such referentie (C-0022).
    """
    van, tot = dagen
    return partial(
        AuditVraag,
        gemeente=_een(settings, gemeente) if gemeente else None,
        referentie=_hele(settings, ledger, referentie) if referentie else None,
        van=_middernacht(van) if van else None,
        tot=_middernacht(tot + timedelta(days=1)) if tot else None,
    )


def een_regel(ledger: Ledger, regel: int) -> AuditRegel:
    """Give one entry; UsageProblem (C-0602) when there is none."""
    found = ledger.audit_regels(AuditVraag(volgnummer=regel))
    if not found:
        raise UsageProblem(bericht("C-0602", regel=regel))
    return found[0]


def niet_teruggezet() -> UsageProblem:
    """Say that this ledger has the link that was noted last: nothing was put back."""
    return UsageProblem(bericht("C-0604"))


def regel_json(row: AuditRegel) -> dict[str, Any]:
    """Give one entry, its time as a clock in the Netherlands has it, with its zone."""
    return {
        "regel": row.volgnummer,
        "tijd": _tijd(row.tijd),
        "actie": row.actie,
        "object": row.object,
        "resultaat": row.resultaat,
        "oorsprong": row.oorsprong,
        "actor": row.actor,
        "inhoud": row.inhoud or "",
        "hash": row.hash,
    }


def _een(settings: Settings, namen: list[str]) -> str:
    chosen = settings.kies(namen)
    if len(chosen) != 1:
        raise UsageProblem(bericht("C-0603"))
    return chosen[0].identiteit


def _hele(settings: Settings, ledger: Ledger, begin: str) -> str:
    """Give the one referentie that begins so, of whichever municipality."""
    every = {een.identiteit for een in settings.gemeenten}
    found = [one.referentie for code in sorted(every) for one in ledger.find(code, begin.lower())]
    if len(found) != 1:
        raise UsageProblem(bericht("C-0023", aantal=len(found)) if found else bericht("C-0022"))
    return found[0]


def _middernacht(day: datetime) -> datetime:
    return day.replace(tzinfo=NEDERLAND).astimezone(UTC)


def _tijd(stored: str) -> str:
    try:
        moment = datetime.fromisoformat(stored)
    except ValueError:
        # An entry that was tampered with is shown as it stands.
        return stored
    return moment.astimezone(NEDERLAND).isoformat(" ", "seconds")
