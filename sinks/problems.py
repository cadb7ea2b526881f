"""Every problem of this room, by its code; the words are for the administrator.

None holds a word of the backend's own text: a backend opens what we seal, so its messages may
repeat what must stay sealed. Only the status and the type of an answer are told.
"""

from regres import Problem

_WACHT = "De melding blijft verzegeld in de wachtrij; niets is verloren en niets gaat dubbel."
_STOP = "Er wordt niets verstuurd tot dit is opgelost. De meldingen blijven verzegeld wachten."
_VANZELF = "Wacht: de volgende poging gaat vanzelf. Blijft dit zo, bel dan het Regresloket."
_PROXY = "Kijk of er een proxy of onderhoudspagina tussen zit. De volgende poging gaat vanzelf."

#: code -> (what is wrong, what follows, what to do)
_TABLE: dict[str, tuple[str, str, str]] = {
    "S-0001": (
        "Deze host staat niet in de lijst `uitgaand`",
        _STOP,
        "Zet de host in config/regresbrug.yaml onder `uitgaand`, of verbeter het adres.",
    ),
    "S-0002": (
        "De naam wijst naar een adres dat nooit bereikt mag worden",
        _STOP,
        "Kijk in DNS: link-local, metadata en (buiten de demo) loopback zijn verboden.",
    ),
    "S-0003": ("De naam van het Regresloket is niet gevonden in DNS", _WACHT, _VANZELF),
    "S-0004": ("Er komt geen verbinding met het Regresloket", _WACHT, _VANZELF),
    "S-0005": ("Het Regresloket antwoordt niet op tijd", _WACHT, _VANZELF),
    "S-0006": (
        "Het certificaat van het Regresloket wordt niet vertrouwd",
        _STOP,
        "Kijk of het certificaat verlopen is, bij deze host hoort en van de ingestelde CA komt.",
    ),
    "S-0007": ("De beveiligde verbinding brak af", _WACHT, _VANZELF),
    "S-0008": (
        "Het Regresloket weigert ons clientcertificaat",
        _STOP,
        "Kijk of het clientcertificaat geldig is en bij het Regresloket bekend is.",
    ),
    "S-0009": (
        "Een bestand voor de beveiligde verbinding is niet te lezen",
        _STOP,
        "Kijk naar CA, CRL, certificaat en sleutel in de instellingen van het Regresloket.",
    ),
    "S-0010": ("Het antwoord is een doorverwijzing; die volgen we nooit", _WACHT, _PROXY),
    "S-0011": ("Het antwoord heeft een status die niet is afgesproken", _WACHT, _VANZELF),
    "S-0012": ("Het antwoord is geen JSON maar iets anders", _WACHT, _PROXY),
    "S-0013": ("Het antwoord is leeg, afgebroken of geen geldige JSON", _WACHT, _VANZELF),
    "S-0014": ("Het antwoord gaat over een andere melding", _WACHT, _VANZELF),
    "S-0015": ("Het antwoord is groter dan is toegestaan", _WACHT, _PROXY),
    "S-0016": ("In het antwoord ontbreekt een veld van het ontvangstbewijs", _WACHT, _VANZELF),
    "S-0017": ("Het antwoord is verpakt op een manier die we niet kennen", _WACHT, _PROXY),
    "S-0020": (
        "Het Regresloket weigert deze afzender",
        _STOP,
        "Vraag het Regresloket of de toegang van deze gemeente nog geldig is.",
    ),
    "S-0021": (
        "Het Regresloket geeft geen token",
        _STOP,
        "Kijk of client-id en geheim kloppen; vraag zo nodig een nieuw geheim aan.",
    ),
    "S-0022": ("Het antwoord van het token-adres is niet bruikbaar", _WACHT, _VANZELF),
    "S-0030": ("Het Regresloket vraagt om later terug te komen", _WACHT, _VANZELF),
    "S-0031": ("Het Regresloket heeft een storing", _WACHT, _VANZELF),
    "S-0032": ("Een weigering die niet van het Regresloket zelf komt", _WACHT, _PROXY),
    "S-0040": (
        "Het Regresloket neemt deze melding niet aan",
        "Deze melding gaat naar quarantaine. De andere gaan door.",
        "Zoek de melding op met `regresbrug explain` en overleg met het Regresloket.",
    ),
    "S-0050": (
        "De uitvoermap is niet te lezen of te beschrijven",
        _WACHT,
        "Kijk of de map bestaat, wie eigenaar is en of er ruimte is.",
    ),
    "S-0051": (
        "Een bestand in de uitvoermap is geen aflevering van Regresbrug",
        _STOP,
        "Geef Regresbrug een eigen map, of zet het bestand terug zoals het was.",
    ),
    "S-0060": (
        "Het Regresloket kent geen van de sleutels waarvoor wij verzegelen",
        "Meldingen zouden worden geweigerd als `sleutel-onbekend`.",
        "Haal de nieuwe publieke sleutel op en zet hem in config/ontvanger/.",
    ),
    "S-0100": (
        "Het adres van het Regresloket is geen gewoon https-adres",
        _STOP,
        "Schrijf `https://host` of `https://host:poort`, zonder pad, naam, wachtwoord of `?`.",
    ),
    "S-0101": (
        "De wachttijden van de uitgaande verbinding kloppen niet",
        _STOP,
        "`verbindtijd` is groter dan 0 en hooguit `totaaltijd`; `totaaltijd` is hooguit 60.",
    ),
}


def problem(code: str, waar: str = "", wat: str = "") -> Problem:
    """Make a problem of a code; *wat* is added to the sentence and holds no value of a record."""
    sentence, gevolg, doe = _TABLE[code]
    return Problem(
        code=code,
        wat=f"{sentence} ({wat})." if wat else f"{sentence}.",
        waar=waar,
        gevolg=gevolg,
        doe=doe,
    )
