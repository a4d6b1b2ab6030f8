"""Logistic regression by Newton's method, for the weights that say how sure a cell is."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]
MOST_STEPS, STILL = 60, 1e-7
"""Steps of a fit at most, and how far weights move in the last one."""
FREE = 1e-6
"""How far the bias is drawn to nothing: not at all but for a system that can be solved."""


def fitted(signs: Array, told: Array, beside: Array | float, shrink: float) -> Array:
    """Bias and weights by which signs say best what is told (0 or 1 for each).

    `beside` is what is added to the log odds of each whatever its signs weigh; weights are drawn
    to nothing by `shrink`.
    """
    data = np.hstack([np.ones((len(signs), 1)), signs])
    ridge = np.full(data.shape[1], shrink)
    ridge[0] = FREE
    weights = np.zeros(data.shape[1])
    for _ in range(MOST_STEPS):
        chance = 1 / (1 + np.exp(-(data @ weights + beside)))
        slope = data.T @ (chance - told) + ridge * weights
        bend = (data * (chance * (1 - chance))[:, None]).T @ data + np.diag(ridge)
        step = np.linalg.solve(bend, slope)
        weights -= step
        if np.abs(step).max() < STILL:
            break
    return weights
