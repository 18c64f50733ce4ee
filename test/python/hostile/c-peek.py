# tries to: read memory at any address
# expect: either
import importlib
c = importlib.import_module('_ctypes')
[c.PyObj_FromPtr(n) for n in range(0, 100000, 8)]
