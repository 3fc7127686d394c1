"""Options that several commands have: given to a command as one object.

Owns how the options of one function become those of another; knows none of them.
"""

from __future__ import annotations

import functools
import inspect
import typing
from collections.abc import Callable
from typing import Any

__all__ = ["grouped"]

_Command = Callable[..., None]


def grouped(
    name: str,
    options: Callable[..., Any],
    also: Callable[[Any, dict[str, Any]], dict[str, Any]] | None = None,
    *,
    last: bool = False,
) -> Callable[[_Command], _Command]:
    """Give a command the options of `options`, and what that makes of them as its argument `name`.

    They stand where the argument stands, or behind all others if they are `last`. `also` changes the command's other
    arguments once the object is there. An option that the command has itself is both's.
    """
    added = inspect.signature(options)

    def decorate(command: _Command) -> _Command:
        hints = typing.get_type_hints(options, include_extras=True)
        hints |= typing.get_type_hints(command, include_extras=True)
        own = inspect.signature(command).parameters
        new = [parameter for option, parameter in added.parameters.items() if option not in own]

        @functools.wraps(command)
        def wrapper(*args: Any, **kwargs: Any) -> None:
            made = options(**{option: (kwargs.get if option in own else kwargs.pop)(option) for option in added.parameters})
            others = kwargs if also is None else also(made, kwargs)
            command(*args, **{name: made}, **others)

        parameters: list[inspect.Parameter] = []
        for parameter in inspect.signature(command).parameters.values():
            if parameter.name != name:
                parameters.append(parameter)
            elif not last:
                parameters += new
        parameters += new if last else []
        keyword = inspect.Parameter.KEYWORD_ONLY
        told = [one.replace(kind=keyword, annotation=hints[one.name]) for one in parameters]
        vars(wrapper)["__signature__"] = inspect.Signature(told)
        wrapper.__annotations__ = {one.name: hints[one.name] for one in told} | {"return": None}
        return wrapper

    return decorate
