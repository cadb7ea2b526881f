"""The reader: a quick look at every note, a thorough one at those with a term in them."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Self

from assessment.notes import NOTHING, NoteFinding
from assessment.notities.feiten import datum, derde, hoedanigheid, soort
from assessment.notities.kort import KORT, oordeel
from assessment.notities.lexicon import Woordenboek, bouw, gegevens
from assessment.notities.lezing import Lezing, Woorden, losse_woorden, verzamel
from assessment.notities.stilte import MAX_TEKENS, Stilte
from assessment.notities.stukken import Stukken, splits
from assessment.notities.treffers import kansrijk, lees_tekst
from assessment.notities.vouwen import Gevouwen, vouw
from assessment.notities.weging import Bevinding, Weger, Weging, stil
from regres import Indicatie, JaNee, Reden, Signal
from regres.words import OngevalSoort

_STEM = {stem: f"tekst_{stem.value.lower()}" for stem in Indicatie}
_RANG = {Indicatie.J: 0, Indicatie.O: 1, Indicatie.N: 2, None: 3}


class Notitielezer:
    """Reads notes; may be shared by threads, for all it keeps is what words are."""

    def __init__(self, boek: Woordenboek) -> None:
        self._boek = boek
        self._stukken = Stukken(boek)
        self._stilte = Stilte(self._stukken, boek.zoeker)

    @classmethod
    def laad(
        cls,
        extra_termen: Mapping[str, Sequence[str]] | None = None,
        uit: Collection[str] = (),
    ) -> Self:
        """Build a reader.

        Args:
            extra_termen: a municipality's own words per group of the lexicon; "stam*" as there.
            uit: names of groups, combinations or rules of context that do not count here.

        Raises:
            ConfigProblem: a data file is wrong (A-0001, A-0002, A-0003), or a group or rule
                that is named does not exist (A-0004).

        """
        termen = tuple(
            sorted((naam, tuple(woorden)) for naam, woorden in (extra_termen or {}).items())
        )
        return cls(_boek(termen, frozenset(uit)))

    @property
    def versie(self) -> str:
        """Versions of both data files."""
        return self._boek.versie

    def read(self, notes: tuple[Signal, ...], peildag: date | None = None) -> NoteFinding:
        """Weigh all notes of a record together: the strongest one speaks, all give reasons."""
        gevonden = [self.lees(note.tekst, peildag, note.veld) for note in notes]
        if len(gevonden) == 1:
            return gevonden[0]
        iets = [een for een in gevonden if een is not NOTHING]
        return _samen(iets) if iets else NOTHING

    def lees(self, tekst: str, peildag: date | None = None, veld: str = "") -> NoteFinding:
        """Read one note; NOTHING when no term of the lexicon is in it."""
        if self._stilte.zwijgt(tekst):
            return NOTHING
        gevouwen = vouw(tekst)
        laag = gevouwen.tekst
        if len(laag) > MAX_TEKENS:
            return self._lang(gevouwen, peildag, veld)
        woorden = self._woorden(laag, splits(laag))
        if woorden is None or not kansrijk(woorden, self._boek):
            return NOTHING if len(laag) > KORT else self._kort(tekst, laag, veld)
        return self._grondig(gevouwen, woorden, peildag, veld)

    def zwijgt(self, tekst: str) -> bool:
        """Tell whether `lees` gives NOTHING, as far as that is seen at once; else False."""
        return self._stilte.zwijgt(tekst)

    def luide(self, teksten: Sequence[str]) -> Collection[int]:
        """Give the places of those of many notes of which `zwijgt` says False."""
        return self._stilte.luide(teksten)

    def _kort(self, tekst: str, laag: str, veld: str) -> NoteFinding:
        """Judge a note that is too short to tell of anything."""
        gevonden = oordeel(losse_woorden(laag, self._stukken.lees(splits(laag))), self._boek)
        if gevonden is None:
            return NOTHING
        regel, indicatie, woord = gevonden
        van = laag.index(woord)
        reden = _reden(regel, veld, vouw(tekst), van, van + len(woord))
        return NoteFinding(indicatie, (_stem(indicatie, reden), reden))

    def is_kandidaat(self, tekst: str) -> bool:
        """Tell whether the prefilter finds a word in a note; for measuring."""
        laag = vouw(tekst).tekst
        return self._woorden(laag, splits(laag)) is not None

    def _woorden(self, laag: str, delen: Sequence[str]) -> Woorden | None:
        """Give the words of a folded text; None when nothing is found in it."""
        return verzamel(laag, self._stukken.lees(delen), self._boek)

    def _eerste_term(self, laag: str, vanaf: int) -> tuple[int, int] | None:
        """Give (from, to) of the first term behind an offset."""
        for _, tot, ingang in self._boek.zoeker.alles(laag[vanaf:]):
            if ingang.groep is not None:
                return vanaf + tot - ingang.lengte, vanaf + tot
        return None

    def _grondig(
        self, tekst: Gevouwen, woorden: Woorden, peildag: date | None, veld: str
    ) -> NoteFinding:
        lezing = lees_tekst(tekst, woorden, self._boek)
        weging = stil(lezing, self._boek)
        if weging is not None:
            redenen = _redenen(tekst, weging, veld)
            return NoteFinding(None, redenen) if redenen else NOTHING
        weger = Weger(lezing, self._boek)
        weging = weger.weeg()
        if not weging.bevindingen:
            return NOTHING
        return _bevinding(lezing, weger, weging, peildag, veld)

    def _lang(self, tekst: Gevouwen, peildag: date | None, veld: str) -> NoteFinding:
        """Read the first part; a term further on makes it at least unclear."""
        laag = tekst.tekst
        voor = Gevouwen(laag[:MAX_TEKENS], tekst.plaats)
        woorden = self._woorden(voor.tekst, splits(voor.tekst))
        gevonden = self._grondig(voor, woorden, peildag, veld) if woorden else NOTHING
        if gevonden.indicatie in (Indicatie.J, Indicatie.O):
            return gevonden
        later = self._eerste_term(laag, MAX_TEKENS)
        if later is None:
            return gevonden
        reden = _reden("te_lang", veld, tekst, *later)
        return NoteFinding(Indicatie.O, (_stem(Indicatie.O, reden), reden, *gevonden.redenen))


@lru_cache(maxsize=32)
def _boek(extra: tuple[tuple[str, tuple[str, ...]], ...], uit: frozenset[str]) -> Woordenboek:
    return bouw(*gegevens(), dict(extra), uit)


def _bevinding(
    lezing: Lezing, weger: Weger, weging: Weging, peildag: date | None, veld: str
) -> NoteFinding:
    redenen = _redenen(lezing.tekst, weging, veld)
    if weging.indicatie not in (Indicatie.J, Indicatie.O):
        wie = derde(lezing, weger.context, weging, OngevalSoort.ONBEKEND)
        return NoteFinding(weging.indicatie, redenen, wie)
    kind = soort(lezing, weger.context, weging)
    wie = derde(lezing, weger.context, weging, kind)
    return NoteFinding(
        weging.indicatie,
        redenen,
        wie,
        hoedanigheid(lezing, kind, wie),
        kind,
        datum(lezing, weger.context, weging, peildag),
    )


def _redenen(tekst: Gevouwen, weging: Weging, veld: str) -> tuple[Reden, ...]:
    """First the vote of the note (tekst_j, tekst_o, tekst_n) with its term, then every finding."""
    besluit, bevindingen = weging.besluit, weging.bevindingen
    redenen: list[Reden] = []
    if besluit is not None:
        if weging.indicatie is not None:
            regel = _STEM[weging.indicatie]
            redenen.append(_reden(regel, veld, tekst, besluit.van, besluit.tot))
        if besluit not in bevindingen:
            bevindingen = [besluit, *bevindingen]
    gehad: dict[tuple[str, int], Bevinding] = {}
    for een in bevindingen:
        gehad.setdefault((een.regel, een.van), een)
    redenen += [_reden(een.regel, veld, tekst, een.van, een.tot) for een in gehad.values()]
    return tuple(redenen)


def _stem(indicatie: Indicatie, reden: Reden) -> Reden:
    return Reden(regel=_STEM[indicatie], veld=reden.veld, term=reden.term, positie=reden.positie)


def _reden(regel: str, veld: str, tekst: Gevouwen, van: int, tot: int) -> Reden:
    plek = van if tekst.plaats is None else tekst.origineel(van)
    return Reden(regel=regel, veld=veld, term=tekst.tekst[van:tot], positie=plek)


def _samen(gevonden: Sequence[NoteFinding]) -> NoteFinding:
    sterkst = min(gevonden, key=lambda een: _RANG[een.indicatie])
    rest = tuple(r for een in gevonden if een is not sterkst for r in een.redenen)
    wie = sterkst.derde
    if wie is JaNee.ONBEKEND:
        wie = next((een.derde for een in gevonden if een.derde is not JaNee.ONBEKEND), wie)
    return NoteFinding(
        sterkst.indicatie,
        sterkst.redenen + rest,
        wie,
        sterkst.hoedanigheid,
        sterkst.soort,
        sterkst.datum,
    )
