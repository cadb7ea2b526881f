"""The canonical melding, version 1: one provision with its accident, costs and assessment.

Field names are Dutch and the same in Python and JSON: one mapping less, and handlers, lawyers and
administrators read the same words. Each field says in its metadata what it is (`doc`), how
sensitive it is (`klasse`: G gewoon, B bijzonder (gezondheid), N BSN, S strafrechtelijk, - none) and
what the published schema must add (`schema`). No class here prints its values.

Personal values pass only our own checks (regres.values): a validation library that
repeats what it refuses would put them into exceptions.
"""

from collections.abc import Mapping
from dataclasses import field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from regres.datum import Datum
from regres.waarde import dataclass
from regres.words import (
    Aandachtspunt,
    Besluitstatus,
    DatumSoort,
    Erkend,
    Frequentie,
    Groep,
    Hoedanigheid,
    Indicatie,
    IndicatieBron,
    IntrekkingReden,
    JaNee,
    KostenSoort,
    Leveringsvorm,
    OngevalSoort,
    SoortMelding,
    Uitkomst,
    Wet,
)

SCHEMA_VERSIE = "1.0.0"


def _veld(doc: str, klasse: str = "G", schema: Mapping[str, Any] | None = None) -> dict[str, Any]:
    return {"doc": doc, "klasse": klasse, "schema": schema or {}}


# `reeds_gemeld` and `stop` are buckets of a run: such a record never becomes a melding.
_VERSTUURBAAR = (
    Uitkomst.KANSRIJK,
    Uitkomst.ONDERZOEK,
    Uitkomst.MOGELIJK_VERJAARD,
    Uitkomst.WAARSCHIJNLIJK_NIET,
)
_TEKST200 = {"maxLength": 200, "minLength": 1}
_HEX64 = {"pattern": "^[0-9a-f]{64}$"}


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Kop:
    """The clear fields: all that anyone between the two systems can read."""

    schemaVersie: str = field(
        default=SCHEMA_VERSIE,
        metadata=_veld("Versie van dit schema", "-", {"const": SCHEMA_VERSIE}),
    )
    referentie: str = field(metadata=_veld("HMAC van de sleutel; voor altijd gelijk", "-", _HEX64))
    dossiersleutel: str = field(metadata=_veld("HMAC van client en ongevalsdatum", "-", _HEX64))
    versie: int = field(metadata=_veld("Rangnummer per referentie", "-", {"minimum": 1}))
    soortMelding: SoortMelding = field(metadata=_veld("nieuw, wijziging of intrekking", "-"))
    gemeenteCode: str = field(metadata=_veld("CBS-code", "-", {"pattern": "^[0-9]{4}$"}))
    inhoudsmerk: str = field(metadata=_veld("HMAC van de feiten uit de bron", "-", _HEX64))
    aangemaaktOp: datetime = field(
        metadata=_veld(
            "UTC, afgerond op het uur",
            "-",
            {"pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:00:00Z$"},
        )
    )


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Contactpersoon:
    """Whom the Regresloket calls at the municipality."""

    naam: str = field(metadata=_veld("Naam of functie", schema=_TEKST200))
    telefoon: str | None = field(default=None, metadata=_veld("Telefoonnummer", schema=_TEKST200))
    email: str | None = field(default=None, metadata=_veld("E-mailadres", schema=_TEKST200))


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Adres:
    """A home address; never present when the client's address is secret."""

    straat: str | None = field(default=None, metadata=_veld("Straat", schema=_TEKST200))
    huisnummer: str | None = field(default=None, metadata=_veld("Huisnummer", schema=_TEKST200))
    toevoeging: str | None = field(default=None, metadata=_veld("Toevoeging", schema=_TEKST200))
    postcode: str | None = field(
        default=None, metadata=_veld("1234AB", schema={"pattern": "^[1-9][0-9]{3}[A-Z]{2}$"})
    )
    plaats: str | None = field(default=None, metadata=_veld("Woonplaats", schema=_TEKST200))


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Pseudoniem:
    """The client as a keyed hash, with the version of the key it was made with."""

    waarde: str = field(metadata=_veld("HMAC van BSN of clientnummer", schema=_HEX64))
    sleutelVersie: int = field(metadata=_veld("Sleutelversie", "-", {"minimum": 1}))


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Belangenbehartiger:
    """Who acts for the client."""

    naam: str = field(metadata=_veld("Naam", schema=_TEKST200))
    kenmerk: str | None = field(default=None, metadata=_veld("Kenmerk", schema=_TEKST200))


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Client:
    """The person who needs the provision."""

    pseudoniem: Pseudoniem | None = field(default=None, metadata=_veld("Door privacy ingevuld"))
    burgerservicenummer: str | None = field(
        default=None,
        metadata=_veld("Alleen met een wettelijke grondslag", "N", {"pattern": "^[0-9]{9}$"}),
    )
    clientnummer: str | None = field(
        default=None, metadata=_veld("Nummer van de gemeente", schema={"maxLength": 50})
    )
    geslachtsnaam: str | None = field(default=None, metadata=_veld("Achternaam", schema=_TEKST200))
    voorvoegsel: str | None = field(default=None, metadata=_veld("Voorvoegsel", schema=_TEKST200))
    voorletters: str | None = field(default=None, metadata=_veld("Voorletters", schema=_TEKST200))
    geboortedatum: Datum = field(default_factory=Datum, metadata=_veld("Geboortedatum"))
    overledenOp: date | None = field(default=None, metadata=_veld("Datum van overlijden"))
    adres: Adres | None = field(default=None, metadata=_veld("Ontbreekt als client.geheim"))
    geheim: bool = field(default=False, metadata=_veld("Adres is geheim"))
    belangenbehartiger: Belangenbehartiger | None = field(
        default=None, metadata=_veld("Advocaat of bureau van de client")
    )

    def __post_init__(self) -> None:
        if self.geheim and self.adres is not None:
            raise ValueError("an address that is secret does not enter a melding")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reden:
    """Why a verdict is what it is: the rule, the source field, the matched term and where it stood.

    Never more text than the matched term itself.
    """

    regel: str = field(metadata=_veld("Regel", "B"))
    veld: str = field(default="", metadata=_veld("Bronveld", "B"))
    term: str = field(default="", repr=False, metadata=_veld("Gevonden term", "B"))
    positie: int = field(default=0, metadata=_veld("Plaats in het veld, vanaf 0", "B"))


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Politie:
    """Whether the police were there."""

    betrokken: JaNee = field(default=JaNee.ONBEKEND, metadata=_veld("Politie betrokken", "S"))
    pvNummer: str | None = field(default=None, metadata=_veld("Proces-verbaal", "S", _TEKST200))


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Ongeval:
    """The accident behind the need."""

    indicatie: Indicatie = field(
        metadata=_veld("J of O; N wordt nooit verstuurd", "B", {"enum": ["J", "O"]})
    )
    indicatieBron: IndicatieBron = field(metadata=_veld("Soort signaal", "-"))
    redenen: tuple[Reden, ...] = field(default=(), metadata=_veld("Waarom", "B"))
    datum: Datum = field(default_factory=Datum, metadata=_veld("Ongevalsdatum", "B"))
    soort: OngevalSoort = field(
        default=OngevalSoort.ONBEKEND, metadata=_veld("Soort ongeval (geweld: S)", "B")
    )
    toedracht: str | None = field(
        default=None, metadata=_veld("Geredigeerd fragment", "B", {"maxLength": 300})
    )
    plaats: str | None = field(default=None, metadata=_veld("Plaats", schema=_TEKST200))
    tijdensWerk: Indicatie = field(default=Indicatie.O, metadata=_veld("Onder werktijd", "B"))
    politie: Politie | None = field(default=None, metadata=_veld("Politie", "S"))


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Tegenpartij:
    """The other party, as far as the municipality knows."""

    naam: str | None = field(default=None, metadata=_veld("Naam", schema=_TEKST200))
    verzekeraar: str | None = field(default=None, metadata=_veld("Verzekeraar", schema=_TEKST200))
    polisnummer: str | None = field(default=None, metadata=_veld("Polis", schema=_TEKST200))
    schadenummer: str | None = field(default=None, metadata=_veld("Schade", schema=_TEKST200))
    kenteken: str | None = field(default=None, metadata=_veld("Kenteken", schema=_TEKST200))


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Aansprakelijkheid:
    """Who may be liable; None means not stated, `onbekend` means stated as unknown."""

    derde: JaNee = field(default=JaNee.ONBEKEND, metadata=_veld("Is een derde aansprakelijk"))
    hoedanigheid: Hoedanigheid = field(
        default=Hoedanigheid.ONBEKEND, metadata=_veld("Hoedanigheid van de derde")
    )
    andereDerde: JaNee | None = field(default=None, metadata=_veld("Nog een andere derde"))
    eigenSchuld: JaNee | None = field(default=None, metadata=_veld("Eigen schuld client"))
    schuldGesteld: JaNee | None = field(default=None, metadata=_veld("Schuld gesteld"))
    veroorzakerBekend: JaNee | None = field(default=None, metadata=_veld("Veroorzaker bekend"))
    verzekeraarNeemtDeel: JaNee | None = field(
        default=None, metadata=_veld("Verzekeraar deed mee aan de afkoop")
    )
    erkend: Erkend = field(default=Erkend.ONBEKEND, metadata=_veld("Aansprakelijkheid erkend"))


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Bekendheid:
    """When the municipality knew of damage and liable person; basis of verjaring (3:310 BW)."""

    datum: Datum = field(metadata=_veld("Alleen uit een eigen bronveld, nooit de leesdatum", "-"))
    herkomst: str = field(metadata=_veld("Bronveld", "-", _TEKST200))


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Omvang:
    """How much of a provision."""

    volume: str | None = field(default=None, metadata=_veld("Aantal", "B", _TEKST200))
    eenheid: str | None = field(default=None, metadata=_veld("WJ756", "B", _TEKST200))
    frequentie: str | None = field(default=None, metadata=_veld("WMO757", "B", _TEKST200))


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Kosten:
    """One cost line in euro; a Decimal, in JSON a string with two decimals."""

    soort: KostenSoort = field(metadata=_veld("eenmalig of periodiek", "-"))
    bedrag: Decimal = field(metadata=_veld("Euro"))
    frequentie: Frequentie | None = field(
        default=None, metadata=_veld("Verplicht bij periodiek", "-")
    )
    geschat: bool = field(default=False, metadata=_veld("Art. 2.4.3 lid 3 Wmo 2015", "-"))
    eigenBijdrage: Decimal | None = field(default=None, metadata=_veld("Euro"))
    periodeVan: date | None = field(default=None, metadata=_veld("Eerste dag", "-"))
    periodeTot: date | None = field(default=None, metadata=_veld("Laatste dag", "-"))


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Voorziening:
    """ONE provision; granted under the Wmo as maatwerk or pgb (checked by V02)."""

    beschikkingnummer: str | None = field(
        default=None, metadata=_veld("Kenmerk van het besluit", schema={"maxLength": 50})
    )
    datumToekenning: date | None = field(default=None, metadata=_veld("Besluitdatum", "-"))
    productcategorie: str | None = field(
        default=None, metadata=_veld("WMO020", "B", {"pattern": "^(0[1-9]|1[0-8])$"})
    )
    productcode: str | None = field(default=None, metadata=_veld("Code", "B", {"maxLength": 50}))
    omschrijving: str | None = field(default=None, metadata=_veld("Omschrijving", "B", _TEKST200))
    leveringsvorm: Leveringsvorm = field(
        default=Leveringsvorm.ONBEKEND, metadata=_veld("zin, pgb of algemeen", "-")
    )
    wet: Wet = field(metadata=_veld("Wet van het besluit", "-"))
    besluitstatus: Besluitstatus = field(metadata=_veld("Stand van het besluit", "-"))
    ingangsdatum: date | None = field(default=None, metadata=_veld("Eerste dag", "B"))
    einddatum: date | None = field(default=None, metadata=_veld("Laatste dag", "B"))
    omvang: Omvang | None = field(default=None, metadata=_veld("Omvang", "B"))
    verbandMetOngeval: Erkend = field(
        default=Erkend.ONBEKEND, metadata=_veld("Volgt de voorziening uit het ongeval", "B")
    )
    kosten: tuple[Kosten, ...] = field(default=(), metadata=_veld("Kostenregels"))


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Vergoed:
    """Whether an insurer already paid for the provision."""

    indicatie: Indicatie = field(metadata=_veld("Al vergoed"))
    bedrag: Decimal | None = field(default=None, metadata=_veld("Euro"))


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class EerderGemeld:
    """Whether the municipality reported this itself, by telephone or form."""

    indicatie: Indicatie = field(metadata=_veld("Al gemeld", "-"))
    bij: str | None = field(default=None, metadata=_veld("Bij wie", schema=_TEKST200))
    kenmerk: str | None = field(default=None, metadata=_veld("Kenmerk", schema=_TEKST200))


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Feiten:
    """What the source states, in canonical words: all that the inhoudsmerk is made of.

    `Feitenschrift.groepen()` divides these over the five groups that `gewijzigd` names.
    """

    client: Client = field(metadata=_veld("De client"))
    ongeval: Ongeval = field(metadata=_veld("Het ongeval", "B"))
    aansprakelijkheid: Aansprakelijkheid = field(
        default_factory=Aansprakelijkheid, metadata=_veld("Aansprakelijkheid")
    )
    tegenpartij: Tegenpartij | None = field(default=None, metadata=_veld("De tegenpartij"))
    afgewikkeld: JaNee | None = field(default=None, metadata=_veld("Schade afgewikkeld (V13)"))
    stuitingen: tuple[date, ...] = field(default=(), metadata=_veld("Stuitingen (3:317 BW)", "-"))
    gemeenteOpOngevalsdatum: str | None = field(
        default=None, metadata=_veld("Rechtsvoorganger", "-", {"pattern": "^[0-9]{4}$"})
    )
    datumBekendheid: Bekendheid | None = field(
        default=None, metadata=_veld("Basis van de verjaring", "-")
    )
    datumAanvraag: date | None = field(default=None, metadata=_veld("Datum aanvraag", "-"))
    voorziening: Voorziening = field(metadata=_veld("De voorziening", "B"))
    reedsVergoed: Vergoed | None = field(default=None, metadata=_veld("Al betaald"))
    eerderGemeld: EerderGemeld | None = field(default=None, metadata=_veld("Al gemeld"))


@dataclass(frozen=True, slots=True, kw_only=True)
class UiterlijkeDatum:
    """A deadline: the last safe day, inclusive (law D1)."""

    soort: DatumSoort = field(metadata=_veld("Soort termijn", "-"))
    datum: date = field(metadata=_veld("Laatste veilige dag", "-"))
    basis: str = field(metadata=_veld("Waarop de termijn rust", "-"))
    begin: date = field(metadata=_veld("Begin van de termijn", "-"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Verhaalbaarheid:
    """The advice: never a decision, always with its reasons."""

    uitkomst: Uitkomst = field(
        metadata=_veld("Advies", "-", {"enum": [uitkomst.value for uitkomst in _VERSTUURBAAR]})
    )
    redencodes: tuple[str, ...] = field(
        metadata=_veld("Regels die gelden", "-", {"minItems": 1, "uniqueItems": True})
    )
    uiterlijkeDatum: tuple[UiterlijkeDatum, ...] = field(
        default=(), metadata=_veld("Termijnen", "-")
    )
    aandachtspunten: tuple[Aandachtspunt, ...] = field(
        default=(), metadata=_veld("Aandachtspunten", "-")
    )
    regelversie: str = field(metadata=_veld("Versie van de regels", "-", {"minLength": 1}))
    peildatum: date = field(metadata=_veld("Dag van de beoordeling", "-"))


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Verwerking:
    """Purpose, ground and retention, from the municipality's configuration (AVG art. 5, 6, 30)."""

    doel: str = field(metadata=_veld("Doel", "-", {"minLength": 1}))
    grondslag: str = field(metadata=_veld("Grondslag", "-", {"minLength": 1}))
    verwerkingsactiviteitId: str = field(metadata=_veld("URI", "-", {"minLength": 1}))
    bewaarTot: date | None = field(default=None, metadata=_veld("Uiterste bewaardatum", "-"))


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Melding:
    """A full snapshot of one provision: what is sealed for the Regresloket."""

    kop: Kop = field(metadata=_veld("De open velden", "-"))
    gewijzigd: tuple[Groep, ...] = field(default=(), metadata=_veld("Gewijzigde groepen", "-"))
    oorzaak: str | None = field(
        default=None, metadata=_veld("bron of mapping", "-", {"enum": ["bron", "mapping", None]})
    )
    inhaalslag: bool = field(default=False, metadata=_veld("Uit het verleden ingehaald", "-"))
    gemeenteOin: str | None = field(
        default=None, metadata=_veld("OIN", "-", {"pattern": "^[0-9]{20}$"})
    )
    contactpersoon: Contactpersoon = field(metadata=_veld("Contact bij de gemeente"))
    feiten: Feiten = field(metadata=_veld("Wat de bron zegt", "B"))
    verhaalbaarheid: Verhaalbaarheid = field(metadata=_veld("Het advies", "-"))
    verwerking: Verwerking = field(metadata=_veld("Doel en grondslag", "-"))


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Intrekking:
    """Takes a melding back: a reason and a day, no person, accident or provision."""

    kop: Kop = field(metadata=_veld("De open velden", "-"))
    reden: IntrekkingReden = field(metadata=_veld("Het teken", "-"))
    datum: date = field(metadata=_veld("Dag waarop het teken gezien is", "-"))
