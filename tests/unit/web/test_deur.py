"""The door of console and loket: accounts, sessions, codes that work once, and how often."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pyotp
import pytest

from web.look.aanmelden.deur import LANGST, STIL, Bestaat, Deur, TeVaak, TeZwak
from web.look.aanmelden.geheim import Deursleutel
from web.look.rollen import ALLE, Bezoeker, Rol

NU = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
WACHTWOORD = "stoel paard batterij niet"
BEHEER = {Rol.BEHEER: frozenset({"9901"})}
ADRES = "192.0.2.7"


@pytest.fixture
def deur(tmp_path: Path) -> Iterator[Deur]:
    made = Deur(tmp_path / "accounts.db", Deursleutel.van(b"d" * 32))
    yield made
    made.close()


@pytest.fixture
def factor(deur: Deur) -> pyotp.TOTP:
    return factor_van(deur.maak("s.proef", WACHTWOORD, BEHEER, NU, "Regresbrug"))


def factor_van(adres: str) -> pyotp.TOTP:
    return pyotp.TOTP(parse_qs(urlsplit(adres).query)["secret"][0])


def code(factor: pyotp.TOTP, now: datetime = NU) -> str:
    return factor.at(now)


def test_who_has_name_password_and_code_is_in(deur: Deur, factor: pyotp.TOTP) -> None:
    sessie = deur.binnen("s.proef", WACHTWOORD, code(factor), ADRES, NU)

    assert sessie is not None
    assert sessie.bezoeker == Bezoeker("s.proef", BEHEER, NU)
    again = deur.wie(sessie.token, NU)
    assert again is not None
    assert again.bezoeker == sessie.bezoeker
    assert again.formulier == sessie.formulier


@pytest.mark.parametrize(
    ("naam", "wachtwoord", "verschoven"),
    [
        ("s.anders", WACHTWOORD, 0),
        ("s.proef", WACHTWOORD + "!", 0),
        ("s.proef", "", 0),
        ("s.proef", WACHTWOORD, 120),
        ("s.proef", WACHTWOORD, -120),
    ],
)
def test_one_of_the_three_wrong_is_nobody(
    deur: Deur, factor: pyotp.TOTP, naam: str, wachtwoord: str, verschoven: int
) -> None:
    sent = code(factor, NU + timedelta(seconds=verschoven))
    assert deur.binnen(naam, wachtwoord, sent, ADRES, NU) is None


@pytest.mark.parametrize(
    "sent", ["", "000", "\uff11\uff12\uff13\uff14\uff15\uff16", "abcdef", "0" * 500]
)
def test_what_is_no_code_is_wrong(deur: Deur, factor: pyotp.TOTP, sent: str) -> None:
    assert deur.binnen("s.proef", WACHTWOORD, sent, ADRES, NU) is None


def test_a_clock_that_is_half_a_minute_off_may_in(deur: Deur, factor: pyotp.TOTP) -> None:
    sent = code(factor, NU - timedelta(seconds=30))
    assert deur.binnen("s.proef", WACHTWOORD, sent, ADRES, NU) is not None


def test_a_code_works_once(deur: Deur, factor: pyotp.TOTP) -> None:
    assert deur.binnen("s.proef", WACHTWOORD, code(factor), ADRES, NU) is not None
    assert deur.binnen("s.proef", WACHTWOORD, code(factor), ADRES, NU) is None
    later = NU + timedelta(seconds=30)
    assert deur.binnen("s.proef", WACHTWOORD, code(factor, later), ADRES, later) is not None


def test_after_five_wrong_attempts_the_right_one_waits_a_quarter(
    deur: Deur, factor: pyotp.TOTP
) -> None:
    for _ in range(5):
        assert deur.binnen("S.proef", "fout", code(factor), ADRES, NU) is None
    with pytest.raises(TeVaak):
        deur.binnen("s.proef", WACHTWOORD, code(factor), ADRES, NU)
    later = NU + timedelta(minutes=15, seconds=1)
    assert deur.binnen("s.proef", WACHTWOORD, code(factor, later), ADRES, later) is not None


def test_one_address_may_not_try_many_names(deur: Deur, factor: pyotp.TOTP) -> None:
    for number in range(30):
        deur.binnen(f"naam{number}", "fout", "1", ADRES, NU)
    with pytest.raises(TeVaak):
        deur.binnen("s.proef", WACHTWOORD, code(factor), ADRES, NU)
    assert deur.binnen("s.proef", WACHTWOORD, code(factor), "192.0.2.8", NU) is not None


def test_a_session_ends_when_it_is_silent_and_after_a_working_day(
    deur: Deur, factor: pyotp.TOTP
) -> None:
    sessie = deur.binnen("s.proef", WACHTWOORD, code(factor), ADRES, NU)
    assert sessie is not None
    moment = NU
    while moment - NU <= LANGST - STIL:
        moment += STIL - timedelta(minutes=1)
        assert deur.wie(sessie.token, moment) is not None
    assert deur.wie(sessie.token, moment + STIL + timedelta(minutes=1)) is None
    assert deur.wie(sessie.token, NU + LANGST + timedelta(seconds=1)) is None


def test_who_logs_out_is_out(deur: Deur, factor: pyotp.TOTP) -> None:
    sessie = deur.binnen("s.proef", WACHTWOORD, code(factor), ADRES, NU)
    assert sessie is not None
    deur.uit(sessie.token)
    assert deur.wie(sessie.token, NU) is None


def test_a_changed_account_must_log_in_anew(deur: Deur, factor: pyotp.TOTP) -> None:
    sessie = deur.binnen("s.proef", WACHTWOORD, code(factor), ADRES, NU)
    assert sessie is not None
    deur.wijzig("s.proef", NU, rollen={Rol.FG: frozenset({ALLE})})
    assert deur.wie(sessie.token, NU) is None
    (account,) = deur.accounts()
    assert account.rollen == {Rol.FG: frozenset({ALLE})}


def test_a_blocked_account_is_nobody(deur: Deur, factor: pyotp.TOTP) -> None:
    deur.wijzig("s.proef", NU, actief=False)
    assert deur.binnen("s.proef", WACHTWOORD, code(factor), ADRES, NU) is None


def test_a_lost_phone_gives_a_new_factor_and_ends_the_old(deur: Deur, factor: pyotp.TOTP) -> None:
    new = factor_van(deur.vernieuw_factor("s.proef", NU, "Regresbrug"))
    assert deur.binnen("s.proef", WACHTWOORD, code(factor), ADRES, NU) is None
    assert deur.binnen("s.proef", WACHTWOORD, code(new), ADRES, NU) is not None


def test_a_fresh_code_makes_the_second_factor_fresh(deur: Deur, factor: pyotp.TOTP) -> None:
    sessie = deur.binnen("s.proef", WACHTWOORD, code(factor), ADRES, NU)
    assert sessie is not None
    later = NU + timedelta(minutes=10)
    old = deur.wie(sessie.token, later)
    assert old is not None
    assert not old.bezoeker.vers(later)

    assert not deur.bewijs(sessie.token, "000000", ADRES, later)
    assert deur.bewijs(sessie.token, code(factor, later), ADRES, later)
    new = deur.wie(sessie.token, later)
    assert new is not None
    assert new.bezoeker.vers(later)
    assert not new.bezoeker.vers(later + timedelta(minutes=5))


def test_a_name_is_given_once(deur: Deur, factor: pyotp.TOTP) -> None:
    with pytest.raises(Bestaat):
        deur.maak("s.proef", WACHTWOORD, BEHEER, NU, "Regresbrug")
    with pytest.raises(Bestaat):
        deur.wijzig("niemand", NU, actief=False)
    with pytest.raises(Bestaat):
        deur.vernieuw_factor("niemand", NU, "Regresbrug")


@pytest.mark.parametrize("zwak", ["kort", "a" * 20, "s.proef2026s.proef", "x" * 201])
def test_a_weak_password_is_refused(deur: Deur, zwak: str) -> None:
    with pytest.raises(TeZwak):
        deur.maak("s.proef", zwak, BEHEER, NU, "Regresbrug")


def test_the_file_tells_no_password_no_factor_and_no_session(
    deur: Deur, factor: pyotp.TOTP, tmp_path: Path
) -> None:
    sessie = deur.binnen("s.proef", WACHTWOORD, code(factor), ADRES, NU)
    assert sessie is not None
    deur.binnen("mijn wachtwoord als naam", "x", "1", ADRES, NU)
    deur.close()
    kept = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    for secret in (WACHTWOORD, factor.secret, sessie.token, "wachtwoord als naam", ADRES):
        assert secret.encode() not in kept
    assert (tmp_path / "accounts.db").stat().st_mode & 0o077 == 0


def test_the_factor_of_another_account_or_key_does_not_open(deur: Deur, tmp_path: Path) -> None:
    deur.maak("een", WACHTWOORD, BEHEER, NU, "Regresbrug")
    two = factor_van(deur.maak("twee", WACHTWOORD, BEHEER, NU, "Regresbrug"))
    with closing(sqlite3.connect(tmp_path / "accounts.db")) as conn:
        conn.execute(
            "update account set factor = (select factor from account where naam='twee') "
            "where naam='een'"
        )
        conn.commit()
    with pytest.raises(Exception, match=r"^$") as refused:
        deur.binnen("een", WACHTWOORD, code(two), ADRES, NU)
    assert type(refused.value).__name__ == "InvalidTag"


def test_nothing_secret_is_in_a_repr(deur: Deur, factor: pyotp.TOTP) -> None:
    sessie = deur.binnen("s.proef", WACHTWOORD, code(factor), ADRES, NU)
    assert sessie is not None
    assert sessie.token not in repr(sessie)
    assert sessie.formulier not in repr(sessie)
    assert "64" not in repr(Deursleutel.van(b"d" * 32))


def test_a_role_holds_for_its_municipalities_only() -> None:
    wie = Bezoeker("x", {Rol.CONSULENT: frozenset({"9901"}), Rol.FG: frozenset({ALLE})})
    consulent, fg, beheer = (frozenset({rol}) for rol in (Rol.CONSULENT, Rol.FG, Rol.BEHEER))
    assert wie.mag(consulent, "9901")
    assert not wie.mag(consulent, "9902")
    assert wie.mag(fg, "9902")
    assert not wie.mag(beheer, "9901")
    assert wie.heeft(consulent | beheer)
    assert not wie.heeft(beheer)
