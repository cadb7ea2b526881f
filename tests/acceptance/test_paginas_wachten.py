"""The pages of what waits: the lists, looking ahead, offering again, taking away, letting go."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from ledger import StubSoort
from tests.tools.gemeente import csv_bytes, rij
from tests.tools.paginawereld import Paginawereld, paginawereld
from tests.tools.routes import kop

BEHEER, CONSULENT = "beheer@9901", "consulent@9901"
REDEN = {"reden": "waardentabel aangevuld"}
#: Two that cannot be read, for one reason; one of which the key is empty; one that is held.
ROWS = [
    rij(1, "misschien"),
    rij(2, "misschien"),
    rij(3, "J", Beschikkingnr=""),
    rij(4, "J", **{"Datum ongeval": "01-03-2016"}),
]
#: What may stand on no page of an administrator.
PERSOON = ("999900006", "Proefpersoon", "B000001", "C00001", "01-02-1950", "misschien")


@pytest.fixture
def wereld(tmp_path: Path) -> Iterator[Paginawereld]:
    """Give a world of which a test may change anything."""
    with paginawereld(tmp_path) as made:
        lever(made, ROWS)
        made.nacht()
        yield made


@pytest.fixture(scope="module")
def stil(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Paginawereld]:
    """Give one world for all tests that only look."""
    with paginawereld(tmp_path_factory.mktemp("stil")) as made:
        lever(made, ROWS)
        made.nacht()
        yield made


def lever(wereld: Paginawereld, rows: list[dict[str, str]]) -> None:
    file = wereld.gemeente.folder / "export" / "wmo_voorzieningen.csv"
    file.write_bytes(csv_bytes(rows))


def lees(wereld: Paginawereld, pad: str, rollen: str = BEHEER) -> Any:
    sep = "&" if "?" in pad else "?"
    answer = wereld.client.get(f"{pad}{sep}formaat=json", headers=kop(rollen, wereld.now))
    assert answer.status_code == 200, answer.text
    return answer.json()


def stuur(wereld: Paginawereld, pad: str, velden: Mapping[str, str], rollen: str = BEHEER) -> Any:
    head = kop(rollen, wereld.now)
    page = wereld.client.get("/vastgehouden", headers=head).text
    sleutel = page.partition('name="sleutel" value="')[2].partition('"')[0]
    return wereld.client.post(pad, data={**velden, "sleutel": sleutel}, headers=head)


def quarantaine(wereld: Paginawereld) -> int:
    return wereld.ledger.stub_counts("9901")[StubSoort.QUARANTAINE]


def test_what_cannot_be_read_is_grouped_by_code_and_place_in_the_mapping(
    stil: Paginawereld,
) -> None:
    page = lees(stil, "/quarantaine")

    assert (page["aantal"], [one["aantal"] for one in page["groepen"]]) == (3, [2, 1])
    first, second = page["groepen"]
    assert first["code"] != second["code"]
    assert first["mapping"].startswith("mappings/duinrand-csv.yaml:")
    assert first["doe"] and first["wat"][0].isupper()
    assert sorted(one["plaats"] for one in first["records"]) == [
        "wmo_voorzieningen.csv:2",
        "wmo_voorzieningen.csv:3",
    ]


def test_what_could_be_read_but_may_not_go_is_told_by_its_own_code_and_not_by_its_signals(
    wereld: Paginawereld,
) -> None:
    after = {"Datum ongeval": "01-03-2026", "Bekend op": "02-03-2026"}
    lever(wereld, [rij(5, "J", **after)])
    wereld.nacht()

    groups = lees(wereld, "/quarantaine?soort=V17")["groepen"]

    assert [(one["code"], one["veld"], one["mapping"]) for one in groups] == [("V17", "", "")]


@pytest.mark.parametrize(
    ("vraag", "aantal"),
    [
        ("gemeente=9901", 3),
        ("gemeente=9902", 0),
        ("soort=M-0107", 2),
        ("ouderdom=7", 0),
        ("ouderdom=onzin", 3),
    ],
)
def test_the_address_narrows_the_list(stil: Paginawereld, vraag: str, aantal: int) -> None:
    assert lees(stil, f"/quarantaine?{vraag}")["aantal"] == aantal


def test_no_page_of_an_administrator_holds_a_value_of_a_record(stil: Paginawereld) -> None:
    groups = lees(stil, "/quarantaine")["groepen"]
    one = groups[0]["records"][0]["kenmerk"]
    (held,) = lees(stil, "/vastgehouden")["records"]
    places = [
        "/quarantaine",
        f"/gemeenten/9901/quarantaine/{one}",
        "/vastgehouden",
        f"/gemeenten/9901/vastgehouden/{held['kenmerk']}",
    ]
    head = kop(BEHEER, stil.now)
    shown = [stil.client.get(place, headers=head).text for place in places]
    shown += [json.dumps(lees(stil, place)) for place in places]
    shown.append(stuur(stil, "/gemeenten/9901/quarantaine/vooruit", {}).text)

    assert not [value for text in shown for value in PERSOON if value in text]
    assert held["uiterlijk"] == "2030"


def test_looking_ahead_keeps_nothing_and_offering_again_is_a_run(
    wereld: Paginawereld,
) -> None:
    (group, _) = lees(wereld, "/quarantaine")["groepen"]
    lever(wereld, [rij(1, "J"), *ROWS[1:]])
    chosen = {name: group[name] for name in ("code", "bron", "mapping")}

    head = "/gemeenten/9901/quarantaine"
    page = stuur(wereld, f"{head}/vooruit?formaat=json", chosen).json()

    assert page["tellingen"] == {"klaargezet": 1, "quarantaine": 1}
    (still,) = [one for one in page["records"] if one["uitkomst"] == "quarantaine"]
    assert still["problemen"][0]["mapping"] == group["mapping"]
    assert quarantaine(wereld) == 3

    lever(wereld, [rij(1, "N"), *ROWS[1:]])
    without = stuur(wereld, "/gemeenten/9901/quarantaine/opnieuw", chosen)
    done = stuur(wereld, "/gemeenten/9901/quarantaine/opnieuw", chosen | REDEN)

    assert (without.status_code, done.status_code) == (422, 303)
    again = lees(wereld, "/quarantaine?soort=" + group["code"])["groepen"]
    assert [one["pogingen"] for one in again[0]["records"]] == [1]
    found = wereld.ledger.decisions("9901", "replay")
    assert {(one.wie, one.rol, one.reden) for one in found} == {
        ("s.proef", "beheer", REDEN["reden"])
    }
    assert not wereld.ledger.audit_verify()


def test_taking_away_and_letting_go_ask_a_reason_and_the_right_role(wereld: Paginawereld) -> None:
    record = lees(wereld, "/quarantaine")["groepen"][0]["records"][0]
    place = f"/gemeenten/9901/quarantaine/{record['kenmerk']}"

    assert stuur(wereld, f"{place}/weg", {"reden": "mevrouw 999900006"}).status_code == 422
    assert quarantaine(wereld) == 3
    assert stuur(wereld, f"{place}/weg", REDEN).status_code == 303
    assert quarantaine(wereld) == 2
    assert wereld.client.get(place, headers=kop(BEHEER)).status_code == 404
    (noted,) = wereld.ledger.decisions("9901", "stub_gesloten")
    assert (noted.wie, noted.reden) == ("s.proef", REDEN["reden"])
    alleen_een_consulent_laat_los(wereld)


def alleen_een_consulent_laat_los(wereld: Paginawereld) -> None:
    (held,) = lees(wereld, "/vastgehouden")["records"]
    place = f"/gemeenten/9901/vastgehouden/{held['kenmerk']}"

    assert lees(wereld, place)["mag_loslaten"] is False
    assert stuur(wereld, f"{place}/laat-los", REDEN).status_code == 404
    assert lees(wereld, place, CONSULENT)["uiterlijk"].startswith("2030-")
    assert stuur(wereld, f"{place}/laat-los", REDEN, CONSULENT).status_code == 303

    page = lees(wereld, "/vastgehouden", CONSULENT)
    assert page["records"] == []
    (gone,) = page["losgelaten"]
    assert (gone["wie"], gone["rol"], gone["uitwerking"]) == (
        "s.proef",
        "consulent",
        "wacht_op_lezing",
    )
    wereld.nacht()
    (gone,) = lees(wereld, "/vastgehouden", CONSULENT)["losgelaten"]
    assert gone["uitwerking"] == "toegepast"
