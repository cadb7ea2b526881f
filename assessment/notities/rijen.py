"""Loose notes judged one by one: `regresbrug assess --file`."""

from collections.abc import Iterable, Iterator
from typing import Any

from assessment.notities.lezer import Notitielezer
from regres import Indicatie, Reden
from regres.words import OngevalSoort


def classify_rows(
    rows: Iterable[tuple[int, str]], lezer: Notitielezer | None = None
) -> Iterator[dict[str, Any]]:
    """Judge notes, given as (line number, text); one dictionary a note, without the note.

    A note in which nothing points at an accident is N, as one that denies it; `redenen` tells
    the two apart. There is no day of record here, so relative dates stay unknown.
    """
    lezer = lezer or Notitielezer.laad()
    for regel, tekst in rows:
        gevonden = lezer.lees(tekst)
        onbekend = gevonden.soort is OngevalSoort.ONBEKEND
        yield {
            "regel": regel,
            "indicatie": (gevonden.indicatie or Indicatie.N).value,
            "derde": gevonden.derde.value,
            "soort": None if onbekend else gevonden.soort.value,
            "datum": gevonden.datum.iso(),
            "precisie": gevonden.datum.precisie.value,
            "redenen": [_reden(reden) for reden in gevonden.redenen],
        }


def _reden(reden: Reden) -> dict[str, Any]:
    return {
        "regel": reden.regel,
        "veld": reden.veld,
        "term": reden.term,
        "positie": reden.positie,
    }
