"""Two municipalities, their source, a backend and two processes, all under one fake clock."""

import base64
import json
import random
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

from connectors.base import Proof, ReadRequest
from connectors.memory import Memory, MemoryReading
from ledger import Ledger
from pipeline import Rem, Route, Uitgang
from privacy import Logboek
from regres import (
    Kop,
    Rijblok,
    SealedMelding,
    SinkDown,
    SinkStopped,
    SourceDown,
    SourceRecord,
    Step,
)
from regres.berichten import bericht
from regres.shapes import GEDULD
from settings import aansluiten
from sinks import Memory as Niets
from sinks.antwoord import SameVersion, judge, receipt
from sinks.base import Delivery
from sinks.regresloket import body_of
from sinks.verbinding import Answer
from tests.nemesis.lot import moment
from tests.tools import checker
from tests.tools.achterkant import Achterkant, Antwoord
from tests.tools.gemeente import GEMEENTE, HEADER, Gemeente, rij

BEGIN = datetime.fromisoformat("2026-11-21T04:00:00+00:00")
RUIMTE = "wmo-voorzieningen"
GEMEENTEN = ("9901", "9902")
#: What a source may say of a provision; the first two most often.
VLAGGEN = (*[checker.JA] * 3, *[checker.NEE] * 2, checker.ONDUIDELIJK, checker.STUK)
BEDRAGEN = ("100.00", "200.00", "300.00")
PER_GEMEENTE = 4


class Openbaar:
    """Stands in for the seal: the backend of this world must see what came, as fast as it can."""

    def seal(self, kop: Kop, inhoud: bytes, ruimte: int = 0) -> SealedMelding:
        """Put the content in an envelope of glass, with a word that differs at every sealing."""
        header = base64.urlsafe_b64encode(b'{"kid":"glas"}').decode().rstrip("=")
        fresh = f"{random.getrandbits(64):x}"
        whole = base64.urlsafe_b64encode(inhoud).decode().rstrip("=")
        return SealedMelding(kop, f"{header}.{fresh}.{whole}")


def open_glas(envelop: str) -> dict[str, Any]:
    """Look through it."""
    text = envelop.rpartition(".")[2]
    found: dict[str, Any] = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    return found


@dataclass(frozen=True)
class Huis:
    """What is made once for all worlds: routes, an empty ledger, and who opens a copy of it.

    grootboeken  two that know nothing of each other but the file. They are used again, for they
                 remember nothing and each has compiled its statements.
    """

    leeg: Path
    bestand: Path
    routes: dict[str, Route]
    wortels: dict[str, bytes]
    grootboeken: tuple[Ledger, Ledger]

    def leg_leeg(self) -> None:
        """Put an empty ledger where the last world had its own."""
        self.close()
        for name in (f"{self.bestand}-wal", f"{self.bestand}-shm"):
            Path(name).unlink(missing_ok=True)
        shutil.copy(self.leeg, self.bestand)

    def close(self) -> None:
        """Let go of the file."""
        for ledger in self.grootboeken:
            ledger.close()


def huis(folder: Path) -> Huis:
    """Make it from a configuration on disk, as the product does."""
    gemeente, wortels = Gemeente(folder), {}
    for code in GEMEENTEN[::-1]:
        key = gemeente.geheim(f"{code}.key", sha256(code.encode()).hexdigest())
        wortels[code] = bytes.fromhex(key.read_text())
        about: dict[str, Any] = {"gemeentecode": code, "naam": f"Gemeente {code}"}
        about["sleutels"] = {1: f"secret://file/./geheim/{code}.key"}
        gemeente.gemeente = deepcopy(GEMEENTE) | about
        gemeente.schrijf()
    settings = gemeente.settings()
    routes = {}
    for een in settings.gemeenten:
        line = aansluiten(settings, een, lambda: BEGIN)
        routes[een.identiteit] = replace(
            line.bronnen["export"].route,
            sealer=lambda _: Openbaar(),
            logboek=Logboek(None, een.blok.verwerking.activiteit),
        )
    empty, used = folder / "leeg.sqlite", folder / "ledger.sqlite"
    Ledger.open(f"sqlite:///{empty}").close()
    shutil.copy(empty, used)
    ledgers = (Ledger.open(f"sqlite:///{used}"), Ledger.open(f"sqlite:///{used}"))
    return Huis(empty, used, routes, wortels, ledgers)


@dataclass
class Weer:
    """How the backend behaves: the chance of each kind of trouble at one call."""

    kansen: dict[str, float] = field(default_factory=dict)

    def slaat_toe(self, toeval: random.Random) -> str:
        """Draw the trouble of one call; "" = none."""
        drawn = toeval.random()
        for kind, chance in self.kansen.items():
            if drawn < chance:
                return kind
            drawn -= chance
        return ""


class Wereld:
    """One seeded world. What `tussendoor` does is given by who plays in it."""

    def __init__(self, made: Huis, toeval: random.Random) -> None:
        self.huis, self.toeval = made, toeval
        self.nu = BEGIN
        self.weer = Weer()
        self.waarheid = checker.Waarheid()
        self.achterkant = Achterkant(self._openen, lambda: self.nu)
        made.leg_leeg()
        self.bestand, self.grootboeken = made.bestand, made.grootboeken
        self.bron: dict[str, dict[int, dict[str, str]]] = {code: {} for code in GEMEENTEN}
        self.onleesbaar = False
        self.rem: dict[str, int] = {}
        self.tussendoor: Callable[[], None] = lambda: None

    def klok(self) -> datetime:
        """Give the time of this world."""
        return self.nu

    def vandaag(self) -> date:
        """Give its day."""
        return self.nu.date()

    # -- the source

    def zegt(self, gemeente: str, nummer: int, vlag: str, bedrag: str) -> None:
        """Let the source say something of a provision from now on."""
        cells = {"Bedrag": bedrag.replace(".", ",")}
        if vlag == checker.STUK:
            cells["Status"] = "Zomaar"
        flag = checker.JA if vlag == checker.STUK else vlag
        self.bron[gemeente][nummer] = rij(nummer, flag, **cells)
        wortel = self.huis.wortels[gemeente]
        key = (gemeente, RUIMTE, (f"B{nummer:06}", "13B02", "01-06-2025"))
        known = checker.Voorziening(
            gemeente, checker.referentie(wortel, *key), (checker.zoeksleutel(wortel, *key),)
        )
        self.waarheid.zegt(known, vlag, bedrag)

    def vergeet(self, gemeente: str, nummer: int) -> None:
        """Let a provision vanish from the source."""
        if self.bron[gemeente].pop(nummer, None):
            key = (gemeente, RUIMTE, (f"B{nummer:06}", "13B02", "01-06-2025"))
            ref = checker.referentie(self.huis.wortels[gemeente], *key)
            self.waarheid.voorzieningen[ref].weg = True

    # -- the doors

    def route(self, gemeente: str) -> Route:
        """Give the way of a municipality's records, with the source as it is now."""
        rows = [[row[name] for name in HEADER] for row in self.bron[gemeente].values()]
        source = Memory.van_rijen(gemeente, HEADER, rows)
        made = self.huis.routes[gemeente]
        rem = Rem(self.rem.get(gemeente, 10**6), 1.0)
        return replace(
            made,
            connector=Bron(self, source),
            gemeente=replace(made.gemeente, rem=rem),
        )

    def uitgang(self, gemeente: str) -> Uitgang:
        """Give its way out."""
        route = self.huis.routes[gemeente]
        return Uitgang(route.gemeente, Lijn(self, gemeente), route.logboek, "https://loket.example")

    def _openen(self, envelop: str) -> dict[str, Any]:
        if self.weer.slaat_toe(self.toeval) == "sleutel":
            raise KeyError("glas")
        return open_glas(envelop)


@dataclass
class Bron:
    """The source of a municipality: between two records the rest of the world goes on."""

    wereld: Wereld
    rijen: Memory
    stappen: tuple[str, ...] = ()

    @contextmanager
    def read(self, request: ReadRequest) -> Iterator["Lezing"]:
        """Open it."""
        with self.rijen.read(request) as reading:
            yield Lezing(self.wereld, reading, request)

    def check(self, geduld: float = GEDULD) -> Iterator[Step]:
        """Nothing to check."""
        return iter(())


@dataclass
class Lezing:
    """One read, which may be broken off."""

    wereld: Wereld
    lezing: MemoryReading
    request: ReadRequest

    def __iter__(self) -> Iterator[SourceRecord]:
        """Give the records."""
        for record in self.lezing:
            self.wereld.tussendoor()
            self.request.doorgaan()
            if self.wereld.onleesbaar and self.wereld.toeval.random() < 0.3:
                raise SourceDown(bericht("B-0301"))
            yield record

    def stukken(self) -> Iterator[Rijblok | SourceRecord]:
        """Give them one by one."""
        return iter(self)

    def proof(self) -> Proof:
        """Give the proof."""
        return self.lezing.proof()


class Lijn(Niets):
    """The line to the backend, with the weather of the day; judged by the product's own rules."""

    def __init__(self, wereld: Wereld, gemeente: str) -> None:
        super().__init__()
        self._wereld, self._gemeente = wereld, gemeente

    def deliver(self, sealed: SealedMelding, traceparent: str = "") -> Delivery:
        """Offer one melding."""
        world = self._wereld
        trouble = world.weer.slaat_toe(world.toeval)
        before = self._before(trouble)
        if before is not None:
            return self._judge(before, sealed)
        moment()
        kop = sealed.kop
        key = f"{kop.referentie}:{kop.versie}"
        answer = world.achterkant.bied_aan(self._gemeente, key, body_of(sealed))
        world.tussendoor()
        moment()
        return self._after(trouble, answer, sealed)

    def _before(self, trouble: str) -> Answer | None:
        """Give what is answered before anything was taken in; raises when nothing is."""
        match trouble:
            case "weg_voor":
                raise SinkDown(bericht("S-0004", waar="x", detail="x"))
            case "hangt_voor":
                self._wereld.nu += timedelta(seconds=60)
                raise SinkDown(bericht("S-0005", waar="x"))
            case "429":
                wait = self._wereld.toeval.choice(["0", "5", "900"])
                return Answer(429, {"Retry-After": wait}, b"")
            case "400":
                kind = {"Content-Type": "application/problem+json"}
                return Answer(400, kind, b'{"type":"urn:x:melding-ongeldig"}')
            case "413":
                return Answer(413, {"Content-Type": "text/html"}, b"<html>")
            case "401":
                raise SinkStopped(bericht("S-0020", waar="x", detail="401"))
        return None

    def _after(self, trouble: str, answer: Antwoord, sealed: SealedMelding) -> Delivery:
        """Give what is heard of an answer, when it is heard at all."""
        whole = json.dumps(answer.inhoud).encode()
        kind = {"Content-Type": answer.media}
        match trouble:
            case "weg_na":
                raise SinkDown(bericht("S-0013", waar="x"))
            case "hangt_na":
                self._wereld.nu += timedelta(seconds=60)
                raise SinkDown(bericht("S-0005", waar="x"))
            case "500_na":
                return self._judge(Answer(500, {}, b""), sealed)
            case "half":
                return self._judge(Answer(answer.status, kind, whole[:20]), sealed)
            case "html":
                return self._judge(Answer(200, {"Content-Type": "text/html"}, b"<html>"), sealed)
            case "omleiding":
                return self._judge(Answer(302, {"Location": "https://elders.example"}, b""), sealed)
        return self._judge(Answer(answer.status, kind, whole), sealed)

    def _judge(self, answer: Answer, sealed: SealedMelding) -> Delivery:
        outcome = judge(answer, sealed.kop, self._wereld.nu)
        if not isinstance(outcome, SameVersion):
            return outcome
        known = json.dumps(self._wereld.achterkant.bewijs(sealed.kop.referentie)).encode()
        return receipt(Answer(200, {"Content-Type": "application/json"}, known), sealed.kop)


@contextmanager
def plek() -> Iterator[Path]:
    """Give a folder in memory when there is one: a fake world needs no real disk."""
    shm = Path("/dev/shm")  # noqa: S108 - names of our own below it
    with tempfile.TemporaryDirectory(
        prefix="regresbrug-nemesis-", dir=shm if shm.is_dir() else None
    ) as folder:
        yield Path(folder)


__all__ = ["Huis", "Weer", "Wereld", "huis", "plek"]
