# The interpreter's main loop: one request, one reply. It ends only with the process.
import builtins
import random
import signal
import sys
import time

import _skein_codec as codec
import _skein_failure as failure
from _skein_channel import Channel
from _skein_output import Sink
from _skein_session import Session
import _skein_surroundings as surroundings
_NAP = 0.05
# What compiling code and decoding values may raise when all is well.
_REFUSALS = (SyntaxError, MemoryError, RecursionError, OverflowError, KeyboardInterrupt, codec.Refusal)





class Runner:
    def __init__(self, path, settings):
        self.channel = Channel(path, settings["messageLimit"])
        self.references = codec.References(settings["generation"])
        importer = surroundings.friendly_import if settings["blocker"] else builtins.__import__
        self.session = Session(self.ask, self.channel.starting, importer)
        limit = settings["outputLimit"]
        self.stdout = Sink(self.channel, b"o", "<stdout>", limit)
        self.stderr = Sink(self.channel, b"e", "<stderr>", limit)
        self.settings = settings

    def ask(self, name):
        """A Scheme variable by its Python name, from the host: blocks until the answer is there."""
        if type(name) is not str or len(name) > 1000:
            raise KeyError(name)
        self.channel.send(b"a", {"name": name})
        head, parts = self.channel.receive()
        refusal = head.get("refused")
        if refusal is not None:
            raise NameError(refusal, name=name)
        if not parts:
            raise KeyError(name)
        try:
            return codec.decode(head["p"][0], parts[0], self.references)
        except codec.Refusal as refusal:
            raise refusal.cause from None

    def serve(self):
        while True:
            try:
                head, parts = self.channel.receive()
                self.reply(head, parts)
            except KeyboardInterrupt as error:
                # The deadline struck between two statements of the runner itself.
                self.send_error(error)

    def reply(self, head, parts):
        session = self.session
        session.started = False
        try:
            self.begin(head, parts)
            value = self.perform(head, [codec.decode(part, data, self.references) for part, data in self.own_parts(head, parts)])
            part, data = codec.encode(value, self.references)
            part.insert(1, len(data))
            self.flush()
            failure.restore()
            self.channel.send(b"r", {"none": value is None, "p": [part]}, data)
        except BaseException as error:
            failure.restore()
            if not session.started and not issubclass(type(error), _REFUSALS):
                # Earlier code has damaged what the runner stands on, and nothing of this call has run yet.
                raise
            self.send_error(error)

    def send_error(self, error):
        self.flush()
        try:
            head = failure.describe(error)
        except Exception:
            head = {"type": type(error).__name__, "message": "<this exception can not be described>"}
        self.channel.send(b"x", head)

    def flush(self):
        self.stdout.flush()
        self.stderr.flush()

    def begin(self, head, parts):
        signal.signal(signal.SIGINT, signal.default_int_handler)
        self.stdout.begin()
        self.stderr.begin()
        sys.stdout = sys.__stdout__ = self.stdout
        sys.stderr = sys.__stderr__ = self.stderr
        sys.stdin = sys.__stdin__ = surroundings.no_input()
        session = self.session
        session.begin()
        self.references.release(head.get("release", ()))
        session.forget(head.get("forget", ()))
        for i, name in enumerate(head.get("learn", ())):
            session.learn(name, codec.decode(head["p"][i], parts[i], self.references))

    def own_parts(self, head, parts):
        first = len(head.get("learn", ()))
        return zip(head.get("p", ())[first:], parts[first:])

    def perform(self, head, values):
        kind = head["do"]
        if kind == "run":
            return self.session.run(head["source"], head["mode"])
        self.session.start()
        if kind == "call":
            return self.session.call(values[0], values[1:])
        if kind == "set":
            return self.session.assign(head["name"], values[0])
        if kind == "import":
            return self.session.import_module(head["name"])
        return None


def start(path, settings):
    """Everything that a snapshot can not hold: the device, the seeds, the clock. Does not return."""
    runner = Runner(path, settings)
    _reseed()
    _patch_sleep(runner.channel)
    if settings["blocker"]:
        surroundings.remove_javascript()
    surroundings.use_own_loop()
    try:
        runner.serve()
    except BaseException:
        runner.channel.broken()


def _reseed():
    # A snapshot freezes the generator's state: without this every process would draw the same numbers.
    random.seed()


def _patch_sleep(channel):
    now = time.monotonic

    def sleep(seconds):
        """Waits without keeping the processor busy; deadlines hold."""
        if not seconds >= 0:
            raise ValueError("sleep length must be non-negative")
        end = now() + seconds
        while (left := end - now()) > 0:
            channel.sleep(min(left, _NAP) + 0.0005)

    time.sleep = sleep


