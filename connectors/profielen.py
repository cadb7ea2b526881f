"""What suppliers have in common over municipalities: data in connectors/profiles, one file each.

A profile only fills in what a source leaves open. Its extraElement names are added behind those of
the mapping, as aliases: a mapping that names `wmo.indicatieOngeval` is read at every supplier.
"""

import re
from collections.abc import Mapping
from dataclasses import field, replace
from importlib.resources import files
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from ruamel.yaml import YAML

from regres import XmlLayout
from regres.waarde import dataclass

_NAAM = re.compile(r"\A[a-z][a-z0-9-]{0,40}\Z", re.ASCII)
_EXTRA = re.compile(r"""(extraElement\[@naam=)(?P<q>['"])(?P<naam>[^'"]+)(?P=q)(\])""")


@dataclass(frozen=True, slots=True)
class Profiel:
    """One supplier.

    paden   what is asked ("zaken", "zaakdetails", "personen") -> path of its address
    extra_elementen   name of an extraElement in mappings -> its names at this supplier
    """

    omschrijving: str
    paden: Mapping[str, str] = field(default_factory=dict)
    soap: str = "1.1"
    toleranties: tuple[str, ...] = ()
    extra_elementen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def adres(self, adres: str, vraag: str) -> str:
        """Give an address with the path of this supplier, when it was given without one."""
        parts = urlsplit(adres)
        if parts.path not in ("", "/") or vraag not in self.paden:
            return adres
        return urlunsplit(parts._replace(path=self.paden[vraag]))

    def layout(self, layout: XmlLayout) -> XmlLayout:
        """Give the addresses of a mapping with the names of this supplier behind them."""
        addressed = {
            adres: tuple(dict.fromkeys((*xpaths, *self._aliassen(xpaths))))
            for adres, xpaths in layout.adressen.items()
        }
        return replace(layout, adressen=addressed)

    def _aliassen(self, xpaths: tuple[str, ...]) -> list[str]:
        found = []
        for xpath in xpaths:
            match = _EXTRA.search(xpath)
            for name in self.extra_elementen.get(match["naam"], ()) if match else ():
                found.append(_EXTRA.sub(rf"\1'{name}'\4", xpath))
        return found


def namen() -> tuple[str, ...]:
    """Name the profiles that there are."""
    found = (one.name for one in files("connectors").joinpath("profiles").iterdir())
    return tuple(sorted(name[:-5] for name in found if name.endswith(".yaml")))


def profiel(naam: str) -> Profiel:
    """Read one profile; KeyError when there is none of that name."""
    if not _NAAM.match(naam) or naam not in namen():
        raise KeyError(naam)
    text = files("connectors").joinpath("profiles", f"{naam}.yaml").read_text(encoding="utf-8")
    given: dict[str, Any] = YAML(typ="safe", pure=True).load(text)
    extra = given.pop("extra_elementen", {})
    return Profiel(
        **{**given, "toleranties": tuple(given.get("toleranties", ()))},
        extra_elementen={name: tuple(others) for name, others in extra.items()},
    )
