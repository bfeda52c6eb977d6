"""Fine-tuned joint training learns like joint training and adapts by plain descent."""

from __future__ import annotations

import numpy as np
import pytest

from metacore import registry
from metacore.compiling.lazy import tf
from metacore.types import Episode
from tests import reference
from tests.examples import KINDS, close, double, plain, problem_of, random_batch, random_layers

PART = registry.algorithms()["finetuned"]
NETWORK = random_layers(7, (2, 3, 1))


@pytest.mark.parametrize("kind", KINDS)
def test_it_trains_without_steps_and_is_judged_after_them(kind: str) -> None:
    problem, alpha, steps = problem_of(kind), 0.3, 2
    dials = {"alpha": np.float64(alpha), "inner_steps": steps}
    episode = Episode(random_batch(1, problem, points=4), random_batch(2, problem), None)
    loss, slopes = tf.function(lambda p: PART.meta_gradient(problem, p, episode, dials))(double(NETWORK))
    x, y = episode.query.x.numpy(), episode.query.y.numpy()
    close(plain(slopes), reference.gradient(problem, NETWORK, x.reshape(-1, 2), y.reshape(-1, 1)), 1e-10)
    losses = []
    for task, support in enumerate(zip(episode.support.x.numpy(), episode.support.y.numpy(), strict=True)):
        adapted = reference.descend(problem, NETWORK, *support, alpha, steps)
        losses.append(reference.loss(problem, adapted, x[task], y[task]))
    assert np.isclose(loss, np.mean(losses), rtol=1e-10)
