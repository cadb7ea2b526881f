"""How one municipality stands: what `status` and its page show, as values."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from ledger import (
    Herinneringen,
    Ledger,
    OpenProbleem,
    OutboxStatus,
    Pauze,
    RunRow,
    Terugstand,
    Uitslag,
)
from pipeline.report import exit_van_rij
from pipeline.run import wacht_op_mens
from pipeline.stilte import Stilte
from regres import Problem
from settings.agreement import GemeenteInstelling
from settings.inhaalstand import inhaal_json

_OPEN = (OutboxStatus.KLAARGEZET, OutboxStatus.VRIJ, OutboxStatus.VERSTUURD)


@dataclass(frozen=True, slots=True)
class Toestand:
    """One municipality at one moment; counts and codes only.

    open           what is wrong now, of the municipality and of the installation
    herinneringen  records to judge that wait for 14 days or more
    niet_genoteerd why what was seen just now could not be kept: the disk is full, say
    stiltes        per turn: is there enough history to notice silence
    pauze          since when, by whom and why it stands still; None while it goes on
    inhalen        how far catching up is; None when nothing is ordered and nothing waits for it
    open_voor_mens records that really wait for a person: what is being caught up on does not
    terug          the way back: feedback, and what the municipality is still to be told
    afstemming     what comparing with the Regresloket gave last; None when it was never done
    wacht_op_lezing meldingen that a read must meet: to be sealed again, or taken over
    """

    een: GemeenteInstelling
    runs: tuple[RunRow, ...]
    wacht_op_mens: dict[str, int]
    uitgaand: dict[str, int]
    open: tuple[OpenProbleem, ...]
    herinneringen: Herinneringen
    niet_genoteerd: tuple[Problem, ...] = ()
    stiltes: tuple[Stilte, ...] = ()
    pauze: Pauze | None = None
    inhalen: dict[str, Any] | None = None
    open_voor_mens: int = 0
    terug: Terugstand = field(default_factory=Terugstand)
    afstemming: Uitslag | None = None
    wacht_op_lezing: int = 0

    @property
    def problemen(self) -> tuple[Problem, ...]:
        """Give what is wrong, without since when."""
        return (*self.niet_genoteerd, *(one.problem for one in self.open))

    @property
    def eigen(self) -> tuple[OpenProbleem, ...]:
        """Give what is wrong with the municipality itself."""
        return tuple(one for one in self.open if one.gemeente)

    @property
    def exit_code(self) -> int:
        """Give 0 when nobody needs to act, else 1."""
        return int(bool(self.problemen) or self.open_voor_mens > 0)

    def as_json(self) -> dict[str, Any]:
        """Give it for machines."""
        return {
            "schema": "regresbrug/status/1",
            "gemeente": self.een.blok.naam,
            "code": self.een.blok.gemeentecode,
            "stand": self.een.blok.stand,
            "pauze": _pauze_json(self.pauze),
            "runs": [run_json(row) for row in self.runs],
            "wacht_op_mens": self.wacht_op_mens,
            "inhalen": self.inhalen,
            "herinneringen": asdict(self.herinneringen),
            "uitgaand": self.uitgaand,
            "terug": terug_json(self.terug, retour=self.een.blok.retour is not None),
            "afstemming": self._afstemming_json(),
            "stilte": [_stilte_json(one) for one in self.stiltes],
            "problemen": [*map(_los_json, self.niet_genoteerd), *open_json(self.open)],
        }

    def _afstemming_json(self) -> dict[str, Any] | None:
        last = self.afstemming
        if last is None:
            return None
        counts = {"versies": last.versies, "verschillen": last.verschillen}
        return {"op": last.op.isoformat()} | counts | {"wacht_op_lezing": self.wacht_op_lezing}


def toestand(
    ledger: Ledger, een: GemeenteInstelling, vandaag: date, stiltes: Iterable[Stilte] = ()
) -> Toestand:
    """Look how a municipality stands, as far as the ledger knows; writes and connects nothing.

    What is wrong is what was noted last: `regresbrug serve` looks every five minutes.
    """
    code = een.identiteit
    last = ledger.last_run_per_slot(code)
    stubs = ledger.stub_counts(code)
    box = ledger.outbox_counts(code)
    return Toestand(
        een=een,
        runs=tuple(last[key] for key in sorted(last)),
        wacht_op_mens={soort.value: count for soort, count in sorted(stubs.items())},
        uitgaand={status.value: box.get(status, 0) for status in _OPEN},
        open=(*ledger.openstaand(code), *ledger.openstaand("")),
        herinneringen=ledger.herinneringen(code, vandaag),
        stiltes=tuple(stiltes),
        pauze=ledger.pauze(code),
        inhalen=_inhalen(ledger, een, vandaag),
        open_voor_mens=wacht_op_mens(ledger, code),
        terug=ledger.terug.stand(code),
        afstemming=ledger.afstemming.uitslag(code),
        wacht_op_lezing=ledger.afstemming.wacht(code),
    )


def _inhalen(ledger: Ledger, een: GemeenteInstelling, vandaag: date) -> dict[str, Any] | None:
    found = inhaal_json(ledger, een, vandaag)
    return found if found["opdracht"] or found["wacht"] else None


def _los_json(problem: Problem) -> dict[str, Any]:
    """Give a problem that is not in the ledger in the shape of those that are."""
    none = dict.fromkeys(("gemeente", "bron", "onderwerp", "sinds", "laatst_gezien"), "")
    return problem.as_json() | none | {"nachten": 0}


def open_json(rows: Iterable[OpenProbleem]) -> list[dict[str, Any]]:
    """Give open problems as JSON values: the problem itself, and since when it is there.

    gemeente "" = of the installation
    """
    return [
        row.problem.as_json()
        | {
            "gemeente": row.gemeente,
            "bron": row.bron,
            "onderwerp": row.onderwerp,
            "sinds": row.eerst_gezien.isoformat(),
            "laatst_gezien": row.laatst_gezien.isoformat(),
            "nachten": row.nachten,
        }
        for row in rows
    ]


def _stilte_json(found: Stilte) -> dict[str, Any]:
    return {
        "bron": found.bron,
        "slot": found.soort.value,
        "nachten": found.nachten,
        "genoeg": found.genoeg,
    }


def _pauze_json(pauze: Pauze | None) -> dict[str, Any] | None:
    if pauze is None:
        return None
    return {
        "sinds": pauze.sinds.isoformat(),
        "wie": pauze.wie,
        "rol": pauze.rol,
        "reden": pauze.reden,
    }


def terug_json(back: Terugstand, *, retour: bool) -> dict[str, Any]:
    """Give the way back as a JSON value; what is to be told only for who has a return place."""
    failing = {"code": back.code, "sinds": back.sinds.isoformat()} if back.sinds else None
    told = {
        "stappen_te_melden": back.te_melden,
        "meldingen_te_melden": back.verzonden,
        "bestanden_onderweg": back.onderweg,
        "mislukt": {
            bron: {"code": code, "sinds": since.isoformat()}
            for bron, (code, since) in back.retour.items()
        },
    }
    return {
        "stappen": dict(back.stappen),
        "opgehaald_op": back.gelezen_op.isoformat() if back.gelezen_op else None,
        "ophalen_mislukt": failing,
        "retour": told if retour else None,
    }


def run_json(row: RunRow) -> dict[str, Any]:
    """Give one run of the ledger as a JSON value."""
    return {
        "run": row.id,
        "gemeente": row.gemeente,
        "bron": row.bronset,
        "slot": row.slot,
        "dag": row.dag.isoformat(),
        "stand": row.stand,
        "begonnen": row.begonnen.isoformat(),
        "geeindigd": row.geeindigd.isoformat() if row.geeindigd else None,
        "resultaat": row.resultaat.value if row.resultaat else None,
        "exit": exit_van_rij(row),
        "wacht_sinds": row.wacht_sinds.isoformat() if row.wacht_sinds else None,
        "telling": row.telling.as_json() if row.telling else None,
        "details": row.proof.get("details", {}),
        "problemen": [problem.as_json() for problem in row.problems],
    }
