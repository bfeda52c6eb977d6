"""The Gaussian process: its covariance is the kernel, and its posterior the closed form, here in plain NumPy."""

from __future__ import annotations

import numpy as np
import pytest

from metacore.compiling.lazy import tf
from metacore.episodes import sampling
from metacore.episodes.sampling import NEW_QUERIES, NEW_TASKS
from metacore.evaluation.yardsticks import yardsticks
from metacore.run import Run
from metacore.tasks.gp import FREQUENCIES, PART, POWER
from metacore.training.programs import all_dials
from metacore.types import Batch
from tests.examples import plain, small


def kernel(one: np.ndarray, other: np.ndarray, length: float, height: float) -> np.ndarray:
    return height**2 * np.exp(-((one[:, None] - other[None]) ** 2) / (2 * length**2))


def dials(length: float = 0.4, height: float = 1.0, noise: float = 0.0) -> dict[str, np.float32]:
    return {"length": np.float32(length), "height": np.float32(height), "noise": np.float32(noise)}


def test_the_frequencies_make_up_the_kernel_as_closely_as_promised() -> None:
    distance = np.linspace(0, 45, 2001)
    found = np.cos(np.outer(distance, FREQUENCIES)) @ np.array(POWER)
    np.testing.assert_allclose(found, np.exp(-(distance**2) / 2), atol=1e-6)
    lengths = {dial.name: dial for dial in PART.dials}["length"]
    assert (PART.domain[1] - PART.domain[0]) / lengths.low < 45, "so the whole picture is covered at every length"


@pytest.mark.parametrize(("length", "height"), [(0.4, 1.0), (0.1, 2.0), (2.0, 0.5)])
def test_the_covariance_of_many_draws_is_the_kernel(length: float, height: float) -> None:
    latent, x = PART.draw(tf.constant([5, 6]), 20_000, dials(length, height)), np.linspace(-2, 2, 9, dtype=np.float32)
    f = PART.answer(latent, np.broadcast_to(x[:, None], (20_000, 9, 1))).numpy()[..., 0]
    np.testing.assert_allclose(f.mean(axis=0), 0, atol=0.03 * height)
    np.testing.assert_allclose(f.T @ f / len(f), kernel(x, x, length, height), atol=0.04 * height**2)
    np.testing.assert_allclose((f**4).mean(axis=0) / (f**2).mean(axis=0) ** 2, 3, atol=0.2)


@pytest.mark.parametrize("noise", [0.0, 0.3])
@pytest.mark.parametrize("compile_", [False, True])
def test_the_posterior_is_the_closed_form(noise: float, compile_: bool) -> None:
    setting = dials(0.5, 1.5, noise)
    support, query, _ = plain(sampling.sample(PART, tf.constant([5, 6]), 3, 12, 7, setting))
    graph = tf.function(lambda s, x: PART.posterior(s, x, setting), jit_compile=compile_, autograph=False)
    mean, deviation = (a.numpy() for a in graph(support, query.x))
    assert mean.shape == deviation.shape == query.y.shape and mean.dtype == np.float32
    for task in range(3):
        x, y, asked = (a[task, :, 0].astype(float) for a in (*support, query.x))
        cross = kernel(asked, x, 0.5, 1.5)
        gain = cross @ np.linalg.inv(kernel(x, x, 0.5, 1.5) + (noise**2 + 0.0015**2) * np.eye(12))
        np.testing.assert_allclose(mean[task, :, 0], gain @ y, atol=1e-3)
        variance = 1.5**2 - np.einsum("ij,ij->i", gain, cross)
        np.testing.assert_allclose(deviation[task, :, 0], np.sqrt(variance), atol=1e-3)


def test_given_nothing_the_posterior_is_the_prior() -> None:
    mean, deviation = PART.posterior(
        Batch(np.zeros((2, 0, 1)), np.zeros((2, 0, 1))), np.ones((2, 3, 1)), dials(0.4, 2.0)
    )
    assert (mean.numpy() == 0).all() and np.allclose(deviation, 2)


def test_many_equal_points_stay_solvable_and_are_met() -> None:
    support = Batch(np.full((1, 50, 1), 0.5, np.float32), np.full((1, 50, 1), 0.7, np.float32))
    mean, deviation = PART.posterior(support, support.x[:, :1], dials(2.0))
    assert np.allclose(mean, 0.7, atol=1e-3) and 0 <= deviation[0, 0, 0] < 1e-2


@pytest.mark.parametrize("noise", [0.0, 0.3])
def test_the_posterior_knows_its_own_error(noise: float) -> None:
    support, query, _ = sampling.sample(PART, tf.constant([7, 8]), 2000, 6, 10, dials(noise=noise))
    mean, deviation = PART.posterior(support, query.x, dials(noise=noise))
    score = ((query.y - mean) / deviation).numpy()
    assert abs(score.std() - 1) < 0.05 and abs((np.abs(score) < 1.96).mean() - 0.95) < 0.01


def test_the_floor_is_the_variance_left_and_no_answer_without_adapting_beats_zero() -> None:
    run = small("gp", shots=10, noise=0.1)
    found, tensors = yardsticks(run), all_dials(Run.of({"family": "gp", "shots": 10, "noise": 0.1}))
    new = sampling.sample(PART, sampling.frozen_seed(sampling.TEST), NEW_TASKS, 10, NEW_QUERIES, tensors)
    left = float((PART.posterior(new.support, new.query.x, tensors)[1] ** 2).numpy().mean())
    assert abs(found["floor"].mean - left) < found["floor"].ci95 + 0.01
    assert found["unadapted"] == found["zero"] and abs(found["zero"].mean - 1) < 0.1
    assert found["floor"].mean < found["scratch"].mean
