"""In which order StUF-ZKN 03.10 and StUF-BG 03.10 want their elements, and what entity each holds.

A question whose elements stand in another order is refused by servers that validate (StUF055).
Only the parts that a provision can live in are listed; an element that is not listed is asked for
after those that are. Facts from zkn0310_ent_vraagAntwoord.xsd and zkn0310_bg0310_ent.xsd.
"""

from collections.abc import Mapping

_ROL = (
    "gerelateerde code omschrijving toelichting afwijkendCorrespondentieAdres "
    "tijdvakRelatie tijdvakGeldigheid tijdstipRegistratie extraElementen heeftAlsAanspreekpunt"
)

_ROLLEN = ("INI", "BLH", "GMC", "UTV", "VRA", "OVR")

_TEKST: Mapping[str, str] = {
    "ZAK": (
        "identificatie omschrijving toelichting kenmerk anderZaakObject resultaat startdatum "
        "registratiedatum publicatiedatum einddatumGepland uiterlijkeEinddatum einddatum "
        "opschorting verlenging betalingsIndicatie laatsteBetaaldatum archiefnominatie "
        "datumVernietigingDossier zaakniveau deelzakenIndicatie tijdvakGeldigheid "
        "tijdstipRegistratie extraElementen isVan heeftBetrekkingOp heeftAlsBelanghebbende "
        "heeftAlsGemachtigde heeftAlsInitiator heeftAlsUitvoerende heeftAlsVerantwoordelijke "
        "heeftAlsOverigBetrokkene heeftAlsDeelzaak heeftAlsHoofdzaak heeftBetrekkingOpAndere "
        "heeft heeftRelevant leidtTot"
    ),
    "ZAKZKT": "gerelateerde extraElementen",
    "ZKT": (
        "omschrijving code omschrijvingGeneriek zaakcategorie trefwoord doorlooptijd servicenorm "
        "archiefcode vertrouwelijkAanduiding publicatieIndicatie publicatietekst "
        "ingangsdatumObject einddatumObject extraElementen heeftVerantwoordelijkeMDW "
        "heeftVerantwoordelijkeOEH heeft"
    ),
    "ZAKBTRINI": _ROL,
    "ZAKBTRBLH": _ROL,
    "ZAKBTRGMC": _ROL,
    "ZAKBTRUTV": _ROL,
    "ZAKBTRVRA": _ROL,
    "ZAKBTROVR": _ROL,
    "BTR": "medewerker organisatorischeEenheid natuurlijkPersoon nietNatuurlijkPersoon vestiging",
    "NPS": (
        "inp.bsn anp.identificatie geslachtsnaam voorvoegselGeslachtsnaam voorletters voornamen "
        "aanduidingNaamgebruik geslachtsnaamPartner voorvoegselGeslachtsnaamPartner "
        "aanhefAanschrijving voornamenAanschrijving geslachtsnaamAanschrijving "
        "adellijkeTitelPredikaat geslachtsaanduiding geboortedatum overlijdensdatum "
        "verblijfsadres sub.verblijfBuitenland sub.correspondentieAdres sub.telefoonnummer "
        "sub.faxnummer sub.emailadres sub.rekeningnummerBankGiro acd.code extraElementen"
    ),
    "ADRES": (
        "aoa.identificatie authentiek wpl.woonplaatsNaam gor.openbareRuimteNaam gor.straatnaam "
        "aoa.postcode aoa.huisnummer aoa.huisletter aoa.huisnummertoevoeging "
        "inp.locatiebeschrijving"
    ),
    "ZAKBSL": "gerelateerde tijdvakRelatie tijdstipRegistratie extraElementen",
    "BSL": (
        "identificatie bst.omschrijving datumBeslissing toelichting ingangsdatumWerking "
        "einddatumWerking vervalreden datumPublicatie datumVerzending datumUiterlijkeReactie "
        "tijdvakGeldigheid tijdstipRegistratie extraElementen"
    ),
    "ZAKSTT": (
        "gerelateerde toelichting datumStatusGezet indicatieLaatsteStatus tijdvakRelatie "
        "tijdvakGeldigheid tijdstipRegistratie extraElementen isGezetDoor heeftRelevant"
    ),
    "STT": (
        "volgnummer omschrijving omschrijvingGeneriek doorlooptijd ingangsdatumObject "
        "einddatumObject tijdvakGeldigheid tijdstipRegistratie extraElementen"
    ),
    "KENMERK": "kenmerk bron",
    "RESULTAAT": "omschrijving toelichting",
}

#: entity -> its elements in the order of the schema
VOLGORDE: Mapping[str, tuple[str, ...]] = {
    entiteit: tuple(words.split()) for entiteit, words in _TEKST.items()
}

#: (entity, element) -> the entity inside it
ENTITEITEN: Mapping[tuple[str, str], str] = {
    ("ZAK", "kenmerk"): "KENMERK",
    ("ZAK", "resultaat"): "RESULTAAT",
    ("ZAK", "isVan"): "ZAKZKT",
    ("ZAKZKT", "gerelateerde"): "ZKT",
    ("ZAK", "heeftAlsInitiator"): "ZAKBTRINI",
    ("ZAK", "heeftAlsBelanghebbende"): "ZAKBTRBLH",
    ("ZAK", "heeftAlsGemachtigde"): "ZAKBTRGMC",
    ("ZAK", "heeftAlsUitvoerende"): "ZAKBTRUTV",
    ("ZAK", "heeftAlsVerantwoordelijke"): "ZAKBTRVRA",
    ("ZAK", "heeftAlsOverigBetrokkene"): "ZAKBTROVR",
    **{
        (f"ZAKBTR{rol}", "gerelateerde"): "BTR"
        for rol in ("INI", "BLH", "GMC", "UTV", "VRA", "OVR")
    },
    ("BTR", "natuurlijkPersoon"): "NPS",
    ("NPS", "verblijfsadres"): "ADRES",
    ("ZAK", "leidtTot"): "ZAKBSL",
    ("ZAKBSL", "gerelateerde"): "BSL",
    ("ZAK", "heeft"): "ZAKSTT",
    ("ZAKSTT", "gerelateerde"): "STT",
}

#: Groups: they have an order but are no entity, so they carry no StUF:entiteittype.
ZONDER_TYPE = frozenset({"ADRES", "BTR", "KENMERK", "RESULTAAT"})
