"""A provision as a zaaksysteem keeps it, and as it stands in a zakLa01."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from xml.sax.saxutils import escape, quoteattr

from regres import Datum

#: One part of a zaak: (entity, element), or ("EXTRA", name) for an extraElement.
Deel = tuple[str, str]
#: Which parts are asked for; None = all.
Scope = frozenset[Deel] | None


@dataclass(frozen=True, slots=True, repr=False)
class Zaak:
    """One provision of one fictional person. "" and None are written as noValue="geenWaarde".

    no_value    parts with another reason: {("EXTRA", "wmo.bedrag"): "waardeOnbekend"}
    """

    sleutel: str
    identificatie: str
    omschrijving: str
    startdatum: date
    bsn: str
    geslachtsnaam: str
    voorvoegsel: str = ""
    voorletters: str = ""
    geboortedatum: Datum = field(default_factory=Datum)
    postcode: str = ""
    woonplaats: str = ""
    toelichting: str = ""
    registratiedatum: date | None = None
    einddatum: date | None = None
    tijdstip_registratie: str = ""
    zaaktype: str = "WMO-VOORZ"
    zaaktype_omschrijving: str = "Aanvraag Wmo-voorziening behandelen"
    besluit: str = ""
    datum_beslissing: date | None = None
    ingangsdatum: date | None = None
    einddatum_werking: date | None = None
    indicatie_ongeval: str = ""
    datum_ongeval: Datum = field(default_factory=Datum)
    soort_ongeval: str = ""
    derde_aansprakelijk: str = ""
    bekend_op: date | None = None
    product_categorie: str = ""
    product_code: str = ""
    product_omschrijving: str = ""
    leveringsvorm: str = ""
    bedrag: Decimal | None = None
    bedrag_soort: str = ""
    eigen_bijdrage: Decimal | None = None
    status: str = ""
    no_value: Mapping[Deel, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Waarde:
    """Text as it goes into the XML, with StUF's mark for an incomplete date."""

    tekst: str
    onvolledig: str = ""


def _tekst(value: str | Decimal | date | Datum | None) -> _Waarde:
    if isinstance(value, Datum):
        return _datum(value)
    if isinstance(value, date):
        return _Waarde(f"{value:%Y%m%d}")
    return _Waarde("" if value is None else str(value))


def _datum(value: Datum) -> _Waarde:
    if value.jaar is None:
        return _Waarde("")
    digits = f"{value.jaar:04}{value.maand or 0:02}{value.dag or 0:02}"
    return _Waarde(digits, "" if value.dag else "D" if value.maand else "M")


def _blad(zaak: Zaak, deel: Deel, name: str, value: _Waarde, attributes: str = "") -> str:
    reason = zaak.no_value.get(deel, "" if value.tekst else "geenWaarde")
    if reason:
        return f'<{name}{attributes} xsi:nil="true" StUF:noValue="{reason}"/>'
    mark = f' StUF:indOnvolledigeDatum="{value.onvolledig}"' if value.onvolledig else ""
    return f"<{name}{attributes}{mark}>{escape(value.tekst)}</{name}>"


_Lees = Callable[[Zaak], str | Decimal | date | Datum | None]

_ZAAK: Mapping[str, _Lees] = {
    "ZKN:identificatie": lambda zaak: zaak.identificatie,
    "ZKN:omschrijving": lambda zaak: zaak.omschrijving,
    "ZKN:toelichting": lambda zaak: zaak.toelichting,
    "ZKN:startdatum": lambda zaak: zaak.startdatum,
    "ZKN:registratiedatum": lambda zaak: zaak.registratiedatum,
    "ZKN:einddatum": lambda zaak: zaak.einddatum,
    "StUF:tijdstipRegistratie": lambda zaak: zaak.tijdstip_registratie,
}
_EXTRA: Mapping[str, _Lees] = {
    "wmo.indicatieOngeval": lambda zaak: zaak.indicatie_ongeval,
    "wmo.datumOngeval": lambda zaak: zaak.datum_ongeval,
    "wmo.soortOngeval": lambda zaak: zaak.soort_ongeval,
    "wmo.derdeAansprakelijk": lambda zaak: zaak.derde_aansprakelijk,
    "wmo.bekendOp": lambda zaak: zaak.bekend_op,
    "wmo.productCategorie": lambda zaak: zaak.product_categorie,
    "wmo.productCode": lambda zaak: zaak.product_code,
    "wmo.productOmschrijving": lambda zaak: zaak.product_omschrijving,
    "wmo.leveringsvorm": lambda zaak: zaak.leveringsvorm,
    "wmo.bedrag": lambda zaak: zaak.bedrag,
    "wmo.bedragSoort": lambda zaak: zaak.bedrag_soort,
    "wmo.eigenBijdrage": lambda zaak: zaak.eigen_bijdrage,
    "wmo.status": lambda zaak: zaak.status,
}
_ZAAKTYPE: Mapping[str, _Lees] = {
    "ZKN:omschrijving": lambda zaak: zaak.zaaktype_omschrijving,
    "ZKN:code": lambda zaak: zaak.zaaktype,
}
_PERSOON: Mapping[str, _Lees] = {
    "BG:inp.bsn": lambda zaak: zaak.bsn,
    "BG:geslachtsnaam": lambda zaak: zaak.geslachtsnaam,
    "BG:voorvoegselGeslachtsnaam": lambda zaak: zaak.voorvoegsel,
    "BG:voorletters": lambda zaak: zaak.voorletters,
    "BG:geboortedatum": lambda zaak: zaak.geboortedatum,
}
_ADRES: Mapping[str, _Lees] = {
    "BG:wpl.woonplaatsNaam": lambda zaak: zaak.woonplaats,
    "BG:aoa.postcode": lambda zaak: zaak.postcode,
}
_BESLUIT: Mapping[str, _Lees] = {
    "ZKN:identificatie": lambda zaak: zaak.besluit,
    "ZKN:datumBeslissing": lambda zaak: zaak.datum_beslissing,
    "ZKN:ingangsdatumWerking": lambda zaak: zaak.ingangsdatum,
    "ZKN:einddatumWerking": lambda zaak: zaak.einddatum_werking,
}


def als_xml(zaak: Zaak, scope: Scope) -> bytes:
    """Write <ZKN:object> with the parts that were asked for, in the order of the schema."""
    body = (
        _groep(zaak, "ZAK", _ZAAK, scope)
        + _om("StUF:extraElementen", _extra(zaak, scope))
        + _relatie("isVan", "ZAKZKT", "ZKT", _groep(zaak, "ZKT", _ZAAKTYPE, scope))
        + _initiator(zaak, scope)
        + _relatie("leidtTot", "ZAKBSL", "BSL", _groep(zaak, "BSL", _BESLUIT, scope))
    )
    key = quoteattr(zaak.sleutel)
    return (
        f'<ZKN:object StUF:entiteittype="ZAK" StUF:sleutelVerzendend={key}>{body}</ZKN:object>\n'
    ).encode()


def persoon_xml(zaak: Zaak) -> bytes:
    """Write <BG:object>: the person of a zaak, as a register of persons gives all it knows."""
    address = _om("BG:verblijfsadres", _groep(zaak, "ADRES", _ADRES, None))
    person = _groep(zaak, "NPS", _PERSOON, None) + address
    return f'<BG:object StUF:entiteittype="NPS">{person}</BG:object>'.encode()


def _groep(zaak: Zaak, entiteit: str, leden: Mapping[str, _Lees], scope: Scope) -> str:
    return "".join(
        _blad(zaak, deel, name, _tekst(lees(zaak)))
        for name, lees in leden.items()
        if _gevraagd(deel := (entiteit, name.partition(":")[2]), scope)
    )


def _extra(zaak: Zaak, scope: Scope) -> str:
    return "".join(
        _blad(zaak, ("EXTRA", naam), "StUF:extraElement", _tekst(lees(zaak)), f' naam="{naam}"')
        for naam, lees in _EXTRA.items()
        if _gevraagd(("EXTRA", naam), scope)
    )


def _initiator(zaak: Zaak, scope: Scope) -> str:
    address = _om("BG:verblijfsadres", _groep(zaak, "ADRES", _ADRES, scope))
    person = _groep(zaak, "NPS", _PERSOON, scope) + address
    if not person:
        return ""
    return (
        '<ZKN:heeftAlsInitiator StUF:entiteittype="ZAKBTRINI"><ZKN:gerelateerde>'
        f'<ZKN:natuurlijkPersoon StUF:entiteittype="NPS">{person}</ZKN:natuurlijkPersoon>'
        "</ZKN:gerelateerde></ZKN:heeftAlsInitiator>"
    )


def _relatie(name: str, relation: str, related: str, inside: str) -> str:
    if not inside:
        return ""
    return (
        f'<ZKN:{name} StUF:entiteittype="{relation}">'
        f'<ZKN:gerelateerde StUF:entiteittype="{related}">{inside}</ZKN:gerelateerde></ZKN:{name}>'
    )


def _om(name: str, inside: str) -> str:
    return f"<{name}>{inside}</{name}>" if inside else ""


def _gevraagd(deel: Deel, scope: Scope) -> bool:
    return scope is None or deel in scope
