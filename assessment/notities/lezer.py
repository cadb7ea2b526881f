"""The reader: a quick look at every note, a thorough one at those with a term in them."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Self

from assessment.notes import NOTHING, NoteFinding
from assessment.notities.feiten import datum, derde, hoedanigheid, soort
from assessment.notities.kort import KORT, oordeel
from assessment.notities.lexicon import Ingang, Woordenboek, bouw, gegevens
from assessment.notities.lezing import Lezing, Woorden, knip
from assessment.notities.treffers import kansrijk, lees_tekst
from assessment.notities.vouwen import Gevouwen, blok, vouw, vouw_dubbel
from assessment.notities.weging import Bevinding, Weger, Weging
from regres import Indicatie, JaNee, Reden, Signal

# No consulent writes this much. What lies behind it is only looked at, not read.
MAX_TEKENS = 40_000
_RANG = {Indicatie.J: 0, Indicatie.O: 1, Indicatie.N: 2, None: 3}


class Notitielezer:
    """Reads notes; may be shared by threads, for it only reads what was built."""

    def __init__(self, boek: Woordenboek) -> None:
        self._boek = boek
        self._automaat = boek.automaat

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
        laag, vlak = vouw_dubbel(tekst)
        if len(laag) > MAX_TEKENS:
            return self._lang(vouw(tekst), peildag, veld)
        raak = self._kandidaat(laag, vlak)
        if not raak:
            return NOTHING if len(laag) > KORT else self._kort(tekst, laag, veld)
        woorden = knip(laag, self._boek)
        if not kansrijk(woorden, self._boek, raak):
            return NOTHING if len(laag) > KORT else self._kort(tekst, laag, veld)
        return self._grondig(vouw(tekst), woorden, raak, peildag, veld)

    def _kort(self, tekst: str, laag: str, veld: str) -> NoteFinding:
        """Judge a note that is too short to tell of anything."""
        gevonden = oordeel(knip(laag, self._boek), self._boek)
        if gevonden is None:
            return NOTHING
        regel, indicatie, woord = gevonden
        van = laag.index(woord)
        reden = _reden(regel, veld, vouw(tekst), van, van + len(woord))
        return NoteFinding(indicatie, (_stem(indicatie, reden), reden))

    def is_kandidaat(self, tekst: str) -> bool:
        """Tell whether the prefilter finds a word in a note; for measuring."""
        return bool(self._kandidaat(*vouw_dubbel(tekst)))

    def _kandidaat(self, laag: str, vlak: str) -> list[tuple[int, Ingang]]:
        """Give what the automaton finds, as (end offset in the folded text, entry)."""
        raak: list[tuple[int, Ingang]] = []
        for eind, ingangen in self._automaat.iter(vlak):
            for ingang in ingangen:
                _, _, rechts_open, _, teken, _ = ingang
                # One space before the text, and one that stands for what ends a whole word.
                tot = eind if rechts_open else eind - 1
                if teken:
                    if laag[tot : tot + 1] != teken:
                        continue
                    tot += 1
                raak.append((tot, ingang))
        return raak

    def _eerste_term(self, laag: str, vanaf: int) -> tuple[int, Ingang] | None:
        rest = laag[vanaf:]
        for tot, ingang in self._kandidaat(rest, blok(rest)):
            if ingang.groep is not None:
                return vanaf + tot, ingang
        return None

    def _grondig(
        self,
        tekst: Gevouwen,
        woorden: Woorden,
        raak: Sequence[tuple[int, Ingang]],
        peildag: date | None,
        veld: str,
    ) -> NoteFinding:
        lezing = lees_tekst(tekst, woorden, self._boek, raak)
        weger = Weger(lezing, self._boek)
        weging = weger.weeg()
        if not weging.bevindingen:
            return NOTHING
        return _bevinding(lezing, weger, weging, peildag, veld)

    def _lang(self, tekst: Gevouwen, peildag: date | None, veld: str) -> NoteFinding:
        """Read the first part; a term further on makes it at least unclear."""
        laag = tekst.tekst
        voor = Gevouwen(laag[:MAX_TEKENS], tekst.plaats)
        raak = self._kandidaat(voor.tekst, blok(voor.tekst))
        gevonden = NOTHING
        if raak:
            woorden = knip(voor.tekst, self._boek)
            gevonden = self._grondig(voor, woorden, raak, peildag, veld)
        if gevonden.indicatie in (Indicatie.J, Indicatie.O):
            return gevonden
        later = self._eerste_term(laag, MAX_TEKENS)
        if later is None:
            return gevonden
        reden = _reden("te_lang", veld, tekst, later[0] - later[1].lengte, later[0])
        return NoteFinding(Indicatie.O, (_stem(Indicatie.O, reden), reden, *gevonden.redenen))


@lru_cache(maxsize=32)
def _boek(extra: tuple[tuple[str, tuple[str, ...]], ...], uit: frozenset[str]) -> Woordenboek:
    return bouw(*gegevens(), dict(extra), uit)


def _bevinding(
    lezing: Lezing, weger: Weger, weging: Weging, peildag: date | None, veld: str
) -> NoteFinding:
    redenen = tuple(_redenen(lezing.tekst, weging, veld))
    if weging.indicatie not in (Indicatie.J, Indicatie.O):
        wie = derde(lezing, weger.context, weging)
        return NoteFinding(weging.indicatie, redenen, wie)
    kind = soort(lezing, weger.context, weging)
    wie = derde(lezing, weger.context, weging)
    return NoteFinding(
        weging.indicatie,
        redenen,
        wie,
        hoedanigheid(lezing, kind, wie),
        kind,
        datum(lezing, weger.context, weging, peildag),
    )


def _redenen(tekst: Gevouwen, weging: Weging, veld: str) -> Iterable[Reden]:
    """First the vote of the note (tekst_j, tekst_o, tekst_n) with its term, then every finding."""
    besluit = weging.besluit
    if besluit is not None and weging.indicatie is not None:
        yield _stem(weging.indicatie, _van(tekst, besluit, veld))
    gehad: set[tuple[str, int]] = set()
    extra = [besluit] if besluit is not None and besluit not in weging.bevindingen else []
    for bevinding in (*extra, *weging.bevindingen):
        if (bevinding.regel, bevinding.van) not in gehad:
            gehad.add((bevinding.regel, bevinding.van))
            yield _van(tekst, bevinding, veld)


def _stem(indicatie: Indicatie, reden: Reden) -> Reden:
    regel = f"tekst_{indicatie.value.lower()}"
    return Reden(regel=regel, veld=reden.veld, term=reden.term, positie=reden.positie)


def _van(tekst: Gevouwen, bevinding: Bevinding, veld: str) -> Reden:
    return _reden(bevinding.regel, veld, tekst, bevinding.van, bevinding.tot)


def _reden(regel: str, veld: str, tekst: Gevouwen, van: int, tot: int) -> Reden:
    return Reden(regel=regel, veld=veld, term=tekst.tekst[van:tot], positie=tekst.origineel(van))


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
