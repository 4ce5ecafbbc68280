"""Writes the JSON Schemas of the files that people write, and of the data that a record carries."""

import ast
import inspect
import json
import sys
from collections.abc import Iterator, Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core.core_schema import ModelSchema

from exam.core.exam_record import ExamRecord, Extract
from exam.core.item import ItemBank
from exam.core.key_correction import KeyFix
from exam.core.omission import Omissions
from exam.core.paper_file import PaperFile
from exam.core.printouts.office import Office
from exam.core.printouts.template import Frame, PrintoutTemplate
from exam.core.renaming import Renaming
from exam.core.rubric import Rubric
from exam.core.sitting_file import SittingFile
from exam.core.standard import AssessmentStandard
from exam.core.system_rules import SystemRules
from exam.core.timetable.day import Day
from exam.core.timetable.plan import PlanFile
from exam.scripted.scenario import Scenario
from exam.scripted.sitting_actions import ACTIONS

DIALECT = "https://json-schema.org/draft/2020-12/schema"


class Described(GenerateJsonSchema):
    """Schemas whose properties say what stands beneath the attributes; only here, because it reads source text."""

    def model_schema(self, schema: ModelSchema) -> JsonSchemaValue:
        """Return the model's schema with the lines beneath its attributes."""
        made = super().model_schema(schema)
        fields = schema["cls"].model_fields
        for name, line in _lines(schema["cls"]):
            made["properties"][fields[name].alias or name]["description"] = line
        return made


def _lines(model: type[BaseModel]) -> Iterator[tuple[str, str]]:
    """Yield each attribute of the model, its bases' first, that has a text beneath it."""
    for owner in reversed(model.__mro__):
        if owner is BaseModel or not issubclass(owner, BaseModel) or owner.__pydantic_generic_metadata__["origin"]:
            continue  # what has no text of its own: pydantic's base, and `GateValue[int]` beside `GateValue`
        (body,) = ast.parse(inspect.cleandoc("\n" + inspect.getsource(owner))).body
        for above, beneath in pairwise(body.body if isinstance(body, ast.ClassDef) else ()):
            match above, beneath:
                case ast.AnnAssign(target=ast.Name(id=name)), ast.Expr(value=ast.Constant(value=str(text))):
                    yield name, inspect.cleandoc(text)


def schemas() -> Mapping[str, dict[str, Any]]:
    """Return the schema of each kind of file, by file name."""
    models: Mapping[str, type[BaseModel]] = {
        "standard": AssessmentStandard,
        "renaming": Renaming,
        "rubric": Rubric,
        "item-bank": ItemBank,
        "key-correction": KeyFix,
        "paper": PaperFile,
        "rules": SystemRules,
        "sitting": SittingFile,
        "day": Day,
        "office": Office,
        "printout": PrintoutTemplate,
        "printout-frame": Frame,
        "plan": PlanFile,
        "scenario": Scenario,
        "record": ExamRecord,
        "extract": Extract,
        "omissions": Omissions,
    }
    found = {
        f"{name}.json": {"$schema": DIALECT} | model.model_json_schema(schema_generator=Described)
        for name, model in models.items()
    }
    found["scenario.json"]["$defs"]["Step"] |= _steps(found["scenario.json"]["$defs"])
    return found


def _steps(definitions: dict[str, Any]) -> dict[str, Any]:
    """Bind each action's arguments to its model, which the one model of a step cannot say."""
    branches = []
    for action, model in ACTIONS.items():
        own = model.model_json_schema(ref_template="#/$defs/{model}", schema_generator=Described)
        definitions.update(own.pop("$defs", {}))
        branches.append(
            {
                "if": {"properties": {"action": {"const": action}}},
                "then": {"properties": {"arguments": own}},
            }
        )
    return {"allOf": branches}


def text_of(schema: Mapping[str, Any]) -> str:
    """Return the text of a schema file."""
    return json.dumps(schema, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def main(folder: Path) -> None:
    """Write every schema into the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, schema in schemas().items():
        (folder / name).write_text(text_of(schema), "utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
