"""What we remember: runs, outbox, versions, stubs, decisions, the audit chain and leases."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from ledger.bewijs import anker_json, anker_van
from ledger.problems import RunExists
from ledger.shapes.afstemming import (
    Aansluiting,
    Boekstand,
    Geboekt,
    Ingreep,
    Overgenomen,
    Overname,
    Reparatie,
    Uitslag,
)
from ledger.shapes.audit import Anchor, AuditRegel, AuditVraag, Herstel, Ketenstand
from ledger.shapes.besluiten import (
    BeslotenRow,
    Besluitlezing,
    Decision,
    Keuze,
    StaandBesluit,
    Uitwerking,
)
from ledger.shapes.bezorgen import Bezorgstand, Doorgang, Zekering
from ledger.shapes.dossier import (
    Blokkades,
    Dossier,
    DossierBesluit,
    DossierMelding,
    DossierStub,
    DossierVersie,
    Gevonden,
    Merk,
    Vernieuwd,
)
from ledger.shapes.meldingen import Melding, Meldingvraag, Stap
from ledger.shapes.openstaand import (
    WANKEL,
    Gemeld,
    OpenProbleem,
    PostSoort,
    Poststand,
    Vertelling,
)
from ledger.shapes.regie import (
    Inhaalkandidaat,
    Inhaalopdracht,
    Inhaalstand,
    Inhaaltermijn,
    Pauze,
    Standbesluit,
)
from ledger.shapes.runs import (
    Closing,
    History,
    Lease,
    Leesstand,
    Nachtreeks,
    Nachtrij,
    Resultaat,
    Runloop,
    RunMaat,
    RunResult,
    RunRow,
    RunStart,
    Verdict,
)
from ledger.shapes.sleutels import Gedragen, Hermerk, Rekey, Signaalmerk, Sleutelrij
from ledger.shapes.standen import (
    SPELING,
    OutboxRow,
    OutboxStatus,
    Outgoing,
    Staged,
    Stand,
    StandStaat,
    Unstaged,
)
from ledger.shapes.stubs import HERINNERING, Herinneringen, StubKort, StubNote, StubRow, StubSoort
from ledger.shapes.terug import Opgehaald, Retourbestand, Retoursoort, Terugstand

if TYPE_CHECKING:
    from ledger.bewaarklok import Klokstand
    from ledger.bewaring import Bewaring
    from ledger.delta import DeltaRow
    from ledger.ledger import Ledger
    from ledger.opnieuw import Afloop
    from ledger.opzoeken import Bekend
    from ledger.regelmaten import Regelmaat
    from ledger.termijnen import Bewaarplan, Termijnen

__all__ = [
    "HERINNERING",
    "SPELING",
    "WANKEL",
    "Aansluiting",
    "Afloop",
    "Anchor",
    "AuditRegel",
    "AuditVraag",
    "Bekend",
    "BeslotenRow",
    "Besluitlezing",
    "Bewaarplan",
    "Bewaring",
    "Bezorgstand",
    "Blokkades",
    "Boekstand",
    "Closing",
    "Decision",
    "DeltaRow",
    "Doorgang",
    "Dossier",
    "DossierBesluit",
    "DossierMelding",
    "DossierStub",
    "DossierVersie",
    "Geboekt",
    "Gedragen",
    "Gemeld",
    "Gevonden",
    "Herinneringen",
    "Hermerk",
    "Herstel",
    "History",
    "Ingreep",
    "Inhaalkandidaat",
    "Inhaalopdracht",
    "Inhaalstand",
    "Inhaaltermijn",
    "Ketenstand",
    "Keuze",
    "Klokstand",
    "Lease",
    "Ledger",
    "Leesstand",
    "Melding",
    "Meldingvraag",
    "Merk",
    "Nachtreeks",
    "Nachtrij",
    "OpenProbleem",
    "Opgehaald",
    "OutboxRow",
    "OutboxStatus",
    "Outgoing",
    "Overgenomen",
    "Overname",
    "Pauze",
    "PostSoort",
    "Poststand",
    "Regelmaat",
    "Rekey",
    "Reparatie",
    "Resultaat",
    "Retourbestand",
    "Retoursoort",
    "RunExists",
    "RunMaat",
    "RunResult",
    "RunRow",
    "RunStart",
    "Runloop",
    "Signaalmerk",
    "Sleutelrij",
    "StaandBesluit",
    "Staged",
    "Stand",
    "StandStaat",
    "Standbesluit",
    "Stap",
    "StubKort",
    "StubNote",
    "StubRow",
    "StubSoort",
    "Termijnen",
    "Terugstand",
    "Uitslag",
    "Uitwerking",
    "Unstaged",
    "Verdict",
    "Vernieuwd",
    "Vertelling",
    "Zekering",
    "anker_json",
    "anker_van",
]


#: What stands on SQLAlchemy, whose import takes longer than a whole preview: name -> its module.
_LATER = {
    "Afloop": "opnieuw",
    "Bekend": "opzoeken",
    "Bewaarplan": "termijnen",
    "Bewaring": "bewaring",
    "DeltaRow": "delta",
    "Klokstand": "bewaarklok",
    "Ledger": "ledger",
    "Regelmaat": "regelmaten",
    "Termijnen": "termijnen",
}


def __getattr__(name: str) -> Any:
    """Give what is imported only when it is asked for."""
    if name in _LATER:
        return getattr(import_module(f"ledger.{_LATER[name]}"), name)
    raise AttributeError(name)
