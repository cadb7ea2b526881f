"""Builds rows, runs and ledgers for tests: one line says what a run found."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from ledger import (
    Closing,
    History,
    Lease,
    Ledger,
    Outgoing,
    Resultaat,
    RunResult,
    RunStart,
    Staged,
    StubNote,
    StubSoort,
    Verdict,
)
from regres import Bucket, Kop, Receipt, SealedMelding, SoortMelding, Telling

GEMEENTE = "9901"
NOW = datetime(2026, 11, 21, 4, 0, tzinfo=UTC)
DAY = date(2026, 11, 21)

Decide = Callable[[History], Verdict]


def after(**parts: float) -> datetime:
    """Give a moment so much later than NOW."""
    return NOW + timedelta(**parts)


def url_of(folder: Path, name: str = "ledger") -> str:
    """Give the URL of a ledger in a folder."""
    return f"sqlite:///{folder / name}.sqlite"


def hmac_of(kind: str, number: int) -> str:
    """Give something that looks like an HMAC and can be told apart."""
    return (kind.encode().hex() + f"{number:x}".rjust(32, "0")).rjust(64, "0")[-64:]


def referentie(number: int) -> str:
    """Give the referentie of the n-th provision."""
    return hmac_of("ref", number)


def zoeksleutel(number: int, versie: int = 1) -> str:
    """Give the lookup key of the n-th provision under a key version."""
    return hmac_of(f"zoek{versie}", number)


def inhoudsmerk(content: str) -> str:
    """Give the merk of a content."""
    return hmac_of(f"m{content}", 0)


def staged(
    number: int,
    versie: int = 1,
    soort: SoortMelding = SoortMelding.NIEUW,
    content: str = "a",
    zoekversie: int = 1,
    dossier: int | None = None,
) -> Staged:
    """Give a sealed version of the n-th provision."""
    kop = Kop(
        referentie=referentie(number),
        dossiersleutel=hmac_of("dos", number if dossier is None else dossier),
        versie=versie,
        soortMelding=soort,
        gemeenteCode=GEMEENTE,
        inhoudsmerk=inhoudsmerk(content),
        aangemaaktOp=NOW,
    )
    return Staged(
        sealed=SealedMelding(kop, f"jwe.{number}.{versie}.{content}"),
        zoeksleutel=zoeksleutel(number, zoekversie),
        zoekversie=zoekversie,
        merkversie=1,
        groepmerken={"kosten": hmac_of("kos", number)},
        clientmerk=hmac_of("cli", number),
        clientversie=1,
    )


def note(
    number: int, soort: StubSoort = StubSoort.BEOORDELEN, snede: str = "", **also: Any
) -> StubNote:
    """Give a note that the n-th provision waits for a person."""
    parts: dict[str, Any] = {
        "zoeksleutel": zoeksleutel(number),
        "zoekversie": 1,
        "soort": soort,
        "codes": ("A-0001",),
        "plaats": f"export.csv:{number + 2}",
        "snede": snede,
        "merk": hmac_of("sig", number),
        "merkversie": 1,
    }
    return StubNote(**(parts | also))


def telling_of(rows: Sequence[Staged] = (), stubs: Sequence[StubNote] = ()) -> Telling:
    """Count rows and stubs as a pipeline would."""
    telling = Telling(gelezen=len(rows) + len(stubs))
    for row in rows:
        telling.tel(Bucket.KLAARGEZET)
        telling.soorten[row.sealed.kop.soortMelding] += 1
    for stub in stubs:
        telling.tel(Bucket(stub.soort))
    return telling


def always(resultaat: Resultaat) -> Decide:
    """Decide the same whatever the history."""
    return lambda _history: Verdict(resultaat)


FREE = always(Resultaat.VRIJ)
WAIT = always(Resultaat.WACHT_OP_VRIJGAVE)


def receipt(outgoing: Outgoing, now: datetime = NOW) -> Receipt:
    """Give the receipt of a claimed row."""
    kop = outgoing.sealed.kop
    return Receipt(kop.referentie, kop.versie, f"Z-{kop.referentie[-4:]}", now)


@dataclass
class House:
    """A municipality with a ledger and a lease."""

    ledger: Ledger
    gemeente: str = GEMEENTE
    bronset: str = "csv"
    since: datetime = NOW
    lease: Lease = field(init=False)

    def __post_init__(self) -> None:
        self.lease = self.ledger.take_lease(self.gemeente, "test", self.since, seconds=10**8)

    def start(
        self, slot: str = "hand", dag: date = DAY, now: datetime = NOW, merk: str = "m1"
    ) -> int:
        """Begin a run; the slot "hand" stands for the next free manual one."""
        if slot == "hand":
            slot = self.ledger.next_hand(self.gemeente, self.bronset, dag)
        start = RunStart(
            bronset=self.bronset,
            dag=dag,
            slot=slot,
            mapping_merk=merk,
            regelversie="1",
            stand="actief",
        )
        return self.ledger.begin(self.lease, start, now)

    def run(
        self,
        rows: Sequence[Staged] = (),
        stubs: Sequence[StubNote] = (),
        decide: Decide = FREE,
        slot: str = "hand",
        dag: date = DAY,
        now: datetime = NOW,
        merk: str = "m1",
        **closing: Any,
    ) -> RunResult:
        """Run from begin to close, counted as it should be."""
        run = self.start(slot, dag, now, merk)
        self.ledger.stage(self.lease, run, rows, stubs)
        parts = {"telling": telling_of(rows, stubs)} | closing
        return self.ledger.close_run(self.lease, run, Closing(**parts), decide, now)

    def close(
        self, run: int, rows: Sequence[Staged], stubs: Sequence[StubNote] = (), now: datetime = NOW
    ) -> RunResult:
        """Close a run that staged these, and free it."""
        closing = Closing(telling=telling_of(rows, stubs))
        return self.ledger.close_run(self.lease, run, closing, FREE, now)

    def due(self, now: datetime = NOW, limit: int = 100) -> list[Outgoing]:
        """Claim what may be sent."""
        return self.ledger.due(self.gemeente, now, limit, "pusher")

    def deliver_all(self, now: datetime = NOW) -> list[tuple[int, str]]:
        """Deliver until nothing is due; gives (versie, envelope) in the order of delivery."""
        sent = []
        while claimed := self.due(now):
            for outgoing in claimed:
                self.ledger.delivered(outgoing, receipt(outgoing, now), now)
                sent.append((outgoing.sealed.kop.versie, outgoing.sealed.inhoud))
        return sent
