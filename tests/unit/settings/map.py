"""A config folder written as text, so that a test can point at line and column."""

from pathlib import Path

import pytest

from regres import ConfigProblem, Problem
from settings import load

DIENST = """\
grootboek: sqlite:///../regresbrug.db
ontvangersleutels: ontvanger
bestemming:
  soort: regresloket
  adres: https://loket.example:8443
  ca: tls/ca.pem
uitgaand:
  - loket.example:8443
  - zaken.example:443
  - sftp.example:22
log: INFO
"""
GEMEENTE = """\
gemeentecode: "9901"
naam: Duinrand
stand: actief
actief:
  sinds: 2026-01-01
  wie: A. Proef
  rol: fg
  waarom: proef klopt
contactpersoon:
  naam: Team Wmo
verwerking:
  doel: verhaal
  grondslag: Wmo 2015 art. 2.4.3
  activiteit: https://register.example/1
sleutels:
  1: secret://file/./geheim/wortel-1.key
regresloket:
  client: gemeente-9901
  geheim: secret://env/LOKET_GEHEIM
bronnen:
  zaaksysteem:
    soort: stuf_zkn
    mapping: zaken
    adres: https://zaken.example/vraag
    zender: {applicatie: Regresbrug}
    ontvanger: {applicatie: Wmo}
    zaaktypen: [WMO-VOORZ]
    ca: tls/ca.pem
    clientcertificaat: tls/wij.pem
    clientsleutel: geheim/wij.key
    vanaf: 2019-01-01
  export:
    soort: sftp
    mapping: export
    host: sftp.example
    gebruiker: regresbrug
    hostsleutel: SHA256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
    sleutel: secret://file/./geheim/sftp
    patroon: "*.csv"
  map:
    soort: map
    mapping: export
    map: ../export
    patroon: "*.csv"
"""
DIENSTBESTAND = "regresbrug.yaml"
GEMEENTEBESTAND = "gemeenten/9901-duinrand.yaml"


class Map:
    """A config folder that `load` accepts; change its texts and see what is said."""

    def __init__(self, folder: Path) -> None:
        self.pad = folder / "config"
        self.teksten = self.teksten_van_een_goede_map()
        for name in ("gemeenten", "mappings"):
            (self.pad / name).mkdir(parents=True)
        for name in ("zaken", "export"):
            (self.pad / "mappings" / f"{name}.yaml").touch()

    @staticmethod
    def teksten_van_een_goede_map() -> dict[str, str]:
        """Give the texts of a folder that is right."""
        return {DIENSTBESTAND: DIENST, GEMEENTEBESTAND: GEMEENTE}

    def vervang(self, bestand: str, oud: str, nieuw: str) -> None:
        """Change the one place where a text stands."""
        assert self.teksten[bestand].count(oud) == 1, (bestand, oud)
        self.teksten[bestand] = self.teksten[bestand].replace(oud, nieuw)

    def schrijf(self) -> None:
        """Put the texts on disk."""
        for name, text in self.teksten.items():
            (self.pad / name).write_text(text, encoding="utf-8")

    def problemen(self) -> tuple[Problem, ...]:
        """Load it, and give what is wrong."""
        self.schrijf()
        with pytest.raises(ConfigProblem) as refused:
            load(self.pad)
        return refused.value.problems

    def probleem(self) -> Problem:
        """Load it, and give the one thing that is wrong."""
        (problem,) = self.problemen()
        return problem

    def plek(self, bestand: str, stuk: str) -> str:
        """Give file:line:column of the one place where a text stands."""
        text = self.teksten[bestand]
        assert text.count(stuk) == 1, (bestand, stuk)
        before = text[: text.index(stuk)]
        column = len(before) - (before.rfind("\n") + 1)
        return f"{bestand}:{before.count(chr(10)) + 1}:{column + 1}"
