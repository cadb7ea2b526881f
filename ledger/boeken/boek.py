"""What every part of the Ledger has: its database, and what ties that to the folder of proof."""

from ledger.bewijs import Bewijsmap
from ledger.database import Database
from ledger.verankering import Verankering


class Boek:
    """One subject of what an installation remembers.

    Each method is one transaction, and raises as the Ledger says of all of its methods.
    """

    def __init__(
        self, database: Database, verankering: Verankering, ledger_id: str, bewijs: Bewijsmap | None
    ) -> None:
        self._database = database
        self._verankering = verankering
        self._bewijs = bewijs
        self.ledger_id = ledger_id
