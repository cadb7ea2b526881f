"""What we remember: runs, outbox, versions, stubs, decisions, the audit chain and leases."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from ledger.bewijs import anker_json, anker_van
from ledger.problems import RunExists
from ledger.shapes import (
    HERINNERING,
    SPELING,
    Anchor,
    AuditRegel,
    AuditVraag,
    BeslotenRow,
    Besluitlezing,
    Blokkades,
    Closing,
    Decision,
    Dossier,
    DossierBesluit,
    DossierMelding,
    DossierStub,
    DossierVersie,
    Gedragen,
    Herinneringen,
    Hermerk,
    Herstel,
    History,
    Ketenstand,
    Keuze,
    Lease,
    Merk,
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
    Vernieuwd,
)

if TYPE_CHECKING:
    from ledger.bewaarklok import Klokstand
    from ledger.bewaring import Bevestiging, Bewaring
    from ledger.delta import DeltaRow
    from ledger.ledger import Ledger
    from ledger.opnieuw import Afloop
    from ledger.opzoeken import Bekend
    from ledger.termijnen import Bewaarplan, Termijnen

__all__ = [
    "HERINNERING",
    "SPELING",
    "Afloop",
    "Anchor",
    "AuditRegel",
    "AuditVraag",
    "Bekend",
    "BeslotenRow",
    "Besluitlezing",
    "Bevestiging",
    "Bewaarplan",
    "Bewaring",
    "Blokkades",
    "Closing",
    "Decision",
    "DeltaRow",
    "Dossier",
    "DossierBesluit",
    "DossierMelding",
    "DossierStub",
    "DossierVersie",
    "Gedragen",
    "Herinneringen",
    "Hermerk",
    "Herstel",
    "History",
    "Ketenstand",
    "Keuze",
    "Klokstand",
    "Lease",
    "Ledger",
    "Merk",
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
    "Termijnen",
    "Uitwerking",
    "Unstaged",
    "Verdict",
    "Vernieuwd",
    "anker_json",
    "anker_van",
]


#: What stands on SQLAlchemy, whose import takes longer than a whole preview: name -> its module.
_LATER = {
    "Afloop": "opnieuw",
    "Bekend": "opzoeken",
    "Bevestiging": "bewaring",
    "Bewaarplan": "termijnen",
    "Bewaring": "bewaring",
    "DeltaRow": "delta",
    "Klokstand": "bewaarklok",
    "Ledger": "ledger",
    "Termijnen": "termijnen",
}


def __getattr__(name: str) -> Any:
    """Give what is imported only when it is asked for."""
    if name in _LATER:
        return getattr(import_module(f"ledger.{_LATER[name]}"), name)
    raise AttributeError(name)
