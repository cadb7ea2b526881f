"""Walking a StUF connection step by step, for `regresbrug check`."""

import ssl
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import datetime, timedelta

from connectors.base import Reading, ReadRequest
from connectors.stuf_zkn import handdruk
from connectors.stuf_zkn.bron import StufSource
from connectors.stuf_zkn.storingen import vertaal
from connectors.stuf_zkn.termijn import Termijn
from connectors.stuf_zkn.tls import Verbinding, eigen_einddatum
from regres import RegresbrugError, SourceRecord, Step

Read = Callable[[StufSource, ReadRequest], AbstractContextManager[Reading]]
_DAGEN = 90
#: The step that a problem belongs to, by its code or the group of it.
_STAP = {
    "B-000": "naam",
    "B-030": "poort",
    "B-031": "TLS",
    "B-0313": "ons certificaat",
    "B-035": "waarden",
}


def controleer(bron: StufSource, read: Read, nu: datetime) -> Iterator[Step]:
    """Give the steps; the first that fails is the last."""
    try:
        yield from _verbinding(bron, nu)
        yield from _bericht(bron, read, nu)
    except RegresbrugError as error:
        problem = error.problems[0]
        yield Step(_stap(problem.code), False, problem.wat, problem)


def _stap(code: str) -> str:
    return _STAP.get(code) or _STAP.get(code[:5], "vraag")


def _verbinding(bron: StufSource, nu: datetime) -> Iterator[Step]:
    adressen = bron.uitgaand(bron.host, bron.poort)
    yield Step("naam", True, f"{bron.host} is gevonden")
    verbinding = Verbinding(bron.tls, Termijn(bron.grenzen.totaal), bron.grenzen.lezen)
    try:
        with handdruk.tcp(bron, adressen) as raw:
            yield Step("poort", True, f"poort {bron.poort} is open")
            with handdruk.tls(bron, raw, verbinding.context) as secure:
                yield Step("TLS", True, _server(secure, verbinding, nu))
                handdruk.wacht_op_bezwaar(secure, bron.plaats)
    except OSError as error:
        raise vertaal(error, bron) from None
    yield Step("ons certificaat", True, _eigen(bron, nu))


def _server(secure: ssl.SSLSocket, verbinding: Verbinding, nu: datetime) -> str:
    version = secure.version() or "TLS"
    if verbinding.server_tot is None:
        return version
    days = (verbinding.server_tot - nu).days
    return f"{version}; het certificaat van de server is nog {days} dagen geldig"


def _eigen(bron: StufSource, nu: datetime) -> str:
    if bron.tls.certificaat is None:
        return "er is geen certificaat ingesteld; de server vraagt er niet om"
    days = (eigen_einddatum(bron.tls.certificaat) - nu).days
    return f"aangenomen; nog {days} dagen geldig"


def _bericht(bron: StufSource, read: Read, nu: datetime) -> Iterator[Step]:
    today = nu.date()
    request = ReadRequest(van=today - timedelta(days=_DAGEN), tot=today)
    with read(replace(bron, maximum_aantal=1), request) as reading:
        record = next(iter(reading), None)
        yield Step("vraag", True, "de server begrijpt de vraag en antwoordt met een zakLa01")
        if record is None:
            yield Step("waarden", True, f"geen zaken in de laatste {_DAGEN} dagen")
        else:
            yield Step("waarden", True, _waarden(bron, record))


def _waarden(bron: StufSource, record: SourceRecord) -> str:
    """Read every address once: one that the source refuses stops here, and no value is shown."""
    filled = sum(bool(record.fields.text(adres)) for adres in bron.layout.adressen)
    return f"{filled} van {len(bron.layout.adressen)} adressen zijn gevuld bij de eerste zaak"
