"""Hits: what the words of a note say, alone, in a row, or together; and what they only seem to."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import reduce
from itertools import chain, pairwise
from operator import or_

from assessment.notities import bloot, ziekten
from assessment.notities.lexicon import Samenstel, Woordenboek
from assessment.notities.lezing import STERK, Lezing, Treffer, Woorden, leg_uit
from assessment.notities.patroon import Patroon
from assessment.notities.vorm import Groep
from assessment.notities.vouwen import Gevouwen

# More cores than this in one note are not looked into: hostile notes must cost no more than long
# ones.
MAX_RAAK = 400
# The words of a combination stand at most so far from its first one.
VENSTER = 18
# Of a sentence, at most so many words are tried as the first part of one combination.
MAX_KERNEN = 4
# So many words may stand between a part of the body and what is the matter with it.
LIJF = 5
# The other half of a verb stands at most so far behind it.
SCHEIDBAAR = 10
# No word says something of another one beyond these.
_GRENS = STERK | frozenset(".!?\n")
_ANTWOORD = frozenset(["?", ":", "=", "ja", "nee", "neen", "j", "n", "nvt"])
_VAKKEN = frozenset("[]☒☑✓✔■")


def kansrijk(woorden: Woorden, boek: Woordenboek) -> bool:
    """Tell whether reading can find anything: a term, or all words of a pattern or combination.

    Most notes that pass the prefilter hold one word of a pattern and none of the others. To see
    that, neither places nor sentences are needed.
    """
    ingangen, som = woorden.ingangen(), woorden.som
    for ingang in ingangen:
        if ingang.groep is not None:
            return True
    if som & boek.correctie or (som & boek.vraag and _heeft_een(woorden, _ANTWOORD)):
        return True
    if som & boek.keuze and _heeft_een(woorden, _VAKKEN):
        return True
    mist = boek.vakken.mist(som)
    for samen in boek.samen:
        if not samen.nodig & mist:
            return True
    for ingang in ingangen:
        for nodig, _, _, _ in ingang.patronen:
            if not nodig & mist:
                return True
    return False


def _heeft_een(woorden: Woorden, van: frozenset[str]) -> bool:
    return not van.isdisjoint(chain.from_iterable(woorden.lijsten))


def lees_tekst(tekst: Gevouwen, woorden: Woorden, boek: Woordenboek) -> Lezing:
    """Find everything in a note."""
    lezing = leg_uit(tekst, woorden, boek)
    _termen(lezing, boek)
    _patronen(lezing, woorden, boek)
    if woorden.som & boek.scheidbaar_som:
        _scheidbaar(lezing, boek)
    if woorden.som & boek.bit["lijfschade"]:
        _lijfschade(lezing, boek)
    if woorden.som & boek.bit["contact"]:
        _contact(lezing, boek)
    if woorden.som & boek.bit["ziekte"]:
        ziekten.streep_door(lezing, boek)
    if woorden.som & boek.bit["bloot"]:
        bloot.merk(lezing, boek)
    _samen(lezing, woorden, boek)
    _maskeer(lezing, woorden, boek)
    return lezing


def _termen(lezing: Lezing, boek: Woordenboek) -> None:
    for ingang, a, b, van, tot, _ in lezing.raak:
        if ingang.groep is None:
            continue
        bit = boek.bit[ingang.groep.id]
        if lezing.bits[a] & bit and lezing.treffers and lezing.treffers[-1].a == a:
            continue
        for j in range(a, b + 1):
            lezing.bits[j] |= bit
        lezing.treffers.append(Treffer(ingang.groep, a, b, a, van, tot))


def _patronen(lezing: Lezing, woorden: Woorden, boek: Woordenboek) -> None:
    """Try the patterns that lean on a word that was found, wherever they may start before it."""
    gehad: set[tuple[str, int]] = set()
    mist = boek.vakken.mist(woorden.som)
    for ingang, _, j, _, _, _ in lezing.raak[:MAX_RAAK]:
        if not ingang.patronen:
            continue
        # What needs a word that the note does not have is left out at one look each.
        mogelijk = [een for een in ingang.patronen if not een[0] & mist]
        if not mogelijk:
            continue
        lo, hi = lezing.zin(j)
        for _, patroon, groep, plek in mogelijk:
            t = _probeer(lezing, patroon, groep, j, plek, lo, min(hi, j + 20))
            if t is not None and (groep.id, t.k) not in gehad:
                gehad.add((groep.id, t.k))
                lezing.bits[t.k] |= boek.bit[groep.id]
                lezing.treffers.append(t)


def _probeer(
    lezing: Lezing, patroon: Patroon, groep: Groep, j: int, plek: int, lo: int, hi: int
) -> Treffer | None:
    """Match a pattern so that word j falls inside it, at or after its place `plek`."""
    eerste = patroon.delen[0]
    for i in range(j if plek == 0 else max(lo, j - patroon.ver[plek]), j + 1):
        if lezing.woorden[i] in eerste.woorden or lezing.bits[i] & eerste.bits:
            past = patroon.past(lezing.woorden, lezing.bits, i, hi)
            if past is not None and j <= past[1] and (plek != patroon.kern or past[0] == j):
                k = past[0]
                return Treffer(groep, i, past[1], k, lezing.begin(k), lezing.eind(k))
    return None


def _scheidbaar(lezing: Lezing, boek: Woordenboek) -> None:
    """Mark a verb of a mishap by its other half: "brak de leuning van de trap af"."""
    woorden, bits = lezing.woorden, lezing.bits
    for i in _van_klasse(bits, boek.scheidbaar_som):
        for bit, halven in boek.scheidbaar[woorden[i]]:
            for j in range(i + 1, min(len(woorden), i + SCHEIDBAAR)):
                if woorden[j] in _GRENS:
                    break
                if woorden[j] in halven:
                    bits[i] |= bit
                    break


def _lijfschade(lezing: Lezing, boek: Woordenboek) -> None:
    """Mark damage that stands right beside a part of the body: "zenuwen kapot", "mist een been"."""
    lijf, schade, samen = (boek.bit[naam] for naam in ("lichaamsdeel", "schade", "lijfschade"))
    bits, woorden = lezing.bits, lezing.woorden
    vorig = vorig_lijf = vorig_schade = -LIJF - 1
    for i in _van_klasse(bits, lijf | schade):
        if not _GRENS.isdisjoint(woorden[max(0, vorig + 1) : i + 1]):
            vorig_lijf = vorig_schade = -LIJF - 1
        vorig, een = i, bits[i]
        if een & lijf:
            vorig_lijf = i
            if i - vorig_schade <= LIJF:
                bits[vorig_schade] |= samen
        if een & schade:
            vorig_schade = i
            if i - vorig_lijf <= LIJF and vorig_lijf != i:
                bits[i] |= samen


def _van_klasse(bits: Sequence[int], som: int) -> list[int]:
    """Give the words of one of these classes."""
    return [i for i, een in enumerate(bits) if een & som]


def _contact(lezing: Lezing, boek: Woordenboek) -> None:
    """Mark a part of the body that something came against: "tegen zijn hoofd"."""
    bit, bits, woorden = boek.bit, lezing.bits, lezing.woorden
    tussen = bit["lidwoord"] | bit["bezit"] | bit["lijdend_vw"]
    for i in _van_klasse(bits, bit["lichaamsdeel"]):
        a = i - 1
        while a > i - 4 and a > 0 and bits[a] & tussen and not bits[a] & bit["verwijst_tegen"]:
            a -= 1
        kop = woorden[a] == "in" and bits[i] & bit["kop"]
        if a >= 0 and (kop or bits[a] & bit["verwijst_tegen"]):
            bits[i] |= bit["contact"]


def _samen(lezing: Lezing, woorden: Woorden, boek: Woordenboek) -> None:
    """Look for words that mean something together, in every sentence that may have them all."""
    alles, som = lezing.tel_op(), woorden.som
    for t in lezing.treffers:
        som |= boek.vakken.van_klassen(boek.bit[t.groep.id])
    mist = boek.vakken.mist(som)
    kan = [een for een in boek.samen if not een.nodig & mist and _allemaal(alles, een.bits)]
    if kan:
        lezing.let_op(reduce(or_, [een.som for een in kan]))
    for samen in kan:
        for lo, hi in _bereiken(lezing, samen):
            _samen_in(lezing, samen, lo, hi)


def _bereiken(lezing: Lezing, samen: Samenstel) -> Iterator[tuple[int, int]]:
    """Give the stretches of a note in which a combination may stand, from sentence to sentence."""
    eerste, los = samen.bits[0], samen.regel.buur or samen.regel.wijd
    for lo, hi in pairwise(lezing.zinnen):
        som = lezing.sommen[lo]
        if not som & eerste:
            continue
        if los or (samen.regel.zin and _allemaal(som, samen.bits)):
            yield lo, hi
        elif _allemaal(som, samen.bits):
            for a, b in _stukken(lezing, lo, hi):
                if _allemaal(lezing.som_van(a, b), samen.bits):
                    yield a, b


def _samen_in(lezing: Lezing, samen: Samenstel, lo: int, hi: int) -> None:
    """Try the words of the first part that stand between lo and hi, each with its surroundings."""
    eerste = samen.bits[0]
    kernen = lezing.waar(eerste, lo, hi)[:MAX_KERNEN]
    for k in kernen:
        if k - 1 in kernen:
            continue
        steun = _apart(lezing, samen, k, _omgeving(lezing, samen, k, lo, hi))
        if steun is not None and not _verboden(lezing, samen, (k, *steun)):
            van, tot = lezing.begin(k), lezing.eind(_rij_eind(lezing, k, hi, eerste))
            lezing.treffers.append(Treffer(samen.regel, k, k, k, van, tot, steun))


def _rij_eind(lezing: Lezing, k: int, hi: int, bit: int) -> int:
    """Give the last word of a row that is of a class together ("liet vallen")."""
    b = k
    while b + 1 < min(hi, k + 5) and lezing.bits[b + 1] & bit:
        b += 1
    return b


def _verboden(lezing: Lezing, samen: Samenstel, plekken: Sequence[int]) -> bool:
    """Tell whether a sentence of the combination has a word that may not be there."""
    if not samen.niet & lezing.alles:
        return False
    return any(lezing.sommen[lezing.zin(i)[0]] & samen.niet for i in plekken)


def _omgeving(lezing: Lezing, samen: Samenstel, k: int, lo: int, hi: int) -> tuple[int, int]:
    """Give how far the other words of a combination may stand from its first one."""
    if samen.regel.wijd:
        return max(0, k - 2 * VENSTER), min(len(lezing.woorden), k + 2 * VENSTER)
    if samen.regel.buur:
        lo = lezing.zin(lo - 1)[0] if lo else lo
        hi = lezing.zin(hi)[1] if hi < len(lezing.woorden) else hi
        return max(lo, k - 2 * VENSTER), min(hi, k + 2 * VENSTER)
    ver = samen.regel.binnen or VENSTER
    return max(lo, k - ver), min(hi, k + ver + 1)


def _apart(
    lezing: Lezing,
    samen: Samenstel,
    k: int,
    binnen: tuple[int, int],
    zonder: Collection[int] = (),
) -> tuple[int, ...] | None:
    """Find a different word for every part but the first, for one word may be of two classes.

    Of two that are as near the left one is taken.
    """
    gebruikt: list[int] = []
    for deel in samen.bits[1:]:
        plek = None
        for i in lezing.waar(deel, *binnen):
            if i == k or i in gebruikt or i in zonder:
                continue
            if plek is None or abs(i - k) < abs(plek - k):
                plek = i
            if i > k:
                break
        if plek is None:
            return None
        gebruikt.append(plek)
    return tuple(gebruikt)


def _allemaal(som: int, delen: Sequence[int]) -> bool:
    for deel in delen:  # noqa: SIM110 - asked of every combination in every note
        if not som & deel:
            return False
    return True


def _stukken(lezing: Lezing, lo: int, hi: int) -> Iterator[tuple[int, int]]:
    a = lo
    for i in lezing.sterk(lo, hi):
        yield a, i
        a = i + 1
    yield a, hi


def _maskeer(lezing: Lezing, woorden: Woorden, boek: Woordenboek) -> None:
    """Take out the hits whose core lies in an expression that means something else."""
    if not lezing.treffers:
        return
    bedekt = _bedekt(lezing, woorden, boek)
    if not bedekt:
        return
    blijft = [t for t in lezing.treffers if _blijft_samen(lezing, boek, t, bedekt)]
    lezing.gemaskeerd = [treffer for treffer in blijft if treffer.k in bedekt]
    lezing.treffers = [treffer for treffer in blijft if treffer.k not in bedekt]


def _bedekt(lezing: Lezing, woorden: Woorden, boek: Woordenboek) -> set[int]:
    """Find the words near a hit that stand in an expression that means something else."""
    mist = boek.vakken.mist(woorden.som)
    kan = {
        patroon
        for woord in boek.maskerwoorden.intersection(lezing.woordenschat)
        for nodig, patroon in boek.maskers[woord]
        if not nodig & mist
    }
    bedekt: set[int] = set()
    dichtbij = _dichtbij(lezing, boek) if kan else ()
    for patroon in kan:
        for i in _begint(lezing, patroon, dichtbij):
            past = patroon.past(lezing.woorden, lezing.bits, i, min(lezing.zin(i)[1], i + 24))
            if past is not None:
                bedekt.update(range(i, past[1] + 1))
    return bedekt


def _dichtbij(lezing: Lezing, boek: Woordenboek) -> set[int]:
    """Give the words at which an expression may start and still take out a hit."""
    dichtbij: set[int] = set()
    for t in lezing.treffers:
        achter = VENSTER if t.groep.id in boek.samen_van else 0
        dichtbij.update(range(max(0, t.k - 14), min(len(lezing.woorden), t.k + 1 + achter)))
    return dichtbij


def _begint(lezing: Lezing, patroon: Patroon, plekken: Iterable[int]) -> list[int]:
    """Give at which of these words an expression may start."""
    woorden, bits, eerste = lezing.woorden, lezing.bits, patroon.delen[0]
    return [i for i in plekken if woorden[i] in eerste.woorden or bits[i] & eerste.bits]


def _blijft_samen(lezing: Lezing, boek: Woordenboek, t: Treffer, bedekt: set[int]) -> bool:
    """Tell whether a combination still holds without the words that mean something else."""
    samen = boek.samen_van.get(t.groep.id)
    if samen is None or not bedekt or t.k in bedekt:
        return True
    return steunt_anders(lezing, samen, t.k, bedekt)


def steunt_anders(lezing: Lezing, samen: Samenstel, k: int, zonder: Collection[int]) -> bool:
    """Tell whether a combination on k still holds without these words."""
    steun = _apart(lezing, samen, k, _omgeving(lezing, samen, k, *lezing.zin(k)), zonder)
    return steun is not None and not _verboden(lezing, samen, (k, *steun))
