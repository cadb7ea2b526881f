"""Choosing the one municipality that a command looks at."""

from regres import UsageProblem
from regres.berichten import bericht
from settings import GemeenteInstelling, Settings


def een_gemeente(settings: Settings, naam: str | None) -> GemeenteInstelling:
    """Give the municipality with this name or code, or the only one there is.

    Raises UsageProblem: no such municipality (C-0001), or there are more (C-0004).
    """
    chosen = settings.kies([naam] if naam else [])
    if len(chosen) != 1:
        names = ", ".join(een.blok.naam for een in chosen)
        raise UsageProblem(bericht("C-0004", namen=names))
    return chosen[0]
