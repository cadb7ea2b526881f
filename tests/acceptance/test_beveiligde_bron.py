"""Sources whose supplier asks for more than TLS, from the configuration, over real sockets.

The server judges every question by hand (tests/tools/wss.py) before it answers, and signs what it
answers when it was asked to; nothing of the product is used there.
"""

import base64
import hashlib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import trustme
from lxml import etree

from demo.certificaten import HOST, Certificaten, maak
from demo.stuf_antwoord import Zaaksysteem
from tests.acceptance.test_soap_dienst import answer, chain
from tests.tools import wss, xmlsec1
from tests.tools.certificaat import ANDER_OIN, OIN, uitgegeven
from tests.tools.keten import Keten, Uitkomst, nu, verse_zaak
from tests.tools.soap_server import SoapServer, Vraag
from tests.tools.wss import Paar, paar

WACHTWOORD = "wachtwoord-van-de-proef"
AUTH = f"Basic {base64.b64encode(f'gemeente:{WACHTWOORD}'.encode()).decode()}"
ZAKLV01 = "http://www.egem.nl/StUF/sector/zkn/0310/zakLv01"


@dataclass(frozen=True)
class Huis:
    """What both sides have: certificates with an OIN for TLS, and pairs to sign with."""

    tls: Certificaten
    wij: Paar
    zij: Paar


@pytest.fixture(scope="module")
def huis(tmp_path_factory: pytest.TempPathFactory) -> Huis:
    """Make an authority as PKIoverheid is one: the server's certificate says whose it is."""
    folder = tmp_path_factory.mktemp("pki")
    ca = trustme.CA(organization_name="PKIoverheid van de proef")
    own = maak(folder, ca=ca)
    server = uitgegeven(folder, ca, OIN, host=HOST)
    return Huis(
        replace(own, server=server.certificaat, server_sleutel=server.sleutel),
        paar(folder, "wij", rond=nu()),
        paar(folder, "zij", oin=OIN, rond=nu()),
    )


# -- the server ------------------------------------------------------------------------------------


Oordeel = Callable[[Vraag], None]
Tekenaar = Callable[[etree._Element, Paar], bytes]


def zaaksysteem(huis: Huis, *oordelen: Oordeel, tekent: Tekenaar | None = None) -> SoapServer:
    """Answer zakLv01 about three provisions, when every judge has let the question through."""
    system = Zaaksysteem([verse_zaak(1, "J"), verse_zaak(2), verse_zaak(3)], "WmoRegistratie", None)

    def answer(vraag: Vraag) -> tuple[int, dict[str, str], bytes]:
        for judge in oordelen:
            judge(vraag)
        status, body = system.antwoord(vraag.tekst)
        made = gekoppeld(vraag, body)
        return status, {}, tekent(made, huis.zij) if tekent else etree.tostring(made)

    return SoapServer(answer, huis.tls)


def gekoppeld(vraag: Vraag, body: bytes) -> etree._Element:
    """Give an answer its headers, when the question had them."""
    envelope = etree.fromstring(body)
    if b"MessageID" not in vraag.tekst:
        return envelope
    inside = etree.tostring(envelope[0][0], encoding="unicode")
    return wss.op_tijd(wss.antwoord(inside, relates_to=vraag.waarde("MessageID")), nu())


def met_basic(vraag: Vraag) -> None:
    assert vraag.kop["authorization"] == AUTH


def zonder_basic(vraag: Vraag) -> None:
    assert "authorization" not in vraag.kop


def met_digest(vraag: Vraag) -> None:
    """Judge a token as a server does that keeps the password."""
    (token,) = vraag.envelop.iter(f"{{{wss.WSSE}}}UsernameToken")
    said = {etree.QName(child).localname: child.text or "" for child in token}
    nonce = base64.b64decode(said["Nonce"])
    content = nonce + said["Created"].encode() + WACHTWOORD.encode()
    digest = hashlib.sha1(content, usedforsecurity=False).digest()
    assert said["Username"] == "gemeente"
    assert said["Password"] == base64.b64encode(digest).decode()
    assert WACHTWOORD.encode() not in vraag.tekst


def met_tekst(vraag: Vraag) -> None:
    assert vraag.waarde("Password") == WACHTWOORD


def met_adres(vraag: Vraag) -> None:
    """Judge the headers by Digikoppeling WUS: To, Action, MessageID, ReplyTo anonymous."""
    assert vraag.waarde("To").startswith("https://localhost:")
    assert vraag.waarde("Action") == ZAKLV01
    assert vraag.kop["soapaction"] == f'"{ZAKLV01}"'
    assert vraag.waarde("ReplyTo").endswith("/addressing/anonymous")
    number = vraag.waarde("referentienummer")
    assert vraag.waarde("MessageID") == f"urn:dkintern:Regresloket:Regresbrug::{number}"


def getekend(huis: Huis) -> Oordeel:
    def judge(vraag: Vraag) -> None:
        signed = wss.geverifieerd(vraag.envelop, huis.wij.certificaat)
        names = [etree.QName(one).localname for one in signed]
        assert names[:2] == ["Body", "Timestamp"]
        assert set(names[2:]) == {"To", "Action", "MessageID", "ReplyTo"}

    return judge


def getekend_voor_xmlsec1(huis: Huis) -> Oordeel:
    def judge(vraag: Vraag) -> None:
        found = xmlsec1.geverifieerd(vraag.tekst, huis.wij.pem)
        names = {etree.QName(one).localname for one in found}
        assert names == {"Body", "Timestamp", "To", "Action", "MessageID", "ReplyTo"}

    return judge


def niet_getekend(vraag: Vraag) -> None:
    assert b"Signature" not in vraag.tekst


# -- our side --------------------------------------------------------------------------------------


def keten(folder: Path, url: str, huis: Huis, **anders: Any) -> Keten:
    """Write a source as a municipality would, with these keys besides."""
    made = Keten(folder)
    made.met_stuf(url, ca=str(huis.tls.ca), clientcertificaat=str(huis.tls.client), **anders)
    made.gemeente.geheim("tls.key", huis.tls.client_sleutel.read_text())
    made.gemeente.geheim("teken.key", huis.wij.pem_sleutel.read_text())
    made.gemeente.geheim("wachtwoord", WACHTWOORD)
    return made


def handtekening(huis: Huis) -> dict[str, str]:
    return {
        "certificaat": str(huis.wij.pem),
        "sleutel": "geheim/teken.key",
        "vertrouwd": str(huis.zij.pem),
    }


LOGIN = {"gebruiker": "gemeente", "wachtwoord": "secret://file/./geheim/wachtwoord"}
PROFIEL_S = {"digikoppeling": "2W-be-S", "oin": OIN}


def gefaald(made: Keten) -> tuple[int, list[str]]:
    """Run, and give the exit code with the codes that the run tells."""
    run, verslag = made.run()
    assert made.gemeente.bezorgd == []
    return run.code, [problem["code"] for problem in verslag["oorzaken"]]


def gelezen(made: Keten) -> tuple[Uitkomst, int]:
    run, verslag = made.run()
    assert run.code == 0, run.fout
    assert WACHTWOORD not in run.uit + run.fout
    return run, int(verslag["telling"]["gelezen"])


@pytest.mark.parametrize(
    ("beveiliging", "oordelen"),
    [
        ({"basic": LOGIN}, [met_basic, niet_getekend]),
        ({"usernametoken": LOGIN}, [met_digest, zonder_basic]),
        ({"usernametoken": LOGIN | {"vorm": "tekst"}}, [met_tekst]),
        ({"basic": LOGIN, "usernametoken": dict(LOGIN)}, [met_basic, met_digest]),
    ],
    ids=["basic", "digest", "tekst", "beide"],
)
def test_a_zaaksysteem_that_asks_for_a_password_gets_it(
    huis: Huis, tmp_path: Path, beveiliging: dict[str, Any], oordelen: list[Oordeel]
) -> None:
    with zaaksysteem(huis, *oordelen) as server:
        made = keten(tmp_path, server.url, huis, beveiliging=beveiliging)
        _, count = gelezen(made)

    assert count == 3
    assert len(made.gemeente.bezorgd) == 1


def test_digikoppeling_2w_be_is_addressing_over_mutual_tls(huis: Huis, tmp_path: Path) -> None:
    with zaaksysteem(huis, met_adres, niet_getekend) as server:
        made = keten(tmp_path, server.url, huis, digikoppeling="2W-be", oin=OIN)
        checked = made.geef("check")
        _, count = gelezen(made)

    assert count == 3
    assert re.search(rf"OIN.*{OIN}", checked.uit)


def test_digikoppeling_2w_be_s_signs_and_asks_for_a_signature(huis: Huis, tmp_path: Path) -> None:
    with zaaksysteem(huis, met_adres, getekend(huis), tekent=wss.teken) as server:
        made = keten(
            tmp_path,
            server.url,
            huis,
            beveiliging={"handtekening": handtekening(huis)},
            **PROFIEL_S,
        )
        seen = made.geef("preview", "--format", "jsonl")
        _, count = gelezen(made)

    assert len(seen.regels) == count == 3
    assert len(made.gemeente.bezorgd) == 1


def test_a_server_that_judges_and_signs_by_xmlsec1_is_read(huis: Huis, tmp_path: Path) -> None:
    xmlsec1.nodig()
    with zaaksysteem(huis, getekend_voor_xmlsec1(huis), tekent=xmlsec1.teken) as server:
        signing = {"handtekening": handtekening(huis)}
        made = keten(tmp_path, server.url, huis, beveiliging=signing, **PROFIEL_S)
        _, count = gelezen(made)

    assert count == 3
    assert len(made.gemeente.bezorgd) == 1


def test_nothing_of_an_unsigned_answer_is_used(huis: Huis, tmp_path: Path) -> None:
    with zaaksysteem(huis) as server:
        made = keten(
            tmp_path,
            server.url,
            huis,
            beveiliging={"handtekening": handtekening(huis)},
            **PROFIEL_S,
        )
        assert gefaald(made) == (4, ["B-0802"])


def test_an_answer_signed_by_another_of_the_same_authority_is_refused(
    huis: Huis, tmp_path: Path
) -> None:
    """Trust an authority with an OIN: what it gave to somebody else does not count."""
    ca = paar(tmp_path, "ca", ca=True, rond=nu())
    theirs = paar(tmp_path, "hun", oin=OIN, uitgever=ca, rond=nu())
    other = paar(tmp_path, "ander", oin=ANDER_OIN, uitgever=ca, rond=nu())
    signing = handtekening(huis) | {"vertrouwd": str(ca.pem), "oin": OIN}
    for place, signer in enumerate((theirs, other)):
        folder = tmp_path / str(place)
        folder.mkdir()
        with zaaksysteem(replace(huis, zij=signer), tekent=wss.teken) as server:
            made = keten(
                folder, server.url, huis, beveiliging={"handtekening": signing}, **PROFIEL_S
            )
            if signer is theirs:
                assert gelezen(made)[1] == 3
            else:
                assert gefaald(made) == (4, ["B-0806"])


def test_an_answer_to_another_question_is_refused(huis: Huis, tmp_path: Path) -> None:
    """Play the first answer again: it was signed well, for a question of before."""
    kept: list[Any] = []
    with zaaksysteem(huis, tekent=wss.teken) as server:
        fresh = server.antwoord

        def again(vraag: Vraag) -> Any:
            if not kept:
                kept.append(fresh(vraag))
            return kept[0]

        server.antwoord = again
        made = keten(
            tmp_path,
            server.url,
            huis,
            beveiliging={"handtekening": handtekening(huis)},
            **PROFIEL_S,
        )
        gelezen(made)
        run, verslag = made.run()

    assert run.code == 4
    assert [problem["code"] for problem in verslag["oorzaken"]] == ["B-0801"]


def test_a_server_with_another_oin_is_asked_nothing(huis: Huis, tmp_path: Path) -> None:
    with zaaksysteem(huis) as server:
        made = keten(tmp_path, server.url, huis, digikoppeling="2W-be", oin=ANDER_OIN)
        outcome = gefaald(made)
        asked = list(server.vragen)

    assert outcome == (4, ["B-0306"])
    assert asked == []


def test_an_empty_soapaction_is_sent_when_it_is_asked_for(huis: Huis, tmp_path: Path) -> None:
    actions: list[str] = []
    with zaaksysteem(huis, lambda vraag: actions.append(vraag.kop["soapaction"])) as server:
        _, count = gelezen(keten(tmp_path, server.url, huis, soapaction=""))

    assert count == 3
    assert set(actions) == {'""'}


def test_a_missing_password_is_told_by_its_reference(huis: Huis, tmp_path: Path) -> None:
    lost = {"gebruiker": "wij", "wachtwoord": "secret://file/./geheim/weg"}
    with zaaksysteem(huis) as server:
        made = keten(tmp_path, server.url, huis, beveiliging={"basic": lost})
        run, _ = made.run()
        asked = list(server.vragen)

    assert run.code == 6
    assert "K-05" in run.fout
    assert asked == []


def test_a_password_that_ends_soon_is_told(huis: Huis, tmp_path: Path) -> None:
    soon = LOGIN | {"verloopt": (nu() + timedelta(days=5)).date()}
    with zaaksysteem(huis) as server:
        made = keten(tmp_path, server.url, huis, beveiliging={"basic": soon})
        status = made.geef("check")

    assert "gemeente" in status.uit + status.fout


@pytest.fixture
def dienst(huis: Huis) -> Iterator[SoapServer]:
    """Run the service of the handbook, that signs and judges."""

    def signed(vraag: Vraag) -> bytes:
        wss.geverifieerd(vraag.envelop, huis.wij.certificaat)
        met_basic(vraag)
        inside = etree.tostring(etree.fromstring(answer(vraag))[1][0], encoding="unicode")
        made = wss.antwoord(inside, relates_to=vraag.waarde("MessageID"))
        return wss.teken(wss.op_tijd(made, nu()), huis.zij)

    with SoapServer(signed, huis.tls) as running:
        yield running


def test_a_service_of_a_supplier_is_secured_in_the_same_way(
    huis: Huis, dienst: SoapServer, tmp_path: Path
) -> None:
    made = chain(
        tmp_path,
        dienst.url,
        huis.tls,
        beveiliging={"basic": LOGIN, "handtekening": handtekening(huis)},
        **PROFIEL_S,
    )
    made.gemeente.geheim("teken.key", huis.wij.pem_sleutel.read_text())
    made.gemeente.geheim("wachtwoord", WACHTWOORD)
    _, count = gelezen(made)

    assert count == 3
    number = dienst.vragen[0].waarde("MessageID")
    assert re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", number)
