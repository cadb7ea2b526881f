"""Plugging a municipality in: keys and secrets are read, and nothing starts that should not."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from joserfc.jwk import OKPKey

from connectors.folder import Folder
from regres import ConfigProblem, KeyProblem, RegresbrugError
from settings import Aansluiting, aansluiten, load
from sinks import Folder as FolderSink
from sinks import Regresloket
from tests.tools.gemeente import NU, Gemeente, publieke_jwk
from tests.unit.privacy.recipient import private_jwk, public_half

KEY_1 = bytes(range(32)).hex()
KEY_2 = bytes(range(1, 33)).hex()


@pytest.fixture
def gemeente(tmp_path: Path) -> Gemeente:
    return Gemeente(tmp_path)


def plug(gemeente: Gemeente, omgeving: dict[str, str] | None = None) -> Aansluiting:
    settings = gemeente.settings()
    return aansluiten(settings, settings.gemeenten[0], lambda: NU, omgeving or {})


def refused(gemeente: Gemeente, omgeving: dict[str, str] | None = None) -> RegresbrugError:
    with pytest.raises(RegresbrugError) as wrong:
        plug(gemeente, omgeving)
    return wrong.value


def codes(wrong: RegresbrugError) -> list[str]:
    return [problem.code for problem in wrong.problems]


def recipient(gemeente: Gemeente) -> dict[str, Any]:
    """Put a recipient's public half in its place, and give the private half."""
    private = OKPKey.generate_key("X25519").as_dict(private=True)
    public = publieke_jwk() | {"x": str(private["x"])}
    (gemeente.config / "ontvanger" / "loket.jwk").write_text(json.dumps(public))
    return {**private, "kid": "loket-1"}


def test_a_right_configuration_gives_its_source_and_its_way_out(gemeente: Gemeente) -> None:
    line = plug(gemeente)

    assert isinstance(line.bronnen["export"].route.connector, Folder)
    assert isinstance(line.uitgang.sink, FolderSink)
    assert line.gemeente.actief_sinds == date(2019, 1, 1)


def test_a_municipality_in_the_stand_proef_has_no_day_of_actief(gemeente: Gemeente) -> None:
    gemeente.gemeente["stand"] = "proef"
    gemeente.schrijf()

    assert plug(gemeente).gemeente.actief_sinds is None


# -- secrets ---------------------------------------------------------------------------------------


def test_a_root_key_that_is_not_there_is_a_key_problem_at_its_line(gemeente: Gemeente) -> None:
    (gemeente.config / "geheim" / "wortel-1.key").unlink()

    wrong = refused(gemeente)

    text = (gemeente.config / "gemeenten" / "9901-duinrand.yaml").read_text().splitlines()
    line = next(number for number, row in enumerate(text, 1) if "wortel-1.key" in row)
    assert (wrong.exit_code, codes(wrong)) == (6, ["K-0504"])
    assert wrong.problems[0].waar.startswith(f"gemeenten/9901-duinrand.yaml:{line}:")


@pytest.mark.parametrize("mode", [0o644, 0o640, 0o660])
def test_a_root_key_that_others_may_read_is_refused_with_the_command_to_mend_it(
    gemeente: Gemeente, mode: int
) -> None:
    (gemeente.config / "geheim" / "wortel-1.key").chmod(mode)

    wrong = refused(gemeente)

    assert (wrong.exit_code, codes(wrong)) == (6, ["K-0505"])
    assert "chmod 600" in wrong.problems[0].doe


@pytest.mark.parametrize("text", ["", "geheim123", "0" * 64])
def test_a_root_key_that_is_no_key_is_refused_and_not_repeated(
    gemeente: Gemeente, text: str
) -> None:
    gemeente.geheim("wortel-1.key", text)

    wrong = refused(gemeente)

    assert wrong.exit_code == 6
    assert wrong.problems[0].waar.startswith("gemeenten/9901-duinrand.yaml:")
    assert not text or text not in str(wrong)


def test_all_secrets_that_lack_are_told_at_once(gemeente: Gemeente) -> None:
    gemeente.gemeente |= {
        "sleutels": {1: "secret://env/EEN", 2: "secret://env/TWEE"},
        "regresloket": {"client": "x", "geheim": "secret://env/DRIE"},
        "bronnen": {
            "export": {
                "soort": "sftp",
                "mapping": "duinrand-csv",
                "host": "sftp.example",
                "gebruiker": "x",
                "hostsleutel": "SHA256:" + 43 * "x",
                "wachtwoord": "secret://env/VIER",
                "patroon": "*.csv",
            }
        },
    }
    gemeente.dienst |= {
        "bestemming": {"soort": "regresloket", "adres": "https://loket.example", "ca": "ca.pem"},
        "uitgaand": ["sftp.example:22", "loket.example:443"],
    }
    gemeente.schrijf()

    wrong = refused(gemeente)

    assert [problem.wat.split()[2] for problem in wrong.problems] == ["EEN", "TWEE", "VIER", "DRIE"]
    assert len({problem.waar for problem in wrong.problems}) == 4


def test_a_secret_from_the_environment_and_from_a_systemd_credential(
    gemeente: Gemeente, tmp_path: Path
) -> None:
    folder = tmp_path / "credentials"
    folder.mkdir()
    (folder / "wortel").write_text(KEY_1)
    (folder / "wortel").chmod(0o600)
    gemeente.gemeente["sleutels"] = {1: "secret://credential/wortel", 2: "secret://env/WORTEL"}
    gemeente.schrijf()

    plug(gemeente, {"CREDENTIALS_DIRECTORY": str(folder), "WORTEL": KEY_2})
    assert codes(refused(gemeente, {"WORTEL": KEY_2})) == ["K-0503"]
    assert codes(refused(gemeente, {"CREDENTIALS_DIRECTORY": str(folder)})) == ["K-0502"]


def test_a_tls_key_that_others_may_read_is_refused(gemeente: Gemeente) -> None:
    key = gemeente.geheim("tls.key", "x")
    key.chmod(0o640)
    gemeente.dienst |= {
        "bestemming": {
            "soort": "regresloket",
            "adres": "https://loket.example",
            "ca": "tls/ca.pem",
            "clientcertificaat": "tls/wij.pem",
            "clientsleutel": "geheim/tls.key",
        },
        "uitgaand": ["loket.example:443"],
    }
    gemeente.schrijf()

    wrong = refused(gemeente)

    assert (wrong.exit_code, codes(wrong)) == (6, ["K-0505"])


# -- the recipient's keys --------------------------------------------------------------------------


def test_without_a_key_of_the_recipient_a_run_cannot_seal(gemeente: Gemeente) -> None:
    (gemeente.config / "ontvanger" / "loket.jwk").unlink()
    route = plug(gemeente).bronnen["export"].route

    with pytest.raises(KeyProblem) as wrong:
        route.sealer(NU.date())

    assert codes(wrong.value) == ["K-0211"]


@pytest.mark.parametrize(
    ("days", "code"),
    [
        ({"geldig_van": "2025-01-01", "geldig_tot": "2026-11-20"}, "K-0212"),
        ({"geldig_van": "2026-11-22", "geldig_tot": "2027-11-20"}, "K-0213"),
    ],
)
def test_outside_its_days_a_key_of_the_recipient_seals_nothing(
    gemeente: Gemeente, days: dict[str, str], code: str
) -> None:
    (gemeente.config / "ontvanger" / "loket.jwk").write_text(json.dumps(publieke_jwk(**days)))
    route = plug(gemeente).bronnen["export"].route

    with pytest.raises(KeyProblem) as wrong:
        route.sealer(NU.date())

    assert codes(wrong.value) == [code]


@pytest.mark.parametrize(
    "place",
    [
        "config/prive.jwk",
        "config/geheim/diep/prive.jwk",
        "prive.jwk",
        "loket/prive.jwk",
        "loket/sleutels/oud/prive.jwk",
    ],
)
def test_the_private_half_in_config_or_beside_the_ledger_keeps_everything_from_starting(
    gemeente: Gemeente, tmp_path: Path, place: str
) -> None:
    private = recipient(gemeente)
    plug(gemeente)
    file = tmp_path / place
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(private))

    wrong = refused(gemeente)

    assert (wrong.exit_code, codes(wrong)) == (6, ["K-0401"])
    assert wrong.problems[0].waar == str(file)
    assert str(private["d"]) not in str(wrong)


@pytest.mark.parametrize("place", ["config/inzage-geheim.jwk", "config/inzage.jwk", "ergens/x"])
def test_the_private_half_of_an_inzagesleutel_does_not_lie_where_runs_are(
    gemeente: Gemeente, tmp_path: Path, place: str
) -> None:
    private = private_jwk(kid="inzage-9901")
    (gemeente.config / "inzage.jwk").write_text(json.dumps(public_half(private)))
    gemeente.gemeente["inzagesleutel"] = "inzage.jwk"
    gemeente.schrijf()
    plug(gemeente)
    file = tmp_path / place
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(private))

    wrong = refused(gemeente)

    assert (wrong.exit_code, codes(wrong)) == (6, ["K-0403"])
    assert str(private["d"]) not in str(wrong)


def test_the_private_half_in_the_environment_or_a_credential_too(
    gemeente: Gemeente, tmp_path: Path
) -> None:
    private = recipient(gemeente)
    elsewhere = tmp_path.parent / f"{tmp_path.name}-credentials"
    elsewhere.mkdir()
    (elsewhere / "x").write_text(json.dumps(private))

    assert codes(refused(gemeente, {"SLEUTEL": json.dumps(private)})) == ["K-0401"]
    assert codes(refused(gemeente, {"CREDENTIALS_DIRECTORY": str(elsewhere)})) == ["K-0401"]


def test_in_the_demo_both_sides_may_stand_beside_each_other_but_not_in_one_folder(
    gemeente: Gemeente, tmp_path: Path
) -> None:
    private = recipient(gemeente)
    (tmp_path / "loket").mkdir()
    (tmp_path / "loket" / "prive.jwk").write_text(json.dumps(private))
    gemeente.dienst["eigen_computer"] = "demo"
    gemeente.schrijf()

    plug(gemeente)
    (gemeente.config / "prive.jwk").write_text(json.dumps(private))
    assert codes(refused(gemeente)) == ["K-0401"]


@pytest.mark.parametrize(
    "place", ["{}-wal", "{}-shm", "{}-journal", "accounts.db", "accounts.db-shm"]
)
def test_what_sqlite_may_hold_locks_on_is_not_opened_to_look_for_keys(
    gemeente: Gemeente, tmp_path: Path, place: str
) -> None:
    """Closing it again would let go of the locks: tests/faults/test_ledger_locks.py."""
    private = recipient(gemeente)
    gemeente.dienst["console"] = {
        "accounts": "../accounts.db",
        "sleutel": "secret://file/./geheim/console.key",
    }
    gemeente.schrijf()
    ledger = load(gemeente.config).grootboekbestand
    (tmp_path / place.format(ledger.name)).write_text(json.dumps(private))
    (tmp_path / "ernaast.txt").write_text(json.dumps(private))

    assert [one.waar for one in refused(gemeente).problems] == [str(tmp_path / "ernaast.txt")]


def test_the_way_out_and_hidden_folders_are_not_looked_through(
    gemeente: Gemeente, tmp_path: Path
) -> None:
    """They may hold any number of files; every run would have to read them all."""
    private = json.dumps(recipient(gemeente))
    (tmp_path / "uit" / "melding.json").write_text(private)
    (tmp_path / ".venv").mkdir()
    (tmp_path / ".venv" / "x").write_text(private)

    plug(gemeente)


def test_the_private_half_in_the_folder_of_public_keys_is_refused(gemeente: Gemeente) -> None:
    private = recipient(gemeente)
    both = private | publieke_jwk() | {"x": private["x"]}
    (gemeente.config / "ontvanger" / "loket.jwk").write_text(json.dumps(both))

    wrong = refused(gemeente)

    assert wrong.exit_code == 6
    assert str(private["d"]) not in str(wrong)


# -- mappings --------------------------------------------------------------------------------------


def test_a_mapping_of_the_wrong_kind_is_told_where_the_source_names_it(gemeente: Gemeente) -> None:
    gemeente.gemeente["bronnen"]["export"]["mapping"] = "duinrand-stuf"
    gemeente.schrijf()

    wrong = refused(gemeente)

    assert isinstance(wrong, ConfigProblem)
    assert (wrong.exit_code, codes(wrong)) == (3, ["C-0210"])
    file = (gemeente.config / "gemeenten" / "9901-duinrand.yaml").read_text()
    line = file[: file.index("duinrand-stuf")].count("\n") + 1
    assert wrong.problems[0].waar.startswith(f"gemeenten/9901-duinrand.yaml:{line}:")


def test_a_source_that_gives_each_change_once_is_not_read_as_if_it_gave_everything(
    gemeente: Gemeente,
) -> None:
    mapping = gemeente.config / "mappings" / "duinrand-csv.yaml"
    text = mapping.read_text("utf-8")
    mapping.write_text(text.replace("levering: volledig", "levering: delta"), "utf-8")

    wrong = refused(gemeente)

    assert (wrong.exit_code, codes(wrong)) == (3, ["C-0222"])
    assert wrong.problems[0].waar.startswith("gemeenten/9901-duinrand.yaml:")


def test_a_mapping_with_a_mistake_is_told_at_its_own_line(gemeente: Gemeente) -> None:
    mapping = gemeente.config / "mappings" / "duinrand-csv.yaml"
    mapping.write_text(mapping.read_text().replace("levering: volledig", "levering: soms"))

    wrong = refused(gemeente)

    assert wrong.exit_code == 3
    line = mapping.read_text()[: mapping.read_text().index("soms")].count("\n") + 1
    assert f"duinrand-csv.yaml:{line}:" in wrong.problems[0].waar


def test_the_mistakes_of_all_mappings_come_at_once_and_each_once(gemeente: Gemeente) -> None:
    mapping = gemeente.config / "mappings" / "duinrand-csv.yaml"
    other = gemeente.config / "mappings" / "anders.yaml"
    mapping.write_text(mapping.read_text().replace("levering: volledig", "levering: soms"))
    other.write_bytes(mapping.read_bytes())
    source = gemeente.gemeente["bronnen"]["export"]
    gemeente.gemeente["bronnen"] = {
        "een": dict(source),
        "twee": dict(source),
        "drie": source | {"mapping": "anders"},
    }
    gemeente.schrijf()

    places = [problem.waar.partition(".yaml")[0] for problem in refused(gemeente).problems]

    assert [Path(place).name for place in places] == ["duinrand-csv", "anders"]


def test_nothing_that_is_plugged_in_prints_a_secret(gemeente: Gemeente) -> None:
    root = (gemeente.config / "geheim" / "wortel-1.key").read_text()

    line = plug(gemeente)

    assert root not in repr(line)
    assert bytes.fromhex(root).hex() not in repr(line.bronnen["export"].route.pseudoniemen)


# -- the secret for the Regresloket ----------------------------------------------------------------


def with_a_loket(gemeente: Gemeente, stand: str) -> Gemeente:
    """Deliver to a Regresloket whose secret nobody put down."""
    gemeente.dienst |= {
        "bestemming": {"soort": "regresloket", "adres": "https://loket.example", "ca": "ca.pem"},
        "uitgaand": ["loket.example:443"],
    }
    access = {"client": "x", "geheim": "secret://file/./geheim/loket.secret"}
    gemeente.gemeente |= {"stand": stand, "regresloket": access}
    gemeente.schrijf()
    return gemeente


def test_a_folder_takes_no_secret_for_the_regresloket(gemeente: Gemeente) -> None:
    """`init` writes the block; whoever then chooses a folder has no secret to put there."""
    access = {"client": "gemeente-9901", "geheim": "secret://file/./geheim/weg"}
    gemeente.gemeente |= {"stand": "actief", "regresloket": access}
    gemeente.schrijf()

    assert isinstance(plug(gemeente).uitgang.sink, FolderSink)


def test_reading_goes_without_the_secret_for_the_regresloket(gemeente: Gemeente) -> None:
    settings = with_a_loket(gemeente, "actief").settings()

    line = aansluiten(settings, settings.gemeenten[0], lambda: NU, {}, alleen_lezen=True)

    assert isinstance(line.uitgang.sink, Regresloket)


def test_a_trial_goes_without_that_secret_and_who_sends_does_not(gemeente: Gemeente) -> None:
    assert isinstance(plug(with_a_loket(gemeente, "proef")).uitgang.sink, Regresloket)
    assert codes(refused(with_a_loket(gemeente, "actief"))) == ["K-0504"]


def test_places_in_a_mapping_count_from_the_config_folder(
    gemeente: Gemeente, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mapping = gemeente.config / "mappings" / "duinrand-csv.yaml"
    mapping.write_text(mapping.read_text().replace("levering: volledig", "levering: soms"))

    for folder in (tmp_path, gemeente.config, tmp_path.parent):
        monkeypatch.chdir(folder)
        assert refused(gemeente).problems[0].waar.startswith("mappings/duinrand-csv.yaml:")
