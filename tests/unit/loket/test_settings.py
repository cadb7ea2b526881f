"""What a loket refuses to start with, and how its settings are read."""

import json
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from loket import LoketSleutel, Paginas, Tls, create_app, laad
from loket.datasleutel import Datasleutel
from loket.settings import controleer
from regres import ConfigProblem, KeyProblem, ProtectionStop, RegresbrugError
from tests.tools.loket import SECRET, gemeente, merk, settings

JWK = json.dumps(LoketSleutel.maak("loket-2026").jwk)
DATA = "ab" * 32

WHOLE = f"""\
database: loket.sqlite
host: 127.0.0.1
port: 8443
tls: {{certificaat: server.pem, sleutel: server.key, ca: gemeenten.pem}}
datasleutel: secret://env/DATA
paginas: {{accounts: accounts.db, rollen_geheim: secret://credential/pagina}}
gemeentesleutels: [wortelsleutels]
sleutels:
  - {{kid: loket-2026, jwk: secret://env/JWK}}
  - {{kid: loket-2025, jwk: secret://file/./oud.jwk, ingetrokken_op: "2026-09-01"}}
gemeenten:
  - code: "9901"
    naam: Duinrand
    client_id: gemeente-9901
    geheim_sha256: {sha256(SECRET.encode()).hexdigest()}
    voorgangers: ["9902"]
    behandelaar: M. de Wit
    vervanger: J. Bos
    afwezig: [[2026-12-24, "2027-01-02"]]
"""


def codes(error: RegresbrugError) -> list[str]:
    return sorted(problem.code for problem in error.problems)


def refused(folder: Path, **changed: Any) -> list[str]:
    with pytest.raises(ConfigProblem) as caught:
        controleer(settings(folder, **changed))
    return codes(caught.value)


def write(folder: Path, text: str = WHOLE) -> Path:
    path = folder / "loket.yaml"
    path.write_text(text)
    (folder / "oud.jwk").write_text(json.dumps(LoketSleutel.maak("x").jwk))
    (folder / "pagina").write_text("geheim-van-de-voordeur\n")
    return path


def read(folder: Path, text: str = WHOLE) -> Any:
    known = {"DATA": DATA, "JWK": JWK, "CREDENTIALS_DIRECTORY": str(folder)}
    return laad(write(folder, text), known)


def told(folder: Path, text: str) -> list[str]:
    with pytest.raises(ConfigProblem) as caught:
        read(folder, text)
    assert DATA not in str(caught.value)
    name = str(folder / "loket.yaml")
    return [
        f"{item.code} {item.waar.removeprefix(name)} {item.wat.rpartition('(')[2].rstrip(').')}"
        for item in caught.value.problems
    ]


def test_a_root_key_of_a_municipality_in_reach_stops_the_loket(tmp_path: Path) -> None:
    keys = tmp_path / "wortelsleutels"
    (keys / "9901").mkdir(parents=True)
    (keys / "9901" / "v1.key").write_bytes(b"\1" * 32)

    with pytest.raises(ProtectionStop) as caught:
        create_app(settings(tmp_path, gemeentesleutels=(keys,)))

    assert codes(caught.value) == ["Z-0001"]
    assert caught.value.exit_code == 8
    assert not (tmp_path / "loket.sqlite").exists()


def test_the_demo_may_read_a_root_key_and_says_so(tmp_path: Path) -> None:
    key = tmp_path / "v1.key"
    key.write_bytes(b"\1" * 32)
    demo = settings(tmp_path, gemeentesleutels=(key,), demo=True)

    controleer(demo)

    assert "Demo" in demo.banner
    assert settings(tmp_path).banner == ""


def test_a_folder_of_root_keys_that_is_not_there_or_empty_is_fine(tmp_path: Path) -> None:
    empty = tmp_path / "leeg"
    empty.mkdir()

    controleer(settings(tmp_path, gemeentesleutels=(empty, tmp_path / "nergens")))


def test_settings_that_cannot_work_are_all_told_at_once(tmp_path: Path) -> None:
    public_only = LoketSleutel("loket", {"kty": "OKP", "crv": "X25519", "x": "A" * 43})
    twice = (gemeente(), gemeente(naam="Nog eens"))
    wrong = refused(tmp_path, datasleutel=b"kort", sleutels=(public_only,), gemeenten=twice)

    assert wrong == ["Z-0003", "Z-0004", "Z-0004", "Z-0005"]


@pytest.mark.parametrize(
    "jwk",
    [
        {},
        {"kty": "OKP", "crv": "Ed25519", "x": "A" * 43, "d": "A" * 43},
        {"kty": "oct", "k": "A" * 43},
        {"kty": "OKP", "crv": "X25519", "x": "A", "d": "A"},
    ],
)
def test_a_key_that_cannot_open_envelopes_is_told(tmp_path: Path, jwk: dict[str, str]) -> None:
    assert refused(tmp_path, sleutels=(LoketSleutel("loket", jwk),)) == ["Z-0005"]


def test_without_a_key_to_seal_for_it_does_not_start(tmp_path: Path) -> None:
    old = LoketSleutel("oud", LoketSleutel.maak("oud").jwk, ingetrokken_op=date(2026, 1, 1))

    assert refused(tmp_path, sleutels=(old,)) == ["Z-0002"]


def test_outside_this_machine_it_wants_tls_and_is_no_demo(tmp_path: Path) -> None:
    assert refused(tmp_path, host="192.0.2.1", demo=True) == ["Z-0006", "Z-0007"]
    controleer(settings(tmp_path, host="192.0.2.1", tls=Tls(tmp_path, tmp_path)))
    controleer(settings(tmp_path, host="::1", demo=True))


def test_a_database_that_cannot_be_opened_is_told(tmp_path: Path) -> None:
    with pytest.raises(ConfigProblem) as caught:
        create_app(settings(tmp_path / "bestaat-niet"))

    assert codes(caught.value) == ["Z-0020"]


def test_a_database_that_is_none_is_told(tmp_path: Path) -> None:
    (tmp_path / "loket.sqlite").write_bytes(b"dit is geen database" * 100)

    with pytest.raises(ConfigProblem) as caught:
        create_app(settings(tmp_path))

    assert codes(caught.value) == ["Z-0020"]


@pytest.mark.parametrize(
    ("changed", "wanted"),
    [
        ({"rollen_kop": True}, "Z-0008"),
        ({"rollen_kop": True, "paginas": Paginas(Path("accounts.db"))}, "Z-0008"),
        ({"paginas": Paginas(Path("/bestaat/niet/accounts.db"))}, "Z-0022"),
        (
            {
                "paginas": Paginas(Path("x"), "geheim-van-de-voordeur", Path("/bestaat/niet.css")),
                "rollen_kop": True,
            },
            "Z-0024",
        ),
    ],
)
def test_pages_that_are_not_safe_or_not_there_are_not_started(
    tmp_path: Path, changed: dict[str, Any], wanted: str
) -> None:
    with pytest.raises(ConfigProblem) as caught:
        create_app(settings(tmp_path, **changed))

    assert codes(caught.value) == [wanted]


POST = """\
post:
  {host: mail.example, poort: 465, ca: mail.pem, van: loket@example.nl, wachtwoord: secret://env/DATA,
   link: "https://loket.example", adressen: {M. de Wit: wit@example.nl}}
"""


def test_the_morning_mail_is_read_and_shows_no_password(tmp_path: Path) -> None:
    post = read(tmp_path, WHOLE + POST).post

    assert (post.host, post.poort, post.beveiliging) == ("mail.example", 465, "tls")
    assert post.adressen == {"M. de Wit": "wit@example.nl"}
    assert post.ca == tmp_path / "mail.pem"
    assert DATA not in repr(post)


@pytest.mark.parametrize(
    ("old", "new", "wanted"),
    [
        ("wit@example.nl", "wit", "post.adressen"),
        ("https://loket", "http://loket", "post.link"),
        ("van: loket@example.nl", "van: loket", "post.van"),
        ("poort: 465", "poort: ja", "post.poort"),
        ("ca: mail.pem", "beveiliging: geen, ca: mail.pem", "post.beveiliging"),
    ],
)
def test_a_mail_that_cannot_be_sent_safely_is_refused(
    tmp_path: Path, old: str, new: str, wanted: str
) -> None:
    (found,) = told(tmp_path, WHOLE + POST.replace(old, new))
    assert (found.split()[0], found.split()[-1]) == ("Z-0012", wanted)


def test_settings_show_no_secrets(tmp_path: Path) -> None:
    chosen = settings(tmp_path, paginas=Paginas(tmp_path / "accounts.db", "geheim-van-de-voordeur"))
    shown = repr(chosen)

    for secret in (
        *("geheim-van-de-voordeur", chosen.sleutels[0].jwk["d"], repr(chosen.datasleutel)),
        gemeente().geheim_sha256,
    ):
        assert secret not in shown


def test_what_is_stored_opens_only_in_its_own_row_with_its_own_key() -> None:
    key = Datasleutel(b"\1" * 32)
    sealed = key.sluit(b"inhoud", merk("a"), 1)

    assert key.open(sealed, merk("a"), 1) == b"inhoud"
    assert key.sluit(b"inhoud", merk("a"), 1) != sealed
    for opener, content, row in (
        (key, sealed, (merk("a"), 2)),
        (key, sealed, (merk("b"), 1)),
        (key, sealed[:-1] + bytes([sealed[-1] ^ 1]), (merk("a"), 1)),
        (key, b"\2" + sealed[1:], (merk("a"), 1)),
        (key, b"", (merk("a"), 1)),
        (Datasleutel(b"\2" * 32), sealed, (merk("a"), 1)),
    ):
        with pytest.raises(KeyProblem):
            opener.open(content, *row)


def test_a_whole_file_is_read(tmp_path: Path) -> None:
    found = read(tmp_path)

    assert found.database == tmp_path / "loket.sqlite"
    assert (found.host, found.port, found.demo) == ("127.0.0.1", 8443, False)
    assert found.tls == Tls(
        tmp_path / "server.pem", tmp_path / "server.key", tmp_path / "gemeenten.pem"
    )
    assert found.datasleutel == bytes.fromhex(DATA)
    assert found.paginas == Paginas(tmp_path / "accounts.db", "geheim-van-de-voordeur")
    assert found.gemeentesleutels == (tmp_path / "wortelsleutels",)
    assert [key.kid for key in found.sleutels] == ["loket-2026", "loket-2025"]
    assert found.sleutels[1].ingetrokken_op == date(2026, 9, 1)
    (municipality,) = found.gemeenten
    assert municipality.codes == {"9901", "9902"}
    assert municipality.wie(date(2026, 12, 24)) == municipality.wie(date(2027, 1, 2)) == "J. Bos"
    assert municipality.wie(date(2027, 1, 3)) == "M. de Wit"
    controleer(found)


def test_every_problem_of_a_file_is_told_at_once_with_its_place(tmp_path: Path) -> None:
    text = (
        WHOLE.replace("port: 8443", "port: 84430")
        .replace('code: "9901"', "code: 9901")
        .replace("naam: Duinrand", "naem: Duinrand")
        .replace("secret://env/DATA", DATA)
        .replace("secret://env/JWK", "secret://env/NIET")
    )

    assert told(tmp_path, text) == [
        "Z-0012 :3:1 port",
        "Z-0014 :5:1 datasleutel",
        "Z-0014 :9:23 sleutels.jwk",
        "Z-0012 :12:5 gemeenten.code",
        "Z-0011 :12:5 gemeenten.naam",
        "Z-0013 :13:5 gemeenten.naem",
    ]


@pytest.mark.parametrize(
    ("old", "new", "wanted"),
    [
        ("secret://env/DATA", "secret://env/JWK", "Z-0014 :5:1 datasleutel"),
        (
            "secret://credential/pagina",
            "secret://file/nergens",
            "Z-0014 :6:34 paginas.rollen_geheim",
        ),
        ("secret://env/JWK", "secret://env/DATA", "Z-0014 :9:23 sleutels.jwk"),
        ('"2026-09-01"', "gisteren", "Z-0012 :10:53 sleutels.ingetrokken_op"),
        ("[[2026-12-24", "[[2028-12-24", "Z-0012 :19:5 gemeenten.afwezig"),
        ('["9902"]', "[9902]", "Z-0012 :16:5 gemeenten.voorgangers"),
        ("[wortelsleutels]", "wortelsleutels", "Z-0012 :7:1 gemeentesleutels"),
        ("host: 127.0.0.1", "host: 127", "Z-0012 :2:1 host"),
        ("port: 8443", "port: true", "Z-0012 :3:1 port"),
        ("port: 8443", "demo: ja", "Z-0011 :1:1 port"),
    ],
)
def test_each_fault_in_a_file_has_its_place(
    tmp_path: Path, old: str, new: str, wanted: str
) -> None:
    assert wanted in told(tmp_path, WHOLE.replace(old, new))


@pytest.mark.parametrize("text", ["", "a: [", "- x", "a: 1\na: 2", "\xff"])
def test_a_file_that_is_no_settings_is_told(tmp_path: Path, text: str) -> None:
    path = tmp_path / "loket.yaml"
    path.write_bytes(text.encode("latin-1"))

    with pytest.raises(ConfigProblem) as caught:
        laad(path, {})

    assert codes(caught.value) == ["Z-0010"]


def test_a_credential_never_leads_out_of_its_folder(tmp_path: Path) -> None:
    inside = tmp_path / "credentials"
    inside.mkdir()
    (tmp_path / "pagina").write_text("geheim-van-iemand-anders")
    path = write(tmp_path, WHOLE.replace("credential/pagina", "credential/../pagina"))
    known = {"DATA": DATA, "JWK": JWK, "CREDENTIALS_DIRECTORY": str(inside)}

    with pytest.raises(ConfigProblem) as caught:
        laad(path, known)

    assert codes(caught.value) == ["Z-0014"]


def test_a_melding_that_was_stored_under_another_key_is_told() -> None:
    stored = Datasleutel(b"\1" * 32).sluit(b"{}", "a" * 64, 1)

    for key, version in ((b"\2" * 32, 1), (b"\1" * 32, 2)):
        with pytest.raises(KeyProblem, match="Z-0030"):
            Datasleutel(key).open(stored, "a" * 64, version)
