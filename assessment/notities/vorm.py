"""The shape of the two data files of the text engine: the lexicon and the rules of context."""

from enum import StrEnum
from typing import Self

from pydantic import model_validator

from assessment.rulefile import Blad
from regres import JaNee
from regres.words import Hoedanigheid, OngevalSoort


class Aard(StrEnum):
    """What a term says when nothing takes it back.

    ongeval  a damaging event; val: a fall; claim: someone is held liable for an injury
    letsel   an injury that an accident may have caused; vaag: something happened
    open     the note leaves open what a complaint comes from: whose it is and what is denied beside
             it no longer matter
    """

    ONGEVAL = "ongeval"
    VAL = "val"
    CLAIM = "claim"
    LETSEL = "letsel"
    VAAG = "vaag"
    OPEN = "open"


class Vorm(StrEnum):
    """How the word stands in its clause; it decides whether the subject suffers or does it."""

    NAAMWOORD = "naamwoord"
    DEELWOORD = "deelwoord"
    BEDRIJVEND = "bedrijvend"
    ONOVERGANKELIJK = "onovergankelijk"


class Groep(Blad):
    """Terms that mean the same kind of event.

    typefouten  terms that are also found with one typing error in them
    termen    "woord" whole, "stam*" with any ending, "*woord" as the end of a compound
    patronen  words in a row; a|b either, <klasse> any word of a class, a? may be absent,
              .. up to four words in between, # a number, ! the word that the prefilter looks for
    """

    id: str
    aard: Aard
    vorm: Vorm = Vorm.NAAMWOORD
    soort: OngevalSoort = OngevalSoort.ONBEKEND
    derde: JaNee = JaNee.ONBEKEND
    hoedanigheid: Hoedanigheid = Hoedanigheid.ONBEKEND
    typefouten: tuple[str, ...] = ()
    termen: tuple[str, ...] = ()
    patronen: tuple[str, ...] = ()


class Lexicon(Blad):
    """All words: classes (what words are) and groups (what they say)."""

    versie: str
    klassen: dict[str, tuple[str, ...]]
    groepen: tuple[Groep, ...]
    samenstellingen: dict[str, tuple[str, ...]]
    hoofdwoorden: tuple[str, ...]
    echte_woorden: frozenset[str]

    @model_validator(mode="after")
    def _enkel(self) -> Self:
        namen = [*self.klassen, *(groep.id for groep in self.groepen)]
        dubbel = sorted({naam for naam in namen if namen.count(naam) > 1})
        if dubbel:
            raise ValueError(f"deze namen staan er dubbel: {', '.join(dubbel)}")
        leeg = [groep.id for groep in self.groepen if not groep.termen and not groep.patronen]
        if leeg:
            raise ValueError(f"groepen zonder woorden: {', '.join(leeg)}")
        vreemd = [
            naam for naam in (*self.samenstellingen, *self.hoofdwoorden) if naam not in self.klassen
        ]
        if vreemd:
            raise ValueError(f"deze klassen bestaan niet: {', '.join(vreemd)}")
        return self


class Samen(Blad):
    """An event out of words that mean nothing alone: all of them within one clause.

    zin   looked for in the whole sentence, not in one clause
    buur  looked for in the sentence and in the ones beside it
    wijd  looked for around the first word, through the ends of sentences
    binnen  how many words around the first one, when that is fewer
    niet  classes of which no word may stand in a sentence of the combination
    The hit stands on the word of the first part. Of a part that names a group of the lexicon, the
    group has to have been found.
    """

    id: str
    alle: tuple[tuple[str, ...], ...]
    zin: bool = False
    buur: bool = False
    wijd: bool = False
    binnen: int = 0
    niet: tuple[str, ...] = ()
    aard: Aard = Aard.ONGEVAL
    vorm: Vorm = Vorm.NAAMWOORD
    soort: OngevalSoort = OngevalSoort.ONBEKEND
    derde: JaNee = JaNee.ONBEKEND
    hoedanigheid: Hoedanigheid = Hoedanigheid.ONBEKEND


class Teken(StrEnum):
    """A ground that no class of words can tell.

    dag        a date or "geleden" anywhere in the note
    formulier  a yes on a form, or a correction to yes
    open       something uncertain (of the classes) that is not about fault
    ander      a person (of the classes) in the sentence who is not the client after all
    ziek       an illness (of the classes), unless it is treatment that went wrong
    claim      nothing but that somebody is held liable
    woord      nothing but nouns without a story, and no word of cause before them
    """

    DAG = "dag"
    FORMULIER = "formulier"
    OPEN = "open"
    ANDER = "ander"
    ZIEK = "ziek"
    CLAIM = "claim"
    WOORD = "woord"


class Grond(Blad):
    """What makes an event that stands more or less certain, in points.

    Looked for in the whole note, or (zin) in the sentences of the hits that carry the verdict.
    """

    id: str
    punten: int
    klassen: tuple[str, ...] = ()
    teken: Teken | None = None
    zin: bool = False
    uitleg: str


class Regel(Blad):
    """A rule of context, so that it can be named in a reason and be switched off."""

    id: str
    uitleg: str


class Notitieregels(Blad):
    """The rules of context, combinations of words, and expressions that mean no accident."""

    versie: str
    regels: tuple[Regel, ...]
    vaak: tuple[str, ...]
    klassen: dict[str, tuple[str, ...]]
    scheidbaar: dict[str, dict[str, str]]
    samen: tuple[Samen, ...]
    gronden: tuple[Grond, ...]
    beeldspraak: tuple[str, ...]
