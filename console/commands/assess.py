"""`assess`: loose notes, or example cases, judged without a source or a municipality."""

from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from console.tell import put, put_json, table


class Vorm(StrEnum):
    """How the verdicts come out."""

    JSONL = "jsonl"
    TABLE = "table"


def assess(
    file: Annotated[
        Path | None, typer.Option("--file", metavar="BESTAND", help="Een CSV-bestand met notities.")
    ] = None,
    column: Annotated[
        str, typer.Option("--column", metavar="NAAM", help="De kolom met de notitie.")
    ] = "note",
    encoding: Annotated[
        str, typer.Option("--encoding", metavar="NAAM", help="De tekenset van het CSV-bestand.")
    ] = "utf-8-sig",
    cases: Annotated[
        Path | None,
        typer.Option("--cases", metavar="BESTAND", help="Een JSON-bestand met voorbeeldzaken."),
    ] = None,
    mapping: Annotated[
        Path | None,
        typer.Option(
            "--mapping", metavar="BESTAND", help="Met de eigen termen en regels van deze mapping."
        ),
    ] = None,
    format: Annotated[
        Vorm, typer.Option("--format", help="Hoe de uitvoer eruitziet.")
    ] = Vorm.TABLE,
) -> int:
    """Beoordeel losse notities of voorbeeldzaken. Er wordt niets verstuurd of bewaard.

    De notities zelf worden nooit getoond: alleen het woord dat gevonden is, en waar het staat.
    """
    if (file is None) == (cases is None) or (cases and mapping):
        from regres import UsageProblem
        from regres.berichten import bericht

        raise UsageProblem(bericht("A-0114"))
    found = _notities(file, column, encoding, mapping) if file else _zaken(cases)
    if format is Vorm.JSONL:
        for een in found:
            put_json(een)
    else:
        _toon(list(found))
    return 0


def _notities(
    file: Path, column: str, encoding: str, mapping: Path | None
) -> Iterator[dict[str, Any]]:
    from assessment.notities import classify_rows, read_column

    rows = read_column(file, column, encoding)
    if mapping is None:
        return classify_rows(rows)
    import mappings
    from assessment import Regelset
    from settings.notities import lezer_van

    return classify_rows(rows, lezer_van(Regelset.laad(), mappings.load(mapping)))


def _zaken(cases: Path | None) -> Iterator[dict[str, Any]]:
    from assessment import assess_cases

    return assess_cases(cases) if cases else iter(())


def _toon(found: list[dict[str, Any]]) -> None:
    """Show a table; lists as their rules or dates in one cell."""
    if found:
        for line in table(tuple(found[0]), [tuple(map(_cel, een.values())) for een in found]):
            put(line)


def _cel(waarde: Any) -> str:
    if isinstance(waarde, list):
        return " ".join(dict.fromkeys(_kort(deel) for deel in waarde))
    return "-" if waarde is None else str(waarde)


def _kort(deel: Any) -> str:
    if not isinstance(deel, dict):
        return str(deel)
    return str(deel["regel"]) if "regel" in deel else f"{deel['soort']}:{deel['datum']}"
