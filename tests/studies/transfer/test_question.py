"""A transfer is its query string, and what is learned at home is measured abroad as the engine would measure it."""

from __future__ import annotations

import pytest

from metacore.dials import DialError
from metacore.registry import algorithms
from metacore.studies.transfer.question import SHARED, Transfer

QUERY = "families=linear,opposite&algorithm=prototypical&shots=4&steps=100"


def test_a_transfer_is_read_back_from_its_own_query_string() -> None:
    transfer = Transfer.parse("families=sinusoid,gp&algorithm=alpaca&shots=5&steps=300&seed=7")
    assert Transfer.parse(transfer.query()) == transfer
    assert (transfer.families, transfer.algorithm, transfer.steps) == (("sinusoid", "gp"), "alpaca", 300)


@pytest.mark.parametrize(
    ("query", "parts"),
    [
        ("families=linear", ["families: “linear”", "2 to 8 of"]),
        ("families=linear,linear", ["families: “linear,linear”"]),
        ("families=linear,nonsense", ["families: “linear,nonsense”"]),
        ("families=linear,sinusoid", ["families: “linear,sinusoid”", "together"]),
        ("families=linear,moons&algorithm=alpaca", ["algorithm: “alpaca”"]),
        ("steps=7", ["steps: “7”", "100 to 20000"]),
        ("alpha=1", ["address: “alpha”"]),
    ],
)
def test_what_is_not_allowed_is_named_and_the_rest_is_kept(query: str, parts: list[str]) -> None:
    with pytest.raises(DialError) as fault:
        Transfer.parse(query)
    assert all(part in str(fault.value) for part in parts)
    pairs = [(name, text) for name, _, text in (pair.partition("=") for pair in query.split("&"))]
    transfer, faults = Transfer.lenient(pairs)
    assert faults and len(transfer.families) >= 2


def test_all_kinds_are_learned_with_the_same_network_and_rates() -> None:
    transfer = Transfer.parse("families=linear,circles,xor")
    shared = {tuple(getattr(transfer.home(name), dial) for dial in SHARED) for name in transfer.families}
    assert len(shared) == 1
    assert transfer.home("linear").hidden == transfer.home("circles").hidden == (20, 20)  # the widest of their own


@pytest.mark.parametrize("algorithm", [name for name, a in algorithms().items() if "classification" in a.card.serves])
def test_what_fits_can_be_adapted_and_what_does_not_is_known_beforehand(algorithm: str) -> None:
    transfer = Transfer.parse(f"families=linear,opposite,blobs&algorithm={algorithm}&classes=3")
    assert transfer.fits("linear", "opposite")
    assert transfer.fits("linear", "blobs") == (algorithm == "prototypical")


def test_kinds_of_different_width_share_a_network() -> None:
    transfer = Transfer.parse("families=linear,digits,table&classes=2&dataset=breast_cancer")
    assert {transfer.home(name).problem.features for name in transfer.families} == {64}
    assert all(transfer.fits(home, away) for home in transfer.families for away in transfer.families)
    assert transfer.open_dials == {"classes", "dataset"}
    assert Transfer.parse("families=linear,moons").open_dials == set()
