"""The door to the root keys: which there were, and what leans on them."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from ledger import outbox, overzetten, sleutels
from ledger.boeken.boek import Boek
from ledger.shapes.runs import Lease
from ledger.shapes.sleutels import Gedragen, Hermerk, Rekey, Signaalmerk, Sleutelrij
from regres import Handelend


class Sleutelboek(Boek):
    """What was written under which root key, and how it moves to another."""

    def zet_over(
        self,
        lease: Lease,
        keys: Sequence[Rekey],
        merken: Sequence[Hermerk] = (),
        signalen: Sequence[Signaalmerk] = (),
        *,
        now: datetime,
    ) -> None:
        """Write lookup keys and marks that were made under an old root key anew, everywhere."""
        self._database.write(lambda c: overzetten.zet_over(c, lease, keys, merken, signalen, now))

    def herken_sleutels(
        self, lease: Lease, proeven: Mapping[int, str], now: datetime
    ) -> tuple[int, ...]:
        """Give the versions that are another key than this ledger was written with.

        proeven   version -> what the key is recognised by; new versions are kept, when none differ
        """
        return self._database.write(lambda c: sleutels.herken(c, lease, proeven, now))

    def sleutels(self, gemeente: str) -> list[Sleutelrij]:
        """Give the root keys that this ledger was written with, oldest first."""
        return self._database.read(lambda c: sleutels.bekend(c, gemeente))

    def gedragen(self, gemeente: str) -> dict[int, Gedragen]:
        """Give, per version of the root key that anything leans on, how much does."""
        return self._database.read(lambda c: sleutels.gedragen(c, gemeente))

    def stop_sleutel(
        self,
        lease: Lease,
        versie: int,
        door: Handelend,
        now: datetime,
        *,
        toch: bool = False,
    ) -> Gedragen:
        """Retire a version of the root key; gives how much had to let go of it.

        Raises:
            UsageProblem: rows of it are under way; or something leans on it, and not `toch`.

        """
        return self._database.write(lambda c: sleutels.stop(c, lease, versie, door, now, toch=toch))

    def verzegeld_voor(self) -> dict[str, int]:
        """Count what is not delivered yet by the recipient's key it was sealed for."""
        return self._database.read(outbox.sealed_for)

    def noteer_kopie(
        self,
        gemeente: str,
        versies: Sequence[int],
        kid: str,
        door: Handelend,
        now: datetime,
    ) -> None:
        """Note that a backup of these versions was made for the key `kid`."""
        self._database.write(lambda c: sleutels.kopie(c, gemeente, versies, kid, door, now))
