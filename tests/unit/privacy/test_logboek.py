"""The Logboek dataverwerkingen of the adapter: parts of an action, and a stop when it is closed."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from privacy import Logboek, betrokkene
from regres import ProtectionStop
from regres.verwerking import Betrokkene, Status

NU = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)


def test_a_part_stays_in_the_trace_of_its_action_and_names_it(tmp_path: Path) -> None:
    logboek = Logboek(tmp_path / "log.jsonl", "https://register.example/1")
    whole = logboek.begin("lezen", NU)
    part = whole.deel("klaarzetten", NU, Betrokkene("a" * 64, "clientmerk-1"))
    logboek.schrijf([part.klaar(NU + timedelta(seconds=1)), whole.klaar(NU, Status.ERROR)])

    first, second = map(json.loads, (tmp_path / "log.jsonl").read_text().splitlines())
    assert (first["name"], second["name"]) == ("klaarzetten", "lezen")
    assert first["attributes"]["dpl.core.data_subject_id"] == "a" * 64
    assert "dpl.core.foreign_operation.processor" not in second["attributes"]
    assert first["trace_id"] == second["trace_id"]
    assert first["parent_span_id"] == second["span_id"]
    assert "parent_span_id" not in second
    assert second["status"] == "Error"
    assert first["resource"] == {"attributes": {"service.name": "regresbrug"}}


def test_every_action_begins_a_trace_of_its_own() -> None:
    logboek = Logboek(None, "-")

    assert logboek.begin("x", NU).spoor.trace_id != logboek.begin("x", NU).spoor.trace_id


def test_a_person_is_named_by_the_mark_else_by_the_referentie_else_not_at_all() -> None:
    assert betrokkene("ab", 2, "cd") == Betrokkene("ab", "clientmerk-2")
    assert betrokkene("", 0, "cd") == Betrokkene("cd", "referentie")
    assert betrokkene("", 0) is None


def test_a_logbook_that_cannot_be_written_is_a_stop(tmp_path: Path) -> None:
    logboek = Logboek(tmp_path / "weg" / "log.jsonl", "https://register.example/1")

    for attempt in (logboek.proef, lambda: logboek.schrijf([logboek.begin("x", NU).klaar(NU)])):
        with pytest.raises(ProtectionStop) as stop:
            attempt()
        (problem,) = stop.value.problems
        assert (problem.code, stop.value.exit_code) == ("K-0801", 8)
        assert problem.waar == str(tmp_path / "weg" / "log.jsonl")
        assert "No such file or directory" in problem.wat


def test_without_a_file_nothing_is_written() -> None:
    logboek = Logboek(None, "-")
    logboek.proef()
    logboek.schrijf([logboek.begin("x", NU).klaar(NU)])
