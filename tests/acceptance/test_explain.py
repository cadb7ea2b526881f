"""`explain` and `preview --record`: why one record was judged so, read from its source again."""

import json
import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from sqlalchemy import create_engine, text

from demo.stuf_server import StufServer
from ledger import Ledger
from pipeline.explanation import explanation_schema
from tests.tools.herbeoordelaar import herbeoordeel, opgeschreven
from tests.tools.keten import (
    Keten,
    Uitkomst,
    geleden,
    opdracht,
    proces,
    stuf_draait,
    vandaag,
    vers,
    verse_zaak,
)
from tests.tools.speurder import Speurder

VALID = Draft202012Validator(explanation_schema())
CONSULENT = ("--wie", "Toets Persoon", "--rol", "consulent")
BEHEER = ("--wie", "Toets Beheerder", "--rol", "beheer")
PERSOON = {
    "BSN": "999900006",
    "Achternaam": "Kanarievogel",
    "Voorletters": "Q.X.Z.",
    "Geb.datum": "17-03-1911",
    "Postcode": "9199QX",
    "Plaats": "Nergenshuizen",
    "Cliëntnr": "CLK-00007-q",
    "Beschikkingnr": "BESK/00007/q",
    "Toelichting": "Mevrouw is aangereden door de wagen van Goudvinkstra uit Verweghuizen",
}
VERBODEN = Speurder([*PERSOON.values(), "1911-03-17", "Goudvinkstra", "Verweghuizen", "mevrouw is"])
RIJEN = [vers(1, "J"), vers(2), vers(3, "O"), vers(7, "J", **PERSOON)]


@pytest.fixture
def keten(tmp_path: Path) -> Keten:
    return Keten(tmp_path)


def codes(fout: str) -> list[str]:
    return re.findall(r"^([A-Z]-[0-9]{4})  ", fout, re.MULTILINE)


def referenties(keten: Keten) -> list[str]:
    with keten.ledger() as ledger:
        return sorted(stand.referentie for stand in ledger.standen("9901").values())


def uitleg(done: Uitkomst) -> dict[str, Any]:
    assert done.code == 0, done.fout
    found: dict[str, Any] = done.json
    VALID.validate(found)
    return found


def asked(keten: Keten, referentie: str, *woorden: str | Path) -> dict[str, Any]:
    return uitleg(keten.geef("explain", referentie, *woorden, "--format", "json"))


def na_een_run(folder: Path) -> Keten:
    """Give a municipality after a run that sent two meldingen.

    The run is a process of its own: it sets the logging of its process.
    """
    keten = Keten(folder)
    keten.gemeente.levering(RIJEN)
    assert proces("run", "--config", keten.config).code == 1
    return keten


@pytest.fixture
def gelopen(tmp_path: Path) -> Keten:
    return na_een_run(tmp_path)


@pytest.fixture(scope="module")
def samen(tmp_path_factory: pytest.TempPathFactory) -> Keten:
    """Give one for all tests that only look, and do not mind who looked before."""
    return na_een_run(tmp_path_factory.mktemp("samen"))


# -- what it says ----------------------------------------------------------------------------------


def test_a_melding_that_was_sent_is_explained_from_its_source(samen: Keten) -> None:
    for referentie in referenties(samen):
        found = asked(samen, referentie, *CONSULENT)

        assert found["referentie"] == referentie
        assert found["landing"]["bucket"] == "ongewijzigd"
        assert (found["bekend"]["stand"], found["bekend"]["versie"]) == ("staand", 1)
        assert found["grootboek"]["laatst_ontvangen"] is not None
        assert herbeoordeel(found) == opgeschreven(found)


def test_the_first_eight_digits_are_enough(samen: Keten) -> None:
    first, _ = referenties(samen)

    assert asked(samen, first[:8].upper(), *CONSULENT)["referentie"] == first


def test_a_record_that_waits_is_explained_by_its_kenmerk(samen: Keten) -> None:
    kenmerk = samen.geef("review", "list", "--format", "jsonl").regels[0]["kenmerk"]

    found = asked(samen, kenmerk, *CONSULENT)

    assert found["bron"]["plaats"] == {"bestand": "wmo_voorzieningen.csv", "regel": 4}
    assert (found["landing"]["bucket"], found["grootboek"]) == ("beoordelen", None)
    assert found["vlag"]["indicatie"] == "O"


def test_after_a_no_it_is_not_said_that_a_person_will_look(gelopen: Keten) -> None:
    (waits,) = gelopen.geef("review", "list", "--format", "json").json["records"]
    before = gelopen.geef("explain", waits["kenmerk"], *CONSULENT).uit
    why = ("--reden", "nagekeken", *CONSULENT)
    assert gelopen.geef("review", "decide", waits["kenmerk"], "nee", *why).code == 0

    after = gelopen.geef("explain", waits["kenmerk"], *CONSULENT).uit

    assert ("Een mens kijkt" in before, "Een mens kijkt" in after) == (True, False)
    assert "Zonder besluit gold: onbekend_opgegeven" in after
    assert "besluit_nee: Een mens heeft besloten dat er geen ongeval was." in after


def test_without_a_ledger_it_is_explained_as_new_and_none_is_made(keten: Keten) -> None:
    keten.gemeente.levering(RIJEN)
    keten.run()
    (first, *_) = referenties(keten)
    ledger = keten.gemeente.settings().grootboekbestand
    for path in ledger.parent.glob(f"{ledger.name}*"):
        path.unlink()

    found = asked(keten, first, *CONSULENT)

    assert (found["landing"]["soortMelding"], found["grootboek"]) == ("nieuw", None)
    assert not ledger.exists()


def test_another_row_with_the_same_key_is_seen(gelopen: Keten) -> None:
    gelopen.gemeente.levering([*RIJEN, vers(1, "J", Bedrag="1,00")])
    first = next(one for one in referenties(gelopen) if line_of(gelopen, one) == 2)

    found = asked(gelopen, first, *CONSULENT)

    assert found["landing"]["bucket"] == "quarantaine"
    assert [one["code"] for one in found["problemen"]] == ["R-0201"]
    assert found["zelfde_sleutel"]["heel_gelezen"] is True


def line_of(keten: Keten, referentie: str) -> int:
    done = keten.geef("explain", referentie, *CONSULENT, "--format", "json")
    line: int = done.json["bron"]["plaats"]["regel"]
    return line


def test_a_file_can_be_given_in_place_of_the_source(samen: Keten, tmp_path: Path) -> None:
    first, *_ = referenties(samen)
    other = tmp_path / "elders.csv"
    other.write_bytes((samen.folder / "export" / "wmo_voorzieningen.csv").read_bytes())

    found = asked(samen, first, *CONSULENT, "--file", other)

    assert found["bron"]["plaats"]["bestand"] == "elders.csv"


def test_in_words_it_answers_three_questions_with_fields_and_deadlines(samen: Keten) -> None:
    said = "\n".join(samen.geef("explain", one, *CONSULENT).uit for one in referenties(samen))

    for part in (
        *("Was er een ongeval? ja", "Zijn de kosten te verhalen? kansrijk"),
        *("vlag_j: De kolom voor het ongeval zegt ja.", "Ongeval J/N", "V04  Het ongeval was"),
        *("relatief5", "art. 3:310 lid 1 BW, vanaf bekendheid", geleden(180)),
        *("Beleid bij deze uitkomst: sturen (standaard)", "Kosten: tot nu", "versie 1, staand"),
    ):
        assert part in said, part


# -- nothing of a person ---------------------------------------------------------------------------


@pytest.mark.parametrize("format", ["text", "json", "jsonl"])
@pytest.mark.parametrize("wie", [CONSULENT, ("--wie", "F", "--rol", "fg"), BEHEER])
def test_no_value_of_a_person_is_in_an_explanation(
    samen: Keten, wie: tuple[str, ...], format: str
) -> None:
    for referentie in referenties(samen):
        done = samen.geef("explain", referentie, *wie, "--format", format)

        assert done.code == 0
        assert VERBODEN.in_tekst(done.uit + done.fout) == set()


def test_an_administrator_sees_years_and_no_amounts(samen: Keten) -> None:
    forms = ("%Y-%m", "%d-%m-%Y", "%m-%Y")
    ago = [vandaag() - timedelta(days=number) for number in (200, 180, 60, 50)]
    days = [f"{day:{form}}" for day in ago for form in forms]
    for referentie in referenties(samen):
        found = asked(samen, referentie, *BEHEER)
        said = samen.geef("explain", referentie, *BEHEER).uit
        whole = samen.geef("explain", referentie, *CONSULENT).uit

        assert found["weergave"] == {"rol": "beheer", "datums": "jaar", "bedragen": "verborgen"}
        assert found["kosten"]["tot_nu"] is None
        # The days of running and sending are not of a person.
        kept = {**found, "peildatum": "", "instelling": "", "grootboek": ""}
        assert [day for day in days if day in json.dumps(kept)] == []
        body = said.partition("Was er een ongeval?")[2]
        assert [day for day in days if day in body] == []
        assert [day for day in days if day in whole] != []
        assert "Van datums van dit record staat hier alleen het jaar" in said


# -- who looked ------------------------------------------------------------------------------------


def trail(keten: Keten) -> list[tuple[str, ...]]:
    engine = create_engine(keten.gemeente.settings().grootboek)
    with engine.connect() as tx:
        rows = tx.execute(
            text("select actie, resultaat, oorsprong, actor, object from audit order by volgnummer")
        ).all()
    engine.dispose()
    return [tuple(row) for row in rows if row.actie == "uitleg"]


def row_counts(keten: Keten) -> dict[str, int]:
    engine = create_engine(keten.gemeente.settings().grootboek)
    with engine.connect() as tx:
        names = tx.execute(text("select name from sqlite_master where type = 'table'")).scalars()
        counts = {
            name: tx.execute(text(f'select count(*) from "{name}"')).scalar_one()  # noqa: S608 - names from the schema
            for name in list(names)
        }
    engine.dispose()
    return counts


def without_ledger(folder: Path) -> dict[Path, bytes]:
    found = (path for path in folder.rglob("*") if path.is_file())
    kept = ("regresbrug.db", "dataverwerkingen.jsonl", "anker.jsonl")
    return {path: path.read_bytes() for path in found if not path.name.startswith(kept)}


def test_who_looked_is_noted_and_nothing_else_is_written(gelopen: Keten, tmp_path: Path) -> None:
    first, _ = referenties(gelopen)
    before = row_counts(gelopen)
    files = without_ledger(tmp_path)

    asked(gelopen, first, *CONSULENT)

    assert row_counts(gelopen) == before | {"audit": before["audit"] + 1}
    ((actie, resultaat, oorsprong, actor, object_),) = trail(gelopen)
    assert (actie, resultaat) == ("uitleg", "getoond")
    assert (oorsprong, actor) == ("rol:consulent", "Toets Persoon")
    assert re.fullmatch("[0-9a-f]{64}", object_)
    assert object_ != first
    assert without_ledger(tmp_path) == files
    with gelopen.ledger() as ledger:
        assert ledger.audit_verify() == []


def test_of_what_was_never_sent_the_trail_names_no_record(gelopen: Keten) -> None:
    kenmerk = gelopen.geef("review", "list", "--format", "jsonl").regels[0]["kenmerk"]
    salts = row_counts(gelopen)["zout"]

    asked(gelopen, kenmerk, *BEHEER)
    gelopen.geef("explain", "0" * 12, *BEHEER)

    assert [row[1:] for row in trail(gelopen)] == [
        ("getoond", "rol:beheer", "Toets Beheerder", ""),
        ("niet_gevonden", "rol:beheer", "Toets Beheerder", ""),
    ]
    assert row_counts(gelopen)["zout"] == salts


# -- not found, not asked well ---------------------------------------------------------------------


def test_what_is_not_there_is_told_with_where_was_looked(samen: Keten) -> None:
    done = samen.geef("explain", "0" * 16, *CONSULENT)

    assert (done.code, done.uit, codes(done.fout)) == (1, "", ["C-0032"])
    assert "export (nacht)" in done.fout


def test_a_record_that_left_the_source_is_told_with_what_the_ledger_knows(gelopen: Keten) -> None:
    first, _ = referenties(gelopen)
    gelopen.gemeente.levering([vers(9)])

    done = gelopen.geef("explain", first, *CONSULENT)

    assert (done.code, codes(done.fout)) == (1, ["C-0032"])
    assert "versie 1, staand" in done.fout


@pytest.mark.parametrize(
    ("woorden", "code"),
    [
        (("0" * 7, *CONSULENT), "C-0030"),
        (("geen-referentie", *CONSULENT), "C-0030"),
        (("0" * 12, "--wie", " ", "--rol", "fg"), "C-0033"),
        (("0" * 12, "--rol", "fg"), "C-0005"),
        (("0" * 12, "--wie", "x", "--rol", "baas"), "C-0005"),
        (("0" * 12, *CONSULENT, "--bron", "niets"), "C-0002"),
        (("0" * 12, *CONSULENT, "-g", "Nergens"), "C-0001"),
    ],
)
def test_a_question_that_is_not_asked_well_is_usage(
    samen: Keten, woorden: tuple[str, ...], code: str
) -> None:
    before = trail(samen)

    done = samen.geef("explain", *woorden)

    assert (done.code, done.uit, codes(done.fout)) == (2, "", [code])
    assert trail(samen) == before


def test_a_start_that_two_referenties_share_is_refused(gelopen: Keten) -> None:
    first, second = referenties(gelopen)
    engine = create_engine(gelopen.gemeente.settings().grootboek)
    with engine.begin() as tx:
        twin = {"twin": first[:10] + second[10:], "second": second}
        tx.execute(text("update stand set referentie = :twin where referentie = :second"), twin)
    engine.dispose()

    done = gelopen.geef("explain", first[:10], *CONSULENT)

    assert (done.code, codes(done.fout)) == (2, ["C-0031"])


def test_a_file_that_a_run_would_refuse_is_refused(gelopen: Keten) -> None:
    first, _ = referenties(gelopen)
    path = gelopen.folder / "export" / "wmo_voorzieningen.csv"
    path.write_bytes(path.read_bytes()[:-140])

    done = gelopen.geef("explain", first, *CONSULENT)

    assert (done.code, done.uit) == (4, "")
    assert codes(done.fout)[0].startswith("B-01")


# -- StUF ------------------------------------------------------------------------------------------

OUD = vandaag() - timedelta(days=200)
ZAKEN = [
    verse_zaak(1, "J", geslachtsnaam="Kanarievogel", bsn="999900006"),
    verse_zaak(2),
    replace(verse_zaak(3, "J"), startdatum=OUD, datum_beslissing=vandaag() - timedelta(days=9)),
]


@pytest.fixture
def stuf(keten: Keten) -> Any:
    with stuf_draait(ZAKEN) as server:
        keten.met_stuf(server.url, vanaf=vandaag() - timedelta(days=400))
        keten.geef("run", "--rondgang")
        yield keten, server


def test_a_zaak_is_found_in_the_window_and_the_search_stops_there(
    stuf: tuple[Keten, StufServer],
) -> None:
    keten, _ = stuf
    found = {one: keten.geef("explain", one, *CONSULENT) for one in referenties(keten)}

    assert [done.code for done in found.values()] == [0, 0]
    looked = sorted(
        re.findall(r"Zoekt in zaken, (\S+) \.\.\.", done.fout) for done in found.values()
    )
    assert ["venster"] in looked
    ((first, *months),) = [slots for slots in looked if slots != ["venster"]]
    assert first == "venster"
    assert months == sorted(months, reverse=True)
    assert months[-1] == f"rondgang:{OUD:%Y-%m}"
    for done in found.values():
        assert "Kanarievogel" not in done.uit
        assert "999900006" not in done.uit


def test_of_a_zaak_the_message_line_and_path_are_told(stuf: tuple[Keten, StufServer]) -> None:
    keten, _ = stuf

    found = asked(keten, referenties(keten)[0], *CONSULENT)

    assert set(found["bron"]["plaats"]) == {"bericht", "regel", "xpath"}
    assert found["zelfde_sleutel"]["heel_gelezen"] is False
    assert herbeoordeel(found) == opgeschreven(found)


def test_a_source_that_does_not_answer_does_not_keep_the_other_from_being_read(
    keten: Keten,
) -> None:
    keten.gemeente.levering(RIJEN)
    with stuf_draait(ZAKEN) as server:
        keten.met_stuf(server.url, ook=True)
        keten.geef("run", "--bron", "export")
    (first, *_) = referenties(keten)

    assert keten.geef("explain", first, *CONSULENT).code == 0
    gone = keten.geef("explain", "0" * 12, *CONSULENT)

    assert gone.code == 4
    assert codes(gone.fout) == ["B-0301", "C-0032"]
    assert gone.fout.count("Zoekt in zaken") == 1


# -- preview --record ------------------------------------------------------------------------------


def test_a_record_of_a_preview_is_explained_by_its_line(gelopen: Keten) -> None:
    done = gelopen.geef("preview", "--record", "5", "--format", "json")

    found = uitleg(done)
    assert found["bron"]["plaats"]["regel"] == 5
    assert found["weergave"]["datums"] == "jaar"
    assert VERBODEN.in_tekst(done.uit + done.fout) == set()
    assert trail(gelopen) == []


def test_a_consulent_sees_whole_dates_in_a_preview_and_that_is_noted(gelopen: Keten) -> None:
    found = uitleg(gelopen.geef("preview", "--record", "5", *CONSULENT, "--format", "json"))

    assert found["weergave"]["datums"] == "volledig"
    assert herbeoordeel(found) == opgeschreven(found)
    assert [row[1:4] for row in trail(gelopen)] == [("getoond", "rol:consulent", "Toets Persoon")]


def test_a_consulent_without_a_name_sees_nothing(samen: Keten) -> None:
    done = samen.geef("preview", "--record", "5", "--rol", "consulent")

    assert (done.code, done.uit, codes(done.fout)) == (2, "", ["C-0033"])


def test_a_record_can_be_explained_with_only_a_mapping_and_a_file(
    keten: Keten, tmp_path: Path
) -> None:
    file = keten.gemeente.levering(RIJEN)
    mapping = keten.config / "mappings" / "duinrand-csv.yaml"

    done = keten.geef(
        *("preview", "--mapping", mapping, "--file", file, "--record", "2", "--format", "json")
    )

    assert uitleg(done)["landing"]["soortMelding"] == "nieuw"
    assert "Was er een ongeval? ja" in keten.geef("preview", "--record", "2").uit


@pytest.mark.parametrize(("record", "code"), [("99", "C-0034"), ("x", "C-0035"), ("2:x", "C-0035")])
def test_a_record_that_is_not_there_is_told(keten: Keten, record: str, code: str) -> None:
    keten.gemeente.levering(RIJEN)

    done = keten.geef("preview", "--record", record)

    assert (done.code, done.uit, codes(done.fout)) == (1 if code == "C-0034" else 2, "", [code])


def test_a_record_is_explained_or_compared_not_both(samen: Keten) -> None:
    mapping = samen.config / "mappings" / "duinrand-csv.yaml"

    done = samen.geef("preview", "--record", "2", "--against", mapping)

    assert (done.code, codes(done.fout)) == (2, ["C-0036"])


@pytest.mark.parametrize("more", [("--vanaf", "2"), ("--aantal", "5"), ("--probleem", "M-0107")])
def test_a_wish_that_a_comparison_or_an_explanation_leaves_out_is_refused(
    samen: Keten, more: tuple[str, str]
) -> None:
    mapping = samen.config / "mappings" / "duinrand-csv.yaml"

    for first in (("--against", mapping), ("--record", "2")):
        done = samen.geef("preview", *first, *more)
        assert (done.code, codes(done.fout)) == (2, ["C-0036"])


def test_a_search_for_a_code_that_does_not_exist_is_refused(samen: Keten) -> None:
    done = samen.geef("preview", "--probleem", "M-9999")

    assert (done.code, codes(done.fout)) == (2, ["C-0009"])


def test_a_zaak_of_a_preview_is_explained_by_message_and_line(
    stuf: tuple[Keten, StufServer],
) -> None:
    keten, _ = stuf
    place = keten.geef("preview", "--format", "jsonl").regels[0]["bron"]

    found = uitleg(
        keten.geef(
            "preview", "--record", f"{place['bericht']}:{place['regel']}", "--format", "json"
        )
    )

    assert found["bron"]["plaats"] == place


# -- elsewhere -------------------------------------------------------------------------------------


def test_basis_and_start_of_a_deadline_stand_only_in_an_explanation(samen: Keten) -> None:
    cases = Path(__file__).parents[1] / "data" / "law" / "cases.json"
    lines = opdracht("assess", "--cases", cases, "--format", "jsonl").regels

    listed = [one for line in lines for one in line["uiterlijkeDatums"]]
    assert listed
    assert all(set(one) == {"soort", "datum"} for one in listed)
    told = asked(samen, referenties(samen)[0], *CONSULENT)["verhaal"]["termijnen"]
    assert all(one["basis"] and one["begin"] for one in told)


def test_the_ledger_tells_of_a_referentie_only_in_its_own_municipality(samen: Keten) -> None:
    first, _ = referenties(samen)
    with samen.ledger() as ledger:
        assert isinstance(ledger, Ledger)
        assert [one.referentie for one in ledger.find("9901", first[:8])] == [first]
        assert ledger.find("9902", first[:8]) == []
        assert ledger.find("9901", "%") == []
