"""Which Regresbrug this is: to ask the metadata of the package takes 11 ms of a run."""

from typing import Final

VERSIE: Final = "0.1.0"
