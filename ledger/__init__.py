"""What we remember: runs, outbox, versions, stubs, decisions, the audit chain and leases."""

from typing import TYPE_CHECKING, Any

from ledger.bewijs import anker_json, anker_van
from ledger.problems import RunExists
from ledger.shapes import (
    HERINNERING,
    Anchor,
    AuditRegel,
    AuditVraag,
    BeslotenRow,
    Besluitlezing,
    Closing,
    Decision,
    Gedragen,
    Herinneringen,
    Hermerk,
    Herstel,
    History,
    Ketenstand,
    Keuze,
    Lease,
    OutboxRow,
    OutboxStatus,
    Outgoing,
    Rekey,
    Resultaat,
    RunResult,
    RunRow,
    RunStart,
    Signaalmerk,
    Sleutelrij,
    StaandBesluit,
    Staged,
    Stand,
    StandStaat,
    StubKort,
    StubNote,
    StubRow,
    StubSoort,
    Uitwerking,
    Unstaged,
    Verdict,
)

if TYPE_CHECKING:
    from ledger.ledger import Ledger
    from ledger.opzoeken import Bekend

__all__ = [
    "HERINNERING",
    "Anchor",
    "AuditRegel",
    "AuditVraag",
    "Bekend",
    "BeslotenRow",
    "Besluitlezing",
    "Closing",
    "Decision",
    "Gedragen",
    "Herinneringen",
    "Hermerk",
    "Herstel",
    "History",
    "Ketenstand",
    "Keuze",
    "Lease",
    "Ledger",
    "OutboxRow",
    "OutboxStatus",
    "Outgoing",
    "Rekey",
    "Resultaat",
    "RunExists",
    "RunResult",
    "RunRow",
    "RunStart",
    "Signaalmerk",
    "Sleutelrij",
    "StaandBesluit",
    "Staged",
    "Stand",
    "StandStaat",
    "StubKort",
    "StubNote",
    "StubRow",
    "StubSoort",
    "Uitwerking",
    "Unstaged",
    "Verdict",
    "anker_json",
    "anker_van",
]


def __getattr__(name: str) -> Any:
    """Give what stands on SQLAlchemy, whose import takes longer than a whole preview."""
    if name == "Ledger":
        from ledger.ledger import Ledger

        return Ledger
    if name == "Bekend":
        from ledger.opzoeken import Bekend

        return Bekend
    raise AttributeError(name)
