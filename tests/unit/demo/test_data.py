"""The two registrations of Duinrand: what they hold, and that they hold it again tomorrow."""

import csv
import io
from collections import Counter
from datetime import date, timedelta
from hashlib import sha256
from itertools import islice, pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from demo import tomorrow
from demo.accidents import SOORTEN, jaren_terug
from demo.data import (
    MAANDEN,
    RIJEN,
    VENSTER,
    World,
    csv_bytes,
    maak,
    maanden,
    truth,
    zaken,
)
from demo.provisions import Lot, Voorziening
from demo.tally import Verwacht
from demo.writing import KOLOMMEN, cellen, csv_van
from regres import values

START = date(2026, 11, 20)
BUCKETS = (
    "geen_ongeval",
    "buiten_bereik",
    "beoordelen",
    "vastgehouden",
    "quarantaine",
    "reeds_gemeld",
    "ongewijzigd",
    "dubbel",
    "klaargezet",
)


@pytest.fixture(scope="module")
def dag_1() -> World:
    return maak(1, START)


@pytest.fixture(scope="module")
def dag_2() -> World:
    return maak(1, START, 2)


def rows_of(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("cp1252"), newline=""), delimiter=";"))


def whole(world: World) -> bytes:
    return b"".join(world.export())


def summed(found: dict[str, dict[str, Verwacht]]) -> Counter[str]:
    return sum((Counter(slot) for slots in found.values() for slot in slots.values()), Counter())


# -- the same again -----------------------------------------------------------------------------


@pytest.mark.parametrize("dag", [1, 2])
def test_the_same_seed_and_date_give_the_same_bytes_and_zaken(dag: int) -> None:
    one = maak(7, START, dag)
    maak.cache_clear()
    two = maak(7, START, dag)

    assert one is not two
    assert whole(one) == whole(two)
    assert one.zaken() == two.zaken()


def test_another_seed_gives_other_data(dag_1: World) -> None:
    other = maak(2, START)

    assert whole(other) != whole(dag_1)
    assert other.zaken() != dag_1.zaken()


def test_the_data_of_seed_1_is_what_older_demo_folders_hold(dag_2: World) -> None:
    """When this fails on purpose: raise demo.world.VERSIE, and put the new digest here."""
    told = sha256(whole(dag_2) + b"".join(csv_van(dag_2.lopend)))

    assert told.hexdigest()[:16] == "a46cb4db26ed03e5"


@settings(max_examples=3, deadline=None)
@given(st.integers(0, 50), st.dates(date(2025, 1, 1), date(2032, 12, 31)))
def test_any_seed_and_date_give_a_world_whose_truth_adds_up(seed: int, start: date) -> None:
    for world in (maak(seed, start), maak(seed, start, 2)):
        for slots in truth(world).values():
            for counts in slots.values():
                assert counts["gelezen"] == sum(counts.get(bucket, 0) for bucket in BUCKETS)


def test_a_world_has_two_days() -> None:
    with pytest.raises(ValueError, match="2 days"):
        maak(1, START, 3)


# -- the export ---------------------------------------------------------------------------------


def test_the_export_has_5000_rows_and_a_trailer_that_says_so(dag_1: World) -> None:
    header, *rows, trailer = rows_of(whole(dag_1))

    assert tuple(header) == KOLOMMEN
    assert len(rows) == RIJEN == 5_000
    assert {len(row) for row in rows} == {29}
    assert trailer == ["TOTAAL", "5000", *[""] * 27]


def test_the_header_is_the_one_that_the_shipped_mapping_pins() -> None:
    mapping = Path(__file__).parents[3] / "config" / "mappings" / "duinrand-csv.yaml"
    pinned = YAML(typ="safe").load(mapping.read_text("utf-8"))["bestand"]["kopregel"]

    assert ";".join(KOLOMMEN) == pinned


def test_every_cell_is_quoted_and_lines_end_in_crlf(dag_1: World) -> None:
    data = whole(dag_1)

    assert data.endswith(b'"\r\n')
    assert b'\r\n"' in data
    assert all(line.startswith(b'"') for line in data.split(b'"\r\n')[:-1])


def test_the_export_holds_all_that_makes_exports_hard(dag_1: World) -> None:
    text = whole(dag_1).decode("cp1252")
    notes = [row.notitie for row in dag_1.rijen]

    assert {"€", "é", "ß", "Š", "–", "…", "“"} <= set(text)
    assert any("\r\n" in note for note in notes)
    assert any("\n" in note.replace("\r\n", "") for note in notes)
    assert '""zo lang mogelijk""' in text
    assert any("CVA" in note for note in notes)
    assert any("ongeveer" in note for note in notes)
    assert any("geen sprake van een ongeval" in note for note in notes)


def test_about_one_row_in_a_hundred_has_an_accident(dag_1: World) -> None:
    flagged = sum(row.vlag == "J" for row in dag_1.rijen)

    assert 45 <= flagged <= 65


def test_every_key_is_unique_but_those_that_are_meant_to_be_double(dag_1: World) -> None:
    doubles = [count for count in Counter(row.sleutel for row in dag_1.rijen).values() if count > 1]

    assert doubles == [2, 2, 2]


def test_nobody_has_two_bsns_and_no_bsn_belongs_to_two_people(dag_1: World) -> None:
    people = {(row.persoon.bsn, row.persoon.clientnummer) for row in (*dag_1.rijen, *dag_1.lopend)}
    given_out = [bsn for bsn, _ in people if bsn]

    assert len(given_out) == len(set(given_out))
    assert len({number for _, number in people}) == len(people)
    assert all(values.bsn(bsn) in (bsn, f"0{bsn}") for bsn in given_out)
    assert all(bsn.startswith(("9999", "9000")) for bsn in given_out)


def test_every_kind_of_the_table_is_in_the_export_as_often_as_it_says(dag_1: World) -> None:
    made = Counter(row.soort for row in dag_1.rijen)
    extra = {"derde_onbekend": 1, "beeindigd": 1, "zonder_datum": 1}

    assert {soort: made[soort] - extra.get(soort, 0) for soort in SOORTEN} == {
        soort: counts[0] for soort, counts in SOORTEN.items()
    }


# -- the zaken ----------------------------------------------------------------------------------


def test_the_window_takes_at_least_nine_pages_of_fifty(dag_1: World) -> None:
    in_window = [
        zaak
        for zaak in dag_1.zaken()
        if START - timedelta(days=VENSTER) <= zaak.startdatum <= START
        and zaak.zaaktype == "WMO-VOORZ"
    ]

    assert len(in_window) > 420
    assert -(-len(in_window) // 50) >= 9


def test_older_zaken_lie_spread_over_the_months_of_the_rondgang(dag_1: World) -> None:
    months = maanden(START)
    filled = [sum(first <= wat.aanvraag <= last for wat in dag_1.lopend) for first, last in months]

    assert len(months) == MAANDEN + 1
    assert all(after - before == timedelta(days=1) for (_, before), (after, _) in pairwise(months))
    assert sum(filled) == len(dag_1.lopend)
    assert sum(count > 0 for count in filled) >= 34
    assert sum(filled[:-4]) >= 120


def test_some_accident_dates_of_zaken_are_known_to_the_month_or_year_only(dag_1: World) -> None:
    known = Counter(wat.ongeval.precisie.value for wat in dag_1.lopend if wat.vlag == "J")

    assert known["maand"] >= 2
    assert known["jaar"] >= 1
    assert known["onbekend"] >= 1


def test_zaken_of_another_zaaktype_stand_among_them(dag_1: World) -> None:
    assert {zaak.zaaktype for zaak in dag_1.zaken()} == {"WMO-VOORZ", "KLACHT"}


# -- what must become of it ---------------------------------------------------------------------


def test_day_1_fills_every_bucket_and_most_of_all_meldingen(dag_1: World) -> None:
    counts = summed(truth(dag_1))
    others = [counts[bucket] for bucket in BUCKETS[1:6]] + [counts["dubbel"]]

    assert all(counts[bucket] for bucket in BUCKETS)
    assert 40 <= counts["klaargezet"] <= 60
    assert counts["klaargezet"] > max(others)
    assert counts["nieuw"] == counts["klaargezet"]


def test_every_fate_is_made_at_least_once(dag_1: World) -> None:
    assert {row.lot for row in (*dag_1.rijen, *dag_1.lopend)} == set(Lot)


def test_day_2_brings_new_changed_and_withdrawn_in_both_systems(dag_2: World) -> None:
    found = truth(dag_2)

    for bronset in ("export", "zaaksysteem"):
        counts = summed({bronset: found[bronset]})
        assert all(counts[kind] >= 2 for kind in ("nieuw", "wijziging", "intrekking"))


def test_an_emptied_flag_waits_for_a_person_on_day_2(dag_1: World, dag_2: World) -> None:
    before, after = (truth(world)["export"]["nacht"]["beoordelen"] for world in (dag_1, dag_2))

    assert after == before + 1


# -- one night later ----------------------------------------------------------------------------


def changed(before: tuple[Voorziening, ...], after: tuple[Voorziening, ...]) -> list[str]:
    return [
        row.soort for row, now in zip(before, after, strict=False) if cellen(row) != cellen(now)
    ]


def test_day_2_changes_only_what_the_night_brought(dag_1: World, dag_2: World) -> None:
    told = Counter(changed(dag_1.rijen, dag_2.rijen))

    assert told == {
        "verkeer": 2,
        "medisch": 1,
        "zonder_verzekeraar": 1,
        "dier": 1,
        "openbaar": 1,
        "product": 1,
        "na_toekenning": 1,
        "gewoon": 2,
    }
    assert len(dag_2.rijen) == RIJEN + 20


def test_what_did_not_change_is_equal_byte_for_byte(dag_1: World, dag_2: World) -> None:
    old, new = rows_of(whole(dag_1))[:-1], rows_of(whole(dag_2))[:-1]

    assert sum(before != after for before, after in zip(old, new, strict=False)) == 10


def test_the_zaken_of_day_2_change_only_where_the_night_says_so(dag_1: World, dag_2: World) -> None:
    before = {zaak.sleutel: zaak for zaak in dag_1.zaken() if zaak.zaaktype == "WMO-VOORZ"}
    after = {zaak.sleutel: zaak for zaak in dag_2.zaken() if zaak.zaaktype == "WMO-VOORZ"}

    assert sum(after[key] != zaak for key, zaak in before.items()) == 5
    assert len(after) == len(before) + 10


def test_a_flag_that_is_set_late_stands_on_a_zaak_that_only_a_rondgang_sees(dag_2: World) -> None:
    late = [wat for wat in dag_2.lopend if wat.soort == "laat"]

    assert [wat.lot for wat in late] == [Lot.MELDING]
    assert late[0].aanvraag < dag_2.vandaag - timedelta(days=VENSTER)


def test_the_night_finds_enough_ordinary_provisions_in_every_seed() -> None:
    for seed in range(3):
        world = maak(seed, START)
        assert len(tomorrow.export(world.rijen, seed, START)) == RIJEN + 20


# -- big data sets ------------------------------------------------------------------------------


def test_a_data_set_of_any_size_is_written_as_it_is_asked_for() -> None:
    first, second = islice(csv_bytes(10**9, 1, START), 2)

    assert first.startswith('"Cliëntnr"'.encode("cp1252"))
    assert second.count(b'"\r\n') == 500
    assert next(zaken(10**9, 1, START)).zaaktype == "WMO-VOORZ"


def test_a_big_export_has_unique_keys_and_the_asked_share_of_accidents() -> None:
    header, *rows, trailer = rows_of(b"".join(csv_bytes(6_000, 3, START, aandeel=0.02)))
    place = {name: header.index(name) for name in ("Beschikkingnr", "Productcode", "Ingangsdatum")}
    keys = {tuple(row[spot] for spot in place.values()) for row in rows}

    assert trailer[1] == "6000"
    assert len(keys) == len(rows) == 6_000
    assert sum(row[header.index("Ongeval J/N")] == "J" for row in rows) == 120


def test_many_zaken_lie_in_the_asked_days_and_have_keys_of_their_own() -> None:
    made = list(zaken(3_000, 3, START, dagen=30))

    assert len({zaak.sleutel for zaak in made}) == 3_000
    assert min(zaak.startdatum for zaak in made) >= START - timedelta(days=30)
    assert max(zaak.startdatum for zaak in made) <= START


@given(st.dates(date(2025, 1, 1), date(2040, 12, 31)), st.integers(0, 30))
def test_years_back_is_the_same_day_or_the_last_of_february(dag: date, jaren: int) -> None:
    back = jaren_terug(dag, jaren)

    assert (back.year, back.month) == (dag.year - jaren, dag.month)
    assert back.day == dag.day or (back.day, dag.day) == (28, 29)
