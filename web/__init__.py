"""The pages people see: one look that every page of Regresbrug and the loket shares."""

from web.look import BEVEILIGING, stijl, toon

__all__ = ["BEVEILIGING", "stijl", "toon"]
