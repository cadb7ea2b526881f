"""One hostile input: its name, how it is made, and the verdict that is right.

Verdicts:

    geweigerd     the answer or file as a whole, with one of these codes; nothing of it is kept
    quarantaine   the record waits for a person, with one of these codes; the others go on
    aanvaard      read as it stands; `buckets` says where each record must land
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

#: Of the processor, our server's included; and on the clock, for a machine that does more.
SECONDEN, KLOK = 10.0, 60.0
MEGABYTES = 512.0
#: A refusal, and a set of which a part is still to come.
_NIET_GEBRUIKT = ("mislukt", "geen_levering")
#: The three records of a good answer or file: one accident that is sent, two without.
GEWOON: Mapping[str, int] = {"klaargezet": 1, "geen_ongeval": 2}


class Verdict(StrEnum):
    """What must become of an input."""

    GEWEIGERD = "geweigerd"
    QUARANTAINE = "quarantaine"
    AANVAARD = "aanvaard"


@dataclass(frozen=True, slots=True)
class Verwacht:
    """A verdict, the codes one of which is told, and where every record lands."""

    verdict: Verdict
    codes: tuple[str, ...] = ()
    buckets: Mapping[str, int] = field(default_factory=dict)


def weiger(*codes: str) -> Verwacht:
    """Expect that nothing of it is used."""
    return Verwacht(Verdict.GEWEIGERD, codes)


def geen_levering() -> Verwacht:
    """Expect that there is nothing to read yet: no error, and the turn comes again."""
    return Verwacht(Verdict.GEWEIGERD)


def quarantaine(*codes: str, **buckets: int) -> Verwacht:
    """Expect that the accident waits for a person, and the two others are counted."""
    return Verwacht(Verdict.QUARANTAINE, codes, buckets or {"quarantaine": 1, "geen_ongeval": 2})


def aanvaard(**buckets: int) -> Verwacht:
    """Expect that it is read as it stands."""
    return Verwacht(Verdict.AANVAARD, (), buckets or GEWOON)


def leeg() -> Verwacht:
    """Expect that it is read, and holds nothing."""
    return Verwacht(Verdict.AANVAARD)


def verteld(*codes: str, **buckets: int) -> Verwacht:
    """Expect that the record goes on without a value nobody could read, and that this is told."""
    return Verwacht(Verdict.AANVAARD, codes, buckets or GEWOON)


@dataclass(frozen=True, slots=True)
class Geval:
    """A row of a table; `maak` makes the input, in the shape that its door takes."""

    klasse: str
    naam: str
    maak: Any
    verwacht: Verwacht


@dataclass(frozen=True, slots=True)
class Gezien:
    """What became of a case."""

    resultaat: str
    codes: tuple[str, ...]
    buckets: Mapping[str, int]
    gelezen: int
    bezorgd: int
    wachten: int
    seconden: float
    rekentijd: float
    megabytes: float
    lek: bool = False
    gestruikeld: str = ""


def keur(case: Geval, saw: Gezien) -> list[str]:
    """Give what is wrong with what became of a case; nothing when all is right."""
    wrong = [saw.gestruikeld] if saw.gestruikeld else [*_verdict(case.verwacht, saw)]
    if saw.lek:
        wrong.append("a value of a person stands in what was told")
    if saw.rekentijd > SECONDEN or saw.seconden > KLOK:
        wrong.append(f"took {saw.rekentijd:.1f} s of the processor in {saw.seconden:.1f} s")
    if saw.megabytes > MEGABYTES:
        wrong.append(f"took {saw.megabytes:.0f} MB")
    return [f"{case.klasse} / {case.naam}: {text}" for text in wrong]


def _verdict(want: Verwacht, saw: Gezien) -> list[str]:
    if want.verdict is Verdict.GEWEIGERD:
        return [*_geweigerd(want, saw)]
    return [*_gelezen(want, saw)]


def _geweigerd(want: Verwacht, saw: Gezien) -> list[str]:
    wrong = []
    if saw.resultaat not in _NIET_GEBRUIKT:
        wrong.append(f"expected to be refused ({'/'.join(want.codes)}), was {_kort(saw)}")
    elif not want.codes and (saw.resultaat != "geen_levering" or saw.codes):
        wrong.append(f"expected that there is nothing yet, was {_kort(saw)}")
    elif want.codes and not set(saw.codes) & set(want.codes):
        wrong.append(f"refused with {saw.codes}, expected one of {want.codes}")
    if saw.bezorgd or saw.wachten:
        wrong.append(f"of what was refused {saw.bezorgd} were sent and {saw.wachten} stand ready")
    return wrong


def _gelezen(want: Verwacht, saw: Gezien) -> list[str]:
    if saw.resultaat != "vrij":
        return [f"expected {want.verdict} {dict(want.buckets)}, was {_kort(saw)}"]
    wrong = []
    if dict(saw.buckets) != dict(want.buckets):
        wrong.append(f"expected {dict(want.buckets)}, was {_kort(saw)}")
    if saw.gelezen != sum(saw.buckets.values()):
        wrong.append(f"{saw.gelezen} were read and {sum(saw.buckets.values())} accounted for")
    if saw.bezorgd != want.buckets.get("klaargezet", 0):
        wrong.append(f"{saw.bezorgd} were sent")
    if want.codes and not set(saw.codes) & set(want.codes):
        wrong.append(f"told {saw.codes}, expected one of {want.codes}")
    return wrong


def _kort(saw: Gezien) -> str:
    return f"{saw.resultaat} {dict(saw.buckets)} {saw.codes}"
