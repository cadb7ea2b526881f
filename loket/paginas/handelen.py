"""What a handler does in a case: each leaves a line in the trail, in the same transaction."""

from collections.abc import Callable
from datetime import date
from typing import Any, Final
from urllib.parse import urlencode

from sqlalchemy import Connection, select, update
from sqlalchemy.dialects.sqlite import insert

from loket import quickscan, spoorboek, zaken
from loket.database import melding, verband, zaak
from loket.paginas.wereld import Wereld, vandaag
from loket.paginas.zaakblad import blad
from loket.spoorboek import Actie, Daad
from loket.stappen import NIET_VERDER, QUICKSCAN, STAPPEN, VERDER, VRAAG, VRAGEN, Stap, leg_vast
from regres.words import Erkend
from web.look.blad import Door, Mis, Uitkomst, Verzoek, Weg

_LANGST: Final = 1000
_ZELF: Final = frozenset({QUICKSCAN, VRAAG})


def geef_oordeel(wereld: Wereld, vraag: Verzoek) -> Uitkomst:
    """Take the quickscan; with faults the case is shown again with what was filled in."""
    form = vraag.formulier
    given = quickscan.Oordeel(
        {name: form[name] for name in quickscan.VRAGEN if name in form},
        form.get("advies", ""),
        form.get("redencode", ""),
        form.get("toelichting", ""),
    )
    faults = given.fouten()
    if faults:
        return blad(wereld, vraag, tuple(faults), 422)

    def do(tx: Connection, case: Any) -> str:
        today = vandaag(vraag.now)
        told = quickscan.geef(tx, wereld.data, case, given, vraag.bezoeker.naam, today, vraag.now)
        words = "VERDER" if given.advies == VERDER else "NIET VERDER"
        return f"Vastgelegd: {words}. De gemeente leest dit bij {_meldingen(told)}."

    reason = given.redencode if given.advies == NIET_VERDER else ""
    return doe_in_zaak(wereld, vraag, Actie.QUICKSCAN, f"{given.advies} {reason}".strip(), "", do)


def zet_stap(wereld: Wereld, vraag: Verzoek) -> Uitkomst:
    """Record a further step of the brochure, or a question to the municipality."""
    name, asked = vraag.formulier.get("stap", ""), vraag.formulier.get("vraag", "")
    if asked:
        if asked not in VRAGEN:
            raise Mis("Kies een vraag uit de lijst.")
        step = Stap(VRAAG, redencode=asked)
    elif name in STAPPEN and name not in _ZELF:
        step = Stap(name)
    else:
        raise Mis("Kies een stap uit de lijst.")

    def do(tx: Connection, case: Any) -> str:
        told = leg_vast(tx, case["zaaknummer"], step, vandaag(vraag.now))
        return f"Vastgelegd. De gemeente leest dit bij {_meldingen(told)}."

    code = f"{step.naam} {step.redencode}".strip()
    return doe_in_zaak(wereld, vraag, Actie.STAP, code, "", do)


def zet_begin(wereld: Wereld, vraag: Verzoek) -> Uitkomst:
    """Correct the day on which the five years begin; asks a reason."""
    day, reason = _dag(vraag.formulier.get("begin", "")), _reden(vraag)
    if not date(1990, 1, 1) <= day <= vandaag(vraag.now):
        raise Mis("Geef een dag die geweest is, niet voor 1990.")

    def do(tx: Connection, case: Any) -> str:
        tx.execute(update(zaak).where(zaak.c.id == case["id"]).values(begin_op=day))
        zaken.werk_bij(tx, case["id"])
        return "De verjaring is opnieuw geteld vanaf de dag die u gaf."

    return doe_in_zaak(wereld, vraag, Actie.BEGIN, day.isoformat(), reason, do)


def zet_verband(wereld: Wereld, vraag: Verzoek) -> Uitkomst:
    """Say of each provision whether it follows from the accident."""
    given = {
        name.removeprefix("verband-"): value
        for name, value in vraag.formulier.items()
        if name.startswith("verband-")
    }
    if not given or any(value not in {"", *Erkend} for value in given.values()):
        raise Mis("Kies bij elke voorziening ja, deels, nee of onbekend.")

    def do(tx: Connection, case: Any) -> str:
        own = select(melding.c.referentie).where(melding.c.zaak_id == case["id"])
        if not set(given) <= set(tx.scalars(own)):
            raise Weg
        for name, value in given.items():
            row = insert(verband).values(referentie=name, waarde=value or Erkend.ONBEKEND.value)
            new = {"waarde": row.excluded.waarde}
            tx.execute(row.on_conflict_do_update(index_elements=["referentie"], set_=new))
        return "Het verband is bewaard, en de kosten zijn opnieuw geteld."

    counts = {word: list(given.values()).count(word) for word in ("ja", "deels", "nee")}
    code = " ".join(f"{count}x{word}" for word, count in counts.items() if count)
    return doe_in_zaak(wereld, vraag, Actie.VERBAND, code or "onbekend", "", do)


def zie(wereld: Wereld, vraag: Verzoek) -> Uitkomst:
    """Note that somebody looked at what changed; the verdict stands."""

    def do(tx: Connection, case: Any) -> str:
        tx.execute(update(zaak).where(zaak.c.id == case["id"]).values(aandacht=""))
        return "Vastgelegd dat u de wijzigingen hebt bekeken. Het advies blijft staan."

    return doe_in_zaak(wereld, vraag, Actie.GEZIEN, "", "", do)


def wijs_toe(wereld: Wereld, vraag: Verzoek) -> Uitkomst:
    """Give a case to the municipality's handler or substitute, or take it oneself."""
    gemeente = wereld.gemeente(vraag)
    to = vraag.formulier.get("naar", "")
    if to not in {gemeente.behandelaar, gemeente.vervanger, vraag.bezoeker.naam} - {""}:
        raise Mis("Kies iemand uit de lijst.")

    def do(tx: Connection, case: Any) -> str:
        tx.execute(update(zaak).where(zaak.c.id == case["id"]).values(behandelaar=to[:100]))
        return f"De zaak staat nu op naam van {to}."

    return doe_in_zaak(wereld, vraag, Actie.TOEGEWEZEN, to, "", do)


def doe_in_zaak(
    wereld: Wereld,
    vraag: Verzoek,
    actie: Actie,
    code: str,
    toelichting: str,
    do: Callable[[Connection, Any], str],
) -> Uitkomst:
    """Do something in the case of the path and note it, all or nothing; raises Weg."""
    gemeente = wereld.gemeente(vraag)
    with wereld.archief.schrijven() as tx:
        rule = (zaak.c.zaaknummer == vraag.pad["nummer"]) & zaak.c.gemeente.in_(gemeente.codes)
        case = tx.execute(select(zaak).where(rule)).mappings().first()
        if case is None:
            raise Weg
        told = do(tx, case)
        line = Daad(
            wie=vraag.bezoeker.naam,
            actie=actie,
            zaaknummer=case["zaaknummer"],
            gemeente=case["gemeente"],
            code=code,
            toelichting=toelichting,
        )
        spoorboek.schrijf(tx, wereld.data, line, vraag.now)
    return Door(terug(vraag), told)


def terug(vraag: Verzoek) -> str:
    """Give the address of the case, with the list that it was opened from."""
    where = f"/zaken/{vraag.pad['gemeente']}/{vraag.pad['nummer']}"
    return f"{where}?{urlencode(vraag.vraag)}" if vraag.vraag else where


def _dag(text: str) -> date:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise Mis("Geef een dag als jjjj-mm-dd, zoals 2026-03-14.") from None


def _reden(vraag: Verzoek) -> str:
    reason = vraag.formulier.get("reden", "").strip()
    if not reason or len(reason) > _LANGST:
        raise Mis(f"Geef een reden, hooguit {_LANGST} tekens.")
    return reason


def _meldingen(count: int) -> str:
    return "1 melding" if count == 1 else f"{count} meldingen"
