"""Signatures between us and `xmlsec1`: it believes what we sign, we believe what it signs."""

import pytest
from lxml import etree

from connectors.beveiliging import Beveiliging, Handtekening, UsernameToken
from tests.tools import wss, xmlsec1
from tests.tools.wss import Paar, paar
from tests.unit.connectors.test_beveiliging import ADRES, OIN, VRAAG, code, goed, keur, maak

KOPPEN = {"To", "Action", "MessageID", "ReplyTo"}


@pytest.fixture(scope="module", params=[False, True], ids=["rsa", "ecdsa"])
def paren(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> list[Paar]:
    """Make our pair, theirs, and that of a stranger."""
    xmlsec1.nodig()
    folder = tmp_path_factory.mktemp("xmlsec1")
    return [
        paar(folder, name, oin=OIN, elliptisch=request.param) for name in ("wij", "zij", "vreemd")
    ]


def beveiliging(paren: list[Paar], token: UsernameToken | None = None) -> Beveiliging:
    wij, zij, _ = paren
    signing = Handtekening(wij.pem, wij.pem_sleutel, zij.pem)
    return Beveiliging(handtekening=signing, adressering=ADRES, token=token)


def _naam(element: etree._Element) -> str:
    return etree.QName(element).localname


def test_it_finds_our_question_signed_over_all_that_a_receiver_acts_on(paren: list[Paar]) -> None:
    secured = maak(beveiliging(paren, UsernameToken("gemeente", "geheim")))
    message = secured.bescherm(VRAAG, "n-1")

    read = {_naam(part): wss.c14n(part) for part in xmlsec1.geverifieerd(message, paren[0].pem)}

    assert set(read) == {"Body", "Timestamp", "UsernameToken"} | KOPPEN
    sent = {_naam(one): one for one in etree.fromstring(message).iter("*")}
    assert all(read[name] == wss.c14n(sent[name]) for name in read)


def test_it_finds_no_question_of_ours_good_that_was_changed(paren: list[Paar]) -> None:
    message = maak(beveiliging(paren)).bescherm(VRAAG, "n-1")
    for name in {"v", "Created"} | KOPPEN - {"ReplyTo"}:
        root = etree.fromstring(message)
        next(root.iter(f"{{*}}{name}")).text = "2026-03-01T02:15:00.001Z"
        with pytest.raises(AssertionError):
            xmlsec1.geverifieerd(etree.tostring(root), paren[0].pem)


def test_it_believes_our_question_of_nobody_else(paren: list[Paar]) -> None:
    message = maak(beveiliging(paren)).bescherm(VRAAG, "n-1")

    with pytest.raises(AssertionError):
        xmlsec1.geverifieerd(message, paren[2].pem)


def test_what_it_signed_we_believe(paren: list[Paar]) -> None:
    keur(maak(beveiliging(paren)), xmlsec1.teken(goed(), paren[1]))


@pytest.mark.parametrize("naam", ["Waarde", "RelatesTo", "Action", "Created"])
def test_what_it_signed_and_another_changed_we_refuse(paren: list[Paar], naam: str) -> None:
    root = etree.fromstring(xmlsec1.teken(goed(), paren[1]))
    next(root.iter(f"{{*}}{naam}")).text = "2026-03-01T02:15:01Z"

    assert code(maak(beveiliging(paren)), etree.tostring(root)) == "B-0805"


def test_what_it_signed_for_a_stranger_we_refuse(paren: list[Paar]) -> None:
    assert code(maak(beveiliging(paren)), xmlsec1.teken(goed(), paren[2])) == "B-0806"
