# What user code prints: sent to the host as it comes, so that nothing is lost when the process has to be killed.
import io
import time

_now = time.monotonic

# The first lines of a call go out one by one; then at most one message every few milliseconds, since each is a system call.
EAGER_LINES = 500
PAUSE = 0.005
FULL = 16384


class Sink(io.TextIOBase):
    """`sys.stdout` or `sys.stderr` of user code; `kind` is the message's letter."""

    encoding = "utf-8"
    errors = "strict"

    def __init__(self, channel, kind, name, limit):
        self._channel = channel
        self._kind = kind
        self._limit = limit
        self.name = name
        self.begin()

    def begin(self):
        """Forgets what an earlier call printed."""
        self._waiting = []
        self._size = 0
        self._total = 0
        self._messages = 0
        self._last = 0.0

    def writable(self):
        return True

    def isatty(self):
        return False

    def write(self, text):
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        size = len(text)
        if not size:
            return 0
        room = self._limit - self._total
        self._total += size
        if size > room:
            if room > 0:
                self._waiting.append(text[:room])
            self.flush()
            raise OSError(f"printed more than the limit of {self._limit} characters")
        self._waiting.append(text)
        self._size += size
        if self._size >= FULL or ("\n" in text and self._may_send()):
            self.flush()
        return size

    def _may_send(self):
        return self._messages < EAGER_LINES or _now() - self._last > PAUSE

    def flush(self):
        if self._waiting:
            text = "".join(self._waiting)
            self._waiting = []
            self._size = 0
            self._messages += 1
            self._last = _now()
            self._channel.send_output(self._kind, text)

    def close(self):
        self.flush()
