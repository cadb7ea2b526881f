"""The rules that combine signals, as data: loaded once, all combinations worked out beforehand."""

from itertools import product
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
        for waarden in product(*FEITEN.values()):
            samenloop = Samenloop(*waarden)
            self._tabel[samenloop] = self._eerste(samenloop)
        slapend = {regel.id for regel in self.regels} - {r.id for r in self._tabel.values()}
        if slapend or len({regel.id for regel in self.regels}) != len(self.regels):
            raise ValueError(f"een regel beslist nooit of staat er dubbel: {sorted(slapend)}")
        return self

    def _eerste(self, samenloop: Samenloop) -> Signaalregel:
        beeld = samenloop._asdict()
        for regel in self.regels:
            if een_geldt(regel.als, beeld):
                return regel
        raise ValueError(f"geen regel beslist over {samenloop}")

    def besluit(self, samenloop: Samenloop) -> Signaalregel:
        """Give the rule that decides; total over all values of FEITEN."""
        return self._tabel[samenloop]

    def gevuld(self, tekst: str) -> bool:
        """Tell whether a supporting column holds more than a way to write "nothing"."""
        return bool(tekst) and "".join(tekst.split()).casefold() not in self.geen_waarde
