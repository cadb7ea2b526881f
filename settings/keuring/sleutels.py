"""Keys and secrets of a municipality, one step each; what a night needs and what sending needs."""

from collections.abc import Callable, Iterator

from ledger import Ledger
from privacy import Ontvangers
from regres import KeyProblem
from settings.doors import Stekker
from settings.keuring.stap import Deel, Stap, Uitkomst, fout, gelukt, let_op, niet_geprobeerd
from settings.keuring.wereld import Wereld
from settings.keys import (
    Verwijzing,
    bewaak,
    inzage_van,
    meldt_zich,
    ontvangers_van,
    references,
    secrets_are_there,
    sleutels_van,
)
from settings.sleutelbeheer.bewijs import past_niet

_EXIT = KeyProblem.exit_code


def stappen(stekker: Stekker, wereld: Wereld) -> Iterator[Stap]:
    """Walk secrets, root keys, the recipient's keys, and that nobody here can open envelopes."""
    een, plek = stekker.een, stekker.een.blok.naam
    secrets = list(references(een, versturen=False))
    first = _probeer(plek, "geheimen", lambda: _geheimen(stekker, secrets))
    yield first
    yield from _loketgeheim(stekker)
    if first.uitkomst is Uitkomst.FOUT:
        yield niet_geprobeerd(Deel.SLEUTELS, plek, "wortelsleutel", "wacht op: geheimen")
    else:
        yield _probeer(plek, "wortelsleutel", lambda: _wortel(stekker))
    yield from _ontvanger(stekker, wereld)
    yield _probeer(plek, "inzagesleutel", lambda: _inzage(stekker))


def _probeer(plek: str, naam: str, look: Callable[[], str]) -> Stap:
    try:
        return gelukt(Deel.SLEUTELS, plek, naam, look())
    except KeyProblem as wrong:
        return fout(Deel.SLEUTELS, plek, naam, _EXIT, *wrong.problems)


def _geheimen(stekker: Stekker, named: list[Verwijzing]) -> str:
    secrets_are_there(named, stekker.kluis)
    return f"{len(named)} gevonden, alleen leesbaar voor de eigenaar"


def _loketgeheim(stekker: Stekker) -> Iterator[Stap]:
    """Look for the secret that only sending needs: a trial may go on without."""
    if not meldt_zich(stekker.settings):
        return
    een, plek, naam = stekker.een, stekker.een.blok.naam, "geheim van het Regresloket"
    reading = set(references(een, versturen=False))
    sending = [one for one in references(een, versturen=True) if one not in reading]
    if not sending:
        return
    try:
        secrets_are_there(sending, stekker.kluis)
    except KeyProblem as wrong:
        if een.blok.stand == "actief":
            yield fout(Deel.SLEUTELS, plek, naam, _EXIT, *wrong.problems)
        else:
            told = "lezen en tellen kan zonder; versturen niet"
            yield let_op(Deel.SLEUTELS, plek, naam, told, *wrong.problems)
    else:
        yield gelukt(Deel.SLEUTELS, plek, naam, "gevonden")


def _wortel(stekker: Stekker) -> str:
    keys = sleutels_van(stekker.een, stekker.kluis, versturen=False)
    if stekker.settings.grootboekbestand.exists():
        with Ledger.open(stekker.settings.grootboek) as ledger:
            wrong = tuple(past_niet(stekker.een, keys, ledger))
        if wrong:
            raise KeyProblem(*wrong)
    return f"versie {', '.join(map(str, keys.versies))}; bewaar een kopie op een veilige plek"


def _inzage(stekker: Stekker) -> str:
    een = stekker.een
    if inzage_van(stekker.settings, een) is None:
        return (
            "niet ingesteld; er is een werklijst"
            if een.blok.werklijst
            else "niet ingesteld; dat mag"
        )
    return f"{een.blok.inzagesleutel} is te gebruiken"


def _ontvanger(stekker: Stekker, wereld: Wereld) -> Iterator[Stap]:
    """Look at the recipient's public keys, and that their other halves are not here."""
    plek, naam, settings = stekker.een.blok.naam, "ontvangersleutels", stekker.settings
    later = niet_geprobeerd(Deel.SLEUTELS, plek, "geheime helft", f"wacht op: {naam}")
    try:
        keys = ontvangers_van(settings)
    except KeyProblem as wrong:
        yield fout(Deel.SLEUTELS, plek, naam, _EXIT, *wrong.problems)
        yield later
        return
    yield _geldig(keys, plek, naam, wereld)
    yield _probeer(plek, "geheime helft", lambda: _bewaakt(stekker, keys))


def _geldig(keys: Ontvangers, plek: str, naam: str, wereld: Wereld) -> Stap:
    try:
        chosen = keys.kies(wereld.vandaag)
    except KeyProblem as wrong:
        return fout(Deel.SLEUTELS, plek, naam, _EXIT, *wrong.problems)
    told = f"{chosen.kid}, geldig tot en met {chosen.laatste:%d-%m-%Y}"
    if warnings := keys.waarschuwingen(wereld.vandaag):
        return let_op(Deel.SLEUTELS, plek, naam, told, *warnings)
    return gelukt(Deel.SLEUTELS, plek, naam, told)


def _bewaakt(stekker: Stekker, keys: Ontvangers) -> str:
    bewaak(stekker.settings, keys, stekker.kluis.omgeving)
    return "niemand kan hier openen wat verzegeld is; sleutelbestanden zijn afgeschermd"
