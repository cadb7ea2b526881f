"""Invented meldingen for property tests: every field filled or empty, all of it fictional."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

from hypothesis import strategies as st

from regres import (
    Datum,
    Feiten,
    Indicatie,
    Intrekking,
    JaNee,
    Kop,
    Melding,
    Reden,
    Uitkomst,
    Verhaalbaarheid,
)
from regres import SoortMelding as Soort
from regres.melding import (
    Aansprakelijkheid,
    Adres,
    Bekendheid,
    Belangenbehartiger,
    Client,
    Contactpersoon,
    EerderGemeld,
    Kosten,
    Omvang,
    Ongeval,
    Politie,
    Pseudoniem,
    Tegenpartij,
    UiterlijkeDatum,
    Vergoed,
    Verwerking,
    Voorziening,
)
from regres.words import (
    Aandachtspunt,
    Besluitstatus,
    DatumSoort,
    Erkend,
    Frequentie,
    Groep,
    Hoedanigheid,
    IndicatieBron,
    IntrekkingReden,
    KostenSoort,
    Leveringsvorm,
    OngevalSoort,
    Wet,
)

days = st.dates(date(1900, 1, 1), date(2099, 12, 31))
hours = st.builds(
    lambda day, hour: datetime(day.year, day.month, day.day, hour, tzinfo=UTC),
    days,
    st.integers(0, 23),
)
hex64 = st.text("0123456789abcdef", min_size=64, max_size=64)
texts = st.text(
    st.characters(exclude_categories=("Cs", "Cc", "Cf")), min_size=1, max_size=40
).filter(lambda text: text.strip() != "")
codes = st.text("ABCDEFGHIJ0123456789-", min_size=1, max_size=50)
amounts = st.decimals(Decimal(0), Decimal(9_999_999), places=2)
gemeentecodes = st.from_regex(r"99[0-9]{2}", fullmatch=True)


@st.composite
def datums(draw: st.DrawFn) -> Datum:
    """Draw a date known to the day, the month, the year, or not at all."""
    day = draw(days)
    return draw(
        st.sampled_from(
            [Datum(day.year, day.month, day.day), Datum(day.year, day.month), Datum(day.year)]
        )
        | st.just(Datum())
    )


@st.composite
def bsns(draw: st.DrawFn) -> str:
    """Draw a fictional BSN: 9000xxxxx or 9999xxxxx, made to pass the elfproef."""
    start = draw(st.sampled_from(["9000", "9999"])) + draw(
        st.from_regex("[0-9]{4}", fullmatch=True)
    )
    check = sum((9 - at) * int(digit) for at, digit in enumerate(start)) % 11
    if check == 10:
        return "999990019"
    return f"{start}{check}"


adressen = st.builds(
    Adres,
    straat=st.none() | texts,
    huisnummer=st.none() | texts,
    toevoeging=st.none() | texts,
    postcode=st.none() | st.just("9901ZZ"),
    plaats=st.none() | texts,
)
gewone_clients = st.builds(
    Client,
    pseudoniem=st.none() | st.builds(Pseudoniem, waarde=hex64, sleutelVersie=st.integers(1, 9)),
    burgerservicenummer=st.none() | bsns(),
    clientnummer=st.none() | codes,
    geslachtsnaam=st.none() | texts,
    voorvoegsel=st.none() | texts,
    voorletters=st.none() | texts,
    geboortedatum=datums(),
    overledenOp=st.none() | days,
    adres=st.none() | adressen,
    geheim=st.just(False),
    belangenbehartiger=st.none()
    | st.builds(Belangenbehartiger, naam=texts, kenmerk=st.none() | texts),
)
clients = gewone_clients | gewone_clients.map(
    lambda client: replace(client, geheim=True, adres=None)
)
redenen = st.builds(Reden, regel=codes, veld=texts, term=texts, positie=st.integers(0, 4000))
ongevallen = st.builds(
    Ongeval,
    indicatie=st.sampled_from([Indicatie.J, Indicatie.O]),
    indicatieBron=st.sampled_from(IndicatieBron),
    redenen=st.lists(redenen, max_size=3).map(tuple),
    datum=datums(),
    soort=st.sampled_from(OngevalSoort),
    toedracht=st.none() | texts,
    plaats=st.none() | texts,
    tijdensWerk=st.sampled_from(Indicatie),
    politie=st.none()
    | st.builds(Politie, betrokken=st.sampled_from(JaNee), pvNummer=st.none() | texts),
)
kosten = st.builds(
    Kosten,
    soort=st.sampled_from(KostenSoort),
    bedrag=amounts,
    frequentie=st.sampled_from(Frequentie),
    geschat=st.booleans(),
    eigenBijdrage=st.none() | amounts,
    periodeVan=st.none() | days,
    periodeTot=st.none() | days,
).map(lambda line: replace(line, frequentie=None) if line.soort is KostenSoort.EENMALIG else line)
voorzieningen = st.builds(
    Voorziening,
    beschikkingnummer=st.none() | codes,
    datumToekenning=st.none() | days,
    productcategorie=st.none() | st.sampled_from(["01", "09", "18"]),
    productcode=st.none() | codes,
    omschrijving=st.none() | texts,
    leveringsvorm=st.sampled_from(Leveringsvorm),
    wet=st.sampled_from(Wet),
    besluitstatus=st.sampled_from(Besluitstatus),
    ingangsdatum=st.none() | days,
    einddatum=st.none() | days,
    omvang=st.none()
    | st.builds(Omvang, volume=texts, eenheid=st.none() | texts, frequentie=st.none() | texts),
    verbandMetOngeval=st.sampled_from(Erkend),
    kosten=st.lists(kosten, max_size=3).map(tuple),
)
partijen = st.builds(
    Tegenpartij,
    naam=st.none() | texts,
    verzekeraar=st.none() | texts,
    polisnummer=st.none() | texts,
    schadenummer=st.none() | texts,
    kenteken=st.none() | texts,
)
aansprakelijkheden = st.builds(
    Aansprakelijkheid,
    derde=st.sampled_from(JaNee),
    hoedanigheid=st.sampled_from(Hoedanigheid),
    andereDerde=st.none() | st.sampled_from(JaNee),
    eigenSchuld=st.none() | st.sampled_from(JaNee),
    schuldGesteld=st.none() | st.sampled_from(JaNee),
    veroorzakerBekend=st.none() | st.sampled_from(JaNee),
    verzekeraarNeemtDeel=st.none() | st.sampled_from(JaNee),
    erkend=st.sampled_from(Erkend),
)
feiten = st.builds(
    Feiten,
    client=clients,
    ongeval=ongevallen,
    aansprakelijkheid=aansprakelijkheden,
    tegenpartij=st.none() | partijen,
    afgewikkeld=st.none() | st.sampled_from(JaNee),
    stuitingen=st.lists(days, max_size=2).map(tuple),
    gemeenteOpOngevalsdatum=st.none() | gemeentecodes,
    datumBekendheid=st.none() | st.builds(Bekendheid, datum=datums(), herkomst=texts),
    datumAanvraag=st.none() | days,
    voorziening=voorzieningen,
    reedsVergoed=st.none()
    | st.builds(Vergoed, indicatie=st.sampled_from(Indicatie), bedrag=st.none() | amounts),
    eerderGemeld=st.none()
    | st.builds(
        EerderGemeld,
        indicatie=st.sampled_from(Indicatie),
        bij=st.none() | texts,
        kenmerk=st.none() | texts,
    ),
)


def koppen(*soorten: Soort) -> st.SearchStrategy[Kop]:
    """Draw clear fields of one of these kinds."""
    return st.builds(
        Kop,
        schemaVersie=st.just("1.0.0"),
        referentie=hex64,
        dossiersleutel=hex64,
        versie=st.integers(1, 999),
        soortMelding=st.sampled_from(soorten),
        gemeenteCode=gemeentecodes,
        inhoudsmerk=hex64,
        aangemaaktOp=hours,
    )


oordelen = st.builds(
    Verhaalbaarheid,
    uitkomst=st.sampled_from(
        [uitkomst for uitkomst in Uitkomst if uitkomst not in ("stop", "reeds_gemeld")]
    ),
    redencodes=st.lists(st.sampled_from(["V03", "V05", "V09", "V12"]), min_size=1, unique=True).map(
        tuple
    ),
    uiterlijkeDatum=st.lists(
        st.builds(
            UiterlijkeDatum,
            soort=st.sampled_from(DatumSoort),
            datum=days,
            basis=st.just("datumBekendheid"),
            begin=days,
        ),
        max_size=2,
    ).map(tuple),
    aandachtspunten=st.lists(st.sampled_from(Aandachtspunt), max_size=2, unique=True).map(tuple),
    regelversie=st.just("2026-01"),
    peildatum=days,
)
meldingen = st.builds(
    Melding,
    kop=koppen(Soort.NIEUW, Soort.WIJZIGING),
    gewijzigd=st.lists(st.sampled_from(Groep), max_size=5, unique=True).map(tuple),
    oorzaak=st.sampled_from([None, "bron", "mapping"]),
    inhaalslag=st.booleans(),
    gemeenteOin=st.none() | st.just("00000099010000000000"),
    contactpersoon=st.builds(
        Contactpersoon, naam=texts, telefoon=st.none() | texts, email=st.none() | texts
    ),
    feiten=feiten,
    verhaalbaarheid=oordelen,
    verwerking=st.builds(
        Verwerking,
        doel=texts,
        grondslag=texts,
        verwerkingsactiviteitId=st.just("urn:test:verwerking"),
        bewaarTot=st.none() | days,
    ),
)
intrekkingen = st.builds(
    Intrekking,
    kop=koppen(Soort.INTREKKING),
    reden=st.sampled_from(IntrekkingReden),
    datum=days,
)
