"""Run: one sentence, the accounting, what went wrong and where, and what was different before."""

from collections.abc import Iterator
from typing import Any

from ledger import Resultaat, RunRow
from pipeline.drift import CODES
from regres import Bucket, Handelend, Problem, Telling, UsageProblem
from regres.telling import MET_NIEUW
from regres.words import SoortMelding
from web.look.blad import Door, Mis, Toon, Verzoek, Weg
from web.look.rollen import Rol
from web.look.tekening import Stap, dag, icoon, trechter
from web.wereld import Wereld
from web.woorden import MERK, duur, moment

LEZERS = frozenset({Rol.BEHEER, Rol.CONSULENT, Rol.FG})
#: Letting meldingen go is for who knows the client or guards the rules; never beheer alone.
VRIJGEVERS = frozenset({Rol.CONSULENT, Rol.FG})
_REDEN_LANG = 1000

#: How a run ended: its badge, and one sentence that says whether anything is lost or doubled.
ZINNEN: dict[Resultaat | None, tuple[str, str, str]] = {
    Resultaat.VRIJ: (
        "goed",
        "Gelukt",
        "Alles wat klaarstond is vrijgegeven. Niets verloren.",
    ),
    Resultaat.PROEF: ("info", "Proef", "Alleen gelezen en geteld. Er gaat niets weg."),
    Resultaat.ONGEWIJZIGD: ("goed", "Ongewijzigd", "Het bestand was hetzelfde als de vorige keer."),
    Resultaat.WACHT_OP_VRIJGAVE: (
        "let",
        "Wacht op vrijgave",
        "Er staat meer klaar dan gewoon. Er is niets verstuurd; een mens beslist.",
    ),
    Resultaat.GEEN_LEVERING: ("let", "Geen levering", "Er was geen bestand. Er is niets verloren."),
    Resultaat.MISLUKT: (
        "fout",
        "Mislukt",
        "Van deze run is niets gebruikt. De volgende leest alles opnieuw.",
    ),
    Resultaat.AFGEBROKEN: (
        "fout",
        "Afgebroken",
        "De run stopte halverwege. De volgende leest alles opnieuw.",
    ),
    Resultaat.VERVANGEN: ("stil", "Vervangen", "Een latere run kwam in de plaats van deze."),
    Resultaat.VERWORPEN: ("stil", "Verworpen", "Een mens verwierp wat klaarstond."),
    Resultaat.GEMIST: (
        "fout",
        "Niet gedraaid",
        "Deze beurt is niet gedraaid. Een latere las wat deze gelezen had.",
    ),
    None: ("info", "Bezig", "De run is nog bezig."),
}


def toon(wereld: Wereld, vraag: Verzoek) -> Toon:
    """Show one run of a municipality."""
    een, row = wereld.gemeente(vraag), _rij(wereld, vraag)
    before = _vorige_goede(wereld, row)
    kind, word, sentence = ZINNEN[row.resultaat]
    gegevens = {
        "gemeente": een.identiteit,
        "naam": een.blok.naam,
        "run": row.id,
        "bron": row.bronset,
        "slot": row.slot,
        "dag": row.dag,
        "stand": row.stand,
        "resultaat": row.resultaat,
        "zin": sentence,
        "begonnen": row.begonnen,
        "geeindigd": row.geeindigd,
        "pogingen": row.pogingen,
        "wacht_sinds": row.wacht_sinds,
        "besloten_door": row.besloten_door,
        "telling": row.telling.as_json() if row.telling else None,
        "groepen": list(_groepen(row)),
        "drift": [one.as_json() for one in row.problems if one.code in CODES],
        "verschil": list(_verschil(row, before)),
        "vorige": before.id if before else None,
        "bewijs": dict(_bewijs(row)),
        "mag_vrijgeven": _mag_vrijgeven(vraag, row),
    }
    tekenen = {
        "merk": (kind, word, icoon(MERK[kind])),
        "moment": lambda when: moment(when, vraag.now),
        "dagwoord": dag(row.dag),
        "duur": duur(row.geeindigd - row.begonnen) if row.geeindigd else "",
        "trechter": trechter(list(_stappen(row.telling))) if row.telling else "",
        "boekhouding": list(_boekhouding(row.telling)) if row.telling else [],
    }
    return Toon("beheer/run.html", f"Run {row.id}", gegevens, tekenen)


def beslis(wereld: Wereld, vraag: Verzoek) -> Door:
    """Free a waiting run, or throw it away, with the visitor's own name and a reason."""
    row = _rij(wereld, vraag)
    reason = vraag.formulier.get("reden", "").strip()
    choice = vraag.formulier.get("besluit", "")
    if not reason or len(reason) > _REDEN_LANG:
        raise Mis("Schrijf in een paar woorden waarom. Noem geen cliënt.")
    if choice not in {"vrij", "verwerp"}:
        raise Mis("Kies of u de run vrijgeeft of verwerpt.")
    door = Handelend(vraag.bezoeker.naam, _rol(vraag, row.gemeente), reason)
    try:
        if choice == "vrij":
            wereld.ledger.release_run(row.id, door, vraag.now)
        else:
            wereld.ledger.reject_run(row.id, door, vraag.now)
    except UsageProblem as late:
        raise Mis(late.problems[0].wat) from late
    told = (
        "De run is vrijgegeven. De nachtdienst bezorgt binnen vijf minuten."
        if choice == "vrij"
        else "De run is verworpen. Er gaat niets weg."
    )
    return Door(f"/gemeenten/{row.gemeente}/runs/{row.id}", told)


def _rij(wereld: Wereld, vraag: Verzoek) -> RunRow:
    text = vraag.pad["run"]
    if not (text.isascii() and text.isdigit() and len(text) < len("9999999999")):
        raise Weg
    try:
        row = wereld.ledger.run(int(text))
    except UsageProblem:
        raise Weg from None
    if row.gemeente != vraag.pad["gemeente"]:
        raise Weg
    return row


def _rol(vraag: Verzoek, gemeente: str) -> str:
    """Give the role in which a visitor may decide here."""
    for rol in (Rol.CONSULENT, Rol.FG):
        if vraag.bezoeker.mag(frozenset({rol}), gemeente):
            return rol.value
    raise Weg


def _mag_vrijgeven(vraag: Verzoek, row: RunRow) -> bool:
    waits = row.resultaat is Resultaat.WACHT_OP_VRIJGAVE
    return waits and vraag.bezoeker.mag(VRIJGEVERS, row.gemeente)


def _vorige_goede(wereld: Wereld, row: RunRow) -> RunRow | None:
    """Give the last run before this one that was freed, of the same source and kind of slot."""
    found = wereld.ledger.last_good(row.gemeente, row.bronset, row.slot)
    return found if found is not None and found.id < row.id else None


def _stappen(telling: Telling) -> Iterator[Stap]:
    """Give the funnel: read, within reach, with an accident, ready."""
    within = (
        telling.gelezen - telling.buckets[Bucket.BUITEN_BEREIK] - telling.buckets[Bucket.DUBBEL]
    )
    flagged = within - telling.buckets[Bucket.GEEN_ONGEVAL]
    ready = telling.buckets[Bucket.KLAARGEZET]
    yield Stap("gelezen", telling.gelezen)
    yield Stap("binnen bereik", within, _min(telling.gelezen - within, "buiten bereik of dubbel"))
    yield Stap("met een teken", flagged, _min(within - flagged, "geen ongeval"))
    yield Stap("klaargezet", ready, _min(flagged - ready, "bekend, of wacht op een mens"))


def _min(count: int, waarom: str) -> str:
    return f"{count} {waarom}" if count else ""


def _boekhouding(telling: Telling) -> Iterator[tuple[str, int, str]]:
    """Give the accounting in its own words; the parts add up to gelezen."""
    for bucket in Bucket:
        extra = ""
        if bucket is Bucket.KLAARGEZET:
            extra = ", ".join(f"{soort.value} {telling.soorten[soort]}" for soort in SoortMelding)
        elif bucket in MET_NIEUW and telling.buckets[bucket]:
            extra = f"nieuw {telling.nieuw[bucket]}"
        yield bucket.value, telling.buckets[bucket], extra


def _groepen(row: RunRow) -> Iterator[dict[str, Any]]:
    """Give each problem once with its text, and each code that only was counted."""
    told: dict[str, Problem] = {}
    for problem in row.problems:
        told.setdefault(problem.code, problem)
    counts = row.telling.codes if row.telling else {}
    for code, problem in told.items():
        yield problem.as_json() | {"aantal": counts.get(code, 0) or None}
    for code, count in sorted(counts.items()):
        if code not in told and "-" in code:
            # Of these only the count was kept; what the code means stands on its own page.
            yield {"code": code, "wat": "", "waar": "", "gevolg": "", "doe": "", "aantal": count}


def _verschil(row: RunRow, before: RunRow | None) -> Iterator[dict[str, Any]]:
    """Give the buckets whose counts differ from the last good run."""
    if row.telling is None or before is None or before.telling is None:
        return
    now, then = row.telling, before.telling
    parts = [("gelezen", now.gelezen, then.gelezen)]
    parts += [(b.value, now.buckets[b], then.buckets[b]) for b in Bucket]
    for name, new, old in parts:
        if new != old:
            yield {"groep": name, "nu": new, "toen": old, "verschil": new - old}


def _bewijs(row: RunRow) -> Iterator[tuple[str, Any]]:
    """Give what shows that the read was whole, and by what it was judged."""
    yield "mapping", row.mapping_merk
    yield "regels", row.regelversie
    if file := row.proof.get("bestand"):
        yield "bestand", file["naam"]
        yield "sha256", file["sha256"]
    for name, value in row.proof.get("details", {}).items():
        if isinstance(value, int | str):
            yield name, value
