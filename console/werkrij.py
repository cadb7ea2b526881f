"""What waits for its moment and what runs: one municipality that hangs must delay no other.

Decides, and does nothing: no thread, no clock, no lock. `console/werkers.py` lends it those.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count
from typing import Final, Protocol

#: Workers of the service. A turn mostly waits for a server, and the ledger lets one write at a
#: time, so more would read little faster; fewer would let one slow night fill the house.
WERKERS: Final = 16
#: Whoever gave no first answer for so long hung: the next time it lets all others go first.
LANG: Final = timedelta(seconds=5)
#: A delivery lets others go first after this long; less, and it would be plugged in for nothing.
STUK: Final = timedelta(seconds=30)


class Gang(Protocol):
    """What a piece of work may say and ask while it runs."""

    def antwoordde(self) -> None:
        """Say that whoever was asked gave a first answer; once is enough."""
        ...

    def moet_wijken(self) -> bool:
        """Tell whether others wait for this worker or for this municipality."""
        ...


@dataclass(frozen=True, slots=True, eq=False)
class Werk:
    """One piece of work.

    id       of one id one waits, at most
    baan     of one lane one runs at a time: a municipality's turns, or its deliveries
    vraagt   whom it asks first, a source or a destination: by that name is known what hung
    bezorgt  it delivers
    """

    id: str
    baan: str
    vraagt: str
    doe: Callable[[Gang], None]
    bezorgt: bool = False


@dataclass(frozen=True, slots=True)
class _Wachtend:
    werk: Werk
    op: datetime
    nummer: int


@dataclass(slots=True)
class _Lopend:
    werk: Werk
    sinds: datetime
    antwoordde: bool = False


class Werkrij:
    """A queue with times, and the rules by which a worker gets the next piece of work.

    From its start until its first answer work is in its first call. At most a quarter of the
    workers may be; of these one, at most, with someone who hung the last time, and one with a
    delivery. So whatever hangs leaves two first calls to all others, and three quarters of the
    workers to who answers. Deliveries hold a quarter of the workers at most.

    Whoever may not begin stays here, without a worker, and goes as soon as it may: of those whose
    moment has come the one that waits longest, and whoever hung the last time after all others.
    """

    def __init__(self, werkers: int = WERKERS) -> None:
        self._werkers = werkers
        self._kwart = max(1, werkers // 4)
        # No heap: what may go next hangs on who runs and on who hung, which changes meanwhile.
        self._wacht: dict[str, _Wachtend] = {}
        self._loopt: dict[str, _Lopend] = {}
        self._hing: set[str] = set()
        self._nummers = count()

    def zet(self, werk: Werk, op: datetime) -> None:
        """Let work wait for its moment; of the same work that waits already the earlier counts."""
        known = self._wacht.get(werk.id)
        if known is None or op < known.op:
            number = known.nummer if known else next(self._nummers)
            self._wacht[werk.id] = _Wachtend(werk, op, number)

    def loopt(self, ident: str) -> bool:
        """Tell whether this work runs now."""
        return ident in self._loopt

    def wacht_op(self, ident: str) -> datetime | None:
        """Give the moment that work waits for; None when it does not wait."""
        known = self._wacht.get(ident)
        return known.op if known else None

    def pak(self, now: datetime) -> Werk | None:
        """Give the next work that may begin, which then runs; None when there is none."""
        if len(self._loopt) >= self._werkers:
            return None
        first = min(self._kan(now), key=self._volgorde, default=None)
        if first is None:
            return None
        del self._wacht[first.werk.id]
        self._loopt[first.werk.id] = _Lopend(first.werk, now)
        return first.werk

    def antwoordde(self, werk: Werk, now: datetime) -> None:
        """Note a first answer: from now on another may be in its first call."""
        one = self._loopt[werk.id]
        if not one.antwoordde:
            one.antwoordde = True
            self._onthoud(one, now)

    def klaar(self, werk: Werk, now: datetime) -> None:
        """Note that work ended.

        Without an answer but soon says nothing new: it refused, or was not even asked.
        """
        one = self._loopt.pop(werk.id)
        if not one.antwoordde and now - one.sinds > LANG:
            self._hing.add(werk.vraagt)

    def moet_wijken(self, werk: Werk, now: datetime) -> bool:
        """Tell whether this work does better to wait again, for the sake of what waits.

        Also when it was not answered yet: what it does next would be one first call more.
        """
        me = self._loopt[werk.id]
        if not me.antwoordde and not werk.bezorgt:
            return True
        if werk.bezorgt and now - me.sinds < STUK:
            return False
        del self._loopt[werk.id]
        full = len(self._loopt) + 1 >= self._werkers
        waits = any(
            one.werk.id != werk.id and (full or one.werk.baan == werk.baan or werk.bezorgt)
            for one in self._kan(now)
        )
        self._loopt[werk.id] = me
        return waits

    def eerstvolgende(self, now: datetime) -> datetime | None:
        """Give when the next work comes whose moment is still to come."""
        return min((one.op for one in self._wacht.values() if one.op > now), default=None)

    def leeg(self, now: datetime) -> bool:
        """Tell whether nothing runs and nothing could: what waits, waits for a later moment."""
        return not self._loopt and all(one.op > now for one in self._wacht.values())

    @property
    def lopend(self) -> tuple[Werk, ...]:
        """Give what runs."""
        return tuple(one.werk for one in self._loopt.values())

    @property
    def vragend(self) -> tuple[Werk, ...]:
        """Give what is in its first call."""
        return tuple(one.werk for one in self._loopt.values() if not one.antwoordde)

    def _kan(self, now: datetime) -> Iterator[_Wachtend]:
        lanes = {one.werk.baan for one in self._loopt.values()}
        for one in self._wacht.values():
            if one.op <= now and one.werk.baan not in lanes and self._mag_vragen(one.werk):
                yield one

    def _mag_vragen(self, werk: Werk) -> bool:
        asking = self.vragend
        if len(asking) >= self._kwart:
            return False
        if werk.vraagt in self._hing and any(one.vraagt in self._hing for one in asking):
            return False
        if not werk.bezorgt:
            return True
        delivering = sum(one.werk.bezorgt for one in self._loopt.values())
        return delivering < self._kwart and not any(one.bezorgt for one in asking)

    def _volgorde(self, one: _Wachtend) -> tuple[bool, datetime, int]:
        return (one.werk.vraagt in self._hing, one.op, one.nummer)

    def _onthoud(self, one: _Lopend, now: datetime) -> None:
        if now - one.sinds > LANG:
            self._hing.add(one.werk.vraagt)
        else:
            self._hing.discard(one.werk.vraagt)
