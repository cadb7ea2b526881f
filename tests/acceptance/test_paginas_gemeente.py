"""The page of a municipality and its connection test, over a real source and a real ledger."""

import re
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import scheduler
from ledger import Gemeld
from regres import Handelend
from regres.berichten import bericht
from tests.tools.paginawereld import Paginawereld, paginawereld
from tests.tools.routes import EIGEN, kop
from web.beheer.verbinding import Verbindingstest
from web.look.blad import Mis, Verzoek
from web.look.rollen import Bezoeker, Rol
from web.wereld import Wereld

GEMEENTE = f"/gemeenten/{EIGEN}"
BEHEER = kop(f"beheer@{EIGEN}")
#: What the rows of the test world hold of a person, or of a key.
VAN_MENSEN = ("999900006", "Proefpersoon", "C00001", "B000001")


@pytest.fixture(scope="module")
def wereld(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Paginawereld]:
    with paginawereld(tmp_path_factory.mktemp("gemeente")) as made:
        yield made


def data(wereld: Paginawereld, adres: str) -> Any:
    return wereld.client.get(f"{adres}?formaat=json", headers=BEHEER).json()


def druk(wereld: Paginawereld, wat: str, kind: str = "") -> Any:
    """Press a button of the page as a browser does; gives the answer."""
    form = wereld.client.get(GEMEENTE, headers=BEHEER).text
    key = re.search(r'name="sleutel" value="([^"]+)"', form)
    assert key is not None
    sent = {"sleutel": key[1], "wat": wat}
    return wereld.client.post(f"{GEMEENTE}/verbinding{kind}", data=sent, headers=BEHEER)


def test_the_page_shows_the_run_and_that_the_source_was_not_seen_while_a_batch_waits(
    wereld: Paginawereld,
) -> None:
    page = data(wereld, GEMEENTE)
    (run,) = page["runs"]
    assert (run["run"], run["woord"], run["gelezen"]) == (1, "Wacht op vrijgave", 30)
    (source,) = page["bronnen"]
    assert (source["naam"], source["gezien"]["op"]) == ("export", None)
    assert page["status"]["stand"] == "actief"
    assert page["actief"]["wie"] == "F. Functionaris"


def test_the_next_five_turns_are_those_of_the_scheduler(wereld: Paginawereld) -> None:
    turns = [one for one in scheduler.beurten(wereld.settings()) if one.gemeente == EIGEN]
    (line,) = data(wereld, GEMEENTE)["planning"]
    wanted = [one.op.isoformat() for one in scheduler.komende(turns[0], wereld.now)]
    assert [one["op"] for one in line["komend"]] == wanted
    assert len(wanted) == 5
    assert line["wanneer"] == "elke nacht om 04:07"


def test_what_runs_out_is_counted_down_the_nearest_first(wereld: Paginawereld) -> None:
    left = data(wereld, GEMEENTE)["aflopend"]
    assert [one["dagen"] for one in left] == sorted(one["dagen"] for one in left)
    assert "Sleutel van de ontvanger" in {one["wat"] for one in left}


def test_what_is_wrong_and_who_let_it_stand_still_is_told(tmp_path: Path) -> None:
    with paginawereld(tmp_path) as wereld:
        ledger, now = wereld.ledger, wereld.now
        ledger.pauzeer(EIGEN, Handelend("T. Beheer", "beheer", "verhuizing"), now)
        ledger.meld(EIGEN, {"runs": [Gemeld(bericht("L-0901", waar=EIGEN, aantal=3))]}, now)
        page, html = data(wereld, GEMEENTE), wereld.client.get(GEMEENTE, headers=BEHEER).text
        overview = data(wereld, "/")
    assert [one["code"] for one in page["status"]["problemen"]] == ["L-0901"]
    assert page["status"]["pauze"]["reden"] == "verhuizing"
    assert "regresbrug hervat -g 9901" in html
    assert (overview["gemeenten"][0]["woord"], overview["met_aandacht"]) == ("Pauze", 1)
    assert overview["aandacht"][0]["naar"] == "/quarantaine?gemeente=9901"
    assert '<a class="knop klein" href="/quarantaine?gemeente=9901">' in html


# -- the connection test ---------------------------------------------------------------------------


def test_every_step_of_a_source_is_named_and_nothing_is_kept(wereld: Paginawereld) -> None:
    before = wereld.ledger.runs(EIGEN)
    answer = druk(wereld, "export", "?formaat=json").json()
    steps = [one["stap"] for one in answer["stappen"]]
    assert {one["deel"] for one in answer["stappen"]} == {"mapping", "bron"}
    assert (answer["eerste_fout"], len(steps) > 3) == (None, True)
    assert {one["uitkomst"] for one in answer["stappen"]} == {"gelukt"}
    assert wereld.ledger.runs(EIGEN) == before


def test_the_first_step_that_fails_is_explained_and_those_behind_it_are_named(
    tmp_path: Path,
) -> None:
    with paginawereld(tmp_path) as wereld:
        (wereld.gemeente.folder / "export" / "wmo_voorzieningen.csv").unlink()
        (wereld.gemeente.folder / "export").rmdir()
        answer = druk(wereld, "export", "?formaat=json").json()
        html = druk(wereld, "export").text
    first = answer["eerste_fout"]
    assert first["problemen"][0]["code"].startswith("B-01")
    assert answer["telling"]["niet_geprobeerd"] >= 1
    assert f"Hier gaat het mis: {first['stap']}" in html
    assert "niet geprobeerd" in html


def test_the_way_out_can_be_tested_and_what_is_not_there_cannot(wereld: Paginawereld) -> None:
    answer = druk(wereld, "bestemming", "?formaat=json").json()
    assert {one["deel"] for one in answer["stappen"]} == {"sleutels", "sink"}
    for wrong in ("", "geen-bron", "../export"):
        assert druk(wereld, wrong).status_code == 422


def vraag(wereld: Paginawereld, wat: str) -> Verzoek:
    who = Bezoeker("s.proef", {Rol.BEHEER: frozenset({EIGEN})})
    return Verzoek(who, wereld.now, {"gemeente": EIGEN}, formulier={"wat": wat})


def test_a_test_that_takes_too_long_says_what_was_not_reached(wereld: Paginawereld) -> None:
    pages = Wereld(wereld.settings(), wereld.ledger, wereld.klok)
    slow = Verbindingstest(pages, geheel=0.0)
    steps = slow(vraag(wereld, "export")).gegevens["stappen"]
    assert [one["uitkomst"] for one in steps][1:] == ["niet_geprobeerd"]
    assert "de tijd is op" in steps[-1]["toelichting"]


def test_two_tests_of_one_municipality_do_not_run_at_once(wereld: Paginawereld) -> None:
    pages = Wereld(wereld.settings(), wereld.ledger, wereld.klok)
    inside, may_end = threading.Event(), threading.Event()

    def clock() -> float:
        inside.set()
        may_end.wait(20)
        return 0.0

    test = Verbindingstest(pages, klok=clock)
    first = threading.Thread(target=test, args=(vraag(wereld, "export"),))
    first.start()
    assert inside.wait(20)
    with pytest.raises(Mis, match="al een test"):
        test(vraag(wereld, "export"))
    may_end.set()
    first.join(20)
    assert test(vraag(wereld, "export")).titel == "Verbinding testen: export"


def test_nothing_of_a_person_is_on_any_page_of_beheer(wereld: Paginawereld) -> None:
    pages = [GEMEENTE, f"{GEMEENTE}/runs/1", "/"]
    shown = " ".join(wereld.client.get(page, headers=BEHEER).text for page in pages)
    shown += druk(wereld, "export").text
    assert [word for word in VAN_MENSEN if word in shown] == []
