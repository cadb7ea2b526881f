"""The facts that recoverability is judged by, and their form as words for the rule file."""

from dataclasses import field
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from regres import Datum, Feiten, Indicatie, JaNee
from regres.maken import maker
from regres.waarde import dataclass
from regres.words import Besluitstatus, Hoedanigheid, Leveringsvorm, OngevalSoort, Wet

#: Said of the municipality on the day of the accident: a merger, but it is not known out of which.
ONBEKENDE_VOORGANGER = "onbekend"


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Zaakfeiten:
    """What the rules look at, and nothing of a person but the date of birth (V17).

    None means not stated. gemeente and gemeenteOpOngeval are CBS codes or names.

    gemeenteOpOngeval   None = not stated; ONBEKENDE_VOORGANGER = known to be unknown
    deelname            overrides the table of participation for the accident year and later years
    """

    indicatie: Indicatie
    ongeval: Datum = field(default_factory=Datum)
    soort: OngevalSoort = OngevalSoort.ONBEKEND
    derde: JaNee = JaNee.ONBEKEND
    hoedanigheid: Hoedanigheid = Hoedanigheid.ONBEKEND
    andereDerde: JaNee | None = None
    schuldGesteld: JaNee | None = None
    veroorzakerBekend: JaNee | None = None
    verzekeraarNeemtDeel: JaNee | None = None
    afgewikkeld: JaNee | None = None
    reedsVergoed: Indicatie | None = None
    eerderGemeld: Indicatie | None = None
    bekendOp: Datum = field(default_factory=Datum)
    stuitingen: tuple[date, ...] = ()
    geboren: Datum = field(default_factory=Datum)
    wet: Wet = Wet.WMO
    leveringsvorm: Leveringsvorm = Leveringsvorm.ONBEKEND
    besluitstatus: Besluitstatus = Besluitstatus.TOEGEKEND
    toekenning: date | None = None
    gemeente: str = ""
    gemeenteOpOngeval: str | None = None
    deelname: JaNee | None = None


#: Fact -> the field of the melding it is taken from; no field gives indicatie and gemeente.
PADEN = MappingProxyType(
    {
        "ongeval": "ongeval.datum",
        "soort": "ongeval.soort",
        "derde": "aansprakelijkheid.derde",
        "hoedanigheid": "aansprakelijkheid.hoedanigheid",
        "andereDerde": "aansprakelijkheid.andereDerde",
        "schuldGesteld": "aansprakelijkheid.schuldGesteld",
        "veroorzakerBekend": "aansprakelijkheid.veroorzakerBekend",
        "verzekeraarNeemtDeel": "aansprakelijkheid.verzekeraarNeemtDeel",
        "afgewikkeld": "afgewikkeld",
        "reedsVergoed": "reedsVergoed.indicatie",
        "eerderGemeld": "eerderGemeld.indicatie",
        "bekendOp": "datumBekendheid",
        "stuitingen": "stuitingen",
        "geboren": "client.geboortedatum",
        "wet": "voorziening.wet",
        "leveringsvorm": "voorziening.leveringsvorm",
        "besluitstatus": "voorziening.besluitstatus",
        "toekenning": "voorziening.datumToekenning",
        "gemeenteOpOngeval": "gemeenteOpOngevalsdatum",
    }
)


def van_feiten(feiten: Feiten, gemeentecode: str) -> Zaakfeiten:
    """Take from a melding's facts what the rules look at."""
    wie, wat = feiten.aansprakelijkheid, feiten.voorziening
    return maker(Zaakfeiten)(
        indicatie=feiten.ongeval.indicatie,
        ongeval=feiten.ongeval.datum,
        soort=feiten.ongeval.soort,
        derde=wie.derde,
        hoedanigheid=wie.hoedanigheid,
        andereDerde=wie.andereDerde,
        schuldGesteld=wie.schuldGesteld,
        veroorzakerBekend=wie.veroorzakerBekend,
        verzekeraarNeemtDeel=wie.verzekeraarNeemtDeel,
        afgewikkeld=feiten.afgewikkeld,
        reedsVergoed=feiten.reedsVergoed.indicatie if feiten.reedsVergoed else None,
        eerderGemeld=feiten.eerderGemeld.indicatie if feiten.eerderGemeld else None,
        bekendOp=feiten.datumBekendheid.datum if feiten.datumBekendheid else Datum(),
        stuitingen=feiten.stuitingen,
        geboren=feiten.client.geboortedatum,
        wet=wat.wet,
        leveringsvorm=wat.leveringsvorm,
        besluitstatus=wat.besluitstatus,
        toekenning=wat.datumToekenning,
        gemeente=gemeentecode,
        gemeenteOpOngeval=feiten.gemeenteOpOngevalsdatum,
    )


def _waarden(lijst: type[StrEnum]) -> tuple[str, ...]:
    return tuple(woord.value for woord in lijst)


NIET_GESTELD = "niet_gesteld"
_JA_NEE = ("ja", "nee")
_GESTELD = (NIET_GESTELD, *_waarden(JaNee))

#: Every fact a condition in data/verhaal.yaml may name; the names of `band` come from that file.
FEITEN: dict[str, tuple[str, ...]] = {
    "indicatie": _waarden(Indicatie),
    "soort": _waarden(OngevalSoort),
    "derde": _waarden(JaNee),
    "hoedanigheid": _waarden(Hoedanigheid),
    "andereDerde": (NIET_GESTELD, *_JA_NEE),
    "schuldGesteld": _GESTELD,
    "veroorzakerBekend": _GESTELD,
    "verzekeraarNeemtDeel": _GESTELD,
    "afgewikkeld": _GESTELD,
    "reedsVergoed": (NIET_GESTELD, *_waarden(Indicatie)),
    "eerderGemeld": _JA_NEE,
    "wet": _waarden(Wet),
    "leveringsvorm": _waarden(Leveringsvorm),
    "besluitstatus": _waarden(Besluitstatus),
    "volgorde": ("mogelijk", "onmogelijk"),
    "termijn": ("ruim", "nabij", "voorbij"),
    "deelname": ("nvt", *_JA_NEE),
}


def vast_beeld(zaak: Zaakfeiten, peildatum: date, *, eerder_geleverd: bool) -> dict[str, str]:
    """Write the facts that are the same on every side (P9) as words of FEITEN."""
    gemeld = zaak.eerderGemeld is Indicatie.J and not eerder_geleverd
    return {
        "indicatie": zaak.indicatie,
        "soort": zaak.soort,
        "derde": zaak.derde,
        "hoedanigheid": zaak.hoedanigheid,
        "schuldGesteld": zaak.schuldGesteld or NIET_GESTELD,
        "veroorzakerBekend": zaak.veroorzakerBekend or NIET_GESTELD,
        "verzekeraarNeemtDeel": zaak.verzekeraarNeemtDeel or NIET_GESTELD,
        "afgewikkeld": zaak.afgewikkeld or NIET_GESTELD,
        "reedsVergoed": zaak.reedsVergoed or NIET_GESTELD,
        "eerderGemeld": "ja" if gemeld else "nee",
        "wet": zaak.wet,
        "leveringsvorm": zaak.leveringsvorm,
        "besluitstatus": zaak.besluitstatus,
        "volgorde": "onmogelijk" if onmogelijk(zaak, peildatum) else "mogelijk",
    }


def onmogelijk(zaak: Zaakfeiten, peildatum: date) -> bool:
    """Tell whether dates stand in an impossible order (V17), each pair on its coarser unit (D8)."""
    vandaag = Datum.van(peildatum)
    toekenning = Datum.van(zaak.toekenning) if zaak.toekenning else Datum()
    volgorde = [
        (zaak.geboren, zaak.ongeval),
        (zaak.ongeval, toekenning),
        (zaak.ongeval, zaak.bekendOp),
        (zaak.ongeval, vandaag),
        (zaak.bekendOp, vandaag),
    ]
    return any(eerst.zeker_na(later) for eerst, later in volgorde)
