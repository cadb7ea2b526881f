"""Value tables: a municipality's own spellings to canonical words; the rest is never guessed."""

import unicodedata
from collections.abc import Callable, Mapping

from mappings.document import Node
from mappings.workbench import Werkbank
from regres import Misfit

ONBEKEND = Misfit("waarde_onbekend", "deze waarde staat niet in de waardentabel van de mapping")


def fold(text: str) -> str:
    """Make spellings comparable: NFC, trimmed, upper and lower case alike."""
    return unicodedata.normalize("NFC", text).strip().casefold()


def reader(table: Mapping[str, object]) -> Callable[[str], object]:
    """Make the look-up in a table whose keys are folded."""

    def lees(text: str) -> object:
        return table.get(fold(text), ONBEKEND)

    return lees


def waarden(
    node: Node, werk: Werkbank, doel: Callable[[Node, Werkbank], object]
) -> dict[str, object] | None:
    """Compile `waarden:`; `doel` makes the canonical value of a right-hand side, or complains."""
    blok = werk.blok(node, "`waarden:`")
    if blok is None:
        return None
    if not blok.delen:
        werk.meld("M-0020", blok.plek, "Deze waardentabel is leeg")
    table: dict[str, object] = {}
    for text, target in blok.delen.items():
        value = doel(target, werk)
        if value is None:
            continue
        if not fold(text):
            doe = "Gebruik `leeg_betekent:` voor een lege cel"
            werk.meld("M-0020", blok.sleutels[text], "Een lege waarde hoort niet in de tabel", doe)
        elif fold(text) in table:
            werk.meld(
                "M-0020", blok.sleutels[text], f"`{text}` staat al in de tabel (hoofdletters)"
            )
        else:
            table[fold(text)] = value
    return table


def ja_nee(node: Node, werk: Werkbank, words: Mapping[str, object]) -> dict[str, object] | None:
    """Compile `ja_nee:`; `words` says what ja, nee and onbekend mean for this field."""
    blok = werk.blok(node, "`ja_nee:`")
    if blok is None:
        return None
    werk.bekend(blok, words, "`ja_nee:`")
    if not {"ja", "nee"} & set(blok.delen):
        werk.meld("M-0006", blok.plek, "In `ja_nee:` ontbreekt `ja:` of `nee:`")
    table: dict[str, object] = {}
    for word in (word for word in words if word in blok.delen):
        for text, place in werk.teksten(blok.delen[word], f"`{word}:`"):
            if not fold(text):
                doe = "Gebruik `leeg_betekent:` voor een lege cel"
                werk.meld("M-0020", place, f"Een lege waarde hoort niet bij `{word}:`", doe)
            elif fold(text) in table:
                werk.meld("M-0020", place, f"`{text}` staat al bij een ander antwoord")
            else:
                table[fold(text)] = words[word]
    return table
