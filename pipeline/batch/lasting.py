"""What a document was called before it is called again: keys that last over runs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import field

from pipeline.batch.published import Published
from pipeline.data.files import sha256_of
from pipeline.data.state import Identity, KnownInput, State
from pipeline.data.store import MANIFEST, Store
from pipeline.frozen import dataclass


@dataclass(frozen=True, slots=True)
class LastingKeys:
    """The keys of inputs, as they were published, also of those taken out since."""

    by_input: Mapping[Identity, str] = field(default_factory=dict)
    by_mark: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, state: State) -> LastingKeys:
        """Those an output knows; an input that moved is known by what was read of it."""
        known = sorted(state.inputs(), key=lambda one: (one.gone is None, one.gone or ""))
        return cls(
            {(one.root, one.name): one.doc_id for one in known},
            {one.mark: one.doc_id for one in known if one.mark},
        )

    def had(self, key: str, inputs: Iterable[tuple[Identity, str]]) -> list[str]:
        """The keys that inputs (with their marks) had and that still go with a document's own."""
        told = list(inputs)
        found = [self.by_input.get(identity) for identity, _ in told]
        found += [self.by_mark.get(mark) for _, mark in told]
        return [one for one in dict.fromkeys(found) if one is not None and _goes_with(one, key)]


def _goes_with(lasting: str, key: str) -> bool:
    """Whether a key is a document's own, or made from it to tell it from another."""
    return lasting == key or bool(re.fullmatch(rf"{re.escape(key)}-([0-9a-f]{{8}}|\d+)", lasting))


def follow(state: State, store: Store, documents: Iterable[Published]) -> None:
    """Let the database of an output know what is published, unless it does."""
    manifest = sha256_of(store.folder / MANIFEST)
    if manifest and not state.follows(manifest):
        state.follow(
            manifest,
            [
                KnownInput(root, name, mark, document.doc_id)
                for document in documents
                for root, name, mark in document.inputs
            ],
        )
