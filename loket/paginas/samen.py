"""Samenvoegen, splitsen, mogelijk dezelfde: the loket proposes, a handler decides."""

from typing import Any

from sqlalchemy import Connection, select

from loket import samenvoegen, spoorboek
from loket.database import zaak
from loket.dossier import lees
from loket.lezing import tekst
from loket.paginas import woorden
from loket.paginas.handelen import doe_in_zaak, terug
from loket.paginas.wereld import Wereld
from loket.samenvoegen import SAMENGEVOEGD
from loket.spoorboek import Actie, Daad
from web.look.blad import Mis, Toon, Uitkomst, Verzoek, Weg


def toon(wereld: Wereld, vraag: Verzoek) -> Uitkomst:
    """Show what may belong together, and what is in this case."""
    codes = wereld.gemeente(vraag).codes
    with wereld.archief.lezen() as tx:
        found = lees(tx, wereld.data, codes, vraag.pad["nummer"])
        if found is None:
            raise Weg
        same = samenvoegen.gelijken(tx, wereld.data, codes, found.zaak["id"])
        apart = samenvoegen.verdeeld(samenvoegen.merken(tx, found.zaak["id"]))
    gegevens = {
        "zaaknummer": found.zaak["zaaknummer"],
        "status": found.zaak["status"],
        "gelijken": [
            {"zaaknummer": one.zaaknummer, "meldingen": one.aantal, "waarom": one.waarom}
            for one in same
        ],
        "verdeeld": apart,
        "meldingen": [
            {
                "referentie": one.referentie,
                "voorziening": tekst(one.inhoud, "voorziening.omschrijving")
                or tekst(one.inhoud, "voorziening.productcode"),
                "ontvangen": woorden.moment(one.ontvangen_op, vraag.now),
            }
            for one in found.staand
        ],
    }
    here = f"/zaken/{vraag.pad['gemeente']}/{vraag.pad['nummer']}"
    html = {"terug": terug(vraag), "hier": here, "basis": here.rpartition("/")[0]}
    return Toon("samen.html", found.zaak["zaaknummer"], gegevens, html)


def voeg_samen(wereld: Wereld, vraag: Verzoek) -> Uitkomst:
    """Bring the meldingen of another case into this one; both cases keep a line of it."""

    def do(tx: Connection, case: Any) -> str:
        other = _ander(tx, wereld, vraag, case)
        moved = samenvoegen.voeg_samen(tx, case["id"], other["id"])
        line = Daad(
            wie=vraag.bezoeker.naam,
            actie=Actie.SAMENGEVOEGD,
            zaaknummer=other["zaaknummer"],
            gemeente=other["gemeente"],
            code=f"in {case['zaaknummer']}",
        )
        spoorboek.schrijf(tx, wereld.data, line, vraag.now)
        count = "1 melding is" if moved == 1 else f"{moved} meldingen zijn"
        return f"{count} overgekomen uit {other['zaaknummer']}."

    return doe_in_zaak(wereld, vraag, Actie.SAMENGEVOEGD, f"met {_nummer(vraag)}", "", do)


def splits(wereld: Wereld, vraag: Verzoek) -> Uitkomst:
    """Give some meldingen of this case a case of their own."""
    chosen = {
        name.removeprefix("melding-") for name in vraag.formulier if name.startswith("melding-")
    }
    if not chosen:
        raise Mis("Kies welke meldingen een eigen zaak krijgen.")

    def do(tx: Connection, case: Any) -> str:
        own = {row["referentie"] for row in samenvoegen.merken(tx, case["id"])}
        if not chosen <= own:
            raise Weg
        if chosen == own:
            raise Mis("Laat ten minste één melding in deze zaak.")
        number = samenvoegen.splits(tx, case, chosen, vraag.now)
        return f"De gekozen meldingen staan nu in {number}."

    return doe_in_zaak(wereld, vraag, Actie.GESPLITST, f"{len(chosen)} eraf", "", do)


def niet_dezelfde(wereld: Wereld, vraag: Verzoek) -> Uitkomst:
    """Note that another case is not of this person."""

    def do(tx: Connection, case: Any) -> str:
        other = _ander(tx, wereld, vraag, case)
        samenvoegen.ontken(tx, case["id"], other["id"])
        return f"Vastgelegd: {other['zaaknummer']} is een andere zaak."

    return doe_in_zaak(wereld, vraag, Actie.NIET_DEZELFDE, _nummer(vraag), "", do)


def _nummer(vraag: Verzoek) -> str:
    number = vraag.formulier.get("ander", "").strip()[:20]
    if not number or number == vraag.pad["nummer"]:
        raise Mis("Geef het nummer van een andere zaak van deze gemeente.")
    return number


def _ander(tx: Connection, wereld: Wereld, vraag: Verzoek, case: Any) -> Any:
    """Give the other case, of the same municipality and not gone into another."""
    codes = wereld.gemeente(vraag).codes
    rule = (zaak.c.zaaknummer == _nummer(vraag)) & zaak.c.gemeente.in_(codes)
    other = tx.execute(select(zaak).where(rule)).mappings().first()
    if other is None or SAMENGEVOEGD in (other["status"], case["status"]):
        raise Mis("Geef het nummer van een andere zaak van deze gemeente.")
    return other
