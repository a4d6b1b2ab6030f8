"""Inputs that may be one document are found, and a phrase in common makes none."""

from __future__ import annotations

import random
from itertools import combinations
from zlib import crc32

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.batch.agreement import Text, Unit, may_be_same, same_text
from pipeline.batch.near import Nearness, near, text_names


def digests(seed: str, count: int) -> list[int]:
    chance = random.Random(seed)
    return [chance.getrandbits(32) for _ in range(count)]


def misread(text: list[int], share: float, seed: int) -> list[int]:
    """A reading of a text of which a share of the runs came out otherwise."""
    chance = random.Random(seed)
    return [crc32(b"%d" % run) if chance.random() < share else run for run in text]


def test_two_readings_of_one_text_are_found() -> None:
    found = 0
    for seed in range(100):
        text = digests(f"text {seed}", 150)
        found += near(text_names(text), text_names(misread(text, 0.08, seed)))
    assert found >= 97


def test_texts_of_one_form_are_not_one() -> None:
    form = digests("form", 52)
    texts = {n: tuple(text_names(form + digests(f"own {n}", 98))) for n in range(150)}
    nearness = Nearness(texts)
    # Of 11,175 pairs few are looked at; that a third is in common, the sketches say.
    assert 40 < len(list(nearness._hints())) < 1000
    assert len(nearness.groups()) == 150


@settings(max_examples=30, deadline=None)
@given(st.lists(st.frozensets(st.sampled_from("abcdefgh"), min_size=1, max_size=3), max_size=12))
def test_groups_are_what_names_join_directly_or_through_others(names: list[frozenset[str]]) -> None:
    nearness = Nearness(dict(enumerate(names)))
    groups = nearness.groups()
    assert sorted(at for group in groups for at in group) == list(range(len(names)))
    home = {at: number for number, group in enumerate(groups) for at in group}
    for at, own in enumerate(names):
        assert {home[key] for key in nearness.of(own)} == {home[at]}
        assert at in nearness.of(own)
    for group in groups:
        reached = [group[0]]
        for at in reached:
            reached += sorted(nearness.of(names[at]) - set(reached))
        assert sorted(reached) == sorted(group)


_words = st.lists(st.sampled_from("abcdefg"), min_size=1, max_size=30).map(" ".join)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(_words, st.booleans()), min_size=2, max_size=8))
def test_no_pair_of_one_text_is_passed_over(drawn: list[tuple[str, bool]]) -> None:
    texts = [Text((Unit(None, (), (words,), 0, pictured),)) for words, pictured in drawn]
    found = may_be_same(texts)
    for one, other in combinations(range(len(texts)), 2):
        if same_text(texts[one], texts[other]):
            assert other in found[one]
            assert one in found[other]
