import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from exam.scripted.schemas import DIALECT, main, schemas, text_of
from exam.scripted.sitting_actions import ACTIONS

NAMES = ("item-bank.json", "key-correction.json", "renaming.json", "rubric.json", "scenario.json", "standard.json")
DAYS = (
    "day.json",
    "office.json",
    "paper.json",
    "plan.json",
    "printout-frame.json",
    "printout.json",
    "rules.json",
    "sitting.json",
)
"""What sittings are planned, printed and typed in from."""
CHECKED = ("extract.json", "omissions.json", "record.json")
"""What a record carries: made by the program, read by whoever checks it."""


def references(schema: Any) -> Iterator[str]:  # noqa: ANN401 - any JSON
    if isinstance(schema, dict):
        for key, value in schema.items():
            if key == "$ref":
                yield value
            else:
                yield from references(value)
    elif isinstance(schema, list):
        for value in schema:
            yield from references(value)


def branches() -> dict[str, dict[str, Any]]:
    step = schemas()["scenario.json"]["$defs"]["Step"]
    return {
        branch["if"]["properties"]["action"]["const"]: branch["then"]["properties"]["arguments"]
        for branch in step["allOf"]
    }


def test_there_is_a_schema_for_each_kind_of_file_that_people_write_or_check() -> None:
    assert sorted(schemas()) == sorted((*NAMES, *DAYS, *CHECKED))
    assert {schema["$schema"] for schema in schemas().values()} == {DIALECT}


@pytest.mark.parametrize("name", NAMES)
def test_every_reference_leads_somewhere(name: str) -> None:
    schema = schemas()[name]
    found = set(references(schema))
    assert found
    for reference in found:
        place: Any = schema
        for part in reference.removeprefix("#/").split("/"):
            place = place[part]
        assert place


@pytest.mark.parametrize("name", NAMES)
def test_unknown_keys_are_refused_at_the_top_and_the_schema_key_is_asked_for(name: str) -> None:
    schema = schemas()[name]
    assert schema["additionalProperties"] is False
    assert "schema" in schema["required"]


def test_a_step_is_bound_to_the_arguments_of_its_action() -> None:
    found = branches()
    assert found.keys() == ACTIONS.keys()
    for action, model in ACTIONS.items():
        assert set(found[action].get("properties", {})) == set(model.model_fields)
        assert found[action]["additionalProperties"] is False


def test_the_text_is_the_same_each_time_and_readable() -> None:
    first, second = ({name: text_of(schema) for name, schema in schemas().items()} for _ in range(2))
    assert first == second
    assert all(json.loads(text) == schemas()[name] for name, text in first.items())


def test_every_schema_is_written_into_a_folder(tmp_path: Path) -> None:
    main(tmp_path / "new" / "schema")
    written = {path.name: path.read_text("utf-8") for path in (tmp_path / "new" / "schema").iterdir()}
    assert written == {name: text_of(schema) for name, schema in schemas().items()}
