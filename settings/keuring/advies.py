"""Whom to call when a step fails, and what to say: the problem itself says what the caller can do.

Sentences are meant to be read out or put in a mail. {waar} is the address, host:port. Whom to call
is named by a sentence of the catalogue; what to say is Dutch only, for so are those who hear it.
"""

from collections.abc import Mapping

from settings.keuring.stap import Advies

_ZAAK = "bel_zaaksysteem"
_SFTP = "bel_sftp"
_EXPORT = "bel_export"
_LOKET = "bel_regresloket"
_NETWERK = "bel_netwerk"
_CERTIFICATEN = "bel_certificaten"
_MACHINE = "bel_machine"
_MAIL = "bel_mail"
_MAILT = "Wij versturen met Regresbrug een overzicht via {waar}. "
_WIJ = "Wij lezen met Regresbrug van {waar}. "
_NAAR = "Wij leveren met Regresbrug aan {waar}. "

_TLS: Mapping[str, str] = {
    "TLS": "De beveiligde verbinding komt niet tot stand. Wij spreken TLS 1.2 en 1.3. Welke "
    "versies en ciphers biedt de server, en vraagt hij een clientcertificaat?",
    "certificaatketen": "Wij vertrouwen alleen de CA in ons bestand. Welke CA geeft het "
    "certificaat van deze server uit? Stuur ons het rootcertificaat en de tussencertificaten als "
    "PEM, en laat de server de tussencertificaten meesturen.",
    "certificaatnaam": "De naam in het certificaat is niet de naam van het adres. Welk adres "
    "moeten wij gebruiken, of komt er een certificaat met deze naam?",
    "intrekking": "Waar staat de actuele intrekkingslijst (CRL) van uw CA, en is het certificaat "
    "van de server ingetrokken?",
    "geldigheid": "Het certificaat van de server is niet geldig, of verloopt binnenkort. Wanneer "
    "wordt het vernieuwd, en blijft de CA dezelfde?",
    "clientcertificaat": "De server neemt ons clientcertificaat niet aan, of het verloopt. Welke "
    "CA's vertrouwt u voor clients, en is ons certificaat bij u geregistreerd? Wij kunnen "
    "onderwerp en serienummer geven.",
    "OIN": "In het certificaat van de server staat een ander OIN dan wij hebben afgesproken, of "
    "geen. Van welke organisatie is dit certificaat, en welk OIN hoort erin?",
}
_NET: Mapping[str, str] = {
    "naam in DNS": "Deze server vindt {waar} niet in DNS, of de naam wijst naar een adres dat wij "
    "niet bereiken. Kunt u de naam opzoeken vanaf de machine van Regresbrug?",
    "verbinding": "Vanaf de machine van Regresbrug komt er geen TCP-verbinding met {waar}. Staat "
    "deze verbinding open in de firewall, in beide richtingen?",
}
_OPMAAK: Mapping[str, str] = {
    "bestand": "Wij vinden de export niet. Hoe heet het bestand, wanneer staat het klaar, en in "
    "welke map?",
    "codering": "De export is niet in de tekencodering die is afgesproken. In welke codering maakt "
    "u hem (UTF-8 of Windows-1252), met of zonder BOM?",
    "kopregel": "De kopregel is anders dan afgesproken. Welke kolommen zijn hernoemd, vervallen of "
    "nieuw, en sinds wanneer?",
    "eerste rij": "De rijen passen niet bij de kopregel. Welk scheidingsteken en aanhalingsteken "
    "gebruikt u, en staan er regeleinden in de cellen?",
}
_STUF: Mapping[str, str] = {
    "toegang": "De server laat ons niet toe. Zijn ons certificaat en ons IP-adres toegelaten voor "
    "BeantwoordVraag?",
    "adres": "Op dit adres antwoordt geen StUF-dienst. Wat is het volledige adres van "
    "BeantwoordVraag (StUF-ZKN 03.10)? Staat er een proxy of inlogpagina voor?",
    "codering": "Het antwoord is niet in UTF-8. StUF 3.01 schrijft UTF-8 voor.",
    "bericht": "Het antwoord is geen heel zakLa01 dat bij onze vraag hoort. Wat staat er in uw log "
    "bij ons referentienummer? Vult u crossRefnummer, zender en ontvanger?",
    "rechten": "Uw systeem kent onze zender niet, of geeft geen recht op deze zaken. Welke zender "
    "en ontvanger verwacht u, en is er leesrecht op deze zaaktypen?",
    "klok": "Uw server en die van ons verschillen in tijd. Met welke tijdbron loopt uw server "
    "gelijk?",
    "vraag": "Uw systeem wijst onze vraag zakLv01 af. Wat staat er in uw log bij ons "
    "referentienummer, en welke elementen ondersteunt u niet?",
    "eerste zaak": "Wij krijgen een gegeven niet dat in onze mapping staat. Onder welk element of "
    "extraElement staat het, en hebben wij er recht op?",
}
_DIENST: Mapping[str, str] = {
    "toegang": "De dienst laat ons niet toe. Zijn ons certificaat, ons account en ons IP-adres "
    "toegelaten voor deze dienst?",
    "adres": "Op dit adres antwoordt de dienst niet zoals afgesproken. Wat is het volledige adres, "
    "en staat er een proxy of inlogpagina voor?",
    "codering": "Het antwoord is niet in UTF-8.",
    "bericht": "Het antwoord is anders dan in de WSDL die wij hebben. Is er een nieuwe versie van "
    "de dienst, en welk element staat er in de Body?",
    "vraag": "Uw dienst wijst onze vraag af. Wat staat er in uw log op dit moment, en welke koppen "
    "en waarden verwacht u?",
    "eerste record": "Wij krijgen een gegeven niet dat in onze mapping staat. Onder welk element "
    "staat het, en hebben wij er recht op?",
}
_LIJST = (
    "Regresbrug kan de map met de lijst van zaken niet lezen. Bestaat zij, is de schijf of share "
    "gekoppeld, en heeft het account leesrecht?"
)
_TABEL: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "stuf_zkn": {
        "TLS-bestanden": (_CERTIFICATEN, ""),
        "officiële set": (
            _MACHINE,
            "De officiële schema's in config/wsdl zijn niet zoals ze vastgelegd zijn, of passen "
            "niet bij de vraag. Wie heeft de map veranderd, en van welke versie is de set?",
        ),
        "lijst: map": (_MACHINE, _LIJST),
        **{f"lijst: {name}": (_EXPORT, text) for name, text in _OPMAAK.items()},
        **{name: (_NETWERK, text) for name, text in _NET.items()},
        **{name: (_ZAAK, _WIJ + text) for name, text in ({**_TLS, **_STUF}).items()},
    },
    "soap_template": {
        "TLS-bestanden": (_CERTIFICATEN, ""),
        **{name: (_NETWERK, text) for name, text in _NET.items()},
        **{name: (_ZAAK, _WIJ + text) for name, text in ({**_TLS, **_DIENST}).items()},
    },
    "sftp": {
        **{name: (_NETWERK, text) for name, text in _NET.items()},
        "hostsleutel": (
            "bel_sftp_bekend",
            _WIJ + "De server toont een andere sleutel dan die wij hebben vastgelegd. Is de "
            "sleutel gewisseld? Lees ons de vingerafdruk voor (ssh-keygen -lf van "
            "de openbare sleutel).",
        ),
        "aanmelden": (
            _SFTP,
            _WIJ + "Het aanmelden wordt geweigerd. Is het account actief, en is onze publieke "
            "sleutel of ons wachtwoord bekend?",
        ),
        "map": (
            _SFTP,
            _WIJ + "Wij kunnen de map niet lezen. In welke map staat de export, en heeft het "
            "account leesrecht?",
        ),
        **{name: (_EXPORT, _WIJ + text) for name, text in _OPMAAK.items()},
        "klok": (
            _SFTP,
            _WIJ + "Bestanden hebben een tijd in de toekomst. Loopt de klok van de server gelijk, "
            "en in welke tijdzone staat hij?",
        ),
    },
    "map": {
        "map": (
            _MACHINE,
            "Regresbrug kan de map {waar} niet lezen. Bestaat zij, is de schijf of share "
            "gekoppeld, en heeft het account leesrecht?",
        ),
        **{name: (_EXPORT, text) for name, text in _OPMAAK.items()},
    },
    "regresloket": {
        "TLS-bestanden": (_CERTIFICATEN, ""),
        **{name: (_NETWERK, text) for name, text in _NET.items()},
        **{name: (_LOKET, _NAAR + text) for name, text in _TLS.items()},
        "token": (
            _LOKET,
            _NAAR + "Wij krijgen geen token. Is onze client nog geldig, en kunnen wij een nieuw "
            "geheim krijgen?",
        ),
        "toegang": (
            _LOKET,
            _NAAR + "Wij krijgen wel een token, maar mogen /v1/regresmeldingen niet lezen. Welke "
            "rechten heeft onze client, en is dit het goede adres?",
        ),
        "sleutels": (
            _LOKET,
            _NAAR + "U publiceert bij /v1/sleutels niet de sleutel waarvoor wij verzegelen. Welke "
            "sleutel geldt nu, en tot wanneer? Lees ons de kid voor.",
        ),
        "klok": (
            _LOKET,
            _NAAR + "Uw server en die van ons verschillen in tijd. Met welke tijdbron loopt uw "
            "server gelijk?",
        ),
    },
    "mail": {
        "TLS-bestanden": (_CERTIFICATEN, ""),
        **{name: (_NETWERK, text) for name, text in _NET.items()},
        "TLS": (
            _MAIL,
            _MAILT
            + "De beveiligde verbinding komt niet tot stand. Welke poort is voor STARTTLS of "
            "TLS, en welke CA geeft het certificaat uit? Stuur ons het rootcertificaat als PEM.",
        ),
        "aanmelden": (
            _MAIL,
            _MAILT
            + "Het aanmelden wordt geweigerd. Is het account actief, en klopt het wachtwoord?",
        ),
        "adressen": (
            _MAIL,
            _MAILT
            + "Mag ons account versturen namens ons afzenderadres, en bestaan de adressen van "
            "de ontvangers?",
        ),
    },
    "uitmap": {
        "map": (
            _MACHINE,
            "Regresbrug kan niet schrijven in {waar}. Bestaat de map, en heeft het account er "
            "schrijfrecht?",
        ),
    },
    "sleutels": {
        "geheim van het Regresloket": (_LOKET, "Wij hebben het geheim van onze client nodig."),
        "ontvangersleutels": (
            _LOKET,
            "Wij hebben uw openbare sleutel nodig, als JWK met kid en geldigheidsdagen.",
        ),
        "geheime helft": (
            "bel_beveiliging",
            "Op de machine van Regresbrug ligt een sleutel waarmee meldingen te openen zijn, of "
            "een sleutelbestand dat anderen kunnen lezen.",
        ),
    },
}


def advies(soort: str, stap: str, waar: str) -> Advies:
    """Give whom to call for a step of this kind of door, or of this part of the configuration."""
    found = _TABEL.get(soort, {}).get(stap)
    if found is None:
        return Advies()
    wie, zeg = found
    return Advies(wie, zeg.format(waar=waar or "de server"))
