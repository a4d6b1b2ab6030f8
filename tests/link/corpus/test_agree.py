"""Links and claims say the same, or say that they do not."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from pipeline.cli import main
from pipeline.data.records import AmendmentRecord, LinkRecord
from pipeline.data.store import Store
from pipeline.link.corpus.agree import agreed, as_compared, disputes
from tests.support.published import published


def link(other: str, status: str = "accepted", relation: str = "same") -> LinkRecord:
    return LinkRecord(
        "new/1/0001", other, "new", "old", relation, 90.0, 90.0, 100.0, "title", status
    )


def claim(other: str, row: str = "new/1/0001", sub: str | None = None) -> AmendmentRecord:
    return AmendmentRecord(
        f"{row}-{other}", "new/fn/1/1", "new", row, "footnote", "amended", "3/NQ-CP", None, None,
        "1", sub, "Việc", 90.0, "old", other, 100.0, "resolved",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("links", "claims", "expected"),
    [
        ([link("old/1/0001")], [], [("old/1/0001", "same", "accepted", None)]),
        ([link("old/1/0001")], ["old/1/0001"], [("old/1/0001", "same", "accepted", "agrees")]),
        (
            [link("old/1/0001", "review")],
            ["old/1/0001"],
            [("old/1/0001", "same", "accepted", "settles")],
        ),
        ([], ["old/1/0001"], [("old/1/0001", "same", "accepted", "alone")]),
        (
            [link("old/1/0001")],
            ["old/1/0002"],
            [
                ("old/1/0001", "same", "review", "disputes"),
                ("old/1/0002", "same", "review", "alone"),
            ],
        ),
        (
            [],
            ["old/1/0001", "old/1/0002"],
            [
                ("old/1/0001", "merged", "accepted", "alone"),
                ("old/1/0002", "merged", "accepted", "alone"),
            ],
        ),
    ],
)  # fmt: skip
def test_links_are_weighed_against_claims(
    links: list[LinkRecord], claims: list[str], expected: list[tuple[str, ...]]
) -> None:
    told = [claim(other) for other in claims]
    found = agreed(links, told)
    assert [(k.other_row_id, k.relation, k.status, k.claim) for k in found] == expected
    assert agreed(found, told) == found
    assert [as_compared(k) for k in agreed(found, ())] == links


def test_several_rows_that_claim_one_are_its_parts() -> None:
    told = [claim("old/1/0001", f"new/1/000{n}") for n in (1, 2)]
    assert {k.relation for k in agreed([], told)} == {"split"}


def test_a_dispute_names_both_readings() -> None:
    found = agreed([link("old/1/0001")], [claim("old/1/0002")])
    assert [(k.other_row_id, others) for k, others in disputes(found)] == [
        ("old/1/0001", ["old/1/0002"])
    ]


def test_every_resolved_claim_of_the_corpus_has_its_link() -> None:
    store = Store(published())
    for doc_id in store.doc_ids():
        links = {(k.row_id, k.other_row_id): k for k in store.read(doc_id, "links")}
        disputed = {k.row_id for k in links.values() if k.claim == "disputes"}
        for record in store.read(doc_id, "amendments"):
            if record.row_id is None or record.original_row_id is None:
                continue
            found = links[record.row_id, record.original_row_id]
            assert found.claim is not None
            assert (found.status == "accepted") == (record.row_id not in disputed)


@pytest.mark.parametrize(
    ("row_id", "said", "unsaid"),
    [
        ("11-nq-cp-2026/1/0008", "same: 03-nq-cp-2025/1/0058", "0042"),
        ("11-nq-cp-2026/1/0005", "same: 03-nq-cp-2025/1/0042", "split"),
        ("11-nq-cp-2026/2/0106", "71/NQ-CP (2025-04-01), Phụ lục II, no. 89.86", "No other"),
        ("11-nq-cp-2026/2/0106", "lead: Bộ Tư pháp", "first known"),
        ("11-nq-cp-2026/2/0040", "71/NQ-CP (2025-04-01), Phụ lục II, no. 89.13", "No other"),
    ],
)
def test_trace_weighs_years_and_tells_of_documents_that_are_not_there(
    row_id: str, said: str, unsaid: str
) -> None:
    done = CliRunner().invoke(main, ["trace", row_id, "--out", str(published())])
    assert done.exit_code == 0, done.output
    assert said in done.output
    assert unsaid not in done.output


def test_trace_shows_every_amendment_of_an_absent_document() -> None:
    store = Store(published())
    for record in store.read("11-nq-cp-2026", "amendments"):
        if record.status != "cited" or record.row_id is None or record.action == "new":
            continue
        done = CliRunner().invoke(main, ["trace", record.row_id, "--out", str(published())])
        path = ".".join(filter(None, (record.original_stt, record.original_sub)))
        assert f"{record.original_number} (2025-04-01), Phụ lục II, no. {path}" in done.output
