"""The words that suppliers make column names of, and what each is about.

Words of whole names and of abbreviations: `GEBDTM` is `geb` + `dtm`. Added to whenever an export
comes by that writes something else; a word may be about more than one thing.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final


class Idee(StrEnum):
    """What a word of a column name is about."""

    DATUM = "datum"
    NUMMER = "nummer"
    CODE = "code"
    NAAM = "naam"
    OMSCHRIJVING = "omschrijving"
    CLIENT = "client"
    DOSSIER = "dossier"
    BSN = "bsn"
    LETTERS = "voorletters"
    TUSSEN = "voorvoegsel"
    GEBOORTE = "geboorte"
    OVERLEDEN = "overleden"
    BESLUIT = "besluit"
    AANVRAAG = "aanvraag"
    BEKEND = "bekend"
    PRODUCT = "product"
    BEGIN = "begin"
    EIND = "eind"
    BEDRAG = "bedrag"
    BIJDRAGE = "bijdrage"
    PERIODE = "periode"
    ONGEVAL = "ongeval"
    DERDE = "derde"
    OORZAAK = "oorzaak"
    NOTITIE = "notitie"
    WET = "wet"
    VORM = "vorm"
    STATUS = "status"
    STRAAT = "straat"
    HUISNUMMER = "huisnummer"
    POSTCODE = "postcode"
    PLAATS = "plaats"
    VERZEKERAAR = "verzekeraar"
    SCHADENUMMER = "schadenummer"
    POLIS = "polis"
    KENTEKEN = "kenteken"
    CATEGORIE = "categorie"
    GEHEIM = "geheim"
    VUL = "vul"  # a word that adds nothing


#: Idea -> the words for it. Whole words may be glued together in a name; those of _KORT may not.
_WOORDEN: Final[Mapping[Idee, str]] = {
    Idee.DATUM: "datum dat date dtm dag wanneer datums",
    Idee.NUMMER: "nummer nr num number no id kenmerk volgnr ref referentie sleutel key",
    Idee.CODE: "code cod cd codering",
    Idee.NAAM: "naam nm name achternaam geslachtsnaam familienaam fam surname lastname "
    "gesln aanhef",
    Idee.OMSCHRIJVING: "omschrijving omschr oms desc description benaming",
    Idee.CLIENT: "client clientnr cliënt persoon pers relatie rel inwoner burger "
    "aanvrager betrokkene melder klant cid deelnemer person citizen belanghebbende "
    "gebruiker",
    Idee.DOSSIER: "dossier zaak melding case file registratie zaaknr dossiernr",
    Idee.BSN: "bsn burgerservicenummer sofi sofinummer citizenservicenumber bsnr",
    Idee.LETTERS: "voorletters voorl vrl initialen initials voorletter roepnaam voornamen voornaam",
    Idee.TUSSEN: "voorvoegsel voorvoegsels tussenvoegsel tussenvoegsels tv prefix",
    Idee.GEBOORTE: "geboorte geboren geb birth dob gbdat gebdat gbdt geboortedatum",
    Idee.OVERLEDEN: "overleden overlijden overl deceased death",
    Idee.BESLUIT: "besluit besl beschikking beschikkings besch beschik besl bes decision "
    "order toekenning afgifte toegekend bnr bdat indicatiebesluit",
    Idee.AANVRAAG: "aanvraag aanv request application ontvangst",
    Idee.BEKEND: "bekend bekendheid bekendgeworden knowledge",
    Idee.PRODUCT: "product prod pr voorziening voorz vz verstrekking verstr hulpmiddel "
    "hulpm artikel art item maatwerkvoorziening poms pcode dienst",
    Idee.BEGIN: "ingang ingangs begin beg start van vanaf from ing uitgeleverd geldigvanaf aanvang",
    Idee.EIND: "eind einde einddatum eindt end stop tot until ingenomen beeindiging afloop",
    Idee.BEDRAG: "bedrag kosten prijs tarief amount cost eur euro bdr aanschaf "
    "aanschafwaarde price waarde maandbedrag weekbedrag jaarbedrag",
    Idee.BIJDRAGE: "eigenbijdrage eigen bijdrage eb copayment",
    Idee.PERIODE: "periode frequentie freq frequency eenheid",
    Idee.ONGEVAL: "ongeval ongevals ong accident isongeval letsel letselschade incident "
    "voorval schadefeit gebeurtenis ongeluk gevolg injury",
    Idee.DERDE: "derde derden regres schuld verhaal aansprakelijk aansprakelijke "
    "aansprakelijkheid liable liability tpl party third waschade wa verzekeringskwestie",
    Idee.OORZAAK: "aanleiding oorzaak oorz reden cause reason",
    Idee.NOTITIE: "toelichting toel opmerking opmerkingen opm memo tekst notitie notities "
    "note notes remarks remark verslag gespreksverslag onderzoeksverslag bijzonderheden "
    "commentaar comment comments samenvatting vrijetekst text notitieveld",
    Idee.WET: "wet law regeling",
    Idee.VORM: "vorm leveringsvorm financieringsvorm verstrekkingsvorm zin pgb levering",
    Idee.STATUS: "status besluitstatus stand state",
    Idee.STRAAT: "straat straatnaam street adres",
    Idee.HUISNUMMER: "huisnummer huisnr hnr",
    Idee.POSTCODE: "postcode pc6 postalcode zip",
    Idee.PLAATS: "woonplaats plaats city plaatsnaam",
    Idee.VERZEKERAAR: "verzekeraar verzekering insurer maatschappij",
    Idee.SCHADENUMMER: "schadenummer schadenr claimnumber claim",
    Idee.POLIS: "polis polisnummer policy",
    Idee.KENTEKEN: "kenteken plate",
    Idee.CATEGORIE: "categorie cat productcat category productcategorie",
    Idee.GEHEIM: "geheim geheimhouding",
    Idee.VUL: "jn ja nee j n of de het een is er sprake door onbekend yes inc incl excl "
    "btw iwmo wmo per tekstveld veld mogelijk indicatie ind vrije sociaal gesprek "
    "onderzoek beperking zo aan en voor in zie ddmmjjjj dd mm jjjj service citizen s "
    "heeft dit deze geldig t m d",
}
#: Names too short to take apart: the whole name -> what it is about.
KORT: Final[Mapping[str, tuple[Idee, ...]]] = {
    "nm": (Idee.NAAM,),
    "vl": (Idee.LETTERS,),
    "gd": (Idee.GEBOORTE, Idee.DATUM),
    "bn": (Idee.BESLUIT, Idee.NUMMER),
    "bd": (Idee.BESLUIT, Idee.DATUM),
    "pc": (Idee.PRODUCT, Idee.CODE),
    "po": (Idee.PRODUCT, Idee.OMSCHRIJVING),
    "id": (Idee.BEGIN, Idee.NUMMER),
    "ed": (Idee.EIND, Idee.DATUM),
    "io": (Idee.ONGEVAL,),
    "od": (Idee.ONGEVAL, Idee.DATUM),
    "mm": (Idee.NOTITIE,),
    "tm": (Idee.EIND,),
    "t m": (Idee.EIND,),
    "poms": (Idee.PRODUCT, Idee.OMSCHRIJVING),
    "pcode": (Idee.PRODUCT, Idee.CODE),
    "proms": (Idee.PRODUCT, Idee.OMSCHRIJVING),
    "bnr": (Idee.BESLUIT, Idee.NUMMER),
    "bdat": (Idee.BESLUIT, Idee.DATUM),
    "cid": (Idee.CLIENT, Idee.NUMMER),
    "dob": (Idee.GEBOORTE, Idee.DATUM),
    "a nummer": (Idee.BSN, Idee.VUL),
    "anummer": (Idee.BSN, Idee.VUL),
    "anr": (Idee.BSN, Idee.VUL),
    "b s n": (Idee.BSN,),
    "schd": (Idee.DERDE,),
    "schdtm": (Idee.DERDE, Idee.DATUM),
    "schuld3e": (Idee.DERDE,),
    "wa schade": (Idee.DERDE,),
    "schade door derden": (Idee.DERDE,),
    "letsel door derde": (Idee.DERDE,),
    "is er sprake van letsel door een derde": (Idee.DERDE,),
    "ingangsdatum": (Idee.BEGIN, Idee.DATUM),
    "vrije tekst": (Idee.NOTITIE,),
}
#: Word -> what it is about; a word that stands under two ideas is about both.
WOORDEN: Final[Mapping[str, tuple[Idee, ...]]] = {
    word: tuple(idea for idea, words in _WOORDEN.items() if word in words.split())
    for listed in _WOORDEN.values()
    for word in listed.split()
}
#: Words of our own that a code list of causes is made of; only these are ever written down.
N_WOORDEN: Final = frozenset(
    [
        "ziekte",
        "ouderdom",
        "aangeboren",
        "leeftijd",
        "chronisch",
        "psychisch",
        "beperking",
        "handicap",
        "dementie",
        "slijtage",
        "gezondheid",
        "medisch",
        "geen",
        "verslaving",
    ]
)
J_WOORDEN: Final = frozenset(
    [
        "ongeval",
        "ongeluk",
        "verkeer",
        "verkeersongeval",
        "bedrijfsongeval",
        "arbeidsongeval",
        "letsel",
        "mishandeling",
        "geweld",
        "val",
        "valpartij",
        "hondenbeet",
        "sportongeval",
        "aanrijding",
    ]
)
DERDE_JA: Final = frozenset(["derde", "derden", "ander", "tegenpartij", "aansprakelijk"])
DERDE_NEE: Final = frozenset(["eigen", "toedoen", "zelf"])
O_WOORDEN: Final = frozenset(["onbekend", "anders", "overig", "overige", "onduidelijk"])
LIJSTWOORDEN: Final = (
    N_WOORDEN
    | J_WOORDEN
    | DERDE_JA
    | DERDE_NEE
    | O_WOORDEN
    | frozenset(
        ["schuld", "door", "van", "met", "zonder", "in", "het", "een", "de", "en", "of", "oorzaak"]
    )
)
