# How Python values become bytes for the host and back: JSON text where it is exact, a flat stream of tokens elsewhere.
import base64
import json
import sys

# The runner keeps a json of its own, so that a script which patches the module breaks only itself.
for _name in [name for name in sys.modules if name == "json" or name.startswith("json.")]:
    del sys.modules[_name]



def _encoder(escape):
    """JSONEncoder.encode without what it does anew at each call: 3 µs for a small value instead of 20."""

    def unknown(value):
        raise TypeError(f"{type(value).__name__} has no JSON")

    chunks = json.encoder.c_make_encoder(None, unknown, escape, None, ":", ",", False, False, True)
    join = "".join
    return lambda value: join(chunks(value, 0))


_encode_utf8 = _encoder(json.encoder.encode_basestring)
_encode_ascii = _encoder(json.encoder.encode_basestring_ascii)
_scan = json.JSONDecoder().scan_once


def _decode(text):
    """The value of a text that the other side has written: nothing before it, nothing behind."""
    return _scan(text, 0)[0]



_SCALARS = frozenset((str, int, float, bool, type(None)))
_CONTAINERS = frozenset((dict, list, tuple))
_ONLY_STRINGS = {str}
_SAFE = 2**53

# Deeper values go as a flat stream: the C encoder and decoder recurse, and the wasm stack is small.
MAX_DEPTH = 64
# Beyond this a value is refused: freeing a list 40,000 deep overflows the stack.
MAX_LEVELS = 10_000
# Shorter lists of strings are not worth a part of their own format.
MANY = 32


class Refusal(Exception):
    """A value that the host sent can not be a Python value; `cause` is what people are told."""

    def __init__(self, cause):
        super().__init__(str(cause))
        self.cause = cause


class References:
    """Objects that the host holds: by number, until it releases them."""

    def __init__(self, generation):
        self._objects = {}
        # Numbers of an earlier interpreter are never given again.
        self._next = generation * 2**32

    def add(self, value):
        number = self._next
        self._next = number + 1
        self._objects[number] = value
        return number

    def get(self, number):
        try:
            return self._objects[number]
        except KeyError:
            error = ReferenceError("this Python object was released or belongs to an earlier interpreter")
            raise Refusal(error) from None

    def release(self, numbers):
        for number in numbers:
            self._objects.pop(number, None)

    def __len__(self):
        return len(self._objects)


def encode(value, references):
    """The part of a message for `value`: its description and its bytes."""
    kind = type(value)
    if kind is str:
        try:
            return ["U"], value.encode()
        except UnicodeEncodeError:
            return ["J"], _encode_ascii(value).encode()
    if kind is bytes:
        return ["B"], value
    if kind is list and len(value) >= MANY and set(map(type, value)) == _ONLY_STRINGS:
        part = _encode_strings(value)
        if part is not None:
            return part
    if kind in _SCALARS or _is_plain(value):
        try:
            return ["J"], _text(_encode_utf8(value))
        except ValueError:
            # An integer with more digits than int() may print: the stream writes it in hexadecimal.
            pass
    return ["F"], _text(_encode_utf8(_flatten(value, references)))


def _text(text):
    try:
        return text.encode()
    except UnicodeEncodeError:
        # Lone surrogates have no UTF-8; JSON can escape them. Decoding our own text can not fail.
        return _encode_ascii(_decode(text)).encode()


def _encode_strings(items):
    for separator in "\0\x1e\x1f":
        text = separator.join(items)
        if text.count(separator) == len(items) - 1:
            try:
                return ["L", len(items), separator], text.encode()
            except UnicodeEncodeError:
                return None
    return None


def _is_plain(value):
    """Whether JSON text is exact for `value`: exact types only, text keys, not deep (so no cycle either)."""
    level = [value]
    for _ in range(MAX_DEPTH):
        deeper = []
        for container in level:
            kind = type(container)
            if kind is dict:
                if container and set(map(type, container)) != _ONLY_STRINGS:
                    return False
                items = container.values()
            elif kind is list or kind is tuple:
                items = container
            else:
                return False
            kinds = set(map(type, items))
            if kinds <= _SCALARS:
                continue
            if not kinds <= _SCALARS | _CONTAINERS:
                return False
            deeper.extend(item for item in items if type(item) in _CONTAINERS)
        if not deeper:
            return True
        level = deeper
    return False


class _Leave:
    __slots__ = ("number",)

    def __init__(self, number):
        self.number = number


def _flatten(value, references):
    """Scalars stand for themselves, everything else is a token `[tag, …]`; containers come before their items."""
    out = []
    stack = [value]
    inside = set()
    while stack:
        item = stack.pop()
        kind = type(item)
        if kind is _Leave:
            inside.discard(item.number)
        elif kind in _CONTAINERS:
            _flatten_container(item, out, stack, inside)
        elif kind is str or item is None or item is True or item is False:
            out.append(item)
        else:
            _flatten_rest(item, out, stack, inside, references)
    return out


def _flatten_rest(item, out, stack, inside, references):
    """Numbers, bytes, sets, and subclasses of everything: an enum of integers is an integer, a named tuple a list."""
    if isinstance(item, str):
        out.append(str.__str__(item))
    elif isinstance(item, int):
        number = int.__index__(item)
        out.append(int(number) if -_SAFE < number < _SAFE else ["i", int.__format__(number, "x")])
    elif isinstance(item, float):
        out.append(float.__float__(item))
    elif isinstance(item, (bytes, bytearray, memoryview)):
        out.append(["b", base64.b64encode(bytes(item)).decode()])
    elif isinstance(item, (list, tuple, set, frozenset, dict)):
        _flatten_container(item, out, stack, inside)
    else:
        out.append(["r", references.add(item), _describe(item)])


def _flatten_container(item, out, stack, inside):
    number = id(item)
    if number in inside:
        raise ValueError("a value that contains itself can not leave Python")
    if len(inside) >= MAX_LEVELS:
        raise _too_deep()
    inside.add(number)
    stack.append(_Leave(number))
    if isinstance(item, dict):
        pairs = list(dict.items(item))
        out.append(["d", len(pairs)])
        for key, value in reversed(pairs):
            stack.append(value)
            stack.append(key)
        return
    if isinstance(item, list):
        items = list.__getitem__(item, slice(None))
    elif isinstance(item, tuple):
        items = list(tuple.__iter__(item))
    else:
        items = list(item)
    out.append(["l", len(items)])
    items.reverse()
    stack.extend(items)


def _too_deep():
    return ValueError(f"a value nested deeper than {MAX_LEVELS} levels can not cross")


def _describe(value):
    kind = type.__dict__["__name__"].__get__(type(value))
    try:
        name = getattr(value, "__name__", None)
    except Exception:
        name = None
    return (f"{kind} {name}" if type(name) is str else kind)[:100]


def decode(part, data, references):
    """The value of one part of a message."""
    tag = part[0]
    if tag == "J":
        return _decode(str(data, "utf-8"))
    if tag == "U":
        return str(data, "utf-8")
    if tag == "L":
        return str(data, "utf-8").split(part[3]) if part[2] else []
    if tag == "B":
        return bytes(data)
    return _unflatten(_decode(str(data, "utf-8")), references)


def _unflatten(tokens, references):
    stack = []
    result = None
    for token in tokens:
        value = token
        if type(token) is list:
            tag = token[0]
            if tag == "l" or tag == "d":
                count = token[1] * (2 if tag == "d" else 1)
                if count:
                    if len(stack) >= MAX_LEVELS:
                        raise Refusal(_too_deep())
                    stack.append((tag, count, []))
                    continue
                value = [] if tag == "l" else {}
            else:
                value = _special(tag, token[1], references)
        while stack:
            tag, count, items = stack[-1]
            items.append(value)
            if len(items) < count:
                break
            stack.pop()
            value = items if tag == "l" else _make_dict(items)
        else:
            result = value
    return result


def _special(tag, text, references):
    if tag == "i":
        return int(text, 16)
    if tag == "b":
        return base64.b64decode(text)
    return references.get(text)


def _make_dict(items):
    result = {}
    for i in range(0, len(items), 2):
        key = items[i]
        if type(key) is dict:
            raise Refusal(TypeError("a hash table can not be a key of a Python dict"))
        result[_as_key(key) if type(key) is list else key] = items[i + 1]
    return result


def _as_key(value):
    return tuple(_as_key(item) if type(item) is list else item for item in value)
