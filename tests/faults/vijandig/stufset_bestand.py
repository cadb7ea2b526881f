"""StUF files: what can be wrong with the file, its XML, and the parts of a set."""

from collections.abc import Callable, Iterator, Mapping

from tests.faults.vijandig.geval import Geval, Verwacht, aanvaard, leeg, weiger
from tests.faults.vijandig.knoeien import XINCLUDE, Plekken, lach
from tests.faults.vijandig.stufset_zet import Zet

Maak = Callable[[Zet], "bytes | Mapping[str, bytes]"]
_TEKST = "<ZKN:omschrijving>"
_WORTEL = "<StUF:StUF-berichtenSet"
_PLEKKEN = Plekken(_WORTEL, _TEKST)
_doctype, _in_tekst = _PLEKKEN.doctype, _PLEKKEN.in_tekst


def gevallen() -> Iterator[Geval]:
    """Give every row."""
    for klasse, rows in (
        ("DTD en entiteiten", _DTD),
        ("XInclude en schemaLocation", _VERWIJZING),
        ("diepte en omvang", _OMVANG),
        ("codering", _CODERING),
        ("welgevormdheid", _VORM),
        ("afgebroken", [*_afgebroken()]),
        ("een ander bestand", _ANDERS),
        ("delen", _DELEN),
    ):
        yield from (Geval(klasse, name, make, want) for name, make, want in rows)


_DTD: list[tuple[str, Maak, Verwacht]] = [
    ("een lege DTD", _doctype(""), weiger("B-0604")),
    ("een DTD op schijf", _doctype('SYSTEM "file:///etc/passwd"'), weiger("B-0604")),
    ("een DTD op het netwerk", _doctype('SYSTEM "http://169.254.169.254/x.dtd"'), weiger("B-0604")),
    ("een publieke DTD", _doctype('PUBLIC "-//W3C//DTD" "http://localhost:1/x"'), weiger("B-0604")),
    (
        "XXE: een bestand in een waarde",
        _doctype('[<!ENTITY e SYSTEM "file:///etc/passwd">]', (_TEKST, f"{_TEKST}&e;")),
        weiger("B-0604", "B-0603"),
    ),
    (
        "een parameterentiteit",
        _doctype('[<!ENTITY % p SYSTEM "file:///etc/passwd"> %p;]'),
        weiger("B-0604", "B-0603"),
    ),
    (
        "een entiteit in de vlag",
        _doctype('[<!ENTITY e "J">]', ('wmo.indicatieOngeval">N', 'wmo.indicatieOngeval">&e;')),
        weiger("B-0604", "B-0603"),
    ),
    (
        "een attribuut uit de DTD",
        _doctype('[<!ATTLIST ZKN:object StUF:verwerkingssoort CDATA "V">]'),
        weiger("B-0604"),
    ),
    (
        "een miljard keer lachen",
        _doctype(lach(12), (_TEKST, f"{_TEKST}&l11;")),
        weiger("B-0604", "B-0603"),
    ),
    (
        "kwadratisch uitdijen",
        _doctype(f'[<!ENTITY a "{"a" * 50_000}">]', (_TEKST, _TEKST + "&a;" * 5_000)),
        weiger("B-0604", "B-0603", "B-0606"),
    ),
    ("een DTD midden in het bestand", _in_tekst("<!DOCTYPE x>"), weiger("B-0603")),
    ("een entiteit die niemand kent", _in_tekst("&eacute;"), weiger("B-0603")),
]

_VERWIJZING: list[tuple[str, Maak, Verwacht]] = [
    ("XInclude in een waarde", _in_tekst(XINCLUDE.format("file:///etc/passwd")), weiger("B-0352")),
    (
        "XInclude tussen berichten",
        lambda t: t.met(
            ("<ZKN:zakLk01>", XINCLUDE.format("http://localhost:1/") + "<ZKN:zakLk01>")
        ),
        weiger("B-0605"),
    ),
    (
        "schemaLocation naar het netwerk",
        lambda t: t.met((_WORTEL, f'{_WORTEL} xsi:schemaLocation="x http://localhost:1/x.xsd"')),
        aanvaard(),
    ),
    (
        "schemaLocation naar een bestand",
        lambda t: t.met((_WORTEL, f'{_WORTEL} xsi:noNamespaceSchemaLocation="file:///etc/hosts"')),
        aanvaard(),
    ),
    (
        "een stylesheet",
        lambda t: t.met((_WORTEL, f'<?xml-stylesheet href="http://localhost:1/x"?>{_WORTEL}')),
        aanvaard(),
    ),
    ("xml:base", lambda t: t.met((_WORTEL, f'{_WORTEL} xml:base="file:///etc/"')), aanvaard()),
]


def _voor_berichten(text: str) -> Maak:
    return lambda t: t.met(("<ZKN:zakLk01>", f"{text}<ZKN:zakLk01>"))


_EXTRA = '<StUF:extraElement naam="x">y</StUF:extraElement>'
_OMVANG: list[tuple[str, Maak, Verwacht]] = [
    ("300 diep in een zaak", _in_tekst("<a>" * 300 + "</a>" * 300), weiger("B-0603")),
    ("100.000 diep", _voor_berichten("<a>" * 100_000), weiger("B-0603", "B-0605")),
    ("een tekst van 11 MB", _in_tekst("x" * 11_000_000), weiger("B-0603", "B-0606")),
    ("een tekst van 2 MB", _in_tekst("x" * 2_000_000), weiger("B-0606")),
    ("een tekst van 400 kB", _in_tekst("x" * 400_000), aanvaard()),
    (
        "een attribuut van 11 MB",
        lambda t: t.met((_WORTEL, f'{_WORTEL} a="{"x" * 11_000_000}"')),
        weiger("B-0603", "B-0605", "B-0606"),
    ),
    (
        "20.000 attributen",
        lambda t: t.met((_WORTEL, _WORTEL + "".join(f' a{i}="x"' for i in range(20_000)))),
        weiger("B-0605", "B-0606"),
    ),
    ("200.000 lege elementen", _voor_berichten("<a/>" * 200_000), weiger("B-0605")),
    ("200.000 commentaren", _voor_berichten("<!--a-->" * 200_000), weiger("B-0606")),
    ("veel witruimte tussen berichten", _voor_berichten(" " * 5_000_000), weiger("B-0606")),
    (
        "een naam van 60.000 tekens",
        _voor_berichten(f"<{'a' * 60_000}/>"),
        weiger("B-0603", "B-0605"),
    ),
    (
        "2.000 extraElementen die niemand noemde",
        lambda t: t.met(("<StUF:extraElementen>", "<StUF:extraElementen>" + _EXTRA * 2_000)),
        aanvaard(),
    ),
]


def _als(codering: str) -> Maak:
    return lambda t: t.goed.decode().encode(codering, "xmlcharrefreplace")


def _verklaard(naam: str) -> Maak:
    return lambda t: t.met(('encoding="UTF-8"', f'encoding="{naam}"'))


def _byte(data: bytes) -> Maak:
    return lambda t: t.goed.replace("Ö".encode(), data, 1)


_CODERING: list[tuple[str, Maak, Verwacht]] = [
    ("UTF-8 met BOM", lambda t: b"\xef\xbb\xbf" + t.goed, aanvaard()),
    ("twee BOM's", lambda t: b"\xef\xbb\xbf" * 2 + t.goed, weiger("B-0603")),
    ("UTF-16 met BOM", _als("utf-16"), weiger("B-0328")),
    ("UTF-16 LE zonder BOM", _als("utf-16-le"), weiger("B-0328")),
    ("UTF-16 BE zonder BOM", _als("utf-16-be"), weiger("B-0328")),
    ("UTF-32", _als("utf-32"), weiger("B-0328")),
    ("latin-1 die UTF-8 heet", _byte(b"\xd6"), weiger("B-0603")),
    ("te lange UTF-8", _byte(b"\xc0\xaf"), weiger("B-0603")),
    ("een los surrogaat", _byte(b"\xed\xa0\x80"), weiger("B-0603")),
    ("een byte die nooit kan", _byte(b"\xff"), weiger("B-0603")),
    ("een NUL", _byte(b"\x00"), weiger("B-0603")),
    ("een stuurteken", _byte(b"\x07"), weiger("B-0603")),
    ("een NUL als verwijzing", _in_tekst("&#0;"), weiger("B-0603")),
    ("een stuurteken als verwijzing", _in_tekst("&#x1b;"), weiger("B-0603")),
    ("een teken buiten Unicode", _in_tekst("&#x110000;"), weiger("B-0603")),
    ("verklaard latin-1", _verklaard("iso-8859-1"), weiger("B-0328")),
    ("verklaard UTF-7", _verklaard("UTF-7"), weiger("B-0328")),
    ("verklaard EBCDIC", _verklaard("IBM037"), weiger("B-0328")),
]

_VORM: list[tuple[str, Maak, Verwacht]] = [
    ("een & zonder code", _in_tekst("Jansen & Zoon"), weiger("B-0603")),
    ("een < zonder code", _in_tekst("a < b"), weiger("B-0603")),
    ("tags door elkaar", _in_tekst("<a><b></a></b>"), weiger("B-0603")),
    ("twee wortels", lambda t: t.goed + b"<x/>", weiger("B-0603")),
    ("twee sets achter elkaar", lambda t: t.goed + t.goed, weiger("B-0603")),
    ("rommel na het eind", lambda t: t.goed + b"rommel", weiger("B-0603")),
    ("witruimte na het eind", lambda t: t.goed + b"\r\n\r\n ", aanvaard()),
    ("NUL's na het eind", lambda t: t.goed + b"\x00" * 4096, weiger("B-0603")),
    ("tekst voor de verklaring", lambda t: b"x" + t.goed, weiger("B-0603")),
    ("zonder verklaring", lambda t: t.goed.partition(b"?>\n")[2], aanvaard()),
    ("XML 2.0", lambda t: t.met(('version="1.0"', 'version="2.0"')), weiger("B-0603")),
    (
        "twee keer hetzelfde attribuut",
        lambda t: t.met((_WORTEL, f'{_WORTEL} a="1" a="2"')),
        weiger("B-0603"),
    ),
    (
        "een voorvoegsel dat niemand kent",
        lambda t: t.met(("<ZKN:parameters>", "<ZKN:parameters><q:x/>")),
        weiger("B-0603"),
    ),
    ("]]> in een waarde", _in_tekst("a ]]> b"), weiger("B-0603")),
    ("CDATA in een omschrijving", _in_tekst("<![CDATA[<b>]]>"), aanvaard()),
]


def _afgebroken() -> Iterator[tuple[str, Maak, Verwacht]]:
    """Cut the file off in each kind of place."""
    for name, mark in {
        "in de verklaring": b"encoding",
        "in de wortel": b"berichtenSet",
        "in stuurgegevens": b"<StUF:referentienummer>G",
        "in een BSN": b"<BG:inp.bsn>99",
        "in een attribuut": b'naam="wmo.indicatie',
        "in een eindtag": b"</ZKN:zakLk0",
        "tussen twee berichten": b"</ZKN:zakLk01>",
        "voor het eind van de set": b"</StUF:StUF-beric",
    }.items():
        yield name, lambda t, mark=mark: t.goed[: t.goed.index(mark) + len(mark)], weiger("B-0603")  # type: ignore[misc]  # the row's own mark


_ANDERS: list[tuple[str, Maak, Verwacht]] = [
    ("leeg", lambda _: b"", weiger("B-0603", "B-0605")),
    ("alleen witruimte", lambda _: b" \n" * 100, weiger("B-0603", "B-0605")),
    ("een set zonder berichten", lambda t: t.als_set([]), leeg()),
    ("JSON", lambda _: b'{"zaken": []}', weiger("B-0603")),
    ("een CSV", lambda _: b"a;b\r\n1;2\r\n", weiger("B-0603")),
    ("een pdf", lambda _: b"%PDF-1.7\n" + bytes(range(256)), weiger("B-0603")),
    ("een zip", lambda _: b"PK\x03\x04" + bytes(100), weiger("B-0603")),
    ("een gzip", lambda _: b"\x1f\x8b\x08" + bytes(100), weiger("B-0328")),
    ("HTML", lambda _: b"<html><body>Inloggen</body></html>", weiger("B-0605")),
    ("een andere wortel", lambda _: b"<a><b/></a>", weiger("B-0605")),
    (
        "een groot bestand met een andere wortel",
        lambda _: b"<a>" + b"<b/>" * 99_999,
        weiger("B-0605", "B-0603"),
    ),
    (
        "een los bericht zonder set",
        lambda t: t.goed.replace(b"StUF:StUF-berichtenSet", b"ZKN:zakLk01x"),
        weiger("B-0605"),
    ),
    (
        "een set in een andere naamruimte",
        lambda t: t.goed.replace(b"http://www.egem.nl/StUF/StUF0301", b"urn:anders"),
        weiger("B-0605"),
    ),
    (
        "berichten van een andere soort",
        lambda t: t.goed.replace(b"zakLk01", b"zakLk02"),
        weiger("B-0605"),
    ),
    (
        "een vraag ertussen",
        lambda t: t.met(("<ZKN:zakLk01>", "<ZKN:zakLv01/><ZKN:zakLk01>")),
        weiger("B-0605"),
    ),
    (
        "een bericht in een bericht",
        lambda t: t.met(("<ZKN:parameters>", "<ZKN:zakLk01/><ZKN:parameters>")),
        weiger("B-0605"),
    ),
]


def _delen(**waar: str) -> Maak:
    """Put the good set down in parts: name behind that of the set -> which messages, "012"."""

    def make(turn: Zet) -> dict[str, bytes]:
        return {
            name: turn.als_set(turn.gewoon(int(at)) for at in which) for name, which in waar.items()
        }

    return make


_DELEN: list[tuple[str, Maak, Verwacht]] = [
    ("twee delen", _delen(_1="01", _2_laatste="2"), aanvaard()),
    ("een deel dat het laatste is", _delen(_1_laatste="012"), aanvaard()),
    ("drie delen", _delen(_1="0", _2="1", _3_laatste="2"), aanvaard()),
    ("het eerste deel ontbreekt", _delen(_2_laatste="012"), weiger("B-0601")),
    ("het laatste deel ontbreekt", _delen(_1="01", _2="2"), weiger("B-0601")),
    ("een deel ertussen ontbreekt", _delen(_1="0", _3_laatste="2"), weiger("B-0601")),
    ("twee keer hetzelfde deel", _delen(_1="01", _01="01", _2_laatste="2"), weiger("B-0602")),
    ("een deel na het laatste", _delen(_1_laatste="01", _2="2"), weiger("B-0602")),
    ("twee laatste delen", _delen(_1_laatste="01", _2_laatste="2"), weiger("B-0602")),
    (
        "de delen door elkaar",
        _delen(_1="2", _2_laatste="01"),
        weiger("B-0609"),
    ),
    (
        "hetzelfde bericht in twee delen",
        _delen(_1="012", _2_laatste="12"),
        weiger("B-0609", "B-0610"),
    ),
    (
        "een deel met een leeg bestand",
        lambda t: {"_1": t.goed, "_2_laatste": b""},
        weiger("B-0603", "B-0605"),
    ),
    (
        "dezelfde set onder twee namen",
        lambda t: {"_a": t.goed, "_b": t.goed},
        weiger("B-0609", "B-0610"),
    ),
    ("een deel met nummer 0", _delen(_0="012"), weiger("B-0601")),
]
