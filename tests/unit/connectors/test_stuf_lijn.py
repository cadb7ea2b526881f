"""What goes over the line to a server, to the byte, and what does not."""

import pytest

from connectors.stuf_zkn import Grenzen
from connectors.stuf_zkn.cookies import Cookies
from connectors.stuf_zkn.lijn import Lijn
from connectors.stuf_zkn.termijn import Termijn
from connectors.stuf_zkn.tls import Verbinding
from loket import Tls
from regres import SourceDown
from tests.tools import stuf
from tests.tools.liegende_server import Leugenaar

KOPPEN = {"SOAPAction": '"vraag"', "Content-Type": "text/xml; charset=utf-8"}
ANTWOORD = b"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nContent-Length: 4\r\n"


def server(*gedrag: bytes) -> Leugenaar:
    certs = stuf.certificaten()
    return Leugenaar(Tls(certs.server, certs.server_sleutel), gedrag)


def lijn(liar: Leugenaar, *adressen: str) -> Lijn:
    source = stuf.bron(
        f"https://localhost:{liar.port}/StUF/Vraag", grenzen=Grenzen(verbinden=2, lezen=1, totaal=3)
    )
    verbinding = Verbinding(source.tls, Termijn(3), 1)
    return Lijn(source, verbinding, adressen or ("127.0.0.1",))


def vraag(over: Lijn, headers: dict[str, str] = KOPPEN) -> bytes:
    with over.wacht(), over.verstuur(b"<vraag/>", headers) as response:
        return b"".join(response.stream(decode_content=False))


def test_a_question_has_the_headers_it_needs_and_no_other() -> None:
    with server(ANTWOORD + b"\r\n<x/>") as liar:
        host = f"localhost:{liar.port}"
        assert vraag(lijn(liar)) == b"<x/>"

    head, _, body = liar.verzoeken[0].partition(b"\r\n\r\n")
    first, agent, *rest = head.decode().split("\r\n")
    assert (first, body) == ("POST /StUF/Vraag HTTP/1.1", b"<vraag/>")
    assert agent.startswith("User-Agent: python-urllib3/")
    assert rest == [
        "Accept-Encoding: gzip",
        "Accept: text/xml",
        'SOAPAction: "vraag"',
        "Content-Type: text/xml; charset=utf-8",
        f"Host: {host}",
        "Content-Length: 8",
    ]


def test_a_header_of_the_question_comes_in_the_place_of_ours_however_it_is_written() -> None:
    with server(ANTWOORD + b"\r\n<x/>") as liar:
        vraag(lijn(liar), {"accept": "application/soap+xml"})

    assert liar.verzoeken[0].lower().count(b"\r\naccept: ") == 1
    assert b"\r\naccept: application/soap+xml\r\n" in liar.verzoeken[0]


def test_what_a_server_wants_remembered_is_given_back_until_the_connection_is_closed() -> None:
    with server(ANTWOORD + b"Set-Cookie: machine=b2; Path=/; Secure\r\n\r\n<x/>") as liar:
        over = lijn(liar)
        vraag(over)
        vraag(over)
        over.sluit()
        vraag(over)

    found = [b"\r\nCookie: machine=b2\r\n" in question for question in liar.verzoeken]
    assert found == [False, True, False]


@pytest.mark.parametrize(
    ("headers", "kop"),
    [
        ([], ""),
        (["a=1", "b=2; Path=/"], "a=1; b=2"),
        (["a=1", "a=2; HttpOnly"], "a=2"),
        (["a=1", "b=2", "a=; Max-Age=0"], "b=2"),
        (["a=1; max-age=-1"], ""),
        (["a=1; max-age=60"], "a=1"),
        (["a", "=1", "a b=1", "a=1\r\n X: y", "a=é", "a=" + "x" * 4097], ""),
        ([f"c{number}=1" for number in range(60)], "; ".join(f"c{n}=1" for n in range(50))),
    ],
)
def test_a_cookie_is_kept_as_long_as_it_lasts_and_can_stand_in_a_header(
    headers: list[str], kop: str
) -> None:
    cookies = Cookies()
    cookies.hoor(headers)

    assert cookies.kop == kop


def test_the_next_address_is_asked_when_nobody_is_at_the_first() -> None:
    with server(ANTWOORD + b"\r\n<x/>") as liar:
        assert vraag(lijn(liar, "127.0.0.2", "127.0.0.1")) == b"<x/>"


def test_the_next_address_is_not_asked_what_the_first_has_heard() -> None:
    with server(b"") as liar, pytest.raises(SourceDown, match="B-0304"):
        vraag(lijn(liar, "127.0.0.1", "127.0.0.1"))

    assert len(liar.verzoeken) == 1


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (b"", "B-0304"),
        (b"onzin\r\n\r\n", "B-0304"),
        (ANTWOORD + b"\r\n<x", "B-0305"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", "B-0305"),
    ],
)
def test_no_answer_is_another_trouble_than_one_that_breaks_off(answer: bytes, code: str) -> None:
    with server(answer) as liar, pytest.raises(SourceDown, match=code):
        vraag(lijn(liar))


def test_a_redirect_is_an_answer_and_not_followed() -> None:
    where = b"HTTP/1.1 307 X\r\nLocation: https://localhost:1/\r\nContent-Length: 0\r\n\r\n"
    with server(where) as liar:
        over = lijn(liar)
        with over.wacht(), over.verstuur(b"<vraag/>", KOPPEN) as response:
            assert response.status == 307

    assert len(liar.verzoeken) == 1
