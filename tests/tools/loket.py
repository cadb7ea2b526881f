"""A loket for tests, and meldingen about people who do not exist."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from typing import Any

import trustme

from loket import Gemeente, LoketServer, LoketSettings, LoketSleutel, Tls
from privacy import Ontvanger, Sealer, publieke_sleutel
from regres import (
    Datum,
    Feiten,
    Indicatie,
    Intrekking,
    Kop,
    Melding,
    SealedMelding,
    SoortMelding,
    Uitkomst,
    Verhaalbaarheid,
)
from regres.canonical import canonical_bytes, intrekking_json, melding_json
from regres.melding import (
    Client,
    Contactpersoon,
    Kosten,
    Ongeval,
    UiterlijkeDatum,
    Verwerking,
    Voorziening,
)
from regres.words import (
    Besluitstatus,
    DatumSoort,
    Frequentie,
    IndicatieBron,
    IntrekkingReden,
    KostenSoort,
    Leveringsvorm,
    Wet,
)
from sinks import RegresloketSettings

NU = datetime(2026, 11, 21, 4, 0, tzinfo=UTC)
#: Must never be seen outside an envelope.
KANARIE = ("Kanarievogel", "999990019", "1951-02-03", "scootmobiel na aanrijding")
SECRET = "een-heel-lang-willekeurig-geheim"
CLIENT = "gemeente-9901"


def merk(text: str) -> str:
    """Make 64 hexadecimal characters of a word."""
    return sha256(text.encode()).hexdigest()


def kop(referentie: str = "r1", versie: int = 1, **changed: Any) -> Kop:
    """Make clear fields; words become hexadecimal marks."""
    fields: dict[str, Any] = {
        "referentie": merk(referentie),
        "dossiersleutel": merk("dossier " + referentie),
        "versie": versie,
        "soortMelding": SoortMelding.NIEUW if versie == 1 else SoortMelding.WIJZIGING,
        "gemeenteCode": "9901",
        "inhoudsmerk": merk(f"feiten {referentie} {versie}"),
        "aangemaaktOp": NU,
    }
    return Kop(**fields | changed)


def melding(head: Kop, kosten: tuple[Kosten, ...] | None = None) -> Melding:
    """Make a whole melding about someone who does not exist."""
    lines = kosten or (
        Kosten(soort=KostenSoort.PERIODIEK, bedrag=Decimal("250.00"), frequentie=Frequentie.MAAND),
    )
    return Melding(
        kop=head,
        contactpersoon=Contactpersoon(naam="Team Wmo Duinrand"),
        feiten=Feiten(
            client=Client(
                burgerservicenummer=KANARIE[1],
                geslachtsnaam=KANARIE[0],
                geboortedatum=Datum.lees(KANARIE[2]),
            ),
            ongeval=Ongeval(indicatie=Indicatie.J, indicatieBron=IndicatieBron.EXPLICIET),
            voorziening=Voorziening(
                wet=Wet.WMO,
                besluitstatus=Besluitstatus.TOEGEKEND,
                datumToekenning=date(2026, 10, 1),
                productcategorie="05",
                omschrijving=KANARIE[3],
                leveringsvorm=Leveringsvorm.ZIN,
                kosten=lines,
            ),
        ),
        verhaalbaarheid=Verhaalbaarheid(
            uitkomst=Uitkomst.KANSRIJK,
            redencodes=("V18",),
            uiterlijkeDatum=(
                UiterlijkeDatum(
                    soort=DatumSoort.RELATIEF5,
                    datum=date(2031, 9, 30),
                    basis="aanvraag",
                    begin=date(2026, 9, 30),
                ),
            ),
            regelversie="1",
            peildatum=date(2026, 11, 21),
        ),
        verwerking=Verwerking(
            doel="verhaal",
            grondslag="art. 2.4.3 Wmo 2015",
            verwerkingsactiviteitId="https://duinrand.example/verwerking/1",
        ),
    )


def plaintext(head: Kop) -> bytes:
    """Write what goes into the envelope of a head."""
    if head.soortMelding is SoortMelding.INTREKKING:
        taken_back = Intrekking(kop=head, reden=IntrekkingReden.VLAG_N, datum=date(2026, 11, 20))
        return canonical_bytes(intrekking_json(taken_back))
    return canonical_bytes(melding_json(melding(head)))


def sealer(sleutel: LoketSleutel) -> Sealer:
    """Make the adapter's own sealer for a key of the loket."""
    public = publieke_sleutel(sleutel.publiek, "test")
    return Sealer(Ontvanger(public, date(2026, 1, 1), date(2027, 1, 1), "test.jwk"))


@dataclass(frozen=True, slots=True)
class Huis:
    """A loket that runs, and what is needed to reach it."""

    server: LoketServer
    settings: LoketSettings
    ca: Path
    sleutel: LoketSleutel

    def seal(self, head: Kop) -> SealedMelding:
        """Seal a melding with this head for the loket."""
        return sealer(self.sleutel).seal(head, plaintext(head))

    def sink_settings(self, **changed: Any) -> RegresloketSettings:
        """Give settings of a sink that may deliver here."""
        fields: dict[str, Any] = {
            "url": self.server.url,
            "ca": self.ca,
            "uitgaand": ("127.0.0.1",),
            "client_id": CLIENT,
            "client_secret": SECRET,
            "kids": (self.sleutel.kid,),
            "loopback": True,
        }
        return RegresloketSettings(**fields | changed)


def settings(folder: Path, **changed: Any) -> LoketSettings:
    """Give settings of a loket with one municipality, without TLS."""
    sleutel = LoketSleutel.maak("loket-2026")
    fields: dict[str, Any] = {
        "database": folder / "loket.sqlite",
        "sleutels": (sleutel,),
        "datasleutel": secrets.token_bytes(32),
        "gemeenten": (gemeente(),),
        "klok": lambda: NU,
    }
    return LoketSettings(**fields | changed)


def gemeente(**changed: Any) -> Gemeente:
    """Give the one municipality of the tests."""
    base = Gemeente(
        code="9901",
        naam="Duinrand",
        client_id=CLIENT,
        geheim_sha256=sha256(SECRET.encode()).hexdigest(),
        behandelaar="M. de Wit",
        vervanger="J. Bos",
    )
    return replace(base, **changed)


def make_tls(folder: Path, host: str = "127.0.0.1") -> tuple[Tls, Path, trustme.CA]:
    """Make a small CA and a certificate of it for a host: the files, the CA's file, the CA."""
    ca = trustme.CA()
    issued = ca.issue_cert(host)
    certificate, key, root = folder / "server.pem", folder / "server.key", folder / "ca.pem"
    issued.cert_chain_pems[0].write_to_path(certificate)
    issued.private_key_pem.write_to_path(key)
    ca.cert_pem.write_to_path(root)
    return Tls(certificate, key), root, ca


@contextmanager
def running(folder: Path, **changed: Any) -> Iterator[Huis]:
    """Run a loket over TLS on loopback."""
    tls, root, _ = make_tls(folder)
    chosen = settings(folder, **{"tls": tls} | changed)
    with LoketServer(chosen) as server:
        yield Huis(server, chosen, root, chosen.sleutels[0])
