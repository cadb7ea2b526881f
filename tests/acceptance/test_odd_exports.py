"""Exports of shapes that the samples of suppliers do not have, from the file to the facts.

What is expected was read off the files by hand. Everyone in them is invented.
"""

from datetime import date
from decimal import Decimal
from functools import reduce
from pathlib import Path
from typing import Any

import pytest

import mappings
from connectors import CsvExport
from mappings import Mapped, Peek, Unmappable
from regres import CsvLayout, Datum, Flag, Indicatie, JaNee, SourceRecord
from regres.words import Frequentie, IndicatieBron, KostenSoort, Leveringsvorm
from tests.tools.keten import opdracht

EXPORTS = Path(__file__).resolve().parents[1] / "data" / "exports"
J = Flag(Indicatie.J, IndicatieBron.EXPLICIET, ())
VANDAAG = date(2026, 3, 2)

EENMALIG = {
    "voorziening.kosten.0.soort": KostenSoort.EENMALIG,
    "voorziening.kosten.0.frequentie": None,
}
WEEK = {
    "voorziening.kosten.0.soort": KostenSoort.PERIODIEK,
    "voorziening.kosten.0.frequentie": Frequentie.WEEK,
}

#: Of every row its line, key, flag (None: it says nothing) and what the melding says.
ROWS: dict[str, list[tuple[int, tuple[str, ...], Indicatie | None, dict[str, Any]]]] = {
    "streepjes": [
        (
            5,
            ("B000001",),
            Indicatie.J,
            {
                "client.clientnummer": "C000001",
                "client.burgerservicenummer": "999900006",
                "client.geslachtsnaam": "Voorbeeld",
                "client.voorvoegsel": "van den",
                "client.voorletters": "A.B.",
                "ongeval.datum": Datum(2024, 2, 14),
                "voorziening.datumToekenning": date(2024, 5, 10),
                "voorziening.ingangsdatum": date(2024, 6, 1),
                "voorziening.productcategorie": "13",
                "voorziening.productcode": "13B02",
                "voorziening.kosten.0.bedrag": Decimal("1234.56"),
            }
            | EENMALIG,
        ),
        (
            6,
            ("B000002",),
            Indicatie.N,
            {
                "client.geslachtsnaam": "Proef",
                "client.voorvoegsel": None,
                "client.voorletters": "C.",
                "ongeval.datum": Datum(),
                "voorziening.productcategorie": "01",
                "voorziening.productcode": "1A01",
                "voorziening.kosten.0.bedrag": Decimal("89.25"),
            }
            | WEEK,
        ),
        # 31 April is no day: it is left out, and the record goes on by its first day.
        (
            7,
            ("B000003",),
            None,
            {
                "client.burgerservicenummer": None,
                "voorziening.datumToekenning": None,
                "voorziening.ingangsdatum": date(2024, 6, 2),
                "voorziening.kosten": (),
            },
        ),
    ],
    "dubbel": [
        (
            2,
            ("B000011", "001"),
            Indicatie.J,
            {
                "client.geslachtsnaam": "de Tést",
                "aansprakelijkheid.derde": JaNee.JA,
                "datumAanvraag": date(2025, 3, 10),
                "datumBekendheid": None,
                "voorziening.datumToekenning": date(2025, 3, 20),
                "voorziening.productcategorie": "13",
                "voorziening.leveringsvorm": Leveringsvorm.ZIN,
                "voorziening.kosten.0.bedrag": Decimal("7215.00"),
            }
            | EENMALIG,
        ),
        (
            3,
            ("B000012", "002"),
            Indicatie.N,
            {
                "client.geslachtsnaam": "Ørsted-Fictie",
                "aansprakelijkheid.derde": JaNee.ONBEKEND,
                "voorziening.leveringsvorm": Leveringsvorm.PGB,
                "voorziening.kosten.0.bedrag": Decimal("89.25"),
            }
            | WEEK,
        ),
        (4, ("B000013", "003"), Indicatie.O, {"voorziening.productcategorie": "12"} | EENMALIG),
        (5, ("B000014", "004"), None, {"voorziening.kosten": ()}),
    ],
    "zones": [
        (
            2,
            ("D-1",),
            Indicatie.J,
            {
                "voorziening.datumToekenning": date(2025, 3, 20),
                "ongeval.datum": Datum(2025, 2, 14),
                "voorziening.productcategorie": "13",
                "voorziening.omschrijving": "Stairlift",
                "voorziening.kosten.0.bedrag": Decimal("7215.00"),
            },
        ),
        (
            3,
            ("D-2",),
            Indicatie.N,
            {
                "client.geslachtsnaam": 'Trial "x"',
                "voorziening.datumToekenning": date(2025, 3, 21),
                "voorziening.productcategorie": "03",
                "voorziening.kosten.0.bedrag": Decimal("2999.99"),
            },
        ),
        (4, ("D-3",), None, {"voorziening.datumToekenning": date(2025, 3, 22)}),
    ],
}


def read(name: str) -> tuple[mappings.Plan, list[SourceRecord]]:
    plan = mappings.load(EXPORTS / f"{name}.yaml")
    assert isinstance(plan.layout, CsvLayout)
    data = (EXPORTS / f"{name}.csv").read_bytes()
    return plan, list(CsvExport("9901", plan.layout).records(f"{name}.csv", [data]))


def at(whole: Any, path: str) -> Any:
    def step(value: Any, name: str) -> Any:
        return value[int(name)] if name.isdecimal() else getattr(value, name)

    return reduce(step, path.split("."), whole)


@pytest.mark.parametrize("name", ROWS)
def test_every_row_is_read_as_it_stands_there(name: str) -> None:
    plan, records = read(name)

    assert [record.plaats.regel for record in records] == [row[0] for row in ROWS[name]]
    for record, (_, key, flag, facts) in zip(records, ROWS[name], strict=True):
        peeked, found = plan.peek(record), plan.feiten(record, J, VANDAAG, bsn=True)
        assert isinstance(peeked, Peek)
        assert isinstance(found, Mapped)
        assert (peeked.sleutel, peeked.signals.items[0].waarde) == (key, flag)
        assert {path: at(found.feiten, path) for path in facts} == facts


def test_a_code_has_its_meaning_from_the_table_beside_the_mapping() -> None:
    plan, records = read("dubbel")

    codes = []
    for record in records:
        peeked = plan.peek(record)
        assert not isinstance(peeked, Unmappable)
        codes.append((peeked.signals.items[1].waarde, peeked.signals.items[1].soort))

    assert [value for value, _ in codes] == [Indicatie.J, *[Indicatie.N] * 3]
    assert codes[0][1] is not None


@pytest.mark.parametrize("name", ROWS)
def test_a_preview_reads_them_too(name: str) -> None:
    files = EXPORTS / f"{name}.yaml", EXPORTS / f"{name}.csv"

    done = opdracht("preview", "--mapping", str(files[0]), "--file", str(files[1]))

    assert done.code in (0, 1)
    assert f"{len(ROWS[name])}" in done.uit.splitlines()[0]
    assert "999900" not in done.uit + done.fout


def test_a_file_that_is_cut_off_before_its_last_line_is_refused(tmp_path: Path) -> None:
    text = (EXPORTS / "dubbel.csv").read_bytes()
    short = tmp_path / "dubbel.csv"
    short.write_bytes(text[: text.index(b"Totaal")])

    done = opdracht("preview", "--mapping", str(EXPORTS / "dubbel.yaml"), "--file", str(short))

    assert (done.code, "B-0115" in done.fout) == (4, True)
