"""The accounting of a run: every record that was read lands in exactly one bucket.

    gelezen = geen_ongeval + buiten_bereik + beoordelen + vastgehouden + quarantaine + reeds_gemeld
              + ongewijzigd + dubbel + klaargezet (nieuw | wijziging | intrekking)

The same words stand in code, JSON, pages and mails.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from regres.words import SoortMelding


class Bucket(StrEnum):
    """Where a record can land."""

    GEEN_ONGEVAL = "geen_ongeval"
    BUITEN_BEREIK = "buiten_bereik"
    BEOORDELEN = "beoordelen"
    VASTGEHOUDEN = "vastgehouden"
    QUARANTAINE = "quarantaine"
    REEDS_GEMELD = "reeds_gemeld"
    ONGEWIJZIGD = "ongewijzigd"
    DUBBEL = "dubbel"
    KLAARGEZET = "klaargezet"


#: Counts below this are not told outside the municipality.
KLEINSTE = 5
#: Buckets that show beside their total how many are new since the run before.
MET_NIEUW = (Bucket.BEOORDELEN, Bucket.VASTGEHOUDEN, Bucket.QUARANTAINE)


@dataclass(slots=True)
class Telling:
    """Counts of one run; the only thing that remains of a record without accident.

    codes   reason codes ("V01", "geen_signaal", "M-0107") -> records
    nieuw   bucket -> records not seen by an earlier run
    j       records with an accident indicated, whatever became of them (for the brake's share)
    """

    gelezen: int = 0
    buckets: Counter[Bucket] = field(default_factory=Counter)
    soorten: Counter[SoortMelding] = field(default_factory=Counter)
    codes: Counter[str] = field(default_factory=Counter)
    nieuw: Counter[Bucket] = field(default_factory=Counter)
    j: int = 0

    def tel(self, bucket: Bucket, *codes: str, nieuw: bool = False) -> None:
        """Put one record that was read into a bucket."""
        self.buckets[bucket] += 1
        for code in codes:
            self.codes[code] += 1
        if nieuw:
            self.nieuw[bucket] += 1

    def ongewijzigd(self, codes: Iterable[str]) -> None:
        """Count one accident that was read and stands as it stood."""
        self.gelezen += 1
        self.j += 1
        self.tel(Bucket.ONGEWIJZIGD, *codes)

    def gewoon(self, codes: Iterable[str], aantal: int = 1) -> None:
        """Count records without accident that were read, all by the same rules."""
        self.gelezen += aantal
        self.buckets[Bucket.GEEN_ONGEVAL] += aantal
        for code in codes:
            self.codes[code] += aantal

    def verplaats(self, van: Bucket, naar: Bucket, code: str, *, nieuw: bool = False) -> None:
        """Move one record that was already counted to another bucket."""
        self.buckets[van] -= 1
        self.tel(naar, code, nieuw=nieuw)

    @property
    def klopt(self) -> bool:
        """Tell whether the accounting identity holds."""
        parts_ok = self.buckets[Bucket.KLAARGEZET] == sum(self.soorten.values())
        return parts_ok and self.gelezen == sum(self.buckets.values())

    def as_json(self) -> dict[str, Any]:
        """Give all counts, zeros included, in the order of the identity."""
        return {
            "gelezen": self.gelezen,
            **{bucket.value: self.buckets[bucket] for bucket in Bucket},
            "soorten": {soort.value: self.soorten[soort] for soort in SoortMelding},
            "nieuw": {bucket.value: self.nieuw[bucket] for bucket in MET_NIEUW},
            "codes": dict(sorted(self.codes.items())),
            "j": self.j,
        }

    def naar_buiten(self) -> dict[str, Any]:
        """Give the counts as they may leave the municipality: in a log, a mail, a metric.

        A number under 5 is told as "<5". One alone could be worked out from the total: then the
        smallest other one is not told either ("-"). Codes come without numbers, and what is new is
        left out, for those give the same numbers once more.
        """
        return {
            "gelezen": klein(self.gelezen),
            **_verborgen({bucket.value: self.buckets[bucket] for bucket in Bucket}),
            "soorten": _verborgen({soort.value: self.soorten[soort] for soort in SoortMelding}),
            "codes": sorted(code for code, count in self.codes.items() if count),
        }

    @classmethod
    def from_json(cls, counts: dict[str, Any]) -> "Telling":
        """Read back what as_json wrote."""
        return cls(
            gelezen=counts["gelezen"],
            buckets=Counter({bucket: counts[bucket.value] for bucket in Bucket}),
            soorten=Counter({soort: counts["soorten"][soort.value] for soort in SoortMelding}),
            codes=Counter(counts["codes"]),
            nieuw=Counter({bucket: counts["nieuw"][bucket.value] for bucket in MET_NIEUW}),
            j=counts["j"],
        )


def klein(aantal: int) -> int | str:
    """Give a count as it may leave the municipality: fewer than 5 people could be pointed at."""
    return "<5" if 0 < aantal < KLEINSTE else aantal


def _verborgen(parts: dict[str, int]) -> dict[str, int | str]:
    """Hide the small parts of a total that is told, and a second one when there is only one."""
    shown = {name: klein(count) for name, count in parts.items()}
    hidden = [name for name, told in shown.items() if told == "<5"]
    others = [name for name, count in parts.items() if count >= KLEINSTE]
    if len(hidden) == 1 and others:
        shown[min(others, key=lambda name: parts[name])] = "-"
    return shown
