"""A check as a person reads it on a terminal: a line a step, and what to do where one fails."""

from collections.abc import Iterable, Iterator
from itertools import groupby

from console.tell import put, show_problems, taal, tell, woord
from settings.keuring import Keuring, Stap, Uitkomst


def toon(steps: Iterable[Stap]) -> Iterator[Stap]:
    """Show the steps as they come, and pass them on; what was not tried takes one line a reason."""
    for (uitkomst, plek, waarom), group in groupby(steps, key=_samen):
        if uitkomst is Uitkomst.NIET_GEPROBEERD:
            skipped = list(group)
            names = woord("tm").join(dict.fromkeys((skipped[0].naam, skipped[-1].naam)))
            _regel(uitkomst, plek, names, waarom)
            yield from skipped
            continue
        for stap in group:
            _stap(stap)
            yield stap


def _samen(stap: Stap) -> tuple[Uitkomst, str, str]:
    return stap.uitkomst, stap.plek, stap.toelichting


def _stap(stap: Stap) -> None:
    # The problem itself follows on stderr: here only its code, so that no sentence comes twice.
    told = "  ".join(part for part in (stap.code, stap.toelichting) if part)
    _regel(stap.uitkomst, stap.plek, stap.naam, told)
    show_problems(stap.problemen)
    for name, text in (("bel", stap.advies.bel(taal())), ("zeg", stap.advies.zeg)):
        if text and stap.problemen:
            tell(f"    {woord(name) + ':':<9}{text}")


def _regel(uitkomst: Uitkomst, plek: str, naam: str, told: str) -> None:
    put(f"{_merk(uitkomst):<17}{plek:<24}  {naam:<28}  {told}".rstrip())


def besluit(keuring: Keuring, opdracht: str) -> None:
    """Say per municipality how many steps held, which failed first, and how to walk them again."""
    for een in keuring.gemeenten:
        counts = ", ".join(f"{_merk(one)} {een.tel(one)}" for one in Uitkomst if een.tel(one))
        put(f"{een.naam}: {counts}")
        if first := een.eerste_fout:
            words = {"plek": first.plek, "stap": first.naam, "code": first.code}
            put(woord("eerste_fout", **words))
    tell(woord("alles_klopt") if keuring.exit_code == 0 else _verder(keuring, opdracht))


def _verder(keuring: Keuring, opdracht: str) -> str:
    failed = any(een.eerste_fout for een in keuring.gemeenten)
    return woord("los_eerst_op", opdracht=opdracht) if failed else woord("alleen_let_op")


def _merk(uitkomst: Uitkomst) -> str:
    return woord(f"stap_{uitkomst.value}")
