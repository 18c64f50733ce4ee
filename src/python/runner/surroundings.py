# What user code finds around itself: no JavaScript modules, an event loop without sockets, imports that explain themselves.
import asyncio
import asyncio.base_events
import asyncio.events
import builtins
import io
import sys
import time

NO_JAVASCRIPT = "Python here has no door to JavaScript"
NOT_HERE = {
    "js": NO_JAVASCRIPT,
    "pyodide": NO_JAVASCRIPT,
    "pyodide_js": NO_JAVASCRIPT,
    "_pyodide": NO_JAVASCRIPT,
    "_pyodide_core": NO_JAVASCRIPT,
    "ctypes": "Python here can not call C functions",
    "_ctypes": "Python here can not call C functions",
    "socket": "Python here has no network; have the host fetch what is needed and pass it in",
    "_socket": "Python here has no network; have the host fetch what is needed and pass it in",
    "subprocess": "Python here can not start processes",
    "multiprocessing": "Python here can not start processes",
    "pip": "packages can not be installed here",
    "micropip": "packages can not be installed here",
}

_import = builtins.__import__


def friendly_import(name, globals=None, locals=None, fromlist=(), level=0):
    """`__import__` of user code. For people: it keeps nobody in who knows `importlib`."""
    if level == 0 and type(name) is str:
        reason = NOT_HERE.get(name.partition(".")[0])
        if reason is not None:
            raise ModuleNotFoundError(f"No module named '{name}': {reason}", name=name)
    return _import(name, globals, locals, fromlist, level)


def remove_javascript():
    """Pyodide's own modules: nothing here may hold on to JavaScript."""
    for name in list(sys.modules):
        if name.partition(".")[0] in ("js", "pyodide", "pyodide_js", "_pyodide", "_pyodide_core"):
            del sys.modules[name]
    sys.meta_path[:] = [finder for finder in sys.meta_path if not _module_of(finder).startswith("_pyodide")]


def _module_of(finder):
    return getattr(finder, "__module__", None) or type(finder).__module__


class _Selector:
    """Nothing can become ready but time."""

    def select(self, timeout=None):
        if timeout is None:
            raise RuntimeError("the event loop waits for something that can not happen: there are no sockets or threads here")
        if timeout > 0:
            # In naps: a handler of SIGINT may have given the loop something to do.
            time.sleep(min(timeout, 0.05))
        return []


class Loop(asyncio.base_events.BaseEventLoop):
    def __init__(self):
        super().__init__()
        self._selector = _Selector()

    def _process_events(self, events):
        pass

    def _write_to_self(self):
        pass

    def run_in_executor(self, executor, function, *args):
        """There are no threads: the function runs here and now."""
        future = self.create_future()
        try:
            future.set_result(function(*args))
        except Exception as error:
            future.set_exception(error)
        return future


class _Policy(asyncio.events._BaseDefaultEventLoopPolicy):
    _loop_factory = Loop


def use_own_loop():
    asyncio.events._set_running_loop(None)
    asyncio.events._event_loop_policy = _Policy()
    # Pyodide has put one of its own in this place only.
    asyncio.run = asyncio.runners.run


def no_input():
    """`input()` finds the end of its text at once."""
    return io.StringIO("")
