# What the host learns of an exception: its type and message, and the user's lines of the traceback with carets.
import linecache
import sys
import traceback

from _skein_codec import Refusal
from _skein_surroundings import NOT_HERE

THEIRS = "<py-"

# ENOSYS, ENOTSUP and EAI_FAIL of Emscripten's C library.
_NOT_IMPLEMENTED = (52, 138, -4)

NOT_INSTALLED = (
    "only Python's standard library is available here (json, re, math, statistics, random, collections, itertools, "
    "hashlib, csv, datetime, sqlite3 and others); packages such as numpy and pandas are not"
)


def describe(error):
    """The head of an error message for the host."""
    kind = type(error)
    if kind is Refusal:
        error = error.cause
        kind = type(error)
    # By type, here and below: what an object says of its own class may be a trap.
    name = type.__dict__["__name__"].__get__(kind)
    if issubclass(kind, SyntaxError):
        message = _syntax_message(error)
    else:
        message = _text_of(error)
    head = {"type": name, "message": message, "line": _line_of(error)}
    try:
        head["traceback"] = _traceback(error)
    except Exception:
        head["traceback"] = ""
    try:
        hint = _hint(error)
    except Exception:
        hint = None
    if hint:
        head["hint"] = hint
    return head


def _text_of(error):
    try:
        if issubclass(type(error), KeyError) and len(error.args) == 1:
            return repr(error.args[0])
        return str(error)
    except Exception:
        return "<its message could not be made>"


def _syntax_message(error):
    message = str(error.msg)
    if error.lineno is None:
        return message
    place = f"line {error.lineno}"
    if error.offset is not None and error.offset > 0:
        place += f", column {error.offset}"
    return f"{message} ({place})"


def _line_of(error):
    if issubclass(type(error), SyntaxError) and str(error.filename or "").startswith(THEIRS):
        return error.lineno
    line = None
    tb = error.__traceback__
    for _ in range(10000):
        if tb is None:
            break
        if tb.tb_frame.f_code.co_filename.startswith(THEIRS):
            line = tb.tb_lineno
        tb = tb.tb_next
    return line


def _traceback(error):
    shown = traceback.TracebackException(type(error), error, error.__traceback__, limit=-200, compact=True, max_group_width=5)
    seen = set()
    waiting = [shown]
    while waiting:
        item = waiting.pop()
        if item is None or id(item) in seen:
            continue
        seen.add(id(item))
        _keep_user_frames(item)
        waiting.append(item.__cause__)
        waiting.append(item.__context__)
        waiting.extend(item.exceptions or ())
    return "".join(shown.format()).rstrip("\n")


def _keep_user_frames(item):
    stack = item.stack
    if stack is not None:
        stack[:] = [frame for frame in stack if frame.filename.startswith(THEIRS)]


def _hint(error):
    kind = type(error)
    if issubclass(kind, ModuleNotFoundError):
        return None if error.name and error.name.partition(".")[0] in NOT_HERE else NOT_INSTALLED
    if issubclass(kind, EOFError):
        return "nobody types here: bind a Scheme variable instead, which Python sees by its name"
    if issubclass(kind, OSError) and error.errno in _NOT_IMPLEMENTED:
        return "Python here has no network, no processes and no files but its own in memory"
    return None


class Sources:
    """The sources of recent calls, for tracebacks; old ones go, so that a long session does not grow."""

    def __init__(self, keep=256):
        self._names = []
        self._keep = keep

    def add(self, filename, source):
        linecache.cache[filename] = (len(source), None, source.splitlines(True), filename)
        self._names.append(filename)
        if len(self._names) > self._keep:
            linecache.cache.pop(self._names.pop(0), None)


def restore():
    """Undoes what a script may have left behind in the interpreter that would run inside the runner."""
    sys.settrace(None)
    sys.setprofile(None)
