"""Inzien: who a case is about, shown once, after a reason and a fresh second factor.

The line in the trail is written before anything is shown, in a transaction of its own.
"""

from collections.abc import Mapping
from typing import Any, Final

from loket import spoorboek
from loket.dossier import Dossier, lees
from loket.lezing import datum, tekst, waarde, woord
from loket.paginas import woorden
from loket.paginas.handelen import terug
from loket.paginas.wereld import Wereld
from loket.spoorboek import Actie, Daad
from web.look.blad import Mis, Toon, Uitkomst, Verzoek, Weg

REDENEN: Final[Mapping[str, str]] = {
    "aansprakelijk_stellen": "Een brief of aansprakelijkstelling opstellen",
    "contact_gemeente": "Met de gemeente over deze zaak spreken",
    "contact_verzekeraar": "Met een verzekeraar over deze zaak spreken",
    "zelfde_persoon": "Nagaan of twee zaken over een persoon gaan",
    "gegevens_nakijken": "Nagaan of de gegevens kloppen",
    "verzoek_betrokkene": "De betrokkene vraagt ernaar",
}
_LANGST: Final = 500
_VELDEN: Final[Mapping[str, str]] = {
    "client.burgerservicenummer": "BSN",
    "client.clientnummer": "Cliëntnummer",
    "ongeval.plaats": "Plaats van het ongeval",
    "ongeval.politie.pvNummer": "Proces-verbaal",
    "tegenpartij.naam": "Wederpartij",
    "tegenpartij.verzekeraar": "Verzekeraar wederpartij",
    "tegenpartij.polisnummer": "Polisnummer",
    "tegenpartij.schadenummer": "Schadenummer",
    "tegenpartij.kenteken": "Kenteken",
    "client.belangenbehartiger.naam": "Belangenbehartiger",
    "client.belangenbehartiger.kenmerk": "Kenmerk belangenbehartiger",
}


def vraag_reden(wereld: Wereld, vraag: Verzoek) -> Uitkomst:
    """Ask why."""
    _dossier(wereld, vraag)
    gegevens = {"zaaknummer": vraag.pad["nummer"], "personen": []}
    return Toon("inzien.html", vraag.pad["nummer"], gegevens, _html(vraag))


def toon(wereld: Wereld, vraag: Verzoek) -> Uitkomst:
    """Note who asks and why, and show the person."""
    code, words = vraag.formulier.get("reden", ""), vraag.formulier.get("toelichting", "").strip()
    if code not in REDENEN or len(words) > _LANGST:
        raise Mis(f"Kies waarom u de gegevens nodig hebt. Een toelichting mag {_LANGST} tekens.")
    found = _dossier(wereld, vraag)
    line = Daad(
        wie=vraag.bezoeker.naam,
        actie=Actie.INZAGE,
        zaaknummer=found.zaak["zaaknummer"],
        gemeente=found.zaak["gemeente"],
        code=code,
        toelichting=words,
    )
    with wereld.archief.schrijven() as tx:
        spoorboek.schrijf(tx, wereld.data, line, vraag.now)
    shown = list(dict.fromkeys(_persoon(one) for one in _bronnen(found)))
    gegevens = {"zaaknummer": found.zaak["zaaknummer"], "personen": [dict(one) for one in shown]}
    return Toon("inzien.html", vraag.pad["nummer"], gegevens, _html(vraag))


def _bronnen(found: Dossier) -> list[Any]:
    """Give everything that names the person: the meldingen, and what was told to the loket."""
    return [*found.inhouden, *([found.aangifte] if found.aangifte else [])]


def _dossier(wereld: Wereld, vraag: Verzoek) -> Dossier:
    with wereld.archief.lezen() as tx:
        codes = wereld.gemeente(vraag).codes
        found = lees(tx, wereld.data, codes, vraag.pad["nummer"])
    if found is None:
        raise Weg
    return found


def _persoon(inhoud: Any) -> tuple[tuple[str, str], ...]:
    """Give what a melding says of the person and the other party: label and value."""
    born = datum(inhoud, "client.geboortedatum").iso() or ""
    died = datum(inhoud, "client.overledenOp").iso() or ""
    own = {
        "Naam": _naam(inhoud),
        "Geboren": woorden.datum(born) if born else "",
        "Overleden": woorden.datum(died) if died else "",
        "Adres": _adres(inhoud),
    }
    more = {label: tekst(inhoud, path) for path, label in _VELDEN.items()}
    if woord(inhoud, "aansprakelijkheid.erkend") != "onbekend":
        more["Aansprakelijkheid erkend"] = woord(inhoud, "aansprakelijkheid.erkend")
    return tuple((label, value) for label, value in (own | more).items() if value)


def _naam(inhoud: Any) -> str:
    names = ("voorletters", "voorvoegsel", "geslachtsnaam")
    return " ".join(filter(None, (tekst(inhoud, f"client.{name}") for name in names)))


def _adres(inhoud: Any) -> str:
    if waarde(inhoud, "client.geheim") is True:
        return "geheim: niet verstuurd"
    street = ("straat", "huisnummer", "toevoeging")
    place = ("postcode", "plaats")
    lines = (
        " ".join(filter(None, (tekst(inhoud, f"client.adres.{name}") for name in part)))
        for part in (street, place)
    )
    return ", ".join(filter(None, lines))


def _html(vraag: Verzoek) -> dict[str, Any]:
    return {"redenen": REDENEN, "terug": terug(vraag), "langst": _LANGST}
