"""Holds source, backend, ledger and quarantine against each other, after every injected fault.

It imports nothing of the product: references, marks and the audit chain are computed here with the
standard library, from what docs/vectoren.md and docs/architecture.md say. `veilig` must hold at any
moment, also in the middle of a crash; `klaar` must hold once faults have stopped and the product
has come to rest. Both give what is wrong as sentences, [] = nothing.

    I1  one case per provision and version chain      I2  nothing is lost
    I3  nothing is sent for N or unknown              I5  what is not sent can be read again
    I6  the audit trail holds                         I7  no municipality sees another
    I8  all comes to rest by itself
    (I4, no personal values at rest, is tests/canary.)
"""

import hashlib
import hmac
import json
import sqlite3
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.tools.achterkant import BOTSING, GEWEIGERD, NIEUW, Aanbod

JA, NEE, ONDUIDELIJK, STUK = "J", "N", "O", "stuk"
INTREKKING = "intrekking"
_BUCKETS = (
    "geen_ongeval",
    "buiten_bereik",
    "beoordelen",
    "vastgehouden",
    "quarantaine",
    "reeds_gemeld",
    "ongewijzigd",
    "dubbel",
    "klaargezet",
)


@dataclass
class Voorziening:
    """What a source said of one provision over time, newest last: (J, N, O or stuk, bedrag)."""

    gemeente: str
    referentie: str
    zoeksleutels: tuple[str, ...]
    gezegd: list[tuple[str, str]] = field(default_factory=list)
    #: It was taken out of the source: what stood stays as it was.
    weg: bool = False

    @property
    def nu(self) -> tuple[str, str]:
        """Give what it says now."""
        return self.gezegd[-1]


@dataclass
class Waarheid:
    """All that sources ever said; by referentie."""

    voorzieningen: dict[str, Voorziening] = field(default_factory=dict)

    def zegt(self, voorziening: Voorziening, vlag: str, bedrag: str) -> None:
        """Note what a source says from now on."""
        known = self.voorzieningen.setdefault(voorziening.referentie, voorziening)
        known.weg = False
        if not known.gezegd or known.nu != (vlag, bedrag):
            known.gezegd.append((vlag, bedrag))


def referentie(wortel: bytes, identiteit: str, ruimte: str, sleutel: Sequence[str]) -> str:
    """Compute a referentie as docs/vectoren.md says."""
    return _mac(wortel, "ref", ["voorziening", identiteit, ruimte, *sleutel])


def zoeksleutel(wortel: bytes, identiteit: str, ruimte: str, sleutel: Sequence[str]) -> str:
    """Compute a lookup key."""
    return _mac(wortel, "zoek", ["zoek", identiteit, ruimte, *sleutel])


def _mac(wortel: bytes, doel: str, parts: list[str]) -> str:
    clean = [unicodedata.normalize("NFC", part).strip() for part in parts]
    message = json.dumps(clean, separators=(",", ":"), ensure_ascii=False).encode()
    return hmac.new(_hkdf(wortel, f"regresbrug/{doel}/v1"), message, hashlib.sha256).hexdigest()


def _hkdf(wortel: bytes, info: str) -> bytes:
    fixed = hmac.new(bytes(32), wortel, hashlib.sha256).digest()
    return hmac.new(fixed, info.encode() + b"\x01", hashlib.sha256).digest()


# -- at any moment ---------------------------------------------------------------------------------


def veilig(ledger: Path, geschiedenis: Sequence[Aanbod], waarheid: Waarheid) -> list[str]:
    """Say which promise was broken; must hold at any moment."""
    with closing(sqlite3.connect(ledger)) as conn:
        conn.row_factory = sqlite3.Row
        return [
            *_een_zaak(geschiedenis),
            *_zelfde_bytes(geschiedenis),
            *_alleen_ongevallen(geschiedenis, waarheid),
            *_heel(conn),
            *_rekening(conn),
            *_grootboek_weet(conn, geschiedenis),
            *_keten(conn),
        ]


def _een_zaak(geschiedenis: Sequence[Aanbod]) -> Iterator[str]:
    """I1: versions rise, each is taken once, and all of a provision lie in one case."""
    chains: dict[str, list[Aanbod]] = defaultdict(list)
    for row in geschiedenis:
        if row.uitslag == NIEUW:
            chains[row.referentie].append(row)
    for ref, chain in chains.items():
        versions = [row.versie for row in chain]
        if versions != sorted(set(versions)):
            yield f"I1 {ref[:8]}: versions taken in the order {versions}"
        if len({row.zaak for row in chain}) > 1:
            yield f"I1 {ref[:8]}: more than one case"
        if len({row.dossier for row in chain}) > 1:
            yield f"I1 {ref[:8]}: more than one dossiersleutel"


def _zelfde_bytes(geschiedenis: Sequence[Aanbod]) -> Iterator[str]:
    """I1: the same key is the same body, unless the backend said that it could not open it."""
    seen: dict[str, str] = {}
    for row in geschiedenis:
        if row.sleutel != f"{row.referentie}:{row.versie}":
            yield f"I1 {row.referentie[:8]}: key {row.sleutel[-12:]} of another version"
        if seen.get(row.sleutel, row.lichaam) != row.lichaam:
            yield f"I1 {row.referentie[:8]}:{row.versie}: another body under the same key"
        if row.uitslag in (GEWEIGERD, BOTSING):
            seen.pop(row.sleutel, None)
        else:
            seen[row.sleutel] = row.lichaam


def _alleen_ongevallen(geschiedenis: Sequence[Aanbod], waarheid: Waarheid) -> Iterator[str]:
    """I3, I7: only what a source called an accident, with what it said, by whose it is."""
    for row in geschiedenis:
        known = waarheid.voorzieningen.get(row.referentie)
        if known is None:
            yield f"I3 {row.referentie[:8]}: sent, and in no source"
            continue
        if known.gemeente != row.gemeente:
            yield f"I7 {row.referentie[:8]}: of {known.gemeente}, sent as {row.gemeente}"
        if row.uitslag != NIEUW:
            continue
        said = {vlag for vlag, _ in known.gezegd}
        if row.soort == INTREKKING and NEE not in said:
            yield f"I3 {row.referentie[:8]}: withdrawn, and no source ever said no"
        if row.soort != INTREKKING and (JA, row.bedrag) not in known.gezegd:
            yield f"I3 {row.referentie[:8]}: sent with {row.bedrag}, which no source said"


def _heel(conn: sqlite3.Connection) -> Iterator[str]:
    """The file is sound."""
    told = conn.execute("PRAGMA integrity_check").fetchone()[0]
    if told != "ok":
        yield f"the ledger is corrupt: {told}"
    if conn.execute("PRAGMA foreign_key_check").fetchall():
        yield "the ledger has rows that point at nothing"


def _rekening(conn: sqlite3.Connection) -> Iterator[str]:
    """I2: each record of a run that was freed or waits is in one bucket, and its rows stand."""
    wanted = "SELECT * FROM run WHERE resultaat IN ('vrij', 'wacht_op_vrijgave')"
    for run in conn.execute(wanted).fetchall():
        counts = json.loads(run["telling"])
        if counts["gelezen"] != sum(counts[name] for name in _BUCKETS):
            yield f"I2 run {run['id']}: read and counted differ"
        rows = conn.execute("SELECT count(*) FROM outbox WHERE run = ?", (run["id"],)).fetchone()[0]
        if rows != counts["klaargezet"]:
            yield f"I2 run {run['id']}: {counts['klaargezet']} counted, {rows} rows"
    waits = "status = 'klaargezet'"
    lost = f"SELECT count(*) FROM outbox WHERE {waits} AND id NOT IN (SELECT outbox FROM envelop)"  # noqa: S608 - our own words
    if conn.execute(lost).fetchone()[0]:
        yield "I2 a row waits without its envelope"


def _grootboek_weet(conn: sqlite3.Connection, geschiedenis: Sequence[Aanbod]) -> Iterator[str]:
    """I1, I2: the ledger calls delivered what the backend has, and offered what it offered."""
    taken = {(row.referentie, row.versie): row for row in geschiedenis if row.uitslag == NIEUW}
    offered = {(row.referentie, row.versie) for row in geschiedenis}
    known = set()
    for row in conn.execute("SELECT * FROM outbox").fetchall():
        key = (row["referentie"], row["versie"])
        known.add(key)
        if row["status"] != "ontvangen":
            continue
        there = taken.get(key)
        if there is None:
            yield f"I2 {key[0][:8]}:{key[1]} is called delivered, and is not there"
        elif (there.merk, there.zaak) != (row["inhoudsmerk"], row["zaaknummer"]):
            yield f"I1 {key[0][:8]}:{key[1]} is there with another content or case"
    for ref, version in offered - known:
        yield f"I2 {ref[:8]}:{version} was offered, and the ledger knows nothing of it"


def _keten(conn: sqlite3.Connection) -> Iterator[str]:
    """I6: every entry follows from the one before it."""
    before = conn.execute("SELECT waarde FROM meta WHERE naam = 'id'").fetchone()[0]
    for number, row in enumerate(conn.execute("SELECT * FROM audit ORDER BY volgnummer"), 1):
        if row["volgnummer"] != number or row["hash"] != _schakel(before, row):
            yield f"I6 entry {row['volgnummer']} does not follow from the one before it"
            return
        before = row["hash"]


def _schakel(before: str, row: sqlite3.Row) -> str:
    names = ("volgnummer", "tijd", "actie", "object", "resultaat", "oorsprong", "actor")
    whole: dict[str, Any] = {name: row[name] for name in names} | {"vorige": before}
    if row["inhoud"]:
        whole["inhoud"] = row["inhoud"]
    text = json.dumps(whole, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


# -- at rest ---------------------------------------------------------------------------------------


def klaar(ledger: Path, geschiedenis: Sequence[Aanbod], waarheid: Waarheid) -> list[str]:
    """Say what is not as the source says it, now that faults have stopped."""
    with closing(sqlite3.connect(ledger)) as conn:
        conn.row_factory = sqlite3.Row
        wrong = [*_in_rust(conn)]
        chains = _ketens(geschiedenis)
        for known in waarheid.voorzieningen.values():
            wrong += _komt_uit(conn, known, chains.get(known.referentie, []))
    return wrong


def _in_rust(conn: sqlite3.Connection) -> Iterator[str]:
    """I8: nothing waits, nothing is held, no run is open."""
    if conn.execute("SELECT count(*) FROM outbox WHERE status = 'klaargezet'").fetchone()[0]:
        yield "I8 rows still wait"
    if conn.execute("SELECT count(*) FROM envelop").fetchone()[0]:
        yield "I8 envelopes are still kept"
    if conn.execute("SELECT count(*) FROM run WHERE resultaat IS NULL").fetchone()[0]:
        yield "I8 a run never ended"
    if conn.execute("SELECT count(*) FROM lease WHERE houder IS NOT NULL").fetchone()[0]:
        yield "I8 a lease is still held"


def _komt_uit(conn: sqlite3.Connection, known: Voorziening, chain: list[Aanbod]) -> Iterator[str]:
    """I2, I3: what stands at the backend is what the source says now; else a person is asked."""
    vlag, bedrag = known.nu
    stands = bool(chain) and chain[-1].soort != INTREKKING
    name = f"{known.referentie[:8]} ({vlag})"
    if known.weg:
        return
    if vlag == JA and not (stands and chain[-1].bedrag == bedrag):
        if not _wacht(conn, known, "quarantaine"):
            yield f"I2 {name}: an accident that is neither a case nor in quarantine"
    elif vlag == NEE and stands and not _wacht(conn, known, "quarantaine"):
        yield f"I3 {name}: still stands at the backend"
    elif vlag == ONDUIDELIJK and not _wacht(conn, known, "beoordelen"):
        yield f"I2 {name}: unclear, and nobody is asked"
    elif vlag == STUK and not _wacht(conn, known, "quarantaine"):
        yield f"I2 {name}: cannot be read, and is not in quarantine"


def _wacht(conn: sqlite3.Connection, known: Voorziening, soort: str) -> bool:
    keys = ",".join("?" * len(known.zoeksleutels))
    wanted = f"SELECT count(*) FROM stub WHERE gemeente = ? AND soort = ? AND gesloten_op IS NULL AND zoeksleutel IN ({keys})"  # noqa: E501, S608 - question marks only
    found = conn.execute(wanted, (known.gemeente, soort, *known.zoeksleutels)).fetchone()
    return bool(found[0])


def _ketens(geschiedenis: Sequence[Aanbod]) -> Mapping[str, list[Aanbod]]:
    chains: dict[str, list[Aanbod]] = defaultdict(list)
    for row in geschiedenis:
        if row.uitslag == NIEUW:
            chains[row.referentie].append(row)
    return chains
