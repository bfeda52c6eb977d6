"""JAX: vmap over tasks, scan over meta-steps, all compiled; with the option "rolled" a scan over inner steps too."""

from __future__ import annotations

from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from benchmarks.peers.setting import CHUNK, Network, Setting


def apply(params: Any, x: Any) -> Any:
    for w, b in params[:-1]:
        x = jax.nn.relu(x @ w + b)
    w, b = params[-1]
    return x @ w + b


class Jax:
    def __init__(self, setting: Setting, network: Network, option: str) -> None:
        self.setting, self.rolled = setting, option == "rolled"
        params = jax.tree.map(jnp.asarray, network)
        zeros = jax.tree.map(jnp.zeros_like, params)
        self.carry, self.key = (params, zeros, zeros, jnp.float32(0)), jax.random.key(0)
        self.on_given = jax.jit(lambda carry, episodes: jax.lax.scan(self._step, carry, episodes))
        self.on_drawn = jax.jit(
            lambda carry, key: jax.lax.scan(
                lambda c, k: self._step(c, self._draw(k)), carry, jax.random.split(key, CHUNK)
            )
        )

    def losses(self, episodes: list[np.ndarray]) -> np.ndarray:
        return np.asarray(self.on_given(self.carry, tuple(episodes))[1])

    def train(self) -> int:
        self.key, key = jax.random.split(self.key)
        self.carry, losses = self.on_drawn(self.carry, key)
        jax.block_until_ready((self.carry, losses))
        return CHUNK

    def _loss(self, params: Any, x: Any, y: Any) -> Any:
        z = apply(params, x)
        if self.setting.family == "sinusoid":
            return jnp.mean((z - y) ** 2)
        return jnp.mean(jnp.maximum(z, 0) - z * y + jnp.log1p(jnp.exp(-jnp.abs(z))))

    def _adapted(self, params: Any, x: Any, y: Any, ask: Any, truth: Any) -> Any:
        def move(p: Any, _: Any) -> Any:
            slopes = jax.grad(self._loss)(p, x, y)
            return jax.tree.map(lambda a, g: a - self.setting.alpha * g, p, slopes), None

        if self.rolled:
            params, _ = jax.lax.scan(move, params, None, length=self.setting.inner_steps)
        else:
            for _ in range(self.setting.inner_steps):
                params, _ = move(params, None)
        return self._loss(params, ask, truth)

    def _step(self, carry: Any, episode: Any) -> Any:
        params, first, second, count = carry

        def meta_loss(p: Any) -> Any:
            return jnp.mean(jax.vmap(self._adapted, (None, 0, 0, 0, 0))(p, *episode))

        loss, slopes = jax.value_and_grad(meta_loss)(params)
        count = count + 1
        first = jax.tree.map(lambda m, g: 0.9 * m + 0.1 * g, first, slopes)
        second = jax.tree.map(lambda v, g: 0.999 * v + 0.001 * g**2, second, slopes)
        rate = self.setting.beta * jnp.sqrt(1 - 0.999**count) / (1 - 0.9**count)
        params = jax.tree.map(lambda p, m, v: p - rate * m / (jnp.sqrt(v) + 1e-8), params, first, second)
        return (params, first, second, count), loss

    def _draw(self, key: Any) -> Any:
        it, (one, two, three) = self.setting, jax.random.split(key, 3)
        points, each = (it.tasks, it.shots + it.queries, it.features), (it.tasks, 1, 1)
        if it.family == "sinusoid":
            x = jax.random.uniform(one, points, minval=-5.0, maxval=5.0)
            height = jax.random.uniform(two, each, minval=0.1, maxval=5.0)
            y = height * jnp.sin(x - jax.random.uniform(three, each, maxval=np.pi))
        else:
            x = jax.random.normal(one, points)
            y = x @ jax.random.normal(two, (it.tasks, 2, 1)) > jax.random.uniform(three, each)
        y = y.astype(jnp.float32)
        return x[:, : it.shots], y[:, : it.shots], x[:, it.shots :], y[:, it.shots :]


make = Jax
