"""Comparing with a real loket, whose own database was changed behind its back; and repairing."""

import json
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from console.toezicht import kijk_gemeente
from tests.tools.keten import (
    Keten,
    Uitkomst,
    bij_het_loket,
    codes,
    geleden,
    loket_draait,
    nu,
    vers,
)
from tests.tools.loket import Huis

WIE = ("--herstel", "--wie", "B. Beheer", "--rol", "beheer")
MEN = 9


class Paar:
    """A municipality that delivered its meldingen, and the loket that has them."""

    def __init__(self, keten: Keten, huis: Huis) -> None:
        self.keten, self.huis = keten, huis

    def lever(self, *vlaggen: str, **anders: str) -> None:
        """Put an export down: a person each, with an accident on a day of their own."""
        rows = [
            vers(number, flag, **({"Datum ongeval": geleden(200 + number)} if flag == "J" else {}))
            | anders
            for number, flag in enumerate(vlaggen, 1)
        ]
        self.keten.gemeente.levering(rows)

    def sql(self, text: str, *values: object) -> list[tuple[Any, ...]]:
        """Change or read the loket's database, past its API."""
        archief = self.huis.server.app.state.loket.archief
        with archief.schrijven() as tx:
            done = tx.exec_driver_sql(text, tuple(values))
            return [tuple(row) for row in done] if done.returns_rows else []

    def meldingen(self) -> list[str]:
        """Give each referentie, in order of arrival."""
        rows = self.sql("select referentie from melding group by referentie order by min(id)")
        return [row[0] for row in rows]

    def zaken(self) -> dict[str, str]:
        """Give referentie -> case."""
        query = "select referentie, zaaknummer from melding m join zaak z on z.id = m.zaak_id"
        return dict(self.sql(query))

    def reconcile(self, *woorden: str) -> tuple[Uitkomst, dict[str, Any]]:
        done = self.keten.geef("reconcile", "--format", "json", *woorden)
        return done, json.loads(done.uit)[0]


@pytest.fixture
def paar(tmp_path: Path) -> Iterator[Paar]:
    keten = Keten(tmp_path)
    with loket_draait(tmp_path / "loket") as huis:
        keten.met_loket(huis)
        made = Paar(keten, huis)
        made.lever(*"J" * MEN, "N")
        assert keten.run()[0].code == 0
        yield made


def verander(paar: Paar) -> dict[str, str]:
    """Delete three meldingen and alter two, by SQL; gives referentie -> what was done."""
    one, two, three, four, five, *_ = paar.meldingen()
    for gone in (one, two, three):
        paar.sql("delete from melding where referentie = ?", gone)
    paar.sql("update melding set inhoudsmerk = ? where referentie = ?", "0" * 64, four)
    paar.sql("update melding set versie = 7 where referentie = ?", five)
    return dict.fromkeys((one, two, three), "ontbreekt") | dict.fromkeys((four, five), "verschilt")


def gevonden(found: dict[str, Any]) -> dict[str, str]:
    return {one["referentie"]: one["soort"] for one in found["bevindingen"]}


def test_what_is_the_same_on_both_sides_is_said_to_be(paar: Paar) -> None:
    done, found = paar.reconcile()

    assert (done.code, found["versies"], found["bevindingen"]) == (0, MEN, [])


def test_exactly_the_five_meldingen_that_were_changed_by_sql_are_named(paar: Paar) -> None:
    changed = verander(paar)

    done, found = paar.reconcile()
    told = paar.keten.geef("reconcile")

    assert gevonden(found) == changed
    assert (done.code, [one["code"] for one in found["problemen"]]) == (1, ["R-0703"])
    fields = {one["referentie"]: one["velden"] for one in found["bevindingen"]}
    assert sorted(fields.values()) == [[], [], [], ["inhoudsmerk"], ["versie"]]
    assert all(name[:12] in told.uit for name in changed)
    assert codes(told.fout) == ["R-0703"]


def test_looking_changes_nothing(paar: Paar) -> None:
    changed = verander(paar)
    before = bij_het_loket(paar.huis)

    found = [gevonden(paar.reconcile()[1]) for _ in range(2)]
    paar.keten.run()

    assert found == [changed, changed]
    assert bij_het_loket(paar.huis) == before


def test_repairing_lets_the_next_read_seal_and_send_them_again_in_the_same_cases(
    paar: Paar,
) -> None:
    cases, changed = paar.zaken(), verander(paar)

    done, found = paar.reconcile(*WIE)
    between = bij_het_loket(paar.huis)
    run, report = paar.keten.run()

    assert (done.code, found["hersteld"], gevonden(found)) == (0, True, changed)
    assert len(between) == MEN - 3
    assert report["telling"]["soorten"] == {"nieuw": 0, "wijziging": 5, "intrekking": 0}
    assert run.code == 0
    assert paar.zaken() == cases
    assert paar.sql("select count(*) from zaak") == [(len(set(cases.values())),)]
    latest = {name: versie for name, versie, _ in bij_het_loket(paar.huis)}
    one, two, three, four, five = changed
    assert [latest[name] for name in (one, two, three, four, five)] == [2, 2, 2, 2, 8]
    assert paar.reconcile()[1]["bevindingen"] == []


def test_after_repairing_nothing_differs_and_what_waits_is_counted_until_it_is_read(
    paar: Paar,
) -> None:
    verander(paar)
    _, repaired = paar.reconcile(*WIE)

    done, found = paar.reconcile()
    paar.keten.run()

    assert repaired["wacht_op_lezing"] == found["wacht_op_lezing"] == 5
    assert (done.code, found["bevindingen"]) == (0, [])
    assert paar.reconcile()[1]["wacht_op_lezing"] == 0


def test_a_melding_that_a_handler_moved_keeps_its_version_and_gets_its_new_case_here(
    paar: Paar,
) -> None:
    moved, other, *_ = paar.meldingen()
    to = paar.zaken()[other]
    query = "update melding set zaak_id = (select id from zaak where zaaknummer = ?)"
    paar.sql(f"{query} where referentie = ?", to, moved)

    _, found = paar.reconcile(*WIE)
    _, report = paar.keten.run()

    assert [(one["referentie"], one["velden"]) for one in found["bevindingen"]] == [
        (moved, ["zaaknummer"])
    ]
    assert report["resultaat"] == "ongewijzigd"
    assert paar.reconcile()[1]["bevindingen"] == []


def test_what_the_loket_has_and_nobody_here_made_is_named_and_taken_over(paar: Paar) -> None:
    strange = "f" * 64
    paar.sql("create temp table kopie as select * from melding where id = 1")
    paar.sql("update kopie set id = 1000, referentie = ?", strange)
    paar.sql("insert into melding select * from kopie")

    _, found = paar.reconcile()
    _, repaired = paar.reconcile(*WIE)

    assert gevonden(found) == gevonden(repaired) == {strange: "onbekend"}
    assert repaired["overgenomen"] == 1
    assert paar.reconcile()[1]["bevindingen"] == []


def test_a_withdrawal_that_was_lost_is_sent_again_and_one_of_what_is_gone_is_not(
    paar: Paar,
) -> None:
    paar.keten.gemeente.gemeente["rem"] = {"nieuw": 50, "waarom": "toets"}
    paar.keten.schrijf()
    paar.lever("N", "N", *"J" * (MEN - 2), "N")
    paar.keten.run()
    withdrawn = [name for name, _, kind in bij_het_loket(paar.huis) if kind == "intrekking"]
    paar.sql("delete from melding where referentie = ? and versie = 2", withdrawn[0])
    paar.sql("delete from melding where referentie = ?", withdrawn[1])

    _, found = paar.reconcile(*WIE)
    _, report = paar.keten.run()

    assert Counter(gevonden(found).values()) == {"verschilt": 1, "ontbreekt": 1}
    assert report["telling"]["soorten"]["intrekking"] == 1
    assert paar.reconcile()[1]["bevindingen"] == []


def test_each_repaired_melding_is_in_the_audit_trail_with_who_asked(paar: Paar) -> None:
    verander(paar)
    paar.reconcile(*WIE)

    found = paar.keten.geef(*("audit", "list", "--actie", "afstemming", "--format", "json")).json

    assert Counter((one["actor"], one["resultaat"]) for one in found) == {
        ("B. Beheer", "versie 1 vervallen"): 5
    }
    assert paar.keten.geef("audit", "verify").code == 0


@pytest.fixture
def veel(tmp_path: Path) -> Keten:
    """Give a municipality that delivered thirty meldingen into a folder."""
    keten = Keten(tmp_path)
    keten.gemeente.gemeente["rem"] = {"nieuw": 50, "aandeel": 1.0, "waarom": "toets"}
    keten.schrijf()
    keten.gemeente.levering([vers(number, "J") for number in range(1, 31)])
    assert keten.run()[0].code == 0
    return keten


def test_when_nearly_all_is_missing_a_person_says_how_many_that_person_saw(veel: Keten) -> None:
    for path in (veel.folder / "uit").glob("*.json"):
        path.unlink()

    for words in (WIE, (*WIE, "--aantal", "29")):
        refused = veel.geef("reconcile", *words)
        assert (refused.code, codes(refused.fout)) == (1, ["R-0704"])
        assert "--aantal 30" in refused.fout
    assert codes(veel.geef("status").fout) == ["R-0703"]
    done = veel.geef("reconcile", *WIE, "--aantal", "30")
    run, report = veel.run("--volume-klopt")

    assert (done.code, run.code) == (0, 0)
    assert report["telling"]["soorten"] == {"nieuw": 0, "wijziging": 30, "intrekking": 0}
    assert veel.geef("reconcile").code == 0


def test_a_folder_that_is_gone_is_no_empty_list(veel: Keten) -> None:
    (veel.folder / "uit").rename(veel.folder / "weg")

    done = veel.geef("reconcile", *WIE, "--format", "json")

    assert (done.code, codes(done.fout)) == (5, ["S-0050"])
    assert (done.json[0]["bevindingen"], done.json[0]["problemen"][0]["code"]) == (None, "S-0050")


def test_what_waits_for_a_read_that_does_not_come_is_told_in_the_end(paar: Paar) -> None:
    verander(paar)
    paar.reconcile(*WIE)
    settings = paar.keten.gemeente.settings()

    with paar.keten.ledger() as ledger:
        for days in (8, 10):
            kijk_gemeente(settings, ledger, settings.gemeenten[0], nu() + timedelta(days=days))
            told = {one.problem.code for one in ledger.openstaand("9901")}
            assert ("R-0705" in told) == (days == 10)


def test_repairing_needs_a_name(paar: Paar) -> None:
    done = paar.keten.geef("reconcile", "--herstel")

    assert (done.code, codes(done.fout)) == (2, ["C-0033"])


def test_a_loket_that_gives_no_list_is_told_and_nothing_changes(paar: Paar) -> None:
    changed = verander(paar)
    paar.sql(
        "update melding set inhoudsmerk = 'geen merk' where id = (select max(id) from melding)"
    )

    broken = paar.keten.geef("reconcile", *WIE)
    paar.sql(
        "update melding set inhoudsmerk = ? where inhoudsmerk = 'geen merk'",
        "1" * 64,
    )

    assert (broken.code, codes(broken.fout)) == (5, ["S-0018"])
    assert gevonden(paar.reconcile()[1]).items() >= changed.items()
