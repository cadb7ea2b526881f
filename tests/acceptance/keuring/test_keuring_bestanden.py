"""Each step of `check` to an export is broken for real, and exactly that step is named."""

import json
import os
import re
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import pytest

from settings.keuring import Deel, Stap, Uitkomst
from tests.tools import sftp, sshd
from tests.tools.keten import (
    HOST_KEY,
    LOGIN,
    OTHER_HOST_KEY,
    Keten,
    sftp_draait,
)
from tests.tools.keuring import (
    andere_poort,
    bron,
    enige_fout,
    gekeurd,
    kop_weg,
    levering,
    rest_wacht,
    rij_stuk,
    zwijgt,
)
from tests.tools.needs import missing

# -- the SFTP server -------------------------------------------------------------------------------


def sftp_fout(keten: Keten, naam: str, code: str, **wereld: Any) -> Stap:
    steps = gekeurd(keten, Deel.BRON, **wereld)
    stap = enige_fout(steps, "Duinrand/export", naam, code)
    rest_wacht(steps, stap)
    assert stap.exit_code == 4
    assert stap.advies.bel()
    return stap


@pytest.fixture
def met_sftp(keten: Keten, ends: ExitStack) -> Keten:
    keten.met_sftp(ends.enter_context(sftp_draait(keten.folder / "export")))
    return keten


def verkeerd_wachtwoord(keten: Keten) -> None:
    keten.gemeente.geheim("pw", "verkeerd")
    del keten.gemeente.gemeente["bronnen"]["export"]["sleutel"]
    bron(keten, wachtwoord="secret://file/./geheim/pw")


def toekomst(keten: Keten) -> None:
    later = time.time() + 7200
    os.utime(keten.folder / "export" / "wmo_voorzieningen.csv", (later, later))


SFTP_BREUKEN: dict[str, tuple[str, str, Callable[[Keten], object]]] = {
    "closed": ("verbinding", "B-0201", lambda keten: andere_poort(keten, sshd.free_port())),
    "host key": (
        *("hostsleutel", "B-0206"),
        lambda keten: bron(keten, hostsleutel=sftp.public(OTHER_HOST_KEY)),
    ),
    "password": ("aanmelden", "B-0208", verkeerd_wachtwoord),
    "account": ("aanmelden", "B-0208", lambda keten: bron(keten, gebruiker="ander")),
    "folder": ("map", "B-0211", lambda keten: bron(keten, map="nergens")),
    "file": ("bestand", "B-0141", lambda keten: bron(keten, patroon="nee*.csv")),
    "encoding": ("codering", "B-0107", lambda keten: levering(keten, b"\xef\xbb\xbfa;b\r\n")),
    "header": ("kopregel", "B-0103", kop_weg),
    "row": ("eerste rij", "B-0113", rij_stuk),
}


@pytest.mark.parametrize("breuk", SFTP_BREUKEN)
def test_each_step_to_an_sftp_server_is_named_when_it_breaks(met_sftp: Keten, breuk: str) -> None:
    naam, code, act = SFTP_BREUKEN[breuk]
    act(met_sftp)

    sftp_fout(met_sftp, naam, code)


def test_an_sftp_server_that_is_not_in_dns(met_sftp: Keten) -> None:
    met_sftp.mag_naar("bestaat-niet.invalid:22")
    bron(met_sftp, host="bestaat-niet.invalid", poort=22)

    sftp_fout(met_sftp, "naam in DNS", "B-0003")


def test_an_sftp_server_that_says_nothing_is_told_as_such(met_sftp: Keten, ends: ExitStack) -> None:
    andere_poort(met_sftp, ends.enter_context(zwijgt()))

    stap = sftp_fout(met_sftp, "hostsleutel", "B-0214", geduld=0.4)

    assert "antwoordt niet" in stap.problemen[0].wat


def test_a_file_of_the_future_shows_that_a_clock_is_wrong(met_sftp: Keten) -> None:
    toekomst(met_sftp)

    steps = gekeurd(met_sftp, Deel.BRON)

    warned = [stap for stap in steps if stap.uitkomst is not Uitkomst.GELUKT]
    assert [(stap.naam, stap.code, stap.exit_code) for stap in warned] == [("klok", "B-0219", 1)]


@contextmanager
def openssh(keten: Keten, *options: str) -> Iterator[None]:
    """Read from a real OpenSSH server."""
    program = sshd.find()
    if isinstance(program, sshd.Missing):
        missing("sshd", program.reason)
    files = keten.folder / "sshd"
    files.mkdir()
    (files / "host").write_text(HOST_KEY.export_private_key().decode())
    (files / "login.pub").write_text(sftp.public(LOGIN) + "\n")
    port = sshd.free_port()
    server = sshd.OpenSsh(
        *(port, files / "host", files / "login.pub", keten.folder / "export"),
        options=options,
        sshd=program,
    )
    with server, sftp_draait(keten.folder / "export") as other:
        keten.met_sftp(other)
        andere_poort(keten, port)
        bron(keten, gebruiker=server.user)
        yield


def test_a_real_openssh_server_passes_and_each_of_its_refusals_is_named(keten: Keten) -> None:
    with openssh(keten):
        good = gekeurd(keten, Deel.BRON)
        bron(keten, hostsleutel=sftp.public(OTHER_HOST_KEY))
        sftp_fout(keten, "hostsleutel", "B-0206")
        bron(keten, hostsleutel=sftp.public(HOST_KEY), map="nergens")
        sftp_fout(keten, "map", "B-0211")
        bron(keten, map=".")
        verkeerd_wachtwoord(keten)
        sftp_fout(keten, "aanmelden", "B-0208")

    assert {stap.uitkomst for stap in good} == {Uitkomst.GELUKT}


def test_a_real_openssh_server_without_sftp_is_named_at_the_folder(keten: Keten) -> None:
    with openssh(keten, "ForceCommand /bin/false"):
        steps = gekeurd(keten, Deel.BRON)

    (failed,) = [stap for stap in steps if stap.uitkomst is Uitkomst.FOUT]
    assert failed.naam == "map"


# -- a folder --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("naam", "code", "act"),
    [
        ("map", "B-0131", lambda keten: bron(keten, map="../nergens")),
        ("bestand", "B-0141", lambda keten: bron(keten, patroon="nee*.csv")),
        ("codering", "B-0107", SFTP_BREUKEN["encoding"][2]),
        ("kopregel", "B-0103", kop_weg),
        ("eerste rij", "B-0113", rij_stuk),
        ("instellingen", "B-0140", lambda keten: bron(keten, patroon="../*.csv")),
    ],
)
def test_each_step_to_a_folder_is_named_when_it_breaks(
    keten: Keten, naam: str, code: str, act: Callable[[Keten], object]
) -> None:
    act(keten)

    steps = gekeurd(keten, Deel.BRON)

    failed = [stap for stap in steps if stap.uitkomst is Uitkomst.FOUT]
    assert [(stap.naam, stap.code) for stap in failed] == [(naam, code)]
    rest_wacht(steps, failed[0])


def test_every_column_that_lacks_is_told_and_unknown_names_only_when_most_are_there(
    keten: Keten,
) -> None:
    kop_weg(keten)
    (one,) = [s for s in gekeurd(keten, Deel.BRON) if s.uitkomst is Uitkomst.FOUT]
    levering(keten, b"Kanarievogel;999990019\r\n")
    (other,) = [s for s in gekeurd(keten, Deel.BRON) if s.uitkomst is Uitkomst.FOUT]

    assert "'Prodcode' lijkt erop" in one.problemen[0].wat
    assert len(other.problemen) > 20
    assert not re.search("Kanarie|99999", json.dumps(other.as_json()))
