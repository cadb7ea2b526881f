"""Holding our own questions to the official schemas of this connection, before they go out."""

from collections.abc import Sequence
from copy import deepcopy

from lxml import etree
from lxml.etree import QName

from connectors.schemaset import Berichttoets
from connectors.stuf_zkn.bron import StufSource
from regres import SourceRefused
from regres.berichten import bericht


class Vraagtoets:
    """Tests the questions of one read; without a set every question passes.

    Raises:
        ConfigProblem: the set is not as it was pinned, or knows no such question.

    """

    def __init__(self, bron: StufSource) -> None:
        self._vraag = bron.dienst.vraag
        self._toets: Berichttoets | None = None
        if bron.schemas is not None:
            self._toets = bron.schemas.open().toets(self._vraag)

    def keur(self, delen: Sequence[etree._Element], waar: str) -> None:
        """Test a question that is made of these parts; `start` is left out.

        In `start` stands the last object as the server gave it (StUF 03.01, vervolgvraag). What a
        server writes outside its schema (a BSN without `authentiek`) is not ours to correct, and
        would keep every list of more than one page from being read.

        Raises:
            SourceRefused: it does not fit; nothing of what it asks is named but its elements.

        """
        if self._toets is None:
            return
        root = etree.Element(self._vraag)
        root.extend(deepcopy(deel) for deel in delen if QName(deel).localname != "start")
        problems = [bericht("B-0375", waar=waar, plek=plek) for plek in self._toets.bezwaren(root)]
        if problems:
            raise SourceRefused(*problems)
