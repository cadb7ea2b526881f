"""The ways that a command may go: all of them, and every one that ends in an error.

Each is a function of a house. Those of `FOUTPADEN` change what they need and put nothing back: each
gets a house of its own.
"""

import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import quote

from tests.canary.bederf import BEDORVEN, BEDORVEN_XML, NAAM
from tests.canary.huis import Afloop, Huis
from tests.canary.mensen import RIJEN, ZAKEN, persoon, rij
from tests.canary.opdrachten import OPDRACHTEN
from tests.tools.keten import OTHER_HOST_KEY, loket_draait, nieuwe_sleutel, sftp_draait, stuf_draait
from tests.tools.liegende_server import Leugenaar, answer
from tests.tools.loket import CLIENT, SECRET, make_tls
from tests.unit.privacy.recipient import private_jwk, public_half

Pad = Callable[[Huis], list[Afloop]]
WIE = ("--wie", "Toets Persoon", "--reden", "dossier gezien")


# -- what goes well --------------------------------------------------------------------------------


def nacht(huis: Huis) -> list[Afloop]:
    """Give one night, and a second one in which accidents changed and were denied."""
    first = huis.geef("run", "--format", "jsonl")
    huis.keten.gemeente.levering([rij(25, "N"), rij(26, "J", Bedrag="1,00"), *RIJEN[:24]])
    return [first, huis.geef("run", "--volume-klopt")]


def kijken(huis: Huis) -> list[Afloop]:
    """Give every command that looks at records, or that makes something of a sample."""
    export = huis.keten.gemeente.levering(RIJEN)
    mapping = huis.keten.config / "mappings" / "duinrand-csv.yaml"
    out = huis.keten.folder / "verslag"
    out.mkdir(exist_ok=True)
    commands: list[tuple[str | Path, ...]] = [
        ("check", "--rapport", out / "check.html"),
        ("preview", "--bron", "export"),
        ("preview", "--bron", "zaken", "--format", "jsonl"),
        ("preview", "--file", export, "--mapping", mapping, "--probleem", "M-0107"),
        ("preview", "--file", export, "--mapping", mapping, "--record", "26", "--wie", "Toets"),
        ("preview", "--file", export, "--mapping", mapping, "--against", mapping),
        ("profile", "--file", export, "--out", out / "profiel.html"),
        ("profile", "--bron", "zaken", "--format", "json"),
        ("test", "--junit", out / "junit.xml"),
        ("status", "--format", "json"),
        ("runs", "--run", "1", "--format", "json"),
        ("review", "list", "--format", "jsonl"),
        ("vastgehouden", "list"),
        ("audit", "verify"),
        ("audit", "list", "--format", "json"),
    ]
    done = [huis.geef(*words) for words in commands]
    return [*done, *_voorbeeld(huis, export), *_uitleg(huis)]


def _voorbeeld(huis: Huis, export: Path) -> Iterator[Afloop]:
    made = huis.keten.folder / "nieuw"
    yield huis.geef(
        "init", made, "--code", "9902", "--naam", "Nieuwstad", "--transport", "map",
        "--voorbeeld", export,
    )  # fmt: skip
    yield huis.geef("assess", "--file", export, "--column", "Toelichting", "--format", "jsonl")


def _uitleg(huis: Huis) -> Iterator[Afloop]:
    """Explain what was sent and what waits, as the administrator and as the consulent see it."""
    with closing(sqlite3.connect(huis.keten.folder / "regresbrug.db")) as ledger:
        sent = ledger.execute("select referentie from stand limit 1").fetchall()
    for (referentie,) in sent:
        yield huis.geef("explain", referentie, "--wie", "Toets", "--rol", "beheer")
    listed = huis.geef("review", "list", "--format", "jsonl")
    waits = [json.loads(line) for line in listed.uit.splitlines()][:1]
    for one in waits:
        yield huis.geef("review", "show", one["kenmerk"])
        decided = (*WIE, "--rol", "consulent")
        yield huis.geef("review", "decide", one["kenmerk"], "later", *decided)


def inzage(huis: Huis) -> list[Afloop]:
    """Open what waits, as the consulent does who holds the private key."""
    private = private_jwk(kid="inzage-9901")
    (huis.keten.config / "inzage.jwk").write_text(json.dumps(public_half(private)))
    huis.keten.gemeente.gemeente["inzagesleutel"] = "inzage.jwk"
    huis.keten.schrijf()
    own = huis.keten.folder.parent / "consulent.jwk"
    own.write_text(json.dumps(private))
    own.chmod(0o600)
    ran = huis.geef("run")
    listed = huis.geef("review", "list", "--format", "jsonl")
    one = json.loads(listed.uit.splitlines()[0])
    shown = ("review", "show", one["kenmerk"], "--inzagesleutel", own, *WIE)
    return [ran, listed, huis.geef(*shown, voor_mens=True)]


def werklijst(huis: Huis) -> list[Afloop]:
    """Give the municipality a list of what waits in its own folder, and look at what waits."""
    folder = huis.keten.folder / "werklijst"
    folder.mkdir(mode=0o700)
    huis.keten.gemeente.gemeente["werklijst"] = "../werklijst"
    huis.keten.schrijf()
    looked = [("run",), ("review", "list", "--format", "jsonl"), ("audit", "list"), ("check",)]
    return [huis.geef(*words) for words in looked]


# -- exports and answers that are wrong ------------------------------------------------------------


def _bedorven(soort: str) -> Pad:
    def pad(huis: Huis) -> list[Afloop]:
        path = huis.keten.gemeente.levering([])
        path.write_bytes(BEDORVEN[soort])
        looked = ("preview", "--format", "jsonl")
        return [huis.geef(*words) for words in (("run",), looked, ("profile", "--file", path))]

    return pad


def _bedorven_xml(soort: str) -> Pad:
    def pad(huis: Huis) -> list[Afloop]:
        def spoil(number: int, body: bytes, status: int) -> tuple[int, dict[str, str], bytes]:
            changed, data = BEDORVEN_XML[soort](body)
            return changed, {}, data

        with stuf_draait(ZAKEN, spoil) as server:
            huis.keten.met_stuf(server.url)
            return [huis.geef("run")]

    return pad


def _status(status: int, body: bytes, kind: str) -> Pad:
    """Let the zaaksysteem answer with a page that has a name in it."""

    def pad(huis: Huis) -> list[Afloop]:
        def other(number: int, _: bytes, __: int) -> tuple[int, dict[str, str], bytes]:
            headers = {"content-type": kind, "location": "/" + quote(NAAM)}
            return status, headers, body

        with stuf_draait(ZAKEN, other) as server:
            huis.keten.met_stuf(server.url)
            return [huis.geef("run")]

    return pad


# -- a backend that says things --------------------------------------------------------------------

_TOKEN = answer(200, b'{"access_token": "t", "token_type": "Bearer", "expires_in": 900}')


def _loket_zegt(status: int, kind: str) -> Pad:
    """Let the backend answer with names and with all that it was sent."""

    def pad(huis: Huis) -> list[Afloop]:
        with TemporaryDirectory() as folder:
            tls, ca, _ = make_tls(Path(folder))
            (huis.keten.config / "liegt.pem").write_bytes(ca.read_bytes())
            with Leugenaar(tls) as liar:
                liar.gedrag = [_TOKEN, lambda connection: connection.sendall(_echo(liar))]
                _lever_aan(huis, liar)
                done = [huis.geef("run"), huis.geef("status", "--format", "json")]
        huis.noteer("verzoeken", b"\n".join(liar.verzoeken))
        return done

    def _echo(liar: Leugenaar) -> bytes:
        name = NAAM.decode()
        problem = {"title": name, "detail": liar.verzoeken[-1].decode("latin-1"), "naam": name}
        page = b"<html><body>" + NAAM + liar.verzoeken[-1] + b"</body></html>"
        return answer(status, page if "html" in kind else json.dumps(problem).encode(), kind)

    return pad


def _lever_aan(huis: Huis, liar: Leugenaar) -> None:
    keten = huis.keten
    keten.gemeente.levering([rij(25, "J"), rij(1)])
    keten.gemeente.geheim("loket.secret", SECRET)
    access = {"client": CLIENT, "geheim": "secret://file/./geheim/loket.secret"}
    keten.gemeente.gemeente["regresloket"] = access
    keten.mag_naar(liar.url.removeprefix("https://"))
    target = {"soort": "regresloket", "adres": liar.url, "ca": "liegt.pem"}
    keten.gemeente.dienst["bestemming"] = target
    keten.schrijf()


# -- keys, certificates, doors ---------------------------------------------------------------------


def sleutels(huis: Huis) -> list[Afloop]:
    """Seal for a key that ended, for one that the backend does not know, and with no good root."""
    keten = huis.keten
    with loket_draait(huis.keten.folder / "loket") as loket:
        keten.met_loket(loket)
        keten.sleutel_van(loket.sleutel, tot=-1)
        done = [huis.geef("run")]
        keten.sleutel_van(nieuwe_sleutel())
        done.append(huis.geef("run"))
    for text in ("geen sleutel", "00" * 32):
        keten.gemeente.geheim("wortel-1.key", text)
        done.append(huis.geef("run"))
    (keten.config / "geheim" / "wortel-1.key").chmod(0o644)
    return [*done, huis.geef("run")]


def tls(huis: Huis) -> list[Afloop]:
    """Meet a zaaksysteem and a backend whose certificates are of somebody else, and none at all."""
    keten = huis.keten
    with TemporaryDirectory() as folder, stuf_draait(ZAKEN) as server:
        _, other, _ = make_tls(Path(folder))
        (keten.config / "ander.pem").write_bytes(other.read_bytes())
        keten.met_stuf(server.url, ca="ander.pem")
        done = [huis.geef("check"), huis.geef("run")]
        keten.met_stuf(server.url.replace(server.url.split(":")[2].split("/")[0], "1"))
        return [*done, huis.geef("check")]


def hostsleutel(huis: Huis) -> list[Afloop]:
    """Meet an SFTP server with another key."""
    with sftp_draait(huis.keten.folder / "export", OTHER_HOST_KEY) as server:
        huis.keten.met_sftp(server)
        return [huis.geef("run"), huis.geef("check")]


# -- the machine -----------------------------------------------------------------------------------


def schijf_vol(huis: Huis) -> list[Afloop]:
    """Run where no file may grow: before the ledger is there, and in the middle of the work."""
    first = huis.geef("run", limieten="ulimit -f 16;")
    whole = huis.geef("run")
    huis.keten.gemeente.levering([rij(n, "J", Bedrag=f"{n},00") for n in range(1, 39)])
    return [first, whole, huis.geef("run", limieten="ulimit -f 300;"), huis.geef("status")]


def op_slot(huis: Huis) -> list[Afloop]:
    """Run while somebody else holds the ledger."""
    first = huis.geef("run")
    huis.keten.gemeente.levering([rij(25, "J", Bedrag="1,00"), *RIJEN[:24]])
    with closing(sqlite3.connect(huis.keten.folder / "regresbrug.db")) as other:
        other.execute("begin exclusive")
        held = huis.geef("run")
        other.rollback()
    return [first, held, huis.geef("run", "--volume-klopt")]


def geen_geheugen(huis: Huis) -> list[Afloop]:
    """Run with too little memory, and with too few open files."""
    return [
        huis.geef("run", limieten="ulimit -v 130000;"),
        huis.geef("run", limieten="ulimit -n 5;"),
    ]


def instellingen(huis: Huis) -> list[Afloop]:
    """Give a configuration and commands with values of a person where they do not belong."""
    keten, own = huis.keten, persoon(7)
    mapping = keten.config / "mappings" / "duinrand-csv.yaml"
    text = mapping.read_text()
    mapping.write_text(text.replace("Achternaam}", "Achtrnaam}"))
    done = [huis.geef("run"), huis.geef("check")]
    mapping.write_text(text)
    # A code of the export that the mapping does not know is a value, and whose is not known.
    keten.gemeente.levering([rij(7, "J", Status=own["Achternaam"], Frequentie=own["BSN"])])
    done += [huis.geef("run"), huis.geef("preview"), huis.geef("runs", "--run", "1")]
    return done


GEWOON: dict[str, Pad] = {"nacht": nacht, "kijken": kijken}
#: These need the house with real servers; the others bring what they need.
FOUTPADEN: dict[str, Pad] = {
    **{f"export: {soort}": _bedorven(soort) for soort in BEDORVEN},
    **{f"zaken: {soort}": _bedorven_xml(soort) for soort in BEDORVEN_XML},
    **{
        f"zaaksysteem: {status} {kind}": _status(status, b"<p>" + NAAM + b"</p>", kind)
        for status in (200, 302, 401, 404, 429, 500, 503)
        for kind in ("text/html", "text/xml")
    },
    **{
        f"loket: {status} {kind}": _loket_zegt(status, kind)
        for status in (200, 201, 302, 400, 401, 403, 404, 409, 413, 422, 429, 500, 503)
        for kind in ("application/problem+json", "text/html")
    },
    "inzage": inzage,
    "werklijst": werklijst,
    "sleutels": sleutels,
    "tls": tls,
    "hostsleutel": hostsleutel,
    "schijf vol": schijf_vol,
    "grootboek op slot": op_slot,
    "geen geheugen": geen_geheugen,
    "instellingen": instellingen,
    **OPDRACHTEN,
}
