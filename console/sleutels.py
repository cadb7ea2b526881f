"""What the commands of `keys` do and say."""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import scheduler
from console.kijkroute import een_van
from console.opening import ledger_of, settings_of, tijdstip_van
from console.options import Format
from console.personen import Lezer
from console.tell import put, put_json, show_problems, table, tell
from ledger import Gedragen, Ledger
from pipeline import SlotSoort
from privacy import Kluis, Ontvanger
from regres import Handelend, KeyProblem, Problem, UsageProblem
from regres.berichten import bericht
from settings import GemeenteInstelling, Settings, aansluiten, bewaak, ontvangers_van
from settings.sleutelbeheer import kopieren, maken, ontvangers, overzicht
from settings.sleutelbeheer.bewijs import past_niet
from settings.sleutelbeheer.overzicht import Wortel
from settings.sleutelbeheer.wissel import Plek
from settings.sleutelbeheer.wissel import stop as stop_wortel
from settings.sleutelbeheer.wissel import wissel as wissel_wortel
from settings.trial import geen_zegel

GOED, MENS_NODIG, SLEUTELS = 0, 1, 6
_VANZELF = "Draait de nachtdienst, dan weet hij dit vanaf zijn volgende beurt."
_HERSTART = (
    "Draait de nachtdienst, start die dan opnieuw: een sleutel van systemd of uit de omgeving kent "
    "hij van zijn start."
)

Gevonden = Sequence[tuple[GemeenteInstelling, Sequence[Wortel]]]
Ontvangen = Sequence[tuple[Ontvanger, str]]

_WAT = {
    "meldingen": "meldingen die staan: bij de volgende lezing nog een keer verzegeld",
    "clienten": "cliënten die niet meer op te zoeken zijn",
    "wachtend": "wachtende records: komen terug als nieuw",
    "besluiten": "besluiten van een consulent: vervallen",
    "bezwaren": "bezwaren: worden nooit losgelaten, leg ze opnieuw vast",
    "onderweg": "verzegelde meldingen die nog niet bezorgd zijn",
}
#: What a column calls it where the name of the field is no Dutch word.
_KORT = {"clienten": "cliënten"}


# -- generate -------------------------------------------------------------------------------------


def maak_wortels(config: Path, gemeente: str | None) -> int:
    """Write the root keys that the configuration names and that are not there."""
    with _plek(config, gemeente) as plek:
        made = maken.wortels(plek)
    for path in made:
        put(str(path))
    if made:
        tell("Maak nu een kopie: `regresbrug keys backup`. Zonder de wortelsleutel herkent")
        tell("Regresbrug zijn eigen meldingen niet meer.")
    else:
        tell("Elke wortelsleutel uit het gemeentebestand is er al.")
    return GOED


def maak_inzage(config: Path, gemeente: str | None, folder: Path, kid: str | None) -> int:
    """Make the municipality's own pair."""
    with _plek(config, gemeente) as plek:
        name = kid or f"inzage-{plek.een.identiteit}-{plek.now:%Y}"
        made = maken.inzagepaar(plek, folder, name)
    put(str(made.openbaar))
    put(str(made.geheim))
    tell(f"`inzagesleutel` staat in {plek.een.bestand}. De geheime helft is voor de consulent:")
    tell("bewaar haar niet op de computer van de nachtdienst.")
    return GOED


def maak_paar(ontvanger: Path | None, kopie: Path | None, kid: str | None, dagen: int) -> int:
    """Make a pair for a loket or for the security officer, on a machine of theirs."""
    if not kid or (ontvanger is not None and kopie is not None):
        raise UsageProblem(bericht("C-0501"))
    vandaag = scheduler.vandaag(scheduler.utc_now)
    folder, days = (kopie, None) if ontvanger is None else (ontvanger, (vandaag, dagen))
    made = maken.paar(folder or Path(), kid, days)
    put(str(made.openbaar))
    put(str(made.geheim))
    if days:
        tell(f"{made.openbaar.name} gaat naar `ontvanger/` van elke gemeente.")
        tell("De geheime helft blijft bij het loket.")
    else:
        tell(f"{made.openbaar.name} gaat naar de beheerder, voor `keys backup --voor`.")
        tell("De geheime helft blijft bij de beveiligingsfunctionaris, niet op deze dienst.")
    return GOED


# -- list -----------------------------------------------------------------------------------------


def toon(config: Path, gemeente: list[str] | None, format: Format) -> int:
    """Show all keys; gives 1 when one of them needs a person."""
    settings = settings_of(config)
    vandaag = scheduler.vandaag(scheduler.utc_now)
    problems: list[Problem] = []
    with ledger_of(settings) as ledger:
        found = []
        for een in settings.kies(gemeente or ()):
            plek = _van(settings, een, ledger)
            keys = overzicht.wortels(plek)
            problems += overzicht.zonder_kopie(plek, keys)
            found.append((een, keys))
        waits = ledger.verzegeld_voor()
    recipients = overzicht.ontvangers(settings, vandaag)
    problems += ontvangers_van(settings).waarschuwingen(vandaag)
    if format is Format.TEXT:
        _toon_tekst(found, recipients, waits)
        show_problems(problems)
    else:
        put_json(_json(found, recipients, waits, problems))
    wrong = any(
        key.stand in ("ander", "onleesbaar", "ontbreekt") for _, keys in found for key in keys
    )
    none = not any(how == "gebruikt" for _, how in recipients)
    return SLEUTELS if wrong or none else int(bool(problems))


def _toon_tekst(found: Gevonden, recipients: Ontvangen, waits: dict[str, int]) -> None:
    for een, keys in found:
        put(f"{een.blok.naam} ({een.identiteit})")
        head = ("wortelsleutel", "stand", "proef", "sinds", "kopie", "nog nodig voor")
        for line in table(head, (_rij(key) for key in keys)):
            put("  " + line)
        put(f"  inzagesleutel: {een.blok.inzagesleutel or 'geen'}")
    put("Regresloket")
    shown = (
        (one.kid, how, one.geldig_van, one.laatste, waits.get(one.kid, 0))
        for one, how in recipients
    )
    for line in table(("sleutel", "stand", "van", "tot en met", "niet bezorgd"), shown):
        put("  " + line)


def _rij(key: Wortel) -> tuple[object, ...]:
    copied = key.kopie_op or "geen"
    needed = _nog(key.gedragen) if key.stand == "oud" else ""
    return (key.versie or "blijvend", key.stand, key.proef, key.sinds or "-", copied, needed)


def _nog(leans: Gedragen) -> str:
    parts = ((name, getattr(leans, name)) for name in _WAT)
    return ", ".join(f"{count} {_KORT.get(name, name)}" for name, count in parts if count)


def _json(
    found: Gevonden, recipients: Ontvangen, waits: dict[str, int], problems: list[Problem]
) -> dict[str, Any]:
    return {
        "schema": "regresbrug/sleutels/1",
        "gemeenten": [
            {
                "gemeente": een.blok.naam,
                "wortelsleutels": [key.as_json() for key in keys],
                "inzagesleutel": een.blok.inzagesleutel,
            }
            for een, keys in found
        ],
        "ontvanger": [
            {
                "kid": one.kid,
                "stand": how,
                "geldig_van": one.geldig_van.isoformat(),
                "laatste_dag": one.laatste.isoformat(),
                "niet_bezorgd": waits.get(one.kid, 0),
            }
            for one, how in recipients
        ],
        "problemen": [problem.as_json() for problem in problems],
    }


# -- rotate ---------------------------------------------------------------------------------------


def wissel(config: Path, gemeente: str | None, door: Handelend, verwijzing: str | None) -> int:
    """Give a municipality a new root key."""
    with _plek(config, gemeente) as plek:
        done = wissel_wortel(plek, door, verwijzing)
    said = "Een afgebroken wissel is afgemaakt" if done.hervat else "Gewisseld"
    tell(f"{said}: wortelsleutel {done.versie} geldt nu ({done.verwijzing}).")
    tell(
        "Laat de oude staan. Elke run zet over wat hij leest; `keys rotate --afmaken` doet het nu."
    )
    tell("Maak een kopie: `regresbrug keys backup`.")
    tell(_dienst(done.verwijzing))
    return GOED


def _dienst(verwijzing: str) -> str:
    """Say when a running service has a new key: it reads files each turn, its environment once."""
    return _VANZELF if verwijzing.startswith("secret://file/") else _HERSTART


def maak_af(config: Path, gemeente: str | None) -> int:
    """Read every source and move what still leans on an old key; says what is left."""
    from pipeline.sleutelronde import zet_over

    settings = settings_of(config)
    een = een_van(settings.kies([gemeente] if gemeente else []))
    vandaag = scheduler.vandaag(scheduler.utc_now)
    numbers = tijdstip_van(settings, een.identiteit)
    line = aansluiten(settings, een, scheduler.utc_now, tijdstip=numbers, alleen_lezen=True)
    line.close()
    with ledger_of(settings) as ledger:
        for naam, bron in line.bronnen.items():
            route = replace(bron.route, sealer=geen_zegel)
            for slot in bron.slots(vandaag, SlotSoort.RONDGANG):
                done = zet_over(route, ledger, slot, scheduler.utc_now, vandaag)
                moved = f"{done.sleutels} sleutels en {done.merken} merken overgezet"
                tell(f"{naam} {slot.naam}: {done.gelezen} gelezen, {moved}")
        left = dict(ledger.gedragen(een.identiteit))
    left.pop(max(een.blok.sleutels), None)
    for versie, leans in left.items():
        tell(f"Wortelsleutel {versie} is nog nodig:")
        _zeg(leans)
    if not left:
        tell("Alles staat onder de huidige sleutel. Een oude kan weg: `regresbrug keys retire`.")
    return MENS_NODIG if left else GOED


# -- retire ---------------------------------------------------------------------------------------


def stop(
    config: Path,
    gemeente: str | None,
    versie: int | None,
    door: Handelend,
    *,
    toch: bool,
) -> int:
    """Retire a root key version, after saying what leans on it."""
    if versie is None or (toch and door.rol == Lezer.BEHEER):
        raise UsageProblem(bericht("C-0502", "rol" if toch else ""))
    with _plek(config, gemeente) as plek:
        leans = plek.ledger.gedragen(plek.een.identiteit).get(versie, Gedragen())
        if not leans.leeg:
            tell(f"Aan wortelsleutel {versie} zit nog vast:")
            _zeg(leans)
        _, kept = stop_wortel(plek, versie, door, toch=toch)
        old = plek.kluis.pad(plek.een.blok.sleutels[versie])
    tell(f"Wortelsleutel {versie} is gestopt en staat niet meer in {plek.een.bestand}.")
    if kept:
        tell(f"Wat blijft, staat in {kept}. Maak er een kopie van: `regresbrug keys backup`.")
    tell(_VANZELF)
    tell(f"Is er een kopie, wis dan zelf: {old or 'de oude sleutel in uw kluis'}")
    return GOED


def stop_ontvanger(config: Path, kid: str, door: Handelend) -> int:
    """Retire a public key of the recipient; says what is still under way for it."""
    settings = settings_of(config)
    now = scheduler.utc_now()
    vandaag = scheduler.vandaag(lambda: now)
    retired = ontvangers.trek_in(settings, kid, vandaag)
    with ledger_of(settings) as ledger:
        ledger.note_audit("ontvangersleutel_gestopt", retired.kid, door.wie, now, oorsprong="keys")
        waits = ledger.verzegeld_voor().get(kid, 0)
    tell(f"{kid} wordt vanaf vandaag niet meer gebruikt.")
    if waits:
        tell(f"{waits} meldingen zijn er al voor verzegeld en nog niet bezorgd. Het Regresloket")
        tell("opent ze nog 90 dagen; opent het ze niet, dan leest Regresbrug de bron opnieuw.")
    next_ = ontvangers.over(settings, vandaag)
    if next_ is None:
        show_problems([bericht("K-0211", waar=settings.dienst.ontvangersleutels)])
        return SLEUTELS
    tell(f"Vanaf nu wordt verzegeld voor {next_.kid}.")
    return GOED


# -- verify and backup ----------------------------------------------------------------------------


def bewijs(
    config: Path, gemeente: list[str] | None, kopie: Path | None, sleutel: Path | None
) -> int:
    """Prove keys against the ledger, and a backup against both."""
    if (kopie is None) is not (sleutel is None):
        raise UsageProblem(bericht("C-0503", waar="--kopie"))
    if kopie is not None and sleutel is not None and not (config / "regresbrug.yaml").exists():
        return _toon_kopie(kopie, sleutel)
    settings = settings_of(config)
    problems: list[Problem] = []
    with ledger_of(settings) as ledger:
        chosen = settings.kies(gemeente or ())
        if kopie is not None and sleutel is not None:
            plek = _van(settings, een_van(chosen), ledger)
            return _bewijs_kopie(plek, kopie, sleutel)
        for een in chosen:
            problems += _bewijs_een(_van(settings, een, ledger))
    problems += _bewijs_hier(settings)
    show_problems(problems)
    return SLEUTELS if problems else GOED


def _bewijs_een(plek: Plek) -> Iterator[Problem]:
    naam = plek.een.blok.naam
    try:
        keys = plek.keys()
    except KeyProblem as wrong:
        yield from wrong.problems
        return
    wrong_ones = list(past_niet(plek.een, keys, plek.ledger))
    yield from wrong_ones
    if not wrong_ones:
        known = plek.ledger.sleutels(plek.een.identiteit)
        versions = ", ".join(map(str, sorted(keys.versies)))
        fits = "past bij het grootboek" if known else "nog door geen run gebruikt"
        put(f"{naam}: wortelsleutel {versions}: {fits}")


def _bewijs_hier(settings: Settings) -> Iterator[Problem]:
    """Prove that nobody here can open what is sealed here, and that secret files are closed."""
    try:
        known = ontvangers_van(settings)
        known.kies(scheduler.vandaag(scheduler.utc_now))
        bewaak(settings, known, os.environ)
    except KeyProblem as wrong:
        yield from wrong.problems
    else:
        put("Niemand kan hier openen wat verzegeld is; sleutelbestanden zijn afgeschermd.")


def _bewijs_kopie(plek: Plek, kopie: Path, sleutel: Path) -> int:
    opened = kopieren.lees_kopie(kopie, sleutel)
    found, problems = kopieren.vergelijk(plek, opened)
    put(f"{kopie.name}: kopie van {opened.gemaakt:%d-%m-%Y}, te openen met deze sleutel")
    head = ("wortelsleutel", "vergeleken met", "uitkomst")
    rows = ((one.versie or "blijvend", one.waarmee, one.uitkomst) for one in found)
    for line in table(head, rows):
        put("  " + line)
    show_problems(problems)
    return SLEUTELS if problems else GOED


def _toon_kopie(kopie: Path, sleutel: Path) -> int:
    """Show what keys of a backup are recognised by, where there is no configuration to ask."""
    opened = kopieren.lees_kopie(kopie, sleutel)
    put(f"{kopie.name}: gemeente {opened.identiteit}, kopie van {opened.gemaakt:%d-%m-%Y}")
    proofs = sorted(opened.keys.proeven.items(), reverse=True)
    rows = ((versie or "blijvend", proof[: overzicht.PROEF]) for versie, proof in proofs)
    for line in table(("wortelsleutel", "proef"), rows):
        put("  " + line)
    tell("Hier is geen configuratie. Vergelijk elke proef met die van de gemeente, in")
    tell("`regresbrug keys list`.")
    return GOED


def kopieer(
    config: Path,
    gemeente: str | None,
    voor: Path | None,
    naar: Path | None,
    door: Handelend,
) -> int:
    """Make a backup."""
    if voor is None or naar is None:
        raise UsageProblem(bericht("C-0503", waar="--voor"))
    with _plek(config, gemeente) as plek:
        kid = kopieren.maak_kopie(plek, voor, naar, door)
    put(str(naar))
    tell(f"Alleen wie de geheime helft van {kid} heeft, kan deze kopie openen. Bewaar haar ergens")
    tell("anders, en laat haar proberen: `regresbrug keys verify --kopie ... --sleutel ...`.")
    return GOED


def zet_terug(
    config: Path,
    gemeente: str | None,
    kopie: Path,
    sleutel: Path | None,
    door: Handelend,
) -> int:
    """Put key files back from a backup."""
    if sleutel is None:
        raise UsageProblem(bericht("C-0503", waar="--sleutel"))
    with _plek(config, gemeente) as plek:
        opened = kopieren.lees_kopie(kopie, sleutel)
        written = kopieren.zet_terug(plek, opened)
        what = {"bestanden": len(written)}
        plek.ledger.note_decision(plek.een.identiteit, "sleutels_teruggezet", door, plek.now, what)
    for path in written:
        put(str(path))
    if not written:
        tell("Er ontbrak geen sleutelbestand: er is niets geschreven.")
    tell("Controleer nu: `regresbrug keys verify` en `regresbrug check`.")
    return GOED


# -- shared ---------------------------------------------------------------------------------------


@contextmanager
def _plek(config: Path, gemeente: str | None) -> Iterator[Plek]:
    settings = settings_of(config)
    een = een_van(settings.kies([gemeente] if gemeente else []))
    with ledger_of(settings) as ledger:
        yield _van(settings, een, ledger)


def _van(settings: Settings, een: GemeenteInstelling, ledger: Ledger) -> Plek:
    return Plek(settings, een, Kluis(os.environ, settings.config), ledger, scheduler.utc_now())


def _zeg(leans: Gedragen) -> None:
    for name, wat in _WAT.items():
        count = getattr(leans, name)
        if count:
            tell(f"  {count:>6}  {wat}")
