"""The BSN goes along to the Regresloket only where the municipality names its ground."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.tools.keten import Keten, vers

BSN = vers(1)["BSN"]
GROND = {"grondslag": "Wmo 2015 art. 5.1.1", "overeenkomst": "verwerkersovereenkomst 2026"}


@pytest.fixture
def keten(tmp_path: Path) -> Keten:
    return Keten(tmp_path)


def melding(keten: Keten) -> dict[str, Any]:
    """Send one melding, and open it as the Regresloket would."""
    key = keten.gemeente.eigen_ontvanger()
    keten.schrijf()
    keten.gemeente.levering([vers(1, "J")])
    keten.run()
    (found,) = keten.gemeente.geopend(key)
    return found


def test_by_default_no_bsn_is_in_what_leaves_and_a_pseudonym_takes_its_place(keten: Keten) -> None:
    found = melding(keten)

    assert BSN not in json.dumps(found)
    assert len(found["client"]["pseudoniem"]["waarde"]) == 64


def test_with_ground_and_contract_it_goes_along(keten: Keten) -> None:
    keten.gemeente.gemeente["bsn_meesturen"] = GROND

    assert melding(keten)["client"]["burgerservicenummer"] == BSN
