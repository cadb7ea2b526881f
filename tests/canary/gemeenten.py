"""Many municipalities in one installation, each with people and keys of its own: who sees whom?

Every municipality has one person like no other, one who waits, and one whom all of them have: the
same BSN, the same client number and the same key, as when somebody moves house. Nothing of the
first may come where another's things are, and nothing made of the last may be equal anywhere.
"""

import json
import re
import secrets
from collections import Counter
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from joserfc.jwk import OKPKey
from ruamel.yaml import YAML

from tests.canary.huis import Afloop, Huis, huis
from tests.canary.mensen import notitie
from tests.canary.opdrachten import met_post
from tests.tools.gemeente import csv_bytes
from tests.tools.keten import vers
from tests.tools.mailserver import Brievenbus, mailserver
from tests.tools.speurder import Speurder, Vondst
from tests.tools.stuf import bsn

#: The first code; there is no municipality of the Netherlands from here on.
EERSTE = 9600
_NAAM = re.compile(r"Kramsvogel(\d{4})")
#: A code of a municipality, in a mail.
_GENOEMD = re.compile(r"(?<!\d)9\d{3}(?!\d)")
GEDEELD = {"BSN": bsn(400), "Cliëntnr": "CLK-00000-q", "Beschikkingnr": "BESK/00000/q"}


def eigen(code: int) -> dict[str, str]:
    """Give the cells of the person whom only this municipality has."""
    return {
        "Achternaam": f"Kramsvogel{code}",
        "BSN": bsn(1 + code - EERSTE),
        "Cliëntnr": f"CLK-{code}-q",
        "Beschikkingnr": f"BESK/{code}/q",
        "Plaats": f"Nergenshuizen{code}",
        "Toelichting": f"Vertelt over de dakgoot en het {notitie(code)}",
    }


def rijen(code: int) -> Iterator[dict[str, str]]:
    """Give the export of one municipality."""
    own = eigen(code)
    yield vers(1, "J", **own)
    yield vers(2, "O", **own | {"Beschikkingnr": f"BESK/{code}/w"})
    yield vers(3, "N", **own | {"Beschikkingnr": f"BESK/{code}/n"})
    yield vers(4, "J", **own | GEDEELD)
    yield vers(5, "J", **own | {"Beschikkingnr": ""})


def speurder(codes: range) -> Speurder:
    """Make a scanner for every value of the people of all municipalities."""
    return Speurder([*GEDEELD.values(), *(v for code in codes for v in eigen(code).values())])


@dataclass
class Gescheiden:
    """What came of it; `overtredingen` must be empty.

    stukken  how many of each kind of thing were compared, and how many of them are different
    """

    gemeenten: int
    bezorgd: int = 0
    stukken: dict[str, tuple[int, int]] = field(default_factory=dict)
    overtredingen: list[str] = field(default_factory=list)
    gevonden: dict[str, set[Vondst]] = field(default_factory=dict)
    exits: list[int] = field(default_factory=list)

    def als_json(self) -> dict[str, Any]:
        """Give it as JSON holds it."""
        return {
            "schema": "regresbrug/gescheiden/1",
            "gemeenten": self.gemeenten,
            "bezorgd": self.bezorgd,
            "stukken": {name: list(pair) for name, pair in self.stukken.items()},
            "overtredingen": self.overtredingen,
            "gevonden": {name: sorted(hits) for name, hits in self.gevonden.items()},
            "exitcodes": self.exits,
        }


def scheid(folder: Path, aantal: int) -> Gescheiden:
    """Let so many municipalities run in one call, then with two keys swapped; look at all of it."""
    codes = range(EERSTE, EERSTE + aantal)
    done = Gescheiden(aantal)
    with (
        huis(folder / "huis", speurder(codes)) as house,
        TemporaryDirectory() as place,
        mailserver(Path(place)) as server,
    ):
        house.geduld += 20 * aantal
        met_post(house, server)
        private = _inrichten(house, codes)
        ran = house.geef("run", "--format", "jsonl")
        _bezorgd(house, private, codes, done)
        _verantwoord(house, codes, done)
        _wachtend(house, codes, done)
        house.geef("mail", "stuur")
        _gemaild(house, server.bus, codes, done)
        done.exits = [ran.code, _verwisseld(house, codes).code]
        if len(house.keten.gemeente.bezorgd) != done.bezorgd:
            done.overtredingen.append("with a key of another something was sent")
        done.gevonden = house.gevonden
        done.overtredingen += house.onverwacht
    return done


def _inrichten(house: Huis, codes: range) -> OKPKey:
    """Put the file, the key and the export of every municipality down; gives the key that opens."""
    made = house.keten.gemeente
    private = made.eigen_ontvanger()
    (made.config / "gemeenten" / "9901-duinrand.yaml").unlink()
    for code in codes:
        export = made.folder / "export" / str(code)
        export.mkdir()
        (export / "wmo.csv").write_bytes(csv_bytes(rijen(code)))
        made.geheim(f"{code}.key", secrets.token_hex(32))
        _schrijf(house, code, code)
    return private


def _schrijf(house: Huis, code: int, sleutel_van: int) -> None:
    """Write the file of one municipality, with its own key or that of another."""
    made = house.keten.gemeente
    own = deepcopy(made.gemeente)
    own |= {
        "gemeentecode": str(code),
        "naam": f"Gemeente {code}",
        "sleutels": {1: f"secret://file/./geheim/{sleutel_van}.key"},
    }
    own["bronnen"]["export"]["map"] = f"../export/{code}"
    own["mail"] = [f"{code}@duinrand.example"]
    own["verwerking"]["activiteit"] = f"https://register.example/{code}"
    with (made.config / "gemeenten" / f"{code}-gemeente.yaml").open("w", encoding="utf-8") as out:
        YAML().dump(own, out)


def _bezorgd(house: Huis, private: OKPKey, codes: range, done: Gescheiden) -> None:
    """Open everything that left, and see whose it is and what is equal."""
    made = house.keten.gemeente
    clear = [json.loads(file.read_text())["melding"] for file in made.bezorgd]
    inside = list(made.geopend(private))
    done.bezorgd = len(inside)
    for head, content in zip(clear, inside, strict=True):
        named = set(_NAAM.findall(json.dumps(content)))
        if named != {head["gemeenteCode"]}:
            done.overtredingen.append(f"a melding of {head['gemeenteCode']} names {sorted(named)}")
    per = Counter(head["gemeenteCode"] for head in clear)
    if per != Counter({str(code): 2 for code in codes}):
        done.overtredingen.append("not every municipality sent its own two")
    kinds = {
        "referentie": [head["referentie"] for head in clear],
        "dossiersleutel": [head["dossiersleutel"] for head in clear],
        "inhoudsmerk": [head["inhoudsmerk"] for head in clear],
        "pseudoniem": [content["client"]["pseudoniem"]["waarde"] for content in inside],
    }
    for name, found in kinds.items():
        done.stukken[name] = (len(found), len(set(found)))
        if len(set(found)) != len(found):
            done.overtredingen.append(f"two municipalities share a {name}")


def _verantwoord(house: Huis, codes: range, done: Gescheiden) -> None:
    """See that nobody in the Logboek dataverwerkingen stands under two municipalities."""
    whose: dict[str, set[str]] = {}
    log = house.keten.folder / "dataverwerkingen.jsonl"
    for line in log.read_text().splitlines():
        told = json.loads(line)["attributes"]
        if person := told.get("dpl.core.data_subject_id"):
            activity = told["dpl.core.processing_activity_id"]
            whose.setdefault(person, set()).add(activity.rpartition("/")[2])
    done.stukken["betrokkene in het logboek"] = (len(whose), len(whose))
    done.overtredingen += [f"logbook: one of {sorted(c)}" for c in whose.values() if len(c) > 1]
    if {code for found in whose.values() for code in found} != {str(code) for code in codes}:
        done.overtredingen.append("not every municipality accounts for its own")


def _wachtend(house: Huis, codes: range, done: Gescheiden) -> None:
    """See that the list of one municipality names no record of another."""
    every = house.geef("review", "list", "--format", "jsonl")
    marks = [json.loads(line)["kenmerk"] for line in every.uit.splitlines()]
    done.stukken["kenmerk"] = (len(marks), len(set(marks)))
    one = house.geef("review", "list", "--format", "jsonl", "-g", str(codes[-1]))
    own = [json.loads(line) for line in one.uit.splitlines()]
    if len(marks) != len(codes) or len(own) != 1 or len(set(marks)) != len(marks):
        done.overtredingen.append("the lists of what waits are not one each")


def _gemaild(house: Huis, bus: Brievenbus, codes: range, done: Gescheiden) -> None:
    """See that what goes to the readers of one municipality names no other."""
    own = 0
    for to, brief in zip(bus.naar, bus.brieven, strict=True):
        text = str(brief["Subject"]) + str(brief.get_content())
        house.noteer("mail", brief.as_bytes())
        named = set(_GENOEMD.findall(text)) & {str(code) for code in codes}
        if to[0].startswith("beheer@"):
            continue
        own += 1
        if named != {to[0].partition("@")[0]}:
            done.overtredingen.append(f"a mail to {to[0]} names {sorted(named)}")
    done.stukken["mail"] = (own, own)
    if own != len(codes):
        done.overtredingen.append("not every municipality got its own mail")


def _verwisseld(house: Huis, codes: range) -> Afloop:
    """Swap the keys of two municipalities, give all of them something new, and run again."""
    made = house.keten.gemeente
    for code, other in ((codes[0], codes[1]), (codes[1], codes[0])):
        _schrijf(house, code, other)
        changed = [rij | {"Bedrag": "1,00"} for rij in rijen(code)]
        (made.folder / "export" / str(code) / "wmo.csv").write_bytes(csv_bytes(changed))
    return house.geef("run", "--volume-klopt")


def vertel_gescheiden(done: Gescheiden) -> str:
    """Say it for a person."""
    lines = [f"gemeenten       {done.gemeenten}, in één opdracht; bezorgd {done.bezorgd}"]
    lines += [
        f"{name:<24}{many:>6}, verschillend {kinds}" for name, (many, kinds) in done.stukken.items()
    ]
    lines.append(f"overtredingen   {'; '.join(done.overtredingen) or 'geen'}")
    lines.append(f"gevonden        {done.gevonden or 'niets'}")
    return "\n".join(lines)
