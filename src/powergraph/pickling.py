"""Pickles of frozen dataclasses, several times as fast as Python's own way with those that have slots.

Only for what this program itself wrote: to other workers, and to the author's own cache.
"""

import io
import pickle
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from operator import attrgetter
from types import MappingProxyType
from typing import Any

__all__ = ["dumps", "loads"]

_PROTOCOL = 5


def dumps(value: object) -> bytes:
    """Return *value* pickled; dataclasses in it are made again by calling them with the values of their fields."""
    stream = io.BytesIO()
    pickler = pickle.Pickler(stream, _PROTOCOL)
    pickler.dispatch_table = _REDUCERS
    pickler.dump(value)
    return stream.getvalue()


def loads(data: bytes) -> Any:
    """Return what `dumps` was given."""
    return pickle.loads(data)  # noqa: S301 - written by this program, see above


def _reducer(kind: type) -> Callable[[Any], tuple[Any, ...]]:
    if kind is MappingProxyType:
        return lambda value: (_proxy, (dict(value),))
    if not is_dataclass(kind) or not all(field.init for field in fields(kind)):
        raise KeyError(kind)  # as Python pickles it
    names = [field.name for field in fields(kind)]
    if len(names) > 1:
        values = attrgetter(*names)
        return lambda value: (kind, values(value))
    return lambda value: (kind, tuple(getattr(value, name) for name in names))


def _proxy(mapping: dict[Any, Any]) -> MappingProxyType[Any, Any]:
    return MappingProxyType(mapping)


class _Reducers(dict[type, Callable[[Any], Any]]):
    """How each class is pickled, found out when it comes first."""

    def __missing__(self, kind: type) -> Callable[[Any], Any]:
        self[kind] = found = _reducer(kind)
        return found


_REDUCERS = _Reducers()
