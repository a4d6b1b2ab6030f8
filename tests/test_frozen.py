"""The quick decorator makes what the usual one makes: every part is compared."""

from __future__ import annotations

import copy
import dataclasses
import inspect
import pickle
from collections.abc import Callable
from typing import Any, Generic, TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import frozen

Content = TypeVar("Content")


def _classes(dataclass: Callable[..., Any]) -> dict[str, Any]:
    """Classes with all that a class here may have, made by one decorator or the other."""

    @dataclass(frozen=True, slots=True)
    class Plain:
        """Plain fields."""

        one: int
        two: str = "two"
        three: tuple[int, ...] = ()

    @dataclass(frozen=True, slots=True)
    class Made:
        """Fields that are made, and such as are not compared, shown or asked for."""

        name: str
        found: list[int] = dataclasses.field(default_factory=list)
        aside: int = dataclasses.field(default=3, compare=False)
        silent: int = dataclasses.field(default=4, repr=False, hash=False)
        own: dict[str, int] = dataclasses.field(default_factory=dict, init=False, compare=False)

        @property
        def first(self) -> str:
            """A property."""
            return self.name[:1]

    @dataclass(frozen=True, slots=True)
    class Nothing:
        """No field."""

    @dataclass(frozen=True, slots=True)
    class Alike:
        """Its own idea of what is equal."""

        text: str

        def __eq__(self, other: object) -> bool:
            return isinstance(other, Alike) and self.text.lower() == other.text.lower()

        def __repr__(self) -> str:
            return f"<{self.text}>"

    @dataclass(frozen=True, slots=True)
    class Holding(Generic[Content]):
        """A base that is no dataclass."""

        content: Content

    @dataclass(frozen=True, slots=True)
    class Longer(Plain):
        """A base that is one."""

        four: int = 4

    @dataclass(frozen=True, slots=True)
    class Looked:
        """Looks at itself when it is made."""

        size: int
        double: int = dataclasses.field(init=False)

        def __post_init__(self) -> None:
            object.__setattr__(self, "double", 2 * self.size)

    @dataclass(frozen=True, slots=True)
    class Named:
        """Names that look like those of the decorator itself, one given by name alone."""

        no: int
        a: list[int] = dataclasses.field(default_factory=list)
        a_: int = 5
        fixed: int = dataclasses.field(default=3, init=False)
        _: dataclasses.KW_ONLY
        last: int = 8

    @dataclass(frozen=True, slots=True)
    class Unhashed:
        """Without a hash, and made its own way."""

        size: int
        __hash__ = None  # type: ignore[assignment]

        def __init__(self, half: int) -> None:
            object.__setattr__(self, "size", 2 * half)

    class Slotted:
        __slots__ = ("one",)

    @dataclass(frozen=True, slots=True)
    class Over(Slotted):
        one: int
        two: dataclasses.InitVar[int] = 2

    found = (Plain, Made, Nothing, Alike, Holding, Longer, Looked, Named, Unhashed, Over)
    return {cls.__name__: cls for cls in found}


USUAL, QUICK = _classes(dataclasses.dataclass), _classes(frozen.dataclass)
VALUES: dict[str, list[tuple[Any, ...]]] = {
    "Plain": [(1,), (1, "two"), (2, "x", (1, 2))],
    "Made": [("a", (1,)), ("a", (1,), 9), ("a", (1,), 3, 8), ("b", (2,))],
    "Nothing": [(), ()],
    "Alike": [("a",), ("A",), ("b",)],
    "Holding": [(1,), ((1, 2),), (None,)],
    "Longer": [(1,), (1, "two", (), 5)],
    "Looked": [(1,), (2,)],
    "Named": [(1,), (1, [2], 3)],
    "Unhashed": [(1,), (2,)],
    "Over": [(1,), (1, 2)],
}


def _hashed(one: Any) -> object:
    try:
        return hash(one)
    except TypeError as error:
        return str(error)


@pytest.mark.parametrize("name", USUAL)
def test_a_class_is_what_the_usual_decorator_makes(name: str) -> None:
    usual, quick = USUAL[name], QUICK[name]
    assert quick.__slots__ == usual.__slots__
    assert quick.__match_args__ == usual.__match_args__
    assert quick.__doc__ == usual.__doc__
    assert quick.__init__.__qualname__ == usual.__init__.__qualname__
    told = [
        [(f.name, f.type, f.init, f.repr, f.compare, f.hash) for f in dataclasses.fields(cls)]
        for cls in (usual, quick)
    ]
    assert told[0] == told[1]
    assert str(inspect.signature(quick)) == str(inspect.signature(usual))
    assert quick.__init__.__module__ == usual.__init__.__module__
    assert repr(quick.__dataclass_params__) == repr(usual.__dataclass_params__)


@pytest.mark.parametrize("name", USUAL)
def test_values_are_shown_compared_and_hashed_as_usual(name: str) -> None:
    usual = [USUAL[name](*values) for values in VALUES[name]]
    quick = [QUICK[name](*values) for values in VALUES[name]]
    assert [repr(one) for one in quick] == [repr(one) for one in usual]
    assert [[a == b for b in quick] for a in quick] == [[a == b for b in usual] for a in usual]
    assert [_hashed(one) for one in quick] == [_hashed(one) for one in usual]
    assert quick[0] != usual[0]
    assert quick[0] != "another type"


@pytest.mark.parametrize("made", USUAL)
def test_a_value_can_be_copied_and_not_changed(made: str) -> None:
    one = QUICK[made](*VALUES[made][-1])
    assert copy.deepcopy(one) == copy.copy(one) == one
    if made not in ("Unhashed", "Over", "Named"):  # which take what is no field, or not all
        assert dataclasses.replace(one) == one
    for name in (field.name for field in dataclasses.fields(one)):
        with pytest.raises(dataclasses.FrozenInstanceError, match=f"assign to field '{name}'"):
            setattr(one, name, getattr(one, name))
        with pytest.raises(dataclasses.FrozenInstanceError, match=f"delete field '{name}'"):
            delattr(one, name)
    with pytest.raises((dataclasses.FrozenInstanceError, TypeError)):  # the usual one trips here
        one.other = 1


@pytest.mark.parametrize("classes", [USUAL, QUICK])
def test_what_inherits_keeps_its_own_methods_and_its_values(classes: dict[str, Any]) -> None:
    base: Any = classes["Plain"]

    class Inherits(base):  # type: ignore[misc]
        __slots__ = ()

        def __hash__(self) -> int:
            return super().__hash__() + 1

        def __eq__(self, other: object) -> bool:
            return super().__eq__(other) and "own"  # type: ignore[return-value]

    one = Inherits(1)
    for _ in range(2):
        assert (one == one, hash(one)) == ("own", hash(base(1)) + 1)
    assert copy.copy(one).one == 1


@pytest.mark.parametrize("classes", [USUAL, QUICK])
def test_a_value_within_itself_is_shown(classes: dict[str, Any]) -> None:
    found: list[Any] = []
    one = classes["Made"]("a", found)
    found.append(one)
    assert "found=[...]" in repr(one)


def test_what_is_made_is_made_for_each() -> None:
    one, other = QUICK["Made"]("a"), QUICK["Made"]("a")
    assert one == other
    assert one.found is not other.found
    assert one.own is not other.own


def test_what_lacks_is_told_as_usual() -> None:
    for values in ((), (1, 2, 3, 4)):
        told = []
        for cls in (USUAL["Plain"], QUICK["Plain"]):
            with pytest.raises(TypeError) as error:
                cls(*values)
            told.append(str(error.value))
        assert told[0] == told[1]


def test_other_options_are_those_of_the_usual_decorator() -> None:
    @frozen.dataclass(slots=True)
    class Open:
        size: int = 1

    one = Open()
    one.size = 2
    assert one == Open(2)


@frozen.dataclass(frozen=True, slots=True)
class Sent:
    """Goes to another process."""

    name: str
    size: int = 0


@given(st.builds(Sent, st.text(), st.integers()))
def test_a_value_is_the_same_in_another_process(one: Sent) -> None:
    for protocol in range(2, pickle.HIGHEST_PROTOCOL + 1):
        assert pickle.loads(pickle.dumps(one, protocol)) == one
