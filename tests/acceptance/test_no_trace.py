"""No value of a record lies anywhere it should not: not in logs, messages, ledger, files or errors.

The whole chain runs at DEBUG with the loggers of libraries on, over two sources full of people who
do not exist and whose every value is like no other. What was sent is only ever sealed; of what was
not sent nothing is left at all.
"""

import base64
import logging
import secrets
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from connectors.base import ReadRequest
from connectors.stuf_zkn import StufConnector
from demo.stuf_zaak import Zaak
from regres import Datum, RegresbrugError
from settings import aansluiten, load
from tests.tools.gemeente import csv_bytes
from tests.tools.keten import (
    Keten,
    Uitkomst,
    bij_het_loket,
    loket_draait,
    nieuwe_sleutel,
    nu,
    sftp_draait,
    stuf_draait,
    vandaag,
    vers,
    verse_zaak,
)
from tests.tools.liegende_server import Leugenaar, answer
from tests.tools.loket import Huis
from tests.tools.sporen import Zoeker, geschreven, vormen
from tests.tools.stuf import bsn

TELLERS = frozenset({"created", "msecs", "relativeCreated", "thread", "process", "lineno"})
LOGGERS = (
    *("zeep", "zeep.transports", "zeep.xsd", "urllib3", "urllib3.connectionpool", "requests"),
    *("asyncssh", "asyncssh.sftp", "sqlalchemy", "sqlalchemy.engine", "sqlalchemy.pool", "lxml"),
    *("alembic", "uvicorn", "uvicorn.error", "asyncio", "apscheduler", "regresbrug"),
)


# -- people who do not exist -----------------------------------------------------------------------


def geboren(nummer: int) -> date:
    return date(1911, 3, 17) + timedelta(days=37 * nummer)


def persoon(nummer: int) -> dict[str, str]:
    """Give cells of the export, each like no other."""
    return {
        "Cliëntnr": f"CLK-{nummer:05}-q",
        "BSN": bsn(nummer),
        "Achternaam": f"Zwaluwstértje{nummer:03}",
        "Voorletters": f"Q.X.{nummer:03}.",
        "Geb.datum": f"{geboren(nummer):%d-%m-%Y}",
        "Postcode": f"{9100 + nummer} QX",
        "Plaats": f"Nergenshuizen{nummer:03}",
        "Beschikkingnr": f"BESK/{nummer:05}/q",
        "Omschrijving voorziening": f"Traplift Goudvink {nummer:03}",
        "Bedrag": f"{4000 + nummer}.{nummer:03},37"[-9:],
        "Verzekeraar tegenpartij": "",
        "Toelichting": f"Mevrouw vertelt over de dakgoot van de buurvrouw, {nummer:03}",
    }


def rij(nummer: int, vlag: str = "N", **anders: str) -> dict[str, str]:
    accident = {"Verzekeraar tegenpartij": f"Polderborg {nummer:03} NV"} if vlag == "J" else {}
    return vers(nummer, vlag, **persoon(nummer) | accident | anders)


def zaak(nummer: int, vlag: str = "N", **anders: Any) -> Zaak:
    own = persoon(nummer)
    fields = {
        "identificatie": f"9901ZAAK{nummer:06}QX",
        "sleutel": f"SLEUTEL-{nummer:05}-QX",
        "omschrijving": own["Omschrijving voorziening"],
        "bsn": own["BSN"],
        "geslachtsnaam": own["Achternaam"],
        "voorletters": own["Voorletters"],
        "geboortedatum": Datum.lees(geboren(nummer).isoformat()),
        "postcode": own["Postcode"].replace(" ", ""),
        "woonplaats": own["Plaats"],
        "toelichting": own["Toelichting"],
        "besluit": f"9901BSL{nummer:07}QX",
    }
    return verse_zaak(nummer, vlag, **fields | anders)


def waarden(nummers: range) -> Iterator[str]:
    """Give every value of these people, in the ways in which a source may write it."""
    for nummer in nummers:
        own = persoon(nummer)
        yield from own.values()
        yield own["Postcode"].replace(" ", "")
        yield from (f"{geboren(nummer):{form}}" for form in ("%Y-%m-%d", "%Y%m%d", "%d/%m/%Y"))
        yield from (f"Polderborg {nummer:03} NV", own["Bedrag"].replace(".", "").replace(",", "."))
        yield from (f"9901ZAAK{nummer:06}QX", f"SLEUTEL-{nummer:05}-QX", f"9901BSL{nummer:07}QX")


# Rows 1-39 come by SFTP, zaken 40-79 by StUF.
RIJEN = [
    *(rij(number) for number in range(1, 25)),
    rij(25, "J"),
    rij(26, "J"),
    rij(27, "O"),
    rij(28, "misschien"),
    rij(29, "J", **{"Datum ongeval": "01-02-2003", "Bekend op": "01-03-2003"}),
    rij(30, "J"),
    rij(30, "J", Bedrag="1,00"),
    rij(31, "J", Ingangsdatum="gisteren"),
    rij(32, "J", BSN="123456789"),
    rij(33, "J", Status="Afgewezen"),
    rij(34, "J", **{"Eerder gemeld": "J"}),
    rij(35, "", Toelichting="Aangereden door de vrachtwagen van Zwaluwstértje035"),
    rij(36, "J", **{"Geb.datum": "onbekend"}),
    rij(37, "J", Beschikkingnr=""),
    rij(38, "J"),
    rij(38, "J"),
]
ZAKEN = [
    *(zaak(number) for number in range(40, 60)),
    zaak(60, "J"),
    zaak(61, "J"),
    zaak(62, "O"),
    zaak(63, "?"),
    zaak(64, "J", product_code=""),
    zaak(65, "J", bsn="123456789"),
    zaak(66, "", toelichting="Aangereden door de vrachtwagen van Zwaluwstértje066"),
    zaak(67, "J", status="afgewezen"),
]
ZOEKER = Zoeker(waarden(range(1, 80)))


# -- where is looked -------------------------------------------------------------------------------


class Meelezer(logging.Handler):
    """Keeps all that a log record says, as a handler that a library hangs up would."""

    def __init__(self) -> None:
        super().__init__(0)
        self.regels: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        # Moments and numbers of threads are left out: their digits may look like an amount.
        said = {name: value for name, value in vars(record).items() if name not in TELLERS}
        self.regels.append(record.getMessage() + repr(said))


@dataclass
class Oogst:
    """All that the chain left behind."""

    gezegd: list[str] = field(default_factory=list)
    paden: list[str] = field(default_factory=list)


@dataclass
class Huishouden:
    """A chain whose every trace is kept."""

    keten: Keten
    meelezer: Meelezer
    oogst: Oogst = field(default_factory=Oogst)
    lokets: list[Huis] = field(default_factory=list)

    def naar(self, loket: Huis) -> None:
        self.lokets.append(loket)

    @property
    def loket(self) -> Huis:
        return self.lokets[-1]

    def geef(self, *woorden: str) -> Uitkomst:
        with geschreven() as paden:
            done = self.keten.geef(*woorden)
        self.oogst.gezegd += [done.uit, done.fout]
        self.oogst.paden += paden
        return done

    def gevonden(self) -> dict[str, set[tuple[str, str]]]:
        """Look everywhere; give what was found, by place."""
        places = {
            "logregels van bibliotheken": "\n".join(self.meelezer.regels).encode(),
            "stdout, stderr en log": "\n".join(self.oogst.gezegd).encode(),
        }
        places |= {str(path): path.read_bytes() for path in self.bestanden()}
        hits = {place: ZOEKER.in_bytes(data) for place, data in places.items()}
        return {place: found for place, found in hits.items() if found}

    def bestanden(self) -> list[Path]:
        """Give every file below the house but the municipality's own export."""
        files = [path for path in self.keten.folder.rglob("*") if path.is_file()]
        return [path for path in files if path.parent.name != "export"]

    def elders_geschreven(self) -> list[str]:
        """Give what was written outside the ledger, its proof, the way out and the loket's own."""
        own = (
            "/regresbrug.db",
            "/regresbrug-bewijs/",
            "/dataverwerkingen.jsonl",
            "/loket.sqlite",
            f"{self.keten.folder}/uit/",
        )
        found = [path for path in self.oogst.paden if not any(name in path for name in own)]
        # Folders that are there, Python's own caches and the null device are nobody's data.
        nobody = ("__pycache__", "/dev/null")
        return [
            path
            for path in found
            if not Path(path).is_dir() and not any(name in path for name in nobody)
        ]

    def niets(self) -> None:
        assert self.gevonden() == {}
        assert self.elders_geschreven() == []


@contextmanager
def luisteren() -> Iterator[Meelezer]:
    """Turn every library's logger on, with a handler of its own."""
    listener = Meelezer()
    for name in LOGGERS:
        logging.getLogger(name).setLevel(logging.DEBUG)
        logging.getLogger(name).addHandler(listener)
    try:
        yield listener
    finally:
        for name in LOGGERS:
            logging.getLogger(name).removeHandler(listener)


@pytest.fixture
def kaal(tmp_path: Path) -> Iterator[Huishouden]:
    """Give a chain that delivers into a folder."""
    keten = Keten(tmp_path)
    keten.gemeente.dienst["log"] = "DEBUG"
    keten.gemeente.gemeente["rem"] = {"nieuw": 50, "aandeel": 1.0, "waarom": "toets"}
    keten.schrijf()
    with luisteren() as meelezer:
        yield Huishouden(keten, meelezer)


@pytest.fixture
def huis(kaal: Huishouden, tmp_path: Path) -> Iterator[Huishouden]:
    """Give a chain that delivers to a real loket."""
    with loket_draait(tmp_path / "loket") as loket:
        kaal.keten.met_loket(loket)
        kaal.naar(loket)
        yield kaal


# -- the scanner can fail --------------------------------------------------------------------------

PLANT = persoon(7)["Achternaam"]


@pytest.mark.parametrize("vorm", [form for form, _ in vormen(PLANT)])
def test_a_planted_value_is_found_in_every_form(vorm: str) -> None:
    needle = dict(vormen(PLANT))[vorm]

    found = ZOEKER.in_bytes(b"..." + needle + b"...")

    assert PLANT in {value for value, _ in found}


@pytest.mark.parametrize("before", range(4))
def test_a_value_inside_a_longer_base64_text_is_found_wherever_it_begins(before: int) -> None:
    text = base64.b64encode(b"x" * before + PLANT.encode() + b" en nog meer")

    assert PLANT in {value for value, _ in ZOEKER.in_bytes(text)}


def test_an_innocent_text_is_innocent() -> None:
    text = secrets.token_bytes(200_000) + secrets.token_hex(100_000).encode()

    assert ZOEKER.in_bytes(text + b"klaargezet 12, vrij, wmo_voorzieningen.csv:4") == set()


def test_a_value_in_a_log_record_is_found() -> None:
    with luisteren() as meelezer:
        logging.getLogger("zeep.transports").debug("HTTP Post: %s", {"naam": PLANT})

    assert ZOEKER.in_tekst("\n".join(meelezer.regels))


def test_a_value_in_an_exception_its_cause_or_its_context_is_found() -> None:
    def fails(how: str) -> Exception:
        try:
            try:
                raise ValueError(PLANT)
            except ValueError as inner:
                if how == "cause":
                    raise RuntimeError("netjes") from inner
                if how == "context":
                    raise RuntimeError("netjes")  # noqa: B904 - that it is hidden is the point
                raise
        except Exception as outer:
            return outer

    for how in ("itself", "cause", "context"):
        assert ZOEKER.in_fout(fails(how)), how
    assert ZOEKER.in_fout(ExceptionGroup("x", [ValueError(PLANT)]))


def test_a_value_in_the_ledger_its_wal_or_a_file_is_found(huis: Huishouden) -> None:
    huis.keten.gemeente.levering([rij(1)])
    huis.geef("run")
    ledger = huis.keten.gemeente.settings().grootboekbestand
    connection = sqlite3.connect(ledger)
    connection.execute(
        "insert into besluit (gemeente, soort, wie, rol, reden, tijd, gegevens) "
        "values ('9901', 'x', 'x', 'x', ?, 'x', '{}')",
        [PLANT],
    )
    connection.commit()

    assert str(ledger) + "-wal" in huis.gevonden()
    connection.close()
    assert str(ledger) in huis.gevonden()


def test_a_file_that_came_and_went_is_found(huis: Huishouden) -> None:
    with geschreven() as paden, tempfile.NamedTemporaryFile() as file:
        file.write(b"x")

    huis.oogst.paden += paden
    assert huis.elders_geschreven()


def test_a_value_in_a_message_is_found(huis: Huishouden) -> None:
    huis.oogst.gezegd.append(f"Record van {PLANT} kan niet gelezen worden")

    assert set(huis.gevonden()) == {"stdout, stderr en log"}


# -- the happy way ---------------------------------------------------------------------------------


def test_a_whole_night_over_both_sources_leaves_nothing_of_anybody(huis: Huishouden) -> None:
    keten = huis.keten
    keten.gemeente.levering(RIJEN)
    with sftp_draait(keten.folder / "export") as sftp, stuf_draait(ZAKEN) as stuf:
        keten.met_sftp(sftp)
        keten.met_stuf(stuf.url, True, per_pagina=9)
        for woorden in (
            ("check",),
            ("preview", "--bron", "export"),
            ("preview", "--bron", "zaken", "--format", "json"),
            ("run",),
            ("run", "--format", "jsonl"),
            ("run", "--rondgang", "--bron", "zaken"),
            ("status",),
            ("runs", "--format", "json"),
            ("runs", "--run", "1"),
        ):
            assert huis.geef(*woorden).code in (0, 1), woorden
        keten.gemeente.levering([rij(25, "N"), rij(26, "J", Bedrag="1,00"), *RIJEN[:24]])
        huis.geef("run", "--volume-klopt")

    sent = bij_het_loket(huis.loket)
    assert {soort for _, _, soort in sent} == {"nieuw", "wijziging", "intrekking"}
    assert len(sent) >= 7
    assert len(huis.meelezer.regels) > 100
    huis.niets()


def test_a_run_that_waits_and_is_freed_leaves_nothing_of_anybody(huis: Huishouden) -> None:
    huis.keten.gemeente.gemeente["rem"] = {"nieuw": 1, "waarom": "toets"}
    huis.keten.schrijf()
    huis.keten.gemeente.levering(RIJEN)

    assert huis.geef("run").code == 8
    huis.niets()
    decided = ("release", "1", "--wie", "Toets", "--rol", "fg", "--reden", "gezien")
    assert huis.geef(*decided).code == 0
    huis.niets()


# -- everything that goes wrong --------------------------------------------------------------------

GOED = csv_bytes(RIJEN)
BEDORVEN: dict[str, bytes] = {
    "afgekapt": GOED[:-500],
    "afgekapt midden in een naam": GOED[: GOED.index(b"Zwaluwst\xe9rtje030") + 9],
    "geen kopregel": GOED[GOED.index(b"\r\n") + 2 :],
    "andere codering": GOED.decode("cp1252").encode("utf-8"),
    "geen letter van cp1252": GOED.replace(b"st\xe9rtje012", b"st\x81rtje012"),
    "nulbyte": GOED.replace(b"st\xe9rtje012", b"st\x00rtje012"),
    "los aanhalingsteken": GOED.replace(b"Zwaluwst\xe9rtje012", b'Zwaluwst\xe9"rtje012'),
    "regeleinde in een cel": GOED.replace(b"Goudvink 012", b"Goudvink\r\n012"),
    "te veel cellen": GOED.replace(b'"Nergenshuizen012"', b'"Nergenshuizen012";"Nergenshuizen012"'),
    "verkeerde trailer": GOED.replace(b'"TOTAAL";"40"', b'"TOTAAL";"Zwaluwst\xe9rtje012"'),
    "een cel van een halve mega": GOED.replace(b"dakgoot", b"dakgoot" * 90_000, 1),
    "kolomnaam is een waarde": GOED.replace(b'"Plaats"', b'"Nergenshuizen001"', 1),
    "twee kolommen gelijk": GOED.replace(b'"Plaats"', b'"BSN"', 1),
    "leeg": b"",
}


@pytest.mark.parametrize("soort", BEDORVEN)
def test_an_export_that_is_refused_leaves_nothing_of_anybody(kaal: Huishouden, soort: str) -> None:
    huis = kaal
    path = huis.keten.gemeente.levering([])
    path.write_bytes(BEDORVEN[soort])

    codes = [
        huis.geef(*words).code
        for words in (
            ("run",),
            ("preview",),
            ("preview", "--format", "jsonl"),
            ("check",),
            ("runs",),
        )
    ]

    assert codes[0] in (1, 4), codes
    assert ZOEKER.in_fout(leesfout(huis.keten)) == set()
    huis.niets()


def leesfout(keten: Keten) -> BaseException:
    """Read the source by its door, and give the exception that comes."""
    settings = load(keten.config)
    line = aansluiten(settings, settings.gemeenten[0], nu, {})
    (bron,) = line.bronnen.values()
    line.close()
    door = bron.route.connector
    if isinstance(door, StufConnector):
        door = StufConnector(door._bron, klok=nu, slaap=lambda seconds: None)
    request = ReadRequest(van=vandaag() - timedelta(days=90), tot=vandaag())
    try:
        with door.read(request) as reading:
            for record in reading:
                bron.route.plan.peek(record)
    except RegresbrugError as wrong:
        return wrong
    return RuntimeError("the read succeeded")


Bederf = Callable[[bytes], tuple[int, bytes]]
NAAM = "Zwaluwstértje045".encode()
FOUT = (
    b'<?xml version="1.0"?><soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/">'
    b"<soapenv:Body><soapenv:Fault><faultcode>soapenv:Server</faultcode><faultstring>" + NAAM
    + b" niet gevonden</faultstring><detail>" + NAAM + b"</detail></soapenv:Fault></soapenv:Body>"
    b"</soapenv:Envelope>"
)  # fmt: skip
BEDORVEN_XML: dict[str, Bederf] = {
    "afgekapt": lambda body: (200, body[: body.index(NAAM) + 8]),
    "verkeerd gesloten": lambda body: (
        200,
        body.replace(NAAM + b"</BG:geslachtsnaam>", NAAM + b"</BG:" + NAAM + b">"),
    ),
    "stuurteken": lambda body: (200, body.replace(NAAM, b"Zwaluw\x02" + NAAM)),
    "los teken &": lambda body: (200, body.replace(NAAM, NAAM + b" & " + NAAM)),
    "onbekende entiteit": lambda body: (200, body.replace(NAAM, b"&Zwaluwstertje045;" + NAAM)),
    "dtd": lambda body: (200, b"<!DOCTYPE x [<!ENTITY a '" + NAAM + b"'>]>" + body[38:]),
    "geen utf-8": lambda body: (200, body.replace(NAAM, "Zwaluwstértje045".encode("cp1252"))),
    "foutpagina met een naam": lambda body: (500, b"<html>" + NAAM + b"</html>"),
    "soap fault met een naam": lambda body: (500, FOUT),
    "soap fault met status 200": lambda body: (200, FOUT),
    "instructie in een waarde": lambda body: (
        200,
        body.replace(b"<ZKN:identificatie>", b"<ZKN:identificatie><?x " + NAAM + b"?>"),
    ),
    "andere wortel": lambda body: (
        200,
        b"<" + b"Zwaluwstertje045>" + NAAM + b"</Zwaluwstertje045>",
    ),
    "leeg": lambda body: (200, b""),
}


KOMT_TERUG = (
    *("afgekapt", "soap fault met een naam", "foutpagina met een naam"),
    *("soap fault met status 200", "leeg", "los teken &"),
)


@pytest.mark.parametrize("soort", BEDORVEN_XML)
def test_an_answer_that_is_refused_leaves_nothing_of_anybody(kaal: Huishouden, soort: str) -> None:
    huis = kaal

    def spoil(number: int, body: bytes, status: int) -> tuple[int, dict[str, str], bytes]:
        changed, data = BEDORVEN_XML[soort](body)
        return changed, {}, data

    with stuf_draait(ZAKEN, spoil) as server:
        huis.keten.met_stuf(server.url)
        # What may pass is asked for again after a while; of those kinds one is waited for.
        command = "status" if soort in KOMT_TERUG[1:] else "run"
        code = huis.geef(command).code
        wrong = leesfout(huis.keten)

    assert code == (0 if command == "status" else 4)
    assert isinstance(wrong, RegresbrugError)
    assert ZOEKER.in_fout(wrong) == set()
    huis.niets()


def test_keys_certificates_and_a_backend_that_fail_leave_nothing_of_anybody(
    huis: Huishouden, tmp_path: Path
) -> None:
    keten = huis.keten
    keten.gemeente.levering(RIJEN)
    keten.sleutel_van(huis.loket.sleutel, tot=-1)
    assert huis.geef("run").code == 6
    keten.sleutel_van(nieuwe_sleutel())
    assert huis.geef("run").code == 1
    keten.met_loket(huis.loket)
    target = keten.gemeente.dienst["bestemming"]
    keten.gemeente.dienst["bestemming"] = target | {"adres": "https://127.0.0.1:1"}
    keten.mag_naar("127.0.0.1:1")
    keten.schrijf()
    assert huis.geef("run").code == 5
    huis.niets()


@pytest.mark.parametrize("status", [200, 201, 400, 401, 409, 422, 500, 503])
def test_a_backend_that_repeats_a_name_is_not_repeated(huis: Huishouden, status: int) -> None:
    """It opens what is sealed, so its answers may hold anything."""
    keten = huis.keten
    keten.gemeente.levering([rij(25, "J"), rij(1)])
    settings = huis.loket.settings
    assert settings.tls is not None
    body = b'{"type": "urn:' + NAAM + b'", "title": "' + NAAM + b'", "zaaknummer": "' + NAAM + b'"}'
    token = answer(200, b'{"access_token": "t", "token_type": "Bearer", "expires_in": 900}')
    with Leugenaar(settings.tls, [token, answer(status, body)]) as liar:
        target = keten.gemeente.dienst["bestemming"]
        keten.gemeente.dienst["bestemming"] = target | {"adres": liar.url}
        keten.mag_naar(liar.url.removeprefix("https://"))
        keten.schrijf()
        huis.geef("run")
        huis.geef("run", "--format", "json")
        huis.geef("status", "--format", "json")

    assert liar.verzoeken
    huis.niets()


def test_a_configuration_with_values_in_the_wrong_place_repeats_none(huis: Huishouden) -> None:
    good = dict(huis.keten.gemeente.gemeente)
    for field_name in ("gemeentecode", "stand", "sleutels", "bronnen", "regresloket", "verwerking"):
        huis.keten.gemeente.gemeente = good | {field_name: f"{PLANT} {bsn(7)}"}
        file = huis.keten.config / "gemeenten" / "9901-duinrand.yaml"
        huis.keten.gemeente.schrijf() if field_name != "gemeentecode" else None
        if field_name == "gemeentecode":
            file.write_text(file.read_text().replace("'9901'", f"'{PLANT}'"))
        done = huis.geef("run")
        assert done.code == 3, field_name
    found = ZOEKER.in_tekst("\n".join(huis.oogst.gezegd))
    assert found == set()
