"""The text of a page while it comes in, and how far it was read."""

from codecs import utf_8_decode


class Paginatekst:
    """Text of which a part was read.

    tekst   what came and was not let go of yet; `regel` is its first line in the page, from 1
    op      where reading goes on

    Lines and columns are counted as libxml2 does: by the line feed, columns in characters.
    """

    def __init__(self) -> None:
        self.tekst, self.op, self.regel = "", 0, 1
        self._kolom = 0
        self._half = b""
        # Up to where the parser has come; what is behind it and before `op`, it never sees.
        self._gezien = (1, 0)

    @property
    def over(self) -> int:
        """Give how many characters were not read."""
        return len(self.tekst) - self.op

    def vul_aan(self, piece: bytes) -> bool:
        """Let go of what was read, and add a piece; False when it is no UTF-8."""
        self.regel, self._kolom = self._plaats()
        self.tekst, self.op = self.tekst[self.op :], 0
        data = self._half + piece
        try:
            fresh, used = utf_8_decode(data, "strict", False)
        except UnicodeDecodeError:
            self._half = data
            return False
        self.tekst, self._half = self.tekst + fresh, data[used:]
        return True

    def eind_van(self, slot: str) -> int | None:
        """Give where the next text that ends so ends; None when it is not whole."""
        found = self.tekst.find(slot, self.op)
        return None if found < 0 else found + len(slot)

    def zie(self, eind: int) -> None:
        """Note that the parser has read up to here."""
        self.op = eind
        self._gezien = self._plaats()

    def neem_rest(self) -> tuple[int, int, bytes]:
        """Let go of all; give what the parser has not seen, with as many line breaks before it.

        And the line of its first character, and how many columns more than the parser counts the
        rest of that line stands to the right.
        """
        line, column = self._plaats()
        seen, before = self._gezien
        rest = self.tekst[self.op :].encode() + self._half
        self.tekst, self.op, self._half = "", 0, b""
        return line, column - (0 if line > seen else before), b"\n" * (line - seen) + rest

    def _plaats(self) -> tuple[int, int]:
        """Give the line of `op`, and how many characters stand before it on that line."""
        read = self.tekst[: self.op]
        lines = read.count("\n")
        column = len(read) - read.rfind("\n") - 1
        return self.regel + lines, column if lines else self._kolom + column
