"""One morning mail per handler: counts and a link, and nobody in it."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest

from loket.database import zaak
from loket.ochtendpost import Ronde
from loket.settings import Ochtendpost
from regres import ConfigProblem, SinkDown
from regres.berichten import bericht
from tests.tools.loket import KANARIE, NU
from tests.tools.loketzaken import WIE, Balie, balie, dag_later, kop

LINK = "https://loket.example"
VANDAAG = NU.date()


@pytest.fixture
def loket(tmp_path: Path) -> Iterator[Balie]:
    with balie(tmp_path) as made:
        yield made


def zet(loket: Balie, nummer: str, **waarden: Any) -> None:
    with loket.archief.schrijven() as tx:
        tx.execute(zaak.update().where(zaak.c.zaaknummer == nummer).values(**waarden))


def ronde(loket: Balie, dag: date = VANDAAG, **adressen: str) -> list[EmailMessage]:
    """Send a round; gives the mails."""
    post = Ochtendpost(
        host="mail.example",
        poort=465,
        beveiliging="tls",
        ca=Path("ca.pem"),
        van="loket@example.nl",
        link=LINK,
        adressen=adressen or {WIE: "wit@example.nl"},
    )
    sent: list[EmailMessage] = []
    with closing(Ronde(replace(loket.settings, post=post), dag)) as one:
        one.stuur(lambda mail, adres: sent.append(mail), NU)
    return sent


def test_a_handler_is_told_counts_the_first_term_and_a_link_and_nobody(loket: Balie) -> None:
    new, again, caught = (loket.lever(kop(name)) for name in "abc")
    zet(loket, new, termijn_op=date.fromisoformat(dag_later(20)))
    zet(loket, again, advies="verder", aandacht="ongeval", termijn_op=date(2020, 1, 1))
    zet(loket, caught, inhaalslag=True)
    loket.lever(kop("d", gemeenteCode="9903"))

    (mail,) = ronde(loket)

    assert mail["To"] == "wit@example.nl"
    assert mail["Subject"] == "Regresloket: 1 nieuw, 1 opnieuw bekijken"
    assert mail.get_content().splitlines()[4:9] == [
        "Nieuw binnen, zonder quickscan: 1",
        "Ingehaald, zonder quickscan: 1",
        "Opnieuw bekijken: 1",
        "Termijn loopt af binnen 30 dagen: 1",
        "Eerste termijn: 11 dec 2026",
    ]
    assert LINK in mail.get_content()
    for word in (*KANARIE, new, "Duinrand"):
        assert word not in mail.as_string()


def test_nobody_gets_a_second_mail_on_one_day(loket: Balie) -> None:
    loket.lever(kop("a"))

    assert len(ronde(loket)) == 1
    assert ronde(loket) == []
    assert len(ronde(loket, VANDAAG + timedelta(days=1))) == 1


def test_who_has_nothing_to_do_or_no_address_gets_no_mail(loket: Balie) -> None:
    nummer = loket.lever(kop("a"))
    zet(loket, nummer, advies="verder")
    loket.lever(kop("b", gemeenteCode="9903"))

    assert ronde(loket) == []


def test_a_mail_that_was_not_taken_is_tried_again(loket: Balie) -> None:
    loket.lever(kop("a"))
    down = SinkDown(bericht("S-0110", waar="mail.example:465", host="mail.example", fout="x"))

    def refuse(mail: EmailMessage, adres: str) -> None:
        raise down

    post = Ochtendpost(
        host="m", poort=1, beveiliging="tls", ca=Path("c"), van="a@b.nl", link=LINK,
        adressen={WIE: "wit@example.nl"},
    )  # fmt: skip
    with (
        closing(Ronde(replace(loket.settings, post=post), VANDAAG)) as one,
        pytest.raises(SinkDown),
    ):
        one.stuur(refuse, NU)
    assert len(ronde(loket)) == 1


def test_without_post_there_is_no_round(loket: Balie) -> None:
    with pytest.raises(ConfigProblem) as caught:
        Ronde(loket.settings, VANDAAG)
    assert caught.value.problems[0].code == "Z-0040"
