"""Which field is meant by a name that a group of `velden:` does not know."""

from collections.abc import Collection

from mappings.canonical import GROEPEN, KOSTEN, VELDEN
from mappings.complaints import Plek, bedoelt, kies, suggest
from mappings.document import Blok
from mappings.workbench import Werkbank
from regres import SignalKind
from regres.berichten import Zin
from regres.spelling import near

#: Keys of the whole mapping that look like fields.
_BOVEN = ("kosten", "signalen", "sleutel", "bestand", "standaard", "toetsen")
#: The shortest part of a field's name that says which field is meant.
_DEEL = 4


def onbekend_veld(werk: Werkbank, plek: Plek, naam: str, groep: str, blok: str | Zin) -> None:
    """Complain about an unknown field with the one that is meant, in this group or in another.

    By spelling, then by what the word means (`achternaam` is `geslachtsnaam`), then by part of a
    name. What only looks a little alike is not proposed: `begindatum` is no `einddatum`.
    """
    words: dict[str, object] = {"blok": blok, "sleutel": naam}
    if not groep and naam in _BOVEN:
        werk.meld("M-0005", plek, "boven", **words)
        return
    if naam in KOSTEN:
        werk.meld("M-0005", plek, "groep", groep="kosten", **words)
        return
    path = _zo_gespeld(naam, groep) or _zo_genoemd(naam, _onder(groep))
    parent, _, field = path.rpartition(".")
    if path and parent == groep:
        werk.meld("M-0005", plek, voorstel=bedoelt(field), **words)
    elif path:
        case = "groep" if field == naam else "elders"
        werk.meld("M-0005", plek, case, groep=parent or "velden", veldnaam=field, **words)
    else:
        parts = _met_deel(naam, groep)
        meant = bedoelt(parts[0]) if len(parts) == 1 else kies(parts)
        werk.meld("M-0005", plek, voorstel=meant, **words)


def _onder(groep: str) -> list[str]:
    """Give the paths of a group and of the groups below it: nearer than those elsewhere."""
    return [pad for pad in VELDEN if groep and pad.startswith(f"{groep}.")]


def _zo_gespeld(naam: str, groep: str) -> str:
    """Give the path of the field with this name but for a slip; "" when none or several have it."""
    if found := near(naam, GROEPEN[groep]):
        return f"{groep}.{found}".lstrip(".")
    same = _zo_geheten(naam)
    parts = [name for name in GROEPEN[groep] if naam.casefold() in name.casefold()]
    return same[0] if len(same) == 1 and not parts else ""


def _zo_geheten(naam: str) -> list[str]:
    """Give the paths of all fields and groups of this name."""
    return [pad for pad in (*VELDEN, *GROEPEN) if pad.rpartition(".")[2] == naam]


def _zo_genoemd(naam: str, own: list[str]) -> str:
    """Give the path of the field that is called so in the exports we know; "" when unsure."""
    # Only for a word that is wrong already: the words of exports take time to load.
    from mappings.verkenning.kopregel import ontleed
    from mappings.verkenning.regels import REGELS

    ideas = ontleed(naam).ideeen
    meant = [
        regel.pad
        for regel in REGELS
        for weg in regel.wegen
        if ideas and weg.ideeen == ideas and not weg.reden and regel.pad in VELDEN
    ]
    # Elsewhere a word like `naam`, that is a field of several groups, says too little.
    near_by = [pad for pad in meant if pad in own] or ([] if _zo_geheten(naam) else meant)
    return near_by[0] if len(set(near_by)) == 1 else ""


def _met_deel(naam: str, groep: str) -> list[str]:
    """Give the fields of a group whose name holds this word, else all of them."""
    names = GROEPEN[groep]
    parts = [name for name in names if naam.casefold() in name.casefold()]
    return parts if parts and len(naam) >= _DEEL else list(names)


def onbekend_boven(werk: Werkbank, blok: Blok, sleutels: Collection[str], wat: Zin) -> None:
    """Complain about every key of the whole mapping that is not in the list."""
    for key, plek in blok.sleutels.items():
        if key in sleutels:
            continue
        where = "velden" if key in GROEPEN[""] else "signalen" if key in set(SignalKind) else ""
        case, words = ("groep", {"groep": where}) if where else ("", {})
        meant = suggest(key, sleutels)
        werk.meld("M-0005", plek, case, blok=wat, sleutel=key, voorstel=meant, **words)
