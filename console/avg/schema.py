"""The published JSON Schema (2020-12) of the AVG report: regresbrug/avg/1."""

import json
from typing import Any

SCHEMA = "regresbrug/avg/1"
BESTAND = "regresbrug-avg-1.schema.json"

_TEKST = {"type": "string"}
_TEKSTEN = {"type": "array", "items": _TEKST}
_HEEL = {"type": "integer", "minimum": 0}
_VLAG = {"type": "boolean"}
_HASH = {"type": "string", "pattern": "^[0-9a-f]{64}$"}
_DAG = {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}
_MAG_DAG = _DAG | {"type": ["string", "null"]}
_TIJD = {
    "type": "string",
    "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2}[+][0-9]{2}:[0-9]{2}$",
}
#: A count under 5 is told as "<5".
_AANTAL = {"type": "string", "pattern": "^(<5|0|[5-9]|[1-9][0-9]+)$"}


def avg_schema() -> dict[str, Any]:
    """Give the schema; every key is required and no other is allowed."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:{SCHEMA.replace('/', ':')}",
        "title": "AVG-verslag van een gemeente",
        "description": "Register, DPIA-bouwstenen, gegevensstroom, sleutels, bewaring en wie wat "
        "zag. Zonder persoonsgegevens; aantallen onder 5 staan er als <5.",
        **_object(
            schema={"const": SCHEMA},
            gemaakt=_TEKST,
            versie=_TEKST,
            gemeente=_object(naam=_TEKST, code={"type": "string", "pattern": "^[0-9]{4}$"}),
            register=_register(),
            dpia=_lijst(keuze=_TEKST, waarde=_TEKST, grond=_TEKST),
            stroom=_lijst(van=_TEKST, naar=_TEKST, hoe=_TEKST, waar=_TEKST),
            sleutels=_sleutels(),
            bewaring=_bewaring(),
            inzien=_inzien(),
            keten=_object(
                heel=_VLAG,
                grootboek=_TEKST,
                regel=_HEEL,
                hash=_TEKST,
                ankers=_HEEL,
                hersteld=_HEEL,
                problemen=_TEKSTEN,
            ),
            bestanden=_lijst(bestand=_TEKST, sha256=_HASH),
        ),
    }


def avg_schema_text() -> str:
    """Give the schema exactly as it stands in docs/schema/."""
    return json.dumps(avg_schema(), indent=2, ensure_ascii=False) + "\n"


def _register() -> dict[str, Any]:
    return _object(
        verantwoordelijke=_TEKST,
        doel=_TEKST,
        grondslag=_TEKST,
        activiteit=_TEKST,
        bijzonder=_lijst(soort=_TEKST, artikel=_TEKST, wat=_TEKST, velden=_TEKSTEN, grond=_TEKST),
        betrokkenen=_TEKSTEN,
        bronnen=_lijst(
            naam=_TEKST,
            soort=_TEKST,
            mapping=_TEKST,
            mapping_merk=_TEKST,
            velden=_lijst(veld=_TEKST, persoonlijk=_VLAG),
        ),
        ontvangers=_TEKSTEN,
        doorgifte_buiten_eer=_TEKST,
        maatregelen=_TEKSTEN,
        aan_te_vullen=_TEKSTEN,
    )


def _sleutels() -> dict[str, Any]:
    return _object(
        wortels=_lijst(
            versie=_HEEL,
            stand=_TEKST,
            proef=_TEKST,
            plek=_TEKST,
            sinds=_MAG_DAG,
            kopie_op=_MAG_DAG,
        ),
        ontvanger=_lijst(kid=_TEKST, stand=_TEKST, van=_DAG, tot_en_met=_DAG),
        inzagesleutel=_VLAG,
    )


def _bewaring() -> dict[str, Any]:
    kind = _object(
        termijnen={"type": "object", "additionalProperties": _HEEL},
        aanwezig=_AANTAL,
        nu_te_wissen=_AANTAL,
    )
    return _object(
        klok=_TEKST,
        soorten={"type": "object", "additionalProperties": kind},
        gewist=_lijst(tijd=_TIJD, hash=_HASH),
    )


def _inzien() -> dict[str, Any]:
    return _object(
        aantallen={"type": "object", "additionalProperties": _AANTAL},
        regels=_lijst(regel=_HEEL, tijd=_TIJD, actie=_TEKST, wie=_TEKST, rol=_TEKST, hash=_HASH),
    )


def _object(**parts: Any) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": parts,
        "required": list(parts),
        "additionalProperties": False,
    }


def _lijst(**parts: Any) -> dict[str, Any]:
    return {"type": "array", "items": _object(**parts)}
