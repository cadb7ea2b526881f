"""`preview --against`: what another mapping or other rules would change."""

from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from assessment import Regelset
from tests.tools.gemeente import rij
from tests.tools.keten import Keten, Uitkomst, opdracht, stuf_draait, verse_zaak

ACCIDENT = "Geheimpje: vorig jaar door een auto aangereden."
RULES = Regelset.laad().bestanden
#: The parts of a record that a verdict consists of.
VERDICT = {
    "type": ["object", "null"],
    "required": ["uitkomst", "indicatie", "verhaalbaarheid"],
    "additionalProperties": False,
    "properties": {"uitkomst": {}, "indicatie": {}, "verhaalbaarheid": {}},
}
MOVES = {
    "type": "object",
    "required": ["erbij", "weg"],
    "properties": {"erbij": {"type": "array"}, "weg": {"type": "array"}},
}
RECORD = {
    "type": "object",
    "required": ["schema", "bron", "sleutel", "voor", "na", "redenen", "codes"],
    "additionalProperties": False,
    "properties": {
        "schema": {"const": "regresbrug/verschil/1"},
        "bron": {"type": "object"},
        "sleutel": {"type": "array", "items": {"type": "string", "pattern": "^[0-9a-f]{12}$"}},
        "voor": VERDICT,
        "na": VERDICT,
        "redenen": MOVES,
        "codes": MOVES,
    },
}


@pytest.fixture
def keten(tmp_path: Path) -> Keten:
    made = Keten(tmp_path)
    noted = rij(1, "", Toelichting=ACCIDENT)
    made.gemeente.levering([noted, rij(2, "N"), rij(3, "J"), rij(4, "")])
    return made


def mapping(keten: Keten, *changes: tuple[str, str]) -> Path:
    text = (keten.config / "mappings" / "duinrand-csv.yaml").read_text(encoding="utf-8")
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    path = keten.folder / "anders.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def rules(keten: Keten, name: str, old: str, new: str) -> Path:
    text = RULES[name].read_text(encoding="utf-8")
    assert old in text
    folder = keten.folder / "regels"
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(text.replace(old, new), encoding="utf-8")
    return folder


def against(keten: Keten, other: Path, *words: str | Path) -> Uitkomst:
    return keten.geef("preview", "--format", "jsonl", "--against", other, *words)


EMPTY_IS_UNKNOWN = ("leeg_betekent: niets ", "leeg_betekent: onbekend ")
NO_NOTE = (
    "  notitie:\n    kolom: Toelichting        "
    "# wordt gelezen om te beoordelen, maar gaat nooit mee\n",
    "",
)


def test_the_same_mapping_changes_nothing(keten: Keten) -> None:
    done = against(keten, mapping(keten))

    assert done.code == 0
    assert done.regels == [
        {
            "schema": "regresbrug/vergelijking/1",
            "gelezen": 4,
            "veranderd": 0,
            "andere_redenen": 0,
            "overgangen": [],
        }
    ]


def test_another_mapping_shows_which_records_change_and_why(keten: Keten) -> None:
    done = against(keten, mapping(keten, EMPTY_IS_UNKNOWN))

    one, totals = done.regels
    Draft202012Validator(RECORD).validate(one)
    assert done.code == 1
    assert one["bron"] == {"bestand": "wmo_voorzieningen.csv", "regel": 5}
    assert (one["voor"]["uitkomst"], one["na"]["uitkomst"]) == ("geen_ongeval", "beoordelen")
    assert (one["voor"]["indicatie"], one["na"]["indicatie"]) == ("N", "O")
    came, went = one["redenen"]["erbij"], one["redenen"]["weg"]
    assert [one["regel"] for one in came] == ["leeg_betekent_onbekend"]
    assert [one["regel"] for one in went] == ["geen_signaal"]
    assert (totals["gelezen"], totals["veranderd"]) == (4, 1)
    assert totals["overgangen"] == [{"van": "geen_ongeval", "naar": "beoordelen", "aantal": 1}]


def test_a_folder_with_one_changed_rule_file_takes_ours_for_the_rest(keten: Keten) -> None:
    folder = rules(keten, "signaalregels.yaml", "    alleen_tekst: true\n", "")

    for other in (folder, folder / "signaalregels.yaml"):
        done = against(keten, other)
        one, _ = done.regels
        assert (one["voor"]["uitkomst"], one["na"]["uitkomst"]) == ("beoordelen", "nieuw")
        assert one["voor"]["verhaalbaarheid"] is None
        assert one["na"]["verhaalbaarheid"]["uitkomst"]
        assert one["codes"]["erbij"]


def test_a_rule_file_under_another_name_is_known_by_what_is_in_it(keten: Keten) -> None:
    folder = rules(keten, "signaalregels.yaml", "    alleen_tekst: true\n", "")
    renamed = (folder / "signaalregels.yaml").rename(keten.folder / "voorstel.yaml")

    assert against(keten, renamed).regels[-1]["veranderd"] == 1


def test_changed_words_of_notes_change_verdicts(keten: Keten) -> None:
    folder = rules(keten, "notitieregels.yaml", 'versie: "', 'versie: "anders-')

    assert against(keten, folder).code == 0
    rules(keten, "notitieregels.yaml", "beeldspraak:\n", 'beeldspraak:\n  - "auto aangereden"\n')
    one, _ = against(keten, folder).regels
    assert (one["voor"]["uitkomst"], one["na"]["uitkomst"]) == ("beoordelen", "geen_ongeval")


def test_the_same_verdict_for_another_reason_is_counted_apart(keten: Keten) -> None:
    other = mapping(keten, ("steun: [datum, verzekeraar]", "steun: [verzekeraar]"))

    done = against(keten, other)

    assert done.code == 0
    assert (done.regels[0]["veranderd"], done.regels[0]["andere_redenen"]) == (0, 1)


def test_a_file_is_read_twice_when_the_other_mapping_reads_other_columns(keten: Keten) -> None:
    export = keten.gemeente.levering([rij(1, "", Toelichting=ACCIDENT), rij(2, "J")])
    other = mapping(keten, NO_NOTE)

    done = against(keten, other, "--file", export)

    one, totals = done.regels
    assert totals["gelezen"] == 2
    assert (one["voor"]["uitkomst"], one["na"]["uitkomst"]) == ("beoordelen", "geen_ongeval")


def test_a_live_source_is_not_read_twice(keten: Keten) -> None:
    done = against(keten, mapping(keten, NO_NOTE))

    assert done.code == 2
    assert "C-0010" in done.fout
    assert "--file" in done.fout
    assert done.uit == ""


def test_a_mapping_that_is_tried_on_a_live_source_reads_by_its_own_layout(keten: Keten) -> None:
    ours = keten.config / "mappings" / "duinrand-csv.yaml"
    right = keten.folder / "goed.yaml"
    right.write_bytes(ours.read_bytes())
    ours.write_bytes(mapping(keten, ("trailer: TOTAAL", "trailer: EINDE")).read_bytes())
    asked = ("preview", "--format", "jsonl")

    assert keten.geef(*asked).code == 4
    assert len(keten.geef(*asked, "--mapping", right).regels) == 4


def test_a_live_stuf_source_is_read_once_for_both(keten: Keten) -> None:
    folder = rules(keten, "signaalregels.yaml", "    alleen_tekst: true\n", "")
    zaken = [verse_zaak(1, "", toelichting=ACCIDENT), verse_zaak(2, "N")]
    with stuf_draait(zaken) as server:
        keten.met_stuf(server.url)
        done = keten.geef("preview", "--format", "jsonl", "--against", folder)
        asked = len(server.vragen)

    one, totals = done.regels
    assert totals["gelezen"] == 2
    assert (one["voor"]["uitkomst"], one["na"]["uitkomst"]) == ("beoordelen", "nieuw")
    assert set(one["bron"]) == {"bericht", "regel", "xpath"}
    assert asked <= 2


@pytest.mark.parametrize(
    "change",
    [
        ("sleutel: [beschikkingnummer, productcode, ingangsdatum]", "sleutel: [beschikkingnummer]"),
        ("sleutelruimte: wmo-voorzieningen", "sleutelruimte: anders"),
    ],
)
def test_another_key_is_told_because_what_was_sent_would_go_again(
    keten: Keten, change: tuple[str, str]
) -> None:
    unsent = against(keten, mapping(keten, change))
    keten.run()
    done = against(keten, mapping(keten, change))

    one, _ = done.regels
    assert (one["voor"]["uitkomst"], one["na"]["uitkomst"]) == ("ongewijzigd", "nieuw")
    for told in (unsent, done):
        assert "telt als nieuw" in told.fout
    assert "telt als nieuw" not in against(keten, mapping(keten)).fout


def test_it_works_without_a_municipality_too(keten: Keten) -> None:
    export = keten.folder / "export" / "wmo_voorzieningen.csv"
    ours = keten.config / "mappings" / "duinrand-csv.yaml"
    other = mapping(keten, EMPTY_IS_UNKNOWN)

    done = opdracht(
        "preview", "--mapping", ours, "--file", export, "--against", other, "--format", "json"
    )

    assert done.code == 1
    assert done.json["schema"] == "regresbrug/vergelijking/1"
    assert [one["bron"]["regel"] for one in done.json["records"]] == [5]


@pytest.mark.parametrize("format", ["text", "json", "jsonl"])
def test_nothing_of_a_person_or_a_note_is_shown_but_the_term(keten: Keten, format: str) -> None:
    folder = rules(keten, "signaalregels.yaml", "    alleen_tekst: true\n", "")

    done = keten.geef("preview", "--format", format, "--against", folder)

    assert done.code == 1
    for value in ("Geheimpje", "vorig jaar", "999900006", "B000001", "01-02-1950", "Proefpersoon"):
        assert value not in done.uit + done.fout
    assert keten.gemeente.bezorgd == []
    assert not (keten.folder / "regresbrug.db").exists()


def test_the_text_tells_totals_and_each_move(keten: Keten) -> None:
    done = keten.geef("preview", "--against", mapping(keten, EMPTY_IS_UNKNOWN))

    assert "1 van 4 records krijgen een ander oordeel." in done.uit
    assert "geen_ongeval -> beoordelen" in done.uit
    assert "wmo_voorzieningen.csv:5" in done.uit
    assert "leeg_betekent_onbekend" in done.uit


def test_what_is_wrong_in_the_other_mapping_is_told_as_usual(keten: Keten) -> None:
    done = against(keten, mapping(keten, ("levering: volledig", "levering: soms")))

    assert done.code == 3
    assert "M-0010" in done.fout


def test_what_is_wrong_in_the_other_rules_is_told_as_usual(keten: Keten) -> None:
    folder = rules(keten, "signaalregels.yaml", "vlag: [strijdig]", "vlaag: [strijdig]")

    done = against(keten, folder)

    assert done.code == 3
    assert "A-0002" in done.fout
    assert "signaalregels.yaml:" in done.fout


def test_a_folder_without_rules_is_refused(keten: Keten) -> None:
    empty = keten.folder / "leeg"
    empty.mkdir()

    done = against(keten, empty)

    assert (done.code, "A-0005" in done.fout) == (3, True)
