"""Who acts: the person behind every decision, and the role and reason given with it."""

from dataclasses import field

from regres.waarde import dataclass


@dataclass(frozen=True, slots=True)
class Handelend:
    """A person who decides, asks or opens something.

    rol    consulent, fg or beheer; what a role may do is for whoever asks to say (console)
    reden  why. Not shown: people write more in it than they are asked to. "" where none is asked
    """

    wie: str
    rol: str
    reden: str = field(default="", repr=False)
