"""The answer zakLa01: proven to be ours and whole, or refused; nothing in between."""

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from connectors.stuf_zkn import StufSource, Tolerantie
from connectors.stuf_zkn.antwoord import Antwoord, Verwacht
from regres import SourceDown, SourceError, SourceRefused
from tests.tools import stuf
from tests.unit.connectors.stuf_messages import REFERENTIE, bericht


def source(**changes: Any) -> StufSource:
    return stuf.bron("https://localhost/StUF", **changes)


def read(
    message: bytes, status: int = 200, step: int = 512, **changes: Any
) -> tuple[int, Antwoord]:
    """Parse a message piece by piece; give the number of objects and what was learnt."""
    answer = Antwoord(Verwacht(source(**changes), REFERENTIE, "bericht 1", status))
    return sum(1 for _ in answer.objecten(pieces(message, step))), answer


def pieces(message: bytes, step: int) -> Iterator[bytes]:
    return (message[at : at + step] for at in range(0, len(message), step))


def code(message: bytes, **changes: Any) -> str:
    with pytest.raises(SourceError) as caught:
        read(message, **changes)
    return caught.value.problems[0].code


@cache
def good() -> bytes:
    return bericht(objecten=3)


def test_an_answer_gives_its_objects_and_what_it_says_about_the_question() -> None:
    count, answer = read(bericht(objecten=3, vervolg="true", aantal="12", melding="StUF0001: code"))

    assert (count, answer.vervolg, answer.aantal) == (3, True, 12)
    assert answer.meldingen == ["StUF0001: code"]


@pytest.mark.parametrize("step", [1, 7, 100_000])
def test_how_the_answer_is_cut_over_the_line_does_not_matter(step: int) -> None:
    assert read(good(), step=step)[0] == 3


def test_an_answer_without_objects_is_an_answer() -> None:
    assert read(bericht(objecten=0))[0] == 0


def test_a_byte_order_mark_is_no_problem() -> None:
    assert read(b"\xef\xbb\xbf" + good())[0] == 3


def test_an_object_deeper_down_is_no_zaak() -> None:
    inner = (
        "<ZKN:antwoord><ZKN:object><ZKN:heeftBetrekkingOp><ZKN:object>"
        "<ZKN:identificatie>1</ZKN:identificatie></ZKN:object></ZKN:heeftBetrekkingOp>"
        "</ZKN:object></ZKN:antwoord>"
    )

    assert read(bericht(inhoud=inner))[0] == 1


@settings(max_examples=300)
@given(st.data())
def test_an_answer_cut_anywhere_is_an_error(data: st.DataObject) -> None:
    whole = good().rstrip()
    message = whole[: data.draw(st.integers(min_value=0, max_value=len(whole) - 1))]
    step = data.draw(st.integers(min_value=1, max_value=len(whole)))

    with pytest.raises(SourceError):
        read(message, step=step)


def test_an_answer_cut_at_every_single_byte_is_an_error() -> None:
    whole = bericht(objecten=1).rstrip()

    for end in range(len(whole)):
        with pytest.raises(SourceError):
            read(whole[:end], step=len(whole))


@settings(max_examples=300)
@given(st.data())
def test_any_spoilt_byte_is_an_error_or_changes_no_count(data: st.DataObject) -> None:
    """What is still well-formed, ours and a zakLa01 has three objects; all else is refused."""
    whole = bytearray(good())
    place = data.draw(st.integers(min_value=0, max_value=len(whole) - 1))
    whole[place] = data.draw(st.integers(min_value=0, max_value=255))
    try:
        count, _ = read(bytes(whole))
    except SourceError:
        return

    assert count == 3


@settings(max_examples=200)
@given(st.binary(max_size=400))
def test_noise_is_never_an_answer(noise: bytes) -> None:
    with pytest.raises(SourceError):
        read(noise)


def test_a_cut_answer_is_worth_another_try_and_a_broken_one_is_not() -> None:
    with pytest.raises(SourceDown, match="B-0305"):
        read(good()[: len(good()) // 2])
    with pytest.raises(SourceRefused, match="B-0330"):
        read(good().replace(b"</ZKN:antwoord>", b"</ZKN:antwoordt>"))


@pytest.mark.parametrize(
    "doctype",
    [
        b"<!DOCTYPE x>",
        b'<!DOCTYPE x SYSTEM "file:///etc/passwd">',
        b'<!DOCTYPE x [<!ENTITY e "J">]>',
        b'<!DOCTYPE x [<!ATTLIST ZKN:object StUF:noValue CDATA "geenWaarde">]>',
    ],
)
def test_a_dtd_is_refused(doctype: bytes) -> None:
    head, _, rest = good().partition(b"?>")

    assert code(head + b"?>" + doctype + rest) == "B-0331"


def test_an_entity_bomb_is_refused() -> None:
    head, _, rest = good().partition(b"?>")
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">' + b"".join(
        b'<!ENTITY %c "%b">' % (97 + level, b"&%c;" % (96 + level) * 10) for level in range(1, 12)
    )

    assert code(head + b"?>" + bomb + b"]>" + rest.replace(b"Voorziening", b"&l;")) == "B-0331"


def test_bytes_that_are_not_utf8_are_refused() -> None:
    assert code(good().replace("Özdemir".encode(), "Özdemir".encode("cp1252"))) == "B-0330"


@pytest.mark.parametrize("step", [7, 100_000])
def test_xml_that_is_broken_is_told_by_its_line(step: int) -> None:
    broken = good().replace(b"<ZKN:antwoord>", b"\n\n<ZKN:antwoord>\x01")
    line = broken[: broken.index(b"\x01")].count(b"\n") + 1

    with pytest.raises(SourceRefused) as caught:
        read(broken, step=step)

    assert caught.value.problems[0].waar.startswith(f"bericht 1:{line}:")


def test_depth_and_length_beyond_reason_are_refused() -> None:
    deep = (
        "<ZKN:antwoord><ZKN:object>" + "<a>" * 300 + "</a>" * 300 + "</ZKN:object></ZKN:antwoord>"
    )
    wide = f"<ZKN:antwoord><ZKN:object><a>{'x' * 10_100_000}</a></ZKN:object></ZKN:antwoord>"

    assert code(bericht(inhoud=deep)) == "B-0330"
    assert code(bericht(inhoud=wide), step=65_536) == "B-0330"


# --- is it ours ----------------------------------------------------------------------------------


@pytest.mark.parametrize("allowed", [frozenset(), frozenset({Tolerantie.GEEN_CROSSREF})])
def test_the_answer_to_another_question_is_refused(allowed: frozenset[Tolerantie]) -> None:
    assert code(bericht(crossref="another"), toleranties=allowed) == "B-0334"


@pytest.mark.parametrize("allowed", [Tolerantie.GEEN_CROSSREF, Tolerantie.EIGEN_CROSSREF])
def test_an_answer_that_names_nobody_and_no_question_is_refused(allowed: Tolerantie) -> None:
    own = frozenset({allowed})
    assert code(bericht(crossref=None, zender=None), toleranties=own) == "B-0335"
    assert code(bericht(crossref=None, ontvanger=None), toleranties=own) == "B-0335"
    assert read(bericht(zender=None, ontvanger=None))[0] == 3


@pytest.mark.parametrize("deel", ["organisatie", "applicatie", "administratie"])
@pytest.mark.parametrize("rol", ["zender", "ontvanger"])
def test_an_answer_from_or_for_another_system_is_refused(rol: str, deel: str) -> None:
    own = source()
    right = own.ontvanger if rol == "zender" else own.zender
    changed: Any = {rol: replace(right, **{deel: "anders"})}

    assert code(bericht(**changed)) == "B-0335"


def test_another_message_is_refused() -> None:
    assert code(bericht(berichtcode="La02")) == "B-0333"
    assert code(good().replace(b"zakLa01", b"zakLa03")) == "B-0332"
    assert code(good().replace(b"sector/zkn/0310", b"sector/zkn/0320")) == "B-0332"


def test_an_answer_outside_its_envelope_is_refused() -> None:
    inside = etree.fromstring(good())[0][0]

    assert code(etree.tostring(inside)) == "B-0332"


def test_two_answers_in_one_envelope_are_refused() -> None:
    body = etree.tostring(etree.fromstring(good())[0][0])

    assert code(good().replace(b"</soapenv:Body>", body + b"</soapenv:Body>")) == "B-0332"


def test_objects_before_the_header_are_refused() -> None:
    objects = "<ZKN:antwoord><ZKN:object><ZKN:identificatie>1</ZKN:identificatie></ZKN:object>"
    message = bericht(objecten=0).replace(
        b"<ZKN:stuurgegevens>", objects.encode() + b"</ZKN:antwoord><ZKN:stuurgegevens>"
    )

    assert code(message) == "B-0332"


@pytest.mark.parametrize("value", [None, "", "ja", "TRUE"])
def test_an_answer_that_does_not_say_whether_there_is_more_is_refused(value: str | None) -> None:
    assert code(bericht(vervolg=value)) == "B-0336"


def test_a_page_of_the_web_is_refused() -> None:
    assert code(b"<html><body><p>Log in</p></body></html>") == "B-0332"


def test_a_good_answer_with_a_status_of_failure_is_not_believed() -> None:
    assert code(good(), status=500) == "B-0323"


def test_no_value_of_the_message_stands_in_an_error() -> None:
    zaak = stuf.zaak(1)
    for message in (good()[:-40], good().replace(b"Body>", b"Bodyy>"), bericht(crossref="x")):
        with pytest.raises(SourceError) as caught:
            read(message)

        told = repr(caught.value) + str(caught.value) + str(caught.value.__context__)
        assert zaak.bsn not in told
        assert caught.value.__suppress_context__ or caught.value.__context__ is None


@pytest.mark.parametrize("total", ["9" * 5_000, "-3", "1e9", "\u0661", ""])
def test_a_total_that_is_no_number_is_no_total(total: str) -> None:
    assert read(bericht(aantal=total))[1].aantal is None


@pytest.mark.parametrize("deel", ["StUF:berichtcode", "StUF:crossRefnummer", "StUF:ontvanger"])
def test_a_part_of_the_header_that_stands_twice_is_refused(deel: str) -> None:
    end = f"</{deel}>".encode()
    begin = good().index(f"<{deel}>".encode())
    part = good()[begin : good().index(end) + len(end)]

    assert code(good().replace(part, part + part)) == "B-0332"


def test_a_second_antwoord_or_body_is_refused() -> None:
    again = b"</ZKN:antwoord><ZKN:antwoord/>"

    assert code(good().replace(b"</ZKN:antwoord>", again)) == "B-0332"
    assert code(good().replace(b"</soapenv:Body>", b"</soapenv:Body><soapenv:Body/>")) == "B-0332"


@pytest.mark.parametrize("bad", [b"&eacute;", b"<q:x/>"])
def test_what_the_parser_would_go_on_after_is_refused_at_once(bad: bytes) -> None:
    assert code(good().replace(b"<ZKN:omschrijving>", b"<ZKN:omschrijving>" + bad, 1)) == "B-0330"
