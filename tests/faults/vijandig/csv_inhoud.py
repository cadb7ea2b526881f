"""CSV: a file of good bytes, with a header, rows or values that are odd."""

from collections.abc import Callable, Iterator

from tests.faults.vijandig.geval import (
    GEWOON,
    Geval,
    Verwacht,
    aanvaard,
    quarantaine,
    verteld,
    weiger,
)
from tests.faults.vijandig.levering import Levering
from tests.tools.gemeente import HEADER

Maak = Callable[[Levering], bytes]


def gevallen() -> Iterator[Geval]:
    """Give every row."""
    for klasse, rows in (
        ("kopregel", _KOP),
        ("rijen en slotregel", _RIJEN),
        ("sleutel", _SLEUTEL),
        ("BSN", _cellen("BSN", _BSN)),
        ("vlag", _cellen("Ongeval J/N", _VLAG)),
        ("datum", [*_cellen("Datum beschikking", _DATUM), *_cellen("Datum ongeval", _ONGEVAL)]),
        ("bedrag", _cellen("Bedrag", _BEDRAG)),
        (
            "status en codes",
            [*_cellen("Status", _STATUS), *_cellen("Productcategorie", _CATEGORIE)],
        ),
        ("tekens", _cellen("Achternaam", _NAAM)),
    ):
        yield from (Geval(klasse, name, make, want) for name, make, want in rows)


def _cellen(kolom: str, table: dict[str, Verwacht]) -> Iterator[tuple[str, Maak, Verwacht]]:
    for text, want in table.items():

        def make(one: Levering, text: str = text) -> bytes:
            return one.cel(**{kolom: text})

        yield f"{kolom} {text[:24]!r}", make, want


def _kop(oud: str, nieuw: str) -> Maak:
    return lambda one: one.met((f'"{oud}"'.encode("cp1252"), nieuw.encode("cp1252")))


def _zonder_kolom(one: Levering) -> bytes:
    at = HEADER.index("Status")
    lines = one.goed.split(b"\r\n")
    cut = [b";".join(c for n, c in enumerate(line.split(b";")) if n != at) for line in lines]
    return b"\r\n".join(cut)


def _omgewisseld(one: Levering) -> bytes:
    """Swap two columns in header and rows alike."""
    lines = []
    for line in one.goed.split(b"\r\n"):
        cells = line.split(b";")
        if len(cells) > 2:
            cells[0], cells[1] = cells[1], cells[0]
        lines.append(b";".join(cells))
    return b"\r\n".join(lines)


_KOP: list[tuple[str, Maak, Verwacht]] = [
    ("een kolom heet anders", _kop("BSN", '"Burgerservicenr"'), weiger("B-0103")),
    ("een kolom in kleine letters", _kop("BSN", '"bsn"'), weiger("B-0103")),
    ("een spatie achter een naam", _kop("BSN", '"BSN "'), aanvaard()),
    ("een harde spatie in een naam", _kop("Datum ongeval", '"Datum\u00a0ongeval"'), aanvaard()),
    ("een kolom twee keer", _kop("Voorvoegsel", '"BSN"'), weiger("B-0103", "B-0105")),
    ("een lege naam", _kop("BSN", '""'), weiger("B-0103")),
    ("een kolom minder", _zonder_kolom, weiger("B-0103", "B-0104")),
    ("twee kolommen van plaats", _omgewisseld, weiger("B-0104")),
    ("een kolom erbij", _kop("Toelichting", '"Toelichting";"Nieuw"'), weiger("B-0104", "B-0113")),
    ("een regeleinde in een naam", _kop("BSN", '"BS\r\nN"'), weiger("B-0103")),
    ("een formule als naam", _kop("BSN", '"=cmd|calc"'), weiger("B-0103")),
    ("een naam van 100.000 tekens", _kop("BSN", f'"{"x" * 100_000}"'), weiger("B-0103")),
    (
        "de kopregel twee keer",
        lambda one: one.goed.partition(b"\r\n")[0] + b"\r\n" + one.goed,
        weiger("B-0116"),
    ),
    (
        "een kopregel halverwege",
        lambda one: one.na_rij(1, one.goed.partition(b"\r\n")[0] + b"\r\n"),
        weiger("B-0116"),
    ),
    ("zonder kopregel", lambda one: one.goed.partition(b"\r\n")[2], weiger("B-0103")),
]


def _slot(text: str) -> Maak:
    """Give another last line."""
    return lambda one: one.goed.rpartition(b'"TOTAAL"')[0] + text.encode()


_RIJEN: list[tuple[str, Maak, Verwacht]] = [
    ("een cel te weinig", lambda one: one.na_rij(0, b'"x";"y"\r\n'), weiger("B-0113")),
    ("een cel te veel", lambda one: one.met((b"\r\n", b'\r\n"x";')), weiger("B-0113")),
    ("slotregel zegt meer", lambda one: one.bytes_van(one.rijen, 4), weiger("B-0116")),
    ("slotregel zegt minder", lambda one: one.bytes_van(one.rijen, 2), weiger("B-0116")),
    ("slotregel zegt nul", lambda one: one.bytes_van(one.rijen, 0), weiger("B-0116")),
    ("slotregel zegt min drie", lambda one: one.bytes_van(one.rijen, -3), weiger("B-0116")),
    (
        "slotregel met breed cijfer",
        lambda one: one.goed.replace(b'"3"', '"\u00b3"'.encode("cp1252")),
        weiger("B-0116"),
    ),
    ("slotregel zonder aantal", _slot('"TOTAAL"\r\n'), weiger("B-0116")),
    (
        "slotregel met 400 cijfers",
        lambda one: one.goed.replace(b'"3"', b'"' + b"9" * 400 + b'"'),
        weiger("B-0116"),
    ),
    ("slotregel met 3,0", lambda one: one.goed.replace(b'"3"', b'"3,0"'), weiger("B-0116")),
    (
        "slotregel heet Totaal",
        lambda one: one.goed.replace(b'"TOTAAL"', b'"Totaal"'),
        weiger("B-0115"),
    ),
    ("zonder slotregel", lambda one: one.goed.rpartition(b'"TOTAAL"')[0], weiger("B-0115")),
    ("twee slotregels", lambda one: one.goed + b'"TOTAAL";"3"\r\n', weiger("B-0117")),
    ("een slotregel halverwege", lambda one: one.na_rij(1, b'"TOTAAL";"2"\r\n'), weiger("B-0117")),
    (
        "een regel met bedragen opgeteld",
        lambda one: one.na_rij(2, b'"Som";"";"21.645,00"\r\n'),
        weiger("B-0113"),
    ),
    ("twee exports aan elkaar", lambda one: one.goed * 2, weiger("B-0117")),
    (
        "twee exports zonder slot ertussen",
        lambda one: one.goed.rpartition(b'"TOTAAL"')[0] + one.goed,
        weiger("B-0116"),
    ),
    (
        "een export van een ander eraan",
        lambda one: one.goed + b"id,naam\r\n1,x\r\n",
        weiger("B-0117"),
    ),
    ("geen rijen", lambda one: one.bytes_van([]), Verwacht(aanvaard().verdict)),
    (
        "een lege rij van scheidingstekens",
        lambda one: one.bytes_van([*one.rijen, dict.fromkeys(HEADER, "")]),
        quarantaine("M-0101", **{**GEWOON, "quarantaine": 1}),
    ),
]


def _dubbel(**anders: str) -> Maak:
    return lambda one: one.bytes_van(
        [*one.rijen, one.rij(0, "J", Achternaam="Kanarie7Geheim", **anders)]
    )


_SLEUTEL: list[tuple[str, Maak, Verwacht]] = [
    ("een rij twee keer", _dubbel(), aanvaard(**{**GEWOON, "dubbel": 1})),
    (
        "dezelfde sleutel, ander bedrag",
        _dubbel(Bedrag="1,00"),
        quarantaine("R-0201", quarantaine=2, geen_ongeval=2),
    ),
    (
        "dezelfde sleutel, andere persoon",
        _dubbel(Cliëntnr="C9"),
        quarantaine("R-0201", quarantaine=2, geen_ongeval=2),
    ),
    # Also when the BSN itself is not sent: the pseudonym would be of whoever came first.
    (
        "dezelfde sleutel, ander BSN",
        _dubbel(BSN="999900018"),
        quarantaine("R-0201", quarantaine=2, geen_ongeval=2),
    ),
    # Of who has no accident nothing is kept, so there is nothing to compare with.
    (
        "dezelfde sleutel, eerst J dan N",
        lambda one: one.bytes_van([*one.rijen, one.rij(0)]),
        aanvaard(klaargezet=1, geen_ongeval=3),
    ),
    (
        "dezelfde sleutel, eerst N dan J",
        lambda one: one.bytes_van([one.rij(0), *one.rijen]),
        aanvaard(klaargezet=1, geen_ongeval=3),
    ),
    (
        "geen sleutel",
        lambda one: one.cel(Beschikkingnr=""),
        quarantaine("M-0101", "M-0102", "M-0103"),
    ),
    (
        "een sleutel van spaties",
        lambda one: one.cel(Beschikkingnr="   "),
        quarantaine("M-0101", "M-0102", "M-0103"),
    ),
    (
        "een zacht afbreekstreepje in de sleutel",
        lambda one: one.cel(Beschikkingnr=f"B\u00ad{one.nummer}"),
        quarantaine("M-0124", quarantaine=1, geen_ongeval=2),
    ),
    (
        "een pad als sleutel",
        lambda one: one.cel(Beschikkingnr=f"../../etc/{one.nummer}"),
        aanvaard(),
    ),
    ("een formule als sleutel", lambda one: one.cel(Beschikkingnr=f"=1+{one.nummer}"), aanvaard()),
    (
        "een sleutel van 500.000 tekens",
        lambda one: one.cel(Beschikkingnr=f"{one.nummer}" + "9" * 500_000),
        verteld("M-0115"),
    ),
    ("voorloopnullen weg in productcode", lambda one: one.cel(Productcode="1302"), aanvaard()),
    ("sleutel uit een rekenblad", lambda one: one.cel(Beschikkingnr="2,02E+11"), aanvaard()),
    (
        "drie keer dezelfde rij",
        lambda one: one.bytes_van([*one.rijen, *one.gewoon(100), *[one.rijen[0]] * 2]),
        aanvaard(klaargezet=1, geen_ongeval=102, dubbel=2),
    ),
]

_GEEN_BSN = verteld("M-0109", "M-0110", "M-0111")
_BSN = {
    "99990000": _GEEN_BSN,
    "9999000061": _GEEN_BSN,
    "999900007": _GEEN_BSN,
    "000000000": _GEEN_BSN,
    "9,99900E+08": _GEEN_BSN,
    "9.99900006E+8": _GEEN_BSN,
    "999900006.0": _GEEN_BSN,
    "9999.00.006": aanvaard(),
    "'999900006": _GEEN_BSN,
    '="999900006"': _GEEN_BSN,
    "BSN 999900006": _GEEN_BSN,
    "########": _GEEN_BSN,
    "onbekend": _GEEN_BSN,
    "NULL": _GEEN_BSN,
    "\u00b9\u00b2\u00b3900006": _GEEN_BSN,
    "999900006\n999900018": _GEEN_BSN,
    "999900006/999900018": _GEEN_BSN,
    "-999900006": _GEEN_BSN,
    "9" * 500_000: _GEEN_BSN,
    "999900006 ": aanvaard(),
    "\u00a0999900006": aanvaard(),
    "": aanvaard(),
}

_RAAR = quarantaine("M-0107")
_WACHT = aanvaard(beoordelen=1, geen_ongeval=2)
_VLAG = {
    "j": aanvaard(),
    " J ": aanvaard(),
    "J\u00a0": aanvaard(),
    "N": _WACHT,
    "n": _WACHT,
    "O": _WACHT,
    "": aanvaard(),
    "ja": _RAAR,
    "Y": _RAAR,
    "1": _RAAR,
    "WAAR": _RAAR,
    "X": _RAAR,
    "J/N": _RAAR,
    "J;N": _RAAR,
    "J?": _RAAR,
    "N J": _RAAR,
    "-": _RAAR,
    "NULL": _RAAR,
    "#N/B": _RAAR,
    "=J": _RAAR,
    "J" * 100_000: _RAAR,
}

_GEEN_DATUM = verteld("M-0112", "M-0105", "M-0106")
_DATUM = {
    "30-02-2026": _GEEN_DATUM,
    "31-04-2026": _GEEN_DATUM,
    "00-00-0000": aanvaard(),
    "01-13-2026": _GEEN_DATUM,
    "2026-02-01": _GEEN_DATUM,
    "1-2-2026": _GEEN_DATUM,
    "01-02-26": _GEEN_DATUM,
    "01/02/2026": _GEEN_DATUM,
    "46054": _GEEN_DATUM,
    "46054,5": _GEEN_DATUM,
    "20260201": _GEEN_DATUM,
    "01-02-2026 00:00": _GEEN_DATUM,
    "01-02-10000": _GEEN_DATUM,
    "29-02-2025": _GEEN_DATUM,
    "01-02-202\u00b2": _GEEN_DATUM,
    "2024-W01-1": _GEEN_DATUM,
    "1E+05": _GEEN_DATUM,
    "gisteren": _GEEN_DATUM,
}
_ONGEVAL = {
    "30-02-2026": _GEEN_DATUM,
    "46054": _GEEN_DATUM,
    "00-02-2026": aanvaard(),
    "00-00-2026": aanvaard(),
    "": aanvaard(),
}

_GEEN_BEDRAG = verteld("M-0113", "M-0114")
_BEDRAG = dict.fromkeys(
    (
        "7215.00",
        "7,215.00",
        "-7.215,00",
        "7.215,00-",
        "(7.215,00)",
        "1E+05",
        "NaN",
        "Infinity",
        "0x10",
        "1_000",
        "7.21,00",
        "7.215,0\u00b2",
        "EUR zeven",
        "#WAARDE!",
        "9" * 400,
        "=1+1",
    ),
    _GEEN_BEDRAG,
)

_STATUS = {
    "toegekend": aanvaard(),
    "TOEGEKEND ": aanvaard(),
    "In behandeling": quarantaine("M-0107"),
    "": aanvaard(),
    "Toegekend/Ingetrokken": quarantaine("M-0107"),
    "Ingetrokken": aanvaard(buiten_bereik=1, geen_ongeval=2),
    "Afgewezen": aanvaard(buiten_bereik=1, geen_ongeval=2),
}
_CATEGORIE = {"99": verteld("M-0114"), "3": aanvaard(), "13.0": verteld("M-0114"), "": aanvaard()}

_NAAM = dict.fromkeys(
    (
        '=HYPERLINK("http://localhost")',
        "@SUM(1)",
        "+31",
        "'; DROP TABLE outbox; --",
        "{{7*7}}",
        "${jndi:ldap://localhost/}",
        "%s%n%x",
        "<script>alert(1)</script>",
        "O'Brien",
        "Kanarie7Geheim;999900006",
        "\u00ad" * 50,
        "x" * 900_000,
        "",
    ),
    aanvaard(),
)
