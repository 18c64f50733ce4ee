# The user's side of the interpreter: its globals, the names that it sees of Scheme, and running code in it.
import ast
import builtins
import importlib
import inspect
import keyword
import sys
import types

from _skein_failure import Sources

_compile = compile
_exec = exec
_eval = eval
_CODE_KEEP = 256


class Names(dict):
    """`__builtins__` of user code: Python's own names, then the Scheme variables, asked for when first used."""

    __slots__ = ("ask", "__weakref__")

    def __missing__(self, name):
        value = self.ask(name)
        self[name] = value
        return value


class Session:
    def __init__(self, ask, starting, importer):
        self.names = Names(vars(builtins))
        self.names["__import__"] = importer
        self.names.ask = ask
        self.module = types.ModuleType("__main__")
        self.globals = self.module.__dict__
        self.globals.pop("__loader__", None)
        self.globals.pop("__spec__", None)
        self._own = dict(self.names)
        # Whether anything of the user's runs in this call yet.
        self.started = False
        self._starting = starting
        self._sources = Sources()
        self._codes = {}
        self._count = 0

    def begin(self):
        """Before each call: what every call may rely on, whatever the last one did."""
        self.names.update(self._own)
        self.globals["__builtins__"] = self.names
        self.globals["__name__"] = "__main__"
        sys.modules["__main__"] = self.module
        if sys.getrecursionlimit() < 500:
            sys.setrecursionlimit(1000)

    def start(self):
        """From here on code of the user's runs: the call can not be made again unnoticed."""
        self.started = True
        self._starting()

    def forget(self, names):
        """Scheme variables that changed: the next use asks again."""
        for name in names:
            if name not in self._own:
                self.names.pop(name, None)

    def learn(self, name, value):
        if name not in self._own:
            self.names[name] = value

    def run(self, source, mode):
        """The value of the last statement, if it is an expression, else None."""
        body, last = self._code(source, mode)
        self.start()
        if body is not None:
            _exec(body, self.globals)
        return None if last is None else _eval(last, self.globals)

    def _code(self, source, mode):
        key = (source, mode)
        code = self._codes.get(key)
        if code is None:
            self._count += 1
            filename = f"<{mode} {self._count}>"
            code = self._expression(source, filename) if mode == "py-eval" else None
            if code is None:
                code = self._compiled(source, filename)
            if len(self._codes) >= _CODE_KEEP:
                self._codes.pop(next(iter(self._codes)))
            self._codes[key] = code
        return code

    def _expression(self, source, filename):
        """The short way for a single expression, which most calls are: a syntax tree made in Python costs twice as much."""
        try:
            code = None, _compile(source, filename, "eval")
        except (SyntaxError, ValueError):
            return None
        self._sources.add(filename, source)
        return code

    def _compiled(self, source, filename):
        self._sources.add(filename, source)
        try:
            tree = ast.parse(source, filename)
        except IndentationError:
            # A Scheme string is often indented as the program around it is.
            dedented = inspect.cleandoc(source)
            try:
                tree = ast.parse(dedented, filename)
            except IndentationError:
                pass
            else:
                self._sources.add(filename, dedented)
                return _split(tree, filename)
            raise
        return _split(tree, filename)

    def lookup(self, path):
        """What a dotted name stands for; its root may be a global, a builtin, a Scheme variable or a module."""
        root, *rest = path.split(".")
        value = self.globals[root] if root in self.globals else self._named(root, bool(rest))
        for attribute in rest:
            value = getattr(value, attribute)
        return value

    def _named(self, name, may_import):
        try:
            return self.names[name]
        except KeyError:
            pass
        error = NameError(f"name '{name}' is not defined", name=name)
        if may_import:
            try:
                return self.names["__import__"](name)
            except ImportError:
                pass
        raise error

    def call(self, target, arguments):
        if type(target) is str:
            if all(part.isidentifier() for part in target.split(".")):
                return self.lookup(target)(*arguments)
            return self.run(target, "py-call")(*arguments)
        if arguments and type(arguments[0]) is str and hasattr(target, arguments[0]):
            attribute = getattr(target, arguments[0])
            return attribute(*arguments[1:]) if callable(attribute) or arguments[1:] else attribute
        return target(*arguments)

    def import_module(self, name):
        self.names["__import__"](name)
        module = importlib.import_module(name)
        root = name.partition(".")[0]
        self.globals[root] = sys.modules.get(root, module)
        return module

    def assign(self, name, value):
        if keyword.iskeyword(name):
            raise SyntaxError(f"'{name}' is a keyword of Python and can not name a variable")
        self.globals[name] = value


def _split(tree, filename):
    last = None
    if tree.body and isinstance(tree.body[-1], ast.Expr):
        last = _compile(ast.Expression(tree.body.pop().value), filename, "eval")
    body = _compile(tree, filename, "exec") if tree.body else None
    return body, last
