"""Questions of a form with their answers, and corrections of what a form said."""

from collections.abc import Iterator
from dataclasses import dataclass

from assessment.notities.context import Context
from assessment.notities.lezing import Lezing

# Words of a form between its question and the sign that asks for the answer.
_VER, _TEKENS = 9, ("?", ":", "=")
_VORMTEKENS = frozenset(["(", ")", "/", "j/n"]) | {'"'}
_ERVOOR = frozenset([":", "=", "-", "[", "(", ">", "*", ")", "]"]) | {'"', "•"}
_ANTWOORDEN = (("antwoord_nee", "N"), ("antwoord_ja", "J"), ("antwoord_onbekend", "O"))


@dataclass(frozen=True, slots=True)
class Antwoord:
    """One answered question: its tokens, what it asks, and the answer (J, N, O or leeg)."""

    a: int
    b: int
    over_derde: bool
    zegt: str


class Sjablonen:
    """Reads the questions of a note before anything else is read."""

    def __init__(self, lezing: Lezing, context: Context) -> None:
        self._l, self._c = lezing, context
        self._w = lezing.woorden

    def antwoorden(self) -> Iterator[Antwoord]:
        """Give every question with an answer, from left to right."""
        i = 0
        while (gevonden := self._vraagwoord(i)) is not None:
            antwoord = self._vraag(gevonden)
            if antwoord is None:
                i = gevonden + 1
            else:
                yield antwoord
                i = antwoord.b + 1

    def _vraagwoord(self, i: int) -> int | None:
        gevonden = [self._c.zoek(i, len(self._w), naam) for naam in ("vraagwoord", "ongeval")]
        return min((n for n in gevonden if n is not None), default=None)

    def _vraag(self, i: int) -> Antwoord | None:
        a = self._begin(i)
        teken = self._teken(i)
        if teken is None:
            return self._kaal(a, i)
        over_derde = not any(
            self._c.is_(j, "ongevalvraag", "ongeval", "verkeersongeval", "bedrijfsongeval")
            for j in range(a, teken)
        ) or any(self._w[j] in ("derde", "derden", "aansprakelijke") for j in range(a, teken))
        zegt = self._aangekruist(teken) or self._antwoord(teken, a)
        if zegt is None:
            return None
        return Antwoord(a, zegt[1], over_derde, zegt[0])

    def _begin(self, i: int) -> int:
        lo, _ = self._l.zin(i)
        a = i
        while (
            a > lo
            and a > i - _VER
            and (self._c.is_(a - 1, "formulier", "vraagwoord") or self._w[a - 1] in ("(", ")", "/"))
        ):
            a -= 1
        return a

    def _teken(self, i: int) -> int | None:
        """Find the sign of the question behind the word, with only words of a form between."""
        for j in range(i + 1, min(len(self._w), i + _VER)):
            if self._w[j] in _TEKENS:
                return j
            vorm = self._c.is_(j, "formulier", "vraagwoord", "bezit", "client") or self._w[j] in (
                "(",
                ")",
                "/",
                "j/n",
                '"',
            )
            if not vorm:
                return None
        return None

    def _kaal(self, a: int, i: int) -> Antwoord | None:
        """Read "ongeval nee", "letsel derde nvt": no sign, and nothing else in the clause."""
        _, b = self._l.bijzin(i)
        j = i + 1
        while (
            j < b
            and self._c.is_(j, "vraagwoord", "formulier")
            and not self._c.is_(j, "antwoord_nee", "antwoord_ja")
        ):
            j += 1
        if j >= len(self._w) or j - i > 4:
            return None
        if j < len(self._w) and self._w[j] in (",", "-") and j + 1 < len(self._w):
            j += 1
        if self._w[j] in ("nee", "neen", "ja", "nvt", "n", "j") and self._los(j):
            return Antwoord(a, j, self._over_derde(a, j), self._soort(j) or "leeg")
        return None

    def _los(self, j: int) -> bool:
        """Tell whether an answer stands alone: nothing or a sign behind it."""
        return (
            j + 1 >= len(self._w) or not self._w[j + 1][0].isalnum() or self._w[j] in ("nee", "nvt")
        )

    def _over_derde(self, a: int, b: int) -> bool:
        ongeval = any(
            self._c.is_(j, "ongevalvraag", "ongeval", "verkeersongeval", "bedrijfsongeval")
            for j in range(a, b)
        )
        return not ongeval or any(self._w[j] in ("derde", "derden") for j in range(a, b))

    def _antwoord(self, teken: int, a: int) -> tuple[str, int] | None:
        """Read what stands behind the sign; None when that is running text."""
        j = teken + 1
        while j < len(self._w) and self._w[j] in (
            ":",
            "=",
            "-",
            '"',
            "[",
            "(",
            ">",
            "•",
            "*",
            ")",
            "]",
        ):
            if self._w[j] == "-" and (j + 1 >= len(self._w) or not self._w[j + 1][0].isalnum()):
                return "N", j
            j += 1
        if j >= len(self._w) or self._w[j] == "\n":
            return ("leeg", teken) if self._w[teken] != "?" else ("O", teken)
        zegt = self._soort(j)
        if zegt is not None:
            return zegt, j
        if self._w[teken] == "?":
            return ("O", teken)
        datum = any(self._w[n] in ("datum", "ongevalsdatum") for n in range(a, teken))
        return ("J", teken) if datum and self._c.is_(j, "getal") else None

    def _aangekruist(self, teken: int) -> tuple[str, int] | None:
        """Read boxes: "[ ] ja [x] nee"; none ticked is no answer."""
        eind = min(len(self._w), teken + _VER + 5)
        haken = [j for j in range(teken + 1, eind) if self._w[j] == "["]
        if not haken or haken[0] > teken + 2:
            return None
        for j in haken:
            if j + 3 < len(self._w) and self._w[j + 1] in ("x", "v") and self._w[j + 2] == "]":
                return self._soort(j + 3) or "leeg", j + 3
        return "leeg", haken[-1]

    def _soort(self, j: int) -> str | None:
        for naam, zegt in (("antwoord_nee", "N"), ("antwoord_ja", "J"), ("antwoord_onbekend", "O")):
            if self._c.is_(j, naam):
                if (
                    naam == "antwoord_nee"
                    and self._c.is_(j, "antwoord_onbekend")
                    and self._w[j] == "niet"
                ):
                    return "O"
                return zegt
        return None
