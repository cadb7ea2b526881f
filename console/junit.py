"""How tests of mappings went, as build servers read it: a suite a mapping, a case a test.

The shape is that of the JUnit schema that Jenkins and GitLab read: totals on every level, and a
type, which is our code, on every failure and error.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path

from lxml import etree

from console.tell import vertaald
from console.toetsuitslag import Beproefd
from regres import Problem, UsageProblem
from regres.berichten import bericht
from regres.tonen import toonbaar, toonbare_regels


def schrijf(path: Path, tried: Sequence[Beproefd]) -> None:
    """Write the report; raises UsageProblem when it cannot be written there."""
    report = etree.tostring(_suites(tried), encoding="UTF-8", xml_declaration=True)
    try:
        path.write_bytes(report + b"\n")
    except OSError:
        raise UsageProblem(bericht("C-0013", bestand=path)) from None


def _suites(tried: Sequence[Beproefd]) -> etree._Element:
    root = etree.Element("testsuites", _tellers(tried), name="regresbrug test")
    for one in tried:
        head = {"name": toonbaar(str(one.bestand))} | _tellers([one])
        suite = etree.SubElement(root, "testsuite", head)
        if one.kapot:
            _case(suite, one, "lezen", 1, "error", one.kapot)
        for uitslag in one.uitslagen:
            told = tuple(uitslag.problems())
            _case(suite, one, uitslag.naam, uitslag.plek.regel, "failure", told)
    return root


def _tellers(tried: Sequence[Beproefd]) -> dict[str, str]:
    broken = sum(bool(one.kapot) for one in tried)
    return {
        "tests": str(sum(len(one.uitslagen) for one in tried) + broken),
        "failures": str(sum(one.mislukt for one in tried)),
        "errors": str(broken),
        "skipped": "0",
        "time": f"{sum(one.seconden for one in tried):.3f}",
    }


def _case(
    suite: etree._Element,
    one: Beproefd,
    naam: str,
    regel: int,
    kind: str,
    problems: Sequence[Problem],
) -> None:
    words = {"classname": toonbaar(one.bestand.stem), "name": toonbaar(naam)}
    place = {"file": toonbaar(str(one.bestand)), "line": str(regel)}
    case = etree.SubElement(suite, "testcase", words | place)
    if problems:
        told = list(_verteld(problems))
        head = {"message": toonbaar(told[0].splitlines()[0]), "type": problems[0].code}
        etree.SubElement(case, kind, head).text = toonbare_regels("\n".join(told))


def _verteld(problems: Sequence[Problem]) -> Iterator[str]:
    for problem in map(vertaald, problems):
        yield f"{problem.wat}\n{problem.waar}"
