"""What a run is asked to do."""

from collections.abc import Callable
from datetime import date, datetime

from pipeline.landing import Inhaalslag
from pipeline.slots import Slot
from regres import Telling
from regres.waarde import dataclass

Voortgang = Callable[[Telling], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Opdracht:
    """What a run is asked to do.

    vandaag       local date in Amsterdam: dates are judged by it
    volume_klopt  a person said that the suddenly smaller source is right
    toch_lezen    read a file also when it did not change
    doorgaan      called before every page and every 1,000 records; raises to stop the run, which
                  then has no result and may be run again; a SourceError makes it a failed run
    antwoord      called when the source gave its first record, or had none to give
    inhaalslag   take only these records, that waited for catching up; None = an ordinary read
    geleverd_op  when the kept records that are carried on were delivered: this run says nothing
                  of its source, and moves nothing of how far that was read; None = an ordinary read
    """

    slot: Slot
    vandaag: date
    volume_klopt: bool = False
    toch_lezen: bool = False
    voortgang: Voortgang = lambda telling: None
    doorgaan: Callable[[], None] = lambda: None
    antwoord: Callable[[], None] = lambda: None
    inhaalslag: Inhaalslag | None = None
    geleverd_op: datetime | None = None
