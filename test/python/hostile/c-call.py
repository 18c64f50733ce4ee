# tries to: call a C function
# expect: error
import importlib
c = importlib.import_module('ctypes')
c.CDLL(None).system(b'echo taken')
