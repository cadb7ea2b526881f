"""The door of the ledger: all that can be asked of it and written in it, as one object."""

from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from typing import Self

from ledger import binding, migrate
from ledger.bewijs import Bewijsmap
from ledger.boeken.afstemboek import Afstemboek
from ledger.boeken.auditboek import Auditboek
from ledger.boeken.besluitboek import Besluitboek
from ledger.boeken.bewaarboek import Bewaarboek
from ledger.boeken.bezorgboek import Bezorgboek
from ledger.boeken.leaseboek import Leaseboek
from ledger.boeken.leesboek import Leesboek
from ledger.boeken.meldingboek import Meldingboek
from ledger.boeken.probleemboek import Probleemboek
from ledger.boeken.rechtenboek import Rechtenboek
from ledger.boeken.regieboek import Regieboek
from ledger.boeken.runboek import Runboek
from ledger.boeken.runlijst import Runlijst
from ledger.boeken.sleutelboek import Sleutelboek
from ledger.boeken.terugboek import Terugboek
from ledger.boeken.wachtboek import Wachtboek
from ledger.database import Database
from ledger.verankering import Verankering


# Bases, not attributes: a part has names of its own, and a method that only hands on would be a
# call more for each question, and a second place for each signature.
class Ledger(
    Leaseboek,  # who may write
    Runboek,  # a run: beginning, making ready, closing
    Runlijst,  # what runs were
    Leesboek,  # how far sources were read
    Meldingboek,  # what was released about provisions
    Wachtboek,  # what waits for a person
    Besluitboek,  # what people decided
    Regieboek,  # what a person sets going or stops
    Bezorgboek,  # the outbox, and the breaker of a destination
    Probleemboek,  # what is wrong now, and who knows
    Sleutelboek,  # root keys
    Rechtenboek,  # access and objection
    Bewaarboek,  # how long what is kept
    Auditboek,  # the audit trail, and its anchors
):
    """What one installation remembers; one object may be shared by threads.

    Every `now` is an aware moment; what comes back is in UTC. `gemeente` is the identiteit: the
    municipality's code at onboarding. Whatever takes a lease raises LeaseLost, and writes nothing,
    once that lease was released or taken over. Any method raises LedgerError when the database
    cannot do its work; then nothing of that call was kept.

    terug       the way back: feedback, and files for the municipality
    afstemming  comparing with the backend, and what a restored ledger must do first
    """

    def __init__(self, database: Database, ledger_id: str, bewijs: Bewijsmap | None = None) -> None:
        given = (database, Verankering(database, bewijs, ledger_id), ledger_id, bewijs)
        super().__init__(*given)
        self.terug = Terugboek(*given)
        self.afstemming = Afstemboek(*given)

    @classmethod
    def open(cls, url: str, bewijs: Path | None = None) -> Self:
        """Open a ledger by its SQLAlchemy URL ("sqlite:////var/lib/regresbrug/ledger.sqlite").

        Makes it when it is not there (a file gets mode 0600) and brings its schema up to date.

        bewijs  the folder outside the database (`bewijs.py`); without one nothing is anchored
        """
        database = Database.open(url)
        with ExitStack() as unless_usable:
            unless_usable.callback(database.close)
            folder = None if bewijs is None else Bewijsmap(bewijs)
            made = cls(database, migrate.prepare(database), folder)
            unless_usable.pop_all()
        return made

    def neem_over(self, now: datetime) -> bool:
        """Have the audit trail answer for what a ledger of before held; tells if it had to."""
        if not self._database.read(binding.over_te_nemen):
            return False
        return self._database.write(lambda c: binding.neem_over(c, now))

    def close(self) -> None:
        """Anchor the audit trail, and close its connections."""
        try:
            self.veranker()
        finally:
            self._database.close()

    def __enter__(self) -> Self:
        """Use it in a `with`."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close it."""
        self.close()
