"""A ledger that was put back from a backup: nothing is read or sent until it was compared."""

from typing import TYPE_CHECKING

from ledger.shapes.regie import PROEF
from pipeline.route import Gemeente
from regres import ProtectionStop
from regres.berichten import bericht

if TYPE_CHECKING:
    from ledger import Ledger


def eis_afgestemd(gemeente: Gemeente, ledger: "Ledger") -> None:
    """Raise ProtectionStop (R-0702) while a municipality was not compared since the restore.

    Its ledger does not know what was sent in the nights it lost, nor who was erased or objected
    then; reconcile takes that over. In the stand proef nothing is sent, so nothing has to wait.
    """
    if gemeente.stand != PROEF and ledger.afstemming.moet(gemeente.identiteit):
        raise ProtectionStop(bericht("R-0702", waar=gemeente.naam, code=gemeente.identiteit))
