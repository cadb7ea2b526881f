"""What a return place may be: reached as any server is, of an account that nothing is read with."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from regres import Problem
from regres.berichten import bericht
from settings.shapes import Dienst, GemeenteBlok, RetourMap, RetourSftp, SftpBron
from settings.tree import Boom
from settings.werkmap import gedeeld


def retour_klopt(
    config: Path,
    dienst: Dienst | None,
    blok: GemeenteBlok,
    boom: Boom,
    ander: Iterable[GemeenteBlok],
) -> Iterator[Problem]:
    """Give what is wrong with a return place besides its address; `ander` are the others."""
    others = list(ander)
    match blok.retour:
        case RetourSftp() as retour:
            yield from _sftp(retour, blok, boom, others)
        case RetourMap(map=folder):
            if gedeeld(config, dienst, folder, blok, others):
                yield bericht("C-0225", waar=boom.bij("retour", "map"))


def _sftp(
    retour: RetourSftp, blok: GemeenteBlok, boom: Boom, others: list[GemeenteBlok]
) -> Iterator[Problem]:
    if (retour.sleutel is None) == (retour.wachtwoord is None):
        yield bericht("C-0208", "retour", waar=boom.bij_sleutel("retour"))
    sources = [bron for one in (blok, *others) for bron in one.bronnen.values()]
    if any(_zelfde(retour, bron) for bron in sources if isinstance(bron, SftpBron)):
        yield bericht("C-0224", waar=boom.bij("retour", "gebruiker"))
    if any(_plek(retour) == _plek(one.retour) for one in others):
        yield bericht("C-0225", waar=boom.bij_sleutel("retour"))


def _zelfde(retour: RetourSftp, bron: SftpBron) -> bool:
    """Tell whether a source logs in as this account, or with this secret."""
    secrets = {retour.sleutel, retour.wachtwoord} - {None}
    account = (retour.host.lower(), retour.poort, retour.gebruiker)
    return account == (bron.host.lower(), bron.poort, bron.gebruiker) or bool(
        secrets & {bron.sleutel, bron.wachtwoord}
    )


def _plek(retour: RetourSftp | RetourMap | None) -> tuple[object, ...]:
    if not isinstance(retour, RetourSftp):
        return ()
    folder = retour.map.strip("/").removeprefix("./") or "."
    return retour.host.lower(), retour.poort, retour.gebruiker, folder
