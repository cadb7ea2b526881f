"""What other rules or another mapping would change: the same records, judged twice.

Nothing is sent or kept, and nothing of a record is shown that a preview would not show.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from connectors.base import Proof
from pipeline.preview import Blik, Droog, Schaduw, bekijk, eenmalig
from pipeline.route import Route
from pipeline.slots import Slot
from pipeline.take_in import TakeIn

#: One line of a preview.
Regel = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Verschil:
    """One record that gets another verdict; `voor` or `na` is None when only one side has it."""

    voor: Regel | None
    na: Regel | None

    def as_json(self) -> dict[str, Any]:
        """Give place, key, both verdicts, and which reasons and codes came and went."""
        old, new = self.voor or {}, self.na or {}
        return {
            "bron": (old or new)["bron"],
            "sleutel": old.get("sleutel") or new.get("sleutel", []),
            "voor": _verdict(self.voor),
            "na": _verdict(self.na),
            "redenen": _came_and_went(old.get("redenen", []), new.get("redenen", [])),
            "codes": _came_and_went(_codes(old), _codes(new)),
        }


@dataclass(slots=True)
class Vergelijking:
    """Both looks, side by side.

    gelezen         how many records either side saw
    andere_redenen  how many have the same verdict for other reasons; not among verschillen
    proof           of the first reading; None when it was cut off
    """

    gelezen: int = 0
    andere_redenen: int = 0
    verschillen: list[Verschil] = field(default_factory=list)
    proof: Proof | None = None

    def totalen(self) -> dict[str, Any]:
        """Count: of how many records how many change, and from where to where."""
        moves = Counter((_uitkomst(one.voor), _uitkomst(one.na)) for one in self.verschillen)
        return {
            "gelezen": self.gelezen,
            "veranderd": len(self.verschillen),
            "andere_redenen": self.andere_redenen,
            "overgangen": [
                {"van": old, "naar": new, "aantal": count}
                for (old, new), count in sorted(moves.items(), key=lambda item: (-item[1], item[0]))
            ],
        }


def vergelijk(
    nu: Route,
    anders: Route,
    slot: Slot,
    now: datetime,
    vandaag: date,
    *,
    geheugen: Droog | None = None,
    hoogstens: int | None = None,
) -> Vergelijking:
    """Judge the records of one source in two ways.

    With one door for both (`anders.connector is nu.connector`) it is read once; else each reads its
    own, and records are matched by their place.

    geheugen   what the ledger knows; without it every record counts as new
    hoogstens  stop after this many records

    Raises SourceError when the source or file as a whole is refused, by either.
    """
    sleutel, known = eenmalig(), geheugen or Droog()
    first, second = (
        Blik(TakeIn(route, known, slot.snede, now, vandaag), Schaduw(sleutel))
        for route in (nu, anders)
    )
    if anders.connector is nu.connector:
        proof = bekijk(nu.connector, slot, (first, second), hoogstens)
    else:
        proof = bekijk(nu.connector, slot, (first,), hoogstens)
        bekijk(anders.connector, slot, (second,), hoogstens)
    found = Vergelijking(proof=proof)
    for voor, na in _paren(first.gezien.regels, second.gezien.regels):
        _leg_naast(found, voor, na)
    return found


def _leg_naast(found: Vergelijking, voor: Regel | None, na: Regel | None) -> None:
    found.gelezen += 1
    if _verdict(voor) != _verdict(na):
        found.verschillen.append(Verschil(voor, na))
    elif voor and na and any(_came_and_went(_waarom(voor), _waarom(na)).values()):
        found.andere_redenen += 1


def _paren(voor: list[Regel], na: list[Regel]) -> Iterator[tuple[Regel | None, Regel | None]]:
    """Put the lines of one place together, in reading order; what only `na` has comes last."""
    there = {_plaats(regel): regel for regel in na}
    for regel in voor:
        yield regel, there.pop(_plaats(regel), None)
    for regel in there.values():
        yield None, regel


def _plaats(regel: Regel) -> tuple[Any, ...]:
    return tuple(regel["bron"].values())


def _verdict(regel: Regel | None) -> dict[str, Any] | None:
    if regel is None:
        return None
    return {name: regel[name] for name in ("uitkomst", "indicatie", "verhaalbaarheid")}


def _uitkomst(regel: Regel | None) -> str | None:
    return None if regel is None else str(regel["uitkomst"])


def _codes(regel: Regel) -> list[str]:
    law = (regel.get("verhaalbaarheid") or {"redencodes": []})["redencodes"]
    return [*law, *(problem["code"] for problem in regel.get("problemen", []))]


def _waarom(regel: Regel) -> list[Any]:
    return [*regel["redenen"], *_codes(regel)]


def _came_and_went(old: list[Any], new: list[Any]) -> dict[str, list[Any]]:
    return {
        "erbij": [one for one in new if one not in old],
        "weg": [one for one in old if one not in new],
    }
