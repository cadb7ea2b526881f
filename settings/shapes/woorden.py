"""The words of config/: typed texts, numbers and moments, and the block that all blocks are."""

import ipaddress
import re
from datetime import time
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

from regres import Misfit, values
from regres.verwerking import is_uri

_SECRET = re.compile(r"\Asecret://(?:env/[A-Za-z_][A-Za-z0-9_]*|file/.+|credential/[\w.-]+)\Z")


_TIME = re.compile(r"\A([01][0-9]|2[0-3]):([0-5][0-9])\Z", re.ASCII)


_HOST = re.compile(r"\A[A-Za-z0-9.-]{1,253}:[0-9]{1,5}\Z|\A\[[0-9a-f:]+\]:[0-9]{1,5}\Z", re.ASCII)


# A pin is a whole key or a whole fingerprint: a part of one would fit other servers too.
_PIN = re.compile(
    r"\A(?:SHA256:[A-Za-z0-9+/]{43}=?|(?:ssh|ecdsa|sk)-[a-z0-9@.-]+ [A-Za-z0-9+/]{40,}=*(?: .*)?)\Z"
)


#: What a mail server takes without quoting; no sign that could begin another address or header.
_ADRES = re.compile(r"\A[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@[A-Za-z0-9.-]{3,250}\Z", re.ASCII)


_PASSWORD = re.compile(r"\A[a-z0-9+]+://[^/@]*:[^/@]+@")


# Where machines in a cloud get their own keys, besides the link-local address.
_METADATA = frozenset({"fd00:ec2::254", "100.100.100.200"})


VERLOOPT = "Laatste dag waarop dit wachtwoord of geheim werkt: 60, 30 en 7 dagen ervoor gemeld"


def _secret(text: str) -> str:
    if not _SECRET.match(text):
        raise PydanticCustomError("letterlijk_geheim", "een geheim staat niet in config")
    return text


def _four_digits(given: object) -> str:
    if isinstance(given, int):
        raise PydanticCustomError("code_zonder_aanhalingstekens", "zet de code tussen quotes")
    if not isinstance(given, str) or isinstance(values.gemeentecode(given), Misfit):
        raise PydanticCustomError("gemeentecode", "een gemeentecode is 4 cijfers tussen quotes")
    return given


def _time(given: object) -> time:
    found = _TIME.match(given) if isinstance(given, str) else None
    if found is None:
        raise PydanticCustomError("tijdstip", 'een tijdstip is "uu:mm" tussen quotes')
    return time(int(found[1]), int(found[2]))


def _https(text: str) -> str:
    if not _usable(text):
        raise PydanticCustomError("geen_https", "alleen https:// is toegestaan")
    return text


def _usable(url: str) -> bool:
    try:
        parts = urlsplit(url)
        named = parts.scheme == "https" and parts.hostname and parts.port != 0
    except ValueError:
        # A port that is no number, or half an IPv6 address; the message would repeat it.
        return False
    return bool(named) and "@" not in parts.netloc and not parts.fragment


def _hostport(text: str) -> str:
    if not _HOST.match(text) or not 0 < int(text.rpartition(":")[2]) < 65_536:
        raise PydanticCustomError("hostpoort", "schrijf naam:poort")
    if _nooit(text.rpartition(":")[0].strip("[]")):
        raise PydanticCustomError("nooit_bereikt", "dit adres wordt nooit bereikt")
    return text.lower()


def _nooit(host: str) -> bool:
    """Tell whether nothing we want can be at an address: link-local, where clouds keep keys."""
    try:
        found = ipaddress.ip_address(host)
    except ValueError:
        return False
    never = found.is_link_local or found.is_unspecified or found.is_multicast
    return never or str(found) in _METADATA


def _hostsleutel(text: str) -> str:
    if not _PIN.match(text):
        raise PydanticCustomError("geen_hostsleutel", "hier hoort de sleutel van de server")
    return text


def _uri(text: str) -> str:
    if not is_uri(text):
        raise PydanticCustomError("geen_uri", "hier hoort een URI")
    return text


def _grootboek(text: str) -> str:
    if _PASSWORD.match(text):
        raise PydanticCustomError("letterlijk_geheim", "een geheim staat niet in config")
    if not text.startswith("sqlite:///") or text == "sqlite:///":
        raise PydanticCustomError("grootboek", "het grootboek is een sqlite-bestand")
    return text


def _deze_computer(text: str) -> str:
    try:
        own = ipaddress.ip_address(text).is_loopback
    except ValueError:
        own = False
    if not own:
        raise PydanticCustomError("niet_deze_computer", "alleen een adres van deze computer")
    return text


def _filled(text: str) -> str:
    if not text.strip():
        raise PydanticCustomError("leeg", "hier hoort iets te staan")
    return text


def _mail(text: str) -> str:
    if isinstance(values.email(text), Misfit):
        raise PydanticCustomError("email", "dit is geen e-mailadres")
    return text


def _adres(text: str) -> str:
    if not _ADRES.match(text):
        raise PydanticCustomError("email", "dit is geen e-mailadres")
    return _mail(text)


def _minstens_een(given: tuple[str, ...]) -> tuple[str, ...]:
    if not given:
        raise PydanticCustomError("leeg", "hier hoort iets te staan")
    return given


Secret = Annotated[str, AfterValidator(_secret)]


Mailadres = Annotated[str, AfterValidator(_adres)]


Mailadressen = Annotated[tuple[Mailadres, ...], Field(strict=False, max_length=20)]


Tijdstip = Annotated[time, BeforeValidator(_time)]


Https = Annotated[str, AfterValidator(_https)]


Hostsleutel = Annotated[str, AfterValidator(_hostsleutel)]


Oin = Annotated[str, Field(pattern="^[0-9]{20}$")]


Setnaam = Annotated[str, Field(pattern="^[A-Za-z0-9][A-Za-z0-9._-]{0,60}$")]


Tekst = Annotated[str, Field(max_length=500), AfterValidator(_filled)]


class Blok(BaseModel):
    """Base of every block: closed, frozen, strict, and silent about what it refuses."""

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        strict=True,
        # Once, in the shape they are part of: each on its own takes twice the time.
        defer_build=True,
        hide_input_in_errors=True,
        regex_engine="rust-regex",
    )
