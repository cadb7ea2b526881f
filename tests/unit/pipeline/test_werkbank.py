"""What a sample shows: counts of everything, and of values only those that preview would show."""

from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.slots import nacht
from pipeline.werkbank import Ernst, Kijk, Staat, Wens, kijk
from regres import Bucket
from settings.trial import losse_route
from tests.tools.gemeente import HEADER, ROOT, csv_bytes, rij

MAPPING = ROOT / "config" / "mappings" / "duinrand-csv.yaml"
NU, VANDAAG = datetime(2026, 3, 1, 4, tzinfo=UTC), date(2026, 3, 1)
#: Columns that this mapping calls a person's or a key.
DICHT = ("Cliëntnr", "BSN", "Achternaam", "Voorletters", "Geb.datum", "Postcode", "Beschikkingnr")


def gekeken(rows: list[dict[str, str]], mapping: Path = MAPPING, nummer: int = 0) -> Kijk:
    """Look at an export of these rows."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "export.csv"
        file.write_bytes(csv_bytes(rows))
        route = losse_route(mapping, file)
        return kijk(route, nacht(VANDAAG), Wens(nummer=nummer), NU, VANDAAG)


@settings(max_examples=30, deadline=None)
@given(
    waarden=st.lists(
        st.text(st.characters(codec="cp1252", categories=("L", "N")), min_size=4, max_size=12),
        min_size=len(DICHT),
        max_size=len(DICHT),
        unique=True,
    ),
    keer=st.integers(1, 12),
)
def test_no_value_of_a_closed_column_is_shown_however_often_it_comes(
    waarden: list[str], keer: int
) -> None:
    person = {kolom: f"#{text}#" for kolom, text in zip(DICHT, waarden, strict=True)}
    seen = gekeken([rij(n, "J", **person) for n in range(keer)])
    told = repr(seen)
    for value in person.values():
        assert value not in told


@pytest.mark.parametrize("keer", [1, 4, 5, 9])
def test_a_value_of_an_open_column_is_shown_from_five_times(keer: int) -> None:
    rows = [rij(n, **{"Omschrijving voorziening": "Rollator"}) for n in range(keer)]
    seen = gekeken([*rows, *(rij(50 + n) for n in range(9))], nummer=1)
    assert seen.record is not None
    cells = {cel.kolom: cel for cel in seen.record.bron}
    shown = cells["Omschrijving voorziening"]
    assert (shown.waarde, shown.patroon) == ("Rollator" if keer >= 5 else "a", keer < 5)


def test_where_the_mapping_misreads_a_column_nothing_is_shown() -> None:
    """Cells have moved then: those below an open name may be another column's, of persons."""
    rows = [rij(n, "J", Status="Proefpersoon") for n in range(9)]
    seen = gekeken(rows, nummer=1)
    assert seen.record is not None
    assert all(cel.patroon or not cel.waarde for cel in seen.record.bron)
    assert "Proefpersoon" not in repr(seen)


def test_a_column_that_nobody_reads_shows_patterns_only() -> None:
    text = MAPPING.read_text(encoding="utf-8").replace("    einddatum: {kolom: Einddatum}\n", "")
    with TemporaryDirectory() as folder:
        mapping = Path(folder) / "x.yaml"
        mapping.write_text(text, encoding="utf-8")
        seen = gekeken([rij(n, Einddatum="Jansen") for n in range(9)], mapping, nummer=1)
    assert seen.record is not None
    (cell,) = (cel for cel in seen.record.bron if cel.kolom == "Einddatum")
    assert (cell.waarde, cell.patroon, cell.naar) == ("a", True, ())
    assert (seen.gebruikt, seen.kolommen) == (len(HEADER) - 1, len(HEADER))


def test_a_wrong_date_is_found_in_a_record_without_accident_too() -> None:
    rows = [rij(n) for n in range(1, 6)] + [rij(9, **{"Datum beschikking": "", "Ingangsdatum": ""})]
    seen = gekeken(rows)
    assert seen.telling.buckets[Bucket.GEEN_ONGEVAL] == 5
    assert (seen.vertaald, seen.telling.gelezen) == (5, 6)
    codes = {group.problem.code: group for group in seen.groepen}
    assert codes["M-0101"].ernst is Ernst.FOUT
    assert codes["M-0103"].nummer == 6
    assert [naam for naam, filled in seen.eisen if not filled] == [
        "sleutel",
        "toekenning of ingang",
    ]


def test_values_that_may_not_be_shown_are_counted_by_their_shape() -> None:
    rows = [rij(n, "J", Frequentie=f"X{n}") for n in range(1, 5)]
    seen = gekeken([*rows, *(rij(20 + n, "J") for n in range(9))])
    (group,) = (one for one in seen.groepen if one.problem.code == "M-0107")
    assert (group.waarde, group.aantal, group.nummer) == ("", 4, 1)


def test_a_record_that_a_later_one_takes_along_is_shown_where_it_landed_in_the_end() -> None:
    rows = [rij(1, "J"), rij(2, "J"), rij(1, "J", Bedrag="1,00")]
    seen = gekeken(rows, nummer=1)
    assert seen.record is not None
    assert seen.record.uitkomst == "quarantaine"
    assert "R-0201" in {group.problem.code for group in seen.groepen}


def test_a_value_that_was_left_out_is_told_at_its_field() -> None:
    seen = gekeken(
        [rij(1, "J", Frequentie="zelden"), *(rij(n, "J") for n in range(2, 9))], nummer=1
    )
    assert seen.record is not None
    fields = {veld.pad: veld for veld in seen.record.melding}
    assert fields["kosten.frequentie"].staat is Staat.LET_OP
    assert fields["kosten.frequentie"].waarde == ""
    assert fields["client.geslachtsnaam"].staat is Staat.SLOT


def test_the_first_record_with_a_problem_is_shown_unless_another_was_asked_for() -> None:
    rows = [rij(n, "J" if n == 2 else "N") for n in range(1, 9)]
    assert _nummer(gekeken(rows)) == 2
    rows[4]["Einddatum"] = "31-02-2025"
    assert _nummer(gekeken(rows)) == 5
    assert _nummer(gekeken(rows, nummer=7)) == 7
    assert _nummer(gekeken(rows, nummer=99)) == 5
    assert gekeken([]).record is None


def _nummer(seen: Kijk) -> int:
    assert seen.record is not None
    return seen.record.nummer
