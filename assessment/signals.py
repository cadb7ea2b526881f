"""Is there an accident? The signals of one record, combined to J, N or O with every reason."""

from collections.abc import Iterable, Mapping
from functools import lru_cache

from assessment.notes import NOTHING, NoteFinding, NoteReader, read_notes
from assessment.signaalregels import Samenloop, Signaalregel, Signaalregels
from regres import Flag, Indicatie, JaNee, Reden, Signal, SignalKind, Signals
from regres.words import OngevalSoort

# Which answer counts when several columns of one kind answer; J against N is a contradiction of
# its own. An explicit "onbekend" in a flag goes to a person; in a code list it is often a default.
_VOORRANG = {
    SignalKind.VLAG: ("O", "J", "N"),
    SignalKind.CODE: ("J", "O", "N"),
    SignalKind.DERDE: ("ja", "onbekend", "nee"),
}
_TEGENPOLEN = ({"J", "N"}, {"ja", "nee"})
#: What one signal says, without its text.
Stem = tuple[SignalKind, str]


class Combinatie:
    """The rules that combine signals, at work; may be shared by threads."""

    def __init__(self, regels: Signaalregels) -> None:
        self.regels = regels
        # Closed value tables alone: that is nearly every record, and there are few different ones,
        # so they are remembered. Supporting columns never come here: they hold dates and names, and
        # no person stays behind.
        self._gesloten = lru_cache(maxsize=512)(self._zonder_tekst)
        # What signs say without their texts is closed words alone, of a supporting column too.
        self._gewogen = lru_cache(maxsize=2048)(self._weeg)

    def assess(self, signals: Signals, lezer: NoteReader | None = None) -> Flag:
        """Combine all signals of a record; total over all it can say.

        redenen[0].regel is the rule that decided. After it comes one reason per sign that was seen
        (vlag_n, derde_ja, code_j, steun_datum, ...) with its field, so that the verdict can be
        worked out again from the reasons. `term` holds only texts of closed value tables.

        A note says nothing as long as no `lezer` is given: see assessment.notes.
        """
        tekens = tuple([item for item in signals.items if self._spreekt(item)])
        gevonden = read_notes(signals, lezer)
        if gevonden is NOTHING and all([item.kind is not SignalKind.STEUN for item in tekens]):  # noqa: C419 - few
            return self._gesloten(tekens, signals.leeg_betekent_onbekend)
        return self._oordeel(tekens, gevonden, leeg=signals.leeg_betekent_onbekend)

    def _spreekt(self, item: Signal) -> bool:
        match item.kind:
            case SignalKind.NOTITIE:
                return False
            case SignalKind.VLAG | SignalKind.CODE:
                return item.waarde is not None
            case SignalKind.DERDE:
                return item.derde is not None
            case SignalKind.STEUN:
                return self.regels.gevuld(item.tekst)

    def _zonder_tekst(self, tekens: tuple[Signal, ...], leeg_betekent_onbekend: bool) -> Flag:
        return self._oordeel(tekens, NOTHING, leeg=leeg_betekent_onbekend)

    def _oordeel(self, tekens: tuple[Signal, ...], gevonden: NoteFinding, *, leeg: bool) -> Flag:
        stemmen = tuple([(item.kind, _stem(item)) for item in tekens])
        regel, derde = self._gewogen(stemmen, gevonden.indicatie, leeg)
        return Flag(
            indicatie=regel.indicatie,
            bron=regel.bron,
            redenen=_redenen(regel.id, tuple(map(_reden, tekens)) + gevonden.redenen),
            derde=gevonden.derde if derde is None else derde,
            hoedanigheid=gevonden.hoedanigheid,
            soort=_soort(tekens, gevonden),
            datum=gevonden.datum,
            alleen_tekst=regel.alleen_tekst,
        )

    def _weeg(
        self, stemmen: Iterable[Stem], tekst: Indicatie | None, leeg: bool
    ) -> tuple[Signaalregel, JaNee | None]:
        """Give the rule that decides, and what is said of a third party; None leaves that open."""
        samenloop = _samenloop(stemmen, tekst, self.regels.steun, leeg=leeg)
        return self.regels.besluit(samenloop), _derde(samenloop)


def _samenloop(
    stemmen: Iterable[Stem], tekst: Indicatie | None, gewicht: Mapping[str, str], *, leeg: bool
) -> Samenloop:
    gehoord: dict[SignalKind, set[str]] = {kind: set() for kind in SignalKind}
    for kind, stem in stemmen:
        gehoord[kind].add(stem)
    return Samenloop(
        vlag=eenstemmig(SignalKind.VLAG, gehoord[SignalKind.VLAG]),
        derde=eenstemmig(SignalKind.DERDE, gehoord[SignalKind.DERDE]),
        code=eenstemmig(SignalKind.CODE, gehoord[SignalKind.CODE]),
        steun=sterkste(gehoord[SignalKind.STEUN], gewicht),
        tekst=tekst.value if tekst else "leeg",
        leeg="onbekend" if leeg else "niets",
    )


def _stem(item: Signal) -> str:
    return str(item.derde or item.waarde or item.steun)


def eenstemmig(kind: SignalKind, gehoord: set[str]) -> str:
    """Give what several columns of one kind say together: a word of FEITEN."""
    if any(polen <= gehoord for polen in _TEGENPOLEN):
        return "strijdig"
    return next((waarde for waarde in _VOORRANG[kind] if waarde in gehoord), "leeg")


def sterkste(soorten: set[str], gewicht: Mapping[str, str]) -> str:
    """Give the weight of the heaviest of the supporting columns that are filled."""
    krachten = {gewicht.get(soort, "zwak") for soort in soorten}
    return next((kracht for kracht in ("sterk", "zwak") if kracht in krachten), "geen")


def _reden(item: Signal) -> Reden:
    # A supporting column holds a date or a name: that it is filled is the reason, not its text.
    term = "" if item.kind is SignalKind.STEUN else item.tekst
    return Reden(regel=f"{item.kind.value}_{_stem(item).lower()}", veld=item.veld, term=term)


def _redenen(besluit: str, tekens: tuple[Reden, ...]) -> tuple[Reden, ...]:
    """Put the deciding rule first: as the sign it is, or else as a reason of its own."""
    regels = [teken.regel for teken in tekens]
    if besluit in regels[1:]:
        return tuple(sorted(tekens, key=lambda teken: teken.regel != besluit))
    if besluit in regels:
        return tekens
    return (Reden(regel=besluit), *tekens)


def _derde(samenloop: Samenloop) -> JaNee | None:
    if samenloop.derde == "leeg":
        return None
    return JaNee.ONBEKEND if samenloop.derde == "strijdig" else JaNee(samenloop.derde)


def _soort(tekens: Iterable[Signal], gevonden: NoteFinding) -> OngevalSoort:
    """Give the kind that the accident codes agree on; two different kinds are none."""
    genoemd = {item.soort for item in tekens if item.soort and item.waarde is not Indicatie.N}
    genoemd.discard(OngevalSoort.ONBEKEND)
    if not genoemd:
        return gevonden.soort
    return genoemd.pop() if len(genoemd) == 1 else OngevalSoort.ONBEKEND
