"""What reading an object of StUF may cost, counted and not timed: Python calls, TLS and all.

Two reads of which one has more objects on a page: what they add is what one of them costs. Raise
the budget only with a reason; docs/decisions/0019 says where the calls go.
"""

import sys
from types import FrameType
from typing import Any

from demo.stuf_server import StufServer
from regres import Rijblok
from tests.tools import stuf

#: From the bytes of an object to the values that are read of every one, by the parser.
AANROEPEN = 8
#: The same of one that fits a mould; half of them have an entity in a name.
GEGOTEN = 12


class Teller:
    def __init__(self) -> None:
        self.aanroepen = 0

    def roep(self, frame: FrameType, wat: str, wie: Any) -> None:
        self.aanroepen += wat == "call"


def gelezen(count: int, per_pagina: int = 500) -> int:
    """Read so many objects; give the calls that it took."""
    teller = Teller()
    with StufServer(stuf.zaken(count), stuf.certificaten()) as server:
        source = stuf.bron(server.url, maximum_aantal=per_pagina)
        before = sys.getprofile()
        with stuf.connector(source).read(stuf.VENSTER) as reading:
            sys.setprofile(teller.roep)
            try:
                sizes = [len(part) for part in reading.stukken() if isinstance(part, Rijblok)]
            finally:
                sys.setprofile(before)
    assert sum(sizes) == count
    return teller.aanroepen


def test_an_object_costs_the_same_few_calls_however_many_there_are() -> None:
    gelezen(10)  # what is imported and compiled at the first read
    few, more, many = (gelezen(count) for count in (50, 150, 450))

    assert (more - few) / 100 < AANROEPEN
    assert (many - more) / 300 < AANROEPEN


def test_an_object_that_is_written_like_those_before_costs_fewer() -> None:
    gelezen(600, 300)
    few, many = gelezen(900, 300), gelezen(2100, 300)

    assert (many - few) / 1200 < GEGOTEN
