"""The rules in force as one value, so that another set can be tried beside them."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import field
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeVar

from assessment.merk import regelmerk
from assessment.notes import NoteReader
from assessment.recoverability import Regels
from assessment.recoverability.tabellen import Verhaaltabellen
from assessment.rulefile import DATA, Blad, lees
from assessment.signaalregels import Signaalregels
from assessment.signals import Combinatie
from regres import ConfigProblem, Flag, Problem, Signals
from regres.berichten import bericht
from regres.waarde import dataclass

if TYPE_CHECKING:
    from assessment.notities import Notitielezer
    from assessment.notities.vorm import Lexicon, Notitieregels

SIGNALEN, VERHAAL = "signaalregels.yaml", "verhaal.yaml"
LEXICON, NOTITIES = "notitielexicon.yaml", "notitieregels.yaml"
#: The files of a set, each with a key that only that file has at its top.
BESTANDEN = MappingProxyType(
    {SIGNALEN: "geen_waarde", VERHAAL: "voorrang", LEXICON: "groepen", NOTITIES: "beeldspraak"}
)


_SLEUTEL = re.compile(r"^([a-z_]+):", re.MULTILINE)

_Vorm = TypeVar("_Vorm", bound=Blad)


@dataclass(frozen=True, slots=True)
class Notitienamen:
    """What a municipality may name: groups it adds terms to, and all that it may switch off."""

    groepen: frozenset[str]
    regels: frozenset[str]


@dataclass(frozen=True, slots=True)
class Regelset:
    """All rules of one judgement: signals, recoverability, and the words of notes.

    bestanden  name of a rule file -> the file it was read from
    merk       changes with any byte of any of them
    """

    bestanden: Mapping[str, Path]
    combinatie: Combinatie = field(repr=False)
    verhaal: Regels
    merk: str

    @classmethod
    def laad(cls, pad: Path = DATA) -> "Regelset":
        """Load a folder with rule files, or one rule file; what is missing there is ours.

        Ours are read once. The words of notes are only read when `lezer` or `namen` asks for them,
        but those of another set are looked at here.

        Raises:
            ConfigProblem: everything that is wrong in the files, at once (A-0001, A-0002), or there
                is no rule file at all (A-0005).

        """
        return _onze() if pad == DATA else _lees(_bestanden(pad))

    def assess(self, signals: Signals, lezer: NoteReader | None = None) -> Flag:
        """Combine all signals of a record: see Combinatie.assess."""
        return self.combinatie.assess(signals, lezer)

    def lezer(
        self, termen: Mapping[str, Sequence[str]] | None = None, uit: Collection[str] = ()
    ) -> "Notitielezer":
        """Build a reader of notes, in about half a second.

        Arguments and exceptions are those of Notitielezer.laad.
        """
        from assessment.notities import Notitielezer
        from assessment.notities.lexicon import bouw

        if self._eigen_woorden():
            return Notitielezer(bouw(*self._woorden(), termen, uit))
        return Notitielezer.laad(termen, uit)

    def notitieversie(self) -> str:
        """Name the versions of both files about notes."""
        return "+".join(blad.versie for blad in self._woorden())

    def namen(self) -> Notitienamen:
        """Give the names that `lezer` knows, without building one."""
        lexicon, regels = self._woorden()
        groepen = frozenset(groep.id for groep in lexicon.groepen)
        context = {regel.id for regel in regels.regels}
        samen = {regel.id for regel in regels.samen}
        return Notitienamen(groepen, groepen | context | samen)

    def _woorden(self) -> "tuple[Lexicon, Notitieregels]":
        from assessment.notities.lexicon import gegevens
        from assessment.notities.vorm import Lexicon, Notitieregels

        if not self._eigen_woorden():
            return gegevens()
        files = self.bestanden
        return lees(files[LEXICON], Lexicon), lees(files[NOTITIES], Notitieregels)

    def _eigen_woorden(self) -> bool:
        return any(self.bestanden[naam].parent != DATA for naam in (LEXICON, NOTITIES))


def regelbestand(pad: Path) -> str | None:
    """Tell which rule file a file is, by its name or by a key that only that one has at its top.

    None: it is no rule file, or cannot be read.
    """
    if pad.name in BESTANDEN:
        return pad.name
    try:
        sleutels = set(_SLEUTEL.findall(pad.read_text(encoding="utf-8")))
    except (OSError, UnicodeDecodeError):
        return None
    return next((naam for naam, eigen in BESTANDEN.items() if eigen in sleutels), None)


@cache
def _onze() -> Regelset:
    return _lees({naam: DATA / naam for naam in BESTANDEN})


def _bestanden(pad: Path) -> dict[str, Path]:
    """Give the file of every name: those of a folder or the one file, and ours for the rest."""
    if pad.is_dir():
        eigen = {naam: pad / naam for naam in BESTANDEN if (pad / naam).exists()}
    else:
        naam = regelbestand(pad)
        eigen = {naam: pad} if naam else {}
    if not eigen:
        raise ConfigProblem(_geen_regels(pad))
    return {naam: DATA / naam for naam in BESTANDEN} | eigen


def _lees(bestanden: Mapping[str, Path]) -> Regelset:
    problemen: list[Problem] = []
    signalen = _probeer(problemen, bestanden[SIGNALEN], Signaalregels)
    tabellen = _probeer(problemen, bestanden[VERHAAL], Verhaaltabellen)
    if any(bestanden[naam].parent != DATA for naam in (LEXICON, NOTITIES)):
        from assessment.notities.vorm import Lexicon, Notitieregels

        _probeer(problemen, bestanden[LEXICON], Lexicon)
        _probeer(problemen, bestanden[NOTITIES], Notitieregels)
    if problemen or signalen is None or tabellen is None:
        raise ConfigProblem(*problemen)
    merk = regelmerk(bestanden)
    return Regelset(MappingProxyType(bestanden), Combinatie(signalen), Regels(tabellen), merk)


def _probeer(problemen: list[Problem], pad: Path, vorm: type[_Vorm]) -> _Vorm | None:
    try:
        return lees(pad, vorm)
    except ConfigProblem as fout:
        problemen += fout.problems
        return None


def _geen_regels(pad: Path) -> Problem:
    return bericht("A-0005", waar=str(pad), bestanden=", ".join(BESTANDEN))
