"""Dated example cases in JSON, judged one by one: `regresbrug assess --cases`."""

import json
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from assessment.recoverability.regels import Regels
from assessment.recoverability.zaak import Zaakfeiten
from regres import Datum, Indicatie, JaNee, Precisie, Problem, UsageProblem, Verhaalbaarheid
from regres.berichten import bericht
from regres.waarde import dataclass
from regres.words import Besluitstatus, Hoedanigheid, Leveringsvorm, OngevalSoort, Wet

_Waarde = TypeVar("_Waarde")


@dataclass(frozen=True, slots=True)
class Geval:
    """One example: its name, its facts, and the day it is judged on."""

    id: str
    zaak: Zaakfeiten
    peildatum: date


def assess_cases(path: Path, regels: Regels | None = None) -> Iterator[dict[str, Any]]:
    """Judge every case of a file, in order: id, uitkomst, redencodes, uiterlijkeDatums.

    The whole file is read before the first case is judged. Keys that the rules do not look at
    (titel, verwacht, kosten) are passed over.

    Raises:
        UsageProblem: the file is no list of cases (A-0101), or values in it are wrong (A-0102,
            all at once, with the case and the field).

    """
    gevallen = lees_gevallen(path)
    wetten = regels or Regels.laad()
    return (_regel(geval, wetten.oordeel(geval.zaak, geval.peildatum)) for geval in gevallen)


def _regel(geval: Geval, oordeel: Verhaalbaarheid) -> dict[str, Any]:
    return {
        "id": geval.id,
        "uitkomst": oordeel.uitkomst.value,
        "redencodes": list(oordeel.redencodes),
        "uiterlijkeDatums": [
            {"soort": d.soort.value, "datum": d.datum.isoformat()} for d in oordeel.uiterlijkeDatum
        ],
    }


def lees_gevallen(path: Path) -> list[Geval]:
    try:
        inhoud = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, json.JSONDecodeError) as error:
        raise UsageProblem(_geen_lijst(path)) from error
    if not isinstance(inhoud, list) or not all(isinstance(deel, dict) for deel in inhoud):
        raise UsageProblem(_geen_lijst(path))
    problemen: list[Problem] = []
    gevallen = [_geval(deel, f"{path.name}:{n}", problemen) for n, deel in enumerate(inhoud, 1)]
    if problemen:
        raise UsageProblem(*problemen)
    return gevallen


def _geen_lijst(path: Path) -> Problem:
    return bericht("A-0101", waar=path.name)


class _Lezer:
    """Takes values out of one case by path; a wrong value becomes a problem, not an exception."""

    def __init__(self, deel: dict[str, Any], plek: str, problemen: list[Problem]) -> None:
        self._deel = deel
        self._plek = plek
        self._problemen = problemen

    def mag(self, pad: str, vorm: Callable[[Any], _Waarde]) -> _Waarde | None:
        """Give the value at a path; None when it is absent, null or wrong."""
        waarde: Any = self._deel
        for stap in pad.split("."):
            waarde = waarde.get(stap) if isinstance(waarde, dict) else None
        if waarde is None:
            return None
        try:
            return vorm(waarde)
        except (ValueError, TypeError):
            self._problemen.append(_fout(self._plek, pad))
            return None

    def eis(self, pad: str, vorm: Callable[[Any], _Waarde], anders: _Waarde) -> _Waarde:
        """Give the value at a path that must be there; `anders` only to be able to read on."""
        begin = len(self._problemen)
        gevonden = self.mag(pad, vorm)
        if gevonden is not None:
            return gevonden
        if len(self._problemen) == begin:
            self._problemen.append(_fout(self._plek, pad))
        return anders


def _fout(plek: str, pad: str) -> Problem:
    return bericht("A-0102", waar=plek, veld=pad, pad=pad)


def _geval(deel: dict[str, Any], plek: str, problemen: list[Problem]) -> Geval:
    lees = _Lezer(deel, f"{plek} ({deel.get('id', '')})", problemen)
    return Geval(
        id=lees.eis("id", _tekst, ""),
        zaak=_zaak(lees),
        peildatum=lees.eis("peildatum", _dag, date.max),
    )


def _zaak(lees: _Lezer) -> Zaakfeiten:
    gemeente = lees.eis("gemeente", _tekst, "")
    return Zaakfeiten(
        indicatie=lees.eis("ongeval.indicatie", Indicatie, Indicatie.O),
        ongeval=lees.mag("ongeval.datum", _datum) or Datum(),
        soort=lees.mag("ongeval.soort", OngevalSoort) or OngevalSoort.ONBEKEND,
        derde=lees.mag("aansprakelijk.derde", JaNee) or JaNee.ONBEKEND,
        hoedanigheid=lees.mag("aansprakelijk.hoedanigheid", _hoedanigheid) or Hoedanigheid.ONBEKEND,
        andereDerde=lees.mag("overig.andereDerde", JaNee),
        schuldGesteld=lees.mag("overig.schuldGesteld", JaNee),
        veroorzakerBekend=lees.mag("overig.veroorzakerBekend", JaNee),
        verzekeraarNeemtDeel=lees.mag("overig.verzekeraarNeemtDeel", JaNee),
        afgewikkeld=lees.mag("overig.afgewikkeld", JaNee),
        reedsVergoed=lees.mag("overig.reedsVergoed", Indicatie),
        eerderGemeld=lees.mag("overig.eerderGemeld", Indicatie),
        bekendOp=lees.mag("bekendOp", _datum) or Datum(),
        stuitingen=lees.mag("overig.stuitingen", _dagen) or (),
        geboren=lees.mag("client.geboortedatum", _datum) or Datum(),
        wet=lees.eis("voorziening.wet", Wet, Wet.WMO),
        leveringsvorm=lees.eis("voorziening.leveringsvorm", Leveringsvorm, Leveringsvorm.ZIN),
        besluitstatus=lees.eis("voorziening.status", Besluitstatus, Besluitstatus.TOEGEKEND),
        toekenning=lees.mag("voorziening.toekenning", _dag),
        gemeente=gemeente,
        # Silence of the case format names the sender itself; silence of a melding names nobody.
        gemeenteOpOngeval=lees.mag("overig.gemeenteOpOngevalsdatum", _tekst) or gemeente,
        deelname=lees.mag("overig.deelnameGemeente", JaNee),
    )


def _hoedanigheid(waarde: Any) -> Hoedanigheid:
    return Hoedanigheid.WERKGEVER if waarde == "inlener" else Hoedanigheid(waarde)


def _tekst(waarde: Any) -> str:
    if not isinstance(waarde, str) or not waarde:
        raise ValueError("no text")
    return waarde


def _datum(waarde: Any) -> Datum:
    return Datum.lees(_tekst(waarde))


def _dag(waarde: Any) -> date:
    datum = _datum(waarde)
    if datum.precisie is not Precisie.DAG or datum.eerste is None:
        raise ValueError("no whole day")
    return datum.eerste


def _dagen(waarde: Any) -> tuple[date, ...]:
    if not isinstance(waarde, list):
        raise ValueError("no list of days")
    return tuple(_dag(dag) for dag in waarde)
