"""Why, told again: signs from their reasons, rules in sentences, and dates in words."""

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from assessment import Regelset, regelzinnen, zin
from assessment.notities import Notitielezer
from assessment.recoverability.zaak import PADEN, Zaakfeiten
from assessment.signaaltoelichting import licht_signalen_toe
from regres import Feiten, Signal, SignalKind, Signals
from tests.unit.assessment.test_signals import FLAGS, TABLE, record

SET = Regelset.laad()
RULES = SET.combinatie.regels
LEZER = Notitielezer.laad()


@pytest.mark.parametrize("leeg", [False, True])
def test_the_rule_that_decided_is_found_again_from_the_reasons_of_a_flag(leeg: bool) -> None:
    for facts in TABLE:
        flag = SET.assess(record(*facts, leeg=leeg))
        told = licht_signalen_toe(flag, RULES, leeg=leeg)

        assert told.regel.id == flag.redenen[0].regel
        assert told.samenloop[:4] == facts
        assert told.samenloop[4:] == ("leeg", "onbekend" if leeg else "niets")


@pytest.mark.parametrize(
    ("text", "stem"),
    [
        ("Door een taxi aangereden, heup gebroken.", "J"),
        ("Mogelijk gevallen door de buurman.", "O"),
        ("Geen ongeval gehad.", "N"),
        ("Wil graag een traplift.", "leeg"),
    ],
)
def test_what_a_note_said_is_found_again_from_the_reasons(text: str, stem: str) -> None:
    items = (*FLAGS["leeg"], Signal(SignalKind.NOTITIE, "Toelichting", text))
    flag = SET.assess(Signals(items), LEZER)
    told = licht_signalen_toe(flag, RULES, leeg=False)

    assert (told.samenloop.tekst, told.regel.indicatie) == (stem, flag.indicatie)


def test_of_two_notes_the_stronger_vote_is_told() -> None:
    notes = ("Geen ongeval gehad.", "Mogelijk gevallen door de buurman.")
    items = tuple(Signal(SignalKind.NOTITIE, f"Veld {n}", text) for n, text in enumerate(notes))
    flag = SET.assess(Signals(items), LEZER)
    assert licht_signalen_toe(flag, RULES, leeg=False).samenloop.tekst in ("O", "J")


# -- sentences -------------------------------------------------------------------------------------


def test_every_rule_and_sign_has_one_sentence_of_its_own() -> None:
    told = list(regelzinnen())
    assert len({one.id for one in told}) == len(told)
    for one in told:
        assert zin(one.id)
        assert one.zin[0].isupper() and one.zin.rstrip().endswith(".")


def test_rules_are_told_by_kind_in_the_order_of_their_files() -> None:
    told = list(regelzinnen())
    kinds = [one.soort for one in told]
    assert list(dict.fromkeys(kinds)) == ["velden", "tekens", "notities"]
    assert kinds == sorted(kinds, key=("velden", "tekens", "notities").index)
    fields = [one for one in told if one.soort == "velden"]
    assert [(one.id, one.indicatie) for one in fields] == [
        (rule.id, rule.indicatie.value) for rule in RULES.regels
    ]
    assert {one.indicatie for one in told if one.soort != "velden"} == {""}


@pytest.mark.parametrize(
    ("sign", "soort"),
    [
        ("steun_datum", "tekens"),
        ("steun_kenteken", "tekens"),
        ("tekst_o", "tekens"),
        ("tekst_n", "tekens"),
        ("ontkend", "notities"),
        ("geen_signaal", "velden"),
    ],
)
def test_a_sign_is_told_under_its_own_kind(sign: str, soort: str) -> None:
    assert [one.soort for one in regelzinnen() if one.id == sign] == [soort]


@pytest.mark.parametrize("code", ["V01", "V04", "V16", "V17", "vlag_j", "steun_datum", "ontkend"])
def test_reason_codes_rules_and_signs_have_a_sentence(code: str) -> None:
    assert zin(code)


def test_what_no_rule_file_knows_has_no_sentence() -> None:
    assert zin("bestaat_niet") is None


# -- what a case is made of ------------------------------------------------------------------------


def test_every_fact_but_two_comes_from_a_field_of_the_melding_that_there_is() -> None:
    facts = set(Zaakfeiten.__dataclass_fields__)
    assert facts - set(PADEN) == {"indicatie", "gemeente", "deelname"}
    assert set(PADEN) <= facts
    for path in PADEN.values():
        first, _, rest = path.partition(".")
        assert first in Feiten.__dataclass_fields__
        # The last part is the fact's own word, but for those whose field has another.
        assert not rest or rest[0].islower()
    assert max(Counter(PADEN.values()).values()) == 1


@pytest.mark.parametrize(
    ("fact", "path"),
    [
        ("ongeval", "ongeval.datum"),
        ("reedsVergoed", "reedsVergoed.indicatie"),
        ("bekendOp", "datumBekendheid"),
        ("geboren", "client.geboortedatum"),
        ("toekenning", "voorziening.datumToekenning"),
        ("gemeenteOpOngeval", "gemeenteOpOngevalsdatum"),
        ("verzekeraarNeemtDeel", "aansprakelijkheid.verzekeraarNeemtDeel"),
    ],
)
def test_a_fact_names_the_field_that_it_comes_from(fact: str, path: str) -> None:
    assert PADEN[fact] == path


# -- dates in words --------------------------------------------------------------------------------

MAANDEN = (
    "januari jan|februari feb febr|maart mrt mar|april apr|mei|juni jun|juli jul|augustus aug"
    "|september sept sep|oktober okt oct|november nov|december dec"
)
GEVAL = "door een taxi aangereden"


@pytest.mark.parametrize(
    ("maand", "nummer"),
    [(name, n) for n, names in enumerate(MAANDEN.split("|"), 1) for name in names.split()],
)
def test_a_month_is_known_by_all_its_names(maand: str, nummer: int) -> None:
    told = LEZER.lees(f"Op 3 {maand} 2024 {GEVAL}.").datum
    assert told.iso() == f"2024-{nummer:02}-03"


@pytest.mark.parametrize(
    ("woord", "jaren"),
    [
        *(("een", 1), ("twee", 2), ("drie", 3), ("vier", 4), ("vijf", 5)),
        *(("zes", 6), ("zeven", 7), ("acht", 8), ("3", 3), ("12", 12)),
    ],
)
def test_years_ago_are_counted_in_words_and_figures(woord: str, jaren: int) -> None:
    found = LEZER.lees(f"{woord} jaar geleden {GEVAL}".capitalize(), date(2026, 11, 22))
    assert found.datum.iso() == str(2026 - jaren)


@pytest.mark.parametrize(
    ("eenheid", "wordt"),
    [
        *(("maanden", "2026-08"), ("mnd", "2026-08"), ("mnden", "2026-08")),
        *(("weken", "2026-11"), ("wk", "2026-11"), ("wkn", "2026-11")),
        *(("jaar", "2023"), ("jaren", "2023"), ("jr", "2023")),
    ],
)
def test_a_distance_is_as_fine_as_its_unit(eenheid: str, wordt: str) -> None:
    found = LEZER.lees(f"3 {eenheid} geleden {GEVAL}.", date(2026, 11, 30))
    assert (found.datum.iso() or "").startswith(wordt)


def test_a_date_that_is_told_by_its_distance_is_read_in_a_very_long_note_too() -> None:
    note = f"3 jaar geleden {GEVAL}. " + "Wil graag een traplift. " * 2000
    found = LEZER.lees(note, date(2026, 11, 22))
    assert (found.indicatie, found.datum.iso()) == ("J", "2023")


# -- rows of parts of the body ---------------------------------------------------------------------


@pytest.mark.parametrize(
    "tussen", ["en", ",", "/", "+", "&", "- re", "li", "links", "rechts", "beide", "bdz", "zijn"]
)
def test_a_bare_row_of_parts_of_the_body_asks_for_a_cause(tussen: str) -> None:
    found = LEZER.lees(f"Heup {tussen} knie kapot. Wil een traplift.")
    assert found.indicatie == "O"


@pytest.mark.parametrize("klacht", ["pijn", "pijnlijk", "moe", "dik", "versleten", "koud"])
def test_a_part_of_the_body_that_only_feels_bad_asks_nothing(klacht: str) -> None:
    assert LEZER.lees(f"Knie {klacht}. Wil een traplift.").indicatie is None


# -- a rule set of one's own -----------------------------------------------------------------------


def test_the_version_of_the_notes_names_both_files() -> None:
    assert SET.notitieversie() == LEZER.versie
    assert SET.notitieversie().count("+") == 1


def test_a_rule_set_of_one_s_own_reads_notes_as_its_own_words_say(tmp_path: Path) -> None:
    data = Path(__file__).parents[3] / "assessment" / "data"
    text = (data / "notitielexicon.yaml").read_text("utf-8")
    version = text.split("versie:", 1)[1].split("\n", 1)[0].strip()
    own = tmp_path / "notitielexicon.yaml"
    own.write_text(text.replace(version, "eigen-9", 1), encoding="utf-8")

    made = Regelset.laad(own)

    assert made.notitieversie().startswith("eigen-9+")
    assert made.lezer().versie == made.notitieversie()
    assert made.lezer().lees(f"Is {GEVAL}.").indicatie == "J"


def test_groups_and_rules_are_known_by_name_without_a_reader() -> None:
    names = SET.namen()
    assert "ongeval" in names.groepen
    assert "ontkend" in names.regels and "ontkend" not in names.groepen
    assert names.groepen < names.regels
