"""The scanner finds what is planted: in every writing, wrapping, hash and place, and no more."""

import base64
import gzip
import hashlib
import html
import io
import json
import quopri
import random
import secrets
import sqlite3
import unicodedata
import zipfile
import zlib
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from urllib.parse import quote, quote_plus

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tools.speurder import HASHES, Speurder, Vondst, medium_van

NAAM = "Zwaluwst\u00e9rtje007 van 't Wad"
PLANT = {
    "naam": NAAM,
    "bsn": "999900006",
    "geboren": "1911-12-01",
    "postcode": "9107 QX",
    "adres": "Goudvinkstra\u00dfe 12-b",
    "bedrag": "4.007,37",
    "notitie": 'Zei: "pas op" & viel <hard>, 50% van de trap\\kelder',
}
SPEURDER = Speurder(PLANT.values())


def _zip(data: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("export.csv", data)
    return out.getvalue()


def _json(text: str) -> bytes:
    return json.dumps(text).encode()


#: How a text becomes bytes.
GESCHREVEN: dict[str, Callable[[str], bytes]] = {
    "utf-8": str.encode,
    "cp1252": lambda text: text.encode("cp1252"),
    "utf-16-le": lambda text: text.encode("utf-16-le"),
    "utf-16-be": lambda text: text.encode("utf-16-be"),
    "utf-16": lambda text: text.encode("utf-16"),
    "kleine letters": lambda text: text.lower().encode(),
    "hoofdletters": lambda text: text.upper().encode(),
    "losse accenten": lambda text: unicodedata.normalize("NFD", text).encode(),
    "twee keer utf-8": lambda text: text.encode().decode("latin-1").encode(),
    "json": _json,
    "json in json": lambda text: _json(_json(text).decode()),
    "repr": lambda text: repr(text).encode(),
    "repr van bytes": lambda text: repr(text.encode()).encode(),
    "unicode_escape": lambda text: text.encode("unicode_escape"),
    "html": lambda text: html.escape(text).encode(),
    "html, alles als nummer": lambda text: "".join(f"&#{ord(sign)};" for sign in text).encode(),
    "html, alles als hex": lambda text: "".join(f"&#x{ord(sign):X};" for sign in text).encode(),
    "xml": lambda text: text.replace("&", "&amp;").encode("ascii", "xmlcharrefreplace"),
    "procent": lambda text: quote(text, safe="").encode(),
    "procent, plus": lambda text: quote_plus(text).encode(),
    "procent, alles": lambda text: "".join(f"%{byte:02x}" for byte in text.encode()).encode(),
    "procent, cp1252": lambda text: quote(text.encode("cp1252"), safe="").encode(),
    "quoted-printable": lambda text: quopri.encodestring(text.encode()),
}

#: How bytes are wrapped.
INGEPAKT: dict[str, Callable[[bytes], bytes]] = {
    "niet": lambda data: data,
    "base64": base64.b64encode,
    "base64, 1 ervoor": lambda data: base64.b64encode(b"x" + data + b"yz"),
    "base64, 2 ervoor": lambda data: base64.b64encode(b"xx" + data + b"y"),
    "base64url, zonder =": lambda data: base64.urlsafe_b64encode(data).rstrip(b"="),
    "base64, regels": lambda data: base64.encodebytes(b"begin " * 20 + data),
    "hex": lambda data: data.hex().encode(),
    "HEX": lambda data: data.hex().upper().encode(),
    "hex, oneven begin": lambda data: b"f" + data.hex().encode(),
    "hex met streepjes": lambda data: data.hex(":").encode(),
    "gzip": gzip.compress,
    "zlib": zlib.compress,
    "zlib, klein venster": lambda data: _zlib(data, 9),
    "zip": _zip,
    "gzip, afgekapt": lambda data: gzip.compress(data + secrets.token_bytes(4000))[:-2000],
    "base64 van gzip": lambda data: base64.b64encode(gzip.compress(data)),
    "hex van zlib": lambda data: zlib.compress(data).hex().encode(),
    "gzip van base64": lambda data: gzip.compress(base64.b64encode(data)),
    "gzip van gzip": lambda data: gzip.compress(gzip.compress(data)),
    "json van base64 van zlib": lambda data: _json(base64.b64encode(zlib.compress(data)).decode()),
}


def _zlib(data: bytes, window: int) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, window)
    return packer.compress(data) + packer.flush()


def gevonden(data: bytes) -> set[str]:
    return {value for value, _ in SPEURDER.in_bytes(data)}


def in_bestand(path: Path) -> dict[str, set[Vondst]]:
    return SPEURDER.in_bestand(path)


@pytest.mark.parametrize("soort", PLANT)
@pytest.mark.parametrize("geschreven", GESCHREVEN)
def test_a_value_is_found_however_it_is_written(geschreven: str, soort: str) -> None:
    assert PLANT[soort] in gevonden(b"voor; " + GESCHREVEN[geschreven](PLANT[soort]) + b" ;na")


@pytest.mark.parametrize("soort", PLANT)
@pytest.mark.parametrize("ingepakt", INGEPAKT)
def test_a_value_is_found_however_it_is_wrapped(ingepakt: str, soort: str) -> None:
    inside = INGEPAKT[ingepakt](b"voor; " + PLANT[soort].encode() + b" ;na")

    assert PLANT[soort] in gevonden(b'{"x": "' + inside + b'"}')


@given(
    st.sampled_from(sorted(GESCHREVEN)),
    st.lists(st.sampled_from(sorted(INGEPAKT)), max_size=2),
    st.binary(max_size=40),
)
def test_writings_and_wrappings_together_hide_nothing(
    geschreven: str, ingepakt: list[str], before: bytes
) -> None:
    data = b" " + GESCHREVEN[geschreven](NAAM) + b" "
    for kind in ingepakt:
        data = INGEPAKT[kind](data)

    assert NAAM in gevonden(before + b"\n" + data + b"\n")


@pytest.mark.parametrize("shown", ["kaal", "hex", "HEX", "base64", "afgekapt"])
@pytest.mark.parametrize("kind", HASHES)
def test_an_unsalted_hash_is_found(kind: str, shown: str) -> None:
    digest = hashlib.new(kind, NAAM.encode(), usedforsecurity=False).digest()
    data = {
        "kaal": digest,
        "hex": digest.hex().encode(),
        "HEX": digest.hex().upper().encode(),
        "base64": base64.b64encode(digest),
        "afgekapt": digest.hex()[:20].encode(),
    }[shown]

    for before in range(8):
        assert NAAM in gevonden(b" " * before + data + b" ")


@pytest.mark.parametrize(
    "normalised",
    [
        NAAM.lower(),
        NAAM.upper(),
        NAAM + "\n",
        unicodedata.normalize("NFD", NAAM),
        "zwaluwstertje007 van 't wad",
        "Zwaluwstertje007vantWad",
        "zwaluwstertje007vantwad",
    ],
)
def test_a_hash_of_what_a_program_makes_of_a_value_is_found(normalised: str) -> None:
    assert NAAM in gevonden(hashlib.sha256(normalised.encode()).hexdigest().encode())


def test_a_salted_hash_is_not_taken_for_one() -> None:
    assert gevonden(hashlib.sha256(b"zout" + NAAM.encode()).digest()) == set()


@given(st.randoms(use_true_random=False))
def test_chance_finds_nothing(chance: random.Random) -> None:
    noise = chance.randbytes(2_000)

    for data in (noise, noise.hex().encode(), base64.b64encode(noise), str(noise).encode()):
        assert gevonden(data) == set()


def test_nine_digits_inside_a_hash_are_no_bsn_and_beside_a_comma_they_are() -> None:
    assert gevonden(b"a999900006b") == set()
    assert gevonden(b"5999900006") == set()
    assert gevonden(b",999900006,") == {"999900006"}
    assert gevonden("burger\u00e9999900006".encode()) == {"999900006"}


# -- places ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("day", ["31-08-15", "31/08/15"])
def test_a_day_with_a_short_year_is_not_found_inside_the_day_of_another(day: str) -> None:
    speurder = Speurder([day])
    later = f"20{day}"

    assert not speurder.in_bytes(f'{{"deadline": "{later}"}}'.encode())
    assert speurder.in_bytes(f'{{"geboren": "{day}"}}'.encode())


def test_a_file_is_looked_through_with_its_name(tmp_path: Path) -> None:
    named = tmp_path / f"brief aan {NAAM}.txt"
    named.write_bytes(b"niets")

    assert set(in_bestand(named)) == {"namen"}


def test_a_deleted_row_is_found_in_the_freed_pages(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("pragma secure_delete = off")
        connection.execute("create table t (a)")
        connection.executemany("insert into t values (?)", [(f"{n} {NAAM}",) for n in range(500)])
        connection.commit()
        connection.execute("delete from t")
        connection.commit()

    assert in_bestand(path)


def test_a_row_that_was_not_committed_is_found_in_the_log_or_the_journal(tmp_path: Path) -> None:
    for mode, beside in (("wal", "-wal"), ("delete", "-journal")):
        path = tmp_path / f"{mode}.db"
        with closing(sqlite3.connect(path)) as connection:
            connection.execute(f"pragma journal_mode = {mode}")
            connection.execute("pragma cache_size = 1")
            connection.execute("create table t (a)")
            connection.execute("insert into t values (?)", [NAAM])
            connection.commit()
            connection.execute("begin")
            connection.execute("update t set a = 'weg'")
            connection.executemany("insert into t values (?)", [("x" * 900,)] * 50)
            found = in_bestand(Path(f"{path}{beside}"))
            connection.rollback()

        assert found, mode


def test_a_long_text_over_many_pages_is_found_in_its_cell(tmp_path: Path) -> None:
    """The page size is 4096; the value lies on the edge of a page, whatever is before it."""
    path = tmp_path / "x.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("create table t (a)")
        for before in range(4000, 4120, 4):
            connection.execute("insert into t values (?)", ["x" * before + NAAM + "y" * 5000])
        connection.commit()

    assert in_bestand(path)


def test_what_is_packed_over_many_pages_is_found_in_its_cell(tmp_path: Path) -> None:
    """Between two parts of a long blob SQLite puts a number; and a byte is not a letter."""
    noise = random.Random(1).randbytes(20_000)
    path = tmp_path / "x.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("create table t (a)")
        connection.execute("insert into t values (?)", [gzip.compress(noise + NAAM.encode())])
        connection.commit()

    assert "cellen" in in_bestand(path)


def test_a_number_in_a_database_is_found_although_it_is_no_text(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("create table t (a integer)")
        connection.execute("insert into t values (999900006)")
        connection.commit()

    assert in_bestand(path)


def test_pages_that_did_not_change_are_looked_at_once_and_new_ones_always(tmp_path: Path) -> None:
    speurder = Speurder([NAAM])
    path = tmp_path / "x.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("create table t (a)")
        connection.executemany("insert into t values (?)", [("x" * 3000,)] * 200)
        connection.commit()
        assert speurder.in_bestand(path) == {}
        unwrapped = speurder.totalen.uitgepakt
        assert speurder.in_bestand(path) == {}
        assert speurder.totalen.uitgepakt - unwrapped < 100_000
        connection.execute("insert into t values (?)", [NAAM])
        connection.commit()
    assert speurder.in_bestand(path)
    assert speurder.in_bestand(path)


def test_an_exception_is_looked_through_with_its_causes_and_notes() -> None:
    inner = ValueError(NAAM)
    wrong = RuntimeError("netjes")
    wrong.__cause__ = inner
    noted = RuntimeError("netjes")
    noted.add_note(NAAM)

    assert SPEURDER.in_fout(wrong)
    assert SPEURDER.in_fout(noted)
    assert SPEURDER.in_fout(ExceptionGroup("x", [inner]))
    assert SPEURDER.in_fout(RuntimeError("netjes")) == set()


@pytest.mark.parametrize(
    ("name", "medium"),
    [
        ("regresbrug.db", "database"),
        ("regresbrug.db-wal", "wal"),
        ("regresbrug.db-shm", "shm"),
        ("regresbrug.db-journal", "journaal"),
        ("dienst.log", "log"),
        ("core.123", "core"),
        ("run.prom", "metrieken"),
        ("12.json", "bestanden"),
    ],
)
def test_a_file_is_counted_for_what_it_is(name: str, medium: str) -> None:
    assert medium_van(Path(name)) == medium


def test_what_was_looked_through_is_counted() -> None:
    speurder = Speurder([NAAM, "999900006"])
    speurder.in_bytes(base64.b64encode(b"x" * 300), "log")
    told = speurder.totalen.als_json()

    assert (told["waarden"], told["stukken"], told["bytes"]) == (2, {"log": 1}, {"log": 400})
    assert speurder.totalen.naalden > 20 and speurder.totalen.hashes > 100
    assert speurder.totalen.uitgepakt > 1000
