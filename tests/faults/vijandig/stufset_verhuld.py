"""StUF files: whole sets in which something stands where, or as what, a reader would pass it by."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from tests.faults.vijandig.geval import Geval, Verwacht, aanvaard, quarantaine, weiger
from tests.faults.vijandig.stufset_zet import Zet
from tests.tools.berichtenset import objecten

Maak = Callable[[Zet], bytes]
_LEEG = '<ZKN:object StUF:entiteittype="ZAK" StUF:verwerkingssoort="{}"/>'
_EINDE = "</StUF:StUF-berichtenSet>"


def gevallen() -> Iterator[Geval]:
    """Give every row."""
    yield from (Geval("een bericht dat niemand ziet", *row) for row in _PLAATS)
    yield from (Geval("een keten van mutaties", *row) for row in _KETEN)


def _tekst(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


def _eerste(soort: str, maak: Callable[[Zet], str]) -> Maak:
    return lambda t: t.eerste(t.bericht(0, soort, maak(t)))


def _t(turn: Zet) -> str:
    return objecten(turn.zaken[0], "T")


def _w(turn: Zet) -> str:
    """Give the zaak as one of the two objects of a change."""
    return _t(turn).replace('verwerkingssoort="T"', 'verwerkingssoort="W"')


_PLAATS: list[tuple[str, Maak, Verwacht]] = [
    (
        "een bericht als tekst voor de andere",
        lambda t: t.als_set([_tekst(t.gewoon(0)), t.gewoon(1), t.gewoon(2)]),
        weiger("B-0605"),
    ),
    (
        "een bericht als tekst tussen de andere",
        lambda t: t.als_set([t.gewoon(0), _tekst(t.gewoon(1)), t.gewoon(2)]),
        weiger("B-0605"),
    ),
    (
        "een bericht als CDATA achteraan",
        lambda t: t.met((_EINDE, f"<![CDATA[{t.gewoon(3 - 1)}]]>{_EINDE}")),
        weiger("B-0605"),
    ),
    (
        "alle berichten als tekst",
        lambda t: t.als_set(_tekst(t.gewoon(at)) for at in range(3)),
        weiger("B-0605"),
    ),
    (
        "een zaak zonder naamruimte ernaast",
        _eerste("T", lambda t: _t(t) + _t(t).replace("ZKN:object", "object")),
        weiger("B-0608"),
    ),
    (
        "een zaak zonder naamruimte",
        _eerste("T", lambda t: _t(t).replace("ZKN:object", "object")),
        weiger("B-0608"),
    ),
    (
        "twee keer parameters",
        lambda t: t.met(
            (
                "</ZKN:parameters>",
                "</ZKN:parameters><ZKN:parameters>"
                "<StUF:mutatiesoort>V</StUF:mutatiesoort></ZKN:parameters>",
            )
        ),
        weiger("B-0608"),
    ),
    (
        "twee mutatiesoorten",
        lambda t: t.met(
            ("</StUF:mutatiesoort>", "</StUF:mutatiesoort><StUF:mutatiesoort>V</StUF:mutatiesoort>")
        ),
        weiger("B-0608"),
    ),
]


def _keten(*stappen: tuple[str, str]) -> Maak:
    """Tell of one zaak step after step: mutatiesoort, and the flag it has then."""
    return lambda t: t.als_set(
        t.over(at, soort, replace(t.zaken[0], indicatie_ongeval=vlag))
        for at, (soort, vlag) in enumerate(stappen)
    )


_KETEN: list[tuple[str, Maak, Verwacht]] = [
    (
        "een wijziging zonder wat was",
        _eerste("W", lambda t: _LEEG.format("W") + _w(t)),
        quarantaine("B-0612"),
    ),
    (
        "een wijziging zonder wat wordt",
        _eerste("W", lambda t: _w(t) + _LEEG.format("W")),
        quarantaine("B-0612"),
    ),
    ("een toevoeging van niets", _eerste("T", lambda _: _LEEG.format("T")), quarantaine("M-0101")),
    (
        "een verwijdering die niet zegt van wat",
        lambda t: t.als_set([t.gewoon(1), t.gewoon(2), t.bericht(3, "V", _LEEG.format("V"))]),
        quarantaine("M-0101"),
    ),
    (
        "verwijderd en dan toegevoegd",
        _keten(("V", "J"), ("T", "J")),
        aanvaard(klaargezet=1, dubbel=1),
    ),
    (
        "toegevoegd, verwijderd, toegevoegd",
        _keten(("T", "J"), ("V", "J"), ("T", "J")),
        aanvaard(klaargezet=1, dubbel=2),
    ),
    ("twee keer verwijderd", _keten(("V", "J"), ("V", "J")), aanvaard(buiten_bereik=1, dubbel=1)),
    ("toegevoegd, dan onbekend", _keten(("T", "J"), ("W", "O")), aanvaard(beoordelen=1, dubbel=1)),
    ("geen ongeval, dan wel", _keten(("T", "N"), ("W", "J")), aanvaard(klaargezet=1, dubbel=1)),
    (
        "niet te lezen, dan goed",
        _keten(("T", "X"), ("T", "J")),
        aanvaard(klaargezet=1, dubbel=1),
    ),
    (
        "goed, dan niet te lezen",
        _keten(("T", "J"), ("T", "X")),
        quarantaine("M-0107", quarantaine=1, dubbel=1),
    ),
]
