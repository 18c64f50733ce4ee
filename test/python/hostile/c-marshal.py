# tries to: load a made-up code object
# expect: either
import marshal
for n in range(256):
    try: marshal.loads(bytes([n]) * 100)
    except (ValueError, EOFError, TypeError, MemoryError): pass
