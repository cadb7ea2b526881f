"""The compiled lexicon: what the prefilter looks for, word classes as bits, patterns by word."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cache, cached_property, reduce
from itertools import chain
from operator import or_
from pathlib import Path
from string import punctuation
from typing import NamedTuple

from assessment.notities.ingang import Ingang, Leunend
from assessment.notities.patroon import Deel, Patronen, Patroon
from assessment.notities.poort import Poort, poort
from assessment.notities.spelling import Spelling
from assessment.notities.vakken import Bouwvakken, Vakken
from assessment.notities.vervolg import Vervolgen
from assessment.notities.vorm import Groep, Grond, Lexicon, Notitieregels, Samen
from assessment.notities.vouwen import NUL, blok, vouw_term, vouw_termen
from assessment.notities.woordvinder import Nummers, Woorden, Woordvinder
from assessment.notities.zoeker import Zoeker, is_rij
from assessment.rulefile import DATA, lees
from regres import ConfigProblem
from regres.berichten import bericht
from regres.waarde import dataclass

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
# bloot a part of the body that stands alone, datumwoord a year, a date or "geleden".
_VAST = ("getal", "deelwoord", "lijfschade", "contact", "bloot", "scheidbaar", "datumwoord")
# Classes of which careless spellings are made, besides the first words of combinations.
_SLORDIG = ("lichaamsdeel", "voertuig", "groot", "dier", "machine", "schade", "onzeker")
_KANT = ("linker", "rechter")


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
    som: int
    niet: int
    nodig: int


@dataclass
class Woordenboek:
    """All that reading needs; built once, then only read.

    vlug      the classes of every word and sign, for the one look into it that each word of a note
              gets; tekens: the signs among them, stippen: words with stops, which are not
    hoofd     the classes for which an unknown compound is what its last part is
    spelling   tells of a word that is not in `vlug` which one it may be a careless spelling of
    """

    bit: dict[str, int]
    vlug: dict[str, int]
    tekens: frozenset[str]
    stippen: dict[str, int]
    vervolg: Vervolgen
    maskers: dict[str, tuple[tuple[int, Patroon], ...]]
    maskerwoorden: frozenset[str]
    samen: tuple[Samenstel, ...]
    gronden: tuple[tuple[Grond, int], ...]
    vakken: Vakken
    zoeker: Zoeker
    regels: frozenset[str]
    versie: str
    hoofd: int
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

    def bits_van(self, woord: str) -> int | None:
        """Give the classes of a word; None for a sign, and for what is no word of the lexicon."""
        if woord in self.tekens:
            return None
        return self.vlug.get(woord, self.stippen.get(woord))

    @cached_property
    def getalvormen(self) -> frozenset[str]:
        """The numbers that mean more here than that they are one, with zeros for their digits."""
        woorden = chain(self.vlug, self.vervolg.eersten(), self.vakken.woorden())
        return frozenset(woord.translate(NUL) for woord in woorden if woord[-1].isdigit())

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
    klassen = {naam: vouw_termen(woorden) for naam, woorden in lexicon.klassen.items()}
    for naam, woorden in regels.klassen.items():
        klassen[naam] = (*klassen.get(naam, ()), *vouw_termen(woorden))
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


class _Mogelijk(NamedTuple):
    """The words of classes that a place of a pattern may have, and how many stand in many notes.

    rij  it may also be filled by words in a row, or by what is no word of the lexicon
    """

    woorden: frozenset[str]
    vaak: int
    overal: bool
    rij: bool


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
        self._een: dict[int, int] = {}
        self._zinnen: list[tuple[str, int]] = []
        self._stippen: dict[str, int] = {}
        self._samengesteld = [
            kop + staart
            for deel, staarten in lexicon.samenstellingen.items()
            for kop in lexicon.klassen[deel]
            for staart in staarten
        ]
        self._termen: list[str] = []
        self._patroon = Patronen(self.bit)
        self._patronen: dict[str, tuple[Leunend, ...]] = {}
        self._vaak = frozenset(regels.vaak)
        self._maskers: list[Patroon] = []
        self._maskerstarten: frozenset[str] = frozenset()
        self._nummers = Nummers(groepen)
        # A word with any of these classes is a word that people write, and no error in another.
        eigen = sum(self.bit.values()) - self.bit["scheidbaar"]
        self._woorden = Woorden(self._bits, eigen, lexicon.echte_woorden)
        self._rijen: dict[str, tuple[Ingang, ...]] = {}
        self._mogelijk: dict[int, _Mogelijk] = {}
        self._vakken = Bouwvakken(len(namen))

    def klaar(self) -> Woordenboek:
        """Build everything in the order in which the parts need each other."""
        self._leg_klassen()
        # These first, for they are asked of every note: low bits make small numbers.
        samen = tuple(self._leg_samen(regel) for regel in self._samen)
        if "beeldspraak" not in self._uit:
            self._maskers = [self._patroon.lees(regel) for regel in self._regels.beeldspraak]
        maskers = self._maskers_per_woord()
        for groep in self._groepen:
            self._leg_groep(groep)
        self._leg_sjablonen()
        self._leg_scheidbaar()
        vakken = self._vakken.klaar()
        vervolg = Vervolgen(self._zinnen, vakken)
        tekens = self._leg_vlug(vervolg.eersten())
        spelling = self._spelling()
        sommen = Sommen(self.bit)
        telt = sum(self.bit[naam] for naam in self._lexicon.hoofdwoorden)
        return Woordenboek(
            bit=self.bit,
            sommen=sommen,
            poort=poort(sommen.__getitem__),
            vlug=self._bits,
            tekens=tekens,
            stippen=self._stippen,
            vervolg=vervolg,
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
            hoofd=telt,
            staarten=frozenset(woord[-3:] for woord, bits in self._bits.items() if bits & telt),
            versie=f"{self._lexicon.versie}+{self._regels.versie}",
        )

    def _leg_klassen(self) -> None:
        """Give every word its classes; words in a row are put aside."""
        klassen = self._lexicon.klassen
        for naam, woorden in klassen.items():
            self._leg_woorden(woorden, self.bit[naam])
        for kant in _KANT:
            delen = (kant + deel for deel in klassen["lichaamsdeel"])
            self._leg_woorden(delen, self.bit["lichaamsdeel"])
        self._leg_woorden(self._samengesteld, self.bit["letsel"])

    def _leg_woorden(self, woorden: Iterable[str], bit: int) -> None:
        bits, een = self._bits, self._een
        for woord in woorden:
            eerder = bits.get(woord)
            if eerder is not None:
                # Equal numbers are one object: there are far fewer of them than words.
                bits[woord] = een.setdefault(eerder | bit, eerder | bit)
            elif " " not in woord:
                bits[woord] = bit
            else:
                self._zinnen.append((woord, bit))

    def _leg_vlug(self, eersten: Iterable[str]) -> frozenset[str]:
        """Put beside the words what else a word of a note may be; gives what is no word."""
        for woord in (*eersten, *self._maskerstarten):
            self._bits.setdefault(woord, 0)
        # Dotted words lose their stops before they are looked up.
        for woord in [woord for woord in self._bits if woord[1:2] == "."]:
            self._stippen[woord] = self._bits.pop(woord)
        tekens = frozenset(punctuation + "\n") - self._bits.keys()
        self._bits.update(dict.fromkeys(tekens, 0))
        return tekens

    def _leg_groep(self, groep: Groep) -> None:
        nummer = self._nummers.groep(groep)
        for term in groep.termen:
            self._termen.append(self._leg_term(vouw_term(term), groep, nummer))
        for woord in self._samengesteld if groep.id == "letsel" else ():
            self._leg_tekst(woord, (False, False), groep, nummer)
        for term in map(vouw_term, groep.typefouten):
            soort = self._woorden.soort(term.startswith("*"), term.endswith("*"))
            soort.fouten.voeg_toe(term.strip("*"), nummer)
        for regel in groep.patronen:
            self._leg_patroon(self._patroon.lees(regel), groep)

    def _leg_patroon(self, patroon: Patroon, groep: Groep) -> None:
        plek = self._ankerplek(patroon)
        leunt = self._vakken.nodig(patroon.moet), patroon, groep, plek
        ankers = self._ankers(patroon.delen[plek])
        # Words of a class have the same patterns: one row for all of them.
        gelijk: dict[int, tuple[tuple[Leunend, ...], tuple[Leunend, ...]]] = {}
        for woord in ankers:
            eerder = self._patronen.get(woord, ())
            if id(eerder) not in gelijk:
                gelijk[id(eerder)] = eerder, (*eerder, leunt)
            self._patronen[woord] = gelijk[id(eerder)][1]
        self._leg_ankers(ankers)

    def _ankerplek(self, patroon: Patroon) -> int:
        """Choose the place whose words are rarest: the prefilter will look for those.

        The core, unless another place has fewer words that stand in many notes.
        """
        keuzes = []
        for n, deel in enumerate(patroon.delen):
            klasse = self._van_klassen(deel.bits)
            eigen = deel.woorden - klasse.woorden
            los = deel.mag_weg or deel.slot or (n != patroon.kern and klasse.rij)
            overal = klasse.overal or not eigen.isdisjoint(_OVERAL)
            if not los and (n == patroon.kern or not overal):
                vaak = klasse.vaak + len(eigen & self._vaak)
                keuzes.append((vaak, n != patroon.kern, len(klasse.woorden) + len(eigen), n))
        return min(keuzes)[3]

    def _van_klassen(self, bits: int) -> _Mogelijk:
        """Give the words of some classes; asked for the same ones again and again."""
        gevonden = self._mogelijk.get(bits)
        if gevonden is None:
            klassen = [
                woorden for naam, woorden in self._lexicon.klassen.items() if bits & self.bit[naam]
            ]
            woorden = frozenset(woord for klasse in klassen for woord in klasse)
            enkel = frozenset(woord for woord in woorden if " " not in woord)
            ook = bits & (self.bit["getal"] | self.bit["deelwoord"])
            gevonden = self._mogelijk[bits] = _Mogelijk(
                enkel,
                len(enkel & self._vaak),
                not enkel.isdisjoint(_OVERAL),
                bool(ook) or len(enkel) < len(woorden),
            )
        return gevonden

    def _leg_term(self, term: str, groep: Groep, nummer: int) -> str:
        """Look for a term; gives it without the signs for its ends."""
        kaal = term.strip("*")
        self._leg_tekst(kaal, (term.startswith("*"), term.endswith("*")), groep, nummer)
        return kaal

    def _leg_tekst(
        self, tekst: str, open_: tuple[bool, bool], groep: Groep | None, nummer: int
    ) -> None:
        if tekst.isalnum():
            self._woorden.soort(*open_).zet(tekst, nummer)
            return
        nieuw = Ingang(len(tekst), *open_, groep, "#" if tekst[-1] == "#" else "")
        eerder = self._rijen.setdefault(tekst, (nieuw,))
        if not any(een[1:3] == open_ and een.groep is groep for een in eerder):
            self._rijen[tekst] = (*eerder, nieuw)

    def _leg_ankers(self, woorden: Iterable[str]) -> None:
        """Make the prefilter look for words; one that is everywhere would let all through."""
        nummer = self._nummers.anker
        for woord in woorden:
            if woord in _OVERAL:
                raise ValueError(f"het kernwoord '{woord}' staat in bijna elke notitie")
            self._leg_tekst(woord, (False, False), None, nummer)

    def _maskers_per_woord(self) -> dict[str, tuple[tuple[int, Patroon], ...]]:
        """Give the expressions by the rarest word that they need: a note has few of those."""
        per_woord: dict[str, list[tuple[int, Patroon]]] = {}
        for masker in self._maskers:
            starten = self._ankers(masker.delen[0])
            self._maskerstarten |= starten
            # An expression of classes only is found by the words it may start with.
            paar = self._vakken.nodig(masker.moet), masker
            for woord in masker.moet[0][0] or starten:
                per_woord.setdefault(woord, []).append(paar)
        return {woord: tuple(maskers) for woord, maskers in per_woord.items()}

    def _ankers(self, deel: Deel) -> frozenset[str]:
        """Give the words that a place of a pattern may have."""
        return deel.woorden | self._van_klassen(deel.bits).woorden

    def _leg_samen(self, regel: Samen) -> Samenstel:
        genoemd = [*(naam for deel in regel.alle for naam in deel), *regel.niet]
        vreemd = [naam for naam in genoemd if naam not in self.bit]
        if vreemd:
            raise ValueError(f"{regel.id} noemt klassen die niet bestaan: {', '.join(vreemd)}")
        klassen = self._lexicon.klassen
        # A part of groups only needs no words of its own: the groups make a note a candidate.
        if all(any(naam in klassen or naam in _VAST for naam in deel) for deel in regel.alle):
            for naam in regel.alle[0]:
                self._leg_ankers(klassen.get(naam, ()))
                if naam == "bloot":
                    self._leg_bloot()
        bits = tuple(sum(self.bit[naam] for naam in deel) for deel in regel.alle)
        return Samenstel(
            regel,
            bits,
            reduce(or_, bits),
            sum(self.bit[naam] for naam in regel.niet),
            self._vakken.nodig([(frozenset(), deel) for deel in bits]),
        )

    def _leg_bloot(self) -> None:
        """Look for parts of the body behind a sign: anywhere is in too many notes."""
        for woord in self._lexicon.klassen["lichaamsdeel"]:
            self._leg_tekst(f" {woord}", (False, False), None, 0)

    def _leg_grond(self, grond: Grond) -> tuple[Grond, int]:
        """Put the classes of a ground together as bits."""
        vreemd = [naam for naam in grond.klassen if naam not in self.bit]
        if vreemd:
            raise ValueError(f"{grond.id} noemt klassen die niet bestaan: {', '.join(vreemd)}")
        return grond, sum(self.bit[naam] for naam in grond.klassen)

    def _leg_sjablonen(self) -> None:
        self._leg_ankers(self._lexicon.klassen["vraagwoord"])
        self._leg_ankers(set(self._lexicon.klassen["keuze"]) - self._vaak)

    def _scheidbaar(self) -> dict[str, tuple[tuple[int, frozenset[str]], ...]]:
        """Give per verb the classes it gets from its other half."""
        gevonden: dict[str, list[tuple[int, frozenset[str]]]] = {}
        for naam, werkwoorden in self._regels.scheidbaar.items():
            for vormen, halven in werkwoorden.items():
                paar = (self.bit[naam], frozenset(halven.split()))
                for vorm in vormen.split():
                    gevonden.setdefault(vorm, []).append(paar)
        return {vorm: tuple(paren) for vorm, paren in gevonden.items()}

    def _leg_scheidbaar(self) -> None:
        vormen = self._scheidbaar()
        self._leg_ankers(vormen)
        self._leg_woorden(vormen, self.bit["scheidbaar"])

    def _spelling(self) -> Spelling:
        """Let careless spellings of the words that tell of an event lead to the word itself."""
        namen = set(_SLORDIG) | {naam for regel in self._samen for naam in regel.alle[0]}
        klassen = (self._lexicon.klassen.get(naam, ()) for naam in namen)
        woorden = {woord for klasse in klassen for woord in klasse}.union(self._termen)
        spelling = Spelling(woorden, self._woorden, self._woorden.heel.fouten)
        spelling.open_met(woorden & self._woorden.alle(self._woorden.kop).keys())
        return spelling

    def _zoeker(self, spelling: Spelling) -> Zoeker:
        rijen: dict[str, tuple[Ingang, ...]] = {}
        for tekst, ingangen in self._rijen.items():
            kaal = blok(tekst)
            for een in ingangen if not kaal.isspace() else ():
                # Open to a side: no space there, so that it is found inside a word.
                sleutel = kaal[een.links_open : len(kaal) - een.rechts_open]
                patronen = self._patronen.get(tekst, ()) if een.groep is None else ()
                rijen[sleutel] = (*rijen.get(sleutel, ()), een._replace(patronen=patronen))
        gewoon = {
            woord: 3 - (woord in self._vaak) if woord in _OVERAL else 1
            for woord in self._vaak | _OVERAL
        }
        anders = {sleutel: rijen.pop(sleutel) for sleutel in list(rijen) if not is_rij(sleutel)}
        woorden = Woordvinder(self._woorden, self._nummers, self._patronen, spelling, anders)
        return Zoeker(woorden, rijen, gewoon, cijfers=self._woorden.heeft_getal())
