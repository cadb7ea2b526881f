"""Value tables: a municipality's own spellings to canonical words; the rest is never guessed."""

import unicodedata
from collections.abc import Callable, Mapping

from mappings.document import Node
from mappings.workbench import Werkbank
from regres import Misfit

ONBEKEND = Misfit("waarde_onbekend")


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
        werk.meld("M-0020", blok.plek, "lege_tabel")
    table: dict[str, object] = {}
    for text, target in blok.delen.items():
        value = doel(target, werk)
        if value is None:
            continue
        if not fold(text):
            werk.meld("M-0020", blok.sleutels[text], "leeg")
        elif fold(text) in table:
            werk.meld("M-0020", blok.sleutels[text], "hoofdletters", tekst=text)
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
        werk.meld("M-0006", blok.plek, "ja_of_nee", blok="`ja_nee:`")
    table: dict[str, object] = {}
    for word in (word for word in words if word in blok.delen):
        for text, place in werk.teksten(blok.delen[word], f"`{word}:`"):
            if not fold(text):
                werk.meld("M-0020", place, "leeg_woord", woord=word)
            elif fold(text) in table:
                werk.meld("M-0020", place, "ander_antwoord", tekst=text)
            else:
                table[fold(text)] = words[word]
    return table
