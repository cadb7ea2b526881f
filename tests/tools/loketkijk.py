"""A loket as a handler may find it, for looking at its pages: people who do not exist."""

from datetime import timedelta

from tests.tools.loketzaken import Balie, dag_later, kop

_NAMEN = ("Kanarie", "Vink", "Mees", "Spreeuw", "Merel", "Gans", "Zwaan", "Uil")
_VOORZIENINGEN = (
    ("13", "Traplift, recht"),
    ("01", "Huishoudelijke hulp"),
    ("11", "Rolstoel"),
    ("12", "Scootmobiel"),
)


def vul(loket: Balie) -> dict[str, str]:
    """Put cases in; gives name of a picture -> address of a page."""
    later = loket.now
    loket.now = later - timedelta(days=12)
    for n, naam in enumerate(_NAMEN):
        _een(loket, n, naam)
    loket.now = later
    rijk = _rijk(loket)
    kaal = loket.lever(kop("kaal"), **{"client.geboortedatum": {"datum": None}})
    return {
        "nieuw": "/",
        "mijn": "/mijn",
        "alle": "/zaken",
        "zaak": f"/zaken/9901/{rijk}",
        "zaak-kaal": f"/zaken/9901/{kaal}",
        "inzien": f"/zaken/9901/{rijk}/inzien",
        "samen": f"/zaken/9901/{rijk}/samen",
        "termijnen": "/termijnen",
        "rapport": "/rapport",
        "invoeren": "/invoeren",
    }


def _een(loket: Balie, n: int, naam: str) -> None:
    categorie, omschrijving = _VOORZIENINGEN[n % len(_VOORZIENINGEN)]
    loket.lever(
        kop(f"vol {n}", gemeenteCode="9903" if n % 3 == 2 else "9901"),
        **{
            "client.geslachtsnaam": naam,
            "client.burgerservicenummer": None,
            "voorziening.productcategorie": categorie,
            "voorziening.omschrijving": omschrijving,
            "inhaalslag": n == 5,
            "datumBekendheid": {"datum": {"datum": dag_later(90 * n - 1800)}, "herkomst": "BEKEND"}
            if n % 2
            else None,
            "datumAanvraag": dag_later(-400 * n - 10),
            "verhaalbaarheid.uitkomst": ("kansrijk", "onderzoek", "mogelijk_verjaard")[n % 3],
            "verhaalbaarheid.uiterlijkeDatum": [],
        },
    )


def _rijk(loket: Balie) -> str:
    """Deliver one case of three provisions, with everything a melding can say."""
    shared = {
        "client.geslachtsnaam": "Bestaatniet",
        "client.voorletters": "A.",
        "client.geboortedatum": {"datum": "1951-02-03", "precisie": "dag"},
        "ongeval.datum": {"datum": "2024-03-14", "precisie": "dag"},
        "ongeval.soort": "verkeer",
        "ongeval.plaats": "Duinrand",
        "ongeval.redenen": [
            {"regel": "vlag_j", "veld": "ONGEVAL_JN", "term": "", "positie": 0},
            {"regel": "tekst_j", "veld": "TOELICHTING", "term": "aangereden", "positie": 26},
        ],
        "ongeval.toedracht": "Mw. is op 14 maart 2024 aangereden door een bestelbus van een "
        "bezorgdienst op het zebrapad. Bekkenfractuur, kan geen trap meer lopen.",
        "aansprakelijkheid.derde": "ja",
        "aansprakelijkheid.hoedanigheid": "bestuurder",
        "datumBekendheid": {
            "datum": {"datum": "2024-08-28", "precisie": "dag"},
            "herkomst": "DATUM_BEKEND",
        },
        "datumAanvraag": "2024-09-02",
        "verhaalbaarheid.redencodes": ["V04"],
        "verhaalbaarheid.uiterlijkeDatum": [
            {"soort": "relatief5", "datum": "2029-08-28", "basis": "x", "begin": "2024-08-28"},
            {"soort": "absoluut20", "datum": "2044-03-14", "basis": "x", "begin": "2024-03-14"},
            {"soort": "wam3", "datum": "2027-03-14", "basis": "x", "begin": "2024-03-14"},
        ],
        "contactpersoon.email": "wmo-west@duinrand.example",
        "contactpersoon.telefoon": "088 000 00 00",
    }
    same = kop("rijk a").dossiersleutel
    number = loket.lever(
        kop("rijk a"),
        **shared,
        **{
            "voorziening.productcategorie": "13",
            "voorziening.omschrijving": "Traplift, recht",
            "voorziening.beschikkingnummer": "2026-048117",
            "voorziening.ingangsdatum": "2026-09-02",
            "voorziening.kosten": [
                {
                    "soort": "periodiek",
                    "bedrag": "1284.50",
                    "frequentie": "jaar",
                    "geschat": True,
                    "eigenBijdrage": "19.00",
                }
            ],
        },
    )
    loket.lever(
        kop("rijk b", dossiersleutel=same),
        **shared,
        **{
            "voorziening.productcategorie": "01",
            "voorziening.omschrijving": "Huishoudelijke hulp",
            "voorziening.ingangsdatum": "2024-06-01",
            "voorziening.einddatum": "2025-05-31",
            "voorziening.kosten": [
                {"soort": "periodiek", "bedrag": "96.00", "frequentie": "week", "geschat": False}
            ],
        },
    )
    loket.lever(
        kop("rijk c", dossiersleutel=same),
        **shared,
        **{
            "voorziening.productcategorie": "12",
            "voorziening.omschrijving": "Vervoerspas",
            "voorziening.ingangsdatum": "2022-01-01",
            "voorziening.kosten": [
                {"soort": "periodiek", "bedrag": "15.00", "frequentie": "maand", "geschat": False}
            ],
        },
    )
    return number
