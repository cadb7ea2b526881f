"""Choosing the one municipality that a command looks at."""

from regres import Problem, UsageProblem
from settings import GemeenteInstelling, Settings


def een_gemeente(settings: Settings, naam: str | None) -> GemeenteInstelling:
    """Give the municipality with this name or code, or the only one there is.

    Raises UsageProblem: no such municipality (C-0001), or there are more (C-0004).
    """
    chosen = settings.kies([naam] if naam else [])
    if len(chosen) != 1:
        names = ", ".join(een.blok.naam for een in chosen)
        wat = "Deze opdracht kijkt naar één gemeente."
        raise UsageProblem(Problem("C-0004", wat, doe=f"Kies met -g uit: {names}."))
    return chosen[0]
