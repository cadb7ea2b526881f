"""What can go wrong in the ledger; the sentences stand in regres/berichten/L.toml.

Codes: L-01xx leases and runs, L-02xx the database, L-03xx closing, L-04xx decisions about runs,
L-05xx outbox, L-06xx audit, L-07xx root keys, L-08xx terms.
"""

from enum import StrEnum

from regres import (
    AlreadyRunning,
    LeaseLost,
    LedgerError,
    Problem,
    ProtectionStop,
    UsageProblem,
)
from regres.berichten import bericht


class Trouble(StrEnum):
    """What a database can say, whichever database it is."""

    LOCKED = "locked"
    FULL = "full"
    CORRUPT = "corrupt"
    UNREACHABLE = "unreachable"
    BROKEN_RULE = "broken_rule"
    OTHER = "other"


_TROUBLE = {
    Trouble.LOCKED: "L-0201",
    Trouble.FULL: "L-0202",
    Trouble.CORRUPT: "L-0203",
    Trouble.UNREACHABLE: "L-0205",
    Trouble.BROKEN_RULE: "L-0206",
    Trouble.OTHER: "L-0207",
}


class RunExists(AlreadyRunning):
    """This slot has already had its run; `run` is its number."""

    def __init__(self, *problems: Problem, run: int) -> None:
        super().__init__(*problems)
        self.run = run


def lease_held(gemeente: str, tot: str) -> AlreadyRunning:
    """Someone else holds the lease until `tot`."""
    return AlreadyRunning(bericht("L-0101", gemeente=gemeente, tot=tot))


def lease_lost(gemeente: str) -> LeaseLost:
    """The lease was released or taken over."""
    return LeaseLost(bericht("L-0102", gemeente=gemeente))


def run_exists(run: int, slot: str, dag: str) -> RunExists:
    """The slot of this day has been run."""
    return RunExists(bericht("L-0103", slot=slot, dag=dag, run=run), run=run)


def run_not_open(run: int) -> LeaseLost:
    """The run is not open for this lease."""
    return LeaseLost(bericht("L-0104", run=run))


def run_unknown(run: int) -> UsageProblem:
    """There is no such run."""
    return UsageProblem(bericht("L-0401", run=run))


def run_not_waiting(run: int, resultaat: str) -> UsageProblem:
    """Only a waiting run can be released or rejected; `resultaat` is "" while it runs."""
    if not resultaat:
        return UsageProblem(bericht("L-0402", "loopt", run=run))
    return UsageProblem(bericht("L-0402", run=run, resultaat=resultaat))


def database_trouble(trouble: Trouble, waar: str = "") -> LedgerError:
    """The database said no; `waar` is a word of the database itself, never a value."""
    return LedgerError(bericht(_TROUBLE[trouble], waar=waar))


def newer_schema(found: str) -> LedgerError:
    """The database was made by a later version of this program."""
    return LedgerError(bericht("L-0204", schema=found))


def not_durable(found: str) -> LedgerError:
    """The database would not keep its promises after a power cut."""
    return LedgerError(bericht("L-0208", gevonden=found))


def read_and_counted(gelezen: int, geteld: int) -> Problem:
    """The accounting identity does not hold."""
    return bericht("L-0301", "gelezen", gelezen=gelezen, geteld=geteld)


def counted_and_staged(soort: str, geteld: int, klaar: int) -> Problem:
    """The counts say something else than the rows that stand there."""
    return bericht("L-0301", "klaargezet", soort=soort, geteld=geteld, klaar=klaar)


def stub_unknown() -> UsageProblem:
    """There is no such open stub."""
    return UsageProblem(bericht("L-0403"))


def not_to_decide(soort: str) -> UsageProblem:
    """The record waits, but not for this kind of decision."""
    return UsageProblem(bericht("L-0404", soort))


def does_not_stand() -> UsageProblem:
    """There is no melding to withdraw."""
    return UsageProblem(bericht("L-0405"))


def claim_lost(claim: int) -> LeaseLost:
    """Another pusher took this row over, or it has been dealt with."""
    return LeaseLost(bericht("L-0501", claim=claim))


def receipt_mismatch() -> LedgerError:
    """A receipt for something else was offered."""
    return LedgerError(bericht("L-0502"))


def chain_broken(volgnummer: int) -> Problem:
    """An audit entry was changed, or its neighbours were."""
    return bericht("L-0601", waar=f"audit:{volgnummer}", regel=volgnummer)


def chain_gap(volgnummer: int, found: int) -> Problem:
    """Audit entries are missing."""
    return bericht("L-0602", waar=f"audit:{volgnummer}", regel=volgnummer, gevonden=found)


def chain_behind(volgnummer: int) -> Problem:
    """The chain no longer holds the link that was noted outside the database."""
    return bericht("L-0603", waar=f"audit:{volgnummer}", regel=volgnummer)


def chain_unguarded(missing: str) -> Problem:
    """A guard that keeps the trail from being changed is gone, or is another."""
    return bericht("L-0604", waar=f"trigger:{missing}", naam=missing)


def anchors_gone(volgnummer: int) -> Problem:
    """The trail was anchored up to this entry, and no such anchor is there any more."""
    return bericht("L-0609", waar="anker.jsonl", regel=volgnummer)


def chain_strange(name: str) -> Problem:
    """A trigger stands in the ledger that we did not make: it can swallow what is written."""
    return bericht("L-0608", waar=f"trigger:{name[:60]}")


def _geval(soort: str) -> str:
    return "" if soort == "besluit" else soort


def row_changed(soort: str, besluit: int) -> Problem:
    """A row says something else than the audit trail answers for."""
    return bericht("L-0610", _geval(soort), waar=f"besluit:{besluit}", nummer=besluit)


def rows_emptied(aantal: int) -> Problem:
    """More decisions, or fewer, are without content than the audit trail says."""
    return bericht("L-0610", "leeg", waar="besluit", aantal=abs(aantal))


def rows_missing(soort: str, aantal: int) -> Problem:
    """Rows that the audit trail answers for are gone, and it does not say why."""
    return bericht("L-0611", _geval(soort), waar=soort, aantal=aantal)


def row_unknown(soort: str, besluit: int) -> Problem:
    """The audit trail knows nothing of a row."""
    return bericht("L-0612", _geval(soort), waar=f"besluit:{besluit}", nummer=besluit)


def salts_unknown(aantal: int) -> Problem:
    """Salts lead to no entry of the audit trail: they are not those it was written with."""
    return bericht("L-0612", "zout", waar="zout", aantal=aantal)


def rows_back(soort: str, aantal: int) -> Problem:
    """Rows are there again of which the audit trail says that they left."""
    return bericht("L-0612", "terug", waar=soort, aantal=aantal)


def trail_index_broken() -> Problem:
    """The index of the audit trail does not lead to all of its entries."""
    return bericht("L-0613", waar="audit")


def restore_unconfirmed(volgnummer: int) -> Problem:
    """An entry says that a backup was put back, and nothing outside the database tells of it."""
    return bericht("L-0614", waar=f"audit:{volgnummer}", regel=volgnummer)


def journal_gone(verwacht: int, gevonden: int) -> Problem:
    """The journal of erasures does not begin any more as it did when it was anchored."""
    return bericht("L-0615", waar="wisjournaal.jsonl", verwacht=verwacht, gevonden=gevonden)


def order_other(soort: str, gemeente: str) -> Problem:
    """A pause, or an order to catch up, is not what was decided last."""
    return bericht("L-0616", soort, waar=f"gemeente:{gemeente}", gemeente=gemeente)


def proof_unusable(where: str, why: str) -> LedgerError:
    """The folder outside the database cannot be used; `why` is a word of the system, no value."""
    return LedgerError(bericht("L-0605", waar=where, waarom=why))


def key_in_use(versie: int) -> UsageProblem:
    """Something in the ledger can only be used with this version of the root key."""
    return UsageProblem(bericht("L-0701", versie=versie))


def key_of_objections(versie: int, bezwaren: int) -> UsageProblem:
    """Objections are only known by this version of the root key: those are never let go of."""
    return UsageProblem(bericht("L-0703", versie=versie, bezwaren=bezwaren))


def key_under_way(versie: int, rijen: int) -> UsageProblem:
    """Sealed rows of this version are not delivered yet."""
    return UsageProblem(bericht("L-0702", versie=versie, rijen=rijen))


def clock_jumped(ahead: bool) -> ProtectionStop:
    """The clock is far ahead of, or behind, what was believed last."""
    return ProtectionStop(bericht("L-0801" if ahead else "L-0802"))
