"""What every model of arguments shares: unknown names refused, errors in plain French."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, Self

from pydantic import BaseModel, ConfigDict, ValidationError, model_validator

from ftcrawler.arguments.argument_refusals import fault_report, field_faults
from ftcrawler.exceptions import ArgumentError

# How Python hands on bytes that it cannot read.
_HALVES: Final = re.compile("[\ud800-\udfff]")

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pydantic import ModelWrapValidatorHandler


class Arguments(BaseModel):
    """Subclasses declare fields; every refusal comes out as one ArgumentError that lists all.

    A blank value counts as not given: forms and scripts send those.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    @classmethod
    def names(cls) -> list[str]:
        """Return the names that a person may give, in the order of the fields."""
        return [field.alias or name for name, field in cls.model_fields.items()]

    @classmethod
    def combination_faults(cls, given: Mapping[str, str]) -> dict[str, str]:
        """Return what is wrong between arguments *given*; subclasses add to it."""
        del given
        return {}

    @model_validator(mode="wrap")
    @classmethod
    def _in_plain_words(
        cls, data: Mapping[str, Any], handler: ModelWrapValidatorHandler[Self]
    ) -> Self:
        names = cls.names()
        texts = {_read(n): _read(str(v)).strip() for n, v in data.items() if v is not None}
        given = {name: text for name, text in texts.items() if text or name not in names}
        faults = cls.combination_faults(given)
        try:
            arguments = handler(given)
        except ValidationError as exc:
            faults |= field_faults(exc, names)
            raise ArgumentError(fault_report(faults)) from None
        if faults:
            raise ArgumentError(fault_report(faults))
        return arguments


def _read(text: str) -> str:
    """Return *text* with U+FFFD, which no value has, for bytes that are no UTF-8."""
    return _HALVES.sub("\ufffd", text)
