"""What can go wrong in the ledger, in the words an administrator reads.

Codes: L-01xx leases and runs, L-02xx the database, L-03xx closing, L-04xx decisions about runs,
L-05xx outbox, L-06xx audit.
"""

from regres import AlreadyRunning, LeaseLost, Problem, RegresbrugError, UsageProblem


class LedgerError(RegresbrugError):
    """The ledger cannot be used as it is; nothing of the transaction was kept."""


class RunExists(AlreadyRunning):
    """This slot has already had its run; `run` is its number."""

    def __init__(self, *problems: Problem, run: int) -> None:
        super().__init__(*problems)
        self.run = run


def lease_held(gemeente: str, tot: str) -> AlreadyRunning:
    """Someone else holds the lease until `tot`."""
    return AlreadyRunning(
        Problem(
            "L-0101",
            f"Voor gemeente {gemeente} loopt al een run.",
            gevolg="Deze run is niet begonnen.",
            doe=f"Wacht tot de andere run klaar is. Stopt die, dan komt de plek vrij na {tot}.",
        )
    )


def lease_lost(gemeente: str) -> LeaseLost:
    """The lease was released or taken over."""
    return LeaseLost(
        Problem(
            "L-0102",
            f"Een ander proces heeft gemeente {gemeente} overgenomen.",
            gevolg="Dit proces schrijft niets meer. Wat het nog niet had afgerond, vervalt.",
            doe="U hoeft niets te doen. De volgende run leest alles opnieuw.",
        )
    )


def run_exists(run: int, slot: str, dag: str) -> RunExists:
    """The slot of this day has been run."""
    return RunExists(
        Problem(
            "L-0103",
            f"Slot {slot} van {dag} is al gedraaid (run {run}).",
            gevolg="Er is geen tweede run begonnen.",
            doe="Wilt u toch opnieuw lezen? Start dan een run met de hand.",
        ),
        run=run,
    )


def run_not_open(run: int) -> LeaseLost:
    """The run is not open for this lease."""
    return LeaseLost(
        Problem(
            "L-0104",
            f"Run {run} is niet meer open voor dit proces.",
            gevolg="Er is niets geschreven.",
            doe="U hoeft niets te doen. De volgende run leest alles opnieuw.",
        )
    )


def run_unknown(run: int) -> UsageProblem:
    """There is no such run."""
    return UsageProblem(
        Problem("L-0401", f"Run {run} bestaat niet.", doe="Bekijk de runs met: regresbrug runs")
    )


def run_not_waiting(run: int, resultaat: str) -> UsageProblem:
    """Only a waiting run can be released or rejected."""
    return UsageProblem(
        Problem(
            "L-0402",
            f"Run {run} wacht niet op vrijgave (nu: {resultaat}).",
            gevolg="Er is niets veranderd.",
            doe="Bekijk welke runs wachten met: regresbrug runs",
        )
    )
