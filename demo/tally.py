"""What a run should count, worked out from the fate each record was given; no code of the product.

This is a second opinion on the accounting of docs/architecture.md section 3, for the tests. It
knows how the records were made and the product does not, so it needs no mapping and no rules.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from demo.provisions import Lot, Voorziening

#: Bucket -> records; under "nieuw", "wijziging" and "intrekking" the parts of klaargezet.
Verwacht = dict[str, int]

_GEEN = (Lot.GEEN_ONGEVAL, Lot.LEEG)
_Sleutel = tuple[object, ...]


@dataclass(slots=True)
class Teller:
    """Remembers, between reads, which meldingen stand (with their content) or were taken back."""

    _stand: dict[_Sleutel, Voorziening | None] = field(default_factory=dict)

    def lees(
        self, records: Iterable[Voorziening], van: date = date.min, tot: date = date.max
    ) -> Verwacht:
        """Count one read of the records that began between two days."""
        groups: dict[_Sleutel, list[Voorziening]] = defaultdict(list)
        for record in records:
            if van <= record.aanvraag <= tot:
                groups[record.sleutel].append(record)
        counts: Counter[str] = Counter(gelezen=sum(map(len, groups.values())))
        for key, group in groups.items():
            counts.update(self._groep(key, group))
        return dict(counts)

    def _groep(self, key: _Sleutel, group: list[Voorziening]) -> Counter[str]:
        first = group[0]
        silent = key not in self._stand and all(record.lot in _GEEN for record in group)
        if silent:
            return Counter(geen_ongeval=len(group))
        if any(record != first for record in group):
            return Counter(quarantaine=len(group))
        return Counter({"dubbel": len(group) - 1}) + Counter(self._een(key, first))

    def _een(self, key: _Sleutel, record: Voorziening) -> list[str]:
        standing = self._stand.get(key)
        if standing is not None:
            return self._staand(key, record, standing)
        if record.lot is Lot.MELDING:
            kind = "wijziging" if key in self._stand else "nieuw"
            self._stand[key] = record
            return ["klaargezet", kind]
        return ["geen_ongeval" if record.lot is Lot.LEEG else record.lot.value]

    def _staand(self, key: _Sleutel, record: Voorziening, standing: Voorziening) -> list[str]:
        if record.lot in (Lot.GEEN_ONGEVAL, Lot.BUITEN_BEREIK):
            self._stand[key] = None
            return ["klaargezet", "intrekking"]
        if record.lot is Lot.LEEG:
            return ["beoordelen"]
        if record.lot is not Lot.MELDING:
            return [record.lot.value]
        if record == standing:
            return ["ongewijzigd"]
        self._stand[key] = record
        return ["klaargezet", "wijziging"]
