"""Every problem of a StUF source, by its code (B-03xx).

No text takes anything from a message but codes whose shape was checked first; the supplier's own
words (omschrijving, details, faultstring) are never shown, for they may quote a record.
"""

from connectors.problem_table import fill
from regres import Problem

_NIETS = "Er is niets van deze ronde gebruikt."
_LATER = "Er is niets van deze ronde gebruikt. De volgende ronde probeert het opnieuw."
_BEHEER = "Vraag het na bij de beheerder van het zaaksysteem."
_LEVERANCIER = "Leg dit voor aan de leverancier van het zaaksysteem, met de code hierboven."
_CA = "Vraag de leverancier welke CA zijn certificaat uitgeeft, en zet die bij `ca:`."

#: code -> (what is wrong, what follows, what to do)
_TABLE: dict[str, tuple[str, str, str]] = {
    # --- the connection
    "B-0301": ("De server weigert de verbinding.", _LATER, "Controleer het adres en de poort."),
    "B-0302": (
        "De server geeft geen verbinding binnen {seconden} seconden.",
        _LATER,
        "Controleer het adres en de firewall.",
    ),
    "B-0303": ("De server antwoordt niet op tijd.", _LATER, _BEHEER),
    "B-0304": ("De server verbreekt de verbinding zonder antwoord.", _LATER, _BEHEER),
    "B-0305": ("Het antwoord is halverwege afgebroken.", _LATER, _BEHEER),
    # --- TLS
    "B-0310": (
        "Het certificaat van de server is verlopen.",
        _NIETS,
        "Vraag de leverancier om zijn certificaat te vernieuwen.",
    ),
    "B-0311": (
        "Het certificaat van de server staat op een andere naam.",
        _NIETS,
        "Gebruik in url de naam die in het certificaat staat.",
    ),
    "B-0312": ("Het certificaat van de server komt van een onbekende CA.", _NIETS, _CA),
    "B-0313": (
        "De server neemt ons certificaat niet aan.",
        _NIETS,
        "Kijk of tls: certificaat is ingesteld en geldig is. Vraag de leverancier of hij het kent.",
    ),
    "B-0314": (
        "Het certificaat van de server is nog niet geldig.",
        _NIETS,
        "Controleer de klok van deze machine.",
    ),
    "B-0315": ("Het certificaat van de server is ingetrokken.", _NIETS, _LEVERANCIER),
    "B-0316": (
        "De intrekkingslijst (CRL) ontbreekt of is verouderd.",
        _NIETS,
        "Haal een nieuwe CRL op en zet die bij crl.",
    ),
    "B-0317": (
        "De beveiligde verbinding komt niet tot stand ({reden}).",
        _NIETS,
        "De server moet TLS 1.2 of 1.3 spreken. " + _LEVERANCIER,
    ),
    "B-0318": (
        "Een bestand voor de beveiligde verbinding is niet te gebruiken.",
        "Deze bron wordt niet gelezen.",
        "Kijk of het bestand er staat, PEM is, en of certificaat en sleutel bij elkaar horen.",
    ),
    "B-0319": (
        "{wie} verloopt over {dagen} dagen.",
        "Daarna wordt er niets meer gelezen.",
        "Regel op tijd een nieuw certificaat.",
    ),
    # --- HTTP
    "B-0320": (
        "De server stuurt door naar een ander adres (HTTP {status}).",
        _NIETS,
        "Er wordt nooit doorgestuurd. Vraag de leverancier naar het juiste adres.",
    ),
    "B-0321": (
        "De server laat ons niet toe (HTTP {status}).",
        _NIETS,
        "Vraag de leverancier of ons certificaat en ons IP-adres zijn toegelaten.",
    ),
    "B-0322": ("De server wijst de vraag af (HTTP {status}).", _NIETS, "Controleer url."),
    "B-0323": ("De server heeft een storing (HTTP {status}).", _LATER, _BEHEER),
    "B-0324": (
        "Het antwoord is geen XML-bericht, maar bijvoorbeeld een webpagina.",
        _NIETS,
        "Controleer url. Staat er een inlogpagina of een proxy tussen?",
    ),
    "B-0325": ("Het antwoord is leeg.", _LATER, _BEHEER),
    "B-0326": (
        "Het antwoord is groter dan {grens} bytes.",
        _NIETS,
        "Zet maximum_aantal lager.",
    ),
    "B-0327": ("Het antwoord is gecomprimeerd op een manier die niet klopt.", _NIETS, _LEVERANCIER),
    "B-0328": ("Het antwoord is niet in UTF-8.", _NIETS, _LEVERANCIER),
    # --- the message
    "B-0330": ("Het antwoord is geen geldige XML.", _NIETS, _LEVERANCIER),
    "B-0331": ("Het antwoord bevat een DTD. Dat is niet toegestaan.", _NIETS, _LEVERANCIER),
    "B-0332": ("Het antwoord is geen zakLa01-bericht.", _NIETS, "Controleer url. " + _LEVERANCIER),
    "B-0333": ("Het antwoord heeft een andere berichtcode dan La01.", _NIETS, _LEVERANCIER),
    "B-0334": (
        "Het antwoord hoort niet bij onze vraag (crossRefnummer).",
        _NIETS,
        "Vult deze leverancier hier iets anders in? Zet dan crossref op negeren. " + _LEVERANCIER,
    ),
    "B-0335": (
        "Het antwoord komt van een ander systeem of is voor een ander systeem ({deel}).",
        _NIETS,
        "Vergelijk zender en ontvanger met het aansluitformulier.",
    ),
    "B-0336": ("In het antwoord ontbreekt indicatorVervolgvraag.", _NIETS, _LEVERANCIER),
    "B-0337": ("De server geeft dezelfde pagina nog een keer.", _NIETS, _LEVERANCIER),
    "B-0338": (
        "De server geeft meer dan {grens} pagina's.",
        _NIETS,
        "Lees een kortere periode, of verhoog de grens.",
    ),
    "B-0339": (
        "De server zegt dat er meer is, maar geeft geen zaken.",
        _NIETS,
        _LEVERANCIER,
    ),
    # --- faults
    "B-0340": ("Het zaaksysteem heeft een storing ({code}).", _LATER, _BEHEER),
    "B-0341": (
        "Het zaaksysteem geeft ons geen recht op deze gegevens ({code}).",
        _NIETS,
        "Vraag de beheerder van het zaaksysteem om leesrecht op deze zaaktypen.",
    ),
    "B-0342": (
        "Het zaaksysteem kent de zender of de ontvanger niet ({code}).",
        _NIETS,
        "Vergelijk zender en ontvanger met het aansluitformulier.",
    ),
    "B-0343": (
        "Het zaaksysteem vindt onze vraag niet volgens het schema ({code}).",
        _NIETS,
        "Kijk of alle adressen in de mapping bestaan in StUF-ZKN 03.10. " + _LEVERANCIER,
    ),
    "B-0344": (
        "Het zaaksysteem spreekt een andere versie van StUF ({code}).",
        _NIETS,
        "Vraag de leverancier of url het adres van StUF-ZKN 03.10 is.",
    ),
    "B-0345": (
        "Het zaaksysteem vindt de volgorde of het nummer van onze vraag niet goed ({code}).",
        _NIETS,
        "Kijk of de klok van deze computer goed loopt, en geef elk programma een eigen zender.",
    ),
    "B-0346": ("Het zaaksysteem kan deze vraag niet beantwoorden ({code}).", _NIETS, _LEVERANCIER),
    "B-0347": ("Het zaaksysteem meldt een fout ({code}).", _NIETS, _LEVERANCIER),
    "B-0348": ("De server meldt een storing zonder StUF-code.", _LATER, _BEHEER),
    "B-0349": ("De server wijst de vraag af zonder StUF-code.", _NIETS, _LEVERANCIER),
    # --- the fields
    "B-0350": (
        "Het zaaksysteem geeft dit gegeven niet ({reden}).",
        _NIETS,
        "Vraag recht op dit gegeven, of haal het uit de mapping.",
    ),
    "B-0351": ("Er staat commentaar of een instructie midden in een waarde.", _NIETS, _LEVERANCIER),
    "B-0352": (
        "Dit adres wijst naar een groep, niet naar een waarde.",
        _NIETS,
        "Wijs in de mapping het element binnen de groep aan.",
    ),
    "B-0353": (
        "Een kenmerk van dit gegeven heeft een waarde die StUF niet kent ({kenmerk}).",
        _NIETS,
        _LEVERANCIER,
    ),
    "B-0354": (
        "Dit gegeven komt bij {aantal} zaken vaker voor. Alleen het eerste is gelezen.",
        "Een tweede beschikking in dezelfde zaak wordt niet gezien.",
        "Vraag de leverancier om één voorziening per zaak, of wijs een ander adres aan.",
    ),
    "B-0355": (
        "Het zaaksysteem negeert de keuze op {wat} en geeft dat gegeven zelf niet terug.",
        _NIETS,
        _LEVERANCIER,
    ),
    "B-0356": (
        "Het zaaksysteem kondigde {gezegd} zaken aan, maar gaf er {gekomen}.",
        "Er is gelezen wat er kwam.",
        "Het aangekondigde aantal is een schatting. Gebeurt dit steeds? " + _LEVERANCIER,
    ),
    "B-0357": (
        "De klok van het zaaksysteem loopt {verschil} {kant} op die van deze computer.",
        "Het zaaksysteem kan onze vragen weigeren: een vraag moet later zijn dan de vorige.",
        "Kijk welke van de twee klokken niet gelijk loopt, en laat die gelijkzetten.",
    ),
    # --- the configuration
    "B-0360": (
        "Dit adres is te ingewikkeld om in een vraag te zetten.",
        "Deze bron wordt niet gelezen.",
        "Gebruik een gewoon pad, zoals ZKN:leidtTot/ZKN:gerelateerde/ZKN:identificatie.",
    ),
    "B-0361": (
        "Het adres van de StUF-server is geen gewoon https-adres.",
        "Deze bron wordt niet gelezen.",
        "Geef een adres dat begint met https://, zonder wachtwoord en zonder vraagteken.",
    ),
    "B-0362": (
        "Deze waarde moet {minst} tot {meest} tekens lang zijn.",
        "Deze bron wordt niet gelezen.",
        "Neem de waarde over uit het aansluitformulier van de leverancier.",
    ),
    "B-0363": (
        "Dit adres is geen geldig XPath.",
        "Deze bron wordt niet gelezen.",
        "Verbeter het adres in de mapping.",
    ),
    "B-0364": (
        "Een StUF-bron heeft een periode nodig, met een eerste en een laatste dag.",
        "Er is niets gelezen.",
        "Geef vanaf op bij deze bron.",
    ),
}


def probleem(code: str, /, *, waar: str = "", veld: str = "", **woorden: object) -> Problem:
    """Make the problem with this code; the words fill the places in its sentences."""
    return fill(_TABLE, code, waar, veld, woorden)


def codes() -> tuple[str, ...]:
    """Give every code of this room's StUF part."""
    return tuple(_TABLE)
