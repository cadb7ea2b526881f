"""One record of a sample, side by side: what the source says, and what becomes of it; masked."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from mappings import Plan
from mappings.fields import Lezer
from pipeline.landing import Landing
from pipeline.preview import bron_json
from pipeline.werkbank.afscherming import Afscherming
from pipeline.werkbank.groepen import Ernst, ernst
from regres import CsvLayout, Misfit, Plaats, Problem, Row, SignalKind, SourceRecord


class Staat(StrEnum):
    """How a field of the melding is."""

    GOED = "goed"
    LEEG = "leeg"
    FOUT = "fout"
    LET_OP = "let op"
    SLOT = "afgeschermd"


@dataclass(frozen=True, slots=True)
class Cel:
    """One cell of the source, as it may be shown.

    waarde   itself, or its pattern; "" = empty
    patroon  it is a pattern
    naar     what it feeds; () = nothing
    woorden  of a note: the words that said something
    staat    the worst of what is wrong with it
    """

    kolom: str
    waarde: str
    patroon: bool
    naar: tuple[str, ...] = ()
    woorden: tuple[str, ...] = ()
    staat: Staat = Staat.GOED


@dataclass(frozen=True, slots=True)
class Regel:
    """One field of the melding, as it may be shown; uit = the column, "" for a fixed value."""

    pad: str
    waarde: str
    staat: Staat
    uit: str = ""


@dataclass(frozen=True, slots=True)
class Getoond:
    """One record, masked.

    plaats     file and line, or message, line and xpath
    uitkomst   the word of the accounting
    regels     the rules behind the indication, each once
    advies     kansrijk and so on; "" when it was not judged
    """

    nummer: int
    plaats: Mapping[str, Any]
    uitkomst: str
    indicatie: str
    regels: tuple[str, ...]
    advies: str
    bron: tuple[Cel, ...]
    melding: tuple[Regel, ...]
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, repr=False)
class Opname:
    """A record as it was read, kept until all others were: only then it is known what may show.

    cellen   column -> text; an XML object itself is gone when the next one is read
    waarden  readers with their value and text
    """

    nummer: int
    plaats: Plaats
    landing: Landing
    problems: tuple[Problem, ...]
    cellen: Mapping[str, str]
    waarden: tuple[tuple[str, Lezer, object, str], ...]

    @classmethod
    def van(
        cls,
        nummer: int,
        record: SourceRecord,
        landing: Landing,
        problems: tuple[Problem, ...],
        plan: Plan,
    ) -> "Opname":
        """Take everything of a record that is shown later."""
        fields = record.fields
        cells = {adres: fields.text(adres).strip() for adres in _adressen(record, plan)}
        values = tuple(
            (pad, lezer, lezer.waarde(fields), lezer.tekst(fields).strip())
            for pad, lezer in _velden(plan)
        )
        return cls(nummer, record.plaats, landing, problems, cells, values)

    def toon(self, plan: Plan, scherm: Afscherming, uitkomst: str) -> Getoond:
        """Give what may be shown.

        uitkomst  where the record landed in the end: a later one with its key moves it
        """
        flag, advies = self.landing.flag, self.landing.advies
        rules = tuple(dict.fromkeys(one.regel for one in flag.redenen)) if flag else ()
        return Getoond(
            nummer=self.nummer,
            plaats=bron_json(self.plaats),
            uitkomst=uitkomst,
            indicatie=flag.indicatie.value if flag else "",
            regels=rules,
            advies=advies.uitkomst.value if advies else "",
            bron=tuple(self._bron(plan, scherm)),
            melding=tuple(self._melding(scherm)),
            codes=tuple(dict.fromkeys(one.code for one in self.problems)),
        )

    def _bron(self, plan: Plan, scherm: Afscherming) -> Iterator[Cel]:
        feeds, notes = _naar(plan), _notities(plan)
        for adres, text in self.cellen.items():
            open_ = scherm.toont(adres, text)
            yield Cel(
                kolom=scherm.naam(adres),
                waarde=scherm.cel(adres, text),
                patroon=bool(text) and not open_,
                naar=feeds.get(adres, ()),
                woorden=self._woorden(adres) if adres in notes else (),
                staat=self._staat(adres),
            )

    def _woorden(self, adres: str) -> tuple[str, ...]:
        """Give the words of a note that rules found: what `preview` shows of it too."""
        flag = self.landing.flag
        found = (one.term for one in flag.redenen if one.veld == adres) if flag else ()
        return tuple(dict.fromkeys(term for term in found if term))

    def _staat(self, adres: str) -> Staat:
        paths = {lezer.pad for _, lezer, _, _ in self.waarden if lezer.adres == adres}
        wrong = [ernst(one) for one in self.problems if one.veld in paths]
        if not wrong:
            return Staat.GOED
        return Staat.FOUT if Ernst.FOUT in wrong else Staat.LET_OP

    def _melding(self, scherm: Afscherming) -> Iterator[Regel]:
        by_path: dict[str, Ernst] = {}
        for one in self.problems:
            by_path[one.veld] = min(by_path.get(one.veld, Ernst.LET_OP), ernst(one), key=_erg)
        for pad, lezer, value, text in self.waarden:
            yield _regel(pad, lezer, value, text, by_path.get(lezer.pad), scherm)


def _erg(one: Ernst) -> int:
    return [Ernst.FOUT, Ernst.LET_OP].index(one)


def _regel(
    pad: str, lezer: Lezer, value: object, text: str, wrong: Ernst | None, scherm: Afscherming
) -> Regel:
    source = scherm.naam(lezer.adres) if lezer.adres else ""
    if isinstance(value, Misfit):
        staat = Staat.LET_OP if wrong is Ernst.LET_OP else Staat.FOUT
        return Regel(pad, "", staat, source)
    if value is None or value == "":
        return Regel(pad, "", Staat.FOUT if wrong is Ernst.FOUT else Staat.LEEG, source)
    shown = scherm.waarde(lezer, value, text)
    if wrong is not None:
        return Regel(pad, shown, Staat.FOUT if wrong is Ernst.FOUT else Staat.LET_OP, source)
    return Regel(pad, shown, Staat.SLOT if scherm.gesloten(lezer) else Staat.GOED, source)


def _velden(plan: Plan) -> Iterator[tuple[str, Lezer]]:
    yield from plan.delen.velden.items()
    for number, line in enumerate(plan.delen.kosten):
        more = f"[{number}]" if len(plan.delen.kosten) > 1 else ""
        yield from ((f"kosten{more}.{name}", lezer) for name, lezer in line.items())


def _adressen(record: SourceRecord, plan: Plan) -> tuple[str, ...]:
    if isinstance(record.fields, Row):
        return record.fields.adressen()
    layout = plan.layout
    return tuple(layout.kolommen if isinstance(layout, CsvLayout) else layout.adressen)


def _naar(plan: Plan) -> dict[str, tuple[str, ...]]:
    """Give what each column feeds, the key among it."""
    found = {adres: list(paths) for adres, paths in plan.bestemmingen().items()}
    for adres in plan.sleutelnamen:
        found.setdefault(adres, []).insert(0, "sleutel")
    return {adres: tuple(paths) for adres, paths in found.items()}


def _notities(plan: Plan) -> frozenset[str]:
    return frozenset(
        one.lezer.adres for one in plan.delen.signalen.lezers if one.kind is SignalKind.NOTITIE
    )
