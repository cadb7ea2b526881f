"""Comparing what was delivered with the list of the backend, both ways, and what follows.

What differs is named per melding. Repairing sends nothing: versions lapse here, and the next read
seals the provision one version higher than either side has; so there is never a second case.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from ledger import Boekstand, Geboekt, Ingreep, Lease, Overgenomen, Reparatie, houders
from pipeline.route import Klok, Uitgang
from pipeline.run import LEASE_SECONDS
from pipeline.terugkoppeling import lees_alles
from regres import Handelend, SoortMelding
from regres.terug import OntvangenMelding

if TYPE_CHECKING:
    from ledger import Ledger

Versies = Mapping[int, OntvangenMelding]


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
    overgenomen  taken over from the backend, and what of it was erased here
    """

    versies: int
    bevindingen: tuple[Bevinding, ...] = ()
    teruggezet: bool = False
    hersteld: bool = False
    overgenomen: Overgenomen = field(default_factory=Overgenomen)


def stem_af(
    uitgang: Uitgang, ledger: "Ledger", klok: Klok, herstel: Handelend | None = None
) -> Afstemming:
    """Compare one municipality, and repair when somebody asks for it.

    After a restore what the backend has is taken over first: then only what it lacks differs.

    Raises AlreadyRunning while the municipality is read, SinkError when the list cannot be read.
    """
    gemeente = uitgang.gemeente.identiteit
    lease = ledger.take_lease(gemeente, houders.naam(), klok(), LEASE_SECONDS)
    try:
        behind = ledger.afstemming.moet(gemeente)
        return _stem_af(uitgang, ledger, lease, klok, herstel, behind=behind)
    finally:
        ledger.release(lease, klok())


def _stem_af(
    uitgang: Uitgang,
    ledger: "Ledger",
    lease: Lease,
    klok: Klok,
    herstel: Handelend | None,
    *,
    behind: bool,
) -> Afstemming:
    boek, gemeente = ledger.afstemming, lease.gemeente
    # Before the list: what arrives while it is read is in the list, and is no difference.
    before = boek.stand(gemeente)
    lijst = list(uitgang.sink.meldingen())
    ledger.renew(lease, klok(), LEASE_SECONDS)
    taken = Overgenomen()
    if behind and herstel is not None:
        taken = boek.neem_over(lease, lijst, herstel, klok())
        before = boek.stand(gemeente)
    found = tuple(vergelijk(lijst, before, boek.stand(gemeente)))
    if herstel is None:
        return Afstemming(len(lijst), found, teruggezet=behind)
    taken = _herstel(ledger, lease, klok, herstel, found, lijst) if not behind else taken
    if behind:
        boek.herstel(lease, [_reparatie(one, before) for one in found], herstel, klok())
        lees_alles(uitgang, ledger, klok)
        boek.rond_af(lease)
    return Afstemming(len(lijst), found, behind, True, taken)


def _herstel(
    ledger: "Ledger",
    lease: Lease,
    klok: Klok,
    door: Handelend,
    found: Sequence[Bevinding],
    lijst: Sequence[OntvangenMelding],
) -> Overgenomen:
    boek = ledger.afstemming
    here = boek.stand(lease.gemeente)
    known = [one for one in found if one.soort is not Verschil.ONBEKEND]
    boek.herstel(lease, [_reparatie(one, here) for one in known], door, klok())
    unknown = {one.referentie for one in found if one.soort is Verschil.ONBEKEND}
    theirs = [one for one in lijst if one.referentie in unknown]
    if not theirs:
        return Overgenomen()
    taken = boek.neem_over(lease, theirs, door, klok())
    ledger.terug.van_voren(lease.gemeente)
    return taken


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
