"""Whom it happened to: the client, somebody else, or a thing."""

from collections.abc import Iterator
from enum import Enum

from assessment.notities.context import Context
from assessment.notities.eenmaal import Eenmaal
from assessment.notities.lezing import Lezing, Treffer
from assessment.notities.vorm import Vorm

_ANDER = ("ander_m", "ander_v", "ander_o")
_SPREEKT_VOOR = (
    ("ouderrol", "kindrol"),
    ("kindwoord", "opvoeder"),
    ("partnerrol", "partnerrol"),
)
_VER = 30
# A note that opens with who it is about does so within so many words.
_OPENING = 3
_VOOR_DIE = frozenset([":", ";", ",", "dat", "omdat"])
_VERLOREN = frozenset(["verloren", "verloor", "verlies"])
_MEVROUW = frozenset(
    [
        "mw",
        "mevr",
        "mevrouw",
        "mvr",
        "cliente",
        "patiente",
        "bewoonster",
        "inwoonster",
        "aanvraagster",
    ]
)
_MENEER = frozenset(["dhr", "hr", "meneer", "mijnheer", "heer", "mnr"])
# Words for anyone: with an age behind them, the client.
_MENS = frozenset(["man", "vrouw", "jongen", "meisje", "kind", "heer", "dame"])
# What is looked at on the way to a subject, beside persons.
_WIJST = _MENS | {"zelf", "die", "dat"}
# Where a thing that falls, is thrown or runs comes down.
_NEER_OP = frozenset(["op", "over", "tegen", "bovenop", "in"])


class Wie(Enum):
    """Who suffered."""

    CLIENT = "client"
    ANDER = "ander"
    DING = "ding"


class Ervaarder:
    """Finds the subject of a hit: by place and frame, not by grammar."""

    def __init__(self, lezing: Lezing, context: Context) -> None:
        self._l, self._c = lezing, context
        self._w = lezing.woorden
        self._anderen: dict[int, bool] = {}
        self._wie: dict[tuple[int, int, int, Vorm], Wie] = {}

    @Eenmaal
    def _rollen(self) -> frozenset[str]:
        return frozenset(self._wie_is_client())

    @Eenmaal
    def _geslacht(self) -> str:
        """Give "v" or "m" when the note names the client so; "" when it does not or does both."""
        woorden = self._c.woordenschat
        vrouw, man = bool(woorden & _MEVROUW), bool(woorden & _MENEER)
        return "" if vrouw == man else "v" if vrouw else "m"

    def _wie_is_client(self) -> Iterator[str]:
        """Find relatives who are the client after all: "vader is cliënt", "zoon (cl.)".

        In a note that names no client, the parent is the client and a child tells it.
        """
        if not self._c.heeft("client"):
            yield from self._ouders()
            return
        if not self._c.heeft(*_ANDER):
            return
        for i in self._van_ander(0, len(self._w) - 1):
            n = i + 1 + (self._w[i + 1] in ("is", "(", ",", "="))
            if n < len(self._w) and n > i + 1 and self._w[n] in ("client", "cl", "cliente"):
                yield self._w[i]

    def _ouders(self) -> Iterator[str]:
        if self._c.heeft("jong_kind"):
            return
        for i in self._c.alle("ouderrol"):
            if not i or not self._c.is_(i - 1, "bezit", "voorzetsel"):
                yield self._w[i]

    def wie(self, t: Treffer) -> Wie:
        """Tell whom a hit is about; asked only when its sentence has a sign of that (poort.py)."""
        # Nothing else of a hit is looked at, and many share all four.
        zelfde = (t.a, t.b, t.k, self._vorm(t))
        wie = self._wie.get(zelfde)
        if wie is None:
            wie = self._wie[zelfde] = self._van_wie(t)
        return wie

    def _van_wie(self, t: Treffer) -> Wie:
        lo, hi = self._l.zin(t.k)
        lo, hi = max(lo, t.a - _VER), min(hi, t.b + _VER)
        if self._dood(t, lo, hi):
            return Wie.ANDER
        if self._c.zoek_een(lo, hi, "samen_met") and self._c.zoek_een(lo, t.k, "client"):
            return Wie.CLIENT
        achter = self._erachter(t, hi)
        if achter is not None:
            return achter
        i = self._onderwerp(t, lo, hi)
        if i is None:
            return self._ding(t, lo)
        if self._c.is_(i, "client") or self._is_client(i):
            return Wie.CLIENT
        if self._is_voornaamwoord(i):
            return self._voornaamwoord(i)
        if self._spreker(i, lo) or self._doet_het(t, i, hi) or self._treft_client(i, hi):
            return Wie.CLIENT
        return Wie.ANDER

    def noemt_ander(self, lo: int, hi: int) -> bool:
        """Tell whether tokens lo to hi (not included) name a person who is not the client."""
        return any(map(self._is_ander, self._van_ander(lo, hi)))

    def _van_ander(self, lo: int, hi: int) -> list[int]:
        """Give the tokens from lo to hi (not included) that name a person beside the client."""
        som = self._c.som(*_ANDER)
        return [i for i, bits in enumerate(self._l.bits[lo:hi], lo) if bits & som]

    # --- frames -------------------------------------------------------------------------------

    def _dood(self, t: Treffer, lo: int, hi: int) -> bool:
        """A death in the sentence is that of somebody else: the client asks for care."""
        i = self._c.zoek(max(lo, t.k - 12), min(hi, t.b + 10), "dood")
        if i is None or (
            self._w[i] in _VERLOREN and self._c.zoek_een(i - 5, i + 6, "lichaamsdeel")
        ):
            return False
        ander = any(self._is_ander(j) and not self._samen_met(j, lo) for j in range(lo, hi))
        if any(self._samen_met(j, lo) for j in range(lo, hi)):
            return False
        if self._w[i] in ("weduwe", "weduwnaar"):
            return i < t.a and all(
                self._c.is_(j, "oorzaakwoord", "lidwoord", "ding") for j in range(i + 1, t.a)
            )
        return ander or self._w[i] in ("verongelukt", "verongelukte", "omgekomen")

    def _treft_client(self, i: int, hi: int) -> bool:
        """Tell whether what somebody did came down on the client.

        "Liet een tak vallen op het hoofd van mevrouw", "over cliënte heen".
        """
        for j in range(i + 1, hi - 1):
            if self._w[j] in _NEER_OP and self._komt_neer(j + 1, hi):
                return True
        return False

    def _komt_neer(self, j: int, hi: int) -> bool:
        while j < hi - 1 and self._c.is_(j, "lidwoord"):
            j += 1
        if self._c.is_(j, "client", "lijdend_vw"):
            return bool({"heen", "terecht", "aan"} & set(self._w[j + 1 : min(hi, j + 6)]))
        lijf = self._c.is_(j, "lichaamsdeel") and self._w[j + 1 : j + 2] == ["van"]
        return lijf and any(self._c.is_(n, "client") for n in range(j + 2, min(hi, j + 4)))

    def _samen_met(self, i: int, lo: int) -> bool:
        """Tell whether it happened to both: "met haar dochter", "bij zijn vrouw in de auto"."""
        for j in range(i - 1, max(lo, i - 4) - 1, -1):
            if self._w[j] in ("met", "naast", "bij", "achterop"):
                return self._is_ander(i)
        return False

    def _erachter(self, t: Treffer, hi: int) -> Wie | None:
        """Look behind the hit: "ongeluk van haar man", "ongeval partner", "viel haar man"."""
        i = t.b + 1
        if i >= hi:
            return None
        van = self._w[i] in ("van", "v", "bij") and t.b == t.k and self._vorm(t) is Vorm.NAAMWOORD
        if van:
            i += 1
        direct = not van and self._vorm(t) is Vorm.NAAMWOORD
        inversie = not van and self._vorm(t) is Vorm.ONOVERGANKELIJK
        while i < hi and self._c.is_(i, "lidwoord", "bezit"):
            i += 1
        if i >= hi or not (van or direct or inversie):
            return None
        if self._is_ander(i) and not self._c.is_(i, "client"):
            if self._w[i] == "hulp" or self._volgt_client(i, hi):
                return Wie.CLIENT if self._volgt_client(i, hi) else None
            return Wie.ANDER
        return Wie.CLIENT if van and self._c.is_(i, "client") else None

    def _volgt_client(self, i: int, hi: int) -> bool:
        return i + 1 < hi and self._w[i + 1] in ("client", "cl", "cliente", ",(client)")

    # --- the subject --------------------------------------------------------------------------

    def _onderwerp(self, t: Treffer, lo: int, hi: int) -> int | None:
        """Give the nearest person before the hit who is not merely mentioned."""
        persoon = self._c.som("client", "voornaamw_m", "voornaamw_v", *_ANDER)
        for i in range(t.k - 1, lo - 1, -1):
            if not self._l.bits[i] & persoon and self._w[i] not in _WIJST:
                continue
            if self._w[i] == "zelf":
                continue
            if self._c.is_(i, "client") and not self._in_frame(i, lo):
                return i
            die = self._die(i, lo)
            if die is not None:
                return die
            if self._is_voornaamwoord(i) and not self._in_frame(i, lo):
                return i
            if self._w[i] == "dat" and self._gemeld(i, lo):
                return None
            if self._is_ander(i) and not self._is_client(i):
                genoemd = self._in_frame(i, lo) or self._meldt(i, t)
                if self._bezit(i, lo):
                    genoemd = not self._volgt_die(i)
                if genoemd and self._w[i + 1 : i + 2] not in (["die"], ["welke"]):
                    continue
                return i
            if self._is_client(i):
                return i
        return None

    def _die(self, i: int, lo: int) -> int | None:
        """Give whom "die" stands for at the start of a clause: "haar zoon, nadat die viel"."""
        if self._w[i] != "die" or i == lo:
            return None
        if not (self._w[i - 1] in _VOOR_DIE or self._c.is_(i - 1, "oorzaakwoord", "koppel")):
            return None
        personen = (j for j in range(i - 1, max(lo, i - 15) - 1, -1) if self._is_ander(j))
        return next(personen, None)

    def _gemeld(self, dat: int, lo: int) -> bool:
        """Tell whether "dat" follows a voice ("dochter meldt dat"): then the client is meant."""
        return any(self._c.is_(j, "meldwoord") for j in range(max(lo, dat - 3), dat))

    def _spreker(self, i: int, lo: int) -> bool:
        """Tell whether a relative speaks of the client: "dochter belt dat moeder is gevallen"."""
        meldt = next((j for j in range(i - 1, lo, -1) if self._c.is_(j, "meldwoord")), None)
        if meldt is None or not any(self._w[j] in ("dat", ":") for j in range(meldt, i)):
            return False
        begin = max(lo, meldt - 4)
        return any(
            self._c.is_(i, wie) and self._c.zoek(begin, meldt, door) is not None
            for wie, door in _SPREEKT_VOOR
        )

    def _in_frame(self, i: int, lo: int) -> bool:
        """Tell whether a person stands behind a preposition: an agent, a companion, an owner."""
        for j in range(i - 1, max(lo, i - 5) - 1, -1):
            if self._c.is_(j, "voorzetsel") or self._w[j] == "als":
                return True
            if not self._c.is_(j, "lidwoord", "bezit") and not self._bijvoeglijk(j, lo):
                return False
        return False

    def _bijvoeglijk(self, j: int, lo: int) -> bool:
        """Tell whether a word may stand between an article and its noun: "een dronken man"."""
        vorm = self._w[j].endswith(("e", "en"))
        return vorm and j > lo and self._c.is_(j - 1, "lidwoord", "bezit", "voorzetsel")

    def _meldt(self, i: int, t: Treffer) -> bool:
        """Tell whether somebody only speaks: "dochter meldt", "zoon geeft aan"."""
        return any(self._c.is_(j, "meldwoord") for j in range(i + 1, min(i + 3, t.k))) or (
            i + 1 < t.k and self._w[i + 1] in (":", "aan")
        )

    def _bezit(self, i: int, lo: int) -> bool:
        """Tell whether somebody is an object: "heeft een man", "verzorgt haar moeder"."""
        a, _ = self._l.bijzin(i)
        begint = self._c.is_(a, "bezitwerk") and a < i
        tweede = a + 1 < i and self._c.is_(a, "client") and self._c.is_(a + 1, "bezitwerk")
        return begint or tweede

    def _volgt_die(self, i: int) -> bool:
        """Tell whether what follows is about her: "haar moeder die na een ongeluk"."""
        n = i + 2 if i + 1 < len(self._w) and self._w[i + 1] == "," else i + 1
        return n < len(self._w) and self._w[n] in ("die", "welke", "met", "na", "sinds")

    def _is_ander(self, i: int) -> bool:
        gezien = self._anderen.get(i)
        if gezien is None:
            gezien = self._anderen[i] = self._blijkt_ander(i)
        return gezien

    def _blijkt_ander(self, i: int) -> bool:
        if not self._c.is_(i, *_ANDER) or self._w[i] in self._rollen or self._is_client(i):
            return False
        # "Hulp bij het huishouden" is nobody.
        if self._w[i] != "hulp" or self._c.is_(max(0, i - 1), "bezit", "lidwoord"):
            return True
        return i + 1 < len(self._w) and self._c.is_(i + 1, "pv")

    def _is_client(self, i: int) -> bool:
        """Tell whether such a word is the client: "man, 45 jaar", "vrouw (80)", "vrouw van 80"."""
        if self._w[i] not in _MENS:
            return False
        if self._w[i] in ("kind", "jongen", "meisje") and self._enige(i):
            return True
        if self._is_omschreven(i):
            return True
        n = i + 1
        while n < len(self._w) and n < i + 4 and self._w[n] in (",", "(", "van", "-"):
            n += 1
        return n < len(self._w) and n > i and self._c.is_(n, "getal")

    def _is_omschreven(self, i: int) -> bool:
        """Tell whether a note opens with who it is about: "Jonge vrouw met", "Dementerende man"."""
        if not i or i > _OPENING or self._c.is_(i - 1, "bezit", "lidwoord", "ander_v", "ander_m"):
            return False
        return self._w[i - 1].endswith("e") and self._c.overal("client") is None

    def _enige(self, i: int) -> bool:
        """Tell whether a child opens the sentence and nobody else is the client: then it is."""
        begint = i == self._l.zin(i)[0] or (i and self._c.is_(i - 1, "meldwoord", "koppel"))
        return bool(begint) and self._c.overal("client") is None

    # --- pronouns -----------------------------------------------------------------------------

    def _is_voornaamwoord(self, i: int) -> bool:
        return self._c.is_(i, "voornaamw_m", "voornaamw_v")

    def _voornaamwoord(self, i: int) -> Wie:
        """Resolve "hij" and "zij": somebody else of that sex who was spoken of, else the client."""
        naam = "ander_m" if self._c.is_(i, "voornaamw_m") else "ander_v"
        if self._geslacht == "v" and naam == "ander_m" and self._c.overal("ander_m") is not None:
            return Wie.ANDER
        if self._geslacht == "m" and naam == "ander_v" and self._c.overal("ander_v") is not None:
            return Wie.ANDER
        lo, _ = self._l.zin(i)
        begin = self._l.zin(lo - 1)[0] if lo else lo
        persoon, bits = self._c.som("client", *_ANDER), self._l.bits
        for j in range(i - 1, max(begin, i - 25) - 1, -1):
            if not bits[j] & persoon:
                continue
            if self._c.is_(j, "client") and not self._c.is_(j, "voornaamw_m", "voornaamw_v"):
                return Wie.CLIENT
            if not self._is_client(j) and (self._c.is_(j, naam) or self._enkeling(j, i)):
                na = min(j + 1, len(self._w) - 1)
                zelfde = self._in_frame(j, begin) or self._c.is_(na, "meldwoord")
                return Wie.CLIENT if zelfde else Wie.ANDER
        return Wie.CLIENT

    def _enkeling(self, j: int, i: int) -> bool:
        """Tell whether one person of unknown sex is meant, when the client is of the other one."""
        if not self._c.is_(j, "ander_o") or self._c.is_(j, "meervoud") or self._w[j] == "hulp":
            return False
        zelfde = "m" if self._c.is_(i, "voornaamw_m") else "v"
        return self._geslacht != zelfde

    # --- who does it --------------------------------------------------------------------------

    def _doet_het(self, t: Treffer, i: int, hi: int) -> bool:
        """Tell whether the other person does it to the client instead of suffering it."""
        vorm = self._vorm(t)
        if vorm is Vorm.BEDRIJVEND:
            return True
        if vorm is Vorm.ONOVERGANKELIJK:
            return False
        if vorm is Vorm.DEELWOORD:
            na = range(i + 1, min(hi, t.b + 3))
            actief = any(self._c.is_(j, "hulpww_actief") for j in (*na, i - 1))
            lijdt = any(self._w[j] in ("is", "werd", "wordt", "was") for j in (*na, i - 1))
            voorwerp = any(self._c.is_(j, "lijdend_vw") for j in range(i + 1, t.k))
            return actief and not lijdt and voorwerp
        return False

    def _vorm(self, t: Treffer) -> Vorm:
        return t.groep.vorm

    def _ding(self, t: Treffer, lo: int) -> Wie:
        """Find a thing right before the verb and no person: "scootmobiel is aangereden"."""
        if self._vorm(t) is Vorm.NAAMWOORD:
            return self._schade(t, lo)
        if self._vorm(t) is not Vorm.DEELWOORD:
            return Wie.CLIENT
        for i in range(lo, min(lo + 3, t.k)):
            if self._c.is_(i, "ding", "dier") and not self._in_frame(i, lo):
                return self._overkomt(i, t)
        return Wie.CLIENT

    def _schade(self, t: Treffer, lo: int) -> Wie:
        """Tell whether only a thing is damaged: "schade aan de rolstoel door een botsing"."""
        _, hi = self._l.zin(t.k)
        ding = self._c.zoek(lo, hi, "ding") is not None
        schade = self._c.zoek(lo, hi, "schadewoord") is not None
        lijf = any(self._c.overal(naam) is not None for naam in ("lichaamsdeel", "letsel"))
        return Wie.DING if ding and schade and not lijf else Wie.CLIENT

    def _overkomt(self, i: int, t: Treffer) -> Wie:
        """Tell whether a thing or an animal is what the verb is about."""
        n = i + 1
        if n < t.k and self._w[n] == "van":
            n += 2 + self._c.is_(n + 1, "lidwoord", "bezit")
        if n > t.k or self._w[n] not in ("is", "werd", "was", self._w[t.k]):
            return Wie.CLIENT
        return Wie.ANDER if self._c.is_(i, "dier") else Wie.DING
