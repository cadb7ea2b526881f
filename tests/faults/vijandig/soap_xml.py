"""SOAP: what can be wrong with the XML of an answer."""

from collections.abc import Callable, Iterator

from tests.faults.vijandig.geval import Geval, Verwacht, aanvaard, weiger
from tests.faults.vijandig.knoeien import XINCLUDE, Plekken, lach
from tests.faults.vijandig.soapserver import Beurt, Http, http

Maak = Callable[[Beurt], "bytes | Http"]
_OMSCHRIJVING = "<ZKN:omschrijving>"
_WORTEL = "<soapenv:Envelope"
_PLEKKEN = Plekken(_WORTEL, _OMSCHRIJVING)
_doctype, _in_tekst = _PLEKKEN.doctype, _PLEKKEN.in_tekst


def gevallen() -> Iterator[Geval]:
    """Give every row."""
    for klasse, rows in (
        ("DTD en entiteiten", _DTD),
        ("XInclude en schemaLocation", _VERWIJZING),
        ("diepte en omvang", _OMVANG),
        ("codering", _CODERING),
        ("welgevormdheid", _VORM),
    ):
        yield from (Geval(klasse, name, make, want) for name, make, want in rows)


#: What stands first in a zaak.
_NUMMER = "<ZKN:identificatie>"


_DTD: list[tuple[str, Maak, Verwacht]] = [
    ("een lege DTD", _doctype(""), weiger("B-0331")),
    ("een DTD op schijf", _doctype('SYSTEM "file:///etc/passwd"'), weiger("B-0331")),
    ("een DTD op het netwerk", _doctype('SYSTEM "http://169.254.169.254/x.dtd"'), weiger("B-0331")),
    ("een publieke DTD", _doctype('PUBLIC "-//W3C//DTD" "http://localhost:1/x"'), weiger("B-0331")),
    (
        "XXE: een bestand in een waarde",
        _doctype(
            '[<!ENTITY e SYSTEM "file:///etc/passwd">]', (_OMSCHRIJVING, f"{_OMSCHRIJVING}&e;")
        ),
        weiger("B-0331", "B-0330"),
    ),
    (
        "XXE: een adres in een waarde",
        _doctype(
            '[<!ENTITY e SYSTEM "http://localhost:1/">]', (_OMSCHRIJVING, f"{_OMSCHRIJVING}&e;")
        ),
        weiger("B-0331", "B-0330"),
    ),
    (
        "een parameterentiteit",
        _doctype('[<!ENTITY % p SYSTEM "file:///etc/passwd"> %p;]'),
        weiger("B-0331", "B-0330"),
    ),
    (
        "een entiteit in de vlag",
        _doctype('[<!ENTITY e "J">]', ('wmo.indicatieOngeval">N', 'wmo.indicatieOngeval">&e;')),
        weiger("B-0331", "B-0330"),
    ),
    (
        "een attribuut uit de DTD",
        _doctype('[<!ATTLIST ZKN:object StUF:noValue CDATA "geenWaarde">]'),
        weiger("B-0331"),
    ),
    (
        "een miljard keer lachen",
        _doctype(lach(12), (_OMSCHRIJVING, f"{_OMSCHRIJVING}&l11;")),
        weiger("B-0331", "B-0330"),
    ),
    (
        "kwadratisch uitdijen",
        _doctype(f'[<!ENTITY a "{"a" * 50_000}">]', (_OMSCHRIJVING, _OMSCHRIJVING + "&a;" * 5_000)),
        weiger("B-0331", "B-0330"),
    ),
    (
        "een entiteit die zichzelf noemt",
        _doctype('[<!ENTITY a "&b;"><!ENTITY b "&a;">]', (_OMSCHRIJVING, f"{_OMSCHRIJVING}&a;")),
        weiger("B-0331", "B-0330"),
    ),
    ("een DTD midden in het bericht", _in_tekst("<!DOCTYPE x>"), weiger("B-0330")),
    ("een entiteit die niemand kent", _in_tekst("&eacute;"), weiger("B-0330")),
]

_XSI = 'xmlns:xsl="http://www.w3.org/2001/XMLSchema-instance" '

_VERWIJZING: list[tuple[str, Maak, Verwacht]] = [
    # Not followed; the element in the text makes it no plain value.
    (
        "XInclude van een bestand",
        _in_tekst(XINCLUDE.format("file:///etc/passwd")),
        weiger("B-0352"),
    ),
    (
        "XInclude van het netwerk",
        _in_tekst(XINCLUDE.format("http://localhost:1/")),
        weiger("B-0352"),
    ),
    (
        "XInclude in de plaats van een zaak",
        lambda t: t.met(
            ("<ZKN:antwoord>", "<ZKN:antwoord>" + XINCLUDE.format("file:///etc/passwd"))
        ),
        weiger("B-0332"),
    ),
    (
        "schemaLocation naar het netwerk",
        lambda t: t.met(
            (
                "<ZKN:zakLa01 ",
                f'<ZKN:zakLa01 {_XSI}xsl:schemaLocation="x http://localhost:1/x.xsd" ',
            )
        ),
        aanvaard(),
    ),
    (
        "schemaLocation naar een bestand",
        lambda t: t.met(
            (
                "<ZKN:zakLa01 ",
                f'<ZKN:zakLa01 {_XSI}xsl:noNamespaceSchemaLocation="file:///etc/passwd" ',
            )
        ),
        aanvaard(),
    ),
    (
        "een stylesheet",
        lambda t: t.met((_WORTEL, f'<?xml-stylesheet href="http://localhost:1/x"?>{_WORTEL}')),
        aanvaard(),
    ),
    (
        "xml:base",
        lambda t: t.met(("<ZKN:zakLa01 ", '<ZKN:zakLa01 xml:base="file:///etc/" ')),
        aanvaard(),
    ),
    (
        "xsi:type",
        lambda t: t.met(("<ZKN:zakLa01 ", f'<ZKN:zakLa01 {_XSI}xsl:type="Ander" ')),
        aanvaard(),
    ),
]


def _diep(levels: int) -> Maak:
    return lambda t: t.met((_NUMMER, "<a>" * levels + "</a>" * levels + _NUMMER))


def _veel(n: int) -> Maak:
    return lambda t: t.met(
        ("<ZKN:zakLa01 ", "<ZKN:zakLa01 " + " ".join(f'a{i}="x"' for i in range(n)) + " ")
    )


_OMVANG: list[tuple[str, Maak, Verwacht]] = [
    ("200 diep", _diep(200), aanvaard()),
    ("300 diep", _diep(300), weiger("B-0330")),
    ("100.000 diep", _diep(100_000), weiger("B-0330")),
    ("een tekst van 11 MB", _in_tekst("x" * 11_000_000), weiger("B-0330")),
    ("een tekst van 2 MB in een omschrijving", _in_tekst("x" * 2_000_000), aanvaard()),
    (
        "een attribuut van 11 MB",
        lambda t: t.met(("<ZKN:zakLa01 ", f'<ZKN:zakLa01 a="{"x" * 11_000_000}" ')),
        weiger("B-0330"),
    ),
    ("20.000 attributen", _veel(20_000), aanvaard()),
    (
        "5.000 naamruimten",
        lambda t: t.met(
            (
                "<ZKN:zakLa01 ",
                "<ZKN:zakLa01 " + " ".join(f'xmlns:p{i}="u{i}"' for i in range(5_000)) + " ",
            )
        ),
        aanvaard(),
    ),
    (
        "200.000 lege elementen",
        lambda t: t.met((_NUMMER, "<a/>" * 200_000 + _NUMMER)),
        aanvaard(),
    ),
    (
        "200.000 commentaren",
        lambda t: t.met(("<ZKN:antwoord>", "<ZKN:antwoord>" + "<!--a-->" * 200_000)),
        aanvaard(),
    ),
    (
        "een naam van 60.000 tekens",
        lambda t: t.met(("<ZKN:antwoord>", f"<ZKN:antwoord><{'a' * 60_000}/>")),
        weiger("B-0330"),
    ),
]


def _als(codering: str, *, verklaar: bool = False) -> Maak:
    def make(turn: Beurt) -> bytes:
        text = turn.goed.decode()
        if verklaar:
            text = text.replace('encoding="UTF-8"', f'encoding="{codering}"', 1)
        return text.encode(codering, "xmlcharrefreplace")

    return make


def _verklaard(naam: str) -> Maak:
    return lambda t: t.met(('encoding="UTF-8"', f'encoding="{naam}"'))


_CODERING: list[tuple[str, Maak, Verwacht]] = [
    ("UTF-8 met BOM", lambda t: b"\xef\xbb\xbf" + t.goed, aanvaard()),
    ("twee BOM's", lambda t: b"\xef\xbb\xbf" * 2 + t.goed, weiger("B-0330")),
    ("BOM midden in een waarde", _in_tekst("\ufeff"), aanvaard()),
    ("UTF-16 met BOM", _als("utf-16"), weiger("B-0328")),
    ("UTF-16 LE zonder BOM", _als("utf-16-le"), weiger("B-0328")),
    ("UTF-16 BE zonder BOM", _als("utf-16-be"), weiger("B-0328")),
    ("UTF-32", _als("utf-32"), weiger("B-0328")),
    ("verklaard latin-1", _als("iso-8859-1", verklaar=True), weiger("B-0328")),
    ("verklaard cp1252", _als("cp1252", verklaar=True), weiger("B-0328")),
    ("verklaard UTF-7", _verklaard("UTF-7"), weiger("B-0328")),
    ("verklaard EBCDIC", _verklaard("IBM037"), weiger("B-0328")),
    ("verklaard een codering die niet bestaat", _verklaard("x-klingon"), weiger("B-0328")),
    ("latin-1 die UTF-8 heet", lambda t: t.goed.replace("Ö".encode(), b"\xd6"), weiger("B-0330")),
    ("te lange UTF-8", lambda t: t.goed.replace("Ö".encode(), b"\xc0\xaf", 1), weiger("B-0330")),
    (
        "een los surrogaat",
        lambda t: t.goed.replace("Ö".encode(), b"\xed\xa0\x80", 1),
        weiger("B-0330"),
    ),
    (
        "een byte die nooit kan",
        lambda t: t.goed.replace("Ö".encode(), b"\xff", 1),
        weiger("B-0330"),
    ),
    ("een NUL in een waarde", _in_tekst("\x00"), weiger("B-0330")),
    ("een stuurteken in een waarde", _in_tekst("\x07"), weiger("B-0330")),
    ("een NUL als verwijzing", _in_tekst("&#0;"), weiger("B-0330")),
    ("een stuurteken als verwijzing", _in_tekst("&#x1b;"), weiger("B-0330")),
    ("een teken buiten Unicode", _in_tekst("&#x110000;"), weiger("B-0330")),
    ("U+FFFE", _in_tekst("\ufffe"), weiger("B-0330")),
]

_VORM: list[tuple[str, Maak, Verwacht]] = [
    # libxml2 waits for a semicolon till the end, where it looks like an answer that broke off.
    ("een & zonder code", _in_tekst("Jansen & Zoon"), weiger("B-0330", "B-0305")),
    ("een < zonder code", _in_tekst("a < b"), weiger("B-0330")),
    ("tags door elkaar", _in_tekst("<a><b></a></b>"), weiger("B-0330")),
    ("twee wortels", lambda t: t.goed + b"<x/>", weiger("B-0330")),
    ("rommel na het eind", lambda t: t.goed + b"rommel", weiger("B-0330")),
    ("witruimte na het eind", lambda t: t.goed + b"\r\n\r\n ", aanvaard()),
    ("commentaar na het eind", lambda t: t.goed + b"<!-- node 3 -->", aanvaard()),
    ("tekst voor de verklaring", lambda t: b"x" + t.goed, weiger("B-0330")),
    ("witruimte voor de verklaring", lambda t: b"\n" + t.goed, weiger("B-0330")),
    ("zonder verklaring", lambda t: t.goed.partition(b"?>\n")[2], aanvaard()),
    ("XML 1.1", lambda t: t.met(('version="1.0"', 'version="1.1"')), aanvaard()),
    ("XML 2.0", lambda t: t.met(('version="1.0"', 'version="2.0"')), weiger("B-0330")),
    (
        "twee keer hetzelfde attribuut",
        lambda t: t.met(("<ZKN:antwoord>", '<ZKN:antwoord a="1" a="2">')),
        weiger("B-0330"),
    ),
    (
        "een voorvoegsel dat niemand kent",
        lambda t: t.met(("<ZKN:antwoord>", "<ZKN:antwoord><q:x/>")),
        weiger("B-0330"),
    ),
    (
        "-- in commentaar",
        lambda t: t.met(("<ZKN:antwoord>", "<ZKN:antwoord><!-- a -- b -->")),
        weiger("B-0330"),
    ),
    ("]]> in een waarde", _in_tekst("a ]]> b"), weiger("B-0330")),
    ("CDATA in een omschrijving", _in_tekst("<![CDATA[<b>]]>"), aanvaard()),
    (
        "een voorvoegsel met een andere naamruimte",
        lambda t: t.met(
            ('xmlns:ZKN="http://www.egem.nl/StUF/sector/zkn/0310"', 'xmlns:ZKN="urn:anders"')
        ),
        weiger("B-0332"),
    ),
    ("JSON", lambda _: http(b'{"zaken": []}'), weiger("B-0330")),
    ("een pdf", lambda _: http(b"%PDF-1.7\n" + bytes(range(256))), weiger("B-0330", "B-0328")),
]
