"""The door to one file that somebody lays before us, as the reader of its source reads it."""

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from connectors.base import Connector
from mappings import Plan
from regres import CsvLayout, UsageProblem, XmlLayout
from regres.berichten import bericht
from settings.shapes import BestandBron, Bron, SoapBron, StufBron

if TYPE_CHECKING:
    from connectors.file_reading import Formaat

#: So many bytes hold the first tag of a file, whatever a supplier writes above it.
_BEGIN = 64 * 1024
_SET = "{http://www.egem.nl/StUF/StUF0301}StUF-berichtenSet"
_SOAP12 = "{http://www.w3.org/2003/05/soap-envelope}"


def bestand(gemeentecode: str, plan: Plan, file: Path, bron: Bron | None = None) -> Connector:
    """Give the door to one file on this machine, by the layout of a mapping.

    A mapping for XML reads a StUF-berichtenSet, or an answer to zakLv01 that was saved whole.

    bron  the source that such files come from, when it is known: what was agreed with its supplier
          is held against the file too

    Raises UsageProblem: no file (C-0007), or none that this mapping reads (C-0003).
    """
    if not file.is_file():
        raise UsageProblem(bericht("C-0007", waar=str(file)))
    from connectors.folder import Folder

    return Folder.van_bestand(_formaat(gemeentecode, plan, file, bron), file)


def is_xml(file: Path) -> bool:
    """Tell whether a file begins as XML."""
    return file.is_file() and _wortel(file) is not None


def _formaat(gemeentecode: str, plan: Plan, file: Path, bron: Bron | None) -> "Formaat":
    if isinstance(plan.layout, CsvLayout):
        from connectors.csv_export import CsvExport

        return CsvExport(gemeentecode, plan.layout)
    root = _wortel(file)
    if root is None or isinstance(bron, SoapBron):
        raise UsageProblem(bericht("C-0003", naam=plan.naam))
    if root == _SET:
        return _berichtenset(gemeentecode, plan.layout, bron)
    return _antwoord(gemeentecode, plan.layout, bron, root)


def _wortel(file: Path) -> str | None:
    from connectors.veilige_boom import wortel

    with file.open("rb") as opened:
        return wortel(opened.read(_BEGIN))


def _berichtenset(gemeentecode: str, layout: XmlLayout, bron: Bron | None) -> "Formaat":
    from connectors.stuf_file import StufBestand
    from connectors.stuf_zkn.bewaard import ONBEKEND
    from settings.stufdeur import systeem

    blok = bron.stuf if isinstance(bron, BestandBron) else None
    return StufBestand(
        gemeentecode=gemeentecode,
        zender=ONBEKEND if blok is None else systeem(blok.zender),
        ontvanger=ONBEKEND if blok is None else systeem(blok.ontvanger),
        layout=layout,
        zaaktypen=() if blok is None else blok.zaaktypen,
        weggelaten_is_leeg=blok is not None and blok.weggelaten_is_leeg,
        klok=lambda: datetime.now(UTC),
    )


def _antwoord(gemeentecode: str, layout: XmlLayout, bron: Bron | None, root: str) -> "Formaat":
    from connectors.stuf_zkn.bewaard import BewaardAntwoord
    from settings.stufdeur import bewaard_antwoord

    if isinstance(bron, StufBron):
        return bewaard_antwoord(gemeentecode, bron, layout)
    newer = root.startswith(_SOAP12)
    return BewaardAntwoord(gemeentecode, layout, soap="1.2" if newer else "1.1")
