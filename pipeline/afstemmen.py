"""Comparing what was delivered with the list of the backend, both ways, and what follows.

What differs is named per melding. Repairing sends nothing: versions lapse here, and the next read
seals the provision one version higher than either side has; so there is never a second case.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from ledger import Boekstand, Geboekt, Ingreep, Lease, Overgenomen, Reparatie, Uitslag, houders
from pipeline.huur import LEASE_SECONDS
from pipeline.route import Klok, Uitgang
from pipeline.terugkoppeling import lees_alles
from regres import Handelend, SoortMelding
from regres.terug import OntvangenMelding

if TYPE_CHECKING:
    from ledger import Ledger

Versies = Mapping[int, OntvangenMelding]
#: So many at a time in one transaction: others wait to write meanwhile.
_SOME = 500
#: So many differences need no number; nor a tenth of what was delivered.
_GEWOON = 25


class Verschil(StrEnum):
    """How a melding differs."""

    ONTBREEKT = "ontbreekt"
    ONBEKEND = "onbekend"
    VERSCHILT = "verschilt"


@dataclass(frozen=True, slots=True)
class Bevinding:
    """One melding that is not the same on both sides.

    velden  what differs: versie, inhoudsmerk, soort, zaaknummer
    hier    the latest delivered version here; None when none is known
    daar    the latest version of the backend; None when it has none
    kwijt   delivered versions that the backend lacks, or has otherwise
    nieuwer the backend's latest version was never made here
    """

    soort: Verschil
    referentie: str
    velden: tuple[str, ...]
    hier: Geboekt | None
    daar: OntvangenMelding | None
    kwijt: tuple[int, ...] = ()
    nieuwer: bool = False


@dataclass(frozen=True, slots=True)
class Afstemming:
    """What comparing one municipality found and did.

    versies      how many the backend listed
    teruggezet   this ledger was put back; until it is repaired nothing of it is sent
    hersteld     the findings were repaired
    te_veel      so many were to be repaired that the number must be said; 0 = that was not so
    overgenomen  taken over from the backend, and what of it was erased here
    """

    versies: int
    bevindingen: tuple[Bevinding, ...] = ()
    teruggezet: bool = False
    hersteld: bool = False
    te_veel: int = 0
    overgenomen: Overgenomen = field(default_factory=Overgenomen)


@dataclass(frozen=True, slots=True)
class Herstel:
    """Who asks for a repair; `aantal`: how many differences that person saw, None = not said."""

    door: Handelend
    aantal: int | None = None


def stem_af(
    uitgang: Uitgang, ledger: "Ledger", klok: Klok, herstel: Herstel | None = None
) -> Afstemming:
    """Compare one municipality, and repair when somebody asks for it.

    After a restore what the backend has is taken over first: then only what it lacks differs.

    Raises AlreadyRunning while the municipality is read, SinkError when the list cannot be read.
    """
    gemeente = uitgang.gemeente.identiteit
    lease = ledger.take_lease(gemeente, houders.naam(), klok(), LEASE_SECONDS)
    try:
        this = _Vergelijking(uitgang, ledger, lease, klok)
        done = this.kijk() if herstel is None else this.herstel(herstel)
        this.noteer(done)
        return done
    finally:
        ledger.release(lease, klok())


class _Vergelijking:
    """Compares one municipality, under its lease."""

    def __init__(self, uitgang: Uitgang, ledger: "Ledger", lease: Lease, klok: Klok) -> None:
        self._uitgang, self._ledger, self._lease, self._klok = uitgang, ledger, lease, klok
        self._boek, self._gemeente = ledger.afstemming, lease.gemeente
        self._achter = self._boek.moet(lease.gemeente)
        # Before the list: what arrives while it is read is in the list, and is no difference.
        self._voor = self._boek.stand(lease.gemeente)
        self._lijst = list(self._lees())

    def _lees(self) -> Iterator[OntvangenMelding]:
        for number, one in enumerate(self._uitgang.sink.meldingen()):
            if number % _SOME == 0:
                self._ledger.renew(self._lease, self._klok(), LEASE_SECONDS)
            yield one

    def kijk(self) -> Afstemming:
        """Look only."""
        return Afstemming(len(self._lijst), self._gevonden(), teruggezet=self._achter)

    def herstel(self, herstel: Herstel) -> Afstemming:
        """Repair, unless so much differs that a person must say how much."""
        taken = self._neem_over(herstel.door, self._lijst) if self._achter else Overgenomen()
        found = self._gevonden()
        done = Afstemming(len(self._lijst), found, self._achter, hersteld=True, overgenomen=taken)
        many = _te_veel(found, self._voor)
        if many and herstel.aantal != many:
            return replace(done, hersteld=False, te_veel=many)
        if not self._achter:
            return replace(done, overgenomen=self._repareer(herstel.door, found))
        self._ingrepen(herstel.door, found)
        lees_alles(self._uitgang, self._ledger, self._klok)
        self._boek.rond_af(self._lease)
        return done

    def noteer(self, done: Afstemming) -> None:
        """Keep what was found, for `status`."""
        now, last = self._klok(), self._boek.uitslag(self._gemeente)
        open_, repaired = len(done.bevindingen), last.hersteld_op if last else None
        if done.hersteld and open_:
            open_, repaired = 0, now
        self._boek.noteer(self._lease, Uitslag(now, done.versies, open_, repaired))

    def _gevonden(self) -> tuple[Bevinding, ...]:
        return tuple(vergelijk(self._lijst, self._voor, self._boek.stand(self._gemeente)))

    def _neem_over(self, door: Handelend, lijst: Sequence[OntvangenMelding]) -> Overgenomen:
        taken = Overgenomen()
        for some in _delen(lijst):
            one = self._boek.neem_over(self._lease, some, door, self._klok())
            taken = Overgenomen(taken.versies + one.versies, taken.gewist + one.gewist)
            self._ledger.renew(self._lease, self._klok(), LEASE_SECONDS)
        self._voor = self._boek.stand(self._gemeente)
        return taken

    def _ingrepen(self, door: Handelend, found: Sequence[Bevinding]) -> None:
        here = self._boek.stand(self._gemeente)
        known = [one for one in found if one.soort is not Verschil.ONBEKEND]
        # Before: a kill after it would leave nobody to ask the backend for its steps again.
        if known:
            self._ledger.terug.van_voren(self._gemeente)
        for start in range(0, len(known), _SOME):
            some = [_reparatie(one, here) for one in known[start : start + _SOME]]
            self._boek.herstel(self._lease, some, door, self._klok())
            self._ledger.renew(self._lease, self._klok(), LEASE_SECONDS)

    def _repareer(self, door: Handelend, found: Sequence[Bevinding]) -> Overgenomen:
        self._ingrepen(door, found)
        unknown = {one.referentie for one in found if one.soort is Verschil.ONBEKEND}
        theirs = [one for one in self._lijst if one.referentie in unknown]
        if not theirs:
            return Overgenomen()
        self._ledger.terug.van_voren(self._gemeente)
        return self._neem_over(door, theirs)


def _te_veel(found: Sequence[Bevinding], here: Boekstand) -> int:
    """Count what is to be sealed again, when that is more than a person need not have seen.

    A list of another backend, or of one that was put back empty, makes everything differ.
    """
    lost = sum(bool(one.kwijt) or one.nieuwer for one in found if one.hier is not None)
    usual = max(_GEWOON, len(here.geleverd) // 10)
    return lost if lost > usual else 0


def _delen(lijst: Sequence[OntvangenMelding]) -> Iterator[list[OntvangenMelding]]:
    """Give a list in parts; all versions of a melding are in one."""
    whole: dict[str, list[OntvangenMelding]] = defaultdict(list)
    for one in lijst:
        whole[one.referentie].append(one)
    part: list[OntvangenMelding] = []
    for versions in whole.values():
        part += versions
        if len(part) >= _SOME:
            yield part
            part = []
    # Also an empty one: that it was done stands in the trail.
    if part or not lijst:
        yield part


# -- comparing ------------------------------------------------------------------------------------


def vergelijk(
    lijst: Iterable[OntvangenMelding], voor: Boekstand, na: Boekstand
) -> Iterator[Bevinding]:
    """Give every melding that is not the same on both sides, by referentie.

    voor  what was known here before the list was asked for: what was delivered must be in it
    na    what is known after it: what is in the list must be known
    """
    there: dict[str, dict[int, OntvangenMelding]] = defaultdict(dict)
    for one in lijst:
        there[one.referentie][one.versie] = one
    for name in sorted(there.keys() | voor.geleverd.keys()):
        here, theirs = voor.geleverd.get(name, ()), there.get(name, {})
        found = _een(name, here, theirs, na)
        if found is not None:
            yield found


def _een(name: str, here: Sequence[Geboekt], theirs: Versies, na: Boekstand) -> Bevinding | None:
    last = theirs[max(theirs)] if theirs else None
    mine = here[-1] if here else None
    if last is None:
        lost = tuple(one.versie for one in here)
        return Bevinding(Verschil.ONTBREEKT, name, (), mine, None, lost)
    newer = last.versie not in {one.versie for one in here} and _onbekend(name, last, na)
    if not here and name not in na.standen:
        return Bevinding(Verschil.ONBEKEND, name, (), None, last, (), newer) if newer else None
    other = {one.versie: tuple(_velden(one, theirs)) for one in here}
    lost = tuple(versie for versie, fields in other.items() if fields)
    fields = [field for found in other.values() for field in found]
    fields += ["versie"] if newer else []
    if mine is not None and mine.versie in theirs:
        # Of the latest only: a handler may move a melding to another case, with all its versions.
        moved = theirs[mine.versie].zaaknummer != mine.zaaknummer
        fields += ["zaaknummer"] if moved else []
    told = tuple(dict.fromkeys(fields))
    return Bevinding(Verschil.VERSCHILT, name, told, mine, last, lost, newer) if told else None


def _velden(one: Geboekt, theirs: Versies) -> Iterator[str]:
    """Give what differs of a version that was delivered."""
    other = theirs.get(one.versie)
    if other is None:
        yield "versie"
        return
    if other.inhoudsmerk != one.inhoudsmerk:
        yield "inhoudsmerk"
    if other.soort is not one.soort:
        yield "soort"


def _onbekend(name: str, last: OntvangenMelding, na: Boekstand) -> bool:
    """Tell whether the backend's latest version was never made here.

    One that is about to be sealed again above it (a conflict, a repair) is known well enough.
    """
    known = (name, last.versie, last.inhoudsmerk) in na.bekend
    passed = name in na.herlezen and na.standen.get(name, 0) >= last.versie
    newer = any(one.versie > last.versie for one in na.geleverd.get(name, ()))
    return not (known or passed or newer)


# -- repairing ------------------------------------------------------------------------------------


def _reparatie(found: Bevinding, here: Boekstand) -> Reparatie:
    """Say which versions lapse, and above which number the next read seals."""
    lapsed = dict.fromkeys(found.kwijt, Ingreep.VERVALLEN)
    latest = found.hier is not None and found.hier.versie in found.kwijt
    # The backend has nothing of it, and nothing is to stand there: there is nothing to tell.
    settled = found.daar is None and found.hier is not None and _is_intrekking(found.hier)
    if (latest or found.nieuwer) and not settled:
        theirs = found.daar.versie if found.daar else 0
        highest = max(here.standen.get(found.referentie, 0), theirs)
        return Reparatie(found.referentie, lapsed, highest)
    if "zaaknummer" in found.velden and found.hier and found.daar:
        lapsed[found.hier.versie] = Ingreep.ZAAKNUMMER
        return Reparatie(found.referentie, lapsed, zaaknummer=found.daar.zaaknummer)
    return Reparatie(found.referentie, lapsed)


def _is_intrekking(one: Geboekt) -> bool:
    return one.soort is SoortMelding.INTREKKING


def als_json(found: Bevinding) -> dict[str, Any]:
    """Give a finding for machines; a referentie says nothing about anyone to who has no key."""
    return {
        "soort": found.soort.value,
        "referentie": found.referentie,
        "velden": list(found.velden),
        "hier": _kant(found.hier),
        "daar": _kant(found.daar),
    }


def _kant(one: Geboekt | OntvangenMelding | None) -> dict[str, Any] | None:
    if one is None:
        return None
    names = ("versie", "inhoudsmerk", "zaaknummer")
    return {name: getattr(one, name) for name in names} | {"soort": one.soort.value}
