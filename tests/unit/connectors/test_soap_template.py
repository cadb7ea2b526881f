"""A service of a supplier's own: what is asked of it, and which answers are believed."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from connectors.base import ReadRequest
from connectors.soap_template import SoapConnector, SoapSource, Soapversie, Tempo
from connectors.soap_template.sjabloon import Sjabloon, lees
from connectors.stuf_zkn import Grenzen
from regres import ConfigProblem, SourceDown, SourceError, SourceRefused, XmlLayout
from tests.tools import gws, stuf
from tests.tools.soap_server import Antwoorder, SoapServer, Vraag

STANDARD = stuf.STANDARDS / "vendor-centric-gws"

Maak = Callable[..., SoapSource]


class Dienst:
    """One running server whose answers a test chooses, and a source that asks it."""

    def __init__(self, server: SoapServer, folder: Path) -> None:
        self.server = server
        self._folder = folder

    def bron(self, antwoord: Antwoorder = gws.gws, /, **anders: Any) -> SoapSource:
        self.server.vragen.clear()
        self.server.antwoord = antwoord
        return gws.bron(self.server.url, self._folder, stuf.certificaten(), **anders)

    def sjabloon(self, text: str) -> Sjabloon:
        (self._folder / "eigen.xml").write_text(text, encoding="utf-8")
        return lees(self._folder / "eigen.xml", "eigen.xml")

    def code(self, antwoord: Antwoorder, /, **anders: Any) -> str:
        with pytest.raises(SourceError) as refused:
            gws.lees_alles(self.bron(antwoord, **anders))
        told = str(refused.value)
        assert not any(klant in told for klant in gws.KLANTEN)
        return refused.value.problems[0].code


@pytest.fixture(scope="module")
def server() -> Iterator[SoapServer]:
    with SoapServer(gws.gws, stuf.certificaten()) as running:
        yield running


@pytest.fixture
def dienst(server: SoapServer, tmp_path: Path) -> Dienst:
    return Dienst(server, tmp_path)


# -- what is asked ---------------------------------------------------------------------------------


def test_a_question_is_the_template_and_the_headers_filled_in(dienst: Dienst) -> None:
    gws.lees_alles(dienst.bron())
    first, second, third = dienst.server.vragen

    keys = [one.waarde("BurgerServiceNr") for one in (first, second, third)]
    assert keys == list(gws.KLANTEN)
    assert first.waarde("Periodenummer") == "202601"
    assert first.waarde("DatTijdAanmaakRequest") == "2026-03-01T02:15:00Z"
    assert first.envelop.findtext(".//Bron/Gemeentecode") == "9901"


def test_soap_11_has_the_action_in_a_header_of_its_own(dienst: Dienst) -> None:
    gws.lees_alles(dienst.bron(soapaction="urn:actie"))
    kop = dienst.server.vragen[0].kop

    assert (kop["content-type"], kop["soapaction"]) == ("text/xml; charset=utf-8", '"urn:actie"')


@pytest.mark.parametrize("media", ["application/soap+xml", "text/xml"])
def test_soap_12_has_the_action_in_the_content_type(dienst: Dienst, media: str) -> None:
    def answer(vraag: Vraag) -> Any:
        return 200, {"Content-Type": f"{media}; charset=utf-8"}, gws.gws(vraag)

    rows = gws.lees_alles(dienst.bron(answer, soap=Soapversie.SOAP12, soapaction="urn:actie"))
    vraag = dienst.server.vragen[0]

    assert len(rows) == 3
    kind = 'application/soap+xml; charset=utf-8; action="urn:actie"'
    assert vraag.kop["content-type"] == kind
    assert "soapaction" not in vraag.kop
    assert etree.QName(vraag.envelop).namespace == gws.SOAP12


def test_the_questions_are_valid_by_the_schemas_of_the_supplier(dienst: Dienst) -> None:
    if not STANDARD.is_dir():
        pytest.skip("../shared is absent")
    gws.lees_alles(dienst.bron())
    folder = STANDARD / "uitkering" / "v0600-b01"
    body = etree.XMLSchema(etree.parse(folder / "BodyAction_resolved.xsd"))
    header = etree.XMLSchema(etree.parse(folder / "GWSMLHeader_resolved.xsd"))
    envelope = dienst.server.vragen[0].envelop

    body.assertValid(envelope[1][0])
    header.assertValid(envelope[0][0])


def test_the_answer_that_the_supplier_published_is_read(dienst: Dienst) -> None:
    if not STANDARD.is_dir():
        pytest.skip("../shared is absent")
    sample = (STANDARD / "samples" / "uitkering_response_basic.xml").read_bytes()
    rows = gws.lees_alles(dienst.bron(lambda _: sample, sleutels=("900038937",)))

    assert [(row["dossier"], row["periode"], row["bedrag"]) for row in rows] == [
        ("61913", "202301", "63343")
    ]


def test_a_name_and_a_key_of_the_source_belong_together(dienst: Dienst) -> None:
    plain = dienst.sjabloon("<v/>")
    for changes in (
        {"sleutels": ()},
        {"periode": False},
        {"volgende": "x"},
        {"sjabloon": plain, "koppen": ()},
        {"sjabloon": dienst.sjabloon("<v>{{sleutel}}{{van}}{{vervolg}}</v>")},
        {"sjabloon": dienst.sjabloon("<v>{{van}}</v>"), "sleutels": (), "echo": "x"},
    ):
        with pytest.raises(ConfigProblem, match="B-0706"):
            dienst.bron(**changes)


def test_every_xpath_that_is_none_is_told_at_once(dienst: Dienst) -> None:
    with pytest.raises(ConfigProblem) as refused:
        dienst.bron(record="a[", leeg="x:b", neem_mee=("c", "d)"))

    found = [(problem.code, problem.waar) for problem in refused.value.problems]
    assert found == [
        ("B-0705", "bron: record"),
        ("B-0705", "bron: leeg"),
        ("B-0705", "bron: neem_mee[2]"),
    ]


def test_a_period_that_is_needed_must_be_given(dienst: Dienst) -> None:
    with (
        pytest.raises(SourceRefused, match="B-0716"),
        gws.connector(dienst.bron()).read(ReadRequest()),
    ):
        pass


# -- pages -----------------------------------------------------------------------------------------


def pages(*numbers: int, meer: str = "") -> str:
    found = [gws.dossier(number, "202601") for number in numbers]
    extra = f"<Meer>{meer}</Meer>"
    inside = "".join(found) + extra
    return f'<a:Antwoord xmlns:a="urn:a">{inside}</a:Antwoord>'


def paged(dienst: Dienst, antwoord: Antwoorder, vraag: str, **anders: Any) -> SoapSource:
    plain: dict[str, Any] = {
        "sjabloon": dienst.sjabloon(f"<v>{vraag}</v>"),
        "koppen": (),
        "antwoord": "{urn:a}Antwoord",
        "record": "Dossierhistorie",
        "neem_mee": (),
        "sleutels": (),
        "periode": False,
        "layout": XmlLayout({}, {"dossier": ("Dossiernummer",)}),
        **dict.fromkeys(("leeg", "fout", "echo"), ""),
    }
    return dienst.bron(antwoord, **plain | anders)


def dossiers(source: SoapSource) -> list[str]:
    with gws.connector(source).read(ReadRequest()) as reading:
        return [record.fields.text("dossier") for record in reading]


def test_pages_are_counted_until_one_is_empty(dienst: Dienst) -> None:
    def answer(vraag: Vraag) -> bytes:
        found = {"1/2": (1, 2), "2/2": (3,)}.get(vraag.waarde("v"), ())
        return gws.envelop(pages(*found))

    source = paged(dienst, answer, "{{pagina}}/{{per_pagina}}", per_pagina=2)

    assert dossiers(source) == ["1", "2", "3"]
    assert len(dienst.server.vragen) == 3


def test_a_service_that_says_whether_there_is_more_is_asked_no_further(dienst: Dienst) -> None:
    def answer(vraag: Vraag) -> bytes:
        first = vraag.waarde("v") == "1"
        return gws.envelop(pages(1, meer="J") if first else pages(2, meer="nee"))

    assert dossiers(paged(dienst, answer, "{{pagina}}", volgende="Meer")) == ["1", "2"]
    assert len(dienst.server.vragen) == 2


def test_a_token_goes_back_as_it_came(dienst: Dienst) -> None:
    def answer(vraag: Vraag) -> bytes:
        token = vraag.waarde("v")
        return gws.envelop({"": pages(1, meer="&lt;a&amp;b&gt;"), "<a&b>": pages(2)}[token])

    assert dossiers(paged(dienst, answer, "{{vervolg}}", volgende="Meer")) == ["1", "2"]


@pytest.mark.parametrize(
    ("vraag", "meer", "volgende", "code"),
    [
        ("{{pagina}}", "", "", "B-0337"),
        ("{{vervolg}}", "zelfde", "Meer", "B-0337"),
        ("{{pagina}}", "misschien", "Meer", "B-0712"),
    ],
)
def test_pages_that_lead_nowhere_are_refused(
    dienst: Dienst, vraag: str, meer: str, volgende: str, code: str
) -> None:
    source = paged(dienst, lambda _: gws.envelop(pages(1, meer=meer)), vraag, volgende=volgende)

    with pytest.raises(SourceRefused, match=code):
        dossiers(source)


def test_a_source_without_end_is_left_at_a_limit(dienst: Dienst) -> None:
    count = iter(range(1, 100))
    source = paged(
        dienst,
        lambda _: gws.envelop(pages(next(count))),
        "{{pagina}}",
        grenzen=Grenzen(paginas=3),
    )

    with pytest.raises(SourceRefused, match="B-0338"):
        dossiers(source)


# -- what is believed ------------------------------------------------------------------------------


def fault(code: str, ns: str = gws.SOAP) -> bytes:
    inside = f"<faultcode>s:{code}</faultcode><faultstring>999900006</faultstring>"
    if ns == gws.SOAP12:
        inside = f"<s:Code><s:Value>s:{code}</s:Value></s:Code>"
    return gws.envelop(f"<s:Fault>{inside}</s:Fault>", ns=ns)


def good(vraag: Vraag) -> str:
    return gws.gws(vraag).decode()


@pytest.mark.parametrize(
    ("antwoord", "code"),
    [
        (lambda v: (500, {}, fault("Server")), "B-0709"),
        (lambda v: (500, {}, fault("Client.Authentication")), "B-0321"),
        (lambda v: (500, {}, fault("Server.Unauthorized")), "B-0321"),
        (lambda v: (500, {}, fault("Client.Encoding")), "B-0710"),
        (lambda v: fault("Client"), "B-0710"),
        (lambda v: gws.envelop(gws.body(v.waarde("BurgerServiceNr"), []), ns=gws.SOAP12), "B-0707"),
        (lambda v: b"<html/>", "B-0707"),
        (lambda v: (500, {}, b"<html/>"), "B-0707"),
        (lambda v: (200, {"Content-Type": "text/html"}, b"<html>"), "B-0324"),
        (lambda v: (302, {"Location": "https://elders.example"}, b""), "B-0320"),
        (lambda v: (401, {}, b""), "B-0321"),
        (lambda v: (503, {}, b""), "B-0323"),
        (lambda v: gws.envelop("<a/><b/>"), "B-0707"),
        (lambda v: gws.envelop(""), "B-0707"),
        (lambda v: gws.envelop("<ander/>"), "B-0708"),
        (lambda v: good(v).replace("</s:Body>", "</s:Body><s:Body/>").encode(), "B-0707"),
        (lambda v: f"<!DOCTYPE a [<!ENTITY b 'c'>]>{good(v)}".encode(), "B-0331"),
        (lambda v: good(v).encode()[:-30], "B-0305"),
        (lambda v: good(v).replace("<Client>", "<Client>\x00").encode(), "B-0330"),
        (lambda v: good(v).replace("Wit", "W\udcff").encode("utf-8", "surrogateescape"), "B-0330"),
        (lambda v: (200, {}, good(v).encode("utf-16")), "B-0328"),
        (lambda v: gws.envelop(gws.body(gws.KLANTEN[2], [gws.dossier(1, "202601")])), "B-0713"),
        (lambda v: _met_een_ander(v), "B-0713"),
        (lambda v: gws.envelop(f'<g:UitkeringsSpecificatieInfoResponse xmlns:g="{gws.GWSD}"/>'),
         "B-0714"),
        (lambda v: good(v).replace("</Client>", "</Client><Client/>").encode(), "B-0715"),
        (lambda v: good(v).replace("<Regeling>", "<Client/><Regeling>").encode(), "B-0715"),
        (lambda v: good(v).replace("Wit", "W<!-- -->it").encode(), "B-0351"),
    ],
)  # fmt: skip
def test_an_answer_that_is_not_as_agreed_is_refused(
    dienst: Dienst, antwoord: Antwoorder, code: str
) -> None:
    assert dienst.code(antwoord) == code


def _met_een_ander(vraag: Vraag) -> bytes:
    """Answer about who was asked for, and then about somebody else."""
    block, asked = "UitkeringsSpecificatieClient", vraag.waarde("BurgerServiceNr")
    ours = gws.body(asked, [gws.dossier(1, "202601")])
    begin, end = ours.index(f"<{block}>"), ours.index(f"</{block}>") + len(f"</{block}>")
    other = next(klant for klant in gws.KLANTEN if klant != asked)
    theirs = ours[begin:end].replace(asked, other)
    return gws.envelop(ours[:end] + theirs + ours[end:])


def test_an_error_inside_a_good_answer_is_told_by_its_code_only(dienst: Dienst) -> None:
    def answer(code: str) -> Antwoorder:
        inside = f'<f:FWI xmlns:f="{gws.FWI}"><f:Fout><Code>{code}</Code></f:Fout></f:FWI>'
        return lambda _: gws.envelop(
            f'<g:UitkeringsSpecificatieInfoResponse xmlns:g="{gws.GWSD}">{inside}'
            "</g:UitkeringsSpecificatieInfoResponse>"
        )

    with pytest.raises(SourceRefused, match=r"B-0711 .*F-12"):
        gws.lees_alles(dienst.bron(answer("F-12")))
    with pytest.raises(SourceRefused) as refused:
        gws.lees_alles(dienst.bron(answer("J. Jansen is onbekend")))
    assert "Jansen" not in str(refused.value)


def test_a_passing_fault_is_asked_again_with_the_same_number(dienst: Dienst) -> None:
    tries: list[str] = []

    def answer(vraag: Vraag) -> Any:
        tries.append(vraag.waarde("BerichtID"))
        return (503, {}, b"") if len(tries) < 3 else gws.envelop(pages(1))

    source = paged(dienst, answer, "<BerichtID>{{berichtnummer}}</BerichtID>")

    assert dossiers(source) == ["1"]
    assert len(set(tries)) == 1
    assert len(tries) == 3


def test_a_fault_that_does_not_pass_is_given_up(dienst: Dienst) -> None:
    with pytest.raises(SourceDown, match="B-0323"):
        gws.lees_alles(dienst.bron(lambda _: (503, {}, b"")))

    assert len(dienst.server.vragen) == 3


def test_a_server_that_asks_to_be_left_alone_for_long_is_not_asked_now(dienst: Dienst) -> None:
    assert dienst.code(lambda _: (503, {"Retry-After": "600"}, b"")) == "B-0323"
    assert len(dienst.server.vragen) == 1


def test_no_more_questions_go_out_than_the_source_may_be_asked(
    dienst: Dienst,
) -> None:
    waits: list[float] = []
    source = dienst.bron(tempo=Tempo(per_minuut=6))
    door = SoapConnector(source, klok=lambda: stuf.NU, slaap=waits.append)
    with door.read(gws.VENSTER) as reading:
        count = len(list(reading))

    assert count == 3
    # Three questions, ten seconds apart; what was waited did not pass here.
    assert [wait > 5 for wait in waits[-2:]] == [True, True]


def test_a_refusal_is_not_asked_again(dienst: Dienst) -> None:
    assert dienst.code(lambda _: (401, {}, b"")) == "B-0321"
    assert len(dienst.server.vragen) == 1


def test_a_page_too_large_is_refused(dienst: Dienst) -> None:
    assert dienst.code(gws.gws, grenzen=Grenzen(pagina_bytes=500)) == "B-0326"


def test_an_xpath_that_gives_text_is_no_record(dienst: Dienst) -> None:
    assert dienst.code(gws.gws, record=f"{gws.RECORD}/Dossiernummer/text()") == "B-0705"
    assert dienst.code(gws.gws, record=f"count({gws.RECORD})") == "B-0705"


def test_an_xpath_with_an_unknown_function_is_told(dienst: Dienst) -> None:
    assert dienst.code(gws.gws, record=f"{gws.RECORD}[leeg-of-niet(.)]") == "B-0705"


def test_nobody_of_the_list_stands_in_a_repr(dienst: Dienst) -> None:
    shown = repr(dienst.bron())

    assert not any(klant in shown for klant in gws.KLANTEN)


def test_a_source_without_list_or_period_asks_one_question(dienst: Dienst) -> None:
    source = paged(dienst, lambda _: gws.envelop(pages(1, 2)), "alles")

    assert dossiers(source) == ["1", "2"]
    assert len(dienst.server.vragen) == 1


def test_check_asks_for_one_client_and_shows_nothing_of_him(dienst: Dienst) -> None:
    steps = list(gws.connector(dienst.bron()).check())

    assert [step.naam for step in steps if not step.gelukt] == []
    assert len(dienst.server.vragen) == 1
    assert steps[-1].toelichting == "5 van 5 adressen zijn gevuld"


def test_check_says_which_step_fails(dienst: Dienst) -> None:
    def failing(antwoord: Antwoorder) -> str:
        return list(gws.connector(dienst.bron(antwoord)).check())[-1].naam

    assert failing(lambda _: (401, {}, b"")) == "toegang"
    assert failing(lambda _: gws.envelop("<ander/>")) == "bericht"
    assert failing(lambda _: fault("Client")) == "vraag"


def test_no_certificate_no_entry(dienst: Dienst) -> None:
    source = dienst.bron()
    source = replace(source, tls=replace(source.tls, certificaat=None, sleutel=None))

    with pytest.raises(SourceRefused, match="B-0313"):
        gws.lees_alles(source)
