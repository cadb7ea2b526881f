"""What is read of an answer as text is what the parser reads of it, to the letter and the line."""

import gc
import re
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.stuf_zkn.antwoord import Antwoord, Verwacht
from connectors.stuf_zkn.blok import Objectoogst
from connectors.stuf_zkn.voorlezer import Voorlezer
from connectors.stuf_zkn.zeef import Zeef
from demo.stuf_server import StufServer
from tests.tools import stuf
from tests.tools.mallen import DELEN, KOP, NIL, beide, in_stukken, mallen, pagina, zaak


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


VOL = "".join(part[0] for part in DELEN)
#: What an object may hold; those that begin with VOL are a whole object and what comes behind it.
ODD = {
    "entity": "<ZKN:toelichting>Val &amp; breuk</ZKN:toelichting>",
    "number": "<ZKN:toelichting>Val &#10; breuk</ZKN:toelichting>",
    "unknown entity": "<ZKN:toelichting>Val &eacute;n</ZKN:toelichting>",
    "return": "<ZKN:toelichting>Val\r\nbreuk\r</ZKN:toelichting>",
    "greater": "<ZKN:toelichting>huis > trap</ZKN:toelichting>",
    "end of cdata": "<ZKN:toelichting>huis ]]> trap</ZKN:toelichting>",
    "cdata": "<ZKN:toelichting><![CDATA[<b> & </ZKN:object>]]></ZKN:toelichting>",
    "comment": "<!-- </ZKN:object> --><ZKN:toelichting>Val</ZKN:toelichting>",
    "remark": "<!-- x --><ZKN:toelichting>Val</ZKN:toelichting>",
    "order": "<?x y?><ZKN:toelichting>Val</ZKN:toelichting>",
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
    "empty": f"{VOL}</ZKN:object><ZKN:object/><ZKN:object>",
    "spaced end": f"{VOL}</ZKN:object ><ZKN:object>",
    "between": f"{VOL}</ZKN:object><!-- <ZKN:object></ZKN:object> --><ZKN:object>",
    "text between": f"{VOL}</ZKN:object>tussen<ZKN:object>",
    "other between": f"{VOL}</ZKN:object><ZKN:anders/><ZKN:object>",
    "ended": f"{VOL}</ZKN:object></ZKN:antwoord><ZKN:antwoord><ZKN:object>",
    "other object": f'{VOL}</ZKN:object><ZKN:object xmlns:ZKN="urn:x">{VOL}</ZKN:object>'
    "<ZKN:object>",
    "answer": "<ZKN:zakLa01><ZKN:melding>x</ZKN:melding></ZKN:zakLa01>",
    "answer in answer": f"<ZKN:zakLa01><ZKN:antwoord><ZKN:object>{VOL}</ZKN:object></ZKN:antwoord>"
    "</ZKN:zakLa01>",
    "deep": "<ZKN:d>" * 245 + "</ZKN:d>" * 245,
    "deepest": "<ZKN:d>" * 251 + "</ZKN:d>" * 251,
    "too deep": "<ZKN:d>" * 252 + "</ZKN:d>" * 252,
    "spoken of": "<ZKN:toelichting>zie xml:id en zakLa01</ZKN:toelichting>",
    "less": "<ZKN:toelichting>a < b</ZKN:toelichting>",
    "dtd": '<!DOCTYPE x [<!ENTITY e "x">]>',
    "mutation": "",
}


@pytest.mark.parametrize("kind", sorted(ODD))
@pytest.mark.parametrize("place", [0, 1, 20, 39])
@pytest.mark.parametrize(("size", "tolerant"), [(97, False), (100_000, True)])
def test_an_odd_object_is_read_as_the_parser_reads_it(
    kind: str, place: int, size: int, tolerant: bool
) -> None:
    parts = [ODD[kind], *(part[0] for part in DELEN[1:])]
    objects = [zaak(n, parts if n == place else None) for n in range(40)]
    if kind == "mutation":
        objects[place] = objects[place].replace(" StUF:sl", ' StUF:verwerkingssoort="V" StUF:sl')
    beide(pagina(objects), pagina(objects), size=size, tolerant=tolerant)


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


def test_no_two_elements_of_a_page_have_one_id() -> None:
    parts = ['<ZKN:toelichting xml:id="a">Val</ZKN:toelichting>', *(one[0] for one in DELEN[1:])]
    _, found = beide(pagina([zaak(n, parts if n in {5, 20} else None) for n in range(30)]))

    assert found[0][1][0][0][1] == "B-0330"


def test_one_prefix_may_mean_another_thing_on_the_next_page() -> None:
    page = pagina([zaak(n) for n in range(20)]).decode()
    bg = stuf.NAMESPACES["BG"]
    lezer, found = beide(page.encode(), page.replace(bg, "urn:anders").encode(), page.encode())

    assert [[taken[3] for taken, _, _ in read[:2]] for read, _ in found] == [
        ["999900000", "999900001"],
        ["", ""],
        ["999900000", "999900001"],
    ]
    assert lezer.als_tekst == 18 + 18 + 19


def test_a_page_may_have_no_prefixes_and_odd_addresses() -> None:
    page = pagina([zaak(n) for n in range(20)]).decode().replace("ZKN:", "").replace(":ZKN", "")
    lezer, _ = beide(page.encode())
    assert lezer.als_tekst == 18

    odd = page.replace("<s:Body>", '<s:Body xmlns:q="http://q.invalid/?a=1&amp;b=2">').encode()
    lezer, _ = beide(odd)
    assert lezer.als_tekst == 18


def test_a_page_with_more_prefixes_than_anybody_needs_is_the_parsers() -> None:
    many = "".join(f' xmlns:p{n}="urn:{n}"' for n in range(40))
    page = pagina([zaak(n) for n in range(20)]).decode()
    lezer, _ = beide(page.replace("<ZKN:antwoord>", f"<ZKN:antwoord{many}>").encode())

    assert lezer.als_tekst == 0


def test_a_mould_does_not_grow_without_end() -> None:
    plain = [part[0] for part in DELEN]
    kinds = [[*plain, f"<ZKN:x{n}>1</ZKN:x{n}>"] for n in range(100)]
    lezer, _ = beide(pagina([zaak(n, parts) for n, parts in enumerate(kinds * 2)]))
    known = next(iter(lezer.mallen._sets.values()))

    assert lezer.als_tekst > 0
    assert 1 < len(known._mallen) <= 6


def test_nothing_of_a_mould_is_left_when_its_read_is_over() -> None:
    objects = [zaak(n, [f"<ZKN:x label='Vloedlijn-{n}'/>", VOL]) for n in range(8)]
    beide(pagina(objects))
    gc.collect()
    left = [one for one in gc.get_objects() if isinstance(one, re.Pattern)]

    assert left
    assert not [one for one in left if "Vloedlijn" in str(one.pattern)]


def test_a_large_piece_is_cut() -> None:
    antwoord = Antwoord(Verwacht(stuf.bron("https://zaken.invalid"), "v", "bericht 1"))
    known = mallen()
    oogst = Objectoogst(known._uittreksel, known, Zeef("", date(2020, 1, 1), date(2030, 1, 1)))
    page = pagina([zaak(n) for n in range(400)])

    assert len(list(Voorlezer(antwoord, oogst).groepen([page]))) > len(page) // 65_536


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
    beide(*pages, size=data.draw(st.sampled_from([50, 333, 5_000])), streng=False)


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
