"""A municipality, a backend and one fault at a time; after each the checker looks, twice.

First right behind the fault: nothing may be broken. Then after one ordinary run: everything must be
as the source says. Five states to do it in, each made by real runs of the product.
"""

import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from jwcrypto.jwk import JWK

from tests.tools import checker
from tests.tools.achterkant import Achterkant
from tests.tools.achterkant_server import AchterkantServer, Storing, opener, schrijf_ca
from tests.tools.checker import Waarheid, klaar, veilig
from tests.tools.keten import Keten, dag, vers
from tests.tools.kweker import Afloop, Kweker, Plek, kweker
from tests.tools.loket import SECRET

RUIMTE = "wmo-voorzieningen"
#: Beside these "kaal": there is no ledger yet.
STANDEN = ("eerste", "achterstand", "herhaling", "correctie", "wissel")
#: What the export says of each of 20 provisions at first.
EERST = [checker.JA] * 12 + [checker.NEE] * 4 + [checker.ONDUIDELIJK] * 2 + [checker.STUK] * 2

Rij = tuple[str, str]


@dataclass(frozen=True)
class Stand:
    """A state to begin in: a folder, the backend's history, and what the source ever said."""

    naam: str
    map: Path
    gezegd: tuple[dict[int, Rij], ...]
    wortels: tuple[bytes, ...]

    def waarheid(self) -> Waarheid:
        """Give what the source said, computed with the standard library."""
        truth = Waarheid()
        for said in self.gezegd:
            for number, (vlag, bedrag) in said.items():
                key = ("9901", RUIMTE, (f"B{number:06}", "13B02", ingang()))
                found = checker.Voorziening(
                    "9901",
                    checker.referentie(self.wortels[0], *key),
                    tuple(checker.zoeksleutel(one, *key) for one in self.wortels),
                )
                truth.zegt(found, vlag, bedrag)
        return truth


def ingang() -> str:
    """Give the start of every provision, as the export writes it."""
    return vers(1)["Ingangsdatum"]


@dataclass
class Geval:
    """One case: a copy of a state, its own backend, and commands to it."""

    bank: "Proefbank"
    stand: Stand
    map: Path

    @property
    def ledger(self) -> Path:
        """Give the ledger's file."""
        return self.map / "regresbrug.db"

    def achterkant(self) -> Achterkant:
        """Give a backend that goes on from what it had."""
        return self.bank.achterkant(self.map / "geschiedenis.jsonl")

    def storm(self, storing: Storing) -> None:
        """Let the backend answer for this case, with trouble."""
        self.bank.server.opnieuw(self.achterkant(), storing)

    def run(self, plek: Plek | None = None) -> Afloop:
        """Run once, as a process of its own."""
        return self.bank.kweker.doe(self.woorden, self.map / "log", plek)

    def gevolgd(self, *opties: str, log: Path | None = None) -> Afloop:
        """Run once under strace with these options."""
        child = self.bank.kweker.begin(self.woorden, self.map / "log", wacht=True)
        where = ["-o", str(log or self.map / "strace")]
        with subprocess.Popen(
            ["strace", "-f", *where, *opties, "-p", str(child.pid)],
            stderr=subprocess.PIPE,
            text=True,
        ) as tracer:
            assert tracer.stderr is not None
            told = tracer.stderr.readline()
            if "attached" not in told:
                raise RuntimeError(f"strace cannot follow a process here: {told}")
            child.ga()
            return child.klaar()

    @property
    def woorden(self) -> list[str | Path]:
        """Give the command."""
        return ["run", "--config", self.map / "config"]

    def gebroken(self) -> list[str]:
        """Give which promises are broken now."""
        truth = self.stand.waarheid()
        if not heeft_tabellen(self.ledger):
            return []
        return veilig(self.ledger, self.bank.server.achterkant.geschiedenis, truth)

    def niet_klaar(self) -> list[str]:
        """Give what is not as the source says, after one ordinary run without trouble."""
        self.bank.server.storing = lambda number: ""
        self.run()
        history = self.bank.server.achterkant.geschiedenis
        truth = self.stand.waarheid()
        return [*veilig(self.ledger, history, truth), *klaar(self.ledger, history, truth)]


class Proefbank:
    """What all cases share."""

    def __init__(self, folder: Path, server: AchterkantServer, made: Kweker, sleutel: JWK) -> None:
        self.folder, self.server, self.kweker = folder, server, made
        self._openen = opener(sleutel)
        self._standen: dict[str, Stand] = {}
        self._nummer = 0

    def achterkant(self, history: Path) -> Achterkant:
        """Make a backend that keeps its history here."""
        return Achterkant(self._openen, lambda: datetime.now(UTC), history)

    def geval(self, stand: str) -> Geval:
        """Give a fresh copy of a state, with the backend answering for it."""
        self._nummer += 1
        made = self.stand(stand)
        folder = self.folder / f"geval-{self._nummer}"
        shutil.copytree(made.map, folder)
        found = Geval(self, made, folder)
        found.storm(lambda number: "")
        return found

    def klaar_met(self, geval: Geval) -> None:
        """Throw a case away."""
        shutil.rmtree(geval.map)

    def proef(self, stand: str, fout: Callable[[Geval], object]) -> list[str]:
        """Let one fault befall a state; gives the promises that it broke."""
        geval = self.geval(stand)
        fout(geval)
        wrong = geval.gebroken()
        wrong += [f"after recovery: {told}" for told in geval.niet_klaar()]
        self.klaar_met(geval)
        return wrong

    # -- the states

    def stand(self, naam: str) -> Stand:
        """Give a state; made when it is first asked for."""
        if naam not in self._standen:
            self._standen[naam] = self._maak(naam)
        return self._standen[naam]

    def _maak(self, naam: str) -> Stand:
        folder = self.folder / f"stand-{naam}"
        keten = maak_keten(folder, self.server)
        said = [{number: (vlag, f"{100 + number}.00") for number, vlag in enumerate(EERST, 1)}]
        lever(keten, said[-1])
        geval = Geval(self, Stand(naam, folder, (), ()), folder)
        if naam == "eerste":
            # An empty ledger of today: making one takes longer than all the rest of a run.
            self.kweker.doe(["status", "--config", folder / "config"], folder / "log")
        elif naam != "kaal":
            geval.storm(_TOEN[naam])
            geval.run()
        roots = [wortel(1)]
        if naam == "achterstand":
            said.append(said[-1] | {n: (checker.JA, f"{100 + n}.00") for n in range(21, 25)})
        if naam in ("correctie", "wissel"):
            said.append(said[-1] | _anders())
        if naam == "wissel":
            roots.append(wortel(2))
            keten.gemeente.geheim("wortel-2.key", roots[-1].hex())
            keten.gemeente.gemeente["sleutels"][2] = "secret://file/./geheim/wortel-2.key"
            keten.schrijf()
        lever(keten, said[-1])
        return Stand(naam, folder, tuple(said), tuple(roots))


#: How the backend behaved while a state came about.
_TOEN: dict[str, Storing] = {
    "achterstand": lambda number: "weg_voor",
    "herhaling": lambda number: "weg_na",
    "correctie": lambda number: "",
    "wissel": lambda number: "",
}


def _anders() -> dict[int, Rij]:
    """Three amounts change, three accidents turn out to be none, two the other way round."""
    found = {number: (checker.JA, f"{200 + number}.00") for number in (1, 2, 3)}
    found |= {number: (checker.NEE, f"{100 + number}.00") for number in (4, 5, 6)}
    return found | {number: (checker.JA, f"{300 + number}.00") for number in (13, 14)}


def wortel(versie: int) -> bytes:
    """Give a root key."""
    return sha256(f"wortel {versie}".encode()).digest()


def lever(keten: Keten, said: dict[int, Rij]) -> None:
    """Put an export down."""
    rows = []
    for number, (vlag, bedrag) in said.items():
        cells = {"Bedrag": bedrag.replace(".", ",")}
        if vlag == checker.STUK:
            cells["Status"] = "Zomaar"
        rows.append(vers(number, checker.JA if vlag == checker.STUK else vlag, **cells))
    keten.gemeente.levering(rows)


_SLEUTEL = JWK.generate(kty="OKP", crv="X25519", kid="achterkant")


def maak_keten(folder: Path, server: AchterkantServer) -> Keten:
    """Write a municipality that delivers to this server."""
    folder.mkdir()
    keten = Keten(folder)
    keten.gemeente.geheim("wortel-1.key", wortel(1).hex())
    keten.gemeente.geheim("loket.secret", SECRET)
    keten.gemeente.gemeente["rem"] = {"nieuw": 50_000, "aandeel": 1.0, "waarom": "toets"}
    access = {"client": "gemeente-9901", "geheim": "secret://file/./geheim/loket.secret"}
    keten.gemeente.gemeente["regresloket"] = access
    schrijf_ca(server, folder / "config")
    keten.gemeente.dienst["bestemming"] = {
        "soort": "regresloket",
        "adres": server.url,
        "ca": "ca.pem",
    }
    keten.mag_naar(server.adres)
    public = {"use": "enc", "alg": "ECDH-ES+A256KW"} | _SLEUTEL.export_public(as_dict=True)
    keten.ontvanger(public | {"geldig_van": "2026-01-01", "geldig_tot": dag(700)})
    keten.schrijf()
    return keten


@contextmanager
def proefbank(folder: Path) -> Iterator[Proefbank]:
    """Start the backend and the process that forks."""
    with ExitStack() as stack:
        nothing = Achterkant(opener(_SLEUTEL), lambda: datetime.now(UTC))
        server = stack.enter_context(AchterkantServer(nothing).draait())
        warm = maak_keten(folder / "warm", server)
        lever(warm, {1: (checker.JA, "1.00")})
        made = stack.enter_context(kweker(["run", "--config", warm.config]))
        yield Proefbank(folder, server, made, _SLEUTEL)


def heeft_tabellen(ledger: Path) -> bool:
    """Tell whether there is a ledger yet: its making is one transaction."""
    if not ledger.exists():
        return False
    with closing(sqlite3.connect(ledger)) as conn:
        return bool(conn.execute("SELECT count(*) FROM sqlite_master").fetchone()[0])


def tel(log: Path, namen: Sequence[str]) -> dict[str, int]:
    """Count how often each call stands in the log of strace."""
    found = dict.fromkeys(namen, 0)
    for line in log.read_text(encoding="utf-8", errors="replace").splitlines():
        name = line.partition("(")[0].rpartition(" ")[2]
        if name in found:
            found[name] += 1
    return found
