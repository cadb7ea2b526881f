"""Each step of `check` to the Regresloket is broken for real, and exactly that step is named."""

import json
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import pytest
import trustme

from demo.certificaten import maak
from loket import Tls
from settings.keuring import Deel, Stap, Uitkomst
from tests.tools import sshd
from tests.tools.certificaat import ANDER_OIN, OIN, uitgegeven
from tests.tools.crl import Authority
from tests.tools.keten import (
    Keten,
    loket_draait,
    nieuwe_sleutel,
    nu,
)
from tests.tools.keuring import (
    enige_fout,
    gekeurd,
    rest_wacht,
    zwijgt,
)
from tests.tools.liegende_server import Leugenaar, answer, requires_client
from tests.tools.loket import Huis, make_tls

# -- the Regresloket -------------------------------------------------------------------------------


def loket_fout(keten: Keten, naam: str, code: str, *, exit_code: int = 5, **wereld: Any) -> Stap:
    steps = gekeurd(keten, Deel.SINK, **wereld)
    stap = enige_fout(steps, "Duinrand/loket", naam, code)
    rest_wacht(steps, stap)
    assert stap.exit_code == exit_code
    assert stap.advies.bel()
    return stap


@pytest.fixture
def huis(keten: Keten, ends: ExitStack) -> Huis:
    made = ends.enter_context(loket_draait(keten.folder / "loket"))
    keten.met_loket(made)
    return made


def bestemming(keten: Keten, **anders: Any) -> None:
    keten.gemeente.dienst["bestemming"] |= anders
    address = keten.gemeente.dienst["bestemming"]["adres"].removeprefix("https://")
    keten.mag_naar(address)
    keten.schrijf()


def test_a_regresloket_that_knows_us_passes(keten: Keten, huis: Huis) -> None:
    steps = gekeurd(keten, Deel.SINK)

    assert {stap.uitkomst for stap in steps} == {Uitkomst.GELUKT}
    assert [stap.naam for stap in steps][-4:] == ["token", "toegang", "sleutels", "klok"]


def test_a_regresloket_behind_a_file_that_is_not_there(keten: Keten, huis: Huis) -> None:
    bestemming(keten, ca="tls/weg.pem")

    loket_fout(keten, "TLS-bestanden", "S-0009")


def test_a_regresloket_that_is_not_in_dns(keten: Keten, huis: Huis) -> None:
    bestemming(keten, adres="https://bestaat-niet.invalid:8443")

    loket_fout(keten, "naam in DNS", "S-0003")


def test_a_regresloket_that_does_not_listen(keten: Keten, huis: Huis) -> None:
    bestemming(keten, adres=f"https://127.0.0.1:{sshd.free_port()}")

    loket_fout(keten, "verbinding", "S-0004")


def test_a_regresloket_that_hangs_is_told_as_such(
    keten: Keten, huis: Huis, ends: ExitStack
) -> None:
    bestemming(keten, adres=f"https://127.0.0.1:{ends.enter_context(zwijgt())}")

    stap = loket_fout(keten, "TLS", "S-0005", geduld=0.4)

    assert "niet op tijd" in stap.problemen[0].wat


def test_a_regresloket_that_does_not_speak_tls(keten: Keten, huis: Huis, ends: ExitStack) -> None:
    port = ends.enter_context(zwijgt(b"HTTP/1.1 400 X\r\n\r\n"))
    bestemming(keten, adres=f"https://127.0.0.1:{port}")

    loket_fout(keten, "TLS", "S-0007")


def test_a_regresloket_of_another_authority(keten: Keten, huis: Huis, tmp_path: Path) -> None:
    bestemming(keten, ca=str(maak(tmp_path / "anders").ca))

    assert "uitgegeven door" in loket_fout(keten, "certificaatketen", "S-0006").toelichting


@contextmanager
def leugenaar(
    keten: Keten, *gedrag: bytes, host: str = "127.0.0.1", klant: bool = False, **cert: Any
) -> Iterator[Leugenaar]:
    """Deliver to a server with this certificate that answers so."""
    folder = keten.folder / "leugen"
    folder.mkdir(exist_ok=True)
    authority = trustme.CA()
    issued = authority.issue_cert(host, **cert)
    issued.cert_chain_pems[0].write_to_path(folder / "server.pem")
    issued.private_key_pem.write_to_path(folder / "server.key")
    authority.cert_pem.write_to_path(folder / "ca.pem")
    tls = Tls(folder / "server.pem", folder / "server.key")
    tls = requires_client(tls, folder / "ca.pem") if klant else tls
    with Leugenaar(tls, gedrag or (b"",)) as server:
        bestemming(keten, adres=server.url, ca=str(folder / "ca.pem"))
        yield server


def test_a_regresloket_with_a_certificate_for_another_name(keten: Keten, huis: Huis) -> None:
    with leugenaar(keten, host="127.0.0.2") as server:
        stap = loket_fout(keten, "certificaatnaam", "S-0072")

    assert server.verzoeken == []
    assert "127.0.0.2; het adres is 127.0.0.1" in stap.toelichting


def test_a_regresloket_with_a_certificate_that_has_expired(keten: Keten, huis: Huis) -> None:
    begun, ended = nu() - timedelta(days=9), nu() - timedelta(days=2)
    with leugenaar(keten, not_before=begun, not_after=ended):
        loket_fout(keten, "geldigheid", "S-0070")


def test_a_regresloket_whose_certificate_runs_out_soon(keten: Keten, huis: Huis) -> None:
    with leugenaar(keten, answer(503), not_after=nu() + timedelta(days=9)):
        steps = gekeurd(keten, Deel.SINK)

    warned = [stap for stap in steps if stap.uitkomst is Uitkomst.LET_OP]
    assert [(stap.naam, stap.code) for stap in warned] == [("geldigheid", "S-0075")]


def test_a_regresloket_whose_certificate_was_revoked_or_of_which_nobody_can_tell(
    keten: Keten, huis: Huis, tmp_path: Path
) -> None:
    ca = trustme.CA()
    certs = maak(tmp_path / "crl", host="127.0.0.1", ca=ca)
    with Leugenaar(Tls(certs.server, certs.server_sleutel)) as server:
        house = Authority(ca, certs, server.url)
        for revoked, days, code in ((True, 1, "S-0073"), (False, -1, "S-0074")):
            crl = house.crl(tmp_path, revoked=revoked, until=nu() + timedelta(days=days))
            bestemming(keten, adres=server.url, ca=str(certs.ca), crl=str(crl))
            loket_fout(keten, "intrekking", code, exit_code=8)


def test_a_regresloket_that_wants_a_client_certificate(keten: Keten, huis: Huis) -> None:
    with leugenaar(keten, klant=True):
        loket_fout(keten, "clientcertificaat", "S-0008")


def token(**headers: str) -> bytes:
    return answer(200, b'{"access_token": "t", "token_type": "Bearer", "expires_in": 60}')


def niemand(when: datetime) -> bytes:
    """Answer that there is no such melding, at this moment by the backend's clock."""
    body = b'{"type": "urn:regresloket:probleem:niet-gevonden", "title": "x"}'
    head = f"Date: {format_datetime(when)}\r\n"
    return answer(404, body, "application/problem+json", headers=head)


def test_a_secret_that_the_regresloket_does_not_know(keten: Keten, huis: Huis) -> None:
    keten.gemeente.geheim("loket.secret", "verkeerd")

    assert "nieuw geheim" in loket_fout(keten, "token", "S-0021").advies.zeg


def test_a_secret_that_is_not_there_stops_sending_at_the_token(keten: Keten, huis: Huis) -> None:
    (keten.config / "geheim" / "loket.secret").unlink()

    loket_fout(keten, "token", "K-0504")


@pytest.mark.parametrize(("status", "code"), [(403, "S-0020"), (500, "S-0031"), (200, "S-0011")])
def test_a_regresloket_that_does_not_let_us_ask(
    keten: Keten, huis: Huis, status: int, code: str
) -> None:
    with leugenaar(keten, token(), answer(status, b"{}")):
        loket_fout(keten, "toegang", code)


def test_a_regresloket_that_knows_none_of_our_keys(keten: Keten, huis: Huis) -> None:
    keten.sleutel_van(nieuwe_sleutel())

    assert "kid" in loket_fout(keten, "sleutels", "S-0060").advies.zeg


def test_a_regresloket_whose_clock_is_off(keten: Keten, huis: Huis) -> None:
    keys_ = answer(200, json.dumps({"keys": [{"kid": huis.sleutel.kid}]}).encode())
    with leugenaar(keten, token(), niemand(nu() + timedelta(minutes=10)), keys_):
        steps = gekeurd(keten, Deel.SINK)

    warned = [stap for stap in steps if stap.uitkomst is not Uitkomst.GELUKT]
    assert [(stap.naam, stap.code, stap.exit_code) for stap in warned] == [("klok", "S-0076", 1)]


def test_a_way_out_that_cannot_be_written(keten: Keten) -> None:
    keten.gemeente.dienst["bestemming"]["map"] = "../nergens"
    keten.schrijf()

    stap = enige_fout(gekeurd(keten), "Duinrand/uitmap", "map", "S-0050")

    assert "schrijfrecht" in stap.advies.zeg


def test_a_regresloket_with_the_certificate_of_another_organisation(
    keten: Keten, huis: Huis, tmp_path: Path
) -> None:
    _, root, ca = make_tls(tmp_path)
    for number in (OIN, ANDER_OIN):
        made = uitgegeven(tmp_path, ca, number)
        with Leugenaar(made) as server:
            bestemming(keten, adres=server.url, ca=str(root), oin=OIN)
            if number == OIN:
                (token,) = [s for s in gekeurd(keten, Deel.SINK) if s.uitkomst is Uitkomst.FOUT]
                assert token.naam == "token"
            else:
                loket_fout(keten, "OIN", "S-0077")
                assert server.verzoeken == []
