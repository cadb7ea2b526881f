"""The merk of a mapping: the same for what means the same."""

from pathlib import Path

import pytest

from mappings.compiler import TAAL
from tests.unit.mappings.support import KLEIN, load_text

# Worked out once. Another value means that every municipality's mapping counts as changed (the
# brake, the skipped files): raise TAAL on purpose, never by accident.
MERK_VAN_KLEIN = "1bdc35e0f6109340094a17d1e72666275bc63a9b44837be4425e628fe914a432"


def merk(tmp_path: Path, text: str) -> str:
    return load_text(tmp_path, text).merk


def test_the_merk_is_a_sha256_and_does_not_move(tmp_path: Path) -> None:
    assert TAAL == 1
    assert merk(tmp_path, KLEIN) == MERK_VAN_KLEIN


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("bron: csv", "# een opmerking\nbron: csv   # en nog een"),
        ("bron: csv\nlevering: volledig", "levering: volledig\nbron: csv"),
        ("bron: csv", "naam: anders\nbron: csv"),
        ('waarom: "alleen Wmo"', 'waarom: "omdat het zo is"'),
        ("{kolom: Nr}", '{"kolom": "Nr"}'),
        ("    clientnummer: {kolom: Nr}", "    clientnummer:\n      kolom: Nr"),
    ],
)
def test_words_for_people_do_not_change_the_merk(tmp_path: Path, old: str, new: str) -> None:
    assert old in KLEIN
    assert merk(tmp_path, KLEIN.replace(old, new)) == merk(tmp_path, KLEIN)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("{kolom: Nr}", "{kolom: Nummer}"),
        ("{ja: J, nee: N,", "{ja: N, nee: J,"),
        ("dd-mm-jjjj", "jjjj-mm-dd"),
        ("[beschikkingnummer]", "[beschikkingnummer, productcode]"),
        ("levering: volledig", "levering: delta"),
        ("vast: zin", "vast: pgb"),
    ],
)
def test_every_other_change_does(tmp_path: Path, old: str, new: str) -> None:
    assert old in KLEIN
    assert merk(tmp_path, KLEIN.replace(old, new)) != merk(tmp_path, KLEIN)


def test_the_order_of_the_key_counts(tmp_path: Path) -> None:
    one = KLEIN.replace("[beschikkingnummer]", "[productcode, beschikkingnummer]")
    other = KLEIN.replace("[beschikkingnummer]", "[beschikkingnummer, productcode]")

    assert merk(tmp_path, one) != merk(tmp_path, other)
