# tries to: unpack a bomb
# expect: error (MemoryError|ran longer)
import zlib
b = zlib.compress(bytes(50 * 10 ** 6))
[zlib.decompress(b) for _ in range(100)]
