"""The Dutch sentence of every rule that can stand in a reason, from the rule files themselves."""

from collections.abc import Iterator
from functools import cache

from assessment.notities.vorm import Notitieregels
from assessment.recoverability import Regels
from assessment.rulefile import DATA, lees
from assessment.signaalregels import Signaalregels
from regres.waarde import dataclass

# Signs are seen, not decided, so the rule files have no sentence for them.
_TEKENS = {
    "vlag_j": "De kolom voor het ongeval zegt ja.",
    "vlag_n": "De kolom voor het ongeval zegt nee.",
    "vlag_o": "In de kolom voor het ongeval staat dat het niet bekend is.",
    "derde_ja": "De kolom voor een aansprakelijke derde zegt ja.",
    "derde_nee": "De kolom voor een aansprakelijke derde zegt nee.",
    "derde_onbekend": "In de kolom voor een derde staat dat het niet bekend is.",
    "code_j": "De code voor de aanleiding betekent een ongeval.",
    "code_n": "De code voor de aanleiding betekent geen ongeval.",
    "code_o": "De code voor de aanleiding zegt het niet zeker.",
    "steun_datum": "Er is een datum van een ongeval ingevuld.",
    "steun_verzekeraar": "Er is een verzekeraar van een ander ingevuld.",
    "steun_schadenummer": "Er is een schadenummer ingevuld.",
    "steun_kenteken": "Er is een kenteken ingevuld.",
    "tekst_j": "Een notitie wijst op een ongeval.",
    "tekst_o": "Een notitie wijst misschien op een ongeval.",
    "tekst_n": "Een notitie zegt dat er geen ongeval was.",
}


def zin(regel: str) -> str | None:
    """Give the sentence of a rule, sign or reason code; None for what no rule file knows."""
    return zinnen().get(regel)


@cache
def zinnen() -> dict[str, str]:
    """Give the sentences of all rules, signs and reason codes."""
    notities = lees(DATA / "notitieregels.yaml", Notitieregels)
    signalen = lees(DATA / "signaalregels.yaml", Signaalregels)
    verhaal = Regels.laad().tabellen.regels
    return {
        **{regel.id: regel.uitleg for regel in notities.regels},
        **{regel.id: regel.uitleg for regel in signalen.regels},
        **_TEKENS,
        **{regel.id: regel.tekst for regel in verhaal},
    }


@dataclass(frozen=True, slots=True)
class Regelzin:
    """One rule for people; soort velden, tekens or notities; indicatie "": it only sees."""

    id: str
    soort: str
    indicatie: str
    zin: str


def regelzinnen() -> Iterator[Regelzin]:
    """Give every rule and sign by which an accident is found, in the order of the rule files."""
    yield from _regelzinnen()


@cache
def _regelzinnen() -> tuple[Regelzin, ...]:
    return tuple(_alle_regels())


def _alle_regels() -> Iterator[Regelzin]:
    rules = lees(DATA / "signaalregels.yaml", Signaalregels).regels
    for rule in rules:
        yield Regelzin(rule.id, "velden", rule.indicatie.value, rule.uitleg)
    # A sign with the name of a rule is counted with it.
    for sign in _TEKENS.keys() - {rule.id for rule in rules}:
        yield Regelzin(sign, "tekens", "", _TEKENS[sign])
    for one in lees(DATA / "notitieregels.yaml", Notitieregels).regels:
        yield Regelzin(one.id, "notities", "", one.uitleg)
