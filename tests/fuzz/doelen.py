"""What is fuzzed: every place where bytes of others become something of ours.

A target takes bytes and ends quietly, or with the errors that it promises; anything else that comes
out of it is a finding. Where two ways of reading must agree, the target compares them.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from connectors import CsvExport
from connectors.base import ReadRequest
from connectors.picking import Bestand, Vondst, Vondsten
from connectors.soap_template import SoapSource
from connectors.soap_template.blad import Lezer
from connectors.soap_template.envelop import body, is_fout, uit_fout
from connectors.stuf_file import StufBestand
from connectors.stuf_zkn.antwoord import Antwoord, Verwacht
from connectors.stuf_zkn.velden import XmlFields, compileer
from connectors.veilige_boom import bouw
from demo.certificaten import Certificaten
from loket.envelop import Opener
from loket.kop import lees_zending
from loket.problems import Weigering
from loket.settings import LoketSleutel
from loket.strikt import GeenJson, lees_object
from mappings import amounts, dates
from mappings.loader import load_tekst
from regres import (
    ConfigProblem,
    CsvLayout,
    Misfit,
    Plaats,
    SinkError,
    SourceError,
    SourceRecord,
    SourceRefused,
    values,
)
from sinks.lijsten import meldingen, terugkoppelingen
from sinks.verbinding import Answer
from tests.tools import berichtenset, gws, stuf
from tests.tools.mallen import DELEN, NIL, beide, pagina, zaak
from tests.unit.connectors.stuf_messages import REFERENTIE, bericht
from tests.unit.connectors.test_stuf_faults import fault, fo02

NU = datetime(2026, 11, 22, 12, tzinfo=UTC)
ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class Doel:
    """A target, and good inputs to spoil."""

    probeer: Callable[[bytes], None]
    zaden: Callable[[], Sequence[bytes]]


# --- SOAP ----------------------------------------------------------------------------------------


def soap(data: bytes) -> None:
    """Read an answer in small pieces and all its values; a good end must be the same in one."""
    small = _soap(data, 1 + len(data) // 7)
    if small is not None:
        assert small == _soap(data, len(data) or 1)


def _soap(data: bytes, step: int) -> list[str] | None:
    source = stuf.bron("https://localhost/StUF")
    paths, found = compileer(source.layout), []
    pieces = (data[at : at + step] for at in range(0, len(data), step))
    try:
        for element in Antwoord(Verwacht(source, REFERENTIE, "bericht 1")).objecten(pieces):
            fields = XmlFields(element, paths, Plaats(bericht="1"), Counter())
            found += [f"{adres}={fields.text(adres)}{fields.onvolledig(adres)}" for adres in paths]
    except SourceError:
        return None
    return found


def _berichten() -> Sequence[bytes]:
    return (bericht(objecten=2), bericht(objecten=0, melding="StUF0001: x"), fault(fo02("StUF058")))


def mallen(data: bytes) -> None:
    """Read a page twice, as text where it can be: as the parser alone reads it."""
    # Of fewer than four bytes libxml2 says nothing until they are all there.
    beide(data, data, size=64 + len(data) // 5, streng=False)


def _bladzijden() -> Sequence[bytes]:
    plain = [part[0] for part in DELEN]
    kinds = [None, plain[1:], [f"<ZKN:toelichting {NIL}/>", *plain[1:]]]
    lines = ("", "\n", "\r\n ")
    return [pagina([line + zaak(n, kinds[n % 3], line) for n in range(9)]) for line in lines]


# --- files ---------------------------------------------------------------------------------------

_KOLOMMEN = ("Cliëntnr", "Achternaam", "Bedrag")
_CSV = 'Cliëntnr;Achternaam;Bedrag\r\n"C1";"a;""b""";"1,00"\r\n"C2";"x\r\ny";""\r\nTOTAAL;2\r\n'
_LAYOUTS = (
    CsvLayout(_KOLOMMEN, codering="cp1252", trailer="TOTAAL"),
    CsvLayout(_KOLOMMEN, codering="utf-8", aanloop=0),
)


def csv(data: bytes) -> None:
    """Read an export whole and byte by byte: the same rows, or the same refusal."""
    for layout in _LAYOUTS:
        export = CsvExport("9901", layout)
        whole = _rijen(export, [data])
        assert whole == _rijen(export, (data[at : at + 5] for at in range(0, len(data), 5)))


def _rijen(export: CsvExport, chunks: Sequence[bytes] | Iterator[bytes]) -> object:
    try:
        return [
            [record.fields.text(name) for name in _KOLOMMEN]
            for record in export.records("export.csv", chunks)
        ]
    except SourceRefused as refused:
        return [(problem.code, problem.waar) for problem in refused.problems]


def _exports() -> Sequence[bytes]:
    return (_CSV.encode("cp1252"), _CSV.encode(), b"\xef\xbb\xbf" + _CSV.encode())


@dataclass(frozen=True, slots=True)
class _Plek:
    """A place with one file, that comes in pieces of so many bytes."""

    data: bytes
    stap: int

    @property
    def _bestand(self) -> Bestand:
        size = len(self.data)
        return Bestand("wmo-set.xml", size, 1, gewoon=True, stand=(size, 1))

    def find(self) -> Vondst:
        return Vondst(self._bestand)

    def alle(self) -> Vondsten:
        return Vondsten((self._bestand,))

    def chunks(self, bestand: Bestand) -> Iterator[bytes]:
        return (self.data[at : at + self.stap] for at in range(0, len(self.data), self.stap))


def stufset(data: bytes) -> None:
    """Read a set of messages in small pieces; a good end must be the same in one."""
    small = _set(data, 1 + len(data) // 7)
    if small is not None:
        assert small == _set(data, len(data) or 1)


def _set(data: bytes, step: int) -> list[tuple[list[str], bool, str]] | None:
    form = berichtenset.formaat()
    found, kept = [], []
    try:
        for one in form.lees(_Plek(data, step), ReadRequest()):
            found.append(_waarden_van(one, form))
            kept.append(one.heel() if one.heel else b"")
    except SourceError:
        return None
    # What waits for a person is read again from what was kept of it.
    assert found == [_waarden_van(form.herlees(heel, "bewaard"), form) for heel in kept]
    return found


def _waarden_van(one: SourceRecord, form: StufBestand) -> tuple[list[str], bool, str]:
    values = [one.fields.text(adres) for adres in form.layout.adressen]
    return values, one.verwijderd, one.gebrek.code if one.gebrek else ""


def _sets() -> Sequence[bytes]:
    first, second = stuf.zaak(0), stuf.zaak(1)
    changed = berichtenset.objecten(replace(first, indicatie_ongeval="N"), "W", was=first)
    messages = [
        berichtenset.over(1, "T", first),
        berichtenset.bericht(2, "W", changed),
        berichtenset.over(3, "V", second),
    ]
    return [berichtenset.als_set(messages[:many]) for many in (0, 1, 3)]


# --- a service of a supplier's own ----------------------------------------------------------------


@cache
def _dienst() -> SoapSource:
    with TemporaryDirectory(prefix="regresbrug-fuzz-") as folder:
        # Of the files for TLS only the names are kept: nobody is spoken to.
        nothing = Certificaten(*(Path(folder, name) for name in Certificaten.__slots__))
        return gws.bron("https://localhost/dienst", Path(folder), nothing)


def dienst(data: bytes) -> None:
    """Read an answer of a service: its records, whether there are more, and what it refuses."""
    source = _dienst()
    reader = Lezer(source)
    with suppress(SourceError):
        answer = body(bouw([data], "bericht 1"), source, "bericht 1")
        if is_fout(answer, source):
            raise uit_fout(answer, "bericht 1")
        records = reader.records(answer, gws.KLANTEN[0], "bericht 1")
        reader.volgende(answer, len(records), "bericht 1")


def _diensten() -> Sequence[bytes]:
    found = [gws.dossier(number, "202601") for number in (1, 2)]
    none, both = gws.body(gws.KLANTEN[0], ()), gws.body(gws.KLANTEN[0], found)
    return (gws.envelop(none), gws.envelop(both), fault(fo02("StUF058")))


# --- values --------------------------------------------------------------------------------------


@cache
def _lezers() -> Sequence[Callable[[str], object]]:
    forms = ("dd-mm-jjjj", "jjjj-mm-dd", "d-m-jjjj", "jjjjmmdd")
    made = [form for text in forms if (form := dates.compile_vorm(text))]
    readers = [dates.reader(tuple(made), heel=whole) for whole in (True, False)]
    return [*readers, *(amounts.reader(notation) for notation in amounts.NOTATIES)]


def waarden(data: bytes) -> None:
    """Read a value as date, amount, BSN, postcode: a value of ours, nothing, or told as no such."""
    text = data.decode("utf-8", "replace")
    for read in (*_lezers(), values.bsn, values.postcode, values.bedrag, values.productcategorie):
        found = read(text)
        assert found is None or isinstance(found, Misfit) or _is_waarde(found), type(found)
    for mark in ("", "D", "M", "J"):
        dates.stuf(text, mark, heel=False)


def _is_waarde(found: object) -> bool:
    if isinstance(found, Decimal):
        return found.is_finite() and found >= 0
    return isinstance(found, str | date) or type(found).__name__ == "Datum"


def _waarden() -> Sequence[bytes]:
    texts = ("01-02-2026", "2026-02-01", "20260201", "7.215,00", "999900006", "1234 AB", "13")
    return [text.encode() for text in texts]


# --- configuration -------------------------------------------------------------------------------


def mapping(data: bytes) -> None:
    """Compile a mapping: a plan, or every problem of it at once."""
    with suppress(ConfigProblem):
        load_tekst(data.decode("utf-8", "replace"), ROOT / "config" / "mappings" / "fuzz.yaml")


def _mappings() -> Sequence[bytes]:
    return [path.read_bytes() for path in sorted((ROOT / "config" / "mappings").glob("*.yaml"))]


# --- the backend ---------------------------------------------------------------------------------


def terugkoppeling(data: bytes) -> None:
    """Read a page of feedback and one of meldingen, as a backend might send them."""
    for status in (200, 400, 503):
        for read in (lambda ask: terugkoppelingen(ask, "x", NU), lambda ask: meldingen(ask, NU)):
            answer = Answer(status, {"content-type": "application/json"}, data)
            with suppress(SinkError):
                list(read(lambda _, answer=answer: answer))


def _bladen() -> Sequence[bytes]:
    return (
        b'{"terugkoppelingen": [], "cursor": "a", "meer": false}',
        b'{"regresmeldingen": [{"referentie": "' + b"a" * 64 + b'", "versie": 1}], "meer": false}',
        b'{"type": "cursor-ongeldig", "status": 400}',
    )


@cache
def _opener() -> Opener:
    return Opener([LoketSleutel.maak("loket-1")])


def envelop(data: bytes) -> None:
    """Take a delivery in: strict JSON, clear fields, header of the JWE."""
    with suppress(GeenJson, Weigering):
        _opener().open(lees_zending(lees_object(data)), date(2026, 11, 22))


def _zendingen() -> Sequence[bytes]:
    merk = "a" * 64
    return [
        (
            f'{{"schemaVersie": "1.0.0", "referentie": "{merk}", "dossiersleutel": "{merk}",'
            f' "versie": 1, "soortMelding": "nieuw", "gemeenteCode": "9901", "inhoudsmerk":'
            f' "{merk}", "aangemaaktOp": "2026-11-21T04:00:00Z", "inhoud": "{header}.a.b.c.d"}}'
        ).encode()
        for header in (
            "eyJhbGciOiJFQ0RILUVTK0EyNTZLVyIsImtpZCI6ImxvY2tldC0xIn0",
            "eyJhbGciOiJQQkVTMi1IUzI1NitBMTI4S1ciLCJwMmMiOjk5OTk5OTk5OX0",
        )
    ]


DOELEN: dict[str, Doel] = {
    "soap": Doel(soap, _berichten),
    "mallen": Doel(mallen, _bladzijden),
    "csv": Doel(csv, _exports),
    "stufset": Doel(stufset, _sets),
    "dienst": Doel(dienst, _diensten),
    "waarden": Doel(waarden, _waarden),
    "mapping": Doel(mapping, _mappings),
    "terugkoppeling": Doel(terugkoppeling, _bladen),
    "envelop": Doel(envelop, _zendingen),
}
