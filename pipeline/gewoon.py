"""Records without accident that are like an earlier one: seen at a glance, counted, let go.

That is nearly every record of a municipality. What is known of the earlier one is what its flags,
codes and status say together, and by which rules; never its key, its client or its note.
"""

from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Sequence
from itertools import chain, repeat
from typing import Final

from mappings.oogopslag import Aanblik, Blik
from pipeline.landing import Landing, rules_of
from pipeline.route import Route
from regres import (
    Bucket,
    Flag,
    Indicatie,
    Rijblok,
    Signal,
    SignalKind,
    Signals,
    SourceRecord,
    SourceRefused,
)

#: So many different ones are known; a mapping has a few dozen.
_MEESTE: Final = 2048

#: The rules by which a record is ordinary; None = it must be read in full.
Waarom = tuple[str, ...] | None


class Gewoon:
    """Recognises ordinary records of one read.

    kent     gives of some lookup keys those under which anything is remembered: these records are
             no ordinary ones
    bekende  of the last block, the lookup keys of those by their place; None when nobody looked
    """

    def __init__(
        self, route: Route, kent: Callable[[Collection[bytes]], Collection[bytes]]
    ) -> None:
        self._kijk, self._kijk_blok = route.plan.oogopslag, route.plan.oogopslag_blok
        self._luide, self._kent = route.luide, kent
        self._assess = route.assess
        self._zoek, self._ruimte = route.pseudoniemen.zoekmerken, route.plan.sleutelruimte
        self._peildag = route.plan.peildag
        self._bekend: dict[Hashable, tuple[str, ...]] = {}
        # Of each of these what its closed cells say, without a note.
        self._gezegd: dict[Hashable, Signals] = {}
        self._gelezen: list[tuple[Signals, Flag]] = []
        self._vreemd: Aanblik | None = None
        self.bekende: dict[int, str] | None = None

    def codes(self, record: SourceRecord) -> Waarom:
        """Give the rules by which a record is ordinary; None when it must be read in full.

        Raises SourceRefused when the source says it may not give one of the fields.
        """
        self._vreemd = None
        if record.verwijderd or record.gebrek is not None:
            return None
        seen = self._kijk(record)
        if seen is None:
            return None
        codes = self._bekend.get(seen.beeld)
        if codes is None:
            self._vreemd = seen
        elif not self._luide(seen.notities):
            return None if self._kent(self._zoek(self._ruimte, [seen.sleutel])) else codes
        return None

    def blok(self, blok: Rijblok) -> Sequence[Waarom]:
        """Give for each row what `codes` gives of its record, or None where that may say more.

        A row with the key of one that is read in full is read in full too: what becomes of the one
        may change what the other says.
        """
        seen, self.bekende = self._kijk_blok(blok), None
        if seen is None:
            return [None] * len(blok)
        found: list[Waarom] = list(map(self._bekend.get, seen.beelden))
        keyed, marks = self._gemerkt(seen)
        known = self._kent(set(marks))
        gemerkt = zip(keyed, marks, strict=True) if known else ()
        self.bekende = {place: mark.hex() for place, mark in gemerkt if mark in known}
        for place in chain(seen.oneven, self.bekende):
            found[place] = None
        for place in {*chain.from_iterable(map(self._luide, seen.notities))}:
            if found[place] is not None:
                found[place] = self._genoteerd(blok.record(place), seen, place)
        for place in _naast(keyed, marks, found):
            found[place] = None
        return found

    def _gemerkt(self, seen: Blik) -> tuple[Sequence[int], list[bytes]]:
        """Give the places of rows that have a key, and the mark of each."""
        keys, keyed = seen.sleutels, range(len(seen.sleutels))
        if not seen.oneven:
            return keyed, self._zoek(self._ruimte, keys)
        some = [place for place in keyed if keys[place] and all(keys[place])]
        return some, self._zoek(self._ruimte, [keys[place] for place in some])

    def _genoteerd(self, record: SourceRecord, seen: Blik, place: int) -> Waarom:
        """Read the notes of a row of which nothing else is new, as reading it in full would.

        What they say of an accident is kept until that asks for it.
        """
        plain, notes = self._gezegd[seen.beelden[place]], (cells[place] for cells in seen.notities)
        items = tuple([_met(one, notes) for one in plain.items])
        try:
            signals = plain.met(items, self._peildag(record))
        except SourceRefused:
            return None  # told in its turn
        flag = self._assess(signals)
        if flag.indicatie is Indicatie.N:
            return rules_of(flag)
        self._gelezen.append((signals, flag))
        return None

    def oordeel(self, signals: Signals) -> Flag:
        """Judge the signals of a record; those that were judged in its block are judged once."""
        for place, (other, flag) in enumerate(self._gelezen):
            if other == signals:
                del self._gelezen[place]
                return flag
        return self._assess(signals)

    def vergeet(self) -> None:
        """Keep nothing of the rows of a block that were judged and not asked for."""
        self._gelezen.clear()

    def leer(self, landing: Landing) -> None:
        """Remember of the record that was asked for last what became of it, when that was nothing.

        What it said is judged once more without its notes, which differ in every record.
        """
        seen, case = self._vreemd, landing.case
        if seen is None or case is None or landing.bucket is not Bucket.GEEN_ONGEVAL:
            return
        items = tuple([_met(one, repeat("")) for one in case.peek.signals.items])
        plain = case.peek.signals.met(items, None)
        flag = self._assess(plain)
        if flag.indicatie is Indicatie.N and seen.te_onthouden and len(self._bekend) < _MEESTE:
            self._gezegd[seen.beeld] = plain
            self._bekend[seen.beeld] = rules_of(flag)


def _naast(keyed: Sequence[int], marks: Sequence[bytes], found: Sequence[Waarom]) -> Iterable[int]:
    """Give the places of rows with the key of one that is read in full."""
    if len(set(marks)) == len(marks):
        return ()
    odd = {mark for place, mark in zip(keyed, marks, strict=True) if found[place] is None}
    return [place for place, mark in zip(keyed, marks, strict=True) if mark in odd]


def _met(signal: Signal, notities: Iterator[str]) -> Signal:
    """Give a note the next of these texts, and anything else as it is."""
    return signal.met_tekst(next(notities)) if signal.kind is SignalKind.NOTITIE else signal
