"""Overzicht: what asks for attention, and how every municipality's nights went."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any, Self
from urllib.parse import urlencode

import scheduler
from ledger import Nachtreeks, OpenProbleem, StubSoort
from scheduler import Beurt
from settings import GemeenteInstelling
from web.beheer.gemeenterij import (
    NACHTEN,
    Nachten,
    Nachtstand,
    Rij,
    afwijking,
    gewoon,
    stand_uit,
    volgende,
)
from web.beheer.kaarten import kaarten
from web.beheer.nacht import MERKJE, merkje, teken
from web.look.blad import Toon, Verzoek
from web.look.rollen import Rol
from web.look.tekening import Nacht, Teken, dag, icoon, legenda, strook
from web.wereld import Wereld, vandaag
from web.woorden import MERK, lange_dag, moment, straks

BEHEER = frozenset({Rol.BEHEER})
_KAARTEN = 6
_PER_PAGINA = 50
_GOED = frozenset({Teken.GELUKT, Teken.GEPLAND, Teken.BEZIG})
_VOLGORDES = ("ernst", "naam", "gelezen", "quarantaine")


@dataclass(frozen=True, slots=True)
class Vraag:
    """What stands in the address: which municipalities, in which order, which page."""

    staat: str = ""
    zoek: str = ""
    volgorde: str = "ernst"
    pagina: int = 1
    alles: bool = False

    @classmethod
    def van(cls, vraag: Mapping[str, str]) -> Self:
        """Read it; what cannot be is left out."""
        order, page = vraag.get("volgorde", ""), vraag.get("pagina", "")
        return cls(
            staat="aandacht" if vraag.get("staat") == "aandacht" else "",
            zoek=vraag.get("zoek", "").strip()[:60],
            volgorde=order if order in _VOLGORDES else "ernst",
            pagina=int(page) if page.isascii() and page.isdigit() and 0 < len(page) < 5 else 1,
            alles=vraag.get("kaarten") == "alle",
        )

    def adres(self, **anders: object) -> str:
        """Give the address of this page with something changed; what is usual is left out."""
        kept = {"staat": self.staat, "zoek": self.zoek, "volgorde": self.volgorde} | anders
        usual = ("", "ernst", 1)
        return "/?" + urlencode({name: at for name, at in kept.items() if at not in usual})


@dataclass(frozen=True, slots=True)
class Bekeken:
    """What is known of every municipality before the page shows some of them."""

    een: GemeenteInstelling
    turns: tuple[Beurt, ...]
    stand: Nachten
    problemen: tuple[OpenProbleem, ...]
    quarantaine: int
    pauze: bool

    @property
    def aandacht(self) -> bool:
        """Tell whether somebody should look."""
        return bool(self.problemen) or self.stand.staat not in _GOED


def overzicht(wereld: Wereld, vraag: Verzoek) -> Toon:
    """Show what asks for attention first, then every municipality."""
    asked = Vraag.van(vraag.vraag)
    mine = wereld.van(vraag, BEHEER)
    names = {een.identiteit: een.blok.naam for een in mine}
    problems = [one for one in wereld.ledger.openstaand() if one.gemeente in {"", *names}]
    seen = _bekeken(wereld, mine, problems, vraag.now)
    chosen = _gekozen(seen, asked)
    pages = max(1, -(-len(chosen) // _PER_PAGINA))
    page = min(asked.pagina, pages)
    shown = chosen[(page - 1) * _PER_PAGINA : page * _PER_PAGINA]
    rows = _rijen(wereld, shown, vraag.now)
    gegevens = {
        "op": vraag.now,
        "aandacht": kaarten(problems, names),
        "problemen": len(problems),
        "alle": len(mine),
        "met_aandacht": sum(one.aandacht for one in seen),
        "gekozen": len(chosen),
        "bladzijde": page,
        "bladzijden": pages,
        "vraag": asked,
        "gemeenten": rows,
    }
    return Toon("beheer/overzicht.html", "Overzicht", gegevens, _tekenen(rows, asked, vraag.now))


def _bekeken(
    wereld: Wereld,
    mine: Sequence[GemeenteInstelling],
    problems: Sequence[OpenProbleem],
    now: datetime,
) -> list[Bekeken]:
    codes = {een.identiteit for een in mine}
    # A day more: whether a source ran before the first night shown.
    since = vandaag(now) - timedelta(days=NACHTEN)
    nights = {one.gemeente: one for one in wereld.ledger.nachten(codes, since)}
    open_: dict[str, list[OpenProbleem]] = defaultdict(list)
    for one in problems:
        open_[one.gemeente].append(one)
    turns: dict[str, list[Beurt]] = defaultdict(list)
    for turn in scheduler.beurten(wereld.settings):
        turns[turn.gemeente].append(turn)
    waits, paused = wereld.ledger.open_per_gemeente(), wereld.ledger.gepauzeerd()
    return [
        Bekeken(
            een,
            tuple(turns[code]),
            stand_uit(
                nights.get(code, Nachtreeks(code, "")),
                _nachtelijk(turns[code]),
                now,
                pauze=code in paused,
            ),
            tuple(open_[code]),
            waits.get(code, {}).get(StubSoort.QUARANTAINE, 0),
            code in paused,
        )
        for een in mine
        for code in (een.identiteit,)
    ]


def _nachtelijk(turns: Sequence[Beurt]) -> list[Beurt]:
    return [turn for turn in turns if turn.dag is None]


def _gekozen(seen: Sequence[Bekeken], asked: Vraag) -> list[Bekeken]:
    """Give what the address asks for, in its order."""
    wanted = asked.zoek.casefold()
    found = [
        one
        for one in seen
        if (one.aandacht or not asked.staat)
        and (wanted in one.een.blok.naam.casefold() or wanted == one.een.identiteit)
    ]
    return sorted(found, key=lambda one: (_plaats(one, asked.volgorde), one.een.blok.naam))


def _plaats(one: Bekeken, order: str) -> int:
    match order:
        case "ernst":
            return 2 * one.stand.ernst + (not one.problemen)
        case "gelezen":
            return -(one.stand.gelezen.gelezen or 0) if one.stand.gelezen else 1
        case "quarantaine":
            return -one.quarantaine
    return 0


def _rijen(wereld: Wereld, shown: Sequence[Bekeken], now: datetime) -> list[Rij]:
    usual = gewoon(wereld.ledger, {one.een.identiteit: one.stand for one in shown})
    return [_rij(one, usual.get(one.een.identiteit), now) for one in shown]


def _rij(one: Bekeken, usual: int | None, now: datetime) -> Rij:
    last, read = one.stand.laatste, one.stand.gelezen
    count = read.gelezen if read else None
    return Rij(
        code=one.een.identiteit,
        naam=one.een.blok.naam,
        stand=one.een.blok.stand,
        pauze=one.pauze,
        staat=one.stand.staat,
        woord=_woord(one),
        reden=_reden(one),
        laatste=last.begonnen if last else None,
        run=last.run if last else None,
        gelezen=count,
        gewoon=usual,
        afwijking=afwijking(count, usual),
        aangewezen=one.stand.aangewezen,
        quarantaine=one.quarantaine,
        volgende=volgende(one.turns, now),
        nachten=one.stand.nachten,
    )


def _woord(one: Bekeken) -> str:
    """Name the state; one run that went partly says how."""
    last = one.stand.laatste
    if one.pauze:
        return "Pauze"
    if last is not None and teken(last.resultaat, last.quarantaine) is one.stand.staat:
        return merkje(last.resultaat, last.quarantaine)[1]
    return MERKJE[one.stand.staat][1]


def _reden(one: Bekeken) -> str:
    """Say why somebody should look: a turn that did not come has no problem of its own yet."""
    missed = [night.dag for night in one.stand.nachten if night.teken is Teken.NIET_GEDRAAID]
    if one.stand.staat is Teken.NIET_GEDRAAID:
        at = min(scheduler.tijd(turn) for turn in one.turns)
        return f"verwacht {dag(missed[-1])} om {at:%H:%M}, er kwam geen run"
    return one.problemen[0].problem.wat if one.problemen else ""


def _tekenen(rows: Sequence[Rij], asked: Vraag, now: datetime) -> dict[str, Any]:
    return {
        "wanneer": lange_dag(now),
        "kaarten": None if asked.alles else _KAARTEN,
        "adres": asked.adres,
        "moment": lambda when: moment(when, now),
        "straks": lambda when: straks(when, now),
        "stroken": {rij.code: _strook(rij) for rij in rows},
        "merk": {rij.code: _merk(rij) for rij in rows},
        "legenda": [one for one in legenda() if one[0] is not Teken.GEPLAND],
        "icoon": lambda kind: icoon(MERK[kind]),
    }


def _strook(rij: Rij) -> Any:
    return _getekend(rij.nachten, rij.naam)


@lru_cache(maxsize=1024)
def _getekend(nachten: tuple[Nachtstand, ...], naam: str) -> Any:
    most = max((night.gelezen for night in nachten), default=0) or 1
    marks = [
        Nacht(
            night.dag,
            night.teken,
            night.gelezen / most,
            f"{night.dag:%d-%m}: {night.teken}, {night.gelezen} gelezen",
        )
        for night in nachten
    ]
    bad = sum(night.teken not in _GOED for night in nachten)
    return strook(marks, f"14 nachten van {naam}: {bad} niet gewoon gelukt")


def _merk(rij: Rij) -> tuple[str, str, Any]:
    kind = "info" if rij.pauze else MERKJE[rij.staat][0]
    return kind, rij.woord, icoon(MERK[kind])
