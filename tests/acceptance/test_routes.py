"""Who may have which page: every route x every role x every municipality is asked for real.

A page that is new in web/bladen.py needs a row here, or `test_every_route_has_a_row` fails.
"""

from collections.abc import Iterator

import pytest

from tests.tools.paginawereld import NAMEN, Paginawereld, paginawereld
from tests.tools.routes import Rij, fouten, namen_van_anderen, rijen_hier, rijen_van
from web.bladen import bladen
from web.wereld import Wereld

_RUN = "/gemeenten/{gemeente}/runs/{run}"
_EERSTE = {"run": "1"}

#: Each area its own rows, so that whoever adds a page finds his place.
OVERZICHT = (Rij("/", "beheer", verder="consulent fg"),)
GEMEENTE = (
    Rij("/gemeenten/{gemeente}", "beheer"),
    Rij("/gemeenten/{gemeente}/verbinding", "beheer", "POST", formulier={"wat": "export"}),
)
RUN = (
    Rij(_RUN, "beheer consulent fg", plek=_EERSTE),
    Rij(f"{_RUN}/besluit", "consulent fg", "POST", _EERSTE, geeft=422),
)
_Q = "/gemeenten/{gemeente}/quarantaine"
_V = "/gemeenten/{gemeente}/vastgehouden/{kenmerk}"
_RECORD = {"kenmerk": "0" * 16}
#: No record waits under that key: who may ask hears that it is not there, like everybody else.
WACHTEN = (
    Rij("/quarantaine", "beheer"),
    Rij(f"{_Q}/{{kenmerk}}", "beheer", plek=_RECORD, geeft=404),
    Rij(f"{_Q}/vooruit", "beheer", "POST", geeft=422),
    Rij(f"{_Q}/opnieuw", "beheer", "POST", geeft=422),
    Rij(f"{_Q}/{{kenmerk}}/weg", "beheer", "POST", _RECORD, geeft=422),
    Rij("/vastgehouden", "beheer consulent fg"),
    Rij(_V, "beheer consulent fg", plek=_RECORD, geeft=404),
    Rij(f"{_V}/laat-los", "consulent fg", "POST", _RECORD, geeft=422),
)
WERKBANK = (
    Rij("/gemeenten/{gemeente}/werkbank", "beheer"),
    Rij("/gemeenten/{gemeente}/werkbank", "beheer", "POST", formulier={"tekst": "bron: csv"}),
)
_B = "/gemeenten/{gemeente}/beoordelen/{kenmerk}"
_M = "/gemeenten/{gemeente}/meldingen/{referentie}"
_MELDING = {"referentie": "0" * 16}
CONSULENT = (
    Rij("/beoordelen", "consulent"),
    Rij(_B, "consulent", plek=_RECORD, geeft=404),
    Rij(f"{_B}/besluit", "consulent", "POST", _RECORD, geeft=422),
    Rij(f"{_B}/openen", "consulent", plek=_RECORD, geeft=404, vers=True),
    Rij(f"{_B}/openen", "consulent", "POST", _RECORD, geeft=422, vers=True),
    Rij("/meldingen", "consulent"),
    Rij(_M, "consulent", plek=_MELDING, geeft=404),
    Rij(f"{_M}/toch-geen-ongeval", "consulent", "POST", _MELDING, geeft=422),
)
REGELS = (
    Rij("/ongevalsregels", "beheer"),
    Rij("/ongevalsregels/proef", "beheer", "POST", formulier={"tekst": "gevallen op de trap"}),
)
PRIVACY = (
    Rij("/privacy", "beheer fg"),
    Rij("/gemeenten/{gemeente}/privacy", "beheer fg"),
    Rij("/gemeenten/{gemeente}/inzage", "fg"),
    Rij("/gemeenten/{gemeente}/inzage.csv", "fg"),
)
TABEL = (*OVERZICHT, *GEMEENTE, *RUN, *WACHTEN, *WERKBANK, *CONSULENT, *REGELS, *PRIVACY)


@pytest.fixture(scope="module")
def wereld(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Paginawereld]:
    with paginawereld(tmp_path_factory.mktemp("routes")) as made:
        yield made


def test_every_route_has_a_row(wereld: Paginawereld) -> None:
    found = rijen_van(bladen(Wereld(wereld.settings(), wereld.ledger, wereld.klok)))
    assert found == rijen_hier(TABEL)


@pytest.mark.parametrize("rij", TABEL, ids=lambda rij: rij.naam)
def test_a_route_answers_each_role_as_its_row_says(wereld: Paginawereld, rij: Rij) -> None:
    assert list(fouten(wereld.client, rij, wereld.now)) == []


@pytest.mark.parametrize(
    "rij",
    [rij for rij in TABEL if "{gemeente}" not in rij.pad and rij.methode == "GET"],
    ids=lambda rij: rij.naam,
)
def test_a_page_of_several_municipalities_shows_only_the_askers_own(
    wereld: Paginawereld, rij: Rij
) -> None:
    assert list(namen_van_anderen(wereld.client, rij, NAMEN, wereld.now)) == []


def test_a_run_of_another_municipality_is_not_there(wereld: Paginawereld) -> None:
    """Run 2 is of 9902: under the address of 9901 it is nothing, whoever asks."""
    rij = Rij(_RUN, "", plek={"run": "2"})
    assert list(fouten(wereld.client, rij, wereld.now)) == []


@pytest.mark.parametrize(
    "rij",
    [
        Rij("/", "beheer fg", verder="consulent"),
        Rij("/", "fg", verder="consulent"),
        Rij("/", "beheer"),
        Rij(f"{_RUN}/besluit", "beheer consulent fg", "POST", _EERSTE, geeft=422),
        Rij(f"{_RUN}/besluit", "consulent fg", "POST", _EERSTE, geeft=303),
        Rij(_RUN, "beheer consulent fg", plek=_EERSTE, vers=True),
    ],
)
def test_a_row_that_is_not_true_is_noticed(wereld: Paginawereld, rij: Rij) -> None:
    assert list(fouten(wereld.client, rij, wereld.now)) != []
