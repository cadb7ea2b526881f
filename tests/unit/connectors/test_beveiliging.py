"""What our messages carry above TLS, judged by hand; and which answers are believed."""

import base64
import hashlib
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from connectors.beveiliging import (
    Adressering,
    Basic,
    Beveiliging,
    Bewaker,
    Handtekening,
    UsernameToken,
)
from regres import ConfigProblem, SourceDown, SourceRefused
from tests.tools import wss
from tests.tools.wss import NU, Paar, paar, teken

VRAAG = (
    f'<s:Envelope xmlns:s="{wss.SOAP}"><s:Body><v xmlns="urn:v">é &lt;</v></s:Body></s:Envelope>'
).encode()
ADRES = Adressering("https://zij.example/dienst", "urn:vraag")
OIN = "00000001234567890000"
NUMMER = "urn:uuid:n-1"
INHOUD = '<Antwoord xmlns="urn:a"><Waarde>goed</Waarde></Antwoord>'


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("wss")


@pytest.fixture(scope="module")
def wij(folder: Path) -> Paar:
    return paar(folder, "wij")


@pytest.fixture(scope="module")
def zij(folder: Path) -> Paar:
    return paar(folder, "zij", oin=OIN)


@pytest.fixture(scope="module")
def bewaker(wij: Paar, zij: Paar) -> Bewaker:
    signing = Handtekening(wij.pem, wij.pem_sleutel, zij.pem)
    return maak(Beveiliging(handtekening=signing, adressering=ADRES))


def maak(beveiliging: Beveiliging) -> Bewaker:
    return Bewaker(beveiliging, lambda: NU)


def gemaakt(beveiliging: Beveiliging) -> etree._Element:
    return etree.fromstring(maak(beveiliging).bescherm(VRAAG, "n-1"))


def tekst(root: etree._Element, naam: str) -> str:
    (found,) = root.iter(f"{{*}}{naam}")
    return "".join(map(str, found.itertext()))


def keur(bewaker: Bewaker, message: bytes) -> None:
    list(bewaker.keur_stukken([message[:50], message[50:]], "n-1", "bericht 1"))


def code(bewaker: Bewaker, message: bytes) -> str:
    with pytest.raises(SourceRefused) as refused:
        keur(bewaker, message)
    assert refused.value.problems[0].waar.startswith("bericht 1")
    return refused.value.problems[0].code


# -- what we send ----------------------------------------------------------------------------------


def test_without_anything_a_message_goes_as_it_is() -> None:
    plain = maak(Beveiliging())

    assert plain.bescherm(VRAAG, "n-1") == VRAAG
    assert plain.kopregels() == {}
    assert list(plain.keur_stukken([b"<x", b"/>"], "n-1", "bericht 1")) == [b"<x", b"/>"]


def test_basic_goes_in_the_header_and_is_never_shown() -> None:
    login = Basic("gemeente", "géheim:123")
    header = maak(Beveiliging(basic=login)).kopregels()["Authorization"]

    assert base64.b64decode(header.removeprefix("Basic ")).decode() == "gemeente:géheim:123"
    assert "heim" not in repr(Beveiliging(basic=login, token=UsernameToken("a", "géheim")))


def test_addressing_says_where_to_what_and_which() -> None:
    root = gemaakt(Beveiliging(adressering=ADRES))

    assert tekst(root, "To") == "https://zij.example/dienst"
    assert tekst(root, "Action") == "urn:vraag"
    assert tekst(root, "MessageID") == NUMMER
    assert tekst(root, "ReplyTo") == "http://www.w3.org/2005/08/addressing/anonymous"
    assert [child.tag for child in root] == [f"{{{wss.SOAP}}}Header", f"{{{wss.SOAP}}}Body"]


def test_a_digest_is_over_nonce_moment_and_password() -> None:
    root = gemaakt(Beveiliging(token=UsernameToken("gemeente", "géheim")))
    nonce, created = base64.b64decode(tekst(root, "Nonce")), "2026-03-01T02:15:00.000Z"
    content = nonce + created.encode() + "géheim".encode()

    assert tekst(root, "Username") == "gemeente"
    assert len(nonce) == 16
    # Created stands in the token and in the Timestamp.
    assert {found.text for found in root.iter("{*}Created")} == {created}
    said = base64.b64encode(hashlib.sha1(content, usedforsecurity=False).digest()).decode()
    assert tekst(root, "Password") == said
    (password,) = root.iter("{*}Password")
    assert str(password.get("Type")).endswith("#PasswordDigest")


def test_no_two_tokens_are_the_same() -> None:
    def nonce() -> str:
        return tekst(gemaakt(Beveiliging(token=UsernameToken("a", "b"))), "Nonce")

    assert nonce() != nonce()


def test_a_password_can_go_as_text_for_who_needs_that() -> None:
    root = gemaakt(Beveiliging(token=UsernameToken("gemeente", "a<b&c", digest=False)))
    (password,) = root.iter("{*}Password")

    assert password.text == "a<b&c"
    assert str(password.get("Type")).endswith("#PasswordText")


@pytest.mark.parametrize("elliptisch", [False, True])
def test_what_we_sign_verifies_by_hand_over_all_that_counts(
    folder: Path, zij: Paar, elliptisch: bool
) -> None:
    own = paar(folder, f"eigen-{elliptisch}", elliptisch=elliptisch)
    signing = Handtekening(own.pem, own.pem_sleutel, zij.pem)
    root = gemaakt(
        Beveiliging(
            handtekening=signing, adressering=ADRES, token=UsernameToken("gemeente", "geheim")
        )
    )
    signed = wss.geverifieerd(root, own.certificaat)

    names = {etree.QName(one).localname for one in signed}
    assert names == {
        "Body", "Timestamp", "UsernameToken", "To", "Action", "MessageID", "ReplyTo"
    }  # fmt: skip
    assert signed[0] is root[1]
    shown = base64.b64decode(tekst(root, "BinarySecurityToken"))
    (reference,) = root.iterfind(f".//{{{wss.WSSE}}}SecurityTokenReference/{{*}}Reference")
    assert shown == own.certificaat.public_bytes(Encoding.DER)
    (token,) = root.iter(f"{{{wss.WSSE}}}BinarySecurityToken")
    assert reference.get("URI") == f"#{token.get(f'{{{wss.WSU}}}Id')}"


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"])))
def test_whatever_a_question_holds_its_signature_verifies(bewaker: Bewaker, value: str) -> None:
    envelope = etree.fromstring(VRAAG)
    envelope[0][0].text = value
    root = etree.fromstring(bewaker.bescherm(etree.tostring(envelope), "n-1"))
    certificate = x509.load_der_x509_certificate(
        base64.b64decode(tekst(root, "BinarySecurityToken"))
    )

    assert len(wss.geverifieerd(root, certificate)) == 6
    assert (root[1][0].text or "") == value


def test_a_changed_question_does_not_verify(bewaker: Bewaker, wij: Paar) -> None:
    root = etree.fromstring(bewaker.bescherm(VRAAG, "n-1"))
    root[1][0].text = "anders"

    with pytest.raises(AssertionError):
        wss.geverifieerd(root, wij.certificaat)


@pytest.mark.parametrize("wat", ["certificaat", "sleutel", "vertrouwd"])
def test_a_file_that_cannot_be_used_is_told(folder: Path, wij: Paar, zij: Paar, wat: str) -> None:
    good = Handtekening(wij.pem, wij.pem_sleutel, zij.pem)
    (folder / "rommel.pem").write_text("geen pem")
    for wrong in (folder / "weg.pem", folder / "rommel.pem"):
        with pytest.raises(ConfigProblem, match="B-0807"):
            maak(Beveiliging(handtekening=replace(good, **{wat: wrong})))  # type: ignore[arg-type]  # one of three paths


def test_a_key_of_another_certificate_is_told(wij: Paar, zij: Paar) -> None:
    with pytest.raises(ConfigProblem, match="B-0807"):
        maak(Beveiliging(handtekening=Handtekening(wij.pem, zij.pem_sleutel, zij.pem)))


# -- what comes back -------------------------------------------------------------------------------


def goed(**anders: str) -> etree._Element:
    return wss.antwoord(INHOUD, relates_to=NUMMER, **anders)


def test_an_answer_that_was_signed_by_whom_we_pinned_is_believed(
    bewaker: Bewaker, zij: Paar
) -> None:
    message = teken(goed(), zij)

    assert b"".join(bewaker.keur_stukken([message], "n-1", "bericht 1")) == message


def test_an_answer_that_only_names_its_certificate_is_tried_with_those_we_pinned(
    bewaker: Bewaker, zij: Paar, wij: Paar
) -> None:
    keur(bewaker, teken(goed(), zij, token=False))

    assert code(bewaker, teken(goed(), wij, token=False)) == "B-0805"


def test_an_elliptic_signature_is_believed(folder: Path, wij: Paar) -> None:
    other = paar(folder, "zij-ec", elliptisch=True)
    signing = Handtekening(wij.pem, wij.pem_sleutel, other.pem)

    keur(maak(Beveiliging(handtekening=signing, adressering=ADRES)), teken(goed(), other))


def _relates(root: etree._Element, text: str) -> etree._Element:
    (found,) = root.iter(f"{{{wss.WSA}}}RelatesTo")
    found.text = text
    return root


@pytest.mark.parametrize("profiel", ["getekend", "niet getekend"])
@pytest.mark.parametrize("said", ["urn:uuid:n-2", "n-1", ""])
def test_an_answer_to_another_question_is_refused(
    bewaker: Bewaker, zij: Paar, profiel: str, said: str
) -> None:
    message = teken(_relates(goed(), said), zij)
    judge = bewaker if profiel == "getekend" else maak(Beveiliging(adressering=ADRES))

    assert code(judge, message) == "B-0801"


def test_an_answer_that_says_nothing_of_the_question_is_refused(
    bewaker: Bewaker, zij: Paar
) -> None:
    assert code(bewaker, teken(wss.antwoord(INHOUD), zij)) == "B-0801"


def test_two_relations_leave_open_which(zij: Paar) -> None:
    kop = f'<w:RelatesTo xmlns:w="{wss.WSA}" u:Id="r2">urn:uuid:anders</w:RelatesTo>'

    assert code(maak(Beveiliging(adressering=ADRES)), teken(goed(kop=kop), zij)) == "B-0801"


def test_an_unsigned_answer_is_refused(bewaker: Bewaker) -> None:
    assert code(bewaker, etree.tostring(goed())) == "B-0802"
    assert code(bewaker, VRAAG) == "B-0802"
    assert code(bewaker, b"<html/>") == "B-0802"


def test_a_fault_needs_no_signature_for_nothing_is_used_of_it(bewaker: Bewaker) -> None:
    keur(bewaker, etree.tostring(wss.antwoord("<s:Fault/>")))

    assert code(bewaker, etree.tostring(wss.antwoord(f"<s:Fault/>{INHOUD}"))) == "B-0802"


@pytest.mark.parametrize(
    "wrong",
    [
        {"methode": "http://www.w3.org/2000/09/xmldsig#rsa-sha1"},
        {"methode": "http://www.w3.org/2001/04/xmldsig-more#hmac-sha256"},
        {"digest_methode": "http://www.w3.org/2000/09/xmldsig#sha1"},
        {"transform": "http://www.w3.org/2000/09/xmldsig#enveloped-signature"},
        {"transform": "http://www.w3.org/TR/1999/REC-xslt-19991116"},
        {"transform": "http://www.w3.org/TR/1999/REC-xpath-19991116"},
        {"transform": "http://www.w3.org/TR/2001/REC-xml-c14n-20010315"},
    ],
)
def test_methods_that_are_weak_or_lead_elsewhere_are_refused(
    bewaker: Bewaker, zij: Paar, wrong: dict[str, str]
) -> None:
    assert code(bewaker, teken(goed(), zij, **wrong)) == "B-0803"  # type: ignore[arg-type]  # texts only


@pytest.mark.parametrize("over", [("t", "r", "a"), ("b", "r", "a"), ("b", "t", "a"), ("b",)])
def test_all_that_is_read_must_be_signed(
    bewaker: Bewaker, zij: Paar, over: tuple[str, ...]
) -> None:
    assert code(bewaker, teken(goed(), zij, over=over)) == "B-0804"


Aanval = Callable[[etree._Element], object]


def _kind(root: etree._Element, name: str) -> etree._Element:
    (found,) = root.iterfind(f"{{{wss.SOAP}}}{name}")
    return found


def _vals(root: etree._Element, with_id: str = "") -> etree._Element:
    """Give a Body that the attacker would have us read."""
    mark = f'u:Id="{with_id}"' if with_id else ""
    return etree.fromstring(
        f'<s:Body xmlns:s="{wss.SOAP}" xmlns:u="{wss.WSU}" {mark}>'
        f"{INHOUD.replace('goed', 'vals')}</s:Body>"
    )


def _body_naar_kop(root: etree._Element) -> None:
    """Move the signed Body into the Header, and put another in its place."""
    body = _kind(root, "Body")
    wrapper = etree.SubElement(_kind(root, "Header"), "Wrapper")
    wrapper.append(body)
    root.append(_vals(root))


def _zelfde_naam(root: etree._Element) -> None:
    """Do the same, and give both the Id that was signed."""
    _body_naar_kop(root)
    root.remove(_kind(root, "Body"))
    root.append(_vals(root, "b"))


def _twee_bodies(root: etree._Element) -> None:
    root.append(_vals(root))


def _eerste_body(root: etree._Element) -> None:
    root.insert(1, _vals(root))


def _xml_id(root: etree._Element) -> None:
    """Let another element bear the name by xml:id, which libxml2 takes for an ID of its own."""
    _body_naar_kop(root)
    last = _kind(root, "Body")
    last.set("{http://www.w3.org/XML/1998/namespace}id", "b")


def _id_zonder_namespace(root: etree._Element) -> None:
    _body_naar_kop(root)
    _kind(root, "Body").set("ID", "b")


def _kop_ernaast(root: etree._Element) -> None:
    """Add an unsigned header of WS-Addressing."""
    etree.SubElement(_kind(root, "Header"), f"{{{wss.WSA}}}From")


def _twee_koppen(root: etree._Element) -> None:
    root.insert(0, etree.Element(f"{{{wss.SOAP}}}Header"))


def _stempel_verplaatst(root: etree._Element) -> None:
    (stamp,) = root.iter(f"{{{wss.WSU}}}Timestamp")
    security = stamp.getparent()
    assert security is not None
    fresh = etree.fromstring(etree.tostring(stamp))
    del fresh.attrib[f"{{{wss.WSU}}}Id"]
    etree.SubElement(_kind(root, "Header"), "Wrapper").append(stamp)
    security.insert(0, fresh)


def _tweede_handtekening(root: etree._Element) -> None:
    (signature,) = root.iter(f"{{{wss.DS}}}Signature")
    parent = signature.getparent()
    assert parent is not None
    parent.append(etree.fromstring(etree.tostring(signature)))


def _tweede_security(root: etree._Element) -> None:
    (security,) = root.iter(f"{{{wss.WSSE}}}Security")
    _kind(root, "Header").append(etree.fromstring(etree.tostring(security)))


@pytest.mark.parametrize(
    "aanval",
    [
        _body_naar_kop, _zelfde_naam, _twee_bodies, _eerste_body, _xml_id, _id_zonder_namespace,
        _kop_ernaast, _twee_koppen, _stempel_verplaatst, _tweede_handtekening, _tweede_security,
    ],
)  # fmt: skip
def test_a_good_signature_over_something_else_is_refused(
    bewaker: Bewaker, zij: Paar, aanval: Aanval
) -> None:
    root = etree.fromstring(teken(goed(), zij))
    aanval(root)
    message = etree.tostring(root)

    assert code(bewaker, message) == "B-0804"


@pytest.mark.parametrize("naam", ["Waarde", "RelatesTo", "Created", "Header"])
def test_a_comment_that_no_signature_is_over_is_refused(
    bewaker: Bewaker, zij: Paar, naam: str
) -> None:
    root = etree.fromstring(teken(goed(), zij))
    (found,) = root.iter(f"{{*}}{naam}")
    found.insert(0, etree.Comment("anders"))

    assert code(bewaker, etree.tostring(root)) == "B-0804"


def _leeg_uri(root: etree._Element) -> None:
    next(root.iter(f"{{{wss.DS}}}Reference")).set("URI", "")


def _elders(root: etree._Element) -> None:
    next(root.iter(f"{{{wss.DS}}}Reference")).set("URI", "https://elders.example/x#b")


def _object(root: etree._Element) -> None:
    (signature,) = root.iter(f"{{{wss.DS}}}Signature")
    etree.SubElement(signature, f"{{{wss.DS}}}Object")


def _geen_verwijzing(root: etree._Element) -> None:
    (info,) = root.iter(f"{{{wss.DS}}}SignedInfo")
    for reference in info.findall(f"{{{wss.DS}}}Reference"):
        info.remove(reference)


@pytest.mark.parametrize("aanval", [_leeg_uri, _elders, _object, _geen_verwijzing])
def test_a_signature_of_another_build_is_refused(
    bewaker: Bewaker, zij: Paar, aanval: Aanval
) -> None:
    root = etree.fromstring(teken(goed(), zij))
    aanval(root)

    assert code(bewaker, etree.tostring(root)) == "B-0803"


@pytest.mark.parametrize("naam", ["Waarde", "RelatesTo", "Created", "SignatureValue"])
def test_an_answer_that_was_changed_after_signing_is_refused(
    bewaker: Bewaker, zij: Paar, naam: str
) -> None:
    root = etree.fromstring(teken(goed(), zij))
    (found,) = root.iter(f"{{*}}{naam}")
    found.text = "AAAA" if naam == "SignatureValue" else f"{found.text}0"

    assert code(bewaker, etree.tostring(root)) == "B-0805"


def test_another_signer_is_refused_however_good_its_signature(
    bewaker: Bewaker, wij: Paar, folder: Path
) -> None:
    assert code(bewaker, teken(goed(), wij)) == "B-0806"
    assert code(bewaker, teken(goed(), paar(folder, "zij2", oin=OIN))) == "B-0806"


def test_our_trusted_certificate_beside_the_signature_of_another_is_no_proof(
    bewaker: Bewaker, zij: Paar, wij: Paar
) -> None:
    root = etree.fromstring(teken(goed(), wij))
    (token,) = root.iter(f"{{{wss.WSSE}}}BinarySecurityToken")
    token.text = base64.b64encode(zij.certificaat.public_bytes(Encoding.DER)).decode()

    assert code(bewaker, etree.tostring(root)) == "B-0805"


def test_a_certificate_that_has_ended_signs_no_more(folder: Path, wij: Paar) -> None:
    old = paar(folder, "oud", tot=NU - timedelta(days=1))
    signing = Handtekening(wij.pem, wij.pem_sleutel, old.pem)

    assert code(maak(Beveiliging(handtekening=signing)), teken(goed(), old)) == "B-0806"


def test_an_authority_counts_only_with_the_oin_of_whom_we_read_from(
    folder: Path, wij: Paar
) -> None:
    ca = paar(folder, "ca", ca=True)
    one = paar(folder, "een", oin=OIN, uitgever=ca)
    other = paar(folder, "ander", oin="00000009999999990000", uitgever=ca)
    stranger = paar(folder, "vreemd", oin=OIN, uitgever=paar(folder, "ca", ca=True))
    below = paar(folder, "onder", oin=OIN, uitgever=one)
    signing = Handtekening(wij.pem, wij.pem_sleutel, folder / "echt.pem", OIN)
    signing.vertrouwd.write_bytes(ca.certificaat.public_bytes(Encoding.PEM))
    judge = maak(Beveiliging(handtekening=signing, adressering=ADRES))

    keur(judge, teken(goed(), one))
    refused = [code(judge, teken(goed(), who)) for who in (other, stranger, below)]
    assert refused == ["B-0806"] * 3
    without = maak(Beveiliging(handtekening=replace(signing, oin="")))
    assert code(without, teken(goed(), one)) == "B-0806"


@pytest.mark.parametrize("minuten", [-6, 6, -60 * 24])
def test_an_answer_that_is_not_of_now_is_refused(bewaker: Bewaker, zij: Paar, minuten: int) -> None:
    late = wss.op_tijd(goed(), NU + timedelta(minutes=minuten))

    assert code(bewaker, teken(late, zij)) == "B-0808"


@pytest.mark.parametrize("minuten", [-4, 0, 4])
def test_two_clocks_may_differ_a_little(bewaker: Bewaker, zij: Paar, minuten: int) -> None:
    keur(bewaker, teken(wss.op_tijd(goed(), NU + timedelta(minutes=minuten)), zij))


@pytest.mark.parametrize("said", ["2026-03-01T02:15:00", "gisteren", "", "2026-02-30T00:00:00Z"])
@pytest.mark.parametrize("naam", ["Created", "Expires"])
def test_a_moment_without_zone_is_no_moment(
    bewaker: Bewaker, zij: Paar, naam: str, said: str
) -> None:
    root = goed()
    (found,) = root.iter(f"{{{wss.WSU}}}{naam}")
    found.text = said

    assert code(bewaker, teken(root, zij)) == "B-0808"


def test_what_ended_by_its_own_word_is_refused(bewaker: Bewaker, zij: Paar) -> None:
    root = wss.op_tijd(goed(), NU - timedelta(minutes=4))
    (found,) = root.iter(f"{{{wss.WSU}}}Expires")
    found.text = f"{NU - timedelta(minutes=2):%Y-%m-%dT%H:%M:%SZ}"

    assert code(bewaker, teken(root, zij)) == "B-0808"


def test_a_broken_or_dangerous_answer_is_told_as_such(bewaker: Bewaker, zij: Paar) -> None:
    message = teken(goed(), zij)

    assert code(bewaker, b"<!DOCTYPE a [<!ENTITY b 'c'>]>" + message) == "B-0331"
    assert code(bewaker, message.replace(b"goed", b"\x00")) == "B-0330"
    with pytest.raises(SourceDown, match="B-0305"):
        keur(bewaker, message[:-20])


def test_an_answer_too_large_to_hold_is_refused(bewaker: Bewaker) -> None:
    pieces = (b"<a>" + b" " * 1_000_000 for _ in range(30))

    with pytest.raises(SourceRefused, match="B-0326"):
        list(bewaker.keur_stukken(pieces, "n-1", "bericht 1"))


@given(st.data())
def test_no_single_changed_byte_is_believed_with_another_value(
    bewaker: Bewaker, zij_getekend: bytes, data: st.DataObject
) -> None:
    """Change a byte anywhere: it is refused, or what we read is what was signed."""
    place = data.draw(st.integers(0, len(zij_getekend) - 1))
    sign = data.draw(st.integers(0, 255))
    changed = bytearray(zij_getekend)
    changed[place] = sign
    try:
        keur(bewaker, bytes(changed))
    except (SourceRefused, SourceDown):
        return
    body = _kind(etree.fromstring(bytes(changed)), "Body")
    assert wss.c14n(body) == wss.c14n(_kind(etree.fromstring(zij_getekend), "Body"))


@given(st.data())
def test_however_a_signed_answer_is_rearranged_what_we_read_was_signed(
    bewaker: Bewaker, zij_getekend: bytes, data: st.DataObject
) -> None:
    """Take out, repeat, move and rename parts: an attack by whoever passes the message on."""
    root = etree.fromstring(zij_getekend)
    for _ in range(data.draw(st.integers(1, 4))):
        _herschik(root, data)
    message = etree.tostring(root)
    try:
        keur(bewaker, message)
    except (SourceRefused, SourceDown):
        return
    read, was = etree.fromstring(message), etree.fromstring(zij_getekend)
    assert wss.c14n(_kind(read, "Body")) == wss.c14n(_kind(was, "Body"))
    related = [[one.text for one in root.iter(f"{{{wss.WSA}}}RelatesTo")] for root in (read, was)]
    assert related[0][:1] == related[1]


def _herschik(root: etree._Element, data: st.DataObject) -> None:
    parts = list(root.iter("*"))
    part = parts[data.draw(st.integers(0, len(parts) - 1))]
    other = parts[data.draw(st.integers(0, len(parts) - 1))]
    parent = part.getparent()
    kind = data.draw(st.sampled_from(["weg", "kopie", "verplaats", "naam", "id", "tekst"]))
    inside = other in set(part.iter("*"))
    if kind == "weg" and parent is not None:
        parent.remove(part)
    elif kind == "kopie" and parent is not None:
        other.append(etree.fromstring(etree.tostring(part, with_tail=False)))
    elif kind == "verplaats" and parent is not None and not inside:
        other.append(part)
    elif kind == "naam":
        part.tag = other.tag
    elif kind == "id":
        name = data.draw(st.sampled_from(["Id", "ID", "id", f"{{{wss.WSU}}}Id"]))
        part.set(name, data.draw(st.sampled_from(["a", "b", "r", "t", "x"])))
    elif kind == "tekst" and len(part) == 0:
        part.text = data.draw(st.sampled_from(["vals", "urn:uuid:anders", ""]))


@pytest.fixture(scope="module")
def zij_getekend(zij: Paar) -> bytes:
    return teken(goed(), zij)
