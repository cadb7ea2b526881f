"""Every problem of an SFTP server, by its code (B-02xx); what is wrong with the file is B-01xx."""

from connectors.problem_table import fill
from regres import Problem

_LATER = "Er is niets van deze ronde gebruikt. De volgende ronde probeert het opnieuw."
_STOP = "Er is niet aangemeld en niets gelezen."
_BEL = (
    "Bel de beheerder van de server op een nummer dat u al kent en vergelijk de vingerafdruk."
    " Klopt hij, zet hem dan bij `hostsleutel`. Klopt hij niet, waarschuw dan de beveiliging."
)

#: code -> (what is wrong, what follows, what to do)
_TABLE: dict[str, tuple[str, str, str]] = {
    "B-0201": (
        "De SFTP-server weigert de verbinding",
        _LATER,
        "Controleer host en poort, en of de server aan staat.",
    ),
    "B-0202": (
        "De SFTP-server geeft geen verbinding binnen {seconden} seconden",
        _LATER,
        "Controleer host, poort en firewall.",
    ),
    "B-0203": (
        "De SFTP-server is niet te bereiken ({fout})",
        _LATER,
        "Controleer het netwerk tussen deze machine en de server.",
    ),
    "B-0204": (
        "Op dit adres antwoordt geen bruikbare SSH-server",
        _LATER,
        "Controleer host en poort.",
    ),
    "B-0205": (
        "De hostsleutel van de server is nog niet ingesteld; de server toont {gezien}",
        _STOP,
        _BEL,
    ),
    "B-0206": (
        "De hostsleutel van de server is veranderd: verwacht {verwacht}, gezien {gezien}",
        _STOP + " Dit kan een nieuwe server zijn, of iemand die zich ervoor uitgeeft.",
        _BEL,
    ),
    "B-0207": (
        "De server en Regresbrug hebben geen veilig algoritme gemeen",
        _STOP,
        "Vraag de beheerder de server bij te werken. Tot die tijd kan `oude_algoritmen: true`.",
    ),
    "B-0208": (
        "De server weigert het aanmelden met {middel}",
        "Er is niets gelezen. Er is een keer geprobeerd, zodat het account niet op slot gaat.",
        "Controleer gebruiker en {middel}, en vraag de beheerder of het account nog geldig is.",
    ),
    "B-0209": (
        "De verbinding met de SFTP-server brak af{plek}",
        _LATER,
        "Wacht: dit gaat vanzelf.",
    ),
    "B-0210": (
        "De server laat aanmelden toe, maar biedt geen SFTP",
        "Er is niets gelezen.",
        "Vraag de beheerder om SFTP voor dit account aan te zetten.",
    ),
    "B-0211": (
        "De map op de SFTP-server bestaat niet",
        "Er is niets gelezen.",
        "Controleer `map` in de instellingen.",
    ),
    "B-0212": (
        "Het account mag de map of het bestand op de SFTP-server niet lezen",
        "Er is niets van dit bestand gebruikt.",
        "Vraag de beheerder om leesrecht voor dit account.",
    ),
    "B-0213": ("De SFTP-server meldt een fout (code {fout})", _LATER, "Wacht: dit gaat vanzelf."),
    "B-0214": (
        "De SFTP-server antwoordt niet binnen {seconden} seconden{plek}",
        _LATER,
        "Wacht: dit gaat vanzelf. Blijft dit zo, vraag het de beheerder van de server.",
    ),
    "B-0215": (
        "Het lezen duurt langer dan {seconden} seconden{plek}",
        _LATER,
        "Kijk naar de snelheid van de lijn, of kies een kleiner bestand.",
    ),
    "B-0216": (
        "De inlogsleutel is niet te lezen",
        "Er is niet aangemeld en niets gelezen.",
        "Geef een private sleutel in OpenSSH-vorm zonder wachtzin, of in PEM-vorm met de juiste"
        " wachtzin (`ssh-keygen -p -m PKCS8`).",
    ),
    "B-0217": (
        "Deze hostsleutel heeft geen vorm die we kennen",
        "De bron kan niet gelezen worden.",
        "Geef een regel als `ssh-ed25519 AAAA...` of een vingerafdruk als `SHA256:...`.",
    ),
    "B-0219": (
        "Het bestand {bestand} is {seconden} seconden in de toekomst geschreven",
        "Het bestand wordt wel gelezen, maar `kies: nieuwste` kan het verkeerde kiezen.",
        "Controleer de klok en de tijdzone van de SFTP-server en van deze computer.",
    ),
    "B-0218": (
        "De SSH-bibliotheek neemt de gebruikersnaam niet aan",
        "Er is geen verbinding gemaakt.",
        "Controleer `gebruiker`. Heeft het account van Regresbrug zelf geen naam op deze machine,"
        " zet dan de omgevingsvariabele LOGNAME.",
    ),
}


def problem(code: str, waar: str = "", **words: object) -> Problem:
    """Fill in one problem of the table."""
    return fill(_TABLE, code, waar, "", words)
