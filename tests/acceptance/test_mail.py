"""Mail over a real server with TLS: who hears what, once; and a server that is down."""

import json
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
import structlog

from console.post import Afloop, postbode_van
from console.toezicht import kijk
from console.toezichtdienst import Toezichtdienst
from ledger import Gemeld, PostSoort
from regres import KeyProblem
from regres.berichten import bericht
from settings import load
from tests.tools.gemeente import rij
from tests.tools.keten import Keten, opdracht, proces
from tests.tools.mailserver import (
    HOST,
    WACHTWOORD,
    Mailhuis,
    leugenaar,
    mailserver,
    zwijgt,
)
from tests.tools.straat import CODE, Straat

BEHEER, GEMEENTE = "beheer@duinrand.example", "wmo@duinrand.example"
BSN = "999900006"


@pytest.fixture
def huis(tmp_path: Path) -> Iterator[Mailhuis]:
    """Give a running mail server."""
    (folder := tmp_path / "mail").mkdir()
    with mailserver(folder) as running:
        yield running


@pytest.fixture
def straat(tmp_path: Path, huis: Mailhuis) -> Straat:
    """Give a municipality whose problems are mailed."""
    made = Straat(tmp_path / "straat")
    met_mail(made, huis)
    return made


def met_mail(straat: Straat, huis: Mailhuis, **anders: Any) -> None:
    straat.gemeente.geheim("mail", WACHTWOORD)
    dienst = straat.gemeente.dienst
    dienst["uitgaand"] = [f"{HOST}:{huis.poort}"]
    dienst["eigen_computer"] = "toets"
    dienst["mail"] = huis.config("secret://file/./geheim/mail", **anders)
    straat.gemeente.gemeente["mail"] = [GEMEENTE]
    straat.gemeente.schrijf()


def om(dag: int, uur: int = 8, minuut: int = 0) -> datetime:
    """Give a moment so many days on by the Dutch clock, in winter."""
    return datetime(2026, 11, 22, uur, minuut, tzinfo=UTC) + timedelta(days=dag, hours=-1)


def ronde(straat: Straat, now: datetime, *, zie: bool = False) -> list[Afloop]:
    """Send what is due; with `zie` after looking at everything."""
    settings = straat.gemeente.settings()
    if zie:
        kijk(settings, straat.ledger, now)
    postbode = postbode_van(settings, straat.ledger, {})
    assert postbode is not None
    return postbode.ronde(now)


def meld(straat: Straat, now: datetime, *codes: str, gemeente: str = CODE) -> None:
    """Report that exactly these are wrong; each is about 3 records."""
    found = [Gemeld(bericht(code, waar=gemeente, aantal=3), "export") for code in codes]
    straat.ledger.meld(gemeente, {"toets": found}, now)


def gekregen(huis: Mailhuis) -> list[tuple[str, str]]:
    """Give to whom each mail went, and its subject."""
    mails = zip(huis.bus.naar, huis.bus.brieven, strict=True)
    return [(",".join(to), str(mail["Subject"])) for to, mail in mails]


def tekst(mail: EmailMessage) -> str:
    text = mail.get_content()
    assert isinstance(text, str)
    return text.replace("\r\n", "\n")


# -- who hears what -------------------------------------------------------------------------------


def test_a_night_that_failed_is_mailed_in_the_morning_to_both_and_only_once(
    straat: Straat, huis: Mailhuis
) -> None:
    path = straat.gemeente.levering([rij(1, "J")])
    path.write_bytes(path.read_bytes()[:-140])
    straat.nacht()

    assert ronde(straat, om(0, 5), zie=True) == []
    assert [one.verstuurd for one in ronde(straat, om(0), zie=True)] == [True, True]
    assert gekregen(huis) == [
        (BEHEER, "Regresbrug alle gemeenten: 1 nieuw"),
        (GEMEENTE, "Regresbrug Duinrand: 1 nieuw"),
    ]
    assert ronde(straat, om(0, 8, 15), zie=True) == []
    straat.nacht()
    assert ronde(straat, om(1), zie=True) == []


def test_the_mail_says_what_is_wrong_where_what_follows_and_what_to_do(
    straat: Straat, huis: Mailhuis
) -> None:
    meld(straat, om(0, 5), "L-0901")
    ronde(straat, om(0))

    own = tekst(huis.bus.brieven[1])
    assert own.startswith(
        "Er is 1 nieuw probleem. Kijk hier vandaag naar. Stand van 22-11-2026 08:00."
    )
    for part in (
        "NIEUW (1)",
        "L-0901  In quarantaine staan records die niet te lezen zijn: 3.",
        "Waar:    9901",
        "Gevolg:  Hiervan gaat niets naar het Regresloket",
        "Doe:     Bekijk ze met `regresbrug quarantine list`",
        "Sinds:   22-11-2026",
        "regresbrug problemen CODE",
    ):
        assert part in own


def test_whoever_is_outside_the_municipality_hears_no_small_counts(
    straat: Straat, huis: Mailhuis
) -> None:
    straat.gemeente.levering([rij(1, "O"), rij(2, "O"), rij(3, "vast")])
    straat.nacht()
    ronde(straat, om(0), zie=True)

    outside, own = map(tekst, huis.bus.brieven)
    assert "wachten records: 2." in own
    assert "beoordelen 2" in own
    assert "wachten records: <5." in outside
    assert "beoordelen <5" in outside
    assert "Duinrand (9901)" in outside


def test_no_mail_holds_anything_of_a_person(straat: Straat, huis: Mailhuis) -> None:
    rows = [rij(1, "J"), rij(2, "O"), rij(3, "vast", Achternaam="Zeldzaamnaam")]
    path = straat.gemeente.levering(rows)
    straat.nacht()
    ronde(straat, om(0), zie=True)
    path.write_bytes(path.read_bytes()[:-140])
    straat.nacht()
    ronde(straat, om(1), zie=True)

    everything = "".join(f"{mail.as_string()}{tekst(mail)}" for mail in huis.bus.brieven)
    for secret in (BSN, "Proefpersoon", "Zeldzaamnaam", "B000001", "C00001", "01-02-1950"):
        assert secret not in everything
    assert WACHTWOORD not in everything


def test_two_municipalities_hear_nothing_of_each_other(straat: Straat, huis: Mailhuis) -> None:
    gemeenten = straat.gemeente.config / "gemeenten"
    text = (gemeenten / "9901-duinrand.yaml").read_text("utf-8")
    other = text.replace("9901", "9902").replace("Duinrand", "Zandmeer")
    address = "wmo@zandmeer.example"
    (gemeenten / "9902-zandmeer.yaml").write_text(other.replace(GEMEENTE, address), "utf-8")
    meld(straat, om(0, 5), "L-0901")
    meld(straat, om(0, 5), "L-0902", gemeente="9902")
    ronde(straat, om(0))

    by_reader = dict(zip([to for (to,) in huis.bus.naar], huis.bus.brieven, strict=True))
    mine, theirs = by_reader[GEMEENTE].as_string(), by_reader[address].as_string()
    assert ("L-0901" in mine, "L-0902" in theirs) == (True, True)
    assert not [word for word in ("9902", "Zandmeer", "L-0902") if word in mine]
    assert not [word for word in ("9901", "Duinrand", "L-0901") if word in theirs]


def test_of_the_installation_only_whoever_runs_it_hears(straat: Straat, huis: Mailhuis) -> None:
    meld(straat, om(0, 5), "L-0606", gemeente="")
    ronde(straat, om(0))

    assert [to for to, _ in gekregen(huis)] == [BEHEER]
    assert "De hele installatie" in tekst(huis.bus.brieven[0])


# -- once, again, and over ------------------------------------------------------------------------


def test_what_is_mended_is_told_once_and_then_nothing(straat: Straat, huis: Mailhuis) -> None:
    meld(straat, om(0, 5), "L-0901", "L-0902")
    ronde(straat, om(0))
    meld(straat, om(1, 5), "L-0902")
    ronde(straat, om(1))
    meld(straat, om(2, 5))
    ronde(straat, om(2))
    ronde(straat, om(3))

    own = [subject for to, subject in gekregen(huis) if to == GEMEENTE]
    assert own == [
        "Regresbrug Duinrand: 2 nieuw",
        "Regresbrug Duinrand: 1 hersteld, 1 nog open",
        "Regresbrug Duinrand: hersteld, er is niets meer mis",
    ]
    assert "Was er van 22-11-2026 tot 23-11-2026. Nu niet meer." in tekst(huis.bus.brieven[3])


def test_what_stays_open_comes_again_after_a_week_also_after_a_restart(
    straat: Straat, huis: Mailhuis
) -> None:
    meld(straat, om(0, 5), "L-0901")
    sent = []
    for day in range(15):
        # A new object each day: what was told stands in the ledger.
        ledger = straat.gemeente.settings().open_grootboek(om(day))
        with ledger:
            postbode = postbode_van(straat.gemeente.settings(), ledger, {})
            assert postbode is not None
            sent += [day for one in postbode.ronde(om(day)) if one.aan == CODE]

    assert sent == [0, 7, 14]


def test_what_cannot_wait_is_mailed_at_night_after_a_quarter_of_an_hour(
    straat: Straat, huis: Mailhuis
) -> None:
    told = bericht("S-0062", waar="loket", uren=1, aantal=40, oorzaak="S-0005")
    straat.ledger.meld(CODE, {"bezorgen": [Gemeld(told)]}, om(0, 2))

    assert ronde(straat, om(0, 2, 10)) == []
    assert len(ronde(straat, om(0, 2, 20))) == 2
    assert ronde(straat, om(0, 2, 40)) == []


# -- a server that is down ------------------------------------------------------------------------


def test_a_server_that_is_down_is_told_tried_again_and_costs_nobody_his_news(
    straat: Straat, huis: Mailhuis, tmp_path: Path
) -> None:
    meld(straat, om(0, 5), "L-0901")
    dead = {"uitgaand": [f"{HOST}:{huis.poort}", f"{HOST}:1"]}
    straat.gemeente.dienst |= dead
    straat.gemeente.dienst["mail"]["poort"] = 1
    straat.gemeente.schrijf()

    (tried,) = ronde(straat, om(0))
    assert (tried.aan, tried.verstuurd) == ("beheer", False)
    assert [one.code for one in tried.problemen] == ["S-0110"]
    assert [one.problem.code for one in straat.ledger.openstaand("")] == ["S-0110"]
    assert [one.aan for one in ronde(straat, om(0, 8, 10))] == [CODE]
    assert ronde(straat, om(0, 8, 14)) == []

    straat.gemeente.dienst["mail"]["poort"] = huis.poort
    straat.gemeente.schrijf()
    assert [one.verstuurd for one in ronde(straat, om(0, 9))] == [True, True]
    assert len(huis.bus.brieven) == 2
    assert straat.ledger.openstaand("") == []
    assert straat.ledger.poststand(PostSoort.OVERZICHT, "beheer").pogingen == 0


def test_a_server_that_refuses_is_told_as_such(straat: Straat, huis: Mailhuis) -> None:
    huis.bus.weiger["DATA"] = f"554 {BSN}"
    meld(straat, om(0, 5), "L-0901")
    ronde(straat, om(0))

    (found,) = straat.ledger.openstaand("")
    assert found.problem.code == "S-0118"
    assert BSN not in str(found.problem)


def test_an_address_that_is_refused_is_told_and_the_others_get_it(
    straat: Straat, huis: Mailhuis
) -> None:
    met_mail(straat, huis, beheer=[BEHEER, "weg@duinrand.example"])
    huis.bus.adressen["weg@duinrand.example"] = "550 weg"
    meld(straat, om(0, 5), "L-0901")
    done = ronde(straat, om(0))

    assert [one.verstuurd for one in done] == [True, True]
    assert huis.bus.naar[0] == [BEHEER]
    assert [one.problem.code for one in straat.ledger.openstaand("")] == ["S-0117"]


def test_a_municipality_whose_addresses_are_gone_keeps_nobody_else_from_mail(
    straat: Straat, huis: Mailhuis
) -> None:
    huis.bus.adressen[GEMEENTE] = "550 weg"
    meld(straat, om(0, 5), "L-0901")
    ronde(straat, om(0))

    assert [to for to, _ in gekregen(huis)] == [BEHEER]
    ronde(straat, om(1))
    assert "S-0117" in tekst(huis.bus.brieven[1])


def test_a_mail_that_was_taken_and_not_noted_comes_twice_and_is_never_lost(
    straat: Straat, huis: Mailhuis
) -> None:
    """A crash between the answer and the note: the second is the same mail by its name."""
    meld(straat, om(0, 5), "L-0901")
    settings = straat.gemeente.settings()
    postbode = postbode_van(settings, straat.ledger, {})
    assert postbode is not None
    ronde(straat, om(0))
    for table in ("verteld", "post"):
        leeg(straat, table)
    ronde(straat, om(0))

    own = [
        mail for mail, to in zip(huis.bus.brieven, huis.bus.naar, strict=True) if to == [GEMEENTE]
    ]
    assert len(own) == 2
    assert own[0]["Message-ID"] == own[1]["Message-ID"]


def leeg(straat: Straat, table: str) -> None:
    """Empty a table behind the ledger's back."""
    sql(straat, f"DELETE FROM {table}")  # noqa: S608  # a name of our own


def sql(straat: Straat, statement: str) -> None:
    file = straat.gemeente.settings().grootboekbestand
    with closing(sqlite3.connect(file)) as conn:
        conn.execute(statement)
        conn.commit()


# -- a part that breaks ---------------------------------------------------------------------------


def test_a_damaged_run_costs_its_part_and_not_the_mail(straat: Straat, huis: Mailhuis) -> None:
    straat.gemeente.levering([rij(1)])
    straat.nacht()
    meld(straat, om(0, 5), "L-0901")
    sql(straat, "UPDATE run SET telling = '{kapot'")
    ronde(straat, om(0))

    outside, own = map(tekst, huis.bus.brieven)
    for mail in (outside, own):
        assert "L-0901" in mail
        assert "DE LAATSTE RUNS\n\nDit deel kon niet worden gemaakt (LedgerError)." in mail
        assert "WAT WACHT" in mail


def test_a_damaged_run_of_one_municipality_silences_no_other(
    straat: Straat, huis: Mailhuis
) -> None:
    """The watch looks by the codes of the configuration: the damaged one comes first."""
    gemeenten = straat.gemeente.config / "gemeenten"
    text = (gemeenten / "9901-duinrand.yaml").read_text("utf-8")
    other = text.replace("9901", "9902").replace("Duinrand", "Zandmeer")
    (gemeenten / "9902-zandmeer.yaml").write_text(other.replace(GEMEENTE, "x@y.example"), "utf-8")
    straat.gemeente.levering([rij(1)])
    straat.nacht()
    sql(straat, "UPDATE run SET telling = '{kapot'")
    straat.ledger.meld("9902", {"runs": [Gemeld(bericht("L-0606"))]}, om(-1))
    watch = Toezichtdienst(straat.gemeente.settings(), straat.ledger, lambda: om(0))
    with structlog.testing.capture_logs():
        watch.ronde()

    there = {(one.gemeente, one.problem.code) for one in straat.ledger.openstaand()}
    assert ("9901", "R-0609") in there
    # The other was looked at: what nobody reports there any more is over.
    assert ("9902", "L-0606") not in there
    assert "R-0609" in tekst(huis.bus.brieven[0])


def test_a_damaged_problem_is_told_and_the_rest_of_the_mail_stands(
    straat: Straat, huis: Mailhuis
) -> None:
    meld(straat, om(0, 5), "L-0901")
    sql(straat, "UPDATE openstaand SET probleem = 'x'")
    with structlog.testing.capture_logs() as logged:
        ronde(straat, om(0))

    assert "het overzicht is niet heel" in gekregen(huis)[0][1]
    mail = tekst(huis.bus.brieven[0])
    assert "WAT ER MIS IS\n\nDit deel kon niet worden gemaakt (JSONDecodeError)." in mail
    assert "WAT WACHT" in mail
    assert any(one["event"] == "overzicht_mislukt" for one in logged)
    assert ronde(straat, om(0, 9)) == []


# -- the anchor -----------------------------------------------------------------------------------


def test_the_anchor_is_mailed_every_day_and_verify_takes_the_mail_as_it_was_saved(
    straat: Straat, huis: Mailhuis, tmp_path: Path
) -> None:
    met_mail(straat, huis, anker=["audit@elders.example"])
    straat.gemeente.levering([rij(1)])
    straat.nacht()
    assert ronde(straat, om(0, 6)) == []
    ronde(straat, om(0))
    ronde(straat, om(0, 9))
    ronde(straat, om(1))

    assert [to for to, _ in gekregen(huis)] == ["audit@elders.example"] * 2
    saved = tmp_path / "bewaard.eml"
    saved.write_bytes(huis.bus.brieven[0].as_bytes())
    straat.ledger.close()
    config = straat.gemeente.config
    done = opdracht("audit", "verify", "--anker", saved, "--config", config, "--format", "json")
    assert (done.code, done.json["heel"]) == (0, True)


def test_a_trail_that_lost_its_end_gets_no_new_anchor(straat: Straat, huis: Mailhuis) -> None:
    met_mail(straat, huis, anker=["audit@elders.example"])
    straat.ledger.note_audit("x", "y", "z", straat.now)
    straat.ledger.veranker()
    anchors = straat.gemeente.settings().bewijsmap / "anker.jsonl"
    line = json.loads(anchors.read_text().splitlines()[-1])
    anchors.write_text(json.dumps(line | {"volgnummer": 999}) + "\n")

    ronde(straat, om(0), zie=True)
    told = [to for to, _ in gekregen(huis)]
    assert "audit@elders.example" not in told and told[0] == BEHEER
    assert "L-0606" in tekst(huis.bus.brieven[0])
    # Each municipality hears that its deliveries wait until the ledger was compared.
    assert ["R-0702" in tekst(one) for one in huis.bus.brieven[1:]] == [True]


# -- the service and the command ------------------------------------------------------------------


def test_the_service_looks_mails_and_tells_what_kept_a_turn_from_running(
    straat: Straat, huis: Mailhuis
) -> None:
    settings = straat.gemeente.settings()
    watch = Toezichtdienst(settings, straat.ledger, lambda: om(0))
    (een,) = settings.gemeenten
    watch.na_beurt(een, "export", KeyProblem(bericht("K-0502", waar="x", naam="LOKET")))
    watch.ronde()

    assert "K-0502" in tekst(huis.bus.brieven[1])
    watch.na_beurt(een, "export")
    assert straat.ledger.openstaand(CODE) == []
    assert watch.rustig(1.0)


def test_a_mail_server_that_hangs_lets_the_watch_end_in_its_time(
    straat: Straat, huis: Mailhuis
) -> None:
    meld(straat, om(0, 5), "L-0901")
    with leugenaar(zwijgt) as poort:
        straat.gemeente.dienst["uitgaand"] = [f"{HOST}:{poort}"]
        straat.gemeente.dienst["mail"]["poort"] = poort
        straat.gemeente.schrijf()
        begun = datetime.now(UTC)
        Toezichtdienst(straat.gemeente.settings(), straat.ledger, lambda: om(0)).ronde()

    assert datetime.now(UTC) - begun < timedelta(seconds=30)
    assert "S-0110" in {one.problem.code for one in straat.ledger.openstaand("")}


def test_a_turn_does_not_wait_for_a_mail_server_that_hangs(straat: Straat, huis: Mailhuis) -> None:
    meld(straat, om(0, 5), "L-0901")
    with leugenaar(zwijgt) as poort:
        straat.gemeente.dienst["uitgaand"] = [f"{HOST}:{poort}"]
        straat.gemeente.dienst["mail"]["poort"] = poort
        straat.gemeente.schrijf()
        settings = straat.gemeente.settings()
        watch = Toezichtdienst(settings, straat.ledger, lambda: om(0))
        mailing = threading.Thread(target=watch.ronde)
        mailing.start()
        while watch.rustig(0.01) and mailing.is_alive():
            pass
        begun = time.monotonic()
        watch.na_beurt(settings.gemeenten[0], "export")
        watch.ronde()
        took = time.monotonic() - begun
        still = mailing.is_alive()
        mailing.join(60)

    assert (still, took < 8) == (True, True)


def test_the_commands_show_send_and_try(tmp_path: Path, huis: Mailhuis) -> None:
    keten = Keten(tmp_path / "keten")
    keten.gemeente.geheim("mail", WACHTWOORD)
    keten.mag_naar(f"{HOST}:{huis.poort}")
    keten.gemeente.dienst["mail"] = huis.config("secret://file/./geheim/mail")
    keten.schrijf()
    assert "niets te vertellen" in keten.geef("mail", "stuur").fout
    keten.gemeente.levering([rij(1)]).write_bytes(b"kapot")
    keten.geef("run")
    keten.geef("status")

    shown = keten.geef("mail", "toon")
    assert (shown.code, huis.bus.brieven) == (0, [])
    assert "Onderwerp: Regresbrug alle gemeenten: 1 nieuw" in shown.uit
    sent = keten.geef("mail", "stuur", "--aan", "beheer")
    assert sent.code == 0
    assert "Verstuurd aan beheer" in sent.fout
    assert keten.geef("mail", "stuur").fout.startswith("Er is niets te vertellen")
    assert keten.geef("mail", "proef").code == 0
    assert [subject for _, subject in gekregen(huis)] == [
        "Regresbrug alle gemeenten: 1 nieuw",
        "Regresbrug alle gemeenten: proefmail",
    ]


def test_the_service_that_runs_for_a_timer_mails_too(tmp_path: Path, huis: Mailhuis) -> None:
    keten = Keten(tmp_path / "keten")
    keten.gemeente.geheim("mail", WACHTWOORD)
    keten.mag_naar(f"{HOST}:{huis.poort}")
    mail = huis.config("secret://file/./geheim/mail", tijd="00:00")
    keten.gemeente.dienst["mail"] = mail
    keten.schrijf()
    keten.gemeente.levering([rij(1)]).write_bytes(b"kapot")
    keten.geef("run")
    proces("serve", "--once-due", "--config", keten.config)
    proces("serve", "--once-due", "--config", keten.config)

    assert [to for to, _ in gekregen(huis)] == [BEHEER]


def test_a_mail_that_does_not_go_ends_with_5(tmp_path: Path, huis: Mailhuis) -> None:
    keten = Keten(tmp_path / "keten")
    keten.gemeente.geheim("mail", "verkeerd")
    keten.mag_naar(f"{HOST}:{huis.poort}")
    keten.gemeente.dienst["mail"] = huis.config("secret://file/./geheim/mail")
    keten.schrijf()
    done = keten.geef("mail", "proef")

    assert done.code == 5
    assert "Niet verstuurd aan beheer" in done.fout
    assert "S-0115" in done.fout


@pytest.mark.parametrize(
    ("mail", "woorden", "code"),
    [
        (False, ("mail", "stuur"), "C-0310"),
        (True, ("mail", "toon", "--aan", "9999"), "C-0311"),
    ],
)
def test_what_cannot_be_mailed_is_told(
    tmp_path: Path, huis: Mailhuis, mail: bool, woorden: tuple[str, ...], code: str
) -> None:
    keten = Keten(tmp_path / "keten")
    if mail:
        keten.mag_naar(f"{HOST}:{huis.poort}")
        keten.gemeente.dienst["mail"] = huis.config("secret://env/MAIL")
        keten.schrijf()
    done = keten.geef(*woorden)

    assert done.code == 2
    assert code in done.fout


def test_who_leaves_the_configuration_leaves_no_mail_problem_behind(
    straat: Straat, huis: Mailhuis
) -> None:
    huis.bus.weiger["DATA"] = "554 nee"
    meld(straat, om(0, 5), "L-0901")
    ronde(straat, om(0))
    ronde(straat, om(0, 8, 20))
    assert {one.gemeente for one in straat.ledger.openstaand()} == {"", CODE}

    del straat.gemeente.dienst["mail"], straat.gemeente.gemeente["mail"]
    straat.gemeente.schrijf()
    kijk(load(straat.gemeente.config), straat.ledger, om(1))
    assert [one.problem.code for one in straat.ledger.openstaand()] == ["L-0901"]
