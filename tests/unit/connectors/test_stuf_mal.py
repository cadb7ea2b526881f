"""What is read of an answer as text is what the parser reads of it, to the letter and the line."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from connectors.stuf_zkn.antwoord import Antwoord, Verwacht
from connectors.stuf_zkn.blok import Objectoogst
from connectors.stuf_zkn.mallen import Mallen
from connectors.stuf_zkn.tekstobject import Tekstobject, als_element, op_regel
from connectors.stuf_zkn.uittreksel import Uittreksel, gevraagd
from connectors.stuf_zkn.velden import compileer
from connectors.stuf_zkn.voorlezer import Voorlezer
from connectors.stuf_zkn.zeef import Zeef
from demo.stuf_server import StufServer
from regres import SourceError, XmlLayout
from tests.tools import stuf

PERSOON = "ZKN:heeftAlsInitiator/ZKN:gerelateerde/ZKN:natuurlijkPersoon"
ADRESSEN = {
    "nummer": ("ZKN:leidtTot/ZKN:gerelateerde/ZKN:identificatie",),
    "vlag": (stuf.extra_element("vlag"), stuf.extra_element("oud")),
    "notitie": ("ZKN:toelichting",),
    "bsn": (f"{PERSOON}/BG:inp.bsn",),
}
LAYOUT = XmlLayout(stuf.NAMESPACES, ADRESSEN, tuple(ADRESSEN))
KOP = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>'
    '<ZKN:zakLa01 xmlns:ZKN="http://www.egem.nl/StUF/sector/zkn/0310"'
    ' xmlns:BG="http://www.egem.nl/StUF/sector/bg/0310"'
    ' xmlns:StUF="http://www.egem.nl/StUF/StUF0301"'
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">{opmerking}'
    "<ZKN:stuurgegevens><StUF:berichtcode>La01</StUF:berichtcode>"
    "<StUF:crossRefnummer>v</StUF:crossRefnummer></ZKN:stuurgegevens>"
    "<ZKN:parameters><StUF:indicatorVervolgvraag>false</StUF:indicatorVervolgvraag>"
    "</ZKN:parameters><ZKN:antwoord>"
)
STAART = "</ZKN:antwoord></ZKN:zakLa01></s:Body></s:Envelope>"
NIL = 'xsi:nil="true" StUF:noValue="geenWaarde"'

Gelezen = list[tuple[list[str] | None, bytes, int]]


def mallen(vanaf: int = 0, proeven: int = 1) -> Mallen:
    wat = gevraagd(compileer(LAYOUT), LAYOUT.altijd)
    assert wat is not None
    return Mallen(Uittreksel(wat), vanaf, proeven)


class Lezer:
    """Reads pages, and remembers how many objects were never parsed."""

    def __init__(self, known: Mallen) -> None:
        self.mallen = known
        self.als_tekst = 0

    def lees(self, pieces: Sequence[bytes]) -> tuple[Gelezen, Any]:
        """Give what was read, and the refusal when there was one."""
        antwoord = Antwoord(Verwacht(stuf.bron("https://zaken.invalid"), "v", "bericht 1"))
        zeef = Zeef("", date(2020, 1, 1), date(2030, 1, 1))
        oogst = Objectoogst(self.mallen._uittreksel, self.mallen, zeef)
        found: Gelezen = []
        try:
            for together in Voorlezer(antwoord, oogst, bundel=1).groepen(pieces):
                found += map(self._gezien, together)
        except SourceError as error:
            return found, [[(type(error), one.code, one.waar) for one in error.problems]]
        return found, [antwoord.vervolg]

    def _gezien(self, one: tuple[Any, Sequence[str] | None]) -> tuple[list[str] | None, bytes, int]:
        self.als_tekst += isinstance(one[0], Tekstobject) and one[0]._element is None
        taken = None if one[1] is None else list(one[1])
        return taken, etree.tostring(als_element(one[0]), method="c14n"), op_regel(one[0])


def pagina(objecten: Sequence[str], opmerking: str = "") -> bytes:
    return (KOP.format(opmerking=opmerking) + "".join(objecten) + STAART).encode()


def in_stukken(data: bytes, size: int) -> list[bytes]:
    return [data[at : at + size] for at in range(0, len(data), size)]


DELEN = (
    ("<ZKN:toelichting>Rolstoel {n}</ZKN:toelichting>",),
    ("<ZKN:startdatum>20260301</ZKN:startdatum>",),
    ("<StUF:extraElementen>",),
    ('<StUF:extraElement naam="vlag">N</StUF:extraElement>',),
    (f'<StUF:extraElement naam="x" {NIL}/>',),
    ("</StUF:extraElementen>",),
    ("<ZKN:isVan><ZKN:gerelateerde><ZKN:code>W{n}</ZKN:code></ZKN:gerelateerde></ZKN:isVan>",),
    ("<ZKN:heeftAlsInitiator><ZKN:gerelateerde><ZKN:natuurlijkPersoon>",),
    ("<BG:inp.bsn>9999{n:05}</BG:inp.bsn>",),
    ("</ZKN:natuurlijkPersoon></ZKN:gerelateerde></ZKN:heeftAlsInitiator>",),
    ("<ZKN:leidtTot><ZKN:gerelateerde>",),
    ("<ZKN:identificatie>B{n}</ZKN:identificatie>",),
    ("</ZKN:gerelateerde></ZKN:leidtTot>",),
)


def zaak(number: int, parts: Sequence[str] | None = None, regel: str = "") -> str:
    inside = regel.join(parts or [part[0] for part in DELEN]).replace("{n:05}", f"{number:05}")
    inside = inside.replace("{n}", str(number))
    return (
        f'<ZKN:object StUF:entiteittype="ZAK" StUF:sleutelVerzendend="S{number}">'
        f"{regel}{inside}{regel}</ZKN:object>"
    )


def beide(*pages: bytes, size: int = 700) -> tuple[Lezer, list[Any]]:
    """Read pages with moulds and without; they must come out the same."""
    without, with_ = Lezer(mallen(10**9)), Lezer(mallen())
    one = [without.lees(in_stukken(page, size)) for page in pages]
    other = [with_.lees(in_stukken(page, size)) for page in pages]
    assert without.als_tekst == 0
    for old, new in zip(one, other, strict=True):
        # Of two wrong things in one piece, an empty object is met before what is behind it.
        assert old[1] == new[1] or "B-0329" in str((old[1], new[1]))
        assert isinstance(old[1][0], list) == isinstance(new[1][0], list)
        # What comes before a refusal is never handed on with less than a page behind it.
        assert old[0] == new[0] or isinstance(old[1][0], list)
    return with_, other


def test_what_is_written_alike_is_read_as_text() -> None:
    lezer, found = beide(pagina([zaak(n) for n in range(50)]))

    assert lezer.als_tekst == 48
    assert [taken[3] for taken, _, _ in found[0][0] if taken] == [f"9999{n:05}" for n in range(50)]


def test_what_not_every_object_has_is_read_as_text_too() -> None:
    without_note = [part[0] for part in DELEN[1:]]
    nil_note = [f"<ZKN:toelichting {NIL}/>", *without_note]
    more = ["<ZKN:omschrijving>Iets</ZKN:omschrijving>", *(part[0] for part in DELEN)]
    kinds = [None, without_note, nil_note, more]
    lezer, found = beide(pagina([zaak(n, kinds[n % 4]) for n in range(60)]))

    assert lezer.als_tekst >= 50
    assert [taken[2] for taken, _, _ in found[0][0][-4:] if taken] == [
        "Rolstoel 56",
        "",
        "",
        "Rolstoel 59",
    ]


def test_a_value_that_may_stand_in_two_places_is_taken_from_the_first_that_is_there() -> None:
    new, old = (
        f'<StUF:extraElement naam="{naam}">{{}}</StUF:extraElement>' for naam in ("vlag", "oud")
    )
    flags = [new.format("J") + old.format("N"), new.format("J"), old.format("N"), ""]
    flags += [new.format("").replace("></", f" {NIL}></") + old.format("N")]
    parts = [part[0] for part in DELEN]
    kinds = [[*parts[:3], flag, *parts[4:]] for flag in flags]
    lezer, found = beide(pagina([zaak(n, kinds[n * 7 % 5]) for n in range(80)]))

    assert lezer.als_tekst > 40
    assert [taken[1] for taken, _, _ in found[0][0][:5] if taken] == ["J", "N", "", "J", ""]


def test_signs_that_are_written_as_entities_are_read_as_text_too() -> None:
    parts = [part[0] for part in DELEN[1:]]
    note = "<ZKN:toelichting>&lt;a&gt; &amp;amp;\r\n\r&quot;b&apos; -> c{n}\r</ZKN:toelichting>"
    lezer, found = beide(pagina([zaak(n, [note, *parts] if n % 2 else None) for n in range(60)]))

    assert lezer.als_tekst == 58
    assert found[0][0][-1][0][2] == "<a> &amp;\n\n\"b' -> c59\n"


@pytest.mark.parametrize("regel", ["\n", "\n  ", "\r\n\t", " "])
def test_a_page_that_is_laid_out_in_lines_gives_the_lines_of_its_objects(regel: str) -> None:
    lezer, found = beide(pagina([regel + zaak(n, regel=regel) for n in range(30)]))

    assert lezer.als_tekst == 28
    assert len({line for _, _, line in found[0][0]}) == (1 if regel == " " else 30)


ODD = {
    "entity": "<ZKN:toelichting>Val &amp; breuk</ZKN:toelichting>",
    "number": "<ZKN:toelichting>Val &#10; breuk</ZKN:toelichting>",
    "unknown entity": "<ZKN:toelichting>Val &eacute;n</ZKN:toelichting>",
    "return": "<ZKN:toelichting>Val\r\nbreuk\r</ZKN:toelichting>",
    "greater": "<ZKN:toelichting>huis > trap</ZKN:toelichting>",
    "end of cdata": "<ZKN:toelichting>huis ]]> trap</ZKN:toelichting>",
    "cdata": "<ZKN:toelichting><![CDATA[<b> & </ZKN:object>]]></ZKN:toelichting>",
    "comment": "<!-- </ZKN:object> --><ZKN:toelichting>Val</ZKN:toelichting>",
    "comment inside": "<ZKN:toelichting>Val<!-- x -->len</ZKN:toelichting>",
    "instruction": "<?x </ZKN:object> ?><ZKN:toelichting>Val</ZKN:toelichting>",
    "inside": "<ZKN:toelichting>Val<ZKN:x/>len</ZKN:toelichting>",
    "text beside": "los<ZKN:toelichting>Val</ZKN:toelichting>",
    "twice": "<ZKN:toelichting>A</ZKN:toelichting><ZKN:toelichting>B</ZKN:toelichting>",
    "own prefix": f'<Z:toelichting xmlns:Z="{stuf.NAMESPACES["ZKN"]}">Val</Z:toelichting>',
    "other meaning": '<ZKN:toelichting xmlns:ZKN="urn:x">Val</ZKN:toelichting>',
    "no prefix": "<toelichting>Val</toelichting>",
    "unknown prefix": "<Q:toelichting>Val</Q:toelichting>",
    "space": '<ZKN:toelichting xml:space="preserve">Val</ZKN:toelichting>',
    "id": '<ZKN:toelichting xml:id="a">Val</ZKN:toelichting>',
    "attribute": "<ZKN:toelichting a='x>y'>Val</ZKN:toelichting>",
    "attribute twice": '<ZKN:toelichting a="1" a="2">Val</ZKN:toelichting>',
    "refused": '<ZKN:toelichting StUF:noValue="nietGeautoriseerd"/>',
    "foreign": '<ZKN:toelichting noValue="geenWaarde"/>',
    "control": "<ZKN:toelichting>a\x01b</ZKN:toelichting>",
    "no character": "<ZKN:toelichting>a\ufffeb</ZKN:toelichting>",
    "delete": "<ZKN:toelichting>a\x7f\x85b\u2028\U0001f600</ZKN:toelichting>",
    "not closed": "<ZKN:toelichting>a",
    "not opened": "a</ZKN:toelichting>",
    "crossed": "<ZKN:toelichting><ZKN:x></ZKN:toelichting></ZKN:x>",
    "nested": "<ZKN:heeft><ZKN:object><ZKN:x>1</ZKN:x></ZKN:object></ZKN:heeft>",
    "nested empty": "<ZKN:heeft><ZKN:object/></ZKN:heeft>",
    "empty": "</ZKN:object><ZKN:object/><ZKN:object>",
    "spaced end": "</ZKN:object ><ZKN:object>",
    "between": "</ZKN:object><!-- <ZKN:object></ZKN:object> --><ZKN:object>",
    "text between": "</ZKN:object>tussen<ZKN:object>",
    "other between": "</ZKN:object><ZKN:anders/><ZKN:object>",
    "ended": "</ZKN:object></ZKN:antwoord><ZKN:antwoord><ZKN:object>",
    "less": "<ZKN:toelichting>a < b</ZKN:toelichting>",
    "dtd": '<!DOCTYPE x [<!ENTITY e "x">]>',
    "mutation": "",
}


@pytest.mark.parametrize("kind", sorted(ODD))
@pytest.mark.parametrize("place", [0, 1, 20, 39])
@pytest.mark.parametrize("size", [97, 100_000])
def test_an_odd_object_is_read_as_the_parser_reads_it(kind: str, place: int, size: int) -> None:
    parts = [ODD[kind], *(part[0] for part in DELEN[1:])]
    objects = [zaak(n, parts if n == place else None) for n in range(40)]
    if kind == "mutation":
        objects[place] = objects[place].replace(" StUF:sl", ' StUF:verwerkingssoort="V" StUF:sl')
    beide(pagina(objects), pagina(objects), size=size)


@pytest.mark.parametrize("opmerking", ["<!-- gemaakt -->", "<!-- </ZKN:object> -->", "<?x y?>"])
def test_a_remark_before_the_first_object_changes_nothing(opmerking: str) -> None:
    lezer, found = beide(pagina([zaak(n) for n in range(20)], opmerking))

    assert len(found[0][0]) == 20
    assert lezer.als_tekst == (0 if "object" in opmerking else 18)


def test_elements_that_repeat_take_no_time_without_end() -> None:
    plain = [part[0] for part in DELEN]
    more = [[*plain, *["<ZKN:heeft><ZKN:x>1</ZKN:x></ZKN:heeft>"] * times] for times in range(40)]
    # The last one differs at its very end: whoever tried which is which would never be done.
    last = [*more[-1], "<ZKN:nieuw/>"]
    lezer, found = beide(pagina([zaak(n, parts) for n, parts in enumerate([*more, last] * 3)]))

    assert len(found[0][0]) == 123
    assert lezer.als_tekst > 0


def test_small_pieces_are_read_together() -> None:
    antwoord = Antwoord(Verwacht(stuf.bron("https://zaken.invalid"), "v", "bericht 1"))
    known = mallen()
    oogst = Objectoogst(known._uittreksel, known, Zeef("", date(2020, 1, 1), date(2030, 1, 1)))
    page = pagina([zaak(n) for n in range(100)])
    groups = list(Voorlezer(antwoord, oogst).groepen(in_stukken(page, 10)))

    assert sum(map(len, groups)) == 100
    assert len(groups) < 10


@given(st.data())
@settings(max_examples=200)
def test_pages_at_random_come_out_the_same(data: st.DataObject) -> None:
    kinds = data.draw(st.lists(st.sampled_from(sorted(ODD)), max_size=3))
    plain = [part[0] for part in DELEN]
    shapes = [plain, plain[1:], [f"<ZKN:toelichting {NIL}/>", *plain[1:]]]
    shapes += [[ODD[kind], *plain[1:]] for kind in kinds]
    which = data.draw(st.lists(st.integers(0, len(shapes) - 1), min_size=4, max_size=16))
    line = data.draw(st.sampled_from(["", "", "\n", "\r\n "]))
    pages = [
        pagina([line + zaak(n, shapes[one], line) for n, one in enumerate(order)])
        for order in (which, which[::-1])
    ]
    if data.draw(st.booleans()):
        pages[1] = _beschadigd(data, pages[1])
    beide(*pages, size=data.draw(st.sampled_from([50, 333, 5_000])))


def _beschadigd(data: st.DataObject, page: bytes) -> bytes:
    """Change a page as a line that lies, or a hand that means harm, would."""
    at = data.draw(st.integers(len(KOP), len(page)))
    until = min(len(page), at + data.draw(st.integers(0, 40)))
    odd = st.sampled_from(
        [
            b"",
            b"<",
            b">",
            b"&",
            b"]]>",
            b"\xff",
            b"\xc3",
            b"\x00",
            b"\r",
            b"<!--",
            b"-->",
            b"<x>",
            b'"',
            b"/",
        ]
    )
    return page[:at] + data.draw(odd) + page[until:]


def test_a_record_of_an_object_that_is_text_has_all_of_its_object() -> None:
    with StufServer(stuf.zaken(900), stuf.certificaten()) as server:
        source = stuf.bron(server.url, maximum_aantal=100)
        with stuf.connector(source).read(stuf.VENSTER) as reading:
            found = [(one.fields.text("zaak"), one.fields.text("naam")) for one in reading]

    assert sorted(found) == sorted(
        (one.identificatie, one.geslachtsnaam) for one in stuf.zaken(900)
    )
