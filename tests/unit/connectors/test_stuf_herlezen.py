"""An object that was let go comes back out of the text of its page as it was."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from connectors.stuf_zkn import StufSource
from connectors.stuf_zkn.antwoord import Antwoord, Verwacht
from connectors.stuf_zkn.herlezen import Paginatekst
from tests.tools import stuf
from tests.unit.connectors import stuf_messages

BINNEN = (
    "<ZKN:toelichting>één &amp; twee &lt;ZKN:object </ZKN:toelichting>",
    "<ZKN:toelichting>Let op! Hoezo? 1 &gt; 0</ZKN:toelichting>",
    '<ZKN:toelichting a="&lt;ZKN:object>">x</ZKN:toelichting>',
)
#: What makes that nobody can tell by its tags where an object begins.
ONZEKER = (
    "<ZKN:toelichting><![CDATA[<ZKN:object ></ZKN:object>]]></ZKN:toelichting>",
    "<!-- <ZKN:object> --><ZKN:a/>",
    "<?x <ZKN:object > ?><ZKN:a/>",
    "<ZKN:objecten><ZKN:a/></ZKN:objecten>",
    '<ZKN:b><ZKN:object naam="binnen"><ZKN:a/></ZKN:object></ZKN:b>',
    '<ZKN:object xmlns:ZKN="urn:ander"><ZKN:a/></ZKN:object>',
)
VORMEN = (
    '<ZKN:object StUF:entiteittype="ZAK">{}</ZKN:object>',
    "<ZKN:object\n>{}</ZKN:object >\n",
    '<ZKN:object xmlns:q="urn:q" q:a="1">{}<q:b/></ZKN:object>\n',
)
#: What may stand around an object.
ROND = ("<!-- x -->{}", "{}<!-- <ZKN:object > -->", "<?x y?>{}", "\n{}")
ANDER = '<z:object xmlns:z="http://www.egem.nl/StUF/sector/zkn/0310">{}</z:object>'


def pagina(objects: list[str]) -> bytes:
    inside = "".join(objects)
    return stuf_messages.bericht(inhoud=f"<ZKN:antwoord>\n{inside}</ZKN:antwoord>")


def gelezen(text: bytes, step: int = 700) -> tuple[Paginatekst, list[etree._Element]]:
    source: StufSource = stuf.bron("https://localhost:1/StUF")
    answer = Antwoord(Verwacht(source, stuf_messages.REFERENTIE, "hier"))
    kept = Paginatekst("hier")
    pieces = [text[at : at + step] for at in range(0, len(text), step)]
    return kept, list(answer.objecten(kept.bewaar(pieces)))


def laat_gaan(element: etree._Element) -> None:
    element.clear(keep_tail=True)  # type: ignore[call-arg]  # unknown to the stubs


def geschreven(element: etree._Element) -> bytes:
    return etree.tostring(element, method="c14n", with_tail=False)


def teruggelezen(objects: list[str]) -> tuple[bool, list[bytes], list[bytes]]:
    """Read a page, let all of its objects go, and read each of them again."""
    kept, found = gelezen(pagina(objects))
    before = [geschreven(one) for one in found]
    for one in found:
        laat_gaan(one)
    return kept.heel, before, [geschreven(kept.lees(one, lambda _: True)) for one in found]


def heel(objects: list[str]) -> bool:
    kept, found = gelezen(pagina(objects))
    laat_gaan(found[0])
    kept.lees(found[0], lambda _: True)
    return kept.heel


def met(vorm: str, *inside: str) -> str:
    return vorm.format("".join(("<ZKN:identificatie>1</ZKN:identificatie>", *inside)))


OBJECTEN = st.builds(
    met, st.sampled_from((*VORMEN, ANDER)), st.sampled_from((*BINNEN, *BINNEN, *ONZEKER))
)
OMRINGD = st.builds(str.format, st.sampled_from((*["{}"] * 8, *ROND)), OBJECTEN)


@given(st.lists(OMRINGD, min_size=1, max_size=6))
def test_an_object_that_was_let_go_comes_back_as_it_was(objects: list[str]) -> None:
    _, before, after = teruggelezen(objects)

    assert after == before


@given(st.lists(st.builds(met, st.sampled_from(VORMEN), st.sampled_from(BINNEN)), min_size=1))
def test_objects_that_tags_tell_apart_are_read_without_the_others(objects: list[str]) -> None:
    assert not heel([*objects, met(VORMEN[0])])


@pytest.mark.parametrize("odd", ONZEKER)
def test_where_a_tag_may_be_no_tag_the_whole_page_is_read_again(odd: str) -> None:
    assert heel([met(VORMEN[0]), met(VORMEN[0], odd)])


@pytest.mark.parametrize("around", ROND[:3])
def test_beside_a_comment_or_an_instruction_the_whole_page_is_read_again(around: str) -> None:
    assert heel([around.format(met(VORMEN[0])), met(VORMEN[0])])


def test_a_page_full_of_marks_is_not_looked_through_one_by_one() -> None:
    marks = "<ZKN:toelichting>{}</ZKN:toelichting>".format

    assert not heel([met(VORMEN[0], marks("!" * 9_000))])
    assert heel([met(VORMEN[0], marks("!" * 10_000))])


def test_objects_with_another_prefix_are_not_told_apart_by_their_tags() -> None:
    assert heel([met(VORMEN[0]), met(ANDER)])
    assert not heel([met(ANDER), met(ANDER)])


def test_what_is_not_what_was_let_go_is_looked_for_in_the_whole_page() -> None:
    kept, found = gelezen(pagina([met(VORMEN[0], one) for one in BINNEN]))
    before = geschreven(found[2])
    laat_gaan(found[2])

    assert geschreven(kept.lees(found[2], lambda _: False)) == before
    assert kept.heel


def test_an_object_that_is_still_there_is_not_read_again() -> None:
    kept, found = gelezen(pagina([met(VORMEN[0])]))

    assert kept.lees(found[0], lambda _: False) is found[0]
    assert not kept.heel
