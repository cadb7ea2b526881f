"""The settings file of a loket (YAML 1.2): read strictly, every problem at once, with its place.

database: /var/lib/regresloket/loket.sqlite
host: 127.0.0.1
port: 8443
tls: {certificaat: server.pem, sleutel: server.key, ca: gemeenten.pem}
logboek:                                             # the Logboek dataverwerkingen
  bestand: /var/log/regresloket/dataverwerkingen.jsonl
  activiteit: https://register.example/regres
post:                                                # the morning mail, `regresbrug loket --post`
  {host: mail.example, poort: 465, ca: mail-ca.pem, van: loket@example.nl,
   link: "https://loket.example", adressen: {M. de Wit: m.dewit@example.nl}}
datasleutel: secret://credential/loket-data          # 64 hexadecimal characters
paginas:                                             # the handlers' pages
  accounts: /var/lib/regresloket/accounts.sqlite
  rollen_geheim: secret://credential/loket-pagina    # what a proxy that logs people in sends along
gemeentesleutels: [/etc/regresbrug/sleutels]         # none of these may be readable here
sleutels:
  - {kid: loket-2026, jwk: secret://credential/loket-jwk}
  - {kid: loket-2025, jwk: secret://file/./oud.jwk, ingetrokken_op: "2026-09-01"}
gemeenten:
  - code: "9901"
    naam: Duinrand
    client_id: gemeente-9901
    geheim_sha256: 5e88...        # sha256sum of a random secret
    behandelaar: M. de Wit
"""

import json
import os
import re
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap
from ruamel.yaml.error import YAMLError

from loket.problems import problem
from loket.settings import (
    Gemeente,
    LoketSettings,
    LoketSleutel,
    Ochtendpost,
    Paginas,
    Tls,
)
from loket.verantwoording import Logboek
from regres import ConfigProblem, Problem
from regres.verwerking import is_uri

_SECRET = re.compile(r"\Asecret://(env|file|credential)/([^\x00-\x1f]{1,400})\Z")
_HEX64 = re.compile(r"\A[0-9a-f]{64}\Z", re.ASCII)
_MAIL = re.compile(r"\A[^\s@<>,]{1,64}@[A-Za-z0-9.-]{1,200}\Z")
_CODE = re.compile(r"\A[0-9]{4}\Z", re.ASCII)


def laad(path: Path, omgeving: Mapping[str, str] = os.environ) -> LoketSettings:
    """Read a settings file; relative paths count from its folder.

    Raises ConfigProblem with every problem as file:line:column; no value is repeated.
    """
    try:
        root = YAML(typ="rt").load(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigProblem(problem("Z-0010", str(path), type(error).__name__)) from None
    except YAMLError as error:
        raise ConfigProblem(problem("Z-0010", _marked(path, error))) from None
    if not isinstance(root, CommentedMap):
        raise ConfigProblem(problem("Z-0010", str(path)))
    book = _Boek(path, omgeving)
    settings = _settings(_Blad(book, root, ""))
    if book.problems or settings is None:
        raise ConfigProblem(*book.problems)
    return settings


class _Boek:
    """One file being read: where it lies, and everything found wrong so far."""

    def __init__(self, path: Path, omgeving: Mapping[str, str]) -> None:
        self.path = path
        self.omgeving = omgeving
        self.problems: list[Problem] = []

    def secret(self, text: str) -> str | None:
        """Fetch what a reference points at; None when it is none or leads nowhere."""
        found = _SECRET.match(text)
        if found is None:
            return None
        kind, name = found.groups()
        if kind == "env":
            return self.omgeving.get(name)
        try:
            return self._file(kind, name).read_text("utf-8")
        except (OSError, UnicodeDecodeError):
            return None

    def _file(self, kind: str, name: str) -> Path:
        if kind == "credential":
            # Path.name: a credential is a plain name and never leads out of its folder.
            return Path(self.omgeving.get("CREDENTIALS_DIRECTORY", "/nergens")) / Path(name).name
        return self.path.parent / name if name.startswith("./") else Path("/") / name


class _Blad:
    """One mapping of the file. Each field is asked for once; what is never asked for is unknown."""

    def __init__(self, book: _Boek, content: CommentedMap, where: str) -> None:
        self._book = book
        self._content = content
        self._where = where
        self._asked: set[str] = set()

    def give(self, name: str, check: Callable[[Any], Any], default: Any = ...) -> Any:
        """Give a checked field; *check* gives None for what does not fit."""
        self._asked.add(name)
        if name not in self._content:
            if default is ...:
                self._wrong("Z-0011", name)
                return None
            return default
        value = check(self._content[name])
        if value is None:
            self._wrong("Z-0012", name)
        return value

    def secret(self, name: str, check: Callable[[str], Any], default: Any = ...) -> Any:
        """Give a checked secret; a literal one is refused."""
        text = self.give(name, _text, default)
        if text is None or (default is not ... and text == default):
            return text
        revealed = self._book.secret(text)
        value = check(revealed.rstrip("\r\n")) if revealed is not None else None
        if value is None:
            self._wrong("Z-0014", name)
        return value

    def pages(self, name: str) -> list["_Blad"]:
        """Give a list of mappings."""
        found = self.give(name, _maps)
        return [_Blad(self._book, item, f"{self._where}{name}.") for item in found or []]

    def page(self, name: str) -> "_Blad | None":
        """Give a mapping inside this one, when it is there."""
        found = self.give(name, _map, None)
        return _Blad(self._book, found, f"{self._where}{name}.") if found is not None else None

    def folder(self, text: Any) -> Path | None:
        """Read a path; relative ones count from the file's folder."""
        return self._book.path.parent / text if isinstance(text, str) and text else None

    def done(self) -> None:
        """Refuse every field that nobody asked for."""
        for name in self._content:
            if name not in self._asked:
                self._wrong("Z-0013", str(name))

    def _wrong(self, code: str, name: str) -> None:
        line, column = self._content.lc.line, self._content.lc.col
        if name in self._content:
            line, column = self._content.lc.key(name)
        place = f"{self._book.path}:{line + 1}:{column + 1}"
        self._book.problems.append(problem(code, place, self._where + name))


_MAY_LACK = ("tls", "logboek", "paginas", "post")


def _settings(root: _Blad) -> LoketSettings | None:
    fields = {
        "database": root.give("database", root.folder),
        "host": root.give("host", _text, "127.0.0.1"),
        "port": root.give("port", _port),
        "tls": _tls(root.page("tls")),
        "demo": root.give("demo", _bool, False),
        "datasleutel": root.secret("datasleutel", _key_bytes),
        "paginas": _paginas(root.page("paginas")),
        "post": _post(root.page("post")),
        "logboek": _logboek(root.page("logboek")),
        "gemeentesleutels": root.give("gemeentesleutels", _paths(root), ()),
        "sleutels": tuple(_sleutel(page) for page in root.pages("sleutels")),
        "gemeenten": tuple(_gemeente(page) for page in root.pages("gemeenten")),
    }
    root.done()
    if any(value is None for name, value in fields.items() if name not in _MAY_LACK):
        return None
    return LoketSettings(**fields)


def _logboek(page: _Blad | None) -> Logboek | None:
    if page is None:
        return None
    logboek = Logboek(
        bestand=page.give("bestand", page.folder), activiteit=page.give("activiteit", _uri)
    )
    page.done()
    return logboek


def _paginas(page: _Blad | None) -> Paginas | None:
    if page is None:
        return None
    paginas = Paginas(
        accounts=page.give("accounts", page.folder),
        rollen_geheim=page.secret("rollen_geheim", _long_secret, ""),
        thema=page.give("thema", page.folder, None),
    )
    page.done()
    return paginas


def _post(page: _Blad | None) -> Ochtendpost | None:
    if page is None:
        return None
    post = Ochtendpost(
        host=page.give("host", _text),
        poort=page.give("poort", _port),
        beveiliging=page.give("beveiliging", _veilig, "tls"),
        ca=page.give("ca", page.folder),
        van=page.give("van", _adres),
        link=page.give("link", _https),
        adressen=page.give("adressen", _adressen),
        gebruiker=page.give("gebruiker", _text, ""),
        wachtwoord=page.secret("wachtwoord", str, ""),
    )
    page.done()
    return post


def _tls(page: _Blad | None) -> Tls | None:
    if page is None:
        return None
    tls = Tls(
        certificaat=page.give("certificaat", page.folder),
        sleutel=page.give("sleutel", page.folder),
        ca=page.give("ca", page.folder, None),
    )
    page.done()
    return tls


def _sleutel(page: _Blad) -> LoketSleutel:
    key = LoketSleutel(
        kid=page.give("kid", _text),
        jwk=page.secret("jwk", _jwk),
        ingetrokken_op=page.give("ingetrokken_op", _day, None),
    )
    page.done()
    return key


def _gemeente(page: _Blad) -> Gemeente:
    gemeente = Gemeente(
        code=page.give("code", _code),
        naam=page.give("naam", _text),
        client_id=page.give("client_id", _text),
        geheim_sha256=page.give("geheim_sha256", _hex64, ""),
        certificaat_sha256=page.give("certificaat_sha256", _hex64, ""),
        voorgangers=page.give("voorgangers", _codes, ()),
        behandelaar=page.give("behandelaar", _text),
        vervanger=page.give("vervanger", _text, ""),
        afwezig=page.give("afwezig", _periods, ()),
    )
    page.done()
    return gemeente


def _marked(path: Path, error: YAMLError) -> str:
    mark = getattr(error, "problem_mark", None)
    return f"{path}:{mark.line + 1}:{mark.column + 1}" if mark else str(path)


def _text(value: Any) -> str | None:
    return str(value) if isinstance(value, str) and value.strip() else None


def _uri(value: Any) -> str | None:
    return value if isinstance(value, str) and is_uri(value) else None


def _bool(value: Any) -> bool | None:
    return value if isinstance(value, bool) else None


def _veilig(value: Any) -> str | None:
    return value if value in ("tls", "starttls") else None


def _adres(value: Any) -> str | None:
    return value if isinstance(value, str) and _MAIL.match(value) else None


def _https(value: Any) -> str | None:
    good = isinstance(value, str) and value.startswith("https://") and is_uri(value)
    return value if good else None


def _adressen(value: Any) -> dict[str, str] | None:
    good = isinstance(value, CommentedMap) and all(
        isinstance(name, str) and _adres(found) for name, found in value.items()
    )
    return dict(value) if good else None


def _port(value: Any) -> int | None:
    whole = isinstance(value, int) and not isinstance(value, bool)
    return int(value) if whole and 0 <= value <= 65_535 else None


def _map(value: Any) -> CommentedMap | None:
    return value if isinstance(value, CommentedMap) else None


def _maps(value: Any) -> list[CommentedMap] | None:
    good = isinstance(value, list) and all(isinstance(item, CommentedMap) for item in value)
    return list(value) if good and value else None


def _code(value: Any) -> str | None:
    """Take a quoted code only: unquoted, 0363 is a number and has lost its zero."""
    return value if isinstance(value, str) and _CODE.match(value) else None


def _codes(value: Any) -> tuple[str, ...] | None:
    good = isinstance(value, list) and all(_code(item) for item in value)
    return tuple(value) if good else None


def _hex64(value: Any) -> str | None:
    return value if isinstance(value, str) and _HEX64.match(value) else None


def _key_bytes(text: str) -> bytes | None:
    return bytes.fromhex(text) if _HEX64.match(text) else None


def _long_secret(text: str) -> str | None:
    return text if len(text) >= 20 else None


def _jwk(text: str) -> dict[str, str] | None:
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return None
    good = isinstance(value, dict) and all(isinstance(item, str) for item in value.values())
    return value if good else None


def _day(value: Any) -> date | None:
    # YAML 1.2 in ruamel still makes a date of an unquoted 2026-09-01.
    if isinstance(value, date):
        return date(value.year, value.month, value.day)
    try:
        return date.fromisoformat(value) if isinstance(value, str) and len(value) == 10 else None
    except ValueError:
        return None


def _periods(value: Any) -> tuple[tuple[date, date], ...] | None:
    if not isinstance(value, list):
        return None
    found: list[tuple[date, date]] = []
    for item in value:
        days = [_day(day) for day in item] if isinstance(item, list) else []
        if len(days) != 2 or days[0] is None or days[1] is None or days[0] > days[1]:
            return None
        found.append((days[0], days[1]))
    return tuple(found)


def _paths(root: _Blad) -> Callable[[Any], tuple[Path, ...] | None]:
    def read(value: Any) -> tuple[Path, ...] | None:
        found = [root.folder(item) for item in value] if isinstance(value, list) else [None]
        good = [path for path in found if path is not None]
        return tuple(good) if len(good) == len(found) else None

    return read
