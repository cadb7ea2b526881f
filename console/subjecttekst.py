"""What is remembered of one person, as values and as a list for the officer: no name or number."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from console.betrokkene import Zaak
from ledger import Dossier, DossierMelding, DossierStub
from pipeline.zinnen import zin_van
from regres.dag import lokale_dag
from settings.shapes import Regresloket
from settings.velden import meegestuurd

_SOORT = {"nieuw": "nieuwe melding", "wijziging": "wijziging", "intrekking": "intrekking"}
_WACHT = {
    "beoordelen": "wacht op een oordeel van een medewerker",
    "vastgehouden": "is niet verstuurd en wordt vastgehouden",
    "quarantaine": "kon niet goed worden gelezen",
}


def inzage_json(zaak: Zaak, found: Dossier) -> dict[str, Any]:
    """Give all of it for machines."""
    return {
        "schema": "regresbrug/inzage/1",
        "gemeente": zaak.een.blok.naam,
        "gevonden": not found.leeg,
        "bezwaar_sinds": _dag(found.bezwaar),
        "doel": zaak.een.blok.verwerking.doel,
        "grondslag": zaak.een.blok.verwerking.grondslag,
        "verwerkingsactiviteit": zaak.een.blok.verwerking.activiteit,
        "ontvanger": ontvanger(zaak),
        "meldingen": [_melding_json(one) for one in found.meldingen],
        "wachtend": [_stub_json(one) for one in found.wachtend],
        "besluiten": [
            {"keuze": one.keuze, "op": _dag(one.tijd), "wie": one.wie, "rol": one.rol}
            for one in found.besluiten
        ],
        "velden": {route.bronset: meegestuurd(zaak.een.blok, route.plan) for route in zaak.routes},
    }


def ontvanger(zaak: Zaak) -> str:
    """Name who receives meldingen."""
    target = zaak.settings.dienst.bestemming
    return (
        f"het Regresloket ({target.adres})"
        if isinstance(target, Regresloket)
        else "het Regresloket"
    )


def lijst(zaak: Zaak, found: Dossier) -> Iterator[str]:
    """Give what is remembered as lines for the officer."""
    if found.leeg:
        yield "Van deze persoon staat niets in het grootboek."
        return
    if found.bezwaar:
        yield f"Deze persoon maakt bezwaar sinds {_dag(found.bezwaar)}: er wordt niets verstuurd."
    for one in found.meldingen:
        yield from _melding_regels(one)
    for stub in found.wachtend:
        yield from stub_regels(stub)
    for besluit in found.besluiten:
        yield f"Besluit {besluit.keuze} door {besluit.wie} ({besluit.rol}) op {_dag(besluit.tijd)}."
    named = {one.bronset for one in found.meldingen}
    for route in (route for route in zaak.routes if route.bronset in named):
        listed = ", ".join(meegestuurd(zaak.een.blok, route.plan))
        yield f"Uit {route.bronset} gaat mee, als het is ingevuld: {listed}."
    yield f"Ontvanger: {ontvanger(zaak)}. Doel: {zaak.een.blok.verwerking.doel}."


# -- lines ---------------------------------------------------------------------------------------


def _melding_regels(one: DossierMelding) -> Iterator[str]:
    staat = one.staat.value if one.staat else "nooit gemeld"
    zaak = one.zaaknummer or "geen"
    yield f"Melding {one.referentie} · {staat} · zaak {zaak} · bron {one.bronset}"
    yield from versie_regels(one)
    for row in one.handelingen:
        yield f"    {row.tijd[:10]} {row.actie}: {row.resultaat} ({row.actor})"


def versie_regels(one: DossierMelding) -> Iterator[str]:
    """Give a line per version: what it was, when it was made, and whether it arrived."""
    for versie in one.versies:
        got = versie.status.value
        if versie.ontvangen_op:
            got = f"ontvangen {_dag(versie.ontvangen_op)}"
        soort = _SOORT[versie.soort.value]
        yield f"  Versie {versie.versie}: {soort}, gemaakt {_dag(versie.aangemaakt_op)}, {got}"


def stub_regels(one: DossierStub, *, plaats: bool = True) -> Iterator[str]:
    """Say what waits, or waited; plaats: also where it stands in the source."""
    where = f"Een record uit {one.bronset or 'de bezorging'}"
    if one.gesloten_op:
        yield f"{where} wachtte tot {_dag(one.gesloten_op)} ({one.gesloten_reden})."
        return
    yield f"{where}{f' {one.plaats}' if plaats else ''} {_WACHT[one.soort]},"
    yield f"  sinds {_dag(one.eerst_gezien)}."
    yield from (f"  {zin_van(code)}" for code in one.codes)


def _melding_json(one: DossierMelding) -> dict[str, Any]:
    return {
        "referentie": one.referentie,
        "staat": one.staat.value if one.staat else None,
        "zaaknummer": one.zaaknummer,
        "bron": one.bronset,
        "afgesloten_op": one.afgesloten_op.isoformat() if one.afgesloten_op else None,
        "versies": [
            {
                "versie": versie.versie,
                "soort": versie.soort.value,
                "gemaakt": _dag(versie.aangemaakt_op),
                "status": versie.status.value,
                "ontvangen": _dag(versie.ontvangen_op),
            }
            for versie in one.versies
        ],
        "handelingen": [
            {"tijd": row.tijd, "actie": row.actie, "resultaat": row.resultaat, "actor": row.actor}
            for row in one.handelingen
        ],
    }


def _stub_json(one: DossierStub) -> dict[str, Any]:
    return {
        "soort": one.soort,
        "codes": list(one.codes),
        "bron": one.bronset,
        "plaats": one.plaats,
        "sinds": _dag(one.eerst_gezien),
        "gesloten": _dag(one.gesloten_op),
        "gesloten_reden": one.gesloten_reden,
    }


def _dag(moment: datetime | None) -> str | None:
    return lokale_dag(moment).isoformat() if moment else None
