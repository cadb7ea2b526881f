"""The parts of a digest, each made by itself: one that breaks says so, and the others stand."""

import textwrap
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from typing import Final

import structlog

from console.post.lezers import Lezers
from console.post.overzicht import Overzicht
from console.tell import table
from ledger import Ledger, OpenProbleem, OutboxStatus
from regres.dag import NEDERLAND
from regres.naarbuiten import naar_buiten
from regres.telling import klein

log = structlog.get_logger()

Deel = tuple[str, Callable[[], Iterable[str]]]
_BREED: Final = 76
_WACHT: Final = (OutboxStatus.VRIJ, OutboxStatus.VERSTUURD)


def delen(wat: Overzicht, ledger: Ledger, wie: Lezers) -> Sequence[Deel]:
    """Give the parts in the order of the mail: what needs a person first."""
    if wat.stuk:
        return (("WAT ER MIS IS", lambda: stuk(wat.stuk)), *_stand(ledger, wie))
    return (
        (f"NIEUW ({len(wat.nieuw)})", lambda: _elk(wat.nieuw, wie, _uitvoerig)),
        (f"STAAT NOG OPEN ({len(wat.open)})", lambda: _elk(wat.open, wie, _kort)),
        (f"HERSTELD ({len(wat.hersteld)})", lambda: _elk(wat.hersteld, wie, _voorbij)),
        *_stand(ledger, wie),
    )


def _stand(ledger: Ledger, wie: Lezers) -> Sequence[Deel]:
    return (
        ("DE LAATSTE RUNS", lambda: _runs(ledger, wie)),
        ("WAT WACHT", lambda: _wacht(ledger, wie)),
    )


def geschreven(parts: Iterable[Deel]) -> list[str]:
    """Write all parts that have something to say."""
    told: list[str] = []
    for title, make in parts:
        lines = _gemaakt(title, make)
        told += [title, "", *lines, ""] if lines else []
    return told


def _gemaakt(title: str, make: Callable[[], Iterable[str]]) -> list[str]:
    try:
        return list(make())
    except Exception as wrong:  # a mail that says what it lacks is better than none
        log.error("deel_van_mail_mislukt", deel=title, soort=type(wrong).__name__)
        return stuk(type(wrong).__name__)


def stuk(why: str) -> list[str]:
    """Say that a part could not be made; `why` is the name of an exception."""
    return _regels(f"Dit deel kon niet worden gemaakt ({why}). Kijk met `regresbrug status`.")


# -- problems -------------------------------------------------------------------------------------


def _elk(
    rows: Sequence[OpenProbleem], wie: Lezers, tell: Callable[[OpenProbleem, bool], Iterator[str]]
) -> Iterator[str]:
    """Tell every problem; those of a municipality together, under its name if there are more."""
    codes = dict.fromkeys(row.gemeente for row in rows)
    for code in codes:
        if wie.buiten:
            yield f"{wie.gemeentenaam(code)} ({code})" if code else "De hele installatie"
            yield ""
        for row in rows:
            if row.gemeente == code:
                yield from tell(row, wie.buiten)
                yield ""


def _uitvoerig(row: OpenProbleem, buiten: bool) -> Iterator[str]:
    problem = naar_buiten(row.problem) if buiten else row.problem
    yield from _regels(problem.wat, f"{problem.code}  ")
    since = f"{_dag(row)}, {_nachten(row)}" if row.nachten > 1 else _dag(row)
    again = f" (keer {row.keer} in korte tijd)" if row.keer > 1 else ""
    parts = [("Waar", problem.waar), ("Gevolg", problem.gevolg), ("Doe", problem.doe)]
    for name, text in [*parts, ("Sinds", since + again)]:
        if text:
            yield from _regels(text, f"        {name + ':':<9}")


def _kort(row: OpenProbleem, buiten: bool) -> Iterator[str]:
    problem = naar_buiten(row.problem) if buiten else row.problem
    yield from _regels(problem.wat, f"{problem.code}  ")
    yield f"        Sinds {_dag(row)}, {_nachten(row)}."


def _voorbij(row: OpenProbleem, buiten: bool) -> Iterator[str]:
    problem = naar_buiten(row.problem) if buiten else row.problem
    yield from _regels(problem.wat, f"{problem.code}  ")
    over = f" tot {_datum(row.opgelost_op)}" if row.opgelost_op else ""
    yield f"        Was er van {_dag(row)}{over}. Nu niet meer."


def _regels(text: str, begin: str = "") -> list[str]:
    return textwrap.wrap(
        text,
        _BREED,
        initial_indent=begin,
        subsequent_indent=" " * len(begin),
        break_long_words=False,
        break_on_hyphens=False,
    )


def _dag(row: OpenProbleem) -> str:
    return _datum(row.eerst_gezien)


def _datum(moment: datetime) -> str:
    return f"{moment.astimezone(NEDERLAND):%d-%m-%Y}"


def _nachten(row: OpenProbleem) -> str:
    return "1 nacht" if row.nachten == 1 else f"{row.nachten} nachten"


# -- how it stands --------------------------------------------------------------------------------


def _runs(ledger: Ledger, wie: Lezers) -> Iterator[str]:
    """Give the last run of each slot; to whoever is outside only how many ended how."""
    if wie.buiten:
        ends = Counter(
            row.resultaat.value if row.resultaat else "bezig"
            for een in wie.gemeenten
            for row in ledger.last_run_per_slot(een.identiteit).values()
        )
        yield from (f"{count:>6}  {name}" for name, count in ends.most_common())
        return
    (een,) = wie.gemeenten
    last = ledger.last_run_per_slot(een.identiteit)
    rows = []
    for key in sorted(last):
        row = last[key]
        counts = row.telling.as_json() if row.telling else {}
        told = [counts.get(name, "-") for name in ("gelezen", "klaargezet")]
        end = row.resultaat.value if row.resultaat else "bezig"
        rows.append([row.bronset, row.slot, f"{row.dag:%d-%m-%Y}", end, *told])
    yield from table(("bron", "slot", "dag", "resultaat", "gelezen", "klaargezet"), rows)


def _wacht(ledger: Ledger, wie: Lezers) -> Iterator[str]:
    """Give how much waits for a person and for delivery."""
    people, box = Counter[str](), 0
    for een in wie.gemeenten:
        for kind, count in ledger.stub_counts(een.identiteit).items():
            people[kind.value] += count
        counts = ledger.outbox_counts(een.identiteit)
        box += sum(counts.get(status, 0) for status in _WACHT)
    say = klein if wie.buiten else str
    waits = ", ".join(f"{name} {say(count)}" for name, count in sorted(people.items()) if count)
    yield f"Op een mens: {waits or 'niets'}."
    yield f"Op bezorging: {say(box) if box else 'niets'}."
