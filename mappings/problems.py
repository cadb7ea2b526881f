"""What can be wrong with a record: one code for one meaning, and never a value."""

from dataclasses import dataclass

from mappings.fields import Lezer
from regres import Misfit, Problem, Row, SourceRecord

_BRON = "Laat de bron de waarde verbeteren."
_MAPPING = "Pas de mapping aan, of laat de bron de waarde verbeteren."
_LONGEST_SHAPE = 12

GEVOLG_QUARANTAINE = "Deze regel gaat naar quarantaine; hij wordt bij de volgende run weer gelezen."
GEVOLG_WEGGELATEN = "De melding gaat door zonder deze waarde."
GEVOLG_LET_OP = "De melding gaat door met deze waarde."

#: Misfit -> (code, what to do now).
MISFITS = {
    "datum_vorm": ("M-0105", "Zet deze vorm erbij achter `datum:`, of laat de bron verbeteren."),
    "datum_bestaat_niet": ("M-0106", _BRON),
    "waarde_onbekend": ("M-0107", "Zet deze waarde in de tabel van de mapping."),
    "datum_te_oud": ("M-0108", _BRON),
    "bsn_a_nummer": ("M-0109", "Wijs in de mapping de kolom met het BSN aan."),
    "bsn_vorm": ("M-0110", _MAPPING),
    "bsn_elfproef": ("M-0111", _BRON),
    "postcode_vorm": ("M-0112", _BRON),
    "bedrag_vorm": ("M-0113", "Kijk of `bedrag:` in de mapping past bij de bron."),
    "productcategorie_onbekend": ("M-0114", "Vertaal met `waarden:` naar 01 tot en met 18."),
    "tekst_te_lang": ("M-0115", "Zet er `tekst: afkappen` bij, of kies een ander veld."),
    "tekst_stuurtekens": ("M-0116", _BRON),
    "kenteken_vorm": ("M-0117", _BRON),
    "gemeentecode_vorm": ("M-0118", _MAPPING),
    "datum_onvolledig": ("M-0119", _BRON),
    "datum_indicatie": ("M-0120", "Vraag de leverancier naar indOnvolledigeDatum."),
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
        self, record: SourceRecord, lezer: Lezer, misfit: Misfit, gevolg: str = GEVOLG_WEGGELATEN
    ) -> Problem:
        """Tell that a value was not taken."""
        code, doe = MISFITS[misfit.code]
        wat = f"{lezer.veld.naam}: {misfit.wat}"
        if not lezer.veld.persoonlijk:
            wat += f" (vorm: {vorm(lezer.tekst(record.fields))})"
        return self.over(record, lezer, code, wat, gevolg, doe)

    def over(
        self, record: SourceRecord, lezer: Lezer, code: str, wat: str, gevolg: str, doe: str
    ) -> Problem:
        """Tell something about the field a reader reads."""
        place = self.bron(record, lezer.adres)
        return Problem(code, f"{wat}.", place, gevolg, doe, lezer.pad, lezer.mapping)


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
