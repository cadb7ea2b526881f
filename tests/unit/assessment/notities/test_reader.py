"""The reader as a whole: reasons, own terms, switches, long and strange notes."""

import string
import time
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment import NoteFinding, Regelset
from assessment.notes import NOTHING
from assessment.notities import Notitielezer
from assessment.notities.lexicon import bouw, gegevens
from assessment.notities.lezing import verzamel
from assessment.notities.stukken import Stukken, splits
from assessment.notities.treffers import lees_tekst
from assessment.notities.vouwen import vouw
from assessment.notities.weging import Weger
from regres import ConfigProblem, Indicatie, JaNee, Signal, SignalKind, Signals

LEZER = Notitielezer.laad()
assess = Regelset.laad().assess
BOEK = bouw(*gegevens())
WORDS = [
    "mw",
    "cliënt",
    "niet",
    "geen",
    "ongeval",
    "ongeluk",
    "gevallen",
    "aangereden",
    "door",
    "haar",
    "man",
    "zoon",
    "als",
    "zou",
    "kunnen",
    ",",
    ".",
    ":",
    "?",
    ";",
    "ja",
    "nee",
    "N",
    "J",
    "mogelijk",
    "in",
    "2019",
    "op",
    "3-4-2021",
    "heup",
    "gebroken",
    "de",
    "het",
    "een",
    "van",
    "letsel",
    "derde",
    "auto",
    "CVA",
    "hersteld",
    "bang",
    "om",
    "te",
    "vallen",
    "vorig",
    "jaar",
    "(",
    ")",
    "-",
    "/",
    "tegenpartij",
    "regres",
    "was",
    "is",
    "heeft",
    "na",
]


def note(text: str, field: str = "Toelichting") -> Signal:
    return Signal(SignalKind.NOTITIE, field, text)


def flag(value: str) -> Signal:
    return Signal(SignalKind.VLAG, "Ongeval", value, waarde=Indicatie(value))


# --- reasons ------------------------------------------------------------------------------------


@given(st.one_of(st.text(), st.lists(st.sampled_from(WORDS)).map(" ".join)))
def test_every_text_gives_a_finding_whose_reasons_point_into_the_text(text: str) -> None:
    found = LEZER.lees(text, date(2024, 5, 6), "Toelichting")

    assert isinstance(found, NoteFinding)
    for reason in found.redenen:
        assert 0 <= reason.positie < len(text)
        assert reason.veld == "Toelichting"
        assert vouw(text[reason.positie :]).tekst[:1] == reason.term[:1]


@given(st.lists(st.sampled_from(WORDS), min_size=1).map(" ".join))
def test_a_term_is_found_where_the_reason_says(text: str) -> None:
    for reason in LEZER.lees(text).redenen:
        assert text[reason.positie :].lower().replace("ë", "e").startswith(reason.term)


@given(st.lists(st.sampled_from(WORDS)).map(" ".join))
def test_a_verdict_names_its_vote_first(text: str) -> None:
    found = LEZER.lees(text)

    if found.indicatie is not None:
        assert found.redenen[0].regel == f"tekst_{found.indicatie.value.lower()}"


def test_offsets_count_in_the_original_also_when_folding_changes_its_length() -> None:
    text = "I\u0307\u0130 e\u0301e\u0301n ongeval gehad"

    (first, *_) = LEZER.lees(text).redenen

    assert text[first.positie :].startswith("ongeval")


def test_a_loose_accent_and_a_word_processors_signs_are_seen_through() -> None:
    assert LEZER.lees("Cli\u0308ente’s ongeval – ernstig, been weg").indicatie is Indicatie.J


def test_no_more_than_the_matched_term_is_in_a_reason() -> None:
    text = "Jansen uit de Dorpsstraat is door een taxi aangereden bij de kerk."

    assert {reason.term for reason in LEZER.lees(text).redenen} == {"aangereden"}


NAMED = [
    "Kreeg van Wolfertje een fles tegen zijn hoofd, sindsdien doof.",
    "De kast van Wolfertje brak daar ineens af, heup gebroken.",
    "Ongeval? [ ] ja, met Wolfertje [x] nee",
    "Letsel door derde? Wolfertje, ja",
    "Ongeval (Wolfertje): ja",
    "Wolfertje-ongeval in 2019, been gebroken.",
    "Is door Wolfertje met de auto aangereden.",
    "Niet zij maar Wolfertje viel, volgens Wolfertje zelf.",
    "Vinkje regres van Wolfertje stond abusievelijk aan.",
    "[x] Wolfertje [ ] verkeer [x] ongeval",
    "Vraag 7: ongeval? Antwoord: ja, Wolfertje reed",
]


@pytest.mark.parametrize("text", NAMED)
def test_a_name_between_the_words_of_a_rule_is_in_no_reason(text: str) -> None:
    found = LEZER.lees(text)

    assert found.redenen
    assert not any("wolfertje" in reason.term for reason in found.redenen)


@given(st.lists(st.sampled_from([*WORDS, "wolfertje"]), min_size=1).map(" ".join))
def test_a_name_anywhere_is_in_no_reason(text: str) -> None:
    assert not any("wolfertje" in reason.term for reason in LEZER.lees(text).redenen)


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("wolfertjeongeval gehad", "ongeval"),
        ("verkeerswolfertjeongeval", "ongeval"),
        ("kreeg een wolfertjesaanrijding", "aanrijding"),
        ("hersenletselwolfertje", "hersenletsel"),
        ("motoraanrijding met letsel", "motoraanrijding"),
        ("verkeersongevallen", "verkeersongevallen"),
    ],
)
def test_of_a_compound_only_what_the_lexicon_knows_is_in_a_reason(text: str, term: str) -> None:
    terms = {reason.term for reason in LEZER.lees(text).redenen}

    assert term in terms
    assert not any("wolfertje" in one for one in terms)


def test_a_note_without_a_term_says_nothing() -> None:
    assert LEZER.lees("Vraagt hulp bij het huishouden, 2 uur per week.") is NOTHING
    assert LEZER.lees("") is NOTHING


# --- several notes, and the other signals -------------------------------------------------------


def test_the_strongest_note_speaks_and_all_give_reasons() -> None:
    found = LEZER.read((note("Geen ongeval.", "A"), note("Is aangereden.", "B")))

    assert found.indicatie is Indicatie.J
    assert {reason.veld for reason in found.redenen} == {"A", "B"}


def test_text_alone_gives_a_yes_that_waits_for_a_person() -> None:
    found = assess(Signals((note("Door een auto aangereden op 3-4-2021."),)), LEZER)

    assert (found.indicatie, found.alleen_tekst) == (Indicatie.J, True)
    assert (found.derde, found.datum.iso()) == (JaNee.JA, "2021-04-03")
    assert found.redenen[0].regel == "tekst_j"


def test_an_explicit_no_is_doubted_by_text_and_never_overruled() -> None:
    found = assess(Signals((flag("N"), note("Door een auto aangereden."))), LEZER)

    assert (found.indicatie, found.redenen[0].regel) == (Indicatie.O, "tegenstrijdig")


def test_an_explicit_yes_against_a_note_that_denies_it_goes_to_a_person() -> None:
    found = assess(Signals((flag("J"), note("Ongeval J was een invoerfout."))), LEZER)

    assert (found.indicatie, found.redenen[0].regel) == (Indicatie.O, "tegenstrijdig")


def test_a_figure_of_speech_does_not_contradict_an_explicit_yes() -> None:
    found = assess(Signals((flag("J"), note("Heeft per ongeluk twee keer gebeld."))), LEZER)

    assert (found.indicatie, found.alleen_tekst) == (Indicatie.J, False)


def test_unclear_text_goes_to_a_person() -> None:
    found = assess(Signals((note("Mogelijk is er een ongeval geweest."),)), LEZER)

    assert (found.indicatie, found.redenen[0].regel) == (Indicatie.O, "tekst_onduidelijk")


# --- a municipality's own words and switches ----------------------------------------------------


def test_a_municipality_adds_its_own_terms() -> None:
    own = Notitielezer.laad(extra_termen={"ongeval": ["ovk", "fietsdrama*"]})

    assert LEZER.lees("ovk 2021, fietsdrama's") is NOTHING
    assert own.lees("OVK 2021").indicatie is Indicatie.J
    assert own.lees("twee fietsdrama's").indicatie is Indicatie.J


def test_a_municipality_switches_a_rule_a_group_or_a_combination_off() -> None:
    text = "Is regelmatig thuis gevallen."

    assert LEZER.lees(text).indicatie is None
    assert Notitielezer.laad(uit=["gewoonte", "zwak"]).lees(text).indicatie is Indicatie.J
    assert Notitielezer.laad(uit=["gewoonte", "val"]).lees(text) is NOTHING


def test_unknown_groups_and_rules_are_told_at_once() -> None:
    with pytest.raises(ConfigProblem) as caught:
        Notitielezer.laad(extra_termen={"ongevl": ["ovk"], "val": ["x"]}, uit=["ontkent"])

    assert [problem.code for problem in caught.value.problems] == ["A-0004"] * 3


# --- time ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "ongeval " * 125_000,
        "a" * 1_000_000,
        "niet " * 200_000 + "ongeval",
        "ongeval?" * 125_000,
        "n.v.t." * 166_000,
        "viel op " * 125_000,
        "1-1-2020 " * 111_000,
        "de auto reed door " * 55_000,
        "[" * 500_000 + "ongeval: " + "(" * 490_000,
        "éé" * 500_000 + "ongeval",
    ],
)
def test_a_hostile_note_of_a_megabyte_takes_less_than_two_seconds(text: str) -> None:
    before = time.process_time()
    LEZER.lees(text, date(2024, 1, 1))

    assert time.process_time() - before < 2


def test_a_term_behind_what_is_read_of_a_very_long_note_makes_it_unclear() -> None:
    found = LEZER.lees("Vraagt hulp. " * 5_000 + "Door een auto aangereden.")

    assert found.indicatie is Indicatie.O
    assert "te_lang" in {reason.regel for reason in found.redenen}


@given(st.text(alphabet=string.ascii_lowercase + " .,:?()-/0123456789\n", max_size=400))
def test_the_quick_look_never_throws_away_what_reading_would_find(text: str) -> None:
    if LEZER.lees(text) is not NOTHING:
        return
    folded = vouw(text)
    words = verzamel(folded.tekst, Stukken(BOEK).lees(splits(folded.tekst)), BOEK)
    if words is None:
        return
    lezing = lees_tekst(folded, words, BOEK)

    assert not Weger(lezing, BOEK).weeg().bevindingen
