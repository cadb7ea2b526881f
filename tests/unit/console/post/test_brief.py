"""What a mail says and what its headers hold."""

import json
from dataclasses import replace
from email import message_from_bytes
from email.policy import default

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.post.brief import ankerbrief, onderwerp, overzichtsbrief, proefbrief
from console.post.delen import geschreven
from console.post.lezers import Lezers
from console.post.overzicht import Overzicht
from tests.tools.ledgers import NOW
from tests.unit.console.post.test_overzicht import row

WIE = Lezers("9901", "Duinrand", ("wmo@duinrand.example", "fg@duinrand.example"), (), buiten=False)
WAT = Overzicht(nieuw=(row(1).probleem,), open=(row(2).probleem,), hersteld=(row(3).probleem,))
VAN = "regresbrug@duinrand.example"


def test_the_subject_tells_what_it_is_about() -> None:
    assert onderwerp(WAT) == "1 nieuw, 1 hersteld, 1 nog open"
    assert onderwerp(Overzicht(hersteld=WAT.hersteld)) == "hersteld, er is niets meer mis"
    assert onderwerp(Overzicht(open=WAT.open, herinnering=True)) == "1 nog open"
    assert onderwerp(Overzicht(stuk="ValueError")) == "het overzicht is niet heel"


def test_a_mail_has_the_headers_of_a_machine_and_the_same_name_twice() -> None:
    one, again = (overzichtsbrief(WIE, WAT, ["x"], VAN, NOW, "id") for _ in range(2))
    later = overzichtsbrief(WIE, replace(WAT, open=()), ["x"], VAN, NOW, "id")

    assert one["Subject"] == "Regresbrug Duinrand: 1 nieuw, 1 hersteld, 1 nog open"
    assert (one["From"], one["To"]) == (VAN, "wmo@duinrand.example, fg@duinrand.example")
    assert one["Auto-Submitted"] == "auto-generated"
    assert one["Message-ID"] == again["Message-ID"]
    assert one["Message-ID"] != later["Message-ID"]
    assert one.get_content_type() == "text/plain"


@pytest.mark.parametrize(
    "name", ["Duinrand\r\nBcc: x@y.example", "a\nb", "\x00\x1b[31m", "\u202eomgekeerd", "é" * 300]
)
def test_a_name_puts_nothing_in_the_headers(name: str) -> None:
    made = overzichtsbrief(replace(WIE, naam=name), WAT, [], VAN, NOW, "id")
    found = message_from_bytes(made.as_bytes(), policy=default)

    assert found["Bcc"] is None
    assert set(found.keys()) == set(made.keys())
    assert "\u202e" not in str(found["Subject"])


@given(st.text(max_size=120))
def test_whatever_a_municipality_is_called_the_mail_has_the_same_headers(name: str) -> None:
    made = overzichtsbrief(replace(WIE, naam=name), WAT, [name], VAN, NOW, "id")
    found = message_from_bytes(made.as_bytes(), policy=default)

    assert list(found.keys()) == list(made.keys())
    assert found["To"] == "wmo@duinrand.example, fg@duinrand.example"


def test_the_anchor_stands_on_a_line_of_its_own_and_is_not_wrapped() -> None:
    line = json.dumps({"grootboek": "a" * 32, "hash": "b" * 64, "volgnummer": 12})
    made = ankerbrief(line, VAN, ["audit@elders.example"], NOW)

    assert line in made.as_bytes().decode("ascii").splitlines()


def test_a_trial_says_nothing_of_how_it_stands() -> None:
    made = proefbrief(WIE, VAN, NOW)

    assert "proefmail" in str(made["Subject"])
    assert "status" not in made.get_content()


def test_a_part_that_breaks_says_so_and_the_others_stand() -> None:
    def breaks() -> list[str]:
        raise ZeroDivisionError("999900006")

    text = "\n".join(geschreven((("EEN", breaks), ("TWEE", lambda: ["heel"]), ("LEEG", list))))

    assert "Dit deel kon niet worden gemaakt (ZeroDivisionError)." in text
    assert "heel" in text
    assert "LEEG" not in text
    assert "999900006" not in text
