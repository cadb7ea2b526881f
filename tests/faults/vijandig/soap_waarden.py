"""SOAP: a whole and honest answer, in which the value of one zaak is odd."""

from collections.abc import Callable, Iterator

from tests.faults.vijandig.geval import (
    GEWOON,
    Geval,
    Verwacht,
    aanvaard,
    quarantaine,
    verteld,
    weiger,
)
from tests.faults.vijandig.soapserver import Beurt

Maak = Callable[[Beurt], bytes]
_WACHT = {"beoordelen": 1, "geen_ongeval": 2}


def gevallen() -> Iterator[Geval]:
    """Give every row."""
    for klasse, rows in (
        ("in stukken", _STUKKEN),
        ("BSN", _BSN),
        ("vlag", _VLAG),
        ("datum", _DATUM),
        ("bedrag", _BEDRAG),
        ("sleutel", _SLEUTEL),
        ("kenmerken van StUF", _KENMERK),
        ("tekens", _TEKENS),
    ):
        yield from (Geval(klasse, name, make, want) for name, make, want in rows)


def _bsn(text: str) -> Maak:
    return lambda t: t.met((t.bsn, f"<BG:inp.bsn>{text.replace('@', t.zaak.bsn)}</BG:inp.bsn>"))


def _extra(naam: str, text: str, oud: str | None = None, kop: str = "") -> Maak:
    """Give an extraElement of the accident another value; it comes first in the answer."""

    def make(turn: Beurt) -> bytes:
        before, mark, rest = _object(turn).partition(f'naam="{naam}"')
        assert mark
        old, close, after = rest.partition(">")
        if old.endswith("/"):
            return _terug(turn, f"{before}{mark}{kop}>{text}</StUF:extraElement>{after}")
        _, end, tail = after.partition("</StUF:extraElement>")
        return _terug(turn, f"{before}{mark}{kop}{close}{text}{end}{tail}")

    return make


def _blad(naam: str, text: str, kop: str = "") -> Maak:
    """Give an element of the accident another value and other attributes."""

    def make(turn: Beurt) -> bytes:
        before, _, rest = _object(turn).partition(f"<{naam}")
        head, _, after = rest.partition(">")
        tail = after if head.endswith("/") else after.partition(f"</{naam}>")[2]
        return _terug(turn, f"{before}<{naam}{kop}>{text}</{naam}>{tail}")

    return make


def _delen(turn: Beurt) -> tuple[str, str, str]:
    """Cut the good answer in what comes before, in and after the zaak with the accident."""
    text = turn.goed.decode()
    begin = text.rindex("<ZKN:object ", 0, text.index(turn.zaak.bsn))
    end = text.index("</ZKN:object>", begin) + len("</ZKN:object>")
    return text[:begin], text[begin:end], text[end:]


def _object(turn: Beurt) -> str:
    return _delen(turn)[1]


def _terug(turn: Beurt, zaak: str) -> bytes:
    before, _, after = _delen(turn)
    return (before + zaak + after).encode()


def _tweede(maak: Callable[[str], str]) -> Maak:
    """Put another zaak behind the one with the accident."""
    return lambda t: _terug(t, _object(t) + maak(_object(t)))


_STUKKEN: list[tuple[str, Maak, Verwacht]] = [
    ("een instructie midden in een BSN", _bsn("99990<?x y?>0006"), weiger("B-0351")),
    ("commentaar midden in een BSN", _bsn("99990<!-- x -->0006"), weiger("B-0351")),
    ("een element midden in een BSN", _bsn("99990<a/>0006"), weiger("B-0352")),
    ("commentaar voor een BSN", _bsn("<!-- x -->@"), weiger("B-0351")),
    ("commentaar na een BSN", _bsn("@<!-- x -->"), weiger("B-0351")),
    ("CDATA om een BSN", _bsn("<![CDATA[@]]>"), aanvaard()),
    (
        "half CDATA in een BSN",
        lambda t: _bsn(f"{t.zaak.bsn[:4]}<![CDATA[{t.zaak.bsn[4:]}]]>")(t),
        aanvaard(),
    ),
    (
        "een teken als verwijzing in een BSN",
        lambda t: _bsn(f"&#x{ord(t.zaak.bsn[0]):x};{t.zaak.bsn[1:]}")(t),
        aanvaard(),
    ),
    ("commentaar in de vlag", _extra("wmo.indicatieOngeval", "<!-- x -->J"), weiger("B-0351")),
    ("commentaar in de sleutel", _blad("ZKN:identificatie", "99<!-- -->01"), aanvaard()),
    (
        "commentaar in het besluitnummer",
        _extra("wmo.productCode", "13<!-- -->B02"),
        weiger("B-0351"),
    ),
    (
        "commentaar tussen twee zaken",
        lambda t: t.met(("</ZKN:object>", "</ZKN:object><!-- x -->")),
        aanvaard(),
    ),
    (
        "een instructie tussen twee zaken",
        lambda t: t.met(("</ZKN:object>", "</ZKN:object><?x y?>")),
        aanvaard(),
    ),
]

#: What is no BSN is told and left out: a melding may go without, by pseudonym of the number.
_ZONDER_BSN = verteld("M-0109", "M-0110", "M-0111")
_BSN: list[tuple[str, Maak, Verwacht]] = [
    (
        "cijfers in breed schrift",
        _bsn("\uff19\uff19\uff19\uff19\uff10\uff10\uff10\uff10\uff16"),
        _ZONDER_BSN,
    ),
    (
        "Arabische cijfers",
        _bsn("\u0669\u0669\u0669\u0669\u0660\u0660\u0660\u0660\u0666"),
        _ZONDER_BSN,
    ),
    ("een cijfer te weinig", _bsn("99990000"), _ZONDER_BSN),
    ("een cijfer te veel", _bsn("9999000061"), _ZONDER_BSN),
    ("de elfproef klopt niet", _bsn("999900007"), _ZONDER_BSN),
    ("alleen nullen", _bsn("000000000"), _ZONDER_BSN),
    ("uit een rekenblad", _bsn("9,999E+08"), _ZONDER_BSN),
    ("met een min", _bsn("-@"), _ZONDER_BSN),
    ("met een punt", _bsn("@.0"), _ZONDER_BSN),
    ("met een onzichtbaar teken", _bsn("9999\u200b00006"), _ZONDER_BSN),
    ("met een teken dat de richting draait", _bsn("\u202e@"), _ZONDER_BSN),
    ("met een harde spatie", _bsn("@\u00a0"), aanvaard()),
    ("met witruimte eromheen", _bsn(" @ \n"), aanvaard()),
    ("leeg", _bsn(""), aanvaard()),
    ("een miljoen cijfers", _bsn("9" * 1_000_000), _ZONDER_BSN),
]

_VREEMD = quarantaine("M-0107")
_VLAG: list[tuple[str, Maak, Verwacht]] = [
    (f"{text[:20]!r}", _extra("wmo.indicatieOngeval", text), want)
    for text, want in {
        "j": aanvaard(),
        " J ": aanvaard(),
        "ja": _VREEMD,
        "1": _VREEMD,
        "X": _VREEMD,
        "\uff2a": _VREEMD,
        "\u202eJ": _VREEMD,
        "J\u200b": _VREEMD,
        "J N": _VREEMD,
        "NULL": _VREEMD,
        "O": aanvaard(**_WACHT),
        "N": aanvaard(**_WACHT),  # there is a date of an accident: it contradicts itself
        "": aanvaard(),  # "derde" says it too
        "J" * 100_000: _VREEMD,
    }.items()
]

_DATUM: list[tuple[str, Maak, Verwacht]] = [
    (f"besluit op {text!r}", _blad("ZKN:datumBeslissing", text), want)
    for text, want in {
        "20260230": aanvaard(),
        "20261301": aanvaard(),
        "2026-02-01": aanvaard(),
        "2026020": aanvaard(),
        "\uff12\uff10\uff12\uff16\uff10\uff12\uff10\uff11": aanvaard(),
        "99999999": aanvaard(),
        "20260201T00:00:00": aanvaard(),
        "46054": aanvaard(),
    }.items()
]

_BEDRAG: list[tuple[str, Maak, Verwacht]] = [
    (f"{text[:20]!r}", _extra("wmo.bedrag", text), verteld("M-0113"))
    for text in (
        "1e9",
        "NaN",
        "Infinity",
        "-1",
        "6.450,00",
        "6450,00",
        "1_000",
        "0x10",
        "9" * 400,
        "\uff16",
    )
]

_SLEUTEL: list[tuple[str, Maak, Verwacht]] = [
    (
        "dezelfde zaak twee keer",
        _tweede(lambda o: o.replace('sleutelVerzendend="', 'sleutelVerzendend="2')),
        aanvaard(**{**GEWOON, "dubbel": 1}),
    ),
    (
        "dezelfde sleutel, ander bedrag",
        _tweede(
            lambda o: o.replace('sleutelVerzendend="', 'sleutelVerzendend="2').replace(
                "6450.00", "1.00"
            )
        ),
        quarantaine("R-0201", quarantaine=2, geen_ongeval=2),
    ),
    (
        "geen besluitnummer",
        lambda t: t.met((f"<ZKN:identificatie>{t.zaak.besluit}<", "<ZKN:identificatie><")),
        quarantaine("M-0101", "M-0102", "M-0103"),
    ),
    (
        "een besluitnummer van spaties",
        lambda t: t.met((f"<ZKN:identificatie>{t.zaak.besluit}<", "<ZKN:identificatie>   <")),
        quarantaine("M-0101", "M-0102", "M-0103"),
    ),
    (
        "een besluitnummer van 1 MB",
        lambda t: t.met(
            (f"<ZKN:identificatie>{t.zaak.besluit}<", f"<ZKN:identificatie>{'9' * 1_000_000}<")
        ),
        verteld("M-0115"),
    ),
    (
        "twee besluiten in een zaak",
        lambda t: _terug(
            t,
            _object(t).replace(
                "</ZKN:object>",
                "<ZKN:leidtTot><ZKN:gerelateerde><ZKN:identificatie>B2</ZKN:identificatie>"
                "</ZKN:gerelateerde></ZKN:leidtTot></ZKN:object>",
            ),
        ),
        aanvaard(),
    ),
    (
        "twee vlaggen die elkaar tegenspreken",
        lambda t: _terug(
            t,
            _object(t).replace(
                "</StUF:extraElementen>",
                '<StUF:extraElement naam="wmo.indicatieOngeval">N</StUF:extraElement>'
                "</StUF:extraElementen>",
            ),
        ),
        quarantaine("M-0107"),
    ),
]

_NIL = ' xsi:nil="true" StUF:noValue="{}"'
_KENMERK: list[tuple[str, Maak, Verwacht]] = [
    *(
        (f"vlag {reason}", _extra("wmo.indicatieOngeval", "", kop=_NIL.format(reason)), want)
        for reason, want in {
            "nietGeautoriseerd": weiger("B-0350"),
            "nietOndersteund": weiger("B-0350"),
            "geenWaarde": aanvaard(),
            "waardeOnbekend": aanvaard(),
            "vastgesteldOnbekend": aanvaard(),
            "bestaatNiet": weiger("B-0353"),
            "": weiger("B-0353"),
        }.items()
    ),
    (
        "BSN nietGeautoriseerd",
        _blad("BG:inp.bsn", "", _NIL.format("nietGeautoriseerd")),
        weiger("B-0350"),
    ),
    (
        "een persoon nietGeautoriseerd",
        _blad("ZKN:heeftAlsInitiator", "", _NIL.format("nietGeautoriseerd")),
        weiger("B-0350"),
    ),
    (
        "niets, met toch een waarde",
        _extra("wmo.indicatieOngeval", "J", kop=_NIL.format("geenWaarde")),
        weiger("B-0353"),
    ),
    ("nil zonder reden", _extra("wmo.bedrag", "", kop=' xsi:nil="true"'), aanvaard()),
    *(
        (
            f"ongevalsdatum onvolledig {mark!r}",
            _extra("wmo.datumOngeval", "20260101", kop=f' StUF:indOnvolledigeDatum="{mark}"'),
            want,
        )
        for mark, want in {
            "X": weiger("B-0353"),
            "": weiger("B-0353"),
            "J": aanvaard(),
            "M": aanvaard(),
            "D": aanvaard(),
            "V": aanvaard(),
        }.items()
    ),
]

_NAAM = "BG:geslachtsnaam"
_TEKENS: list[tuple[str, Maak, Verwacht]] = [
    ("een naam die de richting draait", _blad(_NAAM, "\u202eKanarie7Geheim"), aanvaard()),
    ("een naam van een ander schrift", _blad(_NAAM, "\u5f20\u4f1f"), aanvaard()),
    ("een naam met losse accenten", _blad(_NAAM, "e\u0301" * 10), aanvaard()),
    ("duizend accenten op een letter", _blad(_NAAM, "e" + "\u0301" * 1_000), aanvaard()),
    ("een naam met een formule", _blad(_NAAM, "=HYPERLINK(1)"), aanvaard()),
    ("een naam met een regeleinde", _blad(_NAAM, "Kanarie7\nGeheim"), aanvaard()),
    ("een naam met C1-stuurtekens", _blad(_NAAM, "Kan\u0085arie"), aanvaard()),
    ("een naam van 1 MB", _blad(_NAAM, "x" * 1_000_000), aanvaard()),
    ("SQL in een naam", _blad(_NAAM, "'; DROP TABLE outbox; --"), aanvaard()),
    ("een sjabloon in een naam", _blad(_NAAM, "{{7*7}}${jndi:ldap://localhost/}"), aanvaard()),
    (
        "een pad in een besluitnummer",
        lambda t: t.met(
            (f"<ZKN:identificatie>{t.zaak.besluit}<", "<ZKN:identificatie>../../../etc/passwd<")
        ),
        aanvaard(),
    ),
]
