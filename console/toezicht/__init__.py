"""Looks whether all is well: each reporter tells what is wrong now, and the ledger keeps it."""

from console.toezicht.lopen import kijk, kijk_gemeente, kijk_installatie

__all__ = ["kijk", "kijk_gemeente", "kijk_installatie"]
