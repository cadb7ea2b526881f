"""SOAP: whole answers in which something stands where, or as what, a reader would pass it by."""

from collections.abc import Callable, Iterator

from tests.faults.vijandig.geval import Geval, Verwacht, aanvaard, quarantaine, verteld, weiger
from tests.faults.vijandig.soap_waarden import _extra, _object, _terug
from tests.faults.vijandig.soapserver import Beurt

Maak = Callable[[Beurt], bytes]
_STUF2 = ' xmlns:oud="http://www.egem.nl/StUF/StUF0204"'


def gevallen() -> Iterator[Geval]:
    """Give every row."""
    yield from (Geval("een zaak die niemand ziet", *row) for row in _PLAATS)
    yield from waarden()


def waarden() -> Iterator[Geval]:
    """Give the rows about what stands in a zaak: the same in an answer and in a file."""
    yield from (Geval("een kenmerk dat niemand ziet", *row) for row in _KENMERK)


def _zaak(*pairs: tuple[str, str], keer: int = -1) -> Maak:
    """Replace something in the zaak with the accident."""

    def make(turn: Beurt) -> bytes:
        text = _object(turn)
        for old, new in pairs:
            assert old in text, f"not in the zaak: {old!r}"
            text = text.replace(old, new, keer)
        return _terug(turn, text)

    return make


def _alles(oud: str, nieuw: str) -> Maak:
    return lambda t: t.goed.replace(oud.encode(), nieuw.encode())


def _naam(nieuw: str) -> Maak:
    """Give the zaak with the accident another name for itself."""
    return _zaak(("<ZKN:object ", f"<{nieuw} "), ("</ZKN:object>", f"</{nieuw}>"))


def _erbij(oud: str, nieuw: str) -> Maak:
    return lambda t: t.met((oud, nieuw))


_PLAATS: list[tuple[str, Maak, Verwacht]] = [
    ("een zaak zonder naamruimte", _naam("object"), weiger("B-0332")),
    ("een zaak van een ander sectormodel", _naam("BG:object"), weiger("B-0332")),
    ("een zaak met een hoofdletter", _naam("ZKN:Object"), weiger("B-0332")),
    ("alle zaken zonder naamruimte", _alles("ZKN:object", "object"), weiger("B-0332")),
    ("antwoord zonder naamruimte", _alles("ZKN:antwoord", "antwoord"), weiger("B-0332")),
    (
        "antwoord in de naamruimte van StUF",
        _alles("ZKN:antwoord", "StUF:antwoord"),
        weiger("B-0332"),
    ),
    ("een zaak als CDATA", lambda t: _terug(t, f"<![CDATA[{_object(t)}]]>"), weiger("B-0332")),
    (
        "een zaak als tekst",
        lambda t: _terug(t, _object(t).replace("<", "&lt;")),
        weiger("B-0332"),
    ),
    (
        "een zaak naast het antwoord",
        lambda t: t.met(("</ZKN:antwoord>", "</ZKN:antwoord>" + _object(t))),
        weiger("B-0332"),
    ),
    (
        "een melding in het antwoord",
        _erbij("<ZKN:antwoord>", "<ZKN:antwoord><ZKN:melding>StUF0001: code</ZKN:melding>"),
        weiger("B-0332"),
    ),
    ("een antwoord dat wij niet mogen zien", lambda t: _leeg_antwoord(t), weiger("B-0350")),
    (
        "er is meer, en er is niet meer",
        _erbij(
            "<StUF:indicatorVervolgvraag>",
            "<StUF:indicatorVervolgvraag>false</StUF:indicatorVervolgvraag>"
            "<StUF:indicatorVervolgvraag>",
        ),
        weiger("B-0336"),
    ),
    # A zaak that has two: it is read when one of them is ours, and no value is chosen.
    (
        "twee zaaktypen, het eerste een ander",
        _zaak(("<ZKN:code>", "<ZKN:code>X</ZKN:code><ZKN:code>"), keer=1),
        aanvaard(),
    ),
    (
        "twee startdatums, de eerste van lang geleden",
        _zaak(
            ("<ZKN:startdatum", "<ZKN:startdatum>20010101</ZKN:startdatum><ZKN:startdatum"), keer=1
        ),
        verteld("B-0354"),
    ),
    (
        "een zaak die verwijderd is",
        _zaak(
            ('StUF:entiteittype="ZAK"', 'StUF:entiteittype="ZAK" StUF:verwerkingssoort="V"'), keer=1
        ),
        quarantaine("B-0611"),
    ),
]


def _leeg_antwoord(turn: Beurt) -> bytes:
    before, _, rest = turn.goed.decode().partition("<ZKN:antwoord>")
    after = rest.partition("</ZKN:antwoord>")[2]
    return f'{before}<ZKN:antwoord StUF:noValue="nietGeautoriseerd"/>{after}'.encode()


_KENMERK: list[tuple[str, Maak, Verwacht]] = [
    *(
        (
            f"een sleutel met {teken!a}",
            lambda t, teken=teken: _besluit(teken)(t),
            quarantaine("M-0124"),
        )
        for teken in ("\u200b", "\u202e", "\ufeff", "\uff11")
    ),
    (
        "vlag noValue zonder voorvoegsel",
        _extra("wmo.indicatieOngeval", "", kop=' noValue="nietGeautoriseerd"'),
        weiger("B-0353"),
    ),
    (
        "vlag noValue van een andere StUF",
        _extra("wmo.indicatieOngeval", "", kop=_STUF2 + ' oud:noValue="nietGeautoriseerd"'),
        weiger("B-0353"),
    ),
    (
        "vlag nil zonder voorvoegsel, met een waarde",
        _extra("wmo.indicatieOngeval", "J", kop=' nil="true"'),
        weiger("B-0353"),
    ),
    (
        "vlag nil met spaties, met een waarde",
        _extra(
            "wmo.indicatieOngeval",
            "J",
            kop=' xmlns:i="http://www.w3.org/2001/XMLSchema-instance" i:nil=" true "',
        ),
        weiger("B-0353"),
    ),
    (
        "ongevalsdatum onvolledig zonder voorvoegsel",
        _extra("wmo.datumOngeval", "20260101", kop=' indOnvolledigeDatum="J"'),
        weiger("B-0353"),
    ),
    (
        "ongevalsdatum onvolledig van een andere StUF",
        _extra("wmo.datumOngeval", "20260101", kop=_STUF2 + ' oud:indOnvolledigeDatum="J"'),
        weiger("B-0353"),
    ),
    (
        "een persoon noValue zonder voorvoegsel",
        lambda t: _terug(t, _zonder_persoon(_object(t))),
        weiger("B-0353"),
    ),
]


def _besluit(teken: str) -> Maak:
    """Put a sign into the number of the decision, which is the key."""
    return lambda t: t.met(
        (f">{t.zaak.besluit}<", f">{t.zaak.besluit[:3]}{teken}{t.zaak.besluit[3:]}<")
    )


def _zonder_persoon(zaak: str) -> str:
    before, _, rest = zaak.partition("<ZKN:heeftAlsInitiator")
    after = rest.partition("</ZKN:heeftAlsInitiator>")[2]
    return f'{before}<ZKN:heeftAlsInitiator noValue="nietGeautoriseerd"/>{after}'
