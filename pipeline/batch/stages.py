"""What makes each stage now, and which of them were made by something else."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.batch.digest import LINK, PROGRAMME, stage_digests
from pipeline.data.files import sha256_of
from pipeline.data.store import Store
from pipeline.link.lineage.rarity import OWN_TABLE


def stages_now(store: Store) -> dict[str, str]:
    """Stage → the digest of what makes it now; a table of rarity of its own decides links too."""
    own = sha256_of(store.path("rarity", OWN_TABLE))
    digests = stage_digests()
    return digests | {LINK: digests[LINK] + own}


def stale_stages(store: Store, made: Mapping[str, str]) -> frozenset[str]:
    """The stages that were made by something else than there is now, and what rests on them."""
    now = stages_now(store)
    other = {stage for stage, digest in now.items() if made.get(stage) != digest}
    return frozenset(other | ({PROGRAMME} if LINK in other else set()))
