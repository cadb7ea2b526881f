"""What changed in a text, as a patch that `patch -p1` and `git apply` take."""

from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher

#: Lines around a change.
_ROND = 3
#: Pairs of lines that are compared at most: a text of a hundred thousand equal lines takes hours.
_PAREN = 4_000_000
#: What some editors begin a file with; a browser does not give it back.
BOM = "\ufeff"
_Stap = tuple[str, int, int, int, int]
_GEEN_EINDE = "\\ No newline at end of file"


def zoals(nieuw: str, oud: str) -> str:
    """Give a text that came back from a browser the line ends and the last line of the old one.

    A form sends every line end as CR LF, whatever stood in the file.
    """
    plain = vlak(nieuw)
    if oud.startswith(BOM) and not plain.startswith(BOM):
        plain = BOM + plain
    if oud.endswith("\n") and plain and not plain.endswith("\n"):
        plain += "\n"
    return plain.replace("\n", "\r\n") if _met_cr(oud) else plain


def vlak(tekst: str) -> str:
    """Give a text with line feeds alone, as it is edited."""
    return tekst.replace("\r\n", "\n").replace("\r", "\n")


def _met_cr(text: str) -> bool:
    """Tell whether most lines end with CR LF; a file with both keeps neither wholly."""
    return text.count("\r\n") * 2 > text.count("\n")


def lap(oud: str, nieuw: str, bestand: str) -> str:
    """Give the patch from one text to another; "" when they are the same.

    bestand  as patch names it below its "a/" and "b/"; line ends in a text are part of its lines
    """
    before, after = _regels(oud), _regels(nieuw)
    parts = [part for group in _groepen(before, after) for part in _stuk(group, before, after)]
    return "".join([f"--- a/{bestand}\n", f"+++ b/{bestand}\n", *parts]) if parts else ""


def _groepen(before: list[str], after: list[str]) -> Iterable[Sequence[_Stap]]:
    """Give the steps of each hunk, with the lines around it."""
    head = _samen(before, after)
    tail = _samen(before[head:][::-1], after[head:][::-1])
    old, new = before[head : len(before) - tail], after[head : len(after) - tail]
    found: list[_Stap] = [("equal", 0, head, 0, head)] if head else []
    if len(old) * len(new) > _PAREN:
        found.append(("replace", head, head + len(old), head, head + len(new)))
    else:
        steps = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
        found += [(tag, a + head, b + head, c + head, d + head) for tag, a, b, c, d in steps]
    if tail:
        found.append(
            ("equal", len(before) - tail, len(before), len(after) - tail, len(after)),
        )
    whole = SequenceMatcher(None, "", "")
    # It groups the steps that it is given, as those of difflib's own patches are.
    whole.opcodes = found  # type: ignore[attr-defined]  # typeshed leaves it out
    return whole.get_grouped_opcodes(_ROND)


def _samen(one: Sequence[str], other: Sequence[str]) -> int:
    """Count the lines that two lists begin with."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (a, b) in pairs if a != b), min(len(one), len(other)))


def _regels(text: str) -> list[str]:
    """Cut at line feeds alone: what else Python takes for a line end, patch does not."""
    lines = text.split("\n")
    whole = [line + "\n" for line in lines[:-1]]
    return [*whole, lines[-1]] if lines[-1] else whole


def _stuk(group: Sequence[_Stap], before: list[str], after: list[str]) -> Iterator[str]:
    first, last = group[0], group[-1]
    old, new = _bereik(first[1], last[2]), _bereik(first[3], last[4])
    yield f"@@ -{old} +{new} @@\n"
    for tag, a1, a2, b1, b2 in group:
        if tag == "equal":
            yield from (_met(" ", line) for line in before[a1:a2])
            continue
        yield from (_met("-", line) for line in before[a1:a2])
        yield from (_met("+", line) for line in after[b1:b2])


def _bereik(begin: int, end: int) -> str:
    """Write a range as patch counts it: an empty one stands after the line before it."""
    size = end - begin
    return f"{begin + 1 if size else begin},{size}"


def _met(sign: str, line: str) -> str:
    return f"{sign}{line}" if line.endswith("\n") else f"{sign}{line}\n{_GEEN_EINDE}\n"
