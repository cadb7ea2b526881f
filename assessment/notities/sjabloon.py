"""Questions of a form with their answers, and boxes that are ticked or not."""

from collections.abc import Iterator

from assessment.notities.context import Context
from assessment.notities.eenmaal import Eenmaal
from assessment.notities.lezing import Lezing
from regres.waarde import dataclass

# Words of a form between its question and the sign that asks for the answer.
_VER, _TEKENS = 9, frozenset(["?", ":", "="])
# What answers without any such sign, and what a note without any answer has none of.
_KAAL = frozenset(["nee", "neen", "ja", "nvt", "n", "j"])
_VRAAGT = _TEKENS | _KAAL
_VORMTEKENS = frozenset(["(", ")", "/", "j/n"]) | {'"'}
_ERVOOR = frozenset([":", "=", "-", "[", "(", ">", "*", ")", "]"]) | {'"', "•"}
_OVER_ONGEVAL = (
    "ongeval",
    "verkeersongeval",
    "bedrijfsongeval",
    "medischongeval",
    "aanrijding",
    "geweld",
)
_DERDE = frozenset(["derde", "derden", "aansprakelijke"])
_OPEN, _DICHT = frozenset("[("), frozenset("])")
_VAKTEKENS = {"☐": False, "□": False, "☒": True, "☑": True, "✓": True, "✔": True, "■": True}
_VAKBEGIN = _OPEN | _VAKTEKENS.keys()
_KRUIS = frozenset(["x", "v", "ja", "xx", "*"])
_NOG_OPEN = ("onzeker", "onzeker_na", "weetniet", "twijfel_breed")
# A choice on a form is no longer than this.
_KEUZE = 6
_DAN = frozenset(["antwoord", "antw", "a", "reactie", "client", "ant"])
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
        #: Whether the note has a sign that asks for an answer.
        self.vraagt = not _TEKENS.isdisjoint(context.woordenschat)

    # --- boxes --------------------------------------------------------------------------------

    @property
    def heeft_vakjes(self) -> bool:
        """Whether the note has boxes at all."""
        return bool(self._keuzes)

    def vakje(self, k: int) -> bool | None:
        """Tell whether the choice at token k is ticked; None when it is no choice of a form."""
        if not self._keuzes:
            return None
        return next((aan for a, b, aan in self._keuzes if a <= k < b), None)

    @Eenmaal
    def _keuzes(self) -> list[tuple[int, int, bool]]:
        """Give every choice as (first token, token after the last, ticked).

        A form puts all its boxes before or all behind the words: the first line with one tells.
        """
        if _VAKBEGIN.isdisjoint(self._c.woordenschat):
            return []
        vakken = list(self._vakken())
        if len(vakken) < 2:
            return []
        voor = self._begint_met_vak(vakken[0][0])
        keuzes = []
        for n, (a, b, aan) in enumerate(vakken):
            if voor:
                tot = vakken[n + 1][0] if n + 1 < len(vakken) else len(self._w)
                keuzes.append((b, self._regel_eind(b, min(tot, b + _KEUZE)), aan))
            else:
                van = vakken[n - 1][1] if n else 0
                keuzes.append((max(van, a - _KEUZE), a, aan))
        return keuzes

    def _vakken(self) -> Iterator[tuple[int, int, bool]]:
        """Find "[ ]", "[x]", "( )" and "(x)" as (first token, token after the last, ticked)."""
        woorden = self._w
        for i in range(len(woorden) - 1):
            if woorden[i] in _VAKTEKENS:
                yield i, i + 1, _VAKTEKENS[woorden[i]]
            elif woorden[i] in _OPEN:
                if woorden[i + 1] in _DICHT:
                    yield i, i + 2, False
                elif i + 2 < len(woorden) and woorden[i + 2] in _DICHT and woorden[i + 1] in _KRUIS:
                    yield i, i + 3, True

    def _begint_met_vak(self, i: int) -> bool:
        return i == 0 or not self._w[i - 1][0].isalnum()

    def _regel_eind(self, a: int, b: int) -> int:
        return next((i for i in range(a, b) if self._w[i] in "\n.;"), b)

    def nee_erachter(self, a: int) -> int | None:
        """Give the bare no that answers what is asked up to token a: "letselschadezaak (j/n): n".

        Whatever is asked: the words of a form are not all known.
        """
        for i in range(a + 1, min(len(self._w), a + _VER)):
            if self._w[i] in "\n.;":
                return None
            if self._w[i] in _TEKENS:
                return self._kaal_nee(i)
        return None

    def _kaal_nee(self, teken: int) -> int | None:
        j = teken + 1
        while j < len(self._w) and self._w[j] in _ERVOOR:
            j += 1
        if j >= len(self._w) or not self._c.is_(j, "antwoord_nee"):
            return None
        alleen = j + 1 == len(self._w) or self._w[j + 1] in "\n.;"
        return j if alleen else None

    # --- questions ----------------------------------------------------------------------------

    def antwoorden(self) -> Iterator[Antwoord]:
        """Give every question with an answer, from left to right."""
        if _VRAAGT.isdisjoint(self._c.woordenschat):
            return
        i = 0
        while (gevonden := self._vraagwoord(i)) is not None:
            antwoord = self._vraag(gevonden)
            if antwoord is None:
                i = gevonden + 1
            else:
                yield antwoord
                i = antwoord.b + 1

    def _vraagwoord(self, i: int) -> int | None:
        return self._c.zoek_som(i, len(self._w), self._c.som("vraagwoord", *_OVER_ONGEVAL))

    def _vraag(self, i: int) -> Antwoord | None:
        a = self._begin(i)
        teken = self._teken(i)
        if teken is None:
            return self._kaal(a, i)
        over_derde = self._over_derde(a, teken)
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
        if self._w[j] in _KAAL and self._los(j):
            return Antwoord(a, j, self._over_derde(a, j), self._soort(j) or "leeg")
        return None

    def _los(self, j: int) -> bool:
        """Tell whether an answer stands alone: nothing or a sign behind it."""
        return (
            j + 1 >= len(self._w) or not self._w[j + 1][0].isalnum() or self._w[j] in ("nee", "nvt")
        )

    def _over_derde(self, a: int, b: int) -> bool:
        ongeval = any(self._c.is_(j, "ongevalvraag", *_OVER_ONGEVAL) for j in range(a, b))
        return not ongeval or any(self._w[j] in _DERDE for j in range(a, b))

    def _antwoord(self, teken: int, a: int) -> tuple[str, int] | None:
        """Read what stands behind the sign; None when that is running text."""
        j = self._antwoordregel(teken + 1)
        while j < len(self._w) and self._w[j] in _ERVOOR:
            if self._w[j] == "-" and (j + 1 >= len(self._w) or not self._w[j + 1][0].isalnum()):
                return "N", j
            j += 1
        if j >= len(self._w) or self._w[j] == "\n":
            return ("leeg", teken) if self._w[teken] != "?" else ("O", teken)
        if self._w[j] in ("j", "ja") and self._w[j + 1 : j + 3] in (["/", "n"], ["/", "nee"]):
            return "leeg", j + 2
        zegt = self._soort(j)
        if zegt is not None:
            return zegt, j
        if "/" in self._w[a:teken] and self._c.is_(j, "ziekte"):
            return "N", j
        if self._blijft_open(j):
            return "O", teken
        if self._w[teken] == "?":
            return ("O", teken)
        datum = any(self._w[n] in ("datum", "ongevalsdatum") for n in range(a, teken))
        return ("J", teken) if datum and self._c.is_(j, "getal") else None

    def _blijft_open(self, j: int) -> bool:
        """Tell whether the answer is short and says only that it is not known yet."""
        eind = self._regel_eind(j, min(len(self._w), j + _KEUZE))
        if eind < len(self._w) and self._w[eind] not in "\n.;":
            return False
        return self._c.zoek_een(j, eind, *_NOG_OPEN)

    def _antwoordregel(self, j: int) -> int:
        """Step over the start of a line that holds the answer: a new line, "Antwoord:"."""
        i = j
        while i < min(len(self._w), j + 4) and self._w[i] in "\n-=>":
            i += 1
        if i < len(self._w) and self._w[i] in _DAN and self._w[i + 1 : i + 2] in ([":"], ["="]):
            return i + 2
        return j

    def _aangekruist(self, teken: int) -> tuple[str, int] | None:
        """Read boxes: "[ ] ja [x] nee"; none ticked is no answer."""
        eind = min(len(self._w), teken + _VER + 8)
        kaal = self._kaal_kruis(teken, eind)
        if kaal is not None:
            return kaal
        open_ = (
            j for j in range(teken + 1, eind) if self._w[j] in _OPEN or self._w[j] in _VAKTEKENS
        )
        eerste = next(open_, None)
        if eerste is None or eerste > teken + 4:
            return None
        keuzes = [(a, b, aan) for a, b, aan in self._keuzes if teken < a and b <= eind]
        for a, b, aan in keuzes:
            if aan:
                zegt = next((z for i in range(a, b) if (z := self._soort(i))), None)
                return zegt or "O", b - 1
        return ("leeg", keuzes[-1][1] - 1) if keuzes else None

    def _kaal_kruis(self, teken: int, eind: int) -> tuple[str, int] | None:
        """Read "o ja  x nee", as forms on paper come out when they are copied."""
        for j in range(teken + 1, min(teken + 8, eind - 1)):
            tekens = {self._w[n] for n in range(teken + 1, min(teken + 6, eind))}
            if self._w[j] == "x" and {"o", "x"} <= tekens and (zegt := self._soort(j + 1)):
                return zegt, j + 1
        return None

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
