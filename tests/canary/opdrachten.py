"""What officers and administrators type, right and wrong: keys, rights, retention, audit, reports.

Each is a way in a house of its own, that delivers into a folder: nothing here depends on servers.
"""

import json
import shutil
import signal
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.canary.bederf import BEDORVEN
from tests.canary.huis import Afloop, Huis, Prooi
from tests.canary.mensen import RIJEN, persoon, rij
from tests.tools.mailserver import HOST, WACHTWOORD, Mailhuis, mailserver
from tests.unit.privacy.recipient import private_jwk, public_half

Pad = Callable[[Huis], list[Afloop]]
FG = ("--wie", "F. Gerritsen", "--rol", "fg", "--reden", "verzoek gezien")
CONSULENT = ("--wie", "C. Onsulent", "--rol", "consulent", "--reden", "dossier gezien")
BEHEER = ("--wie", "B. Beheer", "--reden", "jaarlijks onderhoud")
#: A kenmerk or referentie that nothing has.
NIETS = "0" * 64


def gelopen(huis: Huis) -> Iterator[Afloop]:
    """Run once, so that there is something to look at, to decide on and to erase."""
    yield huis.geef("run", "--format", "json")


def _kenmerken(huis: Huis, groep: str) -> Iterator[Afloop | str]:
    """List what waits; gives the command and then the first two kenmerken."""
    listed = huis.geef(groep, "list", "--format", "jsonl")
    yield listed
    for line in listed.uit.splitlines()[:2]:
        yield json.loads(line)["kenmerk"]


# -- rights ----------------------------------------------------------------------------------------

#: What somebody types when asked for a BSN or a client number: right, wrong, and not at all.
GETYPT: dict[str, bytes] = {
    "verstuurd": persoon(25)["BSN"].encode(),
    "niet verstuurd": persoon(1)["BSN"].encode(),
    "met punten": b".".join([b"9999", persoon(26)["BSN"][4:].encode()]),
    "een naam": persoon(25)["Achternaam"].encode(),
    "een naam in cp1252": persoon(25)["Achternaam"].encode("cp1252"),
    "geboortedatum": persoon(25)["Geb.datum"].encode(),
    "twee mensen": f"{persoon(25)['BSN']}\n{persoon(26)['BSN']}\n".encode(),
    "met een nulbyte": persoon(25)["BSN"].encode() + b"\0",
    "te lang": persoon(25)["Achternaam"].encode() * 5_000,
    "niets": b"",
}
RECHTEN = ("inzage", "rectificatie", "bezwaar")


def rechten(huis: Huis) -> list[Afloop]:
    """Ask for access, rectification and objection, with what people type; then read once more."""
    letters = huis.keten.folder / "verslag"
    letters.mkdir()
    done = list(gelopen(huis))
    for number, typed in enumerate(GETYPT.values()):
        words = ("subject", RECHTEN[number % 3], *FG)
        done.append(huis.geef(*words, "--brief", letters / f"{number}.txt", stdin=typed))
    for right in RECHTEN:
        asked = persoon(26)["Cliëntnr"].encode()
        done.append(huis.geef("subject", right, *FG, "--clientnummer", stdin=asked))
    bsn = persoon(25)["BSN"].encode()
    done += [
        huis.geef("subject", "inzage", *FG, "--format", "json", stdin=bsn),
        huis.geef("subject", "inzage", *FG, "--brief", letters / "er" / "niet.txt", stdin=bsn),
        huis.geef("subject", "inzage", "--rol", "fg", stdin=bsn),
        huis.geef("subject", "bezwaar", *FG, stdin=bsn),
        huis.geef("run", "--volume-klopt"),
        huis.geef("subject", "bezwaar", *FG, "--opheffen", stdin=bsn),
        huis.geef("run", "--volume-klopt"),
    ]
    return done


def rechten_zonder(huis: Huis) -> list[Afloop]:
    """Ask for access where the root key is wrong or gone, and where the ledger is no ledger."""
    done = list(gelopen(huis))
    bsn = persoon(25)["BSN"].encode()
    ask = ("subject", "inzage", *FG)
    huis.keten.gemeente.geheim("wortel-1.key", "11" * 32)
    done.append(huis.geef(*ask, stdin=bsn))
    huis.geplant.add(huis.keten.gemeente.geheim("wortel-1.key", persoon(25)["BSN"]))
    done.append(huis.geef(*ask, stdin=bsn))
    (huis.keten.config / "geheim" / "wortel-1.key").unlink()
    done.append(huis.geef(*ask, stdin=bsn))
    (huis.keten.folder / "regresbrug.db").write_bytes(b"geen grootboek " * 400)
    return [*done, huis.geef(*ask, stdin=bsn), huis.geef("status")]


# -- keys ------------------------------------------------------------------------------------------


def sleutelbeheer(huis: Huis) -> list[Afloop]:
    """Make, show, copy, prove, rotate, finish and retire keys, and put a copy back."""
    fg = huis.keten.folder.parent / "fg"
    public, private = fg / "fg-1.jwk", fg / "fg-1.geheim.jwk"
    copy = fg / "kopie.jwe"
    restore = ("keys", "backup", "--terug", copy, *BEHEER)
    done = [*gelopen(huis), huis.geef("keys", "generate", "--kopiesleutel", fg, "--kid", "fg-1")]
    for words in (
        ("keys", "list", "--format", "json"),
        ("keys", "backup", "--voor", public, "--naar", copy, *BEHEER),
        ("keys", "verify", "--kopie", copy, "--sleutel", private),
        ("keys", "rotate", *BEHEER),
        ("keys", "retire", "1", *BEHEER),
        ("keys", "rotate", "--afmaken"),
        ("keys", "retire", "1", *BEHEER),
        ("keys", "retire", "9", *BEHEER),
        ("keys", "verify"),
        (*restore, "--sleutel", private),
        ("run", "--volume-klopt"),
        ("keys", "list"),
    ):
        done.append(huis.geef(*words))
    return done


def sleutels_fout(huis: Huis) -> list[Afloop]:
    """Open a copy with another key or with none, and one that is no copy; then lose the root."""
    fg = huis.keten.folder.parent / "fg"
    other = fg / "ander.jwk"
    copy, rubbish = fg / "kopie.jwe", fg / "rommel.jwe"
    done = [*gelopen(huis), huis.geef("keys", "generate", "--kopiesleutel", fg, "--kid", "fg-1")]
    other.write_text(json.dumps(private_jwk(kid="een-ander")))
    other.chmod(0o600)
    rubbish.write_bytes(b"eyJhbGciOiJub25lIn0." + NIETS.encode())
    private = fg / "fg-1.geheim.jwk"
    for words in (
        ("backup", "--voor", fg / "fg-1.jwk", "--naar", copy, *BEHEER),
        ("backup", "--voor", private, "--naar", fg / "kopie2.jwe", *BEHEER),
        ("backup", "--voor", fg / "weg.jwk", "--naar", copy, *BEHEER),
        ("verify", "--kopie", copy, "--sleutel", other),
        ("verify", "--kopie", copy, "--sleutel", fg / "weg.jwk"),
        ("verify", "--kopie", rubbish, "--sleutel", private),
        ("backup", "--terug", copy, "--sleutel", other, *BEHEER),
        ("generate", "--inzage", huis.keten.config),
    ):
        done.append(huis.geef("keys", *words))
    (huis.keten.config / "geheim" / "wortel-1.key").unlink()
    rootless = (("list",), ("verify",), ("rotate", *BEHEER), ("rotate", "--afmaken"))
    done += [huis.geef("keys", *one) for one in rootless]
    restore = ("keys", "backup", "--terug", copy, "--sleutel", private, *BEHEER)
    return [*done, huis.geef(*restore), huis.geef("run", "--volume-klopt")]


# -- what waits ------------------------------------------------------------------------------------


def beoordelen(huis: Huis) -> list[Afloop]:
    """Decide yes, no and later, let go of what is held, and read again; and decide on nothing."""
    done: list[Afloop] = list(gelopen(huis))
    for group, words in (("review", ("decide",)), ("vastgehouden", ("laat-los",))):
        verdicts = iter(("ja", "nee"))
        for found in _kenmerken(huis, group):
            if isinstance(found, Afloop):
                done.append(found)
                continue
            verdict = (next(verdicts),) if group == "review" else ()
            if group == "review":
                done.append(huis.geef("review", "show", found, "--format", "json"))
            done.append(huis.geef(group, *words, found, *verdict, *CONSULENT))
        done.append(huis.geef(group, "list", "--besloten", "--format", "json"))
        done.append(huis.geef(group, *words, NIETS, *_oordeel(group), *CONSULENT))
    return [*done, huis.geef("run", "--volume-klopt"), huis.geef("review", "list")]


def _oordeel(group: str) -> tuple[str, ...]:
    return ("later",) if group == "review" else ()


def inzage_fout(huis: Huis) -> list[Afloop]:
    """Open what waits with the key of another, with a public half, with rubbish, with nothing."""
    keten = huis.keten
    private = private_jwk(kid="inzage-9901")
    (keten.config / "inzage.jwk").write_text(json.dumps(public_half(private)))
    keten.gemeente.gemeente["inzagesleutel"] = "inzage.jwk"
    keten.schrijf()
    done = list(gelopen(huis))
    away = keten.folder.parent / "weg.jwk"
    keys = [away]
    for number, text in enumerate(
        (
            json.dumps(private_jwk(kid="inzage-9901")),
            json.dumps(public_half(private)),
            persoon(27)["Achternaam"],
            "{",
        )
    ):
        path = keten.folder.parent / f"sleutel-{number}.jwk"
        path.write_text(text)
        path.chmod(0o600)
        huis.geplant.add(path)
        keys.append(path)
    for found in _kenmerken(huis, "review"):
        if isinstance(found, Afloop):
            done.append(found)
            continue
        for path in keys:
            shown = ("review", "show", found, "--inzagesleutel", path, *CONSULENT)
            done.append(huis.geef(*shown))
    return done


def quarantaine(huis: Huis) -> list[Afloop]:
    """Look at what could not be read, read it again in every way, also when the source is wrong."""
    keten = huis.keten
    done: list[Afloop] = list(gelopen(huis))
    marks: list[str] = []
    for found in _kenmerken(huis, "quarantine"):
        if isinstance(found, Afloop):
            done.append(found)
        else:
            marks.append(found)
            done.append(huis.geef("quarantine", "show", found, "--format", "json"))
    again = ("replay", *BEHEER)
    done += [
        huis.geef("quarantine", "list", "--code", "M-0107"),
        huis.geef("quarantine", "show", NIETS),
        huis.geef("replay", "--preview", "--format", "json"),
        huis.geef(*again, marks[0]),
        huis.geef(*again, NIETS),
    ]
    # What was mended goes its way; what is there twice, or is gone, does not.
    keten.gemeente.levering([rij(31, "J"), *RIJEN[:24]])
    done.append(huis.geef(*again, "--format", "json"))
    for kind in ("afgekapt midden in een naam", "nulbyte", "kolomnaam is een waarde"):
        keten.gemeente.levering([]).write_bytes(BEDORVEN[kind])
        done.append(huis.geef(*again))
        done.append(huis.geef("replay", "--preview"))
    keten.gemeente.levering([]).unlink()
    return [*done, huis.geef(*again), huis.geef("quarantine", "list", "--format", "jsonl")]


def uitleg(huis: Huis) -> list[Afloop]:
    """Explain, preview and profile: in every role, of nothing, and of files that are wrong."""
    keten = huis.keten
    done = list(gelopen(huis))
    mapping = keten.config / "mappings" / "duinrand-csv.yaml"
    with closing(sqlite3.connect(keten.folder / "regresbrug.db")) as ledger:
        sent = ledger.execute("select referentie from stand limit 1").fetchall()
    marks = [one for one in _kenmerken(huis, "review") if isinstance(one, str)]
    # Beside the export, where the source does not look.
    aside = keten.folder / "elders" / "export"
    aside.mkdir(parents=True)
    wrong, away = aside / "kapot.csv", aside / "weg.csv"
    wrong.write_bytes(BEDORVEN["afgekapt midden in een naam"])
    for mark in (*(one for (one,) in sent), *marks, NIETS):
        for role in ("beheer", "consulent"):
            words = ("explain", mark, "--wie", "Toets", "--rol", role, "--format", "json")
            # Who decides about a client sees whole dates, on the screen and nowhere else.
            done.append(huis.geef(*words, voor_mens=role == "consulent"))
        done.append(huis.geef("explain", mark, "--wie", "Toets", "--rol", "fg", "--file", wrong))
    for path in (wrong, away):
        done += [
            huis.geef("preview", "--file", path, "--mapping", mapping, "--format", "jsonl"),
            huis.geef("preview", "--file", path, "--mapping", mapping, "--record", "3"),
            huis.geef("profile", "--file", path),
            huis.geef("profile", "--file", path, "--mapping", mapping, "--format", "json"),
            huis.geef("assess", "--file", path, "--column", "Toelichting"),
        ]
    return done


# -- retention, audit, reports ---------------------------------------------------------------------


def bewaren(huis: Huis) -> list[Afloop]:
    """Plan and erase, also after the clock seems to have jumped, and on a ledger that is shut."""
    done = list(gelopen(huis))
    huis.keten.gemeente.levering(RIJEN[:24])
    done.append(huis.geef("run", "--volume-klopt"))
    ledger = huis.keten.folder / "regresbrug.db"
    # What waits was seen last so long ago that it may go; the tables keep their own moments.
    with closing(sqlite3.connect(ledger)) as changed:
        changed.execute("update stub set laatst_gezien = '2020-01-01T00:00:00.000Z'")
        changed.commit()
    for words in (
        ("plan", "--format", "json"),
        ("apply", "--format", "json"),
        ("apply", "--klok-klopt", "--wie", "F. Gerritsen"),
    ):
        done.append(huis.geef("retention", *words))
    with closing(sqlite3.connect(ledger)) as other:
        other.execute("begin exclusive")
        done.append(huis.geef("retention", "apply"))
        other.rollback()
    return [*done, huis.geef("retention", "plan"), huis.geef("run", "--volume-klopt")]


def auditspoor(huis: Huis) -> list[Afloop]:
    """Read and prove the trail, after each thing that may be done to it."""
    keten = huis.keten
    done = list(gelopen(huis))
    ledger = keten.folder / "regresbrug.db"
    yesterday = keten.folder.parent / "gisteren.db"
    shutil.copy(ledger, yesterday)
    huis.keten.gemeente.levering([rij(25, "J", Bedrag="1,00"), *RIJEN[:24]])
    done.append(huis.geef("run", "--volume-klopt"))
    anchor = huis.geef("audit", "anker")
    mailed = keten.folder / "mail.txt"
    mailed.write_bytes(anchor.uit)
    done.append(anchor)
    looked: list[tuple[str | Path, ...]] = [
        ("verify", "--format", "json"),
        ("verify", "--anker", mailed),
        ("verify", "--anker", keten.folder / "export" / "wmo_voorzieningen.csv"),
        ("list", "--aantal", "500", "--format", "jsonl"),
        ("list", "--referentie", NIETS),
        ("show", "1", "--format", "json"),
        ("show", "99999"),
    ]
    done += [huis.geef("audit", *words) for words in looked]
    shutil.copy(yesterday, ledger)
    done += [huis.geef("audit", "verify", "--anker", mailed), huis.geef("run")]
    told = ("--wie", "F. Gerritsen", "--rol", "fg")
    done += [huis.geef("reconcile"), huis.geef("audit", "hersteld", *told)]
    done += [huis.geef("reconcile", "--herstel", *told, "--format", "json")]
    return [*done, huis.geef("run", "--volume-klopt")]


def verslagen(huis: Huis) -> list[Afloop]:
    """Make the report for the privacy officer, of a ledger that lives and of one that does not."""
    out = huis.keten.folder / "verslag"
    out.mkdir()
    report = ("report", "avg", "--out", out / "avg.html", "--out", out / "avg.json")
    done = [huis.geef(*report), *gelopen(huis), huis.geef(*report)]
    done.append(huis.geef("report", "avg", "--out", out / "er" / "niet.html"))
    done.append(huis.geef("report", "avg", "--out", out / "avg.docx"))
    (huis.keten.folder / "regresbrug.db").write_bytes(b"geen grootboek " * 400)
    return [*done, huis.geef(*report), huis.geef("check", "--rapport", out / "check.html")]


# -- the service -----------------------------------------------------------------------------------


def dienst(huis: Huis) -> list[Afloop]:
    """Let the service take the night that it missed, ask what it answers, and tell it to end."""
    huis.keten.gemeente.dienst["bewaking"] = {"poort": 0}
    huis.keten.schrijf()
    # It listens before it says this; what it counts is asked again while the night goes on.
    done = list(gelopen(huis))
    done.append(huis.geef("serve", prooi=Prooi(1, signal.SIGTERM, 9.0)))
    return [*done, huis.geef("status", "--format", "json")]


def post(huis: Huis) -> list[Afloop]:
    """Mail after a night that failed on a name, to a server that refuses, takes, and is gone."""
    keten = huis.keten
    with TemporaryDirectory() as folder, mailserver(Path(folder)) as server:
        met_post(huis, server)
        done = list(gelopen(huis))
        keten.gemeente.levering([]).write_bytes(BEDORVEN["afgekapt midden in een naam"])
        done += [huis.geef("run"), huis.geef("mail", "toon")]
        server.bus.weiger["DATA"] = "554 Zwaluwstertje025 mag niet"
        done += [huis.geef("mail", "stuur"), huis.geef("status", "--problemen")]
        server.bus.weiger.clear()
        done += [huis.geef("mail", "stuur"), huis.geef("mail", "proef")]
    done += [huis.geef("mail", "proef"), huis.geef("status", "--problemen", "--format", "json")]
    for brief in server.bus.brieven:
        huis.noteer("mail", brief.as_bytes())
    return done


def met_post(huis: Huis, server: Mailhuis, **anders: Any) -> None:
    """Let a municipality mail what is wrong to a server of the test."""
    gemeente = huis.keten.gemeente
    gemeente.geheim("mail", WACHTWOORD)
    gemeente.dienst["mail"] = server.config("secret://file/./geheim/mail", **anders)
    gemeente.gemeente["mail"] = ["wmo@duinrand.example"]
    huis.keten.mag_naar(f"{HOST}:{server.poort}")
    huis.keten.schrijf()


def stilstand(huis: Huis) -> list[Afloop]:
    """Stop a municipality and let it go on, and look at what is behind."""
    who = ("-g", "9901", *BEHEER)
    words: list[tuple[str, ...]] = [
        ("pauze", *who),
        ("run",),
        ("status", "--problemen"),
        ("hervat", *who),
        ("hervat", "-g", "9999", *BEHEER),
        ("inhalen", "--format", "json"),
        ("run", "--volume-klopt"),
        ("inhalen", "--vanaf", "2019-01-01", "--per-nacht", "5", *FG),
        ("inhalen", "--nu"),
    ]
    return [*gelopen(huis), *(huis.geef(*one) for one in words)]


OPDRACHTEN: dict[str, Pad] = {
    "opdracht: rechten": rechten,
    "opdracht: rechten zonder sleutel of grootboek": rechten_zonder,
    "opdracht: sleutels": sleutelbeheer,
    "opdracht: sleutels die niet passen": sleutels_fout,
    "opdracht: beoordelen": beoordelen,
    "opdracht: inzage die niet mag": inzage_fout,
    "opdracht: quarantaine": quarantaine,
    "opdracht: uitleg": uitleg,
    "opdracht: bewaren": bewaren,
    "opdracht: auditspoor": auditspoor,
    "opdracht: verslagen": verslagen,
    "opdracht: dienst": dienst,
    "opdracht: mail": post,
    "opdracht: stilstand": stilstand,
}


# -- what dies besides a run -----------------------------------------------------------------------


def sterfelijk(huis: Huis) -> tuple[tuple[tuple[str | Path, ...], bytes], ...]:
    """Give commands that may be killed at any moment and given again, with what is typed."""
    out = huis.keten.folder / "verslag"
    out.mkdir(exist_ok=True)
    bsn = persoon(25)["BSN"].encode()
    return (
        (("subject", "bezwaar", *FG), bsn),
        (("subject", "bezwaar", *FG, "--opheffen"), bsn),
        (("subject", "inzage", *FG, "--brief", out / "brief.txt"), bsn),
        (("keys", "rotate", "--afmaken"), b""),
        (("retention", "apply"), b""),
        (("report", "avg", "--out", out / "avg.html"), b""),
        (("replay", *BEHEER), b""),
        (("preview", "--format", "jsonl"), b""),
        (("profile", "--bron", "export"), b""),
    )
