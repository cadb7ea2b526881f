"""What was freed goes out, whatever is the matter by then with what it was read from."""

from pathlib import Path

import pytest

import scheduler
from pipeline import SlotSoort
from regres import ConfigProblem, KeyProblem
from settings import aansluiten, uitgang_van
from tests.tools.gemeente import Gemeente, rij
from tests.tools.straat import Straat
from tests.unit.settings.test_plugging_in import with_a_loket


@pytest.fixture
def straat(tmp_path: Path) -> Straat:
    """Give a municipality with one melding that is free to go, and did not go yet."""
    street = Straat(tmp_path)
    street.gemeente.levering([rij(1, "J"), rij(2, "N")])
    settings = street.gemeente.settings()
    line = aansluiten(settings, settings.gemeenten[0], street.klok, {})
    nacht = [("export", SlotSoort.NACHT)]
    scheduler.ronde(line, street.ledger, nacht, street.klok, bezorgen=False)
    assert street.gemeente.bezorgd == []
    return street


def bezorgd(straat: Straat) -> int:
    settings = straat.gemeente.settings()
    scheduler.bezorg(settings, straat.ledger, settings.gemeenten[0], straat.klok)
    return len(straat.gemeente.bezorgd)


def test_a_mapping_that_was_spoilt_meanwhile_holds_nothing_up(straat: Straat) -> None:
    mapping = straat.gemeente.config / "mappings" / "duinrand-csv.yaml"
    mapping.write_text(mapping.read_text().replace("levering: volledig", "levering: soms"))
    settings = straat.gemeente.settings()
    with pytest.raises(ConfigProblem):
        aansluiten(settings, settings.gemeenten[0], straat.klok, {})

    assert bezorgd(straat) == 1


def test_a_root_key_that_is_gone_holds_nothing_up(straat: Straat) -> None:
    for key in (straat.gemeente.config / "geheim").glob("wortel*"):
        key.unlink()
    settings = straat.gemeente.settings()
    with pytest.raises(KeyProblem):
        aansluiten(settings, settings.gemeenten[0], straat.klok, {})

    assert bezorgd(straat) == 1


def test_without_the_secret_for_the_regresloket_nothing_is_offered(tmp_path: Path) -> None:
    settings = with_a_loket(Gemeente(tmp_path), "actief").settings()

    with pytest.raises(KeyProblem) as wrong:
        uitgang_van(settings, settings.gemeenten[0], scheduler.utc_now, {})

    (problem,) = wrong.value.problems
    assert problem.code == "K-0504"
    assert "gemeenten/" in problem.waar
