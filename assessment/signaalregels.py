"""The rules that combine signals, as data: loaded once, and tried on every combination there is."""

from functools import reduce
from itertools import product
from operator import and_
from typing import Literal, NamedTuple, Self

from pydantic import PrivateAttr, model_validator

from assessment.conditions import een_geldt, vreemde_woorden
from assessment.rulefile import Blad
from regres import Indicatie
from regres.words import IndicatieBron

#: Every fact with every value it can have, in the order of Samenloop.
FEITEN: dict[str, tuple[str, ...]] = {
    "vlag": ("leeg", "J", "N", "O", "strijdig"),
    "derde": ("leeg", "ja", "nee", "onbekend", "strijdig"),
    "code": ("leeg", "J", "N", "O", "strijdig"),
    "steun": ("geen", "zwak", "sterk"),
    "tekst": ("leeg", "J", "N", "O"),
    "leeg": ("niets", "onbekend"),
}


class Samenloop(NamedTuple):
    """The six facts of one record; the values are those of FEITEN."""

    vlag: str = "leeg"
    derde: str = "leeg"
    code: str = "leeg"
    steun: str = "geen"
    tekst: str = "leeg"
    leeg: str = "niets"


class Signaalregel(Blad):
    """One rule: under which facts it decides, and what."""

    id: str
    als: tuple[dict[str, tuple[str, ...]], ...]
    indicatie: Indicatie
    bron: IndicatieBron
    alleen_tekst: bool = False
    uitleg: str
    herkomst: str


class Signaalregels(Blad):
    """The whole rule file; `besluit` is a look-up, because every record of a run passes here."""

    versie: str
    steun: dict[str, Literal["zwak", "sterk"]]
    geen_waarde: frozenset[str]
    regels: tuple[Signaalregel, ...]
    _tabel: dict[Samenloop, Signaalregel] = PrivateAttr(default_factory=dict)

    @model_validator(mode="after")
    def _volledig(self) -> Self:
        """Refuse unknown words, a combination that no rule decides, a rule that decides none."""
        vreemd = [
            f"regel {regel.id}: {wat}"
            for regel in self.regels
            for voorwaarde in regel.als
            for wat in vreemde_woorden(voorwaarde, FEITEN)
        ]
        if vreemd:
            raise ValueError("; ".join(vreemd))
        slapend = self._slapend()
        if slapend or len({regel.id for regel in self.regels}) != len(self.regels):
            raise ValueError(f"een regel beslist nooit of staat er dubbel: {sorted(slapend)}")
        return self

    def _slapend(self) -> set[str]:
        """Name the rules that never decide; ValueError for a combination that none decides.

        A set of combinations is one number, with a bit for each: there are thousands.
        """
        met, over = _combinaties()
        beslist: set[str] = set()
        for regel in self.regels:
            voor = over
            for voorwaarde in regel.als:
                gekozen = (sum(met[feit, w] for w in {*ws}) for feit, ws in voorwaarde.items())
                over &= ~reduce(and_, gekozen, over)
            if over != voor:
                beslist.add(regel.id)
        if over:
            eerste = next(een for n, een in enumerate(product(*FEITEN.values())) if over >> n & 1)
            raise ValueError(f"geen regel beslist over {Samenloop(*eerste)}")
        return {regel.id for regel in self.regels} - beslist

    def besluit(self, samenloop: Samenloop) -> Signaalregel:
        """Give the rule that decides; total over all values of FEITEN."""
        regel = self._tabel.get(samenloop)
        if regel is None:
            beeld = samenloop._asdict()
            regel = next(regel for regel in self.regels if een_geldt(regel.als, beeld))
            self._tabel[samenloop] = regel
        return regel

    def gevuld(self, tekst: str) -> bool:
        """Tell whether a supporting column holds more than a way to write "nothing"."""
        return bool(tekst) and "".join(tekst.split()).casefold() not in self.geen_waarde


def _combinaties() -> tuple[dict[tuple[str, str], int], int]:
    """Give, for each value of a fact, the combinations that have it; and all there are."""
    alle = list(product(*FEITEN.values()))
    met: dict[tuple[str, str], int] = {}
    for n, (feit, waarden) in enumerate(FEITEN.items()):
        kolom = [een[n] for een in reversed(alle)]
        for waarde in waarden:
            met[feit, waarde] = int("".join("1" if een == waarde else "0" for een in kolom), 2)
    return met, (1 << len(alle)) - 1
