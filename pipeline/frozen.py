"""Frozen dataclasses, made quickly.

`dataclasses` (as of Python 3.11) writes six methods of each class as text and compiles them one by
one when the class is loaded. A run loads some 250 classes before it has read a line: that took a
tenth of a second. Here `__init__` alone is compiled then; equality and the hash are when somebody
asks for them first, which is so of few classes; what shows a value and what refuses to change one
is the same function for all. `__init__` writes the slots themselves, which takes half the time.

Modules that every run loads take `dataclass` from here; readers of one kind of files, which a run
loads when it meets such a file, may take that of the standard library. To whoever reads the code,
and to type checkers, it is the same one; so is what it does, of which the tests compare every part.
What few classes have (see `_is_plain`) is left to the usual one.
"""

from __future__ import annotations

import dataclasses
import inspect
from reprlib import recursive_repr
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


class _Made:
    """What stands for a value that is made, in place of an argument that was not given."""

    def __repr__(self) -> str:
        return "<factory>"


_NOT_GIVEN = _Made()
_OF_OTHERS = frozenset(
    ("__init__", "__post_init__", "__setattr__", "__delattr__", "__getstate__", "__setstate__")
)
"""Methods that are made here unless a class has its own, or that `__init__` would have to call."""
_ARGUMENTS = ("KW_ONLY", "InitVar")
"""Annotations that are no fields and say what `__init__` takes."""


def _frozen(cls: type) -> type:
    """A class as `dataclass(frozen=True, slots=True)` makes it."""
    if not _is_plain(cls):
        return dataclasses.dataclass(frozen=True, slots=True)(cls)
    own, doc = set(vars(cls)), cls.__doc__
    cls.__doc__ = doc or " "  # the usual one would write it from what is not made yet
    if vars(cls).get("__hash__") is None and "__eq__" in own:
        own.discard("__hash__")  # Python itself has set it
    made: Any = dataclasses.dataclass(init=False, repr=False, eq=False, slots=True)(cls)
    for option in ("init", "repr", "eq", "frozen"):  # for others that inherit from it
        setattr(made.__dataclass_params__, option, True)
    made.__init__ = _init(made, dataclasses.fields(made))
    made.__setattr__, made.__delattr__ = _refuse_change, _refuse_loss
    made.__getstate__, made.__setstate__ = _state, _put_back
    methods = (("__repr__", _shown), ("__eq__", _equality(made)), ("__hash__", _hashing(made)))
    for name, method in methods:
        if name not in own:
            setattr(made, name, method)
    if not doc:
        made.__doc__ = f"{made.__name__}{inspect.signature(made)}".replace(" -> None", "")
    return made  # type: ignore[no-any-return]


def _is_plain(cls: type) -> bool:
    """Whether a class has none of what is left to the usual decorator: a base that is a dataclass,
    that is abstract or has slots of its own, methods in place of those made here, arguments that
    are no fields or are given by name alone."""
    given = [value for value in vars(cls).values() if isinstance(value, dataclasses.Field)]
    return not (
        dataclasses.is_dataclass(cls)
        or hasattr(cls, "__abstractmethods__")
        or hasattr(cls, "__post_init__")
        or any(vars(base).get("__slots__") for base in cls.__mro__[1:])
        or not _OF_OTHERS.isdisjoint(vars(cls))
        or "self" in cls.__annotations__
        or any(word in str(kind) for kind in cls.__annotations__.values() for word in _ARGUMENTS)
        or any(field.kw_only is True for field in given)
    )


# --- made at once ----------------------------------------------------------------------------


def _init(cls: type, fields: Sequence[dataclasses.Field[Any]]) -> Callable[..., None]:
    """The `__init__` of a class: `_set_a` writes the slot of field `a`, `_default_a` is what it has
    by default, or makes that."""
    known: dict[str, Any] = {"_not_given": _NOT_GIVEN}
    arguments, lines = ["self"], []
    for field in fields:
        name = field.name
        given, value = _argument(field)
        if field.default_factory is not _NO:
            known[f"_default_{name}"] = field.default_factory
        elif field.default is not _NO:
            known[f"_default_{name}"] = field.default
        if given:
            arguments.append(given)
        if value:
            known[f"_set_{name}"] = getattr(cls, name).__set__
            lines.append(f"_set_{name}(self, {value})")
    method = _compiled(cls, "__init__", arguments, lines or ["pass"], known)
    method.__annotations__ = {field.name: field.type for field in fields if field.init}
    method.__annotations__["return"] = None
    return method


def _argument(field: dataclasses.Field[Any]) -> tuple[str, str]:
    """What `__init__` takes for a field, and what it writes; blank where it does not."""
    name, default = field.name, f"_default_{field.name}"
    if field.default_factory is not _NO:
        made = f"{default}()"
        either = f"{made} if {name} is _not_given else {name}"
        return (f"{name}=_not_given", either) if field.init else ("", made)
    if field.default is not _NO:
        return (f"{name}={default}", name) if field.init else ("", default)
    return (name, name) if field.init else ("", "")


def _compiled(
    cls: type,
    name: str,
    arguments: Iterable[str],
    lines: Iterable[str],
    known: dict[str, Any],
) -> Callable[..., Any]:
    """A method of a class from its text, which says nothing but names of fields."""
    known["__name__"] = cls.__module__
    exec(f"def {name}({', '.join(arguments)}):\n " + "\n ".join(lines), known)
    method: Callable[..., Any] = known[name]
    method.__qualname__ = f"{cls.__qualname__}.{name}"
    return method


# --- the same for all ------------------------------------------------------------------------


@recursive_repr()
def _shown(self: Any) -> str:
    fields = [f.name for f in dataclasses.fields(self) if f.repr]
    told = ", ".join([f"{name}={getattr(self, name)!r}" for name in fields])
    return f"{type(self).__qualname__}({told})"


def _refuse_change(self: Any, name: str, value: Any) -> NoReturn:
    raise dataclasses.FrozenInstanceError(f"cannot assign to field {name!r}")


def _refuse_loss(self: Any, name: str) -> NoReturn:
    raise dataclasses.FrozenInstanceError(f"cannot delete field {name!r}")


def _state(self: Any) -> list[Any]:
    return [getattr(self, field.name) for field in dataclasses.fields(self)]


def _put_back(self: Any, state: Sequence[Any]) -> None:
    for field, value in zip(dataclasses.fields(self), state, strict=True):
        object.__setattr__(self, field.name, value)


# --- made when they are asked for ------------------------------------------------------------


def _hashing(cls: Any) -> Callable[[Any], int]:
    """The hash of a class, which puts a compiled one in its place when it is asked for."""

    def first_hash(self: Any) -> int:
        fields = dataclasses.fields(cls)
        told = [f.name for f in fields if (f.compare if f.hash is None else f.hash)]
        lines = [f"return hash({_values('self', told)})"]
        cls.__hash__ = _compiled(cls, "__hash__", ["self"], lines, {})
        return cls.__hash__(self)  # type: ignore[no-any-return]

    return first_hash


def _equality(cls: Any) -> Callable[[Any, object], bool]:
    """The equality of a class, which puts a compiled one in its place when it is asked for."""

    def first_equal(self: Any, other: object) -> bool:
        told = [field.name for field in dataclasses.fields(cls) if field.compare]
        lines = [
            "if other.__class__ is self.__class__:",
            f" return {_values('self', told)} == {_values('other', told)}",
            "return NotImplemented",
        ]
        cls.__eq__ = _compiled(cls, "__eq__", ["self", "other"], lines, {})
        return cls.__eq__(self, other)  # type: ignore[no-any-return]

    return first_equal


def _values(one: str, names: Iterable[str]) -> str:
    """The text of a tuple of some fields."""
    return f"({''.join([f'{one}.{name}, ' for name in names])})"
