"""Chooses and fills the doors in and out; each imports its own libraries when it is needed."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from functools import partial
from typing import TYPE_CHECKING

from connectors.base import Connector, Reading, ReadRequest
from connectors.uitgaand import Uitgaand
from mappings import Plan
from pipeline import Klok
from privacy import Kluis
from regres import (
    ConfigProblem,
    CsvLayout,
    KeyProblem,
    Levering,
    SinkStopped,
    Step,
    XmlLayout,
)
from regres.berichten import bericht
from regres.shapes import GEDULD
from regres.waarde import dataclass
from settings.agreement import GemeenteInstelling
from settings.berichtbron import berichtbestand, berichtlayout
from settings.load import Settings
from settings.shapes import (
    BestandBron,
    Mail,
    MapBron,
    Regresloket,
    RetourMap,
    RetourSftp,
    SftpBron,
    SoapBron,
    SoapDeur,
    StufBron,
    Uitmap,
)
from settings.soapdeur import soap_van
from sinks import Folder as FolderSink
from sinks import Regresloket as RegresloketSink
from sinks import RegresloketSettings, Sink
from sinks.mail import Beveiliging, Mailserver, Post
from sinks.retour import Retour, Retourmap
from sinks.werklijst import Werklijst

if TYPE_CHECKING:
    from connectors.csv_export import CsvExport
    from connectors.picking import Keuze
    from connectors.sftp_settings import Inlogsleutel, Server, Wachtwoord
    from connectors.stuf_file import StufBestand

SomeBron = StufBron | SoapBron | SftpBron | MapBron


@dataclass(frozen=True, slots=True)
class Stekker:
    """What every door of one municipality is made from.

    tijdstip  source -> what gives its next StUF tijdstipBericht, for looks outside a run
    """

    settings: Settings
    een: GemeenteInstelling
    kluis: Kluis
    klok: Klok
    tijdstip: Callable[[str], Callable[[], str]] | None = None

    @property
    def loopback(self) -> bool:
        """Tell whether this machine itself may be reached."""
        return self.settings.dienst.eigen_computer is not None

    def uitgaand(self) -> Uitgaand:
        """Give the rule for outbound connections."""
        listed = self.settings.dienst.uitgaand
        hosts = frozenset(entry.rpartition(":")[0].strip("[]") for entry in listed)
        return Uitgaand(hosts, loopback=self.loopback)


def connector_van(stekker: Stekker, naam: str, plan: Plan) -> Connector:
    """Make the connector of the source with this name; nothing connects yet."""
    where = stekker.een.boom.bij("bronnen", naam, "mapping")
    match stekker.een.blok.bronnen[naam]:
        case StufBron() as bron:
            from settings.stufdeur import stuf_deur

            return stuf_deur(stekker, naam, bron, _xml(plan, where))
        case SoapBron() as bron:
            return soap_van(stekker, naam, bron, _xml(plan, where))
        case SftpBron() as bron:
            return _sftp(stekker, naam, bron, formaat_van(stekker, naam, plan))
        case MapBron() as bron:
            return _map(stekker, bron, formaat_van(stekker, naam, plan))


def formaat_van(stekker: Stekker, naam: str, plan: Plan) -> "CsvExport | StufBestand":
    """Give how the files of a source are written; ConfigProblem as `layout_van`."""
    bron = stekker.een.blok.bronnen[naam]
    if isinstance(bron, BestandBron) and bron.stuf is not None:
        return berichtbestand(stekker, naam, bron.stuf, plan)
    return _export(stekker, _csv(plan, stekker.een.boom.bij("bronnen", naam, "mapping")))


@dataclass(frozen=True, slots=True)
class LateDeur:
    """A door that is made when it is first used, for whoever may read a file in its place."""

    maak: Callable[[], Connector]

    def read(self, request: ReadRequest) -> AbstractContextManager[Reading]:
        """Read; raises KeyProblem when a secret of the door lacks."""
        return self.maak().read(request)

    @property
    def stappen(self) -> tuple[str, ...]:
        """Name the steps of the door itself."""
        return self.maak().stappen

    def check(self, geduld: float = GEDULD) -> Iterator[Step]:
        """Walk through the door itself."""
        return self.maak().check(geduld)


def late_deur(stekker: Stekker, naam: str, plan: Plan) -> Connector:
    """Give the same, made when it is first used; ConfigProblem still comes at once."""
    layout_van(stekker, naam, plan)
    return LateDeur(partial(connector_van, stekker, naam, plan))


def layout_van(stekker: Stekker, naam: str, plan: Plan) -> CsvLayout | XmlLayout:
    """Give the layout of a plan; raises ConfigProblem when the source gives the other kind."""
    where = stekker.een.boom.bij("bronnen", naam, "mapping")
    bron = stekker.een.blok.bronnen[naam]
    if isinstance(bron, BestandBron) and bron.stuf is not None:
        return berichtlayout(stekker, naam, plan)
    return _xml(plan, where) if isinstance(bron, SoapDeur) else _csv(plan, where)


def sink_van(stekker: Stekker, kids: tuple[str, ...]) -> Sink:
    """Make the way out; `kids` are the key ids that meldingen are sealed for."""
    match stekker.settings.dienst.bestemming:
        case Uitmap(map=folder):
            return FolderSink(stekker.settings.pad(folder), stekker.klok)
        case Regresloket() as target:
            return _regresloket(stekker, target, kids)


def post_van(
    settings: Settings, omgeving: Mapping[str, str], proef: Sequence[str] = ()
) -> Post | None:
    """Make the way out for mail; None when none is configured. Nothing connects yet.

    proef  the addresses that a check names
    """
    mail = settings.dienst.mail
    return None if mail is None else mailserver_van(settings, mail, omgeving, proef)


def mailserver_van(
    settings: Settings, mail: Mail, omgeving: Mapping[str, str], proef: Sequence[str]
) -> Post:
    """Make the way to this mail server."""
    vault = Kluis(omgeving, settings.config)
    return Post(
        Mailserver(
            host=mail.server,
            poort=mail.poort,
            beveiliging=Beveiliging(mail.beveiliging),
            ca=settings.pad(mail.ca),
            uitgaand=settings.dienst.uitgaand,
            van=mail.van,
            gebruiker=mail.gebruiker or "",
            wachtwoord=partial(_mailgeheim, settings, mail.wachtwoord or "", vault),
            loopback=settings.dienst.eigen_computer is not None,
        ),
        proef,
    )


def _mailgeheim(settings: Settings, reference: str, kluis: Kluis) -> str:
    """Fetch the password when the server asks for it: a night must go without."""
    try:
        return kluis.haal(reference, settings.boom.bij("mail", "wachtwoord")).reveal()
    except KeyProblem as lacks:
        raise SinkStopped(*lacks.problems) from None


def werklijst_van(settings: Settings, een: GemeenteInstelling) -> Werklijst | None:
    """Give where the municipality's list of what waits goes, or None when it has none."""
    name = een.blok.werklijst
    return Werklijst(settings.pad(name)) if name is not None else None


def retour_van(stekker: Stekker, *, meteen: bool = False) -> Retour | None:
    """Make the return place of the municipality, or give None.

    Its secret is fetched when a file is put there, or at once: then KeyProblem may come here.
    """
    match stekker.een.blok.retour:
        case RetourMap(map=folder):
            return Retourmap(stekker.settings.pad(folder))
        case RetourSftp() as blok:
            return _retour_sftp(stekker, blok, meteen=meteen)
        case None:
            return None


def _retour_sftp(stekker: Stekker, blok: RetourSftp, *, meteen: bool) -> Retour:
    from connectors.sftp_retour import SftpRetour
    from connectors.sftp_settings import Wachttijden

    fetch = partial(_inlog, stekker, ("retour",), blok)
    if meteen:
        fetch()
    return SftpRetour(
        server=_server(blok),
        inlog=fetch,
        uitgaand=stekker.uitgaand(),
        map=blok.map,
        # Shorter than the lease of a run, which it stands in.
        tijden=Wachttijden(antwoord=15, totaal=60),
    )


def _map(stekker: Stekker, bron: MapBron, formaat: "CsvExport | StufBestand") -> Connector:
    from connectors.folder import Folder

    return Folder(formaat, stekker.settings.pad(bron.map), _keuze(bron))


def _sftp(
    stekker: Stekker, naam: str, bron: SftpBron, formaat: "CsvExport | StufBestand"
) -> Connector:
    from connectors.sftp import Sftp

    return Sftp(
        export=formaat,
        server=_server(bron),
        inlog=_inlog(stekker, ("bronnen", naam), bron),
        keuze=_keuze(bron),
        uitgaand=stekker.uitgaand(),
        map=bron.map,
        klok=stekker.klok,
    )


def _server(blok: SftpBron | RetourSftp) -> "Server":
    from connectors.sftp_settings import Server

    pins = (blok.hostsleutel,)
    return Server(blok.host, blok.gebruiker, pins, blok.poort, blok.oude_algoritmen)


def _inlog(
    stekker: Stekker, plek: tuple[str, ...], blok: SftpBron | RetourSftp
) -> "Inlogsleutel | Wachtwoord":
    from connectors.sftp_settings import Inlogsleutel, Wachtwoord

    where = partial(stekker.een.boom.bij, *plek)
    if blok.sleutel is not None:
        return Inlogsleutel(stekker.kluis.haal(blok.sleutel, where("sleutel")).reveal())
    return Wachtwoord(stekker.kluis.haal(blok.wachtwoord or "", where("wachtwoord")).reveal())


def _export(stekker: Stekker, layout: CsvLayout) -> "CsvExport":
    from connectors.csv_export import CsvExport

    return CsvExport(stekker.een.blok.gemeentecode, layout)


def _keuze(bron: BestandBron) -> "Keuze":
    from connectors.picking import Keuze, Kies

    return Keuze(bron.patroon, Kies(bron.kies), bron.klaar_bestand or "")


def _csv(plan: Plan, where: str) -> CsvLayout:
    _geeft_alles(plan, where)
    if isinstance(plan.layout, CsvLayout):
        return plan.layout
    raise ConfigProblem(bericht("C-0210", waar=where, naam=plan.naam, soort="CSV"))


def _xml(plan: Plan, where: str) -> XmlLayout:
    _geeft_alles(plan, where)
    if isinstance(plan.layout, XmlLayout):
        return plan.layout
    raise ConfigProblem(bericht("C-0210", waar=where, naam=plan.naam, soort="XML"))


def _geeft_alles(plan: Plan, where: str) -> None:
    """Refuse `delta` of a source that does not say in order what became of a provision.

    Read as if it gave everything, what waits would leave the list after two deliveries, for good.
    """
    if plan.levering is Levering.DELTA:
        raise ConfigProblem(bericht("C-0222", waar=where, naam=plan.naam))


def _regresloket(stekker: Stekker, target: Regresloket, kids: tuple[str, ...]) -> Sink:
    settings, access = stekker.settings, stekker.een.blok.regresloket
    certificate, key = target.clientcertificaat, target.clientsleutel
    return RegresloketSink(
        RegresloketSettings(
            url=target.adres.rstrip("/"),
            ca=settings.pad(target.ca),
            uitgaand=settings.dienst.uitgaand,
            client_id=access.client if access else "",
            client_secret=partial(_loketgeheim, stekker) if access else "",
            certificaat=settings.pad(certificate) if certificate else None,
            sleutel=settings.pad(key) if key else None,
            crl=settings.pad(target.crl) if target.crl else None,
            oin=target.oin or "",
            kids=kids,
            per_seconde=target.per_seconde,
            loopback=stekker.loopback,
            klok=stekker.klok,
        )
    )


def _loketgeheim(stekker: Stekker) -> str:
    """Fetch the secret when a token is asked for: reading must go without it, sending must not."""
    access = stekker.een.blok.regresloket
    where = stekker.een.boom.bij("regresloket", "geheim")
    try:
        return stekker.kluis.haal(access.geheim if access else "", where).reveal()
    except KeyProblem as lacks:
        raise SinkStopped(*lacks.problems) from None
