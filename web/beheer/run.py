"""Run: one sentence, the accounting, what went wrong and where, and what was different before."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from ledger import Nachtrij, Resultaat, Runloop, RunRow
from regres import Bucket, Handelend, Telling, UsageProblem
from regres.telling import MET_NIEUW
from regres.words import SoortMelding
from settings.toestand import run_json
from web.beheer.fouten import drift, groepen
from web.beheer.nacht import merkje, teken
from web.beheer.trechter import trappen
from web.beheer.uitkomst import zinnen
from web.beheer.verloop import geplaatst, verloop
from web.look.blad import Door, Mis, Toon, Verzoek, Weg
from web.look.rollen import Rol
from web.look.tekening import Nacht, dag, icoon, legenda, nachtbalken, tijdbalk, trede
from web.wereld import Wereld
from web.woorden import MERK, duur, moment

LEZERS = frozenset({Rol.BEHEER, Rol.CONSULENT, Rol.FG})
#: Letting meldingen go is for who knows the client or guards the rules; never beheer alone.
VRIJGEVERS = frozenset({Rol.CONSULENT, Rol.FG})
_REDEN_LANG = 1000
_NACHTEN = 30


def toon(wereld: Wereld, vraag: Verzoek) -> Toon:
    """Show one run of a municipality; its numbers are those of `regresbrug runs`."""
    een, row, ledger = wereld.gemeente(vraag), _rij(wereld, vraag), wereld.ledger
    before, loop = ledger.goede_voor(row), ledger.runloop(row.id)
    series = ledger.reeks(row, row.dag - timedelta(days=_NACHTEN - 1))
    gegevens = run_json(row) | {
        "gemeente": een.identiteit,
        "naam": een.blok.naam,
        "zin": zinnen(row, loop),
        "pogingen": row.pogingen,
        "besloten_door": row.besloten_door,
        "trechter": list(trappen(row.telling, loop)) if row.telling else [],
        "bezorging": loop,
        "groepen": groepen(row, before),
        "drift": [one.as_json() for one in drift(row)],
        "verschil": list(_verschil(row, before)),
        "vorige": before.id if before else None,
        "nachten": [_nacht(one) for one in series],
        "verloop": list(verloop(row, loop)),
        "bewijs": dict(_bewijs(row)),
        "mag_vrijgeven": _mag_vrijgeven(vraag, row),
    }
    return Toon("beheer/run.html", f"Run {row.id}", gegevens, _tekenen(vraag, row, loop, series))


def _tekenen(vraag: Verzoek, row: RunRow, loop: Runloop, series: list[Nachtrij]) -> dict[str, Any]:
    held = row.telling.buckets[Bucket.QUARANTAINE] if row.telling else None
    kind, word = merkje(row.resultaat, held)
    places = geplaatst(list(verloop(row, loop)), vraag.now)
    steps = list(trappen(row.telling, loop)) if row.telling else []
    return {
        "merk": (kind, word, icoon(MERK[kind])),
        "moment": lambda when: moment(when, vraag.now),
        "dagwoord": dag(row.dag),
        "row": row,
        "uitroep": icoon(MERK["fout"]),
        "duur": duur(row.geeindigd - row.begonnen) if row.geeindigd else "",
        "treden": list(_treden([step.aantal for step in steps])),
        "balken": [(tijdbalk(start, length), told) for start, length, told in places],
        "reeks": _reeks(row, series),
        "legenda": [one for one in legenda() if one[0] in {teken_van(n) for n in series}],
        "boekhouding": list(_boekhouding(row.telling)) if row.telling else [],
    }


def _treden(counts: list[int]) -> Iterator[Any]:
    """Draw each step with the one after it; the last has none."""
    for at, count in enumerate(counts):
        yield trede(count, counts[at + 1] if at + 1 < len(counts) else None, counts[0])


def teken_van(night: Nachtrij) -> Any:
    """Give the mark of a night."""
    return teken(night.resultaat, night.quarantaine)


def _nacht(night: Nachtrij) -> dict[str, Any]:
    return {
        "run": night.run,
        "dag": night.dag,
        "teken": teken_van(night),
        "aangewezen": night.aangewezen,
        "gelezen": night.gelezen,
    }


def _reeks(row: RunRow, series: list[Nachtrij]) -> Any:
    """Draw the nights up to this one; a day without a run leaves a gap."""
    most = max((one.aangewezen or 0 for one in series), default=0) or 1
    nights = {one.dag: one for one in series}
    days = [row.dag - timedelta(days=back) for back in range(_NACHTEN - 1, -1, -1)]
    marks = [_streep(nights[day], most) if day in nights else None for day in days]
    told = f"Aangewezen per nacht, {dag(days[0])} tot en met {dag(days[-1])}; hoogste {most}"
    return nachtbalken(marks, days, most, told)


def _streep(night: Nachtrij, most: int) -> Nacht:
    count = night.aangewezen or 0
    how = teken_van(night)
    return Nacht(night.dag, how, count / most, f"{night.dag:%d-%m}: {how}, {count} aangewezen")


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


def _boekhouding(telling: Telling) -> Iterator[tuple[str, int, str]]:
    """Give the accounting in its own words; the parts add up to gelezen."""
    for bucket in Bucket:
        extra = ""
        if bucket is Bucket.KLAARGEZET:
            extra = ", ".join(f"{soort.value} {telling.soorten[soort]}" for soort in SoortMelding)
        elif bucket in MET_NIEUW and telling.buckets[bucket]:
            extra = f"nieuw {telling.nieuw[bucket]}"
        yield bucket.value, telling.buckets[bucket], extra


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
