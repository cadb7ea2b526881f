"""StUF by file: a StUF-berichtenSet with zakLk01, each change given once (StUF bindings, ch. 2)."""

from connectors.stuf_file.formaat import StufBestand

__all__ = ["StufBestand"]
