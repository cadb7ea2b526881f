"""The published contract is a valid OpenAPI 3.1, and says what the loket does."""

import json
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from openapi_spec_validator import OpenAPIV31SpecValidator
from starlette.testclient import TestClient

from loket import create_app
from loket.problems import SOORTEN
from regres.canonical import kop_json
from tests.tools.loket import kop, plaintext, sealer, settings


@pytest.fixture
def http(tmp_path: Path) -> Iterator[TestClient]:
    app = create_app(settings(tmp_path))
    with closing(app.state.loket.archief):
        yield TestClient(app)


@pytest.fixture
def contract(http: TestClient) -> dict[str, Any]:
    found: dict[str, Any] = http.get("/v1/openapi.json").json()
    return found


def test_it_is_a_valid_openapi_3_1(contract: dict[str, Any]) -> None:
    assert contract["openapi"] == "3.1.0"

    assert list(OpenAPIV31SpecValidator(contract).iter_errors()) == []


def test_it_stands_at_both_places(http: TestClient, contract: dict[str, Any]) -> None:
    assert http.get("/openapi.json").json() == contract


def test_it_names_every_operation_of_the_wire_contract(contract: dict[str, Any]) -> None:
    operations = {(path, method) for path, item in contract["paths"].items() for method in item}

    assert operations == {
        ("/v1/regresmeldingen", "post"),
        ("/v1/regresmeldingen", "get"),
        ("/v1/regresmeldingen/{referentie}", "get"),
        ("/v1/terugkoppelingen", "get"),
        ("/v1/sleutels", "get"),
        ("/oauth/token", "post"),
        ("/healthz", "get"),
    }


def test_every_operation_documents_its_problems(contract: dict[str, Any]) -> None:
    for path, item in contract["paths"].items():
        for operation in item.values():
            answers = operation["responses"]
            assert {"400", "500", "503"} <= set(answers), path
            assert "422" not in answers or path == "/v1/regresmeldingen"
            for status, answer in answers.items():
                if status >= "400":
                    assert list(answer["content"]) == ["application/problem+json"]


def test_every_problem_that_exists_is_in_the_closed_list(contract: dict[str, Any]) -> None:
    kinds = contract["components"]["schemas"]["Probleem"]["properties"]["type"]["enum"]

    assert kinds == [f"urn:regresloket:probleem:{name}" for name in SOORTEN]


def test_a_delivery_of_the_adapter_fits_the_published_shape(
    http: TestClient, contract: dict[str, Any]
) -> None:
    key = http.app.state.loket.settings.sleutels[0]  # type: ignore[attr-defined]  # starlette: Any
    body = {**kop_json(kop()), "inhoud": sealer(key).seal(kop(), plaintext(kop())).inhoud}
    shape = contract["components"]["schemas"]["Regresmelding"]

    validator = Draft202012Validator(shape)

    assert validator.is_valid(json.loads(json.dumps(body)))
    assert not validator.is_valid(body | {"bsn": "x"})
    assert not validator.is_valid(body | {"referentie": "kort"})


def test_no_address_can_hold_a_person(contract: dict[str, Any]) -> None:
    names = [
        parameter["name"]
        for item in contract["paths"].values()
        for operation in item.values()
        for parameter in operation.get("parameters", [])
        if parameter["in"] in {"path", "query"}
    ]

    assert set(names) == {"referentie", "cursor"}
