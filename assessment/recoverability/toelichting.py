"""Why a case was judged as it was: every rule that held with the facts that made it hold.

Made by the same steps as the judgement itself, for one case at a time: a run never comes here.
"""

from collections.abc import Iterator, Mapping
from datetime import date

from assessment.conditions import Beeld, geldt
from assessment.recoverability.oordeel import (
    Kant,
    Oordeel,
    Oordelaar,
    beoordeel,
    dagen,
    kanten_op,
)
from assessment.recoverability.tabellen import Regel, Verhaaltabellen
from assessment.recoverability.termijnen import vanaf_bekendheid
from assessment.recoverability.zaak import Zaakfeiten, vast_beeld
from regres import Verhaalbaarheid
from regres.waarde import dataclass


@dataclass(frozen=True, slots=True, repr=False)
class Zijde:
    """One side of what is not known, and what the rules say of it.

    van, tot  first and last day of the accident on this side; None when the day is unknown
    """

    kant: Kant
    van: date | None
    tot: date | None
    oordeel: Oordeel


@dataclass(frozen=True, slots=True)
class Geldend:
    """A rule that held. omdat: each different set of facts and values that made it hold."""

    regel: Regel
    omdat: tuple[Beeld, ...]


@dataclass(frozen=True, slots=True, repr=False)
class Toelichting:
    """The verdict and all that it came from; vast are the facts that every side shares."""

    oordeel: Verhaalbaarheid
    vast: Beeld
    zijden: tuple[Zijde, ...]
    regels: tuple[Geldend, ...]


def licht_toe(
    zaak: Zaakfeiten,
    peildatum: date,
    tabellen: Verhaaltabellen,
    over: Oordelaar,
    *,
    eerder_geleverd: bool,
) -> Toelichting:
    """Judge a case as `beoordeel` does, and tell why."""
    oordeel = beoordeel(zaak, peildatum, tabellen, over, eerder_geleverd=eerder_geleverd)
    vast = vast_beeld(zaak, peildatum, eerder_geleverd=eerder_geleverd)
    zijden = tuple(_zijden(zaak, vast, peildatum, tabellen, over))
    regels = (
        Geldend(regel, tuple(_omdat(regel, vast, zijden)))
        for regel in tabellen.regels
        if regel.id in oordeel.redencodes
    )
    return Toelichting(oordeel, vast, zijden, tuple(regels))


def _zijden(
    zaak: Zaakfeiten,
    vast: dict[str, str],
    peildatum: date,
    tabellen: Verhaaltabellen,
    over: Oordelaar,
) -> Iterator[Zijde]:
    bekend = vanaf_bekendheid(zaak, peildatum, tabellen.termijnen.relatief5)
    wanneer: dict[Kant, tuple[date | None, date | None]] = {}
    for dag in dagen(zaak.ongeval):
        for kant in kanten_op(dag, zaak, bekend, peildatum, tabellen):
            wanneer[kant] = (wanneer.get(kant, (dag,))[0], dag)
    # Both answers about taking part come out of a set: sorted, an explanation is always the same.
    for kant in sorted(wanneer, key=lambda kant: (wanneer[kant][0] or date.min, kant)):
        yield Zijde(kant, *wanneer[kant], over(vast | kant._asdict()))


def _omdat(
    regel: Regel, vast: Mapping[str, str], zijden: tuple[Zijde, ...]
) -> Iterator[dict[str, str]]:
    gehad: list[dict[str, str]] = []
    for zijde in zijden:
        if regel.id not in zijde.oordeel.codes:
            continue
        beeld = {**vast, **zijde.kant._asdict()}
        for voorwaarde in regel.als:
            feiten = {feit: beeld[feit] for feit in voorwaarde}
            if geldt(voorwaarde, beeld) and feiten not in gehad:
                gehad.append(feiten)
                yield feiten
