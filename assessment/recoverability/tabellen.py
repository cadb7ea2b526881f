"""The shape of data/verhaal.yaml, and what can be checked of it before anything is judged."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Literal, Self

from pydantic import Field, model_validator

from assessment.conditions import Voorwaarde, vreemde_woorden
from assessment.recoverability.zaak import FEITEN
from assessment.rulefile import Blad
from regres import JaNee, Uitkomst
from regres.words import Aandachtspunt, OngevalSoort


class Band(Blad):
    """Days of accident that are judged alike, from `vanaf` to the next band."""

    naam: str
    vanaf: date
    bron: str


class Afkoop(Blad):
    """One agreement by which claims were bought off, and the accident years it names."""

    jaren: tuple[int, ...]
    bron: str


class Uitzondering(Blad):
    """A municipality that did not simply take part, by agreement year."""

    naam: str
    code: str
    jaren: dict[int, JaNee]
    bron: str


class Deelname(Blad):
    """Who took part in the buy-off."""

    standaard: JaNee
    bron: str
    uitzonderingen: tuple[Uitzondering, ...]


class Rechtsopvolger(Blad):
    """A municipality that came out of a merger on the day `per`."""

    naam: str
    code: str
    voorgangers: tuple[str, ...]
    per: date
    bron: str


class Termijn(Blad):
    """One limitation period in calendar years."""

    jaren: int
    basis: str
    bron: str
    basis_stuiting: str = ""
    soorten: frozenset[OngevalSoort] = frozenset()
    alleen_waarschuwing: bool = False


class Termijnen(Blad):
    """All periods; spoed_maanden is the span of V12, grenzen_maanden those that pages show."""

    relatief5: Termijn
    absoluut20: Termijn
    wam3: Termijn
    spoed_maanden: int
    grenzen_maanden: tuple[int, ...]


class Regel(Blad):
    """One reason code: when it holds, and what it says to a handler."""

    id: str
    als: tuple[dict[str, tuple[str, ...]], ...]
    tekst: str
    bron: str


class Ingang(Blad):
    """One way into a line of precedence."""

    code: str
    zonder: tuple[str, ...] = ()
    feiten: dict[str, tuple[str, ...]] = Field(default_factory=dict)


class Voorrang(Blad):
    """One line of precedence; `alleen` lists its own codes only, without deadlines."""

    id: str
    uitkomst: Uitkomst
    alleen: bool = False
    bij: tuple[Ingang, ...]


class Aandacht(Blad):
    """What a code puts before the handler's eyes."""

    code: str
    punt: Aandachtspunt


class Tijdvak(Blad):
    """Days from `vanaf` up to but not including `tot`."""

    vanaf: date
    tot: date
    bron: str


class EigenBijdrage(Blad):
    """When clients paid no own contribution."""

    geen: tuple[Tijdvak, ...]


class Bandbreedte(Blad):
    """Usual one-off amounts in euro of a provision whose description holds one of the words."""

    naam: str
    woorden: tuple[str, ...]
    van: Decimal
    tot: Decimal
    bron: str


class HoogsteBedrag(Blad):
    """Above this many euro a cost line is looked at."""

    bedrag: Decimal
    bron: str


class Verhaaltabellen(Blad):
    """The whole file."""

    versie: str
    banden: tuple[Band, ...]
    afkoopjaren: tuple[Afkoop, ...]
    deelname: Deelname
    rechtsopvolgers: tuple[Rechtsopvolger, ...]
    termijnen: Termijnen
    regels: tuple[Regel, ...]
    voorrang: tuple[Voorrang, ...]
    aandachtspunten: tuple[Aandacht, ...]
    eigen_bijdrage: EigenBijdrage
    bandbreedtes: tuple[Bandbreedte, ...]
    hoogste_bedrag: HoogsteBedrag

    @model_validator(mode="after")
    def _samenhang(self) -> Self:
        """Refuse unknown facts, values and codes, a code that stands twice, bands out of order."""
        mis = [*self._vreemd(), *self._codes(), *self._volgorde()]
        if mis:
            raise ValueError("; ".join(mis))
        return self

    def _vreemd(self) -> Iterator[str]:
        feiten = FEITEN | {"band": ("onbekend", *(band.naam for band in self.banden))}
        for naam, voorwaarde in self._voorwaarden():
            for wat in vreemde_woorden(voorwaarde, feiten):
                yield f"{naam}: {wat}"

    def _voorwaarden(self) -> Iterator[tuple[str, Voorwaarde]]:
        for regel in self.regels:
            yield from ((regel.id, voorwaarde) for voorwaarde in regel.als)
        for lijn in self.voorrang:
            yield from ((lijn.id, ingang.feiten) for ingang in lijn.bij)

    def _codes(self) -> Iterator[str]:
        bekend = [regel.id for regel in self.regels]
        if len(set(bekend)) != len(bekend):
            yield "een code staat er dubbel"
        genoemd = [code for lijn in self.voorrang for i in lijn.bij for code in (i.code, *i.zonder)]
        genoemd += [aandacht.code for aandacht in self.aandachtspunten]
        yield from (f"de code {code!r} bestaat niet" for code in sorted({*genoemd} - {*bekend}))

    def _volgorde(self) -> Iterator[str]:
        begin = [band.vanaf for band in self.banden]
        if begin != sorted(set(begin)) or begin[:1] != [date.min]:
            yield "de banden beginnen niet bij de eerste dag, of staan niet op volgorde"


Nabijheid = Literal["ruim", "nabij", "voorbij"]
