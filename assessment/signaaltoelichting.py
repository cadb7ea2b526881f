"""Why the signals of a record say what they say: worked out again from the reasons of its flag."""

from collections.abc import Iterable

from assessment.signaalregels import FEITEN, Samenloop, Signaalregel, Signaalregels
from assessment.signals import eenstemmig, sterkste
from regres import Flag, Reden, SignalKind
from regres.waarde import dataclass

_STEMMEN = ("vlag", "derde", "code", "tekst")
_STERKSTE_TEKST = ("J", "O", "N")


@dataclass(frozen=True, slots=True)
class Signaaltoelichting:
    """The six facts that the signs come to, and the rule that they lead to.

    regel  what the rules of signals say of these facts; the flag names another rule when a person
           decided about the record
    """

    samenloop: Samenloop
    regel: Signaalregel


def licht_signalen_toe(flag: Flag, regels: Signaalregels, *, leeg: bool) -> Signaaltoelichting:
    """Give the facts behind a flag. leeg: an empty column means that it is not known."""
    samenloop = samenloop_van(flag.redenen, regels, leeg=leeg)
    return Signaaltoelichting(samenloop, regels.besluit(samenloop))


def samenloop_van(redenen: Iterable[Reden], regels: Signaalregels, *, leeg: bool) -> Samenloop:
    """Work the six facts out of the reasons alone; they hold one reason for every sign."""
    gehoord: dict[str, set[str]] = {soort: set() for soort in (*_STEMMEN, "steun")}
    for reden in redenen:
        soort, _, stem = reden.regel.partition("_")
        gehoord.get(soort, set()).add(stem)
    stemmen = {
        soort: {waarde for waarde in FEITEN[soort] if waarde.lower() in gehoord[soort]}
        for soort in _STEMMEN
    }
    tekst = next((waarde for waarde in _STERKSTE_TEKST if waarde in stemmen["tekst"]), "leeg")
    return Samenloop(
        vlag=eenstemmig(SignalKind.VLAG, stemmen["vlag"]),
        derde=eenstemmig(SignalKind.DERDE, stemmen["derde"]),
        code=eenstemmig(SignalKind.CODE, stemmen["code"]),
        # Only the known kinds: a deciding rule may begin with the same word.
        steun=sterkste(gehoord["steun"] & set(regels.steun), regels.steun),
        tekst=tekst,
        leeg="onbekend" if leeg else "niets",
    )
