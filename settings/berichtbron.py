"""Files of StUF messages: how they are written, and a kept message read again."""

from typing import TYPE_CHECKING

from mappings import Plan
from regres import ConfigProblem, Levering, SourceRecord, XmlLayout
from regres.berichten import bericht
from settings.shapes import BestandBron, StufBerichten

if TYPE_CHECKING:
    from connectors.stuf_file import StufBestand
    from settings.doors import Stekker


def herlees(stekker: "Stekker", naam: str, plan: Plan, heel: bytes, plaats: str) -> SourceRecord:
    """Read a record again that was kept as it was delivered.

    Raises ConfigProblem when the source is of another kind by now, SourceRefused when the record is
    not what is agreed by now.
    """
    bron = stekker.een.blok.bronnen[naam]
    blok = bron.stuf if isinstance(bron, BestandBron) else None
    if blok is None:
        where = stekker.een.boom.bij("bronnen", naam, "mapping")
        raise ConfigProblem(bericht("C-0222", waar=where, naam=plan.naam))
    return berichtbestand(stekker, naam, blok, plan).herlees(heel, plaats)


def berichtbestand(stekker: "Stekker", naam: str, blok: StufBerichten, plan: Plan) -> "StufBestand":
    """Make the format of a source of StUF files; ConfigProblem as `berichtlayout`."""
    from connectors.stuf_file import StufBestand
    from settings.stufdeur import systeem

    return StufBestand(
        gemeentecode=stekker.een.blok.gemeentecode,
        zender=systeem(blok.zender),
        ontvanger=systeem(blok.ontvanger),
        layout=berichtlayout(stekker, naam, plan),
        zaaktypen=blok.zaaktypen,
        weggelaten_is_leeg=blok.weggelaten_is_leeg,
        klok=stekker.klok,
    )


def berichtlayout(stekker: "Stekker", naam: str, plan: Plan) -> XmlLayout:
    """Refuse what would lose changes: taken for all there is, or without a key to keep them by."""
    where = stekker.een.boom.bij("bronnen", naam, "mapping")
    if not isinstance(plan.layout, XmlLayout):
        raise ConfigProblem(bericht("C-0210", waar=where, naam=plan.naam, soort="XML"))
    if plan.levering is not Levering.DELTA:
        raise ConfigProblem(bericht("C-0252", waar=where, naam=plan.naam))
    if stekker.een.blok.inzagesleutel is None:
        raise ConfigProblem(bericht("C-0253", waar=where))
    return plan.layout
