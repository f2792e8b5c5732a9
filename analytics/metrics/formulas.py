"""The few shapes that compute functions take. Pure: a frame of totals in, a column out."""

from collections.abc import Callable

import pandas as pd

Compute = Callable[[pd.DataFrame], pd.Series]


def total(*inputs: str) -> Compute:
    """The sum of the inputs; null where one is unreported."""

    def compute(totals: pd.DataFrame) -> pd.Series:
        return totals[list(inputs)].sum(axis="columns", skipna=False)

    return compute


def ratio(above: tuple[str, ...], below: tuple[str, ...]) -> Compute:
    """Sum of ``above`` ÷ product of ``below``; null where unreported or nothing to divide by."""

    def compute(totals: pd.DataFrame) -> pd.Series:
        upper = totals[list(above)].sum(axis="columns", skipna=False)
        lower = totals[list(below)].prod(axis="columns", skipna=False)
        return upper / lower.where(lower > 0)

    return compute


def difference(of: str, minus: str) -> Compute:
    def compute(totals: pd.DataFrame) -> pd.Series:
        return totals[of] - totals[minus]

    return compute
