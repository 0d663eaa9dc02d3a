"""Decisions by the API: what a person can decide in the interface, with the same checks, roles and look at what is newer."""

import secrets
from typing import Annotated, Any, Literal

from fastapi import APIRouter, HTTPException
from pydantic import BaseModel, Field, GetJsonSchemaHandler, field_validator
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from sijill.capture.clean import replace_unstorable
from sijill.model.decision import Judgement, Person, Standalone
from sijill.model.identity import person_key
from sijill.model.vocabulary import Fate, Sex
from sijill.pipeline import decide, merge_of, split_of
from sijill.register import Register
from sijill.web.api.incidents import Name
from sijill.web.api.problems import Problem, Refusal
from sijill.web.judgements import role_for
from sijill.web.security.tokens import Decider, InHand

router = APIRouter(tags=["decisions"])


class MergeAsked(BaseModel):
    """The incident `other` is this one, which keeps its id."""

    act: Literal["merge"]
    other: str


class SplitAsked(BaseModel):
    """The accounts `leaving` become an incident of their own."""

    act: Literal["split"]
    leaving: list[str]


class PersonAsked(BaseModel):
    """One entry of the victims' list; `key` is that of the entry it replaces, null for a new person."""

    act: Literal["victim"]
    names: Annotated[list[str], Field(min_length=1)]
    fate: Fate
    key: str | None = None
    age: int | None = None
    sex: Sex | None = None
    role: str | None = None
    family: str | None = None
    register_ids: list[str] = []
    claims: list[str] = []


class NamesAct:
    """Says in the description that a judgement names its act, which in the model follows from its kind."""

    def __get_pydantic_json_schema__(self, core: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        schema = handler(core)
        for one in schema["oneOf"]:
            named = handler.resolve_ref_schema(one)
            named["required"] = [*(name for name in named.get("required", ()) if name != "act"), "act"]
        return schema


Asked = Annotated[
    MergeAsked | SplitAsked | PersonAsked | Standalone,
    Field(discriminator="act"),
    NamesAct(),
]
"""Every act. What follows from the register (the accounts of a merge, the id of what is split off) is not asked for."""


class Sent(BaseModel):
    """A decision: the judgement, why, and `on`: the `newest_entry` of the incident that was looked at."""

    judgement: Asked
    reason: Annotated[str, Field(min_length=1, max_length=4000)]
    on: Annotated[int, Field(ge=1, le=10**12)]

    @field_validator("*", mode="before")
    @classmethod
    def clean(cls, value: Any) -> Any:
        """Null characters and halves of characters, which no text of the register holds, are replaced in every text."""
        if isinstance(value, str):
            return replace_unstorable(value)
        if isinstance(value, dict):
            return {name: cls.clean(inner) for name, inner in value.items()}
        return [cls.clean(inner) for inner in value] if isinstance(value, list) else value


class Entered(BaseModel):
    """The number of the decision's entry, and the ids of the incidents that changed by it."""

    entry: int
    changed: list[str]


@router.post(
    "/incidents/{name}/decisions",
    status_code=201,
    responses={
        403: {"description": "The token only reads, or the role does not allow it.", "model": Problem},
        404: {"description": "There is no such incident.", "model": Problem},
        409: {
            "description": "It does not fit what the register holds now, or more is known than was seen.",
            "model": Refusal,
        },
    },
)
def enter(register: InHand, caller: Decider, name: Name, sent: Sent) -> Entered:
    """Enter one decision about an incident, as the token's user. What does not fit is refused with why, and nothing is entered."""
    incident = register.look.incident(name)
    if incident is None:
        raise HTTPException(404, "there is no such incident")
    if incident.id != name:
        raise HTTPException(409, f"it is part of {incident.id} now")
    judgement = _judgement(register, name, sent.judgement)
    if not caller.may(role := role_for(judgement, register, incident)):
        raise HTTPException(403, f"it takes the role {role}")
    done = decide(register, name, judgement, reason=sent.reason, on=sent.on)
    return Entered(entry=done.entry.seq, changed=list(done.changed))


def _judgement(register: Register, name: str, asked: Any) -> Judgement:
    """The word of the model."""
    match asked:
        case MergeAsked():
            return merge_of(register, name, asked.other)
        case SplitAsked():
            return split_of(register, name, asked.leaving)
        case PersonAsked():
            key = asked.key or person_key(secrets.token_bytes(8))
            names, ids, claims = map(tuple, (asked.names, asked.register_ids, asked.claims))
            return Person(key, names, asked.fate, asked.age, asked.sex, asked.role, asked.family, ids, claims)
    judgement: Judgement = asked
    return judgement
