"""By what name and kind of value each field of a mapping is known."""

from dataclasses import dataclass
from typing import Final

from mappings.verkenning.soorten import Kind
from mappings.verkenning.woorden import Idee

#: Paths that are no field of `velden:` but a signal, or part of `kosten:`.
VLAG, DERDE, CODE, NOTITIE = "vlag", "derde", "code", "notitie"
BEDRAG, BIJDRAGE = "kosten.bedrag", "kosten.eigenBijdrage"
PRODUCTCODE: Final = "voorziening.productcode"


@dataclass(frozen=True, slots=True)
class Weg:
    """One way a column can be called; `reden` says why a person must look at it, if so."""

    ideeen: frozenset[Idee]
    reden: str = ""


@dataclass(frozen=True, slots=True)
class Veldregel:
    """How the column of one field is known.

    ook   ideas that may stand in the name too, and say nothing against it
    vorm  its values alone may be enough, whatever it is called
    """

    pad: str
    soorten: frozenset[Kind]
    wegen: tuple[Weg, ...]
    ook: frozenset[Idee] = frozenset()
    vorm: bool = False


def _weg(*ideeen: Idee, reden: str = "") -> Weg:
    return Weg(frozenset(ideeen), reden)


def _datum(pad: str, *wegen: Weg, ook: tuple[Idee, ...] = ()) -> Veldregel:
    return Veldregel(pad, frozenset({Kind.DATUM}), wegen, frozenset(ook))


def _regel(
    pad: str, soorten: str, *wegen: Weg, ook: tuple[Idee, ...] = (), vorm: bool = False
) -> Veldregel:
    kinds = frozenset(Kind[name] for name in soorten.split())
    return Veldregel(pad, kinds, wegen, frozenset(ook), vorm=vorm)


_NUMMER = "CODE NUMMER"
_WOORDEN = "TEKST LIJST LETTERS NOTITIE CODE"

REGELS: Final = (
    _regel("client.burgerservicenummer", "BSN", _weg(Idee.BSN), ook=(Idee.NUMMER,), vorm=True),
    _regel(
        "client.clientnummer",
        _NUMMER,
        _weg(Idee.CLIENT, Idee.NUMMER),
        _weg(Idee.CLIENT),
        _weg(Idee.DOSSIER, Idee.NUMMER, reden="het kan ook het nummer van een dossier zijn"),
        _weg(Idee.DOSSIER, reden="het kan ook het nummer van een dossier zijn"),
        _weg(Idee.NUMMER, reden="de naam zegt niet wiens nummer dit is"),
    ),
    _regel(
        "client.geslachtsnaam",
        "TEKST LETTERS NOTITIE",
        _weg(Idee.CLIENT, Idee.NAAM),
        _weg(Idee.NAAM),
        _weg(Idee.CLIENT, reden="staat hier alleen de achternaam?"),
        ook=(Idee.TUSSEN,),
    ),
    _regel("client.voorvoegsel", _WOORDEN, _weg(Idee.TUSSEN)),
    _regel("client.voorletters", "LETTERS TEKST", _weg(Idee.LETTERS), ook=(Idee.CLIENT,)),
    _datum(
        "client.geboortedatum",
        _weg(Idee.GEBOORTE, Idee.DATUM),
        _weg(Idee.GEBOORTE),
        ook=(Idee.CLIENT,),
    ),
    _datum("client.overledenOp", _weg(Idee.OVERLEDEN, Idee.DATUM), _weg(Idee.OVERLEDEN)),
    _regel("client.adres.straat", "TEKST LETTERS NOTITIE", _weg(Idee.STRAAT)),
    _regel("client.adres.huisnummer", _NUMMER, _weg(Idee.HUISNUMMER)),
    _regel("client.adres.postcode", "POSTCODE", _weg(Idee.POSTCODE), vorm=True),
    _regel("client.adres.plaats", "TEKST LETTERS LIJST", _weg(Idee.PLAATS)),
    _datum(
        "ongeval.datum",
        _weg(Idee.ONGEVAL, Idee.DATUM),
        _weg(Idee.OORZAAK, Idee.DATUM),
        _weg(Idee.DERDE, Idee.DATUM, reden="is dit de dag van het ongeval, of die van het regres?"),
        _weg(Idee.ONGEVAL),
        _weg(Idee.DATUM, reden="de naam zegt niet welke datum dit is"),
        ook=(Idee.BEGIN, Idee.DOSSIER),
    ),
    _regel(
        "voorziening.beschikkingnummer",
        _NUMMER,
        _weg(Idee.BESLUIT, Idee.NUMMER),
        _weg(Idee.BESLUIT),
        _weg(Idee.AANVRAAG, Idee.NUMMER, reden="het klinkt als het nummer van de aanvraag"),
    ),
    _datum("voorziening.datumToekenning", _weg(Idee.BESLUIT, Idee.DATUM), _weg(Idee.BESLUIT)),
    _datum("datumAanvraag", _weg(Idee.AANVRAAG, Idee.DATUM), _weg(Idee.AANVRAAG)),
    _datum("datumBekendheid", _weg(Idee.BEKEND, Idee.DATUM), _weg(Idee.BEKEND)),
    _regel("voorziening.productcategorie", _NUMMER, _weg(Idee.PRODUCT, Idee.CATEGORIE)),
    _regel(
        PRODUCTCODE,
        "CODE NUMMER LIJST",
        _weg(Idee.PRODUCT, Idee.CODE),
        _weg(Idee.PRODUCT, Idee.NUMMER),
        _weg(Idee.PRODUCT),
        _weg(Idee.CODE, reden="de naam zegt niet welke code dit is"),
        _weg(Idee.CATEGORIE, reden="is dit de code van het product, of die van de categorie?"),
    ),
    _regel(
        "voorziening.omschrijving",
        "TEKST LIJST NOTITIE LETTERS",
        _weg(Idee.PRODUCT, Idee.OMSCHRIJVING),
        _weg(Idee.PRODUCT, Idee.NAAM),
        _weg(Idee.PRODUCT),
        _weg(Idee.OMSCHRIJVING),
    ),
    _datum(
        "voorziening.ingangsdatum",
        _weg(Idee.BEGIN, Idee.DATUM),
        _weg(Idee.BEGIN),
        ook=(Idee.PRODUCT, Idee.NUMMER),
    ),
    _datum(
        "voorziening.einddatum", _weg(Idee.EIND, Idee.DATUM), _weg(Idee.EIND), ook=(Idee.PRODUCT,)
    ),
    _regel("voorziening.wet", "LIJST TEKST LETTERS CODE", _weg(Idee.WET)),
    _regel("voorziening.leveringsvorm", "LIJST TEKST LETTERS CODE", _weg(Idee.VORM)),
    _regel("voorziening.besluitstatus", "LIJST TEKST LETTERS CODE", _weg(Idee.STATUS)),
    _regel(BEDRAG, "BEDRAG NUMMER", _weg(Idee.BEDRAG), ook=(Idee.PRODUCT, Idee.PERIODE), vorm=True),
    _regel(BIJDRAGE, "BEDRAG NUMMER", _weg(Idee.BIJDRAGE)),
    _regel(
        VLAG,
        "JA_NEE",
        _weg(Idee.ONGEVAL),
        _weg(Idee.OORZAAK, Idee.ONGEVAL),
        _weg(Idee.OORZAAK, reden="vraagt deze kolom of het door een ongeval komt?"),
        ook=(Idee.BEGIN, Idee.DOSSIER),
    ),
    _regel(DERDE, "JA_NEE", _weg(Idee.DERDE), ook=(Idee.ONGEVAL,)),
    _regel(
        CODE,
        "LIJST CODE NUMMER TEKST",
        _weg(Idee.OORZAAK),
        _weg(Idee.OORZAAK, Idee.CODE),
        _weg(Idee.ONGEVAL, Idee.CODE),
        ook=(Idee.OMSCHRIJVING,),
    ),
    _regel(
        NOTITIE,
        "NOTITIE TEKST",
        _weg(Idee.NOTITIE),
        _weg(Idee.OMSCHRIJVING, Idee.ONGEVAL),
        ook=(Idee.OORZAAK, Idee.DOSSIER),
        vorm=True,
    ),
    _regel("tegenpartij.verzekeraar", _WOORDEN, _weg(Idee.VERZEKERAAR)),
    _regel("tegenpartij.schadenummer", _NUMMER, _weg(Idee.SCHADENUMMER)),
    _regel("tegenpartij.polisnummer", _NUMMER, _weg(Idee.POLIS)),
    _regel("tegenpartij.kenteken", "CODE TEKST", _weg(Idee.KENTEKEN)),
)
#: Of these kinds the values alone are telling.
SPREKEND: Final = frozenset({Kind.BSN, Kind.BEDRAG, Kind.POSTCODE, Kind.NOTITIE})
