"""Results that are computed once, for all students together."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from functools import partial, wraps
from threading import Lock
from typing import Any, ParamSpec, TypeVar

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")


class Memory:
    """Results by function and arguments.

    A class that asks at the same moment computes a result once: whoever comes while it is being computed
    waits for that result, and for no other one. A failure is passed on to all who wait for it and not
    remembered.
    """

    def __init__(self) -> None:
        self._lock = Lock()  # for looking things up; nothing is computed while it is held
        self._results: dict[Callable[..., Any], OrderedDict[Hashable, Future[Any]]] = {}

    def recall(
        self,
        function: Callable[..., Any],
        arguments: Hashable,
        compute: Callable[[], Any],
        at_most: int | None,
    ) -> Any:
        """The result of `function` for `arguments`: the remembered one, or that of `compute`."""
        with self._lock:
            known = self._results.setdefault(function, OrderedDict())
            future = known.get(arguments)
            if is_new := future is None:
                future = known[arguments] = Future()
                if at_most is not None and len(known) > at_most:
                    known.popitem(last=False)  # what was not asked for the longest
            known.move_to_end(arguments)
        if is_new:
            try:
                future.set_result(compute())
            except BaseException as error:
                with self._lock:
                    if known.get(arguments) is future:
                        del known[arguments]
                future.set_exception(error)
        return future.result()


def remembered(
    at_most: int | None = None,
) -> Callable[[Callable[Arguments, Result]], Callable[Arguments, Result]]:
    """Makes a function remember its results.

    Results of an object that has a `memory`, as twins and maps do, given as the first argument, are kept in
    that memory: no other object gets them, and they are gone with it. Other results are kept with the
    function.

    Args:
        at_most: how many results are kept, by function and object; all of them where it is None. The
            function's arguments are hashable and given by position.
    """

    def decorate(function: Callable[Arguments, Result]) -> Callable[Arguments, Result]:
        own = Memory()

        @wraps(function)
        def recall(*args: Arguments.args, **kwargs: Arguments.kwargs) -> Result:
            if kwargs:
                raise TypeError(f"{function.__name__} remembers by position: give it no arguments by name.")
            compute = partial(function, *args)
            memory = getattr(args[0], "memory", None) if args else None
            if isinstance(memory, Memory):
                return memory.recall(function, args[1:], compute, at_most)
            return own.recall(function, args, compute, at_most)

        return recall

    return decorate
