"""The published contract: OpenAPI 3.1, built from the routes and the shapes below."""

from typing import Annotated, Any, Final

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic import BaseModel, ConfigDict, Field

from loket.http import API_VERSION, PROBLEM_JSON
from loket.problems import SOORTEN, TYPE
from regres.melding import SCHEMA_VERSIE

Hex64 = Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
Versie = Annotated[int, Field(ge=1, le=1_000_000)]
Moment = Annotated[str, Field(json_schema_extra={"format": "date-time"})]
Dag = Annotated[str, Field(json_schema_extra={"format": "date"})]

REF: Final = "#/components/schemas/"


class _Vorm(BaseModel):
    """Shapes are published, not used to read: no personal value passes through pydantic."""

    model_config = ConfigDict(extra="forbid")


class Regresmelding(_Vorm):
    """Een verzegelde melding: open velden en een envelop die alleen het Regresloket opent."""

    schemaVersie: Annotated[str, Field(json_schema_extra={"const": SCHEMA_VERSIE})]
    referentie: Hex64
    dossiersleutel: Hex64
    versie: Versie
    soortMelding: Annotated[
        str, Field(json_schema_extra={"enum": ["nieuw", "wijziging", "intrekking"]})
    ]
    gemeenteCode: Annotated[str, Field(pattern="^[0-9]{4}$")]
    inhoudsmerk: Hex64
    aangemaaktOp: Annotated[Moment, Field(description="UTC, op het hele uur")]
    inhoud: Annotated[
        str,
        Field(
            pattern=r"^[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+){4}$",
            description="JWE compact (RFC 7516), ECDH-ES+A256KW met A256GCM. De beschermde kop "
            "herhaalt alle open velden.",
        ),
    ]


class Ontvangstbewijs(_Vorm):
    """Bewijs dat deze versie is ontvangen, en in welke zaak."""

    referentie: Hex64
    versie: Versie
    zaaknummer: Annotated[str, Field(examples=["RL-2026-000123"])]
    ontvangenOp: Moment


class OntvangenMelding(Ontvangstbewijs):
    """Een ontvangen versie, zoals de lijst haar noemt."""

    inhoudsmerk: Hex64
    soortMelding: str


class Meldingenlijst(_Vorm):
    """Een pagina van ontvangen versies, op volgorde van aankomst."""

    regresmeldingen: list[OntvangenMelding]
    cursor: Annotated[str, Field(description="Geef deze mee om verder te lezen, ook later")]
    meer: bool


class Terugkoppeling(_Vorm):
    """Een stap in een zaak, in codes."""

    volgnummer: Annotated[int, Field(ge=1)]
    referentie: Hex64
    versie: Versie
    zaaknummer: str
    stap: str
    advies: str | None
    redencode: str | None
    datum: Dag


class Terugkoppelingenlijst(_Vorm):
    """Een pagina van terugkoppelingen."""

    terugkoppelingen: list[Terugkoppeling]
    cursor: str
    meer: bool


class Sleutel(_Vorm):
    """Een publieke sleutel waarvoor verzegeld mag worden (RFC 7517)."""

    kty: str
    crv: str
    x: str
    use: str
    alg: str
    kid: str


class Sleutels(_Vorm):
    """Een JWKS."""

    keys: list[Sleutel]


class Token(_Vorm):
    """Een token (RFC 6749)."""

    access_token: str
    token_type: str
    expires_in: int


class Gezondheid(_Vorm):
    """Leeft het loket."""

    status: str


class Fout(_Vorm):
    """Een fout in een veld; nooit met de waarde die er stond."""

    veld: str
    wat: str


class Probleem(BaseModel):
    """problem+json (RFC 9457)."""

    type: Annotated[str, Field(json_schema_extra={"enum": [TYPE + soort for soort in SOORTEN]})]
    title: str
    status: Annotated[int, Field(ge=400, le=599)]
    detail: str
    fouten: list[Fout] = []
    laatsteVersie: Versie | None = None
    inhoudsmerk: Hex64 | None = None
    error: Annotated[str | None, Field(description="Alleen bij /oauth/token (RFC 6749)")] = None


def problems(*soorten: str) -> dict[int | str, dict[str, Any]]:
    """Document the problems of an operation; a bad request and a fault can happen to all."""
    found: dict[int | str, list[str]] = {}
    for soort in ("verzoek-ongeldig", *soorten, "storing", "bezet"):
        found.setdefault(SOORTEN[soort][0], []).append(soort)
    return {status: _problem(names) for status, names in sorted(found.items())}


def request_body(media_type: str, schema: dict[str, Any]) -> dict[str, Any]:
    """Document a body that is read by hand."""
    return {"requestBody": {"required": True, "content": {media_type: {"schema": schema}}}}


def publish(app: FastAPI) -> dict[str, Any]:
    """Build the document once; FastAPI keeps it."""
    if app.openapi_schema is None:
        document = get_openapi(
            title=app.title,
            version=API_VERSION,
            openapi_version="3.1.0",
            summary="Meldingen van gemeenten over Wmo-voorzieningen na een ongeval",
            description=_DESCRIPTION,
            routes=app.routes,
            contact={"name": "Regresloket, beheer van de koppeling"},
            license_info={"name": "EUPL-1.2", "identifier": "EUPL-1.2"},
            servers=[{"url": "/"}],
        )
        parts = document.setdefault("components", {})
        shapes = parts.setdefault("schemas", {})
        _drop_foreign(document["paths"], shapes)
        for shape in (Regresmelding, Probleem):
            whole = shape.model_json_schema(ref_template=REF + "{model}")
            shapes |= whole.pop("$defs", {})
            shapes[shape.__name__] = whole
        parts["securitySchemes"] = _SECURITY
        app.openapi_schema = document
    return app.openapi_schema


def _drop_foreign(paths: dict[str, Any], shapes: dict[str, Any]) -> None:
    """Take out FastAPI's own 422, which the loket never gives."""
    for name in ("HTTPValidationError", "ValidationError"):
        shapes.pop(name, None)
    for item in paths.values():
        for operation in item.values():
            if "HTTPValidationError" in str(operation["responses"].get("422")):
                del operation["responses"]["422"]


def _problem(names: list[str]) -> dict[str, Any]:
    lines = [f"`{name}`: {SOORTEN[name][1]}" for name in dict.fromkeys(names)]
    return {
        "description": "; ".join(lines),
        "content": {PROBLEM_JSON: {"schema": {"$ref": f"{REF}Probleem"}}},
    }


_DESCRIPTION = """\
Het contract tussen Regresbrug en het Regresloket. Elke levering is idempotent op
`referentie:versie`. Fouten zijn problem+json en herhalen nooit wat er is gestuurd. Bij 429 en 503
zegt `Retry-After` hoe lang te wachten. In URL's staan geen persoonsgegevens."""

_SECURITY = {
    "oauth": {
        "type": "oauth2",
        "flows": {"clientCredentials": {"tokenUrl": "/oauth/token", "scopes": {}}},
    },
    "certificaat": {"type": "mutualTLS"},
}
#: Either of these lets a municipality in.
TOEGANG: Final[dict[str, Any]] = {"security": [{"oauth": []}, {"certificaat": []}]}
