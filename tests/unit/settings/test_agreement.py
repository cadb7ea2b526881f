"""What the files of config/ must agree on; the problems of all files come at once."""

from datetime import date, timedelta

import pytest

from regres import ConfigProblem, UsageProblem
from settings import load
from tests.unit.settings.map import DIENSTBESTAND, GEMEENTE, GEMEENTEBESTAND, Map

TWEEDE = "gemeenten/9902-elders.yaml"

BESLUIT = "actief:\n  sinds: 2026-01-01\n  wie: A. Proef\n  rol: fg\n  waarom: proef klopt\n"
RETOUR = """naam: Duinrand
retour:
    soort: sftp
    host: sftp.example
    gebruiker: terug
    hostsleutel: SHA256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
    sleutel: secret://env/R
"""
DISAGREEMENTS = [
    ("C-0204", BESLUIT, "", "actief"),
    ("C-0206", "naam: Duinrand", "naam: Duinrand\nrem: {nieuw: 5000}", "{nieuw"),
    ("C-0206", "naam: Duinrand", "naam: Duinrand\nrem: {aandeel: 1.0}", "{aandeel"),
    ("C-0217", "naam: Duinrand", "naam: Duinrand\ntekst_alleen: versturen", "versturen"),
    ("C-0218", "naam: Duinrand", "naam: Duinrand\ninzagesleutel: x.jwk\nwerklijst: ../lijst",
     "../lijst"),
    ("C-0219", "naam: Duinrand", "naam: Duinrand\nwerklijst: .", ".\n"),
    ("C-0219", "naam: Duinrand", "naam: Duinrand\nwerklijst: ..", "..\n"),
    ("C-0208", "naam: Duinrand", RETOUR.replace("    sleutel: secret://env/R\n", ""), "retour:"),
    ("C-0208", "naam: Duinrand", RETOUR + "    wachtwoord: secret://env/B\n", "retour:"),
    ("C-0209", "naam: Duinrand", RETOUR.replace("sftp.", "elders."), "elders."),
    ("C-0224", "naam: Duinrand", RETOUR.replace("terug", "regresbrug # hier"),
     "regresbrug # hier"),
    ("C-0224", "naam: Duinrand", RETOUR.replace("env/R", "file/./geheim/sftp"), "terug\n"),
    ("C-0225", "naam: Duinrand", "naam: Duinrand\nretour: {soort: map, map: .}", ".}"),
    ("C-0207", "mapping: zaken", "mapping: zaakjes", "zaakjes"),
    ("C-0213", "mapping: zaken", "mapping: ../zaken", "../zaken"),
    ("C-0208", "    sleutel: secret://file/./geheim/sftp\n", "", "export:\n    soort"),
    ("C-0208", "secret://file/./geheim/sftp", "secret://env/A\n    wachtwoord: secret://env/B",
     "export:\n    soort"),
    ("C-0209", "https://zaken.example/vraag", "https://elders.example/vraag", "https://elders"),
    ("C-0209", "https://zaken.example/vraag", "https://zaken.example:444/vraag", "https://zaken"),
    ("C-0209", "host: sftp.example", "host: sftp.example\n    poort: 2222", "sftp.example\n"),
]  # fmt: skip


def test_a_brake_of_ones_own_with_its_reason_is_fine(config: Map) -> None:
    config.vervang(GEMEENTEBESTAND, "naam: Duinrand", "naam: x\nrem: {nieuw: 9, waarom: daarom}")
    config.schrijf()

    assert load(config.pad).gemeenten[0].blok.rem.nieuw == 9


@pytest.mark.parametrize("rol", ["consulent", "fg"])
def test_sending_on_text_alone_with_a_named_decision_is_fine(config: Map, rol: str) -> None:
    decision = f"tekst_besluit: {{wie: A. Proef, rol: {rol}, datum: 2026-01-01, waarom: toets}}"
    config.vervang(
        GEMEENTEBESTAND, "naam: Duinrand", f"naam: x\ntekst_alleen: versturen\n{decision}"
    )
    config.schrijf()

    assert load(config.pad).gemeenten[0].blok.tekst_alleen == "versturen"


DAG = date(2026, 11, 2)


@pytest.mark.parametrize(
    ("oud", "nieuw"),
    [
        ("sinds: 2026-01-01", "sinds: {}"),
        (
            "naam: Duinrand",
            "naam: Duinrand\ntekst_besluit: {{wie: A, rol: fg, datum: {}, waarom: toets}}",
        ),
    ],
)
def test_a_decision_holds_from_its_own_day_and_not_before(
    config: Map, oud: str, nieuw: str
) -> None:
    config.vervang(GEMEENTEBESTAND, oud, nieuw.format(DAG))
    config.schrijf()

    assert load(config.pad, DAG).gemeenten[0].blok.stand == "actief"
    with pytest.raises(ConfigProblem) as refused:
        load(config.pad, DAG - timedelta(days=1))
    (problem,) = refused.value.problems
    assert (problem.code, problem.waar) == ("C-0221", config.plek(GEMEENTEBESTAND, str(DAG)))


def test_a_day_to_send_from_may_be_planned_while_nothing_is_sent(config: Map) -> None:
    config.vervang(GEMEENTEBESTAND, "sinds: 2026-01-01", f"sinds: {DAG}")
    config.vervang(GEMEENTEBESTAND, "stand: actief", "stand: proef")
    config.schrijf()

    assert load(config.pad, DAG - timedelta(days=99)).gemeenten[0].blok.stand == "proef"


def test_an_administrator_does_not_decide_to_send_on_text_alone(config: Map) -> None:
    decision = "tekst_besluit: {wie: A. Proef, rol: beheer, datum: 2026-01-01, waarom: toets}"
    config.vervang(GEMEENTEBESTAND, "naam: Duinrand", f"naam: Duinrand\n{decision}")

    assert (config.probleem().code, "consulent of fg" in config.probleem().doe) == ("C-0110", True)


@pytest.mark.parametrize(("code", "oud", "nieuw", "stuk"), DISAGREEMENTS)
def test_what_does_not_agree_is_told_at_its_line_and_column(
    config: Map, code: str, oud: str, nieuw: str, stuk: str
) -> None:
    config.vervang(GEMEENTEBESTAND, oud, nieuw)

    problem = config.probleem()

    assert (problem.code, problem.waar) == (code, config.plek(GEMEENTEBESTAND, stuk))
    assert problem.doe


def test_a_municipality_without_access_to_the_loket_is_refused(config: Map) -> None:
    access = GEMEENTE[GEMEENTE.index("regresloket:") : GEMEENTE.index("bronnen:")]
    config.vervang(GEMEENTEBESTAND, access, "")

    assert config.probleem().code == "C-0205"


def test_a_client_certificate_is_access_too_but_only_with_its_key(config: Map) -> None:
    access = GEMEENTE[GEMEENTE.index("regresloket:") : GEMEENTE.index("bronnen:")]
    config.vervang(GEMEENTEBESTAND, access, "")
    config.vervang(DIENSTBESTAND, "ca: tls/ca.pem", "ca: x\n  clientcertificaat: tls/wij.pem")

    problem = config.probleem()

    assert (problem.code, problem.waar) == ("C-0214", config.plek(DIENSTBESTAND, "bestemming"))
    config.vervang(DIENSTBESTAND, "tls/wij.pem", "tls/wij.pem\n  clientsleutel: tls/wij.key")
    config.schrijf()
    assert load(config.pad).gemeenten[0].blok.regresloket is None


def test_the_destination_too_must_be_listed(config: Map) -> None:
    config.vervang(DIENSTBESTAND, "adres: https://loket", "adres: https://anders")

    problem = config.probleem()

    assert problem.code == "C-0209"
    assert problem.waar == config.plek(DIENSTBESTAND, "https://anders")
    assert "anders.example:8443" in problem.doe


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "127.8.8.8", "[::1]"])
def test_this_machine_itself_is_refused_unless_it_says_why(config: Map, host: str) -> None:
    config.vervang(DIENSTBESTAND, "- zaken.example:443", f"- '{host}:443'")
    config.vervang(GEMEENTEBESTAND, "https://zaken.example/vraag", f"https://{host}/vraag")

    problem = config.probleem()

    assert (problem.code, problem.waar) == ("C-0215", config.plek(GEMEENTEBESTAND, "https://"
                                                                  + host))  # fmt: skip
    config.vervang(DIENSTBESTAND, "log: INFO", "log: INFO\neigen_computer: demo")
    config.schrijf()
    assert load(config.pad).dienst.eigen_computer == "demo"


def test_the_file_must_be_called_by_its_code(config: Map) -> None:
    config.teksten["gemeenten/99011-elders.yaml"] = config.teksten.pop(GEMEENTEBESTAND)

    problem = config.probleem()

    assert (problem.code, problem.waar) == ("C-0203", "gemeenten/99011-elders.yaml:1:15")
    assert "9901-<naam>.yaml" in problem.doe


def test_a_file_that_ends_on_yml_is_not_silently_left_out(config: Map) -> None:
    config.teksten["gemeenten/9902-elders.yml"] = "naam: Elders\n"

    problem = config.probleem()

    assert (problem.code, problem.waar) == ("C-0212", "gemeenten/9902-elders.yml")


def test_no_municipality_at_all_is_told(config: Map) -> None:
    del config.teksten[GEMEENTEBESTAND]

    problem = config.probleem()

    assert (problem.code, problem.waar) == ("C-0201", "gemeenten/")
    assert "regresbrug init" in problem.doe


def test_two_municipalities_with_one_identity_are_refused(config: Map) -> None:
    text = GEMEENTE.replace('"9901"', '"9902"\nidentiteit: "9901"')
    config.teksten[TWEEDE] = text.replace("Duinrand", "Elders")

    problem = config.probleem()

    assert (problem.code, problem.waar) == ("C-0202", f"{TWEEDE}:2:13")
    assert GEMEENTEBESTAND in problem.wat


def test_two_municipalities_do_not_share_a_werklijst(config: Map) -> None:
    config.vervang(GEMEENTEBESTAND, "naam: Duinrand", "naam: Duinrand\nwerklijst: ../lijst")
    config.teksten[TWEEDE] = (
        GEMEENTE.replace('"9901"', '"9902"')
        .replace("naam: Duinrand", "naam: Elders\nwerklijst: ../lijst/elders")
        .replace("Duinrand", "Elders")
    )

    found = [(problem.code, problem.waar.partition(":")[0]) for problem in config.problemen()]

    assert found == [("C-0219", GEMEENTEBESTAND), ("C-0219", TWEEDE)]


def test_a_werklijst_and_return_files_do_not_share_a_folder(config: Map) -> None:
    both = "naam: Duinrand\nwerklijst: ../lijst\nretour: {soort: map, map: ../lijst/terug}"
    config.vervang(GEMEENTEBESTAND, "naam: Duinrand", both)

    assert {one.code for one in config.problemen()} == {"C-0219", "C-0225"}


@pytest.mark.parametrize("ander", ["", "    map: in\n"])
def test_two_municipalities_share_an_account_for_return_files_only_with_folders_of_their_own(
    config: Map, ander: str
) -> None:
    config.vervang(GEMEENTEBESTAND, "naam: Duinrand", RETOUR)
    config.teksten[TWEEDE] = (
        GEMEENTE.replace('"9901"', '"9902"')
        .replace("naam: Duinrand", RETOUR + ander)
        .replace("naam: Duinrand", "naam: Elders")
    )

    if ander:
        config.schrijf()
        assert len(load(config.pad).gemeenten) == 2
    else:
        found = [(one.code, one.waar.partition(":")[0]) for one in config.problemen()]
        assert found == [("C-0225", GEMEENTEBESTAND), ("C-0225", TWEEDE)]


def test_the_problems_of_all_files_come_at_once(config: Map) -> None:
    config.vervang(DIENSTBESTAND, "log: INFO", "log: HARD\nlogg: x")
    config.vervang(GEMEENTEBESTAND, BESLUIT, "")
    config.vervang(GEMEENTEBESTAND, "mapping: zaken", "mapping: zaakjes")
    config.teksten[TWEEDE] = GEMEENTE.replace('"9901"', "9902").replace("naam: Duinrand\n", "")

    found = [(problem.code, problem.waar.partition(":")[0]) for problem in config.problemen()]

    assert found == [
        ("C-0110", DIENSTBESTAND),
        ("C-0104", DIENSTBESTAND),
        ("C-0102", TWEEDE),
        ("C-0103", TWEEDE),
        ("C-0204", GEMEENTEBESTAND),
        ("C-0207", GEMEENTEBESTAND),
    ]


def test_a_municipality_is_chosen_by_name_code_or_identity(config: Map) -> None:
    config.teksten[TWEEDE] = GEMEENTE.replace('"9901"', '"9902"\nidentiteit: "9903"').replace(
        "Duinrand", "Elders"
    )
    config.schrijf()
    settings = load(config.pad)

    for name in ("elders", "ELDERS", "9902", "9903"):
        assert [een.blok.naam for een in settings.kies([name])] == ["Elders"]
    assert len(settings.kies([])) == 2


def test_a_municipality_that_is_not_there_is_answered_with_those_that_are(config: Map) -> None:
    config.schrijf()

    with pytest.raises(UsageProblem) as refused:
        load(config.pad).kies(["duinrand", "Nergens"])

    (problem,) = refused.value.problems
    assert problem.code == "C-0001"
    assert "Duinrand" in problem.doe
