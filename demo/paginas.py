"""The municipality's pages in the demo, with an account of nobody."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Final

from demo.clock import DemoKlok
from demo.luisteren import op_een_poort
from privacy import Kluis
from settings import Settings
from web.look.aanmelden.proefdeur import PAD, Proefaccount, Proefdeur
from web.look.aanmelden.toelating import MetAccounts
from web.look.rollen import Rol
from web.server import PRODUCT, app_van, deur_van
from web.wereld import Wereld

#: One account for all roles; in a municipality these are several people.
ACCOUNT: Final = Proefaccount("medewerker-1", (Rol.BEHEER, Rol.CONSULENT, Rol.FG))
BANNER: Final = "Demo: alles is verzonnen."


@contextmanager
def console(settings: Settings, klok: DemoKlok) -> Iterator[str]:
    """Serve the console of these settings; gives the page that says how to log in."""
    deur = deur_van(settings, Kluis(os.environ, settings.config))
    try:
        with settings.open_grootboek(datetime.now(UTC)) as ledger:
            app = app_van(Wereld(settings, ledger, klok), MetAccounts(deur), veilig=False)
            proef = Proefdeur.maak(deur, ACCOUNT, PRODUCT, BANNER, klok)
            app.router.routes.append(proef.route())
            with op_een_poort(app) as address:
                yield address + PAD
    finally:
        deur.close()
