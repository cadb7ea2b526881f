"""The pages for a record that its source gives once: seen whole, and carried on with the key."""

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from joserfc.jwk import OKPKey

from tests.acceptance.test_paginas_wachten import lees, stuur
from tests.tools import berichtenset
from tests.tools.berichtenset import als_set, objecten
from tests.tools.keten import verse_zaak
from tests.tools.paginawereld import Paginawereld, paginawereld
from tests.tools.routes import kop

CONSULENT = "consulent@9901"
TWIJFEL = verse_zaak(2, "O")
REDEN = {"reden": "zie dossier"}


@pytest.fixture
def sleutel() -> dict[str, str]:
    """Give the private half of the municipality's own key."""
    key = OKPKey.generate_key("X25519")
    parts = {name: str(value) for name, value in key.as_dict(private=True).items()}
    return parts | {"kid": "inzage-1", "use": "enc", "alg": "ECDH-ES+A256KW"}


def lever(made: Paginawereld, nummer: int, zaak: Any) -> None:
    moment = made.now - timedelta(hours=9) + timedelta(seconds=nummer)
    tijd = f"{moment:%Y%m%d%H%M%S}000"
    message = berichtenset.bericht(nummer, "T", objecten(zaak, "T"), tijd=tijd)
    (made.gemeente.folder / "export" / f"set{nummer}.xml").write_bytes(als_set([message]))


@pytest.fixture
def wereld(tmp_path: Path, sleutel: dict[str, str]) -> Iterator[Paginawereld]:
    with paginawereld(tmp_path) as made:
        config = made.gemeente.config
        public = {name: value for name, value in sleutel.items() if name != "d"}
        (config / "inzage.jwk").write_text(json.dumps(public))
        mapping = config / "mappings" / "duinrand-stuf.yaml"
        text = mapping.read_text("utf-8").replace("levering: volledig", "levering: delta")
        mapping.write_text(text, "utf-8")
        known = made.gemeente.gemeente
        known["inzagesleutel"] = "inzage.jwk"
        known["bronnen"]["export"] |= {
            "mapping": "duinrand-stuf",
            "patroon": "*.xml",
            "stuf": {
                "zender": {"applicatie": "WmoRegistratie"},
                "ontvanger": {"applicatie": "Regresbrug"},
            },
        }
        made.gemeente.schrijf()
        lever(made, 1, TWIJFEL)
        made.nacht()
        with made.herstart():
            yield made


def pad(wereld: Paginawereld) -> str:
    (record,) = lees(wereld, "/beoordelen", CONSULENT)["records"]
    return f"/gemeenten/9901/beoordelen/{record['kenmerk']}"


def test_the_record_itself_is_shown_once_it_is_opened(
    wereld: Paginawereld, sleutel: dict[str, str]
) -> None:
    place = pad(wereld)
    before = wereld.client.get(place, headers=kop(CONSULENT, wereld.now)).text
    sent = REDEN | {"inzagesleutel": json.dumps(sleutel)}
    after = stuur(wereld, f"{place}/openen", sent, CONSULENT).text

    assert "inzagesleutel" in before and TWIJFEL.bsn not in before
    assert TWIJFEL.bsn in after and "zakLk01" in after
    assert sleutel["d"] not in after


def test_yes_takes_the_key_and_sends_at_once(wereld: Paginawereld, sleutel: dict[str, str]) -> None:
    place, yes = pad(wereld), REDEN | {"keuze": "ja"}
    refused = stuur(wereld, f"{place}/besluit", yes, CONSULENT)
    assert (refused.status_code, "C-0254" in refused.text) == (422, True)
    assert wereld.ledger.besluiten("9901") == ()

    done = stuur(
        wereld, f"{place}/besluit", yes | {"inzagesleutel": json.dumps(sleutel)}, CONSULENT
    )

    assert done.is_redirect, done.text
    assert lees(wereld, "/beoordelen", CONSULENT)["records"] == []
    (sent,) = lees(wereld, "/meldingen", CONSULENT)["meldingen"]
    assert sent["nu"] == "Ontvangen"
    assert wereld.ledger.aanleveringen("9901", wereld.now.date()) == []
    assert wereld.ledger.audit_verify() == []
