"""Each mechanism of the text engine with sentences of its own: where it works, and a near miss."""

import pytest

from assessment.notities import Notitielezer

LEZER = Notitielezer.laad()


def verdict(text: str) -> str:
    found = LEZER.lees(text)
    return found.indicatie.value if found.indicatie else "-"


def rules(text: str) -> set[str]:
    return {reason.regel for reason in LEZER.lees(text).redenen}


# (rule, sentence in which it takes the hit back, sentence in which it must not)
PAIRS = [
    ("ontkend", "Mw. is niet aangereden.", "Mw. kan niet lopen na een aanrijding."),
    ("ontkend", "Geen val, geen ongeval.", "De auto gaf geen voorrang bij het ongeval."),
    ("ontkend", "Niet door een ongeval ontstaan.", "Loopt niet goed sinds een ongeval."),
    ("ontkend", "Van een ongeval is niet gebleken.", "Het ongeval is niet gemeld bij de politie."),
    ("ontkend", "Had nooit een ongeluk of val.", "Is na een ongeluk nooit meer de oude geworden."),
    (
        "voorwaarde",
        "Als zij een ongeval krijgt, belt zij.",
        "Als voetganger is zij ten val gekomen.",
    ),
    ("voorwaarde", "Mocht er een ongeval zijn, bel dan.", "Er mocht niemand bij na het ongeval."),
    ("voorwaarde", "Hij zou een ongeluk kunnen krijgen.", "Hij kreeg een ongeluk."),
    ("voorwaarde", "Had een ongeluk kunnen krijgen.", "Had een ongeluk gekregen."),
    ("vrees", "Is bang voor een ongeluk.", "Is bang sinds een ongeluk."),
    ("vrees", "Beugel om ongelukken te voorkomen.", "Beugel nodig na twee ongelukken."),
    ("bijna", "Zij werd bijna aangereden.", "Zij werd bijna 3 jaar geleden aangereden."),
    ("ander", "Haar man kreeg een ongeluk.", "Door haar man aangereden."),
    ("ander", "Zijn zoon is mishandeld.", "Zijn zoon heeft hem mishandeld."),
    ("ander", "Het ongeluk van haar broer.", "Het ongeluk van cliënt."),
    ("ander", "Zoon verloren bij een ongeluk.", "Been verloren bij een ongeluk."),
    ("ander", "Dochter is gevallen.", "Dochter meldt dat moeder is gevallen."),
    ("ander", "Zijn vader is gevallen.", "Vader is gevallen. Vader is cliënt."),
    ("ander", "Haar moeder is gevallen.", "Moeder is gevallen, zegt dochter."),
    ("ander", "Zorgt voor haar moeder die na een ongeluk niets kan.", "Kan na een ongeluk niets."),
    ("ding", "Scootmobiel is aangereden.", "Met scootmobiel is mw. aangereden."),
    ("ding", "Schade aan de rolstoel door een botsing.", "Schade aan de knie door een botsing."),
    ("los", "Ongeval in 2001, volledig hersteld.", "Ongeval in 2001, nooit volledig hersteld."),
    ("los", "Gevallen maar ongedeerd.", "Gevallen, bestuurder van de bus bood excuses aan."),
    ("oud", "Als kind aangereden. Nu hulp vanwege reuma.", "Als kind aangereden, sindsdien mank."),
    ("gewoonte", "Is regelmatig gevallen.", "Is regelmatig gevallen, heup gebroken."),
    ("licht", "Gevallen, alleen blauwe plekken.", "Gevallen, enkel kapot."),
    ("ziekte", "Been geamputeerd, diabetes.", "Been geamputeerd."),
    ("onzeker", "Mogelijk door een ongeval.", "Ongeval; mogelijk is een ander aansprakelijk."),
    ("onzeker", "Misschien is zij gevallen.", "Gevallen, misschien heeft zij straks een traplift."),
    ("getuige", "Was getuige van een ongeluk.", "Na het ongeluk meldde zich een getuige."),
    ("voorwaarde", "Bij een val kan de heup breken.", "Bij een val brak zij haar heup."),
    (
        "voorwaarde",
        "Vreest dat er iemand aangereden kan worden.",
        "Er is iemand op haar ingereden.",
    ),
    (
        "ontkend",
        "Geen aanrijding, val, mishandeling of ongeval.",
        "Geen vergoeding; sinds het ongeval thuis.",
    ),
    (
        "ontkend",
        "Is niet gevallen, zegt hij.",
        "Is niet thuis gevallen maar in de winkel, heup gebroken.",
    ),
    ("ontkend", "Zonder ongeval ontstaan.", "Zonder te kijken reed de auto haar aan."),
    ("ontkend", "Genoteerd: val van de trap. Gewijzigd: geen val.", "Val van de trap in mei."),
    ("citaat", "In het formulier staat 'ongeval in 2019'.", "Het was een 'ongeval' in 2019."),
    (
        "gevraagd",
        "Verzekeraar vroeg waarom er na een ongeval betaald was.",
        "Na een ongeval is betaald.",
    ),
    ("anders", "Is gevallen in de winkel. Hulpvraag: COPD.", "Is gevallen in de winkel."),
    ("kaal", "Zij was onderuit.", "Zij ging onderuit, heup gebroken."),
    ("vakje_uit", "Oorzaak: [ ] ongeval [x] ziekte", "Oorzaak: [x] ongeval [ ] ziekte"),
    (
        "ander",
        "Zijn zoon, toen die van de trap viel.",
        "Zijn zoon zag dat client van de trap viel.",
    ),
    ("ander", "Werd door een bus geschept. Dit is haar man overkomen.", "Een bus schepte haar."),
    ("los", "Aangereden in 2019. Hij mankeerde niets.", "Aangereden in 2019, been kwijt."),
    ("onzeker", "Reed in de sloot. Of hij eerst onwel werd weet niemand.", "Reed in de sloot."),
    (
        "onzeker",
        "Volgens dochter gevallen op straat, volgens zoon onwel geworden.",
        "Volgens dochter gevallen op straat.",
    ),
    ("onzeker", "Reed in de sloot; oorzaak onduidelijk.", "Reed in de sloot; schuld onduidelijk."),
    ("beeldspraak", "Per ongeluk de brief weggegooid.", "Bij een ongeluk gewond geraakt."),
    ("beeldspraak", "Cerebrovasculair ongeval.", "Door de andere automobilist geraakt."),
    ("beeldspraak", "Een botsing met haar dochter.", "Een botsing met een fietser."),
    ("beeldspraak", "In veel gevallen lukt het.", "Van de trap gevallen."),
    ("beeldspraak", "Werkte bij een letselschadebureau.", "Letselschadebureau behandelt de zaak."),
]


@pytest.mark.parametrize(("rule", "text", "near_miss"), PAIRS)
def test_a_rule_takes_a_hit_back(rule: str, text: str, near_miss: str) -> None:
    assert rule in rules(text)
    assert verdict(text) != "J"


@pytest.mark.parametrize(("rule", "text", "near_miss"), PAIRS)
def test_a_rule_lets_its_near_miss_be(rule: str, text: str, near_miss: str) -> None:
    assert rule not in rules(near_miss)


TEMPLATES = [
    ("Ongeval? nee", "N", "sjabloon_nee"),
    ("Ongeval? Ja", "J", "sjabloon_ja"),
    ("Ongeval: J", "J", "sjabloon_ja"),
    ("Ongeval = N", "N", "sjabloon_nee"),
    ("Ongeval: onbekend", "O", "sjabloon_onbekend"),
    ("Ongeval: [ ] ja [x] nee", "N", "sjabloon_nee"),
    ("Ongeval: [x] ja [ ] nee", "J", "sjabloon_ja"),
    ("Ongeval: [ ] ja [ ] nee", "-", "sjabloon_leeg"),
    ("Datum ongeval: 03-05-2022", "J", "sjabloon_ja"),
    ("Is er sprake van een ongeval? Nee, reuma.", "N", "sjabloon_nee"),
    ("Ongeval door derde? nee", "-", "sjabloon_derde_nee"),
    ("Letsel door derde: n.v.t.", "-", "sjabloon_derde_nee"),
    ("Aansprakelijke derde: ja", "J", "sjabloon_derde_ja"),
    ("Vraag 7: ongeval?\nAntwoord: nee", "N", "sjabloon_nee"),
    ("Ongeval ........ nee", "N", "sjabloon_nee"),
    ("Ongeval? ( ) ja (x) nee", "N", "sjabloon_nee"),
    ("Ongeval? ☐ Ja ☒ Nee", "N", "sjabloon_nee"),
    ("Ongeval? O ja X nee", "N", "sjabloon_nee"),
    ("Ongeval? J / N", "-", "sjabloon_leeg"),
    ("[ ] geweld [x] verkeer [ ] werk", "J", "vakje_aan"),
    ("Ziekte / ongeval: ziekte", "N", "sjabloon_nee"),
]


@pytest.mark.parametrize(("text", "want", "rule"), TEMPLATES)
def test_a_question_is_read_with_its_answer(text: str, want: str, rule: str) -> None:
    assert (verdict(text), rule in rules(text)) == (want, True)


def test_a_question_about_a_third_party_says_nothing_about_the_accident() -> None:
    found = LEZER.lees("Derde aansprakelijk: nee. Van de trap gevallen.")

    assert (found.indicatie, found.derde) == ("J", "nee")


def test_a_no_on_the_form_against_a_fall_in_the_text_is_a_contradiction() -> None:
    assert verdict("Ongeval: nee. Vorige maand van de trap gevallen, heup gebroken.") == "O"


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("Vinkje regres stond abusievelijk aan.", "N"),
        ("Ongeval J, moet zijn NEE.", "N"),
        ("Ongeval N, moet zijn JA.", "J"),
        ("Per abuis de rollator vergeten na het ongeval.", "J"),
    ],
)
def test_a_correction_is_about_the_registration(text: str, want: str) -> None:
    assert verdict(text) == want


@pytest.mark.parametrize(
    "text",
    [
        "Verkeersongelkuk gehad.",
        "ernstig ongevl in het buitenland",
        "cl is aangerdeen",
        "mishandld door onbekende",
        "wiplash",
        "door hondebeet gewond",
        "is gevalen van trap",
    ],
)
def test_one_typing_error_in_a_long_word_is_seen_through(text: str) -> None:
    assert verdict(text) == "J"


@pytest.mark.parametrize(
    "text", ["Het is ongelijk verdeeld.", "Is bevallen van een zoon.", "Hij heeft gegeten."]
)
def test_a_real_word_is_no_typing_error(text: str) -> None:
    assert verdict(text) == "-"


@pytest.mark.parametrize(
    "text",
    [
        "cl. i.v.m. vko rolst.",
        "mva 2017",
        "agv AO 2019",
        "mw gev. v. trap",
        "wad graad II",
        "TP aansprak.",
    ],
)
def test_shorthand_is_read(text: str) -> None:
    assert verdict(text) == "J"


@pytest.mark.parametrize(
    "text", ["Wielrenongeluk.", "Een dranghek viel op haar been.", "Geraakt door een kraanwagen."]
)
def test_a_compound_is_what_its_last_part_says(text: str) -> None:
    assert verdict(text) == "J"


@pytest.mark.parametrize(
    "text", ["Dwarslaesie.", "Heup gebroken.", "NAH, oorzaak onbekend.", "Polsbreuk."]
)
def test_an_injury_without_a_cause_is_unclear(text: str) -> None:
    assert verdict(text) == "O"
    assert "letsel_zonder_oorzaak" in rules(text)


def test_the_accident_is_spoken_of_again_and_still_of_somebody_else() -> None:
    text = "Haar broer kreeg een ongeluk. Na het ongeluk is veel veranderd."

    assert verdict(text) == "N"


@pytest.mark.parametrize(
    ("text", "kind", "derde", "capacity"),
    [
        ("Door een taxi aangereden.", "verkeer", "ja", "bestuurder"),
        ("Met zijn hand in de zaagmachine gekomen.", "bedrijfsongeval", "onbekend", "onbekend"),
        ("Gebeten door de hond van de buren.", "dier", "ja", "dierbezitter"),
        ("Kunstfout; ziekenhuis erkent aansprakelijkheid.", "medisch", "ja", "zorgverlener"),
        ("Struikelde op de stoep; gemeente aangeschreven.", "openbareRuimte", "ja", "wegbeheerder"),
        ("Thuis van de trap gevallen.", "valPrive", "nee", "onbekend"),
        ("Door haar ex mishandeld.", "geweld", "ja", "gezinslid"),
        ("Gevallen bij het schaatsen.", "sport", "nee", "onbekend"),
    ],
)  # fmt: skip
def test_kind_and_liable_party_come_from_the_note(
    text: str, kind: str, derde: str, capacity: str
) -> None:
    found = LEZER.lees(text)

    assert (found.soort, found.derde, found.hoedanigheid) == (kind, derde, capacity)


@pytest.mark.parametrize(
    ("text", "wanted", "terms"),
    [
        ("CVA 2021", "N", ["cva", "cva"]),
        ("ivm reuma", "N", ["reuma", "reuma"]),
        ("Onbekend; navragen bij cliënt", "O", ["onbekend", "onbekend"]),
        ("Onbekend", "-", []),
        ("Navragen bij Jansen, onbekend", "-", []),
        ("Traplift ivm reuma", "-", []),
    ],
)
def test_a_note_of_a_few_words_says_what_all_of_it_says(
    text: str, wanted: str, terms: list[str]
) -> None:
    assert verdict(text) == wanted
    assert [reason.term for reason in LEZER.lees(text).redenen] == terms


def test_a_number_beside_an_illness_is_never_shown() -> None:
    shown = [reason.term for reason in LEZER.lees("CVA 999990019").redenen]

    assert shown == ["cva", "cva"]


def test_an_answer_that_stays_open_leaves_the_question_open() -> None:
    assert verdict("Ongeval: nog nabellen bij zus") == "O"
    assert verdict("Ongeval: in 2019 aangereden, verder niet bekend.") == "J"


def test_a_yes_about_an_injury_names_no_event() -> None:
    assert verdict("Letsel: ja") == "O"
    assert verdict("Letsel door ongeval: ja") == "J"


def test_an_expression_may_begin_with_a_class() -> None:
    assert "beeldspraak" in rules("Bewindvoerder wil geen botsing over geld.")
    assert "beeldspraak" not in rules("Na een botsing geen geld.")
