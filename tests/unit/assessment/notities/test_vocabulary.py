"""Words of the text engine: events in words of their own, and words that only look like one."""

import pytest

from assessment.notities import Notitielezer
from assessment.notities.lexicon import gegevens

LEZER = Notitielezer.laad()


def verdict(text: str) -> str:
    found = LEZER.lees(text)
    return found.indicatie.value if found.indicatie else "-"


TRAFFIC = [
    "Op de scootmobiel werd hij gesneden door een bestelbus en kantelde.",
    "Cliënt zat als bijrijder in een auto die uit de bocht vloog. Rolstoel.",
    "Op de skipiste door een snowboarder geramd, knie kapot.",
    "Met de bakfiets van een brug gerold, drie ribben en een sleutelbeen.",
    "De band klapte, auto over de kop, nu rolstoelgebonden.",
    "Mw. wilde een poes ontwijken en knalde op een geparkeerde auto.",
    "Tegen een openstaande autodeur gefietst, kaak en tanden.",
    "Zij reed met haar fietswiel in de trambaan en ging onderuit, elleboog.",
    "Kwam onder de tram, been eraf.",
    "Botste met de slee tegen een boom, enkel gebroken.",
]
FALLS = [
    "Dhr. haalde de kerstverlichting van het dak en kwam beneden op zijn rug terecht.",
    "Hij werkte als dakdekker toen de ladder wegschoof; hielbeen verbrijzeld.",
    "Mw. bleef met haar mouw hangen aan een deurklink en viel achterover van de stoep.",
    "Hij is van de vrachtwagen gesprongen en verkeerd neergekomen, enkels.",
    "Is van de ladder geflikkerd zegt hij zelf.",
    "Tijdens het klussen door de zolder gezakt, rug.",
    "Mw. stapte mis op de keldertrap, heup gebroken.",
    "Over een snoer gegaan, pols gebroken.",
    "Zij brak haar enkel bij het uitstappen uit de regiotaxi.",
]
THINGS = [
    "Er viel een stuk van de gevel op haar hoofd bij het postkantoor.",
    "Er is een hijsband geknapt en de last kwam op hem neer.",
    "Bij het verhuizen kreeg hij de wasmachine over zich heen.",
    "Meneer werd door een stier tegen de muur gedrukt, ribben en longen.",
    "Bekneld geraakt tussen de deuren van de metro, schouder uit de kom.",
    "Zijn hand kwam in de ketting van de brommer, twee vingers kwijt.",
    "Zijn arm is afgerukt door een aftakas van een trekker.",
    "Door een ontplofte gasfles op de camping zijn zijn benen verbrand.",
    "Is bevangen door rook bij een brand, blijvende longschade.",
    "Cliënt is geraakt door een golfbal, oog weg.",
]
TREATMENT = [
    "In 2018 heeft de chirurg de verkeerde wervel vastgezet.",
    "Er is bij hem een zenuw geraakt bij het bloedprikken, hand verkrampt.",
    "De arts liet een stuk katheter achter, maandenlang ontstekingen.",
    "Bij de keizersnede is de blaas geraakt, sindsdien incontinent.",
    "Mw. kreeg een te hoge dosis chemo, voeten en handen gevoelloos.",
]
PEOPLE_AND_ANIMALS = [
    "Een groep jongens heeft hem in elkaar getrapt bij het station.",
    "Haar ex kneep haar keel dicht en gooide haar van de trap.",
    "Gestoken in de buik bij een burenruzie.",
    "Op het hoofd geslagen met een stoeptegel door een bezoeker.",
    "Het paard sloeg op hol met de koets, mw. werd eruit geslingerd.",
    "Is door een politiehond gebeten; onderbeen mist spierweefsel.",
    "De ram kegelde haar omver.",
]


@pytest.mark.parametrize("text", [*TRAFFIC, *FALLS, *THINGS, *TREATMENT, *PEOPLE_AND_ANIMALS])
def test_an_event_is_seen_whatever_its_nouns_and_verbs(text: str) -> None:
    assert verdict(text) == "J"


@pytest.mark.parametrize(
    "text",
    [
        "sinds ong. met scooter in '18 hersenletsel",
        "tgv aanr 2020 nekkl",
        "dhr. bedr.ong. 2015",
        "cl. slo. mishand. 2017",
        "arbeidsongv 2012, hand amp.",
        "mw heeft heup gebr na val over stofzuigersnoer",
    ],
)
def test_an_event_in_shorthand_is_seen(text: str) -> None:
    assert verdict(text) == "J"


@pytest.mark.parametrize(
    "text",
    [
        "Twee gebroken ruggenwervels, draagt een korset.",
        "#heup links, info volgt",
        "Mw. mist drie vingers aan de rechterhand.",
        "Schouder uit de kom, fysio loopt.",
        "Kniekop verbrijzeld.",
        "Hersenschade, oorzaak niet vermeld.",
        "Collum femoris, geopereerd.",
        "gebroekn pols",
    ],
)
def test_an_injury_in_any_words_asks_for_a_cause(text: str) -> None:
    assert verdict(text) == "O"


@pytest.mark.parametrize(
    "illness",
    ["botmetastasen", "lymfklierkanker", "een hersenbloeding", "osteogenesis", "parkinsondementie"],
)
def test_an_injury_beside_an_illness_asks_nothing(illness: str) -> None:
    assert verdict(f"Gebroken heup door {illness}.") == "-"


ORDINARY = [
    "Mw. kreeg een steen in haar nier, operatie gepland.",
    "Zij viel 12 kilo af na de maagverkleining.",
    "Flinke botsing met haar huisbaas over de huur.",
    "Aanvaring met de planner van de aanbieder.",
    "Werd overvallen door het bericht dat de hulp stopt.",
    "De aanslag van de gemeente niet begrepen.",
    "De planning is ontploft.",
    "PGB gestort op de verkeerde rekening.",
    "Afspraak in het ziekenhuis gemist.",
    "De traplift is nog niet geplaatst.",
    "De verwarming sloeg af, monteur is geweest.",
    "De hulp heeft een vaas laten vallen.",
    "Mw. wordt door de buurman met de auto naar de dokter gereden.",
    "Factuur eigen bijdrage klopt niet.",
    "Liep vast in de administratie, bedolven onder de post.",
    "Geveld door de griep, afspraak verzet.",
    "De val in inkomen na zijn pensioen is groot.",
    "Door een wesp gestoken.",
    "Rug kapot gewerkt door jaren in de zorg, artrose.",
    "Mw. mist haar overleden man erg.",
    "De tafel staat tegen de muur zodat de rolstoel erlangs kan.",
    "Verkeerde maat steunkousen gekregen van de thuiszorgwinkel.",
]


@pytest.mark.parametrize("text", ORDINARY)
def test_the_same_words_in_daily_use_say_nothing(text: str) -> None:
    assert verdict(text) == "-"


def test_no_word_of_a_class_of_things_and_places_is_an_accident_by_itself() -> None:
    lexicon, _ = gegevens()
    names = ("lichaamsdeel", "machine", "hoogte", "grond", "publiek", "sport", "voorwerp", "dier")
    more = (
        "hulpding",
        "medisch",
        "orgaan",
        "vast",
        "valding",
        "klemding",
        "struikelding",
        "ziekte",
    )
    words = [word for name in (*names, *more) for word in lexicon.klassen[name]]

    assert [w for w in words if verdict(f"Mw. vertelt over {w} en vraagt hulp.") == "J"] == []
