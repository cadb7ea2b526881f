"""The published JSON Schema (2020-12) of an explanation: regresbrug/uitleg/1."""

import json
from collections.abc import Iterable
from typing import Any

from pipeline.explanation.record import SCHEMA
from regres import Bucket, Indicatie, JaNee, SignalKind, SoortMelding, Uitkomst
from regres.words import (
    Aandachtspunt,
    Besluitstatus,
    DatumSoort,
    Hoedanigheid,
    IndicatieBron,
    OngevalSoort,
)

BESTAND = "regresbrug-uitleg-1.schema.json"

_TEKST = {"type": "string"}
_MAG_TEKST = {"type": ["string", "null"]}
_HEEL = {"type": "integer", "minimum": 0}
_VLAG = {"type": "boolean"}
#: A whole day; an administrator sees its year.
_DAG = {"type": "string", "pattern": "^[0-9]{4}(-[0-9]{2}-[0-9]{2})?$"}
_MAG_DAG = _DAG | {"type": ["string", "null"]}
_HELE_DAG = {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}
_BEDRAG = {"type": ["string", "null"], "pattern": "^[0-9]+\\.[0-9]{2}$"}
_REFERENTIE = {"type": ["string", "null"], "pattern": "^[0-9a-f]{64}$"}
_CODES = {"type": "array", "items": _TEKST}


def explanation_schema() -> dict[str, Any]:
    """Give the schema; every key is required and no other is allowed."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:{SCHEMA.replace('/', ':')}",
        "title": "Uitleg bij een record",
        "description": "Elke regel die gold, uit welk veld, en wat daaruit volgt. Zonder naam, "
        "nummer, geboortedatum of tekst van een notitie.",
        **_object(**_kop(), **_waarom(), **_gevolg()),
    }


def explanation_schema_text() -> str:
    """Give the schema exactly as it stands in docs/schema/."""
    return json.dumps(explanation_schema(), indent=2, ensure_ascii=False) + "\n"


def _kop() -> dict[str, Any]:
    return {
        "schema": {"const": SCHEMA},
        "weergave": _object(
            rol=_keuze(("consulent", "fg", "beheer"), leeg=True),
            datums=_keuze(("volledig", "jaar"))
            | {"description": "Bij `jaar` staat van elke datum van het record alleen het jaar."},
            bedragen=_keuze(("volledig", "verborgen")),
        ),
        "referentie": _REFERENTIE,
        "gemeente": _object(code=_TEKST, naam=_TEKST),
        "bron": _object(naam=_TEKST, plaats=_plaats()),
        "peildatum": _HELE_DAG,
        "versies": _object(
            signaalregels=_TEKST,
            notitieregels=_MAG_TEKST,
            verhaalregels=_TEKST,
            regels_merk=_TEKST,
            mapping=_TEKST,
            mapping_merk=_TEKST,
        ),
        "grootboek": _of_niets(_grootboek()),
        "bekend": _object(
            stand=_keuze(("nieuw", "staand", "ingetrokken")),
            versie=_HEEL,
            afgeleverd=_VLAG,
            zelfde_inhoud={"type": ["boolean", "null"]},
            andere_bron=_VLAG,
        ),
        "instelling": _instelling(),
        "zelfde_sleutel": _object(
            heel_gelezen=_VLAG,
            andere=_lijst(_object(plaats=_plaats(), zelfde_inhoud=_VLAG, eerder=_VLAG)),
        ),
        "mens": _object(besluit=_MAG_TEKST, losgelaten=_VLAG, heropend=_VLAG),
    }


def _grootboek() -> dict[str, Any]:
    return _object(
        versie=_HEEL,
        staat=_keuze(("staand", "ingetrokken")),
        zaaknummer=_TEKST,
        status=_MAG_TEKST,
        laatst_ontvangen=_MAG_TEKST,
        bron=_TEKST,
    )


def _instelling() -> dict[str, Any]:
    act = _keuze(("sturen", "vasthouden"))
    names = ("kansrijk", "onderzoek", "mogelijk_verjaard", "waarschijnlijk_niet")
    return _object(
        stand=_keuze(("proef", "actief")),
        actief_sinds=_HELE_DAG | {"type": ["string", "null"]},
        tekst_alleen=_keuze(("beoordelen", "versturen")),
        beleid=_object(**dict.fromkeys(names, act)),
    )


def _waarom() -> dict[str, Any]:
    three = ("leeg", "J", "N", "O", "strijdig")
    return {
        "signalen": _lijst({"oneOf": list(_signalen())}),
        "leeg_betekent": _keuze(("niets", "onbekend")),
        "samenloop": _of_niets(
            _object(
                vlag=_keuze(three),
                derde=_keuze(("leeg", "ja", "nee", "onbekend", "strijdig")),
                code=_keuze(three),
                steun=_keuze(("geen", "zwak", "sterk")),
                tekst=_keuze(("leeg", "J", "N", "O")),
                leeg=_keuze(("niets", "onbekend")),
            )
        ),
        "beslissing": _of_niets(
            _object(regel=_TEKST, door=_keuze(("regels", "mens")), uitleg=_TEKST)
        ),
        "vlag": _of_niets(
            _object(
                indicatie=_keuze(Indicatie),
                bron=_keuze(IndicatieBron),
                alleen_tekst=_VLAG,
                derde=_keuze(JaNee),
                hoedanigheid=_keuze(Hoedanigheid),
                soort=_keuze(OngevalSoort),
                datum=_datum(),
            )
        ),
        "besluitstatus": _keuze(Besluitstatus, leeg=True),
        "feiten": {
            "description": "Elk feit waar de verhaalregels naar kijken, en waar het vandaan komt.",
            "type": ["object", "null"],
            "additionalProperties": _object(
                waarde={"anyOf": [_MAG_TEKST, _lijst(_DAG), _datum()]},
                uit=_keuze(("veld", "vast", "signalen", "instelling", "niet_gesteld")),
                veld=_TEKST,
            ),
        },
    }


def _signalen() -> Iterable[dict[str, Any]]:
    """Give the shape of each kind of sign: of a note its words, of support that it is filled."""
    said = _keuze(("leeg", "J", "N", "O"))
    word = _object(regel=_TEKST, term=_TEKST, positie=_HEEL)
    shapes: dict[SignalKind, dict[str, Any]] = {
        SignalKind.VLAG: {"zegt": said, "term": _TEKST},
        SignalKind.DERDE: {"zegt": _keuze(("leeg", *JaNee)), "term": _TEKST},
        SignalKind.CODE: {
            "zegt": said,
            "term": _TEKST,
            "ongevalsoort": _keuze(OngevalSoort, leeg=True),
        },
        SignalKind.STEUN: {"steun": _TEKST, "zegt": _keuze(("leeg", "gevuld"))},
        SignalKind.NOTITIE: {
            "zegt": _keuze(("niets", "J", "N", "O")),
            "bevindingen": _lijst(word),
        },
    }
    for kind, parts in shapes.items():
        yield _object(soort={"const": kind.value}, veld=_TEKST, **parts)


def _gevolg() -> dict[str, Any]:
    act = _keuze(("sturen", "vasthouden"))
    return {
        "verhaal": _of_niets(_verhaal()),
        "beleid": _of_niets(_object(handeling=act, standaard=act, eigen_keuze=_VLAG)),
        "kosten": _of_niets(
            _object(
                tot_nu=_BEDRAG,
                per_jaar=_BEDRAG,
                geschat={"type": ["boolean", "null"]},
                waarschuwingen=_lijst(_object(code=_TEKST, wat=_MAG_TEKST)),
            )
        ),
        "landing": _object(
            bucket=_keuze(Bucket),
            soortMelding=_keuze(SoortMelding, leeg=True),
            leesbaar=_VLAG,
            codes=_CODES,
        ),
        "problemen": _lijst(
            _object(code=_TEKST, wat=_TEKST, veld=_TEKST, plaats=_TEKST, mapping=_TEKST)
        ),
    }


def _verhaal() -> dict[str, Any]:
    facts = _lijst(_object(feit=_TEKST, waarde=_TEKST, velden=_CODES))
    return _object(
        uitkomst=_keuze(Uitkomst),
        redencodes=_CODES,
        aandachtspunten={"type": "array", "items": _keuze(Aandachtspunt)},
        regels=_lijst(_object(code=_TEKST, uitleg=_TEKST, bron=_TEKST, omdat=_lijst(facts))),
        zijden=_lijst(
            _object(
                band=_TEKST,
                termijn=_TEKST,
                deelname=_TEKST,
                andereDerde=_TEKST,
                van=_MAG_DAG,
                tot=_MAG_DAG,
                uitkomst=_keuze(Uitkomst),
                redencodes=_CODES,
                lijn=_TEKST,
            )
        ),
        termijnen=_lijst(
            _object(
                soort=_keuze(DatumSoort),
                datum=_DAG,
                basis=_TEKST,
                begin=_DAG,
                band=_keuze(("meer", "12", "6", "3", "1", "voorbij"), leeg=True),
            )
        ),
        bekendheid_voorstel=_MAG_DAG,
    )


def _plaats() -> dict[str, Any]:
    file = _object(bestand=_TEKST, regel=_HEEL)
    return {"oneOf": [file, _object(bericht=_TEKST, regel=_HEEL, xpath=_TEKST)]}


def _datum() -> dict[str, Any]:
    known = {"type": ["string", "null"], "pattern": "^[0-9]{4}(-[0-9]{2}){0,2}$"}
    return _object(datum=known, precisie=_keuze(("dag", "maand", "jaar", "onbekend")))


def _keuze(words: Iterable[str], *, leeg: bool = False) -> dict[str, Any]:
    listed: list[str | None] = [str(word) for word in words]
    return {"enum": [*listed, None] if leeg else listed}


def _lijst(items: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": items}


def _of_niets(shape: dict[str, Any]) -> dict[str, Any]:
    return {"anyOf": [shape, {"type": "null"}]}


def _object(**properties: Any) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }
