"""Letters that answer a person who asks, objects or wants something mended.

They hold no name or number: who asks knows them, and this program does not. What stands between
[brackets] is for the officer to fill in.
"""

from collections.abc import Iterable, Iterator
from datetime import date

from console.betrokkene import Zaak
from console.subjecttekst import ontvanger, stub_regels, versie_regels
from ledger import Dossier, DossierMelding
from settings.velden import meegestuurd

_WAT_HET_IS = (
    "U vroeg welke gegevens Regresbrug over u verwerkt. Regresbrug is het systeem dat voorzieningen"
    " die uit een ongeval volgen, meldt aan het Regresloket."
)
_INHOUD = (
    "Regresbrug bewaart deze gegevens zelf niet: ze zijn verzegeld verstuurd. De inhoud vindt u in"
    " de bijlage uit ons eigen systeem [voeg toe] en bij het Regresloket [voeg toe]."
)
_OPGEHEVEN = (
    "Uw bezwaar is op uw verzoek opgeheven. Vanaf de volgende keer lezen kan een voorziening die"
    " uit een ongeval volgt weer worden gemeld."
)
_ALLEEN_CODE = (
    "Wij bewaren alleen een code waarmee het systeem ziet dat het niets mag melden. Uw naam of"
    " nummer staat daar niet in."
)
_VERBETERD = (
    "U vroeg ons om gegevens te verbeteren. De gegevens zelf staan in ons eigen systeem: [omschrijf"
    " hier wat is verbeterd]. Regresbrug leest de verbeterde gegevens bij de volgende keer opnieuw."
)
_KLACHT = (
    "Bent u het niet met ons eens? Dan kunt u een klacht indienen bij de Autoriteit"
    " Persoonsgegevens."
)


def inzagebrief(zaak: Zaak, found: Dossier, vandaag: date) -> str:
    """Write the answer to a request for access (AVG art. 15)."""
    return _brief(zaak, vandaag, "Uw verzoek om inzage", _inhoud(zaak, found))


def bezwaarbrief(zaak: Zaak, vandaag: date, meldingen: int, *, opgeheven: bool) -> str:
    """Write the answer to an objection (AVG art. 21), or to its being taken back."""
    done = (
        f"Wij hebben uw bezwaar op {vandaag:%d-%m-%Y} verwerkt. Vanaf nu melden wij niets meer over"
        " u aan het Regresloket."
    )
    told = [_OPGEHEVEN] if opgeheven else [done, _ingetrokken(meldingen), _ALLEEN_CODE]
    return _brief(zaak, vandaag, "Uw bezwaar", told)


def rectificatiebrief(zaak: Zaak, found: Dossier, vandaag: date) -> str:
    """Write the answer to a request for correction (AVG art. 16 and 19)."""
    count = len(found.meldingen)
    passed_on = "Over u is niets gemeld aan het Regresloket. Daar hoeft niets te worden verbeterd."
    if count:
        passed_on = (
            f"{_meldingen(count)} over u gedaan aan het Regresloket. Het Regresloket krijgt de"
            " verbeterde gegevens als nieuwe versie."
        )
    return _brief(zaak, vandaag, "Uw verzoek om verbetering", [_VERBETERD, passed_on])


def _brief(zaak: Zaak, vandaag: date, over: str, alineas: Iterable[str]) -> str:
    blok = zaak.een.blok
    head = ["[naam]", "[adres]", "", f"{blok.naam}, {vandaag:%d-%m-%Y}", "", f"Onderwerp: {over}"]
    body = [line for alinea in (*alineas, *_rechten(zaak)) for line in ("", alinea)]
    tail = ["", "Met vriendelijke groet,", "", blok.contactpersoon.naam, f"Gemeente {blok.naam}"]
    return "\n".join([*head, "", "Geachte [naam],", *body, *tail, ""])


def _inhoud(zaak: Zaak, found: Dossier) -> Iterator[str]:
    verwerking = zaak.een.blok.verwerking
    yield _WAT_HET_IS
    yield f"Doel: {verwerking.doel}. Grondslag: {verwerking.grondslag}."
    if found.leeg:
        yield "In Regresbrug staat niets over u. Er is niets over u gemeld."
        return
    if found.bezwaar:
        yield f"U maakt bezwaar sinds {found.bezwaar:%d-%m-%Y}. Er wordt niets over u gemeld."
    for number, one in enumerate(found.meldingen, 1):
        yield "\n".join([f"Melding {number}", *_melding(one)])
    for stub in found.wachtend:
        yield "\n".join(stub_regels(stub, plaats=False))
    if found.meldingen:
        yield _welke_velden(zaak, found)
        yield _INHOUD
    yield _bewaren(zaak)


def _melding(one: DossierMelding) -> Iterator[str]:
    yield f"  Kenmerk: {one.referentie}"
    if one.zaaknummer:
        yield f"  Zaaknummer bij het Regresloket: {one.zaaknummer}"
    yield f"  Afkomstig uit: {one.bronset}"
    yield from versie_regels(one)


def _welke_velden(zaak: Zaak, found: Dossier) -> str:
    names = {one.bronset for one in found.meldingen}
    routes = [route for route in zaak.routes if route.bronset in names]
    fields = sorted({pad for route in routes for pad in meegestuurd(zaak.een.blok, route.plan)})
    listed = "\n".join(f"- {field}" for field in fields)
    return f"Deze soorten gegevens gingen naar {ontvanger(zaak)}, als ze waren ingevuld:\n{listed}"


def _bewaren(zaak: Zaak) -> str:
    kept = zaak.settings.dienst.bewaren
    return (
        "Regresbrug bewaart codes, datums en het zaaknummer. Die worden gewist"
        f" {kept.afgesloten_jaren} jaar nadat het Regresloket de zaak heeft afgesloten, of"
        f" {kept.hoogstens_jaren} jaar na de laatste melding; eerst moet de voorziening uit ons"
        " systeem zijn verdwenen."
    )


def _ingetrokken(count: int) -> str:
    if not count:
        return "Er was niets over u gemeld. Er hoeft dus niets te worden ingetrokken."
    return (
        f"{_meldingen(count)} over u gedaan. Die trekken wij in bij de volgende keer dat het"
        " systeem leest. Het Regresloket krijgt dan bericht dat de melding vervalt."
    )


def _meldingen(count: int) -> str:
    return "Er is 1 melding" if count == 1 else f"Er zijn {count} meldingen"


def _rechten(zaak: Zaak) -> Iterator[str]:
    who = zaak.een.blok.contactpersoon
    reach = ", ".join(filter(None, (who.telefoon, who.email)))
    yield (
        "U mag uw gegevens laten verbeteren, bezwaar maken en ons vragen om gegevens te wissen."
        f" Vragen? Neem contact op met {who.naam}{f' ({reach})' if reach else ''}."
    )
    yield _KLACHT
