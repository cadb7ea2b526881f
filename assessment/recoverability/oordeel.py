"""The judgement itself: each side of what is not known, and what they say together (P1 to P9)."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import lru_cache
from itertools import product
from typing import NamedTuple

from assessment.conditions import een_geldt, geldt
from assessment.recoverability.deelname import deelname
from assessment.recoverability.tabellen import Ingang, Verhaaltabellen
from assessment.recoverability.termijnen import ligging, nabijheid, vanaf_bekendheid, vanaf_ongeval
from assessment.recoverability.zaak import NIET_GESTELD, Zaakfeiten, onmogelijk, vast_beeld
from regres import Datum, Indicatie, JaNee, Uitkomst, Verhaalbaarheid
from regres.maken import maker
from regres.melding import UiterlijkeDatum


class Kant(NamedTuple):
    """One way the facts may really be, as far as the rules can tell it from another."""

    band: str
    termijn: str
    deelname: str
    andereDerde: str


class Oordeel(NamedTuple):
    """What the rules say of one side; `lijn` is the line of precedence, "" when none applies."""

    uitkomst: Uitkomst
    codes: frozenset[str]
    lijn: str = ""


#: Judges one side, given as the words of every fact.
Oordelaar = Callable[[dict[str, str]], Oordeel]


def onthoudend(tabellen: Verhaaltabellen) -> Oordelaar:
    """Give what judges a side as `oordeel_over` does, and remembers it.

    A side is words of closed lists and no date, so there are few, and they are nobody's.
    """

    @lru_cache(maxsize=4096)
    def gezien(namen: tuple[str, ...], woorden: tuple[str, ...]) -> Oordeel:
        return oordeel_over(dict(zip(namen, woorden, strict=True)), tabellen)

    return lambda beeld: gezien(tuple(beeld), tuple(beeld.values()))


def beoordeel(
    zaak: Zaakfeiten,
    peildatum: date,
    tabellen: Verhaaltabellen,
    over: Oordelaar,
    *,
    eerder_geleverd: bool,
) -> Verhaalbaarheid:
    """Judge a case on a day. Total: every combination of facts has an outcome."""
    vast = vast_beeld(zaak, peildatum, eerder_geleverd=eerder_geleverd)
    bekend = vanaf_bekendheid(zaak, peildatum, tabellen.termijnen.relatief5)
    kanten = set(_kanten(zaak, bekend, peildatum, tabellen))
    oordelen = [over(vast | kant._asdict()) for kant in kanten]
    uitkomsten = {oordeel.uitkomst for oordeel in oordelen}
    codes = frozenset().union(*(oordeel.codes for oordeel in oordelen))
    uitkomst = uitkomsten.pop() if len(uitkomsten) == 1 else Uitkomst.ONDERZOEK
    return maker(Verhaalbaarheid)(
        uitkomst=uitkomst,
        redencodes=tuple(sorted(codes)),
        uiterlijkeDatum=() if uitkomst is Uitkomst.STOP else _datums(zaak, bekend, tabellen),
        aandachtspunten=tuple(a.punt for a in tabellen.aandachtspunten if a.code in codes),
        regelversie=tabellen.versie,
        peildatum=peildatum,
    )


def blijft(zaak: Zaakfeiten, van: date, tot: date, tabellen: Verhaaltabellen) -> bool:
    """Tell whether a case is surely judged alike on each day from `van` up to and with `tot`.

    Whether it was delivered meanwhile makes no difference either. Each deadline goes one way as
    days pass, for every day that the accident may have been: where that of the first of them stands
    on the last day as that of the last of them does on the first day, nothing changes in between.
    """
    relatief = tabellen.termijnen.relatief5
    bekend = vanaf_bekendheid(zaak, van, relatief)
    vaag = (zaak.ongeval.eerste is None) != (zaak.ongeval.laatste is None)
    if vaag or zaak.eerderGemeld is Indicatie.J or bekend != vanaf_bekendheid(zaak, tot, relatief):
        return False
    if onmogelijk(zaak, van) != onmogelijk(zaak, tot):
        return False
    vroeg = (*bekend, *vanaf_ongeval(zaak, zaak.ongeval.eerste, tabellen.termijnen))
    laat = (*bekend, *vanaf_ongeval(zaak, zaak.ongeval.laatste, tabellen.termijnen))
    return all(
        ligging(een, tot, tabellen.termijnen) == ligging(ander, van, tabellen.termijnen)
        for een, ander in zip(vroeg, laat, strict=True)
    )


def _datums(
    zaak: Zaakfeiten, bekend: tuple[UiterlijkeDatum, ...], tabellen: Verhaaltabellen
) -> tuple[UiterlijkeDatum, ...]:
    """List the deadlines, past ones too: of the first day, when the accident is known coarsely."""
    return (*bekend, *vanaf_ongeval(zaak, zaak.ongeval.eerste, tabellen.termijnen))


def _kanten(
    zaak: Zaakfeiten,
    bekend: tuple[UiterlijkeDatum, ...],
    peildatum: date,
    tabellen: Verhaaltabellen,
) -> Iterator[Kant]:
    eerste, laatste = zaak.ongeval.eerste, zaak.ongeval.laatste
    dagen_ = (
        [None]
        if eerste is None or laatste is None
        else _verschillend(eerste, laatste, lambda dag: _stand(dag, zaak, peildatum, tabellen))
    )
    for dag in dagen_:
        yield from kanten_op(dag, zaak, bekend, peildatum, tabellen)


def _verschillend(eerste: date, laatste: date, stand: Callable[[date], object]) -> list[date]:
    """Give a day of every stretch that may be judged otherwise than its neighbours.

    Each part of a `stand` only ever goes one way as days pass: where it is the same at both ends
    it is the same in between. A month or a year is then not judged day by day.
    """
    gevonden = [eerste]
    wachtend = [] if eerste == laatste else [(eerste, stand(eerste), laatste, stand(laatste))]
    while wachtend:
        van, hier, tot, daar = wachtend.pop()
        midden = van + (tot - van) // 2
        if hier == daar:
            continue
        if midden == van:
            gevonden.append(tot)
            continue
        half = stand(midden)
        wachtend += [(van, hier, midden, half), (midden, half, tot, daar)]
    return gevonden


def _stand(
    dag: date, zaak: Zaakfeiten, peildatum: date, tabellen: Verhaaltabellen
) -> tuple[object, ...]:
    """Give all that a side depends on of the day: band, year, merger, and each deadline."""
    return (
        _band(dag, tabellen),
        dag.year,
        [dag < opvolger.per for opvolger in tabellen.rechtsopvolgers],
        [
            ligging(een, peildatum, tabellen.termijnen)
            for een in vanaf_ongeval(zaak, dag, tabellen.termijnen)
        ],
    )


def kanten_op(
    dag: date | None,
    zaak: Zaakfeiten,
    bekend: tuple[UiterlijkeDatum, ...],
    peildatum: date,
    tabellen: Verhaaltabellen,
) -> Iterator[Kant]:
    """Walk the sides of one day it may have been: took part or not, another liable party or not."""
    derden = ("ja", "nee") if zaak.andereDerde is JaNee.ONBEKEND else (zaak.andereDerde,)
    band = _band(dag, tabellen)
    datums = (*bekend, *vanaf_ongeval(zaak, dag, tabellen.termijnen))
    termijn = nabijheid(datums, peildatum, tabellen.termijnen)
    deed_mee = deelname(zaak, dag, tabellen) if dag and band == "afkoop" else ("nvt",)
    for mee, derde in product(deed_mee, derden):
        yield Kant(band, termijn, mee, derde or NIET_GESTELD)


def dagen(datum: Datum) -> Iterator[date | None]:
    """Give every day a date may be, first to last (D8); a single None when it is unknown."""
    eerste, laatste = datum.eerste, datum.laatste
    if eerste is None or laatste is None:
        yield None
        return
    yield from (eerste + timedelta(days=n) for n in range((laatste - eerste).days + 1))


def _band(dag: date | None, tabellen: Verhaaltabellen) -> str:
    if dag is None:
        return "onbekend"
    return next(band.naam for band in reversed(tabellen.banden) if band.vanaf <= dag)


def oordeel_over(beeld: dict[str, str], tabellen: Verhaaltabellen) -> Oordeel:
    """Judge one side, given as the words of every fact."""
    codes = frozenset(regel.id for regel in tabellen.regels if een_geldt(regel.als, beeld))
    for lijn in tabellen.voorrang:
        if any(_komt_binnen(ingang, codes, beeld) for ingang in lijn.bij):
            eigen = frozenset(ingang.code for ingang in lijn.bij)
            return Oordeel(lijn.uitkomst, codes & eigen if lijn.alleen else codes, lijn.id)
    # No line applies: nothing speaks for or against, and then a person looks.
    return Oordeel(Uitkomst.ONDERZOEK, codes)


def _komt_binnen(ingang: Ingang, codes: frozenset[str], beeld: dict[str, str]) -> bool:
    if ingang.code not in codes or not codes.isdisjoint(ingang.zonder):
        return False
    return geldt(ingang.feiten, beeld)
