"""How a run ended, in a few sentences: what asks for a person, and is anything lost or doubled."""

from collections.abc import Iterator

from ledger import OutboxStatus, Resultaat, Runloop, RunRow
from regres import Bucket
from web.beheer.nacht import zin_van

_NIETS_VERLOREN = {
    Resultaat.MISLUKT: "Er is niets verloren: de volgende run leest alles opnieuw.",
    Resultaat.AFGEBROKEN: "Er is niets verloren: de volgende run leest alles opnieuw.",
    Resultaat.GEMIST: "Er is niets verloren: een latere run las wat deze gelezen had.",
    Resultaat.GEEN_LEVERING: "Er is niets verloren: een later bestand wordt gewoon gelezen.",
    Resultaat.ONGEWIJZIGD: "Er is niets verloren: alles wat erin staat, was al gelezen.",
    Resultaat.VERVANGEN: "Er is niets verloren: de latere run las alles opnieuw.",
    Resultaat.VERWORPEN: "De volgende run leest alles opnieuw.",
    Resultaat.WACHT_OP_VRIJGAVE: "Een consulent of de FG beslist of het weg mag.",
}


def zinnen(row: RunRow, loop: Runloop) -> str:
    """Say it."""
    return " ".join([zin_van(row.resultaat), *_mens(row), *_aankomst(row, loop)])


def _mens(row: RunRow) -> Iterator[str]:
    """Say what of this run waits for a person."""
    if row.telling is None or row.resultaat not in (Resultaat.VRIJ, Resultaat.PROEF):
        return
    if held := row.telling.buckets[Bucket.QUARANTAINE]:
        yield f"{_records(held)} in quarantaine."
    if judge := row.telling.buckets[Bucket.BEOORDELEN]:
        yield f"{_records(judge)} klaar voor een oordeel."


def _records(count: int) -> str:
    return "1 record staat" if count == 1 else f"{count} records staan"


def _aankomst(row: RunRow, loop: Runloop) -> Iterator[str]:
    if row.resultaat is not Resultaat.VRIJ:
        yield from filter(None, [_NIETS_VERLOREN.get(row.resultaat) if row.resultaat else ""])
        return
    total = sum(loop.statussen.values())
    got = loop.statussen.get(OutboxStatus.ONTVANGEN, 0)
    if not total:
        yield "Er was niets om te versturen. Er is niets verloren."
    elif got == total:
        yield f"{_meldingen(total)} aangekomen. Er is niets verloren en niets dubbel."
    else:
        yield f"{got} van {_meldingen(total, zijn=False)} aangekomen."
        yield from _rest(loop)


def _rest(loop: Runloop) -> Iterator[str]:
    counts = loop.statussen
    waits = counts.get(OutboxStatus.VRIJ, 0) + counts.get(OutboxStatus.VERSTUURD, 0)
    if waits:
        yield f"{waits} {'wacht' if waits == 1 else 'wachten'} nog op antwoord."
    if refused := counts.get(OutboxStatus.GEWEIGERD, 0):
        yield f"{refused} geweigerd: {'die staat' if refused == 1 else 'die staan'} in quarantaine."
    yield "Er is niets verloren, en een dubbele zaak kan niet ontstaan."


def _meldingen(count: int, *, zijn: bool = True) -> str:
    if count == 1:
        return "1 melding is" if zijn else "1 melding"
    return f"{count} meldingen zijn" if zijn else f"{count} meldingen"
