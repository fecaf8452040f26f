"""What a process keeps of what it answered, up to a limit: the least lately asked goes first."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Kept(Generic[K, V]):
    """Values by what they follow from; together they weigh no more than ``most``, in units the user of it chooses.

    A key has to say all that its value follows from: nothing is ever told to forget.
    """

    def __init__(self, most: int) -> None:
        self.most = most
        self.weight = 0
        self._values: OrderedDict[K, tuple[V, int]] = OrderedDict()
        self._changing = threading.Lock()

    def __len__(self) -> int:
        return len(self._values)

    def get(self, key: K) -> V | None:
        """Return what is kept under a key, or ``None``."""
        with self._changing:
            if key not in self._values:
                return None
            self._values.move_to_end(key)
            return self._values[key][0]

    def keep(self, key: K, value: V, *, weight: int) -> V:
        """Keep a value and return it; one that alone weighs too much is not kept."""
        if weight > self.most:
            return value
        with self._changing:
            self.weight += weight - self._values.pop(key, (value, 0))[1]
            self._values[key] = value, weight
            while self.weight > self.most:
                self.weight -= self._values.popitem(last=False)[1][1]
        return value

    def made(self, key: K, make: Callable[[], V], *, weight: Callable[[V], int]) -> V:
        """Return what is kept under a key; make it first if nothing is."""
        found = self.get(key)
        if found is None:
            found = make()
            self.keep(key, found, weight=weight(found))
        return found
