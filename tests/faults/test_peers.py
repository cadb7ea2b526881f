"""Who is at the other end: another organisation, or a line as of old, gets not one byte.

Both doors are held to the same: the one to a zaaksysteem and the one to the Regresloket.
"""

import ssl
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.stuf_zkn import Tls as StufTls
from connectors.stuf_zkn.tls import maak_context
from connectors.uitgaand import Uitgaand
from loket import LoketSleutel, Tls
from regres import RegresbrugError
from regres.oin import AnderOin, eis_oin, oin_van
from sinks import Regresloket, RegresloketSettings
from sinks.verbinding import make_context
from tests.tools import stuf
from tests.tools.certificaat import ANDER_OIN, OIN, uitgegeven
from tests.tools.liegende_server import Leugenaar, answer
from tests.tools.loket import NU, kop, make_tls, plaintext, sealer

SEALED = sealer(LoketSleutel.maak("loket-2026")).seal(kop(), plaintext(kop()))
#: Subjects that are not the organisation that was asked for.
VERKEERD = {
    "een ander": (ANDER_OIN,),
    "geen": (),
    "twee": (OIN, ANDER_OIN),
    "twee keer hetzelfde": (OIN, OIN),
    "te kort": (OIN[1:],),
    "met een spatie": (f"{OIN} ",),
    "als deel": (f"{OIN}0",),
}
OUD = {"1.0": ssl.TLSVersion.TLSv1, "1.1": ssl.TLSVersion.TLSv1_1}


class Straat:
    """A liar behind a certificate, and both doors to it; a door gives the code of its refusal."""

    def __init__(self, folder: Path, ends: ExitStack) -> None:
        self.tls, self.root, self.authority = make_tls(folder)
        self.folder = folder
        self._ends = ends

    def server(self, tls: Tls, versie: ssl.TLSVersion | None = None) -> Leugenaar:
        return self._ends.enter_context(Leugenaar(tls, (answer(503),), versie=versie))

    def bron(self, server: Leugenaar, oin: str = OIN) -> str:
        own = stuf.certificaten()
        tls = StufTls(self.root, own.client, own.client_sleutel, oin=oin)
        source = stuf.bron(
            f"{server.url}/StUF",
            tls=tls,
            uitgaand=Uitgaand(frozenset({"127.0.0.1"}), loopback=True),
        )
        with pytest.raises(RegresbrugError) as caught:
            stuf.lees(source)
        return caught.value.problems[0].code

    def loket(self, server: Leugenaar, oin: str = OIN) -> str:
        with (
            closing(Regresloket(self.lijn(server, oin))) as sink,
            pytest.raises(RegresbrugError) as caught,
        ):
            sink.deliver(SEALED)
        return caught.value.problems[0].code

    def lijn(self, server: Leugenaar, oin: str = "") -> RegresloketSettings:
        return RegresloketSettings(
            url=server.url,
            ca=self.root,
            oin=oin,
            uitgaand=("127.0.0.1",),
            client_id="gemeente-9901",
            client_secret="geheim",
            loopback=True,
            klok=lambda: NU,
        )


@pytest.fixture
def straat(tmp_path: Path) -> Iterator[Straat]:
    with ExitStack() as ends:
        yield Straat(tmp_path, ends)


Deur = Callable[[Straat, Leugenaar], str]
DEUREN: dict[str, tuple[Deur, str]] = {
    "bron": (Straat.bron, "B-0306"),
    "loket": (Straat.loket, "S-0077"),
}


@pytest.mark.parametrize("wie", VERKEERD)
@pytest.mark.parametrize("deur", DEUREN)
def test_another_organisation_gets_not_one_byte(straat: Straat, deur: str, wie: str) -> None:
    """The authority and the name of the certificate are right: only whose it is differs."""
    server = straat.server(uitgegeven(straat.folder, straat.authority, *VERKEERD[wie]))
    ask, refused = DEUREN[deur]

    assert ask(straat, server) == refused
    assert server.verzoeken == []


@pytest.mark.parametrize("deur", DEUREN)
def test_the_organisation_that_was_named_is_asked(straat: Straat, deur: str) -> None:
    server = straat.server(uitgegeven(straat.folder, straat.authority, OIN))
    ask, refused = DEUREN[deur]

    assert ask(straat, server) != refused
    assert server.verzoeken


@pytest.mark.parametrize("deur", DEUREN)
def test_without_an_oin_in_the_configuration_nobody_is_asked_for_one(
    straat: Straat, deur: str
) -> None:
    server = straat.server(straat.tls)
    ask = {"bron": straat.bron, "loket": straat.loket}[deur]

    assert ask(server, "") in {"B-0323", "S-0030"}
    assert server.verzoeken


def test_nothing_of_the_certificate_of_another_is_told(straat: Straat) -> None:
    """In a certificate of somebody else the number may be a person's: 999900006 passes as a BSN."""
    server = straat.server(uitgegeven(straat.folder, straat.authority, "999900006"))
    with (
        closing(Regresloket(straat.lijn(server, OIN))) as sink,
        pytest.raises(RegresbrugError) as caught,
    ):
        sink.deliver(SEALED)

    assert "999900006" not in str(caught.value) + repr(caught.value)
    assert caught.value.__context__ is None


@given(st.text(max_size=30))
def test_only_the_number_itself_passes(found: str) -> None:
    certificate = {"subject": ((("commonName", "x"),), (("serialNumber", found),))}

    assert oin_van(certificate) == found
    eis_oin(certificate, "")
    if found == OIN:
        eis_oin(certificate, OIN)
    else:
        with pytest.raises(AnderOin):
            eis_oin(certificate, OIN)


@pytest.mark.parametrize("nothing", [None, {}, {"subject": ()}])
def test_a_peer_without_a_certificate_is_nobody(nothing: dict[str, object] | None) -> None:
    with pytest.raises(AnderOin):
        eis_oin(nothing, OIN)


# -- the line --------------------------------------------------------------------------------------


def _open(context: ssl.SSLContext, versie: ssl.TLSVersion) -> None:
    """Make a context speak as machines did long ago, as far as it lets itself."""
    context.set_ciphers("ALL:@SECLEVEL=0")
    context.minimum_version = versie


@pytest.mark.filterwarnings("ignore:ssl.TLSVersion:DeprecationWarning")
@pytest.mark.parametrize("versie", OUD)
def test_the_old_server_of_these_tests_does_speak_to_who_speaks_as_of_old(
    straat: Straat, versie: str
) -> None:
    server = straat.server(straat.tls, OUD[versie])
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.load_verify_locations(straat.root)
    _open(context, OUD[versie])

    assert server.versie_voor(context) == f"TLSv{versie}".removesuffix(".0")


@pytest.mark.parametrize("versie", OUD)
@pytest.mark.parametrize("deur", DEUREN)
def test_a_server_that_speaks_nothing_newer_gets_not_one_byte(
    straat: Straat, deur: str, versie: str
) -> None:
    server = straat.server(straat.tls, OUD[versie])
    ask = {"bron": straat.bron, "loket": straat.loket}[deur]

    assert ask(server, "") in {"B-0317", "S-0007"}
    assert server.verzoeken == []


@pytest.mark.parametrize("versie", OUD)
def test_it_is_our_own_floor_that_refuses_and_not_only_this_machine(
    straat: Straat, versie: str
) -> None:
    """Take away the strength that OpenSSL asks for by itself here: the version is refused still."""
    server = straat.server(straat.tls, OUD[versie])
    contexts = [maak_context(StufTls(straat.root)), make_context(straat.lijn(server))]

    for context in contexts:
        context.set_ciphers("ALL:@SECLEVEL=0")
        with pytest.raises(ssl.SSLError) as caught:
            server.versie_voor(context)
        assert "PROTOCOL" in (caught.value.reason or "")
