"""Making exports for tests, and reading them. Everyone in them is invented."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

import pytest

from connectors import CsvExport
from regres import CsvLayout, Problem, SourceRecord, SourceRefused

KOLOMMEN = ("Cliëntnr", "Achternaam", "Bedrag")
RIJEN = (("C1", "Proefpersoon", "89,25"), ("C2", "de Tést", "7.215,00"), ("C3", "Müller", ""))


def layout(**changed: Any) -> CsvLayout:
    return CsvLayout(**({"kolommen": KOLOMMEN, "codering": "cp1252"} | changed))


def written(
    rijen: Iterable[Sequence[str]] = RIJEN,
    kolommen: Sequence[str] = KOLOMMEN,
    codering: str = "cp1252",
    **dialect: Any,
) -> bytes:
    """What csv.writer makes of rows: all cells quoted, `;`, CRLF, unless told otherwise."""
    buffer = io.StringIO(newline="")
    options: dict[str, Any] = {"delimiter": ";", "quoting": csv.QUOTE_ALL} | dialect
    csv.writer(buffer, **options).writerows([kolommen, *rijen])
    return buffer.getvalue().encode(codering)


def records(data: bytes | Iterable[bytes], how: CsvLayout | None = None) -> list[SourceRecord]:
    chunks = [data] if isinstance(data, bytes) else data
    return list(CsvExport("9901", how or layout()).records("export.csv", chunks))


def cells(found: Iterable[SourceRecord], kolommen: Sequence[str] = KOLOMMEN) -> list[list[str]]:
    return [[record.fields.text(name) for name in kolommen] for record in found]


def refusal(data: bytes | Iterable[bytes], how: CsvLayout | None = None) -> tuple[Problem, ...]:
    """The problems of a file that must be refused."""
    with pytest.raises(SourceRefused) as caught:
        records(data, how)
    return caught.value.problems


def refused(data: bytes | Iterable[bytes], how: CsvLayout | None = None) -> tuple[str, str]:
    """Code and place of the only problem of a file that must be refused."""
    (problem,) = refusal(data, how)
    return problem.code, problem.waar
