"""A value that an option or an argument cannot have, in words that name it.

The parser says what it has expected; which value it was given is only in the cause of its error.
"""

from __future__ import annotations

from typing import Any

__all__ = ["in_words"]


def in_words(error: BaseException | None) -> str | None:
    """`'80%' is not a whole number`, of the cause of a parser's error; None if that is not about a value."""
    found: Any = getattr(error, "errors", lambda: None)()
    if not found:
        return None
    first: dict[str, Any] = found[0]
    value, limits = first["input"], first.get("ctx", {})
    shown = repr(value) if isinstance(value, str) else str(value)
    match first["type"]:
        case "int_parsing" | "int_from_float" | "int_type":
            return f"{shown} is not a whole number"
        case "int_parsing_size":
            return "there is no number of so many digits"
        case "float_parsing" | "float_type":
            return f"{shown} is not a number"
        case "bool_parsing" | "bool_type":
            return f"{shown} is neither yes nor no"
        case "greater_than_equal":
            return f"{shown} is not a number from {limits['ge']:g}"
        case "less_than_equal":
            return f"{shown} is not a number up to {limits['le']:g}"
        case "value_error":
            return str(limits["error"]).removesuffix(".")
        case _:
            return f"{shown}: {first['msg']}"
