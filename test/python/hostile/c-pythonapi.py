# tries to: call into the interpreter
# expect: either
import importlib
c = importlib.import_module('ctypes')
c.pythonapi.PyRun_SimpleString(b'import js')
