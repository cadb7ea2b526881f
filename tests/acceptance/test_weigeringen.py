"""What a security officer would refuse is refused: each from a whole configuration, with its place.

Through the command line, because that is what he runs. Nothing is read and no ledger is made.
"""

import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.tools.keten import Keten, nu, opdracht, vers
from tests.unit.settings.map import DIENSTBESTAND, GEMEENTEBESTAND, Map

D, G = DIENSTBESTAND, GEMEENTEBESTAND
PIN = "SHA256:" + 43 * "a"


@dataclass(frozen=True)
class Weigering:
    """A change to a good configuration, and what is said of it: code, and where the sign stands."""

    bestand: str
    oud: str
    nieuw: str
    code: str
    plek: str


def geval(naam: str, *delen: str) -> object:
    return pytest.param(Weigering(*delen), id=naam)


RETOUR = f"""stand: actief
retour:
  soort: sftp
  host: sftp.example
  gebruiker: terug
  hostsleutel: {PIN}
  sleutel: secret://env/RETOUR
"""
GEVALLEN = [
    # http
    geval("http-source", G, "https://zaken.example/vraag", "http://zaken.example/vraag",
          "C-0108", "http://zaken"),
    geval("http-recipient", D, "https://loket.example", "http://loket.example",
          "C-0108", "http://loket"),
    geval("password-in-a-url", G, "https://zaken.example/vraag", "https://a:b@zaken.example/vraag",
          "C-0108", "https://a:b@"),
    # no switch for trust
    geval("verify-off-source", G, "    vanaf: 2019-01-01",
          "    vanaf: 2019-01-01\n    verify: false", "C-0104", "verify: false"),
    geval("verify-off-recipient", D, "  ca: tls/ca.pem", "  ca: tls/ca.pem\n  insecure: true",
          "C-0104", "insecure: true"),
    geval("no-ca-of-the-recipient", D, "  ca: tls/ca.pem\n", "", "C-0103", "bestemming"),
    geval("auto-add-host-key", G, "hostsleutel: " + PIN, f"hostsleutel: {PIN}\n    auto_add: true",
          "C-0104", "auto_add"),
    # the host key
    geval("no-host-key", G, f"    hostsleutel: {PIN}\n", "", "C-0103", "export:"),
    geval("any-host-key", G, PIN, "'*'", "C-0123", "'*'"),
    geval("half-a-fingerprint", G, PIN, "SHA256:abc", "C-0123", "SHA256:abc"),
    geval("md5-fingerprint", G, PIN, "MD5:16:27:ac:a5:76:28:2d:36:63:1b:56:4d:eb:df:a6:48",
          "C-0123", "MD5:"),
    # the BSN
    geval("bsn-as-a-switch", G, "stand: actief", "stand: actief\nbsn_meesturen: true",
          "C-0109", "true"),
    geval("bsn-without-ground", G, "stand: actief",
          "stand: actief\nbsn_meesturen: {overeenkomst: VO-12}", "C-0103", "bsn_meesturen"),
    geval("bsn-without-contract", G, "stand: actief",
          "stand: actief\nbsn_meesturen: {grondslag: UAVG 46}", "C-0103", "bsn_meesturen"),
    geval("bsn-with-an-empty-ground", G, "stand: actief",
          "stand: actief\nbsn_meesturen: {grondslag: ' ', overeenkomst: VO-12}", "C-0121", "' '"),
    # purpose and ground
    geval("no-purpose", G, "  doel: verhaal\n", "", "C-0103", "verwerking"),
    geval("empty-purpose", G, "doel: verhaal", "doel: ''", "C-0121", "''"),
    geval("no-ground", G, "  grondslag: Wmo 2015 art. 2.4.3\n", "", "C-0103", "verwerking"),
    geval("no-activity", G, "  activiteit: https://register.example/1\n", "",
          "C-0103", "verwerking"),
    geval("activity-without-address", G, "https://register.example/1", "wmo-regres",
          "C-0122", "wmo-regres"),
    # secrets
    geval("literal-root-key", G, "secret://file/./geheim/wortel-1.key", "0" * 64,
          "C-0105", "0" * 64),
    geval("literal-client-secret", G, "secret://env/LOKET_GEHEIM", "hunter2", "C-0105", "hunter2"),
    geval("literal-login-key", G, "secret://file/./geheim/sftp", "hunter2", "C-0105", "hunter2"),
    geval("literal-password", G, "    sleutel: secret://file/./geheim/sftp",
          "    wachtwoord: hunter2", "C-0105", "hunter2"),
    geval("password-in-the-ledgers-address", D, "sqlite:///../regresbrug.db",
          "postgresql://regres:hunter2@db/regres", "C-0105", "postgresql"),
    # the only hosts
    geval("source-outside-the-list", G, "https://zaken.example/vraag", "https://elders.example/v",
          "C-0209", "https://elders"),
    geval("recipient-outside-the-list", D, "adres: https://loket.example:8443",
          "adres: https://loket.example:9443", "C-0209", "https://loket.example:9443"),
    geval("sftp-outside-the-list", G, "host: sftp.example", "host: elders.example",
          "C-0209", "elders.example"),
    geval("any-host", D, "- zaken.example:443", "- '*:443'", "C-0111", "'*:443'"),
    geval("metadata-address", D, "- zaken.example:443",
          "- zaken.example:443\n  - 169.254.169.254:80", "C-0124", "169.254.169.254"),
    geval("metadata-address-v6", D, "- zaken.example:443",
          "- zaken.example:443\n  - '[fd00:ec2::254]:80'", "C-0124", "'[fd00"),
    geval("metadata-address-of-another-cloud", D, "- zaken.example:443",
          "- zaken.example:443\n  - 100.100.100.200:80", "C-0124", "100.100.100.200"),
    geval("this-machine-without-a-reason", G, "https://zaken.example/vraag",
          "https://127.0.0.1/vraag", "C-0215", "https://127.0.0.1"),
    geval("figures-for-the-whole-network", D, "uitgaand:",
          "bewaking: {adres: 10.1.2.3}\nuitgaand:", "C-0125", "10.1.2.3"),
    geval("figures-on-a-name", D, "uitgaand:",
          "bewaking: {adres: localhost}\nuitgaand:", "C-0125", "localhost"),
    # sending
    geval("text-only-without-a-decision", G, "stand: actief",
          "stand: actief\ntekst_alleen: versturen", "C-0217", "versturen"),
    geval("text-only-without-who", G, "stand: actief",
          "stand: actief\ntekst_besluit: {rol: fg, datum: 2026-01-01, waarom: x}",
          "C-0103", "tekst_besluit"),
    geval("text-only-without-role", G, "stand: actief",
          "stand: actief\ntekst_besluit: {wie: A, datum: 2026-01-01, waarom: x}",
          "C-0103", "tekst_besluit"),
    geval("text-only-without-day", G, "stand: actief",
          "stand: actief\ntekst_besluit: {wie: A, rol: fg, waarom: x}",
          "C-0103", "tekst_besluit"),
    geval("text-only-without-why", G, "stand: actief",
          "stand: actief\ntekst_besluit: {wie: A, rol: fg, datum: 2026-01-01}",
          "C-0103", "tekst_besluit"),
    geval("werklijst-beside-an-inzagesleutel", G, "stand: actief",
          "stand: actief\ninzagesleutel: x.jwk\nwerklijst: ../lijst", "C-0218", "../lijst"),
    geval("werklijst-in-config", G, "stand: actief", "stand: actief\nwerklijst: hierin",
          "C-0219", "hierin"),
    geval("return-files-by-the-account-of-a-source", G, "stand: actief",
          RETOUR.replace("terug", "regresbrug"), "C-0224", "regresbrug\n  hostsleutel"),
    geval("return-files-by-the-secret-of-a-source", G, "stand: actief",
          RETOUR.replace("secret://env/RETOUR", "secret://file/./geheim/sftp"), "C-0224", "terug"),
    geval("return-files-to-an-unlisted-host", G, "stand: actief",
          RETOUR.replace("sftp.example", "elders.example"), "C-0209", "elders.example"),
    geval("return-files-without-a-host-key", G, "stand: actief",
          RETOUR.replace(f"  hostsleutel: {PIN}\n", ""), "C-0103", "retour"),
    geval("return-files-with-a-literal-secret", G, "stand: actief",
          RETOUR.replace("secret://env/RETOUR", "hunter2"), "C-0105", "hunter2"),
    geval("return-files-without-a-secret", G, "stand: actief",
          RETOUR.replace("  sleutel: secret://env/RETOUR\n", ""), "C-0208", "retour"),
    geval("return-files-in-config", G, "stand: actief",
          "stand: actief\nretour: {soort: map, map: hierin}", "C-0225", "hierin"),
    geval("sending-without-a-decision", G,
          "actief:\n  sinds: 2026-01-01\n  wie: A. Proef\n  rol: fg\n  waarom: proef klopt\n", "",
          "C-0204", "actief\n"),
    geval("text-only-by-a-decision-to-come", G, "stand: actief",
          "stand: actief\ntekst_besluit: {wie: A, rol: fg, datum: 9999-01-01, waarom: toets}",
          "C-0221", "9999-01-01"),
    geval("sending-by-a-decision-to-come", G, "sinds: 2026-01-01", "sinds: 9999-01-01",
          "C-0221", "9999-01-01"),
    geval("whole-notes", G, "stand: actief", "stand: actief\ntoedracht: alles", "C-0110", "alles"),
    geval("own-brake-without-a-reason", G, "stand: actief", "stand: actief\nrem: {nieuw: 5000}",
          "C-0206", "{nieuw"),
]  # fmt: skip


@pytest.fixture
def map_(tmp_path: Path) -> Map:
    return Map(tmp_path)


def plek(map_: Map, geval: Weigering) -> str:
    """Give file:line:column of the first place where a sign stands."""
    text = map_.teksten[geval.bestand]
    before = text[: text.index(geval.plek)]
    column = len(before) - (before.rfind("\n") + 1)
    return f"{geval.bestand}:{before.count(chr(10)) + 1}:{column + 1}"


@pytest.mark.parametrize("geval", GEVALLEN)
@pytest.mark.parametrize("woord", ["run", "check"])
def test_it_is_refused_with_its_file_line_and_column(
    map_: Map, geval: Weigering, woord: str, tmp_path: Path
) -> None:
    map_.vervang(geval.bestand, geval.oud, geval.nieuw)
    where = plek(map_, geval)
    map_.schrijf()
    done = opdracht(woord, "--config", map_.pad)

    said = done.fout + done.uit
    assert done.code == 3
    assert geval.code in re.findall(r"[A-Z]-[0-9]{4}", said)
    assert where in said
    assert "hunter2" not in said
    assert "0" * 64 not in said
    assert [path.name for path in tmp_path.iterdir()] == ["config"]


def test_the_configuration_that_is_changed_here_is_a_good_one(map_: Map) -> None:
    map_.schrijf()
    done = opdracht("run", "--config", map_.pad)

    assert done.code == 3
    # Only the mappings are empty: of regresbrug.yaml and the municipality nothing is said.
    assert set(re.findall(r"waar: +(\S+?):", done.fout)) <= {"mappings/zaken.yaml",
                                                            "mappings/export.yaml"}  # fmt: skip


# -- what only the disk can tell -------------------------------------------------------------------


@pytest.fixture
def keten(tmp_path: Path) -> Keten:
    return Keten(tmp_path)


@pytest.mark.parametrize("rechten", [0o640, 0o604, 0o644])
def test_a_root_key_that_others_may_read_stops_before_anything_is_read(
    keten: Keten, rechten: int
) -> None:
    keten.gemeente.levering([vers(1, "J")])
    (keten.config / "geheim" / "wortel-1.key").chmod(rechten)
    done = keten.geef("run")

    assert done.code == 6
    assert "K-0505" in done.fout
    assert re.search(r"gemeenten/9901-duinrand\.yaml:[0-9]+:[0-9]+", done.fout)
    assert keten.gemeente.bezorgd == []


def test_a_tls_key_that_others_may_read_is_told_with_the_line_that_names_it(keten: Keten) -> None:
    keten.met_stuf("https://zaken.example:443/vraag")
    (keten.config / "geheim" / "tls.key").chmod(0o644)
    keten.schrijf()
    done = keten.geef("run")

    assert done.code == 6
    assert "K-0505" in done.fout
    assert re.search(r"gemeenten/9901-duinrand\.yaml:[0-9]+:[0-9]+", done.fout)


def test_exit_8_is_kept_for_the_protection_of_data(keten: Keten) -> None:
    keten.gemeente.dienst["logboek"] = "../nergens/log.jsonl"
    keten.schrijf()
    keten.gemeente.levering([vers(1, "J")])
    assert keten.geef("run").code == 8

    del keten.gemeente.dienst["logboek"]
    keten.gemeente.gemeente["rem"] = {"nieuw": 1, "waarom": f"toets {nu():%Y}"}
    keten.schrijf()
    keten.gemeente.levering([vers(number, "J") for number in range(1, 6)])
    assert keten.geef("run").code == 8
