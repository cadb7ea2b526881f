"""Who may have which page of the loket: every route x every role x every municipality, for real.

A page that is new in loket/paginas/bladen.py needs a row here.
"""

from collections.abc import Iterator

import pytest

from loket.datasleutel import Datasleutel
from loket.paginas.bladen import bladen
from loket.paginas.wereld import Wereld
from tests.tools.loketzaken import Balie, balie, kop
from tests.tools.routes import Rij, fouten, namen_van_anderen, rijen_hier, rijen_van

_WIE = "behandelaar"
LIJSTEN = (Rij("/", _WIE), Rij("/mijn", _WIE), Rij("/ingehaald", _WIE), Rij("/zaken", _WIE))
SAMEN = (Rij("/termijnen", _WIE), Rij("/termijnen.ics", _WIE), Rij("/rapport", _WIE))
_ZAAK = "/zaken/{gemeente}/{nummer}"
_EEN = {"nummer": "RL-2026-000001"}
ZAAK = (
    Rij(_ZAAK, _WIE, plek=_EEN),
    Rij(f"{_ZAAK}/quickscan", _WIE, "POST", _EEN, geeft=422),
    Rij(f"{_ZAAK}/stap", _WIE, "POST", _EEN, geeft=422),
    Rij(f"{_ZAAK}/begin", _WIE, "POST", _EEN, geeft=422),
    Rij(f"{_ZAAK}/verband", _WIE, "POST", _EEN, geeft=422),
    Rij(f"{_ZAAK}/gezien", _WIE, "POST", _EEN, geeft=303),
    Rij(f"{_ZAAK}/behandelaar", _WIE, "POST", _EEN, geeft=422),
    Rij(f"{_ZAAK}/inzien", _WIE, plek=_EEN, vers=True),
    Rij(f"{_ZAAK}/inzien", _WIE, "POST", _EEN, geeft=422, vers=True),
)
SPLITSEN = (
    Rij(f"{_ZAAK}/samen", _WIE, plek=_EEN),
    Rij(f"{_ZAAK}/samenvoegen", _WIE, "POST", _EEN, geeft=422),
    Rij(f"{_ZAAK}/splitsen", _WIE, "POST", _EEN, geeft=422),
    Rij(f"{_ZAAK}/niet-dezelfde", _WIE, "POST", _EEN, geeft=422),
)
INVOEREN = (Rij("/invoeren", _WIE), Rij("/invoeren", _WIE, "POST", geeft=422))
TABEL = (*INVOEREN, *LIJSTEN, *SAMEN, *ZAAK, *SPLITSEN)
#: Words that stand on a page only when that municipality is on it.
NAMEN = {"9901": "Duinrand", "9903": "Zandmeer"}


@pytest.fixture(scope="module")
def loket(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Balie]:
    with balie(tmp_path_factory.mktemp("loketroutes")) as made:
        made.client.follow_redirects = False
        made.lever(kop("a"))
        made.lever(kop("b", gemeenteCode="9903"))
        yield made


def test_every_route_has_a_row(loket: Balie) -> None:
    found = rijen_van(
        bladen(Wereld(loket.settings, loket.archief, Datasleutel(loket.settings.datasleutel)))
    )
    assert found == rijen_hier(TABEL)


@pytest.mark.parametrize("rij", TABEL, ids=lambda rij: rij.naam)
def test_a_route_answers_each_role_as_its_row_says(loket: Balie, rij: Rij) -> None:
    assert list(fouten(loket.client, rij, loket.now)) == []


@pytest.mark.parametrize("rij", (*LIJSTEN, *SAMEN), ids=lambda rij: rij.naam)
def test_a_list_shows_only_the_askers_own(loket: Balie, rij: Rij) -> None:
    assert list(namen_van_anderen(loket.client, rij, NAMEN, loket.now)) == []
