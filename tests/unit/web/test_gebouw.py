"""Every page goes through one gate: who asks, may he, did the form come from here."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pyotp
import pytest
from jinja2 import DictLoader
from starlette.testclient import TestClient

from tests.unit.web.test_deur import WACHTWOORD, factor_van
from web.look.aanmelden.deur import Deur
from web.look.aanmelden.geheim import Deursleutel
from web.look.aanmelden.toelating import AchterProxy, MetAccounts, moment_van, rollen_van
from web.look.blad import Bestand, Blad, Door, Mis, Toon, Uitkomst, Verzoek, Weg
from web.look.gebouw import GROOTSTE, KOEKJE, Huis, maak_app
from web.look.gegevens import plat
from web.look.rollen import ALLE, Rol

NU = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
BEHEER = frozenset({Rol.BEHEER})
HUIS = "https://console.example"


@dataclass
class Klok:
    nu: datetime = NU

    def __call__(self) -> datetime:
        return self.nu


@dataclass
class Werk:
    """What the pages of the test did."""

    gedaan: list[Verzoek] = field(default_factory=list)

    def begin(self, vraag: Verzoek) -> Uitkomst:
        return Toon("p.html", "Begin", {"aantal": 3, "dag": date(2026, 11, 21)})

    def gemeente(self, vraag: Verzoek) -> Uitkomst:
        if vraag.vraag.get("q") == "weg":
            raise Weg
        return Toon("p.html", "Gemeente", {"aantal": int(vraag.pad["gemeente"]), "dag": None})

    def doe(self, vraag: Verzoek) -> Uitkomst:
        if vraag.formulier.get("naam") == "fout":
            raise Mis("Vul een andere naam in.")
        self.gedaan.append(vraag)
        return Door("/", "Gedaan: <b>ja</b>")

    def bestand(self, vraag: Verzoek) -> Uitkomst:
        return Bestand("verschil é.patch", "text/x-patch", b"-oud\n+nieuw\n")

    def stuk(self, vraag: Verzoek) -> Uitkomst:
        raise ValueError("Kanarievogel")


@dataclass
class Wereld:
    client: TestClient
    deur: Deur
    factor: pyotp.TOTP
    klok: Klok
    werk: Werk

    def meld_aan(self) -> str:
        """Log in, and give what a form must bring along."""
        velden = {"naam": "s.proef", "wachtwoord": WACHTWOORD, "code": self.factor.at(self.klok())}
        done = self.client.post("/aanmelden?naar=/", data=velden | {"naar": "/"})
        assert done.status_code == 303
        sessie = self.deur.wie(self.client.cookies[KOEKJE], self.klok())
        assert sessie is not None
        return sessie.formulier


PAGINAS = DictLoader(
    {
        "p.html": "{% extends 'layout.html' %}{% block inhoud %}<p>{{ aantal }} {{ dag }}</p>"
        "{% endblock %}"
    }
)


def bladen(werk: Werk) -> list[Blad]:
    return [
        Blad("/", BEHEER, werk.begin, menu="Overzicht"),
        Blad("/gemeenten/{gemeente}", BEHEER, werk.gemeente),
        Blad("/doe", BEHEER, werk.doe, methode="POST"),
        Blad("/toon", BEHEER, werk.begin, vers=True),
        Blad("/bestand", BEHEER, werk.bestand),
        Blad("/stuk", BEHEER, werk.stuk),
        Blad("/fg", frozenset({Rol.FG}), werk.begin, menu="Privacy"),
    ]


@pytest.fixture
def wereld(tmp_path: Path) -> Iterator[Wereld]:
    klok, werk = Klok(), Werk()
    deur = Deur(tmp_path / "accounts.db", Deursleutel.van(b"d" * 32))
    factor = factor_van(
        deur.maak("s.proef", WACHTWOORD, {Rol.BEHEER: frozenset({"9901"})}, NU, "Regresbrug")
    )
    huis = Huis(
        product="Regresbrug", bladen=bladen(werk), paginas=PAGINAS, toelating=MetAccounts(deur)
    )
    app = maak_app(huis, klok)
    with TestClient(app, HUIS, follow_redirects=False, raise_server_exceptions=False) as client:
        yield Wereld(client, deur, factor, klok, werk)
    deur.close()


def test_who_is_not_logged_in_is_sent_to_the_door_and_back(wereld: Wereld) -> None:
    asked = wereld.client.get("/gemeenten/9901?q=1")
    assert asked.headers["location"] == "/aanmelden?naar=%2Fgemeenten%2F9901%3Fq%3D1"
    form = wereld.client.get(asked.headers["location"])
    assert 'value="/gemeenten/9901?q=1"' in form.text


def test_a_program_that_is_not_logged_in_hears_401(wereld: Wereld) -> None:
    asked = wereld.client.get("/", headers={"Accept": "application/json"})
    assert (asked.status_code, asked.json()["status"]) == (401, 401)


def test_the_cookie_is_for_tls_alone_and_out_of_reach_of_scripts(wereld: Wereld) -> None:
    velden = {"naam": "s.proef", "wachtwoord": WACHTWOORD, "code": wereld.factor.at(NU)}
    kop = wereld.client.post("/aanmelden", data=velden).headers["set-cookie"].lower()
    assert {"secure", "httponly", "samesite=strict", "path=/"} <= set(kop.split("; "))


@pytest.mark.parametrize(
    "naar",
    ["https://kwaad.example", "//kwaad.example", "/\\kwaad.example", "kwaad", "javascript:1"],
)
def test_the_door_leads_to_no_other_house(wereld: Wereld, naar: str) -> None:
    velden = {"naam": "s.proef", "wachtwoord": WACHTWOORD, "code": wereld.factor.at(NU)}
    done = wereld.client.post("/aanmelden", data=velden | {"naar": naar})
    assert done.headers["location"] == "/"


def test_a_wrong_login_says_not_which_part_was_wrong(wereld: Wereld) -> None:
    for velden in ({"naam": "s.proef", "wachtwoord": "x"}, {"naam": "wie", "wachtwoord": "x"}):
        done = wereld.client.post("/aanmelden", data=velden | {"code": "1"})
        assert done.status_code == 403
        assert "Naam, wachtwoord of code klopt niet." in done.text
        assert KOEKJE not in wereld.client.cookies


def test_too_many_attempts_are_told_as_such(wereld: Wereld) -> None:
    for _ in range(5):
        wereld.client.post("/aanmelden", data={"naam": "s.proef", "wachtwoord": "x", "code": "1"})
    done = wereld.client.post("/aanmelden", data={"naam": "s.proef"})
    assert done.status_code == 429


def test_the_same_values_are_page_and_data(wereld: Wereld) -> None:
    wereld.meld_aan()
    page = wereld.client.get("/")
    assert "<p>3 2026-11-21</p>" in page.text
    assert 'href="/?formaat=json"' in page.text
    wanted = {"aantal": 3, "dag": "2026-11-21"}
    assert wereld.client.get("/?formaat=json").json() == wanted
    assert wereld.client.get("/", headers={"Accept": "application/json"}).json() == wanted
    browser = {"Accept": "text/html,application/json;q=0.9"}
    assert "<p>" in wereld.client.get("/", headers=browser).text


def test_another_municipality_and_another_role_look_like_nothing_at_all(wereld: Wereld) -> None:
    wereld.meld_aan()
    own, other, role, nothing = (
        wereld.client.get(pad) for pad in ("/gemeenten/9901", "/gemeenten/9902", "/fg", "/niets")
    )
    assert own.status_code == 200
    assert [page.status_code for page in (other, role, nothing)] == [404, 404, 404]
    assert "Deze pagina is er niet" in nothing.text
    assert wereld.client.get("/gemeenten/9901?q=weg").status_code == 404


def test_the_menu_holds_only_what_may_be_opened(wereld: Wereld) -> None:
    wereld.meld_aan()
    page = wereld.client.get("/").text
    assert '<a href="/" aria-current="page">Overzicht</a>' in page
    assert "Privacy" not in page


def test_a_form_without_the_key_of_the_session_does_nothing(wereld: Wereld) -> None:
    sleutel = wereld.meld_aan()
    for sent in ({}, {"sleutel": ""}, {"sleutel": "x" * len(sleutel)}):
        assert wereld.client.post("/doe", data=sent).status_code == 403
    elsewhere = {"Origin": "https://kwaad.example"}
    done = wereld.client.post("/doe", data={"sleutel": sleutel}, headers=elsewhere)
    assert done.status_code == 403
    assert wereld.werk.gedaan == []

    assert wereld.client.post("/doe", data={"sleutel": sleutel}).status_code == 303
    assert len(wereld.werk.gedaan) == 1


def test_a_page_that_changes_something_is_not_got(wereld: Wereld) -> None:
    wereld.meld_aan()
    assert wereld.client.get("/doe").status_code == 404
    assert wereld.werk.gedaan == []


def test_what_was_done_is_told_once_and_escaped(wereld: Wereld) -> None:
    sleutel = wereld.meld_aan()
    wereld.client.post("/doe", data={"sleutel": sleutel})
    first, second = wereld.client.get("/").text, wereld.client.get("/").text
    assert "Gedaan" in first
    assert "<b>ja</b>" not in first
    assert "Gedaan" not in second


def test_what_cannot_be_is_said_in_words(wereld: Wereld) -> None:
    sleutel = wereld.meld_aan()
    done = wereld.client.post("/doe", data={"sleutel": sleutel, "naam": "fout"})
    assert (done.status_code, "Vul een andere naam in." in done.text) == (422, True)


def test_a_form_that_is_far_too_large_is_not_read(wereld: Wereld) -> None:
    sleutel = wereld.meld_aan()
    done = wereld.client.post("/doe", data={"sleutel": sleutel, "x": "y" * (GROOTSTE + 1)})
    assert done.status_code == 413
    assert wereld.werk.gedaan == []


def test_a_person_is_shown_only_after_a_fresh_code(wereld: Wereld) -> None:
    wereld.meld_aan()
    assert wereld.client.get("/toon").status_code == 200
    wereld.klok.nu += timedelta(minutes=5)
    asked = wereld.client.get("/toon")
    assert asked.headers["location"] == "/bewijs?naar=%2Ftoon"
    sessie = wereld.deur.wie(wereld.client.cookies[KOEKJE], wereld.klok())
    assert sessie is not None
    form = {"sleutel": sessie.formulier, "naar": "/toon"}

    wrong = wereld.client.post("/bewijs", data=form | {"code": "000000"})
    assert (wrong.status_code, "klopt niet" in wrong.text) == (403, True)
    right = wereld.client.post("/bewijs", data=form | {"code": wereld.factor.at(wereld.klok())})
    assert right.headers["location"] == "/toon"
    assert wereld.client.get("/toon").status_code == 200


def test_who_logs_out_cannot_go_back(wereld: Wereld) -> None:
    sleutel = wereld.meld_aan()
    kept = wereld.client.cookies[KOEKJE]
    assert wereld.client.post("/afmelden", data={"sleutel": sleutel}).status_code == 303
    wereld.client.cookies.set(KOEKJE, kept)
    assert wereld.client.get("/").status_code == 303


def test_every_answer_carries_the_headers_of_the_house(wereld: Wereld) -> None:
    wereld.meld_aan()
    for pad in ("/", "/niets", "/aanmelden", "/bestand", "/?formaat=json", "/stuk"):
        kop = wereld.client.get(pad).headers
        policy = kop["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert "http" not in policy
        assert kop["x-content-type-options"] == "nosniff"
        assert kop["cache-control"] == "no-store"


def test_a_file_has_its_name(wereld: Wereld) -> None:
    wereld.meld_aan()
    done = wereld.client.get("/bestand")
    assert done.content == b"-oud\n+nieuw\n"
    assert done.headers["content-disposition"] == (
        "attachment; filename*=UTF-8''verschil%20%C3%A9.patch"
    )


def test_a_mistake_of_ours_shows_nothing_of_it(wereld: Wereld) -> None:
    wereld.meld_aan()
    done = wereld.client.get("/stuk")
    assert done.status_code == 500
    assert "Kanarievogel" not in done.text
    assert "Er ging iets mis" in done.text


# -- behind a proxy --------------------------------------------------------------------------------


def proxy(geheim: str, *, socket: bool = False) -> TestClient:
    huis = Huis(
        product="Regresbrug",
        bladen=bladen(Werk()),
        paginas=PAGINAS,
        toelating=AchterProxy(geheim, socket=socket),
    )
    return TestClient(maak_app(huis, Klok()), HUIS, follow_redirects=False)


KOP = {"Regres-Naam": "a.proef", "Regres-Rollen": "beheer@9901"}


def test_a_proxy_with_the_secret_is_believed_and_without_it_is_nobody() -> None:
    client = proxy("een-lang-geheim")
    assert client.get("/", headers=KOP | {"Regres-Geheim": "een-lang-geheim"}).status_code == 200
    assert client.get("/", headers=KOP | {"Regres-Geheim": "anders"}).status_code == 401
    assert client.get("/", headers=KOP).status_code == 401


def test_without_a_secret_only_a_unix_socket_is_believed() -> None:
    # The test client comes over a network address, as anything but a unix socket does.
    assert proxy("", socket=True).get("/", headers=KOP).status_code == 401
    assert proxy("").get("/", headers=KOP).status_code == 401


def test_behind_a_proxy_only_its_own_fresh_login_reveals() -> None:
    client = proxy("een-lang-geheim")
    kop = KOP | {"Regres-Geheim": "een-lang-geheim"}
    recent = str(int((NU - timedelta(minutes=4)).timestamp()))
    old = str(int((NU - timedelta(minutes=6)).timestamp()))
    assert client.get("/toon", headers=kop | {"Regres-Aangemeld": recent}).status_code == 200
    assert client.get("/toon", headers=kop | {"Regres-Aangemeld": old}).status_code == 303
    assert client.get("/toon", headers=kop).status_code == 303
    assert client.get("/aanmelden", headers=kop).status_code == 403


def test_roles_in_a_header_are_read_strictly() -> None:
    assert rollen_van("beheer@*, consulent@9901,consulent@9902") == {
        Rol.BEHEER: frozenset({ALLE}),
        Rol.CONSULENT: frozenset({"9901", "9902"}),
    }
    assert rollen_van("root@*,beheer,beheer@,fg@x,@9901") == {}


@pytest.mark.parametrize("text", ["", "nu", "-1", "1" * 11, "\uff11"])
def test_a_moment_that_is_none_is_none(text: str) -> None:
    assert moment_van(text) is None


# -- data ------------------------------------------------------------------------------------------


def test_data_keeps_what_a_page_shows() -> None:
    @dataclass
    class Deel:
        naam: str
        geheim: str = field(default="x", repr=False)

    given = {"rol": Rol.FG, "bedrag": Decimal("7215.00"), "delen": (Deel("a"),), "op": NU}
    assert plat(given) == {
        "rol": "fg",
        "bedrag": "7215.00",
        "delen": [{"naam": "a"}],
        "op": "2026-11-21T09:00:00+00:00",
    }
    with pytest.raises(TypeError):
        plat(object())
