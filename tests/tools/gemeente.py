"""A municipality for tests: config/, keys, an export and a way out, all below one folder.

The people in it do not exist; the BSNs are test numbers. `Gemeente(tmp_path)` writes a whole
configuration that `settings.load` accepts; change one thing and see what is said.
"""

import csv
import io
import json
import secrets
from collections.abc import Iterable, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from joserfc.jwe import JWERegistry, decrypt_compact
from joserfc.jwk import OKPKey
from joserfc.registry import HeaderParameter
from ruamel.yaml import YAML

from demo.writing import KOLOMMEN
from regres.melding import Kop
from settings import Settings, load

ROOT = Path(__file__).parents[2]
VANDAAG = date(2026, 11, 21)
NU = datetime(2026, 11, 21, 4, 0, tzinfo=UTC)

HEADER = KOLOMMEN
_PLAIN = {
    "BSN": "999900006",
    "Achternaam": "Proefpersoon",
    "Geb.datum": "01-02-1950",
    "Datum beschikking": "10-05-2025",
    "Status": "Toegekend",
    "Productcategorie": "13",
    "Productcode": "13B02",
    "Omschrijving voorziening": "Traplift",
    "Leveringsvorm": "ZIN",
    "Ingangsdatum": "01-06-2025",
    "Bedrag": "7.215,00",
    "Frequentie": "eenmalig",
}
_ACCIDENT = {
    "Ongeval J/N": "J",
    "Datum ongeval": "01-03-2025",
    "Soort ongeval": "verkeer",
    "Aansprakelijke derde (J/N)": "J",
    "Bekend op": "01-05-2025",
}


def rij(nummer: int, vlag: str = "N", **anders: str) -> dict[str, str]:
    """Make one row; with vlag "J" an ordinary accident that is sent. Cells by column name."""
    row = dict.fromkeys(HEADER, "") | _PLAIN
    row |= {"Cliëntnr": f"C{nummer:05}", "Beschikkingnr": f"B{nummer:06}", "Ongeval J/N": vlag}
    return row | (_ACCIDENT if vlag == "J" else {}) | anders


def csv_bytes(rows: Iterable[Mapping[str, str]], *, trailer: int | None = None) -> bytes:
    """Write an export as the supplier does: cp1252, quoted, CRLF, a TOTAAL line at the end."""
    cells = [[row[name] for name in HEADER] for row in rows]
    count = len(cells) if trailer is None else trailer
    last = ["TOTAAL", str(count)] + [""] * (len(HEADER) - 2)
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerows([HEADER, *cells, last])
    return out.getvalue().encode("cp1252")


def publieke_jwk(kid: str = "loket-1", **anders: str) -> dict[str, str]:
    """Make the public key of a recipient, with its days; the private half is thrown away."""
    x = str(OKPKey.generate_key("X25519").as_dict(private=False)["x"])
    jwk = {"kty": "OKP", "crv": "X25519", "x": x, "kid": kid, "use": "enc"}
    days = {"geldig_van": "2026-01-01", "geldig_tot": "2027-12-31"}
    return jwk | {"alg": "ECDH-ES+A256KW"} | days | anders


def actief(sinds: date) -> dict[str, Any]:
    """Give the named decision to send what was granted from a day on."""
    return {"sinds": sinds, "wie": "F. Functionaris", "rol": "fg", "waarom": "Voor de toets"}


DIENST: dict[str, Any] = {
    "grootboek": "sqlite:///../regresbrug.db",
    "ontvangersleutels": "ontvanger",
    "bestemming": {"soort": "map", "map": "../uit"},
    "uitgaand": [],
    "log": "DEBUG",
}
GEMEENTE: dict[str, Any] = {
    "gemeentecode": "9901",
    "naam": "Duinrand",
    "stand": "actief",
    "actief": actief(date(2019, 1, 1)),
    "contactpersoon": {"naam": "Team Wmo Duinrand"},
    "verwerking": {
        "doel": "Verhaal van Wmo-kosten",
        "grondslag": "Wmo 2015 art. 2.4.3",
        "activiteit": "https://register.duinrand.example/wmo-regres",
    },
    "sleutels": {1: "secret://file/./geheim/wortel-1.key"},
    "bronnen": {
        "export": {
            "soort": "map",
            "mapping": "duinrand-csv",
            "map": "../export",
            "patroon": "*.csv",
        }
    },
}


@dataclass
class Gemeente:
    """A municipality on disk below `folder`; call `schrijf` after changing dienst or gemeente."""

    folder: Path
    dienst: dict[str, Any] = field(default_factory=lambda: deepcopy(DIENST))
    gemeente: dict[str, Any] = field(default_factory=lambda: deepcopy(GEMEENTE))

    def __post_init__(self) -> None:
        """Write the configuration, keys and folders."""
        for name in ("gemeenten", "mappings", "ontvanger", "geheim"):
            (self.config / name).mkdir(parents=True)
        for name in ("export", "uit"):
            (self.folder / name).mkdir()
        for mapping in (ROOT / "config" / "mappings").glob("*.yaml"):
            (self.config / "mappings" / mapping.name).write_bytes(mapping.read_bytes())
        self.geheim("wortel-1.key", secrets.token_hex(32))
        (self.config / "ontvanger" / "loket.jwk").write_text(json.dumps(publieke_jwk()))
        self.schrijf()

    @property
    def config(self) -> Path:
        """Give the config folder."""
        return self.folder / "config"

    def schrijf(self) -> None:
        """Write both YAML files as they stand now."""
        yaml = YAML()
        with (self.config / "regresbrug.yaml").open("w", encoding="utf-8") as out:
            yaml.dump(self.dienst, out)
        name = f"{self.gemeente['gemeentecode']}-duinrand.yaml"
        with (self.config / "gemeenten" / name).open("w", encoding="utf-8") as out:
            yaml.dump(self.gemeente, out)

    def geheim(self, name: str, text: str) -> Path:
        """Write a secret file that only its owner reads."""
        path = self.config / "geheim" / name
        path.write_text(text)
        path.chmod(0o600)
        return path

    def wissel(self) -> int:
        """Add a root key version; gives its number."""
        versie: int = max(self.gemeente["sleutels"]) + 1
        self.geheim(f"wortel-{versie}.key", secrets.token_hex(32))
        self.gemeente["sleutels"][versie] = f"secret://file/./geheim/wortel-{versie}.key"
        self.schrijf()
        return versie

    def levering(
        self, rows: Iterable[Mapping[str, str]], *, map: str = "export", **options: Any
    ) -> Path:
        """Put the export down, in place of the one before."""
        path = self.folder / map / "wmo_voorzieningen.csv"
        path.write_bytes(csv_bytes(rows, **options))
        return path

    def settings(self) -> Settings:
        """Load the configuration."""
        return load(self.config)

    def eigen_ontvanger(self) -> OKPKey:
        """Put another recipient down and keep its private half, to open what is delivered."""
        key = OKPKey.generate_key("X25519", {"kid": "toets"})
        public = publieke_jwk("toets", x=str(key.as_dict(private=False)["x"]))
        (self.config / "ontvanger" / "loket.jwk").write_text(json.dumps(public))
        return key

    def geopend(self, sleutel: OKPKey) -> Iterator[dict[str, Any]]:
        """Open what was delivered, as the recipient would."""
        registry = JWERegistry(
            {
                name: HeaderParameter(name, "str" if name != "versie" else "int")
                for name in Kop.__dataclass_fields__
            },
            ["ECDH-ES+A256KW", "A256GCM"],
        )
        for file in self.bezorgd:
            jwe = json.loads(file.read_text())["melding"]["inhoud"]
            yield json.loads(decrypt_compact(jwe, sleutel, registry=registry).plaintext or b"")

    @property
    def bezorgd(self) -> list[Path]:
        """Give the files that the folder sink wrote."""
        return sorted(path for path in (self.folder / "uit").iterdir() if path.is_file())
