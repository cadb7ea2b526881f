"""Names and addresses that a zaak lacks come from the register of persons; of candidates only."""

import json
import socket
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from connectors.stuf_zkn.personen import persoonsvelden
from connectors.stuf_zkn.registercontrole import NIEMAND
from connectors.stuf_zkn.vraag import Vraag, delen
from demo.stuf_server import Antwoord, StufServer
from regres import Datum, values
from tests.tools import stuf
from tests.tools.keten import Keten, Uitkomst, stuf_draait, verse_zaak
from tests.tools.needs import missing
from tests.tools.stuf import STANDARDS
from tests.unit.connectors.test_stuf_faults import fault, fo02

ANTWOORD = ["toegang", "adres", "codering", "bericht", "rechten", "klok", "vraag"]
LEEG: dict[str, Any] = {"geslachtsnaam": "", "voorletters": "", "geboortedatum": Datum()}
VOL = [
    verse_zaak(n, v, geslachtsnaam=f"Persoon {n}", postcode="1234AB") for n, v in enumerate("JNJ")
]


@pytest.fixture
def keten(tmp_path: Path) -> Keten:
    return Keten(tmp_path)


@pytest.fixture
def server() -> Iterator[StufServer]:
    """Give a zaaksysteem whose zaken name nobody, beside a register that knows everyone."""
    zaken = [replace(zaak, postcode="", **LEEG) for zaak in VOL]
    with stuf_draait(zaken) as running:
        running.zaaksysteem.personen = VOL
        yield running


def gevraagd(server: StufServer) -> list[str]:
    """Give the BSN of every question to the register."""
    roots = [etree.fromstring(question) for question in server.vragen]
    found = [root.findtext(".//{*}npsLv01/{*}gelijk/{*}inp.bsn") for root in roots]
    return [bsn for bsn in found if bsn]


def clienten(keten: Keten) -> list[dict[str, Any]]:
    """Read once with a key of our own; give what was sealed of the persons."""
    key = keten.gemeente.eigen_ontvanger()
    keten.schrijf()
    assert keten.geef("run").code == 0
    found = [melding["client"] for melding in keten.gemeente.geopend(key)]
    return sorted(found, key=lambda client: str(client.get("geslachtsnaam")))


def test_what_a_zaak_lacks_of_a_person_is_sealed_with_the_melding(
    keten: Keten, server: StufServer
) -> None:
    keten.met_stuf(server.url, personen={})

    sealed = clienten(keten)

    assert [client["geslachtsnaam"] for client in sealed] == ["Persoon 0", "Persoon 2"]
    assert {client["adres"]["postcode"] for client in sealed} == {"1234AB"}
    assert all("1954-06" in str(client["geboortedatum"]) for client in sealed)


def test_nobody_without_an_accident_is_asked_about(keten: Keten, server: StufServer) -> None:
    keten.met_stuf(server.url, personen={})
    clienten(keten)

    assert set(gevraagd(server)) == {VOL[0].bsn, VOL[2].bsn}


def test_without_the_block_nobody_is_asked_about(keten: Keten, server: StufServer) -> None:
    keten.met_stuf(server.url)

    assert [client.get("geslachtsnaam") for client in clienten(keten)] == [None, None]
    assert gevraagd(server) == []


def test_who_is_whole_in_the_zaak_is_not_asked_about(keten: Keten) -> None:
    whole = replace(VOL[0], voorvoegsel="van", woonplaats="Duinrand")
    with stuf_draait([whole]) as server:
        keten.met_stuf(server.url, personen={})
        clienten(keten)

        assert gevraagd(server) == []


def test_half_a_name_or_address_is_not_filled_up_from_another(keten: Keten) -> None:
    in_zaak = replace(VOL[0], geslachtsnaam="Oud", postcode="9999XX", geboortedatum=Datum())
    elsewhere = replace(VOL[0], geslachtsnaam="Nieuw", voorvoegsel="van", woonplaats="Duinrand")
    with stuf_draait([in_zaak]) as server:
        server.zaaksysteem.personen = [elsewhere]
        keten.met_stuf(server.url, personen={})
        (sealed,) = clienten(keten)

        assert len(gevraagd(server)) == 1
    assert (sealed["geslachtsnaam"], sealed.get("voorvoegsel")) == ("Oud", None)
    assert {what: text for what, text in sealed["adres"].items() if text} == {"postcode": "9999XX"}
    assert "1954-06" in str(sealed["geboortedatum"])


def _stappen(told: Uitkomst) -> dict[str, str]:
    """Give what the check told of the register: step -> outcome."""
    found = json.loads(told.uit)["gemeenten"][0]["stappen"]
    steps = [step for step in found if step["stap"].startswith("persoonsregister: ")]
    return {step["stap"].partition(": ")[2]: step["uitkomst"] for step in steps}


def _gekeurd(keten: Keten) -> Uitkomst:
    return keten.geef("check", "--only", "bron", "--format", "json")


def test_a_check_tries_the_register_and_asks_about_nobody(keten: Keten, server: StufServer) -> None:
    keten.met_stuf(server.url, personen={})

    told = _gekeurd(keten)

    assert told.code == 0
    assert gevraagd(server) == [NIEMAND]
    assert values.bsn(NIEMAND) == NIEMAND
    assert list(_stappen(told)) == ANTWOORD
    assert set(_stappen(told).values()) == {"gelukt"}


def test_a_check_walks_to_a_register_on_a_server_of_its_own(
    keten: Keten, server: StufServer
) -> None:
    with stuf_draait(VOL) as other:
        keten.mag_naar(other.url.removeprefix("https://").partition("/")[0])
        keten.met_stuf(server.url, personen={"adres": other.url})
        told = _gekeurd(keten)
        asked = gevraagd(other)

    steps = list(_stappen(told))
    assert told.code == 0, told.uit
    assert steps[:3] == ["TLS-bestanden", "naam in DNS", "verbinding"]
    assert steps[-len(ANTWOORD) :] == ANTWOORD
    assert asked == [NIEMAND]


def test_a_check_of_a_register_that_is_not_there_says_which_server(
    keten: Keten, server: StufServer
) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        where = f"localhost:{taken.getsockname()[1]}"
        keten.mag_naar(where)
        keten.met_stuf(server.url, personen={"adres": f"https://{where}/BG"})
        told = _gekeurd(keten)

    assert told.code == 4
    assert _stappen(told)["verbinding"] == "fout"
    assert where in told.uit


def test_a_check_of_a_register_that_may_not_be_asked_says_so(keten: Keten) -> None:
    def refuses(number: int, body: bytes, status: int) -> Antwoord:
        return (500, {}, fault(fo02("StUF052"))) if b"npsLa01" in body else (status, {}, body)

    with stuf_draait(VOL, quirks=refuses) as server:
        server.zaaksysteem.personen = VOL
        keten.met_stuf(server.url, personen={})
        told = _gekeurd(keten)

    assert told.code == 4
    assert [step for step, outcome in _stappen(told).items() if outcome == "fout"] == ["rechten"]
    assert "persoonsregister, vraag 1" in told.uit


def test_the_avg_report_names_the_register_as_a_way_that_data_goes(
    keten: Keten, server: StufServer
) -> None:
    from settings.avg.register import stroom

    keten.met_stuf(server.url, personen={"adres": server.url.replace("BeantwoordVraag", "BG")})
    settings = keten.gemeente.settings()
    steps = {step["van"]: step["waar"] for step in stroom(settings, settings.gemeenten[0])}

    assert steps["zaken: persoonsregister"].endswith("/StUF/BG")


def test_who_the_register_does_not_know_stays_unknown(keten: Keten, server: StufServer) -> None:
    server.zaaksysteem.personen = []
    keten.met_stuf(server.url, personen={})

    assert [client.get("geslachtsnaam") for client in clienten(keten)] == [None, None]


def test_the_register_may_have_an_address_and_a_name_of_its_own(
    keten: Keten, server: StufServer
) -> None:
    address = server.url.replace("/BeantwoordVraag", "/Personen")
    keten.met_stuf(server.url, personen={"adres": address, "ontvanger": {"applicatie": "Magazijn"}})
    done = keten.geef("run")

    assert {path.rpartition("/")[2] for path in server.paden} == {"BeantwoordVraag", "Personen"}
    assert "B-0342" in done.uit  # this server goes by another name


@pytest.mark.parametrize("bsn", [VOL[1].bsn, ""])
def test_another_person_than_was_asked_for_is_never_taken(keten: Keten, bsn: str) -> None:
    def other(number: int, body: bytes, status: int) -> Antwoord:
        if b"npsLa01" in body:
            body = body.replace(VOL[0].bsn.encode(), bsn.encode())
        return status, {}, body

    with stuf_draait([replace(VOL[0], geslachtsnaam="")], quirks=other) as server:
        server.zaaksysteem.personen = VOL
        keten.met_stuf(server.url, personen={})
        done = keten.geef("run")

    assert done.code == 4
    assert "B-0380" in done.uit
    assert VOL[0].bsn not in done.uit + done.fout


def test_an_address_of_the_register_that_may_not_be_reached_is_told_before_a_run(
    keten: Keten, server: StufServer
) -> None:
    keten.met_stuf(server.url, personen={"adres": "https://magazijn.example/bg"})

    told = keten.geef("check", "--offline")

    assert told.code == 3
    assert "C-0209" in told.uit + told.fout


def test_the_question_is_valid_against_the_official_schema() -> None:
    file = STANDARDS / "examples" / "schema" / "bg0310-all.xsd"
    if not file.exists():
        missing("standards", "the official StUF schemas are not beside this checkout")
    from connectors.stuf_zkn.diensten import PERSONEN

    source = stuf.bron("https://localhost/StUF", dienst=PERSONEN)
    asked = Vraag("20260301021500123", 2, nummer=VOL[0].bsn)
    root = etree.Element(PERSONEN.vraag)
    root.extend(delen(asked, source, persoonsvelden(source.layout).scope))

    etree.XMLSchema(etree.parse(file)).assertValid(root)
    assert VOL[0].bsn not in repr(asked)
