"""The canonical fields a mapping can fill: their paths, kinds, and whether they are personal."""

from enum import StrEnum

from regres.waarde import dataclass
from regres.words import (
    Besluitstatus,
    Erkend,
    Hoedanigheid,
    Indicatie,
    JaNee,
    KostenSoort,
    Leveringsvorm,
    OngevalSoort,
    Wet,
)


class Soort(StrEnum):
    """What kind of value a field holds; it decides which transforms fit."""

    TEKST = "tekst"
    BSN = "bsn"
    DATUM = "datum"  # may be incomplete
    DAG = "dag"  # must be complete
    BEDRAG = "bedrag"
    KEUZE = "keuze"  # a closed list
    VINK = "vink"  # yes or no, never unknown
    POSTCODE = "postcode"
    PRODUCTCATEGORIE = "productcategorie"
    GEMEENTECODE = "gemeentecode"
    KENTEKEN = "kenteken"
    TOEDRACHT = "toedracht"


class Ritme(StrEnum):
    """How often an amount is paid: `eenmalig`, or a Frequentie; one source field often holds both.

    The value table of `kosten: frequentie` uses these words.
    """

    EENMALIG = "eenmalig"
    WEEK = "week"
    VIER_WEKEN = "4weken"
    MAAND = "maand"
    JAAR = "jaar"


@dataclass(frozen=True, slots=True)
class Veld:
    """One canonical field.

    persoonlijk   of its values not even the shape is shown
    beslissend    a value that is not known makes the record unmappable
    leeg          what an empty field means when the mapping does not say it; None = nothing stated
    """

    pad: str
    soort: Soort
    keuze: type[StrEnum] | None = None
    langst: int = 200
    persoonlijk: bool = False
    beslissend: bool = False
    leeg: StrEnum | None = None

    @property
    def naam(self) -> str:
        """Give the last part of the path."""
        return self.pad.rpartition(".")[2]

    @property
    def groep(self) -> str:
        """Give the path without its last part; "" for a field of the melding itself."""
        return self.pad.rpartition(".")[0]


def _persoon(pad: str, soort: Soort = Soort.TEKST, langst: int = 200) -> Veld:
    return Veld(pad, soort, langst=langst, persoonlijk=True)


def _keuze(pad: str, keuze: type[StrEnum]) -> Veld:
    return Veld(pad, Soort.KEUZE, keuze)


def _beslissend(pad: str, leeg: StrEnum) -> Veld:
    """Make a field where a word outside the table stops the record, and an empty cell does not."""
    return Veld(pad, Soort.KEUZE, type(leeg), beslissend=True, leeg=leeg)


_CLIENT = (
    _persoon("client.burgerservicenummer", Soort.BSN),
    _persoon("client.clientnummer", langst=50),
    _persoon("client.geslachtsnaam"),
    _persoon("client.voorvoegsel"),
    _persoon("client.voorletters"),
    _persoon("client.geboortedatum", Soort.DATUM),
    _persoon("client.overledenOp", Soort.DAG),
    _persoon("client.adres.straat"),
    _persoon("client.adres.huisnummer"),
    _persoon("client.adres.toevoeging"),
    _persoon("client.adres.postcode", Soort.POSTCODE),
    _persoon("client.adres.plaats"),
    Veld("client.geheim", Soort.VINK),
    _persoon("client.belangenbehartiger.naam"),
    _persoon("client.belangenbehartiger.kenmerk"),
)
_ONGEVAL = (
    Veld("ongeval.datum", Soort.DATUM),
    _keuze("ongeval.soort", OngevalSoort),
    _persoon("ongeval.toedracht", Soort.TOEDRACHT, 300),
    _persoon("ongeval.plaats"),
    _keuze("ongeval.tijdensWerk", Indicatie),
    _keuze("ongeval.politie.betrokken", JaNee),
    _persoon("ongeval.politie.pvNummer"),
)
_AANSPRAKELIJKHEID = (
    _keuze("aansprakelijkheid.derde", JaNee),
    _keuze("aansprakelijkheid.hoedanigheid", Hoedanigheid),
    _keuze("aansprakelijkheid.andereDerde", JaNee),
    _keuze("aansprakelijkheid.eigenSchuld", JaNee),
    _keuze("aansprakelijkheid.schuldGesteld", JaNee),
    _keuze("aansprakelijkheid.veroorzakerBekend", JaNee),
    _keuze("aansprakelijkheid.verzekeraarNeemtDeel", JaNee),
    _keuze("aansprakelijkheid.erkend", Erkend),
    _persoon("tegenpartij.naam"),
    _persoon("tegenpartij.verzekeraar"),
    _persoon("tegenpartij.polisnummer"),
    _persoon("tegenpartij.schadenummer"),
    _persoon("tegenpartij.kenteken", Soort.KENTEKEN),
    _keuze("afgewikkeld", JaNee),
    Veld("stuitingen", Soort.DAG),
    Veld("gemeenteOpOngevalsdatum", Soort.GEMEENTECODE),
    Veld("datumBekendheid", Soort.DATUM),
    _keuze("eerderGemeld.indicatie", Indicatie),
    _persoon("eerderGemeld.bij"),
    _persoon("eerderGemeld.kenmerk"),
)
_VOORZIENING = (
    Veld("datumAanvraag", Soort.DAG),
    _persoon("voorziening.beschikkingnummer", langst=50),
    Veld("voorziening.datumToekenning", Soort.DAG),
    Veld("voorziening.productcategorie", Soort.PRODUCTCATEGORIE),
    Veld("voorziening.productcode", Soort.TEKST, langst=50),
    Veld("voorziening.omschrijving", Soort.TEKST),
    _keuze("voorziening.leveringsvorm", Leveringsvorm),
    _beslissend("voorziening.wet", Wet.ONBEKEND),
    _beslissend("voorziening.besluitstatus", Besluitstatus.ONBEKEND),
    Veld("voorziening.toegekend", Soort.VINK, beslissend=True),
    Veld("voorziening.ingangsdatum", Soort.DAG),
    Veld("voorziening.einddatum", Soort.DAG),
    Veld("voorziening.omvang.volume", Soort.TEKST),
    Veld("voorziening.omvang.eenheid", Soort.TEKST),
    Veld("voorziening.omvang.frequentie", Soort.TEKST),
    _keuze("voorziening.verbandMetOngeval", Erkend),
    _keuze("reedsVergoed.indicatie", Indicatie),
    Veld("reedsVergoed.bedrag", Soort.BEDRAG),
)

#: Every field of `velden:`, by its path.
VELDEN = {veld.pad: veld for veld in (*_CLIENT, *_ONGEVAL, *_AANSPRAKELIJKHEID, *_VOORZIENING)}

#: The fields of one line of `kosten:`, by name.
KOSTEN = {
    veld.pad: veld
    for veld in (
        _keuze("soort", KostenSoort),
        Veld("bedrag", Soort.BEDRAG),
        _keuze("frequentie", Ritme),
        Veld("geschat", Soort.VINK),
        Veld("eigenBijdrage", Soort.BEDRAG),
        Veld("periodeVan", Soort.DAG),
        Veld("periodeTot", Soort.DAG),
    )
}

#: Groups of `velden:`, each with what may stand in it: "client" -> names and subgroups.
GROEPEN: dict[str, tuple[str, ...]] = {}
for _pad in VELDEN:
    _parts = _pad.split(".")
    for _depth in range(len(_parts)):
        _parent = ".".join(_parts[:_depth])
        if _parts[_depth] not in GROEPEN.get(_parent, ()):
            GROEPEN[_parent] = (*GROEPEN.get(_parent, ()), _parts[_depth])

#: Supporting signals (a filled one is a positive sign) and the field each is read from.
STEUN = {
    "datum": "ongeval.datum",
    "verzekeraar": "tegenpartij.verzekeraar",
    "schadenummer": "tegenpartij.schadenummer",
    "kenteken": "tegenpartij.kenteken",
}
