"""The compiled lexicon: one automaton for the prefilter, word classes as bits, patterns by word."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, reduce
from operator import or_
from pathlib import Path
from string import punctuation

from assessment.notities.patroon import Deel, Patroon, lees_patroon
from assessment.notities.poort import Poort, poort
from assessment.notities.spelling import Spelling, Typefouten, slordig, varianten
from assessment.notities.vakken import Bouwvakken, Vakken
from assessment.notities.vorm import Groep, Grond, Lexicon, Notitieregels, Samen
from assessment.notities.vouwen import blok, vouw_term
from assessment.notities.zoeker import Ingang, Leunend, Zoeker
from assessment.rulefile import DATA, lees
from regres import ConfigProblem
from regres.berichten import bericht

LEXICON, REGELS = DATA / "notitielexicon.yaml", DATA / "notitieregels.yaml"
#: Where these problems are: no file, but the rules for notes as a whole.
_WAAR = "notities"
# No pattern may lean on these: nearly every note would have to be read for it.
_OVERAL = frozenset(
    [
        "in",
        "op",
        "te",
        "af",
        "aan",
        "weg",
        "naar",
        "over",
        "onder",
        "tegen",
        "bij",
        "van",
        "met",
        "door",
        "uit",
        "ten",
        "tot",
        "om",
        "en",
        "of",
        "is",
        "was",
        "niet",
        "geen",
        "er",
        "het",
        "de",
        "een",
        "die",
        "dat",
        "zijn",
        "haar",
        "hem",
        "zij",
        "hij",
        "ze",
        "mw",
        "client",
        "voor",
        "na",
        "heeft",
        "had",
        "wordt",
        "werd",
        "kan",
    ]
)
# Given while reading: lijfschade is damage beside a part of the body, contact "tegen zijn hoofd",
# bloot a part of the body that stands alone.
_VAST = ("getal", "deelwoord", "lijfschade", "contact", "bloot", "scheidbaar")
# Classes of which careless spellings are made, besides the first words of combinations.
_SLORDIG = ("lichaamsdeel", "voertuig", "groot", "dier", "machine", "schade", "onzeker")
_KANT = ("linker", "rechter")


@dataclass(frozen=True, slots=True)
class Vervolg:
    """What two words in a row may be the start of.

    twee    the classes of the two together; langer: of more words, by the third, with what follows
    som     all that may come of it, whatever follows, with the places that fills (vakken.py)
    """

    twee: int
    langer: dict[str, list[tuple[tuple[str, ...], int]]]
    som: int


class Sommen(dict[tuple[str, ...], int]):
    """Classes asked for together, as one number; only names that stand in the code are asked."""

    def __init__(self, bit: Mapping[str, int]) -> None:
        super().__init__()
        self._bit = bit

    def __missing__(self, namen: tuple[str, ...]) -> int:
        som = self[namen] = reduce(or_, [self._bit[naam] for naam in namen], 0)
        return som


@dataclass(frozen=True, slots=True)
class Samenstel:
    """A combination with its classes as bits."""

    regel: Samen
    bits: tuple[int, ...]
    niet: int
    nodig: int


@dataclass
class Woordenboek:
    """All that reading needs; built once, then only read.

    woordbits  the classes of every word; vlug: the same with signs, for the one look into it
               that every word of every note gets
    spelling   tells of a word that is not in `vlug` which one it may be a careless spelling of
    """

    bit: dict[str, int]
    woordbits: dict[str, int]
    vlug: dict[str, int]
    vervolg: dict[str, dict[str, Vervolg]]
    maskers: dict[str, tuple[tuple[int, Patroon], ...]]
    maskerwoorden: frozenset[str]
    samen: tuple[Samenstel, ...]
    gronden: tuple[tuple[Grond, int], ...]
    vakken: Vakken
    zoeker: Zoeker
    regels: frozenset[str]
    versie: str
    hoofdwoorden: dict[str, int]
    staarten: frozenset[str]
    afkortingen: frozenset[str]
    vraag: int
    keuze: int
    correctie: int
    samen_van: dict[str, Samenstel]
    spelling: Spelling
    scheidbaar: dict[str, tuple[tuple[int, frozenset[str]], ...]]
    scheidbaar_som: int
    sommen: Sommen
    poort: Poort

    def kent_getal(self, getal: str) -> bool:
        """Tell whether a number means more here than that it is one."""
        return getal in self.vlug or getal in self.vervolg or self.vakken.kent(getal)


@cache
def gegevens(lexicon: Path = LEXICON, regels: Path = REGELS) -> tuple[Lexicon, Notitieregels]:
    """Read both data files; raises ConfigProblem with everything that is wrong in one of them."""
    return lees(lexicon, Lexicon), lees(regels, Notitieregels)


def bouw(
    lexicon: Lexicon,
    regels: Notitieregels,
    extra: Mapping[str, Sequence[str]] | None = None,
    uit: Collection[str] = (),
) -> Woordenboek:
    """Compile the data with a municipality's own terms; raises ConfigProblem (A-0003, A-0004)."""
    _keur(lexicon, regels, extra or {}, uit)
    lexicon = lexicon.model_copy(update={"klassen": _klassen(lexicon, regels)})
    groepen = [_aangevuld(groep, (extra or {}).get(groep.id, ())) for groep in lexicon.groepen]
    groepen = [groep for groep in groepen if groep.id not in uit]
    samen = [regel for regel in regels.samen if regel.id not in uit]
    try:
        return _Bouw(lexicon, regels, groepen, samen, uit).klaar()
    except ValueError as error:
        raise ConfigProblem(bericht("A-0003", waar=_WAAR, fout=error)) from error


def _klassen(lexicon: Lexicon, regels: Notitieregels) -> dict[str, tuple[str, ...]]:
    """Put the classes of both files together, folded; words of the same class add up."""
    klassen = {naam: tuple(map(vouw_term, woorden)) for naam, woorden in lexicon.klassen.items()}
    for naam, woorden in regels.klassen.items():
        klassen[naam] = (*klassen.get(naam, ()), *map(vouw_term, woorden))
    return klassen


def _keur(
    lexicon: Lexicon,
    regels: Notitieregels,
    extra: Mapping[str, Sequence[str]],
    uit: Collection[str],
) -> None:
    groepen = {groep.id for groep in lexicon.groepen}
    namen = groepen | {regel.id for regel in regels.regels} | {regel.id for regel in regels.samen}
    fouten = [
        *(
            bericht("A-0004", "groep", waar=_WAAR, naam=naam)
            for naam in extra
            if naam not in groepen
        ),
        *(bericht("A-0004", "regel", waar=_WAAR, naam=naam) for naam in uit if naam not in namen),
        *(
            bericht("A-0004", "kort", waar=_WAAR, naam=naam)
            for naam, termen in extra.items()
            if any(sum(letter.isalnum() for letter in term) < 3 for term in termen)
        ),
    ]
    if fouten:
        raise ConfigProblem(*fouten)


def _aangevuld(groep: Groep, eigen: Sequence[str]) -> Groep:
    return groep.model_copy(update={"termen": (*groep.termen, *eigen)}) if eigen else groep


class _Bouw:
    """Collects everything per word, then freezes it."""

    def __init__(
        self,
        lexicon: Lexicon,
        regels: Notitieregels,
        groepen: Sequence[Groep],
        samen: Sequence[Samen],
        uit: Collection[str],
    ) -> None:
        self._lexicon, self._regels = lexicon, regels
        self._groepen, self._samen, self._uit = groepen, samen, uit
        namen = [*_VAST, *lexicon.klassen, *(groep.id for groep in lexicon.groepen)]
        self.bit = {naam: 1 << n for n, naam in enumerate(namen)}
        self._bits: dict[str, int] = {}
        self._vervolg: dict[str, dict[str, list[tuple[tuple[str, ...], int]]]] = {}
        self._patronen: dict[str, list[Leunend]] = {}
        self._vaak = frozenset(regels.vaak)
        self._maskers: dict[str, list[Patroon]] = {}
        self._ingangen: dict[str, tuple[Ingang, ...]] = {}
        self._soorten: dict[tuple[int, bool, bool, str, str], tuple[Ingang]] = {}
        self._gelijk: dict[str, str] = {}
        self._fouten: Typefouten[Groep] = Typefouten()
        self._vakken = Bouwvakken(len(namen))

    def klaar(self) -> Woordenboek:
        """Build everything in the order in which the parts need each other."""
        self._leg_klassen()
        # These first, for they are asked of every note: low bits make small numbers.
        samen = tuple(self._leg_samen(regel) for regel in self._samen)
        if "beeldspraak" not in self._uit:
            for regel in self._regels.beeldspraak:
                self._leg_masker(lees_patroon(regel, self.bit))
        maskers = self._maskers_per_woord()
        for groep in self._groepen:
            self._leg_groep(groep)
        self._leg_sjablonen()
        self._leg_scheidbaar()
        spelling = self._leg_spelling()
        vakken = self._vakken.klaar()
        woordbits = self._woordbits()
        sommen = Sommen(self.bit)
        return Woordenboek(
            bit=self.bit,
            sommen=sommen,
            poort=poort(sommen.__getitem__),
            woordbits=woordbits,
            vlug=self._vlug(woordbits),
            vervolg=self._vervolgen(vakken),
            maskers=maskers,
            maskerwoorden=frozenset(maskers),
            samen=samen,
            gronden=tuple(self._leg_grond(grond) for grond in self._regels.gronden),
            afkortingen=frozenset(self._lexicon.klassen["afkorting"]),
            vraag=self.bit["vraagwoord"],
            keuze=self.bit["keuze"],
            correctie=self.bit["correctie"] | self.bit["correctie_ja"],
            spelling=spelling,
            scheidbaar=self._scheidbaar(),
            scheidbaar_som=self.bit["scheidbaar"],
            samen_van={een.regel.id: een for een in samen},
            vakken=vakken,
            zoeker=self._zoeker(spelling),
            regels=frozenset(regel.id for regel in self._regels.regels) - frozenset(self._uit),
            hoofdwoorden=self._hoofdwoorden(),
            staarten=frozenset(woord[-3:] for woord in self._hoofdwoorden()),
            versie=f"{self._lexicon.versie}+{self._regels.versie}",
        )

    def _hoofdwoorden(self) -> dict[str, int]:
        """Give the words that an unknown compound may end in, with only the classes that count."""
        telt = sum(self.bit[naam] for naam in self._lexicon.hoofdwoorden)
        return {woord: bits & telt for woord, bits in self._bits.items() if bits & telt}

    def _alle_woorden(self) -> set[str]:
        return {*self._bits, *self._vervolg, *self._maskers}

    def _woordbits(self) -> dict[str, int]:
        # Equal numbers are one object: what is looked at for every word had better be small.
        een: dict[int, int] = {}
        bits = ((woord, self._bits.get(woord, 0)) for woord in self._alle_woorden())
        return {woord: een.setdefault(som, som) for woord, som in bits}

    def _vlug(self, woordbits: Mapping[str, int]) -> dict[str, int]:
        """Give what a word of a note is at one look."""
        vlug = {**dict.fromkeys(punctuation + "\n", 0), **woordbits}
        # Dotted words lose their stops before they are looked up.
        return {woord: bits for woord, bits in vlug.items() if woord[1:2] != "."}

    def _leg_klassen(self) -> None:
        for naam, woorden in self._lexicon.klassen.items():
            for woord in woorden:
                self._leg_woord(woord, self.bit[naam])
        for deel in self._lexicon.klassen["lichaamsdeel"]:
            for kant in _KANT:
                self._leg_woord(kant + deel, self.bit["lichaamsdeel"])
        for deel, staarten in self._lexicon.samenstellingen.items():
            for kop in self._lexicon.klassen[deel]:
                for staart in staarten:
                    self._leg_woord(kop + staart, self.bit["letsel"])

    def _leg_woord(self, woord: str, bit: int) -> None:
        eerste, *rest = woord.split()
        if not rest:
            self._bits[woord] = self._bits.get(woord, 0) | bit
            return
        self._vervolg.setdefault(eerste, {}).setdefault(rest[0], []).append((tuple(rest), bit))

    def _leg_groep(self, groep: Groep) -> None:
        for term in self._termen(groep):
            self._leg_term(vouw_term(term), groep)
        for term in groep.typefouten:
            self._leg_typefouten(vouw_term(term), groep)
        for regel in groep.patronen:
            patroon = lees_patroon(regel, self.bit)
            plek, nodig = self._ankerplek(patroon), self._vakken.nodig(patroon.moet)
            for woord in self._ankers(patroon.delen[plek]):
                self._patronen.setdefault(woord, []).append((nodig, patroon, groep, plek))
                self._anker(woord)

    def _ankerplek(self, patroon: Patroon) -> int:
        """Choose the place whose words are rarest: the prefilter will look for those.

        The core, unless another place has fewer words that stand in many notes.
        """
        keuzes = []
        for n, deel in enumerate(patroon.delen):
            woorden = set(self._ankers(deel))
            los = deel.mag_weg or deel.slot or (n != patroon.kern and self._heeft_rij(deel))
            if not los and (n == patroon.kern or not woorden & _OVERAL):
                keuzes.append((len(woorden & self._vaak), n != patroon.kern, len(woorden), n))
        return min(keuzes)[3]

    def _heeft_rij(self, deel: Deel) -> bool:
        """Tell whether a place may be filled by words in a row, which no anchor stands for."""
        if not deel.bits:
            return False
        return any(
            deel.bits & self.bit[naam] and any(" " in woord for woord in woorden)
            for naam, woorden in self._lexicon.klassen.items()
        ) or bool(deel.bits & (self.bit["getal"] | self.bit["deelwoord"]))

    def _termen(self, groep: Groep) -> Iterator[str]:
        yield from groep.termen
        if groep.id == "letsel":
            for deel, staarten in self._lexicon.samenstellingen.items():
                yield from (k + s for k in self._lexicon.klassen[deel] for s in staarten)

    def _leg_term(self, term: str, groep: Groep) -> None:
        self._ingang(term.strip("*"), term.startswith("*"), term.endswith("*"), groep)

    def _leg_typefouten(self, term: str, groep: Groep) -> None:
        kaal = term.strip("*")
        heel = kaal == term
        for variant in varianten(kaal):
            # Of a whole word only what is a text already: the rest is looked up when it comes.
            nodig = not heel or variant in self._ingangen or variant == kaal
            if nodig and self._mag_fout(variant):
                self._ingang(variant, term.startswith("*"), term.endswith("*"), groep)
        if heel:
            self._fouten.voeg_toe(kaal, groep)

    def _mag_fout(self, woord: str) -> bool:
        """Tell whether a text may be a typing error: it is no word itself."""
        return woord not in self._lexicon.echte_woorden and woord not in self._bits

    def _ingang(self, tekst: str, links: bool, rechts: bool, groep: Groep | None) -> None:
        if tekst not in self._ingangen and self._mag_fout(tekst):
            for eerder in self._fouten.van(tekst):
                self._zet(tekst, False, False, eerder)
        self._zet(tekst, links, rechts, groep)

    def _zet(self, tekst: str, links: bool, rechts: bool, groep: Groep | None) -> None:
        nieuw = self._soort(len(tekst), links, rechts, groep, "#" if tekst[-1] == "#" else "")
        oud = self._ingangen.get(tekst)
        if oud is None:
            self._ingangen[tekst] = nieuw
        elif all(een is not nieuw[0] for een in oud):
            self._ingangen[tekst] = oud + nieuw

    def _soort(
        self, lengte: int, links: bool, rechts: bool, groep: Groep | None, teken: str
    ) -> tuple[Ingang]:
        """Give one and the same entry for all texts that need no more: there are many thousands."""
        sleutel = lengte, links, rechts, groep.id if groep else "", teken
        soort = self._soorten.get(sleutel)
        if soort is None:
            soort = (Ingang(lengte, links, rechts, groep, teken),)
            self._soorten[sleutel] = soort
        return soort

    def _leg_masker(self, patroon: Patroon) -> None:
        for woord in self._ankers(patroon.delen[0]):
            self._maskers.setdefault(woord, []).append(patroon)

    def _vervolgen(self, vakken: Vakken) -> dict[str, dict[str, Vervolg]]:
        """Freeze what may follow a word."""
        return {
            eerste: {tweede: _vervolg(rijen, vakken) for tweede, rijen in meer.items()}
            for eerste, meer in self._vervolg.items()
        }

    def _maskers_per_woord(self) -> dict[str, tuple[tuple[int, Patroon], ...]]:
        """Give the expressions by the rarest word that they need: a note has few of those."""
        per_woord: dict[str, list[tuple[int, Patroon]]] = {}
        for masker in {een for maskers in self._maskers.values() for een in maskers}:
            # An expression of classes only is found by the words it may start with.
            nodig = self._vakken.nodig(masker.moet)
            for woord in masker.moet[0][0] or self._ankers(masker.delen[0]):
                per_woord.setdefault(woord, []).append((nodig, masker))
        return {woord: tuple(maskers) for woord, maskers in per_woord.items()}

    def _ankers(self, deel: Deel) -> Iterator[str]:
        """Give the words that the kern of a pattern may be."""
        yield from deel.woorden
        for naam, woorden in self._lexicon.klassen.items() if deel.bits else ():
            if deel.bits & self.bit[naam]:
                yield from (woord for woord in woorden if " " not in woord)

    def _anker(self, woord: str) -> None:
        """Make the prefilter look for a word; a word that is everywhere would let all through."""
        if woord in _OVERAL:
            raise ValueError(f"het kernwoord '{woord}' staat in bijna elke notitie")
        self._ingang(woord, False, False, None)

    def _leg_samen(self, regel: Samen) -> Samenstel:
        genoemd = [*(naam for deel in regel.alle for naam in deel), *regel.niet]
        vreemd = [naam for naam in genoemd if naam not in self.bit]
        if vreemd:
            raise ValueError(f"{regel.id} noemt klassen die niet bestaan: {', '.join(vreemd)}")
        klassen = self._lexicon.klassen
        # A part of groups only needs no words of its own: the groups make a note a candidate.
        if all(any(naam in klassen or naam in _VAST for naam in deel) for deel in regel.alle):
            for naam in regel.alle[0]:
                for woord in klassen.get(naam, ()):
                    self._anker(woord)
                if naam == "bloot":
                    self._leg_bloot()
        bits = tuple(sum(self.bit[naam] for naam in deel) for deel in regel.alle)
        return Samenstel(
            regel,
            bits,
            sum(self.bit[naam] for naam in regel.niet),
            self._vakken.nodig([(frozenset(), deel) for deel in bits]),
        )

    def _leg_bloot(self) -> None:
        """Look for parts of the body behind a sign: anywhere is in too many notes."""
        for woord in self._lexicon.klassen["lichaamsdeel"]:
            self._ingang(f" {woord}", links=False, rechts=False, groep=None)

    def _leg_grond(self, grond: Grond) -> tuple[Grond, int]:
        """Put the classes of a ground together as bits."""
        vreemd = [naam for naam in grond.klassen if naam not in self.bit]
        if vreemd:
            raise ValueError(f"{grond.id} noemt klassen die niet bestaan: {', '.join(vreemd)}")
        return grond, sum(self.bit[naam] for naam in grond.klassen)

    def _leg_sjablonen(self) -> None:
        for woord in self._lexicon.klassen["vraagwoord"]:
            self._anker(woord)
        for woord in set(self._lexicon.klassen["keuze"]) - self._vaak:
            self._anker(woord)

    def _scheidbaar(self) -> dict[str, tuple[tuple[int, frozenset[str]], ...]]:
        """Give per verb the classes it gets from its other half."""
        gevonden: dict[str, list[tuple[int, frozenset[str]]]] = {}
        for naam, werkwoorden in self._regels.scheidbaar.items():
            for vormen, halven in werkwoorden.items():
                for vorm in vormen.split():
                    paar = (self.bit[naam], frozenset(halven.split()))
                    gevonden.setdefault(vorm, []).append(paar)
        return {vorm: tuple(paren) for vorm, paren in gevonden.items()}

    def _leg_scheidbaar(self) -> None:
        for vorm in self._scheidbaar():
            # The anchor first: by its class it would be known, and no typing error any more.
            self._anker(vorm)
            self._leg_woord(vorm, self.bit["scheidbaar"])

    def _leg_spelling(self) -> Spelling:
        """Let careless spellings of the words that tell of an event lead to the word itself."""
        namen = set(_SLORDIG) | {naam for regel in self._samen for naam in regel.alle[0]}
        klassen = (self._lexicon.klassen.get(naam, ()) for naam in namen)
        woorden = {woord for klasse in klassen for woord in klasse}
        woorden.update(
            vouw_term(term).strip("*") for groep in self._groepen for term in groep.termen
        )
        bekend = {*self._alle_woorden(), *self._lexicon.echte_woorden, *woorden}
        for woord in bekend - self._ingangen.keys():
            if self._mag_fout(woord):
                for groep in self._fouten.van(woord):
                    self._zet(woord, False, False, groep)
        bekend.update(self._ingangen)
        spelling = Spelling(woorden, bekend, self._fouten)
        for woord in woorden:
            self._leg_open_spelling(woord, spelling)
        return spelling

    def _leg_open_spelling(self, woord: str, spelling: Spelling) -> None:
        """Put in what a word may also start with; a whole word is looked up when it comes."""
        open_ = [een for een in self._ingangen.get(woord, ()) if _is_kop(een)]
        for variant in slordig(woord) if open_ else ():
            if spelling.get(variant, "") == woord:
                self._gelijk[variant] = woord
                for een in open_:
                    self._ingang(variant, False, True, een.groep)

    def _zoeker(self, spelling: Spelling) -> Zoeker:
        """Take what was gathered: two of it beside the automaton would be the peak of a run."""
        sleutels: dict[str, tuple[Ingang, ...]] = {}
        for tekst in list(self._ingangen):
            ingangen = self._ingangen.pop(tekst)
            kaal = f" {tekst} " if tekst.isalnum() else blok(tekst)
            if not kaal.isspace():
                for een in self._met(tekst, ingangen):
                    # Open to a side: no space there, so that it is found inside a word.
                    sleutel = kaal[een[0].links_open : len(kaal) - een[0].rechts_open]
                    sleutels[sleutel] = sleutels[sleutel] + een if sleutel in sleutels else een
        gewoon = {
            woord: 3 - (woord in self._vaak) if woord in _OVERAL else 1
            for woord in self._vaak | _OVERAL
        }
        return Zoeker(sleutels, gewoon, spelling, self._fouten)

    def _met(self, tekst: str, ingangen: tuple[Ingang, ...]) -> Iterator[tuple[Ingang, ...]]:
        """Give each entry of a text as a tuple of one, with the patterns that lean on the text."""
        patronen = self._patronen.get(self._gelijk.get(tekst, tekst))
        if patronen is None and len(ingangen) == 1:
            yield ingangen
            return
        for een in ingangen:
            leunt = patronen and een.groep is None
            yield (een._replace(patronen=tuple(patronen or ())) if leunt else een,)


def _is_kop(een: Ingang) -> bool:
    """Tell whether a text is found as the start of a word."""
    return een.rechts_open and not een.links_open


def _vervolg(rijen: Sequence[tuple[tuple[str, ...], int]], vakken: Vakken) -> Vervolg:
    som = reduce(or_, (bit for _, bit in rijen))
    twee = reduce(or_, (bit for rest, bit in rijen if len(rest) == 1), 0)
    langer: dict[str, list[tuple[tuple[str, ...], int]]] = {}
    for rest, bit in rijen:
        if len(rest) > 1:
            langer.setdefault(rest[1], []).append((rest, bit))
    return Vervolg(twee, langer, som | vakken.van_klassen(som))
