"""Putting the values of one record together: the Feiten of a melding."""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from mappings.canonical import Ritme
from mappings.redaction import fragment
from regres import Datum, Feiten, Flag, JaNee
from regres.maken import maker
from regres.melding import (
    Aansprakelijkheid,
    Adres,
    Bekendheid,
    Belangenbehartiger,
    Client,
    EerderGemeld,
    Kosten,
    Omvang,
    Ongeval,
    Politie,
    Tegenpartij,
    Vergoed,
    Voorziening,
)
from regres.waarde import dataclass
from regres.words import Frequentie, Hoedanigheid, KostenSoort, OngevalSoort

#: Name -> value of one group; fields that say nothing are absent.
Deel = Mapping[str, Any]
#: Group ("", "client", "client.adres", ...) -> its values; every group is there.
Waarden = Mapping[str, Deel]

#: Of these an `onbekend` of the field gives way to what the signals say.
OOK_UIT_SIGNALEN = MappingProxyType(
    {
        "ongeval.soort": OngevalSoort.ONBEKEND,
        "aansprakelijkheid.derde": JaNee.ONBEKEND,
        "aansprakelijkheid.hoedanigheid": Hoedanigheid.ONBEKEND,
    }
)
_NAMEN = (
    ("client", "geslachtsnaam"),
    ("client", "voorletters"),
    ("client.belangenbehartiger", "naam"),
    ("tegenpartij", "naam"),
)
#: Of an assault these would name the suspect, or lead to one (AVG art. 10; domain.md P14).
_VERDACHTE = ("naam", "polisnummer", "kenteken")


@dataclass(frozen=True, slots=True, repr=False)
class Oogst:
    """What was read of one record.

    stuitingen  every date that could be read
    kosten      the cost lines that are complete
    bekend_uit  the source field of datumBekendheid, in the administrator's words
    toedracht_uit  likewise of toedracht: hits in this field are what a fragment is cut round
    """

    waarden: Waarden
    stuitingen: tuple[date, ...] = ()
    kosten: tuple[Kosten, ...] = ()
    bekend_uit: str = ""
    toedracht_uit: str = ""


def bouw(oogst: Oogst, flag: Flag, *, bsn: bool, toedracht: bool = False) -> Feiten:
    """Build the facts; what no field states is taken from the signals, else it stays unknown.

    toedracht  the municipality lets a redacted fragment of the note go along
    """
    found = oogst.waarden
    rest = found[""]
    return maker(Feiten)(
        client=_client(found, bsn=bsn),
        ongeval=_ongeval(oogst, flag, toedracht=toedracht),
        aansprakelijkheid=_aansprakelijkheid(found, flag),
        tegenpartij=_tegenpartij(found, flag),
        afgewikkeld=rest.get("afgewikkeld"),
        stuitingen=tuple(sorted(set(oogst.stuitingen))) if oogst.stuitingen else (),
        gemeenteOpOngevalsdatum=rest.get("gemeenteOpOngevalsdatum"),
        datumBekendheid=_bekendheid(rest.get("datumBekendheid"), oogst.bekend_uit),
        datumAanvraag=rest.get("datumAanvraag"),
        voorziening=maker(Voorziening)(
            **found["voorziening"],
            omvang=_of_none(Omvang, found, "voorziening.omvang"),
            kosten=oogst.kosten,
        ),
        reedsVergoed=_met(Vergoed, found, "reedsVergoed", "indicatie"),
        eerderGemeld=_met(EerderGemeld, found, "eerderGemeld", "indicatie"),
    )


def kostenregel(found: Deel) -> Kosten | str:
    """Build one cost line, or name the field for want of which it is left out."""
    parts = dict(found)
    rhythm = parts.pop("frequentie", None)
    if rhythm is Ritme.EENMALIG or parts.get("soort") is KostenSoort.EENMALIG:
        parts["soort"] = KostenSoort.EENMALIG
    elif rhythm is not None:
        parts |= {"soort": KostenSoort.PERIODIEK, "frequentie": Frequentie(rhythm.value)}
    elif "soort" in parts:
        return "frequentie"
    else:
        return "soort"
    return maker(Kosten)(**parts)


def _client(found: Waarden, *, bsn: bool) -> Client:
    parts = dict(found["client"])
    if not bsn:
        parts.pop("burgerservicenummer", None)
    address = None if parts.get("geheim") else _of_none(Adres, found, "client.adres")
    agent = _met(Belangenbehartiger, found, "client.belangenbehartiger", "naam")
    return maker(Client)(**parts, adres=address, belangenbehartiger=agent)


def _ongeval(oogst: Oogst, flag: Flag, *, toedracht: bool) -> Ongeval:
    found = oogst.waarden
    parts = dict(found["ongeval"])
    note = parts.pop("toedracht", None)
    kind = _eerste(parts.pop("soort", None), flag.soort, OngevalSoort.ONBEKEND)
    assault = _geweld(found, flag)
    # Of violence not a word of the note travels (domain.md P14).
    if toedracht and note is not None and not assault:
        parts["toedracht"] = _fragment(oogst, flag, note)
    police = found["ongeval.politie"]
    if assault:
        # The number of the report leads to the suspect.
        police = {name: value for name, value in police.items() if name != "pvNummer"}
    return maker(Ongeval)(
        **{"datum": flag.datum} | parts,
        soort=kind,
        indicatie=flag.indicatie,
        indicatieBron=flag.bron,
        redenen=flag.redenen,
        politie=maker(Politie)(**police) if police else None,
    )


def _geweld(found: Waarden, flag: Flag) -> bool:
    """Tell whether it may be an assault: the field or the note says so, whichever counts."""
    return OngevalSoort.GEWELD in (found["ongeval"].get("soort"), flag.soort)


def _fragment(oogst: Oogst, flag: Flag, note: str) -> str | None:
    found = oogst.waarden
    names = [found[groep][name] for groep, name in _NAMEN if name in found[groep]]
    here = (one for one in flag.redenen if one.term and one.veld == oogst.toedracht_uit)
    hits = [(one.positie, one.positie + len(one.term)) for one in here]
    return fragment(note, names, hits) or None


def _tegenpartij(found: Waarden, flag: Flag) -> Tegenpartij | None:
    parts = found["tegenpartij"]
    if _geweld(found, flag):
        parts = {name: value for name, value in parts.items() if name not in _VERDACHTE}
    return maker(Tegenpartij)(**parts) if parts else None


def _aansprakelijkheid(found: Waarden, flag: Flag) -> Aansprakelijkheid:
    return _aansprakelijk(tuple(found["aansprakelijkheid"].items()), flag.derde, flag.hoedanigheid)


# Words of closed lists only, and no person's: few combinations, and these over and over.
@lru_cache(maxsize=1024)
def _aansprakelijk(
    stated: tuple[tuple[str, Any], ...], derde: JaNee, hoedanigheid: Hoedanigheid
) -> Aansprakelijkheid:
    parts = dict(stated)
    who = _eerste(parts.pop("derde", None), derde, JaNee.ONBEKEND)
    role = _eerste(parts.pop("hoedanigheid", None), hoedanigheid, Hoedanigheid.ONBEKEND)
    return Aansprakelijkheid(**parts, derde=who, hoedanigheid=role)


def _eerste(field: Any, signal: Any, unknown: Any) -> Any:
    """Take the field, or the signal when the field says nothing or `onbekend`."""
    return signal if field is None or field is unknown else field


def _bekendheid(day: Datum | None, source: str) -> Bekendheid | None:
    return None if day is None else maker(Bekendheid)(datum=day, herkomst=source[:200])


def _of_none(cls: type[Any], found: Waarden, groep: str) -> Any:
    parts = found[groep]
    return maker(cls)(**parts) if parts else None


def _met(cls: type[Any], found: Waarden, groep: str, needed: str) -> Any:
    """Build a group that means nothing without one of its fields."""
    parts = found[groep]
    return maker(cls)(**parts) if needed in parts else None
