"""StUF files: whole and well-formed, in which a message says what it may not, or what is odd."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta

from connectors.stuf_zkn import Systeem
from tests.faults.vijandig.geval import (
    GEWOON,
    Geval,
    Verwacht,
    aanvaard,
    quarantaine,
    weiger,
)
from tests.faults.vijandig.stufset_zet import Zet
from tests.tools.berichtenset import objecten

Maak = Callable[[Zet], bytes]


def gevallen() -> Iterator[Geval]:
    """Give every row."""
    for klasse, rows in (
        ("stuurgegevens", _STUUR),
        ("tijdstip en volgorde", _TIJD),
        ("mutaties", _MUTATIE),
    ):
        yield from (Geval(klasse, name, make, want) for name, make, want in rows)


#: Rows of the SOAP door that another rule of files decides.
_ANDERS: dict[str, Verwacht] = {
    # A message has a bound of its own, smaller than that of an answer.
    "BSN / een miljoen cijfers": weiger("B-0606"),
    "sleutel / een besluitnummer van 1 MB": weiger("B-0606"),
    "tekens / een naam van 1 MB": weiger("B-0606"),
    # Two objects in one message mean that the second one changed the first.
    "sleutel / dezelfde zaak twee keer": quarantaine("B-0611"),
    "sleutel / dezelfde sleutel, ander bedrag": quarantaine("B-0611"),
}


def per_bestand(case: Geval) -> Geval:
    """Give a row about the values of a zaak, with the verdict it has in a file."""
    want = _ANDERS.get(f"{case.klasse} / {case.naam}", case.verwacht)
    return replace(case, verwacht=want)


def _eerste(**anders: object) -> Maak:
    return lambda t: t.eerste(t.gewoon(0, **anders))


def _kop(oud: str, nieuw: str) -> Maak:
    """Replace something in the stuurgegevens of the first message."""
    return lambda t: t.met((oud, nieuw))


_STUUR: list[tuple[str, Maak, Verwacht]] = [
    (
        "een andere zender",
        _eerste(zender=Systeem("Ander", "9901", "test")),
        weiger("B-0607"),
    ),
    (
        "een zender van een andere gemeente",
        _eerste(zender=Systeem("WmoRegistratie", "9902", "test")),
        weiger("B-0607"),
    ),
    (
        "een andere ontvanger",
        _kop("<StUF:applicatie>Regresbrug<", "<StUF:applicatie>Ander<"),
        weiger("B-0607"),
    ),
    ("een andere berichtcode", _eerste(berichtcode="Lk02"), weiger("B-0607")),
    (
        "geen berichtcode",
        _kop("<StUF:berichtcode>Lk01</StUF:berichtcode>", ""),
        weiger("B-0607"),
    ),
    (
        "twee berichtcodes",
        _kop("<StUF:berichtcode>", "<StUF:berichtcode>Lk01</StUF:berichtcode><StUF:berichtcode>"),
        weiger("B-0607"),
    ),
    (
        "twee keer stuurgegevens",
        _kop("<ZKN:stuurgegevens>", "<ZKN:stuurgegevens/><ZKN:stuurgegevens>"),
        weiger("B-0607"),
    ),
    (
        "geen stuurgegevens",
        lambda t: t.met(
            ("<ZKN:stuurgegevens>", "<ZKN:anders>"), ("</ZKN:stuurgegevens>", "</ZKN:anders>")
        ),
        weiger("B-0607"),
    ),
    (
        "een ander entiteittype",
        _kop("<StUF:entiteittype>ZAK<", "<StUF:entiteittype>NPS<"),
        weiger("B-0607"),
    ),
    (
        "commentaar in de zender",
        _kop("<StUF:applicatie>Wmo", "<StUF:applicatie>Wmo<!-- x -->"),
        weiger("B-0607", "B-0351"),
    ),
    ("een referentienummer van 41 tekens", _eerste(referentie="x" * 41), weiger("B-0607")),
    (
        "een leeg referentienummer",
        lambda t: t.met((f"G{t.geval:04}-0<", "<")),
        weiger("B-0607"),
    ),
    (
        "een referentienummer van spaties",
        lambda t: t.met((f"G{t.geval:04}-0<", "   <")),
        weiger("B-0607"),
    ),
    (
        "hetzelfde nummer voor een ander bericht",
        lambda t: t.als_set([t.gewoon(0), t.gewoon(1, referentie=f"G{t.geval:04}-0"), t.gewoon(2)]),
        weiger("B-0610"),
    ),
    (
        "hetzelfde bericht nog eens",
        lambda t: t.als_set([t.gewoon(0), t.gewoon(0), t.gewoon(1), t.gewoon(2)]),
        aanvaard(),
    ),
    (
        "hetzelfde bericht nog eens, later",
        lambda t: t.als_set([t.gewoon(0), t.gewoon(1), t.gewoon(2), t.gewoon(0)]),
        weiger("B-0609"),
    ),
]

_TIJD: list[tuple[str, Maak, Verwacht]] = [
    *(
        (f"tijdstip {text!r}", _eerste(tijd=text), weiger("B-0607", "B-0609"))
        for text in (
            "2026-02-28",
            "20260230120000000",
            "20261301",
            "202602282500",
            "\uff12\uff10\uff12\uff16\uff10\uff12\uff12\uff18",
            "2026",
            "99991231",
            "00000000",
            "20260228T1200",
            "1" * 400,
        )
    ),
    (
        "van overmorgen",
        lambda t: t.eerste(t.gewoon(0, tijd=f"{t.begin + timedelta(days=3):%Y%m%d%H%M%S}000")),
        weiger("B-0609"),
    ),
    (
        "ouder dan het bericht ervoor",
        lambda t: t.als_set([t.gewoon(0), t.gewoon(2), t.gewoon(1)]),
        weiger("B-0609"),
    ),
    (
        "ouder dan de vorige levering",
        lambda t: t.als_set(
            t.gewoon(at, tijd=f"{t.begin - timedelta(days=30):%Y%m%d%H%M%S}00{at}")
            for at in range(3)
        ),
        weiger("B-0609", "B-0614"),
    ),
    (
        "drie berichten op hetzelfde moment",
        lambda t: t.als_set(t.gewoon(at, tijd=t.tijd(0)) for at in range(3)),
        aanvaard(),
    ),
]

_BERICHT = quarantaine("B-0611", quarantaine=1, geen_ongeval=2)


def _inhoud(soort: str, maak: Callable[[Zet], str]) -> Maak:
    """Give the good set, with a first message of this mutatiesoort and this inside."""
    return lambda t: t.eerste(t.bericht(0, soort, maak(t)))


def _verwerking(soort: str) -> Maak:
    return _inhoud("T", lambda t: objecten(t.zaken[0], soort))


_MUTATIE: list[tuple[str, Maak, Verwacht]] = [
    *(
        (f"mutatiesoort {soort!r}", _inhoud(soort, lambda t: objecten(t.zaken[0], "T")), want)
        for soort, want in {
            "C": _BERICHT,
            "F": _BERICHT,
            "W": _BERICHT,
            "V": _BERICHT,
            "Q": weiger("B-0608"),
            "": weiger("B-0608"),
            "T T": weiger("B-0608"),
            "\uff34": weiger("B-0608"),
        }.items()
    ),
    *(
        (
            f"verwerkingssoort {soort!r}",
            _verwerking(soort),
            _BERICHT,
        )
        for soort in ("R", "E", "O", "S", "V", "X", "")
    ),
    (
        "geen verwerkingssoort",
        _inhoud("T", lambda t: objecten(t.zaken[0], "T").replace(' StUF:verwerkingssoort="T"', "")),
        _BERICHT,
    ),
    ("geen object", _inhoud("T", lambda t: ""), weiger("B-0608")),
    (
        "twee objecten in een toevoeging",
        _inhoud("T", lambda t: objecten(t.zaken[0], "T") * 2),
        _BERICHT,
    ),
    (
        "drie objecten in een wijziging",
        _inhoud("W", lambda t: objecten(t.zaken[0], "W") + objecten(t.zaken[0], "T")),
        _BERICHT,
    ),
    (
        "een wijziging van de identificatie",
        _inhoud(
            "W", lambda t: objecten(t.zaken[0], "W", was=replace(t.zaken[0], identificatie="x"))
        ),
        quarantaine("B-0612", quarantaine=1, geen_ongeval=2),
    ),
    (
        "een wijziging zonder elk veld",
        _inhoud("W", lambda t: objecten(t.zaken[0], "W").replace('naam="wmo.bedrag"', 'naam="x"')),
        quarantaine("B-0613", quarantaine=1, geen_ongeval=2),
    ),
    (
        "een wijziging van wat nooit kwam",
        _inhoud("W", lambda t: objecten(t.zaken[0], "W")),
        aanvaard(),
    ),
    (
        "een verwijdering van wat nooit kwam",
        _inhoud("V", lambda t: objecten(t.zaken[0], "V")),
        aanvaard(geen_ongeval=2, buiten_bereik=1),
    ),
    (
        "toegevoegd en in dezelfde set verwijderd",
        lambda t: t.als_set([t.gewoon(0), t.gewoon(1), t.gewoon(2), t.over(3, "V", t.zaken[0])]),
        aanvaard(geen_ongeval=2, buiten_bereik=1, dubbel=1),
    ),
    (
        "twee keer toegevoegd, met een ander bedrag",
        lambda t: t.als_set(
            [
                t.gewoon(0),
                t.gewoon(1),
                t.gewoon(2),
                t.bericht(3, "T", objecten(t.zaken[0], "T").replace("6450.00", "1.00")),
            ]
        ),
        aanvaard(**{**GEWOON, "dubbel": 1}),
    ),
    (
        "een ander zaaktype ertussen",
        lambda t: t.als_set(
            [
                *map(t.gewoon, range(3)),
                t.over(3, "T", replace(t.zaken[1], identificatie="z", zaaktype="BIJSTAND")),
            ]
        ),
        aanvaard(klaargezet=1, geen_ongeval=3),
    ),
]
