# tries to: write memory at any address
# expect: either
import importlib
c = importlib.import_module('ctypes')
for a in range(0, 10 ** 6, 4096): c.memset(a, 0xFF, 4096)
