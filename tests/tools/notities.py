"""Ordinary Wmo notes without an accident, drawn from a seed: what a text engine must leave alone.

Every sentence is ours. They are put together at random, in several voices, and hold on purpose
the words that an accident is also told with: cars, dogs, doctors, stairs, "gevallen", "raakte".
"""

from collections.abc import Iterator
from random import Random

WIE = (
    "Mw.", "Mevrouw", "Dhr.", "Meneer", "Cl.", "Cliënt", "Cliënte", "Betr.", "Hr.", "mw", "cl",
    "Inwoner", "Hulpvrager", "Klant", "Zij", "Hij",
)  # fmt: skip
NAASTE = (
    "dochter", "zoon", "partner", "echtgenoot", "buurvrouw", "zus", "schoondochter", "mantelzorger",
    "kleinzoon", "nicht", "vriendin", "broer",
)  # fmt: skip
ZIEKTE = (
    "artrose", "COPD", "reuma", "MS", "Parkinson", "dementie", "hartfalen", "diabetes", "CVA",
    "fibromyalgie", "longemfyseem", "een depressie", "autisme", "slechtziendheid", "osteoporose",
    "een hernia", "borstkanker", "ALS", "polyneuropathie", "de ziekte van Crohn", "TIA's",
    "een beroerte in 2019", "een herseninfarct", "spierziekte", "slijtage van de heup",
)  # fmt: skip
VRAAG = (
    "hulp bij het huishouden", "een scootmobiel", "een traplift", "een vervoerspas", "begeleiding",
    "dagbesteding", "een douchestoel", "een rolstoel", "een pgb", "een driewielfiets",
    "vervanging van de rollator", "beugels in het toilet", "kortdurend verblijf", "een tillift",
)  # fmt: skip
UREN = ("2 uur per week", "3u p/w", "1x per 2 weken", "2,5 uur", "drie dagdelen", "150 min.")
ZINNEN = (
    "{wie} vraagt {vraag} vanwege {ziekte}.",
    "{wie} heeft {ziekte} en kan het huishouden niet meer aan.",
    "Herindicatie {vraag}, {uren}.",
    "Situatie ongewijzigd, indicatie met een jaar verlengd.",
    "{wie} woont alleen, {naaste} doet de boodschappen.",
    "{wie} is bang om te vallen op de trap.",
    "Er is valgevaar in de badkamer, antislipmat geadviseerd.",
    "{naaste} maakt zich zorgen dat het een keer misgaat.",
    "Alarm aangevraagd voor als {wie} valt.",
    "Ongeveer {n} jaar geleden is {ziekte} vastgesteld.",
    "{wie} heeft per ongeluk de brief weggegooid.",
    "Er is geen sprake van een ongeval.",
    "Letsel door derde: nee.",
    "Ongeval: n.v.t.",
    "Ongeval door schuld derde? Nee.",
    "De zorgverzekeraar vergoedt de steunkousen.",
    "{wie} heeft een aanvullende verzekering, eigen risico is betaald.",
    "De auto is verkocht, {naaste} rijdt nu.",
    "{wie} wordt met de taxi naar de dagbesteding gebracht.",
    "De taxi kwam twee keer te laat, klacht ingediend bij de vervoerder.",
    "{wie} is door de regiotaxi niet opgehaald.",
    "Het hondje geeft veel afleiding, {naaste} laat hem uit.",
    "De hond van de buren blaft veel, {wie} slaapt slecht.",
    "Dit valt onder de Wlz, doorverwezen naar het CIZ.",
    "Het valt {naaste} zwaar om alles te regelen.",
    "In sommige gevallen lukt het om zelf te koken.",
    "De keuze is op een andere aanbieder gevallen.",
    "{wie} voelt zich overvallen door alle veranderingen.",
    "Het gesprek viel niet mee, {wie} was snel moe.",
    "Het viel op dat de woning erg vol staat.",
    "{wie} raakte geëmotioneerd toen het over {naaste} ging.",
    "Is in een isolement geraakt na het overlijden van {naaste}.",
    "{wie} raakt snel de draad kwijt.",
    "Botsing van karakters met de vaste hulp, andere hulp gevraagd.",
    "{wie} heeft een klap gekregen van het overlijden van {naaste}.",
    "Energie in dagbesteding gestoken, gaat nu beter.",
    "De breuk met {naaste} doet {wie} veel verdriet.",
    "{wie} is onder behandeling van de neuroloog, geen diagnose bekend.",
    "Operatie aan de knie gepland in het voorjaar, tijdelijk hulp nodig.",
    "Na de heupoperatie revalideert {wie} thuis.",
    "De huisarts heeft andere medicatie voorgeschreven.",
    "{wie} neemt medicijnen soms verkeerd in, begeleiding helpt daarbij.",
    "De fysiotherapeut komt twee keer per week aan huis.",
    "{wie} loopt met een rollator, maximaal 100 meter.",
    "De traplift is defect, monteur gebeld.",
    "De scootmobiel start niet, accu vervangen.",
    "De rem van de rolstoel is kapot, melding gedaan bij de leverancier.",
    "Het douchezitje wiebelt, wordt door de leverancier vervangen.",
    "Drempels zijn te hoog voor de rolstoel.",
    "De stoep voor de woning ligt ongelijk, doorgegeven aan de gemeente.",
    "{wie} werkte {n} jaar in de bouw, nu met pensioen.",
    "Vroeger vrachtwagenchauffeur, altijd schadevrij gereden.",
    "Werkte bij een letselschadebureau tot aan het pensioen.",
    "{naaste} heeft vorig jaar een ongeluk gehad en kan niet helpen.",
    "{naaste} is gevallen en ligt in het ziekenhuis, daarom tijdelijk extra uren.",
    "De vrouw van cliënt heeft haar heup gebroken en is nog niet thuis.",
    "{wie} ruziet met de buren over de schutting.",
    "Bewindvoerder regelt de schulden, {wie} is aansprakelijk voor de huurachterstand.",
    "Incidenten op de dagbesteding, agressief naar begeleiding.",
    "Trauma uit de jeugd, EMDR loopt.",
    "{wie} is oorlogsgetraumatiseerd en slaapt slecht.",
    "Heeft soms een ongelukje door urineverlies.",
    "Bijna-ongelukken in de keuken door vergeetachtigheid.",
    "Niet gevallen het afgelopen jaar.",
    "{wie} is niet gevallen en heeft geen ongeluk gehad.",
    "Zonder hulp zou {wie} kunnen uitglijden in de douche.",
    "Ter voorkoming van ongelukken is het gas afgesloten.",
    "{wie} valt regelmatig weg door epilepsie.",
    "{wie} valt vaak door evenwichtsproblemen bij {ziekte}.",
    "Fietst niet meer uit angst voor het verkeer.",
    "Durft niet meer auto te rijden vanwege slechte ogen.",
    "Parkeerkaart aangevraagd, rijbewijs verlengd.",
    "{wie} heeft de voordeur laten openstaan, buurman heeft dit gezien.",
    "Inbraak in de box, fiets gestolen, aangifte gedaan.",
    "Politie kwam langs na melding van geluidsoverlast.",
    "{wie} drinkt te veel, afspraak met verslavingszorg.",
    "Ex-partner wil omgang met de kinderen, procedure loopt bij de rechtbank.",
    "Echtscheiding loopt, advocaat ingeschakeld.",
    "UWV heeft de claim afgewezen, bezwaar gemaakt.",
    "Voorschot van het pgb is uitbetaald.",
    "{wie} woont op de derde etage zonder lift.",
    "De lift is regelmatig stuk, {wie} kan dan niet naar buiten.",
    "Wondzorg door de wijkverpleging, open been.",
    "Voetamputatie door diabetes in {jaar}.",
    "Gebroken nachten door onrust van de partner.",
    "Rug versleten door jarenlang zwaar werk.",
    "{wie} kan niet meer tillen, bukken of reiken.",
    "Handfunctie beperkt, laat vaak dingen vallen.",
    "Kopje valt geregeld uit de handen door tremor.",
    "Ramen lappen, stofzuigen en bed verschonen lukken niet.",
    "{wie} heeft hulp nodig bij {vraag}.",
    "Afgesproken: {uren}, evaluatie over een half jaar.",
    "Beschikking afgegeven tot {jaar}.",
    "Geen bijzonderheden.",
    "NB: {naaste} is contactpersoon, belt liever niet voor 10.00 uur.",
    "{wie} spreekt weinig Nederlands, {naaste} tolkt.",
    "VG: {ziekte}, {ziekte2}. Nu toename klachten.",
    "Diagnose: {ziekte}. Prognose: geleidelijk achteruit.",
    "hh1 {uren}, {ziekte}, geen veranderingen",
    "bgl ind. 2u p/w ivm {ziekte}",
    "{wie} heeft brandende pijn in de voeten door neuropathie.",
    "Er is brand geweest bij de buren, {wie} was er erg van onder de indruk maar had zelf niets.",
    "De botten zijn broos door osteoporose, risico op breuken.",
    "{wie} gaat met de trein naar {naaste}.",
    "Zit in de rolstoel onder de luifel, wacht op de bus.",
    "De aanvraag is onder voorbehoud goedgekeurd.",
    "{wie} is geraakt door de steun van de buurt.",
    "Kwam met justitie in aanraking, heeft nu begeleiding.",
    "Heeft het contact met {naaste} verbroken.",
    "Eigen bijdrage is uitgelegd, {wie} gaat akkoord.",
    "Uitgelegd dat kosten na een ongeval verhaald kunnen worden; dat speelt niet.",
    "Als er een ongeval door een ander is, meldt {wie} dat.",
    "Verzekeraar heeft de hoortoestellen niet vergoed.",
    "Gladde vloer in de douche, stroeve tegels gewenst.",
    "Losse snoeren en kleedjes besproken in verband met valrisico.",
    "De poes loopt voor de voeten, kans op struikelen.",
)  # fmt: skip


def gewone_notities(aantal: int, seed: int = 20) -> Iterator[str]:
    """Give notes of one to five sentences; the same ones for the same seed."""
    lot = Random(seed)
    for _ in range(aantal):
        yield _notitie(lot)


def _notitie(lot: Random) -> str:
    zinnen = [_zin(lot) for _ in range(lot.choice((1, 2, 2, 3, 3, 4, 5)))]
    stem = lot.random()
    tekst = (" " if stem < 0.8 else "\n").join(zinnen)
    if stem < 0.1:
        return tekst.lower().replace(".", "")
    return tekst.upper() if stem > 0.97 else tekst


def _zin(lot: Random) -> str:
    ziekte, ziekte2 = lot.sample(ZIEKTE, 2)
    return lot.choice(ZINNEN).format(
        wie=lot.choice(WIE),
        naaste=lot.choice(NAASTE),
        ziekte=ziekte,
        ziekte2=ziekte2,
        vraag=lot.choice(VRAAG),
        uren=lot.choice(UREN),
        n=lot.randint(2, 30),
        jaar=lot.randint(2019, 2027),
    )
