"""`check --only mail`: the way to the mail server, step by step, without a mail."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.tools.keten import Keten
from tests.tools.mailserver import HOST, WACHTWOORD, Mailhuis, mailserver


@pytest.fixture
def huis(tmp_path: Path) -> Iterator[Mailhuis]:
    """Give a running mail server."""
    (folder := tmp_path / "mail").mkdir()
    with mailserver(folder) as running:
        yield running


@pytest.fixture
def keten(tmp_path: Path) -> Keten:
    """Give a municipality."""
    return Keten(tmp_path)


def met_mail(keten: Keten, huis: Mailhuis, **anders: object) -> None:
    keten.gemeente.geheim("mail", WACHTWOORD)
    keten.mag_naar(f"{HOST}:{huis.poort}")
    keten.gemeente.dienst["mail"] = huis.config("secret://file/./geheim/mail", **anders)
    keten.gemeente.gemeente["mail"] = ["wmo@duinrand.example"]
    keten.schrijf()


def test_every_step_is_walked_and_nothing_is_sent(keten: Keten, huis: Mailhuis) -> None:
    met_mail(keten, huis)
    done = keten.geef("check", "--only", "mail", "--format", "json")

    (een,) = done.json["gemeenten"]
    steps = {step["stap"]: step["uitkomst"] for step in een["stappen"]}
    assert (done.code, set(steps.values())) == (0, {"gelukt"})
    assert list(steps) == [
        *("instellingen", "TLS-bestanden", "naam in DNS", "verbinding", "TLS"),
        *("aanmelden", "adressen"),
    ]
    assert een["stappen"][-1]["toelichting"] == "2 van de 2 adressen aangenomen"
    assert huis.bus.brieven == []


def test_it_belongs_to_a_whole_check(keten: Keten, huis: Mailhuis) -> None:
    met_mail(keten, huis)
    (een,) = keten.geef("check", "--format", "json").json["gemeenten"]

    assert sum(step["deel"] == "mail" for step in een["stappen"]) == 7


def test_a_wrong_password_is_told_with_whom_to_call(keten: Keten, huis: Mailhuis) -> None:
    met_mail(keten, huis)
    keten.gemeente.geheim("mail", "anders-dan-dat")
    done = keten.geef("check", "--only", "mail")

    assert done.code == 5
    assert "S-0115" in done.fout
    assert "wie de mailserver van uw organisatie beheert" in done.uit + done.fout
    assert "anders-dan-dat" not in done.uit + done.fout


def test_a_password_that_is_not_there_is_a_step_of_its_own(keten: Keten, huis: Mailhuis) -> None:
    met_mail(keten, huis)
    (keten.config / "geheim" / "mail").unlink()
    done = keten.geef("check", "--only", "mail", "--format", "json")

    (een,) = done.json["gemeenten"]
    failed = [step for step in een["stappen"] if step["uitkomst"] == "fout"]
    assert [(step["stap"], step["problemen"][0]["code"]) for step in failed] == [
        ("aanmelden", "K-0504")
    ]


def test_without_a_mail_server_that_is_told_only_when_asked(keten: Keten) -> None:
    (asked,) = keten.geef("check", "--only", "mail", "--format", "json").json["gemeenten"]
    (all_,) = keten.geef("check", "--format", "json").json["gemeenten"]

    assert [step["toelichting"] for step in asked["stappen"]] == ["niet ingesteld; dat mag"]
    assert not any(step["deel"] == "mail" for step in all_["stappen"])


def test_offline_connects_to_nothing(keten: Keten, huis: Mailhuis) -> None:
    met_mail(keten, huis, poort=1)
    keten.mag_naar(f"{HOST}:1")
    keten.schrijf()
    done = keten.geef("check", "--only", "mail", "--offline", "--format", "json")

    (een,) = done.json["gemeenten"]
    assert {step["uitkomst"] for step in een["stappen"][1:]} == {"niet_geprobeerd"}
