"""Tells in the words of the accounting what a night brought: counts, cases, and no persons."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from demo.playing import Nacht
from ledger import Resultaat
from loket import LoketServer
from loket import zaken as loketzaken
from pipeline import RunVerslag, SlotSoort
from regres import Bucket, SoortMelding

#: What the loket's list calls a municipality by.
GEMEENTEN = {"9901": "Duinrand"}
_MET_NIEUW = (Bucket.BEOORDELEN, Bucket.VASTGEHOUDEN, Bucket.QUARANTAINE)


@dataclass(frozen=True, slots=True)
class Zaak:
    """One case at the loket, as its list shows it."""

    id: int
    zaaknummer: str
    gemeente: str
    aantal: int
    uitkomst: str
    uiterlijk: date | None


def zaken_van(server: LoketServer) -> list[Zaak]:
    """Give every case at the loket, in order of arrival."""
    found: list[Zaak] = []
    with server.app.state.loket.archief.lezen() as tx:
        while rows := loketzaken.lijst(tx, found[-1].id if found else 0, 500):
            found += [
                Zaak(
                    id=row["id"],
                    zaaknummer=row["zaaknummer"],
                    gemeente=GEMEENTEN.get(row["gemeente"], row["gemeente"]),
                    aantal=row["aantal"],
                    uitkomst=row["uitkomst"] or row["status"],
                    uiterlijk=row["uiterlijke_datum"],
                )
                for row in rows
            ]
    return found


def trechter(nacht: Nacht) -> Iterator[str]:
    """Tell per source where every record landed."""
    for (naam, soort), runs in nacht.runs.items():
        yield ""
        yield _kop(naam, soort, runs)
        yield from _mis(runs)
        if any(one.telling.gelezen for one in runs):
            yield from _buckets(runs)
        else:
            yield from _overgeslagen(runs)


def _kop(naam: str, soort: SlotSoort, runs: Sequence[RunVerslag]) -> str:
    if soort is SlotSoort.RONDGANG:
        return f"{naam}: {soort.value} over {len(runs)} maanden"
    slot = runs[0].slot
    return f"{naam}: {soort.value}" + (" (nog eens)" if slot != soort.value else "")


def _buckets(runs: Sequence[RunVerslag]) -> Iterator[str]:
    yield f"  {'gelezen':<16}{sum(one.telling.gelezen for one in runs):>6}"
    for bucket in Bucket:
        count = sum(one.telling.buckets[bucket] for one in runs)
        fresh = sum(one.telling.nieuw[bucket] for one in runs)
        more = f"   waarvan {fresh} nieuw" if bucket in _MET_NIEUW and count else ""
        if bucket is Bucket.KLAARGEZET and count:
            more = f"   {_soorten(runs)}"
        yield f"  {bucket.value:<16}{count:>6}{more}"


def _soorten(runs: Sequence[RunVerslag]) -> str:
    counts = {kind: sum(one.telling.soorten[kind] for one in runs) for kind in SoortMelding}
    return ", ".join(f"{kind.value} {count}" for kind, count in counts.items() if count)


def _overgeslagen(runs: Sequence[RunVerslag]) -> Iterator[str]:
    if any(one.resultaat is Resultaat.ONGEWIJZIGD for one in runs):
        yield "  Hetzelfde bestand als de vorige keer: overgeslagen."


def _mis(runs: Sequence[RunVerslag]) -> Iterator[str]:
    for one in runs:
        for problem in one.oorzaken:
            yield f"  {one.slot}: {one.resultaat.value}"
            yield from (f"    {line}" for line in str(problem).splitlines())


def bezorgd(nacht: Nacht, eerst: Sequence[Zaak], nu: Sequence[Zaak]) -> Iterator[str]:
    """Tell what was delivered, and which cases arose from it."""
    done = nacht.bezorging
    new = [zaak for zaak in nu if zaak.id > max((old.id for old in eerst), default=0)]
    changed = len(done.zaken - {zaak.zaaknummer for zaak in new})
    yield ""
    yield (
        f"Bezorgd bij het Regresloket: {done.ontvangen} ontvangen, {done.geweigerd} geweigerd, "
        f"{done.wacht} wachten nog."
    )
    for problem in done.problemen:
        yield from (f"    {line}" for line in str(problem).splitlines())
    yield (
        f"Zaken bij het Regresloket: {len(nu)}, waarvan {len(new)} nieuw en {changed} bijgewerkt."
    )
    if new:
        yield ""
        yield f"  {'zaaknummer':<16}{'gemeente':<10}{'meldingen':>9}  {'uitkomst':<20}uiterlijk"
        yield from (_regel(zaak) for zaak in new)


def terug(eerst: Collection[str], map_: Path) -> Iterator[str]:
    """Tell which files the municipality got back, and how many lines they have."""
    names = sorted(path.name for path in map_.glob("*.csv") if path.name not in eerst)
    yield ""
    yield (
        f"Terug naar de gemeente, in {map_}:" if names else "Terug naar de gemeente: niets nieuws."
    )
    for name in names:
        lines = map_.joinpath(name).read_bytes().count(b"\n") - 1
        yield f"  {name:<28}{lines:>5} regels"


def vergeleken(nacht: Nacht) -> str:
    """Tell whether both sides have the same."""
    found = nacht.afstemming
    told = f"verschillen: {len(found.bevindingen)}" if found.bevindingen else "geen verschillen"
    return f"Vergeleken met het Regresloket: {found.versies} versies, {told}."


def _regel(zaak: Zaak) -> str:
    last = f"{zaak.uiterlijk:%d-%m-%Y}" if zaak.uiterlijk else "-"
    return f"  {zaak.zaaknummer:<16}{zaak.gemeente:<10}{zaak.aantal:>9}  {zaak.uitkomst:<20}{last}"
