"""One read of a place with StUF files: every set that is whole and new, oldest message first."""

from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import cast

from connectors.base import FileMark, Gelezen, Proof, ReadRequest
from connectors.file_reading import Hashed, Place
from connectors.once import Once, counted
from connectors.picking import Bestand
from connectors.stuf_file.delen import Bestandset, sets
from connectors.stuf_file.ontleding import Ontleding
from connectors.stuf_file.record import Opdracht, maak, van_type
from connectors.stuf_file.volgorde import Volgorde
from regres import Plaats, Problem, SourceRecord, SourceRefused
from regres.berichten import bericht
from regres.dag import NEDERLAND

__all__ = ["Opdracht", "StufFileReading"]

# StUF times carry no zone; everyone writes Dutch wall-clock time.
#: How far the clock of a sender may be ahead of ours; further, and what comes after is "too old".
_VOORUIT = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class _Nieuw:
    """A set to read; eerste: the moment of its first message, "" when it holds none."""

    set: Bestandset
    eerste: str


class StufFileReading(Once):
    """One read; what was read before is not read again."""

    def __init__(self, place: Place, opdracht: Opdracht, request: ReadRequest) -> None:
        super().__init__()
        self._place = place
        self._opdracht = opdracht
        self._request = request
        self._marks: list[FileMark] = []
        self._warned: list[Problem] = []
        self._bytes = self._buiten = 0
        late = opdracht.klok().astimezone(NEDERLAND) + _VOORUIT
        self._volgorde = Volgorde(request.eerder.tijdstip, f"{late:%Y%m%d%H%M%S}999")

    def _records(self) -> Generator[SourceRecord, None, None]:
        self._request.doorgaan()
        found = self._place.alle()
        self._warned += found.waarschuwingen
        todo = self._kies(sets(found.bestanden))
        count = yield from counted(self._alles(todo), self._request.doorgaan)
        self._proven = Proof(
            count,
            geen_levering=not todo,
            gelezen_tot=Gelezen(tuple(self._marks), self._volgorde.tijdstip),
            details=self._details(todo),
            waarschuwingen=(*self._warned, *self._meervoudig()),
        )

    def _details(self, todo: Sequence[_Nieuw]) -> dict[str, int]:
        return {
            "bytes": self._bytes,
            "sets": len(todo),
            "buiten_vraag": self._buiten,
            "herhaald": self._volgorde.herhaald,
        }

    def _meervoudig(self) -> Iterator[Problem]:
        for adres, times in sorted(self._opdracht.meervoudig.items()):
            yield bericht("B-0354", waar=f"adres {adres}", aantal=times)

    # -- which sets --------------------------------------------------------------------------

    def _kies(self, found: Sequence[Bestandset]) -> list[_Nieuw]:
        """Give what is to be read, in order; remember what was read before.

        A set of which a part lacks keeps everything after it waiting: changes go in order.
        """
        fresh = [one for one in found if not self._bekend(one)]
        whole = [_Nieuw(one, self._begin(one)) for one in fresh if not one.ontbreekt]
        waits = [self._wacht(one) for one in fresh if one.ontbreekt]
        todo = [one for one in whole if all(one.eerste < begin for begin in waits)]
        todo.sort(key=lambda one: (one.eerste, one.set.naam))
        return [one for one in todo if not self._te_laat(one)]

    def _bekend(self, one: Bestandset) -> bool:
        looks = {
            (mark.naam, mark.grootte, mark.mtime): mark for mark in self._request.eerder.bestanden
        }
        marks = [looks.get((deel.naam, deel.grootte, deel.mtime)) for deel in one.delen]
        known = [mark for mark in marks if mark is not None]
        if one.ontbreekt or len(known) < len(marks):
            return False
        self._marks += known
        return True

    def _wacht(self, one: Bestandset) -> str:
        """Tell that a set is not whole; gives from which moment on everything waits for it."""
        self._warned.append(bericht("B-0601", waar=one.naam, deel=one.ontbreekt))
        return self._begin(one)

    def _begin(self, one: Bestandset) -> str:
        if one.eerste is None:
            return ""
        chunks = self._place.chunks(one.eerste)
        for message in Ontleding(one.eerste.naam).berichten(chunks):
            return self._opdracht.partijen.lees(message, one.eerste.naam).tijdstip
        return ""

    def _te_laat(self, one: _Nieuw) -> bool:
        """Pass over a set that was read under another name.

        Raises SourceRefused (B-0614) for one that is new, but older than what was read: its
        changes would undo later ones.
        """
        if not one.eerste or one.eerste > self._request.eerder.tijdstip:
            return False
        known = {mark.sha256 for mark in self._request.eerder.bestanden}
        marks = [self._mark(deel, self._hash(deel)) for deel in one.set.delen]
        if all(mark.sha256 in known for mark in marks):
            self._marks += marks
            self._warned.append(bericht("B-0615", waar=one.set.naam))
            return True
        if one.eerste < self._request.eerder.tijdstip:
            raise SourceRefused(bericht("B-0614", waar=one.set.naam))
        return False

    def _hash(self, bestand: Bestand) -> Hashed:
        hashed = Hashed(self._place.chunks(bestand))
        for _ in hashed:
            self._request.doorgaan()
        return hashed

    # -- reading -----------------------------------------------------------------------------

    def _alles(self, todo: Sequence[_Nieuw]) -> Iterator[SourceRecord]:
        for one in todo:
            for deel in one.set.delen:
                self._request.doorgaan()
                yield from self._bestand(deel)

    def _bestand(self, bestand: Bestand) -> Iterator[SourceRecord]:
        hashed = Hashed(self._place.chunks(bestand))
        for number, message in enumerate(Ontleding(bestand.naam).berichten(hashed), 1):
            line = cast(int | None, message.sourceline) or 0
            plaats = Plaats(bestand.naam, line, xpath=f"/StUF-berichtenSet/zakLk01[{number}]")
            kop = self._opdracht.partijen.lees(message, str(plaats))
            if not self._volgorde.neem(kop, message, str(plaats)):
                continue
            if van_type(message, self._opdracht.zaaktypen):
                yield maak(message, self._opdracht, plaats)
            else:
                self._buiten += 1
        self._bytes += hashed.size
        self._marks.append(self._mark(bestand, hashed))

    def _mark(self, bestand: Bestand, hashed: Hashed) -> FileMark:
        return FileMark(bestand.naam, bestand.grootte, bestand.mtime, hashed.hexdigest())
