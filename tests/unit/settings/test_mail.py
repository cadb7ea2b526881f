"""The block mail: what it takes, what it refuses, and that it is plugged in."""

from datetime import date, timedelta
from email.message import EmailMessage

import pytest

from regres import SinkStopped
from settings import load
from settings.doors import post_van
from settings.looptijden import gemeld, van_de_dienst
from tests.unit.settings.map import DIENSTBESTAND, GEMEENTEBESTAND, Map

MAIL = """\
mail:
  server: mail.example
  ca: tls/mail-ca.pem
  gebruiker: regresbrug
  wachtwoord: secret://env/MAIL_GEHEIM
  verloopt: 2026-12-01
  van: regresbrug@duinrand.example
  beheer: [beheer@duinrand.example]
log: INFO"""


@pytest.fixture
def mail(config: Map) -> Map:
    """Give a configuration with a mail server that may be reached."""
    config.vervang(DIENSTBESTAND, "log: INFO", MAIL)
    config.vervang(DIENSTBESTAND, "uitgaand:", "uitgaand:\n  - mail.example:587")
    config.vervang(GEMEENTEBESTAND, "verwerking:", "mail: [wmo@duinrand.example]\nverwerking:")
    return config


def test_a_mail_server_is_plugged_in_and_nothing_connects(mail: Map) -> None:
    mail.schrijf()
    settings = load(mail.pad)

    post = post_van(settings, {"MAIL_GEHEIM": "x"})
    assert post is not None
    assert post.van == "regresbrug@duinrand.example"
    assert settings.dienst.mail is not None
    assert settings.dienst.mail.tijd.isoformat() == "07:30:00"
    assert settings.gemeenten[0].blok.mail == ("wmo@duinrand.example",)


def test_without_the_block_there_is_no_mail(config: Map) -> None:
    config.schrijf()

    assert post_van(load(config.pad), {}) is None


def test_a_password_that_is_not_there_stops_the_mail_and_not_the_night(mail: Map) -> None:
    mail.schrijf()
    (tls := mail.pad / "tls").mkdir()
    (tls / "mail-ca.pem").write_bytes(b"")
    post = post_van(load(mail.pad), {})
    assert post is not None

    with pytest.raises(SinkStopped, match="S-0114"):
        post.verstuur(EmailMessage(), ["x@y.example"])


def test_its_password_is_counted_down(mail: Map) -> None:
    mail.schrijf()
    today = date(2026, 12, 1) - timedelta(days=20)
    found = gemeld(van_de_dienst(load(mail.pad)), today)

    assert [(one.problem.code, one.onderwerp) for one in found] == [("K-0232", "geheim regresbrug")]
    assert found[0].problem.wat.startswith("Het wachtwoord of geheim van de mailserver")


@pytest.mark.parametrize(
    ("was", "wordt", "code"),
    [
        ("  - mail.example:587\n", "", "C-0209"),
        ("  gebruiker: regresbrug\n", "", "C-0231"),
        ("  wachtwoord: secret://env/MAIL_GEHEIM\n", "", "C-0231"),
        ("secret://env/MAIL_GEHEIM", "welkom01", "C-0105"),
        ("beheer@duinrand.example", "beheer", "C-0119"),
        ("beheer@duinrand.example", '"x@y.example, z@y.example"', "C-0119"),
        ("beheer@duinrand.example", '"Naam <x@y.example>"', "C-0119"),
        ("regresbrug@duinrand.example", '"x@y.example\\r\\nBcc: z@y.example"', "C-0119"),
        ("[beheer@duinrand.example]", "[]", "C-0121"),
        ("  ca: tls/mail-ca.pem\n", "", "C-0103"),
        ("  server: mail.example", "  server: mail.example\n  beveiliging: geen", "C-0110"),
        ("  server: mail.example", "  server: mail.example\n  onveilig: true", "C-0104"),
    ],
)
def test_what_cannot_be_is_refused_with_its_place(
    mail: Map, was: str, wordt: str, code: str
) -> None:
    mail.vervang(DIENSTBESTAND, was, wordt)
    (problem,) = mail.problemen()

    assert problem.code == code
    assert problem.waar.startswith("regresbrug.yaml:")


def test_addresses_of_a_municipality_need_a_mail_server(config: Map) -> None:
    config.vervang(GEMEENTEBESTAND, "verwerking:", "mail: [wmo@duinrand.example]\nverwerking:")

    problem = config.probleem()
    assert problem.code == "C-0232"
    assert problem.waar == config.plek(GEMEENTEBESTAND, "[wmo@duinrand.example]")


def test_a_mail_server_on_this_machine_needs_a_reason(mail: Map) -> None:
    mail.vervang(DIENSTBESTAND, "server: mail.example", "server: localhost")
    mail.vervang(DIENSTBESTAND, "- mail.example:587", "- localhost:587")

    assert mail.probleem().code == "C-0215"
