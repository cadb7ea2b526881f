"""Every problem of an export and of the folder it lies in, by its code (B-01xx).

No text here takes a cell of the file: places, counts, bytes and the administrator's own words
(column names of the mapping) are all that is told.
"""

from connectors.problem_table import fill
from regres import Problem

_NIETS = "Er is niets van dit bestand gebruikt."
_LEVERANCIER = "Vraag de leverancier om een nieuwe export met de afgesproken opmaak."
_OPNIEUW = "Lever het bestand opnieuw aan. De volgende ronde leest het vanzelf."

#: code -> (what is wrong, what follows, what to do)
_TABLE: dict[str, tuple[str, str, str]] = {
    "B-0101": (
        "De opmaak van het bestand is niet goed ingesteld: {wat}",
        "De bron kan niet gelezen worden.",
        "Verbeter het blok `bestand` in de mapping.",
    ),
    "B-0102": (
        "Het bestand heeft geen kopregel: {wat}",
        _NIETS,
        "Lever het bestand opnieuw aan, of zet in de mapping bij `aanloop` hoeveel regels er "
        "voor de kolomnamen staan.",
    ),
    "B-0103": (
        "Kolom {kolom} ontbreekt in de kopregel{voorstel}",
        _NIETS,
        "{doe}",
    ),
    "B-0104": (
        "De kopregel wijkt af van `kopregel` in de mapping: {wat}",
        _NIETS,
        "Pas `kopregel` in de mapping aan, of vraag de oude opmaak terug.",
    ),
    "B-0105": (
        "Kolom {kolom} staat {keer} keer in de kopregel",
        _NIETS,
        "Zet in de mapping `nummer: 1` of `nummer: 2` achter de naam van de kolom.",
    ),
    "B-0106": (
        "Byte {plek} is geen geldig teken in {codering}",
        _NIETS,
        "Kijk of `codering` in de mapping klopt. Zo ja, vraag een nieuwe export.",
    ),
    "B-0107": (
        "Het bestand begint met een {bom}-merk, maar de mapping zegt {codering}",
        _NIETS,
        "Zet in de mapping de codering die de leverancier echt gebruikt.",
    ),
    "B-0108": (
        "Stuurteken {teken} op byte {plek}",
        _NIETS,
        "Kijk of `codering` in de mapping klopt. Zo ja, vraag een export zonder stuurtekens.",
    ),
    "B-0109": (
        "De aanhalingstekens in deze rij kloppen niet",
        _NIETS,
        "Na een sluitend aanhalingsteken hoort een scheidingsteken. " + _LEVERANCIER,
    ),
    "B-0110": (
        "Het bestand houdt op midden in een cel die op deze regel of later begint",
        _NIETS,
        "Het bestand is afgebroken, of een aanhalingsteken is niet gesloten. " + _OPNIEUW,
    ),
    "B-0111": ("Een cel in deze rij is langer dan {grens} tekens", _NIETS, _LEVERANCIER),
    "B-0112": ("Deze rij is langer dan {grens} tekens", _NIETS, _LEVERANCIER),
    "B-0113": (
        "Deze rij heeft {cellen} cellen, de kopregel heeft er {kolommen}",
        _NIETS,
        "Kijk of het scheidingsteken in de mapping klopt. Zo ja, vraag een nieuwe export.",
    ),
    "B-0114": ("Midden in het bestand staat een lege regel", _NIETS, _LEVERANCIER),
    "B-0115": (
        "De slotregel ontbreekt; het bestand is niet compleet",
        _NIETS,
        _OPNIEUW,
    ),
    "B-0116": (
        "De slotregel klopt niet: {wat}",
        _NIETS,
        _OPNIEUW,
    ),
    "B-0117": ("Na de slotregel staat nog een rij", _NIETS, _LEVERANCIER),
    "B-0118": (
        "Geen van de eerste {regels} regels lijkt op de kopregel van de mapping",
        _NIETS,
        "Controleer in de mapping `aanloop`, scheidingsteken, codering en de namen van kolommen.",
    ),
    "B-0131": (
        "De map bestaat niet of is niet te openen",
        "De bron is niet gelezen.",
        "Controleer `map` in de instellingen, en of de schijf of share gekoppeld is.",
    ),
    "B-0132": (
        "{aantal} bestanden passen bij het patroon; er mag er maar een zijn",
        "De bron is niet gelezen.",
        "Ruim oude bestanden op, of zet `kies: nieuwste`.",
    ),
    "B-0133": (
        "{aantal} namen die bij het patroon passen zijn geen gewoon bestand",
        "Een koppeling (symlink) of map wordt nooit gelezen.",
        "Zet het bestand zelf in de map.",
    ),
    "B-0134": (
        "Het bestand veranderde tijdens het lezen: {wat}",
        _NIETS,
        "De leverancier was nog aan het schrijven. Kies een later tijdstip of een klaar-bestand.",
    ),
    "B-0135": (
        "Het bestand verdween tijdens het lezen",
        _NIETS,
        "Spreek af dat de export blijft staan tot de nachtrun klaar is.",
    ),
    "B-0136": (
        "Het bestand of de map mag niet gelezen worden",
        "De bron is niet gelezen.",
        "Geef het account van Regresbrug leesrecht.",
    ),
    "B-0137": (
        "Het lezen mislukte door een fout van de schijf of share ({fout})",
        _NIETS,
        "De volgende ronde probeert het opnieuw. Blijft dit zo, kijk dan naar de schijf of share.",
    ),
    "B-0138": (
        "Het klaar-bestand ontbreekt of is ouder dan het bestand",
        "Het bestand telt als nog niet geleverd.",
        "Wacht: het wordt later opnieuw bekeken. Blijft dit zo, vraag het de leverancier.",
    ),
    "B-0139": (
        "De bestandsnaam bevat tekens die niet te tonen zijn",
        "De bron is niet gelezen.",
        "Geef het bestand een naam met gewone tekens.",
    ),
    "B-0140": (
        "Het patroon of klaar-bestand is leeg of bevat een pad",
        "De bron kan niet gelezen worden.",
        "Schrijf alleen een naam, met `*` voor wat wisselt. De map staat apart in `map`.",
    ),
    "B-0141": (
        "Er is nu geen bestand dat bij het patroon past",
        "Zonder bestand is de rest niet te controleren.",
        "Controleer `map` en `patroon`, of doe de controle opnieuw als er geleverd is.",
    ),
    "B-0142": ("Dit bestand is er niet", "Er is niets gelezen.", "Controleer het pad."),
}


def problem(code: str, waar: str = "", **words: object) -> Problem:
    """Fill in one problem of the table."""
    return fill(_TABLE, code, waar, "", words)
