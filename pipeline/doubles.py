"""The same key twice in one read: the same content is `dubbel`, other content is quarantine."""

from collections.abc import Iterable
from dataclasses import replace

from regres import Bucket, SoortMelding
from regres.waarde import dataclass


@dataclass(frozen=True, slots=True)
class Gezien:
    """What this read made of a key: a mark of its content, and where it landed.

    merk "" = in quarantine already: nothing can be equal to it
    dubbel  how often the same content came again
    """

    merk: bytes
    bucket: Bucket
    soort: SoortMelding | None = None
    dubbel: int = 0


class Doubles:
    """Remembers the keys of this read that are J, O or known: never one without accident."""

    def __init__(self) -> None:
        self._gezien: dict[bytes, Gezien] = {}

    def eerder(self, zoeksleutel: str) -> Gezien | None:
        """Give what this read made of the key before."""
        return self._gezien.get(bytes.fromhex(zoeksleutel))

    def bekend(self, zoeksleutels: Iterable[bytes]) -> set[bytes]:
        """Give those of some keys, here as bytes, that this read met before."""
        return self._gezien.keys() & zoeksleutels

    def onthoud(
        self, zoeksleutel: str, merk: str, bucket: Bucket, soort: SoortMelding | None = None
    ) -> None:
        """Remember where a key landed."""
        # Sixteen bytes of a keyed hash or of a word: enough to tell content apart, half the memory.
        self._gezien[bytes.fromhex(zoeksleutel)] = Gezien(merk.encode()[:16], bucket, soort)

    def nog_een(self, zoeksleutel: str) -> None:
        """Remember that the same content came once more."""
        key = bytes.fromhex(zoeksleutel)
        before = self._gezien[key]
        self._gezien[key] = replace(before, dubbel=before.dubbel + 1)

    def vergeet(self, zoeksleutel: str) -> Gezien | None:
        """Forget what this read made of a key, and give it."""
        return self._gezien.pop(bytes.fromhex(zoeksleutel), None)


def zelfde(before: Gezien, merk: str) -> bool:
    """Tell whether the content is the same as before."""
    return bool(before.merk) and before.merk == merk.encode()[:16]
