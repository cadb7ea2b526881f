"""CSV: bytes, characters and lines that are not what the mapping says."""

import codecs
from collections.abc import Callable, Iterator

from tests.faults.vijandig.geval import Geval, Verwacht, aanvaard, weiger
from tests.faults.vijandig.levering import Levering

Maak = Callable[[Levering], bytes]


def gevallen() -> Iterator[Geval]:
    """Give every row."""
    for klasse, rows in (
        ("codering", _CODERING),
        ("stuurtekens", _STUUR),
        ("regeleinden", _EINDEN),
        ("aanhalingstekens", _AANHALING),
        ("afgekapt", [*_afgekapt()]),
        ("omvang", _OMVANG),
        ("geen CSV", _ANDERS),
    ):
        yield from (Geval(klasse, name, make, want) for name, make, want in rows)


def _als(codering: str) -> Maak:
    return lambda one: one.goed.decode("cp1252").encode(codering)


def _in_naam(raw: bytes) -> Maak:
    """Put bytes in the name of the accident."""
    return lambda one: one.met((b'"Kanarie7Geheim"', b'"Kanarie7' + raw + b'Geheim"'))


#: Accents of UTF-8 read as cp1252 change the header: a column is missing.
_CODERING: list[tuple[str, Maak, Verwacht]] = [
    ("UTF-8 in plaats van cp1252", _als("utf-8"), weiger("B-0103", "B-0104", "B-0106")),
    ("UTF-8 met BOM", lambda one: codecs.BOM_UTF8 + one.goed, weiger("B-0107")),
    ("UTF-16 met BOM", _als("utf-16"), weiger("B-0107")),
    (
        "UTF-16 BE met BOM",
        lambda one: codecs.BOM_UTF16_BE + _als("utf-16-be")(one),
        weiger("B-0107"),
    ),
    ("UTF-16 zonder BOM", _als("utf-16-le"), weiger("B-0108")),
    ("UTF-32", _als("utf-32"), weiger("B-0107", "B-0108")),
    ("cp850", _als("cp850"), weiger("B-0103", "B-0104", "B-0106", "B-0108")),
    ("mac-roman", _als("mac-roman"), weiger("B-0103", "B-0104", "B-0106", "B-0108")),
    ("latin-1 waar dat hetzelfde is", _als("iso-8859-1"), aanvaard()),
    ("een byte die cp1252 niet kent", _in_naam(b"\x81"), weiger("B-0106")),
    ("een tweede byte die cp1252 niet kent", _in_naam(b"\x9d"), weiger("B-0106")),
    ("UTF-8 in een naam", _in_naam("é".encode()), aanvaard()),  # two other letters, both real
    ("een harde spatie", _in_naam(b"\xa0"), aanvaard()),
    ("een zacht afbreekstreepje", _in_naam(b"\xad"), aanvaard()),
    ("twee BOM's", lambda one: codecs.BOM_UTF8 * 2 + one.goed, weiger("B-0107")),
    (
        "een BOM op regel 2",
        lambda one: one.goed.replace(b"\r\n", b"\r\n" + codecs.BOM_UTF8, 1),
        aanvaard(),
    ),  # three letters before a number that is not read
]

_STUUR: list[tuple[str, Maak, Verwacht]] = [
    *(
        (f"teken {number:#04x} in een naam", _in_naam(bytes([number])), weiger("B-0108"))
        for number in (0, 1, 7, 8, 0x0E, 0x1A, 0x1B, 0x1F, 0x7F)
    ),
    (
        "een gat van NUL's",
        lambda one: one.met((b"Traplift", b"Tra" + b"\0" * 4096 + b"lift")),
        weiger("B-0108"),
    ),
    ("een blok NUL's aan het eind", lambda one: one.goed + b"\0" * 512, weiger("B-0108")),
    ("alleen NUL's", lambda one: b"\0" * len(one.goed), weiger("B-0108")),
    ("Ctrl-Z aan het eind", lambda one: one.goed + b"\x1a", weiger("B-0108")),
    ("een tab in een naam", _in_naam(b"\t"), aanvaard()),
    ("een verticale tab in een naam", _in_naam(b"\x0b"), aanvaard()),
    ("een paginasprong in een naam", _in_naam(b"\x0c"), aanvaard()),
    (
        "een escapereeks in de kopregel",
        lambda one: one.met((b"Achternaam", b"\x1b[2JAchternaam")),
        weiger("B-0108"),
    ),
]

_EINDEN: list[tuple[str, Maak, Verwacht]] = [
    ("alleen LF", lambda one: one.goed.replace(b"\r\n", b"\n"), aanvaard()),
    ("alleen CR", lambda one: one.goed.replace(b"\r\n", b"\r"), aanvaard()),
    ("CRLF en LF door elkaar", lambda one: one.goed.replace(b"\r\n", b"\n", 2), aanvaard()),
    ("LF CR", lambda one: one.goed.replace(b"\r\n", b"\n\r"), weiger("B-0114", "B-0113", "B-0102")),
    ("CR CR LF", lambda one: one.goed.replace(b"\r\n", b"\r\r\n"), weiger("B-0114", "B-0113")),
    ("een lege regel voorop", lambda one: b"\r\n" + one.goed, weiger("B-0102")),
    ("een lege regel in het midden", lambda one: one.na_rij(1, b"\r\n"), weiger("B-0114")),
    ("lege regels achteraan", lambda one: one.goed + b"\r\n" * 50, aanvaard()),
    ("spaties achteraan", lambda one: one.goed + b"   \r\n", weiger("B-0117")),
    ("geen regeleinde achteraan", lambda one: one.goed[:-2], aanvaard()),
    ("een regeleinde in een naam", _in_naam(b"\r\n"), aanvaard()),
    ("een CR in een naam", _in_naam(b"\r"), aanvaard()),
    ("NEL in een naam", _in_naam(b"\x85"), aanvaard()),
]


def _zonder_slotteken(one: Levering) -> bytes:
    return one.met((b'"Kanarie7Geheim"', b'"Kanarie7Geheim'))


_AANHALING: list[tuple[str, Maak, Verwacht]] = [
    ("een open aanhalingsteken", _zonder_slotteken, weiger("B-0109", "B-0110", "B-0113")),
    ("een los aanhalingsteken in een naam", _in_naam(b'"'), weiger("B-0109")),
    ("een dubbel aanhalingsteken in een naam", _in_naam(b'""'), aanvaard()),
    (
        "tekst na een aanhalingsteken",
        lambda one: one.met((b'"Kanarie7Geheim"', b'"Kanarie7Geheim"x')),
        weiger("B-0109"),
    ),
    (
        "een spatie na een aanhalingsteken",
        lambda one: one.met((b'"Kanarie7Geheim"', b'"Kanarie7Geheim" ')),
        weiger("B-0109"),
    ),
    (
        "een spatie ervoor",
        lambda one: one.met((b'"Kanarie7Geheim"', b' "Kanarie7Geheim"')),
        aanvaard(),
    ),
    (
        "enkele aanhalingstekens",
        lambda one: one.goed.replace(b'"', b"'"),
        weiger("B-0103", "B-0104", "B-0115"),
    ),
    ("zonder aanhalingstekens", lambda one: one.goed.replace(b'"', b""), aanvaard()),
    ("een puntkomma in een naam", _in_naam(b";"), aanvaard()),
    (
        "een puntkomma buiten de aanhalingstekens",
        lambda one: one.met((b'"Kanarie7Geheim"', b'"Kanarie7Geheim";""')),
        weiger("B-0113"),
    ),
    (
        "een open aanhalingsteken op de laatste regel",
        lambda one: one.goed.replace(b'"TOTAAL"', b'"TOTAAL'),
        weiger("B-0109", "B-0110", "B-0113"),
    ),
    ("een backslash voor een aanhalingsteken", _in_naam(b'\\"'), weiger("B-0109")),
]

#: What stands there, and how far into it the file stops.
PLEKKEN: dict[str, tuple[bytes, int]] = {
    "voor het eerste teken": (b"", 0),
    "in de kopregel": (b"Achternaam", 4),
    "na de kopregel": (b"Toelichting", 14),
    "in het eerste regeleinde": (b"Toelichting", 13),
    "in een BSN": (b'"99990', 6),
    "in een naam": (b"Kanarie7", 4),
    "voor een aanhalingsteken": (b'Geheim"', 6),
    "na een aanhalingsteken": (b'Geheim"', 7),
    "na een scheidingsteken": (b'Geheim";', 8),
    "in de vlag": (b'"J"', 2),
    "in een datum": (b"01-02-1950", 5),
    "in een bedrag": (b"7.215,00", 6),
    "tussen CR en LF": (b'"J"', 60),
    "voor de slotregel": (b'"TOTAAL"', 0),
    "in het slotwoord": (b'"TOTAAL"', 4),
    "na het slotwoord": (b'"TOTAAL"', 8),
    "voor het aantal": (b'"TOTAAL";', 9),
}


def _afgekapt() -> Iterator[tuple[str, Maak, Verwacht]]:
    for name, (mark, deep) in PLEKKEN.items():

        def make(one: Levering, mark: bytes = mark, deep: int = deep) -> bytes:
            return one.goed[: one.goed.index(mark) + deep]

        yield (
            name,
            make,
            weiger("B-0102", "B-0103", "B-0104", "B-0109", "B-0110", "B-0113", "B-0115", "B-0116"),
        )


def _lang(one: Levering) -> bytes:
    return one.met((b'"Kanarie7Geheim"', b'"' + b"x" * 1_100_000 + b'"'))


def _veel_rijen(one: Levering) -> bytes:
    return one.bytes_van([*one.rijen, *one.gewoon(10_000)])


_OMVANG: list[tuple[str, Maak, Verwacht]] = [
    ("leeg", lambda _: b"", weiger("B-0102", "B-0103", "B-0115")),
    ("een byte", lambda _: b"x", weiger("B-0103")),
    ("alleen de kopregel", lambda one: one.goed.partition(b"\r\n")[0] + b"\r\n", weiger("B-0115")),
    ("een cel van 1,1 MB", _lang, weiger("B-0111")),
    (
        "een cel van 200.000 tekens",
        lambda one: one.met((b'"Traplift"', b'"' + b"x" * 200_000 + b'"')),
        aanvaard(),
    ),
    (
        "een rij van 9 MB",
        lambda one: one.na_rij(0, b'"' + b'x";"' * 2_300_000 + b'"\r\n'),
        weiger("B-0112"),
    ),
    ("een regel zonder eind, 20 MB", lambda one: one.goed + b"x" * 20_000_000, weiger("B-0112")),
    (
        "een open aanhalingsteken voor 9 MB",
        lambda one: one.na_rij(0, b'"' + b"x\r\n" * 3_000_000),
        weiger("B-0111", "B-0112"),
    ),
    ("10.000 rijen erbij", _veel_rijen, aanvaard(klaargezet=1, geen_ongeval=10_002)),
    ("100.000 lege regels achteraan", lambda one: one.goed + b"\r\n" * 100_000, aanvaard()),
    (
        "100.000 kolommen",
        lambda one: b";".join([b'"x"'] * 100_000) + b"\r\n" + one.goed,
        weiger("B-0103", "B-0104"),
    ),
    (
        "100.000 rijen van een teken",
        lambda one: one.na_rij(2, b"x\r\n" * 100_000),
        weiger("B-0113"),
    ),
]

_ANDERS: list[tuple[str, Maak, Verwacht]] = [
    (
        "een xlsx",
        lambda _: b"PK\x03\x04\x14\x00\x06\x00" + bytes(range(256)) * 20,
        weiger("B-0106", "B-0108"),
    ),
    ("een zip met de export erin", lambda one: b"PK\x03\x04" + one.goed, weiger("B-0108")),
    (
        "gzip",
        lambda one: codecs.encode(one.goed, "zip"),
        weiger("B-0106", "B-0108", "B-0103", "B-0109"),
    ),
    (
        "een pdf",
        lambda _: b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<</Type/Catalog>>\nendobj\n",
        weiger("B-0103"),
    ),
    (
        "een webpagina",
        lambda _: b"<!DOCTYPE html><html><body>Log in</body></html>",
        weiger("B-0103"),
    ),
    (
        "XML met een DTD",
        lambda _: b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>',
        weiger("B-0103"),
    ),
    ("JSON", lambda _: b'[{"BSN": "999900006"}]', weiger("B-0103", "B-0109")),
    (
        "een foutmelding van de export",
        lambda _: b"ORA-00942: table or view does not exist\r\n",
        weiger("B-0103"),
    ),
    ("een regel sep=;", lambda one: b"sep=;\r\n" + one.goed, weiger("B-0103")),
    ("met komma's", lambda one: one.goed.replace(b'";"', b'","'), weiger("B-0103", "B-0109")),
    ("met tabs", lambda one: one.goed.replace(b'";"', b'"\t"'), weiger("B-0103", "B-0109")),
    ("een rij als kopregel", lambda one: one.goed.partition(b"\r\n")[2], weiger("B-0103")),
    (
        "een naam als kopregel",
        lambda one: one.met((b'"Achternaam"', b'"Kanarie7Geheim"')),
        weiger("B-0103"),
    ),
]
