"""Which runs count as a night to compare with, and what each of them measured."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final

from ledger import Resultaat, RunMaat
from pipeline.stilte.peil import Punt

#: A read that only failed for being small: whole all the same, and so what this weekday is like.
TE_KLEIN: Final = "R-0303"
_NIET_HEEL: Final = frozenset({"R-0301", "R-0302", "L-0301"})
_HEEL: Final = frozenset(
    {
        Resultaat.VRIJ,
        Resultaat.WACHT_OP_VRIJGAVE,
        Resultaat.PROEF,
        Resultaat.VERVANGEN,
        Resultaat.VERWORPEN,
    }
)
#: After these the source was there, whatever came of the read.
_GELEVERD: Final = _HEEL | {Resultaat.ONGEWIJZIGD}
_UUR: Final = 3600.0


def heel(maat: RunMaat) -> bool:
    """Tell whether the source was read to its end and counted."""
    if maat.gelezen is None:
        return False
    small = TE_KLEIN in maat.codes and not maat.codes & _NIET_HEEL
    return maat.resultaat in _HEEL or (maat.resultaat is Resultaat.MISLUKT and small)


def geleverd(maat: RunMaat) -> bool:
    """Tell whether there was something to read."""
    return maat.resultaat in _GELEVERD or heel(maat)


def volume(maten: Iterable[RunMaat]) -> list[Punt]:
    """Give how many records each whole read had."""
    return [Punt(one.dag, one.gelezen) for one in maten if one.gelezen is not None and heel(one)]


def leeftijd(maten: Iterable[RunMaat]) -> list[Punt]:
    """Give how old the newest file was when each turn looked, in hours."""
    return [
        Punt(one.dag, _uren(one.bestand_van, one.begonnen))
        for one in maten
        if one.bestand_van is not None and geleverd(one)
    ]


def nachten(maten: Sequence[RunMaat]) -> list[Punt]:
    """Give of each day whether there was something to read: 1.0 or 0.0."""
    said = {Resultaat.GEEN_LEVERING}
    return [
        Punt(one.dag, float(geleverd(one)))
        for one in maten
        if geleverd(one) or one.resultaat in said
    ]


def _uren(van: datetime, tot: datetime) -> float:
    return (tot - van).total_seconds() / _UUR
