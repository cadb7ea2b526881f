"""Every sample of every supplier maps by a preset alone, cell by cell, row by row."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from connectors.base import ReadRequest
from mappings import Mapped, Peek, load
from mappings.inheritance import PRESETS
from pipeline import Route
from pipeline.preview import preview
from pipeline.slots import nacht
from regres import Signal, SignalKind, SourceRecord
from settings.trial import losse_route
from tests.tools.gemeente import VANDAAG
from tests.tools.verwacht import Voorbeeld, cellen, uit, voorbeelden

NU = datetime(2026, 11, 21, 4, 0, tzinfo=UTC)
ALLE = voorbeelden()
per_voorbeeld = pytest.mark.parametrize("voorbeeld", ALLE, ids=lambda voorbeeld: voorbeeld.naam)


def record_by_record(route: Route) -> Iterator[SourceRecord]:
    with route.connector.read(ReadRequest()) as reading:
        yield from reading


def signaal(items: tuple[Signal, ...]) -> str:
    """Give what the flag, the question about a third party or the code says."""
    (found,) = [item for item in items if item.kind not in (SignalKind.STEUN, SignalKind.NOTITIE)]
    answer = found.derde if found.kind is SignalKind.DERDE else found.waarde
    return "" if answer is None else answer.value


def steun(items: tuple[Signal, ...]) -> bool:
    return any(item.tekst for item in items if item.kind is SignalKind.STEUN)


def test_there_are_28_samples_of_6_rows() -> None:
    assert (len(ALLE), {len(voorbeeld.rijen) for voorbeeld in ALLE}) == (28, {6})
    assert {voorbeeld.pad.is_file() for voorbeeld in ALLE} == {True}


@per_voorbeeld
def test_every_cell_of_every_mapped_field_is_what_a_person_read(voorbeeld: Voorbeeld) -> None:
    route = losse_route(PRESETS / f"{voorbeeld.preset}.yaml", voorbeeld.pad)
    records = list(record_by_record(route))
    seen, read = [], []
    for record in records:
        peek = route.plan.peek(record)
        assert isinstance(peek, Peek)
        # The verdict of the mapping's own signals: a note may say who is liable too.
        own = tuple(item for item in peek.signals.items if item.kind is not SignalKind.NOTITIE)
        flag = route.assess(type(peek.signals)(own, peek.signals.leeg_betekent_onbekend, None))
        mapped = route.plan.feiten(record, flag, VANDAAG, bsn=True)
        assert isinstance(mapped, Mapped)
        codes = sorted(problem.code for problem in mapped.waarschuwingen)
        seen.append((uit(mapped.feiten), signaal(own), steun(own), codes))
    for rij in voorbeeld.rijen:
        read.append(
            (cellen(rij), rij["signaal"], bool(rij["ongevalsdatum"]), rij["let_op"].split())
        )

    assert seen == read


def regels(mapping: Path, voorbeeld: Voorbeeld) -> list[dict[str, Any]]:
    return preview(losse_route(mapping, voorbeeld.pad), nacht(VANDAAG), NU, VANDAAG).regels


@per_voorbeeld
def test_every_row_ends_where_the_signals_of_its_columns_say(
    tmp_path: Path, voorbeeld: Voorbeeld
) -> None:
    mapping = tmp_path / "zonder-notitie.yaml"
    mapping.write_text(f"basis: {voorbeeld.preset}\nsignalen: {{notitie: geen}}\n", "utf-8")

    seen = regels(mapping, voorbeeld)

    told = [(row["uitkomst"], row["indicatie"], codes_of(row)) for row in seen]
    assert told == [
        (rij["uitkomst"], rij["indicatie"], verwachte_codes(rij)) for rij in voorbeeld.rijen
    ]


def codes_of(regel: dict[str, Any]) -> set[str]:
    law = (regel["verhaalbaarheid"] or {"redencodes": []})["redencodes"]
    return {*law, *(problem["code"] for problem in regel["problemen"])}


def verwachte_codes(rij: dict[str, str]) -> set[str]:
    """Only of a yes is everything read: then what is odd is told beside the advice."""
    return {*rij["codes"].split(), *(rij["let_op"].split() if rij["indicatie"] == "J" else ())}


@per_voorbeeld
def test_with_its_note_every_row_ends_where_a_person_would_put_it(voorbeeld: Voorbeeld) -> None:
    seen = regels(PRESETS / f"{voorbeeld.preset}.yaml", voorbeeld)

    wrong = {
        f"{voorbeeld.naam}:{rij['clientnummer']}"
        for row, rij in zip(seen, voorbeeld.rijen, strict=True)
        if (row["uitkomst"], row["indicatie"])
        != (rij["uitkomst_met_notitie"], rij["indicatie_met_notitie"])
    }
    assert wrong == set()


@pytest.mark.parametrize("path", sorted(PRESETS.glob("*.yaml")), ids=lambda path: path.stem)
def test_a_preset_says_who_made_it_up_and_what_must_be_asked(path: Path) -> None:
    text = path.read_text(encoding="utf-8")

    assert "(verzonnen leverancier" in text
    assert "NAGAAN" in text
    assert load(path).naam == path.stem


def test_an_a_nummer_in_the_column_of_that_name_is_no_bsn(tmp_path: Path) -> None:
    (sample,) = [one for one in ALLE if one.naam == "D_legacy_fixed_tab_v6"]
    path = tmp_path / "export.csv"
    path.write_bytes(sample.pad.read_bytes().replace(b"\t900122730\t", b"\t9001227301\t"))
    route = losse_route(PRESETS / "legacy-tab-v6.yaml", path)

    record = list(record_by_record(route))[4]
    peek = route.plan.peek(record)
    assert isinstance(peek, Peek)
    mapped = route.plan.feiten(record, route.assess(peek.signals), VANDAAG, bsn=True)

    assert isinstance(mapped, Mapped)
    assert [problem.code for problem in mapped.waarschuwingen] == ["M-0109"]
    assert mapped.feiten.client.burgerservicenummer is None
    assert peek.client == ("nummer", "C00768")
