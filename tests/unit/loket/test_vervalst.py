"""What the loket opens: one form, with every clear field bound to it."""

import json
from datetime import UTC, date, datetime
from typing import Any

import pytest

from loket.envelop import Opener
from loket.kop import Zending
from loket.problems import Weigering
from loket.settings import LoketSleutel
from regres import Kop, SoortMelding
from regres.canonical import kop_json
from regres.envelop import ALG, ENC, TYP_MELDING
from tests.tools.loket import kop, merk, plaintext
from tests.tools.vervalst import b64, nagemaakt, onb64, vervalsingen

SLEUTEL = LoketSleutel.maak("loket-2026")
VANDAAG = date(2026, 11, 22)
OPENER = Opener([SLEUTEL])
HEADER: dict[str, Any] = {"alg": ALG, "enc": ENC, "typ": TYP_MELDING, "kid": SLEUTEL.kid}
HEADER |= kop_json(kop())
VALS = vervalsingen(SLEUTEL.publiek, HEADER, plaintext(kop()))

#: Another value of every clear field, each of them one that the loket would take.
ANDERS: dict[str, Any] = {
    "referentie": merk("een ander"),
    "dossiersleutel": merk("een ander"),
    "versie": 2,
    "soortMelding": SoortMelding.WIJZIGING,
    "gemeenteCode": "9902",
    "schemaVersie": "1.0.1",
    "inhoudsmerk": merk("een ander"),
    "aangemaaktOp": datetime(2026, 11, 21, 5, tzinfo=UTC),
}


def refused(inhoud: str, head: Kop | None = None) -> str:
    chosen = head or kop()
    with pytest.raises(Weigering) as caught:
        OPENER.open(Zending(chosen, kop_json(chosen), inhoud), VANDAAG)
    return caught.value.soort


def test_an_envelope_made_by_hand_opens() -> None:
    """Else the rest of this page would prove nothing."""
    made = nagemaakt(SLEUTEL.publiek, HEADER, plaintext(kop()))

    assert OPENER.open(Zending(kop(), kop_json(kop()), made), VANDAAG)["versie"] == 1


@pytest.mark.parametrize("how", VALS)
def test_anything_else_does_not(how: str) -> None:
    of_the_key = {"envelop-ongeldig", "sleutel-onbekend"}

    assert refused(VALS[how]) in of_the_key


@pytest.mark.parametrize("size", [8, 11, 13, 16, 32])
def test_a_nonce_of_another_length_is_refused(size: int) -> None:
    made = nagemaakt(SLEUTEL.publiek, HEADER, plaintext(kop()), iv=bytes(range(size)))

    assert refused(made) == "envelop-ongeldig"


def test_there_is_another_value_for_every_clear_field() -> None:
    assert ANDERS.keys() == kop_json(kop()).keys()


@pytest.mark.parametrize("name", ANDERS)
def test_a_clear_field_that_changed_on_the_way_is_noticed(name: str) -> None:
    made = nagemaakt(SLEUTEL.publiek, HEADER, plaintext(kop()))

    assert refused(made, kop(**{name: ANDERS[name]})) == "kop-ongelijk"


@pytest.mark.parametrize("name", ANDERS)
def test_a_clear_field_that_changed_in_the_header_too_is_noticed(name: str) -> None:
    """The header is authenticated as it is written: who changes it cannot seal it again."""
    parts = nagemaakt(SLEUTEL.publiek, HEADER, plaintext(kop())).split(".")
    changed = kop(**{name: ANDERS[name]})
    header = json.loads(onb64(parts[0])) | kop_json(changed)
    mixed = ".".join([b64(json.dumps(header).encode()), *parts[1:]])

    assert refused(mixed, changed) == "envelop-ongeldig"


@pytest.mark.parametrize("name", ANDERS)
def test_a_clear_field_that_was_sealed_with_another_inside_is_noticed(name: str) -> None:
    changed = kop(**{name: ANDERS[name]})
    made = nagemaakt(SLEUTEL.publiek, HEADER | kop_json(changed), plaintext(kop()))

    assert refused(made, changed) == "kop-ongelijk"
