"""The reference case backend as an application: the wire contract of /v1 and the list of cases."""

import logging
from datetime import datetime
from hashlib import sha256
from typing import Annotated, Any

from fastapi import APIRouter, Depends, FastAPI, Query, Request
from fastapi.responses import JSONResponse
from starlette.concurrency import run_in_threadpool

from loket import lezen, openapi
from loket.database import Archief
from loket.http import Kopregels, add_handlers, read_body, require_media_type
from loket.intake import Botsing, Intake, Ontvangen
from loket.kop import lees_zending
from loket.paginas.voordeur import app_van
from loket.problems import Weigering
from loket.settings import Gemeente, LoketSettings, as_jwks, controleer
from loket.strikt import GeenJson, lees_object
from loket.toegang import Toegang
from regres import ConfigProblem
from regres.dag import lokale_dag

log = logging.getLogger("loket")

_MELDINGEN = "/v1/regresmeldingen"
_FORM = "application/x-www-form-urlencoded"
_TOKEN_LIMIET = 8192
_Cursor = Annotated[str, Query(max_length=100, description="Uit het vorige antwoord; leeg = begin")]


class Loket:
    """What the routes share; one per application."""

    def __init__(self, settings: LoketSettings) -> None:
        self.settings = settings
        self.archief = Archief(settings.database)
        self.intake = Intake(settings, self.archief)
        self.toegang = Toegang(settings)

    def nu(self) -> datetime:
        """Give the present moment by the loket's clock."""
        return self.settings.klok()


def create_app(settings: LoketSettings) -> FastAPI:
    """Build the application and open its database.

    Raises ProtectionStop when a municipality's root key can be read (not in the demo), and
    ConfigProblem when the settings or the database cannot be used.
    """
    controleer(settings)
    loket = Loket(settings)
    app = FastAPI(
        title="Regresloket", docs_url=None, redoc_url=None, openapi_url=None, redirect_slashes=False
    )
    app.state.loket = loket
    for part in (_deliveries, _reading, _feedback, _access, _house):
        app.include_router(part(loket))
    _add_pages(app, loket)
    app.openapi = lambda: openapi.publish(app)  # type: ignore[method-assign]  # FastAPI's own way
    add_handlers(app)
    app.add_middleware(Kopregels)
    return app


def _add_pages(app: FastAPI, loket: Loket) -> None:
    """Put the handlers' pages beside the API; a visitor who is in gets pages for errors too."""
    try:
        pages = app_van(loket.settings, loket.archief)
    except ConfigProblem:
        loket.archief.close()
        raise
    if pages is None:
        app.include_router(_closed())
        return
    app.router.routes.extend(pages.routes)
    app.state.paginas = pages


def _closed() -> APIRouter:
    """Say why there are no pages where somebody would look for them."""
    router = APIRouter(include_in_schema=False)

    @router.get("/")
    @router.get("/zaken")
    def nothing() -> None:
        raise Weigering(
            "geen-pagina",
            "Er zijn geen accounts ingesteld, daarom toont dit loket geen pagina's. "
            "Zet `paginas:` in de instellingen.",
        )

    return router


def _sender(loket: Loket) -> Any:
    def who(request: Request) -> Gemeente:
        shown = request.scope.get("extensions", {}).get("regres.tls", {})
        authorization = request.headers.get("authorization", "")
        return loket.toegang.wie(authorization, shown.get("sha256", ""), loket.nu())

    return Depends(who)


def _deliveries(loket: Loket) -> APIRouter:
    router = APIRouter(tags=["regresmeldingen"])
    sender = _sender(loket)

    @router.post(
        _MELDINGEN,
        status_code=201,
        summary="Lever een verzegelde melding",
        operation_id="leverRegresmelding",
        response_model=openapi.Ontvangstbewijs,
        response_description="Nieuw: opgenomen in een zaak. Location wijst naar de melding.",
        responses={
            200: {
                "model": openapi.Ontvangstbewijs,
                "description": "Al bekend: het eerdere ontvangstbewijs",
            },
            **openapi.problems(
                "lichaam-ongeldig",
                "idempotentie-sleutel",
                "kop-ongelijk",
                "niet-aangemeld",
                "andere-gemeente",
                "versie-bekend",
                "te-groot",
                "mediatype",
                "sleutel-onbekend",
                "envelop-ongeldig",
                "melding-ongeldig",
            ),
        },
        openapi_extra=_DELIVERY,
    )
    async def deliver(request: Request, gemeente: Annotated[Gemeente, sender]) -> JSONResponse:
        require_media_type(request, "application/json")
        body = await read_body(request, loket.settings.melding_limiet)
        key = request.headers.get("idempotency-key", "")
        trace = request.headers.get("traceparent", "")
        return await run_in_threadpool(_take_in, loket, gemeente, body, key, trace)

    return router


def _take_in(
    loket: Loket, gemeente: Gemeente, body: bytes, key: str, traceparent: str
) -> JSONResponse:
    begin = loket.nu()
    try:
        zending = lees_zending(lees_object(body))
    except GeenJson:
        raise Weigering("lichaam-ongeldig") from None
    kop = zending.kop
    if key != f"{kop.referentie}:{kop.versie}":
        raise Weigering("idempotentie-sleutel")
    answer = loket.intake.neem_aan(gemeente, zending, sha256(body).hexdigest(), loket.nu())
    if isinstance(answer, Botsing):
        raise Weigering("versie-bekend", extra=_latest(answer))
    if loket.settings.logboek:
        code, now = kop.gemeenteCode, loket.nu()
        loket.settings.logboek.ontvangen(code, traceparent, answer.wie, begin, now)
    log.info("loket.ontvangen", extra={"velden": _logged(answer)})
    return _receipt(answer)


def _latest(answer: Botsing) -> dict[str, Any]:
    return {"laatsteVersie": answer.laatsteVersie, "inhoudsmerk": answer.inhoudsmerk}


def _logged(answer: Ontvangen) -> dict[str, Any]:
    receipt = answer.receipt
    return {
        "referentie": receipt.referentie[:8],
        "versie": receipt.versie,
        "zaaknummer": receipt.zaaknummer,
        "nieuw": answer.nieuw,
    }


def _receipt(answer: Ontvangen) -> JSONResponse:
    receipt = answer.receipt
    content = lezen.receipt_json(
        receipt.referentie, receipt.versie, receipt.zaaknummer, receipt.ontvangenOp
    )
    headers = {"Location": f"{_MELDINGEN}/{receipt.referentie}"}
    return JSONResponse(content, 201 if answer.nieuw else 200, headers)


def _reading(loket: Loket) -> APIRouter:
    router = APIRouter(responses=openapi.problems("niet-aangemeld"))
    sender = _sender(loket)
    size = loket.settings.bladzijde

    @router.get(
        _MELDINGEN,
        summary="Lees terug wat is ontvangen",
        operation_id="lijstRegresmeldingen",
        response_model=openapi.Meldingenlijst,
        responses=openapi.problems("cursor-ongeldig"),
        openapi_extra=openapi.TOEGANG,
        tags=["regresmeldingen"],
    )
    def meldingen(gemeente: Annotated[Gemeente, sender], cursor: _Cursor = "") -> JSONResponse:
        with loket.archief.lezen() as tx:
            return JSONResponse(lezen.meldingen(tx, gemeente, cursor, size))

    @router.get(
        _MELDINGEN + "/{referentie}",
        summary="Lees een ontvangstbewijs",
        operation_id="leesRegresmelding",
        response_model=openapi.OntvangenMelding,
        responses=openapi.problems("niet-gevonden"),
        openapi_extra=openapi.TOEGANG,
        tags=["regresmeldingen"],
    )
    def een(referentie: str, gemeente: Annotated[Gemeente, sender]) -> JSONResponse:
        with loket.archief.lezen() as tx:
            return JSONResponse(lezen.een(tx, gemeente, referentie))

    return router


def _feedback(loket: Loket) -> APIRouter:
    router = APIRouter(responses=openapi.problems("niet-aangemeld"))
    sender = _sender(loket)
    size = loket.settings.bladzijde

    @router.get(
        "/v1/terugkoppelingen",
        summary="Lees de terugkoppeling uit de zaken",
        operation_id="lijstTerugkoppelingen",
        response_model=openapi.Terugkoppelingenlijst,
        responses=openapi.problems("cursor-ongeldig"),
        openapi_extra=openapi.TOEGANG,
        tags=["terugkoppelingen"],
    )
    def terug(gemeente: Annotated[Gemeente, sender], cursor: _Cursor = "") -> JSONResponse:
        with loket.archief.lezen() as tx:
            return JSONResponse(lezen.terugkoppelingen(tx, gemeente, cursor, size))

    return router


def _access(loket: Loket) -> APIRouter:
    router = APIRouter()

    @router.post(
        "/oauth/token",
        summary="Vraag een token met client-id en geheim",
        operation_id="vraagToken",
        response_model=openapi.Token,
        responses=openapi.problems("niet-aangemeld", "te-groot", "mediatype", "te-vaak"),
        openapi_extra=openapi.request_body(_FORM, _TOKEN_FORM),
        tags=["toegang"],
    )
    async def token(request: Request) -> JSONResponse:
        require_media_type(request, _FORM)
        body = await read_body(request, _TOKEN_LIMIET)
        return JSONResponse(loket.toegang.geef_token(request.headers, body, loket.nu()))

    return router


def _house(loket: Loket) -> APIRouter:
    router = APIRouter()

    @router.get(
        "/v1/sleutels",
        summary="De publieke sleutels waarvoor nu verzegeld mag worden",
        operation_id="lijstSleutels",
        response_model=openapi.Sleutels,
        responses=openapi.problems(),
        tags=["sleutels"],
    )
    def sleutels() -> JSONResponse:
        return JSONResponse(as_jwks(loket.settings, lokale_dag(loket.nu())))

    @router.get(
        "/healthz",
        summary="Leeft het loket",
        operation_id="gezondheid",
        response_model=openapi.Gezondheid,
        responses=openapi.problems(),
        tags=["beheer"],
    )
    def health() -> JSONResponse:
        with loket.archief.lezen() as tx:
            tx.exec_driver_sql("select 1 from zaak limit 1")
        return JSONResponse({"status": "ok"})

    @router.get("/openapi.json", include_in_schema=False)
    @router.get("/v1/openapi.json", include_in_schema=False)
    def contract(request: Request) -> JSONResponse:
        return JSONResponse(openapi.publish(request.app))

    return router


_DELIVERY: dict[str, Any] = {
    **openapi.TOEGANG,
    **openapi.request_body("application/json", {"$ref": f"{openapi.REF}Regresmelding"}),
    "parameters": [
        {
            "name": "Idempotency-Key",
            "in": "header",
            "required": True,
            "description": "<referentie>:<versie>",
            "schema": {"type": "string", "pattern": "^[0-9a-f]{64}:[0-9]{1,7}$"},
        }
    ],
}
_TOKEN_FORM: dict[str, Any] = {
    "type": "object",
    "required": ["grant_type"],
    "properties": {
        "grant_type": {"const": "client_credentials"},
        "client_id": {"type": "string"},
        "client_secret": {"type": "string"},
    },
}
