"""The designs as data: shapes and parameters, by hand."""

from math import prod

import pytest

from siamese_core import DESIGNS
from siamese_core.designs import BY_NAME, trace_branch, trace_head
from siamese_core.twins import expected_shapes

# Dense: inputs * units + units. Conv: 3 * 3 * channels * filters + filters.
MLP = [28 * 28 * 128 + 128, 128 * 128 + 128, 128 * 128 + 128]
CONVOLUTIONS = [9 * 1 * 24 + 24, 9 * 24 * 64 + 64, 9 * 64 * 96 + 96, 9 * 96 * 96 + 96]
MATCHNET_BRANCH = [*CONVOLUTIONS, 5 * 5 * 96 * 512 + 512]
METRIC_NETWORK = [2 * 512 * 1024 + 1024, 1024 * 1024 + 1024, 1024 * 2 + 2]

TABLE = {  # design: margin, layers with weights in a branch, and in the head; branch, shared and unshared
    "mnist_siamese": (1.0, MLP, [], 133_504, 133_504, 267_008),
    "matchnet": (None, MATCHNET_BRANCH, METRIC_NETWORK, 1_381_872, 3_483_122, 4_864_994),
    "cnn_contrastive": (1.0, MATCHNET_BRANCH, [], 1_381_872, 1_381_872, 2_763_744),
}


@pytest.mark.parametrize("name", DESIGNS)
def test_parameters_are_those_of_the_table(name):
    margin, branch_layers, head_layers, branch, shared, unshared = TABLE[name]
    design = BY_NAME[name]
    assert design.margin == margin
    assert [step.parameters for step in trace_branch(design) if step.weights] == branch_layers
    assert [step.parameters for step in trace_head(design) if step.weights] == head_layers
    assert sum(branch_layers) == branch == unshared - shared  # exactly one branch
    for is_shared, total in ((True, shared), (False, unshared)):
        assert sum(map(prod, expected_shapes(design, is_shared).values())) == total


@pytest.mark.parametrize("name", ["matchnet", "cnn_contrastive"])
def test_a_picture_on_its_way_through_the_matchnet_branch(name):
    assert [(step.layer.name, step.output_shape) for step in trace_branch(BY_NAME[name])] == [
        ("conv_1", (28, 28, 24)),  # same: 28 stays 28
        ("pool_1", (9, 9, 24)),  # nine whole windows of 3 in 28
        ("conv_2", (9, 9, 64)),
        ("conv_3", (7, 7, 96)),  # valid: 9 - 2
        ("conv_4", (5, 5, 96)),  # 7 - 2
        ("flatten", (2400,)),  # 5 * 5 * 96
        ("embedding", (512,)),
    ]


def test_a_picture_on_its_way_through_the_mlp():
    shapes = [step.output_shape for step in trace_branch(BY_NAME["mnist_siamese"])]
    assert shapes == [(784,)] + 5 * [(128,)]  # flatten, then dense, dropout, dense, dropout, dense


def test_two_embeddings_on_their_way_through_the_metric_network():
    assert [step.output_shape for step in trace_head(BY_NAME["matchnet"])] == [(1024,), (1024,), (2,)]


def test_arrays_have_names_and_shapes():
    first, *_ = trace_branch(BY_NAME["matchnet"])
    assert first.weights == {"conv_1/kernel": (3, 3, 1, 24), "conv_1/bias": (24,)}
    last = trace_branch(BY_NAME["mnist_siamese"])[-1]
    assert last.weights == {"embedding/kernel": (128, 128), "embedding/bias": (128,)}


@pytest.mark.parametrize("design", BY_NAME.values(), ids=DESIGNS)
def test_the_embedding_is_as_long_as_the_branchs_last_layer(design):
    assert trace_branch(design)[-1].output_shape == (design.dim,)
