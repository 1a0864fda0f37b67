from __future__ import annotations

from typing import Any

from jsonschema import Draft202012Validator

from rasso_tracker.people.models import Person
from rasso_tracker.web.api_docs import document
from rasso_tracker.web.api_schema import KEEPS


def test_document_describes_a_deed_by_its_form(sign_in: Any, sam: Person) -> None:
    whole = sign_in(sam).get("/api/v1/schema/").json()

    deed = whole["paths"]["/api/v1/duty-covers/"]["post"]
    body = deed["requestBody"]["content"]["application/json"]["schema"]
    assert whole["openapi"].startswith("3.1")
    assert deed["summary"] == "Set duty cover"
    assert body["required"] == ["absent", "covered_by", "starts_on", "ends_on"]
    assert body["properties"]["starts_on"] == {
        "type": "string",
        "format": "date",
        "description": "First day of cover",
    }


def test_it_says_what_becomes_of_what_is_left_out() -> None:
    paths = document()["paths"]
    corrects = paths["/api/v1/clinic-bookings/{id}/result/corrections/"]["post"]
    assert corrects["description"] == KEEPS
    withdraws = paths["/api/v1/clinic-follow-ups/{id}/withdraw/"]["post"]
    assert withdraws["description"] != KEEPS
    body = withdraws["requestBody"]["content"]["application/json"]["schema"]
    assert body["required"] == ["reason"]  # nothing stands of it


def test_it_says_whose_id_a_field_takes() -> None:
    """A page asks for allegations by their words; what a client sends is the id of something else."""
    reopen = document()["paths"]["/api/v1/decisions/{id}/reopen/"]["post"]
    allegations = reopen["requestBody"]["content"]["application/json"]["schema"]["properties"]["allegations"]
    assert (allegations["type"], allegations["items"]["format"]) == ("array", "uuid")
    assert allegations["description"] == (
        "Which allegations are opened again? Each the id of one decision line."
    )
    submit = document()["paths"]["/api/v1/submissions/"]["post"]
    lines = submit["requestBody"]["content"]["application/json"]["schema"]["properties"]["allegations"]
    assert lines["description"].endswith("Each the id of one allegation.")


def test_every_body_in_the_document_is_a_valid_schema() -> None:
    for methods in document()["paths"].values():
        for operation in methods.values():
            content = operation.get("requestBody", {}).get("content", {})
            Draft202012Validator.check_schema(content.get("application/json", {}).get("schema", {}))


def test_page_lists_the_fields_of_a_deed(sign_in: Any, sam: Person) -> None:
    response = sign_in(sam).get("/api/v1/docs/")

    page = response.content.decode()
    assert response.status_code == 200
    assert "POST /api/v1/duty-covers/" in page
    assert "First day of cover" in page
