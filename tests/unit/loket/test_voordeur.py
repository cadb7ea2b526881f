"""The door of the handlers' pages: who may in, and what everybody else gets."""

import re
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pyotp
import pytest
from cryptography.exceptions import InvalidTag
from starlette.testclient import TestClient

from loket import LoketSettings, Paginas, create_app
from loket.paginas.voordeur import DEMO, PRODUCT, deur_van
from regres import ConfigProblem
from tests.tools.loket import NU, gemeente, settings
from tests.tools.loketzaken import WIE, balie, kop
from web.look.aanmelden.proefdeur import WACHTWOORD as WACHTWOORD_VAN_DEMO
from web.look.rollen import ALLE, Rol

LOOPBACK, ELDERS = ("127.0.0.1", 50_000), ("192.0.2.7", 1)
WACHTWOORD = "stoel paard batterij niet"


@contextmanager
def huis(chosen: LoketSettings, client: tuple[str, int] = LOOPBACK) -> Iterator[TestClient]:
    app = create_app(chosen)
    # The cookie is for TLS only, unless the loket stands on this machine without it.
    with closing(app.state.loket.archief), TestClient(app, client=client) as http:
        yield http


class _Page(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attrs for name, attrs in self.tags if name == tag]


def met_accounts(folder: Path) -> LoketSettings:
    return settings(folder, paginas=Paginas(folder / "accounts.db"))


def maak_account(chosen: LoketSettings, codes: frozenset[str]) -> pyotp.TOTP:
    with closing(deur_van(chosen)) as deur:
        where = deur.maak(WIE, WACHTWOORD, {Rol.BEHANDELAAR: codes}, NU, PRODUCT)
    assert where.startswith("otpauth://totp/Regresloket:")
    return pyotp.parse_uri(where)  # type: ignore[return-value]  # it is a TOTP address


def test_without_pages_the_loket_says_how_to_get_them(tmp_path: Path) -> None:
    with huis(settings(tmp_path)) as http:
        for pad in ("/", "/zaken"):
            answer = http.get(pad)
            assert (answer.status_code, answer.headers["content-type"]) == (
                403,
                "application/problem+json",
            )
            assert "paginas:" in answer.json()["detail"]
    with pytest.raises(ConfigProblem) as caught:
        deur_van(settings(tmp_path))
    assert caught.value.problems[0].code == "Z-0023"


def test_a_handler_logs_in_with_password_and_code_and_sees_his_own(tmp_path: Path) -> None:
    chosen = met_accounts(tmp_path)
    factor = maak_account(chosen, frozenset({"9901"}))
    with huis(chosen, ELDERS) as http:
        nobody = http.get("/", follow_redirects=False)
        assert nobody.headers["location"] == "/aanmelden?naar=%2F"
        assert http.get("/?formaat=json").status_code == 401
        form = {"naam": WIE, "wachtwoord": WACHTWOORD, "naar": "/mijn"}
        assert http.post("/aanmelden", data=form | {"code": "000000"}).status_code == 403
        inside = http.post("/aanmelden", data=form | {"code": factor.at(NU)})
        assert "<h1>Mijn zaken</h1>" in inside.text
        assert WIE in inside.text


def test_the_accounts_of_the_loket_open_under_its_own_key_only(tmp_path: Path) -> None:
    chosen = met_accounts(tmp_path)
    factor = maak_account(chosen, frozenset({ALLE}))
    other = replace(chosen, datasleutel=b"\7" * 32)
    with huis(other) as http, pytest.raises(InvalidTag):
        form = {"naam": WIE, "wachtwoord": WACHTWOORD, "code": factor.at(NU)}
        http.post("/aanmelden", data=form)


def test_the_demo_has_an_account_of_nobody_and_says_how_to_use_it(tmp_path: Path) -> None:
    for _ in range(2):
        with huis(settings(tmp_path, demo=True)) as http:
            told = re.findall(r"<code>([^<]+)</code>", http.get("/demo").text)
            assert told[:2] == [DEMO.naam, WACHTWOORD_VAN_DEMO]
            form = dict(zip(("naam", "wachtwoord", "code"), told, strict=True)) | {"naar": "/zaken"}
            page = http.post("/aanmelden", data=form)
            assert "Er zijn geen zaken" in page.text
            assert "Demo: verzonnen gegevens" in page.text


def test_the_account_of_the_demo_is_shown_to_this_machine_only_and_only_there(
    tmp_path: Path,
) -> None:
    with huis(settings(tmp_path, demo=True), ELDERS) as http:
        assert http.get("/demo").status_code == 404
    with huis(met_accounts(tmp_path)) as http:
        assert http.get("/demo").status_code == 404


def test_a_page_is_in_dutch_with_our_own_style_and_script_and_nothing_inline(
    tmp_path: Path,
) -> None:
    with balie(tmp_path) as loket:
        loket.lever(kop("a"))
        answer = loket.client.get("/", headers=loket.kop())
        css = loket.client.get("/stijl.css")
        script = loket.client.get("/regresbrug.js")

    page = _Page(answer.text)
    assert page.all("html") == [{"lang": "nl"}]
    assert len(page.all("h1")) == len(page.all("main")) == len(page.all("caption")) == 1
    assert page.all("script") == [{"src": "/regresbrug.js", "defer": None}]
    assert not [a for _, a in page.tags if any(k[:2] == "on" or k == "style" for k in a)]
    assert answer.headers["content-security-policy"].startswith("default-src 'none'")
    assert "unsafe" not in answer.headers["content-security-policy"]
    assert css.headers["content-type"].startswith("text/css")
    assert script.headers["content-type"].startswith("text/javascript")


def test_names_from_the_settings_are_escaped(tmp_path: Path) -> None:
    evil = gemeente(naam="<script>x</script>", behandelaar='"><img src=x>')
    with balie(tmp_path, gemeenten=(evil,)) as loket:
        loket.lever(kop("a"))
        html = loket.client.get("/zaken", headers=loket.kop()).text

    assert "<script>x" not in html
    assert "<img src=x" not in html
    assert "&lt;script&gt;" in html


def test_what_is_not_there_is_a_page_for_a_handler_and_a_problem_for_a_program(
    tmp_path: Path,
) -> None:
    with balie(tmp_path) as loket:
        page = loket.client.get("/bestaat-niet", headers=loket.kop())
        program = loket.client.get("/bestaat-niet")

    assert (page.status_code, program.status_code) == (404, 404)
    assert "Deze pagina is er niet" in page.text
    assert program.headers["content-type"] == "application/problem+json"


def test_the_proxy_is_believed_by_its_secret_only(tmp_path: Path) -> None:
    with balie(tmp_path) as loket:
        for secret in ("", "anders", "een-lang-geheim-van-de-prox"):
            head: dict[str, Any] = loket.kop() | {"Regres-Geheim": secret}
            assert loket.client.get("/", headers=head).status_code == 401
        assert loket.client.get("/", headers=loket.kop("beheer@*")).status_code == 404
