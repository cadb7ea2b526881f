"""A second judge, who sees nothing but an explanation and works every verdict out again.

Written from docs/signaalregels.md and docs/verhaalregels.md alone, in plain Python: it shares no
code, no data and no import with the product. Where the two differ, one of them, or the explanation,
is wrong.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

Uitleg = dict[str, Any]


@dataclass(frozen=True)
class Oordeel:
    """What the explanation comes to; law and what follows from it are None without an advice."""

    regel: str
    indicatie: str | None
    uitkomst: str | None
    redencodes: frozenset[str] | None
    termijnen: tuple[tuple[str, str, str, str], ...] | None
    handeling: str | None
    bucket: str
    soort: str | None


def herbeoordeel(uitleg: Uitleg) -> Oordeel:
    """Work everything out again; whole dates are needed."""
    assert uitleg["weergave"]["datums"] == "volledig"
    regel, indicatie = signalen(uitleg) if uitleg["vlag"] else ("", None)
    uitkomst, codes, termijnen = verhaal(uitleg, indicatie) if uitleg["feiten"] else (None,) * 3
    handeling = None if uitkomst is None else _handeling(uitleg, uitkomst)
    bucket, soort = _bucket(uitleg, regel, indicatie, uitkomst, codes)
    return Oordeel(regel, indicatie, uitkomst, codes, termijnen, handeling, bucket, soort)


def opgeschreven(uitleg: Uitleg) -> Oordeel:
    """Give what the explanation itself says, to lay beside it."""
    law = uitleg["verhaal"]
    return Oordeel(
        regel=uitleg["beslissing"]["regel"] if uitleg["beslissing"] else "",
        indicatie=uitleg["vlag"]["indicatie"] if uitleg["vlag"] else None,
        uitkomst=law and law["uitkomst"],
        redencodes=law and frozenset(law["redencodes"]),
        termijnen=law
        and tuple((t["soort"], t["begin"], t["datum"], t["band"]) for t in law["termijnen"]),
        handeling=uitleg["beleid"] and uitleg["beleid"]["handeling"],
        bucket=uitleg["landing"]["bucket"],
        soort=uitleg["landing"]["soortMelding"],
    )


# -- signals ------------------------------------------------------------------------------------

_STERK = {"datum", "verzekeraar", "schadenummer"}


def signalen(uitleg: Uitleg) -> tuple[str, str]:
    """Give the rule that decides and its verdict."""
    if uitleg["beslissing"]["door"] == "mens":
        rule: str = uitleg["beslissing"]["regel"]
        return rule, {"besluit_ja": "J", "besluit_nee": "N"}[rule]
    return _combineer(_zes_feiten(uitleg))


def _zes_feiten(uitleg: Uitleg) -> dict[str, str]:
    said: dict[str, set[str]] = {}
    for sign in uitleg["signalen"]:
        said.setdefault(sign["soort"], set()).add(sign["zegt"])
    filled = {s["steun"] for s in uitleg["signalen"] if s["zegt"] == "gevuld"}
    support = "sterk" if filled & _STERK else "zwak" if filled else "geen"
    return {
        "vlag": _een_van(said.get("vlag", set()), "O", "J", "N"),
        "derde": _een_van(said.get("derde", set()), "ja", "onbekend", "nee"),
        "code": _een_van(said.get("code", set()), "J", "O", "N"),
        "steun": support,
        "tekst": next((w for w in "JON" if w in said.get("notitie", set())), "leeg"),
        "leeg": uitleg["leeg_betekent"],
    }


def _een_van(said: set[str], *order: str) -> str:
    if {"J", "N"} <= said or {"ja", "nee"} <= said:
        return "strijdig"
    return next((word for word in order if word in said), "leeg")


def _combineer(f: dict[str, str]) -> tuple[str, str]:
    no_yes = f["tekst"] != "J"
    empty = f["vlag"] == "leeg"
    if f["vlag"] == "O":
        return "onbekend_opgegeven", "O"
    if empty and f["derde"] in ("leeg", "nee", "onbekend") and f["code"] == "O" and no_yes:
        return "onbekend_opgegeven", "O"
    if empty and f["derde"] == "onbekend" and f["code"] in ("leeg", "O") and no_yes:
        return "onbekend_opgegeven", "O"
    if _tegenspraak(f):
        return "tegenstrijdig", "O"
    table = [
        ("vlag", ("J", "N"), {"J": ("vlag_j", "J"), "N": ("vlag_n", "N")}),
        ("derde", ("ja",), {"ja": ("derde_ja", "J")}),
        ("code", ("J",), {"J": ("code_j", "J")}),
        ("tekst", ("J",), {"J": ("tekst_j", "J")}),
        ("code", ("N",), {"N": ("code_n", "N")}),
    ]
    for fact, words, verdicts in table:
        if f[fact] in words:
            return verdicts[f[fact]]
    if f["steun"] != "geen":
        return "steun_zonder_vlag", "O"
    if f["tekst"] == "O":
        return "tekst_onduidelijk", "O"
    return ("leeg_betekent_onbekend", "O") if f["leeg"] == "onbekend" else ("geen_signaal", "N")


def _tegenspraak(f: dict[str, str]) -> bool:
    flag, third, code, text = f["vlag"], f["derde"], f["code"], f["tekst"]
    if "strijdig" in (flag, third, code) and (flag != "J" or code == "strijdig"):
        return True
    if flag == "N":
        return third == "ja" or code == "J" or f["steun"] == "sterk" or text == "J"
    if flag == "J":
        return code == "N" or text == "N"
    if third == "ja" and (code == "N" or text == "N"):
        return True
    if code == "J" and text == "N":
        return True
    return code == "N" and (f["steun"] == "sterk" or text == "J")


# -- recoverability -----------------------------------------------------------------------------


def verhaal(
    uitleg: Uitleg, indicatie: str | None
) -> tuple[str, frozenset[str], tuple[tuple[str, str, str, str], ...]]:
    """Give outcome, codes, and (kind, start, date, band) of each deadline."""
    facts = {name: fact["waarde"] for name, fact in uitleg["feiten"].items()}
    if facts["derde"] is not None and uitleg["feiten"]["derde"]["uit"] == "signalen":
        facts["derde"] = _derde_van_signalen(uitleg)
    facts["indicatie"] = indicatie
    wet = _Wet(facts, date.fromisoformat(uitleg["peildatum"]), uitleg["bekend"]["afgeleverd"])
    uitkomst, codes = wet.oordeel()
    listed = () if uitkomst == "stop" else wet.termijnen()
    return (
        uitkomst,
        frozenset(codes),
        tuple(
            (kind, start.isoformat(), last.isoformat(), wet.band(last))
            for kind, start, last in listed
        ),
    )


def _derde_van_signalen(uitleg: Uitleg) -> Any:
    said = {sign["zegt"] for sign in uitleg["signalen"] if sign["soort"] == "derde"} - {"leeg"}
    if not said:
        return uitleg["vlag"]["derde"]
    word = _een_van(said, "ja", "onbekend", "nee")
    return "onbekend" if word == "strijdig" else word


_NIET_MEEGEDAAN = {"Noordwijkerhout": "0576", "Rozendaal": "0277"}
_VOORGANGERS = {"0575": "0576", "Noordwijk": "0576"}
_RISICO = ("dierbezitter", "wegbeheerder", "opstalbezitter", "producent")


class _Wet:
    def __init__(self, facts: dict[str, Any], today: date, delivered: bool) -> None:
        self.f, self.today, self.delivered = facts, today, delivered
        self.stuitingen = sorted(date.fromisoformat(day) for day in facts["stuitingen"])
        self.known = _eerste(facts["bekendOp"]["datum"])

    def oordeel(self) -> tuple[str, set[str]]:
        if self.f["indicatie"] == "N":
            return "stop", {"V01"}
        if self._buiten():
            return "stop", {"V02"}
        if self._onmogelijk():
            return "stop", {"V17"}
        sides = [
            self._zijde(day, took_part, other)
            for day in _dagen(self.f["ongeval"]["datum"])
            for took_part in self._deelname(day)
            for other in (
                ("ja", "nee") if self.f["andereDerde"] == "onbekend" else (self.f["andereDerde"],)
            )
        ]
        outcomes = {outcome for outcome, _ in sides}
        union = {code for _, codes in sides for code in codes}
        return (outcomes.pop() if len(outcomes) == 1 else "onderzoek"), union

    def _buiten(self) -> bool:
        return (
            self.f["wet"] in ("Wmo2007", "Wlz", "Jeugdwet", "Zvw")
            or self.f["leveringsvorm"] == "algemeen"
            or self.f["besluitstatus"] in ("aangevraagd", "afgewezen", "ingetrokken")
        )

    def _onmogelijk(self) -> bool:
        accident, known = self.f["ongeval"]["datum"], self.f["bekendOp"]["datum"]
        today, granted = self.today.isoformat(), self.f["toekenning"]
        pairs = [(accident, granted), (accident, known), (accident, today), (known, today)]
        late = any(_zeker_later(first, second) for first, second in pairs)
        return late or self.f["geboren_na_ongeval"] == "ja"

    def _deelname(self, day: date | None) -> list[str | None]:
        if day is None or not 2015 <= day.year <= 2018:
            return [None]
        if self.f["deelname"] is not None:
            return _beide(self.f["deelname"])
        there = self.f["gemeenteOpOngeval"]
        if there == "onbekend":
            return ["ja", "nee"]
        here = self.f["gemeente"]
        names = [there] if there is not None else [here]
        if there is None and here in _VOORGANGERS:
            names.append(_VOORGANGERS[here])
        return [word for name in names for word in _beide(_deed_mee(name, day.year))]

    def _zijde(
        self, day: date | None, took_part: str | None, other: str | None
    ) -> tuple[str, set[str]]:
        codes = self._band(day, took_part) | self._overige() | self._termijn(day)
        return self._uitkomst(day, codes, other), codes

    def _band(self, day: date | None, took_part: str | None) -> set[str]:
        if day is None:
            return {"V03"}
        if day.year < 2015:
            return {"V08"}
        if day.year < 2019:
            return {"V06"} if took_part == "ja" else {"V07"}
        return {"ja": {"V04"}, "onbekend": {"V05"}}.get(self.f["derde"], set())

    def _overige(self) -> set[str]:
        f = self.f
        driver = f["soort"] == "verkeer" or f["hoedanigheid"] == "bestuurder"
        risk = f["derde"] == "ja" and f["hoedanigheid"] in _RISICO
        holds = {
            "V02": "onbekend" in (f["wet"], f["leveringsvorm"], f["besluitstatus"]),
            "V09": f["hoedanigheid"] in ("werkgever", "collega"),
            "V10": f["derde"] == "nee",
            "V13": f["afgewikkeld"] == "ja" or f["reedsVergoed"] == "J",
            "V14": f["veroorzakerBekend"] == "nee" and driver,
            "V15": risk and f["schuldGesteld"] != "ja",
            "V16": f["eerderGemeld"] == "J" and not self.delivered,
            "V18": f["indicatie"] == "O",
        }
        return {code for code, yes in holds.items() if yes}

    def _termijn(self, day: date | None) -> set[str]:
        ends = list(self._vanaf(day))
        if any(self.today > last for kind, _, last in ends if kind != "wam3"):
            return {"V11"}
        near = any(_maanden(last, -6) <= self.today <= last for _, _, last in ends)
        return {"V12"} if near else set()

    def termijnen(self) -> list[tuple[str, date, date]]:
        return list(self._vanaf(_eerste(self.f["ongeval"]["datum"])))

    def _vanaf(self, accident: date | None) -> Iterator[tuple[str, date, date]]:
        if self.known is not None:
            start, last = self.known, _maanden(self.known, 60)
            for letter in self.stuitingen:
                longer = _maanden(letter, 60)
                if letter <= last and letter <= self.today and longer > last:
                    start, last = letter, longer
            yield "relatief5", start, last
        if accident is not None:
            yield "absoluut20", accident, _maanden(accident, 240)
            if self.f["soort"] == "verkeer":
                yield "wam3", accident, _maanden(accident, 36)

    def _uitkomst(self, day: date | None, codes: set[str], other: str | None) -> str:
        insured = self.f["verzekeraarNeemtDeel"] != "nee"
        lost = (
            ("V06" in codes and insured and "V14" not in codes)
            or (day is not None and day < date(2014, 7, 19))
            or ("V09" in codes and other in (None, "nee"))
            or "V10" in codes
        )
        if "V16" in codes:
            return "reeds_gemeld"
        if lost:
            return "waarschijnlijk_niet"
        if "V11" in codes:
            return "mogelijk_verjaard"
        doubt = {"V02", "V03", "V05", "V06", "V07", "V08", "V13", "V14", "V15", "V18"}
        return "kansrijk" if "V04" in codes and not codes & doubt else "onderzoek"

    def band(self, last: date) -> str:
        if self.today > last:
            return "voorbij"
        return next((str(n) for n in (1, 3, 6, 12) if self.today >= _maanden(last, -n)), "meer")


def _deed_mee(name: str, year: int) -> str:
    code = _NIET_MEEGEDAAN.get(name, name)
    if code not in _NIET_MEEGEDAAN.values():
        return "ja"
    return "onbekend" if year < 2017 else "nee"


def _beide(word: str) -> list[str | None]:
    return ["ja", "nee"] if word == "onbekend" else [word]


def _zeker_later(first: str | None, second: str | None) -> bool:
    if first is None or second is None:
        return False
    size = min(len(first), len(second))
    return first[:size] > second[:size]


def _eerste(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat((text + "-01-01")[:10])


def _dagen(text: str | None) -> Iterable[date | None]:
    first = _eerste(text)
    if text is None or first is None:
        return [None]
    parts = {4: 366, 7: 31, 10: 1}[len(text)]
    days = (first + timedelta(days=n) for n in range(parts))
    return [day for day in days if day.isoformat().startswith(text)]


def _maanden(day: date, months: int) -> date:
    total = day.year * 12 + day.month - 1 + months
    year, month = total // 12, total % 12 + 1
    if not 1 <= year <= 9999:
        return date.max if months > 0 else date.min
    for last in range(day.day, 27, -1):
        try:
            return date(year, month, last)
        except ValueError:
            continue
    return date(year, month, day.day)


# -- what happens with it -----------------------------------------------------------------------


def _handeling(uitleg: Uitleg, uitkomst: str) -> str:
    chosen: dict[str, str] = uitleg["instelling"]["beleid"]
    return chosen.get(uitkomst, "vasthouden")


def _bucket(
    uitleg: Uitleg,
    regel: str,
    indicatie: str | None,
    uitkomst: str | None,
    codes: frozenset[str] | None,
) -> tuple[str, str | None]:
    found = _op_zichzelf(uitleg, regel, indicatie, uitkomst, codes)
    by_person = uitleg["mens"]["besluit"] is not None
    if found[0] == "geen_ongeval" and uitleg["bekend"]["stand"] == "nieuw" and not by_person:
        # Of such a record nothing is kept, so nothing is compared with it.
        return found
    others = uitleg["zelfde_sleutel"]["andere"]
    if any(not other["zelfde_inhoud"] for other in others):
        return "quarantaine", None
    if any(other["eerder"] for other in others):
        return "dubbel", None
    return found


def _op_zichzelf(
    uitleg: Uitleg,
    regel: str,
    indicatie: str | None,
    uitkomst: str | None,
    codes: frozenset[str] | None,
) -> tuple[str, str | None]:
    stands = uitleg["bekend"]["stand"] == "staand"
    unknown = uitleg["bekend"]["stand"] == "nieuw"
    withdrawn = ("klaargezet", "intrekking")
    if indicatie is None:
        return "quarantaine", None
    if indicatie == "N" and unknown:
        return "geen_ongeval", None
    if uitleg["bekend"]["andere_bron"]:
        return ("geen_ongeval" if indicatie == "N" else "ongewijzigd"), None
    granted = uitleg["besluitstatus"] in ("toegekend", "beeindigd", "onbekend")
    if stands and not granted:
        return withdrawn
    if indicatie == "N":
        if not stands:
            return "geen_ongeval", None
        return ("beoordelen", None) if regel == "geen_signaal" else withdrawn
    if indicatie == "O" and not granted:
        return "buiten_bereik", None
    text_alone = regel == "tekst_j" and uitleg["instelling"]["tekst_alleen"] != "versturen"
    if indicatie == "O" or text_alone:
        return "beoordelen", None
    if uitkomst is None or codes is None:
        return "quarantaine", None
    if uitkomst == "stop":
        if "V17" in codes:
            return "quarantaine", None
        return withdrawn if stands else ("buiten_bereik", None)
    if uitkomst == "reeds_gemeld":
        return "reeds_gemeld", None
    hold = _handeling(uitleg, uitkomst) == "vasthouden" or _voor_de_start(uitleg)
    if unknown and hold and not uitleg["mens"]["losgelaten"]:
        return "vastgehouden", None
    if uitleg["bekend"]["zelfde_inhoud"]:
        return "ongewijzigd", None
    return "klaargezet", "nieuw" if unknown else "wijziging"


def _voor_de_start(uitleg: Uitleg) -> bool:
    facts, since = uitleg["feiten"], uitleg["instelling"]["actief_sinds"]
    granted = facts["toekenning"]["waarde"] or facts["ingangsdatum"]["waarde"]
    return since is not None and granted is not None and granted < since
