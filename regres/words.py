"""Closed lists of the canonical melding: the only values these fields ever hold."""

from enum import StrEnum


class Indicatie(StrEnum):
    """Is there an accident behind the need? After Vektis COD183."""

    J = "J"
    N = "N"
    O = "O"  # noqa: E741 - COD183 names the third value O (onbekend)


class IndicatieBron(StrEnum):
    """What kind of signal carried the indication."""

    EXPLICIET = "expliciet"
    CODE = "code"
    TEKST = "tekst"
    GECOMBINEERD = "gecombineerd"
    HANDMATIG = "handmatig"


class JaNee(StrEnum):
    """A fact that may be unknown."""

    JA = "ja"
    NEE = "nee"
    ONBEKEND = "onbekend"


class Erkend(StrEnum):
    """Did the other party acknowledge liability? Also: does the provision follow from it?"""

    JA = "ja"
    DEELS = "deels"
    NEE = "nee"
    ONBEKEND = "onbekend"


class OngevalSoort(StrEnum):
    """Kinds of accident; `geweld` is criminal data (class S)."""

    VERKEER = "verkeer"
    BEDRIJFSONGEVAL = "bedrijfsongeval"
    MEDISCH = "medisch"
    DIER = "dier"
    GEWELD = "geweld"
    PRODUCT = "product"
    OPENBARE_RUIMTE = "openbareRuimte"
    VAL_PRIVE = "valPrive"
    SPORT = "sport"
    OVERIG = "overig"
    ONBEKEND = "onbekend"


class Hoedanigheid(StrEnum):
    """In what capacity someone may be liable; `werkgever` includes an inlener."""

    BESTUURDER = "bestuurder"
    WERKGEVER = "werkgever"
    COLLEGA = "collega"
    GEZINSLID = "gezinslid"
    DIERBEZITTER = "dierbezitter"
    WEGBEHEERDER = "wegbeheerder"
    ZORGVERLENER = "zorgverlener"
    PRODUCENT = "producent"
    OPSTALBEZITTER = "opstalbezitter"
    OVERIG = "overig"
    ONBEKEND = "onbekend"


class Leveringsvorm(StrEnum):
    """How a provision is supplied; only zin and pgb fall under art. 2.4.3 lid 1."""

    ZIN = "zin"
    PGB = "pgb"
    ALGEMEEN = "algemeen"
    ONBEKEND = "onbekend"


class Wet(StrEnum):
    """The law a provision was granted under."""

    WMO = "Wmo"
    WMO2007 = "Wmo2007"
    WLZ = "Wlz"
    JEUGDWET = "Jeugdwet"
    ZVW = "Zvw"
    ONBEKEND = "onbekend"


class Besluitstatus(StrEnum):
    """How far the decision is; toegekend and beeindigd go on, onbekend is a doubt, else V02."""

    AANGEVRAAGD = "aangevraagd"
    TOEGEKEND = "toegekend"
    AFGEWEZEN = "afgewezen"
    INGETROKKEN = "ingetrokken"
    BEEINDIGD = "beeindigd"
    ONBEKEND = "onbekend"


class KostenSoort(StrEnum):
    """Once, or again every period."""

    EENMALIG = "eenmalig"
    PERIODIEK = "periodiek"


class Frequentie(StrEnum):
    """The period of a periodic amount."""

    WEEK = "week"
    VIER_WEKEN = "4weken"
    MAAND = "maand"
    JAAR = "jaar"


class Uitkomst(StrEnum):
    """The advice on recoverability; `stop` and `reeds_gemeld` are buckets, never in a melding."""

    KANSRIJK = "kansrijk"
    ONDERZOEK = "onderzoek"
    MOGELIJK_VERJAARD = "mogelijk_verjaard"
    WAARSCHIJNLIJK_NIET = "waarschijnlijk_niet"
    REEDS_GEMELD = "reeds_gemeld"
    STOP = "stop"


class DatumSoort(StrEnum):
    """Kinds of deadline: 3:310 BW lid 1 (5 years relative, 20 absolute) and art. 10 WAM."""

    RELATIEF5 = "relatief5"
    ABSOLUUT20 = "absoluut20"
    WAM3 = "wam3"


class Aandachtspunt(StrEnum):
    """What the handler must see at once; none of these decides."""

    SPOED = "spoed"
    AFGEWIKKELD = "afgewikkeld"
    RISICO_6_197 = "risico_6_197"


class SoortMelding(StrEnum):
    """What a version of a melding is."""

    NIEUW = "nieuw"
    WIJZIGING = "wijziging"
    INTREKKING = "intrekking"


class IntrekkingReden(StrEnum):
    """The positive sign behind a withdrawal; absence is never one."""

    VLAG_N = "vlag_n"
    STATUS_INGETROKKEN = "status_ingetrokken"
    SOORT_V = "soort_v"
    BEZWAAR = "bezwaar"


class Groep(StrEnum):
    """The groups of source facts that `gewijzigd` names."""

    CLIENT = "client"
    ONGEVAL = "ongeval"
    AANSPRAKELIJKHEID = "aansprakelijkheid"
    VOORZIENING = "voorziening"
    KOSTEN = "kosten"
