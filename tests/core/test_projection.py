import numpy as np
import pytest

from siamese_core.projection import fit_pca


def test_points_on_a_line_have_one_axis_that_holds_all_variance():
    pca = fit_pca(np.array([[0.0, 0.0], [3.0, 4.0], [6.0, 8.0]]), dims=2)
    np.testing.assert_allclose(pca.mean, [3, 4])
    np.testing.assert_allclose(pca.axes[0], [0.6, 0.8])
    np.testing.assert_allclose(pca.shares, [1, 0], atol=1e-12)
    np.testing.assert_allclose(
        pca.project(np.array([[6.0, 8.0]])), [[5, 0]], atol=1e-6
    )  # 3-4-5, from the mean


def test_it_agrees_with_scikit_learn():
    from sklearn.decomposition import PCA

    vectors = np.random.default_rng(0).normal(size=(200, 12)) * np.arange(1, 13)
    ours, theirs = fit_pca(vectors), PCA(3).fit(vectors)
    np.testing.assert_allclose(ours.shares, theirs.explained_variance_ratio_, rtol=1e-9)
    np.testing.assert_allclose(np.abs(ours.axes), np.abs(theirs.components_), atol=1e-9)


def test_the_axes_are_at_right_angles():
    pca = fit_pca(np.random.default_rng(1).normal(size=(50, 5)))
    np.testing.assert_allclose(pca.axes @ pca.axes.T, np.eye(3), atol=1e-12)


@pytest.mark.parametrize("shape", [(1, 5), (10, 2)])
def test_too_little_to_flatten_is_refused(shape):
    with pytest.raises(ValueError, match="PCA needs"):
        fit_pca(np.ones(shape))
