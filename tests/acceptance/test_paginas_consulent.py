"""The consulent's pages: judging, opening with a key and a fresh code, following, taking back."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from joserfc.jwk import OKPKey

from ledger import StubSoort
from regres import SoortMelding
from regres.terug import Terugblad, Terugkoppeling
from tests.acceptance.test_paginas_wachten import lees, lever, stuur
from tests.tools.gemeente import rij
from tests.tools.paginawereld import Paginawereld, paginawereld
from tests.tools.routes import kop

CONSULENT = "consulent@9901"
#: One of which the flag says that it is not known, one that only a note speaks of, one to send.
ROWS = [
    rij(1, "O"),
    rij(2, "", Toelichting="Mevrouw Proefpersoon is aangereden door een auto"),
    rij(3, "J"),
]


@pytest.fixture
def sleutel() -> dict[str, str]:
    """Give the private half of the municipality's own key."""
    key = OKPKey.generate_key("X25519")
    parts = {name: str(value) for name, value in key.as_dict(private=True).items()}
    return parts | {"kid": "inzage-1", "use": "enc", "alg": "ECDH-ES+A256KW"}


@pytest.fixture
def wereld(tmp_path: Path, sleutel: dict[str, str]) -> Iterator[Paginawereld]:
    with paginawereld(tmp_path) as made:
        public = {name: value for name, value in sleutel.items() if name != "d"}
        (made.gemeente.config / "inzage.jwk").write_text(json.dumps(public))
        made.gemeente.gemeente["inzagesleutel"] = "inzage.jwk"
        made.gemeente.schrijf()
        lever(made, ROWS)
        made.nacht()
        yield made


def wacht(wereld: Paginawereld) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = lees(wereld, "/beoordelen", CONSULENT)["records"]
    return sorted(found, key=lambda one: str(one["plaats"]))


def pad(record: dict[str, Any]) -> str:
    return f"/gemeenten/9901/beoordelen/{record['kenmerk']}"


def test_the_list_shows_signs_and_matched_words_and_nobody(wereld: Paginawereld) -> None:
    first, second = wacht(wereld)
    shown = json.dumps([first, second])
    pages = [
        wereld.client.get(place, headers=kop(CONSULENT, wereld.now)).text
        for place in ("/beoordelen", pad(first), pad(second), f"{pad(second)}/openen")
    ]

    assert (first["termen"], second["termen"]) == (["O"], ["aangereden"])
    assert all("Proefpersoon" not in text and "B000001" not in text for text in [shown, *pages])
    assert wereld.client.get("/beoordelen", headers=kop("beheer@9901")).status_code == 404


def test_a_record_is_opened_with_key_reason_and_fresh_code_and_that_is_kept(
    wereld: Paginawereld, sleutel: dict[str, str]
) -> None:
    first, _ = wacht(wereld)
    place, sent = f"{pad(first)}/openen", {"inzagesleutel": json.dumps(sleutel)}
    other = dict(sleutel) | {"d": OKPKey.generate_key("X25519").as_dict(private=True)["d"]}

    asked = wereld.client.get(place, headers=kop(CONSULENT))
    assert asked.headers["location"].startswith("/bewijs?naar=")
    assert stuur(wereld, place, sent, CONSULENT).status_code == 422
    wrong = {"inzagesleutel": json.dumps(other), "reden": "dossier zoeken"}
    assert "K-0" in stuur(wereld, place, wrong, CONSULENT).text
    answer = stuur(wereld, place, sent | {"reden": "dossier zoeken"}, CONSULENT)

    assert "B000001" in answer.text and sleutel["d"] not in answer.text
    assert answer.headers["cache-control"] == "no-store"
    assert "B000001" not in answer.text.partition("</title>")[0]
    noted = wereld.ledger.decisions("9901", "herkenning_geopend")
    assert {(one.wie, one.rol, one.reden) for one in noted} == {
        ("s.proef", "consulent", "dossier zoeken")
    }
    assert "B000001" not in str(wereld.client.cookies)
    assert not wereld.ledger.audit_verify()


def test_a_judgement_takes_effect_at_the_next_read(wereld: Paginawereld) -> None:
    first, second = wacht(wereld)
    said = {"reden": "zie dossier"}

    assert stuur(wereld, f"{pad(first)}/besluit", said, CONSULENT).status_code == 422
    assert stuur(wereld, f"{pad(first)}/besluit", said | {"keuze": "ja"}, CONSULENT).is_redirect
    assert stuur(wereld, f"{pad(second)}/besluit", said | {"keuze": "later"}, CONSULENT).is_redirect

    (left,) = wacht(wereld)
    assert left["kenmerk"] == second["kenmerk"]
    (decided,) = lees(wereld, "/beoordelen", CONSULENT)["besloten"]
    assert (decided["keuze"], decided["uitwerking"]) == ("ja", "wacht_op_lezing")
    run = wereld.nacht()
    assert run.telling.soorten[SoortMelding.NIEUW] == 1
    assert wereld.ledger.stub_counts("9901")[StubSoort.BEOORDELEN] == 1


def test_a_melding_shows_its_steps_and_is_taken_back_when_it_was_no_accident(
    wereld: Paginawereld,
) -> None:
    (sent,) = lees(wereld, "/meldingen", CONSULENT)["meldingen"]
    assert (sent["nu"], sent["stappen"]) == ("Ontvangen", [])
    step = Terugkoppeling(
        1, sent["referentie"], 1, sent["zaaknummer"], "quickscan", date(2026, 11, 23),
        "niet_verder", "eigen_schuld",
    )  # fmt: skip
    wereld.ledger.terug.neem("9901", Terugblad((step,), "1"), wereld.now)

    (now,) = lees(wereld, "/meldingen?stap=quickscan", CONSULENT)["meldingen"]
    assert now["nu"] == "Niet verder"
    assert (now["stappen"][0]["datum"], now["stappen"][0]["zin"]) == (
        "2026-11-23",
        "Niet verder · eigen schuld",
    )
    assert lees(wereld, "/meldingen?stap=betaling", CONSULENT)["aantal"] == 0
    assert lees(wereld, f"/meldingen?zoek={sent['referentie'][:9]}", CONSULENT)["aantal"] == 1

    place = f"/gemeenten/9901/meldingen/{sent['referentie'][:16]}"
    said = {"reden": "was een val thuis"}
    assert stuur(wereld, f"{place}/toch-geen-ongeval", {}, CONSULENT).status_code == 422
    assert stuur(wereld, f"{place}/toch-geen-ongeval", said, CONSULENT).is_redirect
    run = wereld.nacht()
    assert run.telling.soorten[SoortMelding.INTREKKING] == 1
    assert lees(wereld, place, CONSULENT)["mag_intrekken"] is False
