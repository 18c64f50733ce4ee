# Messages to and from the host through the one device that the interpreter has; framing is done on the other side.
import os

import _skein_codec as codec

_os_read = os.read
_os_write = os.write
_readv = os.readv
_encode = codec._encode_utf8
_encode_ascii = codec._encode_ascii
_decode = codec._decode
_CHUNK = 65536


class Channel:
    def __init__(self, path, limit):
        self.fd = os.open(path, os.O_RDWR)
        self._limit = limit

    def receive(self):
        """The next message: its head and the bytes of its parts."""
        data = _os_read(self.fd, _CHUNK)
        total = int.from_bytes(data[:4], "little")
        if len(data) - 4 < total:
            body = bytearray(total)
            view = memoryview(body)
            done = len(data) - 4
            view[:done] = data[4:]
            while done < total:
                done += _readv(self.fd, [view[done:]])
        else:
            view = memoryview(data)[4:]
        end = 4 + int.from_bytes(view[:4], "little")
        head = _decode(str(view[4:end], "utf-8"))
        parts = []
        for part in head.get("p", ()):
            parts.append(view[end : end + part[1]])
            end += part[1]
        return head, parts

    def send(self, kind, head, data=b""):
        try:
            text = _encode(head).encode()
        except UnicodeEncodeError:
            text = _encode_ascii(head).encode()
        size = len(text) + len(data)
        if size > self._limit:
            raise ValueError(f"a value of {size} bytes is bigger than the limit of {self._limit} bytes")
        _os_write(self.fd, b"".join((kind, len(text).to_bytes(4, "little"), text, data)))

    def send_output(self, kind, text):
        """Text of stdout (b"o") or stderr (b"e"); in capitals as JSON, for lone surrogates."""
        try:
            _os_write(self.fd, kind + text.encode())
        except UnicodeEncodeError:
            _os_write(self.fd, kind.upper() + _encode_ascii(text).encode())

    def starting(self):
        _os_write(self.fd, b"b")

    def broken(self):
        """The runner can not go on. Does not return."""
        _os_write(self.fd, b"d")

    def sleep(self, seconds):
        """One short nap; the caller loops, so that deadlines are seen between naps."""
        _os_write(self.fd, b"s" + int(seconds * 1000).to_bytes(4, "little"))
