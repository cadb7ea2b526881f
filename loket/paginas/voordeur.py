"""The door of the handlers' pages: accounts of this house, or a proxy that vouches.

In the demo there is one account of nobody, and a page that shows its password and present code.
"""

from pathlib import Path

from jinja2 import PackageLoader
from starlette.applications import Starlette

from loket.database import Archief
from loket.datasleutel import Datasleutel, subsleutel
from loket.paginas import bladen
from loket.paginas.wereld import Wereld
from loket.problems import problem
from loket.settings import LoketSettings, Paginas
from regres import ConfigProblem
from web.look.aanmelden.deur import Deur
from web.look.aanmelden.geheim import Deursleutel
from web.look.aanmelden.proefdeur import Proefaccount, Proefdeur
from web.look.aanmelden.toelating import AchterProxy, MetAccounts
from web.look.gebouw import Huis, Toelating, maak_app
from web.look.rollen import Rol

PRODUCT = "Regresloket"
DEMO = Proefaccount("behandelaar-1", (Rol.BEHANDELAAR,))
_SJABLONEN = PackageLoader("loket", "templates")


def paginas_van(settings: LoketSettings) -> Paginas | None:
    """Give the pages that were asked for; the demo has its own beside its database."""
    if settings.paginas is None and settings.demo:
        return Paginas(settings.database.with_name("loket-accounts.db"))
    return settings.paginas


def deur_van(settings: LoketSettings) -> Deur:
    """Open the accounts; ConfigProblem when there are none, or their file does not open."""
    found = paginas_van(settings)
    if found is None:
        raise ConfigProblem(problem("Z-0023"))
    try:
        return Deur(found.accounts, Deursleutel.van(subsleutel(settings.datasleutel, "deur")))
    except OSError:
        raise ConfigProblem(problem("Z-0022", str(found.accounts))) from None


def app_van(settings: LoketSettings, archief: Archief) -> Starlette | None:
    """Make the pages of a loket; None when it has none. What it opens closes with the archief."""
    found = paginas_van(settings)
    if found is None:
        return None
    demo: Proefdeur | None = None
    if settings.rollen_kop:
        toelating: Toelating = AchterProxy(found.rollen_geheim)
    else:
        deur = deur_van(settings)
        archief.sluit_mee(deur.close)
        toelating = MetAccounts(deur)
        if settings.demo:
            demo = Proefdeur.maak(deur, DEMO, PRODUCT, settings.banner, settings.klok)
    wereld = Wereld(settings, archief, Datasleutel(settings.datasleutel))
    app = maak_app(_huis(wereld, toelating, found), settings.klok)
    app.state.toelating, app.state.klok = toelating, settings.klok
    if demo:
        app.router.routes.append(demo.route())
    return app


def _huis(wereld: Wereld, toelating: Toelating, paginas: Paginas) -> Huis:
    settings = wereld.settings
    return Huis(
        product=PRODUCT,
        bladen=bladen.bladen(wereld),
        paginas=_SJABLONEN,
        toelating=toelating,
        veilig=settings.tls is not None or settings.rollen_kop,
        banner=settings.banner,
        omgeving="Demo" if settings.demo else "",
        thema=_lees(paginas.thema),
    )


def _lees(thema: Path | None) -> bytes:
    try:
        return thema.read_bytes() if thema else b""
    except OSError:
        raise ConfigProblem(problem("Z-0024", str(thema))) from None
