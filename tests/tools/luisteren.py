"""A house of pages on a real port: the demo's own way, for tests."""

from demo.luisteren import op_een_poort

__all__ = ["op_een_poort"]
