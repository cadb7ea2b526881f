"""The rules of the wire contract, in the order in which they are asked."""

import secrets
import socket
import ssl
from collections.abc import Callable
from dataclasses import replace
from typing import Any, NoReturn, TypeGuard
from urllib.parse import urlsplit

from joserfc.errors import JoseError

from loket.verify.envelop import VERZONNEN, make_kop, public_key, seal
from loket.verify.proef import MELDINGEN, Antwoord, Mis, NietTeToetsen, Proef, must_be, receipt_of
from regres import Kop, SoortMelding


def _same_receipt(trial: Proef, answer: Antwoord) -> str:
    must_be(answer, 200)
    names = ("referentie", "versie", "zaaknummer", "ontvangenOp")
    body = answer.json
    if any(body.get(name) != trial.receipt[name] for name in names):
        raise Mis("het ontvangstbewijs is anders dan het eerste")
    return ""


def _conflict(answer: Antwoord, latest: int, merk: str) -> str:
    must_be(answer, 409)
    body = answer.json
    if (body.get("laatsteVersie"), body.get("inhoudsmerk")) != (latest, merk):
        raise Mis("laatsteVersie en inhoudsmerk kloppen niet of ontbreken")
    return ""


def _type(answer: Antwoord) -> str:
    kind = answer.json.get("type")
    return kind.replace(":", "/").rsplit("/", 1)[-1] if isinstance(kind, str) else ""


def _not_kept(trial: Proef, kop: Kop) -> None:
    if trial.call("GET", f"{MELDINGEN}/{kop.referentie}").status != 404:
        raise Mis("de melding is geweigerd maar toch bewaard")


def _fresh(trial: Proef, **changed: Any) -> Kop:
    return replace(make_kop(trial.afzender.gemeentecode, trial.now), **changed)


def _refused(trial: Proef, kop: Kop, inhoud: str, *wanted: int, kind: str = "") -> str:
    answer = trial.deliver(kop, inhoud)
    must_be(answer, *wanted)
    if kind and _type(answer) != kind:
        raise Mis(f"het type van het probleem eindigt niet op {kind}")
    _not_kept(trial, kop)
    return ""


def _tls(trial: Proef) -> str:
    parts = urlsplit(trial.url)
    if parts.scheme != "https":
        raise Mis("het adres is geen https")
    sender = trial.afzender
    context = ssl.create_default_context(cafile=sender.ca)
    if sender.certificaat:
        context.load_cert_chain(sender.certificaat, sender.sleutel)
    host = parts.hostname or ""
    with (
        socket.create_connection((host, parts.port or 443), 5) as plain,
        context.wrap_socket(plain, server_hostname=host) as safe,
    ):
        ends = ssl.cert_time_to_seconds(str((safe.getpeercert() or {})["notAfter"]))
        days = int((ends - trial.now.timestamp()) // 86_400)
        return f"{safe.version()}, {(safe.cipher() or ('',))[0]}, certificaat nog {days} dagen"


def _token(trial: Proef) -> str:
    answer = trial.ask_token(trial.afzender.client_secret)
    must_be(answer, 200)
    body = answer.json
    if not isinstance(body.get("access_token"), str) or not body["access_token"]:
        raise Mis("access_token ontbreekt")
    if str(body.get("token_type", "")).lower() != "bearer":
        raise Mis("token_type is geen Bearer")
    if not isinstance(body.get("expires_in"), int) or not 0 < body["expires_in"] <= 3600:
        raise Mis("expires_in is geen aantal seconden van hooguit een uur")
    trial.token = body["access_token"]
    return f"geldig voor {body['expires_in']} seconden"


def _wrong_secret(trial: Proef) -> str:
    answer = trial.ask_token("dit-is-het-geheim-niet")
    must_be(answer, 400, 401)
    return ""


def _jwks(trial: Proef) -> str:
    answer = trial.call("GET", "/v1/sleutels")
    must_be(answer, 200)
    keys = answer.json.get("keys")
    if not isinstance(keys, list) or not keys:
        raise Mis("er is geen sleutel")
    if any(not isinstance(key, dict) or "d" in key for key in keys):
        raise Mis("er staat een private sleutel in")
    usable = [key for key in keys if key.get("crv") in ("X25519", "P-256") and key.get("kid")]
    try:
        for key in usable:
            public_key(key)
    except (JoseError, ValueError, TypeError, KeyError):
        raise Mis("een sleutel is niet te lezen") from None
    if not usable:
        raise Mis("er is geen X25519- of P-256-sleutel met een kid")
    trial.jwk = usable[0]
    return f"{len(usable)} bruikbaar"


def _first(trial: Proef) -> str:
    answer = trial.deliver(trial.kop)
    must_be(answer, 201)
    trial.receipt = receipt_of(answer, trial.kop)
    trial.taken.append((trial.kop.referentie, trial.kop.versie))
    location = urlsplit(answer.headers.get("Location", "")).path
    if location != f"{MELDINGEN}/{trial.kop.referentie}":
        raise Mis("Location ontbreekt of wijst niet naar de melding")
    return f"zaak {trial.receipt['zaaknummer']}"


def _repeat(trial: Proef) -> str:
    trial.need_first()
    envelope = seal(trial.kop, trial.jwk)
    trial.deliver(trial.kop, envelope)
    return _same_receipt(trial, trial.deliver(trial.kop, envelope))


def _other_ciphertext(trial: Proef) -> str:
    trial.need_first()
    return _same_receipt(trial, trial.deliver(trial.kop))


def _other_merk(trial: Proef) -> str:
    trial.need_first()
    changed = replace(trial.kop, inhoudsmerk=secrets.token_hex(32))
    return _conflict(trial.deliver(changed), trial.kop.versie, trial.kop.inhoudsmerk)


def _newer(trial: Proef) -> str:
    trial.need_first()
    newer = replace(
        trial.kop,
        versie=3,
        soortMelding=SoortMelding.WIJZIGING,
        inhoudsmerk=secrets.token_hex(32),
    )
    receipt = trial.take(newer)
    if receipt["zaaknummer"] != trial.receipt["zaaknummer"]:
        raise Mis("een wijziging kwam in een andere zaak")
    trial.kop = newer
    trial.receipt = receipt
    return ""


def _below_latest(trial: Proef) -> str:
    trial.need_first()
    if trial.kop.versie < 3:
        raise NietTeToetsen("zonder nieuwere versie niet te toetsen")
    older = replace(trial.kop, versie=2, inhoudsmerk=secrets.token_hex(32))
    return _conflict(trial.deliver(older), trial.kop.versie, trial.kop.inhoudsmerk)


def _same_dossier(trial: Proef) -> str:
    trial.need_first()
    receipt = trial.take(_fresh(trial, dossiersleutel=trial.kop.dossiersleutel))
    if receipt["zaaknummer"] != trial.receipt["zaaknummer"]:
        raise Mis("twee meldingen van een dossier kwamen in twee zaken")
    return ""


def _unknown_kid(trial: Proef) -> str:
    trial.need_key()
    kop = _fresh(trial)
    stranger = {**trial.jwk, "kid": f"onbekend-{secrets.token_hex(4)}"}
    return _refused(trial, kop, seal(kop, stranger), 422, kind="sleutel-onbekend")


def _unequal(trial: Proef) -> str:
    trial.need_key()
    changes: tuple[dict[str, Any], ...] = (
        {"versie": 2},
        {"dossiersleutel": secrets.token_hex(32)},
        {"inhoudsmerk": secrets.token_hex(32)},
        {"soortMelding": SoortMelding.WIJZIGING},
    )
    for changed in changes:
        kop = _fresh(trial)
        try:
            _refused(trial, kop, seal(replace(kop, **changed), trial.jwk), 400, 422)
        except Mis as broken:
            raise Mis(f"{next(iter(changed))}: {broken}") from None
    return ""


def _tampered(trial: Proef) -> str:
    trial.need_key()
    kop = _fresh(trial)
    parts = seal(kop, trial.jwk).split(".")
    swapped = "B" if parts[3][10] == "A" else "A"
    parts[3] = parts[3][:10] + swapped + parts[3][11:]
    return _refused(trial, kop, ".".join(parts), 400, 422)


def _compressed(trial: Proef) -> str:
    trial.need_key()
    kop = _fresh(trial)
    return _refused(trial, kop, seal(kop, trial.jwk, {"zip": "DEF"}), 400, 422)


def _other_municipality(trial: Proef) -> str:
    trial.need_key()
    other = "9998" if trial.afzender.gemeentecode != "9998" else "9997"
    kop = _fresh(trial, gemeenteCode=other)
    return _refused(trial, kop, seal(kop, trial.jwk), 403)


def _no_token(trial: Proef) -> str:
    trial.need_key()
    kop = _fresh(trial)
    for shown in ("", "Bearer dit.is.geen-token"):
        answer = trial.deliver(kop, headers={"Authorization": shown})
        must_be(answer, 401)
        if not answer.headers.get("WWW-Authenticate"):
            raise Mis("WWW-Authenticate ontbreekt")
    _not_kept(trial, kop)
    return ""


def _wrong_key(trial: Proef) -> str:
    trial.need_key()
    kop = _fresh(trial)
    for key in (f"{kop.referentie}:9", secrets.token_hex(8)):
        must_be(trial.deliver(kop, key=key), 400)
    _not_kept(trial, kop)
    return ""


def _malformed(trial: Proef) -> str:
    for body in (b"{", b"[]", b'{"referentie": 1}'):
        must_be(trial.post(body, f"{trial.kop.referentie}:1"), 400)
    return ""


def _read_one(trial: Proef) -> str:
    trial.need_first()
    answer = trial.call("GET", f"{MELDINGEN}/{trial.kop.referentie}")
    _same_receipt(trial, answer)
    if answer.json.get("inhoudsmerk") != trial.kop.inhoudsmerk:
        raise Mis("inhoudsmerk ontbreekt of is anders")
    return ""


def _read_unknown(trial: Proef) -> str:
    must_be(trial.call("GET", f"{MELDINGEN}/{secrets.token_hex(32)}"), 404)
    return ""


def _list(trial: Proef) -> str:
    trial.need_first()
    found: list[tuple[Any, Any]] = []
    cursor = ""
    for _ in range(10_000):
        answer = trial.call("GET", f"{MELDINGEN}?cursor={cursor}")
        must_be(answer, 200)
        items, following = answer.json.get("regresmeldingen"), answer.json.get("cursor")
        if not _are_objects(items) or not isinstance(following, str):
            raise Mis("regresmeldingen of cursor ontbreekt")
        found += [(item.get("referentie"), item.get("versie")) for item in items]
        if not items or not answer.json.get("meer"):
            break
        if following == cursor:
            raise Mis("de cursor gaat niet verder")
        cursor = following
    else:
        raise Mis("de lijst houdt niet op")
    if [item for item in found if item in trial.taken] != trial.taken:
        raise Mis("niet elke levering staat er precies een keer in, op volgorde van aankomst")
    _ends(trial, following)
    return f"{len(found)} versies"


def _are_objects(items: object) -> TypeGuard[list[dict[str, Any]]]:
    return isinstance(items, list) and all(isinstance(item, dict) for item in items)


def _ends(trial: Proef, cursor: str) -> None:
    if trial.call("GET", f"{MELDINGEN}?cursor={cursor}").json.get("regresmeldingen") != []:
        raise Mis("de laatste cursor geeft opnieuw meldingen")


def _feedback(trial: Proef) -> str:
    answer = trial.call("GET", "/v1/terugkoppelingen?cursor=")
    must_be(answer, 200)
    body = answer.json
    items, cursor = body.get("terugkoppelingen"), body.get("cursor")
    if not _are_objects(items) or not isinstance(cursor, str):
        raise Mis("terugkoppelingen of cursor ontbreekt")
    return ""


def _withdraw(trial: Proef) -> str:
    trial.need_first()
    latest = dict(trial.taken)
    for referentie, versie in latest.items():
        kop = replace(
            trial.kop,
            referentie=referentie,
            versie=versie + 1,
            soortMelding=SoortMelding.INTREKKING,
            inhoudsmerk=secrets.token_hex(32),
        )
        if trial.take(kop)["zaaknummer"] != trial.receipt["zaaknummer"]:
            raise Mis("een intrekking kwam in een andere zaak")
    return f"{len(latest)} proefmeldingen ingetrokken"


def _problems(trial: Proef) -> str:
    if not trial.errors:
        raise NietTeToetsen("er is geen fout opgewekt")
    for answer in trial.errors:
        kind = answer.headers.get("Content-Type", "").split(";")[0].strip()
        if kind != "application/problem+json":
            raise Mis(f"bij status {answer.status} kwam {kind or 'geen type'}")
        body = answer.json
        if body.get("status") != answer.status or not body.get("title"):
            raise Mis(f"bij status {answer.status} klopt status of title niet")
    return f"{len(trial.errors)} fouten bekeken"


def _nothing_personal(trial: Proef) -> str:
    if not trial.answers:
        raise NietTeToetsen("er kwam geen enkel antwoord")
    for answer in trial.answers:
        if VERZONNEN.encode() in answer.body or VERZONNEN in str(dict(answer.headers)):
            raise Mis("een antwoord herhaalt de naam uit de envelop")
    return f"{len(trial.answers)} antwoorden bekeken"


def _versioned(trial: Proef) -> str:
    answer = trial.call("GET", "/v1/openapi.json")
    must_be(answer, 200)
    if not str(answer.json.get("openapi", "")).startswith("3.1"):
        raise Mis("het contract is geen OpenAPI 3.1")
    if not all(each.headers.get("API-Version") for each in trial.answers):
        raise Mis("niet elk antwoord heeft API-Version")
    return ""


def _busy(_: Proef) -> NoReturn:
    raise NietTeToetsen("drukte is van buiten niet op te wekken; vraag het de beheerder")


RULES: tuple[tuple[str, str, Callable[[Proef], str]], ...] = (
    ("tls", "De verbinding is beveiligd met TLS 1.2 of nieuwer.", _tls),
    ("token", "Met client-id en geheim komt er een token.", _token),
    ("token-geheim", "Met een verkeerd geheim komt er geen token.", _wrong_secret),
    ("sleutels", "Er is een publieke sleutel om voor te verzegelen.", _jwks),
    ("eerste", "De eerste levering geeft 201, Location en een ontvangstbewijs.", _first),
    ("herhaling", "Dezelfde bytes opnieuw geven 200 en hetzelfde bewijs.", _repeat),
    ("andere-envelop", "Een verse envelop met hetzelfde merk geeft 200.", _other_ciphertext),
    ("ander-merk", "Dezelfde versie met een ander merk geeft 409 met velden.", _other_merk),
    ("wijziging", "Een nieuwere versie komt in dezelfde zaak, ook met een gat.", _newer),
    ("oudere-versie", "Een versie onder de laatste geeft 409 met velden.", _below_latest),
    ("dossier", "Twee meldingen van een dossier komen in een zaak.", _same_dossier),
    ("sleutel-onbekend", "Een onbekende sleutel geeft 422 sleutel-onbekend.", _unknown_kid),
    ("kop-ongelijk", "Open velden die niet bij de envelop horen, worden geweigerd.", _unequal),
    ("envelop-veranderd", "Een veranderde envelop wordt geweigerd.", _tampered),
    ("envelop-gepakt", "Een ingepakte envelop (zip) wordt geweigerd.", _compressed),
    ("andere-gemeente", "Een melding van een andere gemeente geeft 403.", _other_municipality),
    ("zonder-token", "Zonder geldig token komt er 401 met WWW-Authenticate.", _no_token),
    ("idempotentie", "Een verkeerde Idempotency-Key wordt geweigerd.", _wrong_key),
    ("lichaam", "Een kapot lichaam geeft 400.", _malformed),
    ("lezen", "Een ontvangstbewijs is terug te lezen.", _read_one),
    ("lezen-onbekend", "Een onbekende referentie geeft 404.", _read_unknown),
    ("lijst", "De lijst noemt elke levering, bladert en houdt op.", _list),
    ("terugkoppeling", "De terugkoppelingen zijn te lezen.", _feedback),
    ("intrekking", "Een intrekking komt in dezelfde zaak.", _withdraw),
    ("problemen", "Elke fout is problem+json met de juiste status.", _problems),
    ("geen-personen", "Geen antwoord herhaalt wat verzegeld was.", _nothing_personal),
    ("contract", "Het contract is te lezen en elk antwoord noemt zijn versie.", _versioned),
    ("retry-after", "Bij 429 en 503 staat Retry-After.", _busy),
)
