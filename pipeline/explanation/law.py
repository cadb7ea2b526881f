"""The facts that the law was applied to, every rule that held, and what follows from it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from assessment import (
    PADEN,
    Regels,
    Toelichting,
    Zaakfeiten,
    Zijde,
    bekendheid_voorstel,
    beleid,
    kostenoverzicht,
    van_feiten,
)
from pipeline.explanation.words import datum_json, waarde_json
from pipeline.landing import Landing
from pipeline.route import Gemeente, Route
from regres import Datum, Feiten, Signal, SignalKind, SourceRecord
from regres.melding import UiterlijkeDatum, Verhaalbaarheid

_PADEN = {
    **{feit: pad for feit, pad in PADEN.items() if feit != "geboren"},
    "geboren_na_ongeval": PADEN["geboren"],
    "ingangsdatum": "voorziening.ingangsdatum",
}
#: Facts that the rules work out from other facts.
_ACHTER = {
    "band": ("ongeval",),
    "termijn": ("bekendOp", "stuitingen", "ongeval", "soort"),
    "volgorde": ("ongeval", "toekenning", "bekendOp", "geboren_na_ongeval"),
    "deelname": ("gemeenteOpOngeval",),
}


def verhaal_json(
    route: Route, record: SourceRecord, landing: Landing, vandaag: date
) -> dict[str, Any]:
    """Give facts, advice, policy and costs; all null when the record never came so far."""
    if landing.feiten is None or landing.advies is None or landing.case is None:
        return dict.fromkeys(("feiten", "verhaal", "beleid", "kosten"))
    stand = landing.case.stand
    signs = landing.case.peek.signals.items
    zaak = van_feiten(landing.feiten, route.gemeente.gemeentecode)
    why = route.regels.toelichting(
        zaak, vandaag, eerder_geleverd=stand is not None and stand.afgeleverd
    )
    starts = landing.feiten.voorziening.ingangsdatum
    facts = feiten_json(zaak, route.plan.herkomst(record), _van_signalen(signs), starts)
    return {
        "feiten": facts,
        "verhaal": oordeel_json(route.regels, why, facts, bekendheid_voorstel(landing.feiten)),
        "beleid": _beleid(landing.advies, route.gemeente),
        "kosten": _kosten(landing.feiten, vandaag, route),
    }


def feiten_json(
    zaak: Zaakfeiten,
    herkomst: Mapping[str, str],
    signalen: Mapping[str, str],
    ingang: date | None = None,
) -> dict[str, Any]:
    """Give every fact that the rules look at, each with where it came from.

    herkomst  field of the melding -> column or address, "" for a fixed value: Plan.herkomst
    signalen  fact -> columns of the signs that speak of it where no field does
    """
    words: dict[str, Any] = {"indicatie": zaak.indicatie.value, "gemeente": zaak.gemeente}
    words |= {feit: waarde_json(getattr(zaak, feit)) for feit in PADEN if feit != "geboren"}
    words |= {"deelname": waarde_json(zaak.deelname), "ingangsdatum": waarde_json(ingang)}
    # The date of birth counts for one thing only, and that is all that is told of it.
    words["geboren_na_ongeval"] = "ja" if zaak.geboren.zeker_na(zaak.ongeval) else "nee"
    return {
        feit: {"waarde": word, **_uit(feit, word, herkomst, signalen)}
        for feit, word in words.items()
    }


def _van_signalen(signs: tuple[Signal, ...]) -> dict[str, str]:
    """Name the columns of the signs behind a fact; notes speak where no column of its own does."""
    filled = [item for item in signs if item.tekst]
    notes = [item.veld for item in filled if item.kind is SignalKind.NOTITIE]
    third = [item.veld for item in filled if item.kind is SignalKind.DERDE]
    kinds = [item.veld for item in filled if item.soort is not None]
    found = {"derde": third or notes, "soort": kinds or notes}
    found |= {"hoedanigheid": notes, "ongeval": notes}
    found["indicatie"] = list(dict.fromkeys(item.veld for item in filled))
    return {feit: ", ".join(columns) for feit, columns in found.items()}


def _uit(
    feit: str, word: Any, herkomst: Mapping[str, str], signalen: Mapping[str, str]
) -> dict[str, str]:
    if feit == "gemeente":
        return {"uit": "instelling", "veld": ""}
    adres = herkomst.get(_PADEN.get(feit, ""))
    if adres is not None:
        return {"uit": "veld" if adres else "vast", "veld": adres}
    told = word not in (None, "onbekend", []) and word != datum_json(Datum())
    if told and feit in signalen:
        return {"uit": "signalen", "veld": signalen[feit]}
    return {"uit": "niet_gesteld", "veld": ""}


def oordeel_json(
    regels: Regels, why: Toelichting, feiten: Mapping[str, Any], offered: date | None = None
) -> dict[str, Any]:
    """Give the advice with every rule, side and deadline behind it."""
    verdict = why.oordeel
    return {
        "uitkomst": verdict.uitkomst.value,
        "redencodes": list(verdict.redencodes),
        "aandachtspunten": [punt.value for punt in verdict.aandachtspunten],
        "regels": [
            {
                "code": one.regel.id,
                "uitleg": one.regel.tekst,
                "bron": one.regel.bron,
                "omdat": [_omdat(facts, feiten) for facts in one.omdat],
            }
            for one in why.regels
        ],
        "zijden": [_zijde(one) for one in why.zijden],
        "termijnen": [_termijn(regels, one, verdict.peildatum) for one in verdict.uiterlijkeDatum],
        "bekendheid_voorstel": offered.isoformat() if offered else None,
    }


def _omdat(waarden: Mapping[str, str], feiten: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Give one set of facts that made a rule hold, with the source fields behind each."""
    found = []
    for feit, waarde in waarden.items():
        behind = [feiten[one]["veld"] for one in _ACHTER.get(feit, (feit,))]
        found.append(
            {"feit": feit, "waarde": waarde, "velden": list(dict.fromkeys(filter(None, behind)))}
        )
    return found


def _zijde(zijde: Zijde) -> dict[str, Any]:
    return {
        **zijde.kant._asdict(),
        "van": zijde.van.isoformat() if zijde.van else None,
        "tot": zijde.tot.isoformat() if zijde.tot else None,
        "uitkomst": zijde.oordeel.uitkomst.value,
        "redencodes": sorted(zijde.oordeel.codes),
        "lijn": zijde.oordeel.lijn,
    }


def _termijn(regels: Regels, one: UiterlijkeDatum, vandaag: date) -> dict[str, Any]:
    left = regels.maanden_over(one.datum, vandaag)
    band = "meer" if left is None else str(left) if left else "voorbij"
    return {
        "soort": one.soort.value,
        "datum": one.datum.isoformat(),
        "basis": one.basis,
        "begin": one.begin.isoformat(),
        "band": band,
    }


def _beleid(advies: Verhaalbaarheid, gemeente: Gemeente) -> dict[str, Any]:
    own, usual = beleid(advies.uitkomst, gemeente.beleid), beleid(advies.uitkomst)
    return {"handeling": own.value, "standaard": usual.value, "eigen_keuze": own is not usual}


def _kosten(feiten: Feiten, vandaag: date, route: Route) -> dict[str, Any] | None:
    if not feiten.voorziening.kosten:
        return None
    found = kostenoverzicht(feiten.voorziening, vandaag, route.regels)
    return {
        "tot_nu": str(found.totNu),
        "per_jaar": str(found.perJaar),
        "geschat": found.geschat,
        "waarschuwingen": [{"code": one.code, "wat": one.wat} for one in found.waarschuwingen],
    }
