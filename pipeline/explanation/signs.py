"""What the signals said, and what that came to."""

from typing import Any

from assessment import Signaaltoelichting, licht_signalen_toe
from pipeline.explanation.words import datum_json
from pipeline.landing import Landing
from pipeline.route import Route
from pipeline.zinnen import zin_van
from regres import Flag, Reden, Signal, SignalKind

_TEKENS = tuple(f"{kind.value}_" for kind in SignalKind if kind is not SignalKind.NOTITIE)


def signalen_json(landing: Landing) -> list[dict[str, Any]]:
    """Tell what each sign said, in the order of the mapping."""
    if landing.case is None:
        return []
    redenen = landing.case.flag.redenen
    return [_signaal(item, redenen) for item in landing.case.peek.signals.items]


def _signaal(item: Signal, redenen: tuple[Reden, ...]) -> dict[str, Any]:
    """Tell what one sign said; of a supporting column only that it is filled."""
    told: dict[str, Any] = {"soort": item.kind.value, "veld": item.veld}
    match item.kind:
        case SignalKind.NOTITIE:
            return told | _notitie(item, redenen)
        case SignalKind.STEUN:
            filled = any(
                reden.regel == f"steun_{item.steun}" and reden.veld == item.veld
                for reden in redenen
            )
            return told | {"steun": item.steun, "zegt": "gevuld" if filled else "leeg"}
        case SignalKind.CODE:
            kind = item.soort.value if item.soort else None
            said = item.waarde.value if item.waarde else "leeg"
            return told | {"zegt": said, "term": item.tekst, "ongevalsoort": kind}
    answer = item.waarde or item.derde
    return told | {"zegt": answer.value if answer else "leeg", "term": item.tekst}


def _notitie(item: Signal, redenen: tuple[Reden, ...]) -> dict[str, Any]:
    """Give the vote of a note, and each word that was found with the rule that judged it."""
    own = [
        reden
        for reden in redenen
        if reden.veld == item.veld and not reden.regel.startswith(_TEKENS)
    ]
    votes = [reden.regel.removeprefix("tekst_").upper() for reden in own if _stem(reden)]
    return {
        "zegt": votes[0] if votes else "niets",
        "bevindingen": [
            {"regel": reden.regel, "term": reden.term, "positie": reden.positie}
            for reden in own
            if not _stem(reden)
        ],
    }


def _stem(reden: Reden) -> bool:
    return reden.regel in ("tekst_j", "tekst_o", "tekst_n")


def leeg_json(landing: Landing) -> str:
    """Tell what an empty column means here."""
    unknown = landing.case is not None and landing.case.peek.signals.leeg_betekent_onbekend
    return "onbekend" if unknown else "niets"


def vlag_json(route: Route, landing: Landing) -> dict[str, Any]:
    """Give the six facts, what decided, and the flag; all null when the signs cannot be read."""
    if landing.case is None:
        return {"samenloop": None, "beslissing": None, "vlag": None}
    flag = landing.case.flag
    leeg = landing.case.peek.signals.leeg_betekent_onbekend
    why = licht_signalen_toe(flag, route.regelset.combinatie.regels, leeg=leeg)
    return {
        "samenloop": why.samenloop._asdict(),
        "beslissing": _beslissing(flag, why),
        "vlag": {
            "indicatie": flag.indicatie.value,
            "bron": flag.bron.value,
            "alleen_tekst": flag.alleen_tekst,
            "derde": flag.derde.value,
            "hoedanigheid": flag.hoedanigheid.value,
            "soort": flag.soort.value,
            "datum": datum_json(flag.datum),
        },
    }


def _beslissing(flag: Flag, why: Signaaltoelichting) -> dict[str, Any]:
    """Name what decided: a rule of signals, or a person, whose rule the signals do not know."""
    rule = flag.redenen[0].regel
    by_rule = rule == why.regel.id
    told = why.regel.uitleg if by_rule else zin_van(rule)
    return {"regel": rule, "door": "regels" if by_rule else "mens", "uitleg": told}
