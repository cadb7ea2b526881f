"""Finding terms that are one word: whole, as its start, as its end, or anywhere in it.

What a word stands for is one number, a bit for each group and for the words that patterns lean on,
in the order of the lexicon. Errors and careless spellings are looked for when a word is met.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import reduce
from operator import or_
from typing import Any

import ahocorasick

from assessment.notities.ingang import Ingang, Leunend, Vondst
from assessment.notities.spelling import Spelling, Typefouten
from assessment.notities.vorm import Groep

# So many letters at the start or end of a word say which terms it may start or end with.
_GREEP = 3


class Nummers:
    """Bits for what a text may stand for; words that patterns lean on come between the groups."""

    def __init__(self, groepen: Sequence[Groep]) -> None:
        self._groepen = groepen
        self._plek = {groep.id: n for n, groep in enumerate(groepen)}
        #: The bit of words that are looked for, as far as groups were counted.
        self.anker = 1

    def groep(self, groep: Groep) -> int:
        """Give the bit of a group; words that patterns lean on come behind it from here on."""
        nummer = 2 << 2 * self._plek[groep.id]
        self.anker = 2 * nummer
        return nummer

    def lees(self, som: int) -> Iterator[Groep | None]:
        """Give what a number says, in its order; None for a word that something leans on."""
        anker = False
        while som:
            laagste = som & -som
            som ^= laagste
            n = laagste.bit_length() - 1
            if n % 2:
                yield self._groepen[n // 2]
            elif not anker:
                anker = True
                yield None


class Teksten:
    """Texts of one kind with what they stand for, and terms that may have an error in them.

    The kinds: whole words, starts of words, ends, and what is found anywhere in one.
    """

    def __init__(self) -> None:
        self.vast: dict[str, int] = {}
        self.fouten: Typefouten[int] = Typefouten()

    def zet(self, tekst: str, nummer: int) -> None:
        """Know a text, beside what it stood for."""
        eerder = self.vast.get(tekst)
        self.vast[tekst] = nummer if eerder is None else eerder | nummer

    def fout(self, tekst: str) -> int:
        """Give what a text stands for when there is one error in it."""
        return reduce(or_, self.fouten.van(tekst), 0)


class Woorden:
    """All texts that are one word.

    woordbits  the classes of words; eigen: those of which a word is one that people really write,
               so that it is no error for another one; echt: other words that are
    """

    def __init__(self, woordbits: Mapping[str, int], eigen: int, echt: Collection[str]) -> None:
        self._woordbits, self._eigen, self._echt = woordbits, eigen, echt
        self.heel, self.kop, self.staart, self.midden = (Teksten() for _ in range(4))
        self._soorten = {
            (False, False): self.heel,
            (False, True): self.kop,
            (True, False): self.staart,
            (True, True): self.midden,
        }

    def soort(self, links_open: bool, rechts_open: bool) -> Teksten:
        """Give the texts with these ends."""
        return self._soorten[links_open, rechts_open]

    def __contains__(self, tekst: object) -> bool:
        """Tell whether a text needs no guessing: it is a word, or an error that may be its start.

        Of errors in whole words this says no: nothing else is known of these.
        """
        if tekst in self._woordbits or tekst in self._echt:
            return True
        if any(tekst in soort.vast for soort in self._soorten.values()):
            return True
        open_ = (self.kop, self.staart, self.midden)
        return isinstance(tekst, str) and any(soort.fouten.van(tekst) for soort in open_)

    def van(self, soort: Teksten, tekst: str) -> int:
        """Give what a text of a kind stands for, also when there is an error in it."""
        som = soort.vast.get(tekst, 0)
        return som | soort.fout(tekst) if self._mag_fout(tekst) else som

    def heeft_getal(self) -> bool:
        """Tell whether one of the texts is a number."""
        soorten = self._soorten.values()
        return any(tekst.isdigit() for soort in soorten for tekst in soort.vast)

    def alle(self, soort: Teksten) -> dict[str, int]:
        """Give the texts of a kind, also those with an error in them, with what they stand for."""
        sommen = dict(soort.vast)
        for tekst, nummer in soort.fouten.alle():
            if self._mag_fout(tekst):
                sommen[tekst] = sommen.get(tekst, 0) | nummer
        return sommen

    def _mag_fout(self, tekst: str) -> bool:
        """Tell whether a text may be a typing error: it is no word itself."""
        return not self._woordbits.get(tekst, 0) & self._eigen and tekst not in self._echt


class Woordvinder:
    """Finds the words of a text that stand for something."""

    def __init__(
        self,
        woorden: Woorden,
        nummers: Nummers,
        patronen: Mapping[str, tuple[Leunend, ...]],
        spelling: Spelling,
        anders: Mapping[str, tuple[Ingang, ...]],
    ) -> None:
        """Know all of them.

        anders  what is found in one word without being one ("*-accident"), as `blok` gives a text
        """
        self._woorden, self._nummers, self._patronen = woorden, nummers, patronen
        self._spelling = spelling
        open_ = (*woorden.kop.vast, *woorden.staart.vast)
        self._greep = min(_GREEP, *map(len, open_), _GREEP)
        self._koppen = _per_greep((tekst[: self._greep], tekst) for tekst in woorden.kop.vast)
        self._staarten = _per_greep((tekst[-self._greep :], tekst) for tekst in woorden.staart.vast)
        self._overal = self._automaat(anders)

    def in_tekst(self, ruim: str) -> list[Vondst]:
        """Give what is found in a text as `blok` gives it, by where it ends, the longest first."""
        raak = [
            (laatste, laatste - (not een.rechts_open), een)
            for laatste, ingangen in self._overal.iter(ruim)
            for een in ingangen
        ]
        gezien: dict[str, list[Vondst]] = {}
        eind = 0
        for woord in ruim.split():
            start = ruim.index(woord, eind)
            eind = start + len(woord)
            if woord not in gezien:
                # A hostile note has one word half a million times.
                gezien[woord] = [*self._starten(woord), *self._heel(woord), *self._einden(woord)]
            raak += [(start + rang, start + tot, een) for rang, tot, een in gezien[woord]]
        return sorted(raak, key=_volgorde) if len(raak) > 1 else raak

    def _starten(self, woord: str) -> Iterator[Vondst]:
        kop = self._woorden.kop
        termen = self._koppen.get(woord[: self._greep], ())
        mogelijk = {tekst for tekst in termen if woord.startswith(tekst)}
        mogelijk.update(kop.fouten.starten(woord))
        sommen = [(len(tekst), self._woorden.van(kop, tekst)) for tekst in mogelijk]
        for tekst, bedoeld in self._spelling.starten(woord):
            sommen.append((len(tekst), self._woorden.van(kop, bedoeld)))
        for lengte, som in sommen:
            for groep in self._nummers.lees(som):
                yield lengte - 1, lengte - 1, Ingang(lengte, False, True, groep)

    def _heel(self, woord: str) -> Iterator[Vondst]:
        heel, bedoeld = self._woorden.heel, woord
        som = self._woorden.van(heel, woord)
        if not som:
            bedoeld = self._spelling.get(woord, "")
            som = self._woorden.van(heel, bedoeld) if bedoeld else 0
        lengte = len(woord)
        for groep in self._nummers.lees(som):
            patronen = self._patronen.get(bedoeld, ()) if groep is None else ()
            yield lengte, lengte - 1, Ingang(lengte, False, False, groep, "", patronen)

    def _einden(self, woord: str) -> Iterator[Vondst]:
        staart = self._woorden.staart
        termen = self._staarten.get(woord[-self._greep :], ())
        mogelijk = {tekst for tekst in termen if woord.endswith(tekst)}
        mogelijk.update(staart.fouten.einden(woord))
        for tekst in mogelijk:
            for groep in self._nummers.lees(self._woorden.van(staart, tekst)):
                yield len(woord), len(woord) - 1, Ingang(len(tekst), True, False, groep)

    def _automaat(self, anders: Mapping[str, tuple[Ingang, ...]]) -> Any:
        """Make what finds texts anywhere in a word: of a few, so with their errors in it."""
        automaat = ahocorasick.Automaton()
        for sleutel, ingangen in anders.items():
            automaat.add_word(sleutel, ingangen)
        for tekst, som in self._woorden.alle(self._woorden.midden).items():
            groepen = self._nummers.lees(som)
            ingangen = tuple(Ingang(len(tekst), True, True, groep) for groep in groepen)
            automaat.add_word(tekst, ingangen)
        return sluit(automaat)


def _volgorde(vondst: Vondst) -> tuple[int, int, bool]:
    """Sort by the rank, the longest first: of two as long, the one that starts a word is longer.

    What stands for the same text keeps its order.
    """
    rang, _, een = vondst
    return rang, -een.lengte, een.links_open


def sluit(automaat: Any) -> Any:
    """Make an automaton ready; one of nothing cannot be searched."""
    if not automaat:
        # A line end is in no text that is searched.
        automaat.add_word("\n", ())
    automaat.make_automaton()
    return automaat


def _per_greep(paren: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    per: dict[str, list[str]] = defaultdict(list)
    for greep, tekst in paren:
        per[greep].append(tekst)
    return {greep: tuple(teksten) for greep, teksten in per.items()}
