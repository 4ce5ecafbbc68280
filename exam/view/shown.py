"""The base of everything that a candidate may see: frozen, strict, closed to unknown keys."""

from pydantic import BaseModel, ConfigDict


class Shown(BaseModel):
    """A value that a candidate may see; unknown keys and loose types are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, defer_build=True)
