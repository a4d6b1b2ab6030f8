"""Frozen dataclasses, made quickly.

`dataclasses` (as of Python 3.11) writes six methods of each class as text and compiles them one by
one when the class is loaded. A run loads some 250 classes before it has read a line: that took a
tenth of a second. Here `__init__` alone is compiled then; equality and the hash are when somebody
asks for them first, which is so of few classes; what shows a value and what refuses to change one
is the same function for all. `__init__` writes the slots themselves, which takes half the time.

To whoever reads the code, and to type checkers, `dataclass` is that of the standard library; so is
what it does, of which the tests compare every part.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any, NoReturn

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from dataclasses import dataclass as dataclass
else:

    def dataclass(cls: type | None = None, /, **options: bool) -> Any:
        """The decorator: quick for `frozen=True, slots=True` alone, otherwise the usual one."""
        if options != _QUICK:
            return dataclasses.dataclass(cls, **options)
        return _frozen if cls is None else _frozen(cls)


_QUICK = {"frozen": True, "slots": True}
_NO = dataclasses.MISSING


def _frozen(cls: type) -> type:
    """A class as `dataclass(frozen=True, slots=True)` makes it."""
    if hasattr(cls, "__post_init__") or dataclasses.is_dataclass(cls):  # as one of its bases is
        return dataclasses.dataclass(frozen=True, slots=True)(cls)
    own = {name for name, value in vars(cls).items() if value is not None}
    made: Any = dataclasses.dataclass(init=False, repr=False, eq=False, slots=True)(cls)
    made.__dataclass_params__.frozen = True  # so the usual one lets others inherit from it
    fields = dataclasses.fields(made)
    made.__init__ = _init(made, fields)
    made.__setattr__, made.__delattr__ = _refuse_change, _refuse_loss
    made.__getstate__, made.__setstate__ = _state, _put_back
    for name, method in (("__repr__", _shown), ("__eq__", _equal), ("__hash__", _hash)):
        if name not in own:
            setattr(made, name, method)
    return made  # type: ignore[no-any-return]


# --- made at once ----------------------------------------------------------------------------


def _init(cls: type, fields: Sequence[dataclasses.Field[Any]]) -> Callable[..., None]:
    """The `__init__` of a class: `_a` writes the slot of field `a`, `_a_` is what it has by
    default, or makes that."""
    known: dict[str, Any] = {"_no": _NO}
    arguments, lines = ["self"], []
    for field in fields:
        name, value = field.name, field.name
        known[f"_{name}"] = getattr(cls, name).__set__
        if field.default_factory is not _NO:
            known[f"_{name}_"], value = field.default_factory, f"_{name}_()"
            if field.init:
                value += f" if {name} is _no else {name}"
                arguments.append(f"{name}=_no")
        elif field.default is not _NO:
            known[f"_{name}_"] = field.default
            arguments.append(f"{name}=_{name}_")
        else:
            arguments.append(name)
        lines.append(f"_{name}(self, {value})")
    return _compiled(cls, "__init__", arguments, lines or ["pass"], known)


def _compiled(
    cls: type,
    name: str,
    arguments: Iterable[str],
    lines: Iterable[str],
    known: dict[str, Any],
) -> Callable[..., Any]:
    """A method of a class from its text, which says nothing but names of fields."""
    exec(f"def {name}({', '.join(arguments)}):\n " + "\n ".join(lines), known)
    method: Callable[..., Any] = known[name]
    method.__qualname__ = f"{cls.__qualname__}.{name}"
    return method


# --- the same for all ------------------------------------------------------------------------


def _shown(self: Any) -> str:
    fields = [f.name for f in dataclasses.fields(self) if f.repr]
    told = ", ".join([f"{name}={getattr(self, name)!r}" for name in fields])
    return f"{type(self).__qualname__}({told})"


def _refuse_change(self: Any, name: str, value: Any) -> NoReturn:
    raise dataclasses.FrozenInstanceError(f"cannot assign to field {name!r}")


def _refuse_loss(self: Any, name: str) -> NoReturn:
    raise dataclasses.FrozenInstanceError(f"cannot delete field {name!r}")


def _state(self: Any) -> list[Any]:
    return [getattr(self, name) for name in self.__slots__]


def _put_back(self: Any, state: Sequence[Any]) -> None:
    for name, value in zip(self.__slots__, state, strict=True):
        object.__setattr__(self, name, value)


# --- made when they are asked for ------------------------------------------------------------


def _hash(self: Any) -> int:
    fields = dataclasses.fields(self)
    told = [f.name for f in fields if (f.compare if f.hash is None else f.hash)]
    cls = type(self)
    lines = [f"return hash({_values('self', told)})"]
    cls.__hash__ = _compiled(cls, "__hash__", ["self"], lines, {})
    return hash(self)


def _equal(self: Any, other: object) -> bool:
    cls = type(self)
    told = [field.name for field in dataclasses.fields(self) if field.compare]
    lines = [
        "if other.__class__ is self.__class__:",
        f" return {_values('self', told)} == {_values('other', told)}",
        "return NotImplemented",
    ]
    cls.__eq__ = _compiled(cls, "__eq__", ["self", "other"], lines, {})
    return cls.__eq__(self, other)  # type: ignore[no-any-return]


def _values(one: str, names: Iterable[str]) -> str:
    """The text of a tuple of some fields."""
    return f"({''.join([f'{one}.{name}, ' for name in names])})"
