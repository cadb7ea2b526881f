"""`report avg`: what it tells, what it hides, and that it can be checked against the trail."""

import hashlib
import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from lxml import etree

from console.avg import avg_schema, avg_schema_text
from mappings.canonical import VELDEN
from settings.avg.bijzonder import klasse
from tests.tools.gemeente import ROOT
from tests.tools.keten import Keten, codes, opdracht, vers

NAMEN = ("999900006", "Proefpersoon", "B000001", "C00001", "01-02-1950", "F. Functionaris")


@pytest.fixture
def keten(tmp_path: Path) -> Keten:
    """Give a municipality of which two meldingen were sent, and someone asked why."""
    chain = Keten(tmp_path)
    chain.gemeente.levering([vers(1, "J"), vers(2, "J"), vers(3)])
    chain.run()
    with chain.ledger() as ledger:
        (first, *_) = (one.referentie for one in ledger.standen("9901").values())
    done = chain.geef("explain", first, "--wie", "F. Functionaris", "--rol", "fg")
    assert done.code == 0
    return chain


def verslag(keten: Keten, naam: str = "map.json") -> tuple[Path, str]:
    file = keten.folder / naam
    done = keten.geef("report", "avg", "-g", "Duinrand", "--out", file)
    assert done.code == 0, done.fout
    return file, file.read_text("utf-8")


def inhoud(keten: Keten) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(verslag(keten)[1])
    return found


def test_it_explains_itself() -> None:
    for words in (("report",), ("report", "avg")):
        assert opdracht(*words, "--help").code == 0


def test_the_report_is_what_the_published_schema_says(keten: Keten) -> None:
    Draft202012Validator.check_schema(avg_schema())
    Draft202012Validator(avg_schema()).validate(inhoud(keten))

    published = ROOT / "docs" / "schema" / "regresbrug-avg-1.schema.json"
    assert published.read_text("utf-8") == avg_schema_text()
    assert opdracht("schema", "avg").json == avg_schema()


def test_the_register_is_that_of_the_configuration(keten: Keten) -> None:
    keten.gemeente.gemeente["verwerking"]["doel"] = "Een ander doel"
    keten.schrijf()
    found = inhoud(keten)
    (source,) = found["register"]["bronnen"]
    fields = {one["veld"]: one["persoonlijk"] for one in source["velden"]}

    assert found["register"]["doel"] == "Een ander doel"
    assert (fields["client.geslachtsnaam"], "client.burgerservicenummer" in fields) == (True, False)
    assert not fields["voorziening.ingangsdatum"]
    for one in found["bestanden"]:
        whole = (keten.config / one["bestand"]).read_bytes()
        assert one["sha256"] == hashlib.sha256(whole).hexdigest()


def test_a_bsn_that_goes_along_is_told_with_its_ground(keten: Keten) -> None:
    ground = {"grondslag": "Wmo 2015 art. 5.1.1", "overeenkomst": "verwerkersovereenkomst 2026"}
    keten.gemeente.gemeente["bsn_meesturen"] = ground
    keten.schrijf()
    found = inhoud(keten)

    fields = [one["veld"] for one in found["register"]["bronnen"][0]["velden"]]
    assert "client.burgerservicenummer" in fields
    told = {one["keuze"]: (one["waarde"], one["grond"]) for one in found["dpia"]}
    assert told["BSN in de melding"] == ("ja", "Wmo 2015 art. 5.1.1")


def test_health_data_is_told_with_its_fields_and_the_ground_that_was_given(keten: Keten) -> None:
    ground = {
        "grondslag_gezondheid": "AVG art. 9 lid 2 onder f",
        "grondslag_strafrecht": "UAVG art. 32 onder d",
    }
    keten.gemeente.gemeente["verwerking"] |= ground
    keten.schrijf()
    found, (_, page) = inhoud(keten), verslag(keten, "map.html")

    health, criminal = found["register"]["bijzonder"]
    assert (health["artikel"], health["grond"]) == ("AVG art. 9", "AVG art. 9 lid 2 onder f")
    assert (criminal["artikel"], criminal["grond"]) == ("AVG art. 10", "UAVG art. 32 onder d")
    assert {"ongeval.datum", "voorziening.productcode"} <= set(health["velden"])
    assert "ongeval.soort" in {*health["velden"]} & {*criminal["velden"]}
    assert "client.geslachtsnaam" not in health["velden"]
    told = {one["keuze"]: one["grond"] for one in found["dpia"]}
    assert told["gezondheidsgegevens (AVG art. 9)"] == "AVG art. 9 lid 2 onder f"
    assert "AVG art. 9 lid 2 onder f" in page and "UAVG art. 32 onder d" in page
    assert not any("art. 9" in one for one in found["register"]["aan_te_vullen"])


def test_a_ground_for_health_data_that_nobody_gave_is_said_and_not_made_up(keten: Keten) -> None:
    found = inhoud(keten)

    health, criminal = found["register"]["bijzonder"]
    missing = "staat niet in de configuratie (verwerking: grondslag_{})"
    assert health["grond"] == missing.format("gezondheid")
    assert criminal["grond"] == missing.format("strafrecht")
    todo = found["register"]["aan_te_vullen"]
    assert "de grond voor gezondheidsgegevens (AVG art. 9 lid 2)" in todo
    assert "de grond voor strafrechtelijke gegevens (AVG art. 10)" in todo


def test_every_field_of_a_mapping_has_a_class_and_what_tells_of_the_body_is_health() -> None:
    classes = {pad: klasse(pad) for pad in VELDEN}

    assert set(classes.values()) <= {"G", "B", "N", "S", "-"}
    assert classes["ongeval.politie.pvNummer"] == "S"
    assert classes["voorziening.omvang.volume"] == classes["ongeval.toedracht"] == "B"
    assert (classes["client.burgerservicenummer"], classes["client.adres.straat"]) == ("N", "G")
    assert classes["voorziening.toegekend"] == "G"


def test_its_hashes_are_those_of_the_audit_trail(keten: Keten) -> None:
    trail = {one["regel"]: one for one in keten.geef("audit", "list", "--format", "json").json}
    file, text = verslag(keten)
    found = json.loads(text)

    assert found["keten"]["heel"]
    assert trail[found["keten"]["regel"]]["hash"] == found["keten"]["hash"]
    (looked,) = found["inzien"]["regels"]
    assert (looked["actie"], looked["rol"], looked["wie"]) == ("uitleg", "fg", "medewerker-1")
    assert trail[looked["regel"]]["hash"] == looked["hash"]
    asked = ("audit", "list", "--actie", "avg_verslag", "--format", "json")
    (noted,) = keten.geef(*asked).json
    assert noted["object"] == f"sha256:{hashlib.sha256(file.read_bytes()).hexdigest()}"
    assert noted["regel"] == found["keten"]["regel"] + 1
    assert keten.geef("audit", "verify").code == 0


def test_nobody_stands_in_it_and_no_small_number(keten: Keten) -> None:
    found = inhoud(keten)
    _, page = verslag(keten, "map.html")

    for text in (json.dumps(found, ensure_ascii=False), page):
        assert [name for name in NAMEN if name in text] == []
    assert found["bewaring"]["soorten"]["voorzieningen"]["aanwezig"] == "<5"
    assert found["inzien"]["aantallen"]["uitleg"] == "<5"
    assert "<td>&lt;5</td>" in page
    with keten.ledger() as ledger:
        for stand in ledger.standen("9901").values():
            assert stand.referentie[:8] not in page
            assert stand.clientmerk not in page


class Lezer(HTMLParser):
    """Notes every element, and every attribute that runs or fetches anything."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.wrong: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        for name, _ in attrs:
            if name.startswith("on") or name in ("src", "href", "style", "srcdoc"):
                self.wrong.append(f"{tag}.{name}")


def test_the_page_stands_alone_and_runs_nothing(keten: Keten) -> None:
    _, page = verslag(keten, "map.html")
    reader = Lezer()
    reader.feed(page)

    assert (reader.wrong, reader.tags & {"script", "link", "iframe", "img", "object"}) == (
        [],
        set(),
    )
    assert "default-src 'none'" in page
    drawing = re.search(r"<svg.*?</svg>", page, re.DOTALL)
    assert drawing is not None
    assert "Regresloket" in str(
        etree.tostring(etree.fromstring(drawing[0].encode()), method="text")
    )


def test_what_is_written_in_the_configuration_is_shown_not_run(keten: Keten) -> None:
    keten.gemeente.gemeente["verwerking"]["doel"] = "<script>alert(1)</script>"
    keten.schrijf()
    _, page = verslag(keten, "map.html")

    assert "<script" not in page and "&lt;script&gt;" in page


def test_a_trail_that_is_not_whole_stands_in_the_report_and_stops(keten: Keten) -> None:
    proof = keten.folder / "regresbrug-bewijs" / "anker.jsonl"
    lines = proof.read_text().splitlines()
    last = json.loads(lines[-1])
    last["hash"] = "0" * 64
    proof.write_text("\n".join([*lines[:-1], json.dumps(last)]) + "\n")
    file = keten.folder / "map.json"

    done = keten.geef("report", "avg", "--out", file)

    assert (done.code, json.loads(file.read_text())["keten"]["heel"]) == (8, False)


def test_a_file_it_cannot_write_is_told(keten: Keten) -> None:
    assert codes(keten.geef("report", "avg", "--out", "map.pdf").fout) == ["C-0405"]
    nowhere = keten.folder / "geen" / "map.html"
    assert codes(keten.geef("report", "avg", "--out", nowhere).fout) == ["C-0406"]
    asked = keten.geef("audit", "list", "--actie", "avg_verslag", "--format", "json")
    assert asked.json == []
