"""What can be wrong with a record: one code for one meaning, and never a value."""

from functools import lru_cache
from typing import Any

from mappings.fields import Lezer
from regres import Misfit, Problem, Row, SourceRecord
from regres.berichten import bericht, elders, zin
from regres.waarde import dataclass

_LONGEST_SHAPE = 12

#: Misfit -> code.
MISFITS = {
    "datum_vorm": "M-0105",
    "datum_bestaat_niet": "M-0106",
    "waarde_onbekend": "M-0107",
    "datum_te_oud": "M-0108",
    "bsn_a_nummer": "M-0109",
    "bsn_vorm": "M-0110",
    "bsn_elfproef": "M-0111",
    "postcode_vorm": "M-0112",
    "bedrag_vorm": "M-0113",
    "productcategorie_onbekend": "M-0114",
    "tekst_te_lang": "M-0115",
    "tekst_stuurtekens": "M-0116",
    "kenteken_vorm": "M-0117",
    "gemeentecode_vorm": "M-0118",
    "datum_onvolledig": "M-0119",
    "datum_indicatie": "M-0120",
}


@dataclass(frozen=True, slots=True)
class Plekken:
    """Where an address stands: xpaths of XML addresses, for the source place of a problem."""

    paden: dict[str, tuple[str, ...]]

    def bron(self, record: SourceRecord, adres: str) -> str:
        """Give file:line:column number:column, or the message, line and whole path."""
        if not adres:
            return str(record.plaats)
        if path := self.paden.get(adres):
            return f"{record.plaats}/{path[0]}"
        number = record.fields.nummer(adres) if isinstance(record.fields, Row) else 0
        return f"{record.plaats}:{number}:{adres}" if number else f"{record.plaats}:{adres}"

    def misfit(
        self, record: SourceRecord, lezer: Lezer, misfit: Misfit, geval: str = ""
    ) -> Problem:
        """Tell that a value was not taken; of a field that is not personal its shape is shown."""
        field = lezer.veld
        shape = None if field.persoonlijk else vorm(lezer.tekst(record.fields))
        told = _geweigerd(lezer.pad, field.naam, lezer.mapping, misfit, geval, shape)
        return elders(told, self.bron(record, lezer.adres))

    def over(
        self, record: SourceRecord, lezer: Lezer, code: str, geval: str = "", **woorden: object
    ) -> Problem:
        """Tell something about the field a reader reads."""
        place = self.bron(record, lezer.adres)
        words: dict[str, Any] = woorden
        return bericht(code, geval, waar=place, veld=lezer.pad, mapping=lezer.mapping, **words)


@lru_cache(maxsize=4096)
def _geweigerd(
    pad: str, naam: str, mapping: str, misfit: Misfit, geval: str, shape: str | None
) -> Problem:
    """Say all but the place, which differs from record to record."""
    words: dict[str, Any] = {**dict(misfit.woorden), "naam": naam}
    if shape is not None:
        words["detail"] = zin("vorm", vorm=shape)
    return bericht(MISFITS[misfit.code], geval, veld=pad, mapping=mapping, **words)


def vorm(text: str) -> str:
    """Give the shape of a value: digits become 9, letters a, the rest stays; at most 12 signs."""
    shape = "".join("9" if s.isdecimal() else "a" if s.isalpha() else s for s in text[:13])
    return shape if len(shape) <= _LONGEST_SHAPE else shape[: _LONGEST_SHAPE - 1] + "…"


#: Finding of regres.checks -> code.
BEVINDINGEN = {
    "overleden_voor_ongeval": "M-0201",
    "aanvraag_voor_ongeval": "M-0202",
    "toekenning_voor_aanvraag": "M-0203",
    "ingang_voor_toekenning": "M-0204",
    "einde_voor_ingang": "M-0205",
    "datum_toekomst": "M-0206",
    "bedrag_hoog": "M-0207",
    "bijdrage_hoger": "M-0208",
    "bijdrage_vrijgesteld": "M-0209",
    "periode_volgorde": "M-0210",
}
