"""Records in quarantine as the lists show them: code and place, and no personal value."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from ledger import Ledger, RunRow, StubRow, StubSoort
from regres import UsageProblem
from regres.berichten import bericht
from settings import GemeenteInstelling
from settings.lijsten.wachtlijst import kenmerken, stub_json

SCHEMA = "regresbrug/quarantine/1"


@dataclass(frozen=True, slots=True)
class Filter:
    """What is asked for; what is not filled in does not narrow it.

    kenmerken  beginnings of kenmerken
    run        the run that saw it last
    vanaf      the first day on which it was seen, or later
    mapping    the place in the mapping where it stranded
    """

    kenmerken: tuple[str, ...] = ()
    bronnen: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    run: RunRow | None = None
    vanaf: date | None = None
    mapping: str = ""

    def past(self, row: StubRow) -> bool:
        """Tell whether a stub is asked for."""
        return (
            (not self.kenmerken or row.zoeksleutel.startswith(self.kenmerken))
            and (not self.bronnen or row.bronset in self.bronnen)
            and (not self.codes or bool(set(self.codes) & set(row.codes)))
            and (self.vanaf is None or row.sinds >= self.vanaf)
            and (self.run is None or _zag(self.run, row))
            and (not self.mapping or any(one.term == self.mapping for one in row.redenen))
        )


@dataclass(frozen=True, slots=True)
class Gekozen:
    """The stubs of one municipality that were asked for; kenmerk by lookup key."""

    een: GemeenteInstelling
    rows: tuple[StubRow, ...]
    kenmerk: dict[str, str]


def filter_van(
    ledger: Ledger,
    kenmerk: Iterable[str],
    bron: Iterable[str],
    code: Iterable[str],
    run: int | None,
    since: datetime | None,
) -> Filter:
    """Make the filter; UsageProblem for an unknown run, and for what is no kenmerk (C-0021)."""
    begun = tuple(one.strip().lower() for one in kenmerk)
    if any(len(one) < 6 or set(one) - set("0123456789abcdef") for one in begun):
        raise UsageProblem(bericht("C-0021"))
    codes = tuple(one.strip().upper() for one in code)
    row = ledger.run(run) if run is not None else None
    return Filter(begun, tuple(bron), codes, row, since.date() if since else None)


def kies(
    ledger: Ledger, gemeenten: Iterable[GemeenteInstelling], gevraagd: Filter
) -> list[Gekozen]:
    """Give what is in quarantine and asked for, per municipality.

    Raises UsageProblem: nothing begins with a kenmerk that was given (C-0022).
    """
    found = []
    for een in gemeenten:
        if gevraagd.run is not None and gevraagd.run.gemeente != een.identiteit:
            continue
        every = ledger.stubs(een.identiteit, StubSoort.QUARANTAINE)
        known = kenmerken(row.zoeksleutel for row in ledger.stubs(een.identiteit))
        found.append(Gekozen(een, tuple(filter(gevraagd.past, every)), known))
    shown = [row.zoeksleutel for one in found for row in one.rows]
    if any(not any(key.startswith(begin) for key in shown) for begin in gevraagd.kenmerken):
        raise UsageProblem(bericht("C-0022"))
    return found


def records(one: Gekozen, vandaag: date) -> Iterator[dict[str, Any]]:
    """Give the stubs of one municipality for machines."""
    for row in one.rows:
        yield {
            "gemeente": one.een.blok.naam,
            **stub_json(row, one.kenmerk[row.zoeksleutel], vandaag),
            "plekken": plekken(row),
            "laatst_gezien": row.laatst_gezien.isoformat(),
            "pogingen": row.pogingen,
            "geweigerd_door_loket": row.uit_aflevering,
        }


def plekken(row: StubRow) -> list[dict[str, str]]:
    """Give where it stranded: each code with its field and place in the mapping.

    A record that could be read but may not go (dates in an impossible order, refused by the
    loket) has no such place; its stub keeps the signals that were found instead.
    """
    found = [one for one in row.redenen if one.regel in row.codes]
    places = [{"code": one.regel, "veld": one.veld, "mapping": one.term} for one in found]
    return places or [{"code": code, "veld": "", "mapping": ""} for code in row.codes]


def _zag(run: RunRow, row: StubRow) -> bool:
    ended = run.geeindigd or run.begonnen
    return row.bronset == run.bronset and run.begonnen <= row.laatst_gezien <= ended
