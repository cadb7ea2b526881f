"""The explanation of one record, as JSON: regresbrug/uitleg/1, published in docs/schema/.

Everything that was decided can be worked out again from it, and nothing in it names a person: no
name, number, date of birth or text of a note. A test does the sums again with code of its own.
"""

from dataclasses import asdict
from datetime import date
from typing import Any

from pipeline.besluiten import HEROPEND, LAAT_LOS
from pipeline.explanation.law import verhaal_json
from pipeline.explanation.signs import leeg_json, signalen_json, vlag_json
from pipeline.landing import Landing
from pipeline.preview import bron_json
from pipeline.route import Gemeente, Route
from pipeline.woord import ANDERE_BRON
from regres import Bucket, Plaats, Problem, SourceRecord

SCHEMA = "regresbrug/uitleg/1"


def leg_uit(
    route: Route, record: SourceRecord, landing: Landing, vandaag: date, gelijk: bool | None
) -> dict[str, Any]:
    """Explain one record that was just taken in; full dates.

    gelijk  the facts equal what stands at the backend; None when that was not looked at
    """
    case = landing.case
    return {
        "schema": SCHEMA,
        "weergave": {"rol": None, "datums": "volledig", "bedragen": "volledig"},
        "referentie": _referentie(route, landing),
        "gemeente": {"code": route.gemeente.gemeentecode, "naam": route.gemeente.naam},
        "bron": {"naam": route.bronset, "plaats": bron_json(record.plaats)},
        "peildatum": vandaag.isoformat(),
        "versies": _versies(route),
        "grootboek": None,
        "bekend": _bekend(landing, gelijk),
        "instelling": _instelling(route.gemeente),
        "zelfde_sleutel": {"heel_gelezen": False, "andere": []},
        "mens": _mens(landing),
        "signalen": signalen_json(landing),
        "leeg_betekent": leeg_json(landing),
        **vlag_json(route, landing),
        "besluitstatus": case.peek.besluitstatus.value if case else None,
        **verhaal_json(route, record, landing, vandaag),
        "landing": _landing(landing),
        "problemen": [_probleem(problem) for problem in landing.problems],
    }


def _referentie(route: Route, landing: Landing) -> str | None:
    if landing.sleutel is None:
        return None
    return route.pseudoniemen.referentie(route.plan.sleutelruimte, landing.sleutel)


def _versies(route: Route) -> dict[str, str | None]:
    notes = route.regelset.notitieversie() if route.plan.leest_notities else None
    return {
        "signaalregels": route.regelset.combinatie.regels.versie,
        "notitieregels": notes,
        "verhaalregels": route.regels.versie,
        "regels_merk": route.regelset.merk,
        "mapping": route.plan.naam,
        "mapping_merk": route.plan.merk,
    }


def _bekend(landing: Landing, gelijk: bool | None) -> dict[str, Any]:
    stand = landing.case.stand if landing.case else None
    return {
        "stand": stand.staat.value if stand else "nieuw",
        "versie": stand.versie if stand else 0,
        "afgeleverd": bool(stand and stand.afgeleverd),
        "zelfde_inhoud": gelijk,
        "andere_bron": ANDERE_BRON in landing.codes,
    }


def _instelling(gemeente: Gemeente) -> dict[str, Any]:
    since = gemeente.actief_sinds
    return {
        "stand": gemeente.stand,
        "actief_sinds": since.isoformat() if since else None,
        "tekst_alleen": "versturen" if gemeente.tekst_versturen else "beoordelen",
        "beleid": {name: word.value for name, word in asdict(gemeente.beleid).items()},
    }


def _mens(landing: Landing) -> dict[str, Any]:
    """Tell what people decided about this record, and whether that holds for what it says now."""
    case = landing.case
    return {
        "besluit": case.flag.redenen[0].regel if case and case.besluit else None,
        "losgelaten": LAAT_LOS in landing.codes,
        "heropend": HEROPEND in landing.codes,
    }


# -- where it landed ----------------------------------------------------------------------------


def _landing(landing: Landing) -> dict[str, Any]:
    return {
        "bucket": landing.bucket.value,
        "soortMelding": landing.soort.value if landing.soort else None,
        "leesbaar": landing.case is not None and not _onvolledig(landing),
        "codes": list(landing.codes),
    }


def _onvolledig(landing: Landing) -> bool:
    """Tell whether the record had to go on, and its facts could not be read."""
    return landing.feiten is None and any(problem.code[0] == "M" for problem in landing.problems)


def _probleem(problem: Problem) -> dict[str, str]:
    return {
        "code": problem.code,
        "wat": problem.wat,
        "veld": problem.veld,
        "plaats": problem.waar,
        "mapping": problem.mapping,
    }


def andere(plaats: Plaats, *, zelfde_inhoud: bool, eerder: bool) -> dict[str, Any]:
    """Tell of another record of this read with the same key."""
    return {"plaats": bron_json(plaats), "zelfde_inhoud": zelfde_inhoud, "eerder": eerder}


def naar_quarantaine(uitleg: dict[str, Any], waarom: Problem) -> None:
    """Move an explained record to quarantine: a later one has its key and other content."""
    landing = uitleg["landing"]
    if landing["bucket"] != Bucket.QUARANTAINE.value:
        landing |= {"bucket": Bucket.QUARANTAINE.value, "soortMelding": None}
        landing["codes"] = [waarom.code]
        uitleg["problemen"].append(_probleem(waarom))
