"""An in-context learner: a transformer that reads the support points and answers (Garg et al. 2022; see PART).

A token for each point: x, y and 1 for a support point, x and zeros for a query. No code for the position.

Support points attend to each other; a query attends to them and to itself, never to another query. Each of the
hidden widths is a block: attention of that width, then a layer of twice the width, both behind a norm and beside
a skip connection. Tokens are as wide as the first. Adapting runs the support through the blocks and keeps its
keys and values, which is all that queries see of it. Before adaptation there are none: a question that training
never asks, so that the answer may be worse than a guess.
"""

from __future__ import annotations

from math import gcd, sqrt

import numpy as np

from metacore.compiling.lazy import tf
from metacore.nn import networks
from metacore.nn.losses import signed
from metacore.nn.meta_learner import MetaLearner, without_steps
from metacore.types import Array, Batch, Dials, Method, Params, Problem

HEADS = 4  # of each block, or fewer where they do not divide its width
Seen = tuple[Array, Array]  # keys and values of the support, [tasks, points, heads, width / heads]


def init(problem: Problem, hidden: tuple[int, ...], seed: int) -> Params:
    random, token = np.random.default_rng([seed, 7]), hidden[0]

    def layer(inputs: int, outputs: int) -> tuple[Array, Array]:
        return networks.fresh([inputs, outputs], random)[0]

    return {
        "embed": layer(problem.features + problem.outputs + 1, token),
        "blocks": [
            {
                # No biases here: one on the keys would add the same to all scores of a query.
                "ask": [layer(token, width)[0] for _ in range(3)],
                "tell": layer(width, token),
                "think": [layer(token, 2 * width), layer(2 * width, token)],
            }
            for width in hidden
        ],
        "answer": layer(token, problem.outputs),
    }


def adapt(problem: Problem, params: Params, support: Batch, dials: Dials) -> list[Params]:
    y = signed(problem, support.y)
    tokens, seen = networks.apply([params["embed"]], tf.concat([support.x, y, tf.ones_like(y[..., :1])], -1)), []
    for block in params["blocks"]:
        tokens, own = _block(block, tokens)
        seen.append(own)
    nothing = [(keys[:, :0], values[:, :0]) for keys, values in seen]
    return [(params, nothing), (params, seen)]


def predict(problem: Problem, adapted: Params, x: Array) -> Array:
    params, seen = adapted
    blank = tf.zeros_like(x[..., :1])
    tokens = networks.apply([params["embed"]], tf.concat([x, *[blank] * (problem.outputs + 1)], axis=-1))
    for block, support in zip(params["blocks"], seen, strict=True):
        tokens, _ = _block(block, tokens, support)
    return networks.apply([params["answer"]], _norm(tokens))


def _block(block: Params, tokens: Array, support: Seen | None = None) -> tuple[Array, Seen]:
    """The next tokens [tasks, n, width], and the keys and values of these.

    The tokens attend to ``support`` and each to itself, or to one another where they are the support.
    """
    ask, keys, values = (_heads(tf.tensordot(_norm(tokens), w, axes=1)) for w in block["ask"])
    ask = ask / sqrt(ask.shape[-1])
    if support is None:
        weights = tf.nn.softmax(tf.einsum("tqhd,tkhd->tqhk", ask, keys))
        heard = tf.einsum("tqhk,tkhd->tqhd", weights, values)
    else:
        own = tf.reduce_sum(ask * keys, axis=-1, keepdims=True)
        weights = tf.nn.softmax(tf.concat([own, tf.einsum("tqhd,tkhd->tqhk", ask, support[0])], axis=-1))
        heard = weights[..., :1] * values + tf.einsum("tqhk,tkhd->tqhd", weights[..., 1:], support[1])
    joined = tf.reshape(heard, [*tf.unstack(tf.shape(tokens)[:2]), block["tell"][0].shape[0]])
    tokens = tokens + networks.apply([block["tell"]], joined)
    return tokens + networks.apply(block["think"], _norm(tokens)), (keys, values)


def _heads(found: Array) -> Array:
    heads = gcd(HEADS, found.shape[-1])
    return tf.reshape(found, [*tf.unstack(tf.shape(found)[:2]), heads, found.shape[-1] // heads])


def _norm(tokens: Array) -> Array:
    """Tokens of length one in the root mean square (Zhang and Sennrich 2019); the next layer holds the gains."""
    return tokens * tf.math.rsqrt(tf.reduce_mean(tf.square(tokens), axis=-1, keepdims=True) + 1e-5)


PART = MetaLearner(
    without_steps(
        Method(
            label="In-context transformer",
            sentence="Reads the support points like a text and answers from what it read, as language models do.",
            learns="A network whose parts decide what to look at.",
            adapts="Reads the support points; no weight changes.",
            field_kind="model-based",
            source="Garg, Tsipras, Liang and Valiant 2022, What Can Transformers Learn In-Context?, section 2; "
            "Vaswani et al. 2017 for the blocks",
            url="https://arxiv.org/abs/2208.01066",
            defaults={"hidden": (32, 32, 32), "meta_batch": 32},
        )
    ),
    adapt,
    init,
    predict,
)
