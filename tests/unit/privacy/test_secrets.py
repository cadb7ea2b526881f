"""Secrets by reference: found, and never shown."""

import os
import pickle
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privacy import Kluis, Secret, check_modes, read_private
from regres import KeyProblem

VALUE = "hush-7f3a"


def put(path: Path, content: bytes = VALUE.encode(), mode: int = 0o600) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    path.chmod(mode)
    return path


def kluis(folder: Path, **omgeving: str) -> Kluis:
    return Kluis(omgeving, folder)


def refusal(vault: Kluis, reference: str) -> KeyProblem:
    with pytest.raises(KeyProblem) as refused:
        vault.haal(reference, "config/gemeenten/9901.yaml:12:5")
    [problem] = refused.value.problems
    assert problem.waar == "config/gemeenten/9901.yaml:12:5"
    assert problem.doe
    assert VALUE not in str(refused.value)
    return refused.value


def code(problem: KeyProblem) -> str:
    return problem.problems[0].code


def test_an_environment_variable(tmp_path: Path) -> None:
    assert (
        kluis(tmp_path, SFTP_WACHTWOORD=VALUE).haal("secret://env/SFTP_WACHTWOORD").reveal()
        == VALUE
    )


def test_an_absolute_file(tmp_path: Path) -> None:
    path = put(tmp_path / "a b" / "geheim")

    assert kluis(tmp_path).haal(f"secret://file{path}").reveal() == VALUE


def test_a_file_beside_the_configuration(tmp_path: Path) -> None:
    put(tmp_path / "sleutels" / "9901", VALUE.encode() + b"\n")

    assert kluis(tmp_path).haal("secret://file/./sleutels/9901").reveal() == VALUE


def test_a_systemd_credential(tmp_path: Path) -> None:
    put(tmp_path / "cred" / "wortel-9901", mode=0o400)
    vault = kluis(tmp_path, CREDENTIALS_DIRECTORY=str(tmp_path / "cred"))

    assert vault.haal("secret://credential/wortel-9901").reveal() == VALUE


def test_a_credential_may_show_the_mask_of_its_access_list(tmp_path: Path) -> None:
    """The file is root's; the service reads it by an entry of its own, and ls shows 0440."""
    put(tmp_path / "cred" / "wortel-9901", mode=0o440)
    vault = kluis(tmp_path, CREDENTIALS_DIRECTORY=str(tmp_path / "cred"))

    assert vault.haal("secret://credential/wortel-9901").reveal() == VALUE


def of_someone_else(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only root can give a file away; another account can only become someone else."""
    if os.geteuid() == 0:
        os.chown(path, 54321, -1)
    else:
        monkeypatch.setattr(os, "geteuid", lambda: 54321)


def test_a_secret_of_another_user_is_refused_also_through_a_link(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = put(tmp_path / "sleutels" / "9901")
    (tmp_path / "sleutels" / "link").symlink_to(path)
    of_someone_else(path, monkeypatch)

    for name in ("9901", "link"):
        place = tmp_path / "sleutels" / name
        assert code(refusal(kluis(tmp_path), f"secret://file/./sleutels/{name}")) == "K-0508"
        with pytest.raises(KeyProblem, match="K-0508"):
            check_modes([(place, "")])


@pytest.mark.parametrize("mode", [0o460, 0o450, 0o444, 0o442, 0o441])
def test_a_credential_that_is_more_open_than_that_is_refused(tmp_path: Path, mode: int) -> None:
    put(tmp_path / "cred" / "wortel-9901", mode=mode)
    vault = kluis(tmp_path, CREDENTIALS_DIRECTORY=str(tmp_path / "cred"))

    assert code(refusal(vault, "secret://credential/wortel-9901")) == "K-0505"


@pytest.mark.parametrize(
    "reference",
    [
        "",
        VALUE,
        "secret://",
        "secret://env/",
        "secret://env/hush-B",
        "secret://env/A\n",
        "secret://vault/hush",
        "secret://credential/../hush",
        "secret://credential/.",
        "secret://credential/a/b",
        "secret://file/",
        "secret://file/etc/x\x00",
        "SECRET://env/A",
        "file:///hush",
        "secret://env/\uff21",
    ],
)
def test_anything_else_is_refused_and_not_repeated(tmp_path: Path, reference: str) -> None:
    vault = kluis(tmp_path, CREDENTIALS_DIRECTORY=str(tmp_path))

    problem = refusal(vault, reference)

    assert code(problem) == "K-0501"
    assert "hush" not in str(problem)


@given(st.text(max_size=60))
def test_any_text_gives_a_secret_or_a_key_problem(text: str) -> None:
    with pytest.raises(KeyProblem):
        Kluis({}, Path("/nonexistent")).haal(text)


def test_what_is_missing_is_told_by_name(tmp_path: Path) -> None:
    assert code(refusal(kluis(tmp_path), "secret://env/WEG")) == "K-0502"
    assert code(refusal(kluis(tmp_path, WEG=""), "secret://env/WEG")) == "K-0502"
    assert code(refusal(kluis(tmp_path), "secret://credential/weg")) == "K-0503"
    assert code(refusal(kluis(tmp_path), f"secret://file{tmp_path}/weg")) == "K-0504"
    assert "WEG" in str(refusal(kluis(tmp_path), "secret://env/WEG"))


@pytest.mark.parametrize("mode", [0o440, 0o640, 0o644, 0o604, 0o660])
def test_a_file_open_to_others_is_refused(tmp_path: Path, mode: int) -> None:
    put(tmp_path / "x", mode=mode)

    assert code(refusal(kluis(tmp_path), "secret://file/./x")) == "K-0505"


def test_a_folder_a_pipe_and_a_dead_link_are_no_secrets(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pijp", 0o600)
    (tmp_path / "link").symlink_to(tmp_path / "weg")
    (tmp_path / "map").mkdir(mode=0o700)

    for name in ("pijp", "link", "map"):
        assert code(refusal(kluis(tmp_path), f"secret://file/./{name}")) == "K-0504"


@pytest.mark.parametrize("content", [b"", b"x" * (64 * 1024 + 1)])
def test_an_empty_or_huge_file_is_no_secret(tmp_path: Path, content: bytes) -> None:
    put(tmp_path / "x", content)

    assert code(refusal(kluis(tmp_path), "secret://file/./x")) == "K-0507"


def test_bytes_stay_exactly_as_they_are_and_text_loses_one_line_end(tmp_path: Path) -> None:
    raw = bytes(range(31)) + b"\n"

    assert read_private(put(tmp_path / "raw", raw)) == raw
    assert Secret(raw).reveal_bytes() == raw
    assert [Secret(text).reveal() for text in ("a\n", "a\r\n", "a\n\n", " a ")] == [
        "a",
        "a",
        "a\n",
        " a ",
    ]


def test_text_that_is_not_utf_8_is_a_key_problem_without_its_bytes() -> None:
    with pytest.raises(KeyProblem, match="K-0506") as refused:
        Secret(b"hush\xff").reveal()

    assert refused.value.__context__ is None


def test_an_environment_value_keeps_its_bytes(tmp_path: Path) -> None:
    assert (
        kluis(tmp_path, X=os.fsdecode(b"\xff\xfe")).haal("secret://env/X").reveal_bytes()
        == b"\xff\xfe"
    )


def test_a_secret_does_not_print_format_hash_or_pickle() -> None:
    secret = Secret(VALUE)
    printed = f"{secret} {secret!r} {secret!s} {secret:>20} %s" % secret + str(
        [secret, {"a": secret}]
    )

    assert VALUE not in printed
    assert not hasattr(secret, "__dict__")
    with pytest.raises(TypeError):
        hash(secret)
    with pytest.raises(TypeError, match="not copied"):
        pickle.dumps(secret)


def test_secrets_are_compared_by_their_bytes() -> None:
    assert Secret("a") == Secret(b"a")
    assert Secret("a") != Secret("b")
    assert Secret("a") != "a"


def test_the_vault_does_not_print_the_environment(tmp_path: Path) -> None:
    assert VALUE not in repr(kluis(tmp_path, GEHEIM=VALUE))


def test_a_secret_file_that_is_not_there_is_said_so_in_dutch(tmp_path: Path) -> None:
    (problem,) = refusal(kluis(tmp_path), f"secret://file{tmp_path}/weg").problems

    assert problem.wat == f"Het geheim in {tmp_path}/weg is er niet."


def test_a_secret_file_that_may_not_be_read_is_said_so_with_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Whoever builds as root may read everything; so the system's own door says no.
    def closed(path: Path, flags: int) -> int:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr("privacy.secrets.os.open", closed)
    (problem,) = refusal(kluis(tmp_path), f"secret://file{tmp_path}/dicht").problems

    assert (problem.code, problem.waar) == ("K-0504", "config/gemeenten/9901.yaml:12:5")
    assert f"{tmp_path}/dicht" in problem.wat
    assert problem.wat != refusal(kluis(tmp_path), f"secret://file{tmp_path}").problems[0].wat


@pytest.mark.parametrize(
    ("reference", "path"),
    [
        ("secret://file/etc/a.key", Path("/etc/a.key")),
        ("secret://file/./a.key", Path("/config/a.key")),
        ("secret://env/A", None),
        ("secret://credential/a", None),
        ("a.key", None),
    ],
)
def test_only_a_file_has_a_path(reference: str, path: Path | None) -> None:
    assert kluis(Path("/config")).pad(reference) == path
