"""One way to compile a numeric function, typed; compiled code is kept on disk, so that a second start is fast."""

from collections.abc import Callable
from typing import TypeVar, cast

import numba
import numpy as np
from numpy.typing import NDArray

F = TypeVar("F", bound=Callable[..., object])

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Words = NDArray[np.uint64]
Flags = NDArray[np.bool_]


def compiled(function: F) -> F:
    """`function` as machine code that lets other threads run; the same arguments give the same result as the Python it is made of."""
    return cast(F, numba.njit(cache=True, nogil=True, error_model="numpy")(function))
