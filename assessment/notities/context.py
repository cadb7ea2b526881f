"""What the words around a hit make of it: denied, feared, unrelated, uncertain."""

from collections.abc import Sequence

from assessment.notities.eenmaal import Eenmaal
from assessment.notities.lexicon import Woordenboek
from assessment.notities.lezing import Lezing, Treffer
from assessment.notities.vorm import Aard

# How many words a sign reaches. Bounded, so that a hostile note costs no more than a normal one.
_VOOR, _NA = 14, 8
# What ends the reach of a negation or is one: these classes and words alone are looked into.
_BIJ_ONTKENNING = ("ontkenning", "tegenstelling", "voornaamw_m", "voornaamw_v", "client")
_STOPT = frozenset([";", ":", "(", ")", "\n", ",", "en"])
_NA_ONTKENNING = ("tegenstelling", "ontkenning_na")
_STOPT_NA = frozenset([";", "(", "niet"])
# What may stand between a negation and what it denies without shortening its reach.
_TUSSEN = ("ontkenbaar", "koppel", "client", "lidwoord", "bezit", "voorzetsel", "voertuig")
_ONBEKENDE = ("gebleven", "persoon", "man", "dader", "daders")
_MODAAL = frozenset(["kan", "kunnen", "dient", "dienen", "moet", "moeten", "mag", "zou", "belt"])
_JONG = frozenset(["kind", "baby", "zoon", "dochter", "oma", "opa"])
_HIJ_ZIJ = {"hij": {"zij", "ze"}, "zij": {"hij"}, "ze": {"hij"}}
_NOOIT = frozenset(["nooit", "niet", "nauwelijks", "onvoldoende", "deels", "maar"])
_ROL = frozenset(["voetganger", "fietser", "passagier", "bijrijder", "bestuurder"])
_ZOWEL = frozenset(["zowel", "evenals", "net"])
_BIJ_VOORWAARDE = ("tegenstelling", "voorwaarde")
# What opens a condition or ends a clause, beside the words of their classes.
_ALS = frozenset(["als", "wanneer", "mocht", "mochten", ";", ":"])

# Without one of these words, or one of the classes of "kunnen" and "men", nothing is only possible.
_KAN = frozenset(["kunnen", "kunne", "komen", "gebeuren"])

# What says that something is left after all.
_BLIJFT = frozenset(["blijft", "bleef", "blijven", "bleven", "nooit", "nog"])


class Context:
    """Asks one question at a time about the surroundings of a hit."""

    def __init__(self, lezing: Lezing, boek: Woordenboek) -> None:
        self._l = lezing
        #: The classes by name.
        self.bit = self._bit = boek.bit
        self._sommen = boek.sommen
        self._w, self._b = lezing.woorden, lezing.bits
        self._alle = lezing.alles
        #: Every word of the note.
        self.woordenschat = lezing.woordenschat

    def is_(self, i: int, *namen: str) -> bool:
        """Tell whether token i is of one of these classes."""
        bits = self._b[i]
        # Called most of all, and mostly of words without any class.
        return bits != 0 and bits & self._sommen[namen] != 0

    def in_zin(self, t: Treffer, *namen: str) -> bool:
        """Tell at once whether the whole sentence of a hit has a word of one of these classes."""
        return bool(self._l.sommen[self._l.zin(t.k)[0]] & self._sommen[namen])

    def zoek(self, a: int, b: int, naam: str) -> int | None:
        """Give the first token of a class between a and b (b not included)."""
        return self.zoek_som(a, b, self._bit[naam])

    def zoek_som(self, a: int, b: int, som: int) -> int | None:
        """Give the first token between a and b (b not included) of one of the classes in `som`."""
        if self._alle & som:
            bits = self._b
            for i in range(a if a > 0 else 0, b if b < len(bits) else len(bits)):
                if bits[i] & som:
                    return i
        return None

    def som(self, *namen: str) -> int:
        """Give these classes as bits."""
        return self._sommen[namen]

    def zoek_een(self, a: int, b: int, *namen: str) -> bool:
        """Tell whether a word of one of these classes stands between a and b (b not included)."""
        return self.zoek_som(a, b, self._sommen[namen]) is not None

    def alle(self, *namen: str) -> list[int]:
        """Give every token of one of these classes, a row of them once."""
        bits = self._sommen[namen]
        if not self._alle & bits:
            return []
        gevonden = [i for i, een in enumerate(self._b) if een & bits]
        return [i for n, i in enumerate(gevonden) if not n or gevonden[n - 1] != i - 1][:50]

    def heeft(self, *namen: str) -> bool:
        """Tell at once whether the note has a word of one of these classes."""
        return bool(self._alle & self._sommen[namen])

    def heeft_som(self, som: int) -> bool:
        """Tell at once whether the note has a word of one of the classes in `som`."""
        return bool(self._alle & som)

    def rond(self, t: Treffer, *namen: str) -> bool:
        """Tell whether the sentence of a hit holds a word of one of these classes."""
        som = self._sommen[namen]
        return bool(self._alle & som) and self.zoek_som(*self.venster(t), som) is not None

    def venster(self, t: Treffer) -> tuple[int, int]:
        """Give the sentence of a hit, at most some thirty words to each side."""
        lo, hi = self._l.zin(t.k)
        return max(lo, t.a - 30), min(hi, t.b + 31)

    # --- negation -----------------------------------------------------------------------------

    def ontkend(self, t: Treffer) -> int | None:
        """Give the token that denies the hit."""
        voor = self._ontkend_voor(t)
        return voor if voor is not None else self._ontkend_na(t)

    def _ontkend_voor(self, t: Treffer) -> int | None:
        lo, _ = self._l.zin(t.k)
        woorden, bits, zegt_iets = self._w, self._b, self._sommen[_BIJ_ONTKENNING]
        for i in range(t.k - 1, max(lo, t.k - _VOOR) - 1, -1):
            if not bits[i] & zegt_iets and woorden[i] not in _STOPT:
                continue
            if self._stopt_ontkenning(i, t):
                return None
            if self.is_(i, "ontkenning") and not self.is_(i, "schijnontkenning"):
                return i if self._reikt(i, t.k) and not self._maar_anders(i, t) else None
        return None

    def _maar_anders(self, i: int, t: Treffer) -> bool:
        """Tell whether only where or how is denied: "niet thuis gevallen maar in de winkel"."""
        if t.a - i < 2:
            return False
        _, hi = self._l.zin(t.k)
        for j in range(t.b + 1, min(hi - 1, t.b + 4)):
            if self._w[j] == "maar" and self.is_(j + 1, "voorzetsel", "grond", "publiek"):
                return self.zoek(j, min(hi, j + 9), "ziekte") is None
        return self._w[t.b + 1 : t.b + 3] == ["maar", "in"]

    def _stopt_ontkenning(self, i: int, t: Treffer) -> bool:
        woord = self._w[i]
        if self._nieuwe_zin(i, t.k):
            return True
        if woord in ";:()\n" or self.is_(i, "tegenstelling"):
            return True
        if woord == ",":
            return not (self._treffer_woord(i - 1) or self._opsomming(i, t))
        if woord != "en" or i + 1 >= t.k:
            return False
        return self.is_(i + 1, "pv", "client", "voornaamw_m", "voornaamw_v")

    def _nieuwe_zin(self, i: int, k: int) -> bool:
        """Tell whether a clause starts here without any sign: "... niet dichtgemaakt ze is ..."."""
        if i + 1 >= k or not self.is_(i, "voornaamw_m", "voornaamw_v", "client"):
            return False
        return self.is_(i + 1, "pv") and self._w[i - 1] not in ("dat", "of", "als", "omdat")

    def _opsomming(self, i: int, t: Treffer) -> bool:
        """Tell whether a comma only separates the things that are denied together."""
        if t.k - i > 4:
            return False
        return not any(self.is_(j, "pv") for j in range(i + 1, t.k)) and not any(
            self.is_(j, "oorzaakwoord") for j in range(i + 1, t.k)
        )

    def _reikt(self, i: int, k: int) -> bool:
        """Tell whether a negation at i reaches k: a cause in between starts something new.

        "niet door een ongeval" is denied; "kan niet lopen na een ongeval" is not.
        """
        for j in range(i + 1, k):
            if self.is_(j, "oorzaakwoord"):
                tussen = range(i + 1, j)
                return all(
                    self.is_(n, "ontkenbaar", "koppel", "lidwoord") or self._treffer_woord(n)
                    for n in tussen
                )
        if self._w[i] == "zonder":
            return all(
                self.is_(j, "ontkenbaar", "lidwoord", "koppel") or self._treffer_woord(j)
                for j in range(i + 1, k)
            )
        vreemd = sum(
            not self.is_(
                j, "ontkenbaar", "koppel", "client", "lidwoord", "bezit", "voorzetsel", "voertuig"
            )
            and not self._treffer_woord(j)
            for j in range(i + 1, k)
        )
        return vreemd <= (2 if self._w[i] != "niet" else 3)

    def _treffer_woord(self, i: int) -> bool:
        return i in self._treffer_woorden

    @Eenmaal
    def _treffer_woorden(self) -> frozenset[int]:
        """Give the tokens of all hits."""
        return frozenset(i for t in self._l.treffers[:50] for i in range(t.a, t.b + 1))

    def _ontkend_na(self, t: Treffer) -> int | None:
        _, hi = self._l.zin(t.k)
        woorden, bits, zegt_iets = self._w, self._b, self._sommen[_NA_ONTKENNING]
        for i in range(t.b + 1, min(hi, t.b + 1 + _NA)):
            if not bits[i] & zegt_iets and woorden[i] not in _STOPT_NA:
                continue
            terug = i + 1 < hi and self._w[i + 1] in ("daarvan", "hiervan", "dit", "dat")
            if self.is_(i, "tegenstelling") or (self._w[i] in ";(" and not terug):
                return None
            if self.is_(i, "ontkenning_na") and not self.is_(i, "schijnontkenning"):
                return i
            slot = i + 1 == hi or not self._w[i + 1][0].isalnum()
            if self._w[i] == "niet" and slot and self.is_(t.k, "persoonsvorm"):
                return i
        return None

    # --- what may happen ----------------------------------------------------------------------

    def voorwaarde(self, t: Treffer) -> int | None:
        """Give the token that makes the hit a condition or a possibility."""
        lo, _ = self._l.zin(t.k)
        bij = self._bij_kan(t, lo)
        if bij is not None:
            return bij
        if not self.in_zin(t, "voorwaarde", "kunnen", "als", "hulpww_actief", "men"):
            return None
        if not self._kan_iets and not self.in_zin(t, "voorwaarde", "als"):
            return None
        van_belang = self._sommen[_BIJ_VOORWAARDE]
        for i in range(t.k - 1, max(lo, t.k - _VOOR - 6) - 1, -1):
            if not self._b[i] & van_belang and self._w[i] not in _ALS:
                continue
            if self._w[i] in ";:" or (self.is_(i, "tegenstelling") and i < t.k - 1):
                return None
            if self._is_voorwaarde(i):
                return i
        return self._kan_gebeuren(t, lo)

    def _bij_kan(self, t: Treffer, lo: int) -> int | None:
        """Give "bij" in "bij een val kan de heup breken": what follows is told as possible."""
        if "bij" not in self.woordenschat:
            return None
        _, hi = self._l.zin(t.k)
        for i in range(t.k - 1, max(lo, t.k - 4) - 1, -1):
            if self._w[i] == "bij":
                na = self._w[t.b + 1 : min(hi, t.b + 6)]
                return i if _MODAAL & set(na) else None
        return None

    def _is_voorwaarde(self, i: int) -> bool:
        if self._w[i] in ("als", "wanneer") and i + 1 < len(self._w):
            vraag = i and self.is_(i - 1, "onzeker", "ontkenning")
            zowel = not _ZOWEL.isdisjoint(self._w[max(0, i - 4) : i])
            rol = self._w[i + 1] in _ROL
            ander = self.is_(i + 1, "ander_m", "ander_v", "ander_o")
            wie = self.is_(i + 1, "als_voorwaarde") or (ander and self._w[i + 1] not in _JONG)
            return wie and not (vraag or rol or zowel)
        if self._w[i] in ("mocht", "mochten") and i and self._w[i - 1][0].isalnum():
            # "Er mocht niemand bij" is no condition; "mocht er iets zijn" is one.
            return self._w[i - 1] in ("en", "of", "maar")
        return self.is_(i, "voorwaarde") and self._w[i] != "wanneer"

    def _kan_gebeuren(self, t: Treffer, lo: int) -> int | None:
        """Find "zou kunnen" and "had kunnen" around the hit."""
        if not self._kan_iets:
            return None
        _, hi = self._l.zin(t.k)
        wijd = range(max(lo, t.k - _VOOR), min(hi, t.b + 5))
        zou = [i for i in wijd if self._w[i] in ("zou", "zouden", "had", "hadden")]
        kunnen = [i for i in wijd if self._w[i] in ("kunnen", "kunne")]
        if zou and kunnen:
            return zou[0]
        na = self._w[t.b + 1 : min(hi, t.b + 4)]
        kan = (
            t.b + 1 < hi
            and self.is_(t.b + 1, "kunnen")
            and {"worden", "gebeuren", "raken"} & set(na)
        )
        if kan or na[:2] in (["van", "komen"], ["gaan", "gebeuren"]):
            return t.b + 1
        men = self.zoek(max(lo, t.k - 5), t.k, "men")
        verleden = self.zoek_een(max(lo, t.k - 8), min(hi, t.b + 4), "verleden_tijd")
        return men if men is not None and not verleden else None

    @Eenmaal
    def _kan_iets(self) -> bool:
        """Whether the note has any word by which something may only have been possible."""
        return self.heeft("kunnen", "men") or not _KAN.isdisjoint(self.woordenschat)

    def vrees(self, t: Treffer) -> int | None:
        """Give the token that speaks of fear, risk or prevention."""
        if not self.in_zin(t, "vrees", "preventie_na"):
            return None
        lo, hi = self._l.zin(t.k)
        for i in range(t.k - 1, max(lo, t.k - 9) - 1, -1):
            if self._w[i] in ";:(,\n" or self.is_(i, "tegenstelling"):
                break
            if self.is_(i, "oorzaakwoord") and self._w[i] not in ("bij", "ten"):
                break
            if self.is_(i, "vrees"):
                return i
        for i in range(t.b + 1, min(hi, t.b + 4)):
            if self._w[i] in ";:(,":
                break
            if self.is_(i, "preventie_na") and not self.is_(i, "ontkenning_na"):
                return i
        return None

    def bijna(self, t: Treffer) -> int | None:
        """Give "bijna" and its like, right before the hit."""
        if not self.in_zin(t, "bijna"):
            return None
        lo, _ = self._l.zin(t.k)
        for i in range(t.k - 1, max(lo, t.k - 8) - 1, -1):
            if self._w[i] in ";:(,." or (self.is_(i, "oorzaakwoord") and self._w[i] != "door"):
                return None
            if self.is_(i, "bijna"):
                if self._w[i] == "haast" and i and self._w[i - 1] in ("met", "in", "van", "uit"):
                    return None
                volgt_getal = i + 1 < len(self._w) and self.is_(i + 1, "getal")
                return None if volgt_getal else i
        return None

    # --- unrelated, recovered, old ------------------------------------------------------------

    def los(self, t: Treffer) -> int | None:
        """Give the token that says it plays no part any more, here or in the next sentence."""
        if not self._alle & self._bit["los"]:
            return None
        lo, hi = self._l.zin(t.k)
        bereik = [(max(lo, t.a - 20), min(hi, t.b + 26))]
        if hi < len(self._w):
            volgend = self._l.zin(hi)
            bereik.append((volgend[0], min(volgend[1], volgend[0] + 12)))
        for a, b in bereik:
            i = self._los_in(a, b)
            if i is not None:
                return i
        return None

    def _los_in(self, a: int, b: int) -> int | None:
        for i in range(a, b):
            if (
                self.is_(i, "los")
                and not self.is_(i, "niet_hersteld")
                and not self.van_ander(i, a)
                and not self._van_ziekte(i)
                and not self._behalve(i)
            ):
                return i
        return None

    def _behalve(self, i: int) -> bool:
        """Tell whether something is left: "hersteld op de schouder na", "maar de hand blijft"."""
        rest = self._w[i + 1 : i + 8]
        if rest[:1] == ["maar"] and not _BLIJFT.isdisjoint(rest):
            return True
        return rest[:1] == ["op"] and "na" in rest

    def _van_ziekte(self, i: int) -> bool:
        """Tell whether it is an illness that was got over: "van de TIA is hij hersteld"."""
        lo, _ = self._l.zin(i)
        return any(
            self._w[j] == "van" and self.zoek(j + 1, j + 3, "ziekte") is not None
            for j in range(max(lo, i - 7), i)
        )

    def van_ander(self, i: int, a: int) -> bool:
        """Tell whether somebody else came off well: "dochter ongedeerd"."""
        vlak = range(max(a, i - 3), i)
        tegenover = _HIJ_ZIJ.get(self._w[i - 1]) if i else None
        if tegenover and not tegenover.isdisjoint(self._w[i + 1 : i + 5]):
            return True
        return any(self.is_(j, "ander_m", "ander_v", "ander_o") for j in vlak)

    def oud(self, t: Treffer) -> bool:
        """Tell whether the hit is of long ago, and the note names another cause for now."""
        if not self.heeft("nu_anders"):
            return False
        lo, hi = self.venster(t)
        jaar = any(len(w) == 4 and w.isdigit() and w[:2] in ("19", "20") for w in self._w[lo:hi])
        if self.zoek(lo, hi, "oud") is None and not jaar:
            return False
        if self.zoek(t.b + 1, hi, "blijvend") is not None and self.zoek(t.b, hi, "ziekte") is None:
            return False
        return any(
            self.is_(i, "nu_anders") and self.zoek(i, i + 10, "ziekte") is not None
            for i in range(t.b + 1, min(len(self._w), t.b + 40))
        )

    def gewoonte(self, t: Treffer) -> int | None:
        """Give the token that makes a fall a habit."""
        lo, hi = self._l.zin(t.k)
        i = self.zoek(max(lo, t.k - 6), min(hi, t.b + 4), "gewoonte")
        return None if i is None or (i and self._w[i - 1] == "te") else i

    def licht(self, t: Treffer) -> int | None:
        """Give the token that says it left no more than a bruise."""
        lo, hi = self._l.zin(t.k)
        return self.zoek(lo, min(hi, t.b + 15), "licht")

    # --- uncertain ----------------------------------------------------------------------------

    def onzeker(self, t: Treffer) -> int | None:
        """Give the token that leaves open whether it happened; doubt about fault is not that."""
        lo, hi = self._l.zin(t.k)
        of = self._of(t, lo)
        if of is not None:
            return of
        zou = self._van_horen_zeggen(t, lo, hi)
        if zou is not None:
            return zou
        if not self.in_zin(t, "onzeker", "onzeker_na"):
            return None
        for i in range(t.k - 1, max(lo, t.k - 10) - 1, -1):
            if self._w[i] in ";:(," or self.is_(i, "tegenstelling"):
                break
            if self.is_(i, "onzeker") and not self._over_schuld(i, t):
                return i
        for i in range(t.b + 1, min(hi, t.b + 12)):
            if self._w[i] == ";":
                break
            nieuw = self._w[i - 1] == "," and i + 1 < hi and self.is_(i + 1, "pv")
            if self.is_(i, "onzeker_na") and not nieuw and not self._over_schuld(i, t):
                return i
        return None

    def _van_horen_zeggen(self, t: Treffer, lo: int, hi: int) -> int | None:
        """Give "zou" when somebody only says that it was so: "zou een ongeval hebben gehad"."""
        for i in range(t.k - 1, max(lo, t.k - 10) - 1, -1):
            if self._w[i] in ("zou", "zouden"):
                rest = self._w[i : min(hi, t.b + 5)]
                return i if "hebben" in rest or "zijn" in rest else None
        return None

    def _of(self, t: Treffer, lo: int) -> int | None:
        """Give an "of" that opens a clause: "of dat door de val komt ..."."""
        if t.groep.aard is Aard.CLAIM:
            return None
        for i in range(t.k - 1, max(lo, t.k - 8) - 1, -1):
            if self._w[i] == "of" and (i == lo or self._w[i - 1] in ",;(:"):
                vraag = i == lo or self.is_(i + 1, "als_voorwaarde")
                return i if vraag else None
        return None

    def _over_schuld(self, i: int, t: Treffer) -> bool:
        """Tell whether doubt concerns fault, details or a person instead of the event."""
        _, hi = self._l.zin(i)
        lo, _ = self._l.zin(i)
        vlak = range(max(lo, i - 3), min(hi, i + 6))
        if t.groep.aard is Aard.CLAIM and t.k in vlak:
            vlak = range(i + 1, i + 1)
        volgt_persoon = i + 1 < hi and self.is_(i + 1, "voertuig", "client", "ander_o")
        gebleven = any(self._w[j] in _ONBEKENDE for j in range(i, min(hi, i + 4)))
        return (
            gebleven
            or volgt_persoon
            or any(self.is_(j, "schuldvraag") and not (t.a <= j <= t.b) for j in vlak)
        )

    def over_schuld(self, i: int, treffers: Sequence[Treffer]) -> bool:
        """Tell whether doubt at token i concerns fault or details of any of these hits."""
        return any(self._over_schuld(i, t) for t in treffers)

    def overal(self, naam: str) -> int | None:
        """Give the first token of a class anywhere in the note."""
        return self.zoek(0, len(self._w), naam)
