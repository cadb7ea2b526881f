"""The Logboek dataverwerkingen, from the command line: what was done with whose data, and when."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from ledger import Ledger
from loket.verantwoording import Logboek as LoketLogboek
from pipeline import Opdracht, run
from privacy import Logboek
from regres.spoor import Spoor
from regres.verwerking import Verwerkingsregel
from settings import aansluiten
from sinks import Regresloket
from tests.acceptance.test_review import CONSULENT, WIE, lijst, met_inzage, onduidelijk
from tests.tools.gemeente import rij
from tests.tools.keten import (
    Keten,
    bij_het_loket,
    loket_draait,
    opdracht,
    stuf_draait,
    vers,
    verse_zaak,
)
from tests.tools.loket import Huis, kop
from tests.tools.speurder import Speurder
from tests.tools.straat import Straat

ACTIVITEIT = "https://register.duinrand.example/wmo-regres"
LOKETACTIVITEIT = "https://register.regresloket.example/regres"


@pytest.fixture
def keten(tmp_path: Path) -> Keten:
    return Keten(tmp_path)


@pytest.fixture
def huis(keten: Keten, tmp_path: Path) -> Iterator[Huis]:
    logboek = LoketLogboek(tmp_path / "loket.jsonl", LOKETACTIVITEIT)
    with loket_draait(tmp_path / "loket", logboek=logboek) as huis:
        keten.met_loket(huis)
        yield huis


def regels(keten: Keten, naam: str = "dataverwerkingen.jsonl") -> list[dict[str, Any]]:
    file = keten.folder / naam
    return [json.loads(line) for line in file.read_text().splitlines()] if file.exists() else []


def namen(keten: Keten) -> Counter[str]:
    return Counter(line["name"] for line in regels(keten))


def wie(line: dict[str, Any]) -> str | None:
    found: str | None = line["attributes"].get("dpl.core.data_subject_id")
    return found


def test_a_run_is_one_line_for_reading_and_one_per_person_taken_and_sent(keten: Keten) -> None:
    keten.gemeente.levering([vers(1, "J"), vers(2, "J"), onduidelijk(3), vers(4), vers(5)])
    keten.run()

    assert namen(keten) == {
        "bron lezen": 1,
        "melding verzegelen en klaarzetten": 2,
        "kenmerk van een record bewaren tot een mens beslist": 1,
        "melding verzenden": 2,
    }


def test_of_a_record_without_accident_there_is_no_line_and_of_nobody_a_value(keten: Keten) -> None:
    rows = [vers(number, "J" if number == 1 else "N") for number in range(1, 30)]
    keten.gemeente.levering(rows)
    keten.run()

    text = (keten.folder / "dataverwerkingen.jsonl").read_bytes()
    assert len({wie(line) for line in regels(keten)} - {None}) == 1
    personal = ("Cliëntnr", "Beschikkingnr", "BSN", "Achternaam")
    values = {row[name] for row in rows for name in personal}
    assert Speurder(values).in_bytes(text) == set()


def test_one_person_with_two_provisions_has_one_pseudonym_and_two_lines(keten: Keten) -> None:
    keten.gemeente.levering([vers(1, "J"), vers(2, "J", Cliëntnr="C00001", BSN=vers(1)["BSN"])])
    keten.run()

    sent = [line for line in regels(keten) if line["name"] == "melding verzenden"]
    assert len(sent) == 2
    assert len({wie(line) for line in sent}) == 1
    kinds = {line["attributes"]["dpl.core.data_subject_id_type"] for line in sent}
    assert kinds == {"clientmerk-1"}


def test_every_line_names_the_activity_of_the_municipality_and_no_user(keten: Keten) -> None:
    keten.gemeente.levering([vers(1, "J"), onduidelijk(2)])
    keten.run()
    (record,) = lijst(keten)
    keten.geef("review", "decide", record["kenmerk"], "ja", *CONSULENT)

    lines = regels(keten)
    assert {line["attributes"]["dpl.core.processing_activity_id"] for line in lines} == {ACTIVITEIT}
    assert "Toets Persoon" not in json.dumps(lines)
    assert len({line["span_id"] for line in lines}) == len(lines)


def test_what_was_taken_hangs_under_the_reading_and_each_sending_is_a_trace_of_its_own(
    keten: Keten,
) -> None:
    keten.gemeente.levering([vers(1, "J"), vers(2, "J")])
    keten.run()

    lines = regels(keten)
    (reading,) = (line for line in lines if line["name"] == "bron lezen")
    taken = [line for line in lines if "klaarzetten" in line["name"]]
    sent = [line for line in lines if line["name"] == "melding verzenden"]
    assert {line["parent_span_id"] for line in taken} == {reading["span_id"]}
    assert {line["trace_id"] for line in taken} == {reading["trace_id"]}
    assert len({line["trace_id"] for line in (*sent, reading)}) == 3


@dataclass(frozen=True)
class Meelezer(Logboek):
    """Notes with each line how many rows the ledger held when it was written."""

    grootboek: Ledger
    gezien: list[tuple[str, int]]

    def schrijf(self, regels: Iterable[Verwerkingsregel]) -> None:
        held = sum(self.grootboek.outbox_counts("9901").values())
        self.gezien.extend((regel.naam, held) for regel in regels)


def test_a_line_is_written_before_the_ledger_keeps_what_it_tells_of(tmp_path: Path) -> None:
    straat = Straat(tmp_path)
    straat.gemeente.levering([rij(1, "J"), rij(2, "J")])
    settings = straat.gemeente.settings()
    source = aansluiten(settings, settings.gemeenten[0], straat.klok, {}).bronnen["export"]
    reader = Meelezer(None, ACTIVITEIT, straat.ledger, [])
    (slot,) = source.slots(straat.now.date())
    task = Opdracht(slot=slot, vandaag=straat.now.date())
    run(replace(source.route, logboek=reader), straat.ledger, task, straat.klok)

    taken = "melding verzegelen en klaarzetten"
    assert reader.gezien == [(taken, 0), (taken, 0), ("bron lezen", 2)]
    straat.ledger.close()


def test_the_trace_of_a_sending_goes_on_at_the_loket(keten: Keten, huis: Huis) -> None:
    keten.gemeente.levering([vers(1, "J"), vers(2, "J")])
    keten.run()

    sent = {line["trace_id"]: line for line in regels(keten) if line["name"] == "melding verzenden"}
    received = regels(keten, "loket.jsonl")
    assert len(received) == len(bij_het_loket(huis)) == 2
    for line in received:
        ours = sent[line["trace_id"]]
        assert line["parent_span_id"] == ours["span_id"]
        assert wie(line) == wie(ours)
        assert line["attributes"]["dpl.core.processing_activity_id"] == LOKETACTIVITEIT
        processor = "dpl.core.foreign_operation.processor"
        assert line["attributes"][processor] == "urn:regresloket:gemeente:9901"
        assert ours["attributes"][processor] == huis.server.url


def test_a_sending_that_got_no_answer_is_accounted_for_as_an_error(
    keten: Keten, tmp_path: Path
) -> None:
    with loket_draait(tmp_path / "loket") as huis:
        keten.met_loket(huis)
    keten.gemeente.levering([vers(1, "J")])
    assert keten.geef("run").code == 5

    (sent,) = (line for line in regels(keten) if line["name"] == "melding verzenden")
    assert sent["status"] == "Error"


def test_a_delivery_that_the_loket_cannot_account_for_is_offered_again(
    keten: Keten, tmp_path: Path
) -> None:
    logboek = LoketLogboek(tmp_path / "weg" / "loket.jsonl", LOKETACTIVITEIT)
    with loket_draait(tmp_path / "loket", logboek=logboek) as huis:
        keten.met_loket(huis)
        keten.gemeente.levering([vers(1, "J")])
        assert keten.geef("run").code == 5


def test_who_is_shown_an_explanation_or_key_fields_is_a_line_about_the_person(keten: Keten) -> None:
    key = met_inzage(keten)
    keten.gemeente.levering([onduidelijk(1)])
    keten.run()
    (record,) = lijst(keten)
    before = regels(keten)
    keten.geef("review", "show", record["kenmerk"])
    assert regels(keten) == before

    keten.geef("review", "show", record["kenmerk"], "--inzagesleutel", key, *WIE)
    keten.geef("explain", record["kenmerk"], "--wie", "Toets Persoon", "--rol", "fg")
    keten.geef("review", "decide", record["kenmerk"], "nee", *CONSULENT)

    more = regels(keten)[len(before) :]
    assert [line["name"] for line in more] == [
        "sleutelvelden van een record openen voor een mens",
        "oordeel over een record uitleggen aan een mens",
        "bron lezen",
        "besluit van een mens over een record vastleggen",
    ]
    (stub,) = (line for line in before if wie(line))
    assert {wie(line) for line in more} == {wie(stub), None}


def test_a_look_that_keeps_nothing_is_still_a_read_of_personal_data(keten: Keten) -> None:
    keten.gemeente.levering([vers(1, "J"), vers(2)])
    keten.geef("preview", "--format", "jsonl")

    assert namen(keten) == {"bron lezen": 1}


def test_a_profile_of_a_source_is_a_read_too_and_of_a_loose_file_nobody_knows_whose(
    keten: Keten,
) -> None:
    file = keten.gemeente.levering([vers(1, "J"), vers(2)])
    assert keten.geef("profile", "-g", "Duinrand").code == 0
    assert opdracht("profile", "--file", file).code == 0

    (line,) = regels(keten)
    assert (line["name"], line["status"], wie(line)) == ("bron lezen", "Unset", None)
    assert Spoor.lees(f"00-{line['trace_id']}-{line['span_id']}-01") is not None


def test_a_check_that_reads_a_row_is_a_read_of_each_source_and_a_trace_of_its_own(
    keten: Keten,
) -> None:
    keten.gemeente.levering([vers(1, "J"), vers(2)])
    with stuf_draait([verse_zaak(1)]) as server:
        keten.met_stuf(server.url, ook=True)
        keten.geef("check")

    lines = regels(keten)
    told = [(line["name"], line["status"], wie(line)) for line in lines]
    assert told == [("bron lezen", "Unset", None)] * 2
    assert len({line["trace_id"] for line in lines}) == 2


def test_a_check_that_could_not_read_the_source_says_so_in_its_line(keten: Keten) -> None:
    keten.gemeente.levering([vers(1)]).write_bytes(b"\xff\xfe")
    assert keten.geef("check", "--only", "bron").code == 4

    assert [line["status"] for line in regels(keten)] == ["Error"]


@pytest.mark.parametrize("words", [("--offline",), ("--only", "sink"), ("--only", "mapping")])
def test_a_check_that_reads_nothing_writes_no_line(keten: Keten, words: tuple[str, ...]) -> None:
    keten.gemeente.levering([vers(1)])
    keten.geef("check", *words)

    assert regels(keten) == []


@pytest.mark.parametrize("words", [(), ("--only", "bron")])
def test_a_check_does_not_read_what_it_cannot_account_for(
    keten: Keten, words: tuple[str, ...]
) -> None:
    keten.gemeente.levering([vers(1)])
    keten.gemeente.dienst["logboek"] = "../nergens/log.jsonl"
    keten.schrijf()
    done = keten.geef("check", *words, "--format", "jsonl")

    assert done.code == 8
    source = [one for one in done.regels if one["deel"] == "bron"]
    failed = [one for one in done.regels if one["uitkomst"] == "fout"]
    assert [(one["stap"], one["problemen"][0]["code"]) for one in failed] == [("logboek", "K-0801")]
    tried = {one["stap"] for one in source if one["uitkomst"] == "gelukt"}
    assert tried == {"instellingen"}
    assert {one["toelichting"] for one in source[-4:]} == {"wacht op: logboek"}


def test_a_round_that_moves_to_a_new_key_is_a_read_too(keten: Keten) -> None:
    keten.gemeente.levering([vers(1, "J"), vers(2)])
    keten.run()
    keten.gemeente.wissel()
    before = len(regels(keten))
    assert keten.geef("keys", "rotate", "--afmaken", *WIE).code == 0

    assert [line["name"] for line in regels(keten)[before:]] == ["bron lezen"]


def test_a_read_that_is_refused_is_accounted_for_as_an_error(keten: Keten) -> None:
    keten.gemeente.levering([vers(1, "J")], trailer=9)
    keten.geef("run")

    (reading,) = (line for line in regels(keten) if line["name"] == "bron lezen")
    assert reading["status"] == "Error"


def test_without_a_logbook_that_can_be_written_nothing_is_read_or_sent(keten: Keten) -> None:
    keten.gemeente.dienst["logboek"] = "../weg/logboek.jsonl"
    keten.schrijf()
    keten.gemeente.levering([vers(1, "J")])
    done = keten.geef("run", "--format", "jsonl")

    assert done.code == 8
    assert "K-0801" in done.uit
    assert keten.gemeente.bezorgd == []
    assert done.regels[0]["telling"]["gelezen"] == 0


def test_what_waits_is_not_sent_while_the_logbook_is_closed_and_goes_when_it_opens(
    keten: Keten, huis: Huis
) -> None:
    keten.gemeente.levering([vers(1, "J"), vers(2, "J")])
    keten.gemeente.gemeente["rem"] = {"nieuw": 1, "waarom": "toets"}
    keten.schrijf()
    keten.run()
    (keten.folder / "dicht").mkdir()
    keten.gemeente.dienst["logboek"] = "../dicht/x/logboek.jsonl"
    keten.schrijf()
    release = ("release", "1", *WIE, "--rol", "fg")
    assert keten.geef(*release).code == 8
    assert bij_het_loket(huis) == []

    (keten.folder / "dicht" / "x").mkdir()
    keten.gemeente.levering([vers(1, "J"), vers(2, "J"), vers(3)])
    keten.geef("run")
    assert len(bij_het_loket(huis)) == 2


def test_the_logbook_lies_where_the_configuration_says(keten: Keten) -> None:
    keten.gemeente.dienst["logboek"] = "../ldv/9901.jsonl"
    (keten.folder / "ldv").mkdir()
    keten.schrijf()
    keten.gemeente.levering([vers(1)])
    keten.run()

    assert [line["name"] for line in regels(keten, "ldv/9901.jsonl")] == ["bron lezen"]
    assert not (keten.folder / "dataverwerkingen.jsonl").exists()


def test_a_strange_traceparent_begins_a_trace_of_the_lokets_own(keten: Keten, huis: Huis) -> None:
    with closing(Regresloket(huis.sink_settings())) as sink:
        sink.deliver(huis.seal(kop()), "00-" + "0" * 32 + "-" + "0" * 16 + "-01")
        sink.deliver(huis.seal(kop("r2")))

    first, second = regels(keten, "loket.jsonl")
    assert "parent_span_id" not in first | second
    assert Spoor.lees(f"00-{first['trace_id']}-{first['span_id']}-01") is not None


def test_nothing_is_decided_that_cannot_be_accounted_for(keten: Keten) -> None:
    keten.gemeente.levering([onduidelijk(1)])
    keten.run()
    (record,) = lijst(keten)
    keten.gemeente.dienst["logboek"] = "../nergens/log.jsonl"
    keten.schrijf()

    assert keten.geef("review", "decide", record["kenmerk"], "ja", *CONSULENT).code == 8
    assert lijst(keten) == [record]
