"""Walking to the register of persons beside a source, for `regresbrug check`."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from connectors.steps import Told
from connectors.stuf_zkn.bron import StufSource
from connectors.stuf_zkn.controle import (
    Fase,
    Klok,
    Wandeling,
    haastig,
    loop,
    stappen_tot_vraag,
)
from regres import Step

#: A BSN out of the range for tests, that no person has: the question is a real one, and about
#: nobody. A check may not look up someone who had no accident.
NIEMAND = "999990019"

_PLEK = "persoonsregister: "
_ANTWOORD = ("toegang", "adres", "codering", "bericht", "rechten", "klok", "vraag")

#: Asks the register about one BSN, and raises what went wrong.
Vraag = Callable[[StufSource, str], object]


def registerstappen(bron: StufSource) -> tuple[str, ...]:
    """Name the steps to the register of this source; () = it has none."""
    register = bron.personen
    if register is None:
        return ()
    begin = stappen_tot_vraag(register) if _eigen_server(bron, register) else ()
    return tuple(f"{_PLEK}{naam}" for naam in (*begin, *_ANTWOORD))


def controleer_register(
    bron: StufSource, vraag: Vraag, klok: Klok, geduld: float
) -> Iterator[Step]:
    """Give the steps; the first that fails is the last. Nothing when there is no register."""
    register = bron.personen
    if register is None:
        return
    hasty = replace(register, grenzen=haastig(geduld))
    walk = _Wandeling(hasty, klok, vraag, verbind=_eigen_server(bron, register))
    for step in loop(walk):
        yield replace(step, naam=f"{_PLEK}{step.naam}")


def _eigen_server(bron: StufSource, register: StufSource) -> bool:
    """Tell whether the walk to the zaken did not come by it already."""
    return (bron.host, bron.poort) != (register.host, register.poort)


class _Wandeling(Wandeling):
    """The walk to a register."""

    def __init__(self, bron: StufSource, klok: Klok, vraag: Vraag, *, verbind: bool) -> None:
        super().__init__(bron, klok)
        self._bron = bron
        self._stel = vraag
        self._verbind = verbind

    def fasen(self) -> Iterator[Fase]:
        """Give the stages: only the question, on a server that was walked to."""
        if self._verbind:
            yield from super().fasen()
        else:
            yield self._vraagstappen, self._vraag

    @property
    def _vraagstappen(self) -> Sequence[str]:
        return _ANTWOORD

    def _vraag(self) -> Mapping[str, Told]:
        self._stel(self._bron, NIEMAND)
        return {
            "toegang": "het register laat ons toe",
            "adres": f"{self._bron.url} antwoordt",
            "codering": "UTF-8",
            "bericht": "een heel npsLa01 dat bij onze vraag hoort",
            "rechten": "zender en ontvanger zijn bekend",
            "klok": "ons tijdstip is goed bevonden",
            "vraag": "het register begrijpt de vraag (gesteld over een testnummer van niemand)",
        }
