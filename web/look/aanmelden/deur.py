"""The door: who logs in gets a session, and how often somebody may try."""

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import Connection, delete, func, insert, select, update

from web.look.aanmelden import geheim
from web.look.aanmelden.geheim import Deursleutel, vingerafdruk
from web.look.aanmelden.opslag import Opslag, account, poging, sessie
from web.look.rollen import Bezoeker, Rol

#: A session ends after this long without a page, and after a working day in any case.
STIL = timedelta(minutes=30)
LANGST = timedelta(hours=10)
#: Wrong attempts within a quarter of an hour, at one name and from one address.
VENSTER = timedelta(minutes=15)
PER_NAAM, PER_ADRES = 5, 30


class TeVaak(Exception):
    """Too many wrong attempts; nothing is looked at until a while has passed."""


class Bestaat(Exception):
    """There is an account of that name already, or there is none."""


class TeZwak(Exception):
    """The password is too short, too long or too plain."""


@dataclass(frozen=True, slots=True)
class Sessie:
    """Somebody who is in.

    token      what the cookie holds; "" when it was only recognised, for it is not kept
    formulier  what every form that changes something must bring along
    """

    bezoeker: Bezoeker
    formulier: str = field(repr=False)
    token: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Account:
    """One account, for lists."""

    naam: str
    rollen: Mapping[Rol, frozenset[str]]
    actief: bool


class Deur:
    """The accounts and sessions of one file."""

    def __init__(self, path: Path, sleutel: Deursleutel) -> None:
        self._opslag = Opslag(path)
        self._sleutel = sleutel

    def close(self) -> None:
        """Close the file."""
        self._opslag.close()

    # -- accounts ---------------------------------------------------------------------------------

    def maak(
        self,
        naam: str,
        wachtwoord: str,
        rollen: Mapping[Rol, frozenset[str]],
        now: datetime,
        uitgever: str,
    ) -> str:
        """Make an account; gives the otpauth:// address, shown once.

        Raises TeZwak, or Bestaat when the name is taken.
        """
        if geheim.te_zwak(wachtwoord, naam):
            raise TeZwak
        factor = geheim.nieuwe_factor()
        row = {
            "naam": naam,
            "wachtwoord": geheim.hash_van(wachtwoord),
            "factor": self._sleutel.sluit(naam, factor),
            "rollen": _json(rollen),
            "gemaakt_op": _db(now),
            "gewijzigd_op": _db(now),
        }
        with self._opslag.schrijf() as tx:
            if tx.scalar(select(account.c.naam).where(account.c.naam == naam)) is not None:
                raise Bestaat
            tx.execute(insert(account).values(row))
        return geheim.factor_adres(naam, factor, uitgever)

    def accounts(self) -> list[Account]:
        """Give all accounts, by name."""
        with self._opslag.lees() as tx:
            rows = tx.execute(select(account).order_by(account.c.naam)).all()
        return [Account(row.naam, _rollen(row.rollen), row.actief) for row in rows]

    def wijzig(
        self,
        naam: str,
        now: datetime,
        *,
        wachtwoord: str | None = None,
        rollen: Mapping[Rol, frozenset[str]] | None = None,
        actief: bool | None = None,
    ) -> None:
        """Change what is given; every session of the account ends. Raises Bestaat, TeZwak."""
        new: dict[str, object] = {"gewijzigd_op": _db(now)}
        if wachtwoord is not None:
            if geheim.te_zwak(wachtwoord, naam):
                raise TeZwak
            new["wachtwoord"] = geheim.hash_van(wachtwoord)
        if rollen is not None:
            new["rollen"] = _json(rollen)
        if actief is not None:
            new["actief"] = actief
        with self._opslag.schrijf() as tx:
            if not tx.execute(update(account).where(account.c.naam == naam).values(new)).rowcount:
                raise Bestaat
            tx.execute(delete(sessie).where(sessie.c.naam == naam))

    def vernieuw_factor(self, naam: str, now: datetime, uitgever: str) -> str:
        """Give an account a new second factor, as for a lost phone; its sessions end."""
        factor = geheim.nieuwe_factor()
        new = {"factor": self._sleutel.sluit(naam, factor), "laatste_stap": 0}
        with self._opslag.schrijf() as tx:
            new["gewijzigd_op"] = _db(now)
            if not tx.execute(update(account).where(account.c.naam == naam).values(new)).rowcount:
                raise Bestaat
            tx.execute(delete(sessie).where(sessie.c.naam == naam))
        return geheim.factor_adres(naam, factor, uitgever)

    # -- coming in --------------------------------------------------------------------------------

    def binnen(
        self, naam: str, wachtwoord: str, code: str, adres: str, now: datetime
    ) -> Sessie | None:
        """Log somebody in; None when name, password or code is wrong, and never says which.

        Raises TeVaak after too many wrong attempts at this name or from this address.
        """
        keys = (self._sleutel.merk(f"naam:{naam.casefold()}"), self._sleutel.merk(f"adres:{adres}"))
        with self._opslag.schrijf() as tx:
            _rem(tx, keys, now)
            row = tx.execute(select(account).where(account.c.naam == naam)).one_or_none()
        same = geheim.klopt(row.wachtwoord if row and row.actief else None, wachtwoord)
        with self._opslag.schrijf() as tx:
            if row is None or not same or not self._neem_code(tx, naam, code, now):
                tx.execute(insert(poging), [{"sleutel": key, "op": _db(now)} for key in keys])
                return None
            tx.execute(delete(poging).where(poging.c.sleutel == keys[0]))
            if geheim.verouderd(row.wachtwoord):
                new = {"wachtwoord": geheim.hash_van(wachtwoord)}
                tx.execute(update(account).where(account.c.naam == naam).values(new))
            return _open(tx, naam, _rollen(row.rollen), now)

    def wie(self, token: str, now: datetime) -> Sessie | None:
        """Recognise a cookie; None when its session ended or its account may no longer in."""
        merk = vingerafdruk(token)
        with self._opslag.lees() as tx:
            row = tx.execute(
                select(sessie, account.c.rollen)
                .join(account, account.c.naam == sessie.c.naam)
                .where(sessie.c.merk == merk, account.c.actief)
            ).one_or_none()
        if row is None or _voorbij(row.begonnen_op, row.gezien_op, _db(now)):
            return None
        if _db(now) - row.gezien_op > timedelta(minutes=1):
            with self._opslag.schrijf() as tx:
                seen = update(sessie).where(sessie.c.merk == merk)
                tx.execute(seen.values(gezien_op=_db(now)))
        proven = row.bewezen_op.replace(tzinfo=UTC)
        return Sessie(Bezoeker(row.naam, _rollen(row.rollen), proven), row.formulier)

    def bewijs(self, token: str, code: str, adres: str, now: datetime) -> bool:
        """Take a fresh code of the second factor within a session; tells whether it was right.

        Raises TeVaak as `binnen` does.
        """
        found = self.wie(token, now)
        if found is None:
            return False
        naam = found.bezoeker.naam
        keys = (self._sleutel.merk(f"naam:{naam.casefold()}"), self._sleutel.merk(f"adres:{adres}"))
        with self._opslag.schrijf() as tx:
            _rem(tx, keys, now)
            if not self._neem_code(tx, naam, code, now):
                tx.execute(insert(poging), [{"sleutel": key, "op": _db(now)} for key in keys])
                return False
            fresh = update(sessie).where(sessie.c.merk == vingerafdruk(token))
            tx.execute(fresh.values(bewezen_op=_db(now)))
        return True

    def uit(self, token: str) -> None:
        """End a session."""
        with self._opslag.schrijf() as tx:
            tx.execute(delete(sessie).where(sessie.c.merk == vingerafdruk(token)))

    def _neem_code(self, tx: Connection, naam: str, code: str, now: datetime) -> bool:
        """Take a code once; read anew, for another login may have taken it a moment ago."""
        row = tx.execute(select(account).where(account.c.naam == naam)).one()
        step = geheim.stap_van(
            self._sleutel.open(naam, row.factor), code, now, int(row.laatste_stap)
        )
        if step is None:
            return False
        tx.execute(update(account).where(account.c.naam == naam).values(laatste_stap=step))
        return True


def _open(tx: Connection, naam: str, rollen: Mapping[Rol, frozenset[str]], now: datetime) -> Sessie:
    """Begin a session under a new token, and drop those that ended."""
    token, form = secrets.token_urlsafe(32), secrets.token_urlsafe(32)
    old = (sessie.c.begonnen_op < _db(now - LANGST)) | (sessie.c.gezien_op < _db(now - STIL))
    tx.execute(delete(sessie).where(old))
    moments = dict.fromkeys(("begonnen_op", "gezien_op", "bewezen_op"), _db(now))
    row = {"merk": vingerafdruk(token), "naam": naam, "formulier": form, **moments}
    tx.execute(insert(sessie).values(row))
    return Sessie(Bezoeker(naam, rollen, now), form, token)


def _rem(tx: Connection, keys: tuple[str, str], now: datetime) -> None:
    """Raise TeVaak when one of the keys had its share of wrong attempts."""
    tx.execute(delete(poging).where(poging.c.op < _db(now - VENSTER)))
    for key, most in zip(keys, (PER_NAAM, PER_ADRES), strict=True):
        tried = tx.scalar(select(func.count()).select_from(poging).where(poging.c.sleutel == key))
        if (tried or 0) >= most:
            raise TeVaak


def _voorbij(begonnen: datetime, gezien: datetime, now: datetime) -> bool:
    return now - gezien > STIL or now - begonnen > LANGST


def _db(moment: datetime) -> datetime:
    """Give a moment as SQLite keeps it: UTC, without a zone."""
    return moment.astimezone(UTC).replace(tzinfo=None)


def _json(rollen: Mapping[Rol, frozenset[str]]) -> str:
    return json.dumps({rol.value: sorted(codes) for rol, codes in rollen.items() if codes})


def _rollen(text: str) -> dict[Rol, frozenset[str]]:
    found: dict[str, list[str]] = json.loads(text)
    return {Rol(rol): frozenset(codes) for rol, codes in found.items()}
