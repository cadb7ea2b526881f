"""For whom meldingen are sealed: whole public keys in config/ontvanger/, each with its days.

A file is a JWK with two members more: `geldig_van` and `geldig_tot`, ISO days, both inclusive; and
`ingetrokken_op` once it was retired: from that day it is not sealed for, whatever its days. No
network is needed; what the backend publishes at /v1/sleutels is only compared with it.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import field
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Self

from privacy.jwk import PubliekeSleutel, lees_object, publieke_sleutel
from regres import KeyProblem, Problem
from regres.berichten import bericht
from regres.datum import Datum, Precisie
from regres.waarde import dataclass

_DATES = frozenset({"geldig_van", "geldig_tot"})
_RETIRED = "ingetrokken_op"
#: Days left -> code of the warning; a code of its own, so that each stage is mailed once.
_STAGES = ((7, "K-0223"), (30, "K-0222"), (60, "K-0221"))


@dataclass(frozen=True, slots=True)
class Ontvanger:
    """One public key of the Regresloket and the days on which it may be sealed for."""

    sleutel: PubliekeSleutel
    geldig_van: date
    geldig_tot: date
    bestand: str = field(compare=False)
    ingetrokken_op: date | None = None

    @property
    def laatste(self) -> date:
        """Give the last day on which it may be used: geldig_tot, or the day before it retired."""
        if self.ingetrokken_op is None:
            return self.geldig_tot
        return min(self.geldig_tot, self.ingetrokken_op - timedelta(days=1))

    @property
    def kid(self) -> str:
        """Give the key id that stands in the envelope's header."""
        return self.sleutel.kid

    def geldig(self, vandaag: date) -> bool:
        """Tell whether this key may be used on a day."""
        return self.geldig_van <= vandaag <= self.laatste


@dataclass(frozen=True, slots=True)
class Ontvangers:
    """All public keys of the recipient, the newest first."""

    sleutels: tuple[Ontvanger, ...]
    map: str = ""

    @classmethod
    def laad(cls, folder: Path, vandaag: date | None = None, *, getoond: str = "") -> Self:
        """Read every *.jwk of a folder; with `vandaag` one must also be valid on that day.

        getoond  how problems name the folder; its path when ""

        Raises KeyProblem with the problems of all files at once.
        """
        found: list[Ontvanger] = []
        problems: list[Problem] = []
        for path in sorted(folder.glob("*.jwk")):
            try:
                found.append(_read(path, f"{getoond or folder}/{path.name}"))
            except KeyProblem as refused:
                problems.extend(refused.problems)
        problems.extend(_twice(found))
        if problems:
            raise KeyProblem(*problems)
        found.sort(key=lambda key: (key.geldig_van, key.geldig_tot, key.kid), reverse=True)
        whole = cls(sleutels=tuple(found), map=getoond or str(folder))
        if vandaag is not None:
            whole.kies(vandaag)
        return whole

    def kies(self, vandaag: date) -> Ontvanger:
        """Give the newest key that is valid on a day; KeyProblem with the next step when none."""
        for sleutel in self.sleutels:
            if sleutel.geldig(vandaag):
                return sleutel
        raise KeyProblem(self._none(vandaag))

    def waarschuwingen(self, vandaag: date) -> tuple[Problem, ...]:
        """Warn 60, 30 and 7 days before the last day on which anything can be sealed.

        A successor that takes over in time silences the warning; one that starts too late does
        not. () when nothing is valid today: then `kies` says so.
        """
        last = self.laatste_dag(vandaag)
        if last is None:
            return ()
        left = (last - vandaag).days
        for days, code in _STAGES:
            if left <= days:
                return (_expiring(code, last, left, self.map),)
        return ()

    def laatste_dag(self, vandaag: date) -> date | None:
        """Give the last day of the unbroken stretch that holds today; None when none does."""
        last: date | None = None
        for sleutel in sorted(self.sleutels, key=lambda key: key.geldig_van):
            if last is None:
                last = sleutel.laatste if sleutel.geldig(vandaag) else None
            elif (sleutel.geldig_van - last).days <= 1:
                last = max(last, sleutel.laatste)
        return last

    def _none(self, vandaag: date) -> Problem:
        later = [key.geldig_van for key in self.sleutels if vandaag < key.geldig_van <= key.laatste]
        gone = [key.laatste for key in self.sleutels if key.laatste < vandaag]
        if later:
            return bericht("K-0213", waar=self.map, dag=min(later))
        if gone:
            return bericht("K-0212", waar=self.map, dag=max(gone))
        return bericht("K-0211", waar=self.map)


def _read(path: Path, waar: str) -> Ontvanger:
    jwk = lees_object(_bytes(path, waar), waar)
    problems = list(_date_faults(jwk, waar))
    try:
        sleutel = publieke_sleutel(jwk, waar, extra=_DATES | {_RETIRED})
    except KeyProblem as refused:
        raise KeyProblem(*refused.problems, *problems) from None
    if problems:
        raise KeyProblem(*problems)
    return Ontvanger(
        sleutel=sleutel,
        geldig_van=date.fromisoformat(jwk["geldig_van"]),
        geldig_tot=date.fromisoformat(jwk["geldig_tot"]),
        bestand=waar,
        ingetrokken_op=_day(jwk.get(_RETIRED)),
    )


def _bytes(path: Path, waar: str) -> bytes:
    try:
        return path.read_bytes()
    except OSError as fault:
        raise KeyProblem(bericht("K-0214", waar=waar, fout=type(fault).__name__)) from fault


def _date_faults(jwk: dict[str, Any], waar: str) -> Iterable[Problem]:
    days = {name: _day(jwk.get(name)) for name in sorted(_DATES)}
    for name, day in days.items():
        if day is None:
            yield bericht("K-0209", waar=waar, lid=name)
    if _RETIRED in jwk and _day(jwk[_RETIRED]) is None:
        yield bericht("K-0209", waar=waar, lid=_RETIRED)
    first, last = days["geldig_van"], days["geldig_tot"]
    if first and last and first > last:
        yield bericht("K-0210", waar=waar)


def _day(value: object) -> date | None:
    if not isinstance(value, str):
        return None
    try:
        found = Datum.lees(value)
    except ValueError:
        return None
    return found.eerste if found.precisie is Precisie.DAG else None


def _twice(found: Sequence[Ontvanger]) -> Iterable[Problem]:
    for kid, times in Counter(key.kid for key in found).items():
        if times > 1:
            files = ", ".join(sorted(key.bestand for key in found if key.kid == kid))
            yield bericht("K-0215", waar=files, kid=kid, keer=times)


def _expiring(code: str, last: date, left: int, folder: str) -> Problem:
    case = {0: "vandaag", 1: "morgen"}.get(left, "")
    after = last + timedelta(days=1)
    return bericht(code, case, waar=folder, dag=last, vanaf=after, dagen=left)
